#include "seal.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/file.hpp"
#include "mapped_file.hpp"

namespace domar::readers {

namespace {

constexpr std::string_view k_mark = "\ndomar-sha256 ";
constexpr std::string_view k_mark_of_pieces = "\ndomar-sha256-pieces ";
constexpr Index k_digest_length = 64;
constexpr Index k_large = Index{64} << 20;
constexpr Index k_piece = Index{4} << 20;

std::string digest_of_pieces(std::string_view bytes) {
  const Index count = (bytes.size() + k_piece - 1) / k_piece;
  std::vector<std::string> digests(count);
  tbb::parallel_for(Index{0}, count, [&](Index k) {
    const std::string_view piece = bytes.substr(k * k_piece, k_piece);
    digests[k] = sha256(piece);
    forget_pages(piece);
  });
  std::string all;
  for (const std::string& digest : digests) all += digest;
  return sha256(all);
}

/// The seal of data of this size: mark and checksum.
std::string seal_of(std::string_view bytes) {
  if (bytes.size() < k_large) return std::string(k_mark) + sha256(bytes);
  return std::string(k_mark_of_pieces) + digest_of_pieces(bytes);
}

}  // namespace

Status append_seal(const std::filesystem::path& path) {
  const auto file = MappedFile::open(path);
  const Error unwritten{ErrorCode::bad_input, "cannot write", path.string(), "is there space left?",
                        ""};
  if (file == nullptr) return unwritten;
  const std::string seal = seal_of(file->bytes());
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out << seal;
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
  for (const std::string_view mark : {k_mark, k_mark_of_pieces}) {
    const Index length = mark.size() + k_digest_length;
    const Index data = bytes.size() - std::min<Index>(bytes.size(), length);
    if (!bytes.substr(data).starts_with(mark)) continue;
    if (bytes.substr(data) == seal_of(bytes.substr(0, data))) return Done{};
    return Error{ErrorCode::bad_input,
                 "the file is damaged: its checksum is not that of its content", path.string(),
                 "make the file again with domar", ""};
  }
  return Error{ErrorCode::bad_input,
               "not an economy file, cut short, or changed by another program", path.string(),
               "write it with domar; other programs may read it, not change it", ""};
}

}  // namespace domar::readers
