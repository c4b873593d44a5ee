#include "domar/scenario/split_file.hpp"

#include <array>
#include <functional>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

namespace {

using accounts::Economy;
using accounts::RangedValue;
using accounts::SplitFacts;
using accounts::SplitIndustryFacts;

constexpr const char* k_rest = "REST";
const std::array<std::string, accounts::k_value_added_rows> k_value_added{
    "labour", "production_taxes", "depreciation", "operating_surplus"};

/// Names of the economy as numbers.
class Names {
 public:
  explicit Names(const Economy& economy) : economy_(economy) {
    for (Index u = 0; u < economy.users(); ++u) {
      if (economy.region_of_user(u) != 0) continue;
      const bool industry = u < economy.industries.size();
      user_codes_.push_back(industry ? economy.industries[u].code
                                     : economy.final_uses[u - economy.industries.size()].code);
      users_.push_back(u);
    }
  }

  [[nodiscard]] Result<Index> good(const std::string& name) const {
    return economy_.goods.require(name, "sector");
  }
  [[nodiscard]] Result<Index> user(const std::string& name) const {
    for (Index i = 0; i < users_.size(); ++i) {
      if (user_codes_[i] == name) return users_[i];
    }
    const auto good = economy_.goods.find(name);
    if (good && economy_.supplier[0][*good] != Economy::k_none) return economy_.supplier[0][*good];
    return Error{ErrorCode::not_found, fmt::format("no user '{}'", name), "",
                 fmt::format("did you mean '{}'? Users are sectors and final uses",
                             user_codes_[nearest_name(name, user_codes_)]),
                 ""};
  }
  /// Row of value added; nothing if the name is none.
  [[nodiscard]] static std::optional<Index> value_added(const std::string& name) {
    for (Index v = 0; v < k_value_added.size(); ++v) {
      if (k_value_added[v] == name) return v;
    }
    return std::nullopt;
  }

 private:
  const Economy& economy_;
  std::vector<std::string> user_codes_;
  std::vector<Index> users_;
};

/// Puts a figure where its kind, name and industry say.
class Facts {
 public:
  explicit Facts(const Economy& economy) : names_(economy) {}

  Status put(SplitIndustryFacts& into, const std::string& kind, const std::string& name,
             const RangedValue& value) const {
    if (value.low > value.value || value.high < value.value) {
      return Error{ErrorCode::bad_value,
                   fmt::format("{} is not between {} and {}", value.value, value.low, value.high),
                   "", "low <= value <= high", ""};
    }
    if (kind == "inputs") return put_input(into, name, value);
    if (value.low < 0.0 || value.high > 1.0) {
      const bool per_cent = value.value > 1.0 && value.value <= 100.0;
      return Error{ErrorCode::bad_value,
                   fmt::format("a share of {} is outside 0 to 1", value.value), "",
                   per_cent ? fmt::format("write {} for {} %", value.value / 100.0, value.value)
                            : "value and bounds lie between 0 and 1",
                   ""};
    }
    if (kind == "value_added_rate") {
      into.value_added_rate = value;
      return Done{};
    }
    if (kind == "sales") {
      const auto user = names_.user(name);
      if (!user.ok()) return user.error();
      return once(into.sales, *user, value.value, name);
    }
    const auto good = names_.good(name);
    if (!good.ok()) return good.error();
    if (kind == "output_share") return once(into.output_share, *good, value, name);
    if (kind == "export_share") return once(into.exports, *good, value, name);
    if (kind == "import_share") return once(into.imports, *good, value, name);
    if (kind == "imported_inputs") return once(into.imported_inputs, *good, value.value, name);
    return Error{ErrorCode::bad_input, fmt::format("unknown quantity '{}'", kind), "",
                 "known: output_share, value_added_rate, export_share, import_share", ""};
  }

 private:
  Status put_input(SplitIndustryFacts& into, const std::string& name,
                   const RangedValue& value) const {
    if (const auto row = Names::value_added(name)) {
      return once(into.value_added, *row, value, name);
    }
    if (value.low < 0.0) {
      return Error{ErrorCode::bad_value, fmt::format("a cost share of {} is negative", value.low),
                   "", "only value added may be", ""};
    }
    if (name == k_rest) {
      into.other_inputs = value;
      return Done{};
    }
    const auto good = names_.good(name);
    if (!good.ok()) return good.error();
    return once(into.inputs, *good, value, name);
  }

