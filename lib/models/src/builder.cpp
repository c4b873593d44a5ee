#include "builder.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::models {

using network::k_none;
using network::NetworkBuilder;

namespace {

constexpr double k_balance = 1e-6;  ///< relative: rows against columns

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// Names of a model by kind, and what is bought and supplied of each.
class Checker {
 public:
  explicit Checker(const ModelLines& lines) : lines_(lines) {}

  Status run() {
    for (const auto& step :
         {&Checker::collect_names, &Checker::check_inputs, &Checker::check_agents,
          &Checker::check_sinks, &Checker::check_balance}) {
      if (auto status = (this->*step)(); !status.ok()) return status;
    }
    return Done{};
  }
  [[nodiscard]] const std::unordered_map<std::string, bool>& is_market() const { return goods_; }

 private:
  Status collect_names() {
    const auto add = [&](const std::string& name, bool market, const TomlTable& place,
                         const char* key) -> Status {
      const auto [found, fresh] = goods_.emplace(name, market);
      if (fresh) return Done{};
      return place.at(key,
                      bad(ErrorCode::bad_input, fmt::format("two things are called '{}'", name),
                          "factors, products and activities need different names"));
    };
    for (const FactorLine& factor : lines_.factors) {
      if (auto s = add(factor.name, true, factor.place, "name"); !s.ok()) return s;
    }
    for (const AgentLine& agent : lines_.agents) {
      for (const AgentLine& other : lines_.agents) {
        if (&other != &agent && other.name == agent.name) {
          return agent.place.at("name", bad(ErrorCode::bad_input,
                                            fmt::format("two agents are called '{}'", agent.name)));
        }
      }
    }
    for (const ActivityLine& activity : lines_.activities) {
      if (auto s = add(activity.name, false, activity.place, "name"); !s.ok()) return s;
    }
    for (const ActivityLine& activity : lines_.activities) {
      for (const auto& [product, value] : activity.makes) {
        const auto found = goods_.find(product);
        if (found == goods_.end()) {
          goods_.emplace(product, true);
        } else if (!found->second) {
          return activity.place.at("makes",
                                   bad(ErrorCode::bad_input,
                                       fmt::format("'{}' is an activity, not a product", product)));
        }
      }
    }
    for (const auto& [name, market] : goods_) names_.push_back(name);
    std::sort(names_.begin(), names_.end());
    for (const AgentLine& agent : lines_.agents) agents_.push_back(agent.name);
    return Done{};
  }

  [[nodiscard]] Error unknown(const char* what, const std::string& name,
                              const std::vector<std::string>& known) const {
    return bad(
        ErrorCode::not_found, fmt::format("{} '{}'", what, name),
        known.empty() ? "" : fmt::format("did you mean {}?", known[nearest_name(name, known)]));
  }

  Status check_inputs() {
    for (const ActivityLine& activity : lines_.activities) {
      for (const InputLine& input : activity.inputs) {
        if (!goods_.contains(input.seller)) {
          return input.place.at(input.key, unknown("a good without a source: nothing supplies",
                                                   input.seller, names_));
        }
        if (!input.receiver.empty() && !is_agent(input.receiver)) {
          const TomlTable table = **input.place.table(input.key);
          return table.at("to", unknown("a tax without a receiver: there is no agent",
                                        input.receiver, agents_));
        }
        bought_[input.seller] += input.pays / (1.0 + input.rate);
        if (!input.receiver.empty()) {
          income_[input.receiver] += input.pays * input.rate / (1.0 + input.rate);
        }
        cost_[activity.name] += input.pays;
      }
      for (const auto& [product, value] : activity.makes) {
        supplied_[product] += value;
        bought_[activity.name] += value;
      }
    }
    return Done{};
  }

