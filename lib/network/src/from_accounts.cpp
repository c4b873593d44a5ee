#include "domar/network/from_accounts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

namespace domar::network {

using accounts::Economy;
using accounts::FinalUseKind;

namespace {

Error problem(ErrorCode code, std::string what, std::string where, std::string hint = "") {
  return {code, std::move(what), std::move(where), std::move(hint), ""};
}

Status check_options(const Economy& economy, const NetworkOptions& options) {
  const Elasticities& e = options.elasticities;
  if (e.armington.size() != economy.goods.size() || e.exports.size() != economy.goods.size()) {
    return problem(ErrorCode::shape_mismatch,
                   fmt::format("{} Armington and {} export elasticities for {} goods",
                               e.armington.size(), e.exports.size(), economy.goods.size()),
                   economy.name);
  }
  const auto bad = [](double value) { return !(value >= 0.0) || !std::isfinite(value); };
  if (bad(e.output) || bad(e.inputs) || bad(e.value_added) || bad(e.final_use)) {
    return problem(ErrorCode::bad_value, "an elasticity of substitution is negative or not finite",
                   economy.name);
  }
  for (Index i = 0; i < economy.goods.size(); ++i) {
    if (bad(e.armington[i]) || bad(e.exports[i])) {
      return problem(ErrorCode::bad_value, "a trade elasticity is negative or not finite",
                     "good " + economy.goods.code(i));
    }
  }
  const auto is_share = [](double value) { return value >= 0.0 && value < 1.0; };
  if (!is_share(options.data_share) || !is_share(options.capital_floor) ||
      !(options.data_cap_of_surplus >= 0.0 && options.data_cap_of_surplus <= 1.0)) {
    return problem(ErrorCode::bad_value,
                   "data share, capital floor and data's cap of surplus are shares", economy.name);
  }
  return Done{};
}

/// The accounts after repairs, final uses merged into the kinds the network has.
struct Repaired {
  std::vector<Matrix> use;  ///< [origin](good, column): industries, then columns below
  struct Column {
    Index region;
    FinalUseKind kind;  ///< household, government, fixed_investment (with stocks) or everything
    bool subsistence = false;  ///< what households buy at any price; another column has the rest
  };
  std::vector<Column> columns;
  Vector labour, capital, data, tax;  ///< by industry
  std::vector<Repair> repairs;
};

Index column_for(Repaired& repaired, Index region, FinalUseKind kind) {
  if (kind == FinalUseKind::stock_change) kind = FinalUseKind::fixed_investment;
  for (Index c = 0; c < repaired.columns.size(); ++c) {
    if (repaired.columns[c].region == region && repaired.columns[c].kind == kind) return c;
  }
  repaired.columns.push_back({region, kind});
  return repaired.columns.size() - 1;
}

void merge_final_uses(const Economy& economy, Repaired& repaired) {
  std::vector<Index> target;
  for (const auto& f : economy.final_uses) target.push_back(column_for(repaired, f.region, f.kind));
  const Index industries = economy.industries.size();
  for (const Matrix& origin : economy.use) {
    Matrix merged(origin.rows(), industries + repaired.columns.size());
    for (Index i = 0; i < origin.rows(); ++i) {
      for (Index j = 0; j < industries; ++j) merged(i, j) = origin(i, j);
      for (Index f = 0; f < target.size(); ++f) {
        merged(i, industries + target[f]) += origin(i, economy.user_of_final_use(f));
      }
    }
    repaired.use.push_back(std::move(merged));
  }
}

/// The region whose single industry makes everything, if `region` trades with one; else k_none.
Index composite_partner(const Economy& economy, Index region) {
  for (Index r = 0; r < economy.regions.size(); ++r) {
    if (r == region) continue;
    const auto count = std::count_if(economy.industries.begin(), economy.industries.end(),
                                     [&](const auto& industry) { return industry.region == r; });
    if (count == 1) return r;
  }
  return k_none;
}

/// Takes `amount` from what the partner's final users buy of a good that `region` does not make.
bool sell_less_at_home(const Economy& economy, Repaired& repaired, Index partner, Index region,
                       double amount) {
  Matrix& own = repaired.use[partner];
  for (Index c = 0; c < repaired.columns.size(); ++c) {
    if (repaired.columns[c].region != partner) continue;
    for (Index g = 0; g < economy.goods.size(); ++g) {
      double& bought = own(g, economy.industries.size() + c);
      if (bought <= amount || economy.supplier[region][g] != Economy::k_none) continue;
      bought -= amount;
      return true;
    }
  }
  return false;
}

/// Where stocks are drawn down by more than fixed investment buys, the good that came out of stocks
/// is taken to come from imports instead: the region's users switch that much from the domestic to
/// the imported variety. Output, value added and all costs stay; imports rise by the amount.
Status repair_stocks(const Economy& economy, Repaired& repaired) {
  const Index industries = economy.industries.size();
  for (Index c = 0; c < repaired.columns.size(); ++c) {
    const Index region = repaired.columns[c].region;
    const Index partner = composite_partner(economy, region);
    const Index column = industries + c;
    if (repaired.columns[c].kind != FinalUseKind::fixed_investment) continue;
    for (Index i = 0; i < economy.goods.size(); ++i) {
      Matrix& own = repaired.use[region];
      const double missing = -own(i, column);
      if (!(missing > 0.0)) continue;
      if (partner == k_none) {
        return problem(
            ErrorCode::bad_value, "stocks are drawn down by more than investment buys",
            fmt::format("good {} of {}", economy.goods.code(i), economy.regions.code(region)),
            "repair the table (set stock changes to zero and balance it again)");
      }
      own(i, column) = 0.0;
      std::vector<Index> users;
      double total = 0.0;
      for (Index u = 0; u < own.cols(); ++u) {
        const Index buyer =
            u < industries ? economy.industries[u].region : repaired.columns[u - industries].region;
        if (buyer == region && own(i, u) > 0.0) {
          users.push_back(u);
          total += own(i, u);
        }
      }
      if (total < missing) {
        return problem(ErrorCode::bad_value, "stocks are drawn down by more than all users buy",
                       "good " + economy.goods.code(i));
      }
      for (const Index u : users) {
        const double switched = missing * own(i, u) / total;
        own(i, u) -= switched;
        repaired.use[partner](i, u) += switched;
      }
      // The partner sells more abroad and less of its composite good at home.
      if (!sell_less_at_home(economy, repaired, partner, region, missing)) {
        return problem(ErrorCode::bad_value, "stocks are drawn down by more than imports can meet",
                       "good " + economy.goods.code(i));
      }
      repaired.repairs.push_back({"stocks drawn down are met by imports",
                                  economy.goods.code(i) + " " + economy.goods.title(i), missing});
    }
  }
  return Done{};
}

/// A column of its own for what the first region's households buy at any price.
void split_subsistence(const Economy& economy, const NestRules& rules, Repaired& repaired) {
  Index household = k_none;
  for (Index c = 0; c < repaired.columns.size(); ++c) {
    const auto& column = repaired.columns[c];
    if (column.region == 0 && column.kind == FinalUseKind::household) {
      household = economy.industries.size() + c;
    }
  }
  if (household == k_none) return;
  double basic = 0.0;
  std::vector<Matrix> split;
  for (const Matrix& origin : repaired.use) {
    Matrix wider(origin.rows(), origin.cols() + 1);
    for (Index i = 0; i < origin.rows(); ++i) {
      std::copy_n(origin.row(i).begin(), origin.cols(), wider.row(i).begin());
      const double part = rules.subsistence[i] * origin(i, household);
      wider(i, origin.cols()) = part;
      wider(i, household) -= part;
      basic += part;
    }
    split.push_back(std::move(wider));
  }
  if (basic == 0.0) return;
  repaired.use = std::move(split);
  repaired.columns.push_back({0, FinalUseKind::household, true});
}

Status refuse_negative_flows(const Economy& economy, const Repaired& repaired) {
  for (Index o = 0; o < repaired.use.size(); ++o) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      for (Index u = 0; u < repaired.use[o].cols(); ++u) {
        if (repaired.use[o](i, u) >= 0.0) continue;
        const std::string user =
            u < economy.industries.size()
                ? economy.industries[u].code
                : std::string(name_of(repaired.columns[u - economy.industries.size()].kind));
        return problem(ErrorCode::bad_value,
                       fmt::format("negative flow {:.6g}", repaired.use[o](i, u)),
                       fmt::format("good {} from {} to {}", economy.goods.code(i),
                                   economy.regions.code(o), user),
                       "no rule repairs this; correct the table first");
      }
    }
  }
  return Done{};
}

