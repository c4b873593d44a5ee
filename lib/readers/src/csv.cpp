#include "domar/readers/csv.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "world/grid.hpp"
#include "world/number_field.hpp"
#include "xlsx/workbook.hpp"

namespace domar::readers {

/// Walks once over the text. Escaped fields are unescaped in place: they only get shorter.
class CsvParser {
 public:
  CsvParser(std::string text, std::string file, char separator = ',', std::string sheet = {})
      : separator_(separator) {
    table_.text_ = std::move(text);
    table_.file_ = std::move(file);
    table_.sheet_ = std::move(sheet);
  }

  Result<CsvTable> run() {
    if (table_.text_.size() > std::numeric_limits<std::uint32_t>::max() / 2) {
      return fail("the table is larger than 2 GB", {}, "split it");
    }
    if (table_.text_.starts_with("\xEF\xBB\xBF")) pos_ = 3;
    while (!at_end()) {
      if (skip_blank_line()) continue;
      const Status row = read_row();
      if (!row.ok()) return row.error();
    }
    if (table_.cols_ == 0)
      return fail("the table is empty", {}, "the first line names the columns");
    return std::move(table_);
  }

 private:
  using Field = CsvTable::Field;

  [[nodiscard]] bool at_end() const { return pos_ >= table_.text_.size(); }
  [[nodiscard]] char peek() const { return table_.text_[pos_]; }
  [[nodiscard]] bool at_line_end() const {
    if (at_end() || peek() == '\n') return true;
    return peek() == '\r' && (pos_ + 1 == table_.text_.size() || table_.text_[pos_ + 1] == '\n');
  }

  void step() {
    const char c = peek();
    ++pos_;
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++column_;  // bytes inside a UTF-8 character do not count
    }
  }

  void end_line() {
    while (!at_end() && peek() == '\r') step();
    if (!at_end()) step();
  }

  bool skip_blank_line() {
    if (!at_line_end()) return false;
    end_line();
    return true;
  }

  [[nodiscard]] bool is_sheet() const { return !table_.sheet_.empty(); }
  [[nodiscard]] Field here() const {
    return {static_cast<std::uint32_t>(pos_), 0, line_, is_sheet() ? field_ : column_};
  }

  [[nodiscard]] Error fail(const std::string& what, const Field& place,
                           const std::string& hint) const {
    return {ErrorCode::bad_input, what, table_.place(place), hint, ""};
  }

  Status read_row() {
    field_ = 1;
    const Field start = here();
    const Index before = table_.fields_.size();
    for (;;) {
      const Status field = !at_end() && peek() == '"' ? quoted() : unquoted();
      if (!field.ok()) return field;
      if (at_line_end()) break;
      step();  // the separator
      ++field_;
    }
    end_line();
    Index count = table_.fields_.size() - before;
    // Lines of a sheet end with their last cell.
    for (; is_sheet() && count < table_.cols_; ++count) {
      ++field_;
      table_.fields_.push_back({start.begin, 0, start.line, field_});
    }
    if (table_.cols_ == 0) table_.cols_ = count;
    if (count == table_.cols_) return Done{};
    return fail(fmt::format("{} fields, but the header has {}", count, table_.cols_), start,
                "look for a missing or extra comma, or a text with commas that is not quoted");
  }

  Status unquoted() {
    Field field = here();
    while (!at_line_end() && peek() != separator_) {
      if (peek() == '"') {
        return fail("a quote inside a field that does not start with one", here(),
                    "quote the whole field and double the quotes inside it");
      }
      step();
    }
    field.length = static_cast<std::uint32_t>(pos_) - field.begin;
    table_.fields_.push_back(field);
    return Done{};
  }

  Status quoted() {
    Field field = here();
    step();
    std::size_t out = field.begin;
    for (;;) {
      if (at_end()) return fail("this quote is never closed", field, "add the closing quote");
      if (peek() == '"') {
        step();
        if (at_end() || peek() != '"') break;
      }
      table_.text_[out++] = peek();
      step();
    }
    field.length = static_cast<std::uint32_t>(out) - field.begin;
    table_.fields_.push_back(field);
    if (at_line_end() || peek() == separator_) return Done{};
    return fail("text after a closing quote", here(), "double the quotes inside a quoted field");
  }

