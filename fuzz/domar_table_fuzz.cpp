/// @file Tables of domar export: any bytes are an economy or an error; an economy that is written
/// again as csv comes back bit by bit.

#include "domar/readers/table_file.hpp"
#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto economy =
      readers::read_table(fuzz::file_with(fuzz::bytes_of(data, size), "_table.csv"));
  if (!economy.ok()) {
    fuzz::expect_helpful(economy.error());
    return 0;
  }
  fuzz::expect_economy(economy);
  const auto path = fuzz::file_with("", "_again.csv");
  fuzz::require(readers::write_table(*economy, path).ok(), "an economy can be written");
  const auto again = readers::read_table(path);
  fuzz::require(again.ok(), "what was written can be read");
  for (Index r = 0; r < economy->regions.size(); ++r) {
    fuzz::require(again->use[r].values() == economy->use[r].values(), "flows come back");
  }
  fuzz::require(again->value_added.values() == economy->value_added.values(), "incomes come back");
  return 0;
}
