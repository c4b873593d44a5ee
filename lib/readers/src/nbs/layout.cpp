#include "nbs/layout.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace domar::readers::nbs {

namespace {

using Names = std::vector<std::string>;

bool is_sector_code(std::string_view code) {
  return !code.empty() &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

const Names& required_columns(bool by_origin) {
  static const Names competitive{"TIU",   "FU101", "FU102", "FU103", "FU201",
                                 "FU202", "EX",    "IM",    "GO"};
  static const Names with_origin{"TIU", "TC", "FU201", "FU202", "EX", "TFU", "GO"};
  return by_origin ? with_origin : competitive;
}

const Names& optional_columns(bool by_origin) {
  static const Names competitive{"THC", "TC", "GCF", "TFU", "ERR"};
  static const Names with_origin;
  return by_origin ? with_origin : competitive;
}

const Names& total_rows() {
  static const Names rows{"TII", "VA001", "VA002", "VA003", "VA004", "TVA", "TI"};
  return rows;
}

bool has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Collects what is wrong with the names of a file, to say it all at once.
struct Complaints {
  Names missing, unknown, doubled;

  [[nodiscard]] bool none() const { return missing.empty() && unknown.empty() && doubled.empty(); }
  [[nodiscard]] std::string text(const char* kind) const {
    Names parts;
    if (!missing.empty())
      parts.push_back(fmt::format("missing {}: {}", kind, fmt::join(missing, ", ")));
    if (!unknown.empty())
      parts.push_back(fmt::format("unknown {}: {}", kind, fmt::join(unknown, ", ")));
    if (!doubled.empty()) {
      parts.push_back(fmt::format("{} that stand twice: {}", kind, fmt::join(doubled, ", ")));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
  }
};

Error name_error(const CsvTable& csv, const Complaints& columns, const Complaints& rows) {
  Names parts;
  if (!columns.none()) parts.push_back(columns.text("columns"));
  if (!rows.none()) parts.push_back(rows.text("rows"));
  return {
      ErrorCode::bad_input, fmt::format("{}", fmt::join(parts, "; ")),
      fmt::format("{}:1:1", csv.file()),
      "an NBS table has one row and one column per sector code, then the codes of final use and "
      "value added; see include/domar/readers/nbs/nbs.hpp",
      ""};
}

/// Sorts the header's columns into sectors and named ones.
Complaints scan_columns(const CsvTable& csv, Layout& layout,
                        std::map<std::string, Index>& sector_cols) {
  Complaints wrong;
  Names text{"Code", "Description", "DescriptionInChinese"};
  if (layout.by_origin) text.emplace_back("Origin");
  for (Index c = 0; c < csv.cols(); ++c) {
    const std::string name(csv.header(c));
    const bool known = has(text, name) || has(required_columns(layout.by_origin), name) ||
                       has(optional_columns(layout.by_origin), name);
    if (csv.find(name) != c) {
      wrong.doubled.push_back(name);
    } else if (is_sector_code(name)) {
      sector_cols.emplace(name, c);
    } else if (known) {
      layout.col.emplace(name, c);
    } else {
      wrong.unknown.push_back(name.empty() ? "(no name)" : name);
    }
  }
  for (const char* name : {"Code", "Description"}) {
    if (!layout.col.contains(name)) wrong.missing.emplace_back(name);
  }
  for (const std::string& name : required_columns(layout.by_origin)) {
    if (!layout.col.contains(name)) wrong.missing.push_back(name);
  }
  return wrong;
}

/// Rows by code: sectors (by origin), value added and totals.
struct Rows {
  Names codes, titles;  ///< of sectors, in order of their first row
  std::map<std::string, Index> domestic, imports;
};

Complaints scan_rows(const CsvTable& csv, Layout& layout, Rows& rows) {
  Complaints wrong;
  const Index code_col = layout.col.at("Code");
  for (Index r = 0; r < csv.rows(); ++r) {
    const std::string code = csv.text(r, code_col);
    const std::string origin = layout.by_origin ? csv.text(r, layout.col.at("Origin")) : "";
    const bool sector = is_sector_code(code);
    const std::string shown = sector && layout.by_origin ? code + " " + origin : code;
    if (sector ? layout.by_origin && origin != "Domestic" && origin != "Imports"
               : !has(total_rows(), code)) {
      wrong.unknown.push_back(shown.empty() ? "(no code)" : shown);
      continue;
    }
    auto& place = !sector ? layout.row : origin == "Imports" ? rows.imports : rows.domestic;
    if (!place.emplace(code, r).second) {
      wrong.doubled.push_back(shown);
    } else if (&place == &rows.domestic) {
      rows.codes.push_back(code);
      rows.titles.push_back(csv.text(r, layout.col.at("Description")));
    }
  }
  for (const std::string& name : total_rows()) {
    if (!layout.row.contains(name)) wrong.missing.push_back(name);
  }
  return wrong;
}

/// Sectors must be the same in rows (of each origin) and columns.
void compare_sectors(const std::map<std::string, Index>& cols, const Rows& rows, bool by_origin,
                     Complaints& wrong_cols, Complaints& wrong_rows) {
  std::set<std::string> all(rows.codes.begin(), rows.codes.end());
  for (const auto& [code, ignored] : cols) all.insert(code);
  for (const auto& [code, ignored] : rows.imports) all.insert(code);
  for (const std::string& code : all) {
    if (!cols.contains(code)) wrong_cols.missing.push_back(code);
    if (!rows.domestic.contains(code)) {
      wrong_rows.missing.push_back(by_origin ? code + " Domestic" : code);
    }
    if (by_origin && !rows.imports.contains(code)) wrong_rows.missing.push_back(code + " Imports");
  }
  if (all.empty()) wrong_rows.missing.emplace_back("every sector");
}

}  // namespace

Result<Layout> find_layout(const CsvTable& csv) {
  Layout layout;
  layout.by_origin = csv.find("Origin").has_value();
  std::map<std::string, Index> sector_cols;
  Complaints wrong_cols = scan_columns(csv, layout, sector_cols);
  if (!layout.col.contains("Code") || !layout.col.contains("Description")) {
    return name_error(csv, wrong_cols, {});
  }
  Rows rows;
  Complaints wrong_rows = scan_rows(csv, layout, rows);
  compare_sectors(sector_cols, rows, layout.by_origin, wrong_cols, wrong_rows);
  if (!wrong_cols.none() || !wrong_rows.none()) return name_error(csv, wrong_cols, wrong_rows);

  for (const std::string& code : rows.codes) {
    layout.sector_col.push_back(sector_cols.at(code));
    layout.sector_row.push_back(rows.domestic.at(code));
    if (layout.by_origin) layout.import_row.push_back(rows.imports.at(code));
  }
  Result<Labels> labels = Labels::make(std::move(rows.codes), std::move(rows.titles));
  if (!labels.ok()) return labels.error();
  layout.sectors = std::move(labels).value();
  return layout;
}

}  // namespace domar::readers::nbs