  CsvTable table_;
  char separator_;
  std::uint32_t field_ = 1;
  std::size_t pos_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

Result<CsvTable> CsvTable::parse(std::string text, std::string file) {
  return CsvParser(std::move(text), std::move(file)).run();
}

Result<CsvTable> CsvTable::read(const std::filesystem::path& path) {
  Result<std::string> text = read_file(path);
  if (!text.ok()) return text.error();
  return parse(std::move(text).value(), path.string());
}

Result<CsvTable> CsvTable::read_any(const std::filesystem::path& path, const std::string& part,
                                    int year) {
  const Result<world::TableText> table = world::open_table(path, {part, year});
  if (!table.ok()) return table.error();
  const std::string_view text = table->text();
  const char separator =
      table->is_sheet() ? '\t' : world::separator_of(text.substr(0, text.find('\n')));
  Result<CsvTable> csv =
      CsvParser(std::string(text), table->file(), separator, table->sheet()).run();
  if (!csv.ok()) return csv;
  csv->separator_is_comma_ = separator == ',';
  csv->marks_ = csv->marks_of();
  return csv;
}

/// Where commas part the fields, one within quotes parts thousands; else the numbers have to tell.
CsvTable::Marks CsvTable::marks_of() const {
  world::MarkVotes votes;
  bool some_comma = false;
  for (Index k = cols_; k < fields_.size(); ++k) {
    const std::string_view field = view(fields_[k]);
    const bool comma = field.find(',') != std::string_view::npos;
    some_comma = some_comma || comma;
    if (!comma && votes.point) continue;  // it can tell nothing new
    votes.add(field, fields_[k].line, fields_[k].column);
  }
  if (!some_comma) return Marks::plain;
  if (votes.comma) return votes.point ? Marks::plain : Marks::decimal_comma;
  return votes.point || separator_is_comma_ ? Marks::thousands : Marks::plain;
}

std::string CsvTable::place(const Field& f) const {
  if (!sheet_.empty()) {
    return fmt::format("{}, sheet {}, cell {}", file_, sheet_, xlsx::cell_name(f.line, f.column));
  }
  return fmt::format("{}:{}:{}", file_, f.line, f.column);
}

std::optional<Index> CsvTable::find(std::string_view name) const {
  for (Index c = 0; c < cols_; ++c) {
    if (header(c) == name) return c;
  }
  return std::nullopt;
}

Result<std::vector<Index>> CsvTable::require_columns(const std::vector<std::string>& names) const {
  std::vector<Index> columns;
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    if (const auto found = find(name)) {
      columns.push_back(*found);
    } else {
      missing.push_back(name);
    }
  }
  std::vector<std::string> doubled;
  std::vector<std::string> unknown;
  for (Index c = 0; c < cols_; ++c) {
    const std::string name(header(c));
    if (std::find(names.begin(), names.end(), name) == names.end()) unknown.push_back(name);
    if (find(name) != c) doubled.push_back(name);
  }
  std::string what;
  const auto list = [&](const char* kind, const std::vector<std::string>& wrong) {
    if (wrong.empty()) return;
    what += fmt::format("{}{}: {}", what.empty() ? "" : "; ", kind, fmt::join(wrong, ", "));
  };
  list("missing columns", missing);
  list("unknown columns", unknown);
  list("columns that stand twice", doubled);
  if (what.empty()) return columns;
  return Error{ErrorCode::bad_input, what, fmt::format("{}:1:1", file_),
               fmt::format("the columns are {}", fmt::join(names, ",")), ""};
}

Result<double> CsvTable::number(Index row, Index col) const {
  const std::string_view text = field(row, col);
  if (marks_ != Marks::decimal_comma) {
    if (const auto value = parse_number(text)) return *value;
  }
  if (marks_ != Marks::plain) {
    const auto mark =
        marks_ == Marks::thousands ? world::DecimalMark::point : world::DecimalMark::comma;
    if (const auto value = world::parse_field(text, mark)) return *value;
  }
  const std::string what =
      text.empty() ? fmt::format("column {}: a number is missing", header(col))
                   : fmt::format("column {}: '{}' is not a finite number", header(col), text);
  return Error{ErrorCode::bad_value, what, where(row, col),
               "write it like 1234.5, without thousands separators", ""};
}

Result<std::optional<double>> CsvTable::number_or_empty(Index row, Index col) const {
  if (trimmed(field(row, col)).empty()) return std::optional<double>();
  const Result<double> value = number(row, col);
  if (!value.ok()) return value.error();
  return std::optional<double>(*value);
}

}  // namespace domar::readers