/// Value added into labour, capital, data and production tax; floors and caps are reported.
Status split_value_added(const Economy& economy, const NetworkOptions& options,
                         Repaired& repaired) {
  const Index n = economy.industries.size();
  repaired.labour.assign(n, 0.0);
  repaired.capital.assign(n, 0.0);
  repaired.data.assign(n, 0.0);
  repaired.tax.assign(n, 0.0);
  for (Index j = 0; j < n; ++j) {
    const std::string where = economy.industries[j].code + " " + economy.industries[j].name;
    const double surplus = economy.value_added(accounts::operating_surplus, j);
    const double depreciation = economy.value_added(accounts::depreciation, j);
    double labour = economy.value_added(accounts::labour, j);
    const double tax = economy.value_added(accounts::production_taxes, j);
    const double factor_income = labour + depreciation + surplus;
    if (!(factor_income > 0.0)) {
      return problem(ErrorCode::bad_value,
                     fmt::format("factor income of {:.6g} is not positive", factor_income), where,
                     "an industry must pay its factors; correct or merge it");
    }
    double data = 0.0;
    if (depreciation != 0.0 || surplus != 0.0) {
      const double wanted = options.data_share * (factor_income + tax);
      data = std::min(wanted, options.data_cap_of_surplus * std::max(0.0, surplus));
      if (data < wanted * (1.0 - 1e-12)) {
        repaired.repairs.push_back(
            {"data income capped by operating surplus", where, wanted - data});
      }
      double capital = depreciation + surplus - data;
      const double floor = options.capital_floor * factor_income;
      if (capital < floor) {
        const double moved = floor - capital;
        if (moved >= labour) {
          return problem(ErrorCode::bad_value, "capital income is negative beyond repair", where,
                         "labour income does not suffice for the floor; merge the industry");
        }
        labour -= moved;
        capital = floor;
        repaired.repairs.push_back({"capital income floor, taken from labour", where, moved});
      }
      repaired.capital[j] = capital;
    }
    if (!(labour > 0.0)) {
      return problem(ErrorCode::bad_value,
                     fmt::format("labour income {:.6g} is not positive", labour), where);
    }
    repaired.labour[j] = labour;
    repaired.data[j] = data;
    repaired.tax[j] = tax;
  }
  return Done{};
}

