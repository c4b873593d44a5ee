#include "domar/models/model_file.hpp"

#include <fmt/format.h>

#include "builder.hpp"
#include "domar/base/text.hpp"

namespace domar::models {

namespace {

const std::vector<std::string> k_root_keys{"title",  "source", "unit",    "numeraire",
                                           "factor", "agent",  "activity"};
const std::vector<std::string> k_nest_keys{"nest", "elasticity", "inputs"};
const std::vector<std::string> k_activity_keys{"name",   "nest",  "elasticity",
                                               "inputs", "makes", "transformation"};
const std::vector<std::string> k_input_keys{"pays", "tax",        "rate",  "to",
                                            "nest", "elasticity", "inputs"};
const std::vector<std::string> k_factor_keys{"name", "supply_elasticity", "deflator", "mobility"};
const std::vector<std::string> k_agent_keys{"name",  "spends_on",    "owns",
                                            "gives", "gives_shares", "subsistence"};

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// Copies a key's value into `into` if the key is there.
template <class Value>
Status take(Result<std::optional<Value>> value, Value& into) {
  if (!value.ok()) return value.error();
  if (*value) into = **value;
  return Done{};
}

/// "name = money" pairs of an inline table; money must be positive.
Status read_amounts(const TomlTable& table, const std::string& key,
                    std::vector<std::pair<std::string, double>>& into) {
  const auto amounts = table.table(key);
  if (!amounts.ok()) return amounts.error();
  if (!*amounts) return Done{};
  for (const std::string& name : (*amounts)->keys()) {
    const auto amount = (*amounts)->number(name);
    if (!amount.ok()) return amount.error();
    if (!(**amount > 0.0)) {
      return (*amounts)->at(
          name, bad(ErrorCode::bad_value, fmt::format("'{}' is {}, not above 0", name, **amount),
                    "leave out what is zero"));
    }
    into.emplace_back(name, **amount);
  }
  return Done{};
}

Result<std::string> read_name(const TomlTable& table, const char* what) {
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  if (!*name || (*name)->empty()) {
    return table.at("name", bad(ErrorCode::bad_input, fmt::format("this {} has no name", what),
                                "write name = \"...\""));
  }
  return **name;
}

/// The elasticity that `nest` or `elasticity` says; Cobb-Douglas when neither is there.
Status read_elasticity(const TomlTable& table, double& into) {
  const auto word = table.text("nest");
  if (!word.ok()) return word.error();
  const auto number = table.number("elasticity");
  if (!number.ok()) return number.error();
  const std::string nest = word->value_or(*number ? "ces" : "cobb-douglas");
  const bool is_ces = nest == "ces";
  if (!is_ces && nest != "cobb-douglas" && nest != "leontief") {
    const std::vector<std::string> nests{"ces", "cobb-douglas", "leontief"};
    return table.at("nest", bad(ErrorCode::not_found, fmt::format("unknown nest '{}'", nest),
                                "did you mean " + nests[nearest_name(nest, nests)] +
                                    "? Nests: ces, cobb-douglas, leontief"));
  }
  if (is_ces && !*number) {
    return table.at("nest", bad(ErrorCode::bad_input, "a ces nest needs 'elasticity'",
                                "for example elasticity = 2.0"));
  }
  if (!is_ces && *number) {
    return table.at("elasticity",
                    bad(ErrorCode::bad_input, fmt::format("a {} nest has its elasticity", nest),
                        "remove 'elasticity', or write nest = \"ces\""));
  }
  into = is_ces ? **number : (nest == "leontief" ? 0.0 : 1.0);
  if (!(into >= 0.0)) {
    return table.at("elasticity",
                    bad(ErrorCode::bad_value, fmt::format("elasticity {} is below 0", into)));
  }
  return Done{};
}

/// Reads activities; nests drawn inside one become activities of their own.
class ActivityReader {
 public:
  explicit ActivityReader(ModelLines& lines) : lines_(lines) {}

