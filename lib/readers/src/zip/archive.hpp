#pragma once
/// @file Zip archive: the entries of a zip, read with caps so that no archive fills the memory.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// More than this is refused: published archives stay far below, archives made to do harm do not.
struct ZipLimits {
  std::uint64_t entries = 50'000;
  std::uint64_t entry_bytes = std::uint64_t{8} << 30;  ///< inflated size of one entry
  std::uint64_t ratio = 400;  ///< inflated over packed size, where it matters:
  std::uint64_t ratio_from = std::uint64_t{32}
                             << 20;  ///< entries that inflate to less may be denser
};

struct ZipEntry {
  std::string name;  ///< path within the archive
  std::uint64_t bytes = 0;
  std::uint64_t packed_bytes = 0;
};

/// An open zip. Used by one thread at a time.
class ZipArchive {
 public:
  /// @error not_found  no such file. @error bad_input  no zip, damaged, or beyond the limits.
  static Result<ZipArchive> open(const std::filesystem::path& path, const ZipLimits& limits = {});

  /// The same of bytes in memory; `shown` is their name in messages.
  static Result<ZipArchive> open_bytes(std::string bytes, std::string shown,
                                       const ZipLimits& limits = {});

  /// Files, in the order of the archive; folders are left out.
  [[nodiscard]] const std::vector<ZipEntry>& entries() const { return entries_; }
  [[nodiscard]] std::optional<Index> find(std::string_view name) const;
  [[nodiscard]] const std::string& shown() const { return shown_; }
  /// "archive.zip/entry.csv", for messages.
  [[nodiscard]] std::string shown(Index entry) const { return shown_ + "/" + entries_[entry].name; }

  /// All of an entry.
  /// @error bad_input  encrypted, packed by a method that is not supported, damaged (its checksum
  ///                   is checked) or beyond the limits.
  [[nodiscard]] Result<std::string> read(Index entry) const;

  /// An entry piece by piece. `take` is given at most 256 KiB at a time; its error ends the
  /// reading.
  [[nodiscard]] Status stream(Index entry,
                              const std::function<Status(std::string_view)>& take) const;

 private:
  struct Handle;
  ZipArchive(std::shared_ptr<Handle> handle, std::string shown, const ZipLimits& limits)
      : handle_(std::move(handle)), shown_(std::move(shown)), limits_(limits) {}
  static Result<ZipArchive> list(std::shared_ptr<Handle> handle, std::string shown,
                                 const ZipLimits& limits);
  [[nodiscard]] Error fail(const std::string& what, const std::string& where,
                           const std::string& hint) const;
  [[nodiscard]] Status check_size(Index entry) const;

  std::shared_ptr<Handle> handle_;
  std::string shown_;
  ZipLimits limits_;
  std::vector<ZipEntry> entries_;
  std::vector<std::uint64_t> places_;  ///< number of each entry in the archive
};

/// The first bytes are those of a zip (and so of an xlsx).
[[nodiscard]] inline bool looks_like_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

}  // namespace domar::readers
