#include "domar/readers/matrix/matrix.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/accounts/origin_split.hpp"
#include "domar/readers/csv.hpp"
#include "matrix/description.hpp"
#include "world/grid.hpp"
#include "world/national_table.hpp"

namespace domar::readers::matrix {

namespace {

using accounts::Economy;
using world::Account;
using world::NationalTable;
using world::WorldTable;
using Names = std::vector<std::string>;

/// Numbers by label, whatever the table looked like.
struct Cells {
  std::string file;
  Names rows;
  Names cols;
  Matrix values;  ///< NaN where the table has nothing

  [[nodiscard]] double at(Index row, Index col) const {
    const double value = values(row, col);
    return std::isnan(value) ? 0.0 : value;
  }
  [[nodiscard]] static std::optional<Index> find(const Names& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Index>(found - names.begin());
  }
};

bool has(const Names& names, const std::string& name) {
  return Cells::find(names, name).has_value();
}

Result<Cells> read_wide(const Description& d, const world::TableText& text) {
  world::GridShape shape;
  shape.skipped = static_cast<Index>(d.header_line - 1);
  shape.label_cols = static_cast<Index>(d.label_column);
  shape.blanks = true;
  shape.blank_words = d.empty;
  Result<world::Grid> grid = world::parse_grid(text, shape);
  if (!grid.ok()) return grid.error();
  return Cells{text.file(), grid->labels.back(), grid->header.front(), std::move(grid->values)};
}

Result<Cells> read_long(const Description& d, const world::TableText& text) {
  if (text.is_sheet()) {
    return Error{ErrorCode::bad_input, "a long table has to be csv", text.file(),
                 "save the sheet as csv", ""};
  }
  const Result<CsvTable> csv = CsvTable::parse(std::string(text.text()), text.file());
  if (!csv.ok()) return csv.error();
  Names wanted{d.long_row, d.long_column, d.long_value};
  for (const auto& [name, value] : d.only) wanted.push_back(name);
  std::vector<Index> places;
  for (const std::string& name : wanted) {
    const auto place = csv->find(name);
    if (!place) {
      return Error{ErrorCode::bad_input, fmt::format("there is no column '{}'", name),
                   csv->where_header(0), "", ""};
    }
    places.push_back(*place);
  }
  Cells cells{text.file(), {}, {}, {}};
  struct Entry {
    Index row, col;
    double value;
  };
  std::vector<Entry> entries;
  const auto place_of = [](Names& names, const std::string& name) {
    const auto found = Cells::find(names, name);
    if (found) return *found;
    names.push_back(name);
    return names.size() - 1;
  };
  for (Index i = 0; i < csv->rows(); ++i) {
    Index next = 3;
    bool taken = true;
    for (const auto& [name, value] : d.only)
      taken = taken && csv->field(i, places[next++]) == value;
    if (!taken) continue;
    if (has(d.empty, csv->text(i, places[2]))) continue;
    const auto value = csv->number_or_empty(i, places[2]);
    if (!value.ok()) return value.error();
    entries.push_back({place_of(cells.rows, csv->text(i, places[0])),
                       place_of(cells.cols, csv->text(i, places[1])), value->value_or(0.0)});
  }
  cells.values = Matrix(cells.rows.size(), cells.cols.size(), std::nan(""));
  for (const Entry& entry : entries) {
    double& cell = cells.values(entry.row, entry.col);
    if (!std::isnan(cell)) {
      return Error{
          ErrorCode::bad_input,
          fmt::format("'{}' to '{}' stands twice", cells.rows[entry.row], cells.cols[entry.col]),
          text.file(), "choose one table of the file by [long.only]", ""};
    }
    cell = entry.value;
  }
  return cells;
}

/// A label that a list other than that of the sectors names.
bool is_no_sector(const Description& d, const std::string& name) {
  return d.final_uses.contains(name) || d.value_added.contains(name) || has(d.exports, name) ||
         has(d.imports, name) || has(d.output, name) || has(d.leave_out, name);
}

/// sectors = ["*"]: the labels of both rows and columns that no other list names, in the order of
/// the rows.
Status name_sectors(const Cells& cells, Description& d) {
  if (d.sectors != Names{"*"}) return Done{};
  const std::set<std::string> cols(cells.cols.begin(), cells.cols.end());
  std::set<std::string> taken;
  d.sectors.clear();
  for (const std::string& name : cells.rows) {
    if (name.empty() || !cols.contains(name) || is_no_sector(d, name)) continue;
    if (taken.insert(name).second) d.sectors.push_back(name);
  }
  if (!d.sectors.empty()) return Done{};
  return Error{ErrorCode::bad_input, "no label stands in both rows and columns", cells.file,
               fmt::format("list the sectors in {}", d.file.string()), ""};
}

/// Labels that stand twice, are in none of the lists, or are missing.
class LabelCheck {
 public:
  LabelCheck(const Description& d, const Cells& cells) : d_(d), cells_(cells) {}

