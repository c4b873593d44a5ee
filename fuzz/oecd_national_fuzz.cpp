/// @file OECD national tables: any bytes of a file are an economy or an error.

#include "domar/readers/oecd_icio/oecd_icio.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::oecd_icio::NationalOptions options;
  options.row_gdp = 1e6;
  options.country = "CHN";
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), ".csv");
  fuzz::expect_economy(readers::oecd_icio::read_national(file, options));
  return 0;
}
