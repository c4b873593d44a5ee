#include "contributions_report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace domar::scenario {

using equilibrium::Subtotals;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t k_widest_name = 34;
constexpr Index k_columns = 4;  ///< instruments side by side

std::string cut(const std::string& name, std::size_t width) {
  return name.size() <= width ? name : name.substr(0, width - 2) + "..";
}

/// Names too long for a column are numbered, and told in a list before the tables.
constexpr std::size_t k_column = 18;
bool is_long(const std::string& name) { return name.size() > k_column; }
std::string heading_of(const std::vector<std::string>& instruments, Index i) {
  return is_long(instruments[i]) ? fmt::format("[{}]", i + 1) : instruments[i];
}
std::string legend(const std::vector<std::string>& instruments) {
  std::string text;
  for (Index i = 0; i < instruments.size(); ++i) {
    if (is_long(instruments[i])) text += fmt::format("  [{}] {}\n", i + 1, instruments[i]);
  }
  return text.empty() ? "" : "\nInstruments\n" + text;
}

/// One table of rows by instrument, `k_columns` instruments at a time.
std::string table(const std::string& heading, const std::vector<std::string>& instruments,
                  const std::vector<std::string>& names, const Matrix& values,
                  const Vector& totals) {
  std::string text;
  for (Index first = 0; first < instruments.size() || first == 0; first += k_columns) {
    const Index last = std::min<Index>(instruments.size(), first + k_columns);
    text += fmt::format("\n{:<{}}", heading, k_widest_name + 2);
    if (first == 0) text += fmt::format(" {:>14}", "total");
    for (Index i = first; i < last; ++i) text += fmt::format(" {:>18}", heading_of(instruments, i));
    text += "\n";
    for (Index row = 0; row < names.size(); ++row) {
      text += fmt::format("  {:<{}}", cut(names[row], k_widest_name), k_widest_name);
      if (first == 0) text += fmt::format(" {:>+14.6g}", totals[row]);
      for (Index i = first; i < last; ++i) text += fmt::format(" {:>+18.6g}", values(row, i));
      text += "\n";
    }
    if (instruments.empty()) break;
  }
  return text;
}

/// Rows that move, the largest relative to their size first, at most so many.
std::vector<Index> moving_rows(const Subtotals& c, Index most) {
  std::vector<Index> rows;
  for (Index i = 0; i < c.indicators.size(); ++i) {
    if (std::abs(c.indicators[i].after - c.indicators[i].before) > 1e-12) rows.push_back(i);
  }
  if (rows.size() > most) rows.resize(most);
  return rows;
}

}  // namespace

std::string contributions_text(const Subtotals& c, const std::string& money) {
  constexpr Index k_most_rows = 40;
  const auto rows = moving_rows(c, k_most_rows);
  std::vector<std::string> names;
  Matrix values(rows.size(), c.instruments.size());
  Vector totals;
  for (Index r = 0; r < rows.size(); ++r) {
    const auto& indicator = c.indicators[rows[r]];
    names.push_back(indicator.name);
    totals.push_back(indicator.after - indicator.before);
    for (Index i = 0; i < c.instruments.size(); ++i) values(r, i) = indicator.by_instrument[i];
  }
  std::string text = legend(c.instruments) + table("Change of each result by instrument",
                                                   c.instruments, names, values, totals);
  for (const auto& region : c.regions) {
    names.clear();
    totals.clear();
    Matrix parts(equilibrium::k_sources + 2, c.instruments.size());
    for (Index source = 0; source < equilibrium::k_sources; ++source) {
      names.emplace_back(equilibrium::name_of(static_cast<equilibrium::Source>(source)));
      totals.push_back(region.welfare.row_sum(source));
      for (Index i = 0; i < c.instruments.size(); ++i) {
        parts(source, i) = region.welfare(source, i);
        parts(equilibrium::k_sources, i) += region.welfare(source, i);
      }
    }
    names.emplace_back("equivalent variation");
    totals.push_back(region.equivalent_variation);
    names.emplace_back("real GDP, log points");
    totals.push_back(region.log_real_gdp);
    for (Index i = 0; i < c.instruments.size(); ++i) {
      parts(equilibrium::k_sources + 1, i) = region.real_gdp[i];
    }
    text += table("Welfare of " + region.name + (money.empty() ? "" : ", " + money), c.instruments,
                  names, parts, totals);
    if (region.spending_0 > 0.0) {
      text += fmt::format("  equivalent variation is {:+.4f} % of base-year spending\n",
                          100.0 * region.equivalent_variation / region.spending_0);
    }
  }
  double worst = 0.0;
  for (const auto& indicator : c.indicators) worst = std::max(worst, std::abs(indicator.remainder));
  text += fmt::format("\nadds up to {:.1e}; the path was solved at {} points\n", worst, c.points);
  return text;
}

