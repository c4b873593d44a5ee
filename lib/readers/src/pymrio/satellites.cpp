#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "pymrio/folder.hpp"
#include "pymrio/pandas_table.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::pymrio {

namespace {

using accounts::SatelliteRow;
using world::Grid;
using world::SatelliteBlock;
using world::SourceFiles;

/// Labels of a row joined to one code; the last `units` of them are left out.
std::string code_of(const Grid& grid, Index row, Index units) {
  std::string code;
  for (Index k = 0; k + units < grid.labels.size(); ++k) {
    const std::string& label = grid.labels[k][row];
    if (label.empty()) continue;
    code += (code.empty() ? "" : " | ") + label;
  }
  return code;
}

/// Units by row: from unit.txt beside the table, else from the last of several label columns.
struct Units {
  std::map<std::string, std::string> by_code;  ///< of unit.txt
  bool in_table = false;
  [[nodiscard]] Index columns() const { return in_table ? 1 : 0; }
};

Result<Units> units_beside(const SourceFiles& files, const std::string& folder, const Grid& grid) {
  Units units;
  const std::string name = folder + "unit.txt";
  if (folder.empty() || !files.has(name)) {
    units.in_table = grid.labels.size() > 1;
    return units;
  }
  const Result<std::string> text = files.read(name);
  if (!text.ok()) return text.error();
  const auto lines = world::split_lines(*text);
  for (Index k = 1; k < lines.size(); ++k) {
    const auto fields = world::split_line(lines[k], world::separator_of(lines[0]));
    if (!fields.ok() || fields->size() < 2) {
      return Error{ErrorCode::bad_input, "two fields are wanted: a row and its unit",
                   fmt::format("{}:{}:1", files.shown(name), k + 1), "", ""};
    }
    std::string code;
    for (Index f = 0; f + 1 < fields->size(); ++f) {
      if ((*fields)[f].empty()) continue;
      code += (code.empty() ? "" : " | ") + (*fields)[f];
    }
    units.by_code[code] = fields->back();
  }
  return units;
}

/// The unit of a row; nothing if unit.txt does not name the row.
std::optional<std::string> unit_of(const Units& units, const Grid& grid, Index row) {
  if (units.in_table) return grid.labels.back()[row];
  if (units.by_code.empty()) return "";
  const auto found = units.by_code.find(code_of(grid, row, 0));
  if (found == units.by_code.end()) return std::nullopt;
  return found->second;
}

Result<std::vector<SatelliteRow>> rows_with_units(const Grid& grid, const Units& units,
                                                  const std::string& shown) {
  std::vector<SatelliteRow> rows;
  std::vector<std::string> without;
  for (Index k = 0; k < grid.values.rows(); ++k) {
    const std::string code = code_of(grid, k, units.columns());
    const auto unit = unit_of(units, grid, k);
    if (!unit) without.push_back(code);
    rows.push_back({code, code, unit.value_or("")});
  }
  if (without.empty()) return rows;
  return Error{ErrorCode::bad_input,
               fmt::format("rows without a unit: {}", fmt::join(without, ", ")), shown,
               "unit.txt beside it names every row", ""};
}

/// Numbers of the rows of `wanted`, in their order, matched by code.
Result<Matrix> matched(const Grid& grid, Index units, const std::vector<SatelliteRow>& wanted,
                       const std::string& shown) {
  std::map<std::string, Index> place;
  for (Index k = 0; k < grid.values.rows(); ++k) place.emplace(code_of(grid, k, units), k);
  std::vector<std::string> missing;
  Matrix values(wanted.size(), grid.values.cols());
  for (Index k = 0; k < wanted.size(); ++k) {
    const auto found = place.find(wanted[k].code);
    if (found == place.end()) {
      missing.push_back(wanted[k].code);
      continue;
    }
    const auto from = grid.values.row(found->second);
    std::copy(from.begin(), from.end(), values.row(k).begin());
  }
  if (missing.empty()) return values;
  return Error{ErrorCode::bad_input, fmt::format("rows missing: {}", fmt::join(missing, ", ")),
               shown, "final uses have the rows of the industries", ""};
}

/// Flows of final users from `file`, for the rows of the block.
Status take_final_uses(const SourceFiles& files, const std::string& file, Index units,
                       SatelliteBlock& block) {
  const Result<Grid> grid = read_pandas(files, file);
  if (!grid.ok()) return grid.error();
  Result<Matrix> values = matched(*grid, units, block.rows, files.shown(file));
  if (!values.ok()) return values.error();
  block.final_cols = columns_of(*grid);
  block.by_final_use = std::move(values).value();
  return Done{};
}

Result<SatelliteBlock> read_account(const SourceFiles& files, const std::string& name,
                                    const std::string& file,
                                    const std::optional<std::string>& final_file) {
  Result<Grid> grid = read_pandas(files, file);
  if (!grid.ok()) return grid.error();
  const std::string folder = file.substr(0, file.find('/') + 1);
  const Result<Units> units = units_beside(files, folder, *grid);
  if (!units.ok()) return units.error();
  Result<std::vector<SatelliteRow>> rows = rows_with_units(*grid, *units, files.shown(file));
  if (!rows.ok()) return rows.error();
  SatelliteBlock block;
  block.name = name;
  block.rows = std::move(rows).value();
  block.cols = columns_of(*grid);
  block.by_industry = std::move(grid->values);
  if (!final_file) return block;
  const Status taken = take_final_uses(files, *final_file, units->columns(), block);
  if (!taken.ok()) return taken.error();
  return block;
}

bool is_income(const std::string& name) {
  return world::income_kind(name) || world::is_total_value_added(name);
}

std::optional<std::string> final_file_of(const SourceFiles& files, const std::string& folder) {
  return files.first_of({folder + "F_Y.txt", folder + "F_hh.txt"});
}

/// Rows of factor inputs that are no value added, as an account of their own.
Status take_remainder(const SourceFiles& files, const std::string& file, const Units& units,
                      const Grid& grid, const std::vector<Index>& others,
                      world::WorldTable& table) {
  SatelliteBlock block;
  const std::string folder = file.substr(0, file.find('/') + 1);
  const std::string stem =
      folder.empty() ? file.substr(0, file.rfind('.')) : folder.substr(0, folder.size() - 1);
  block.name = stem == "satellite" ? stem : stem + "_other";
  const Result<std::vector<SatelliteRow>> rows = rows_with_units(grid, units, files.shown(file));
  if (!rows.ok()) return rows.error();
  block.cols = columns_of(grid);
  block.by_industry = Matrix(others.size(), grid.values.cols());
  for (Index k = 0; k < others.size(); ++k) {
    block.rows.push_back((*rows)[others[k]]);
    const auto from = grid.values.row(others[k]);
    std::copy(from.begin(), from.end(), block.by_industry.row(k).begin());
  }
  const auto final_file = folder.empty() ? std::nullopt : final_file_of(files, folder);
  if (final_file) {
    const Status taken = take_final_uses(files, *final_file, units.columns(), block);
    if (!taken.ok()) return taken.error();
  }
  table.satellites.push_back(std::move(block));
  return Done{};
}

}  // namespace

