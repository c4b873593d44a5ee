#include "domar/equilibrium/world_model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace domar::equilibrium {

std::string WorldModel::factor_name(Index factor) const {
  return factors.code(factor % factor_count()) + " of " + regions.code(factor / factor_count());
}

std::string WorldModel::industry_name(Index industry) const {
  return sectors.code(industry % sector_count()) + " in " + regions.code(industry / sector_count());
}

double WorldModel::uniqueness_number() const {
  double largest = 0.0;
  for (Index s = 0; s < sector_count(); ++s) {
    largest = std::max(largest, scale_elasticity[s] * (armington[s] - 1.0));
  }
  return largest;
}

WorldParameters no_wedges(const WorldModel& model) {
  const Vector edges(model.edges(), 0.0);
  const Vector industries(model.industries(), 0.0);
  return {edges,
          edges,
          edges,
          industries,
          Vector(model.industries(), 1.0),
          industries,
          Vector(model.region_count() * model.factor_count(), 0.0),
          Vector(model.region_count(), 0.0)};
}

WorldModel empty_world(Labels regions, Labels sectors, Labels factors) {
  WorldModel model;
  model.regions = std::move(regions);
  model.sectors = std::move(sectors);
  model.factors = std::move(factors);
  const Index R = model.region_count();
  const Index S = model.sector_count();
  model.armington.assign(S, 1.0);
  model.output_elasticity.assign(S, 1.0);
  model.input_elasticity.assign(model.users(), 1.0);
  model.scale_elasticity.assign(S, 0.0);
  model.output.assign(R * S, 0.0);
  model.final_spending.assign(R, 0.0);
  model.value_added_share.assign(R * S, 1.0);
  model.factor_share.assign(R, Matrix(model.factor_count(), S));
  model.use_share.assign(R, Matrix(S, model.users()));
  model.trade_share.assign(model.edges(), 0.0);
  model.base = no_wedges(model);
  return model;
}

namespace {

/// (1 + rate) on the way in logs.
double rate_between(double from, double to, double t) {
  return std::expm1((1.0 - t) * std::log1p(from) + t * std::log1p(to));
}

using Mix = double (*)(double, double, double);

Vector mixed(const Vector& from, const Vector& to, double t, Mix mix) {
  Vector result(to.size());
  for (Index i = 0; i < to.size(); ++i) {
    result[i] = from[i] == to[i] ? to[i] : mix(from[i], to[i], t);
  }
  return result;
}

double linear(double from, double to, double t) { return (1.0 - t) * from + t * to; }
double geometric(double from, double to, double t) {
  return std::exp(linear(std::log(from), std::log(to), t));
}

}  // namespace

WorldParameters between(const WorldParameters& from, const WorldParameters& to, double t) {
  return {mixed(from.tariff, to.tariff, t, rate_between),
          mixed(from.export_tax, to.export_tax, t, rate_between),
          mixed(from.log_iceberg, to.log_iceberg, t, linear),
          mixed(from.output_tax, to.output_tax, t, rate_between),
          mixed(from.markup, to.markup, t, geometric),
          mixed(from.log_productivity, to.log_productivity, t, linear),
          mixed(from.log_endowment, to.log_endowment, t, linear),
          mixed(from.transfer, to.transfer, t, linear)};
}

namespace {

Error wrong_shape(const char* what, Index is, Index should) {
  return {ErrorCode::shape_mismatch, fmt::format("{} has {} entries, not {}", what, is, should), "",
          "", ""};
}

Error out_of_range(const std::string& what, double value, const std::string& where,
                   const std::string& hint = "") {
  return {ErrorCode::bad_value, fmt::format("{} is {}", what, value), where, hint, ""};
}

std::string edge_name(const WorldModel& model, Index edge) {
  const Index R = model.region_count();
  return model.sectors.code(edge / (R * R)) + " from " + model.regions.code(edge / R % R) + " to " +
         model.regions.code(edge % R);
}

/// Rates on edges: above -1, or any finite number for logs.
Status check_edges(const WorldModel& model, const Vector& values, const char* what, double above) {
  if (values.size() != model.edges()) return wrong_shape(what, values.size(), model.edges());
  for (Index e = 0; e < values.size(); ++e) {
    if (std::isfinite(values[e]) && values[e] > above) continue;
    return out_of_range(what, values[e], edge_name(model, e),
                        "rates are shares above -1: 0.25 for 25 %");
  }
  return Done{};
}

Status check_industries(const WorldModel& model, const Vector& values, const char* what,
                        double above) {
  if (values.size() != model.industries()) {
    return wrong_shape(what, values.size(), model.industries());
  }
  for (Index i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && values[i] > above) continue;
    return out_of_range(what, values[i], model.industry_name(i));
  }
  return Done{};
}