/// Adds nodes and flows region by region, industry by industry.
class Assembly {
 public:
  Assembly(const Economy& economy, const NetworkOptions& options, const NestRules& rules,
           const Repaired& repaired)
      : economy_(economy), options_(options), rules_(rules), repaired_(repaired) {
    result_.industries.resize(economy.industries.size());
    result_.regions.resize(economy.regions.size());
    result_.factor_income_0.resize(economy.industries.size());
  }

  Result<AccountsNetwork> run() {
    add_regions();
    add_industries();
    add_imports();
    for (Index j = 0; j < economy_.industries.size(); ++j) add_inputs(j);
    for (Index c = 0; c < repaired_.columns.size(); ++c) add_final_use(c);
    add_tops_and_transfers();
    builder_.prefer_core(options_.preferred_core);
    Result<Network> network = builder_.build();
    if (!network.ok()) return network.error();
    result_.network = std::move(network.value());
    find_edges();
    result_.repairs = repaired_.repairs;
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::string region(Index r) const { return economy_.regions.code(r); }
  [[nodiscard]] std::string name(Index j) const {
    return region(economy_.industries[j].region) + " " + economy_.industries[j].code;
  }

  void add_regions() {
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      result_.regions[r].agent = builder_.add_agent(region(r));
    }
    labour_of_region_.assign(economy_.regions.size(), k_none);
    capital_of_region_.assign(economy_.regions.size(), k_none);
  }

  /// The region's own market for a mobile factor, made when first asked for: none stays empty.
  Index market_of_region(std::vector<Index>& markets, const char* factor, Index r) {
    if (markets[r] == k_none) markets[r] = builder_.add_market(factor + region(r));
    return markets[r];
  }

  /// A user of goods: an industry or a final use.
  struct User {
    Index column = 0;  ///< of the repaired use matrices
    std::string name;
    const NestTree* tree = nullptr;
    Vector factor_cost;           ///< by nest: what it and the nests below pay for factors
    Vector cost;                  ///< by nest: the same with goods
    std::vector<Index> activity;  ///< by nest
  };

  [[nodiscard]] User user_of(Index column, std::string user, const NestTree& tree) const {
    User out{column,
             std::move(user),
             &tree,
             Vector(tree.size(), 0.0),
             Vector(tree.size(), 0.0),
             std::vector<Index>(tree.size(), k_none)};
    add_costs(out, 0);
    return out;
  }
  void add_costs(User& user, Index k) const {
    for (const NestInput& input : (*user.tree)[k].inputs) {
      if (input.of == NestInput::Of::nest) {
        add_costs(user, input.nest);
        user.factor_cost[k] += user.factor_cost[input.nest];
        user.cost[k] += user.cost[input.nest];
      } else if (input.of == NestInput::Of::goods) {
        user.cost[k] += goods_cost(input.goods, user.column);
      } else {
        user.factor_cost[k] += factor_income(input.of)[user.column];
        user.cost[k] += factor_income(input.of)[user.column];
      }
    }
  }
  [[nodiscard]] double goods_cost(const std::vector<Index>& goods, Index column) const {
    double total = 0.0;
    for (const Matrix& origin : repaired_.use) {
      double paid = 0.0;
      for (const Index i : goods) paid += origin(i, column);
      total += paid;
    }
    return total;
  }
  [[nodiscard]] const Vector& factor_income(NestInput::Of of) const {
    return of == NestInput::Of::labour
               ? repaired_.labour
               : (of == NestInput::Of::capital ? repaired_.capital : repaired_.data);
  }

  Index add_nest(User& user, Index k) {
    const Nest& nest = (*user.tree)[k];
    user.activity[k] = builder_.add_activity(
        nest.name.empty() ? user.name : user.name + " " + nest.name, nest.elasticity);
    return user.activity[k];
  }

  /// The nests that pay for factors, those further down first.
  void add_factor_nests(User& user, Index k, const IndustryNodes& nodes) {
    const auto& inputs = (*user.tree)[k].inputs;
    for (const NestInput& input : inputs) {
      if (input.of == NestInput::Of::nest && user.factor_cost[input.nest] > 0.0) {
        add_factor_nests(user, input.nest, nodes);
      }
    }
    const Index activity = add_nest(user, k);
    for (const NestInput& input : inputs) {
      switch (input.of) {
        case NestInput::Of::labour:
          builder_.buy_market(activity, nodes.labour, repaired_.labour[user.column]);
          break;
        case NestInput::Of::capital:
          builder_.buy_market(activity, nodes.capital, repaired_.capital[user.column]);
          break;
        case NestInput::Of::data:
          builder_.buy_market(activity, nodes.data, repaired_.data[user.column]);
          break;
        case NestInput::Of::nest:
          if (user.factor_cost[input.nest] > 0.0) {
            builder_.buy(activity, user.activity[input.nest], user.cost[input.nest]);
          }
          break;
        case NestInput::Of::goods:
          break;
      }
    }
  }