  Status check_agents() {
    for (const AgentLine& agent : lines_.agents) {
      for (const auto& [market, value] : agent.owns) {
        const auto found = goods_.find(market);
        if (found == goods_.end() || !found->second) {
          const auto owns = agent.place.table("owns");
          return (**owns).at(
              market, unknown("agents own factors and products; there is no", market, names_));
        }
        supplied_[market] += value;
        income_[agent.name] += value;
      }
      for (const auto& [to, value] : agent.gives) {
        if (is_agent(to)) {
          income_[to] += value;
          continue;
        }
        const auto gives = agent.place.table("gives");
        return (**gives).at(to,
                            unknown("money without a receiver: there is no agent", to, agents_));
      }
    }
    if (auto status = hand_on_shares(); !status.ok()) return status;
    for (const AgentLine& agent : lines_.agents) {
      double kept = income_[agent.name];
      for (const auto& [to, value] : agent.gives) kept -= value;
      for (const auto& [to, share] : agent.shares) kept -= share * income_[agent.name];
      if (agent.spends_on.empty()) {
        if (std::abs(kept) <= k_balance * std::max(1.0, income_[agent.name])) continue;
        return agent.place.at(
            "name", bad(ErrorCode::unbalanced,
                        fmt::format("'{}' keeps {:.9g} of its income unspent", agent.name, kept),
                        "write what it spends on: spends_on = \"...\""));
      }
      const auto found = goods_.find(agent.spends_on);
      if (found == goods_.end() || found->second) {
        return agent.place.at("spends_on", unknown("an agent spends on an activity; there is no",
                                                   agent.spends_on, names_));
      }
      if (!(kept > 0.0)) {
        return agent.place.at("name", bad(ErrorCode::unbalanced,
                                          fmt::format("'{}' has {:.9g} to spend", agent.name, kept),
                                          "it must earn more than it gives away"));
      }
      bought_[agent.spends_on] += kept;
    }
    return Done{};
  }

  /// Shares of an income that is known from sales, taxes and gifts in money.
  Status hand_on_shares() {
    for (const AgentLine& agent : lines_.agents) {
      for (const auto& [to, share] : agent.shares) {
        const TomlTable table = **agent.place.table("gives_shares");
        if (!is_agent(to)) {
          return table.at(to, unknown("money without a receiver: there is no agent", to, agents_));
        }
        if (share > 1.0) {
          return table.at(to, bad(ErrorCode::bad_value, fmt::format("{} is not a share", share),
                                  "write 0.4 for 40 %; money goes into 'gives'"));
        }
        income_[to] += share * income_[agent.name];
      }
    }
    return Done{};
  }

  Status check_sinks() {
    for (const ActivityLine& activity : lines_.activities) {
      if (bought_.contains(activity.name)) continue;
      return activity.place.at(
          activity.nested ? "inputs" : "name",
          bad(ErrorCode::bad_input,
              fmt::format("a use without a sink: nobody buys '{}'", activity.name),
              "let another activity buy it, or an agent spend on it; or take it out"));
    }
    for (const FactorLine& factor : lines_.factors) {
      if (!supplied_.contains(factor.name)) {
        return factor.place.at(
            "name", bad(ErrorCode::bad_input,
                        fmt::format("a good without a source: nobody owns '{}'", factor.name),
                        "let an agent own it: owns = { ... }"));
      }
    }
    for (const auto& [name, market] : goods_) {
      if (!market || bought_.contains(name)) continue;
      return place_of(name, bad(ErrorCode::bad_input,
                                fmt::format("a use without a sink: nobody buys '{}'", name),
                                "let an activity buy it, or take it out"));
    }
    return Done{};
  }

  Status check_balance() {
    for (const std::string& name : names_) {
      const double in = goods_.at(name) ? supplied_[name] : cost_[name];
      const double out = bought_[name];
      if (std::abs(in - out) <= k_balance * std::max(std::abs(in), std::abs(out))) continue;
      return place_of(
          name, bad(ErrorCode::unbalanced,
                    fmt::format("'{}' does not balance: {} {:.9g}, its buyers pay {:.9g} for it",
                                name, goods_.at(name) ? "supply is" : "it costs", in, out),
                    fmt::format("the difference is {:.6g}", in - out)));
    }
    return Done{};
  }

