#include "world_sources.hpp"

#include <cmath>

namespace domar::equilibrium {

namespace {

double entry(const Vector& values, Index i) { return values.empty() ? 0.0 : values[i]; }

double& book(std::array<double, k_sources>& part, Source source) {
  return part[static_cast<Index>(source)];
}

void add_scaled(const Vector& from, double weight, Vector& to) {
  if (to.empty()) to.assign(from.size(), 0.0);
  for (Index i = 0; i < from.size(); ++i) to[i] += weight * from[i];
}

/// Money on an edge at a solution.
struct EdgeFlow {
  double paid;    ///< by users, tariff included
  double border;  ///< export tax included, tariff not
  double net;     ///< what the producer gets, without export and output taxes
  double d_log_border_price;
  double d_log_quantity;  ///< units sent
};

EdgeFlow flow_of(const WorldModel& model, const WorldCapSolution& at, const WorldMove& move,
                 Index e) {
  const Index R = model.region_count();
  const Index good = e / (R * R);
  const Index seller = model.industry(e / R % R, good);
  const WorldParameters& p = at.parameters;
  const double tariff = 1.0 + p.tariff[e];
  const double export_tax = 1.0 + p.export_tax[e];
  const double output_tax = 1.0 + p.output_tax[seller];
  EdgeFlow flow{};
  flow.paid = at.solution.spending[good * R + e % R] * at.solution.trade_share[e];
  flow.border = flow.paid / tariff;
  flow.net = flow.border / (export_tax * output_tax);
  flow.d_log_border_price = move.tangent.results.price[seller] +
                            entry(move.direction.output_tax, seller) / output_tax +
                            entry(move.direction.export_tax, e) / export_tax;
  if (flow.paid > 0.0) {
    flow.d_log_quantity = move.tangent.paid[e] / flow.paid -
                          entry(move.direction.tariff, e) / tariff - flow.d_log_border_price;
  }
  return flow;
}

}  // namespace

void WorldMove::add(const WorldMove& other, double weight) {
  const auto both = [&](const auto& from, auto& to, auto... parts) {
    (add_scaled(from.*parts, weight, to.*parts), ...);
  };
  using P = WorldParameters;
  for (const auto part : {&P::tariff, &P::export_tax, &P::log_iceberg, &P::output_tax, &P::markup,
                          &P::log_productivity, &P::log_endowment, &P::transfer}) {
    if (!(other.direction.*part).empty())
      add_scaled(other.direction.*part, weight, direction.*part);
  }
  using W = WorldResults;
  both(other.tangent.results, tangent.results, &W::welfare, &W::income, &W::final_price,
       &W::factor_price, &W::real_wage, &W::price, &W::output);
  add_scaled(other.tangent.paid, weight, tangent.paid);
}

WorldSources::WorldSources(const WorldModel& model)
    : model_(model), factor_0_(model.region_count() * model.factor_count(), 0.0) {
  const Index F = model.factor_count();
  for (const char* what : {"welfare", "income", "price of final demand", "exports", "imports"}) {
    for (Index n = 0; n < model.region_count(); ++n) {
      names_.push_back(std::string(what) + " of " + model.regions.code(n));
    }
  }
  for (const char* what : {"price of ", "real price of "}) {
    for (Index k = 0; k < factor_0_.size(); ++k) names_.push_back(what + model.factor_name(k));
  }
  for (const char* what : {"price of ", "output of "}) {
    for (Index j = 0; j < model.industries(); ++j) names_.push_back(what + model.industry_name(j));
  }
  for (Index n = 0; n < model.region_count(); ++n) {
    for (Index s = 0; s < model.sector_count(); ++s) {
      const Index at = model.industry(n, s);
      const double added = model.output[at] / model.base.markup[at] * model.value_added_share[at];
      for (Index f = 0; f < F; ++f) factor_0_[n * F + f] += added * model.factor_share[n](f, s);
    }
  }
}

Index WorldSources::rows() const { return names_.size() + model_.region_count() * (k_sources + 1); }

Vector WorldSources::values(const WorldCapSolution& at) const {
  const WorldResults& r = at.solution.results;
  const Index R = model_.region_count();
  Vector exports(R, 0.0);
  Vector imports(R, 0.0);
  for (Index e = 0; e < model_.edges(); ++e) {
    if (e / R % R == e % R) continue;
    const double value = at.solution.trade(model_, at.parameters, e);
    exports[e / R % R] += value;
    imports[e % R] += value;
  }
  for (Vector* trade : {&exports, &imports}) {
    for (double& value : *trade) value = value > 0.0 ? std::log(value) : 0.0;
  }
  Vector out;
  for (const Vector* part :
       {&r.welfare, &r.income, &r.final_price, static_cast<const Vector*>(&exports),
        static_cast<const Vector*>(&imports), &r.factor_price, &r.real_wage, &r.price}) {
    out.insert(out.end(), part->begin(), part->end());
  }
  for (Index j = 0; j < model_.industries(); ++j) {
    out.push_back(model_.output[j] > 0.0 ? r.output[j] - r.price[j] : 0.0);
  }
  for (Index n = 0; n < R; ++n) out.push_back(model_.final_spending[n] * std::exp(r.welfare[n]));
  return out;
}

/// d ln exports, then imports, by region.
Vector WorldSources::trade_slopes(const WorldCapSolution& at, const WorldMove& move) const {
  const Index R = model_.region_count();
  Vector value(2 * R, 0.0);
  Vector change(2 * R, 0.0);
  for (Index e = 0; e < model_.edges(); ++e) {
    const Index origin = e / R % R;
    const Index destination = e % R;
    if (origin == destination) continue;
    const EdgeFlow flow = flow_of(model_, at, move, e);
    const double d = flow.border * (flow.d_log_border_price + flow.d_log_quantity);
    for (const Index k : {origin, R + destination}) {
      value[k] += flow.border;
      change[k] += d;
    }
  }
  for (Index k = 0; k < 2 * R; ++k) change[k] = value[k] > 0.0 ? change[k] / value[k] : 0.0;
  return change;
}

Vector WorldSources::slopes(const WorldCapSolution& at, const WorldMove& move) const {
  const WorldResults& d = move.tangent.results;
  const Vector trade = trade_slopes(at, move);
  Vector out;
  out.reserve(rows());
  for (const Vector* part :
       {&d.welfare, &d.income, &d.final_price, &trade, &d.factor_price, &d.real_wage, &d.price}) {
    out.insert(out.end(), part->begin(), part->end());
  }
  for (Index j = 0; j < model_.industries(); ++j) {
    out.push_back(model_.output[j] > 0.0 ? d.output[j] - d.price[j] : 0.0);
  }
  Parts parts(model_.region_count());
  for (auto& part : parts) part.fill(0.0);
  add_industries(at, move, parts);
  add_factors(at, move, parts);
  add_trade(at, move, parts);
  for (Index n = 0; n < model_.region_count(); ++n) {
    const double received = at.parameters.transfer[n];
    book(parts[n], Source::transfers) +=
        entry(move.direction.transfer, n) - received * d.final_price[n];
    const double deflator = std::exp(at.solution.results.final_price[n]);
    double real_gdp = 0.0;
    for (Index source = 0; source < k_sources; ++source) {
      out.push_back(parts[n][source] / deflator);
      if (source != static_cast<Index>(Source::terms_of_trade) &&
          source != static_cast<Index>(Source::transfers)) {
        real_gdp += parts[n][source];
      }
    }
    const double gdp = at.solution.gdp[n];
    out.push_back(gdp > 0.0 ? real_gdp / gdp : 0.0);
  }
  return out;
}

double WorldSources::quantity_slope(const WorldCapSolution& at, const WorldMove& move,
                                    Index edge) const {
  return flow_of(model_, at, move, edge).d_log_quantity;
}

/// Productivity, what follows from size, and profits times growth of output. With cost C = Y / m
/// and p = m c / (A z^psi): C dlnA, C psi dlnz, (Y - C) dlny.
void WorldSources::add_industries(const WorldCapSolution& at, const WorldMove& move,
                                  Parts& parts) const {
  const WorldResults& d = move.tangent.results;
  for (Index j = 0; j < model_.industries(); ++j) {
    if (!(model_.output[j] > 0.0)) continue;
    auto& part = parts[j / model_.sector_count()];
    const double psi = model_.scale_elasticity[j % model_.sector_count()];
    const double revenue = model_.output[j] * std::exp(at.solution.results.output[j]);
    const double cost = revenue / at.parameters.markup[j];
    const double d_log_markup = entry(move.direction.markup, j) / at.parameters.markup[j];
    const double d_log_A = entry(move.direction.log_productivity, j);
    const double d_nominal = d.output[j] - d_log_markup;  // ln of the bundle's cost in all
    const double d_unit_cost =
        (d.price[j] - d_log_markup + d_log_A + psi * d_nominal) / (1.0 + psi);
    book(part, Source::technology) += cost * d_log_A;
    book(part, Source::scale) += cost * psi * (d_nominal - d_unit_cost);
    book(part, Source::allocation) += (revenue - cost) * (d.output[j] - d.price[j]);
  }
}

void WorldSources::add_factors(const WorldCapSolution& at, const WorldMove& move,
                               Parts& parts) const {
  for (Index k = 0; k < factor_0_.size(); ++k) {
    const double earned = factor_0_[k] * std::exp(at.solution.results.factor_price[k] +
                                                  at.parameters.log_endowment[k]);
    book(parts[k / model_.factor_count()], Source::endowments) +=
        earned * entry(move.direction.log_endowment, k);
  }
}

/// Taxes times growth of their base, resources lost on the way, and prices at the border against
/// the region's own price of final demand.
void WorldSources::add_trade(const WorldCapSolution& at, const WorldMove& move,
                             Parts& parts) const {
  const Index R = model_.region_count();
  const Vector& inflation = move.tangent.results.final_price;
  for (Index e = 0; e < model_.edges(); ++e) {
    if (at.solution.trade_share[e] == 0.0) continue;
    const Index origin = e / R % R;
    const Index destination = e % R;
    const EdgeFlow flow = flow_of(model_, at, move, e);
    book(parts[origin], Source::allocation) += (flow.border - flow.net) * flow.d_log_quantity;
    book(parts[destination], Source::allocation) += (flow.paid - flow.border) * flow.d_log_quantity;
    book(parts[destination], Source::technology) -=
        flow.paid * entry(move.direction.log_iceberg, e);
    if (origin == destination) continue;
    book(parts[origin], Source::terms_of_trade) +=
        flow.border * (flow.d_log_border_price - inflation[origin]);
    book(parts[destination], Source::terms_of_trade) -=
        flow.border * (flow.d_log_border_price - inflation[destination]);
  }
}

}  // namespace domar::equilibrium
