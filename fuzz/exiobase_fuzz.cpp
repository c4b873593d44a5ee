/// @file Folders of EXIOBASE: any files are an economy or an error.

#include "domar/readers/exiobase/exiobase.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::exiobase::read_exiobase(folder));
  return 0;
}
