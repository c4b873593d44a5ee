/// @file Tables of the Asian Development Bank: any bytes of a file are an economy or an error.

#include "domar/readers/wiod/wiod.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::wiod::Options options;
  options.database = readers::wiod::Database::adb;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), "_2024.csv");
  fuzz::expect_economy(readers::wiod::read_csv(file, options));
  return 0;
}
