#include "domar/readers/nbs/nbs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "domar/accounts/origin_split.hpp"
#include "nbs/concordance.hpp"
#include "nbs/table.hpp"
#include "world/labelled_table.hpp"
#include "world/national_table.hpp"

namespace domar::readers::nbs {

namespace {

using accounts::CoarseOrigins;
using accounts::Economy;
using accounts::FinalUseKind;
using accounts::OriginSplit;

constexpr double k_million_yuan_per_unit = 0.01;  // the tables count in 10,000 yuan

/// A column of final demand as the tables call it.
struct UseColumn {
  const char* code;
  FinalUseKind kind;
  const char* name;
};

std::vector<UseColumn> use_columns(bool by_origin) {
  std::vector<UseColumn> columns;
  if (by_origin) {
    columns.push_back({"TC", FinalUseKind::household, "Consumption, households and government"});
  } else {
    columns.push_back({"FU101", FinalUseKind::household, "Rural household consumption"});
    columns.push_back({"FU102", FinalUseKind::household, "Urban household consumption"});
    columns.push_back({"FU103", FinalUseKind::government, "Government consumption"});
  }
  columns.push_back({"FU201", FinalUseKind::fixed_investment, "Gross fixed capital formation"});
  columns.push_back({"FU202", FinalUseKind::stock_change, "Changes in inventories"});
  return columns;
}

/// China's accounts on the way into an Economy, still in 10,000 yuan.
struct Draft {
  Table table;
  std::vector<UseColumn> finals;
  Matrix use;       ///< sectors x users at home, any origin
  Matrix imported;  ///< the same, imports only
  Vector imports;   ///< by sector, without re-exports
  Vector exports;
  std::vector<std::string> notes;
  Index coarse_sectors = 0;  ///< of the table that tells origins; 0: none

  [[nodiscard]] Index sectors() const { return table.sectors.size(); }
};

double sum_of(const Vector& v) { return std::accumulate(v.begin(), v.end(), 0.0); }
double million(double units) { return units * k_million_yuan_per_unit; }

/// Uses at home, side by side: industries, then final uses.
Matrix uses_at_home(const Matrix& use, const std::map<std::string, Vector>& column,
                    const std::vector<UseColumn>& finals) {
  const Index n = use.rows();
  Matrix all(n, n + finals.size());
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) all(i, j) = use(i, j);
    for (Index f = 0; f < finals.size(); ++f) all(i, n + f) = column.at(finals[f].code)[i];
  }
  return all;
}

/// The statistical error of a good is booked as a change of its stocks.
void book_errors(Draft& draft) {
  const auto errors = draft.table.column.find("ERR");
  if (errors == draft.table.column.end()) return;
  const Index stocks = draft.use.cols() - 1;
  double size = 0.0;
  for (Index i = 0; i < draft.sectors(); ++i) {
    draft.use(i, stocks) += errors->second[i];
    size += std::abs(errors->second[i]);
  }
  draft.notes.push_back(fmt::format(
      "statistical errors (ERR) were put into stock changes: net {:.6g}, sum of absolute "
      "values {:.6g} million yuan",
      million(sum_of(errors->second)), million(size)));
}

/// Imports beyond what users at home buy can only have been sold abroad again.
std::optional<Error> remove_excess_imports(Draft& draft) {
  double total = 0.0;
  std::string where;
  for (Index i = 0; i < draft.sectors(); ++i) {
    double room = 0.0;
    for (const double value : draft.use.row(i)) room += std::max(value, 0.0);
    const double excess = draft.imports[i] - room;
    if (excess <= 0.0) continue;
    if (excess > draft.exports[i]) {
      return Error{ErrorCode::unbalanced,
                   fmt::format("imports of sector {} ({}), {:.10g}, exceed all its uses by {:.6g} "
                               "(10,000 yuan)",
                               draft.table.sectors.code(i), draft.table.sectors.title(i),
                               draft.imports[i], excess - draft.exports[i]),
                   draft.table.file, "compare the row with the original", ""};
    }
    draft.imports[i] = room;
    draft.exports[i] -= excess;
    total += excess;
    where += (where.empty() ? "" : ", ") + draft.table.sectors.code(i);
  }
  if (total > 0.0) {
    draft.notes.push_back(fmt::format(
        "imports beyond all uses at home were taken as re-exports and left out of imports "
        "and exports: {:.6g} million yuan in sectors {}",
        million(total), where));
  }
  return std::nullopt;
}

