#include "economy_words.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::scenario {

using accounts::Economy;
using equilibrium::Indicator;
using equilibrium::Lever;
using equilibrium::RegionNodesOf;
using network::k_none;
using Term = Indicator::Term;
using LogTerm = Indicator::LogTerm;

namespace {

constexpr Index k_region = 0;

const std::vector<std::string> k_results{"real_gdp",          "gdp",
                                         "consumption",       "government",
                                         "investment",        "final_spending",
                                         "exports",           "imports",
                                         "real_wage",         "real_return",
                                         "trade_balance",     "budget",
                                         "foreign_transfer",  "output of S",
                                         "price of S",        "share of S",
                                         "factor_share of S", "exports of S",
                                         "imports of S"};
const std::vector<std::string> k_instruments{"productivity",
                                             "productivity of S",
                                             "output_tax",
                                             "output_tax of S",
                                             "output_subsidy of S",
                                             "purchase_tax",
                                             "purchase_tax of S",
                                             "purchase_subsidy of S",
                                             "tariff",
                                             "tariff of S",
                                             "import_cost of S",
                                             "localisation of S",
                                             "endowment of labour",
                                             "endowment of capital",
                                             "endowment of data",
                                             "capital of S",
                                             "data of S",
                                             "consumption_share",
                                             "government_share",
                                             "investment_share",
                                             "foreign_transfer"};

Error unknown(const char* what, const std::string& words, const std::vector<std::string>& known) {
  return {ErrorCode::not_found, fmt::format("'{}' is no {} of this economy", words, what), "",
          fmt::format("did you mean '{}'? Words: {}", known[nearest_name(words, known)],
                      fmt::join(known, ", ")),
          ""};
}

Error nothing(const std::string& words) {
  return {ErrorCode::bad_value, fmt::format("nothing in the economy for '{}' to act on", words), "",
          "check the sectors it names: are they made at home, imported, or bought by households?",
          ""};
}

}  // namespace

const network::IndustryNodes& EconomyWords::industry(Index good) const {
  return accounts_.industries[economy_.supplier[k_region][good]];
}

Result<EconomyWords::Goods> EconomyWords::goods(const std::string& words) const {
  Goods found;
  if (words.rfind("class:", 0) == 0) {
    std::vector<std::string> names;
    for (const auto& set : folder_.classes) {
      names.push_back("class:" + set.name);
      if (names.back() != words) continue;
      const Vector weights = set.weights(economy_.goods.size());
      for (Index i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0.0 && economy_.supplier[k_region][i] != Economy::k_none) {
          found.emplace_back(i, std::min(1.0, weights[i]));
        }
      }
      if (!found.empty()) return found;
    }
    return Error{
        ErrorCode::not_found, fmt::format("unknown classification '{}'", words), "",
        names.empty() ? "" : fmt::format("did you mean {}?", names[nearest_name(words, names)]),
        ""};
  }
  const auto good = economy_.goods.require(words, "sector");
  if (!good.ok()) return good.error();
  if (economy_.supplier[k_region][*good] == Economy::k_none) {
    return Error{ErrorCode::bad_value, fmt::format("'{}' is not made in the country", words), "",
                 "name a sector of its own", ""};
  }
  found.emplace_back(*good, 1.0);
  return found;
}

std::vector<Index> EconomyWords::export_edges(Index good) const {
  const Index seller = industry(good).abroad;
  std::vector<Index> edges;
  for (Index s = 0; s < accounts_.import_edges.size(); ++s) {
    if (s == k_region) continue;
    for (const Index e : accounts_.import_edges[s][good]) {
      if (accounts_.network.edge(e).seller == seller) edges.push_back(e);
    }
  }
  return edges;
}

std::vector<Index> EconomyWords::household_edges(Index good) const {
  return accounts_.regions[k_region].household_buys[economy_.supplier[k_region][good]];
}

/// The region's markets of "labour", "capital" or "data".
std::vector<Index> EconomyWords::factor_markets(const std::string& factor) const {
  std::vector<Index> markets;
  for (Index j = 0; j < accounts_.industries.size(); ++j) {
    if (economy_.industries[j].region != k_region) continue;
    const auto& nodes = accounts_.industries[j];
    const Index market =
        factor == "labour" ? nodes.labour : (factor == "capital" ? nodes.capital : nodes.data);
    if (market == k_none) continue;
    if (std::find(markets.begin(), markets.end(), market) == markets.end()) {
      markets.push_back(market);
    }
  }
  return markets;
}