bool has_incomes(const SourceFiles& files, const std::string& file) {
  const Result<std::string> text = files.read(file);
  if (!text.ok()) return false;
  const auto lines = world::split_lines(*text);
  return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
    const auto label = world::split_line(line.substr(0, line.find('\t')), '\t');
    return label.ok() && is_income(label->front());
  });
}

Status take_folder_incomes(const SourceFiles& files, const std::string& file, bool satellites,
                           world::WorldTable& table) {
  const Result<Grid> grid = read_pandas(files, file);
  if (!grid.ok()) return grid.error();
  const Result<Units> units = units_beside(files, file.substr(0, file.find('/') + 1), *grid);
  if (!units.ok()) return units.error();
  std::vector<Index> others;
  std::vector<Index> incomes;
  std::vector<std::string> strangers;
  for (Index k = 0; k < grid->values.rows(); ++k) {
    if (!is_income(grid->labels[0][k])) {
      others.push_back(k);
      continue;
    }
    incomes.push_back(k);
    const auto unit = unit_of(*units, *grid, k);
    if (!unit || unit->empty() || spelled_out(*unit) == table.unit) continue;
    strangers.push_back(fmt::format("{} in {}", grid->labels[0][k], *unit));
  }
  if (!strangers.empty()) {
    return Error{ErrorCode::bad_input,
                 fmt::format("the table is in {}, but value added is not: {}", table.unit,
                             fmt::join(strangers, ", ")),
                 files.shown(file), "convert it to the unit of the table", ""};
  }
  if (satellites && !others.empty() && !incomes.empty()) {
    const Status taken = take_remainder(files, file, *units, *grid, others, table);
    if (!taken.ok()) return taken.error();
  }
  if (incomes.empty()) {  // the error lists what the rows are
    return world::take_incomes(columns_of(*grid), grid->labels[0], grid->values, table);
  }
  if (!satellites && !others.empty()) {
    table.notes.push_back(
        fmt::format("{} rows of {} that are no value added were left out", others.size(), file));
  }
  std::vector<std::string> names;
  Matrix values(incomes.size(), grid->values.cols());
  for (Index k = 0; k < incomes.size(); ++k) {
    names.push_back(grid->labels[0][incomes[k]]);
    const auto from = grid->values.row(incomes[k]);
    std::copy(from.begin(), from.end(), values.row(k).begin());
  }
  return world::take_incomes(columns_of(*grid), names, values, table);
}

Status take_satellites(const SourceFiles& files, const std::string& incomes,
                       world::WorldTable& table) {
  for (const std::string& name : files.names()) {
    if (name == incomes) continue;
    const std::size_t slash = name.find('/');
    std::string account;
    std::optional<std::string> final_file;
    if (slash != std::string::npos && name.substr(slash) == "/F.txt") {
      account = name.substr(0, slash);
      final_file = final_file_of(files, name.substr(0, slash + 1));
    } else if (slash == std::string::npos && name.ends_with(".txt") && files.has("FD" + name)) {
      account = name.substr(0, name.size() - 4);
      final_file = "FD" + name;
    } else {
      continue;
    }
    Result<SatelliteBlock> block = read_account(files, account, name, final_file);
    if (!block.ok()) return block.error();
    table.satellites.push_back(std::move(block).value());
  }
  return Done{};
}

}  // namespace domar::readers::pymrio
