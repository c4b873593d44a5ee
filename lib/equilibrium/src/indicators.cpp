#include "domar/equilibrium/indicators.hpp"

#include <cmath>

namespace domar::equilibrium {

using network::Network;

namespace {

using Term = Indicator::Term;
using LogTerm = Indicator::LogTerm;

/// Reads terms off one solution, and books their slopes.
class Point {
 public:
  Point(const Network& network, const Parameters& parameters, const Solution& solution)
      : network_(network), parameters_(parameters), solution_(solution) {}

  [[nodiscard]] double amount(const Term& term) const {
    using Of = Term::Of;
    switch (term.of) {
      case Of::value:
        return term.weight * solution_.value[term.at];
      case Of::paid:
        return term.weight * solution_.paid(network_, term.at);
      case Of::received:
        return term.weight * solution_.paid(network_, term.at) / power(term.at);
      case Of::taxed:
        return term.weight * solution_.paid(network_, term.at) * parameters_.tax[term.at] /
               power(term.at);
      case Of::income:
        return term.weight * solution_.income[term.at];
      case Of::transfer:
        return term.weight * parameters_.transfer_share[term.at] *
               solution_.income[network_.transfers()[term.at].from];
      case Of::price:
        return term.weight * std::exp(solution_.log_price[term.at]);
      case Of::one:
        return term.weight;
    }
    return 0.0;
  }

  [[nodiscard]] double amount(const std::vector<Term>& terms) const {
    if (terms.empty()) return 1.0;
    double sum = 0.0;
    for (const Term& term : terms) sum += amount(term);
    return sum;
  }

  [[nodiscard]] double log_amount(const LogTerm& term) const {
    using Of = LogTerm::Of;
    switch (term.of) {
      case Of::price:
        return term.weight * solution_.log_price[term.at];
      case Of::endowment:
        return term.weight * parameters_.log_endowment[term.at];
      case Of::productivity:
        return term.weight * parameters_.log_productivity[term.at];
      case Of::iceberg:
        return term.weight * parameters_.log_iceberg[term.at];
      case Of::tax_power:
        return term.weight *
               (std::log1p(parameters_.tax[term.at]) - std::log1p(network_.edge(term.at).tax_0));
    }
    return 0.0;
  }

  /// Adds `factor` times the slopes of a term.
  void book(const Term& term, double factor, IndicatorSlopes& slopes) const {
    using Of = Term::Of;
    const double f = factor * term.weight;
    const auto by = [&slopes](Vector Change::*field, Index at, double slope) {
      slopes.solution.push_back({field, at, slope});
    };
    switch (term.of) {
      case Of::value:
        by(&Change::value, term.at, f);
        break;
      case Of::paid:
        by(&Change::paid, term.at, f);
        break;
      case Of::received:
        by(&Change::paid, term.at, f / power(term.at));
        slopes.parameters.push_back(
            {&ParameterSlopes::tax, term.at,
             -(f * solution_.paid(network_, term.at) / (power(term.at) * power(term.at)))});
        break;
      case Of::taxed:
        by(&Change::paid, term.at, f * parameters_.tax[term.at] / power(term.at));
        slopes.parameters.push_back(
            {&ParameterSlopes::tax, term.at,
             f * solution_.paid(network_, term.at) / (power(term.at) * power(term.at))});
        break;
      case Of::income:
        by(&Change::income, term.at, f);
        break;
      case Of::transfer: {
        const Index from = network_.transfers()[term.at].from;
        by(&Change::income, from, f * parameters_.transfer_share[term.at]);
        slopes.parameters.push_back(
            {&ParameterSlopes::transfer_share, term.at, f * solution_.income[from]});
        break;
      }
      case Of::price:
        by(&Change::log_price, term.at, f * std::exp(solution_.log_price[term.at]));
        break;
      case Of::one:
        break;
    }
  }

