#include "domar/equilibrium/world_from_accounts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace domar::equilibrium {

using accounts::Economy;

bool is_world(const Economy& economy) {
  std::vector<int> makes(economy.industries.size(), 0);
  for (const auto& by_good : economy.supplier) {
    for (const Index industry : by_good) {
      if (industry != Economy::k_none) ++makes[industry];
    }
  }
  const bool one_good_each =
      std::all_of(makes.begin(), makes.end(), [](int goods) { return goods == 1; });
  return one_good_each && economy.regions.size() > 1 && economy.goods.size() > 1;
}

namespace {

double capital_of(const Economy& economy, Index j) {
  return economy.value_added(accounts::depreciation, j) +
         economy.value_added(accounts::operating_surplus, j);
}

class Builder {
 public:
  Builder(const Economy& economy, const WorldAccountsOptions& options)
      : economy_(economy),
        options_(options),
        R_(economy.regions.size()),
        S_(economy.goods.size()),
        U_(S_ + 1),
        flow_(S_ * R_ * R_ * U_, 0.0) {
    built_.model = empty_world(economy.regions, economy.goods, world_factors(economy));
  }

  Result<WorldFromAccounts> build() {
    WorldModel& model = built_.model;
    for (Index s = 0; s < S_; ++s) {
      model.armington[s] = options_.elasticities.armington[s];
      model.output_elasticity[s] = options_.elasticities.output;
      model.input_elasticity[s] = options_.elasticities.inputs;
    }
    model.input_elasticity[S_] = options_.elasticities.final_use;
    model.factor_elasticity = options_.elasticities.value_added;
    if (!options_.scale.empty()) model.scale_elasticity = options_.scale;
    gather_flows();
    for (Index n = 0; n < R_; ++n) {
      set_final_demand(n);
      if (!(model.final_spending[n] > 0.0)) {
        return Error{ErrorCode::bad_value, "final spending is not positive",
                     economy_.regions.code(n), "check its final uses, or aggregate it", ""};
      }
      for (Index g = 0; g < S_; ++g) {
        set_recipe(n, g);
        if (auto status = pay_markup(n, g); !status.ok()) return status.error();
      }
    }
    set_trade();
    if (auto status = fit_flows(model); !status.ok()) return status.error();
    compare_output();
    built_.repairs.insert(built_.repairs.end(), repairs_.begin(), repairs_.end());
    return std::move(built_);
  }

 private:
  [[nodiscard]] double& flow(Index g, Index o, Index n, Index u) {
    return flow_[((g * R_ + o) * R_ + n) * U_ + u];
  }

  void repair(const std::string& rule, const std::string& where, double money) {
    for (auto& known : repairs_) {
      if (known.rule != rule) continue;
      known.money += money;
      known.where = "several";
      return;
    }
    repairs_.push_back({rule, where, money});
  }

  /// What users of a region pay for each variety: industries by the good they make, all final uses
  /// together.
  void gather_flows() {
    std::vector<Index> user_of(economy_.users(), S_);
    for (Index n = 0; n < R_; ++n) {
      for (Index g = 0; g < S_; ++g) {
        if (economy_.supplier[n][g] != Economy::k_none) user_of[economy_.supplier[n][g]] = g;
      }
    }
    for (Index o = 0; o < R_; ++o) {
      for (Index g = 0; g < S_; ++g) {
        for (Index u = 0; u < economy_.users(); ++u) {
          flow(g, o, economy_.region_of_user(u), user_of[u]) += economy_.use[o](g, u);
        }
        const bool makes = economy_.supplier[o][g] != Economy::k_none;
        for (Index n = 0; n < R_; ++n) {
          for (Index u = 0; u < U_; ++u) {
            double& value = flow(g, o, n, u);
            if (value < 0.0 || (value > 0.0 && !makes)) {
              repair(value < 0.0
                         ? (u == S_ ? "final uses below zero (stocks drawn down) become zero"
                                    : "inputs below zero become zero")
                         : "what nobody makes is not bought",
                     economy_.goods.code(g) + " from " + economy_.regions.code(o) + " to " +
                         economy_.regions.code(n),
                     std::abs(value));
              value = 0.0;
            }
          }
        }
      }
    }
  }

  void set_final_demand(Index n) {
    WorldModel& model = built_.model;
    double total = 0.0;
    for (Index g = 0; g < S_; ++g) {
      double bought = 0.0;
      for (Index o = 0; o < R_; ++o) bought += flow(g, o, n, S_);
      model.use_share[n](g, S_) = bought;
      total += bought;
    }
    model.final_spending[n] = total;
    for (Index g = 0; g < S_ && total > 0.0; ++g) model.use_share[n](g, S_) /= total;
  }