  template <class Key, class Value>
  static Status once(std::map<Key, Value>& into, const Key& key, const Value& value,
                     const std::string& name) {
    if (into.emplace(key, value).second) return Done{};
    return Error{ErrorCode::bad_value, fmt::format("'{}' stands twice", name), "",
                 "keep one of them", ""};
  }

  Names names_;
};

// --------------------------------------------------------------------- figures in the TOML file

/// A number, or { value = , low = , high = }.
Result<RangedValue> ranged(const TomlTable& table, const std::string& key) {
  if (const auto plain = table.number(key); plain.ok() && *plain) {
    return RangedValue{**plain, **plain, **plain};
  }
  const auto inside = table.table(key);
  if (!inside.ok() || !*inside) {
    return table.at(key, {ErrorCode::bad_input,
                          fmt::format("'{}' must be a number or {{ value, low, high }}", key), "",
                          "for example 0.4, or { value = 0.4, low = 0.3, high = 0.6 }", ""});
  }
  if (auto status = (*inside)->only({"value", "low", "high"}); !status.ok()) return status.error();
  std::array<double, 3> numbers{};
  constexpr std::array<const char*, 3> keys{"value", "low", "high"};
  for (Index i = 0; i < keys.size(); ++i) {
    const auto number = (*inside)->number(keys[i]);
    if (!number.ok()) return number.error();
    if (!*number) {
      return table.at(key, {ErrorCode::bad_input, fmt::format("'{}' lacks {}", key, keys[i]), "",
                            "give value, low and high", ""});
    }
    numbers[i] = **number;
  }
  return RangedValue{numbers[0], numbers[1], numbers[2]};
}

/// All figures of one kind: [industry.KIND] with one key per sector or user.
Status read_kind(const TomlTable& industry, const std::string& kind, const Facts& facts,
                 SplitIndustryFacts& into) {
  const auto table = industry.table(kind);
  if (!table.ok()) return table.error();
  if (!*table) return Done{};
  for (const std::string& key : (*table)->keys()) {
    const auto value = ranged(**table, key);
    if (!value.ok()) return value.error();
    if (auto status = facts.put(into, kind, key, *value); !status.ok()) {
      return (*table)->at(key, status.error());
    }
  }
  return Done{};
}

Status read_industry(const TomlTable& table, const Facts& facts, SplitFacts& into) {
  if (auto status =
          table.only({"code", "name", "value_added_rate", "output_share", "inputs",
                      "imported_inputs", "sales", "export_share", "import_share", "affinity"});
      !status.ok()) {
    return status.error();
  }
  SplitIndustryFacts industry;
  for (const auto& [key, field] : {std::pair{"code", &industry.code}, {"name", &industry.name}}) {
    const auto text = table.text(key);
    if (!text.ok()) return text.error();
    *field = text->value_or("");
  }
  if (industry.code.empty()) {
    return table.at("code", {ErrorCode::bad_input, "an industry needs a code", "",
                             "for example code = \"li_battery\"", ""});
  }
  if (industry.name.empty()) industry.name = industry.code;
  for (const auto& other : into.industries) {
    if (other.code != industry.code) continue;
    return table.at("code", {ErrorCode::bad_value,
                             fmt::format("industry '{}' stands twice", industry.code), "", "", ""});
  }
  if (table.has("value_added_rate")) {
    const auto rate = ranged(table, "value_added_rate");
    if (!rate.ok()) return rate.error();
    if (auto status = facts.put(industry, "value_added_rate", "", *rate); !status.ok()) {
      return table.at("value_added_rate", status.error());
    }
  }
  for (const char* kind :
       {"output_share", "inputs", "imported_inputs", "sales", "export_share", "import_share"}) {
    if (auto status = read_kind(table, kind, facts, industry); !status.ok()) return status;
  }
  const auto links = table.table("affinity");
  if (!links.ok()) return links.error();
  if (*links) {
    for (const std::string& key : (*links)->keys()) {
      const auto times = (*links)->number(key);
      if (!times.ok()) return times.error();
      industry.affinity[key] = times->value_or(1.0);
    }
  }
  into.industries.push_back(std::move(industry));
  return Done{};
}

// --------------------------------------------------------------------- figures in CSV tables

/// A CSV table of figures by industry.
class FigureTable {
 public:
  FigureTable(const std::filesystem::path& path, std::vector<std::string> columns)
      : columns_(std::move(columns)), table_(readers::CsvTable::read(path)) {
    if (!table_.ok()) return;
    auto found = table_->require_columns(columns_);
    if (found.ok()) {
      places_ = std::move(found.value());
    } else {
      table_ = found.error();
    }
  }

