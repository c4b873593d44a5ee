#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/accounts/origin_split.hpp"
#include "domar/readers/csv.hpp"
#include "domar/readers/oecd_icio/oecd_icio.hpp"

namespace domar::readers::oecd_icio {

namespace {

using accounts::Economy;
using accounts::FinalUseKind;

constexpr double k_rounding = 1e-4;  // share of output

/// A column of final use at home.
struct UseColumn {
  const char* code;
  FinalUseKind kind;
  const char* name;
};
constexpr std::array<UseColumn, 6> k_uses = {{
    {"HFCE", FinalUseKind::household, "Household consumption"},
    {"NPISH", FinalUseKind::household, "Consumption of non-profit institutions"},
    {"CONS_ABR", FinalUseKind::household, "Purchases of residents abroad"},
    {"GGFC", FinalUseKind::government, "Government consumption"},
    {"GFCF", FinalUseKind::fixed_investment, "Gross fixed capital formation"},
    {"INVNT", FinalUseKind::stock_change, "Changes in inventories"},
}};
constexpr Index k_abroad = 2;  // CONS_ABR in k_uses
constexpr Index k_stocks = 5;  // INVNT in k_uses

bool is_sector(std::string_view code) {
  return !code.empty() && code.find('_') == std::string_view::npos && code != "VALU" &&
         code != "OUTPUT";
}

/// One year of the file, by name.
struct Draft {
  std::string file;
  int year = 0;
  Labels sectors;
  Matrix use;  ///< sectors x (sectors, then k_uses), any origin
  Vector exports;
  Vector imports;
  Vector taxes;
  Vector value_added;
  Vector output;
  std::vector<std::string> notes;
  [[nodiscard]] Index size() const { return sectors.size(); }
};

class Loader {
 public:
  Loader(const CsvTable& csv, int year) : csv_(csv) { draft_.year = year; }

  Result<Draft> load() {
    draft_.file = csv_.file();
    for (const auto step : {&Loader::find_columns, &Loader::find_rows, &Loader::fill}) {
      if (const Status status = (this->*step)(); !status.ok()) return status.error();
    }
    return std::move(draft_);
  }

 private:
  Status find_columns() {
    std::vector<std::string> problems;
    for (Index j = 0; j < csv_.cols(); ++j) {
      if (!col_.emplace(csv_.header(j), j).second) {
        problems.push_back("doubled " + std::string(csv_.header(j)));
      }
    }
    std::vector<std::string> wanted = {"Year",        "Code", "Description",
                                       "CONS_NONRES", "EXPO", "IMPO"};
    for (const UseColumn& use : k_uses) wanted.emplace_back(use.code);
    for (const std::string& name : wanted) {
      if (!col_.contains(name)) problems.push_back("missing " + name);
    }
    if (problems.empty()) return Done{};
    return Error{ErrorCode::bad_input, fmt::format("columns: {}", fmt::join(problems, ", ")),
                 csv_.where_header(0), "", ""};
  }

  Status choose_year(std::vector<Index>& rows) {
    std::set<int> years;
    for (Index i = 0; i < csv_.rows(); ++i) {
      const auto year = csv_.number(i, col_.at("Year"));
      if (!year.ok()) return year.error();
      if (!(*year >= 1900.0 && *year < 2100.0)) {
        return Error{ErrorCode::bad_value, "this is no year", csv_.where(i, col_.at("Year")), "",
                     ""};
      }
      years.insert(static_cast<int>(*year));
    }
    if (draft_.year == 0 && years.size() == 1) draft_.year = *years.begin();
    if (draft_.year == 0) {
      return Error{ErrorCode::bad_input, "the file holds several years and none was chosen",
                   csv_.file(), fmt::format("choose one of {}", fmt::join(years, ", ")), ""};
    }
    if (!years.contains(draft_.year)) {
      return Error{ErrorCode::not_found, fmt::format("the year {} is not in the file", draft_.year),
                   csv_.file(), fmt::format("there are {}", fmt::join(years, ", ")), ""};
    }
    for (Index i = 0; i < csv_.rows(); ++i) {
      if (static_cast<int>(*csv_.number(i, col_.at("Year"))) == draft_.year) rows.push_back(i);
    }
    return Done{};
  }

