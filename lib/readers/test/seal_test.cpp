#include "seal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "domar/base/file.hpp"
#include "fast_checksum.hpp"
#include "temp_folder.hpp"

namespace domar::readers {
namespace {

constexpr std::size_t k_piece = std::size_t{4} << 20;
constexpr std::size_t k_large = std::size_t{64} << 20;
constexpr std::size_t k_size = k_large + k_piece + 12345;

std::string hexadecimal(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    for (const int shift : {4, 0}) {
      text += "0123456789abcdef"[(static_cast<unsigned char>(byte) >> shift) & 15];
    }
  }
  return text;
}

void append(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

/// A large file, mostly zeros, whose pieces differ.
std::string large_content() {
  std::string content(k_size, '\0');
  for (std::size_t at = 0; at < k_size; at += k_piece) {
    content[at] = static_cast<char>(1 + at / k_piece);
  }
  return content;
}

void put(const std::filesystem::path& path, std::size_t at, const std::string& bytes) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(at));
  file << bytes;
}

// Computed by two other programs: Python's cryptography (AESGCM, the text as associated data) and
// the command `openssl mac -cipher AES-128-GCM ... GMAC`.
TEST(FastChecksum, IsGmac) {
  EXPECT_EQ(hexadecimal(fast_checksum("").value()), "557dda72122421da0133637c2564eff7");
  EXPECT_EQ(hexadecimal(fast_checksum("domar").value()), "e0ea3f92f9a34886e2331fad7e721d2d");
}

TEST(Seal, SmallFilesCarryTheirSha256) {
  const TempFolder folder;
  const auto path = folder.write("small", "content");
  ASSERT_TRUE(append_seal(path).ok());
  EXPECT_EQ(read_file(path).value(), "content\ndomar-sha256 " + sha256("content"));
  EXPECT_TRUE(check_seal(path).ok());
}

TEST(Seal, LargeFilesAreSealedByPieces) {
  const TempFolder folder;
  const std::string content = large_content();
  const auto path = folder.write("large", content);
  ASSERT_TRUE(append_seal(path).ok());
  ASSERT_TRUE(check_seal(path).ok());
  std::string sums;
  for (std::size_t at = 0; at < k_size; at += k_piece) {
    sums += fast_checksum(std::string_view(content).substr(at, k_piece)).value();
  }
  EXPECT_EQ(read_file(path).value().substr(k_size), "\ndomar-gmac-pieces " + sha256(sums));
}

TEST(Seal, AnyDamageToALargeFileIsFound) {
  const TempFolder folder;
  const auto path = folder.write("large", large_content());
  ASSERT_TRUE(append_seal(path).ok());
  const auto refused = [&](std::size_t at, const std::string& bad, const std::string& good) {
    put(path, at, bad);
    const Status damaged = check_seal(path);
    EXPECT_FALSE(damaged.ok()) << at;
    if (!damaged.ok()) {
      EXPECT_EQ(damaged.error().code, ErrorCode::bad_input) << at;
    }
    put(path, at, good);
  };
  const std::string zero(1, '\0');
  for (const std::size_t at : {std::size_t{7}, k_piece - 1, k_large - 1, k_size - 1}) {
    refused(at, "\1", zero);
  }
  refused(0, "\2", "\1");
  refused(k_size, " ", "\n");  // the mark itself
  put(path, 0, "\2");          // two pieces change places
  refused(k_piece, "\1", "\2");
  put(path, 0, "\1");
  ASSERT_TRUE(check_seal(path).ok());
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  EXPECT_FALSE(check_seal(path).ok());
}

TEST(Seal, LargeFilesOfTheEarlierVersionAreStillRead) {
  const TempFolder folder;
  const std::string content = large_content();
  const auto path = folder.write("large", content);
  std::string digests;
  for (std::size_t at = 0; at < k_size; at += k_piece) {
    digests += sha256(std::string_view(content).substr(at, k_piece));
  }
  append(path, "\ndomar-sha256-pieces " + sha256(digests));
  EXPECT_TRUE(check_seal(path).ok());
  put(path, k_large, "\1\1");
  EXPECT_FALSE(check_seal(path).ok());
}

}  // namespace
}  // namespace domar::readers
