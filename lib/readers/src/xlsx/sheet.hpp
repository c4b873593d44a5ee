#pragma once
/// @file Sheet: what expat tells of a worksheet and of shared strings, put into text.

#include <string>
#include <string_view>
#include <vector>

#include "domar/base/array.hpp"

namespace domar::readers::xlsx {

/// xl/sharedStrings.xml: texts by number. Phonetic hints are left out.
class SharedStrings {
 public:
  void start(std::string_view name, const char** attributes);
  void end(std::string_view name);
  void text(std::string_view piece);
  [[nodiscard]] const std::string& problem() const { return problem_; }

  std::vector<std::string> texts;

 private:
  bool inside_t_ = false;
  Index phonetic_ = 0;
  std::string current_;
  std::string problem_;
};

/// xl/worksheets/sheetN.xml: rows of cells become lines of fields with tabs.
class Sheet {
 public:
  explicit Sheet(const std::vector<std::string>& shared) : shared_(shared) {}

  void start(std::string_view name, const char** attributes);
  void end(std::string_view name);
  void text(std::string_view piece);
  [[nodiscard]] const std::string& problem() const { return problem_; }

  /// The row being read, from 1.
  [[nodiscard]] Index rows() const { return row_; }

  std::string lines;

 private:
  enum class Kind { number, shared, text };

  void start_row(const char** attributes);
  void start_cell(const char** attributes);
  void end_cell();
  void put_text(std::string_view value);
  void refuse(std::string what);

  const std::vector<std::string>& shared_;
  std::string problem_;
  Index row_ = 0;         ///< of the line being written, from 1
  Index column_ = 0;      ///< of the last cell seen, from 1
  Index put_column_ = 0;  ///< of the last cell written
  bool in_data_ = false;
  bool in_cell_ = false;
  bool collecting_ = false;
  Index phonetic_ = 0;
  Kind kind_ = Kind::number;
  std::string value_;
};

}  // namespace domar::readers::xlsx
