#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/wiod/wiod.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"
#include "world/national_table.hpp"

namespace domar::readers::wiod {

namespace {

namespace fs = std::filesystem;
using accounts::FinalUseKind;
using world::NationalTable;

/// One country and year as the source gives it.
struct Niot {
  std::string file;
  std::string country;
  int year = 0;
  std::vector<std::string> row_codes;
  std::vector<std::string> row_names;
  std::vector<bool> row_imported;
  std::vector<std::string> col_codes;
  Matrix values;
};

const std::vector<world::NationalUse>& final_uses() {
  static const std::vector<world::NationalUse> uses = {
      {"CONS_h", FinalUseKind::household, "Final consumption of households"},
      {"CONS_np", FinalUseKind::household, "Final consumption of non-profit institutions"},
      {"CONS_g", FinalUseKind::government, "Final consumption of government"},
      {"GFCF", FinalUseKind::fixed_investment, "Gross fixed capital formation"},
      {"INVEN", FinalUseKind::stock_change, "Changes in inventories and valuables"},
  };
  return uses;
}

constexpr double k_tolerance = 1e-3;  // share of output: Malta 2000 misses by 5.5e-4
constexpr std::array k_wedges{"TXSP", "EXP_adj", "PURR", "PURNR", "IntTTM"};

/// Puts a table together by its labels.
class Assembler {
 public:
  explicit Assembler(const Niot& niot) : niot_(niot) {}

  Result<NationalTable> run() {
    find_places();
    require_labels();
    if (!problems_.empty()) {
      return Error{ErrorCode::bad_input, fmt::format("labels: {}", fmt::join(problems_, ", ")),
                   niot_.file, "rows are matched by Code and Origin, columns by code", ""};
    }
    fill();
    if (const Status output = check_output(); !output.ok()) return output.error();
    return std::move(table_);
  }

 private:
  void find_places() {
    for (Index j = 0; j < niot_.col_codes.size(); ++j) {
      if (!col_.emplace(niot_.col_codes[j], j).second) {
        problems_.push_back("doubled column " + niot_.col_codes[j]);
      }
    }
    std::set<std::string> totals{"II_fob", "VA", "GO"};
    totals.insert(k_wedges.begin(), k_wedges.end());
    for (Index i = 0; i < niot_.row_codes.size(); ++i) {
      const std::string& code = niot_.row_codes[i];
      auto& rows = totals.contains(code) ? total_ : niot_.row_imported[i] ? imported_ : domestic_;
      if (!rows.emplace(code, i).second) problems_.push_back("doubled row " + code);
      if (&rows != &domestic_) continue;
      table_.sectors.push_back(code);
      table_.sector_titles.push_back(niot_.row_names[i]);
    }
  }

  void require_labels() {
    if (table_.sectors.empty()) problems_.emplace_back("no rows of domestic industries");
    for (const std::string& code : table_.sectors) {
      if (!imported_.contains(code)) problems_.push_back("missing imports of " + code);
      if (!col_.contains(code)) problems_.push_back("missing column " + code);
    }
    for (const auto& [code, row] : imported_) {
      if (!domestic_.contains(code)) problems_.push_back("missing domestic " + code);
    }
    for (const world::NationalUse& use : final_uses()) {
      if (!col_.contains(use.code)) problems_.push_back("missing column " + use.code);
    }
    if (!col_.contains("EXP")) problems_.emplace_back("missing column EXP");
    for (const char* code : {"VA", "GO"}) {
      if (!total_.contains(code)) problems_.push_back(std::string("missing row ") + code);
    }
  }

  void fill() {
    const Index n = table_.sectors.size();
    std::vector<Index> users;
    for (const std::string& code : table_.sectors) users.push_back(col_.at(code));
    for (const world::NationalUse& use : final_uses()) users.push_back(col_.at(use.code));
    table_.uses = final_uses();
    table_.domestic = Matrix(n, users.size());
    table_.imported = Matrix(n, users.size());
    table_.income = Matrix(accounts::k_value_added_rows, n);
    double passing = 0.0;
    for (Index i = 0; i < n; ++i) {
      const Index home = domestic_.at(table_.sectors[i]);
      const Index abroad = imported_.at(table_.sectors[i]);
      for (Index u = 0; u < users.size(); ++u) {
        table_.domestic(i, u) = niot_.values(home, users[u]);
        table_.imported(i, u) = niot_.values(abroad, users[u]);
      }
      table_.exports.push_back(niot_.values(home, col_.at("EXP")));
      passing += niot_.values(abroad, col_.at("EXP"));
      table_.income(accounts::labour, i) = niot_.values(total_.at("VA"), users[i]);
      for (const char* wedge : k_wedges) {
        const auto row = total_.find(wedge);
        if (row == total_.end()) continue;
        table_.income(accounts::production_taxes, i) += niot_.values(row->second, users[i]);
      }
    }
    if (passing != 0.0) {
      table_.notes.push_back(fmt::format(
          "imports that are exported again were left out: {:.6g} million USD", passing));
    }
    table_.notes.emplace_back(
        "value added is given only in total: all of it stands in the row of labour; taxes less "
        "subsidies on products, purchases abroad and transport margins paid by industries stand in "
        "net taxes on production");
  }

