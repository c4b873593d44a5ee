#include "domar/readers/exvatools/exvatools.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"
#include "world/table_text.hpp"

namespace domar::readers::exvatools {

namespace {

namespace fs = std::filesystem;
using world::Account;
using world::Grid;

constexpr std::string_view k_ending = "_Z.csv";

Result<Grid> read_grid(const fs::path& path) {
  const Result<world::TableText> text = world::open_table(path);
  if (!text.ok()) return text.error();
  return world::parse_grid(*text, {});
}

std::vector<Account> accounts_of(const std::vector<std::string>& labels) {
  std::vector<Account> accounts;
  for (const std::string& label : labels) accounts.push_back(world::split_label(label));
  return accounts;
}

/// Row k of VA_X has the number k, whatever the order of the lines.
Result<std::vector<Index>> numbered_rows(const Grid& grid, Index rows, const std::string& file) {
  std::vector<Index> target;
  std::vector<bool> taken(rows, false);
  for (const std::string& label : grid.labels[0]) {
    const auto number = parse_number(label);
    const bool fits = number && *number >= 1.0 && *number <= static_cast<double>(rows);
    const Index k = fits ? static_cast<Index>(*number) - 1 : rows;
    if (!fits || taken[k] || static_cast<double>(k + 1) != *number) {
      return Error{ErrorCode::bad_input,
                   fmt::format("row '{}' is none of 1 to {}, or stands twice", label, rows), file,
                   "row k belongs to row k of Z", ""};
    }
    taken[k] = true;
    target.push_back(k);
  }
  if (target.size() == rows) return target;
  return Error{ErrorCode::bad_input, fmt::format("{} rows, but Z has {}", target.size(), rows),
               file, "is the file cut off?", ""};
}

std::optional<Index> column(const Grid& grid, std::string_view name) {
  for (Index j = 0; j < grid.header[0].size(); ++j) {
    if (grid.header[0][j] == name) return j;
  }
  return std::nullopt;
}

Status take_totals(const Grid& totals, const std::string& file, world::WorldTable& table) {
  const auto va = column(totals, "VA");
  const auto x = column(totals, "X");
  if (!va || !x) {
    return Error{ErrorCode::bad_input, "columns missing: VA or X", file, "", ""};
  }
  const auto target = numbered_rows(totals, table.Z.rows.size(), file);
  if (!target.ok()) return target.error();
  table.income_cols = table.Z.rows;
  table.output_of = table.Z.rows;
  table.incomes = {{"VA", accounts::labour}};
  table.V = Matrix(1, table.Z.rows.size());
  table.output.assign(table.Z.rows.size(), 0.0);
  for (Index i = 0; i < target->size(); ++i) {
    table.V(0, (*target)[i]) = totals.values(i, *va);
    table.output[(*target)[i]] = totals.values(i, *x);
  }
  table.notes.emplace_back("value added is a total: all of it stands in the row of labour");
  return Done{};
}

}  // namespace

Result<accounts::Economy> read_exvatools(const fs::path& path, const Options& options) {
  const std::string file = path.string();
  if (!file.ends_with(k_ending)) {
    return Error{ErrorCode::bad_input, "the file of inputs is called NAME_Z.csv", file,
                 "give that one: NAME_Yfd.csv and NAME_VA_X.csv are found beside it", ""};
  }
  const std::string stem = file.substr(0, file.size() - k_ending.size());
  Result<Grid> Z = read_grid(path);
  if (!Z.ok()) return Z.error();
  Result<Grid> F = read_grid(stem + "_Yfd.csv");
  if (!F.ok()) return F.error();
  const Result<Grid> totals = read_grid(stem + "_VA_X.csv");
  if (!totals.ok()) return totals.error();
  const Result<int> year = world::year_of(path, options.year);
  if (!year.ok()) return year.error();

  world::WorldTable table;
  table.name = options.name.empty() ? fs::path(stem).filename().string() : options.name;
  table.year = *year;
  table.unit = options.unit;
  table.source = options.source.empty() ? "test table of exvatools" : options.source;
  table.terms = options.terms;
  table.file = file;
  table.Z = {accounts_of(Z->labels[0]), accounts_of(Z->header[0]), std::move(Z->values)};
  table.F = {accounts_of(F->labels[0]), accounts_of(F->header[0]), std::move(F->values)};
  const Status taken = take_totals(*totals, stem + "_VA_X.csv", table);
  if (!taken.ok()) return taken.error();
  world::Repairs repairs = options.repairs;
  if (options.merge_plants) world::merge_plants(repairs);
  return world::make_economy(table, repairs);
}

}  // namespace domar::readers::exvatools
