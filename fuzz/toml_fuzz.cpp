/// @file Scenario files: any bytes are a job or an error with a message.

#include "domar/scenario/scenario_file.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  setenv("DOMAR_HOME", DOMAR_SOURCE_DIR, 0);
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), ".toml");
  const auto job = scenario::load_job(file);
  if (!job.ok()) {
    fuzz::expect_helpful(job.error());
    (void)job.error().message();
  }
  return 0;
}
