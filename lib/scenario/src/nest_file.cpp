#include "nest_file.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "nest_subsistence.hpp"
#include "sector_list.hpp"

namespace domar::scenario {

namespace fs = std::filesystem;
using network::Nest;
using network::NestInput;
using network::NestRules;
using network::NestTree;
using Of = network::NestInput::Of;

namespace {

const std::vector<std::string> k_rule_keys{"title",     "source",      "groups",     "production",
                                           "household", "subsistence", "government", "investment",
                                           "armington", "exports"};
const std::vector<std::string> k_trees{"standard", "cobb-douglas", "leontief", "gtap-like"};
constexpr const char* k_rest = "goods";
constexpr const char* k_group = "goods of ";

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// A nest as a file says it, before its inputs are looked up.
struct NestLine {
  TomlTable place;      ///< of its inputs, for messages
  bool is_own = false;  ///< said by this rule, not taken over from the general one
  double elasticity = 1.0;
  bool has_inputs = false;
};
using NestLines = std::map<std::string, NestLine>;

/// Elasticities by name, or a number.
class Elasticity {
 public:
  explicit Elasticity(const network::NetworkOptions& options) : e_(options.elasticities) {}

  /// `nest = "leontief"` or `elasticity = ...` of a table; `otherwise` without either.
  [[nodiscard]] Result<double> of_nest(const TomlTable& table, double otherwise) const {
    const auto kind = table.text("nest");
    if (!kind.ok()) return kind.error();
    if (!*kind) {
      if (!table.has("elasticity")) return otherwise;
      return number(table, "elasticity");
    }
    const std::vector<std::string> kinds{"cobb-douglas", "leontief", "ces"};
    if (std::find(kinds.begin(), kinds.end(), **kind) == kinds.end()) {
      return table.at("nest",
                      bad(ErrorCode::not_found, fmt::format("unknown nest '{}'", **kind),
                          fmt::format("did you mean {}? Choices: {}",
                                      kinds[nearest_name(**kind, kinds)], fmt::join(kinds, ", "))));
    }
    const bool is_ces = **kind == "ces";
    if (is_ces != table.has("elasticity")) {
      return table.at("nest", bad(ErrorCode::bad_input,
                                  is_ces ? "a ces nest needs its elasticity"
                                         : fmt::format("'{}' has its elasticity already", **kind),
                                  "give nest = \"leontief\" (0) or \"cobb-douglas\" (1), or "
                                  "elasticity = ..."));
    }
    if (is_ces) return number(table, "elasticity");
    return **kind == "leontief" ? 0.0 : 1.0;
  }

  [[nodiscard]] Result<double> number(const TomlTable& table, const std::string& key) const {
    const auto word = table.text(key);
    if (word.ok() && *word) {
      const std::vector<std::pair<std::string, double>> known{{"output", e_.output},
                                                              {"inputs", e_.inputs},
                                                              {"value_added", e_.value_added},
                                                              {"final", e_.final_use}};
      std::vector<std::string> names;
      for (const auto& [name, value] : known) {
        if (name == **word) return value;
        names.push_back(name);
      }
      return table.at(key,
                      bad(ErrorCode::not_found,
                          fmt::format("no elasticity of the economy is called '{}'", **word),
                          fmt::format("did you mean {}? Give a number, or one of {}",
                                      names[nearest_name(**word, names)], fmt::join(names, ", "))));
    }
    const auto value = table.number(key);
    if (!value.ok()) return value.error();
    return checked(table, key, **value);
  }

  static Result<double> checked(const TomlTable& table, const std::string& key, double value) {
    if (value >= 0.0 && std::isfinite(value)) return value;
    return table.at(
        key, bad(ErrorCode::bad_value, fmt::format("{} {} is not a number from 0 up", key, value),
                 "0 is fixed proportions, 1 Cobb-Douglas"));
  }

