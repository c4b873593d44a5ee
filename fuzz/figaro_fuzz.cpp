/// @file FIGARO: any bytes of a matrix or flat file are an economy or an error.

#include "domar/readers/figaro/figaro.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2021.csv");
  fuzz::expect_economy(readers::figaro::read_figaro(file));
  return 0;
}
