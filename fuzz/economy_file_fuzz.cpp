/// @file Economy files: any bytes are an economy or an error.
///
/// The bytes can get the checksum that the reader asks for, else nothing behind it would ever be
/// reached. Behind it stands the netCDF library, which is known to crash on some damaged files
/// (docs/decisions/0004-own-csv-reader-and-netcdf.md). So this is done only when DOMAR_FUZZ_NETCDF
/// is set, for inputs with an odd first byte; else the reader is tested as it stands before
/// strangers.

#include "domar/base/file.hpp"
#include "domar/readers/economy_file.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  if (size == 0) return 0;
  std::string bytes(fuzz::bytes_of(data + 1, size - 1));
  const bool behind_the_checksum = std::getenv("DOMAR_FUZZ_NETCDF") != nullptr && data[0] % 2 == 1;
  if (behind_the_checksum) bytes += "\ndomar-sha256 " + sha256(bytes);
  const auto economy = readers::read_economy(fuzz::file_with(bytes, ".nc"));
  if (!economy.ok()) fuzz::expect_helpful(economy.error());
  return 0;
}
