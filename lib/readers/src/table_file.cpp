#include "domar/readers/table_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"
#include "world/grid.hpp"

namespace domar::readers {

namespace {

using accounts::Economy;
using accounts::FinalUseKind;

constexpr Index k_about_lines = 7;
constexpr Index k_label_columns = 5;

std::optional<FinalUseKind> kind_of(const std::string& name) {
  for (const auto kind :
       {FinalUseKind::household, FinalUseKind::government, FinalUseKind::fixed_investment,
        FinalUseKind::stock_change, FinalUseKind::everything}) {
    if (name == name_of(kind)) return kind;
  }
  return std::nullopt;
}

class TableReader {
 public:
  explicit TableReader(world::TableText table) : table_(std::move(table)) {}

  Result<Economy> run() {
    for (const auto step : {&TableReader::read_about, &TableReader::read_labels,
                            &TableReader::read_users, &TableReader::read_rows}) {
      if (const Status status = (this->*step)(); !status.ok()) return status.error();
    }
    const Status numbers = world::read_numbers(table_, frame_, target_);
    if (!numbers.ok()) return numbers.error();
    finish();
    if (const Status shapes = e_.check_shapes(); !shapes.ok()) return shapes.error();
    return std::move(e_);
  }

 private:
  [[nodiscard]] Error fail(const std::string& what, Index line) const {
    return {ErrorCode::bad_input, what, table_.place(line, 1),
            "tables like this are written by domar export", ""};
  }

  Status read_about() {
    const auto lines = world::first_lines(table_.text(), k_about_lines);
    std::map<std::string, std::string> about;
    for (Index k = 0; k < lines.size(); ++k) {
      const char separator = table_.is_sheet() ? '\t' : world::separator_of(lines[k]);
      const auto fields = world::split_line(lines[k], separator);
      if (!fields.ok()) return fail("this is no table of domar", k + 1);
      about[(*fields)[0]] = fields->size() > 1 ? (*fields)[1] : "";
    }
    if (about["domar-table"] != "1") return fail("this is no table of domar", 1);
    constexpr double k_last_year = 9999.0;
    const auto year = parse_number(about["year"]);
    if (!year || !(*year >= 0.0 && *year <= k_last_year) || *year != std::floor(*year)) {
      return fail(fmt::format("'{}' is no year", about["year"]), 3);
    }
    e_.name = about["name"];
    e_.year = static_cast<int>(*year);
    e_.unit = about["unit"];
    e_.price_basis = about["price_basis"];
    e_.source = about["source"];
    e_.terms = about["terms"];
    return Done{};
  }

  Status read_labels() {
    world::GridShape shape;
    shape.skipped = k_about_lines;
    shape.header_rows = 4;
    shape.label_cols = k_label_columns;
    shape.names_row = true;
    Result<world::GridFrame> frame = world::read_frame(table_, shape);
    if (!frame.ok()) return frame.error();
    frame_ = std::move(frame).value();
    std::vector<std::string> regions;
    std::vector<std::string> region_titles;
    std::vector<std::string> goods;
    std::vector<std::string> good_titles;
    for (Index i = 0; i < frame_.rows(); ++i) {
      if (frame_.labels[0][i] == "value_added") continue;
      if (std::find(regions.begin(), regions.end(), frame_.labels[0][i]) == regions.end()) {
        regions.push_back(frame_.labels[0][i]);
        region_titles.push_back(frame_.labels[1][i]);
      }
      if (frame_.labels[0][i] != regions.front()) continue;
      goods.push_back(frame_.labels[2][i]);
      good_titles.push_back(frame_.labels[3][i]);
    }
    auto made_regions = Labels::make(std::move(regions), std::move(region_titles));
    if (!made_regions.ok()) return fail(made_regions.error().what, k_about_lines + 6);
    auto made_goods = Labels::make(std::move(goods), std::move(good_titles));
    if (!made_goods.ok()) return fail(made_goods.error().what, k_about_lines + 6);
    e_.regions = std::move(made_regions).value();
    e_.goods = std::move(made_goods).value();
    return Done{};
  }

