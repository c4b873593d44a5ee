/// @file What the reshaping verbs read: prices, supply and use tables. Any bytes are tables or an
/// error; a supply-use pair that was read makes symmetric tables or an error.

#include "domar/readers/reshape_files.hpp"
#include "readers.hpp"

namespace {

template <class Table>
bool is_table(const domar::Result<Table>& table) {
  if (table.ok()) return true;
  domar::fuzz::expect_helpful(table.error());
  (void)table.error().message();
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  (void)is_table(readers::read_prices(folder / "prices.csv"));
  (void)is_table(readers::read_prices(folder / "prices.csv", 2018));
  const auto tables = readers::read_supply_use(folder / "supply.csv", folder / "use.csv");
  if (!is_table(tables)) return 0;
  using accounts::SymmetricModel;
  for (const auto model :
       {SymmetricModel::A, SymmetricModel::B, SymmetricModel::C, SymmetricModel::D}) {
    (void)is_table(accounts::make_symmetric(*tables, model));
  }
  return 0;
}