  /// Sales against the stated output.
  [[nodiscard]] Status check_output() const {
    double gap = 0.0;
    double sum = 0.0;
    double worst_gap = 0.0;
    Index worst = 0;
    for (Index i = 0; i < table_.sectors.size(); ++i) {
      const double stated = niot_.values(total_.at("GO"), col_.at(table_.sectors[i]));
      const double miss = std::abs(table_.domestic.row_sum(i) + table_.exports[i] - stated);
      gap += miss;
      sum += std::abs(stated);
      if (miss > worst_gap) {
        worst_gap = miss;
        worst = i;
      }
    }
    if (gap <= k_tolerance * sum) return Done{};
    return Error{ErrorCode::unbalanced,
                 fmt::format("sales differ from GO by {:.6g} million USD in all, the worst {} by "
                             "{:.6g}",
                             gap, table_.sectors[worst], worst_gap),
                 niot_.file, "is a column left out, or a number wrong?", ""};
  }

  const Niot& niot_;
  NationalTable table_;
  std::map<std::string, Index> col_;
  std::map<std::string, Index> domestic_;
  std::map<std::string, Index> imported_;
  std::map<std::string, Index> total_;
  std::vector<std::string> problems_;
};

std::vector<std::string> codes_in(const nlohmann::json& list, const char* key) {
  std::vector<std::string> codes;
  if (!list.is_array()) return codes;
  for (const auto& item : list) {
    if (item.is_string()) codes.push_back(item.get<std::string>());
    if (item.is_object() && item.contains(key) && item[key].is_string()) {
      codes.push_back(trimmed(item[key].get<std::string>()));
    }
  }
  return codes;
}

/// niot16_YYYY.f64.gz: [country][row][column], names in labels.json.
Result<Niot> read_array(const fs::path& path, const NationalOptions& options) {
  const fs::path label_path = path.parent_path() / "labels.json";
  const Result<std::string> text = read_file(label_path);
  if (!text.ok()) return text.error();
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  const Error damaged{ErrorCode::bad_input, "countries, rows or columns are not listed",
                      label_path.string(), "", ""};
  if (!json.is_object() || !json.contains("countries") || !json.contains("rows") ||
      !json.contains("columns")) {
    return damaged;
  }
  Niot niot;
  niot.file = path.string();
  const std::vector<std::string> countries = codes_in(json["countries"], "code");
  niot.row_codes = codes_in(json["rows"], "code");
  niot.row_names = codes_in(json["rows"], "name");
  niot.col_codes = codes_in(json["columns"], "code");
  const std::vector<std::string> origins = codes_in(json["rows"], "origin");
  if (countries.empty() || niot.row_codes.empty() || niot.col_codes.empty() ||
      niot.row_names.size() != niot.row_codes.size() || origins.size() != niot.row_codes.size()) {
    return damaged;
  }
  for (const std::string& origin : origins) {
    niot.row_imported.push_back(lower_case(origin).starts_with("import"));
  }
  const auto place = std::find(countries.begin(), countries.end(), options.country);
  if (place == countries.end()) {
    return Error{ErrorCode::not_found,
                 options.country.empty() ? "the file holds several countries and none was chosen"
                                         : fmt::format("there is no country '{}'", options.country),
                 path.string(), fmt::format("choose one of {}", fmt::join(countries, ", ")), ""};
  }
  const Result<std::string> bytes = read_file(path);
  if (!bytes.ok()) return bytes.error();
  const Index size = niot.row_codes.size() * niot.col_codes.size();
  if (bytes->size() != countries.size() * size * sizeof(double)) {
    return Error{ErrorCode::bad_input,
                 fmt::format("{} bytes where labels.json asks for {}", bytes->size(),
                             countries.size() * size * sizeof(double)),
                 path.string(), "is it cut off, or are these the labels of another table?", ""};
  }
  niot.values = Matrix(niot.row_codes.size(), niot.col_codes.size());
  const auto k = static_cast<Index>(place - countries.begin());
  std::memcpy(niot.values.data(), bytes->data() + k * size * sizeof(double), size * sizeof(double));
  niot.country = options.country;
  const Result<int> year = world::year_of(path, options.year);
  if (!year.ok()) return year.error();
  niot.year = *year;
  return niot;
}

/// Which year to read, of those in the first label column.
Result<int> choose_year(const world::GridFrame& frame, const world::TableText& table, int asked) {
  std::set<int> years;
  for (Index i = 0; i < frame.rows(); ++i) {
    const auto year = parse_number(frame.labels[0][i]);
    if (!year || *year < 1900.0 || *year >= 2100.0) {
      return Error{ErrorCode::bad_value, fmt::format("'{}' is no year", frame.labels[0][i]),
                   table.place(frame.line_of[i], 1), "", ""};
    }
    years.insert(static_cast<int>(*year));
  }
  if (asked == 0 && years.size() == 1) return *years.begin();
  const std::string hint = fmt::format("choose one of {}", fmt::join(years, ", "));
  if (asked == 0) {
    return Error{ErrorCode::bad_input, "the table holds several years and none was chosen",
                 table.file(), hint, ""};
  }
  if (years.contains(asked)) return asked;
  return Error{ErrorCode::not_found, fmt::format("the year {} is not in the table", asked),
               table.file(), hint, ""};
}

/// XXX_NIOT_nov16: Year, Code, Description, Origin, then codes; a line of descriptions below.
Result<Niot> read_sheet(const fs::path& path, const NationalOptions& options) {
  const Result<world::TableText> table =
      world::open_table(path, {options.part, 0}, {"National IO-tables"});
  if (!table.ok()) return table.error();
  world::GridShape shape;
  shape.header_rows = 2;
  shape.label_cols = 4;
  shape.blanks = true;
  const Result<world::GridFrame> frame = world::read_frame(*table, shape);
  if (!frame.ok()) return frame.error();
  const Result<int> year = choose_year(*frame, *table, options.year);
  if (!year.ok()) return year.error();
  Niot niot;
  niot.file = table->file();
  niot.year = *year;
  niot.country = options.country;
  niot.col_codes = frame->header[0];
  std::vector<Index> rows;
  for (Index i = 0; i < frame->rows(); ++i) {
    if (*parse_number(frame->labels[0][i]) != *year) continue;
    rows.push_back(i);
    niot.row_codes.push_back(frame->labels[1][i]);
    niot.row_names.push_back(frame->labels[2][i]);
    niot.row_imported.push_back(lower_case(frame->labels[3][i]).starts_with("import"));
  }
  niot.values = Matrix(rows.size(), frame->cols);
  world::GridTarget target;
  target.rows.assign(frame->rows(), nullptr);
  for (Index k = 0; k < rows.size(); ++k) target.rows[rows[k]] = niot.values.row(k).data();
  if (const Status read = world::read_numbers(*table, *frame, target); !read.ok()) {
    return read.error();
  }
  // Totals have no origin and no final uses: their blanks are nothing. Flows need every number.
  for (Index k = 0; k < rows.size(); ++k) {
    for (Index j = 0; j < frame->cols; ++j) {
      double& value = niot.values(k, j);
      if (!std::isnan(value)) continue;
      const std::string origin = lower_case(frame->labels[3][rows[k]]);
      const bool flow = origin.starts_with("domestic") || origin.starts_with("import");
      if (flow && frame->header[0][j] != "GO") {
        return Error{ErrorCode::bad_value, "a number is missing",
                     table->place(frame->line_of[rows[k]], shape.label_cols + j + 1),
                     "write 0 where nothing flows", ""};
      }
      value = 0.0;
    }
  }
  return niot;
}

}  // namespace

Result<accounts::Economy> read_national(const fs::path& path, const NationalOptions& options) {
  NationalOptions wanted = options;
  const Result<std::string> country = world::country_of(path, options.country, options.known);
  if (!country.ok()) return country.error();
  wanted.country = *country;
  const bool array = path.filename().string().find(".f64") != std::string::npos;
  const Result<Niot> niot = array ? read_array(path, wanted) : read_sheet(path, wanted);
  if (!niot.ok()) return niot.error();
  Result<NationalTable> table = Assembler(*niot).run();
  if (!table.ok()) return table.error();
  table->file = niot->file;
  table->year = niot->year;
  table->country = niot->country.empty() ? "HOME" : niot->country;
  table->country_title = table->country;
  table->name = options.name.empty() ? fmt::format("{}-{}", lower_case(table->country), table->year)
                                     : options.name;
  table->unit = "million USD";
  table->source = options.source.empty()
                      ? fmt::format(
                            "World Input-Output Database, release 2016, national table of "
                            "{}, {}",
                            table->country, table->year)
                      : options.source;
  table->terms = options.terms;
  table->row_gdp = options.row_gdp;
  table->known = options.known;
  return world::make_national(*table, k_tolerance);
}

}  // namespace domar::readers::wiod