/// Components of GDP by expenditure: final spending, exports, less imports before tariffs.
std::vector<Term> EconomyWords::gdp() const {
  const auto& net = accounts_.network;
  const auto& region = accounts_.regions[k_region];
  std::vector<Term> terms;
  for (const Index n :
       {region.household, region.government, region.investment, region.everything}) {
    if (n != k_none) terms.push_back({Term::Of::value, net.node_of_activity(n), 1.0});
  }
  for (Index i = 0; i < economy_.goods.size(); ++i) {
    if (economy_.supplier[k_region][i] != Economy::k_none) {
      for (const Index e : export_edges(i)) terms.push_back({Term::Of::received, e, 1.0});
    }
    for (const Index e : accounts_.import_edges[k_region][i]) {
      terms.push_back({Term::Of::received, e, -1.0});
    }
  }
  return terms;
}

Indicator EconomyWords::real_gdp() const {
  const auto& net = accounts_.network;
  Indicator out;
  out.over = gdp();
  const auto base = [&](const Term& term) {
    if (term.of == Term::Of::value) return term.weight * net.value_0(term.at - net.markets());
    return term.weight * net.edge(term.at).value_0 / (1.0 + net.edge(term.at).tax_0);
  };
  double total = 0.0;
  for (const Term& term : out.over) total += base(term);
  for (const Term& term : out.over) {
    const Index node = term.of == Term::Of::value ? term.at : net.edge(term.at).seller;
    out.deflated.push_back({term, {LogTerm::Of::price, node, 1.0}, base(term) / total});
  }
  out.under = {{Term::Of::one, 0, total}};
  out.unit = "ratio to base";
  return out;
}

/// Money terms, each deflated by its own price: a quantity, ratio to base.
Indicator EconomyWords::real_sum(const std::vector<std::pair<Term, LogTerm>>& parts) const {
  const auto& net = accounts_.network;
  Indicator out;
  out.unit = "ratio to base";
  const auto base = [&](const Term& term) {
    if (term.of == Term::Of::value) return term.weight * net.value_0(term.at - net.markets());
    return term.weight * net.edge(term.at).value_0 / (1.0 + net.edge(term.at).tax_0);
  };
  double total = 0.0;
  for (const auto& [term, price] : parts) total += base(term);
  out.under = {{Term::Of::one, 0, total}};
  for (const auto& [term, price] : parts) {
    out.over.push_back(term);
    if (parts.size() == 1) {
      out.times.push_back({price.of, price.at, -price.weight});
    } else {
      out.deflated.push_back({term, price, base(term) / total});
    }
  }
  return out;
}

/// Real exports or imports.
Result<Indicator> EconomyWords::trade(const std::string& words) const {
  std::vector<std::pair<Term, LogTerm>> parts;
  for (Index i = 0; i < economy_.goods.size(); ++i) {
    const bool made = economy_.supplier[k_region][i] != Economy::k_none;
    const auto edges = words == "imports" ? accounts_.import_edges[k_region][i]
                                          : (made ? export_edges(i) : std::vector<Index>{});
    for (const Index e : edges) {
      parts.push_back({{Term::Of::received, e, 1.0},
                       {LogTerm::Of::price, accounts_.network.edge(e).seller, 1.0}});
    }
  }
  if (parts.empty()) return nothing(words);
  return real_sum(parts);
}

/// Mean price of a factor, weighted by base income, over the price of consumption.
Indicator EconomyWords::real_price(const std::string& factor) const {
  const auto& net = accounts_.network;
  const auto markets = factor_markets(factor);
  double total = 0.0;
  for (const Index k : markets) total += net.market(k).endowment_0;
  Indicator out;
  for (const Index k : markets) {
    out.over.push_back({Term::Of::price, k, net.market(k).endowment_0 / total});
  }
  out.times = {{LogTerm::Of::price, deflator(), -1.0}};
  out.unit = "ratio to base";
  return out;
}

/// The node in whose price prices are told: household consumption, where there is one.
Index EconomyWords::deflator() const {
  const auto& region = accounts_.regions[k_region];
  return accounts_.network.node_of_activity(region.household == k_none ? region.top
                                                                       : region.household);
}

