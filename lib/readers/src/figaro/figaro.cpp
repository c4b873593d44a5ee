#include "domar/readers/figaro/figaro.hpp"

#include <optional>
#include <vector>

#include <fmt/format.h>

#include "figaro/flat.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"
#include "world/table_text.hpp"

namespace domar::readers::figaro {

namespace {

using world::Account;
using world::Grid;

/// Accounting items of the rows W2_..., in words that tell what they are.
std::optional<std::string> item_in_words(const std::string& code) {
  if (code == "D1") return "compensation of employees (D1)";
  if (code == "D29X39") return "other taxes less subsidies on production (D29X39)";
  if (code == "D21X31") return "taxes less subsidies on products (D21X31)";
  if (code == "B2A3G") return "gross operating surplus and mixed income (B2A3G)";
  // Purchases abroad and of non-residents concern final uses alone.
  if (code == "OP_RES" || code == "OP_NRES") return "DISC";
  return std::nullopt;
}

/// "AT_CPA_A01" -> ("AT", "A01"), "FIGW1_A01" -> ("ROW", "A01").
std::vector<Account> accounts_of(const std::vector<std::string>& labels) {
  std::vector<Account> accounts;
  accounts.reserve(labels.size());
  for (const std::string& label : labels) {
    Account account = world::split_label(label);
    if (account.code.starts_with("CPA_")) account.code.erase(0, 4);
    if (account.region == "FIGW1") account.region = "ROW";
    if (account.region == "W2") {
      account = {"", item_in_words(account.code).value_or(label)};
    }
    accounts.push_back(std::move(account));
  }
  return accounts;
}

Result<Grid> read_grid(const world::TableText& text) {
  const auto first = world::first_lines(text.text(), 1);
  if (!first.empty() && is_flat(first[0])) return read_flat(text);
  return world::parse_grid(text, {});
}

}  // namespace

Result<accounts::Economy> read_figaro(const std::filesystem::path& path, const Options& options) {
  const Result<world::TableText> text = world::open_table(path, {options.part, options.year});
  if (!text.ok()) return text.error();
  const std::filesystem::path entry = text->file();  // of a zip
  const Result<int> year = world::year_of(world::year_in_name(entry) ? entry : path, options.year);
  if (!year.ok()) return year.error();
  const Result<Grid> grid = read_grid(*text);
  if (!grid.ok()) return grid.error();

  world::WorldTable table;
  table.file = path.string();
  table.year = *year;
  table.name = options.name.empty() ? fmt::format("figaro-{}", table.year) : options.name;
  table.unit = "million EUR";
  table.source = options.source.empty() ? fmt::format("Eurostat FIGARO tables, {}", table.year)
                                        : options.source;
  table.terms = options.terms;
  const Status taken = world::take_labelled(accounts_of(grid->labels[0]),
                                            accounts_of(grid->header[0]), *grid, table);
  if (!taken.ok()) return taken.error();
  if (table.incomes.empty()) {
    return Error{ErrorCode::bad_input, "no row is value added (W2_D1, W2_D29X39, W2_B2A3G)",
                 path.string(), "is the file cut off?", ""};
  }
  return world::make_economy(table, options.repairs);
}

}  // namespace domar::readers::figaro
