#pragma once
/// @file Where the checkout is: for tests that read its economies, scenarios or the data beside it.

#include <filesystem>
#include <string>

namespace domar::test {

/// The folder of the checkout that the tests were built from. A function and not a macro, so that
/// objects do not depend on the folder and a compiler cache serves every checkout.
[[nodiscard]] const std::filesystem::path& source_dir();

/// A file or folder of the data beside the checkout (or in $DOMAR_SHARED_DATA); an empty path if it
/// is not there: then the test says "skipped: needs ...".
[[nodiscard]] std::filesystem::path shared_data(const std::string& name);

}  // namespace domar::test
