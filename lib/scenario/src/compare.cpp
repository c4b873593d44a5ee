#include "domar/scenario/compare.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// A number, or a text.
struct Value {
  double number = 0.0;
  std::string text;
  bool is_text = false;
};
/// Everything that can be compared, by a name that says where it stands.
using Values = std::map<std::string, Value>;

/// How a result was made is no part of it.
const std::set<std::string> k_not_results{"seconds", "timings",  "threads",         "hash",
                                          "hashes",  "residual", "walras_residual", "solves",
                                          "points",  "remainder"};

/// Keys by which objects of a list are told apart, in this order.
constexpr const char* k_names[] = {"name",    "region", "scenario", "code",   "year",
                                   "closure", "result", "lever",    "market", "variable",
                                   "sector",  "class",  "good",     "title"};

/// The name of one object of a list: its naming fields, or its place where it has none.
std::string name_in_list(const Json& object, std::size_t position) {
  std::string name;
  if (object.is_object()) {
    for (const char* key : k_names) {
      const auto found = object.find(key);
      if (found == object.end() || found->is_structured() || found->is_null()) continue;
      name += (name.empty() ? "" : " ") +
              (found->is_string() ? found->get<std::string>() : found->dump());
    }
  }
  return name.empty() ? std::to_string(position) : name;
}

void flatten(const Json& json, const std::string& where, Values& values) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      if (!k_not_results.contains(key))
        flatten(value, where.empty() ? key : where + "." + key, values);
    }
  } else if (json.is_array()) {
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < json.size(); ++i) {
      std::string name = name_in_list(json[i], i);
      const int times = seen[name]++;
      if (times > 0) name += fmt::format(" #{}", times + 1);
      flatten(json[i], fmt::format("{}[{}]", where, name), values);
    }
  } else if (json.is_number()) {
    values[where] = {json.get<double>(), "", false};
  } else {
    values[where] = {0.0, json.is_string() ? json.get<std::string>() : json.dump(), true};
  }
}

Status read_json(const fs::path& file, const std::string& prefix, Values& values) {
  const auto bytes = read_file(file);
  if (!bytes.ok()) return bytes.error();
  const Json json = Json::parse(*bytes, nullptr, false);
  if (json.is_discarded()) {
    return Error{ErrorCode::bad_input, "this is not JSON", file.string(),
                 "compare takes results folders, JSON of domar --json, or economies", ""};
  }
  flatten(json, prefix, values);
  return Done{};
}

/// A table: rows are told apart by their texts and years, all other fields are compared.
Status read_table(const fs::path& file, const std::string& prefix, Values& values) {
  const auto table = readers::CsvTable::read(file);
  if (!table.ok()) return table.error();
  std::vector<bool> names(table->cols(), false);
  for (Index col = 0; col < table->cols(); ++col) {
    const std::string header(table->header(col));
    names[col] = header == "year" || header == "sector" || header == "code";
    for (Index row = 0; row < table->rows() && !names[col]; ++row) {
      const auto field = table->field(row, col);
      names[col] = !field.empty() && !parse_number(field);
    }
  }
  std::map<std::string, int> seen;
  for (Index row = 0; row < table->rows(); ++row) {
    std::string name;
    for (Index col = 0; col < table->cols(); ++col) {
      if (names[col]) name += (name.empty() ? "" : ", ") + table->text(row, col);
    }
    if (const int times = seen[name]++; times > 0) name += fmt::format(" #{}", times + 1);
    for (Index col = 0; col < table->cols(); ++col) {
      if (names[col]) continue;
      const auto number = parse_number(table->field(row, col));
      const std::string where =
          fmt::format("{}: {}: {}", prefix, name, std::string(table->header(col)));
      values[where] = {number.value_or(0.0), number ? "" : table->text(row, col), !number};
    }
  }
  return Done{};
}

Status read_folder(const fs::path& folder, Values& values) {
  if (auto status = read_json(folder / "summary.json", "summary.json: ", values); !status.ok()) {
    return status;
  }
  std::error_code ignored;
  std::vector<fs::path> tables;
  for (const auto& entry : fs::directory_iterator(folder / "tables", ignored)) {
    if (entry.path().extension() == ".csv") tables.push_back(entry.path());
  }
  std::sort(tables.begin(), tables.end());
  for (const fs::path& table : tables) {
    if (auto status = read_table(table, "tables/" + table.filename().string(), values);
        !status.ok()) {
      return status;
    }
  }
  return Done{};
}

/// Every flow and every row of value added, by the codes of what it connects.
Status read_economy(const std::string& name, Values& values) {
  const auto folder = read_economy_folder(name);
  if (!folder.ok()) return folder.error();
  const accounts::Economy& e = folder->economy;
  const auto text = [&](const char* key, const std::string& what) {
    values[key] = {0.0, what, true};
  };
  values["year"] = {static_cast<double>(e.year), "", false};
  text("unit", e.unit);
  text("price basis", e.price_basis);
  const auto user = [&](Index u) {
    if (u < e.industries.size()) {
      return e.regions.code(e.industries[u].region) + " " + e.industries[u].code;
    }
    const auto& use = e.final_uses[u - e.industries.size()];
    return e.regions.code(use.region) + " " + use.code;
  };
  for (Index o = 0; o < e.use.size(); ++o) {
    for (Index i = 0; i < e.goods.size(); ++i) {
      for (Index u = 0; u < e.users(); ++u) {
        if (e.use[o](i, u) == 0.0) continue;
        values[fmt::format("use of {} {} by {}", e.regions.code(o), e.goods.code(i), user(u))] = {
            e.use[o](i, u), "", false};
      }
    }
  }
  static constexpr const char* k_rows[] = {"labour", "production taxes", "depreciation",
                                           "operating surplus"};
  for (Index row = 0; row < e.value_added.rows(); ++row) {
    for (Index j = 0; j < e.industries.size(); ++j) {
      values[fmt::format("{} of {}", k_rows[row], user(j))] = {e.value_added(row, j), "", false};
    }
  }
  for (const auto& [fact, value] : e.facts) values["fact " + fact] = {value.value, "", false};
  return Done{};
}

