/// @file MAT files: any bytes are arrays whose shapes fit their numbers, or an error.

#include "domar/readers/mat_file.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), ".mat");
  const auto arrays = readers::read_mat_file(file);
  if (!arrays.ok()) {
    fuzz::expect_helpful(arrays.error());
    return 0;
  }
  for (const auto& [name, array] : *arrays) {
    Index cells = 1;
    for (const Index length : array.shape) cells *= length;
    fuzz::require(cells == array.values.size(), "an array has as many numbers as its shape says");
  }
  return 0;
}
