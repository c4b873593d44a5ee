#include "domar/scenario/results.hpp"

namespace domar::scenario {

const ScenarioResult* Results::find(const std::string& name) const {
  for (const ScenarioResult& scenario : scenarios) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

double Results::billions(double money) const {
  if (economy.unit.rfind("million", 0) == 0) return money / 1e3;
  if (economy.unit.rfind("billion", 0) == 0) return money;
  return money / 1e9;
}

}  // namespace domar::scenario
