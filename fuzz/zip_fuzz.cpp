/// @file Zips: any bytes are an archive whose entries can be read, or an error.

#include "readers.hpp"
#include "zip/archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::ZipLimits limits;
  limits.entry_bytes = std::uint64_t{1} << 24;
  const auto zip =
      readers::ZipArchive::open_bytes(std::string(fuzz::bytes_of(data, size)), "fuzz.zip", limits);
  if (!zip.ok()) {
    fuzz::expect_helpful(zip.error());
    return 0;
  }
  for (Index k = 0; k < zip->entries().size(); ++k) {
    const auto bytes = zip->read(k);
    if (!bytes.ok()) fuzz::expect_helpful(bytes.error());
    if (bytes.ok()) {
      fuzz::require(bytes->size() == zip->entries()[k].bytes, "an entry has the size it states");
    }
  }
  return 0;
}
