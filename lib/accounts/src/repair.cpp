#include "domar/accounts/repair.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "domar/accounts/totals.hpp"
#include "places.hpp"

namespace domar::accounts {

namespace {

constexpr double k_least_value_added = 0.01;  // of output, after the rule `income`

/// The accounts while they are repaired.
class Workshop {
 public:
  explicit Workshop(const Economy& economy) : economy_(economy), stocks_(economy.regions.size()) {
    for (Index r = 0; r < stocks_.size(); ++r) stocks_[r] = stock_user(r);
  }

  void negative_flows() {
    each_cell([&](Index r, Index i, Index u, double& value) {
      if (value >= 0.0 || u >= economy_.industries.size()) return;
      add_to_stocks(r, i, value);
      economy_.value_added(operating_surplus, u) += value;
      book(fmt::format("input to {} was {:.6g}", user_place(economy_, u), value),
           variety_place(economy_, r, i), value);
      value = 0.0;
    });
  }

  void negative_final_use() {
    each_cell([&](Index r, Index i, Index u, double& value) {
      if (value >= 0.0 || u < economy_.industries.size()) return;
      const FinalUse& use = economy_.final_uses[u - economy_.industries.size()];
      if (use.kind == FinalUseKind::stock_change) return;
      const Index stocks = stocks_[use.region];
      if (stocks == Economy::k_none) return lacking_stocks(use.region);
      economy_.use[r](i, stocks) += value;
      book(fmt::format("{} was {:.6g}", user_place(economy_, u), value),
           variety_place(economy_, r, i), value);
      value = 0.0;
    });
  }

  void unsupplied_goods() {
    const Vector outputs = gross_outputs(economy_);
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      for (Index i = 0; i < economy_.goods.size(); ++i) {
        if (economy_.supplier[r][i] != Economy::k_none) continue;
        double sold = 0.0;
        for (const double value : economy_.use[r].row(i)) sold += std::abs(value);
        if (sold > 0.0) hand_over(r, i, sold, outputs);
      }
    }
  }

  void income() {
    const Vector outputs = gross_outputs(economy_);
    for (Index j = 0; j < outputs.size(); ++j) {
      const double value_added = economy_.value_added_of(j);
      const double inputs = outputs[j] - value_added;
      if (outputs[j] <= 0.0 || inputs <= 0.0 || value_added > 0.0) continue;
      const double wanted = k_least_value_added * outputs[j];
      const double keep = (outputs[j] - wanted) / inputs;
      for (Index r = 0; r < economy_.regions.size(); ++r) {
        for (Index i = 0; i < economy_.goods.size(); ++i) {
          double& value = economy_.use[r](i, j);
          if (value == 0.0) continue;
          add_to_stocks(r, i, value * (1.0 - keep));
          value *= keep;
        }
      }
      economy_.value_added(operating_surplus, j) += wanted - value_added;
      book(fmt::format("value added was {:.6g}, {:.3g} % of output", value_added,
                       100.0 * value_added / outputs[j]),
           industry_place(economy_, j), wanted - value_added);
    }
  }

  /// Gaps between sales and output, by stocks (`by_stocks`) or by operating surplus.
  void close_gaps(bool by_stocks) {
    const Vector outputs = gross_outputs(economy_);
    const Vector sales = industry_sales(economy_);
    const std::vector<Index> good = first_good();
    for (Index j = 0; j < outputs.size(); ++j) {
      const double gap = outputs[j] - sales[j];
      if (std::abs(gap) <= 1e-13 * std::max(std::abs(outputs[j]), std::abs(sales[j]))) continue;
      if (!by_stocks) {
        economy_.value_added(operating_surplus, j) -= gap;
      } else if (good[j] == Economy::k_none) {
        continue;  // it supplies nothing that stocks could hold
      } else {
        add_to_stocks(economy_.industries[j].region, good[j], gap);
      }
      book(fmt::format("sales were {:.6g}, output {:.6g}", sales[j], outputs[j]),
           industry_place(economy_, j), gap);
    }
  }

  void start(const std::string& rule) { rule_ = rule; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  Repaired finish() {
    for (auto begin = repairs_.begin(); begin != repairs_.end();) {
      const auto end = std::find_if(
          begin, repairs_.end(), [&](const Repair& repair) { return repair.rule != begin->rule; });
      double moved = 0.0;
      for (auto each = begin; each != end; ++each) moved += each->moved;
      std::sort(begin, end, [](const Repair& a, const Repair& b) { return a.moved > b.moved; });
      economy_.notes.push_back(fmt::format("repaired by rule {}: {} places, {:.6g} {} moved",
                                           begin->rule, end - begin, moved, economy_.unit));
      begin = end;
    }
    return {std::move(economy_), std::move(repairs_)};
  }

 private:
  [[nodiscard]] Index stock_user(Index region) const {
    for (Index f = 0; f < economy_.final_uses.size(); ++f) {
      const FinalUse& use = economy_.final_uses[f];
      const bool takes =
          use.kind == FinalUseKind::stock_change || use.kind == FinalUseKind::everything;
      if (use.region == region && takes) return economy_.user_of_final_use(f);
    }
    return Economy::k_none;
  }

  void each_cell(const std::function<void(Index, Index, Index, double&)>& act) {
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      for (Index i = 0; i < economy_.goods.size(); ++i) {
        auto row = economy_.use[r].row(i);
        for (Index u = 0; u < row.size(); ++u) act(r, i, u, row[u]);
      }
    }
  }

