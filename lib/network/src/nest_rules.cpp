#include "domar/network/nest_rules.hpp"

#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "domar/network/from_accounts.hpp"

namespace domar::network {

namespace {

using Of = NestInput::Of;

Error problem(ErrorCode code, std::string what, std::string where) {
  return {code, std::move(what), std::move(where), "", ""};
}

bool is_elasticity(double value) { return value >= 0.0 && std::isfinite(value); }

/// Every nest but the root is bought once, and the root by nobody: then no circle can be reached.
Status check_tree(const NestTree& tree, Index goods) {
  if (tree.empty()) return problem(ErrorCode::bad_input, "a tree of nests has no nest", "");
  std::vector<int> bought(tree.size(), 0);
  std::vector<Index> reached{0};
  for (Index next = 0; next < reached.size(); ++next) {
    const Nest& nest = tree[reached[next]];
    if (!is_elasticity(nest.elasticity)) {
      return problem(ErrorCode::bad_value,
                     fmt::format("elasticity {} is not a number from 0 up", nest.elasticity),
                     nest.name);
    }
    for (const NestInput& input : nest.inputs) {
      for (const Index good : input.goods) {
        if (good < goods) continue;
        return problem(ErrorCode::bad_input, "a nest buys a good that does not exist", nest.name);
      }
      if (input.of != Of::nest) continue;
      if (input.nest == 0 || input.nest >= tree.size() || ++bought[input.nest] > 1) {
        return problem(ErrorCode::bad_input, "buys the root, or a nest that is bought elsewhere",
                       nest.name);
      }
      reached.push_back(input.nest);
    }
  }
  for (Index k = 1; k < tree.size(); ++k) {
    if (bought[k] == 0) return problem(ErrorCode::bad_input, "no nest buys it", tree[k].name);
  }
  return Done{};
}

Status check_by_good(const accounts::Economy& economy, const NestRules& rules) {
  const Index goods = economy.goods.size();
  const auto wrong_size = [&](const Vector& v, bool may_be_empty) {
    return v.size() != goods && !(may_be_empty && v.empty());
  };
  if (wrong_size(rules.armington, false) || wrong_size(rules.exports, false) ||
      wrong_size(rules.home, true) || wrong_size(rules.transformation, true)) {
    return problem(ErrorCode::shape_mismatch,
                   fmt::format("the trade elasticities are not one for each of {} goods", goods),
                   economy.name);
  }
  if (wrong_size(rules.subsistence, true)) {
    return problem(
        ErrorCode::shape_mismatch,
        fmt::format("{} parts of subsistence for {} goods", rules.subsistence.size(), goods),
        economy.name);
  }
  for (Index i = 0; i < goods; ++i) {
    const bool fine = is_elasticity(rules.armington[i]) && is_elasticity(rules.exports[i]) &&
                      (rules.home.empty() || is_elasticity(rules.home[i])) &&
                      (rules.transformation.empty() || std::isfinite(rules.transformation[i]));
    if (!fine) {
      return problem(ErrorCode::bad_value, "a trade elasticity is negative or not finite",
                     "good " + economy.goods.code(i));
    }
    const double part = rules.subsistence.empty() ? 0.0 : rules.subsistence[i];
    if (part >= 0.0 && part < 1.0) continue;
    return problem(ErrorCode::bad_value,
                   fmt::format("subsistence {} is not a share from 0 to below 1", part),
                   "good " + economy.goods.code(i));
  }
  return Done{};
}

NestInput all_goods(Index goods) {
  NestInput input{Of::goods, 0, std::vector<Index>(goods)};
  std::iota(input.goods.begin(), input.goods.end(), Index{0});
  return input;
}

}  // namespace

NestRules standard_rules(const accounts::Economy& economy, const Elasticities& e, Armington kind) {
  const NestInput goods = all_goods(economy.goods.size());
  NestRules rules;
  rules.trees = {{{"output", e.output, {{Of::nest, 1, {}}, {Of::nest, 2, {}}}},
                  {"value added",
                   e.value_added,
                   {{Of::labour, 0, {}}, {Of::capital, 0, {}}, {Of::data, 0, {}}}},
                  {"inputs", e.inputs, {goods}}}};
  rules.tree.assign(economy.industries.size(), 0);
  rules.household = {{"", e.final_use, {goods}}};
  rules.government = {{"", e.final_use, {goods}}};
  rules.investment = {{"", e.inputs, {goods}}};
  rules.armington = e.armington;
  rules.exports = e.exports;
  if (kind == Armington::two_levels) {
    for (const double sigma : e.armington) rules.home.push_back(0.5 * sigma);
  }
  return rules;
}

Status check_rules(const accounts::Economy& economy, const NestRules& rules) {
  const Index goods = economy.goods.size();
  if (rules.tree.size() != economy.industries.size()) {
    return problem(
        ErrorCode::shape_mismatch,
        fmt::format("{} trees for {} industries", rules.tree.size(), economy.industries.size()),
        economy.name);
  }
  for (const Index number : rules.tree) {
    if (number >= rules.trees.size()) {
      return problem(ErrorCode::bad_input, "an industry has no tree of nests", economy.name);
    }
  }
  for (const NestTree& tree : rules.trees) {
    if (auto status = check_tree(tree, goods); !status.ok()) return status;
  }
  for (const NestTree* tree : {&rules.household, &rules.government, &rules.investment}) {
    if (auto status = check_tree(*tree, goods); !status.ok()) return status;
    for (const Nest& nest : *tree) {
      for (const NestInput& input : nest.inputs) {
        if (input.of == Of::nest || input.of == Of::goods) continue;
        return problem(ErrorCode::bad_input, "a final user buys no factors",
                       nest.name.empty() ? economy.name : nest.name);
      }
    }
  }
  return check_by_good(economy, rules);
}

}  // namespace domar::network
