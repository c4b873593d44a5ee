#include "figaro/flat.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "world/number_field.hpp"

namespace domar::readers::figaro {

namespace {

using world::Grid;
using world::TableText;

/// Where the five fields that count stand in a line.
struct Columns {
  std::array<Index, 5> at{};  ///< area and code of the row, of the column, value
  Index most = 0;
};

Result<Columns> columns_of(std::string_view header, char separator, const TableText& table) {
  const auto names = world::split_line(header, separator);
  if (!names.ok()) return names.error();
  constexpr std::array<std::pair<const char*, const char*>, 5> k_wanted{
      {{"refarea", "refarea"},
       {"rowii", "rowpi"},
       {"counterpartarea", "counterpartarea"},
       {"colii", "colpi"},
       {"obsvalue", "obsvalue"}}};
  Columns columns;
  std::string missing;
  for (Index k = 0; k < k_wanted.size(); ++k) {
    std::optional<Index> found;
    for (Index f = 0; f < names->size(); ++f) {
      const std::string name = lower_case((*names)[f]);
      if (name == k_wanted[k].first || name == k_wanted[k].second) found = f;
    }
    if (!found) missing += std::string(missing.empty() ? "" : ", ") + k_wanted[k].first;
    columns.at[k] = found.value_or(0);
    columns.most = std::max(columns.most, columns.at[k]);
  }
  if (missing.empty()) return columns;
  return Error{ErrorCode::bad_input, "columns missing: " + missing, table.place(1, 1), "", ""};
}

/// The number of each label AREA_CODE; labels that follow each other are mostly the same.
class LabelNumbers {
 public:
  Index number(std::string_view area, std::string_view code) {
    if (!labels_.empty() && area == last_area_ && code == last_code_) return last_;
    key_.assign(area);
    key_ += '_';
    key_ += code;
    const auto [found, added] = numbers_.try_emplace(key_, labels_.size());
    if (added) labels_.push_back(key_);
    last_area_ = area;
    last_code_ = code;
    last_ = found->second;
    return last_;
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(labels_); }
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }

 private:
  std::unordered_map<std::string, Index> numbers_;
  std::vector<std::string> labels_;
  std::string key_;
  std::string_view last_area_;  ///< into the text
  std::string_view last_code_;
  Index last_ = 0;
};

class FlatReader {
 public:
  explicit FlatReader(const TableText& table) : table_(table) {}

  Result<Grid> run() {
    const std::string_view first = world::first_lines(table_.text(), 1).at(0);
    separator_ = world::separator_of(first);
    const Result<Columns> columns = columns_of(first, separator_, table_);
    if (!columns.ok()) return columns.error();
    columns_ = *columns;
    const auto count = [](Index, std::string_view) -> std::optional<Error> { return std::nullopt; };
    if (const auto error = each_line(count)) return *error;
    return fill();
  }

 private:
  /// Calls `take(line, value field)` for every line, after row_ and col_ are set.
  template <class Take>
  std::optional<Error> each_line(Take take) {
    std::string_view rest = table_.text();
    Index line_number = 0;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      std::string_view line = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      ++line_number;
      if (line_number == 1 || line.empty()) continue;
      if (!cut(line)) {
        return Error{ErrorCode::bad_input, "a line with too few fields",
                     table_.place(line_number, 1), "is the file cut off?", ""};
      }
      for (Index k = 0; k < 4; ++k) {
        if (!fields_[k].empty()) continue;
        return Error{ErrorCode::bad_input, "a label is empty",
                     table_.place(line_number, columns_.at[k] + 1), "", ""};
      }
      row_ = rows_.number(fields_[0], fields_[1]);
      col_ = cols_.number(fields_[2], fields_[3]);
      if (auto error = take(line_number, fields_[4])) return error;
    }
    return std::nullopt;
  }

  /// The five fields of a line into fields_.
  bool cut(std::string_view line) {
    Index field = 0;
    Index found = 0;
    while (true) {
      const std::size_t end = line.find(separator_);
      const std::string_view text = line.substr(0, end);
      for (Index k = 0; k < 5; ++k) {
        if (columns_.at[k] != field) continue;
        fields_[k] =
            k < 4 || text.find('"') != std::string_view::npos ? world::bare_field(text) : text;
        ++found;
      }
      if (end == std::string_view::npos || found == 5) break;
      line.remove_prefix(end + 1);
      ++field;
    }
    return found == 5;
  }

  Result<Grid> fill() {
    Grid grid;
    const Index rows = rows_.labels().size();
    const Index cols = cols_.labels().size();
    if (rows == 0) {
      return Error{ErrorCode::bad_input, "the table has no numbers", table_.place(2, 1),
                   "is the file cut off?", ""};
    }
    // A few lines with labels of their own each would ask for a matrix far beyond the file.
    if (rows * cols > table_.text().size()) {
      return Error{ErrorCode::bad_input,
                   fmt::format("{} x {} cells, but the file is too short for them", rows, cols),
                   table_.file(), "is the file cut off?", ""};
    }
    grid.values = Matrix(rows, cols, std::numeric_limits<double>::quiet_NaN());
    const auto error = each_line([&](Index line, std::string_view field) -> std::optional<Error> {
      const auto value = world::parse_field(field, world::DecimalMark::point);
      if (!value) {
        return Error{ErrorCode::bad_value,
                     fmt::format("'{}' is no finite number", field.substr(0, 40)),
                     table_.place(line, columns_.at[4] + 1), "", ""};
      }
      double& cell = grid.values(row_, col_);
      if (!std::isnan(cell)) {
        return Error{
            ErrorCode::bad_input,
            fmt::format("{} to {} stands twice", rows_.labels()[row_], cols_.labels()[col_]),
            table_.place(line, 1), "", ""};
      }
      cell = *value;
      return std::nullopt;
    });
    if (error) return *error;
    if (const auto missing = first_missing(grid.values)) return *missing;
    grid.header = {cols_.take()};
    grid.labels = {rows_.take()};
    grid.line_of.assign(rows, 0);
    return grid;
  }

  [[nodiscard]] std::optional<Error> first_missing(const Matrix& values) const {
    Index count = 0;
    std::string first;
    for (Index i = 0; i < values.rows(); ++i) {
      for (Index j = 0; j < values.cols(); ++j) {
        if (!std::isnan(values(i, j))) continue;
        if (count++ == 0) first = rows_.labels()[i] + " to " + cols_.labels()[j];
      }
    }
    if (count == 0) return std::nullopt;
    return Error{ErrorCode::bad_input, fmt::format("{} cells are missing, first {}", count, first),
                 table_.file(), "is the file cut off? every row has every column, zeros too", ""};
  }

  const TableText& table_;
  char separator_ = ',';
  Columns columns_;
  LabelNumbers rows_;
  LabelNumbers cols_;
  std::array<std::string_view, 5> fields_;
  Index row_ = 0;
  Index col_ = 0;
};

}  // namespace

bool is_flat(std::string_view first_line) {
  const std::string lower = lower_case(first_line);
  return lower.find("refarea") != std::string::npos && lower.find("obsvalue") != std::string::npos;
}

Result<Grid> read_flat(const TableText& table) { return FlatReader(table).run(); }

}  // namespace domar::readers::figaro
