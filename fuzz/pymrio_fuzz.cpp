/// @file Folders of pymrio: any files are an economy or an error.

#include "domar/readers/pymrio/pymrio.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::pymrio::Options options;
  options.repairs.close_income_gap = size % 2 == 1;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::pymrio::read_pymrio(folder, options));
  return 0;
}
