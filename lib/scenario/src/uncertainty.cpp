#include "domar/scenario/uncertainty.hpp"

#include <algorithm>
#include <cmath>

namespace domar::scenario {

Index Uncertainty::failures() const {
  return static_cast<Index>(std::count(failed.begin(), failed.end(), true));
}

Index Uncertainty::variable(const std::string& name) const {
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const DrawnVariable& v) { return v.name == name; });
  return static_cast<Index>(found - variables.begin());
}

Vector Uncertainty::by_draw(Index scenario, Index variable, Index year) const {
  const Index width = scenarios.size() * variables.size() * years.size();
  const Index at = (scenario * variables.size() + variable) * years.size() + year;
  Vector result(draws());
  for (Index k = 0; k < draws(); ++k) result[k] = values[k * width + at];
  return result;
}

Vector Uncertainty::sorted(Index scenario, Index variable, Index year) const {
  const Vector all = by_draw(scenario, variable, year);
  Vector result;
  for (Index k = 0; k < all.size(); ++k) {
    if (!failed[k]) result.push_back(all[k]);
  }
  std::sort(result.begin(), result.end());
  return result;
}

Vector Uncertainty::gdp_effects(Index scenario, Index year) const {
  const Index gdp = variable("real_gdp");
  const Vector with = by_draw(scenario, gdp, year);
  const Vector without = by_draw(0, gdp, year);
  Vector effects;
  for (Index k = 0; k < with.size(); ++k) {
    if (!failed[k]) effects.push_back(std::log(with[k] / without[k]));
  }
  std::sort(effects.begin(), effects.end());
  return effects;
}

std::vector<Index> Uncertainty::by_influence(const Indices& indices) {
  std::vector<Index> order;
  for (Index i = 0; i < indices.total.size(); ++i) {
    if (indices.total[i] > 0.0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return indices.total[a] > indices.total[b]; });
  return order;
}

std::vector<Index> Uncertainty::by_influence() const {
  if (!target || !target->indices) return {};
  return by_influence(*target->indices);
}

}  // namespace domar::scenario