  void set_recipe(Index n, Index made) {
    WorldModel& model = built_.model;
    const Index at = model.industry(n, made);
    const Index j = economy_.supplier[n][made];
    model.factor_share[n](0, made) = 1.0;
    if (j == Economy::k_none) return;
    double inputs = 0.0;
    for (Index g = 0; g < S_; ++g) {
      double bought = 0.0;
      for (Index o = 0; o < R_; ++o) bought += flow(g, o, n, made);
      model.use_share[n](g, made) = bought;
      inputs += bought;
    }
    for (Index g = 0; g < S_ && inputs > 0.0; ++g) model.use_share[n](g, made) /= inputs;
    double labour = economy_.value_added(accounts::labour, j);
    double capital = capital_of(economy_, j);
    const std::string where = model.industry_name(at);
    if (labour < 0.0 || capital < 0.0) {
      repair("income of a factor below zero is taken from the other", where,
             std::max(-labour, 0.0) + std::max(-capital, 0.0));
      const double both = std::max(labour + capital, 0.0);
      labour = labour < 0.0 ? 0.0 : both;
      capital = both - labour;
    }
    const double least = options_.least_value_added * inputs;
    if (labour + capital < least || (labour + capital == 0.0 && inputs == 0.0)) {
      if (inputs > 0.0) {
        repair("factors earn a least share of cost", where, least - labour - capital);
      }
      labour += inputs > 0.0 ? least - labour - capital : 1.0;
    }
    const double cost = inputs + labour + capital;
    model.value_added_share[at] = inputs > 0.0 ? (labour + capital) / cost : 1.0;
    model.factor_share[n](0, made) = labour / (labour + capital);
    if (model.factor_count() > 1) model.factor_share[n](1, made) = capital / (labour + capital);
    const double taxes = economy_.value_added(accounts::production_taxes, j);
    constexpr double k_highest_subsidy = -0.9;  // of cost
    if (taxes <= k_highest_subsidy * cost) {
      repair("subsidies of nearly all costs are left out", where, -taxes);
    } else {
      model.base.output_tax[at] = taxes / cost;
    }
  }

  /// Profits come out of value added: revenue and inputs stay, factors get less.
  Status pay_markup(Index n, Index made) {
    if (options_.markup.empty() || options_.markup[made] == 0.0) return Done{};
    WorldModel& model = built_.model;
    const Index at = model.industry(n, made);
    if (economy_.supplier[n][made] == Economy::k_none) return Done{};
    const double markup = 1.0 + options_.markup[made];
    const double inputs = (1.0 - model.value_added_share[at]) * markup;  // of the new cost
    if (inputs > 1.0 - options_.least_value_added) {
      const double highest =
          (1.0 - options_.least_value_added) / (1.0 - model.value_added_share[at]);
      return Error{ErrorCode::infeasible,
                   fmt::format("a markup of {:g} leaves nothing for the factors: value added is "
                               "{:.3g} of revenue",
                               options_.markup[made], model.value_added_share[at]),
                   model.industry_name(at), fmt::format("{:.3g} would fit", highest - 1.0), ""};
    }
    model.base.markup[at] = markup;
    model.value_added_share[at] = 1.0 - inputs;
    return Done{};
  }

  void set_trade() {
    WorldModel& model = built_.model;
    const bool by_user = options_.sourcing == network::Sourcing::by_user;
    if (by_user) model.user_share.assign(flow_.size(), 0.0F);
    for (Index g = 0; g < S_; ++g) {
      for (Index n = 0; n < R_; ++n) {
        double all = 0.0;
        for (Index u = 0; u < U_; ++u) {
          double total = 0.0;
          for (Index o = 0; o < R_; ++o) total += flow(g, o, n, u);
          all += total;
          for (Index o = 0; by_user && o < R_; ++o) {
            const double share = total > 0.0 ? flow(g, o, n, u) / total : 0.0;
            model.user_share[model.edge(g, o, n) * U_ + u] = static_cast<float>(share);
          }
        }
        for (Index o = 0; o < R_ && all > 0.0; ++o) {
          double bought = 0.0;
          for (Index u = 0; u < U_; ++u) bought += flow(g, o, n, u);
          model.trade_share[model.edge(g, o, n)] = bought / all;
        }
      }
    }
  }

  void compare_output() {
    const WorldModel& model = built_.model;
    double measured = 0.0;
    double moved = 0.0;
    for (Index n = 0; n < R_; ++n) {
      for (Index g = 0; g < S_; ++g) {
        const Index j = economy_.supplier[n][g];
        if (j == Economy::k_none) continue;
        const Index at = model.industry(n, g);
        const double is = model.output[at] * (1.0 + model.base.output_tax[at]);
        const double was = economy_.gross_output(j);
        const double difference = std::abs(is - was);
        measured += was;
        moved += difference;
        if (difference > built_.worst_money) {
          built_.worst_money = difference;
          built_.worst_industry = model.industry_name(at);
        }
      }
    }
    built_.output_moved = measured > 0.0 ? moved / measured : 0.0;
  }

  const Economy& economy_;
  const WorldAccountsOptions& options_;
  Index R_, S_, U_;
  Vector flow_;
  std::vector<network::Repair> repairs_;
  WorldFromAccounts built_;
};

}  // namespace

Labels world_factors(const Economy& economy) {
  std::vector<std::string> names{"labour"};
  for (Index j = 0; j < economy.industries.size(); ++j) {
    if (capital_of(economy, j) == 0.0) continue;
    names.emplace_back("capital");
    break;
  }
  return Labels::make(names, names).value();
}

Result<WorldFromAccounts> build_world(const Economy& economy, const WorldAccountsOptions& options) {
  if (!is_world(economy)) {
    return Error{ErrorCode::bad_input,
                 "this economy is no world in which every industry makes one good of its own",
                 economy.name, "the general network solves it (network::build_network)", ""};
  }
  if (options.elasticities.armington.size() != economy.goods.size()) {
    return Error{ErrorCode::shape_mismatch, "one Armington elasticity per good is needed",
                 economy.name, "", ""};
  }
  for (const Vector* by_good : {&options.markup, &options.scale}) {
    if (by_good->empty() || by_good->size() == economy.goods.size()) continue;
    return Error{ErrorCode::shape_mismatch, "one markup and scale elasticity per good is needed",
                 economy.name, "", ""};
  }
  auto built = Builder(economy, options).build();
  if (!built.ok()) return built.error();
  if (auto status = built->model.check(); !status.ok()) return status.error();
  return built;
}

}  // namespace domar::equilibrium
