#include "domar/equilibrium/levers.hpp"

#include <cmath>

namespace domar::equilibrium {

namespace {

using Kind = Lever::Kind;

/// ln power that levers put on an edge on top of its added rates.
double log_power_on(const std::vector<Lever>& levers, const Vector& amounts, Index edge) {
  double sum = 0.0;
  for (Index i = 0; i < levers.size(); ++i) {
    for (const auto& part : levers[i].parts) {
      if (part.kind == Kind::tax_power && part.at == edge) sum += part.weight * amounts[i];
    }
  }
  return sum;
}

bool any_power(const std::vector<Lever>& levers) {
  for (const Lever& lever : levers) {
    for (const auto& part : lever.parts) {
      if (part.kind == Kind::tax_power) return true;
    }
  }
  return false;
}

/// Calls visit(field of slopes, index, slope) for every part of a lever.
template <class Visit>
void visit_parts(const Parameters& at, const std::vector<Lever>& levers, const Vector& amounts,
                 Index lever, Visit visit) {
  const bool powers = any_power(levers);
  for (const auto& part : levers[lever].parts) {
    switch (part.kind) {
      case Kind::productivity:
      case Kind::scale:
        visit(&ParameterSlopes::log_productivity, part.at, part.weight);
        break;
      case Kind::tax_rate:
        visit(&ParameterSlopes::tax, part.at,
              part.weight * (powers ? std::exp(log_power_on(levers, amounts, part.at)) : 1.0));
        break;
      case Kind::tax_power:
        visit(&ParameterSlopes::tax, part.at, part.weight * (1.0 + at.tax[part.at]));
        break;
      case Kind::iceberg:
        visit(&ParameterSlopes::log_iceberg, part.at, part.weight);
        break;
      case Kind::taste:
        visit(&ParameterSlopes::log_taste, part.at, part.weight);
        break;
      case Kind::endowment:
        visit(&ParameterSlopes::log_endowment, part.at, part.weight);
        break;
      case Kind::transfer:
        visit(&ParameterSlopes::transfer_share, part.at, part.weight);
        break;
    }
  }
}

}  // namespace

Parameters moved(const Parameters& from, const std::vector<Lever>& levers, const Vector& amounts) {
  Parameters to = from;
  for (Index i = 0; i < levers.size(); ++i) {
    if (amounts[i] == 0.0) continue;  // to the last bit where nothing moves
    for (const auto& part : levers[i].parts) {
      const double change = part.weight * amounts[i];
      switch (part.kind) {
        case Kind::productivity:
        case Kind::scale:
          to.log_productivity[part.at] += change;
          break;
        case Kind::tax_rate:
          to.tax[part.at] += change;
          break;
        case Kind::tax_power:
          break;  // below, on top of all added rates
        case Kind::iceberg:
          to.log_iceberg[part.at] += change;
          break;
        case Kind::taste:
          to.log_taste[part.at] += change;
          break;
        case Kind::endowment:
          to.log_endowment[part.at] += change;
          break;
        case Kind::transfer:
          to.transfer_share[part.at] += change;
          break;
      }
    }
  }
  for (Index i = 0; i < levers.size(); ++i) {
    if (amounts[i] == 0.0) continue;
    for (const auto& part : levers[i].parts) {
      if (part.kind != Kind::tax_power) continue;
      to.tax[part.at] = (1.0 + to.tax[part.at]) * std::exp(part.weight * amounts[i]) - 1.0;
    }
  }
  return to;
}

ParameterSlopes direction_of(const network::Network& network, const Parameters& at,
                             const std::vector<Lever>& levers, const Vector& amounts, Index lever) {
  ParameterSlopes direction = zero_slopes(network);
  visit_parts(at, levers, amounts, lever,
              [&](Vector ParameterSlopes::*field, Index index, double slope) {
                (direction.*field)[index] += slope;
              });
  return direction;
}

double slope_of(const ParameterSlopes& gradient, const Parameters& at,
                const std::vector<Lever>& levers, const Vector& amounts, Index lever) {
  double sum = 0.0;
  visit_parts(at, levers, amounts, lever,
              [&](Vector ParameterSlopes::*field, Index index, double slope) {
                sum += (gradient.*field)[index] * slope;
              });
  return sum;
}

}  // namespace domar::equilibrium
