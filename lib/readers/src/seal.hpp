#pragma once
/// @file Seal: the checksum at the end of an economy file.

#include <filesystem>

#include "domar/base/result.hpp"

namespace domar::readers {

/// Last bytes of every economy file: a mark and the checksum of all before it. HDF5 ignores what
/// follows its data, but crashes on some damaged data, so damage has to be found before it looks.
///
/// "\ndomar-sha256 " and the SHA-256 of the bytes; from 64 MiB on "\ndomar-gmac-pieces " and the
/// SHA-256 of the fast checksums (fast_checksum.hpp) of pieces of 4 MiB, which are computed on all
/// threads. Files of an earlier version with "\ndomar-sha256-pieces ", the SHA-256 of the SHA-256
/// texts of the pieces, are still read.
/// @error bad_input  the file cannot be written.
Status append_seal(const std::filesystem::path& path);

/// @error not_found  no such file.
/// @error bad_input  the seal is missing or wrong.
Status check_seal(const std::filesystem::path& path);

}  // namespace domar::readers
