#pragma once
/// @file Home: where the built-in economies, scenarios and models are.

#include <filesystem>

namespace domar {

/// $DOMAR_HOME, else share/domar beside the program, else the checkout that holds the program.
[[nodiscard]] std::filesystem::path home_folder();

}  // namespace domar