 private:
  const network::Elasticities& e_;
};

class Reader {
 public:
  Reader(const TomlTable& root, const EconomyFolder& folder, const network::NetworkOptions& options)
      : root_(root),
        folder_(folder),
        economy_(folder.economy),
        options_(options),
        elasticity_(options) {}

  Result<NestRules> run() {
    if (auto status = root_.only(k_rule_keys); !status.ok()) return status.error();
    auto groups = read_groups(root_, folder_);
    if (!groups.ok()) return groups.error();
    groups_ = std::move(groups.value());
    rules_ =
        network::standard_rules(economy_, options_.elasticities, network::Armington::one_level);
    if (auto status = read_production(); !status.ok()) return status.error();
    for (const auto& [key, tree] :
         {std::pair{"household", &rules_.household}, std::pair{"government", &rules_.government},
          std::pair{"investment", &rules_.investment}}) {
      if (auto status = read_final_use(key, *tree); !status.ok()) return status.error();
    }
    const auto subsistence = root_.table("subsistence");
    if (!subsistence.ok()) return subsistence.error();
    if (*subsistence) {
      auto shares = read_subsistence(**subsistence, folder_, groups_);
      if (!shares.ok()) return shares.error();
      rules_.subsistence = std::move(shares.value());
    }
    if (auto status = read_armington(); !status.ok()) return status.error();
    if (auto status = read_exports(); !status.ok()) return status.error();
    return std::move(rules_);
  }

 private:
  // ---- production

  /// The rule without sectors holds for all; one with sectors changes it for them.
  Status read_production() {
    const auto tables = root_.tables("production");
    if (!tables.ok()) return tables.error();
    if (tables->empty()) return Done{};
    NestLines general;
    const TomlTable* general_table = nullptr;
    for (const TomlTable& table : *tables) {
      if (table.has("sectors")) continue;
      if (general_table != nullptr) {
        return table.at("", bad(ErrorCode::bad_input, "two rules for all sectors",
                                "say which sectors the second is for: sectors = [...]"));
      }
      general_table = &table;
      if (auto status = add_lines(table, general); !status.ok()) return status;
    }
    if (general_table != nullptr) {
      auto tree = tree_of(*general_table, general, "output");
      if (!tree.ok()) return tree.error();
      rules_.trees = {std::move(tree.value())};
      if (auto s = check_buyers(*general_table, 0, others_than(*tables)); !s.ok()) return s;
    } else {
      general = standard_lines();
    }
    std::map<Index, Index> rule_of;  // good -> rule
    for (Index t = 0; t < tables->size(); ++t) {
      const TomlTable& table = (*tables)[t];
      if (!table.has("sectors")) continue;
      if (auto status = add_override(table, general, rule_of, t); !status.ok()) return status;
    }
    return Done{};
  }

  /// The standard nests, for rules that change them for some sectors alone.
  [[nodiscard]] NestLines standard_lines() const {
    static const char* const k_standard[] = {"output", "value_added", "inputs"};
    NestLines lines;
    for (Index k = 0; k < 3; ++k) {
      lines[k_standard[k]] = {root_, false, rules_.trees[0][k].elasticity, false};
    }
    return lines;
  }

  Status add_override(const TomlTable& table, const NestLines& general,
                      std::map<Index, Index>& rule_of, Index number) {
    const auto goods = read_goods(table, "sectors", folder_, groups_);
    if (!goods.ok()) return goods.error();
    if (goods->empty()) {
      return table.at("sectors", bad(ErrorCode::bad_input, "a rule for no sectors",
                                     "leave 'sectors' out for a rule for all"));
    }
    NestLines lines = general;
    for (auto& [name, line] : lines) line.is_own = false;
    if (auto status = add_lines(table, lines); !status.ok()) return status;
    auto tree = tree_of(table, lines, "output");
    if (!tree.ok()) return tree.error();
    rules_.trees.push_back(std::move(tree.value()));
    std::vector<Index> industries;
    for (const Index good : *goods) {
      if (!rule_of.emplace(good, number).second) {
        return table.at("sectors",
                        bad(ErrorCode::bad_input,
                            fmt::format("sector {} is in two rules", name_of_good(folder_, good)),
                            "one rule says all that is special about a sector"));
      }
      const Index industry = economy_.supplier[0][good];
      if (industry == accounts::Economy::k_none) {
        return table.at("sectors", bad(ErrorCode::bad_value,
                                       fmt::format("{} is not made in the country",
                                                   name_of_good(folder_, good)),
                                       "name sectors of its own"));
      }
      rules_.tree[industry] = rules_.trees.size() - 1;
      industries.push_back(industry);
    }
    return check_buyers(table, rules_.trees.size() - 1, industries);
  }