  template <class Known>
  void unknown(Known known) {
    for (const Names* names : {&cells_.rows, &cells_.cols}) {
      std::set<std::string> seen;
      for (const std::string& name : *names) {
        const bool listed = known(name) || is_no_sector(d_, name);
        if (!listed) note(name.empty() ? "a label is empty" : "unknown " + name);
        if (listed && !seen.insert(name).second && !has(d_.leave_out, name))
          note("doubled " + name);
      }
    }
  }
  void missing(const Names& where, const std::string& name, const char* what) {
    if (!has(where, name)) note(fmt::format("missing {} {}", what, name));
  }
  /// Stated output may be a row or a column.
  void missing_output() {
    for (const std::string& name : d_.output) {
      if (!has(cells_.rows, name)) missing(cells_.cols, name, "output");
    }
  }
  [[nodiscard]] Status status() const {
    if (problems_.empty()) return Done{};
    constexpr std::size_t k_shown = 30;
    const auto shown = std::min(problems_.size(), k_shown);
    return Error{ErrorCode::bad_input,
                 fmt::format("labels: {}{}",
                             fmt::join(problems_.begin(),
                                       problems_.begin() + static_cast<long>(shown), ", "),
                             shown < problems_.size() ? ", ..." : ""),
                 cells_.file,
                 fmt::format("every label is a sector, final use, value added, export, import, "
                             "output, or in leave_out of {}",
                             d_.file.string()),
                 ""};
  }

 private:
  void note(const std::string& problem) {
    if (!has(problems_, problem)) problems_.push_back(problem);
  }

  const Description& d_;
  const Cells& cells_;
  Names problems_;
};

std::string title_of(const Description& d, const std::string& code) {
  const auto found = d.titles.find(code);
  return found == d.titles.end() ? code : found->second;
}

/// One country.
class NationalBuilder {
 public:
  NationalBuilder(const Description& d, const Cells& cells, NationalTable about)
      : d_(d), cells_(cells), t_(std::move(about)) {}

  Result<Economy> build(double row_gdp) {
    LabelCheck check(d_, cells_);
    check.unknown([&](const std::string& name) { return has(d_.sectors, name); });
    for (const std::string& sector : d_.sectors) {
      check.missing(cells_.rows, sector, "row");
      check.missing(cells_.cols, sector, "column");
    }
    for (const auto& [name, kind] : d_.final_uses) check.missing(cells_.cols, name, "column");
    for (const auto& [name, kind] : d_.value_added) check.missing(cells_.rows, name, "row");
    for (const std::string& name : d_.exports) check.missing(cells_.cols, name, "column");
    check.missing_output();
    if (const Status labels = check.status(); !labels.ok()) return labels.error();
    fill_flows();
    fill_income();
    if (const Status imports = fill_imports(); !imports.ok()) return imports.error();
    if (const Status output = check_output(); !output.ok()) return output.error();
    t_.row_gdp = row_gdp;
    return world::make_national(t_, d_.tolerance);
  }

 private:
  [[nodiscard]] Index row(const std::string& name) const { return *Cells::find(cells_.rows, name); }
  [[nodiscard]] Index col(const std::string& name) const { return *Cells::find(cells_.cols, name); }

