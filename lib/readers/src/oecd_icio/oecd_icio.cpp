#include "domar/readers/oecd_icio/oecd_icio.hpp"

#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "world/grid.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::oecd_icio {

namespace {

using world::Account;
using world::Grid;

std::vector<Account> accounts_of(const std::vector<std::string>& labels) {
  std::vector<Account> accounts;
  accounts.reserve(labels.size());
  for (const std::string& label : labels) accounts.push_back(world::split_label(label));
  return accounts;
}

/// The edition of 2016 writes HFCE_AUS where the others write AUS_HFCE.
void turn_final_uses(const std::vector<Account>& rows, std::vector<Account>& cols) {
  std::set<std::string> regions;
  for (const Account& row : rows) regions.insert(row.region);
  for (Account& col : cols) {
    const bool turned = !regions.contains(col.region) && regions.contains(col.code) &&
                        world::final_use_kind(col.region);
    if (turned) std::swap(col.region, col.code);
  }
}

/// Blanks are left where nothing can stand: below final uses and totals, beside taxes and totals.
Status check_blanks(const Grid& grid, const world::WorldTable& table, const std::string& file) {
  const std::vector<Account> rows = accounts_of(grid.labels[0]);
  std::vector<bool> flows(rows.size(), false);
  Index next = 0;
  for (Index i = 0; i < rows.size() && next < table.Z.rows.size(); ++i) {
    if (rows[i] == table.Z.rows[next]) {
      flows[i] = true;
      ++next;
    }
  }
  for (Index i = 0; i < rows.size(); ++i) {
    for (Index j = 0; flows[i] && j < grid.values.cols(); ++j) {
      if (!std::isnan(grid.values(i, j))) continue;
      return Error{ErrorCode::bad_value, "a number is missing",
                   fmt::format("{}:{}:{}", file, grid.line_of[i], j + 2),
                   "write 0 where nothing flows", ""};
    }
  }
  return Done{};
}

}  // namespace

Result<accounts::Economy> read_icio(const std::filesystem::path& path, const Options& options) {
  const Result<world::TableText> text = world::open_table(path, {options.part, options.year});
  if (!text.ok()) return text.error();
  world::GridShape shape;
  shape.blanks = true;
  const Result<Grid> grid = world::parse_grid(*text, shape);
  if (!grid.ok()) return grid.error();

  world::WorldTable table;
  table.file = path.string();
  // An entry of a zip has its own year: 2016-2020_SML.zip holds 2018_SML.csv.
  const std::filesystem::path entry = text->file();
  const Result<int> year = world::year_of(world::year_in_name(entry) ? entry : path, options.year);
  if (!year.ok()) return year.error();
  table.year = *year;
  table.name = options.name.empty() ? fmt::format("icio-{}", table.year) : options.name;
  table.source = options.source.empty()
                     ? fmt::format("OECD Inter-Country Input-Output tables, {}", table.year)
                     : options.source;
  table.terms = options.terms;
  const std::vector<Account> rows = accounts_of(grid->labels[0]);
  std::vector<Account> cols = accounts_of(grid->header[0]);
  turn_final_uses(rows, cols);
  Status taken = world::take_labelled(rows, cols, *grid, table);
  if (taken.ok()) taken = check_blanks(*grid, table, path.string());
  if (!taken.ok()) return taken.error();

  world::Repairs repairs = options.repairs;
  if (options.merge_plants) world::merge_plants(repairs);
  return world::make_economy(table, repairs);
}

}  // namespace domar::readers::oecd_icio