  /// Industries that no rule with sectors speaks of (mistakes in those are found later).
  [[nodiscard]] std::vector<Index> others_than(const std::vector<TomlTable>& tables) const {
    std::set<Index> named;
    for (const TomlTable& table : tables) {
      if (!table.has("sectors")) continue;
      const auto goods = read_goods(table, "sectors", folder_, groups_);
      if (!goods.ok()) continue;
      for (const Index good : *goods) named.insert(economy_.supplier[0][good]);
    }
    std::vector<Index> others;
    for (Index j = 0; j < economy_.industries.size(); ++j) {
      if (!named.contains(j)) others.push_back(j);
    }
    return others;
  }

  // ---- a tree

  Status add_lines(const TomlTable& table, NestLines& lines) const {
    for (const std::string& name : table.keys()) {
      if (name == "sectors") continue;
      const auto nest = table.table(name);
      if (!nest.ok()) return nest.error();
      if (is_factor(name) || name == k_rest) {
        return table.at(
            name, bad(ErrorCode::bad_input, fmt::format("'{}' cannot be the name of a nest", name),
                      "labour, capital, data and goods are what nests buy"));
      }
      if (auto status = (*nest)->only({"nest", "elasticity", "inputs"}); !status.ok()) {
        return status;
      }
      const auto known = lines.find(name);
      const auto elasticity =
          elasticity_.of_nest(**nest, known == lines.end() ? -1.0 : known->second.elasticity);
      if (!elasticity.ok()) return elasticity.error();
      if (*elasticity < 0.0) {
        return table.at(name,
                        bad(ErrorCode::bad_input, fmt::format("nest '{}' has no elasticity", name),
                            "give elasticity = ..., or nest = \"leontief\" or "
                            "\"cobb-douglas\""));
      }
      NestLine& line = lines[name];
      line.is_own = true;
      line.elasticity = *elasticity;
      if ((*nest)->has("inputs")) {
        line.place = **nest;
        line.has_inputs = true;
      } else if (known == lines.end()) {
        return table.at(name,
                        bad(ErrorCode::bad_input,
                            fmt::format("nest '{}' buys nothing: a good without a source", name),
                            "give it inputs = [...]"));
      }
    }
    return Done{};
  }

  static bool is_factor(const std::string& word) {
    return word == "labour" || word == "capital" || word == "data";
  }

  /// The nests below `root`, each after the one that buys it.
  struct Growing {
    const NestLines& lines;
    NestTree tree;
    std::map<std::string, Index> number;        ///< of nests in the tree
    std::set<std::string> factors;              ///< named so far
    std::vector<bool> goods;                    ///< named so far
    std::vector<std::pair<Index, Index>> rest;  ///< (nest, input) that buy all other goods
    bool for_industries = true;
  };