/// Money that is told as a share of GDP; nothing where the words mean none.
std::optional<std::vector<Term>> EconomyWords::share_of_gdp(const std::string& words) const {
  const auto& net = accounts_.network;
  const Index agent = accounts_.regions[k_region].agent;
  std::vector<Term> over;
  if (words == "trade_balance") {
    for (const Term& term : gdp()) {
      if (term.of == Term::Of::received) over.push_back(term);
    }
    return over;
  }
  if (words == "budget") {
    for (Index e = 0; e < net.edges(); ++e) {
      if (net.edge(e).receiver == agent) over.push_back({Term::Of::taxed, e, 1.0});
    }
    return over;
  }
  if (words != "foreign_transfer") return std::nullopt;
  for (Index i = 0; i < net.transfers().size(); ++i) {
    const auto& transfer = net.transfers()[i];
    const double sign = (transfer.from == agent ? 1.0 : 0.0) - (transfer.to == agent ? 1.0 : 0.0);
    if (sign != 0.0) over.push_back({Term::Of::transfer, i, sign});
  }
  return over;
}

Result<Indicator> EconomyWords::whole(const std::string& words) const {
  const auto& net = accounts_.network;
  const auto& region = accounts_.regions[k_region];
  Indicator out;
  if (words == "real_gdp") return real_gdp();
  if (words == "gdp") {
    out.over = gdp();
    out.unit = "money";
    return out;
  }
  for (const auto& [name, node] :
       {std::pair{"consumption", region.household}, std::pair{"government", region.government},
        std::pair{"investment", region.investment}, std::pair{"final_spending", region.top}}) {
    if (words != name) continue;
    if (node == k_none) return nothing(words);
    return models::quantity_of_node(net, net.node_of_activity(node));
  }
  if (words == "exports" || words == "imports") return trade(words);
  if (words == "real_wage") return real_price("labour");
  if (words == "real_return") return real_price("capital");
  auto over = share_of_gdp(words);
  if (!over) return unknown("result", words, k_results);
  if (over->empty()) return nothing(words);
  out.over = std::move(*over);
  out.under = gdp();
  out.unit = "share of GDP";
  return out;
}

Result<Indicator> EconomyWords::of_goods(const std::string& kind, const Goods& goods) const {
  const auto& net = accounts_.network;
  Indicator out;
  if (kind == "share") {
    for (const auto& [good, part] : goods) {
      out.over.push_back({Term::Of::value, net.node_of_activity(industry(good).supply), part});
      for (const Index e : accounts_.input_edges[economy_.supplier[k_region][good]]) {
        out.over.push_back({Term::Of::paid, e, -part});
      }
    }
    out.under = gdp();
    out.unit = "share of GDP";
    return out;
  }
  if (kind == "factor_share") {  // before the net production tax, which a subsidy lowers
    for (const auto& [good, part] : goods) {
      const Index cost = accounts_.network.node_of_activity(industry(good).produce);
      out.over.push_back({Term::Of::value, cost, part});
      for (const Index e : accounts_.input_edges[economy_.supplier[k_region][good]]) {
        out.over.push_back({Term::Of::paid, e, -part});
      }
    }
    out.under = gdp();
    out.unit = "share of GDP";
    return out;
  }
  if (kind == "price") {
    double total = 0.0;
    for (const auto& [good, part] : goods) total += part * net.value_0(industry(good).supply);
    for (const auto& [good, part] : goods) {
      const Index supply = industry(good).supply;
      out.times.push_back(
          {LogTerm::Of::price, net.node_of_activity(supply), part * net.value_0(supply) / total});
    }
    out.times.push_back({LogTerm::Of::price, deflator(), -1.0});
    out.unit = "ratio to base, over the price of consumption";
    return out;
  }
  std::vector<std::pair<Term, LogTerm>> parts;
  for (const auto& [good, part] : goods) {
    if (kind == "output") {
      const Index node = net.node_of_activity(industry(good).supply);
      parts.push_back({{Term::Of::value, node, part}, {LogTerm::Of::price, node, 1.0}});
      continue;
    }
    const auto edges =
        kind == "imports" ? accounts_.import_edges[k_region][good] : export_edges(good);
    for (const Index e : edges) {
      parts.push_back(
          {{Term::Of::received, e, part}, {LogTerm::Of::price, net.edge(e).seller, 1.0}});
    }
  }
  if (parts.empty()) return nothing(kind + " of these");
  if (kind == "imports" && parts.size() == 1) {  // what arrives, not what is sent
    return models::quantity_on_edge(net, parts.front().first.at);
  }
  return real_sum(parts);
}

