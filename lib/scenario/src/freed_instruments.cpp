#include "freed_instruments.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/models/experiment_file.hpp"

namespace domar::scenario {

namespace {

constexpr double k_met = 1e-8;  ///< of a target: ten times what closures are solved to

std::string amount_text(const FreedInstrument& freed) {
  return fmt::format("{:+.6g} {}", 100.0 * freed.amount, freed.is_rate ? "points" : "%");
}

std::string with_unit(double value, const std::string& unit) {
  if (unit.rfind("ratio to base", 0) == 0) return fmt::format("{:.6g} of the base year", value);
  return fmt::format("{:.6g}{}{}", value, unit.empty() ? "" : " ", unit);
}

}  // namespace

FreedInstrument freed_instrument(const equilibrium::Swap& swap, double amount, double value,
                                 bool binds) {
  FreedInstrument freed{swap.name, swap.lever.name,  models::said_of(swap.lever, amount),
                        binds,     swap.result.name, swap.result.unit,
                        value,     swap.target,      models::moves_rates(swap.lever),
                        false};
  if (binds) return freed;
  const double room = k_met * std::max(1.0, std::abs(swap.target));
  const double missing = swap.target - value;
  freed.missed = swap.limit == 0 ? std::abs(missing) > room : swap.limit * missing > room;
  return freed;
}

std::string missed_text(const FreedInstrument& freed) {
  return fmt::format("not held: {} is {} (target {:.6g}); {} stands at its bound, {}", freed.result,
                     with_unit(freed.value, freed.unit), freed.target, freed.lever,
                     amount_text(freed));
}

std::string freed_text(const FreedInstrument& freed) {
  if (freed.missed) return missed_text(freed);
  if (!freed.binds) {
    return fmt::format("{}: stays at its bound, {}; {} is {}", freed.closure, amount_text(freed),
                       freed.result, with_unit(freed.value, freed.unit));
  }
  return fmt::format("{}: moves by {}; {} is {}", freed.closure, amount_text(freed), freed.result,
                     with_unit(freed.value, freed.unit));
}

}  // namespace domar::scenario
