#include "domar/readers/pymrio/pymrio.hpp"

#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::pymrio {

namespace {

namespace fs = std::filesystem;
using world::Account;
using world::Grid;
using world::GridShape;
using world::WorldTable;

/// The first of these files that exists.
std::optional<fs::path> first_of(const fs::path& folder, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (fs::is_regular_file(folder / name)) return folder / name;
  }
  return std::nullopt;
}

/// pandas writes two lines of labels, then perhaps a line with the names of the label columns.
Result<Grid> read_grid(const fs::path& path, Index header_rows) {
  Result<std::string> text = read_file(path);
  if (!text.ok()) return text.error();
  const auto lines = world::split_lines(std::string_view(*text).substr(0, text->find('\0')));
  if (lines.size() <= header_rows) {
    return Error{ErrorCode::bad_input, "the table has no numbers", path.string(),
                 "is the file cut off?", ""};
  }
  GridShape shape;
  shape.separator = world::separator_of(lines[0]);
  shape.header_rows = header_rows;
  const auto top = world::split_line(lines[0], shape.separator);
  const auto next = world::split_line(lines[header_rows], shape.separator);
  if (!top.ok() || !next.ok()) {
    return Error{ErrorCode::bad_input, "a quote is not closed", path.string(), "", ""};
  }
  shape.names_row = next->size() > 1 && next->back().empty() && !next->front().empty();
  const std::vector<std::string>& counted = shape.names_row ? *next : *top;
  // Labels of rows stand where the names are, or where the first header is empty.
  shape.label_cols = 0;
  while (shape.label_cols < counted.size() &&
         counted[shape.label_cols].empty() != shape.names_row) {
    ++shape.label_cols;
  }
  if (shape.label_cols == 0) {
    return Error{ErrorCode::bad_input, "no columns of row labels were found",
                 path.string() + ":1:1", "the header is empty above them", ""};
  }
  return world::parse_grid(*text, path.string(), shape);
}

std::vector<Account> columns_of(const Grid& grid) {
  std::vector<Account> accounts;
  for (Index j = 0; j < grid.values.cols(); ++j) {
    accounts.push_back({grid.header[0][j], grid.header[1][j]});
  }
  return accounts;
}

std::vector<Account> rows_of(const Grid& grid) {
  std::vector<Account> accounts;
  for (Index i = 0; i < grid.values.rows(); ++i) {
    accounts.push_back({grid.labels[0][i], grid.labels[1][i]});
  }
  return accounts;
}

/// "Mill USD", "M.EUR", "Million USD" -> "million USD".
std::string spelled_out(const std::string& unit) {
  for (const char* million : {"Mill ", "Mill. ", "M.", "Million ", "million ", "Mio ", "Mio. "}) {
    if (unit.starts_with(million))
      return "million " + trimmed(unit.substr(std::string(million).size()));
  }
  return unit;
}

Result<std::string> one_unit(const std::vector<std::string>& units, const fs::path& file) {
  const std::set<std::string> different(units.begin(), units.end());
  if (different.size() == 1) return spelled_out(*different.begin());
  return Error{
      ErrorCode::bad_input,
      fmt::format("the industries count in different units: {}", fmt::join(different, ", ")),
      file.string(), "convert the table to one unit of money", ""};
}

/// The unit: third column of row labels of Z, or unit.txt.
Result<std::string> unit_of(const Grid& Z, const fs::path& folder, const fs::path& z_file) {
  if (Z.labels.size() >= 3) return one_unit(Z.labels[2], z_file);
  const auto path = first_of(folder, {"unit.txt"});
  if (!path) return std::string("million USD");
  const Result<std::string> text = read_file(*path);
  if (!text.ok()) return text.error();
  std::vector<std::string> units;
  const auto lines = world::split_lines(*text);
  for (Index k = 1; k < lines.size(); ++k) {
    const auto fields = world::split_line(lines[k], world::separator_of(lines[0]));
    if (!fields.ok() || fields->size() < 3) {
      return Error{ErrorCode::bad_input, "three fields are wanted: region, sector, unit",
                   fmt::format("{}:{}:1", path->string(), k + 1), "", ""};
    }
    units.push_back(fields->back());
  }
  return one_unit(units, *path);
}