Result<Indicator> EconomyWords::indicator(const std::string& words) const {
  const auto [kind, object] = models::split_words(words, " of ");
  Result<Indicator> found = Indicator{};
  if (object.empty()) {
    found = whole(words);
  } else if (kind == "output" || kind == "price" || kind == "share" || kind == "factor_share" ||
             kind == "exports" || kind == "imports") {
    const auto named = goods(object);
    if (!named.ok()) return named.error();
    found = of_goods(kind, *named);
  } else {
    return unknown("result", words, k_results);
  }
  if (found.ok()) found->name = words;
  return found;
}

Status EconomyWords::lever_of_goods(const std::string& kind, const Goods& goods,
                                    Lever& lever) const {
  const auto add = [&](Lever::Kind part_kind, const std::vector<Index>& edges, double weight) {
    for (const Index e : edges) lever.parts.push_back({part_kind, e, weight});
  };
  for (const auto& [good, part] : goods) {
    const auto& nodes = industry(good);
    if (kind == "productivity") {
      lever.parts.push_back({Lever::Kind::productivity, nodes.produce, part});
    } else if (kind == "output_tax" || kind == "output_subsidy") {
      add(Lever::Kind::tax_rate, {nodes.tax_edge}, kind == "output_tax" ? part : -part);
    } else if (kind == "purchase_tax" || kind == "purchase_subsidy") {
      add(Lever::Kind::tax_rate, household_edges(good), kind == "purchase_tax" ? part : -part);
    } else if (kind == "tariff") {
      add(Lever::Kind::tax_rate, accounts_.import_edges[k_region][good], part);
    } else if (kind == "import_cost") {
      add(Lever::Kind::iceberg, accounts_.import_edges[k_region][good], part);
    } else if (kind == "localisation") {
      add(Lever::Kind::taste, accounts_.domestic_edges[k_region][good], part);
    } else if (kind == "capital" || kind == "data") {
      const Index market = kind == "capital" ? nodes.capital : nodes.data;
      if (market != k_none) lever.parts.push_back({Lever::Kind::endowment, market, part});
    } else {
      return unknown("instrument", kind + " of ...", k_instruments);
    }
  }
  if (lever.parts.empty()) return nothing(lever.name);
  return Done{};
}

Status EconomyWords::whole_lever(const std::string& words, Lever& lever) const {
  const auto& net = accounts_.network;
  const auto& region = accounts_.regions[k_region];
  if (words == "productivity" || words == "output_tax" || words == "tariff") {
    Goods all;
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (economy_.supplier[k_region][i] != Economy::k_none) all.emplace_back(i, 1.0);
    }
    return lever_of_goods(words, all, lever);
  }
  if (words == "purchase_tax") {
    if (region.household == k_none) return nothing(words);
    for (const Index bundle : {region.household_nest, region.subsistence}) {
      if (bundle == k_none) continue;
      for (Index e = net.first_edge(bundle); e < net.first_edge(bundle + 1); ++e) {
        lever.parts.push_back({Lever::Kind::tax_rate, e, 1.0});
      }
    }
    return Done{};
  }
  for (const auto& [name, node] : {std::pair{"consumption_share", region.household},
                                   std::pair{"government_share", region.government},
                                   std::pair{"investment_share", region.investment}}) {
    if (words != name) continue;
    const Index edge =
        node == k_none ? k_none : net.find_edge(region.top, net.node_of_activity(node));
    if (edge == k_none) return nothing(words);
    lever.parts = {{Lever::Kind::taste, edge, 1.0}};
    return Done{};
  }
  if (words == "foreign_transfer") {
    // A region in deficit gets less when those in surplus hand on less.
    for (Index i = 0; i < net.transfers().size(); ++i) {
      if (net.transfers()[i].from == region.agent) {
        lever.parts.push_back({Lever::Kind::transfer, i, 1.0});
      }
    }
    for (Index i = 0; lever.parts.empty() && i < net.transfers().size(); ++i) {
      if (net.agent(net.transfers()[i].from).top != k_none) {
        lever.parts.push_back({Lever::Kind::transfer, i, -1.0});
      }
    }
    if (lever.parts.empty()) return nothing(words);
    return Done{};
  }
  return unknown("instrument", words, k_instruments);
}

