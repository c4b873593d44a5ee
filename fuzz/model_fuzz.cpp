/// @file Model files: any bytes are a model that replicates its base year, or an error with a
/// message.

#include "domar/equilibrium/solver.hpp"
#include "domar/models/model_file.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), ".toml");
  const auto model = models::read_model(file);
  if (!model.ok()) {
    fuzz::expect_helpful(model.error());
    return 0;
  }
  (void)equilibrium::solve(model->network, equilibrium::base_parameters(model->network));
  return 0;
}
