/// @file Grids: any text is a table of finite numbers or an error.

#include "world/grid.hpp"

#include <cmath>

#include "readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  if (size < 2) return 0;
  readers::world::GridShape shape;
  shape.header_rows = data[0] % 4;
  shape.label_cols = data[0] / 4 % 4;
  shape.names_row = data[0] / 16 % 2 == 1;
  shape.skipped = data[1] % 4;
  shape.blanks = data[1] / 4 % 2 == 1;
  const std::string text(fuzz::bytes_of(data + 2, size - 2));
  const auto grid = readers::world::parse_grid(readers::world::TableText(text, "fuzz.csv"), shape);
  if (!grid.ok()) {
    fuzz::expect_helpful(grid.error());
    return 0;
  }
  fuzz::require(grid->labels.size() == shape.label_cols, "every column of labels is there");
  fuzz::require(grid->line_of.size() == grid->values.rows(), "every row has its line");
  for (const double value : grid->values.values()) {
    fuzz::require(std::isfinite(value) || shape.blanks, "numbers are finite");
  }
  return 0;
}
