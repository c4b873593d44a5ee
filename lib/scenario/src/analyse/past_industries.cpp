#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "analyses.hpp"
#include "domar/growth/industry_accounts.hpp"
#include "domar/readers/csv.hpp"

namespace domar::scenario::analyses {

namespace {

using growth::IndustryGrowth;
using growth::IndustryTotals;

constexpr const char* k_whole = "TOTAL";

/// Tables of some years by section, and real GDP.
struct PastTables {
  std::vector<std::string> sections;  ///< "C Manufacturing"
  std::map<int, std::map<std::string, IndustryTotals>> by_year;
  std::map<int, double> real_gdp;
};

/// Columns section,name,year,value_added,labour_income,persons,real_gdp: persons may be empty; the
/// section TOTAL has real GDP and nothing else.
Result<PastTables> read_past(const std::filesystem::path& path) {
  const auto table = readers::CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto columns = table->require_columns(
      {"section", "name", "year", "value_added", "labour_income", "persons", "real_gdp"});
  if (!columns.ok()) return columns.error();
  PastTables past;
  for (Index r = 0; r < table->rows(); ++r) {
    const auto year = table->number(r, (*columns)[2]);
    if (!year.ok()) return year.error();
    const int when = static_cast<int>(*year);
    double values[4] = {0.0, 0.0, 0.0, 0.0};
    for (Index c = 0; c < 4; ++c) {
      const auto value = table->number_or_empty(r, (*columns)[3 + c]);
      if (!value.ok()) return value.error();
      values[c] = value->value_or(0.0);
    }
    if (table->field(r, (*columns)[0]) == k_whole) {
      past.real_gdp[when] = values[3];
      continue;
    }
    const std::string section = table->text(r, (*columns)[0]) + " " + table->text(r, (*columns)[1]);
    auto& year_of = past.by_year[when];
    if (!year_of.emplace(section, IndustryTotals{values[0], values[1], values[2]}).second) {
      return Error{ErrorCode::bad_value, fmt::format("'{}' stands twice in {}", section, when),
                   table->where(r, 0), "", ""};
    }
    if (past.by_year.size() == 1) past.sections.push_back(section);
  }
  return past;
}

/// Every year must have the sections of the first, and real GDP.
Status check_years(const PastTables& past) {
  for (const auto& [year, sections] : past.by_year) {
    const bool alike = sections.size() == past.sections.size() &&
                       std::all_of(past.sections.begin(), past.sections.end(),
                                   [&, &of_year = sections](const std::string& section) {
                                     return of_year.contains(section);
                                   });
    if (!alike) {
      return Error{ErrorCode::bad_input,
                   fmt::format("{} has other sections than the first year", year), "",
                   "every year needs the same sections", ""};
    }
    const auto real = past.real_gdp.find(year);
    if (real == past.real_gdp.end() || !(real->second > 0.0)) {
      return Error{ErrorCode::bad_input, fmt::format("no real GDP of {}", year), "",
                   "a row of the section TOTAL with real_gdp", ""};
    }
  }
  return Done{};
}

std::vector<IndustryTotals> in_order(const PastTables& past, int year) {
  std::vector<IndustryTotals> list;
  for (const std::string& section : past.sections)
    list.push_back(past.by_year.at(year).at(section));
  return list;
}

/// What all persons together would have brought, had every industry gained them alike.
double labour_of_all(const std::vector<IndustryTotals>& before,
                     const std::vector<IndustryTotals>& after, int years) {
  const auto sums = [](const std::vector<IndustryTotals>& list) {
    IndustryTotals sum;
    for (const auto& one : list) {
      sum.value_added += one.value_added;
      sum.labour_income += one.labour_income;
      sum.persons += one.persons;
    }
    return sum;
  };
  const IndustryTotals a = sums(before);
  const IndustryTotals b = sums(after);
  const double share = 0.5 * (a.labour_income / a.value_added + b.labour_income / b.value_added);
  return share * std::log(b.persons / a.persons) / years;
}

Status add_period(const PastTables& past, int from, int to, Analysis& result) {
  const auto before = in_order(past, from);
  const auto after = in_order(past, to);
  const int years = to - from;
  const double real = std::log(past.real_gdp.at(to) / past.real_gdp.at(from));
  const auto growth = growth::industry_accounts(before, after, real, years);
  if (!growth.ok()) return growth.error();
  IndustryGrowth sum;
  for (Index j = 0; j < growth->size(); ++j) {
    const IndustryGrowth& g = (*growth)[j];
    result.rows.push_back(
        {fmt::format("{}-{} {}", from, to, past.sections[j]),
         {100 * g.share, 100 * g.value_added, 100 * g.contribution, 100 * g.labour, 100 * g.rest}});
    sum.share += g.share;
    sum.contribution += g.contribution;
    sum.labour += g.labour;
    sum.rest += g.rest;
  }
  result.rows.push_back({fmt::format("{}-{} all", from, to),
                         {100 * sum.share, 100 * real / years, 100 * sum.contribution,
                          100 * sum.labour, 100 * sum.rest}});
  const std::string span = fmt::format("{}-{}, ", from, to);
  const double all = labour_of_all(before, after, years);
  if (std::isfinite(all)) {
    result.figures.emplace_back(span + "labour as a whole, points a year", 100 * all);
    result.figures.emplace_back(span + "moves of labour between industries, points a year",
                                100 * (sum.labour - all));
  }
  return Done{};
}

}  // namespace

Result<Analysis> industry_accounts(const EconomyFolder& folder, const AnalyseOptions&) {
  const auto path = folder.table.parent_path() / "past_industries.csv";
  auto past = read_past(path);
  if (!past.ok()) return past.error();
  if (auto status = check_years(*past); !status.ok()) {
    Error error = status.error();
    error.where = path.string();
    return error;
  }
  Analysis result;
  result.title = "growth of the past by industry, points a year";
  result.columns = {"weight, %", "value added", "contribution", "labour", "the rest"};
  std::optional<int> before;
  for (const auto& [year, sections] : past->by_year) {
    if (before) {
      if (auto status = add_period(*past, *before, year, result); !status.ok()) {
        Error error = status.error();
        error.where = path.string() + ", " + error.where;
        return error;
      }
    }
    before = year;
  }
  result.notes = {
      "Value added is that of the tables, deflated by the prices of GDP: no prices by industry are "
      "at hand, so that an industry whose prices rise more than GDP's seems to grow faster. "
      "Contributions add up to the official growth of GDP.",
      "Labour is persons by labour's share. The rest is capital, productivity, quality of labour "
      "and relative prices. Capital by industry cannot be told: depreciation in the tables, the "
      "one "
      "trace of it, jumps from table to table with the methods of the bureau (real estate -35 % a "
      "year in 2012-2017).",
      "Tables of different years are not quite alike: the sums of 2018 and 2020 go with GDP as "
      "revised after the fourth economic census, that of 2017 lies below it, so that the year "
      "between them holds a revision."};
  return result;
}

}  // namespace domar::scenario::analyses
