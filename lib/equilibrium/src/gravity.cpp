#include "domar/equilibrium/gravity.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gravity_point.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_balance = 1e-6;  ///< income against spending

Error bad_value(std::string what, std::string where, std::string hint = "") {
  return Error{ErrorCode::bad_value, std::move(what), std::move(where), std::move(hint), ""};
}

Status check_parameters(const GravityData& data) {
  for (Index k = 0; k < data.sectors.size(); ++k) {
    const std::string& sector = data.sectors.code(k);
    if (!(data.sigma[k] > 1.0) || !std::isfinite(data.sigma[k])) {
      return bad_value(fmt::format("sigma {:g} is not above 1", data.sigma[k]), sector,
                       "sigma is the elasticity between origins: trade elasticity plus 1");
    }
    if (!(data.scale[k] >= 0.0) || !(data.markup[k] >= 0.0)) {
      return bad_value("scale or markup is negative", sector);
    }
  }
  return Done{};
}

Status check_cells(const GravityData& data, Index k) {
  const Index n = data.regions.size();
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) {
      const double flow = data.flow[k](j, i);
      const double tariff = data.tariff[k](j, i);
      if (flow >= 0.0 && std::isfinite(flow) && tariff > -1.0 && std::isfinite(tariff)) continue;
      return bad_value(fmt::format("flow {:g} with tariff {:g}", flow, tariff),
                       fmt::format("{} from {} to {}", data.sectors.code(k), data.regions.code(j),
                                   data.regions.code(i)),
                       "a flow is at least 0, a tariff above -1");
    }
  }
  return Done{};
}

Status check_data(const GravityData& data) {
  const Index n = data.regions.size();
  const Index sectors = data.sectors.size();
  const auto fits = [n](const Matrix& m) { return m.rows() == n && m.cols() == n; };
  if (n == 0 || sectors == 0 || data.sigma.size() != sectors || data.scale.size() != sectors ||
      data.markup.size() != sectors || data.flow.size() != sectors ||
      data.tariff.size() != sectors || !std::all_of(data.flow.begin(), data.flow.end(), fits) ||
      !std::all_of(data.tariff.begin(), data.tariff.end(), fits)) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("arrays do not fit {} regions and {} sectors", n, sectors), "", "",
                 ""};
  }
  if (auto status = check_parameters(data); !status.ok()) return status;
  for (Index k = 0; k < sectors; ++k) {
    if (auto status = check_cells(data, k); !status.ok()) return status;
  }
  return Done{};
}

/// Sales net of import taxes and purchases, by region.
struct Totals {
  Vector sold;
  Vector wages;
  Vector bought;
  Vector revenue;
};
Totals totals(const GravityData& data) {
  const Index n = data.regions.size();
  Totals t{Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0)};
  for (Index k = 0; k < data.sectors.size(); ++k) {
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < n; ++i) {
        const double flow = data.flow[k](j, i);
        const double net = flow / (1.0 + data.tariff[k](j, i));
        t.sold[j] += net;
        t.wages[j] += net / (1.0 + data.markup[k]);
        t.bought[i] += flow;
        t.revenue[i] += flow - net;
      }
    }
  }
  return t;
}

Status check_regions(const GravityData& data, const Totals& t, bool balanced) {
  for (Index i = 0; i < data.regions.size(); ++i) {
    if (!(t.sold[i] > 0.0) || !(t.bought[i] > 0.0)) {
      return bad_value("this region sells or buys nothing", data.regions.code(i));
    }
    const double gap = t.bought[i] - t.sold[i] - t.revenue[i];
    if (balanced && std::abs(gap) > k_balance * t.bought[i]) {
      return Error{ErrorCode::unbalanced,
                   fmt::format("spends {:g} and earns {:g}", t.bought[i], t.sold[i] + t.revenue[i]),
                   data.regions.code(i), "remove the deficits first (without_deficits)", ""};
    }
  }
  return Done{};
}

}  // namespace

Gravity::Gravity(GravityData data) : data_(std::move(data)) {
  const Index n = regions();
  const Index all = sectors() * n;
  const Totals t = totals(data_);
  income_ = t.bought;
  wages_ = t.wages;
  share_.assign(all * n, 0.0);
  base_import_.assign(all * n, 1.0);
  spending_.assign(all, 0.0);
  labour_.assign(all, 0.0);
  for (Index k = 0; k < sectors(); ++k) {
    for (Index i = 0; i < n; ++i) {
      const double bought = data_.flow[k].col_sum(i);
      spending_[k * n + i] = bought / income_[i];
      for (Index j = 0; j < n; ++j) {
        const double flow = data_.flow[k](j, i);
        const double gross = 1.0 + data_.tariff[k](j, i);
        if (bought > 0.0) share_[cell(k, j, i)] = flow / bought;
        base_import_[cell(k, j, i)] = gross;
        labour_[k * n + j] += flow / gross / (1.0 + data_.markup[k]);
      }
      // nobody sells this here: any shares do, none is spent
      if (bought == 0.0) share_[cell(k, i, i)] = 1.0;
    }
  }
}