Json contributions_json(const Subtotals& c) {
  Json json{{"instruments", c.instruments},
            {"results", Json::array()},
            {"welfare", Json::array()},
            {"points", c.points}};
  const auto by_instrument = [&](const auto& value) {
    Json out = Json::object();
    for (Index i = 0; i < c.instruments.size(); ++i) out[c.instruments[i]] = value(i);
    return out;
  };
  for (const auto& indicator : c.indicators) {
    json["results"].push_back(
        {{"name", indicator.name},
         {"before", indicator.before},
         {"after", indicator.after},
         {"by_instrument", by_instrument([&](Index i) { return indicator.by_instrument[i]; })},
         {"remainder", indicator.remainder}});
  }
  for (const auto& region : c.regions) {
    Json sources = Json::object();
    for (Index source = 0; source < equilibrium::k_sources; ++source) {
      sources[equilibrium::name_of(static_cast<equilibrium::Source>(source))] =
          by_instrument([&](Index i) { return region.welfare(source, i); });
    }
    json["welfare"].push_back(
        {{"region", region.name},
         {"spending_0", region.spending_0},
         {"equivalent_variation", region.equivalent_variation},
         {"by_source", sources},
         {"remainder", region.remainder},
         {"log_real_gdp", region.log_real_gdp},
         {"real_gdp_by_instrument", by_instrument([&](Index i) { return region.real_gdp[i]; })}});
  }
  return json;
}

std::string open_markets_text(const std::vector<equilibrium::OpenMarket>& markets, double share,
                              const std::string& money) {
  if (markets.empty()) return "";
  std::string text = fmt::format(
      "  at {:.1f} % of the change, at the prices of the last point solved, these markets are "
      "furthest open:\n",
      100.0 * share);
  for (const auto& market : markets) {
    text += fmt::format("    {:<44} {} {:.6g} {}\n", market.name,
                        market.excess_demand > 0.0 ? "lacks" : "has too much:",
                        std::abs(market.excess_demand), money);
  }
  return text;
}

Json open_markets_json(const std::vector<equilibrium::OpenMarket>& markets) {
  Json list = Json::array();
  for (const auto& market : markets) {
    list.push_back({{"market", market.name}, {"excess_demand", market.excess_demand}});
  }
  return list;
}

nlohmann::ordered_json freed_json(const std::vector<FreedInstrument>& freed) {
  nlohmann::ordered_json json;
  for (const auto& one : freed) {
    json.push_back({{"closure", one.closure},
                    {"instrument", one.lever},
                    {"amount", one.amount},
                    {"binds", one.binds}});
    if (one.result.empty()) continue;
    json.back()["result"] = one.result;
    json.back()["value"] = one.value;
    json.back()["target"] = one.target;
    json.back()["missed"] = one.missed;
  }
  return json;
}

void add_ending(const Ending& ending, nlohmann::ordered_json& json) {
  json["converged"] = ending.converged;
  json["feasible_share"] = ending.feasible_share;
  if (ending.converged) return;
  json["note"] = ending.note;
  json["open_markets"] = open_markets_json(ending.open_markets);
}

}  // namespace domar::scenario