  Status find_rows() {
    std::vector<Index> rows;
    if (const Status status = choose_year(rows); !status.ok()) return status.error();
    std::vector<std::string> problems;
    std::vector<std::string> codes;
    std::vector<std::string> titles;
    for (const Index i : rows) {
      const std::string code = csv_.text(i, col_.at("Code"));
      if (!row_.emplace(code, i).second) problems.push_back("row standing twice " + code);
      if (!is_sector(code)) continue;
      if (!col_.contains(code)) problems.push_back("row without column " + code);
      codes.push_back(code);
      titles.push_back(csv_.text(i, col_.at("Description")));
    }
    for (const char* code : {"TXS_INT_FNL", "VALU", "OUTPUT"}) {
      if (!row_.contains(code)) problems.push_back(std::string("missing row ") + code);
    }
    for (const auto& [name, col] : col_) {
      const bool known = name == "Year" || name == "Code" || name == "Description" ||
                         name == "EXPO" || name == "IMPO" || name == "CONS_NONRES" ||
                         std::any_of(k_uses.begin(), k_uses.end(),
                                     [&](const UseColumn& use) { return name == use.code; });
      if (!known && !row_.contains(name)) problems.push_back("column without row " + name);
    }
    if (!problems.empty()) {
      return Error{ErrorCode::bad_input, fmt::format("{}", fmt::join(problems, ", ")),
                   fmt::format("{}, {}", csv_.file(), draft_.year), "is the file cut off?", ""};
    }
    Result<Labels> sectors = Labels::make(std::move(codes), std::move(titles));
    if (!sectors.ok()) return sectors.error();
    draft_.sectors = std::move(sectors).value();
    return Done{};
  }

  [[nodiscard]] Result<double> at(const std::string& row, const std::string& col) const {
    return csv_.number(row_.at(row), col_.at(col));
  }

  Status fill() {
    const Index n = draft_.size();
    draft_.use = Matrix(n, n + k_uses.size());
    for (Vector* v :
         {&draft_.exports, &draft_.imports, &draft_.taxes, &draft_.value_added, &draft_.output}) {
      v->assign(n, 0.0);
    }
    std::optional<Error> error;
    const auto take = [&](const std::string& row, const std::string& col) {
      const Result<double> number = at(row, col);
      if (number.ok()) return *number;
      if (!error) error = number.error();
      return 0.0;
    };
    for (Index i = 0; i < n && !error; ++i) {
      const std::string& code = draft_.sectors.code(i);
      for (Index j = 0; j < n; ++j) draft_.use(i, j) = take(code, draft_.sectors.code(j));
      for (Index f = 0; f < k_uses.size(); ++f) draft_.use(i, n + f) = take(code, k_uses[f].code);
      draft_.exports[i] = take(code, "EXPO") + take(code, "CONS_NONRES");
      draft_.imports[i] = -take(code, "IMPO");
      draft_.taxes[i] = take("TXS_INT_FNL", code);
      if (row_.contains("TXS_IMP_FNL")) draft_.taxes[i] += take("TXS_IMP_FNL", code);
      draft_.value_added[i] = take("VALU", code);
      draft_.output[i] = take("OUTPUT", code);
    }
    if (error) return *error;
    return close();
  }

  [[nodiscard]] Error unbalanced(const char* what, double gap, double all) const {
    return {ErrorCode::unbalanced,
            fmt::format("{} miss OUTPUT by {:.6g} million USD in all, of {:.6g}", what, gap, all),
            fmt::format("{}, {}", draft_.file, draft_.year), "compare with the original", ""};
  }

