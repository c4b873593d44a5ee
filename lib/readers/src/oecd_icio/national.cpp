#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/accounts/origin_split.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"
#include "domar/readers/oecd_icio/oecd_icio.hpp"
#include "world/labelled_table.hpp"
#include "world/national_table.hpp"

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

/// OECD.Stat puts before the code of a sector whether its row is of all origins (TTL_), or of goods
/// made at home (DOM_) or abroad (IMP_): "DOM_01T02" -> ("DOM", "01T02").
std::pair<std::string, std::string> origin_and_sector(const std::string& code) {
  for (const char* origin : {"TTL", "DOM", "IMP"}) {
    if (code.starts_with(std::string(origin) + "_")) return {origin, code.substr(4)};
  }
  return {"", code};
}

/// One year of the file, by name.
struct Draft {
  std::string file;
  int year = 0;
  Labels sectors;
  Matrix use;       ///< sectors x (sectors, then k_uses), any origin
  Matrix imported;  ///< the same, imports only; empty if the source does not tell them apart
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
      const auto [origin, sector] = origin_and_sector(code);
      if (!is_sector(sector)) continue;
      origins_.insert(origin);
      if (!sectors_.insert(sector).second) continue;
      if (!col_.contains(sector)) problems.push_back("row without column " + code);
      codes.push_back(sector);
      titles.push_back(csv_.text(i, col_.at("Description")));
    }
    if (const Status origins = check_origins(); !origins.ok()) return origins;
    for (const std::string& sector : codes) {
      for (const std::string& origin : origins_) {
        const std::string name = row_name(origin, sector);
        if (!row_.contains(name)) problems.push_back("missing row " + name);
      }
    }
    for (const char* code : {"TXS_INT_FNL", "VALU", "OUTPUT"}) {
      if (!row_.contains(code)) problems.push_back(std::string("missing row ") + code);
    }
    for (const auto& [name, col] : col_) {
      const bool known = name == "Year" || name == "Code" || name == "Description" ||
                         name == "EXPO" || name == "IMPO" || name == "CONS_NONRES" ||
                         std::any_of(k_uses.begin(), k_uses.end(),
                                     [&](const UseColumn& use) { return name == use.code; });
      if (!known && !sectors_.contains(name)) problems.push_back("column without row " + name);
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

  static std::string row_name(const std::string& origin, const std::string& sector) {
    return origin.empty() ? sector : origin + "_" + sector;
  }

  /// Either rows of all origins, or rows of both.
  [[nodiscard]] Status check_origins() const {
    using Origins = std::set<std::string>;
    if (origins_.empty() || origins_ == Origins{""} || origins_ == Origins{"TTL"} ||
        origins_ == Origins{"DOM", "IMP"}) {
      return Done{};
    }
    std::vector<std::string> names;
    for (const std::string& origin : origins_) {
      names.push_back(origin.empty() ? "rows without one" : origin + "_");
    }
    return Error{ErrorCode::bad_input,
                 fmt::format("the rows of sectors begin with {}", fmt::join(names, " and ")),
                 fmt::format("{}, {}", csv_.file(), draft_.year),
                 "take a table of total flows (rows TTL_, or without a prefix), or one with goods "
                 "from home and abroad (rows DOM_ and IMP_, both for every sector)",
                 ""};
  }

  [[nodiscard]] bool tells_origins() const { return origins_.contains("DOM"); }

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
    const auto take_uses = [&](const std::string& row, Index i, Matrix& uses) {
      for (Index j = 0; j < n; ++j) uses(i, j) += take(row, draft_.sectors.code(j));
      for (Index f = 0; f < k_uses.size(); ++f) uses(i, n + f) += take(row, k_uses[f].code);
    };
    if (tells_origins()) draft_.imported = Matrix(n, n + k_uses.size());
    for (Index i = 0; i < n && !error; ++i) {
      const std::string& code = draft_.sectors.code(i);
      for (const std::string& origin : origins_) take_uses(row_name(origin, code), i, draft_.use);
      const std::string home = row_name(*origins_.begin(), code);  // DOM stands before IMP
      draft_.exports[i] = take(home, "EXPO") + take(home, "CONS_NONRES");
      if (tells_origins()) {
        // What is imported and exported again stays out of both; what IMPO says is their sum.
        const std::string abroad = row_name("IMP", code);
        take_uses(abroad, i, draft_.imported);
        draft_.imports[i] = draft_.imported.row_sum(i);
        const double passing = take(abroad, "EXPO") + take(abroad, "CONS_NONRES");
        passing_ += passing;
        const double stated = take(home, "IMPO") + take(abroad, "IMPO");
        stated_imports_ -= stated;
        if (stated != 0.0) import_gap_ += std::abs(stated + draft_.imports[i] + passing);
      } else {
        draft_.imports[i] = -take(home, "IMPO");
      }
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
      if (draft_.output[i] < 0.0 || (draft_.imports[i] < 0.0 && !tells_origins())) {
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
    if (!(import_gap_ <= k_rounding * output)) {
      return Error{ErrorCode::unbalanced,
                   fmt::format("rows IMP_ miss IMPO by {:.6g} million USD in all, of {:.6g}",
                               import_gap_, stated_imports_),
                   fmt::format("{}, {}", draft_.file, draft_.year), "compare with the original",
                   ""};
    }
    draft_.notes.push_back(fmt::format(
        "rounding of the source closed: rows into stock changes, {:.4g}, columns into value added, "
        "{:.4g} million USD in absolute values",
        rows, cols));
    if (passing_ != 0.0) {
      draft_.notes.push_back(fmt::format(
          "re-exported imports, {:.6g} million USD, were left out of imports and exports",
          passing_));
    }
    draft_.notes.emplace_back(
        "value added is given only in total: all of it stands in the row of labour; taxes less "
        "subsidies on products used by industries stand in net taxes on production, those on final "
        "uses are left out");
    return Done{};
  }

  const CsvTable& csv_;
  std::map<std::string, Index, std::less<>> col_;
  std::map<std::string, Index, std::less<>> row_;
  std::set<std::string> origins_;  ///< "" or "TTL", or "DOM" and "IMP"
  std::set<std::string, std::less<>> sectors_;
  double passing_ = 0.0;  ///< imports that are exported again
  double stated_imports_ = 0.0;
  double import_gap_ = 0.0;  ///< between them and rows IMP_, absolute values
  Draft draft_;
};

/// Imports by user: purchases abroad first, then equal shares.
Result<Matrix> imports_by_user(Draft& draft) {
  if (!draft.imported.empty()) return std::move(draft.imported);  // the source tells them apart
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

world::NationalTable table_of(Draft draft, const Matrix& imported) {
  world::NationalTable table;
  table.sectors = draft.sectors.codes();
  table.sector_titles = draft.sectors.titles();
  for (const UseColumn& use : k_uses) table.uses.push_back({use.code, use.kind, use.name});
  table.imported = imported;
  table.domestic = std::move(draft.use);
  for (Index i = 0; i < table.domestic.rows(); ++i) {
    for (Index u = 0; u < table.domestic.cols(); ++u) table.domestic(i, u) -= imported(i, u);
  }
  table.exports = std::move(draft.exports);
  table.income = Matrix(accounts::k_value_added_rows, table.sectors.size());
  for (Index i = 0; i < table.sectors.size(); ++i) {
    table.income(accounts::labour, i) = draft.value_added[i];
    table.income(accounts::production_taxes, i) = draft.taxes[i];
  }
  table.year = draft.year;
  table.unit = "million USD";
  table.notes = std::move(draft.notes);
  return table;
}

}  // namespace

Result<Economy> read_national(const std::filesystem::path& path, const NationalOptions& options) {
  const Result<CsvTable> csv = CsvTable::read_any(path, options.part, options.year);
  if (!csv.ok()) return csv.error();
  Result<Draft> draft = Loader(*csv, options.year).load();
  if (!draft.ok()) return draft.error();
  const Result<Matrix> imported = imports_by_user(*draft);
  if (!imported.ok()) return imported.error();
  const Result<std::string> named = world::country_of(path, options.country, options.known);
  if (!named.ok()) return named.error();
  const std::string country = named->empty() ? "HOME" : *named;
  world::NationalTable table = table_of(std::move(draft).value(), *imported);
  table.file = path.string();
  table.country = country;
  table.country_title = options.country_title.empty() ? country : options.country_title;
  table.name =
      options.name.empty() ? fmt::format("{}-{}", lower_case(country), table.year) : options.name;
  table.source = options.source.empty()
                     ? fmt::format("OECD Input-Output Tables, 2021 edition, {} {}, {} sectors",
                                   country, table.year, table.sectors.size())
                     : options.source;
  table.terms = options.terms;
  table.row_gdp = options.row_gdp;
  table.known = options.known;
  return world::make_national(table);
}

}  // namespace domar::readers::oecd_icio
