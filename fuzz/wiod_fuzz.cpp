/// @file WIOD: any bytes of a csv file are an economy or an error.

#include "domar/readers/wiod/wiod.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2011.csv");
  fuzz::expect_economy(readers::wiod::read_csv(file));
  return 0;
}