  Result<NestTree> tree_of(const TomlTable& table, const NestLines& lines,
                           const std::string& root) const {
    if (!lines.contains(root)) {
      return table.at("", bad(ErrorCode::bad_input, fmt::format("there is no nest '{}'", root),
                              fmt::format("the tree starts there: {} = {{ elasticity = ..., "
                                          "inputs = [...] }}",
                                          root)));
    }
    Growing growing{
        lines, {}, {}, {}, std::vector<bool>(economy_.goods.size(), false), {}, root == "output"};
    if (auto status = grow(root, growing); !status.ok()) return status.error();
    for (const auto& [nest, input] : growing.rest) {
      auto& goods = growing.tree[nest].inputs[input].goods;
      for (Index i = 0; i < economy_.goods.size(); ++i) {
        if (!growing.goods[i]) goods.push_back(i);
      }
    }
    for (const auto& [name, line] : lines) {
      if (!line.is_own || growing.number.contains(name)) continue;
      return table.at(name, unbought(name, lines));
    }
    if (root != "output") growing.tree[0].name.clear();
    return std::move(growing.tree);
  }

  /// A nest that is not below the root: nobody buys it, or those who do stand in a circle.
  [[nodiscard]] static Error unbought(const std::string& name, const NestLines& lines) {
    for (const auto& [other, line] : lines) {
      if (!line.has_inputs) continue;
      const auto inputs = line.place.texts("inputs");
      if (inputs.ok() && std::find(inputs->begin(), inputs->end(), name) != inputs->end()) {
        return bad(ErrorCode::bad_input,
                   fmt::format("nest '{}' is bought by '{}' alone, which the tree does not reach",
                               name, other),
                   "follow the tree from its root: every nest is an input of one nest above it");
      }
    }
    return bad(ErrorCode::bad_input, fmt::format("no nest buys '{}': a use without a sink", name),
               "name it among the inputs of another nest, or drop it");
  }

  Status grow(const std::string& name, Growing& growing) const {
    const NestLine& line = growing.lines.at(name);
    const Index number = growing.tree.size();
    growing.number[name] = number;
    std::string title = name;
    std::replace(title.begin(), title.end(), '_', ' ');
    growing.tree.push_back({title, line.elasticity, {}});
    if (!line.has_inputs) return grow_standard(name, number, growing);
    const auto words = line.place.texts("inputs");
    if (!words.ok()) return words.error();
    if (words->empty()) {
      return line.place.at("inputs", bad(ErrorCode::bad_input,
                                         fmt::format("nest '{}' buys nothing: a good without a "
                                                     "source",
                                                     name),
                                         "name what it buys"));
    }
    for (Index w = 0; w < words->size(); ++w) {
      if (auto status = add_input((*words)[w], number, growing); !status.ok()) {
        // A mistake further down has its place already.
        if (!status.error().where.empty()) return status;
        return line.place.at("inputs", status.error(), static_cast<int>(w));
      }
    }
    return Done{};
  }

  /// The inputs of a nest of the standard tree.
  Status grow_standard(const std::string& name, Index number, Growing& growing) const {
    const std::vector<std::string> inputs =
        name == "output"
            ? std::vector<std::string>{"value_added", "inputs"}
            : (name == "inputs" ? std::vector<std::string>{k_rest}
                                : std::vector<std::string>{"labour", "capital", "data"});
    for (const std::string& word : inputs) {
      if (auto status = add_input(word, number, growing); !status.ok()) return status;
    }
    return Done{};
  }

  Status add_input(const std::string& word, Index nest, Growing& growing) const {
    const auto add = [&](NestInput input) {
      growing.tree[nest].inputs.push_back(std::move(input));
    };
    if (is_factor(word)) {
      if (!growing.for_industries) {
        return bad(ErrorCode::bad_input, fmt::format("final users do not hire {}", word),
                   "their nests buy goods");
      }
      if (!growing.factors.insert(word).second) return twice(word);
      add({word == "labour" ? Of::labour : (word == "capital" ? Of::capital : Of::data), 0, {}});
      return Done{};
    }
    if (growing.lines.contains(word)) {
      if (growing.number.contains(word)) {
        return bad(ErrorCode::bad_input,
                   fmt::format("nest '{}' is named twice, or goes round in a circle", word),
                   "a nest is an input of exactly one other nest");
      }
      add({Of::nest, growing.tree.size(), {}});
      return grow(word, growing);
    }
    if (word == k_rest) {
      if (!growing.rest.empty()) return twice(word);
      growing.rest.emplace_back(nest, growing.tree[nest].inputs.size());
      add({Of::goods, 0, {}});
      return Done{};
    }
    const auto goods = goods_of_input(word, growing);
    if (!goods.ok()) return goods.error();
    for (const Index good : *goods) {
      if (growing.goods[good]) return twice("sector " + name_of_good(folder_, good));
      growing.goods[good] = true;
    }
    add({Of::goods, 0, *goods});
    return Done{};
  }

