#include "world_trade.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/kernels.hpp"

namespace domar::equilibrium {

namespace {
/// Nearer to 1, the power form loses more digits than Cobb-Douglas differs.
constexpr double k_nearly_one = 1e-7;
}  // namespace

WorldTrade::WorldTrade(const WorldModel& model)
    : model_(model),
      regions_(model.region_count()),
      users_(1),
      columns_(regions_),
      one_minus_sigma_(model.sector_count()),
      cobb_douglas_(model.sector_count()),
      has_tariff_(model.sector_count()),
      has_export_tax_(model.sector_count()),
      buys_(model.sector_count() * columns_, 0),
      log_scale_(model.sector_count() * regions_, 0.0),
      mean_log_wedge_(model.sector_count()),
      paid_(model.trade_share) {
  for (Index s = 0; s < model.sector_count(); ++s) {
    cobb_douglas_[s] = std::abs(model.armington[s] - 1.0) < k_nearly_one;
    one_minus_sigma_[s] = cobb_douglas_[s] ? 0.0 : 1.0 - model.armington[s];
    for (Index i = 0; i < regions_; ++i) {
      for (Index c = 0; c < columns_; ++c) {
        if (share(s, i, c) > 0.0) buys_[s * columns_ + c] = 1;
      }
    }
  }
}

void WorldTrade::prepare(const WorldParameters& parameters) {
  parameters_ = &parameters;
  const Index goods = model_.sector_count();
  const Index edges = regions_ * regions_;
  bool any_tariff = false;
  bool any_export_tax = false;
  const auto is_set = [](double rate) { return rate != 0.0; };
  for (Index s = 0; s < goods; ++s) {
    const auto first = static_cast<std::ptrdiff_t>(s * edges);
    const auto last = first + static_cast<std::ptrdiff_t>(edges);
    has_tariff_[s] =
        std::any_of(parameters.tariff.begin() + first, parameters.tariff.begin() + last, is_set);
    has_export_tax_[s] = std::any_of(parameters.export_tax.begin() + first,
                                     parameters.export_tax.begin() + last, is_set);
    any_tariff |= has_tariff_[s] != 0;
    any_export_tax |= has_export_tax_[s] != 0;
  }
  if (any_tariff) border_.resize(goods * block());
  if (any_export_tax) net_.resize(goods * block());
  constexpr double k_power = 20.0;  // an exponential in units of a multiplication
  numerics::for_each(goods, k_power * static_cast<double>(goods * block()),
                     [this](Index s) { prepare_good(s); });
}

void WorldTrade::prepare_good(Index s) {
  const WorldParameters& now = *parameters_;
  const WorldParameters& base = model_.base;
  const Index R = regions_;
  Vector log_wedge(R * R);
  for (Index i = 0; i < R; ++i) {
    for (Index n = 0; n < R; ++n) {
      const Index e = model_.edge(s, i, n);
      double change = now.log_iceberg[e];
      if (now.tariff[e] != base.tariff[e]) {
        change += std::log((1.0 + now.tariff[e]) / (1.0 + base.tariff[e]));
      }
      if (now.export_tax[e] != base.export_tax[e]) {
        change += std::log((1.0 + now.export_tax[e]) / (1.0 + base.export_tax[e]));
      }
      log_wedge[i * R + n] = change;
    }
  }
  const double* share_0 = model_.trade_share.data() + s * block();
  double* K = paid_.data() + s * block();
  double* scale = log_scale_.data() + s * R;
  std::fill_n(scale, R, 0.0);
  if (cobb_douglas_[s]) {
    mean_log_wedge_[s].assign(columns_, 0.0);
    for (Index i = 0; i < R; ++i) {
      for (Index n = 0; n < R; ++n) {
        mean_log_wedge_[s][n] += share_0[i * R + n] * log_wedge[i * R + n];
      }
    }
    std::copy_n(share_0, block(), K);
  } else {
    const double power = one_minus_sigma_[s];
    for (Index n = 0; n < R; ++n) {
      bool first = true;
      for (Index i = 0; i < R; ++i) {
        if (share_0[i * R + n] == 0.0) continue;
        const double exponent = power * log_wedge[i * R + n];
        scale[n] = first ? exponent : std::max(scale[n], exponent);
        first = false;
      }
    }
    for (Index i = 0; i < R; ++i) {
      for (Index n = 0; n < R; ++n) {
        const double exponent = power * log_wedge[i * R + n] - scale[n];
        K[i * R + n] = share_0[i * R + n] * (exponent == 0.0 ? 1.0 : std::exp(exponent));
      }
    }
  }
  const Index first_edge = model_.edge(s, 0, 0);
  if (has_tariff_[s]) {
    double* to = border_.data() + s * block();
    for (Index e = 0; e < R * R; ++e) to[e] = K[e] / (1.0 + now.tariff[first_edge + e]);
  }
  if (has_export_tax_[s]) {
    const double* from = border(s);
    double* to = net_.data() + s * block();
    for (Index e = 0; e < R * R; ++e) to[e] = from[e] / (1.0 + now.export_tax[first_edge + e]);
  }
}

void WorldTrade::columns(Index s, const double* v, double* paid_sum, double* border_sum) const {
  numerics::add_transposed_product(paid(s), regions_, columns_, v, paid_sum);
  if (border_sum != nullptr) {
    numerics::add_transposed_product(border(s), regions_, columns_, v, border_sum);
  }
}

void WorldTrade::rows(Index s, const double* q, double* border_sum, double* net_sum) const {
  numerics::add_product(border(s), regions_, columns_, q, border_sum);
  if (net(s) == border(s)) {
    std::copy_n(border_sum, regions_, net_sum);
  } else {
    numerics::add_product(net(s), regions_, columns_, q, net_sum);
  }
}

void WorldTrade::columns_back(Index s, const double* a, const double* b, double* q) const {
  if (net(s) == border(s)) {
    Vector both(regions_);
    for (Index i = 0; i < regions_; ++i) both[i] = a[i] + b[i];
    numerics::add_transposed_product(border(s), regions_, columns_, both.data(), q);
    return;
  }
  numerics::add_transposed_product(border(s), regions_, columns_, a, q);
  numerics::add_transposed_product(net(s), regions_, columns_, b, q);
}

void WorldTrade::rows_back(Index s, const double* a, const double* b, double* v) const {
  if (border(s) == paid(s)) {
    Vector both(columns_);
    for (Index c = 0; c < columns_; ++c) both[c] = a[c] + b[c];
    numerics::add_product(paid(s), regions_, columns_, both.data(), v);
    return;
  }
  numerics::add_product(paid(s), regions_, columns_, a, v);
  numerics::add_product(border(s), regions_, columns_, b, v);
}

}  // namespace domar::equilibrium