  /// Calls `read` for every row with its industry.
  Status each(SplitFacts& facts,
              const std::function<Status(Index, SplitIndustryFacts&)>& read) const {
    if (!table_.ok()) return table_.error();
    for (Index row = 0; row < table_->rows(); ++row) {
      const std::string code = text(row, "industry");
      SplitIndustryFacts* industry = nullptr;
      std::vector<std::string> codes;
      for (auto& candidate : facts.industries) {
        codes.push_back(candidate.code);
        if (candidate.code == code) industry = &candidate;
      }
      if (industry == nullptr) {
        return at(
            row, "industry",
            {ErrorCode::not_found, fmt::format("no industry '{}' in the split file", code), "",
             codes.empty() ? "list it as [[industry]]"
                           : fmt::format("did you mean '{}'? Else list it as [[industry]]",
                                         codes[nearest_name(code, codes)]),
             ""});
      }
      if (auto status = read(row, *industry); !status.ok()) return status;
    }
    return Done{};
  }

  [[nodiscard]] std::string text(Index row, const char* column) const {
    return trimmed(table_->field(row, place(column)));
  }
  /// Columns value, low and high; empty bounds are the value.
  [[nodiscard]] Result<RangedValue> ranged(Index row) const {
    const auto value = table_->number(row, place("value"));
    if (!value.ok()) return value.error();
    RangedValue figure{*value, *value, *value};
    for (const auto& [column, bound] :
         {std::pair{"low", &figure.low}, std::pair{"high", &figure.high}}) {
      const auto number = table_->number_or_empty(row, place(column));
      if (!number.ok()) return number.error();
      if (*number) *bound = **number;
    }
    return figure;
  }
  [[nodiscard]] Result<std::optional<double>> number(Index row, const char* column) const {
    return table_->number_or_empty(row, place(column));
  }
  [[nodiscard]] Error at(Index row, const char* column, Error error) const {
    error.where = table_->where(row, place(column));
    return error;
  }

 private:
  [[nodiscard]] Index place(const char* column) const {
    for (Index i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == column) return places_[i];
    }
    return 0;
  }
  std::vector<std::string> columns_;
  std::vector<Index> places_;
  Result<readers::CsvTable> table_;
};

Status read_sizes(const std::filesystem::path& path, const Facts& facts, SplitFacts& into) {
  const FigureTable table(path, {"industry", "parent", "quantity", "value", "low", "high", "unit",
                                 "year", "source", "status"});
  return table.each(into, [&](Index row, SplitIndustryFacts& industry) -> Status {
    const auto value = table.ranged(row);
    if (!value.ok()) return value.error();
    const std::string kind = table.text(row, "quantity");
    const auto status = facts.put(industry, kind, table.text(row, "parent"), *value);
    if (status.ok()) return status;
    const bool about_parent = status.error().code == ErrorCode::not_found;
    const bool about_kind = status.error().code == ErrorCode::bad_input;
    return table.at(row,
                    about_kind     ? "quantity"
                    : about_parent ? "parent"
                                   : "value",
                    status.error());
  });
}

Status read_inputs(const std::filesystem::path& path, const Facts& facts, SplitFacts& into) {
  const FigureTable table(
      path, {"industry", "input", "value", "low", "high", "imported", "source", "status"});
  return table.each(into, [&](Index row, SplitIndustryFacts& industry) -> Status {
    const auto value = table.ranged(row);
    if (!value.ok()) return value.error();
    const std::string name = table.text(row, "input");
    if (auto status = facts.put(industry, "inputs", name, *value); !status.ok()) {
      return table.at(row, status.error().code == ErrorCode::not_found ? "input" : "value",
                      status.error());
    }
    const auto imported = table.number(row, "imported");
    if (!imported.ok()) return imported.error();
    if (!*imported) return Done{};
    const RangedValue share{**imported, **imported, **imported};
    if (auto status = facts.put(industry, "imported_inputs", name, share); !status.ok()) {
      return table.at(row, "imported", status.error());
    }
    return Done{};
  });
}

