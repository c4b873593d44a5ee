#include "domar/readers/reshape_files.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"

namespace domar::readers {

using accounts::PriceChange;
using accounts::SupplyUse;
using accounts::Target;

namespace {

/// Columns of a table by name; `required` ones must be there.
class Columns {
 public:
  static Result<Columns> of(const CsvTable& table, const std::vector<std::string>& required,
                            const std::vector<std::string>& optional) {
    Columns columns(table);
    std::vector<std::string> missing;
    for (const std::string& name : required) {
      if (!table.find(name)) missing.push_back(name);
    }
    std::vector<std::string> unknown;
    for (Index c = 0; c < table.cols(); ++c) {
      const std::string name(table.header(c));
      const bool known = std::find(required.begin(), required.end(), name) != required.end() ||
                         std::find(optional.begin(), optional.end(), name) != optional.end();
      if (!known) unknown.push_back(name);
    }
    if (missing.empty() && unknown.empty()) return columns;
    return Error{ErrorCode::bad_input,
                 fmt::format("columns missing: {}; unknown: {}", fmt::join(missing, ", "),
                             fmt::join(unknown, ", ")),
                 table.file(),
                 fmt::format("columns are {}; optional {}", fmt::join(required, ", "),
                             fmt::join(optional, ", ")),
                 ""};
  }

  [[nodiscard]] std::string text(Index row, const char* name) const {
    const auto column = table_.find(name);
    return column ? trimmed(table_.field(row, *column)) : std::string();
  }
  [[nodiscard]] Result<double> number(Index row, const char* name) const {
    return table_.number(row, *table_.find(name));
  }
  [[nodiscard]] Result<double> number_or(Index row, const char* name, double otherwise) const {
    const auto column = table_.find(name);
    if (!column) return otherwise;
    const auto number = table_.number_or_empty(row, *column);
    if (!number.ok()) return number.error();
    return number->value_or(otherwise);
  }
  [[nodiscard]] std::string where(Index row, const char* name) const {
    return table_.where(row, *table_.find(name));
  }

