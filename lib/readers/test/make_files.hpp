#pragma once
/// @file Zips and workbooks for tests, made by the libraries that others make them with.

#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace domar::readers {

using Entries = std::vector<std::pair<std::string, std::string>>;  // name, bytes

inline void make_zip(const std::filesystem::path& path, const Entries& entries) {
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  ASSERT_NE(zip, nullptr) << error;
  for (const auto& [name, bytes] : entries) {
    zip_source_t* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    ASSERT_GE(zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8), 0);
  }
  ASSERT_EQ(zip_close(zip), 0);
}

using Cell = std::variant<std::monostate, double, std::string>;
using Cells = std::vector<std::vector<Cell>>;  // row by row

inline void make_workbook(const std::filesystem::path& path,
                          const std::vector<std::pair<std::string, Cells>>& sheets) {
  lxw_workbook* book = workbook_new(path.c_str());
  for (const auto& [name, cells] : sheets) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, name.c_str());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      for (std::size_t j = 0; j < cells[i].size(); ++j) {
        const auto row = static_cast<lxw_row_t>(i);
        const auto col = static_cast<lxw_col_t>(j);
        if (const auto* text = std::get_if<std::string>(&cells[i][j])) {
          worksheet_write_string(sheet, row, col, text->c_str(), nullptr);
        } else if (const auto* number = std::get_if<double>(&cells[i][j])) {
          worksheet_write_number(sheet, row, col, *number, nullptr);
        }
      }
    }
  }
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
}

/// The cells of comma-separated text: what is a number becomes one.
inline Cells cells_of(const std::string& csv) {
  Cells cells(1);
  std::string field;
  const auto put = [&] {
    char* end = nullptr;
    const double value = std::strtod(field.c_str(), &end);
    const bool number = !field.empty() && *end == '\0';
    cells.back().push_back(number ? Cell(value) : field.empty() ? Cell() : Cell(field));
    field.clear();
  };
  for (const char c : csv) {
    if (c == ',') {
      put();
    } else if (c == '\n') {
      put();
      cells.emplace_back();
    } else {
      field += c;
    }
  }
  return cells;
}

}  // namespace domar::readers
