#include "matrix/description.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "domar/readers/toml.hpp"

namespace domar::readers::matrix {

namespace {

using accounts::FinalUseKind;
using accounts::ValueAdded;

// Those of a sheet; no text table has its labels further away.
constexpr long k_most_lines = 1'048'576;
constexpr long k_most_columns = 16'384;

Error wrong_word(const TomlTable& table, const std::string& key, const std::string& word,
                 const std::string& known) {
  return table.at(key, {ErrorCode::bad_input, "unknown kind '" + word + "'", "", known, ""});
}

/// Reads keys of one table; the first error ends it.
class Keys {
 public:
  explicit Keys(TomlTable table) : table_(std::move(table)) {}

  void text(const char* key, std::string& to) {
    if (!status_.ok()) return;
    const auto value = table_.text(key);
    if (!value.ok()) status_ = value.error();
    if (value.ok() && *value) to = **value;
  }
  void number(const char* key, double& to) {
    if (!status_.ok()) return;
    const auto value = table_.number(key);
    if (!value.ok()) status_ = value.error();
    if (value.ok() && *value) to = **value;
  }
  /// Whole numbers from 1 to `most`.
  void count(const char* key, long& to, long most) {
    if (!status_.ok()) return;
    const auto value = table_.whole(key);
    if (!value.ok()) status_ = value.error();
    if (!value.ok() || !*value) return;
    to = **value;
    if (to < 1 || to > most) {
      status_ = table_.at(
          key, {ErrorCode::bad_value, fmt::format("{} is not in 1 to {}", to, most), "", "", ""});
    }
  }
  void texts(const char* key, std::vector<std::string>& to) {
    if (!status_.ok()) return;
    auto value = table_.texts(key);
    if (!value.ok()) status_ = value.error();
    if (value.ok()) to = std::move(value).value();
  }
  /// All keys of a table within, with their texts.
  template <class Take>
  void each(const char* key, Take take) {
    if (!status_.ok()) return;
    const auto inner = table_.table(key);
    if (!inner.ok()) {
      status_ = inner.error();
      return;
    }
    if (!*inner) return;
    for (const std::string& name : (*inner)->keys()) {
      const auto value = (*inner)->text(name);
      if (!value.ok()) status_ = value.error();
      if (status_.ok()) status_ = take(**inner, name, value->value_or(""));
      if (!status_.ok()) return;
    }
  }
  [[nodiscard]] const TomlTable& table() const { return table_; }
  [[nodiscard]] const Status& status() const { return status_; }
  void fail(Error error) {
    if (status_.ok()) status_ = std::move(error);
  }

