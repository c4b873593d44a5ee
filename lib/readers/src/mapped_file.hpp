#pragma once
/// @file Mapped file: the bytes of a file without a copy.

#include <filesystem>
#include <memory>
#include <string_view>

namespace domar::readers {

/// A file mapped read-only.
class MappedFile {
 public:
  /// Null if the file is empty or cannot be mapped.
  static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);

  MappedFile() = default;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return {at_, size_}; }

 private:
  const char* at_ = nullptr;
  std::size_t size_ = 0;
};

/// Whole pages of a mapping that are not needed soon leave this process's memory. The system keeps
/// them, and reading again works.
void forget_pages(std::string_view bytes);

}  // namespace domar::readers
