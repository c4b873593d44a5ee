/// @file Small tables beside an economy, and those of the reshaping verbs: any bytes are a table or
/// an error.

#include "domar/readers/concordance_file.hpp"
#include "domar/readers/known_gdp.hpp"
#include "domar/readers/reshape_files.hpp"
#include "domar/readers/tables.hpp"
#include "fuzz.hpp"

namespace {

template <class Table>
void expect_table(const domar::Result<Table>& table) {
  if (table.ok()) return;
  domar::fuzz::expect_helpful(table.error());
  (void)table.error().message();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  static const Labels sectors = Labels::make({"001", "002"}, {"Farms", "Mills"}).value();
  const auto file = fuzz::file_with(fuzz::bytes_of(data, size), ".csv");
  expect_table(readers::read_parameters(file, sectors));
  expect_table(readers::read_facts(file));
  expect_table(readers::read_series(file));
  expect_table(readers::read_classification(file, sectors));
  expect_table(readers::read_known_gdp(file));
  expect_table(readers::read_concordance(file));
  expect_table(readers::read_targets(file));
  return 0;
}
