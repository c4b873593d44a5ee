#pragma once
/// @file MAT files of MATLAB and Octave (versions 4, 5 and 7.3): the numeric arrays in them.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// A real numeric array of any number of dimensions. The first subscript moves fastest, as in
/// MATLAB.
struct MatArray {
  std::vector<Index> shape;
  Vector values;
};

/// All real numeric arrays of a file by name; texts, structs, cells and complex numbers are left
/// out. Compressed files are read as they are.
///
/// @error not_found  there is no such file.
/// @error bad_input  not a MAT file, or damaged; `where` is the file and the array.
///
/// Source: libmatio (docs/decisions/0014-mat-files.md).
[[nodiscard]] Result<std::map<std::string, MatArray>> read_mat_file(
    const std::filesystem::path& path);

}  // namespace domar::readers
