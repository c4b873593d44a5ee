#include "world/satellites.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace domar::readers::world {

namespace {

using accounts::Economy;
using accounts::SatelliteAccount;

Error refused(const WorldTable& table, const SatelliteBlock& block, const std::string& what,
              const std::vector<std::string>& names) {
  return {ErrorCode::bad_input,
          fmt::format("satellite account {}: {}: {}", block.name, what, fmt::join(names, ", ")),
          table.file, "", ""};
}

Status check_rows(const WorldTable& table, const SatelliteBlock& block) {
  std::set<std::string> seen;
  std::vector<std::string> twice;
  for (const accounts::SatelliteRow& row : block.rows) {
    if (!seen.insert(row.code).second) twice.push_back(row.code);
  }
  if (twice.empty()) return Done{};
  return refused(table, block, "rows stand twice", twice);
}

void add_columns(const Matrix& from, const std::vector<Index>& target, Matrix& to) {
  for (Index k = 0; k < from.rows(); ++k) {
    const auto source = from.row(k);
    const auto sums = to.row(k);
    for (Index j = 0; j < source.size(); ++j) {
      if (target[j] != Economy::k_none) sums[target[j]] += source[j];
    }
  }
}

Status place_final_uses(const WorldTable& table, const SatelliteBlock& block,
                        const Placement& placement, Index final_uses, SatelliteAccount& account) {
  std::vector<Index> target;
  std::vector<std::string> unknown;
  std::set<std::pair<std::string, std::string>> seen;
  for (const Account& label : block.final_cols) {
    const auto place = placement.final_use(label);
    const bool twice = !seen.emplace(label.region, label.code).second;
    if (!place || twice) unknown.push_back(label.region + " " + label.code);
    target.push_back(place.value_or(Economy::k_none));
  }
  if (!unknown.empty()) {
    return refused(table, block, "final uses unknown or standing twice", unknown);
  }
  account.by_final_use = Matrix(block.rows.size(), final_uses);
  add_columns(block.by_final_use, target, account.by_final_use);
  return Done{};
}

}  // namespace

Status place_satellites(const WorldTable& table, const Placement& placement, Economy& economy) {
  for (const SatelliteBlock& block : table.satellites) {
    if (const Status rows = check_rows(table, block); !rows.ok()) return rows.error();
    const auto target = placement.industries(block.cols);
    if (!target.ok()) return target.error();
    SatelliteAccount account;
    account.name = block.name;
    account.rows = block.rows;
    account.by_industry = Matrix(block.rows.size(), economy.industries.size());
    add_columns(block.by_industry, *target, account.by_industry);
    if (!block.final_cols.empty()) {
      const Status finals =
          place_final_uses(table, block, placement, economy.final_uses.size(), account);
      if (!finals.ok()) return finals.error();
    }
    economy.satellites.push_back(std::move(account));
  }
  return Done{};
}

}  // namespace domar::readers::world
