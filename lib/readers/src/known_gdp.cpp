#include "domar/readers/known_gdp.hpp"

#include <fmt/format.h>

#include "domar/base/home.hpp"
#include "domar/readers/csv.hpp"

namespace domar::readers {

Result<accounts::KnownGdp> read_known_gdp(const std::filesystem::path& path) {
  const auto table = CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto columns = table->require_columns({"region", "year", "gdp", "exchange_rate"});
  if (!columns.ok()) return columns.error();
  accounts::KnownGdp known;
  for (Index row = 0; row < table->rows(); ++row) {
    Vector numbers;
    for (Index c = 1; c < 4; ++c) {
      const auto number = table->number(row, (*columns)[c]);
      if (!number.ok()) return number.error();
      if (*number <= 0.0) {
        return Error{ErrorCode::bad_value, fmt::format("{} is not above zero", *number),
                     table->where(row, (*columns)[c]), "", ""};
      }
      numbers.push_back(*number);
    }
    const std::string region = table->text(row, (*columns)[0]);
    const bool fresh =
        known.entries.insert({{region, static_cast<int>(numbers[0])}, {numbers[1], numbers[2]}})
            .second;
    if (!fresh) {
      return Error{ErrorCode::bad_value,
                   fmt::format("{} has {} twice", region, static_cast<int>(numbers[0])),
                   table->where(row, (*columns)[0]), "keep one of the rows", ""};
    }
  }
  return known;
}

Result<accounts::KnownGdp> shipped_known_gdp() {
  const auto table = home_folder() / "economies" / "known-gdp" / "gdp.csv";
  std::error_code ignored;
  if (!std::filesystem::exists(table, ignored)) return accounts::KnownGdp{};
  return read_known_gdp(table);
}

}  // namespace domar::readers
