#pragma once
/// @file What closures did, told: the instruments they moved, and targets that bounds kept out of
/// reach.

#include <string>

#include "domar/equilibrium/closures.hpp"
#include "domar/scenario/solve_model.hpp"

namespace domar::scenario {

/// A closure after its change was solved.
/// @param amount  of its lever, as the solver has it
/// @param value   of its result
/// @param binds   false: the lever stands at a bound
[[nodiscard]] FreedInstrument freed_instrument(const equilibrium::Swap& swap, double amount,
                                               double value, bool binds);

/// "not held: imports of 094 is 0.826 of the base year (target 0.5); tariff of 094 stands at its
/// bound, +5 points"
[[nodiscard]] std::string missed_text(const FreedInstrument& freed);

/// One line for people: what moved by how much and what it holds, or that it was missed.
[[nodiscard]] std::string freed_text(const FreedInstrument& freed);

}  // namespace domar::scenario