  static Error twice(const std::string& what) {
    return bad(ErrorCode::bad_input, fmt::format("{} is named twice in the tree", what),
               "each thing that is bought belongs into one nest");
  }

  /// "goods of GROUP", or a sector.
  [[nodiscard]] Result<std::vector<Index>> goods_of_input(const std::string& word,
                                                          const Growing& growing) const {
    if (word.rfind(k_group, 0) == 0) {
      const std::string name = word.substr(std::string(k_group).size());
      const auto group = groups_.find(name);
      if (group != groups_.end()) return group->second;
    } else if (!groups_.contains(word)) {
      auto goods = goods_meant(word, folder_, {});
      if (goods.ok() || word.find('*') != std::string::npos || word.rfind("class:", 0) == 0) {
        return goods;
      }
    }
    std::vector<std::string> known;
    if (growing.for_industries) known = {"labour", "capital", "data"};
    known.emplace_back(k_rest);
    for (const auto& [name, goods] : groups_) known.push_back(k_group + name);
    for (const auto& [name, line] : growing.lines) known.push_back(name);
    const Index short_list = known.size();
    for (Index i = 0; i < economy_.goods.size(); ++i) known.push_back(economy_.goods.title(i));
    const std::string& nearest =
        groups_.contains(word) ? k_group + word : known[nearest_name(word, known)];
    known.resize(short_list);
    return bad(
        ErrorCode::not_found,
        fmt::format("'{}' has no source: no factor, nest, group or sector is called so", word),
        fmt::format("did you mean '{}'? Words here: {}, or a sector by code or title", nearest,
                    fmt::join(known, ", ")));
  }

  // ---- what is left out

  /// All that these industries pay for is in the tree.
  Status check_buyers(const TomlTable& table, Index tree,
                      const std::vector<Index>& industries) const {
    std::set<Of> factors;
    for (const Nest& nest : rules_.trees[tree]) {
      for (const NestInput& input : nest.inputs) factors.insert(input.of);
    }
    for (const auto& [of, name] :
         {std::pair{Of::labour, "labour"}, std::pair{Of::capital, "capital"},
          std::pair{Of::data, "data"}}) {
      if (factors.contains(of) || (of == Of::data && options_.data_share == 0.0)) continue;
      return table.at("output",
                      bad(ErrorCode::bad_input, fmt::format("the tree leaves out {}", name),
                          fmt::format("name '{}' among the inputs of a nest", name)));
    }
    return check_goods(table, "output", rules_.trees[tree], industries);
  }

  Status check_goods(const TomlTable& table, const std::string& root, const NestTree& tree,
                     const std::vector<Index>& columns) const {
    std::vector<bool> named(economy_.goods.size(), false);
    for (const Nest& nest : tree) {
      for (const NestInput& input : nest.inputs) {
        for (const Index i : input.goods) named[i] = true;
      }
    }
    std::vector<Index> missing;
    for (Index i = 0; i < named.size(); ++i) {
      if (named[i]) continue;
      const bool is_bought = std::any_of(columns.begin(), columns.end(), [&](Index u) {
        return std::any_of(economy_.use.begin(), economy_.use.end(),
                           [&](const Matrix& origin) { return origin(i, u) != 0.0; });
      });
      if (is_bought) missing.push_back(i);
    }
    if (missing.empty()) return Done{};
    return table.at(
        root,
        bad(ErrorCode::bad_input,
            fmt::format(
                "the tree leaves out {}{}", name_of_good(folder_, missing[0]),
                missing.size() == 1 ? "" : fmt::format(" and {} more sectors", missing.size() - 1)),
            "\"goods\" among the inputs of a nest buys all that is not named elsewhere"));
  }

