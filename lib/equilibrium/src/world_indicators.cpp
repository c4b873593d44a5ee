#include "domar/equilibrium/world_indicators.hpp"

#include <cmath>

#include "world_flows.hpp"

namespace domar::equilibrium {

namespace {

using Term = WorldIndicator::Term;
using Of = Term::Of;

constexpr double k_nearly_one = 1e-7;  // elasticities this near to 1 are Cobb-Douglas

/// Money on an edge with the powers of the taxes that it pays.
struct EdgeMoney {
  double paid;  ///< by users, tariff included
  double tariff, export_tax, output_tax;
  Index seller;
  [[nodiscard]] double border() const { return paid / tariff; }
  /// What the producer gets.
  [[nodiscard]] double net() const { return border() / (export_tax * output_tax); }
};

/// ln price of value added and the factors' shares in it, of an industry.
struct ValueAdded {
  double log_price = 0.0;
  Vector share;
};

/// Values of terms at one solution, and their slopes added up in weights.
class Reading {
 public:
  Reading(const WorldModel& model, const WorldParameters& parameters, const WorldSolution& solution)
      : model_(model), parameters_(parameters), solution_(solution) {}

  [[nodiscard]] double value(const Term& term) const {
    const WorldResults& r = solution_.results;
    switch (term.of) {
      case Of::one:
        return 1.0;
      case Of::welfare:
        return std::exp(r.welfare[term.at]);
      case Of::income:
        return std::exp(r.income[term.at]);
      case Of::final_price:
        return std::exp(r.final_price[term.at]);
      case Of::gdp:
        return solution_.gdp[term.at];
      case Of::factor_price:
        return std::exp(r.factor_price[term.at]);
      case Of::real_wage:
        return std::exp(r.real_wage[term.at]);
      case Of::price:
        return std::exp(r.price[term.at]);
      case Of::output:
        return std::exp(r.output[term.at] - r.price[term.at]);
      case Of::value_added:
        return factor_cost(term.at) + revenue(term.at) * (1.0 - 1.0 / parameters_.markup[term.at]);
      case Of::output_tax:
        return revenue(term.at) * parameters_.output_tax[term.at];
      default:
        return value_on_edge(term);
    }
  }

  [[nodiscard]] double sum(const std::vector<Term>& terms) const {
    if (terms.empty()) return 1.0;
    double total = 0.0;
    for (const Term& term : terms) total += term.weight * value(term);
    return total;
  }

 protected:
  [[nodiscard]] EdgeMoney edge(Index e) const {
    const Index R = model_.region_count();
    const Index good = e / (R * R);
    const Index seller = model_.industry(e / R % R, good);
    return {solution_.spending[good * R + e % R] * solution_.trade_share[e],
            1.0 + parameters_.tariff[e], 1.0 + parameters_.export_tax[e],
            1.0 + parameters_.output_tax[seller], seller};
  }
  [[nodiscard]] double value_on_edge(const Term& term) const {
    const EdgeMoney money = edge(term.at);
    switch (term.of) {
      case Of::border:
        return money.border();
      case Of::tariff:
        return money.paid - money.border();
      case Of::origin_taxes:
        return money.border() - money.net();
      default:
        return relative_quantity(model_, parameters_, solution_, term.at);
    }
  }