 private:
  explicit Columns(const CsvTable& table) : table_(table) {}
  const CsvTable& table_;
};

}  // namespace

Result<std::vector<Target>> read_targets(const std::filesystem::path& path) {
  const auto table = CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto columns = Columns::of(*table, {"total", "region", "code", "value"},
                                   {"reliability", "source", "status", "note"});
  if (!columns.ok()) return columns.error();
  std::vector<Target> targets;
  for (Index row = 0; row < table->rows(); ++row) {
    const auto kind = accounts::parse_target_kind(columns->text(row, "total"));
    if (!kind.ok()) {
      Error error = kind.error();
      error.where = columns->where(row, "total");
      return error;
    }
    const auto value = columns->number(row, "value");
    if (!value.ok()) return value.error();
    const auto reliability = columns->number_or(row, "reliability", 1.0);
    if (!reliability.ok()) return reliability.error();
    targets.push_back({*kind, columns->text(row, "region"), columns->text(row, "code"), *value,
                       *reliability, columns->where(row, "total")});
  }
  return targets;
}

Result<std::vector<PriceChange>> read_prices(const std::filesystem::path& path, int year) {
  const auto table = CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto columns =
      Columns::of(*table, {"good", "price"}, {"region", "year", "source", "status", "note"});
  if (!columns.ok()) return columns.error();
  std::vector<PriceChange> prices;
  std::set<std::string> years;
  for (Index row = 0; row < table->rows(); ++row) {
    const std::string of_year = columns->text(row, "year");
    years.insert(of_year);
    if (year != 0 && !of_year.empty() && of_year != std::to_string(year)) continue;
    const auto price = columns->number(row, "price");
    if (!price.ok()) return price.error();
    prices.push_back({columns->text(row, "region"), columns->text(row, "good"), *price,
                      columns->where(row, "price")});
  }
  if (year == 0 && years.size() > 1) {
    return Error{ErrorCode::bad_input, "prices of several years", path.string(),
                 "say which: --year", ""};
  }
  if (prices.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no prices of {}", year), path.string(), "", ""};
  }
  return prices;
}

namespace {

/// A matrix of numbers with codes down (first column) and across (header).
struct CodedMatrix {
  std::vector<std::string> rows;
  std::vector<std::string> cols;
  Matrix values;
  std::string file;
};

Result<CodedMatrix> read_coded(const std::filesystem::path& path) {
  const auto table = CsvTable::read(path);
  if (!table.ok()) return table.error();
  CodedMatrix out;
  out.file = table->file();
  for (Index c = 1; c < table->cols(); ++c) out.cols.push_back(trimmed(table->header(c)));
  out.values = Matrix(table->rows(), out.cols.size());
  for (Index row = 0; row < table->rows(); ++row) {
    out.rows.push_back(trimmed(table->field(row, 0)));
    for (Index c = 0; c < out.cols.size(); ++c) {
      const auto number = table->number_or_empty(row, c + 1);
      if (!number.ok()) return number.error();
      out.values(row, c) = number->value_or(0.0);
    }
  }
  for (const auto* labels : {&out.rows, &out.cols}) {
    if (const auto unique = Labels::make(*labels, *labels); !unique.ok()) {
      Error error = unique.error();
      error.where = out.file;
      return error;
    }
  }
  return out;
}

std::vector<std::string> not_in(const std::vector<std::string>& names,
                                const std::vector<std::string>& list) {
  std::vector<std::string> out;
  std::copy_if(names.begin(), names.end(), std::back_inserter(out), [&](const auto& name) {
    return std::find(list.begin(), list.end(), name) == list.end();
  });
  return out;
}

/// The part of a matrix with these rows and columns, in this order.
Matrix part(const CodedMatrix& m, const std::vector<std::string>& rows,
            const std::vector<std::string>& cols) {
  const auto position = [](const std::vector<std::string>& list, const std::string& name) {
    return static_cast<Index>(std::find(list.begin(), list.end(), name) - list.begin());
  };
  Matrix out(rows.size(), cols.size());
  std::vector<Index> at;
  for (const std::string& col : cols) at.push_back(position(m.cols, col));
  for (Index i = 0; i < rows.size(); ++i) {
    const Index row = position(m.rows, rows[i]);
    for (Index j = 0; j < cols.size(); ++j) out(i, j) = m.values(row, at[j]);
  }
  return out;
}

}  // namespace

Result<SupplyUse> read_supply_use(const std::filesystem::path& supply,
                                  const std::filesystem::path& use) {
  const auto made = read_coded(supply);
  if (!made.ok()) return made.error();
  const auto used = read_coded(use);
  if (!used.ok()) return used.error();
  auto missing = not_in(made->rows, used->rows);
  const auto industries = not_in(made->cols, used->cols);
  missing.insert(missing.end(), industries.begin(), industries.end());
  if (!missing.empty()) {
    return Error{ErrorCode::bad_input,
                 fmt::format("in the supply table only: {}", fmt::join(missing, ", ")), used->file,
                 "products and industries carry the same codes in both tables", ""};
  }
  SupplyUse out;
  out.products = std::move(Labels::make(made->rows, made->rows).value());
  out.industries = std::move(Labels::make(made->cols, made->cols).value());
  out.final_uses = not_in(used->cols, made->cols);
  out.incomes = not_in(used->rows, made->rows);
  out.V = made->values;
  out.U = part(*used, made->rows, made->cols);
  out.Y = part(*used, made->rows, out.final_uses);
  out.W = part(*used, out.incomes, made->cols);
  return out;
}

std::string symmetric_csv(const accounts::SymmetricTable& table, const SupplyUse& source) {
  std::string text = "code";
  for (const auto& code : table.sectors.codes()) text += "," + code;
  for (const auto& code : source.final_uses) text += "," + code;
  text += "\n";
  const auto numbers = [&](const auto& row) {
    for (const double value : row) text += fmt::format(",{}", value);
  };
  for (Index i = 0; i < table.sectors.size(); ++i) {
    text += table.sectors.code(i);
    numbers(table.Z.row(i));
    numbers(table.Y.row(i));
    text += "\n";
  }
  for (Index k = 0; k < source.incomes.size(); ++k) {
    text += source.incomes[k];
    numbers(table.W.row(k));
    for (Index f = 0; f < source.final_uses.size(); ++f) text += ",";
    text += "\n";
  }
  return text;
}

}  // namespace domar::readers
