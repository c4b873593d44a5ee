#pragma once
/// @file Unpacked: the text of an entry of a zip, large ones outside the memory.

#include <cstdint>

#include "domar/base/result.hpp"
#include "world/table_text.hpp"
#include "zip/archive.hpp"

namespace domar::readers::world {

/// An entry that is a text. From so many bytes on it is unpacked into a file of the folder for
/// temporary files (TMPDIR, else /tmp), which is mapped and has no name any more when this returns;
/// into memory if there is no room for that file.
/// @error  those of ZipArchive::stream.
Result<TableText> unpacked_text(const ZipArchive& zip, Index entry,
                                std::uint64_t on_disk_from = std::uint64_t{64} << 20);

}  // namespace domar::readers::world