Result<Lever> EconomyWords::lever(const std::string& words) const {
  Lever out;
  out.name = words;
  const auto [kind, object] = models::split_words(words, " of ");
  Status status = Done{};
  if (object.empty()) {
    status = whole_lever(words, out);
  } else if (kind == "endowment") {
    const std::vector<std::string> factors{"labour", "capital", "data"};
    if (std::find(factors.begin(), factors.end(), object) == factors.end()) {
      return Error{ErrorCode::not_found, fmt::format("unknown factor '{}'", object), "",
                   "did you mean " + factors[nearest_name(object, factors)] + "?", ""};
    }
    for (const Index k : factor_markets(object)) {
      out.parts.push_back({Lever::Kind::endowment, k, 1.0});
    }
    if (out.parts.empty()) return nothing(words);
  } else {
    const auto named = goods(object);
    if (!named.ok()) return named.error();
    status = lever_of_goods(kind, *named, out);
  }
  if (!status.ok()) return status.error();
  return out;
}

std::vector<Indicator> EconomyWords::standard_indicators() const {
  std::vector<Indicator> all;
  for (const char* words : {"real_gdp", "consumption", "government", "investment", "final_spending",
                            "real_wage", "exports", "imports", "trade_balance", "budget"}) {
    auto found = indicator(words);
    if (found.ok()) all.push_back(std::move(found.value()));
  }
  for (const auto& set : folder_.classes) {
    auto found = indicator("share of class:" + set.name);
    if (found.ok()) all.push_back(std::move(found.value()));
  }
  for (Index i = 0; i < economy_.goods.size(); ++i) {
    if (economy_.supplier[k_region][i] == Economy::k_none) continue;
    all.push_back(indicator("output of " + economy_.goods.code(i)).value());
  }
  return all;
}

/// An activity belongs to the region whose agent gets its taxes; else to that of who buys from it.
std::vector<RegionNodesOf> EconomyWords::regions() const {
  const auto& net = accounts_.network;
  std::vector<Index> region_of_agent(net.agents(), k_none);
  for (Index r = 0; r < accounts_.regions.size(); ++r) {
    region_of_agent[accounts_.regions[r].agent] = r;
  }
  std::vector<Index> region(net.activities(), k_none);
  for (Index r = 0; r < accounts_.regions.size(); ++r) region[accounts_.regions[r].top] = r;
  for (Index j = 0; j < accounts_.industries.size(); ++j) {
    const auto& nodes = accounts_.industries[j];
    for (const Index n : {nodes.supply, nodes.produce, nodes.home}) {
      region[n] = economy_.industries[j].region;
    }
  }
  for (Index e = 0; e < net.edges(); ++e) {
    const auto& edge = net.edge(e);
    if (region[edge.buyer] == k_none && edge.receiver != k_none) {
      region[edge.buyer] = region_of_agent[edge.receiver];
    }
  }
  const auto& order = net.order();  // buyers come after their sellers: walk back
  for (Index position = order.size(); position-- > 0;) {
    const Index n = order[position];
    for (Index e = net.first_edge(n); e < net.first_edge(n + 1); ++e) {
      const Index seller = net.edge(e).seller;
      if (seller < net.markets() || region[seller - net.markets()] != k_none) continue;
      region[seller - net.markets()] = region[n];
    }
  }
  std::vector<RegionNodesOf> all;
  for (Index r = 0; r < accounts_.regions.size(); ++r) {
    RegionNodesOf nodes{economy_.regions.code(r), std::vector<bool>(net.agents(), false),
                        std::vector<bool>(net.activities(), false)};
    nodes.agent[accounts_.regions[r].agent] = true;
    for (Index n = 0; n < net.activities(); ++n) nodes.activity[n] = region[n] == r;
    all.push_back(std::move(nodes));
  }
  return all;
}

}  // namespace domar::scenario
