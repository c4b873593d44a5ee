/// @file Tables by description: any TOML file beside any table is an economy or an error.

#include "domar/readers/matrix/matrix.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::matrix::read_matrix(folder / "my.toml"));
  return 0;
}