Result<CoarseOrigins> coarse_origins(const Draft& draft, const Table& coarse) {
  const Result<std::vector<Index>> sector_of = match_sectors(draft.table, coarse);
  if (!sector_of.ok()) return sector_of.error();
  const auto finals = use_columns(true);
  CoarseOrigins origins;
  origins.imports = uses_at_home(coarse.imported_use, coarse.imported, finals);
  origins.domestic = uses_at_home(coarse.use, coarse.column, finals);
  for (Index i = 0; i < origins.domestic.rows(); ++i) {
    for (Index u = 0; u < origins.domestic.cols(); ++u) {
      origins.domestic(i, u) -= origins.imports(i, u);
    }
  }
  origins.good_of = *sector_of;
  origins.user_of = *sector_of;
  for (const UseColumn& use : draft.finals) {
    const bool consumption =
        use.kind == FinalUseKind::household || use.kind == FinalUseKind::government;
    const std::string code = consumption ? "TC" : use.code;
    const auto found = std::find_if(finals.begin(), finals.end(),
                                    [&](const UseColumn& other) { return code == other.code; });
    origins.user_of.push_back(coarse.sectors.size() + static_cast<Index>(found - finals.begin()));
  }
  return origins;
}

void note_split(Draft& draft, const OriginSplit& split, const Table* coarse) {
  if (coarse == nullptr) {
    draft.notes.emplace_back(
        "imports by user are estimated: every user at home imports the same share of a good");
    return;
  }
  draft.notes.push_back(fmt::format(
      "imports by user are estimated: import shares of each (sector, user) cell of the {}-sector "
      "table, scaled to each good's imports; {:.1f} % of imports ended in another cell than there",
      coarse->sectors.size(), 100.0 * split.moved_share));
  const double passing = sum_of(coarse->imported.at("EX"));
  if (passing > 0.0) {
    draft.notes.push_back(fmt::format(
        "the {}-sector table has {:.6g} million yuan of imports re-exported; here users at "
        "home use them and exports use none",
        coarse->sectors.size(), million(passing)));
  }
  if (split.without_pattern.empty()) return;
  std::string where;
  for (const Index i : split.without_pattern) {
    where += (where.empty() ? "" : ", ") + draft.table.sectors.code(i);
  }
  draft.notes.push_back("no import pattern in the coarse table, equal shares used: " + where);
}

Status estimate_imports(Draft& draft, const std::filesystem::path& origins, int year) {
  if (const auto error = remove_excess_imports(draft)) return *error;
  std::optional<Table> coarse;
  if (!origins.empty()) {
    Result<Table> loaded = load_table(origins, "", year);
    if (!loaded.ok()) return loaded.error();
    if (!loaded->by_origin) {
      return Error{ErrorCode::bad_input, "the table does not tell domestic goods from imports",
                   origins.string(), "take one with a column Origin (2017, 2018, 2020)", ""};
    }
    coarse = std::move(loaded).value();
  }
  Result<OriginSplit> split = OriginSplit{};
  if (coarse) {
    const Result<CoarseOrigins> shares = coarse_origins(draft, *coarse);
    if (!shares.ok()) return shares.error();
    split = accounts::split_origins(draft.use, draft.imports, *shares);
  } else {
    split = accounts::split_origins(draft.use, draft.imports);
  }
  if (!split.ok()) return split.error();
  note_split(draft, *split, coarse ? &*coarse : nullptr);
  if (coarse) draft.coarse_sectors = coarse->sectors.size();
  draft.imported = std::move(split->imports);
  return Done{};
}

