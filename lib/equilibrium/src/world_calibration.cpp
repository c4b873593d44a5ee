#include <algorithm>
#include <cmath>

#include "domar/equilibrium/world_model.hpp"
#include "domar/numerics/kernels.hpp"

namespace domar::equilibrium {

namespace {

/// One pass: from outputs to what users spend on goods, to sales.
class Flows {
 public:
  explicit Flows(const WorldModel& model)
      : model_(model),
        R_(model.region_count()),
        S_(model.sector_count()),
        U_(model.by_user() ? model.users() : 1),
        spending(S_ * R_ * U_),
        paid(model.edges()),
        border(R_ * S_),
        sales(R_ * S_),
        whole_(S_ * R_ * U_, 1.0) {
    if (!model.by_user()) return;
    std::fill(whole_.begin(), whole_.end(), 0.0);
    for (Index e = 0; e < model.edges(); ++e) {
      for (Index c = 0; c < U_; ++c) {
        whole_[(e / (R_ * R_) * R_ + e % R_) * U_ + c] +=
            static_cast<double>(model.user_share[e * U_ + c]);
      }
    }
  }

  void pass(const Vector& output) {
    numerics::for_each(R_, static_cast<double>(R_ * S_ * S_), [&](Index n) { spend(n, output); });
    numerics::for_each(S_, static_cast<double>(S_ * R_ * R_ * U_), [&](Index s) { sell(s); });
  }

 private:
  const WorldModel& model_;
  Index R_, S_, U_;

 public:
  Vector spending;  // by (good, destination, user): taxes included
  Vector paid;      // by edge: the same, all users
  Vector border;    // by industry: sales with export tax, without tariff
  Vector sales;     // by industry: with output tax

 private:
  Vector whole_;  // by (good, destination, user): sum of shares, 1 but for rounding of floats
  void spend(Index n, const Vector& output) {
    for (Index s = 0; s < S_; ++s) {
      double* to = spending.data() + (s * R_ + n) * U_;
      if (U_ == 1) to[0] = 0.0;
      for (Index j = 0; j < model_.users(); ++j) {
        const Index at = model_.industry(n, j);
        const double bundle =
            j == S_ ? model_.final_spending[n]
                    : output[at] / model_.base.markup[at] * (1.0 - model_.value_added_share[at]);
        const double money = bundle * model_.use_share[n](s, j);
        if (U_ == 1) {
          to[0] += money;
        } else {
          to[j] = money;
        }
      }
    }
  }

  void sell(Index s) {
    const Index first = model_.edge(s, 0, 0);
    Vector per_share(R_ * U_);
    for (Index c = 0; c < R_ * U_; ++c) {
      const Index column = s * R_ * U_ + c;
      per_share[c] = whole_[column] > 0.0 ? spending[column] / whole_[column] : 0.0;
    }
    double* to = paid.data() + first;
    if (model_.by_user()) {
      numerics::block_products(model_.user_share.data() + first * U_, R_, R_, U_, per_share.data(),
                               to);
    } else {
      for (Index e = 0; e < R_ * R_; ++e) to[e] = model_.trade_share[first + e] * per_share[e % R_];
    }
    for (Index i = 0; i < R_; ++i) {
      double at_border = 0.0;
      double net = 0.0;
      for (Index n = 0; n < R_; ++n) {
        const Index e = model_.edge(s, i, n);
        const double value = paid[e] / (1.0 + model_.base.tariff[e]);
        at_border += value;
        net += value / (1.0 + model_.base.export_tax[e]);
      }
      border[model_.industry(i, s)] = at_border;
      sales[model_.industry(i, s)] = net;
    }
  }
};

}  // namespace

Status fit_flows(WorldModel& model) {
  const Index R = model.region_count();
  const Index S = model.sector_count();
  Flows flows(model);
  Vector output = model.output;  // a good start when spending has changed a little
  output.resize(model.industries(), 0.0);
  for (double& value : output) {
    if (!(value >= 0.0) || !std::isfinite(value)) value = 0.0;
  }
  constexpr int k_most_passes = 2000;
  constexpr double k_close = 1e-15;
  bool settled = false;
  for (int pass = 0; pass < k_most_passes && !settled; ++pass) {
    flows.pass(output);
    double moved = 0.0;
    double size = 0.0;
    for (Index at = 0; at < output.size(); ++at) {
      const double next = flows.sales[at] / (1.0 + model.base.output_tax[at]);
      moved += std::abs(next - output[at]);
      size += next;
      output[at] = next;
    }
    settled = moved <= k_close * size;
    if (!std::isfinite(size)) break;
  }
  for (Index at = 0; at < output.size(); ++at) {
    if (settled && std::isfinite(output[at]) && output[at] >= 0.0) continue;
    return Error{ErrorCode::infeasible, "no finite output fits these shares",
                 model.industry_name(at), "industries must add value: check value_added_share", ""};
  }
  model.output = output;
  flows.pass(output);
  for (Index n = 0; n < R; ++n) {
    double income = 0.0;
    for (Index s = 0; s < S; ++s) {
      const Index at = model.industry(n, s);
      const double cost = output[at] / model.base.markup[at];
      income +=
          output[at] - cost + cost * model.value_added_share[at] + flows.border[at] - output[at];
      for (Index i = 0; i < R; ++i) {
        const Index e = model.edge(s, i, n);
        income += flows.paid[e] * model.base.tariff[e] / (1.0 + model.base.tariff[e]);
      }
    }
    model.base.transfer[n] = model.final_spending[n] - income;
  }
  return Done{};
}

}  // namespace domar::equilibrium
