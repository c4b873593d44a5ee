/// @file Import: any bytes of one file are a table of a known format or an error.

#include "domar/readers/formats.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::ImportOptions options;
  options.row_gdp = 1e9;
  options.region = "CHN";
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2018");
  fuzz::expect_economy(readers::import_table(file, options));
  return 0;
}