  Status read(const TomlTable& table) {
    if (auto status = table.only(k_activity_keys); !status.ok()) return status;
    const auto name = read_name(table, "activity");
    if (!name.ok()) return name.error();
    ActivityLine activity;
    activity.name = *name;
    activity.place = table;
    if (auto status = read_amounts(table, "makes", activity.makes); !status.ok()) return status;
    if (auto status = take(table.number("transformation"), activity.transformation); !status.ok()) {
      return status;
    }
    if (table.has("transformation") && activity.makes.empty()) {
      return table.at("transformation", bad(ErrorCode::bad_input, "nothing is transformed here",
                                            "say what it makes: makes = { ... }"));
    }
    if (!(activity.transformation >= 0.0)) {
      return table.at("transformation",
                      bad(ErrorCode::bad_value, "an elasticity of transformation is 0 or more"));
    }
    const auto total = read_nest(table, activity);
    if (!total.ok()) return total.error();
    lines_.activities.push_back(std::move(activity));
    return Done{};
  }

 private:
  /// Elasticity and inputs; returns what all inputs cost.
  Result<double> read_nest(const TomlTable& table, ActivityLine& activity) {
    if (auto status = read_elasticity(table, activity.elasticity); !status.ok()) {
      return status.error();
    }
    const auto inputs = table.table("inputs");
    if (!inputs.ok()) return inputs.error();
    if (!*inputs || (*inputs)->keys().empty()) {
      return table.at("inputs",
                      bad(ErrorCode::bad_input,
                          fmt::format("'{}' buys nothing: a good without a source", activity.name),
                          "give it inputs = { NAME = what it pays, ... }"));
    }
    double total = 0.0;
    for (const std::string& seller : (*inputs)->keys()) {
      auto line = read_input(**inputs, seller, activity.name);
      if (!line.ok()) return line.error();
      total += line->pays;
      activity.inputs.push_back(std::move(line.value()));
    }
    return total;
  }

  Result<InputLine> read_input(const TomlTable& inputs, const std::string& seller,
                               const std::string& buyer) {
    InputLine line;
    line.seller = seller;
    line.place = inputs;
    line.key = seller;
    if (!inputs.is_table(seller)) {
      const auto pays = inputs.number(seller);
      if (!pays.ok()) return pays.error();
      line.pays = **pays;
      if (auto status = check_pays(line); !status.ok()) return status.error();
      return line;
    }
    const TomlTable table = **inputs.table(seller);
    if (auto status = table.only(k_input_keys); !status.ok()) return status.error();
    double net = -1.0;  // before tax, when the nest below says it
    if (table.has("inputs")) {
      ActivityLine nest;
      nest.name = buyer + " / " + seller;
      nest.place = table;
      nest.nested = true;
      const auto total = read_nest(table, nest);
      if (!total.ok()) return total.error();
      net = *total;
      line.seller = nest.name;
      lines_.activities.push_back(std::move(nest));
    }
    if (auto status = read_payment(table, net, line); !status.ok()) return status.error();
    if (auto status = check_pays(line); !status.ok()) return status.error();
    return line;
  }

  /// pays (tax included), tax in money or as a rate on the seller's price, and who gets it.
  Status read_payment(const TomlTable& table, double net, InputLine& line) {
    double tax = 0.0;
    if (auto status = take(table.number("pays"), line.pays); !status.ok()) return status;
    if (auto status = take(table.number("tax"), tax); !status.ok()) return status;
    if (auto status = take(table.number("rate"), line.rate); !status.ok()) return status;
    if (auto status = take(table.text("to"), line.receiver); !status.ok()) return status;
    if (table.has("tax") && table.has("rate")) {
      return table.at("rate", bad(ErrorCode::bad_input, "the tax is given twice",
                                  "give 'tax' in money or 'rate' as a share, not both"));
    }
    const bool nested = net >= 0.0;
    if (nested && table.has("pays")) {
      return table.at(
          "pays", bad(ErrorCode::bad_input, "a nest costs what its inputs cost", "remove 'pays'"));
    }
    if (!nested && !table.has("pays")) {
      return table.at("pays", bad(ErrorCode::bad_input, "'pays' is missing",
                                  "write what the buyer pays, tax included"));
    }
    if (!nested) net = table.has("rate") ? line.pays / (1.0 + line.rate) : line.pays - tax;
    if (table.has("tax")) line.rate = tax / net;
    if (nested) line.pays = net * (1.0 + line.rate);
    if (!(net > 0.0) || !(line.rate > -1.0)) {
      return table.at(table.has("tax") ? "tax" : "rate",
                      bad(ErrorCode::bad_value, "the seller gets nothing after this tax",
                          "the tax is part of what the buyer pays"));
    }
    const bool taxed = table.has("tax") || table.has("rate");
    if (taxed && line.receiver.empty()) {
      return table.at(table.has("tax") ? "tax" : "rate",
                      bad(ErrorCode::bad_input, "a tax without a receiver",
                          "write to = \"AGENT\": the agent that gets the money"));
    }
    return Done{};
  }