  /// Where a name stands in the file.
  [[nodiscard]] Error place_of(const std::string& name, Error error) const {
    for (const ActivityLine& activity : lines_.activities) {
      if (activity.name == name) {
        return activity.place.at(activity.nested ? "inputs" : "name", std::move(error));
      }
      for (const auto& [product, value] : activity.makes) {
        if (product == name) return (**activity.place.table("makes")).at(name, std::move(error));
      }
    }
    for (const FactorLine& factor : lines_.factors) {
      if (factor.name == name) return factor.place.at("name", std::move(error));
    }
    return error;
  }

  [[nodiscard]] bool is_agent(const std::string& name) const {
    return std::find(agents_.begin(), agents_.end(), name) != agents_.end();
  }

  const ModelLines& lines_;
  std::unordered_map<std::string, bool> goods_;  ///< name -> is a market
  std::vector<std::string> names_, agents_;
  std::map<std::string, double> bought_, supplied_, cost_, income_;
};

/// The bundle that an agent spends on, which nobody else may buy.
Result<ActivityLine*> bundle_of(ModelLines& lines, const AgentLine& agent) {
  const auto bundle =
      std::find_if(lines.activities.begin(), lines.activities.end(),
                   [&](const ActivityLine& line) { return line.name == agent.spends_on; });
  if (bundle == lines.activities.end()) {
    return agent.place.at("subsistence",
                          bad(ErrorCode::bad_input, "subsistence is a part of what an agent buys",
                              "say what it spends on: spends_on = \"...\""));
  }
  Index buyers = 0;
  for (const AgentLine& other : lines.agents) buyers += other.spends_on == bundle->name ? 1 : 0;
  for (const ActivityLine& line : lines.activities) {
    for (const InputLine& input : line.inputs) buyers += input.seller == bundle->name ? 1 : 0;
  }
  if (buyers == 1) return &*bundle;
  return agent.place.at(
      "subsistence",
      bad(ErrorCode::bad_input,
          fmt::format("'{}' is bought by others, too: its subsistence would be theirs",
                      bundle->name),
          "give the agent a bundle of its own"));
}

/// Takes out of a bundle what is bought of it at any price.
Result<ActivityLine> take_basics(const AgentLine& agent, ActivityLine& bundle) {
  ActivityLine basics;
  basics.name = "subsistence of " + agent.name;
  basics.elasticity = 0.0;
  basics.place = agent.place;
  const auto place = **agent.place.table("subsistence");
  for (const auto& [good, value] : agent.subsistence) {
    const auto input = std::find_if(bundle.inputs.begin(), bundle.inputs.end(),
                                    [&](const InputLine& line) { return line.seller == good; });
    if (input == bundle.inputs.end()) {
      return place.at(good, bad(ErrorCode::not_found,
                                fmt::format("'{}' does not buy '{}'", bundle.name, good)));
    }
    if (!(value < input->pays)) {
      return place.at(good, bad(ErrorCode::bad_value,
                                fmt::format("subsistence of {} is not below the {} it buys", value,
                                            input->pays)));
    }
    InputLine part = *input;
    part.pays = value;
    input->pays -= value;
    basics.inputs.push_back(std::move(part));
  }
  return basics;
}

double cost_of(const ActivityLine& activity) {
  double total = 0.0;
  for (const InputLine& input : activity.inputs) total += input.pays;
  return total;
}

/// An agent with subsistence spends on an activity that buys the basic bundle first and what it
/// spent on with the rest.
Status split_subsistence(ModelLines& lines) {
  for (AgentLine& agent : lines.agents) {
    if (agent.subsistence.empty()) continue;
    const auto bundle = bundle_of(lines, agent);
    if (!bundle.ok()) return bundle.error();
    auto basics = take_basics(agent, **bundle);
    if (!basics.ok()) return basics.error();
    ActivityLine all;
    all.name = "all that " + agent.name + " buys";
    all.place = agent.place;
    for (const ActivityLine* part : {&basics.value(), *bundle}) {
      InputLine input;
      input.seller = part->name;
      input.pays = cost_of(*part);
      input.place = agent.place;
      input.key = "subsistence";
      all.inputs.push_back(std::move(input));
    }
    agent.spends_on = all.name;
    lines.activities.push_back(std::move(basics.value()));
    lines.activities.push_back(std::move(all));
  }
  return Done{};
}

/// A factor of limited mobility is supplied to each buyer through its own market.
void split_mobility(ModelLines& lines) {
  std::vector<ActivityLine> added;
  for (const FactorLine& factor : lines.factors) {
    if (factor.mobility < 0.0) continue;
    ActivityLine supply;
    supply.name = factor.name + " supplied";
    supply.transformation = factor.mobility;
    supply.place = factor.place;
    double total = 0.0;
    for (ActivityLine& activity : lines.activities) {
      for (InputLine& input : activity.inputs) {
        if (input.seller != factor.name) continue;
        input.seller = factor.name + " of " + activity.name;
        const double value = input.pays / (1.0 + input.rate);
        supply.makes.emplace_back(input.seller, value);
        total += value;
      }
    }
    if (supply.makes.empty()) continue;
    InputLine input;
    input.seller = factor.name;
    input.pays = total;
    input.place = factor.place;
    input.key = "name";
    supply.inputs.push_back(std::move(input));
    added.push_back(std::move(supply));
  }
  lines.activities.insert(lines.activities.end(), added.begin(), added.end());
}

/// Adds lines to a network builder, names to numbers.
class Assembler {
 public:
  Assembler(const ModelLines& lines, const std::unordered_map<std::string, bool>& is_market)
      : lines_(lines), is_market_(is_market) {}