  /// Goods of a nest that has its activity, and the nests of goods below it.
  void add_goods(User& user, Index k) {
    const Index agent = result_.regions[region_of_column(user.column)].agent;
    for (const NestInput& input : (*user.tree)[k].inputs) {
      if (input.of == NestInput::Of::goods) {
        for (const Index i : input.goods) {
          buy_good(user.activity[k], user.column, i, user.name);
        }
      } else if (input.of == NestInput::Of::nest) {
        const bool is_there = user.activity[input.nest] != k_none;
        if (!is_there && user.cost[input.nest] == 0.0) continue;
        if (!is_there) add_nest(user, input.nest);
        add_goods(user, input.nest);
        if (is_there) continue;
        builder_.buy(user.activity[k], user.activity[input.nest], user.cost[input.nest], 0.0,
                     agent);
      }
    }
  }

  void add_industries() {
    for (Index j = 0; j < economy_.industries.size(); ++j) {
      IndustryNodes& nodes = result_.industries[j];
      const Index r = economy_.industries[j].region;
      const Index agent = result_.regions[r].agent;
      nodes.labour = options_.labour == Mobility::mobile
                         ? market_of_region(labour_of_region_, "labour ", r)
                         : builder_.add_market("labour of " + name(j));
      builder_.add_endowment(nodes.labour, agent, repaired_.labour[j]);
      if (repaired_.capital[j] > 0.0) {
        nodes.capital = options_.capital == Mobility::mobile
                            ? market_of_region(capital_of_region_, "capital ", r)
                            : builder_.add_market("capital of " + name(j));
        builder_.add_endowment(nodes.capital, agent, repaired_.capital[j]);
      }
      if (repaired_.data[j] > 0.0) {
        nodes.data = builder_.add_market("data of " + name(j));
        builder_.add_endowment(nodes.data, agent, repaired_.data[j]);
      }
      result_.factor_income_0[j] = repaired_.labour[j] + repaired_.capital[j] + repaired_.data[j];
      producers_.push_back(user_of(j, name(j), rules_.trees[rules_.tree[j]]));
      add_factor_nests(producers_[j], 0, nodes);
      nodes.produce = producers_[j].activity[0];
      nodes.supply = builder_.add_activity(name(j), 1.0);
      nodes.home = nodes.supply;
      add_transformation(j);
    }
  }

  /// What an industry sells at home and abroad is not the same product where it is transformed. One
  /// that makes several goods, as the rest of the world does, sells everywhere alike.
  void add_transformation(Index j) {
    IndustryNodes& nodes = result_.industries[j];
    const Index r = economy_.industries[j].region;
    double psi = -1.0;
    int goods = 0;
    double at_home = 0.0;
    double abroad = 0.0;
    for (Index i = 0; i < rules_.transformation.size(); ++i) {
      if (economy_.supplier[r][i] != j) continue;
      psi = rules_.transformation[i];
      ++goods;
      for (Index u = 0; u < repaired_.use[r].cols(); ++u) {
        (region_of_column(u) == r ? at_home : abroad) += repaired_.use[r](i, u);
      }
    }
    if (goods != 1 || !(psi >= 0.0) || !(at_home > 0.0) || !(abroad > 0.0)) return;
    const Index home_market = builder_.add_market("home sales of " + name(j));
    nodes.abroad = builder_.add_market("exports of " + name(j));
    builder_.add_joint_producer(
        {nodes.supply, psi, {{home_market, at_home}, {nodes.abroad, abroad}}});
    nodes.home = builder_.add_activity(name(j) + " at home", 1.0);
    builder_.buy_market(nodes.home, home_market, at_home);
  }

  /// One import node per origin, good and destination; the tariff sits on its only edge.
  void add_imports() {
    const Index regions = economy_.regions.size();
    import_node_.assign(regions, std::vector<std::vector<Index>>(
                                     economy_.goods.size(), std::vector<Index>(regions, k_none)));
    for (Index s = 0; s < regions; ++s) {
      for (Index i = 0; i < economy_.goods.size(); ++i) {
        for (Index o = 0; o < regions; ++o) {
          if (o == s) continue;
          double total = 0.0;
          for (Index u = 0; u < repaired_.use[o].cols(); ++u) {
            if (region_of_column(u) == s) total += repaired_.use[o](i, u);
          }
          if (total == 0.0) continue;
          const Index node = builder_.add_activity(
              fmt::format("{} imports {} from {}", region(s), economy_.goods.code(i), region(o)),
              1.0);
          const IndustryNodes& maker = result_.industries[economy_.supplier[o][i]];
          if (maker.abroad == k_none) {
            builder_.buy(node, maker.supply, total, 0.0, result_.regions[s].agent);
          } else {
            builder_.buy_market(node, maker.abroad, total, 0.0, result_.regions[s].agent);
          }
          import_node_[s][i][o] = node;
        }
      }
    }
  }