Status read_sales(const std::filesystem::path& path, const Facts& facts, SplitFacts& into) {
  const FigureTable table(path, {"industry", "user", "value", "source", "status"});
  return table.each(into, [&](Index row, SplitIndustryFacts& industry) -> Status {
    const auto value = table.number(row, "value");
    if (!value.ok()) return value.error();
    const std::string user = table.text(row, "user");
    if (user == k_rest) return Done{};  // what is not named goes as the parent's row
    const double share = value->value_or(-1.0);
    if (auto status = facts.put(industry, "sales", user, {share, share, share}); !status.ok()) {
      return table.at(row, status.error().code == ErrorCode::not_found ? "user" : "value",
                      status.error());
    }
    return Done{};
  });
}

Status read_links(const std::filesystem::path& path, SplitFacts& into) {
  const FigureTable table(path, {"industry", "buys_from", "times", "source", "status"});
  return table.each(into, [&](Index row, SplitIndustryFacts& industry) -> Status {
    const auto times = table.number(row, "times");
    if (!times.ok()) return times.error();
    const std::string seller = table.text(row, "buys_from");
    for (const auto& known : into.industries) {
      if (known.code != seller) continue;
      industry.affinity[seller] = times->value_or(0.0);
      return Done{};
    }
    return table.at(row, "buys_from",
                    {ErrorCode::not_found,
                     fmt::format("no industry '{}' in the split file", seller), "", "", ""});
  });
}

Status check_complete(const TomlTable& root, const SplitFacts& facts) {
  if (facts.industries.empty()) {
    return root.at("industry", {ErrorCode::bad_input, "no [[industry]] is listed", "",
                                "give at least one, with its code and name", ""});
  }
  for (const auto& industry : facts.industries) {
    if (!industry.output_share.empty()) continue;
    return root.at("industry",
                   {ErrorCode::bad_input,
                    fmt::format("industry '{}' has no share of any sector's output", industry.code),
                    "", "say what it is split out of: output_share = { \"087\" = 0.4 }", ""});
  }
  return Done{};
}

}  // namespace

Result<SplitFacts> read_split_file(const std::filesystem::path& file, const Economy& economy) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only(
          {"name", "economy", "least_share", "sizes", "inputs", "sales", "links", "industry"});
      !status.ok()) {
    return status.error();
  }
  SplitFacts facts;
  const auto name = root->text("name");
  if (!name.ok()) return name.error();
  facts.name = name->value_or(economy.name + "-split");
  const auto least = root->number("least_share");
  if (!least.ok()) return least.error();
  facts.least_share = least->value_or(0.0);
  if (facts.least_share < 0.0 || facts.least_share > 0.1) {
    return root->at("least_share",
                    {ErrorCode::bad_value, fmt::format("a least share of {}", facts.least_share),
                     "", "between 0 and 0.1; 0.0002 drops what is below 0.02 %", ""});
  }
  const Facts known(economy);
  const auto industries = root->tables("industry");
  if (!industries.ok()) return industries.error();
  for (const TomlTable& table : *industries) {
    if (auto status = read_industry(table, known, facts); !status.ok()) return status.error();
  }
  const std::array<std::pair<const char*, std::function<Status(const std::filesystem::path&)>>, 4>
      tables{{{"sizes", [&](const auto& path) { return read_sizes(path, known, facts); }},
              {"inputs", [&](const auto& path) { return read_inputs(path, known, facts); }},
              {"sales", [&](const auto& path) { return read_sales(path, known, facts); }},
              {"links", [&](const auto& path) { return read_links(path, facts); }}}};
  for (const auto& [key, read] : tables) {
    const auto path = root->text(key);
    if (!path.ok()) return path.error();
    if (!*path) continue;
    if (auto status = read(file.parent_path() / **path); !status.ok()) return status.error();
  }
  if (auto status = check_complete(*root, facts); !status.ok()) return status.error();
  return facts;
}

}  // namespace domar::scenario
