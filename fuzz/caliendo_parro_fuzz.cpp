/// @file Data of Caliendo and Parro: any files are an economy or an error.

#include "domar/readers/caliendo_parro/caliendo_parro.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::caliendo_parro::read_caliendo_parro(folder));
  return 0;
}