  [[nodiscard]] Index region_of_column(Index column) const {
    const Index industries = economy_.industries.size();
    return column < industries ? economy_.industries[column].region
                               : repaired_.columns[column - industries].region;
  }

  /// The node from which users in `s` get the variety of origin `o`.
  [[nodiscard]] Index variety(Index s, Index i, Index o) const {
    return o == s ? result_.industries[economy_.supplier[o][i]].home : import_node_[s][i][o];
  }

  /// `buyer` buys good i as column `u` does: from its only origin, or through an Armington node.
  void buy_good(Index buyer, Index u, Index i, const std::string& user) {
    const Index s = region_of_column(u);
    std::vector<Index> origins;
    double total = 0.0;
    for (Index o = 0; o < repaired_.use.size(); ++o) {
      if (repaired_.use[o](i, u) <= 0.0) continue;
      origins.push_back(o);
      total += repaired_.use[o](i, u);
    }
    if (origins.empty()) return;
    if (options_.sourcing == Sourcing::shared) {
      builder_.buy(buyer, shared_good(s, i), total, 0.0, result_.regions[s].agent);
    } else if (origins.size() == 1) {
      builder_.buy(buyer, variety(s, i, origins[0]), total, 0.0, result_.regions[s].agent);
    } else {
      const std::string mix_name = fmt::format("{} of {}", economy_.goods.code(i), user);
      const Index mix = builder_.add_activity(mix_name, mix_elasticity(s, i, origins));
      buy_varieties(mix, mix_name, s, i, origins, [&](Index o) { return repaired_.use[o](i, u); });
      builder_.buy(buyer, mix, total, 0.0, result_.regions[s].agent);
      mixes_.emplace_back(s, i, mix);
    }
  }

  /// Home competes with imports at an elasticity of its own where the tree has two levels.
  [[nodiscard]] double mix_elasticity(Index s, Index i, const std::vector<Index>& origins) const {
    const bool has_home = std::find(origins.begin(), origins.end(), s) != origins.end();
    const bool two = !rules_.home.empty() && has_home && origins.size() > 1;
    return two ? rules_.home[i] : rules_.armington[i];
  }

  /// Varieties of good i in a mix; with two levels several foreign ones pass a node of their own.
  template <class Value>
  void buy_varieties(Index mix, const std::string& mix_name, Index s, Index i,
                     const std::vector<Index>& origins, Value value) {
    const Index agent = result_.regions[s].agent;
    Index buyer_of_imports = mix;
    const bool has_home = std::find(origins.begin(), origins.end(), s) != origins.end();
    if (!rules_.home.empty() && has_home && origins.size() > 2) {
      buyer_of_imports = builder_.add_activity(mix_name + ", imports", rules_.armington[i]);
      double imported = 0.0;
      for (const Index o : origins) imported += o == s ? 0.0 : value(o);
      builder_.buy(mix, buyer_of_imports, imported, 0.0, agent);
    }
    for (const Index o : origins) {
      builder_.buy(o == s ? mix : buyer_of_imports, variety(s, i, o), value(o), 0.0, agent);
    }
  }

  /// One Armington node per region and good, made when first asked for.
  Index shared_good(Index s, Index i) {
    if (shared_.empty()) {
      shared_.assign(economy_.regions.size(), std::vector<Index>(economy_.goods.size(), k_none));
    }
    Index& node = shared_[s][i];
    if (node != k_none) return node;
    Vector bought(repaired_.use.size(), 0.0);
    std::vector<Index> origins;
    for (Index o = 0; o < repaired_.use.size(); ++o) {
      for (Index u = 0; u < repaired_.use[o].cols(); ++u) {
        if (region_of_column(u) == s) bought[o] += repaired_.use[o](i, u);
      }
      if (bought[o] > 0.0) origins.push_back(o);
    }
    const std::string mix_name = fmt::format("{} of {}", economy_.goods.code(i), region(s));
    node = builder_.add_activity(mix_name, mix_elasticity(s, i, origins));
    buy_varieties(node, mix_name, s, i, origins, [&](Index o) { return bought[o]; });
    mixes_.emplace_back(s, i, node);
    return node;
  }

  void add_inputs(Index j) {
    IndustryNodes& nodes = result_.industries[j];
    const Index agent = result_.regions[economy_.industries[j].region].agent;
    add_goods(producers_[j], 0);
    const double cost = producers_[j].cost[0];
    const double tax = repaired_.tax[j];
    builder_.buy(nodes.supply, nodes.produce, cost + tax, tax / cost, agent);
  }

  [[nodiscard]] const NestTree& tree_of(FinalUseKind kind) const {
    static const NestTree k_everything{{"", 1.0, {}}};
    if (kind == FinalUseKind::everything) return k_everything;
    if (kind == FinalUseKind::fixed_investment) return rules_.investment;
    return kind == FinalUseKind::household ? rules_.household : rules_.government;
  }

