#include <algorithm>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/models/vocabulary.hpp"

namespace domar::models {

using equilibrium::Indicator;
using equilibrium::Lever;
using equilibrium::RegionNodesOf;
using network::k_none;

namespace {

const std::vector<std::string> k_indicator_kinds{
    "price of NODE",        "price of NODE over NODE",
    "quantity of NODE",     "value of NODE",
    "income of AGENT",      "welfare of AGENT",
    "revenue of AGENT",     "purchase of SELLER for BUYER",
    "transfer from A to B", "share of NODE in NODE"};
const std::vector<std::string> k_lever_kinds{
    "productivity of ACTIVITY", "endowment of MARKET",
    "tax on SELLER for BUYER",  "tax on SELLER",
    "cost on SELLER for BUYER", "taste on SELLER for BUYER",
    "transfer from A to B"};

Error unknown(const char* what, const std::string& words, const std::vector<std::string>& known) {
  return {ErrorCode::not_found, fmt::format("unknown {} '{}'", what, words), "",
          known.empty() ? "" : fmt::format("did you mean {}?", known[nearest_name(words, known)]),
          ""};
}

Error unknown_kind(const char* what, const std::string& words,
                   const std::vector<std::string>& known) {
  return {ErrorCode::not_found, fmt::format("'{}' is no {} of this model", words, what), "",
          fmt::format("did you mean '{}'? Words: {}", known[nearest_name(words, known)],
                      fmt::join(known, "; ")),
          ""};
}

bool starts(const std::string& words, const char* with) { return words.rfind(with, 0) == 0; }

}  // namespace

Result<Index> NetworkWords::node(const std::string& name) const {
  const Index market = network_.find_market(name);
  if (market != k_none) return market;
  const Index activity = network_.find_activity(name);
  if (activity != k_none) return network_.node_of_activity(activity);
  std::vector<std::string> names;
  for (Index i = 0; i < network_.nodes(); ++i) names.push_back(network_.node_name(i));
  return unknown("good, factor or activity", name, names);
}

Result<Index> NetworkWords::agent(const std::string& name) const {
  std::vector<std::string> names;
  for (Index h = 0; h < network_.agents(); ++h) {
    names.push_back(network_.agent(h).name);
    if (names.back() == name) return h;
  }
  return unknown("agent", name, names);
}

/// "SELLER for BUYER", or "SELLER" for all its buyers.
Result<std::vector<Index>> NetworkWords::edges(const std::string& words) const {
  // Names may hold " for " themselves: try every place to split.
  for (auto at = words.find(" for "); at != std::string::npos; at = words.find(" for ", at + 1)) {
    const auto seller = node(words.substr(0, at));
    const Index buyer = network_.find_activity(words.substr(at + 5));
    if (!seller.ok() || buyer == k_none) continue;
    const Index edge = network_.find_edge(buyer, *seller);
    if (edge != k_none) return std::vector<Index>{edge};
    return Error{ErrorCode::not_found,
                 fmt::format("'{}' does not buy '{}'", network_.activity(buyer).name,
                             network_.node_name(*seller)),
                 "", "name a purchase that the base year has", ""};
  }
  const auto [first, second] = split_words(words, " for ");
  const auto seller = node(first);
  if (!seller.ok()) return seller.error();
  if (!second.empty()) {
    std::vector<std::string> buyers;
    for (Index e = 0; e < network_.edges(); ++e) {
      if (network_.edge(e).seller == *seller) {
        buyers.push_back(network_.activity(network_.edge(e).buyer).name);
      }
    }
    return unknown("buyer", second, buyers);
  }
  std::vector<Index> all;
  for (Index e = 0; e < network_.edges(); ++e) {
    if (network_.edge(e).seller == *seller) all.push_back(e);
  }
  return all;
}

/// "A to B".
Result<Index> NetworkWords::transfer(const std::string& words) const {
  std::vector<std::string> known;
  for (Index i = 0; i < network_.transfers().size(); ++i) {
    const auto& t = network_.transfers()[i];
    known.push_back(network_.agent(t.from).name + " to " + network_.agent(t.to).name);
    if (known.back() == words) return i;
  }
  return unknown("transfer", words, known);
}

Result<Indicator> NetworkWords::price(const std::string& object) const {
  const auto [over, under] = split_words(object, " over ");
  const auto a = node(over);
  if (!a.ok()) return a.error();
  if (under.empty()) return price_of_node(network_, *a);
  const auto b = node(under);
  if (!b.ok()) return b.error();
  return price_of_node(network_, *a, *b);
}

Result<Indicator> NetworkWords::sales(const std::string& kind, const std::string& object) const {
  Indicator out;
  if (kind == "share") {
    const auto [part, whole] = split_words(object, " in ");
    const auto a = node(part);
    if (!a.ok()) return a.error();
    const auto b = node(whole);
    if (!b.ok()) return b.error();
    out.over = {{Indicator::Term::Of::value, *a, 1.0}};
    out.under = {{Indicator::Term::Of::value, *b, 1.0}};
    out.unit = "share";
    return out;
  }
  const auto a = node(object);
  if (!a.ok()) return a.error();
  if (kind == "quantity") return quantity_of_node(network_, *a);
  out.over = {{Indicator::Term::Of::value, *a, 1.0}};
  out.unit = "money";
  return out;
}

Result<Indicator> NetworkWords::of_agent(const std::string& kind, const std::string& name) const {
  const auto who = agent(name);
  if (!who.ok()) return who.error();
  Indicator out;
  out.unit = "money";
  if (kind == "income") {
    out.over = {{Indicator::Term::Of::income, *who, 1.0}};
    return out;
  }
  if (kind == "revenue") {
    for (Index e = 0; e < network_.edges(); ++e) {
      if (network_.edge(e).receiver == *who) {
        out.over.push_back({Indicator::Term::Of::taxed, e, 1.0});
      }
    }
    if (out.over.empty()) out.over = {{Indicator::Term::Of::one, 0, 0.0}};
    return out;
  }
  if (network_.agent(*who).top == k_none) {
    return Error{ErrorCode::bad_value, fmt::format("'{}' spends nothing", name), "",
                 "ask for the welfare of an agent that spends", ""};
  }
  const Index top = network_.node_of_activity(network_.agent(*who).top);
  out.over = {{Indicator::Term::Of::value, top, 1.0}};
  out.times = {{Indicator::LogTerm::Of::price, top, -1.0}};
  out.unit = "money at base prices";
  return out;
}

Result<Indicator> NetworkWords::money_between(const std::string& words) const {
  const auto which = transfer(words);
  if (!which.ok()) return which.error();
  Indicator out;
  out.over = {{Indicator::Term::Of::transfer, *which, 1.0}};
  out.unit = "money";
  return out;
}

Result<Indicator> NetworkWords::purchase(const std::string& words,
                                         const std::string& object) const {
  const auto which = edges(object);
  if (!which.ok()) return which.error();
  if (which->size() != 1) return unknown_kind("result", words, k_indicator_kinds);
  return quantity_on_edge(network_, which->front());
}

Result<Indicator> NetworkWords::indicator(const std::string& words) const {
  const auto [kind, object] = split_words(words, " of ");
  const auto find = [&]() -> Result<Indicator> {
    if (starts(words, "transfer from ")) return money_between(words.substr(14));
    if (kind == "price") return price(object);
    if (kind == "quantity" || kind == "value" || kind == "share") return sales(kind, object);
    if (kind == "purchase") return purchase(words, object);
    if (kind == "income" || kind == "welfare" || kind == "revenue") return of_agent(kind, object);
    return unknown_kind("result", words, k_indicator_kinds);
  };
  auto found = find();
  if (found.ok()) found->name = words;
  return found;
}

Result<Lever> NetworkWords::lever(const std::string& words) const {
  Lever out;
  out.name = words;
  const auto on_edges = [&](const std::string& object, Lever::Kind kind) -> Status {
    const auto which = edges(object);
    if (!which.ok()) return which.error();
    for (const Index e : *which) {
      if (kind == Lever::Kind::tax_rate && network_.edge(e).receiver == k_none) continue;
      out.parts.push_back({kind, e, 1.0});
    }
    if (!out.parts.empty()) return Done{};
    return Error{ErrorCode::bad_value, fmt::format("nobody would receive '{}'", words), "",
                 "give the purchase a tax and a receiver in the model file; rate = 0 will do", ""};
  };
  Status status = Done{};
  if (starts(words, "tax on ")) {
    status = on_edges(words.substr(7), Lever::Kind::tax_rate);
  } else if (starts(words, "cost on ")) {
    status = on_edges(words.substr(8), Lever::Kind::iceberg);
  } else if (starts(words, "taste on ")) {
    status = on_edges(words.substr(9), Lever::Kind::taste);
  } else if (starts(words, "transfer from ")) {
    const auto which = transfer(words.substr(14));
    if (!which.ok()) return which.error();
    out.parts = {{Lever::Kind::transfer, *which, 1.0}};
  } else {
    const auto [kind, object] = split_words(words, " of ");
    if (kind == "productivity") {
      const Index activity = network_.find_activity(object);
      if (activity == k_none) {
        std::vector<std::string> names;
        for (Index n = 0; n < network_.activities(); ++n)
          names.push_back(network_.activity(n).name);
        return unknown("activity", object, names);
      }
      out.parts = {{Lever::Kind::productivity, activity, 1.0}};
    } else if (kind == "endowment") {
      const Index market = network_.find_market(object);
      if (market == k_none) {
        std::vector<std::string> names;
        for (Index k = 0; k < network_.markets(); ++k) names.push_back(network_.market(k).name);
        return unknown("factor", object, names);
      }
      out.parts = {{Lever::Kind::endowment, market, 1.0}};
    } else {
      return unknown_kind("instrument", words, k_lever_kinds);
    }
  }
  if (!status.ok()) return status.error();
  return out;
}

/// Welfare of agents that spend, prices of markets, quantities of activities.
std::vector<Indicator> NetworkWords::standard_indicators() const {
  std::vector<Indicator> all;
  for (Index h = 0; h < network_.agents(); ++h) {
    if (network_.agent(h).top != k_none) {
      all.push_back(indicator("welfare of " + network_.agent(h).name).value());
    }
  }
  for (Index k = 0; k < network_.markets(); ++k) all.push_back(price_of_node(network_, k));
  for (Index n = 0; n < network_.activities(); ++n) {
    all.push_back(quantity_of_node(network_, network_.node_of_activity(n)));
  }
  for (Index h = 0; h < network_.agents(); ++h) {
    Indicator revenue = indicator("revenue of " + network_.agent(h).name).value();
    if (revenue.over.front().of == Indicator::Term::Of::taxed) all.push_back(std::move(revenue));
  }
  return all;
}

std::vector<RegionNodesOf> NetworkWords::regions() const {
  return {{"economy", std::vector<bool>(network_.agents(), true),
           std::vector<bool>(network_.activities(), true)}};
}

}  // namespace domar::models
