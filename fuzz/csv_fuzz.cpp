/// @file CSV: any bytes are a table or an error; a table's fields can all be read.

#include "domar/readers/csv.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto table = readers::CsvTable::parse(std::string(fuzz::bytes_of(data, size)), "fuzz.csv");
  if (!table.ok()) {
    fuzz::expect_helpful(table.error());
    return 0;
  }
  for (Index col = 0; col < table->cols(); ++col) {
    fuzz::require(table->find(table->header(col)).has_value(), "every header is found");
    for (Index row = 0; row < table->rows(); ++row) {
      const auto number = table->number_or_empty(row, col);
      if (!number.ok()) fuzz::expect_helpful(number.error());
    }
  }
  return 0;
}