enum class Kind { folder, json, economy };

Kind kind_of(const std::string& what) {
  const fs::path path(what);
  if (fs::is_directory(path) && fs::exists(path / "summary.json")) return Kind::folder;
  if (path.extension() == ".json") return Kind::json;
  return Kind::economy;
}

Result<Values> read(const std::string& what) {
  Values values;
  Status status = Done{};
  switch (kind_of(what)) {
    case Kind::folder:
      status = read_folder(what, values);
      break;
    case Kind::json:
      status = read_json(what, "", values);
      break;
    case Kind::economy:
      status = read_economy(what, values);
      break;
  }
  if (!status.ok()) return status.error();
  return values;
}

const char* name_of(Kind kind) {
  return kind == Kind::folder ? "a results folder" : (kind == Kind::json ? "JSON" : "an economy");
}

}  // namespace

double Difference::relative() const {
  if (is_text()) return std::numeric_limits<double>::infinity();
  return std::abs(a - b) / std::max(std::abs(a), std::abs(b));
}

Result<Comparison> compare(const std::string& a, const std::string& b,
                           const CompareOptions& options) {
  if (kind_of(a) != kind_of(b)) {
    return Error{
        ErrorCode::bad_input,
        fmt::format("'{}' is {}, but '{}' is {}", a, name_of(kind_of(a)), b, name_of(kind_of(b))),
        "", "compare like with like", ""};
  }
  const auto left = read(a);
  if (!left.ok()) return left.error();
  const auto right = read(b);
  if (!right.ok()) return right.error();
  Comparison out;
  out.a = a;
  out.b = b;
  for (const auto& [where, value] : *left) {
    const auto found = right->find(where);
    if (found == right->end()) {
      out.only_a.push_back(where);
      continue;
    }
    ++out.compared;
    const Value& other = found->second;
    if (value.is_text || other.is_text) {
      const auto said = [](const Value& v) {
        return v.is_text ? v.text : fmt::format("{}", v.number);
      };
      if (said(value) != said(other)) {
        out.differences.push_back({where, 0.0, 0.0, said(value), said(other)});
      }
      continue;
    }
    const double gap = std::abs(value.number - other.number);
    const double size = std::max(std::abs(value.number), std::abs(other.number));
    if (gap > options.absolute && gap > options.relative * size) {
      out.differences.push_back({where, value.number, other.number, "", ""});
    }
  }
  for (const auto& [where, value] : *right) {
    if (!left->contains(where)) out.only_b.push_back(where);
  }
  std::stable_sort(
      out.differences.begin(), out.differences.end(),
      [](const Difference& x, const Difference& y) { return x.relative() > y.relative(); });
  return out;
}

std::string comparison_text(const Comparison& c, const CompareOptions& options) {
  if (c.same()) return fmt::format("the same: {} values\n", c.compared);
  std::string text = fmt::format("A: {}\nB: {}\n", c.a, c.b);
  text += c.compared == 0 ? std::string("nothing in common")
                          : fmt::format("{} of {} values differ", c.differences.size(), c.compared);
  if (!c.only_a.empty()) text += fmt::format("; only in A: {}", c.only_a.size());
  if (!c.only_b.empty()) text += fmt::format("; only in B: {}", c.only_b.size());
  text += "\n\n";
  if (!c.differences.empty()) {
    text +=
        fmt::format("{:<64}{:>16} {:>16} {:>12}\n", "largest differences first", "A", "B", "B - A");
  }
  for (std::size_t i = 0; i < std::min(options.most, c.differences.size()); ++i) {
    const Difference& d = c.differences[i];
    if (d.is_text()) {
      text += fmt::format("  {:<62} '{}' | '{}'\n", d.where, d.text_a, d.text_b);
    } else {
      text += fmt::format("  {:<62}{:>16.9g} {:>16.9g}", d.where, d.a, d.b);
      text += d.a == 0.0 ? fmt::format(" {:>12}\n", "was 0")
                         : fmt::format(" {:>+10.3g} %\n", 100.0 * (d.b - d.a) / std::abs(d.a));
    }
  }
  if (c.differences.size() > options.most) {
    text += fmt::format("  ... and {} more\n", c.differences.size() - options.most);
  }
  for (const auto& [list, name] : {std::pair{&c.only_a, "A"}, std::pair{&c.only_b, "B"}}) {
    for (std::size_t i = 0; i < std::min<std::size_t>(5, list->size()); ++i) {
      text += fmt::format("  only in {}: {}\n", name, (*list)[i]);
    }
  }
  return text;
}

std::string comparison_json(const Comparison& c) {
  Json json{{"version", 1},
            {"a", c.a},
            {"b", c.b},
            {"same", c.same()},
            {"compared", c.compared},
            {"differences", Json::array()},
            {"only_a", c.only_a},
            {"only_b", c.only_b}};
  for (const Difference& d : c.differences) {
    Json row{{"where", d.where}};
    if (d.is_text()) {
      row["a"] = d.text_a;
      row["b"] = d.text_b;
    } else {
      row["a"] = d.a;
      row["b"] = d.b;
    }
    json["differences"].push_back(std::move(row));
  }
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
