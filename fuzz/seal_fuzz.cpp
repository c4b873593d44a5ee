/// @file Seals: what was sealed passes, and no changed byte does.
///
/// The pieces of large files are sealed by hand here, so that a small input reaches them.

#include "seal.hpp"

#include "domar/base/file.hpp"
#include "fast_checksum.hpp"
#include "fuzz.hpp"

namespace {

using namespace domar;

bool passes(std::string_view bytes) {
  const Status seal = readers::check_seal(fuzz::file_with(bytes, ".nc"));
  if (!seal.ok()) fuzz::expect_helpful(seal.error());
  return seal.ok();
}

/// As they stand: read_file() would inflate what looks like gzip.
std::string bytes_in(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `sealed` passes; with one byte changed it does not.
void expect_sealed(std::string sealed, std::uint8_t place, std::uint8_t change) {
  fuzz::require(passes(sealed), "what is sealed passes");
  char& byte = sealed[sealed.size() * place / 256];
  if (change == 0) return;
  byte = static_cast<char>(static_cast<std::uint8_t>(byte) ^ change);
  fuzz::require(!passes(sealed), "a changed byte is seen");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string content(fuzz::bytes_of(data + 2, size - 2));
  (void)passes(content);
  const auto pieces = readers::fast_checksum(content);
  fuzz::require(pieces.has_value(), "OpenSSL offers GMAC");
  expect_sealed(content + "\ndomar-gmac-pieces " + sha256(*pieces), data[0], data[1]);
  expect_sealed(content + "\ndomar-sha256-pieces " + sha256(sha256(content)), data[0], data[1]);
  const auto file = fuzz::file_with(content, ".nc");
  fuzz::require(readers::append_seal(file).ok(), "a file can be sealed");
  expect_sealed(bytes_in(file), data[0], data[1]);
  return 0;
}