  void fill_flows() {
    t_.file = cells_.file;
    t_.country = d_.country;
    t_.country_title = d_.country_title;
    t_.sectors = d_.sectors;
    std::vector<Index> users;
    for (const std::string& sector : d_.sectors) {
      t_.sector_titles.push_back(title_of(d_, sector));
      users.push_back(col(sector));
    }
    // In the order of the table.
    for (Index j = 0; j < cells_.cols.size(); ++j) {
      const auto use = d_.final_uses.find(cells_.cols[j]);
      if (use == d_.final_uses.end()) continue;
      t_.uses.push_back({use->first, use->second, title_of(d_, use->first)});
      users.push_back(j);
    }
    const Index n = d_.sectors.size();
    t_.domestic = Matrix(n, users.size());
    t_.imported = Matrix(n, users.size());
    for (Index i = 0; i < n; ++i) {
      const Index from = row(d_.sectors[i]);
      for (Index u = 0; u < users.size(); ++u) t_.domestic(i, u) = cells_.at(from, users[u]);
      double exports = 0.0;
      for (const std::string& name : d_.exports) exports += cells_.at(from, col(name));
      t_.exports.push_back(exports);
    }
    users_ = std::move(users);
  }

  void fill_income() {
    t_.income = Matrix(accounts::k_value_added_rows, d_.sectors.size());
    for (const auto& [name, kind] : d_.value_added) {
      for (Index j = 0; j < d_.sectors.size(); ++j)
        t_.income(kind, j) += cells_.at(row(name), users_[j]);
    }
    Names rows;
    Names cols = d_.exports;
    for (const auto& [name, kind] : d_.value_added) rows.push_back(name);
    for (const auto& [name, kind] : d_.final_uses) cols.push_back(name);
    note_left_out("value added and taxes in columns of final uses and exports", rows, cols);
  }

  /// What stands where these rows and columns meet has no place in the accounts.
  void note_left_out(const char* what, const Names& rows, const Names& cols) {
    double sum = 0.0;
    for (const std::string& from : rows) {
      for (const std::string& to : cols) {
        const auto i = Cells::find(cells_.rows, from);
        const auto j = Cells::find(cells_.cols, to);
        if (i && j) sum += cells_.at(*i, *j);
      }
    }
    if (sum == 0.0) return;
    t_.notes.push_back(fmt::format("{} are left out: {:.6g} {}", what, sum, t_.unit));
  }

  Status fill_imports() {
    if (d_.imports.empty()) return Done{};
    if (d_.imports_by_user) {
      t_.other_imports.assign(users_.size(), 0.0);
      for (const std::string& name : d_.imports) {
        if (!has(cells_.rows, name)) return no_imports(name);
        for (Index u = 0; u < users_.size(); ++u)
          t_.other_imports[u] += cells_.at(row(name), users_[u]);
      }
      t_.notes.emplace_back("imports are known by user, not by product: each buys the good ROW");
      note_left_out("re-exported imports", d_.imports, d_.exports);
      return Done{};
    }
    Vector imports(d_.sectors.size(), 0.0);
    for (const std::string& name : d_.imports) {
      const bool as_row = has(cells_.rows, name);
      if (!as_row && !has(cells_.cols, name)) return no_imports(name);
      for (Index i = 0; i < imports.size(); ++i) {
        const double value =
            as_row ? cells_.at(row(name), users_[i]) : cells_.at(row(d_.sectors[i]), col(name));
        imports[i] += std::abs(value);  // a column of imports is often written below zero
      }
    }
    const auto split = accounts::split_origins(t_.domestic, imports);
    if (!split.ok()) {
      Error error = split.error();
      error.where = cells_.file;
      return error;
    }
    for (Index i = 0; i < imports.size(); ++i) {
      for (Index u = 0; u < users_.size(); ++u) {
        t_.imported(i, u) = split->imports(i, u);
        t_.domestic(i, u) -= split->imports(i, u);
      }
    }
    t_.notes.emplace_back(
        "imports by user are estimated: every user at home imports the same share of a good");
    return Done{};
  }

  [[nodiscard]] Error no_imports(const std::string& name) const {
    return {ErrorCode::bad_input, fmt::format("there is no row or column of imports '{}'", name),
            cells_.file, "", ""};
  }

