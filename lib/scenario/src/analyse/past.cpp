#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "analyses.hpp"
#include "domar/growth/aggregate_accounts.hpp"

namespace domar::scenario::analyses {

namespace {

using growth::AggregateAccounts;
using growth::AggregateYear;

/// Yearly totals from the series "history.*"; `capital` names the measure of capital, `share` that
/// of labour's share.
Result<std::map<int, AggregateYear>> history(const accounts::SeriesTable& series,
                                             const std::string& capital, const std::string& share) {
  std::map<int, AggregateYear> years;
  const auto read = [&](const std::string& name, auto set) -> Status {
    const auto found = series.require("history." + name);
    if (!found.ok()) return found.error();
    for (const auto& [year, fact] : *found) set(years[year], fact.value);
    return Done{};
  };
  for (const Status& status :
       {read("real_gdp", [](AggregateYear& y, double v) { y.real_gdp = v; }),
        read(capital, [](AggregateYear& y, double v) { y.capital = v; }),
        read("employment", [](AggregateYear& y, double v) { y.hours = v; }),
        read("hours", [](AggregateYear& y, double v) { y.hours *= v; }),
        read("human_capital", [](AggregateYear& y, double v) { y.quality = v; }),
        read(share, [](AggregateYear& y, double v) { y.labour_share = v; })}) {
    if (!status.ok()) return status.error();
  }
  return years;
}

AnalysisRow row_of(const std::string& label, const AggregateAccounts& a) {
  return {label, {100 * a.gdp, 100 * a.hours, 100 * a.deepening, 100 * a.quality, 100 * a.tfp}};
}

/// Periods of the published accounts: facts "published.WHO.FROM-TO.PART".
struct Published {
  std::string who;
  int from = 0;
  int to = 0;
  bool operator<(const Published& other) const {
    return std::tie(from, to, who) < std::tie(other.from, other.to, other.who);
  }
};

std::set<Published> published_periods(const accounts::FactTable& facts) {
  std::set<Published> periods;
  for (const auto& [name, fact] : facts.by_name) {
    if (name.rfind("published.", 0) != 0) continue;
    const auto who_end = name.find('.', 10);
    const auto period_end = name.find('.', who_end + 1);
    if (who_end == std::string::npos || period_end == std::string::npos) continue;
    const std::string years = name.substr(who_end + 1, period_end - who_end - 1);
    periods.insert({name.substr(10, who_end - 10), std::stoi(years.substr(0, 4)),
                    std::stoi(years.substr(5, 4))});
  }
  return periods;
}

AnalysisRow published_row(const accounts::FactTable& facts, const Published& published) {
  const auto part = [&](const char* name) {
    const auto found = facts.by_name.find(
        fmt::format("published.{}.{}-{}.{}", published.who, published.from, published.to, name));
    return found == facts.by_name.end() ? std::nan("") : 100 * found->second.value;
  };
  return {fmt::format("{}-{} {} (published)", published.from, published.to, published.who),
          {part("gdp"), part("hours"), part("deepening"), part("quality"), part("tfp")}};
}

}  // namespace

Result<Analysis> growth_accounts(const EconomyFolder& folder, const AnalyseOptions&) {
  Analysis result;
  result.title = "growth of the past, points a year";
  result.columns = {"GDP", "hours", "capital deepening", "labour quality", "TFP"};
  const auto stock = history(folder.series, "capital_stock", "labour_share");
  if (!stock.ok()) return stock.error();
  const auto services = history(folder.series, "capital_services", "labour_share");
  if (!services.ok()) return services.error();
  const int first = stock->begin()->first;
  const int last = stock->rbegin()->first;
  std::set<Published> periods = published_periods(folder.facts);
  periods.insert({"", 2010, last});
  for (const Published& period : periods) {
    const bool known = period.from >= first && period.to <= last;
    if (!period.who.empty()) result.rows.push_back(published_row(folder.facts, period));
    if (!known) continue;
    const auto mine = growth::aggregate_accounts(*stock, period.from, period.to);
    if (!mine.ok()) return mine.error();
    result.rows.push_back(
        row_of(fmt::format("{}-{}, capital stock", period.from, period.to), *mine));
    const auto other = growth::aggregate_accounts(*services, period.from, period.to);
    if (!other.ok()) return other.error();
    result.rows.push_back(
        row_of(fmt::format("{}-{}, capital services", period.from, period.to), *other));
  }
  result.notes = {
      "Rows without a name are computed here from totals of the Penn World Table 10.01 (series "
      "history.*): GDP = hours + capital deepening + labour quality + TFP, chained year by year.",
      "They differ from published accounts because deflators differ (the Penn World Table grows "
      "China less than the official figures do), because capital starts and wears out otherwise, "
      "because hours are those of employment times a mean, and because quality is schooling alone. "
      "Nobody's TFP of China is good to a point a year: compare bands."};
  return result;
}

}  // namespace domar::scenario::analyses