  // ---- final uses

  Status read_final_use(const std::string& key, NestTree& tree) {
    const auto table = root_.table(key);
    if (!table.ok()) return table.error();
    if (!*table) return Done{};
    if ((*table)->has("sectors")) {
      return (*table)->at("sectors",
                          bad(ErrorCode::bad_input, "a final user has one tree, not one by sector",
                              "put sectors into groups, and groups into nests"));
    }
    NestLines lines;
    if (auto status = add_lines(**table, lines); !status.ok()) return status;
    auto read = tree_of(**table, lines, "bundle");
    if (!read.ok()) return read.error();
    tree = std::move(read.value());
    using accounts::FinalUseKind;
    std::vector<Index> columns;
    for (Index f = 0; f < economy_.final_uses.size(); ++f) {
      const FinalUseKind kind = economy_.final_uses[f].kind;
      const bool is_one = (key == "household" && kind == FinalUseKind::household) ||
                          (key == "government" && kind == FinalUseKind::government) ||
                          (key == "investment" && (kind == FinalUseKind::fixed_investment ||
                                                   kind == FinalUseKind::stock_change));
      if (is_one) columns.push_back(economy_.user_of_final_use(f));
    }
    return check_goods(**table, "bundle", tree, columns);
  }

  // ---- trade

  /// Calls act(table, goods) for the rule for all goods, then for those that name some.
  template <class Act>
  Status by_goods(const std::string& key, const std::vector<std::string>& keys, Act act) const {
    const auto tables = root_.tables(key);
    if (!tables.ok()) return tables.error();
    std::vector<bool> named(economy_.goods.size(), false);
    bool general = false;
    for (const bool with_goods : {false, true}) {
      for (const TomlTable& table : *tables) {
        if (table.has("goods") != with_goods) continue;
        if (auto status = table.only(keys); !status.ok()) return status;
        auto goods = read_goods(table, "goods", folder_, groups_);
        if (!goods.ok()) return goods.error();
        if (!with_goods) {
          if (general) {
            return table.at("", bad(ErrorCode::bad_input, "two rules for all goods",
                                    "say which goods the second is for: goods = [...]"));
          }
          general = true;
          for (Index i = 0; i < named.size(); ++i) goods->push_back(i);
        }
        for (const Index good : *goods) {
          if (with_goods && named[good]) {
            return table.at("goods",
                            bad(ErrorCode::bad_input,
                                fmt::format("{} is in two rules", name_of_good(folder_, good)),
                                "one rule says all that is special about a good"));
          }
          named[good] = with_goods;
        }
        if (auto status = act(table, *goods); !status.ok()) return status;
      }
    }
    return Done{};
  }

  /// A number for these goods; "armington" or "export" leaves them the economy's own.
  static Status set(const TomlTable& table, const std::string& key, const char* own,
                    const std::vector<Index>& goods, const Vector& otherwise, Vector& into) {
    const auto word = table.text(key);
    if (word.ok() && *word) {
      if (**word != own) {
        return table.at(key, bad(ErrorCode::not_found,
                                 fmt::format("no elasticity by sector is called '{}' here", **word),
                                 fmt::format("give a number, or \"{}\"", own)));
      }
      for (const Index i : goods) into[i] = otherwise[i];
      return Done{};
    }
    const auto value = table.number(key);
    if (!value.ok()) return value.error();
    if (!*value) return Done{};
    const auto checked = Elasticity::checked(table, key, **value);
    if (!checked.ok()) return checked.error();
    for (const Index i : goods) into[i] = *checked;
    return Done{};
  }