  /// Stated output against sales of the country's goods.
  [[nodiscard]] Status check_output() {
    for (const std::string& name : d_.output) {
      const bool as_row = has(cells_.rows, name);
      double gap = 0.0;
      double sum = 0.0;
      Index worst = 0;
      double worst_gap = 0.0;
      for (Index i = 0; i < d_.sectors.size(); ++i) {
        const double stated =
            as_row ? cells_.at(row(name), users_[i]) : cells_.at(row(d_.sectors[i]), col(name));
        const double miss = std::abs(stated - t_.domestic.row_sum(i) - t_.exports[i]);
        gap += miss;
        sum += std::abs(stated);
        if (miss <= worst_gap) continue;
        worst = i;
        worst_gap = miss;
      }
      if (gap <= d_.tolerance * sum) continue;
      const std::string what =
          fmt::format("{} differs from sales by {:.6g} in all, the worst {} by {:.6g}", name, gap,
                      d_.sectors[worst], worst_gap);
      if (t_.keep_gaps) {
        t_.notes.push_back(what + "; kept");
        continue;
      }
      return Error{ErrorCode::unbalanced, what, cells_.file,
                   "is a column left out, or are imports within the flows? import with "
                   "--keep-gaps, then domar check ranks the gaps",
                   ""};
    }
    return Done{};
  }

  const Description& d_;
  const Cells& cells_;
  NationalTable t_;
  std::vector<Index> users_;
};

/// A world table: region and code in every label, in either order.
class WorldBuilder {
 public:
  WorldBuilder(const Description& d, const Cells& cells) : d_(d), cells_(cells) {}

  Result<Economy> build(const NationalTable& about) {
    std::vector<Account> rows;
    std::vector<Account> cols;
    for (const std::string& name : cells_.rows) rows.push_back(split(name));
    for (const std::string& name : cells_.cols) cols.push_back(split(name));
    LabelCheck check(d_, cells_);
    check.unknown([&](const std::string& name) { return !split(name).region.empty(); });
    find_listed(rows, cols, check);
    if (const Status labels = check.status(); !labels.ok()) return labels.error();
    WorldTable t;
    t.file = cells_.file;
    t.name = about.name;
    t.year = about.year;
    t.unit = about.unit;
    t.price_basis = about.price_basis;
    t.source = about.source;
    t.terms = about.terms;
    t.sector_titles = d_.titles;
    std::vector<Index> makers;
    std::vector<Index> users;
    std::vector<Index> finals;
    for (Index i = 0; i < rows.size(); ++i) {
      if (!rows[i].region.empty()) makers.push_back(i);
    }
    for (Index j = 0; j < cols.size(); ++j) {
      if (cols[j].region.empty()) continue;
      (d_.final_uses.contains(cols[j].code) ? finals : users).push_back(j);
    }
    t.Z = block(rows, cols, makers, users);
    t.F = block(rows, cols, makers, finals);
    t.F = by_kind(t.F);
    take_incomes(cols, users, t);
    take_output(rows, cols, makers, users, t);
    world::Repairs repairs;
    repairs.tolerance = d_.tolerance;
    repairs.keep_gaps = about.keep_gaps;
    return world::make_economy(t, repairs);
  }

 private:
  [[nodiscard]] Account split(const std::string& name) const {
    const auto first = name.find(d_.separator);
    if (first == std::string::npos) return {"", name};
    const std::string head = name.substr(0, first);
    if (has(d_.regions, head)) return {head, name.substr(first + d_.separator.size())};
    const auto last = name.rfind(d_.separator);
    const std::string tail = name.substr(last + d_.separator.size());
    if (has(d_.regions, tail)) return {tail, name.substr(0, last)};
    return {"", name};
  }

  /// What the description lists and the table does not have.
  void find_listed(const std::vector<Account>& rows, const std::vector<Account>& cols,
                   LabelCheck& check) const {
    Names regions;
    Names codes;
    for (const Account& row : rows) regions.push_back(row.region);
    for (const Account& col : cols) codes.push_back(col.code);
    for (const std::string& name : d_.regions) check.missing(regions, name, "region");
    for (const auto& [name, kind] : d_.final_uses) check.missing(codes, name, "column");
    for (const auto& [name, kind] : d_.value_added) check.missing(cells_.rows, name, "row");
    check.missing_output();
  }

