#include "xlsx/sheet.hpp"

#include <charconv>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "xlsx/workbook.hpp"
#include "xlsx/xml.hpp"

namespace domar::readers::xlsx {

namespace {

constexpr Index k_max_rows = 1'048'576;  // of the format
constexpr Index k_max_columns = 16'384;
constexpr std::size_t k_max_text = std::size_t{2} << 30;

std::optional<Index> whole_number(std::string_view text) {
  Index value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "BC23" -> row 23, column 55; zero is no place.
struct Place {
  Index row = 0;
  Index column = 0;
};

Place parse_place(std::string_view text) {
  Place place;
  std::size_t k = 0;
  for (; k < text.size() && text[k] >= 'A' && text[k] <= 'Z' && place.column <= k_max_columns;
       ++k) {
    place.column = place.column * 26 + static_cast<Index>(text[k] - 'A' + 1);
  }
  for (; k < text.size() && text[k] >= '0' && text[k] <= '9' && place.row <= k_max_rows; ++k) {
    place.row = place.row * 10 + static_cast<Index>(text[k] - '0');
  }
  if (k != text.size() || place.row > k_max_rows || place.column > k_max_columns) return {};
  return place;
}

}  // namespace

void SharedStrings::start(std::string_view name, const char** /*attributes*/) {
  if (name == "t") {
    inside_t_ = phonetic_ == 0;
  } else if (name == "rPh") {
    ++phonetic_;
  } else if (name == "si") {
    current_.clear();
  }
}

void SharedStrings::end(std::string_view name) {
  if (name == "t") {
    inside_t_ = false;
  } else if (name == "rPh") {
    --phonetic_;
  } else if (name == "si") {
    texts.push_back(current_);
  }
}

void SharedStrings::text(std::string_view piece) {
  if (inside_t_) current_ += piece;
}

void Sheet::refuse(std::string what) {
  if (problem_.empty()) problem_ = std::move(what);
}

void Sheet::start(std::string_view name, const char** attributes) {
  if (name == "c") {
    if (in_data_) start_cell(attributes);
  } else if (name == "v" || name == "t") {
    collecting_ = in_cell_ && phonetic_ == 0;
  } else if (name == "row") {
    if (in_data_) start_row(attributes);
  } else if (name == "sheetData") {
    in_data_ = true;
  } else if (name == "rPh") {
    ++phonetic_;
  }
}

void Sheet::end(std::string_view name) {
  if (name == "c") {
    if (in_cell_) end_cell();
  } else if (name == "v" || name == "t") {
    collecting_ = false;
  } else if (name == "row") {
    if (in_data_) lines += '\n';
  } else if (name == "sheetData") {
    in_data_ = false;
  } else if (name == "rPh") {
    --phonetic_;
  }
}

void Sheet::text(std::string_view piece) {
  if (collecting_) value_ += piece;
}

void Sheet::start_row(const char** attributes) {
  Index row = row_ + 1;
  if (const char* given = attribute(attributes, "r")) {
    const auto number = whole_number(given);
    if (!number || *number < row || *number > k_max_rows) {
      return refuse(fmt::format("row '{}' stands after row {}", given, row_));
    }
    row = *number;
  }
  lines.append(row - row_ - 1, '\n');  // rows that are left out are empty
  row_ = row;
  column_ = 0;
  put_column_ = 0;
  if (lines.size() > k_max_text) refuse("the sheet has more than 2 GiB of text");
}

void Sheet::start_cell(const char** attributes) {
  kind_ = Kind::number;
  Index column = column_ + 1;
  for (const char** a = attributes; *a != nullptr; a += 2) {
    if (std::strcmp(a[0], "r") == 0) {
      const Place place = parse_place(a[1]);
      if (place.row != row_ || place.column < column) {
        return refuse(fmt::format("cell '{}' stands after {}", a[1], cell_name(row_, column_)));
      }
      column = place.column;
    } else if (std::strcmp(a[0], "t") == 0) {
      const std::string_view type = a[1];
      kind_ = type == "n" ? Kind::number : type == "s" ? Kind::shared : Kind::text;
    }
  }
  if (column > k_max_columns) return refuse(fmt::format("row {} has too many cells", row_));
  column_ = column;
  in_cell_ = true;
  value_.clear();
}

void Sheet::end_cell() {
  in_cell_ = false;
  if (value_.empty()) return;
  lines.append(column_ - (put_column_ == 0 ? 1 : put_column_), '\t');
  put_column_ = column_;
  if (kind_ == Kind::number) {
    lines += value_;
  } else if (kind_ == Kind::text) {
    put_text(value_);
  } else {
    const auto number = whole_number(value_);
    if (!number || *number >= shared_.size()) {
      return refuse(fmt::format("cell {} refers to text {}, but there are {}",
                                cell_name(row_, column_), value_, shared_.size()));
    }
    put_text(shared_[*number]);
  }
  if (lines.size() > k_max_text) refuse("the sheet has more than 2 GiB of text");
}

void Sheet::put_text(std::string_view value) {
  const bool quoted = value.find('"') != std::string_view::npos;
  if (quoted) lines += '"';
  for (const char c : value) {
    if (c == '"') lines += c;
    lines += (c == '\t' || c == '\n' || c == '\r' || c == '\0') ? ' ' : c;
  }
  if (quoted) lines += '"';
}

}  // namespace domar::readers::xlsx
