#pragma once
/// @file Ctrl-C: long work asks now and then whether the user wants to stop.

#include "domar/base/result.hpp"

namespace domar {

/// After this call SIGINT and SIGTERM set a flag; a second one ends the program at once.
void watch_for_interrupt();

/// True once the user has asked to stop.
[[nodiscard]] bool interrupt_requested();

/// Sets or clears the flag by hand (tests, embedding programs).
void set_interrupt_requested(bool requested);

/// The error to return when it is.
[[nodiscard]] Error interrupted_error();

}  // namespace domar
