#include "nbs/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "domar/readers/csv.hpp"
#include "nbs/layout.hpp"

namespace domar::readers::nbs {

namespace {

/// Stated totals may differ from their parts by this share of the sector's output.
constexpr double k_tolerance = 1e-6;

/// The numbers of a file; the first that is none stops the reading.
class Numbers {
 public:
  Numbers(const CsvTable& csv, const Layout& layout) : csv_(csv), layout_(layout) {}

  double at(Index row, Index col) {
    const Result<double> value = csv_.number(row, col);
    if (value.ok()) return *value;
    if (!error_) error_ = value.error();
    return 0.0;
  }

  Matrix block(const std::vector<Index>& rows) {
    Matrix values(rows.size(), layout_.sector_col.size());
    for (Index i = 0; i < values.rows(); ++i) {
      for (Index j = 0; j < values.cols(); ++j) values(i, j) = at(rows[i], layout_.sector_col[j]);
    }
    return values;
  }

  Vector column(const std::string& name, const std::vector<Index>& rows) {
    Vector values;
    for (const Index row : rows) values.push_back(at(row, layout_.col.at(name)));
    return values;
  }

  Vector row(const std::string& name) {
    Vector values;
    for (const Index col : layout_.sector_col) values.push_back(at(layout_.row.at(name), col));
    return values;
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const CsvTable& csv_;
  const Layout& layout_;
  std::optional<Error> error_;
};

/// Compares stated totals with their parts and remembers the worst.
class Verifier {
 public:
  Verifier(const Labels& sectors, const Vector& output) : sectors_(sectors), output_(output) {}

  void compare(const std::string& total, Index sector, double stated, double parts) {
    const double scale = std::max({std::abs(output_[sector]), std::abs(stated), std::abs(parts)});
    const double gap = stated - parts;
    if (std::abs(gap) <= k_tolerance * scale || std::abs(gap) <= std::abs(worst_gap_)) return;
    worst_gap_ = gap;
    what_ = fmt::format(
        "{} of sector {} ({}) is stated as {:.10g} but its parts add up to {:.10g}: a gap of "
        "{:.6g} "
        "(10,000 yuan), {:.2g} of output",
        total, sectors_.code(sector), sectors_.title(sector), stated, parts, gap,
        std::abs(gap) / scale);
  }

  [[nodiscard]] std::optional<Error> error(const std::string& file) const {
    if (worst_gap_ == 0.0) return std::nullopt;
    return Error{ErrorCode::unbalanced, what_, file,
                 "this is the largest gap; compare the row and the column with the original", ""};
  }