  /// Columns: industries, then final uses, wherever they stand.
  Status read_users() {
    std::vector<Index> industry_columns;
    std::vector<Index> use_columns;
    std::set<std::string> seen;
    for (Index j = 0; j < frame_.cols; ++j) {
      const auto region = e_.regions.find(frame_.header[0][j]);
      const std::string label = frame_.header[0][j] + ":" + frame_.header[1][j];
      if (!region) return fail("a user is in an unknown region: " + label, k_about_lines + 1);
      const std::string& kind = frame_.header[3][j];
      const std::string& code = frame_.header[1][j];
      const std::string& name = frame_.header[2][j];
      if (!seen.insert(kind == "industry" ? label : label + "/use").second) {
        return fail("a user stands twice: " + label, k_about_lines + 1);
      }
      if (kind == "industry") {
        industry_of_[label] = e_.industries.size();
        e_.industries.push_back({*region, code, name});
        industry_columns.push_back(j);
      } else if (const auto use = kind_of(kind)) {
        e_.final_uses.push_back({*region, *use, code, name});
        use_columns.push_back(j);
      } else {
        return fail(fmt::format("unknown kind of user '{}'", kind), k_about_lines + 4);
      }
    }
    target_.cols.assign(frame_.cols, 0);
    Index next = 0;
    for (const Index j : industry_columns) target_.cols[j] = next++;
    for (const Index j : use_columns) target_.cols[j] = next++;
    return Done{};
  }

  Status read_rows() {
    const Index goods = e_.goods.size();
    e_.use.assign(e_.regions.size(), Matrix(goods, e_.users()));
    e_.supplier.assign(e_.regions.size(), std::vector<Index>(goods, Economy::k_none));
    income_ = Matrix(accounts::k_value_added_rows, e_.users());
    std::set<std::string> seen;
    for (Index i = 0; i < frame_.rows(); ++i) {
      const std::string& origin = frame_.labels[0][i];
      const std::string& good = frame_.labels[2][i];
      if (!seen.insert(origin + "\n" + good).second) {
        return fail(fmt::format("row {} {} stands twice", origin, good), frame_.line_of[i]);
      }
      const Status row = origin == "value_added" ? read_income_row(i) : read_flow_row(i);
      if (!row.ok()) return row;
    }
    if (seen.size() == (e_.regions.size() * goods) + accounts::k_value_added_rows) return Done{};
    return fail(
        fmt::format("{} rows where {} origins, {} goods and {} kinds of value added need {}",
                    seen.size(), e_.regions.size(), goods, accounts::k_value_added_rows,
                    e_.regions.size() * goods + accounts::k_value_added_rows),
        frame_.line_of.back());
  }

  Status read_flow_row(Index i) {
    const auto region = e_.regions.find(frame_.labels[0][i]);
    const auto good = e_.goods.find(frame_.labels[2][i]);
    if (!region || !good) {
      return fail("the first origin has no good " + frame_.labels[2][i], frame_.line_of[i]);
    }
    const std::string& maker = frame_.labels[4][i];
    if (!maker.empty()) {
      const auto found = industry_of_.find(maker);
      if (found == industry_of_.end()) {
        return fail("there is no industry " + maker, frame_.line_of[i]);
      }
      e_.supplier[*region][*good] = found->second;
    }
    target_.rows.push_back(e_.use[*region].row(*good).data());
    return Done{};
  }

  Status read_income_row(Index i) {
    const std::vector<std::string> names{"labour", "production_taxes", "depreciation",
                                         "operating_surplus"};
    const auto found = std::find(names.begin(), names.end(), frame_.labels[2][i]);
    if (found == names.end()) {
      return fail("unknown kind of value added " + frame_.labels[2][i], frame_.line_of[i]);
    }
    target_.rows.push_back(income_.row(static_cast<Index>(found - names.begin())).data());
    return Done{};
  }

  /// Value added of industries, after the numbers were read.
  void finish() {
    e_.value_added = Matrix(accounts::k_value_added_rows, e_.industries.size());
    for (Index k = 0; k < accounts::k_value_added_rows; ++k) {
      const auto row = income_.row(k);
      std::copy_n(row.begin(), e_.industries.size(), e_.value_added.row(k).begin());
    }
  }

  world::TableText table_;
  world::GridFrame frame_;
  world::GridTarget target_;
  std::map<std::string, Index> industry_of_;
  Matrix income_;
  Economy e_;
};

}  // namespace

Result<Economy> read_table(const std::filesystem::path& path, const std::string& part) {
  Result<world::TableText> table = world::open_table(path, {part, 0});
  if (!table.ok()) return table.error();
  return TableReader(std::move(table).value()).run();
}

}  // namespace domar::readers
