#pragma once
/// @file Writes a zip.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "domar/base/result.hpp"

namespace domar::readers {

/// Name and bytes of each entry, deflated. The date of every entry is the same, so that the same
/// entries give the same bytes. @error bad_input  the file cannot be written.
Status write_zip(const std::filesystem::path& path,
                 const std::vector<std::pair<std::string, std::string>>& entries);

}  // namespace domar::readers
