/// @file Folders of Eora26: any files are an economy or an error.

#include "domar/readers/eora26/eora26.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::eora26::Options options;
  options.repairs.close_income_gap = size % 2 == 1;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::eora26::read_eora26(folder, options));
  return 0;
}
