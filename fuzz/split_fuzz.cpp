/// @file Split files and the tables they name: any bytes are facts about new industries, or an
/// error. The first file of the input is the split file.

#include "domar/readers/economy_file.hpp"
#include "domar/scenario/split_file.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  static const accounts::Economy economy =
      readers::read_economy(std::filesystem::path(DOMAR_SOURCE_DIR) /
                            "economies/china-2018/china-2018.nc")
          .value();
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  const auto facts = scenario::read_split_file(folder / "split.toml", economy);
  if (!facts.ok()) {
    fuzz::expect_helpful(facts.error());
    (void)facts.error().message();
  }
  return 0;
}