 private:
  const Labels& sectors_;
  const Vector& output_;
  double worst_gap_ = 0.0;
  std::string what_;
};

using Columns = std::map<std::string, Vector>;

double sum_at(const Columns& columns, const std::vector<std::string>& names, Index sector) {
  double sum = 0.0;
  for (const std::string& name : names) {
    const auto found = columns.find(name);
    if (found != columns.end()) sum += found->second[sector];
  }
  return sum;
}

/// Totals along the rows of one origin (or of all).
void verify_rows(const Matrix& use, const Columns& columns, bool by_origin, Verifier& verifier) {
  static const std::map<std::string, std::vector<std::string>> competitive{
      {"THC", {"FU101", "FU102"}},
      {"TC", {"FU101", "FU102", "FU103"}},
      {"GCF", {"FU201", "FU202"}},
      {"TFU", {"FU101", "FU102", "FU103", "FU201", "FU202", "EX"}}};
  static const std::map<std::string, std::vector<std::string>> with_origin{
      {"TFU", {"TC", "FU201", "FU202", "EX"}}};
  const auto& totals = by_origin ? with_origin : competitive;
  for (Index i = 0; i < use.rows(); ++i) {
    verifier.compare("TIU", i, columns.at("TIU")[i], use.row_sum(i));
    for (const auto& [total, parts] : totals) {
      if (columns.contains(total)) {
        verifier.compare(total, i, columns.at(total)[i], sum_at(columns, parts, i));
      }
    }
    const double supply = use.row_sum(i) + sum_at(columns, totals.at("TFU"), i) -
                          sum_at(columns, {"IM"}, i) + sum_at(columns, {"ERR"}, i);
    verifier.compare("GO", i, columns.at("GO")[i], supply);
  }
}

void verify_columns(const Table& table, Numbers& numbers, Verifier& verifier) {
  const Vector inputs = numbers.row("TII");
  const Vector value_added = numbers.row("TVA");
  const Vector total = numbers.row("TI");
  for (Index j = 0; j < table.sectors.size(); ++j) {
    verifier.compare("TII", j, inputs[j], table.use.col_sum(j));
    verifier.compare("TVA", j, value_added[j], table.value_added.col_sum(j));
    verifier.compare("TI", j, total[j], inputs[j] + value_added[j]);
    verifier.compare("TI against GO", j, total[j], table.column.at("GO")[j]);
  }
}

Columns read_columns(const Layout& layout, const std::vector<Index>& rows, Numbers& numbers) {
  Columns columns;
  for (const auto& [name, ignored] : layout.col) {
    if (name == "Code" || name.starts_with("Description") || name == "Origin") continue;
    columns.emplace(name, numbers.column(name, rows));
  }
  return columns;
}

Matrix read_value_added(Numbers& numbers, Index sectors) {
  constexpr std::array rows{"VA001", "VA002", "VA003", "VA004"};
  Matrix values(rows.size(), sectors);
  for (Index k = 0; k < rows.size(); ++k) {
    const Vector row = numbers.row(rows[k]);
    for (Index j = 0; j < sectors; ++j) values(k, j) = row[j];
  }
  return values;
}

std::optional<Error> negative_totals(const Table& table) {
  for (const char* name : {"GO", "IM"}) {
    for (Index i = 0; i < table.sectors.size(); ++i) {
      const double value = table.column.at(name)[i];
      if (value >= 0.0) continue;
      return Error{ErrorCode::bad_value,
                   fmt::format("{} of sector {} is {}", name, table.sectors.code(i), value),
                   table.file, "gross output and imports are not negative in this format", ""};
    }
  }
  return std::nullopt;
}

/// Adds the rows of imports to those of domestic goods.
void join_origins(Table& table, Columns imports, const Matrix& imported_use) {
  for (Index i = 0; i < table.use.rows(); ++i) {
    for (Index j = 0; j < table.use.cols(); ++j) table.use(i, j) += imported_use(i, j);
  }
  table.imported_use = imported_use;
  table.column["IM"] = imports.at("GO");
  for (const char* name : {"TC", "FU201", "FU202", "EX"}) {
    Vector& all = table.column.at(name);
    for (Index i = 0; i < all.size(); ++i) all[i] += imports.at(name)[i];
    table.imported[name] = imports.at(name);
  }
}

}  // namespace

Result<Table> load_table(const std::filesystem::path& path, const std::string& part, int year) {
  const Result<CsvTable> csv = CsvTable::read_any(path, part, year);
  if (!csv.ok()) return csv.error();
  const Result<Layout> layout = find_layout(*csv);
  if (!layout.ok()) return layout.error();

  Numbers numbers(*csv, *layout);
  Table table;
  table.file = csv->file();
  table.sectors = layout->sectors;
  table.by_origin = layout->by_origin;
  table.use = numbers.block(layout->sector_row);
  table.column = read_columns(*layout, layout->sector_row, numbers);
  table.value_added = read_value_added(numbers, table.sectors.size());
  const Vector output = table.column.at("GO");

  Verifier verifier(table.sectors, output);
  verify_rows(table.use, table.column, table.by_origin, verifier);
  if (table.by_origin) {
    const Matrix imported_use = numbers.block(layout->import_row);
    Columns imports = read_columns(*layout, layout->import_row, numbers);
    verify_rows(imported_use, imports, true, verifier);
    join_origins(table, std::move(imports), imported_use);
  }
  verify_columns(table, numbers, verifier);
  if (numbers.error()) return *numbers.error();
  if (const auto unbalanced = verifier.error(table.file)) return *unbalanced;
  if (const auto negative = negative_totals(table)) return *negative;
  return table;
}

}  // namespace domar::readers::nbs
