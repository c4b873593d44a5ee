#include "world/national_table.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace domar::readers::world {

namespace {

using accounts::Economy;

Status label(const NationalTable& table, Economy& economy) {
  std::vector<std::string> codes = table.sectors;
  std::vector<std::string> titles = table.sector_titles;
  codes.emplace_back("ROW");
  titles.emplace_back("Goods and services the rest of the world makes for itself");
  Result<Labels> goods = Labels::make(std::move(codes), std::move(titles));
  if (!goods.ok()) return goods.error();
  Result<Labels> regions =
      Labels::make({table.country, "ROW"}, {table.country_title, table.row_title});
  if (!regions.ok()) return regions.error();
  economy.goods = std::move(goods).value();
  economy.regions = std::move(regions).value();
  const Index n = table.sectors.size();
  for (Index j = 0; j < n; ++j) {
    economy.industries.push_back({0, table.sectors[j], table.sector_titles[j]});
  }
  economy.industries.push_back({1, "ROW", table.row_title});
  for (const NationalUse& use : table.uses) {
    economy.final_uses.push_back({0, use.kind, use.code, use.title});
  }
  economy.final_uses.push_back(
      {1, accounts::FinalUseKind::everything, "ROW_FU", table.row_title + ", all final uses"});
  economy.supplier.assign(2, std::vector<Index>(n + 1, n));
  std::iota(economy.supplier[0].begin(), economy.supplier[0].end(), Index{0});
  economy.supplier[0][n] = Economy::k_none;
  return Done{};
}

double total_imports(const NationalTable& table) {
  double imports = table.imported.sum();
  for (const double value : table.other_imports) imports += value;
  return imports;
}

void fill(const NationalTable& table, double row_gdp, Economy& economy) {
  const Index n = table.sectors.size();
  const Index world_use = economy.users() - 1;
  economy.use.assign(2, Matrix(n + 1, economy.users()));
  economy.value_added = Matrix(accounts::k_value_added_rows, n + 1);
  for (Index u = 0; u < table.domestic.cols(); ++u) {
    const Index user = u < n ? u : u + 1;  // the industry of the world stands between
    for (Index i = 0; i < n; ++i) {
      economy.use[0](i, user) = table.domestic(i, u);
      economy.use[1](i, user) = table.imported(i, u);
    }
    if (!table.other_imports.empty()) economy.use[1](n, user) = table.other_imports[u];
  }
  for (Index i = 0; i < n; ++i) {
    economy.use[0](i, world_use) = table.exports[i];
    for (Index k = 0; k < accounts::k_value_added_rows; ++k) {
      economy.value_added(k, i) = table.income(k, i);
    }
  }
  economy.value_added(accounts::labour, n) = row_gdp;
  economy.use[1](n, world_use) = row_gdp - total_imports(table);
}

/// GDP of the rest of the world, given or known.
Result<double> size_of_the_rest(const NationalTable& table, Economy& economy) {
  if (table.row_gdp != 0.0) return table.row_gdp;
  const char* hint =
      "give --row-gdp in trillion of the table's currency, or --facts FILE with row_gdp";
  if (table.known == nullptr) {
    return Error{ErrorCode::usage, "the size of the rest of the world is missing", table.file, hint,
                 ""};
  }
  const std::string country = table.country == "HOME" ? table.country_title : table.country;
  const Result<double> known =
      accounts::rest_of_world_gdp(country, table.unit, table.year, *table.known);
  if (!known.ok()) {
    return Error{ErrorCode::usage,
                 "the size of the rest of the world is missing: " + known.error().what, table.file,
                 hint, ""};
  }
  Economy money;
  money.unit = table.unit;
  const std::string currency = money.currency();
  const double trillion = *known / money.per_billion() / 1e3;
  economy.notes.push_back(fmt::format(
      "GDP of the rest of the world, {:.6g} trillion {}, is known GDP of the world in {} less that "
      "of {} (economies/known-gdp)",
      trillion, currency, table.year, country));
  economy.facts["row_gdp"] = {trillion,
                              "trillion " + currency,
                              std::to_string(table.year),
                              "economies/known-gdp: GDP of the world less that of " + country,
                              "PWT 10.01",
                              FactStatus::computed};
  return known;
}

/// Small gaps between what sectors sell and what they cost.
Status close_gaps(const NationalTable& table, double tolerance, Economy& economy) {
  const Index n = table.sectors.size();
  double output = 0.0;
  double sum = 0.0;
  Index worst = 0;
  Vector gaps(n);
  for (Index i = 0; i < n; ++i) {
    const double sales = economy.use[0].row_sum(i);
    gaps[i] = sales - economy.gross_output(i);
    output += std::abs(sales);
    sum += std::abs(gaps[i]);
    if (std::abs(gaps[i]) > std::abs(gaps[worst])) worst = i;
  }
  if (sum == 0.0) return Done{};
  if (!std::isfinite(output) || !std::isfinite(sum)) {
    return Error{ErrorCode::bad_value, "the flows are too large to be added up", table.file,
                 fmt::format("is the unit {}?", table.unit), ""};
  }
  const std::string what =
      fmt::format("sales less costs: {:.6g} {} in all ({:.2g} of output), the worst {} with {:.6g}",
                  sum, table.unit, sum / output, table.sectors[worst], gaps[worst]);
  if (!(sum <= tolerance * output)) {
    if (table.keep_gaps) {
      economy.notes.push_back(what + "; kept");
      return Done{};
    }
    return Error{ErrorCode::unbalanced, what, table.file,
                 "is a row of imports, taxes or value added left out, or a column of final use?",
                 ""};
  }
  for (Index i = 0; i < n; ++i) economy.value_added(accounts::labour, i) += gaps[i];
  constexpr double k_rounding = 1e-12;
  if (sum > k_rounding * output) economy.notes.push_back(what + "; put into labour income");
  return Done{};
}

}  // namespace

Result<Economy> make_national(const NationalTable& table, double tolerance) {
  Economy economy;
  economy.facts = table.facts;
  economy.notes = table.notes;
  const Result<double> row_gdp = size_of_the_rest(table, economy);
  if (!row_gdp.ok()) return row_gdp.error();
  const double imports = total_imports(table);
  constexpr double k_rounding = 1e-12;
  if (!std::isfinite(*row_gdp) || !(*row_gdp > imports * (1.0 + k_rounding))) {
    return Error{ErrorCode::bad_value,
                 fmt::format("GDP of the rest of the world is {:.6g}, but imports from it are "
                             "{:.6g} {}",
                             *row_gdp, imports, table.unit),
                 table.file, "give world GDP less the country's, of that year", ""};
  }
  economy.name = table.name;
  economy.year = table.year;
  economy.unit = table.unit;
  economy.price_basis = table.price_basis;
  economy.source = table.source;
  economy.terms = table.terms;
  if (const Status status = label(table, economy); !status.ok()) {
    Error error = status.error();
    error.where = table.file;
    return error;
  }
  fill(table, *row_gdp, economy);
  if (const Status shapes = economy.check_shapes(); !shapes.ok()) return shapes.error();
  if (table.leave_gaps) return economy;
  if (const Status closed = close_gaps(table, tolerance, economy); !closed.ok()) {
    return closed.error();
  }
  return economy;
}

}  // namespace domar::readers::world
