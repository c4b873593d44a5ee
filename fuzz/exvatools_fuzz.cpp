/// @file Tables of exvatools: any files are an economy or an error.

#include "domar/readers/exvatools/exvatools.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::exvatools::Options options;
  options.merge_plants = size % 2 == 1;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::exvatools::read_exvatools(folder / "t_Z.csv", options));
  return 0;
}