  void add_final_use(Index c) {
    const Index s = repaired_.columns[c].region;
    const Index u = economy_.industries.size() + c;
    const FinalUseKind kind = repaired_.columns[c].kind;
    RegionNodes& nodes = result_.regions[s];
    if (repaired_.columns[c].subsistence) return add_subsistence(s, u);
    const bool beyond = kind == FinalUseKind::household && has_subsistence(s);
    User user = user_of(u,
                        fmt::format("{} {}{}", region(s), accounts::name_of(kind),
                                    beyond ? " beyond subsistence" : ""),
                        tree_of(kind));
    const Index node = add_nest(user, 0);
    if (kind == FinalUseKind::everything) {
      nodes.everything = node;
      if (buy_as_one_sector_region(node, s, u)) return;
      for (Index i = 0; i < economy_.goods.size(); ++i) buy_good(node, u, i, user.name);
      return;
    }
    if (kind == FinalUseKind::household) nodes.household = nodes.household_nest = node;
    if (kind == FinalUseKind::government) nodes.government = node;
    if (kind == FinalUseKind::fixed_investment) nodes.investment = node;
    add_goods(user, 0);
  }

  [[nodiscard]] bool has_subsistence(Index region) const {
    return std::any_of(repaired_.columns.begin(), repaired_.columns.end(), [&](const auto& column) {
      return column.subsistence && column.region == region;
    });
  }

  /// The basic bundle, of each good so much whatever it costs; the household that buys it first and
  /// the root of its nests, which is there already, with what is left.
  void add_subsistence(Index s, Index u) {
    RegionNodes& nodes = result_.regions[s];
    const std::string user = region(s) + " subsistence";
    nodes.subsistence = builder_.add_activity(user, 0.0);
    for (Index i = 0; i < economy_.goods.size(); ++i) buy_good(nodes.subsistence, u, i, user);
    nodes.household = builder_.add_activity(
        fmt::format("{} {}", region(s), accounts::name_of(FinalUseKind::household)), 1.0);
    builder_.buy(nodes.household, nodes.subsistence, cost_of_column(u));
    for (Index c = 0; c < repaired_.columns.size(); ++c) {
      const auto& column = repaired_.columns[c];
      if (column.region != s || column.kind != FinalUseKind::household || column.subsistence) {
        continue;
      }
      builder_.buy(nodes.household, nodes.household_nest,
                   cost_of_column(economy_.industries.size() + c));
    }
    builder_.add_subsistence(nodes.household, nodes.subsistence, nodes.household_nest);
  }

  [[nodiscard]] double cost_of_column(Index u) const {
    double total = 0.0;
    for (const Matrix& origin : repaired_.use) total += origin.col_sum(u);
    return total;
  }