/// A table with origins knows who imports; what passes through leaves imports and exports.
void take_stated_imports(Draft& draft) {
  const Table& table = draft.table;
  draft.imported = uses_at_home(table.imported_use, table.imported, draft.finals);
  const Vector& passing = table.imported.at("EX");
  for (Index i = 0; i < draft.sectors(); ++i) {
    draft.imports[i] = draft.imported.row_sum(i);
    draft.exports[i] -= passing[i];
  }
  draft.notes.emplace_back(
      "the table has one column of consumption (TC): government consumption is inside household's");
  if (sum_of(passing) > 0.0) {
    draft.notes.push_back(
        fmt::format("re-exported imports, {:.6g} million yuan, were left out of "
                    "imports and exports",
                    million(sum_of(passing))));
  }
}

Result<Draft> make_draft(const std::filesystem::path& path, const Options& options, int year) {
  Result<Table> table = load_table(path, options.part, year);
  if (!table.ok()) return table.error();
  Draft draft;
  draft.table = std::move(table).value();
  draft.finals = use_columns(draft.table.by_origin);
  draft.use = uses_at_home(draft.table.use, draft.table.column, draft.finals);
  draft.imports = draft.table.column.at("IM");
  draft.exports = draft.table.column.at("EX");
  if (draft.table.by_origin) {
    if (!options.origins.empty()) {
      return Error{ErrorCode::bad_input, "the table tells origins itself", path.string(),
                   "leave out the second table", ""};
    }
    take_stated_imports(draft);
    return draft;
  }
  book_errors(draft);
  const Status estimated = estimate_imports(draft, options.origins, year);
  if (!estimated.ok()) return estimated.error();
  return draft;
}

std::string source_of(const Draft& draft, int year) {
  std::string source = fmt::format(
      "National Bureau of Statistics of China, input-output table of China {}, {} sectors", year,
      draft.sectors());
  if (draft.coarse_sectors > 0) {
    source += fmt::format("; imports by user after its table with {} sectors by origin",
                          draft.coarse_sectors);
  }
  return source;
}

/// In million yuan.
world::NationalTable table_of(const Draft& draft) {
  const Index n = draft.sectors();
  world::NationalTable table;
  table.unit = "million yuan";
  table.price_basis = "producer";
  table.country = "CHN";
  table.country_title = "China";
  table.sectors = draft.table.sectors.codes();
  table.sector_titles = draft.table.sectors.titles();
  for (const UseColumn& use : draft.finals) table.uses.push_back({use.code, use.kind, use.name});
  table.domestic = Matrix(n, draft.use.cols());
  table.imported = Matrix(n, draft.use.cols());
  table.income = Matrix(accounts::k_value_added_rows, n);
  for (Index i = 0; i < n; ++i) {
    for (Index u = 0; u < draft.use.cols(); ++u) {
      table.domestic(i, u) = million(draft.use(i, u) - draft.imported(i, u));
      table.imported(i, u) = million(draft.imported(i, u));
    }
    table.exports.push_back(million(draft.exports[i]));
    for (Index k = 0; k < accounts::k_value_added_rows; ++k) {
      table.income(k, i) = million(draft.table.value_added(k, i));
    }
  }
  table.leave_gaps = true;  // load_table has compared all totals
  return table;
}

}  // namespace

Result<Economy> read_table(const std::filesystem::path& path, const Options& options) {
  const Result<int> year = world::year_of(path, options.year);
  if (!year.ok()) return year.error();
  if (*year == 0) {
    return Error{ErrorCode::bad_input, "the year of the table is unknown", path.string(),
                 "put it into the file's name (china_2018_153.csv) or into the options", ""};
  }
  const Result<Draft> draft = make_draft(path, options, *year);
  if (!draft.ok()) return draft.error();
  world::NationalTable table = table_of(*draft);
  table.file = path.string();
  table.name = options.name.empty() ? fmt::format("china-{}", *year) : options.name;
  table.year = *year;
  table.source = options.source.empty() ? source_of(*draft, *year) : options.source;
  table.terms = options.terms;
  table.facts = options.facts;
  table.notes = draft->notes;
  table.row_gdp = options.row_gdp;
  table.known = options.known;
  table.row_title = options.row_name;
  return world::make_national(table);
}

}  // namespace domar::readers::nbs