  [[nodiscard]] double revenue(Index industry) const {
    return model_.output[industry] * std::exp(solution_.results.output[industry]);
  }
  [[nodiscard]] ValueAdded value_added_of(Index industry) const {
    const Index F = model_.factor_count();
    const Index n = industry / model_.sector_count();
    const Index j = industry % model_.sector_count();
    const double power = 1.0 - model_.factor_elasticity;
    ValueAdded va{0.0, Vector(F)};
    double total = 0.0;
    for (Index f = 0; f < F; ++f) {
      const double w = solution_.results.factor_price[model_.factor(n, f)];
      const double share = model_.factor_share[n](f, j);
      const bool cobb_douglas = std::abs(power) < k_nearly_one;
      va.share[f] = cobb_douglas || share == 0.0 ? share : share * std::exp(power * w);
      va.log_price += cobb_douglas ? share * w : 0.0;
      total += va.share[f];
    }
    if (std::abs(power) < k_nearly_one || !(total > 0.0)) return va;
    for (double& share : va.share) share /= total;
    va.log_price = std::log(total) / power;
    return va;
  }
  /// ln unit cost of an industry, from its price: p = markup x c / (A z^psi), z = Y / (markup c).
  [[nodiscard]] double log_cost(Index industry) const {
    const double psi = model_.scale_elasticity[industry % model_.sector_count()];
    const WorldResults& r = solution_.results;
    return (r.price[industry] + psi * r.output[industry] + parameters_.log_productivity[industry]) /
               (1.0 + psi) -
           std::log(parameters_.markup[industry] / model_.base.markup[industry]);
  }
  /// What the factors of an industry earn.
  [[nodiscard]] double factor_cost(Index industry) const {
    if (!(model_.output[industry] > 0.0)) return 0.0;
    const double power = 1.0 - model_.output_elasticity[industry % model_.sector_count()];
    return revenue(industry) / parameters_.markup[industry] * model_.value_added_share[industry] *
           std::exp(power * (value_added_of(industry).log_price - log_cost(industry)));
  }

  const WorldModel& model_;
  const WorldParameters& parameters_;
  const WorldSolution& solution_;
};

/// d of terms as weights of results (in logs), of payments, and of parameters directly.
class Slopes : public Reading {
 public:
  Slopes(const WorldModel& model, const WorldParameters& parameters, const WorldSolution& solution)
      : Reading(model, parameters, solution) {
    const Index R = model.region_count();
    const Index factors = R * model.factor_count();
    for (Vector* by_region : {&weights.welfare, &weights.income, &weights.final_price}) {
      by_region->assign(R, 0.0);
    }
    weights.factor_price.assign(factors, 0.0);
    weights.real_wage.assign(factors, 0.0);
    weights.price.assign(model.industries(), 0.0);
    weights.output.assign(model.industries(), 0.0);
    direct.tariff.assign(model.edges(), 0.0);
    direct.export_tax.assign(model.edges(), 0.0);
    direct.output_tax.assign(model.industries(), 0.0);
    direct.markup.assign(model.industries(), 0.0);
    direct.log_productivity.assign(model.industries(), 0.0);
    direct.transfer.assign(R, 0.0);
  }
  WorldResults weights;
  Vector paid;  ///< by edge; empty until a term needs it
  WorldParameters direct;

  void add(const std::vector<Term>& terms, double scale) {
    for (const Term& term : terms) add(term, scale * term.weight);
  }

 private:
  void add(const Term& term, double w) {
    const Index at = term.at;
    switch (term.of) {
      case Of::one:
        return;
      case Of::welfare:
        weights.welfare[at] += w * value(term);
        return;
      case Of::income:
        weights.income[at] += w * value(term);
        return;
      case Of::final_price:
        weights.final_price[at] += w * value(term);
        return;
      case Of::gdp:  // final spending less what is received from abroad
        weights.income[at] +=
            w * model_.final_spending[at] * std::exp(solution_.results.income[at]);
        direct.transfer[at] -= w;
        return;
      case Of::factor_price:
        weights.factor_price[at] += w * value(term);
        return;
      case Of::real_wage:
        weights.real_wage[at] += w * value(term);
        return;
      case Of::price:
        weights.price[at] += w * value(term);
        return;
      case Of::output:
        weights.output[at] += w * value(term);
        weights.price[at] -= w * value(term);
        return;
      case Of::value_added:
        add_value_added(at, w);
        return;
      case Of::output_tax:
        weights.output[at] += w * value(term);
        direct.output_tax[at] += w * revenue(at);
        return;
      default:
        add_edge(term, w);
    }
  }