  static Status check_pays(const InputLine& line) {
    if (line.pays > 0.0) return Done{};
    return line.place.at(line.key, bad(ErrorCode::bad_value,
                                       fmt::format("a payment of {} is not above 0", line.pays),
                                       "leave out what is zero; a subsidy is a negative tax"));
  }

  ModelLines& lines_;
};

Status read_factors(const TomlTable& root, ModelLines& lines) {
  const auto tables = root.tables("factor");
  if (!tables.ok()) return tables.error();
  for (const TomlTable& table : *tables) {
    if (auto status = table.only(k_factor_keys); !status.ok()) return status;
    const auto name = read_name(table, "factor");
    if (!name.ok()) return name.error();
    FactorLine factor;
    factor.name = *name;
    factor.place = table;
    if (auto status = take(table.number("supply_elasticity"), factor.supply_elasticity);
        !status.ok()) {
      return status;
    }
    if (auto status = take(table.text("deflator"), factor.deflator); !status.ok()) return status;
    if (auto status = take(table.number("mobility"), factor.mobility); !status.ok()) return status;
    for (const char* key : {"supply_elasticity", "mobility"}) {
      const auto value = table.number(key);
      if (*value && !(**value >= 0.0)) {
        return table.at(key, bad(ErrorCode::bad_value, fmt::format("'{}' is 0 or more", key)));
      }
    }
    lines.factors.push_back(std::move(factor));
  }
  return Done{};
}

Status read_agents(const TomlTable& root, ModelLines& lines) {
  const auto tables = root.tables("agent");
  if (!tables.ok()) return tables.error();
  for (const TomlTable& table : *tables) {
    if (auto status = table.only(k_agent_keys); !status.ok()) return status;
    const auto name = read_name(table, "agent");
    if (!name.ok()) return name.error();
    AgentLine agent;
    agent.name = *name;
    agent.place = table;
    if (auto status = take(table.text("spends_on"), agent.spends_on); !status.ok()) return status;
    for (const auto& [key, into] :
         {std::pair{"owns", &agent.owns}, std::pair{"gives", &agent.gives},
          std::pair{"gives_shares", &agent.shares}, std::pair{"subsistence", &agent.subsistence}}) {
      if (auto status = read_amounts(table, key, *into); !status.ok()) return status;
    }
    lines.agents.push_back(std::move(agent));
  }
  return Done{};
}

}  // namespace

Result<Model> read_model(const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only(k_root_keys); !status.ok()) return status.error();
  Model model;
  model.file = file;
  model.title = file.stem().string();
  for (const auto& [key, into] :
       {std::pair{"title", &model.title}, std::pair{"source", &model.source},
        std::pair{"unit", &model.unit}}) {
    if (auto status = take(root->text(key), *into); !status.ok()) return status.error();
  }
  if (!root->has("agent") || !root->has("activity")) {
    return Error{ErrorCode::bad_input, "a model has an [[agent]] and an [[activity]] at least",
                 file.string(), "scenarios/models/stdcge.toml is one", ""};
  }
  ModelLines lines;
  if (auto status = read_factors(*root, lines); !status.ok()) return status.error();
  if (auto status = read_agents(*root, lines); !status.ok()) return status.error();
  const auto activities = root->tables("activity");
  if (!activities.ok()) return activities.error();
  ActivityReader reader(lines);
  for (const TomlTable& table : *activities) {
    if (auto status = reader.read(table); !status.ok()) return status.error();
  }
  if (auto status = build_model(std::move(lines), *root, model); !status.ok()) {
    return status.error();
  }
  return model;
}

bool is_model_file(const std::filesystem::path& file) {
  if (file.extension() != ".toml") return false;
  const auto root = TomlTable::read(file);
  return root.ok() ? root->has("activity") || root->has("agent") : std::filesystem::exists(file);
}

}  // namespace domar::models
