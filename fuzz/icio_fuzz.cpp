/// @file OECD ICIO: any bytes of a file are an economy or an error.

#include "domar/readers/oecd_icio/oecd_icio.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::oecd_icio::Options options;
  options.merge_plants = size % 2 == 1;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2018.csv");
  fuzz::expect_economy(readers::oecd_icio::read_icio(file, options));
  return 0;
}
