#include "world/labelled_table.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"

namespace domar::readers::world {

namespace {

bool is_total(const Account& account) {
  const std::string code = lower_case(account.code);
  const std::string region = lower_case(account.region);
  const auto total = [](const std::string& text) {
    return text == "out" || text == "output" || text == "total" || text == "go" || text == "r69" ||
           text == "x";
  };
  return total(code) || (account.region.empty() && total(region));
}

/// Sums of others (inputs at basic and purchasers' prices), and statistical discrepancies, which
/// come back as the gap to output.
bool is_subtotal(const Account& account) {
  const std::string code = lower_case(account.code);
  return code == "ii_fob" || code == "disc" || code == "ttl_int_fnl" || code == "r60";
}

/// Valuation between basic and purchasers' prices, booked as taxes: margins are too small to matter
/// and have no row of their own.
std::optional<accounts::ValueAdded> row_kind(const std::string& code) {
  const std::string lower = lower_case(code);
  for (const char* wedge : {"txsp", "exp_adj", "purr", "purnr", "inttm", "intttm", "trs", "r99",
                            "r61", "r62", "r63", "r65"}) {
    if (lower == wedge) return accounts::production_taxes;
  }
  return income_kind(code);
}

bool is_income(const Account& account) {
  return row_kind(account.code).has_value() || is_total_value_added(account.code) ||
         account.code == "VA+TAXSUB" || account.code == "VA.TAXSUB" || account.code == "r64";
}

Matrix block_of(const Matrix& values, const std::vector<Index>& rows,
                const std::vector<Index>& cols) {
  Matrix block(rows.size(), cols.size());
  for (Index i = 0; i < rows.size(); ++i) {
    for (Index j = 0; j < cols.size(); ++j) block(i, j) = values(rows[i], cols[j]);
  }
  return block;
}

std::vector<Account> labels_at(const std::vector<Account>& all, const std::vector<Index>& places) {
  std::vector<Account> some;
  some.reserve(places.size());
  for (const Index place : places) some.push_back(all[place]);
  return some;
}

std::string named(const Account& account) {
  return account.region.empty() ? account.code : account.region + "_" + account.code;
}

}  // namespace

namespace {

/// Four digits that stand alone and look like a year, in their order.
std::vector<int> years_in_name(const std::filesystem::path& path) {
  const std::filesystem::path clean = path.filename().empty() ? path.parent_path() : path;
  const std::string name = clean.filename().string();
  const auto digit = [&](std::size_t k) {
    return k < name.size() && name[k] >= '0' && name[k] <= '9';
  };
  std::vector<int> years;
  for (std::size_t k = 0; k + 4 <= name.size(); ++k) {
    if (k > 0 && digit(k - 1)) continue;
    if (!digit(k) || !digit(k + 1) || !digit(k + 2) || !digit(k + 3) || digit(k + 4)) continue;
    const int year = std::stoi(name.substr(k, 4));
    if (year >= 1900 && year < 2100) years.push_back(year);
  }
  return years;
}

/// The name says "1995-2011", and the year is one of these.
bool in_named_range(const std::filesystem::path& name, int year) {
  const std::vector<int> years = years_in_name(name);
  for (Index k = 0; k + 1 < years.size(); ++k) {
    const std::string range = fmt::format("{}-{}", years[k], years[k + 1]);
    const bool named = name.filename().string().find(range) != std::string::npos;
    if (named && years[k] <= year && year <= years[k + 1]) return true;
  }
  return false;
}

}  // namespace

std::optional<int> year_in_name(const std::filesystem::path& path) {
  const std::vector<int> years = years_in_name(path);
  if (years.empty()) return std::nullopt;
  return years.back();
}

Result<int> year_of(const std::filesystem::path& name, int asked) {
  const std::vector<int> years = years_in_name(name);
  if (asked == 0) return years.empty() ? 0 : years.back();
  if (years.empty() || std::find(years.begin(), years.end(), asked) != years.end() ||
      in_named_range(name, asked)) {
    return asked;
  }
  return Error{
      ErrorCode::bad_input,
      fmt::format("the year asked for is {}, but the name says {}", asked, fmt::join(years, ", ")),
      name.string(), "choose the file of that year, or leave the year out", ""};
}

Result<std::string> country_of(const std::filesystem::path& name, const std::string& asked,
                               const accounts::KnownGdp* known) {
  const std::string named = country_in_name(name).value_or("");
  if (asked.empty() || named.empty() || asked == named || known == nullptr) {
    return asked.empty() ? named : asked;
  }
  const bool country = std::any_of(known->entries.begin(), known->entries.end(),
                                   [&](const auto& entry) { return entry.first.first == named; });
  if (!country) return asked;
  return Error{ErrorCode::bad_input,
               fmt::format("the country asked for is {}, but the name says {}", asked, named),
               name.string(), "choose the file of that country, or leave the country out", ""};
}

void merge_plants(Repairs& repairs) {
  for (const char* plant : {"CN1", "CN2", "CN3", "CN4"}) repairs.regions.emplace(plant, "CHN");
  for (const char* plant : {"MX1", "MX2", "MX3"}) repairs.regions.emplace(plant, "MEX");
}

std::optional<std::string> country_in_name(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const auto letter = [&](std::size_t k, char first, char last) {
    return k < name.size() && name[k] >= first && name[k] <= last;
  };
  const auto any_letter = [&](std::size_t k) { return letter(k, 'A', 'Z') || letter(k, 'a', 'z'); };
  for (std::size_t k = 0; k + 3 <= name.size(); ++k) {
    if (k > 0 && any_letter(k - 1)) continue;
    if (!letter(k, 'A', 'Z') || !letter(k + 1, 'A', 'Z') || !letter(k + 2, 'A', 'Z')) continue;
    if (!any_letter(k + 3)) return name.substr(k, 3);
  }
  return std::nullopt;
}

Account split_label(std::string_view label) {
  const std::size_t cut = label.find('_');
  if (cut == std::string_view::npos) return {"", std::string(label)};
  return {std::string(label.substr(0, cut)), std::string(label.substr(cut + 1))};
}

Status take_incomes(std::vector<Account> cols, const std::vector<std::string>& names,
                    const Matrix& values, WorldTable& table) {
  std::vector<Index> parts;
  std::vector<Index> wedges;  // beside a total that does not hold them
  std::vector<Index> totals;
  std::vector<std::string> others;
  for (Index k = 0; k < names.size(); ++k) {
    const auto kind = row_kind(names[k]);
    if (is_total_value_added(names[k]) || names[k] == "r64" || names[k] == "VA+TAXSUB" ||
        names[k] == "VA.TAXSUB") {
      totals.push_back(k);
    } else if (kind == accounts::production_taxes) {
      wedges.push_back(k);
    } else if (kind) {
      parts.push_back(k);
    } else {
      others.push_back(names[k]);
    }
  }
  if (parts.empty() && totals.empty()) {
    return Error{ErrorCode::bad_input,
                 fmt::format("no row is value added: {}", fmt::join(others, ", ")), table.file,
                 "known are compensation of employees, taxes, consumption of fixed capital, "
                 "operating surplus, or their total",
                 ""};
  }
  if (totals.size() > 1) {
    return Error{ErrorCode::bad_input, "value added stands in several rows", table.file,
                 "leave one of them", ""};
  }
  if (!others.empty()) {
    table.notes.push_back(
        fmt::format("rows that are no value added were left out: {}", fmt::join(others, ", ")));
  }
  std::vector<Index> taken = parts;
  if (parts.empty()) {
    taken = totals;
    table.notes.push_back(fmt::format(
        "the source gives value added only in total ({}): all of it stands in the row of labour",
        names[totals[0]]));
  } else if (!totals.empty()) {
    table.notes.push_back("the row of total value added was left out for its parts");
  }
  if (!wedges.empty()) {
    std::vector<std::string> wedge_names;
    for (const Index k : wedges) wedge_names.push_back(names[k]);
    table.notes.push_back(
        fmt::format("taken as net taxes on production: {}", fmt::join(wedge_names, ", ")));
  }
  taken.insert(taken.end(), wedges.begin(), wedges.end());
  std::vector<Index> all(cols.size());
  for (Index j = 0; j < all.size(); ++j) all[j] = j;
  table.V = block_of(values, taken, all);
  table.income_cols = std::move(cols);
  for (const Index k : taken) {
    // A total may have taxes in its name: VA+TAXSUB.
    const bool total = parts.empty() && k == totals[0];
    const auto kind = row_kind(names[k]).value_or(accounts::labour);
    table.incomes.push_back({names[k], total ? accounts::labour : kind});
  }
  return Done{};
}

Status take_labelled(const std::vector<Account>& rows, const std::vector<Account>& cols,
                     const Grid& grid, WorldTable& table) {
  std::vector<Index> producers;
  std::vector<Index> incomes;
  std::optional<Index> output_row;
  std::vector<std::string> unknown;
  std::set<std::string> regions;
  std::set<std::string> sectors;
  for (Index i = 0; i < rows.size(); ++i) {
    if (is_total(rows[i])) {
      output_row = i;
    } else if (is_subtotal(rows[i])) {
      continue;
    } else if (is_income(rows[i])) {
      incomes.push_back(i);
    } else if (rows[i].region.empty()) {
      unknown.push_back(rows[i].code);
    } else {
      producers.push_back(i);
      regions.insert(rows[i].region);
      sectors.insert(rows[i].code);
    }
  }
  std::vector<Index> industries;
  std::vector<Index> finals;
  std::optional<Index> output_col;
  for (Index j = 0; j < cols.size(); ++j) {
    if (is_total(cols[j])) {
      output_col = j;
    } else if (is_subtotal(cols[j])) {
      continue;
    } else if (!cols[j].region.empty() && sectors.contains(cols[j].code)) {
      industries.push_back(j);
    } else if (!cols[j].region.empty() && final_use_kind(cols[j].code)) {
      finals.push_back(j);
    } else {
      unknown.push_back(named(cols[j]));
    }
  }
  if (!unknown.empty()) {
    return Error{ErrorCode::bad_input,
                 fmt::format("unknown rows or columns: {}", fmt::join(unknown, ", ")), table.file,
                 "neither a sector, nor a final use, nor value added, taxes or output", ""};
  }
  table.Z = {labels_at(rows, producers), labels_at(cols, industries),
             block_of(grid.values, producers, industries)};
  table.F = {labels_at(rows, producers), labels_at(cols, finals),
             block_of(grid.values, producers, finals)};
  if (!incomes.empty()) {
    std::vector<std::string> names;
    for (const Index k : incomes) names.push_back(rows[k].code);
    const Status taken = take_incomes(labels_at(cols, industries), names,
                                      block_of(grid.values, incomes, industries), table);
    if (!taken.ok()) return taken.error();
  }
  if (output_row) {
    table.output_of = labels_at(cols, industries);
    for (const Index j : industries) table.output.push_back(grid.values(*output_row, j));
  } else if (output_col) {
    table.output_of = labels_at(rows, producers);
    for (const Index i : producers) table.output.push_back(grid.values(i, *output_col));
  }
  return Done{};
}

}  // namespace domar::readers::world