  /// Rounding of the source: rows into stock changes, columns into value added.
  Status close() {
    const Index n = draft_.size();
    double rows = 0.0;
    double cols = 0.0;
    double output = 0.0;
    for (Index i = 0; i < n; ++i) {
      if (draft_.imports[i] < 0.0 || draft_.output[i] < 0.0) {
        return Error{
            ErrorCode::bad_value,
            fmt::format("sector {} has negative output, or IMPO above 0", draft_.sectors.code(i)),
            fmt::format("{}, {}", draft_.file, draft_.year), "IMPO is written with a minus", ""};
      }
      const double sold = draft_.use.row_sum(i) + draft_.exports[i] - draft_.imports[i];
      const double gap = draft_.output[i] - sold;
      draft_.use(i, n + k_stocks) += gap;
      rows += std::abs(gap);
      output += draft_.output[i];
    }
    for (Index j = 0; j < n; ++j) {
      const double gap =
          draft_.output[j] - draft_.use.col_sum(j) - draft_.taxes[j] - draft_.value_added[j];
      draft_.value_added[j] += gap;
      cols += std::abs(gap);
    }
    if (!(rows <= k_rounding * output)) return unbalanced("rows", rows, output);
    if (!(cols <= k_rounding * output)) return unbalanced("columns", cols, output);
    draft_.notes.push_back(fmt::format(
        "rounding of the source closed: rows into stock changes, {:.4g}, columns into value added, "
        "{:.4g} million USD in absolute values",
        rows, cols));
    draft_.notes.emplace_back(
        "value added is given only in total: all of it stands in the row of labour; taxes less "
        "subsidies on products used by industries stand in net taxes on production, those on final "
        "uses are left out");
    return Done{};
  }