constexpr double k_anything = -1e300;

}  // namespace

Status check_parameters(const WorldModel& model, const WorldParameters& parameters) {
  for (const Status& status :
       {check_edges(model, parameters.tariff, "tariff", -1.0),
        check_edges(model, parameters.export_tax, "export tax", -1.0),
        check_edges(model, parameters.log_iceberg, "iceberg cost (ln)", k_anything),
        check_industries(model, parameters.output_tax, "output tax", -1.0),
        check_industries(model, parameters.markup, "markup", 0.0),
        check_industries(model, parameters.log_productivity, "productivity (ln)", k_anything)}) {
    if (!status.ok()) return status;
  }
  const Index factors = model.region_count() * model.factor_count();
  if (parameters.log_endowment.size() != factors) {
    return wrong_shape("endowments", parameters.log_endowment.size(), factors);
  }
  for (Index k = 0; k < factors; ++k) {
    if (std::isfinite(parameters.log_endowment[k])) continue;
    return out_of_range("endowment (ln)", parameters.log_endowment[k], model.factor_name(k));
  }
  if (parameters.transfer.size() != model.region_count()) {
    return wrong_shape("transfers", parameters.transfer.size(), model.region_count());
  }
  double sum = 0.0;
  double size = 0.0;
  for (Index n = 0; n < model.region_count(); ++n) {
    const double value = parameters.transfer[n];
    if (!std::isfinite(value)) return out_of_range("transfer", value, model.regions.code(n));
    sum += value;
    size += model.final_spending[n];
  }
  if (std::abs(sum) > 1e-9 * size) {
    return out_of_range("the sum of all transfers", sum, "world",
                        "what some regions receive, others pay: the sum is 0");
  }
  return Done{};
}

