/// @file WIOD national tables: any bytes of a file are an economy or an error.

#include "domar/readers/wiod/wiod.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::wiod::NationalOptions options;
  options.row_gdp = 1e6;
  options.year = 2014;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_FRA_NIOT_nov16.csv");
  fuzz::expect_economy(readers::wiod::read_national(file, options));
  return 0;
}