  void book(const LogTerm& term, double factor, IndicatorSlopes& slopes) const {
    using Of = LogTerm::Of;
    const double f = factor * term.weight;
    switch (term.of) {
      case Of::price:
        slopes.solution.push_back({&Change::log_price, term.at, f});
        break;
      case Of::endowment:
        slopes.parameters.push_back({&ParameterSlopes::log_endowment, term.at, f});
        break;
      case Of::productivity:
        slopes.parameters.push_back({&ParameterSlopes::log_productivity, term.at, f});
        break;
      case Of::iceberg:
        slopes.parameters.push_back({&ParameterSlopes::log_iceberg, term.at, f});
        break;
      case Of::tax_power:
        slopes.parameters.push_back({&ParameterSlopes::tax, term.at, f / power(term.at)});
        break;
    }
  }

 private:
  [[nodiscard]] double power(Index edge) const { return 1.0 + parameters_.tax[edge]; }

  const Network& network_;
  const Parameters& parameters_;
  const Solution& solution_;
};

struct Parts {
  double over = 1.0;
  double under = 1.0;
  double logs = 0.0;  ///< of everything that multiplies
  [[nodiscard]] double product() const { return over / under * std::exp(logs); }
};

Parts parts_of(const Indicator& indicator, const Point& point) {
  Parts parts{point.amount(indicator.over), point.amount(indicator.under), 0.0};
  for (const LogTerm& term : indicator.times) parts.logs += point.log_amount(term);
  for (const auto& part : indicator.deflated) {
    const double share = point.amount(part.component) / parts.over;
    parts.logs -= 0.5 * (part.share_0 + share) * point.log_amount(part.price);
  }
  return parts;
}

}  // namespace

double Indicator::value(const Network& network, const Parameters& parameters,
                        const Solution& solution) const {
  const Parts parts = parts_of(*this, Point(network, parameters, solution));
  if (!log) return parts.product();
  return std::log(parts.over / parts.under) + parts.logs;
}

IndicatorSlopes slopes_of(const Indicator& indicator, const Network& network,
                          const Parameters& parameters, const Solution& solution) {
  const Point point(network, parameters, solution);
  const Parts parts = parts_of(indicator, point);
  IndicatorSlopes slopes;
  // The slope in ln of each factor, and in the sums that may pass through zero.
  const double scale = indicator.log ? 1.0 : parts.product();
  const double by_over = indicator.log ? 1.0 / parts.over : std::exp(parts.logs) / parts.under;
  double share_of_over = 0.0;  // the index weighs by shares of `over`
  for (const auto& part : indicator.deflated) {
    const double log_price = point.log_amount(part.price);
    const double component = point.amount(part.component);
    point.book(part.price, -0.5 * (part.share_0 + component / parts.over) * scale, slopes);
    point.book(part.component, -0.5 * log_price / parts.over * scale, slopes);
    share_of_over += 0.5 * log_price * component / (parts.over * parts.over) * scale;
  }
  for (const Term& term : indicator.over) point.book(term, by_over + share_of_over, slopes);
  for (const Term& term : indicator.under) point.book(term, -scale / parts.under, slopes);
  for (const LogTerm& term : indicator.times) point.book(term, scale, slopes);
  return slopes;
}

namespace {

/// Adds the slopes to the numbers they belong to.
template <class Numbers>
void add_parts(const std::vector<IndicatorSlopes::Part<Numbers>>& parts, Numbers& to) {
  for (const auto& part : parts) (to.*part.field)[part.at] += part.slope;
}

template <class Numbers>
double dot(const std::vector<IndicatorSlopes::Part<Numbers>>& parts, const Numbers& with) {
  double sum = 0.0;
  for (const auto& part : parts) sum += part.slope * (with.*part.field)[part.at];
  return sum;
}

}  // namespace

ParameterSlopes gradient_of(const Indicator& indicator, const Network& network,
                            const Parameters& parameters, const Solution& solution,
                            const Derivatives& derivatives) {
  const IndicatorSlopes slopes = slopes_of(indicator, network, parameters, solution);
  Change weights = Change::zero(network);
  add_parts(slopes.solution, weights);
  ParameterSlopes gradient = derivatives.adjoint(weights);
  add_parts(slopes.parameters, gradient);
  return gradient;
}

double change_of(const IndicatorSlopes& slopes, const Change& tangent,
                 const ParameterSlopes& direction) {
  return dot(slopes.solution, tangent) + dot(slopes.parameters, direction);
}

}  // namespace domar::equilibrium