  void add_value_added(Index at, double w) {
    const double markup = parameters_.markup[at];
    weights.output[at] += w * revenue(at) * (1.0 - 1.0 / markup);
    direct.markup[at] += w * revenue(at) / (markup * markup);
    const double earned = w * factor_cost(at);
    if (earned == 0.0) return;
    const Index sector = at % model_.sector_count();
    const double power = 1.0 - model_.output_elasticity[sector];
    const double psi = model_.scale_elasticity[sector];
    weights.output[at] += earned * (1.0 - power * psi / (1.0 + psi));
    weights.price[at] -= earned * power / (1.0 + psi);
    direct.log_productivity[at] -= earned * power / (1.0 + psi);
    direct.markup[at] -= earned * (1.0 - power) / markup;
    const ValueAdded va = value_added_of(at);
    for (Index f = 0; f < va.share.size(); ++f) {
      weights.factor_price[model_.factor(at / model_.sector_count(), f)] +=
          earned * power * va.share[f];
    }
  }

  void add_edge(const Term& term, double w) {
    if (paid.empty()) paid.assign(model_.edges(), 0.0);
    const Index e = term.at;
    const EdgeMoney money = edge(e);
    switch (term.of) {
      case Of::border:
        paid[e] += w / money.tariff;
        direct.tariff[e] -= w * money.border() / money.tariff;
        return;
      case Of::tariff:
        paid[e] += w * (1.0 - 1.0 / money.tariff);
        direct.tariff[e] += w * money.border() / money.tariff;
        return;
      case Of::origin_taxes: {
        const double taxes = money.border() - money.net();
        if (money.paid > 0.0) paid[e] += w * taxes / money.paid;
        direct.tariff[e] -= w * taxes / money.tariff;
        direct.export_tax[e] += w * money.net() / money.export_tax;
        direct.output_tax[money.seller] += w * money.net() / money.output_tax;
        return;
      }
      default: {
        if (!(money.paid > 0.0)) return;
        const double quantity = w * value(term);
        paid[e] += quantity / money.paid;
        weights.price[money.seller] -= quantity;
        direct.tariff[e] -= quantity / money.tariff;
        direct.export_tax[e] -= quantity / money.export_tax;
        direct.output_tax[money.seller] -= quantity / money.output_tax;
      }
    }
  }
};

void add_to(Vector& to, const Vector& from) {
  for (Index i = 0; i < from.size(); ++i) to[i] += from[i];
}

}  // namespace

double WorldIndicator::value(const WorldModel& model, const WorldParameters& parameters,
                             const WorldSolution& solution) const {
  const Reading reading(model, parameters, solution);
  return reading.sum(over) / reading.sum(under);
}

double WorldIndicator::gross(const WorldModel& model, const WorldParameters& parameters,
                             const WorldSolution& solution) const {
  const Reading reading(model, parameters, solution);
  if (over.empty()) return std::abs(1.0 / reading.sum(under));
  double total = 0.0;
  for (const Term& term : over) total += std::abs(term.weight * reading.value(term));
  return std::abs(total / reading.sum(under));
}

Result<WorldParameters> gradient_of(const WorldIndicator& indicator, WorldSolver& solver,
                                    const WorldModel& model, const WorldParameters& parameters,
                                    const WorldSolution& solution) {
  Slopes slopes(model, parameters, solution);
  const double under = slopes.sum(indicator.under);
  slopes.add(indicator.over, 1.0 / under);
  slopes.add(indicator.under, -slopes.sum(indicator.over) / (under * under));
  auto gradient = solver.gradient(slopes.weights, slopes.paid);
  if (!gradient.ok()) return gradient.error();
  add_to(gradient->tariff, slopes.direct.tariff);
  add_to(gradient->export_tax, slopes.direct.export_tax);
  add_to(gradient->output_tax, slopes.direct.output_tax);
  add_to(gradient->markup, slopes.direct.markup);
  add_to(gradient->log_productivity, slopes.direct.log_productivity);
  add_to(gradient->transfer, slopes.direct.transfer);
  return gradient;
}

void WorldLever::move(double amount, WorldParameters& parameters) const {
  Vector& values = parameters.*what;
  for (const Cell& cell : cells) values[cell.at] += cell.weight * amount;
}

double WorldLever::slope(const WorldParameters& gradient) const {
  const Vector& values = gradient.*what;
  double sum = 0.0;
  for (const Cell& cell : cells) sum += cell.weight * values[cell.at];
  return sum;
}

}  // namespace domar::equilibrium
