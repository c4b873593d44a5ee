#include "world/unpacked.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "mapped_file.hpp"

namespace domar::readers::world {

namespace {

namespace fs = std::filesystem;

/// A new file of the folder for temporary files, removed with this.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "domar-unpacked-XXXXXX").string();
    if (error) return;
    file_ = mkstemp(name.data());
    if (file_ >= 0) path_ = name;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (file_ < 0) return;
    close(file_);
    std::error_code ignored;
    fs::remove(path_, ignored);
  }

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] bool has_room(std::uint64_t bytes) const {
    std::error_code error;
    if (file_ < 0) return false;
    const fs::space_info space = fs::space(path_, error);
    return !error && space.available > bytes;
  }
  /// False if not all could be written.
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_, bytes.data(), bytes.size());
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int file_ = -1;
  fs::path path_;
};

constexpr const char* k_no_room = "no room";

Result<std::shared_ptr<const MappedFile>> unpack_to_disk(const ZipArchive& zip, Index entry) {
  const Error no_room{ErrorCode::bad_input, k_no_room, "", "", ""};
  const TemporaryFile file;
  if (!file.has_room(zip.entries()[entry].bytes)) return no_room;
  const Status done = zip.stream(entry, [&](std::string_view piece) -> Status {
    if (file.write(piece)) return Done{};
    return no_room;
  });
  if (!done.ok()) return done.error();
  auto mapping = MappedFile::open(file.path());
  if (mapping == nullptr) return no_room;
  return mapping;
}

}  // namespace

Result<TableText> unpacked_text(const ZipArchive& zip, Index entry, std::uint64_t on_disk_from) {
  if (zip.entries()[entry].bytes >= on_disk_from) {
    auto mapping = unpack_to_disk(zip, entry);
    if (mapping.ok()) return TableText::mapped(std::move(mapping).value(), zip.shown(entry));
    if (mapping.error().what != k_no_room) return mapping.error();
  }
  Result<std::string> text = zip.read(entry);
  if (!text.ok()) return text.error();
  return TableText(std::move(text).value(), zip.shown(entry));
}

}  // namespace domar::readers::world
