#include "seal.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/file.hpp"
#include "fast_checksum.hpp"
#include "mapped_file.hpp"

namespace domar::readers {

namespace {

constexpr Index k_digest_length = 64;
constexpr Index k_large = Index{64} << 20;
constexpr Index k_piece = Index{4} << 20;

/// Checksums of the pieces on all threads, then the SHA-256 of them all; nothing if one fails.
template <class Checksum>
std::optional<std::string> digest_of_pieces(std::string_view bytes, Checksum checksum) {
  const Index count = (bytes.size() + k_piece - 1) / k_piece;
  std::vector<std::optional<std::string>> sums(count);
  tbb::parallel_for(Index{0}, count, [&](Index k) {
    const std::string_view piece = bytes.substr(k * k_piece, k_piece);
    sums[k] = checksum(piece);
    forget_pages(piece);
  });
  std::string all;
  for (const auto& sum : sums) {
    if (!sum) return std::nullopt;
    all += *sum;
  }
  return sha256(all);
}

std::optional<std::string> whole(std::string_view bytes) { return sha256(bytes); }

std::optional<std::string> fast_pieces(std::string_view bytes) {
  return digest_of_pieces(bytes, fast_checksum);
}

std::optional<std::string> slow_pieces(std::string_view bytes) {
  return digest_of_pieces(bytes, sha256);
}

/// A mark and the checksum it announces.
struct Kind {
  std::string_view mark;
  std::optional<std::string> (*digest)(std::string_view bytes);
};

constexpr Kind k_small_file{"\ndomar-sha256 ", whole};
constexpr Kind k_large_file{"\ndomar-gmac-pieces ", fast_pieces};
constexpr Kind k_old_large_file{"\ndomar-sha256-pieces ", slow_pieces};  // read, not written

Error no_fast_checksum(const std::filesystem::path& path) {
  return {ErrorCode::bad_input, "the checksum of a large file needs GMAC, which OpenSSL refuses",
          path.string(), "let OpenSSL use its default provider (openssl.cnf)", ""};
}

}  // namespace

Status append_seal(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  const Error unwritten{ErrorCode::bad_input, "cannot write", path.string(), "is there space left?",
                        ""};
  if (file == nullptr) return unwritten;
  const Kind& kind = file->bytes().size() < k_large ? k_small_file : k_large_file;
  const auto digest = kind.digest(file->bytes());
  if (!digest) return no_fast_checksum(path);
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out << kind.mark << *digest;
  out.flush();
  if (out) return Done{};
  return unwritten;
}

Status check_seal(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  if (file == nullptr) {
    const Result<std::string> small = read_file(path);  // says why
    if (!small.ok()) return small.error();
  }
  const std::string_view bytes = file == nullptr ? std::string_view() : file->bytes();
  for (const Kind& kind : {k_small_file, k_large_file, k_old_large_file}) {
    const Index length = kind.mark.size() + k_digest_length;
    const Index data = bytes.size() - std::min<Index>(bytes.size(), length);
    if (!bytes.substr(data).starts_with(kind.mark)) continue;
    const auto digest = kind.digest(bytes.substr(0, data));
    if (!digest) return no_fast_checksum(path);
    if (bytes.substr(data + kind.mark.size()) == *digest) return Done{};
    return Error{ErrorCode::bad_input,
                 "the file is damaged: its checksum is not that of its content", path.string(),
                 "make the file again with domar", ""};
  }
  return Error{ErrorCode::bad_input,
               "not an economy file, cut short, or changed by another program", path.string(),
               "write it with domar; other programs may read it, not change it", ""};
}

}  // namespace domar::readers
