/// @file Import: any bytes of one file are a table of a known format or an error.

#include "domar/readers/formats.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::ImportOptions options;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2018");
  const auto format = readers::detect_format(file);
  if (!format.ok()) return fuzz::expect_helpful(format.error()), 0;
  if (((*format)->takes & readers::k_row_gdp) != 0U) options.row_gdp = 1e9;
  if (((*format)->takes & readers::k_region) != 0U) options.region = "CHN";
  fuzz::expect_economy(readers::import_table(file, options));
  return 0;
}
