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

namespace {

/// Takes its shares from sellers that sell nothing, gives them to the others. Tells whether any
/// did.
bool drop_idle_sellers(WorldModel& model) {
  const Index R = model.region_count();
  const Index U = model.by_user() ? model.users() : 1;
  std::vector<char> dropped(model.sector_count(), 0);
  numerics::for_each(model.sector_count(), static_cast<double>(model.edges() * U), [&](Index s) {
    for (Index i = 0; i < R; ++i) {
      if (model.output[model.industry(i, s)] > 0.0) continue;
      for (Index k = model.edge(s, i, 0) * U; k < (model.edge(s, i, 0) + R) * U; ++k) {
        if (model.by_user() ? model.user_share[k] == 0.0F : model.trade_share[k] == 0.0) continue;
        (model.by_user() ? static_cast<void>(model.user_share[k] = 0.0F)
                         : static_cast<void>(model.trade_share[k] = 0.0));
        dropped[s] = 1;
      }
    }
    if (!dropped[s]) return;
    Vector total(R * U, 0.0);
    for (int pass = 0; pass < 2; ++pass) {
      for (Index k = 0; k < R * R * U; ++k) {
        const Index at = model.edge(s, 0, 0) * U + k;
        double share =
            model.by_user() ? static_cast<double>(model.user_share[at]) : model.trade_share[at];
        if (pass == 0) {
          total[k % (R * U)] += share;
          continue;
        }
        if (share > 0.0) share /= total[k % (R * U)];
        if (model.by_user()) {
          model.user_share[at] = static_cast<float>(share);
        } else {
          model.trade_share[at] = share;
        }
      }
    }
  });
  return std::any_of(dropped.begin(), dropped.end(), [](char yes) { return yes != 0; });
}

Status fit_once(WorldModel& model);

}  // namespace

Status fit_flows(WorldModel& model) {
  do {
    if (auto status = fit_once(model); !status.ok()) return status;
  } while (drop_idle_sellers(model));
  return Done{};
}

namespace {

Status fit_once(WorldModel& model) {
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

}  // namespace

}  // namespace domar::equilibrium