  /// A region with one industry has no product of its own for each good, so its own product is laid
  /// against each imported good in proportion to imports; the export elasticity substitutes the
  /// two.
  bool buy_as_one_sector_region(Index node, Index s, Index u) {
    const Matrix& own = repaired_.use[s];
    Index composite = k_none;
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (own(i, u) > 0.0) {
        if (composite != k_none) return false;
        composite = i;
      }
    }
    double imports = 0.0;
    for (Index o = 0; o < repaired_.use.size(); ++o) {
      if (o != s) imports += repaired_.use[o].col_sum(u);
    }
    if (composite == k_none || imports == 0.0) return false;
    const Index own_supply = variety(s, composite, s);
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      double bought = 0.0;
      for (Index o = 0; o < repaired_.use.size(); ++o) {
        if (o != s) bought += repaired_.use[o](i, u);
      }
      if (bought == 0.0) continue;
      const double matched = own(composite, u) * bought / imports;
      const Index mix = builder_.add_activity(
          fmt::format("{} demand for {}", region(s), economy_.goods.code(i)), rules_.exports[i]);
      for (Index o = 0; o < repaired_.use.size(); ++o) {
        if (o != s && repaired_.use[o](i, u) > 0.0) {
          builder_.buy(mix, variety(s, i, o), repaired_.use[o](i, u));
        }
      }
      builder_.buy(mix, own_supply, matched);
      builder_.buy(node, mix, bought + matched);
    }
    return true;
  }

  /// Spending of a region is Cobb-Douglas over its final uses; the trade balance is a fixed share
  /// of income, paid through a pool that keeps nothing.
  void add_tops_and_transfers() {
    Vector surplus(economy_.regions.size(), 0.0);
    Vector income(economy_.regions.size(), 0.0);
    for (Index j = 0; j < economy_.industries.size(); ++j) {
      income[economy_.industries[j].region] += result_.factor_income_0[j] + repaired_.tax[j];
    }
    for (Index r = 0; r < surplus.size(); ++r) {
      RegionNodes& nodes = result_.regions[r];
      nodes.top = builder_.add_activity(region(r) + " spending", 1.0);
      builder_.set_top(nodes.agent, nodes.top);
      double spent = 0.0;
      for (const auto& [node, kind] : {std::pair{nodes.household, FinalUseKind::household},
                                       std::pair{nodes.government, FinalUseKind::government},
                                       std::pair{nodes.investment, FinalUseKind::fixed_investment},
                                       std::pair{nodes.everything, FinalUseKind::everything}}) {
        if (node == k_none) continue;
        double total = 0.0;
        for (Index c = 0; c < repaired_.columns.size(); ++c) {
          if (repaired_.columns[c].region != r || repaired_.columns[c].kind != kind) continue;
          total += cost_of_column(economy_.industries.size() + c);
        }
        builder_.buy(nodes.top, node, total, 0.0, nodes.agent);
        spent += total;
      }
      surplus[r] = income[r] - spent;
    }
    double pooled = 0.0;
    for (const double s : surplus) pooled += std::max(0.0, s);
    if (pooled <= 1e-12 * std::accumulate(income.begin(), income.end(), 0.0)) return;
    const Index pool = builder_.add_agent("pool of trade balances");
    for (Index r = 0; r < surplus.size(); ++r) {
      if (surplus[r] > 0.0) {
        builder_.add_transfer(result_.regions[r].agent, pool, surplus[r] / income[r]);
      } else if (surplus[r] < 0.0) {
        builder_.add_transfer(pool, result_.regions[r].agent, -surplus[r] / pooled);
      }
    }
  }

  void find_edges() {
    const Network& network = result_.network;
    const auto only_edge = [&](Index activity) { return network.first_edge(activity); };
    result_.import_edges.assign(economy_.regions.size(),
                                std::vector<std::vector<Index>>(economy_.goods.size()));
    for (Index s = 0; s < economy_.regions.size(); ++s) {
      for (Index i = 0; i < economy_.goods.size(); ++i) {
        for (const Index node : import_node_[s][i]) {
          if (node != k_none) result_.import_edges[s][i].push_back(only_edge(node));
        }
      }
    }
    result_.domestic_edges.assign(economy_.regions.size(),
                                  std::vector<std::vector<Index>>(economy_.goods.size()));
    for (auto& nodes : result_.industries) {
      nodes.tax_edge = only_edge(nodes.supply);
      if (nodes.abroad == k_none) nodes.abroad = network.node_of_activity(nodes.supply);
    }
    mark_what_is_bought();
    find_inputs();
    for (Index r = 0; r < result_.regions.size(); ++r) {
      RegionNodes& nodes = result_.regions[r];
      for (const auto& [node, buys] : {std::pair{nodes.household, &nodes.household_buys},
                                       std::pair{nodes.government, &nodes.government_buys},
                                       std::pair{nodes.investment, &nodes.investment_buys}}) {
        buys->resize(result_.industries.size());
        if (node != k_none) find_purchases(node, *buys);
      }
    }
  }

  /// Which activities are varieties or mixes of them, and of which industry at home.
  void mark_what_is_bought() {
    const Network& network = result_.network;
    is_bought_.assign(network.activities(), Bought::nest);
    maker_.assign(network.activities(), k_none);
    for (Index j = 0; j < result_.industries.size(); ++j) {
      is_bought_[result_.industries[j].home] = Bought::variety;
      maker_[result_.industries[j].home] = j;
    }
    for (const auto& by_good : import_node_) {
      for (const auto& by_origin : by_good) {
        for (const Index node : by_origin) {
          if (node != k_none) is_bought_[node] = Bought::variety;
        }
      }
    }
    for (const auto& [s, i, mix] : mixes_) {
      is_bought_[mix] = Bought::mix;
      const Index own = economy_.supplier[s][i];
      if (own == Economy::k_none) continue;
      const Index edge =
          network.find_edge(mix, network.node_of_activity(result_.industries[own].home));
      if (edge == k_none) continue;
      result_.domestic_edges[s][i].push_back(edge);
      maker_[mix] = own;
    }
  }

  /// Calls act(edge, whether it hires a factor) for all that a nest and those below it buy.
  template <class Act>
  void for_all_bought(Index activity, Act act) const {
    const Network& network = result_.network;
    for (Index e = network.first_edge(activity); e < network.first_edge(activity + 1); ++e) {
      const Index seller = network.edge(e).seller;
      if (seller < network.markets()) {
        act(e, true);
      } else if (is_bought_[seller - network.markets()] == Bought::nest) {
        for_all_bought(seller - network.markets(), act);
      } else {
        act(e, false);
      }
    }
  }

  void find_inputs() {
    const Network& network = result_.network;
    result_.input_edges.resize(result_.industries.size());
    result_.factor_edges.resize(result_.industries.size());
    for (Index j = 0; j < result_.industries.size(); ++j) {
      const IndustryNodes& nodes = result_.industries[j];
      std::vector<Index> hired;
      for_all_bought(nodes.produce, [&](Index e, bool is_factor) {
        if (is_factor) {
          hired.push_back(e);
          return;
        }
        const Index seller = network.edge(e).seller - network.markets();
        // A shared mix holds what all users pay: an industry's own purchase ends at the mix.
        if (is_bought_[seller] == Bought::variety || options_.sourcing == Sourcing::shared) {
          result_.input_edges[j].push_back(e);
          return;
        }
        for (Index m = network.first_edge(seller); m < network.first_edge(seller + 1); ++m) {
          result_.input_edges[j].push_back(m);
        }
      });
      for (const Index market : {nodes.labour, nodes.capital, nodes.data}) {
        for (const Index e : hired) {
          if (network.edge(e).seller == market) result_.factor_edges[j].push_back(e);
        }
      }
    }
  }

  void find_purchases(Index final_use, std::vector<std::vector<Index>>& buys) const {
    const Network& network = result_.network;
    for_all_bought(final_use, [&](Index e, bool is_factor) {
      if (is_factor) return;
      const Index maker = maker_[network.edge(e).seller - network.markets()];
      if (maker != k_none) buys[maker].push_back(e);
    });
  }

  enum class Bought { nest, variety, mix };

  const Economy& economy_;
  const NetworkOptions& options_;
  const NestRules& rules_;
  const Repaired& repaired_;
  NetworkBuilder builder_;
  std::vector<User> producers_;  ///< by industry
  AccountsNetwork result_;
  std::vector<Index> labour_of_region_;
  std::vector<Index> capital_of_region_;
  std::vector<std::vector<std::vector<Index>>> import_node_;  ///< [destination][good][origin]
  std::vector<std::vector<Index>> shared_;
  std::vector<std::tuple<Index, Index, Index>> mixes_;  ///< (region, good, Armington activity)
  std::vector<Bought> is_bought_;                       ///< by activity: as what others buy it
  std::vector<Index> maker_;  ///< by activity: industry whose home variety it is or holds
};