  Result<network::Network> run() {
    for (const AgentLine& agent : lines_.agents)
      agents_[agent.name] = builder_.add_agent(agent.name);
    for (const FactorLine& factor : lines_.factors) add_market(factor.name);
    for (const ActivityLine& activity : lines_.activities) {
      activities_[activity.name] = builder_.add_activity(activity.name, activity.elasticity);
      for (const auto& [product, value] : activity.makes) add_market(product);
    }
    for (const ActivityLine& activity : lines_.activities) add_flows(activity);
    add_agents();
    return builder_.build();
  }

 private:
  void add_market(const std::string& name) {
    if (!markets_.contains(name)) markets_[name] = builder_.add_market(name);
  }
  void add_flows(const ActivityLine& activity) {
    const Index buyer = activities_.at(activity.name);
    for (const InputLine& input : activity.inputs) {
      const Index receiver = input.receiver.empty() ? k_none : agents_.at(input.receiver);
      if (is_market_.at(input.seller)) {
        builder_.buy_market(buyer, markets_.at(input.seller), input.pays, input.rate, receiver);
      } else {
        builder_.buy(buyer, activities_.at(input.seller), input.pays, input.rate, receiver);
      }
    }
    if (activity.makes.empty()) return;
    network::JointProducer joint{buyer, activity.transformation, {}};
    for (const auto& [product, value] : activity.makes) {
      joint.products.emplace_back(markets_.at(product), value);
    }
    builder_.add_joint_producer(std::move(joint));
  }
  void add_agents() {
    std::map<std::string, double> income;
    for (const AgentLine& agent : lines_.agents) {
      for (const auto& [market, value] : agent.owns) {
        builder_.add_endowment(markets_.at(market), agents_.at(agent.name), value);
        income[agent.name] += value;
      }
      for (const auto& [to, value] : agent.gives) income[to] += value;
    }
    for (const ActivityLine& activity : lines_.activities) {
      for (const InputLine& input : activity.inputs) {
        if (!input.receiver.empty()) {
          income[input.receiver] += input.pays * input.rate / (1.0 + input.rate);
        }
      }
    }
    for (const AgentLine& agent : lines_.agents) {
      for (const auto& [to, share] : agent.shares) income[to] += share * income[agent.name];
    }
    for (const AgentLine& agent : lines_.agents) {
      if (!agent.spends_on.empty()) {
        builder_.set_top(agents_.at(agent.name), activities_.at(agent.spends_on));
      }
      if (!agent.subsistence.empty()) {
        const auto all =
            std::find_if(lines_.activities.begin(), lines_.activities.end(),
                         [&](const ActivityLine& line) { return line.name == agent.spends_on; });
        builder_.add_subsistence(activities_.at(agent.spends_on),
                                 activities_.at(all->inputs[0].seller),
                                 activities_.at(all->inputs[1].seller));
      }
      for (const auto& [to, value] : agent.gives) {
        builder_.add_transfer(agents_.at(agent.name), agents_.at(to), value / income[agent.name]);
      }
      for (const auto& [to, share] : agent.shares) {
        builder_.add_transfer(agents_.at(agent.name), agents_.at(to), share);
      }
    }
  }

