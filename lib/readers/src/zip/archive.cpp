#include "zip/archive.hpp"

#include <zip.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace domar::readers {

/// The library's archive, and the bytes it reads where they are in memory.
struct ZipArchive::Handle {
  std::string bytes;
  zip_t* zip = nullptr;

  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (zip != nullptr) zip_discard(zip);
  }
};

namespace {

constexpr std::size_t k_piece = std::size_t{1} << 18;

Error no_zip(const std::string& shown, zip_error_t* error) {
  Error made{ErrorCode::bad_input,
             fmt::format("the zip cannot be read: {}", zip_error_strerror(error)), shown,
             "is the file cut off? fetch it again", ""};
  zip_error_fini(error);
  return made;
}

}  // namespace

Error ZipArchive::fail(const std::string& what, const std::string& where,
                       const std::string& hint) const {
  return {ErrorCode::bad_input, what, where, hint, ""};
}

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path, const ZipLimits& limits) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return Error{ErrorCode::not_found, "no such file", path.string(),
                 "check the spelling and the folder you are in", ""};
  }
  auto handle = std::make_shared<Handle>();
  int code = 0;
  handle->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (handle->zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    return no_zip(path.string(), &error);
  }
  return list(std::move(handle), path.string(), limits);
}

Result<ZipArchive> ZipArchive::open_bytes(std::string bytes, std::string shown,
                                          const ZipLimits& limits) {
  auto handle = std::make_shared<Handle>();
  handle->bytes = std::move(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(handle->bytes.data(), handle->bytes.size(), 0, &error);
  if (source == nullptr) return no_zip(shown, &error);
  handle->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (handle->zip == nullptr) {
    zip_source_free(source);
    return no_zip(shown, &error);
  }
  zip_error_fini(&error);
  return list(std::move(handle), std::move(shown), limits);
}

Result<ZipArchive> ZipArchive::list(std::shared_ptr<Handle> handle, std::string shown,
                                    const ZipLimits& limits) {
  ZipArchive archive(std::move(handle), std::move(shown), limits);
  zip_t* zip = archive.handle_->zip;
  const auto count =
      static_cast<zip_uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(zip, 0), 0));
  if (count > limits.entries) {
    return archive.fail(fmt::format("the zip has {} entries, more than {}", count, limits.entries),
                        archive.shown_, "unpack what you need of it");
  }
  for (zip_uint64_t k = 0; k < count; ++k) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(zip, k, 0, &stat) != 0) {
      return archive.fail(
          fmt::format("entry {} of the zip cannot be read: {}", k + 1, zip_strerror(zip)),
          archive.shown_, "is the file cut off? fetch it again");
    }
    const std::string name = (stat.valid & ZIP_STAT_NAME) != 0 ? stat.name : "";
    if (name.empty() || name.ends_with('/')) continue;
    archive.entries_.push_back({name, stat.size, stat.comp_size});
    archive.places_.push_back(k);
  }
  if (count > 0) return archive;
  return archive.fail("the zip is empty", archive.shown_, "is the file cut off? fetch it again");
}

std::optional<Index> ZipArchive::find(std::string_view name) const {
  for (Index k = 0; k < entries_.size(); ++k) {
    if (entries_[k].name == name) return k;
  }
  return std::nullopt;
}

Status ZipArchive::check_size(Index entry) const {
  const ZipEntry& it = entries_[entry];
  if (it.bytes > limits_.entry_bytes) {
    return fail(
        fmt::format("the entry inflates to {} bytes, more than {}", it.bytes, limits_.entry_bytes),
        shown(entry), "unpack it yourself if you trust it");
  }
  const std::uint64_t packed = std::max<std::uint64_t>(it.packed_bytes, 1);
  if (it.bytes > limits_.ratio_from && it.bytes / packed > limits_.ratio) {
    return fail(fmt::format("the entry inflates to {} times its size, more than {} times",
                            it.bytes / packed, limits_.ratio),
                shown(entry), "no table is that dense; unpack it yourself if you trust it");
  }
  return Done{};
}

Status ZipArchive::stream(Index entry, const std::function<Status(std::string_view)>& take) const {
  if (const Status fits = check_size(entry); !fits.ok()) return fits;
  zip_file_t* file = zip_fopen_index(handle_->zip, places_[entry], 0);
  if (file == nullptr) {
    return fail(fmt::format("the entry cannot be unpacked: {}", zip_strerror(handle_->zip)),
                shown(entry), "unpack it with another program first");
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> closed_later(file, zip_fclose);
  std::string piece(k_piece, '\0');
  std::uint64_t total = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(file, piece.data(), piece.size());
    if (got < 0) {
      return fail(
          fmt::format("the entry is damaged: {}", zip_error_strerror(zip_file_get_error(file))),
          shown(entry), "fetch the file again");
    }
    if (got == 0) break;
    total += static_cast<std::uint64_t>(got);
    if (total > entries_[entry].bytes) break;  // says less than it holds
    const Status taken = take(std::string_view(piece.data(), static_cast<std::size_t>(got)));
    if (!taken.ok()) return taken;
  }
  if (total == entries_[entry].bytes) return Done{};
  return fail(fmt::format("the entry holds another number of bytes than the zip says, {}",
                          entries_[entry].bytes),
              shown(entry), "fetch the file again");
}

Result<std::string> ZipArchive::read(Index entry) const {
  if (const Status fits = check_size(entry); !fits.ok()) return fits.error();
  std::string bytes;
  // The size is only what the archive says, so large ones are believed piece by piece.
  bytes.reserve(std::min<std::uint64_t>(entries_[entry].bytes, 64 * k_piece));
  const Status done = stream(entry, [&](std::string_view piece) -> Status {
    bytes += piece;
    return Done{};
  });
  if (!done.ok()) return done.error();
  return bytes;
}

}  // namespace domar::readers