/// Every nest tree names all that its users pay for, and nothing twice.
class Coverage {
 public:
  Coverage(const Economy& economy, const Repaired& repaired)
      : economy_(economy), repaired_(repaired) {}

  [[nodiscard]] Status check(const NestTree& tree, Index column, const std::string& user) const {
    std::vector<int> goods(economy_.goods.size(), 0);
    std::array<int, 3> factors{};
    for (const Nest& nest : tree) {
      for (const NestInput& input : nest.inputs) {
        for (const Index i : input.goods) ++goods[i];
        if (input.of < NestInput::Of::nest) ++factors[static_cast<Index>(input.of)];
      }
    }
    const auto wrong = [&](int times, const std::string& what) {
      return problem(ErrorCode::bad_input,
                     fmt::format("its nests {} {}", times == 0 ? "leave out" : "name twice", what),
                     user, "each thing that it pays for belongs into one nest");
    };
    for (Index i = 0; i < goods.size(); ++i) {
      double paid = 0.0;
      for (const Matrix& origin : repaired_.use) paid += origin(i, column);
      if (goods[i] == 1 || (goods[i] == 0 && paid == 0.0)) continue;
      return wrong(goods[i],
                   fmt::format("good {} {}", economy_.goods.code(i), economy_.goods.title(i)));
    }
    if (column >= economy_.industries.size()) return Done{};
    const std::array<std::pair<const char*, double>, 3> paid{
        {{"labour", repaired_.labour[column]},
         {"capital", repaired_.capital[column]},
         {"data", repaired_.data[column]}}};
    for (Index f = 0; f < paid.size(); ++f) {
      if (factors[f] == 1 || (factors[f] == 0 && paid[f].second == 0.0)) continue;
      return wrong(factors[f], paid[f].first);
    }
    return Done{};
  }

 private:
  const Economy& economy_;
  const Repaired& repaired_;
};

Status check_coverage(const Economy& economy, const NestRules& rules, const Repaired& repaired) {
  const Coverage coverage(economy, repaired);
  const Index industries = economy.industries.size();
  for (Index j = 0; j < industries; ++j) {
    const auto& industry = economy.industries[j];
    const auto status =
        coverage.check(rules.trees[rules.tree[j]], j,
                       fmt::format("{} {}", economy.regions.code(industry.region), industry.code));
    if (!status.ok()) return status;
  }
  for (Index c = 0; c < repaired.columns.size(); ++c) {
    const auto& column = repaired.columns[c];
    if (column.kind == FinalUseKind::everything || column.subsistence) continue;
    const NestTree& tree =
        column.kind == FinalUseKind::household
            ? rules.household
            : (column.kind == FinalUseKind::government ? rules.government : rules.investment);
    const auto status = coverage.check(
        tree, industries + c,
        fmt::format("{} {}", economy.regions.code(column.region), accounts::name_of(column.kind)));
    if (!status.ok()) return status;
  }
  return Done{};
}

}  // namespace

Result<AccountsNetwork> build_network(const Economy& economy, const NetworkOptions& options) {
  if (auto status = economy.check_shapes(); !status.ok()) return status.error();
  if (auto status = check_options(economy, options); !status.ok()) return status.error();
  Repaired repaired;
  merge_final_uses(economy, repaired);
  if (auto status = repair_stocks(economy, repaired); !status.ok()) return status.error();
  if (auto status = refuse_negative_flows(economy, repaired); !status.ok()) return status.error();
  if (auto status = split_value_added(economy, options, repaired); !status.ok()) {
    return status.error();
  }
  NestRules standard;
  if (!options.nests) standard = standard_rules(economy, options.elasticities, options.armington);
  const NestRules& rules = options.nests ? *options.nests : standard;
  if (auto status = check_rules(economy, rules); !status.ok()) return status.error();
  if (!rules.subsistence.empty()) split_subsistence(economy, rules, repaired);
  if (auto status = check_coverage(economy, rules, repaired); !status.ok()) return status.error();
  return Assembly(economy, options, rules, repaired).run();
}

}  // namespace domar::network
