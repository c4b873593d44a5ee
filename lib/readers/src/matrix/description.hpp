#pragma once
/// @file Description: which labels of a table mean what.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::matrix {

/// What the TOML file says.
struct Description {
  std::filesystem::path file;
  std::filesystem::path table;
  std::string part, name, unit, price_basis = "basic", source, terms;
  int year = 0;
  double row_gdp = 0.0;
  double tolerance = 1e-4;

  long header_line = 1;
  long label_column = 1;
  bool is_long = false;
  std::string long_row, long_column, long_value;
  std::map<std::string, std::string> only;  ///< column of a long table -> wanted text

  std::vector<std::string> sectors;  ///< national
  std::string country = "HOME";
  std::string country_title;
  std::vector<std::string> regions;  ///< world
  std::string separator = ".";
  std::map<std::string, std::string> titles;
  std::map<std::string, accounts::FinalUseKind> final_uses;
  std::map<std::string, accounts::ValueAdded> value_added;
  std::vector<std::string> exports, imports, output, leave_out, empty;
  bool imports_by_user = false;
};

/// @error not_found, bad_input  no file; no TOML; unknown keys or words, with file:line:column.
Result<Description> read_description(const std::filesystem::path& path);

}  // namespace domar::readers::matrix
