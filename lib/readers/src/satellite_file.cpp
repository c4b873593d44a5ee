#include "satellite_file.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace domar::readers {

namespace {

using accounts::SatelliteAccount;
using accounts::SatelliteRow;
using Texts = std::vector<std::string>;

void write_account(const SatelliteAccount& account, const std::string& stem, NetcdfWriter& file) {
  const std::string row = stem + "_row";
  Texts codes;
  Texts names;
  Texts units;
  for (const SatelliteRow& flow : account.rows) {
    codes.push_back(flow.code);
    names.push_back(flow.name);
    units.push_back(flow.unit);
  }
  file.dimension(row.c_str(), account.rows.size());
  file.texts(row.c_str(), row.c_str(), codes, "flow");
  file.texts((row + "_name").c_str(), row.c_str(), names, "name of the flow");
  file.texts((row + "_unit").c_str(), row.c_str(), units, "unit of the flow");
  file.numbers((stem + "_industry").c_str(), {row.c_str(), "industry"},
               account.by_industry.values(), "see the units of the rows", "flows of industries");
  if (account.by_final_use.empty()) return;
  file.numbers((stem + "_final_use").c_str(), {row.c_str(), "final_use"},
               account.by_final_use.values(), "see the units of the rows", "flows of final users");
}

Matrix matrix_of(const Vector& values, Index rows, Index cols) {
  Matrix matrix(rows, cols);
  if (values.size() == matrix.values().size()) {
    std::copy(values.begin(), values.end(), matrix.data());
  }
  return matrix;
}

SatelliteAccount read_account(NetcdfReader& file, const std::string& stem, Index industries,
                              Index final_uses) {
  SatelliteAccount account;
  const std::string row = stem + "_row";
  const Index rows = file.dimension(row.c_str());
  const Texts codes = file.texts(row.c_str(), {rows});
  const Texts names = file.texts((row + "_name").c_str(), {rows});
  const Texts units = file.texts((row + "_unit").c_str(), {rows});
  if (!file.ok()) return account;
  for (Index k = 0; k < rows; ++k) account.rows.push_back({codes[k], names[k], units[k]});
  const std::string by_industry = stem + "_industry";
  account.by_industry =
      matrix_of(file.numbers(by_industry.c_str(), {rows, industries}), rows, industries);
  const std::string by_final_use = stem + "_final_use";
  if (!file.has(by_final_use.c_str())) return account;
  account.by_final_use =
      matrix_of(file.numbers(by_final_use.c_str(), {rows, final_uses}), rows, final_uses);
  return account;
}

}  // namespace

void write_satellites(const accounts::Economy& economy, NetcdfWriter& file) {
  if (economy.satellites.empty()) return;
  Texts names;
  for (const SatelliteAccount& account : economy.satellites) names.push_back(account.name);
  file.dimension("satellite", names.size());
  file.texts("satellite", "satellite", names, "satellite account");
  for (Index k = 0; k < names.size(); ++k) {
    write_account(economy.satellites[k], fmt::format("satellite_{}", k + 1), file);
  }
}

std::vector<SatelliteAccount> read_satellites(NetcdfReader& file, Index industries,
                                              Index final_uses) {
  std::vector<SatelliteAccount> accounts;
  if (!file.has("satellite")) return accounts;
  const Texts names = file.texts("satellite", {file.dimension("satellite")});
  for (Index k = 0; k < names.size() && file.ok(); ++k) {
    accounts.push_back(
        read_account(file, fmt::format("satellite_{}", k + 1), industries, final_uses));
    accounts.back().name = names[k];
  }
  return accounts;
}

}  // namespace domar::readers