 private:
  TomlTable table_;
  Status status_ = Done{};
};

std::optional<FinalUseKind> use_kind(const std::string& word) {
  for (const auto kind :
       {FinalUseKind::household, FinalUseKind::government, FinalUseKind::fixed_investment,
        FinalUseKind::stock_change, FinalUseKind::everything}) {
    if (word == name_of(kind)) return kind;
  }
  return std::nullopt;
}

std::optional<ValueAdded> income_kind(const std::string& word) {
  if (word == "labour") return accounts::labour;
  if (word == "production_taxes") return accounts::production_taxes;
  if (word == "depreciation") return accounts::depreciation;
  if (word == "operating_surplus") return accounts::operating_surplus;
  return std::nullopt;
}

void read_kinds(Keys& keys, Description& d) {
  keys.each("titles", [&](const TomlTable&, const std::string& key, const std::string& word) {
    d.titles[key] = word;
    return Status(Done{});
  });
  keys.each("final_uses",
            [&](const TomlTable& table, const std::string& key, const std::string& word) -> Status {
              const auto kind = use_kind(word);
              if (!kind) {
                return wrong_word(
                    table, key, word,
                    "household, government, fixed_investment, stock_change or everything");
              }
              d.final_uses[key] = *kind;
              return Done{};
            });
  keys.each("value_added",
            [&](const TomlTable& table, const std::string& key, const std::string& word) -> Status {
              const auto kind = income_kind(word);
              if (!kind) {
                return wrong_word(table, key, word,
                                  "labour, production_taxes, depreciation or operating_surplus");
              }
              d.value_added[key] = *kind;
              return Done{};
            });
}

Status read_long(const TomlTable& table, Description& d) {
  const auto inner = table.table("long");
  if (!inner.ok()) return inner.error();
  if (!*inner) return Done{};
  d.is_long = true;
  Keys keys(**inner);
  if (const Status known = (*inner)->only({"row", "column", "value", "only"}); !known.ok()) {
    return known;
  }
  keys.text("row", d.long_row);
  keys.text("column", d.long_column);
  keys.text("value", d.long_value);
  keys.each("only", [&](const TomlTable&, const std::string& key, const std::string& word) {
    d.only[key] = word;
    return Status(Done{});
  });
  if (keys.status().ok() && (d.long_row.empty() || d.long_column.empty() || d.long_value.empty())) {
    return table.at("long", {ErrorCode::bad_input, "row, column and value name its columns", "",
                             "row = \"supplier\", column = \"user\", value = \"flow\"", ""});
  }
  return keys.status();
}

}  // namespace

Result<Description> read_description(const std::filesystem::path& path) {
  const Result<TomlTable> root = TomlTable::read(path);
  if (!root.ok()) return root.error();
  const Status known = root->only(
      {"table",  "part",       "name",        "year",          "unit",        "price_basis",
       "source", "terms",      "row_gdp",     "tolerance",     "header_line", "label_column",
       "long",   "sectors",    "country",     "country_title", "regions",     "separator",
       "titles", "final_uses", "value_added", "exports",       "imports",     "imports_are",
       "output", "leave_out",  "empty"});
  if (!known.ok()) return known.error();
  Description d;
  d.file = path;
  Keys keys(*root);
  std::string table;
  std::string imports_are = "by product";
  long year = 0;
  keys.text("table", table);
  keys.text("part", d.part);
  keys.text("name", d.name);
  keys.text("unit", d.unit);
  keys.text("price_basis", d.price_basis);
  keys.text("source", d.source);
  keys.text("terms", d.terms);
  keys.text("country", d.country);
  keys.text("country_title", d.country_title);
  keys.text("separator", d.separator);
  keys.text("imports_are", imports_are);
  keys.count("year", year, 9999);
  keys.count("header_line", d.header_line, k_most_lines);
  keys.count("label_column", d.label_column, k_most_columns);
  keys.number("row_gdp", d.row_gdp);
  keys.number("tolerance", d.tolerance);
  keys.texts("sectors", d.sectors);
  keys.texts("regions", d.regions);
  keys.texts("exports", d.exports);
  keys.texts("imports", d.imports);
  keys.texts("output", d.output);
  keys.texts("leave_out", d.leave_out);
  keys.texts("empty", d.empty);
  read_kinds(keys, d);
  if (imports_are != "by product" && imports_are != "by user") {
    keys.fail(wrong_word(*root, "imports_are", imports_are, "\"by product\" or \"by user\""));
  }
  if (d.price_basis != "basic" && d.price_basis != "producer" && d.price_basis != "purchaser") {
    keys.fail(wrong_word(*root, "price_basis", d.price_basis, "basic, producer or purchaser"));
  }
  if (table.empty() || d.unit.empty() || year == 0) {
    keys.fail(root->at("table", {ErrorCode::bad_input, "table, unit and year are needed", "",
                                 "table = \"io.csv\", unit = \"million EUR\", year = 2015", ""}));
  }
  if (d.sectors.empty() == d.regions.empty()) {
    keys.fail(root->at("sectors", {ErrorCode::bad_input,
                                   "either sectors (of one country) or regions (of a world table)",
                                   "", "sectors = [\"farms\", \"mills\"]", ""}));
  }
  if (!d.regions.empty() && d.separator.empty()) {
    keys.fail(root->at("separator", {ErrorCode::bad_input, "a separator is needed", "", "", ""}));
  }
  if (!keys.status().ok()) return keys.status().error();
  if (const Status status = read_long(*root, d); !status.ok()) return status.error();
  d.table = path.parent_path() / table;
  d.year = static_cast<int>(year);
  d.imports_by_user = imports_are == "by user";
  if (d.country_title.empty()) d.country_title = d.country;
  if (d.name.empty()) d.name = path.stem().string();
  if (d.source.empty()) d.source = table;
  return d;
}

}  // namespace domar::readers::matrix