  const CsvTable& csv_;
  std::map<std::string, Index, std::less<>> col_;
  std::map<std::string, Index, std::less<>> row_;
  Draft draft_;
};

/// Imports by user: purchases abroad first, then equal shares.
Result<Matrix> imports_by_user(Draft& draft) {
  const Index n = draft.size();
  Matrix at_home = draft.use;
  Vector imports = draft.imports;
  Matrix result(n, at_home.cols());
  double passing = 0.0;
  for (Index i = 0; i < n; ++i) {
    const double abroad = std::clamp(draft.use(i, n + k_abroad), 0.0, imports[i]);
    result(i, n + k_abroad) = abroad;
    at_home(i, n + k_abroad) = 0.0;
    imports[i] -= abroad;
    double room = 0.0;
    for (const double value : at_home.row(i)) room += std::max(value, 0.0);
    const double excess = imports[i] - room;
    if (excess <= 0.0) continue;
    imports[i] = room;
    draft.imports[i] -= excess;
    draft.exports[i] -= excess;
    passing += excess;
  }
  if (passing > 0.0) {
    draft.notes.push_back(fmt::format(
        "imports beyond all uses at home were taken as re-exports and left out of imports and "
        "exports: {:.6g} million USD",
        passing));
  }
  const auto split = accounts::split_origins(at_home, imports);
  if (!split.ok()) return split.error();
  for (Index i = 0; i < n; ++i) {
    for (Index u = 0; u < result.cols(); ++u) result(i, u) += split->imports(i, u);
  }
  draft.notes.emplace_back(
      "imports by user are estimated: purchases of residents abroad are imported, every other user "
      "at home imports the same share of a good");
  return result;
}

Status label(const Draft& draft, const std::string& country, const std::string& title,
             Economy& economy) {
  std::vector<std::string> codes = draft.sectors.codes();
  std::vector<std::string> titles = draft.sectors.titles();
  codes.emplace_back("ROW");
  titles.emplace_back("Goods and services the rest of the world makes for itself");
  Result<Labels> goods = Labels::make(std::move(codes), std::move(titles));
  if (!goods.ok()) return goods.error();
  Result<Labels> regions = Labels::make({country, "ROW"}, {title, "Rest of the world"});
  if (!regions.ok()) return regions.error();
  economy.goods = std::move(goods).value();
  economy.regions = std::move(regions).value();
  for (Index j = 0; j < draft.size(); ++j) {
    economy.industries.push_back({0, draft.sectors.code(j), draft.sectors.title(j)});
  }
  economy.industries.push_back({1, "ROW", "Rest of the world"});
  for (const UseColumn& use : k_uses) {
    economy.final_uses.push_back({0, use.kind, use.code, use.name});
  }
  economy.final_uses.push_back(
      {1, FinalUseKind::everything, "ROW_FU", "Rest of the world, all final uses"});
  return Done{};
}

void fill(const Draft& draft, const Matrix& imported, double row_gdp, Economy& economy) {
  const Index n = draft.size();
  const Index world_use = economy.users() - 1;
  economy.use.assign(2, Matrix(n + 1, economy.users()));
  economy.value_added = Matrix(accounts::k_value_added_rows, n + 1);
  double imports = 0.0;
  for (Index i = 0; i < n; ++i) {
    for (Index u = 0; u < draft.use.cols(); ++u) {
      const Index user = u < n ? u : u + 1;  // the industry of the world stands between
      economy.use[0](i, user) = draft.use(i, u) - imported(i, u);
      economy.use[1](i, user) = imported(i, u);
      imports += imported(i, u);
    }
    economy.use[0](i, world_use) = draft.exports[i];
    economy.value_added(accounts::labour, i) = draft.value_added[i];
    economy.value_added(accounts::production_taxes, i) = draft.taxes[i];
  }
  economy.value_added(accounts::labour, n) = row_gdp;
  economy.use[1](n, world_use) = row_gdp - imports;
  economy.supplier.assign(2, std::vector<Index>(n + 1, n));
  std::iota(economy.supplier[0].begin(), economy.supplier[0].end(), Index{0});
  economy.supplier[0][n] = Economy::k_none;
}

/// The three capitals that stand alone in a name: oecd21_CHN_1995_2018.csv.gz.
std::string country_in_name(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const auto capital = [&](std::size_t k) {
    return k < name.size() && name[k] >= 'A' && name[k] <= 'Z';
  };
  for (std::size_t k = 0; k + 3 <= name.size(); ++k) {
    if (k > 0 && capital(k - 1)) continue;
    if (capital(k) && capital(k + 1) && capital(k + 2) && !capital(k + 3)) return name.substr(k, 3);
  }
  return "HOME";
}

}  // namespace

Result<Economy> read_national(const std::filesystem::path& path, const NationalOptions& options) {
  const Result<CsvTable> csv = CsvTable::read(path);
  if (!csv.ok()) return csv.error();
  Result<Draft> draft = Loader(*csv, options.year).load();
  if (!draft.ok()) return draft.error();
  const Result<Matrix> imported = imports_by_user(*draft);
  if (!imported.ok()) return imported.error();
  const double imports = imported->sum();
  if (!std::isfinite(options.row_gdp) || options.row_gdp <= imports) {
    return Error{
        ErrorCode::bad_value,
        fmt::format("GDP of the rest of the world is {:.6g}, but imports from it are {:.6g} "
                    "million USD",
                    options.row_gdp, imports),
        path.string(), "give world GDP less the country's in million USD of that year", ""};
  }
  const std::string country = options.country.empty() ? country_in_name(path) : options.country;
  Economy economy;
  std::string lower = country;
  for (char& c : lower) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  economy.name = options.name.empty() ? fmt::format("{}-{}", lower, draft->year) : options.name;
  economy.year = draft->year;
  economy.unit = "million USD";
  economy.price_basis = "basic";
  economy.source = options.source.empty()
                       ? fmt::format("OECD Input-Output Tables, 2021 edition, {} {}, {} sectors",
                                     country, draft->year, draft->size())
                       : options.source;
  economy.terms = options.terms;
  economy.notes = draft->notes;
  const std::string& title = options.country_title.empty() ? country : options.country_title;
  if (const Status status = label(*draft, country, title, economy); !status.ok()) {
    return status.error();
  }
  fill(*draft, *imported, options.row_gdp, economy);
  return economy;
}

}  // namespace domar::readers::oecd_icio