  [[nodiscard]] world::Block block(const std::vector<Account>& rows,
                                   const std::vector<Account>& cols,
                                   const std::vector<Index>& some_rows,
                                   const std::vector<Index>& some_cols) const {
    world::Block block;
    for (const Index i : some_rows) block.rows.push_back(rows[i]);
    for (const Index j : some_cols) block.cols.push_back(cols[j]);
    block.values = Matrix(some_rows.size(), some_cols.size());
    for (Index i = 0; i < some_rows.size(); ++i) {
      for (Index j = 0; j < some_cols.size(); ++j) {
        block.values(i, j) = cells_.at(some_rows[i], some_cols[j]);
      }
    }
    return block;
  }

  /// Final uses called after their kinds; several of a kind are added up.
  [[nodiscard]] world::Block by_kind(const world::Block& uses) const {
    world::Block result;
    result.rows = uses.rows;
    std::vector<Index> place;
    for (const Account& use : uses.cols) {
      const Account kind{use.region, name_of(d_.final_uses.at(use.code))};
      const auto found = std::find(result.cols.begin(), result.cols.end(), kind);
      place.push_back(static_cast<Index>(found - result.cols.begin()));
      if (found == result.cols.end()) result.cols.push_back(kind);
    }
    result.values = Matrix(uses.values.rows(), result.cols.size());
    for (Index i = 0; i < uses.values.rows(); ++i) {
      for (Index j = 0; j < place.size(); ++j) result.values(i, place[j]) += uses.values(i, j);
    }
    return result;
  }

  void take_incomes(const std::vector<Account>& cols, const std::vector<Index>& users,
                    WorldTable& t) const {
    for (const auto& [name, kind] : d_.value_added) t.incomes.push_back({name, kind});
    if (t.incomes.empty()) return;
    for (const Index j : users) t.income_cols.push_back(cols[j]);
    t.V = Matrix(t.incomes.size(), users.size());
    for (Index k = 0; k < t.incomes.size(); ++k) {
      const Index row = *Cells::find(cells_.rows, t.incomes[k].code);
      for (Index j = 0; j < users.size(); ++j) t.V(k, j) = cells_.at(row, users[j]);
    }
  }

  void take_output(const std::vector<Account>& rows, const std::vector<Account>& cols,
                   const std::vector<Index>& makers, const std::vector<Index>& users,
                   WorldTable& t) const {
    for (const std::string& name : d_.output) {
      if (!t.output.empty()) return;
      if (const auto row = Cells::find(cells_.rows, name)) {
        for (const Index j : users) {
          t.output_of.push_back(cols[j]);
          t.output.push_back(cells_.at(*row, j));
        }
      } else if (const auto col = Cells::find(cells_.cols, name)) {
        for (const Index i : makers) {
          t.output_of.push_back(rows[i]);
          t.output.push_back(cells_.at(i, *col));
        }
      }
    }
  }

  const Description& d_;
  const Cells& cells_;
};

}  // namespace

Result<Economy> read_matrix(const std::filesystem::path& description, const Options& options) {
  Result<Description> read = read_description(description);
  if (!read.ok()) return read.error();
  Description& d = *read;
  if (!options.name.empty()) d.name = options.name;
  if (options.year != 0) d.year = options.year;
  if (!options.part.empty()) d.part = options.part;
  const Result<world::TableText> text = world::open_table(d.table, {d.part, d.year});
  if (!text.ok()) return text.error();
  const Result<Cells> cells = d.is_long ? read_long(d, *text) : read_wide(d, *text);
  if (!cells.ok()) return cells.error();
  if (const Status sectors = name_sectors(*cells, d); !sectors.ok()) return sectors.error();
  NationalTable about;
  about.name = d.name;
  about.year = d.year;
  about.unit = d.unit;
  about.price_basis = d.price_basis;
  about.source = d.source;
  about.terms = d.terms;
  about.keep_gaps = options.keep_gaps;
  about.known = options.known;
  if (!d.regions.empty()) return WorldBuilder(d, *cells).build(about);
  const double row_gdp = options.row_gdp > 0.0 ? options.row_gdp : d.row_gdp;
  return NationalBuilder(d, *cells, std::move(about)).build(row_gdp);
}

}  // namespace domar::readers::matrix