  const ModelLines& lines_;
  const std::unordered_map<std::string, bool>& is_market_;
  NetworkBuilder builder_;
  std::map<std::string, Index> agents_, markets_, activities_;
};

using equilibrium::Indicator;
using equilibrium::Lever;
using equilibrium::Swap;

/// ln endowment = elasticity * ln(price of the factor / deflator).
Status add_supply(const ModelLines& lines, Model& model) {
  const auto& net = model.network;
  for (const FactorLine& factor : lines.factors) {
    if (factor.supply_elasticity == 0.0) continue;
    const Index market = net.find_market(factor.name);
    Index deflator = k_none;
    if (factor.deflator.empty()) {
      const Index top = net.agent(net.market(market).owners.front().first).top;
      if (top != k_none) deflator = top;
    } else {
      deflator = net.find_activity(factor.deflator);
    }
    if (deflator == k_none) {
      std::vector<std::string> names;
      for (Index n = 0; n < net.activities(); ++n) names.push_back(net.activity(n).name);
      return factor.place.at(
          factor.deflator.empty() ? "supply_elasticity" : "deflator",
          bad(ErrorCode::not_found,
              fmt::format("there is no activity '{}' to deflate by", factor.deflator),
              fmt::format("did you mean {}?", names[nearest_name(factor.deflator, names)])));
    }
    Indicator gap;
    gap.name = "supply of " + factor.name + " over what its price calls for";
    gap.times = {
        {Indicator::LogTerm::Of::endowment, market, 1.0},
        {Indicator::LogTerm::Of::price, market, -factor.supply_elasticity},
        {Indicator::LogTerm::Of::price, net.node_of_activity(deflator), factor.supply_elasticity}};
    gap.log = true;
    model.relations.push_back(
        {"supply of " + factor.name, gap,
         Lever{"endowment of " + factor.name, {{Lever::Kind::endowment, market, 1.0}}}, 0.0, 0.0});
    model.relations.back().sense = 1;
  }
  return Done{};
}

}  // namespace

Status build_model(ModelLines lines, const TomlTable& root, Model& model) {
  if (auto status = split_subsistence(lines); !status.ok()) return status;
  split_mobility(lines);
  Checker checker(lines);
  if (auto status = checker.run(); !status.ok()) return status;
  auto network = Assembler(lines, checker.is_market()).run();
  if (!network.ok()) return root.at("title", network.error());
  model.network = std::move(network.value());
  const auto numeraire = root.text("numeraire");
  if (!numeraire.ok()) return numeraire.error();
  if (*numeraire) {
    model.numeraire = model.network.find_market(**numeraire);
    if (model.numeraire == k_none) {
      std::vector<std::string> names;
      for (Index k = 0; k < model.network.markets(); ++k) {
        names.push_back(model.network.market(k).name);
      }
      return root.at("numeraire",
                     bad(ErrorCode::not_found, fmt::format("there is no market '{}'", **numeraire),
                         fmt::format("did you mean {}?", names[nearest_name(**numeraire, names)])));
    }
  }
  return add_supply(lines, model);
}

}  // namespace domar::models
