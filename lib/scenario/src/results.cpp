#include "domar/scenario/results.hpp"

namespace domar::scenario {

const ScenarioResult* Results::find(const std::string& name) const {
  for (const ScenarioResult& scenario : scenarios) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

double Results::billions(double money) const { return money / economy.per_billion(); }

const OfficialPoint* Results::sei_target() const {
  const OfficialPoint* last = nullptr;
  for (const OfficialPoint& point : official_sei) {
    if (point.kind == "target") last = &point;
  }
  return last;
}

}  // namespace domar::scenario