  /// Stocks at the seller's home take `amount` of its variety.
  void add_to_stocks(Index region, Index good, double amount) {
    if (stocks_[region] == Economy::k_none) return lacking_stocks(region);
    economy_.use[region](good, stocks_[region]) += amount;
  }

  void lacking_stocks(Index region) {
    if (error_) return;
    error_ = Error{ErrorCode::bad_value,
                   fmt::format("rule {} needs stock changes, and the region has none", rule_),
                   economy_.regions.code(region),
                   "leave the rule out, or give the table a column of stock changes", ""};
  }

  /// Sales of a good that the region does not make become exports of the largest maker.
  void hand_over(Index region, Index good, double sold, const Vector& outputs) {
    Index maker = Economy::k_none;
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      const Index j = economy_.supplier[r][good];
      if (j == Economy::k_none) continue;
      if (maker == Economy::k_none || outputs[j] > outputs[economy_.supplier[maker][good]])
        maker = r;
    }
    if (maker == Economy::k_none) return;  // nobody makes it: check goes on saying so
    auto from = economy_.use[region].row(good);
    auto to = economy_.use[maker].row(good);
    for (Index u = 0; u < from.size(); ++u) {
      to[u] += from[u];
      from[u] = 0.0;
    }
    book(fmt::format("sold {:.6g} that nobody there makes; now from {}", sold,
                     economy_.regions.code(maker)),
         variety_place(economy_, region, good), sold);
  }

  [[nodiscard]] std::vector<Index> first_good() const {
    std::vector<Index> good(economy_.industries.size(), Economy::k_none);
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      for (Index i = economy_.goods.size(); i-- > 0;) {
        if (const Index j = economy_.supplier[r][i]; j != Economy::k_none) good[j] = i;
      }
    }
    return good;
  }

  void book(std::string what, std::string where, double moved) {
    repairs_.push_back({rule_, std::move(what), std::move(where), std::abs(moved)});
  }

  Economy economy_;
  std::vector<Index> stocks_;  ///< by region: the user that takes up differences
  std::vector<Repair> repairs_;
  std::string rule_;
  std::optional<Error> error_;
};

/// A rule with what it does. `by_name_only`: not applied unless asked for.
struct Step {
  RepairRule rule;
  void (*apply)(Workshop&);
  bool by_name_only = false;
};

const std::vector<Step>& steps() {
  static const std::vector<Step> k_steps{
      {{"negative-flows",
        "inputs below zero become zero; the seller's stocks and the buyer's surplus take them"},
       [](Workshop& shop) { shop.negative_flows(); }},
      {{"negative-final-use",
        "final uses below zero become zero; stock changes of the same region take them"},
       [](Workshop& shop) { shop.negative_final_use(); }},
      {{"unsupplied-goods",
        "what a region sells without making it comes from the largest maker elsewhere"},
       [](Workshop& shop) { shop.unsupplied_goods(); }},
      {{"income",
        "value added at or below zero is raised to 1 % of output; inputs give way in proportion"},
       [](Workshop& shop) { shop.income(); }},
      {{"sales", "stock changes at home take what sales fall short of output, or exceed it"},
       [](Workshop& shop) { shop.close_gaps(true); }},
      {{"output", "operating surplus takes the gap, so that output is what is sold (only by name)"},
       [](Workshop& shop) { shop.close_gaps(false); },
       true},
  };
  return k_steps;
}

Status known_rules(const std::vector<std::string>& rules) {
  for (const std::string& name : rules) {
    const bool known = std::any_of(steps().begin(), steps().end(),
                                   [&](const Step& step) { return step.rule.name == name; });
    if (known) continue;
    std::string all;
    for (const Step& step : steps()) all += (all.empty() ? "" : ", ") + step.rule.name;
    return Error{ErrorCode::not_found, fmt::format("'{}' is no repair", name), "",
                 "repairs are: " + all, ""};
  }
  return Done{};
}

}  // namespace

const std::vector<RepairRule>& repair_rules() {
  static const std::vector<RepairRule> k_rules = [] {
    std::vector<RepairRule> rules;
    for (const Step& step : steps()) rules.push_back(step.rule);
    return rules;
  }();
  return k_rules;
}

Result<Repaired> repair(const Economy& economy, const std::vector<std::string>& rules) {
  if (auto status = known_rules(rules); !status.ok()) return status.error();
  const auto wanted = [&](const Step& step) {
    if (rules.empty()) return !step.by_name_only;
    return std::find(rules.begin(), rules.end(), step.rule.name) != rules.end();
  };
  Workshop shop(economy);
  for (const Step& step : steps()) {
    if (!wanted(step)) continue;
    shop.start(step.rule.name);
    step.apply(shop);
    if (shop.error()) return *shop.error();
  }
  return shop.finish();
}

}  // namespace domar::accounts
