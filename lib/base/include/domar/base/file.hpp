#pragma once
/// @file Files: read whole (gzip too), write atomically, hash.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "domar/base/result.hpp"

namespace domar {

/// The whole file; a gzip file is inflated (known by its first two bytes, not by its name).
/// @error not_found  no such file. @error bad_input  it cannot be read, or the gzip is damaged.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// Writes all or nothing: temporary file in the same folder, fsync, rename. A process killed
/// halfway leaves the old file or none.
/// @error bad_input  the folder cannot be made or written.
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::string_view content);

/// The same for a library that insists on writing the file itself: `write` gets the temporary path.
[[nodiscard]] Status write_file_with(
    const std::filesystem::path& path,
    const std::function<Status(const std::filesystem::path& temporary)>& write);

/// SHA-256 of the bytes as 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace domar