  Status read_armington() {
    const Vector& own = options_.elasticities.armington;
    const auto read = [&](const TomlTable& table, const std::vector<Index>& goods) -> Status {
      const Status status = set(table, "elasticity", "armington", goods, own, rules_.armington);
      if (!status.ok()) return status;
      if (!table.has("home") && !table.has("home_times")) return Done{};
      if (table.has("home") && table.has("home_times")) {
        return table.at(
            "home", bad(ErrorCode::bad_input, "'home' and 'home_times' say the same", "keep one"));
      }
      if (rules_.home.empty()) rules_.home = rules_.armington;
      if (table.has("home")) return set(table, "home", "armington", goods, own, rules_.home);
      const auto times = table.number("home_times");
      if (!times.ok()) return times.error();
      const auto checked = Elasticity::checked(table, "home_times", **times);
      if (!checked.ok()) return checked.error();
      for (const Index i : goods) rules_.home[i] = *checked * rules_.armington[i];
      return Done{};
    };
    return by_goods("armington", {"goods", "elasticity", "home", "home_times"}, read);
  }

  Status read_exports() {
    const auto read = [&](const TomlTable& table, const std::vector<Index>& goods) -> Status {
      const Status status =
          set(table, "elasticity", "export", goods, options_.elasticities.exports, rules_.exports);
      if (!status.ok() || !table.has("transformation")) return status;
      if (rules_.transformation.empty()) {
        rules_.transformation.assign(economy_.goods.size(), -1.0);
      }
      return set(table, "transformation", "none", goods, Vector(economy_.goods.size(), -1.0),
                 rules_.transformation);
    };
    return by_goods("exports", {"goods", "elasticity", "transformation"}, read);
  }

  const TomlTable& root_;
  const EconomyFolder& folder_;
  const accounts::Economy& economy_;
  const network::NetworkOptions& options_;
  Elasticity elasticity_;
  Groups groups_;
  NestRules rules_;
};

Result<NestChoice> read_rule_file(const TomlTable& table, const std::string& name) {
  std::error_code ignored;
  const fs::path beside = fs::path(table.file()).parent_path() / name;
  const fs::path built_in = home_folder() / "scenarios" / "nests" / fs::path(name).filename();
  const bool is_beside = fs::is_regular_file(beside, ignored);
  if (!is_beside && !fs::is_regular_file(built_in, ignored)) {
    return table.at("tree", bad(ErrorCode::not_found, fmt::format("no nest file '{}'", name),
                                "looked beside this file and in scenarios/nests"));
  }
  auto rules = TomlTable::read(is_beside ? beside : built_in);
  if (!rules.ok()) return rules.error();
  return NestChoice{name, std::move(rules.value())};
}

}  // namespace

Result<NestChoice> read_nest_choice(const TomlTable& root) {
  const auto table = root.table("nests");
  if (!table.ok()) return table.error();
  NestChoice choice;
  if (!*table) return choice;
  if (!(*table)->has("tree")) {
    auto keys = k_rule_keys;
    keys.emplace_back("tree");
    if (auto status = (*table)->only(keys); !status.ok()) return status.error();
    choice.tree = "own";
    choice.rules = **table;
    return choice;
  }
  if (auto status = (*table)->only({"tree"}); !status.ok()) return status.error();
  const auto word = (*table)->text("tree");
  if (!word.ok()) return word.error();
  if (std::find(k_trees.begin(), k_trees.end(), **word) != k_trees.end()) {
    choice.tree = **word;
    return choice;
  }
  if (fs::path(**word).extension() == ".toml") return read_rule_file(**table, **word);
  return (*table)->at(
      "tree", bad(ErrorCode::not_found, fmt::format("unknown tree '{}'", **word),
                  fmt::format("did you mean {}? Choices: {}, or a nest file (.toml)",
                              k_trees[nearest_name(**word, k_trees)], fmt::join(k_trees, ", "))));
}

Result<NestRules> read_nest_rules(const TomlTable& rules, const EconomyFolder& folder,
                                  const network::NetworkOptions& options) {
  return Reader(rules, folder, options).run();
}

}  // namespace domar::scenario