namespace {

Status check_elasticities(const WorldModel& model) {
  const Index S = model.sector_count();
  if (model.armington.size() != S) return wrong_shape("armington", model.armington.size(), S);
  if (model.output_elasticity.size() != S) {
    return wrong_shape("output_elasticity", model.output_elasticity.size(), S);
  }
  if (model.scale_elasticity.size() != S) {
    return wrong_shape("scale_elasticity", model.scale_elasticity.size(), S);
  }
  if (model.input_elasticity.size() != model.users()) {
    return wrong_shape("input_elasticity", model.input_elasticity.size(), model.users());
  }
  const auto bad = [](double value) { return !(value >= 0.0) || !std::isfinite(value); };
  for (Index s = 0; s < model.users(); ++s) {
    const std::string where = s < S ? model.sectors.code(s) : "final demand";
    if (bad(model.input_elasticity[s])) {
      return out_of_range("elasticity between goods", model.input_elasticity[s], where);
    }
    if (s == S) break;
    if (bad(model.armington[s]))
      return out_of_range("Armington elasticity", model.armington[s], where);
    if (bad(model.output_elasticity[s])) {
      return out_of_range("elasticity between value added and goods", model.output_elasticity[s],
                          where);
    }
    if (!std::isfinite(model.scale_elasticity[s]) || !(model.scale_elasticity[s] > -1.0)) {
      return out_of_range("scale elasticity", model.scale_elasticity[s], where);
    }
  }
  if (bad(model.factor_elasticity)) {
    return out_of_range("elasticity between factors", model.factor_elasticity, "");
  }
  return Done{};
}

constexpr double k_share_rounding = 1e-9;
/// Rounding of shares kept as float.
constexpr double k_float_rounding = 1e-5;

bool is_share_sum(double sum, double rounding) {
  return sum == 0.0 || std::abs(sum - 1.0) <= rounding;
}

Status check_recipes(const WorldModel& model, Index n) {
  const Matrix& use = model.use_share[n];
  const Matrix& factor = model.factor_share[n];
  const Index S = model.sector_count();
  const std::string& region = model.regions.code(n);
  if (use.rows() != S || use.cols() != model.users()) {
    return wrong_shape("use_share", use.rows() * use.cols(), S * model.users());
  }
  if (factor.rows() != model.factor_count() || factor.cols() != S) {
    return wrong_shape("factor_share", factor.rows() * factor.cols(), model.factor_count() * S);
  }
  const auto where = [&](Index j) {
    return (j < S ? model.sectors.code(j) : std::string("final demand")) + " in " + region;
  };
  for (Index j = 0; j < model.users(); ++j) {
    double sum = 0.0;
    for (Index s = 0; s < S; ++s) {
      if (!(use(s, j) >= 0.0)) return out_of_range("a share of use", use(s, j), where(j));
      sum += use(s, j);
    }
    if (!is_share_sum(sum, k_share_rounding)) {
      return out_of_range("the sum of shares of use", sum, where(j),
                          "shares sum to 1, or all are 0");
    }
    if (j == S) continue;
    const Index at = model.industry(n, j);
    const double added = model.value_added_share[at];
    if (!(added >= 0.0 && added <= 1.0)) {
      return out_of_range("value added as a share of cost", added, where(j));
    }
    double factors = 0.0;
    for (Index f = 0; f < factor.rows(); ++f) {
      if (!(factor(f, j) >= 0.0)) return out_of_range("a factor share", factor(f, j), where(j));
      factors += factor(f, j);
    }
    if (!is_share_sum(factors, k_share_rounding) || !(model.output[at] >= 0.0)) {
      return out_of_range("the sum of factor shares, or output,", factors, where(j));
    }
    if (model.output[at] == 0.0) continue;
    if ((added > 0.0 && factors == 0.0) || (added < 1.0 && sum == 0.0)) {
      return Error{ErrorCode::bad_value,
                   "costs nobody receives: shares of factors or goods are all 0", where(j), "", ""};
    }
  }
  return Done{};
}

Status check_trade(const WorldModel& model) {
  const Index R = model.region_count();
  const Index U = model.by_user() ? model.users() : 1;
  const Index size = model.by_user() ? model.user_share.size() : model.trade_share.size();
  if (size != model.edges() * U) return wrong_shape("shares of trade", size, model.edges() * U);
  for (Index s = 0; s < model.sector_count(); ++s) {
    Vector sum(R * U, 0.0);
    for (Index i = 0; i < R; ++i) {
      const bool sells = model.output[model.industry(i, s)] > 0.0;
      for (Index c = 0; c < R * U; ++c) {
        const Index at = (s * R + i) * R * U + c;
        const double share =
            model.by_user() ? static_cast<double>(model.user_share[at]) : model.trade_share[at];
        if (!(share >= 0.0) || (share > 0.0 && !sells)) {
          return out_of_range(sells ? "a share of trade" : "a share of trade without output", share,
                              edge_name(model, model.edge(s, i, c / U)));
        }
        sum[c] += share;
      }
    }
    for (Index c = 0; c < R * U; ++c) {
      if (is_share_sum(sum[c], model.by_user() ? k_float_rounding : k_share_rounding)) continue;
      return out_of_range("the sum over origins of shares of trade", sum[c],
                          model.sectors.code(s) + " in " + model.regions.code(c / U));
    }
  }
  return Done{};
}

}  // namespace

Status WorldModel::check() const {
  const Index R = region_count();
  if (R == 0 || sector_count() == 0 || factor_count() == 0) {
    return wrong_shape("regions x sectors x factors", 0, 1);
  }
  if (auto status = check_elasticities(*this); !status.ok()) return status;
  if (output.size() != industries()) return wrong_shape("output", output.size(), industries());
  if (value_added_share.size() != industries()) {
    return wrong_shape("value_added_share", value_added_share.size(), industries());
  }
  if (final_spending.size() != R) return wrong_shape("final_spending", final_spending.size(), R);
  if (use_share.size() != R) return wrong_shape("use_share", use_share.size(), R);
  if (factor_share.size() != R) return wrong_shape("factor_share", factor_share.size(), R);
  for (Index n = 0; n < R; ++n) {
    if (!(final_spending[n] > 0.0) || !std::isfinite(final_spending[n])) {
      return out_of_range("final spending", final_spending[n], regions.code(n));
    }
    if (auto status = check_recipes(*this, n); !status.ok()) return status;
  }
  if (auto status = check_trade(*this); !status.ok()) return status;
  return check_parameters(*this, base);
}

}  // namespace domar::equilibrium
