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
      by_user_(model.by_user()),
      users_(by_user_ ? model.users() : 1),
      columns_(regions_ * users_),
      one_minus_sigma_(model.sector_count()),
      cobb_douglas_(model.sector_count()),
      has_tariff_(model.sector_count()),
      has_export_tax_(model.sector_count()),
      buys_(model.sector_count() * columns_, 0),
      log_scale_(model.sector_count() * regions_, 0.0),
      mean_log_wedge_(model.sector_count()),
      paid_(model.sector_count() * block(), 1.0) {
  if (!by_user_) paid_ = model.trade_share;
  for (Index s = 0; s < model.sector_count(); ++s) {
    cobb_douglas_[s] = std::abs(model.armington[s] - 1.0) < k_nearly_one;
    one_minus_sigma_[s] = cobb_douglas_[s] ? 0.0 : 1.0 - model.armington[s];
    for (Index i = 0; i < regions_; ++i) {
      for (Index c = 0; c < columns_; ++c) {
        if (share(s, i, c) > 0.0) buys_[s * columns_ + c] = 1;
      }
    }
  }
  if (!by_user_) return;
  base_sum_.assign(model.sector_count() * columns_, 0.0);
  log_base_sum_.assign(base_sum_.size(), 0.0);
  numerics::for_each(model.sector_count(), static_cast<double>(model.user_share.size()),
                     [&](Index s) {
                       const Vector ones(block(), 1.0);
                       numerics::add_scaled_blocks(shares(s), regions_, regions_, users_,
                                                   ones.data(), &base_sum_[s * columns_]);
                     });
  for (Index c = 0; c < base_sum_.size(); ++c) {
    if (base_sum_[c] > 0.0) log_base_sum_[c] = std::log(base_sum_[c]);
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
  const Index first_edge = model_.edge(s, 0, 0);
  const double* share_0 = by_user_ ? nullptr : model_.trade_share.data() + s * block();
  const auto base_share = [&](Index e) { return by_user_ ? 1.0 : share_0[e]; };
  double* K = paid_.data() + s * block();
  double* scale = log_scale_.data() + s * R;
  std::fill_n(scale, R, 0.0);
  if (cobb_douglas_[s]) {
    mean_log_wedge_[s].assign(columns_, 0.0);
    for (Index e = 0; e < R * R; ++e) {
      K[e] = base_share(e);
      if (!by_user_) mean_log_wedge_[s][e % R] += K[e] * log_wedge[e];
    }
    if (by_user_) {
      numerics::add_scaled_blocks(shares(s), R, R, users_, log_wedge.data(),
                                  mean_log_wedge_[s].data());
    }
  } else {
    const double power = one_minus_sigma_[s];
    std::vector<char> sold(R, 0);  // whether a largest exponent is known
    for (Index e = 0; e < R * R; ++e) {
      if (base_share(e) == 0.0) continue;
      const double exponent = power * log_wedge[e];
      scale[e % R] = sold[e % R] ? std::max(scale[e % R], exponent) : exponent;
      sold[e % R] = 1;
    }
    for (Index e = 0; e < R * R; ++e) {
      const double exponent = power * log_wedge[e] - scale[e % R];
      K[e] = base_share(e) * (exponent == 0.0 ? 1.0 : std::exp(exponent));
    }
  }
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

Vector WorldTrade::scaled(const double* wedges, const double* by_origin) const {
  Vector result(block());
  for (Index e = 0; e < block(); ++e) result[e] = wedges[e] * by_origin[e / regions_];
  return result;
}

void WorldTrade::columns(Index s, const double* v, double* paid_sum, double* border_sum) const {
  if (by_user_) {
    const Vector to_paid = scaled(paid(s), v);
    if (border_sum == nullptr || border(s) == paid(s)) {
      numerics::add_scaled_blocks(shares(s), regions_, regions_, users_, to_paid.data(), paid_sum);
      if (border_sum != nullptr) std::copy_n(paid_sum, columns_, border_sum);
      return;
    }
    numerics::add_scaled_blocks(shares(s), regions_, regions_, users_, to_paid.data(), paid_sum,
                                scaled(border(s), v).data(), border_sum);
    return;
  }
  numerics::add_transposed_product(paid(s), regions_, columns_, v, paid_sum);
  if (border_sum == nullptr) return;
  if (border(s) == paid(s)) {
    std::copy_n(paid_sum, columns_, border_sum);
  } else {
    numerics::add_transposed_product(border(s), regions_, columns_, v, border_sum);
  }
}

void WorldTrade::rows(Index s, const double* q, double* border_sum, double* net_sum) const {
  if (by_user_) {
    Vector products(block());
    numerics::block_products(shares(s), regions_, regions_, users_, q, products.data());
    const double* at_border = border(s);
    const double* at_seller = net(s);
    for (Index e = 0; e < block(); ++e) {
      border_sum[e / regions_] += at_border[e] * products[e];
      net_sum[e / regions_] += at_seller[e] * products[e];
    }
    return;
  }
  numerics::add_product(border(s), regions_, columns_, q, border_sum);
  if (net(s) == border(s)) {
    std::copy_n(border_sum, regions_, net_sum);
  } else {
    numerics::add_product(net(s), regions_, columns_, q, net_sum);
  }
}

void WorldTrade::columns_back(Index s, const double* a, const double* b, double* q) const {
  if (by_user_) {
    Vector wedges = scaled(border(s), a);
    const double* at_seller = net(s);
    for (Index e = 0; e < block(); ++e) wedges[e] += at_seller[e] * b[e / regions_];
    numerics::add_scaled_blocks(shares(s), regions_, regions_, users_, wedges.data(), q);
    return;
  }
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
  Vector both(columns_);
  if (border(s) == paid(s)) {
    for (Index c = 0; c < columns_; ++c) both[c] = a[c] + b[c];
    a = both.data();
    b = nullptr;
  }
  if (by_user_) {
    Vector products(block());
    for (const auto& [x, wedges] : {std::pair{a, paid(s)}, std::pair{b, border(s)}}) {
      if (x == nullptr) continue;
      numerics::block_products(shares(s), regions_, regions_, users_, x, products.data());
      for (Index e = 0; e < block(); ++e) v[e / regions_] += wedges[e] * products[e];
    }
    return;
  }
  numerics::add_product(paid(s), regions_, columns_, a, v);
  if (b != nullptr) numerics::add_product(border(s), regions_, columns_, b, v);
}

}  // namespace domar::equilibrium