Result<Gravity> Gravity::make(GravityData data) {
  if (auto status = check_data(data); !status.ok()) return status.error();
  if (auto status = check_regions(data, totals(data), true); !status.ok()) return status.error();
  return Gravity(std::move(data));
}

GravityWedges Gravity::base_wedges() const {
  return {base_import_, Vector(base_import_.size(), 1.0), {}};
}

double Gravity::uniqueness_number() const {
  double largest = 0.0;
  for (Index k = 0; k < sectors(); ++k) {
    largest = std::max(largest, data_.scale[k] * (data_.sigma[k] - 1.0));
  }
  return largest;
}

GravityState Gravity::solve(const GravityWedges& wedges, const GravityState* start) const {
  GravityPoint point(*this);
  point.set_wedges(wedges);
  GravityState state = start != nullptr ? *start : base_state();
  point.solve(state);
  return state;
}

GravityState Gravity::base_state() const {
  GravityState state;
  state.log_wage.assign(regions(), 0.0);
  state.log_income.assign(regions(), 0.0);
  state.log_labour.assign(sectors() * regions(), 0.0);
  return state;
}

int Gravity::determinant_sign(const GravityWedges& wedges, const GravityState& state) const {
  GravityData without = data_;
  std::fill(without.scale.begin(), without.scale.end(), 0.0);
  const Gravity unique(std::move(without));
  GravityPoint reference(unique);
  reference.set_wedges(unique.base_wedges());
  const GravityState base = base_state();
  GravityPoint point(*this);
  point.set_wedges(wedges);
  if (!reference.evaluate(base) || !reference.factor()) return 0;
  if (!point.evaluate(state) || !point.factor()) return 0;
  return point.raw_sign() * reference.raw_sign();
}

double Gravity::log_welfare(const GravityWedges& wedges, const GravityState& state,
                            Index region) const {
  GravityPoint point(*this);
  point.set_wedges(wedges);
  return point.evaluate(state) ? point.log_welfare(region) : -HUGE_VAL;
}

GravityWedges Gravity::gradient(const GravityWedges& wedges, const GravityState& state,
                                Index region, const GravitySlope& extra) const {
  GravityPoint point(*this);
  point.set_wedges(wedges);
  if (!point.evaluate(state) || !point.factor()) {
    const Vector unknown(share_.size(), std::nan(""));
    return {unknown, unknown, unknown};
  }
  GravitySlope slope = point.welfare_slope(region);
  for (Index n = 0; n < extra.log_wage.size(); ++n) slope.log_wage[n] += extra.log_wage[n];
  for (Index n = 0; n < extra.log_income.size(); ++n) slope.log_income[n] += extra.log_income[n];
  for (Index n = 0; n < extra.log_labour.size(); ++n) slope.log_labour[n] += extra.log_labour[n];
  return point.wedge_slope(region, point.multipliers(slope));
}

Vector Gravity::flows(const GravityWedges& wedges, const GravityState& state) const {
  GravityPoint point(*this);
  point.set_wedges(wedges);
  return point.evaluate(state) ? point.purchases() : Vector(share_.size(), std::nan(""));
}

Result<GravityData> without_deficits(const GravityData& data) {
  if (auto status = check_data(data); !status.ok()) return status.error();
  if (auto status = check_regions(data, totals(data), false); !status.ok()) return status.error();
  GravityData fixed = data;
  std::fill(fixed.scale.begin(), fixed.scale.end(), 0.0);
  const Gravity world(std::move(fixed));
  const GravityState state = world.solve(world.base_wedges());
  if (!state.converged) {
    return Error{ErrorCode::no_convergence, "deficits were not removed: " + state.note, "", "", ""};
  }
  const Vector flows = world.flows(world.base_wedges(), state);
  GravityData result = data;
  for (Index k = 0; k < world.sectors(); ++k) {
    for (Index j = 0; j < world.regions(); ++j) {
      for (Index i = 0; i < world.regions(); ++i) {
        result.flow[k](j, i) = flows[world.cell(k, j, i)];
      }
    }
  }
  return result;
}

}  // namespace domar::equilibrium
