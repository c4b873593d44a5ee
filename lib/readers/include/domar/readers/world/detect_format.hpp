#pragma once
/// @file Which of the readable formats a file or folder is.

#include <filesystem>

#include "domar/base/result.hpp"

namespace domar::readers::world {

enum class Format { pymrio, icio, oecd_national, wiod_csv, wiod_arrays, nbs, economy };

/// "pymrio", "icio", "oecd-national", "wiod-csv", "wiod-arrays", "nbs", "economy".
[[nodiscard]] const char* name_of(Format format);

/// Looks at the folder's files or at the first bytes of the file, and at names only for arrays.
/// @error not_found  no such file or folder.
/// @error bad_input  none of the formats; workbooks and zips are named, with advice.
Result<Format> detect_format(const std::filesystem::path& path);

}  // namespace domar::readers::world