Status take_income(const fs::path& path, WorldTable& table) {
  Result<Grid> F = read_grid(path, 2);
  if (!F.ok()) return F.error();
  std::vector<std::string> names = F->labels[0];
  return world::take_incomes(columns_of(*F), names, F->values, table);
}

Status take_output(const fs::path& path, WorldTable& table) {
  Result<std::string> text = read_file(path);
  if (!text.ok()) return text.error();
  const auto lines = world::split_lines(*text);
  GridShape shape;
  shape.separator = lines.empty() ? '\t' : world::separator_of(lines[0]);
  shape.label_cols = 2;
  Result<Grid> x = world::parse_grid(*text, path.string(), shape);
  if (!x.ok()) return x.error();
  table.output_of = rows_of(*x);
  for (Index i = 0; i < x->values.rows(); ++i) table.output.push_back(x->values(i, 0));
  return Done{};
}

std::string name_of(const fs::path& folder) {
  const auto path = first_of(folder, {"metadata.json"});
  const fs::path clean = folder.filename().empty() ? folder.parent_path() : folder;
  std::string fallback = clean.filename().string();
  if (!path) return fallback;
  const Result<std::string> text = read_file(*path);
  if (!text.ok()) return fallback;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("name") || !json["name"].is_string()) return fallback;
  return json["name"].get<std::string>();
}

}  // namespace

Result<accounts::Economy> read_pymrio(const fs::path& folder, const Options& options) {
  const auto z_file = first_of(folder, {"Z.txt", "trade_flows_Z.txt"});
  const auto y_file = first_of(folder, {"Y.txt", "finald_demand_Y.txt", "final_demand_Y.txt"});
  if (!z_file || !y_file) {
    return Error{ErrorCode::not_found,
                 fmt::format("no {} in the folder", z_file ? "Y.txt" : "Z.txt"), folder.string(),
                 "a folder with A only has no flows: have pymrio calc_all() and save_all()", ""};
  }
  Result<Grid> Z = read_grid(*z_file, 2);
  if (!Z.ok()) return Z.error();
  Result<Grid> Y = read_grid(*y_file, 2);
  if (!Y.ok()) return Y.error();
  if (Z->labels.size() < 2 || Y->labels.size() < 2) {
    return Error{ErrorCode::bad_input, "rows need two labels, region and sector",
                 (Z->labels.size() < 2 ? *z_file : *y_file).string(), "", ""};
  }
  const Result<std::string> unit = unit_of(*Z, folder, *z_file);
  if (!unit.ok()) return unit.error();

  WorldTable table;
  table.name = options.name.empty() ? name_of(folder) : options.name;
  table.year = options.year != 0 ? options.year : world::year_in_name(folder).value_or(0);
  table.unit = *unit;
  table.source = options.source.empty() ? "folder of pymrio: " + name_of(folder) : options.source;
  table.terms = options.terms;
  table.file = folder.string();
  table.Z = {rows_of(*Z), columns_of(*Z), std::move(Z->values)};
  table.F = {rows_of(*Y), columns_of(*Y), std::move(Y->values)};
  if (const auto x = first_of(folder, {"x.txt"})) {
    if (const Status status = take_output(*x, table); !status.ok()) return status.error();
  }
  const auto income =
      options.factor_inputs.empty()
          ? first_of(folder, {"factor_inputs/F.txt", "factor_input/F.txt", "factor_input.txt"})
          : std::optional<fs::path>(folder / options.factor_inputs);
  if (income) {
    if (const Status status = take_income(*income, table); !status.ok()) return status.error();
  }
  return world::make_economy(table, options.repairs);
}

}  // namespace domar::readers::pymrio
