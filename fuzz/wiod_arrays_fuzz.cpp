/// @file Arrays of WIOD: any labels.json and numbers are an economy or an error.

#include "domar/readers/wiod/wiod.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::wiod::read_arrays(folder / "wiot13_2011.i32.gz"));
  fuzz::expect_economy(readers::wiod::read_arrays(folder / "wiot14_est_ZF.f32.gz"));
  return 0;
}
