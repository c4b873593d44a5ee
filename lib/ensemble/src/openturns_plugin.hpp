#pragma once
/// @file Loads the plug-in with OpenTURNS when it is first needed.

#include "domar/base/result.hpp"
#include "openturns.h"

namespace domar::ensemble {

/// Functions of the plug-in.
struct OpenTurns {
  decltype(&domar_openturns_sobol) sobol = nullptr;
  decltype(&domar_openturns_latin_hypercube) latin_hypercube = nullptr;
  decltype(&domar_openturns_sobol_indices) sobol_indices = nullptr;
};

/// Loaded once, by the first caller; safe to call from threads.
/// @error not_found  the plug-in or a library it needs is missing; the hint says what to install.
[[nodiscard]] Result<OpenTurns> openturns();

}  // namespace domar::ensemble
