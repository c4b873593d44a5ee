/// @file Tables of China: any bytes of a csv file are an economy or an error.

#include "domar/readers/nbs/nbs.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::nbs::Options options;
  options.row_gdp = 1e9;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2018.csv");
  fuzz::expect_economy(readers::nbs::read_table(file, options));
  return 0;
}
