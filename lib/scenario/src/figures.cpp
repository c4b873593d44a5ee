#include "figures.hpp"

#include <utility>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::scenario {

using accounts::Economy;

double Figures::operator()(const std::string& name) {
  const auto fact = folder_.facts.require(name);
  if (fact.ok()) return fact->value;
  miss(fact.error(), "facts.csv");
  return 0.0;
}

bool Figures::has(const std::string& name) const { return folder_.facts.by_name.contains(name); }

bool Figures::has_parameter(const std::string& name) const {
  return folder_.parameters.by_name.contains(name);
}

bool Figures::has_series(const std::string& name) const {
  return folder_.series.by_name.contains(name);
}

std::map<int, double> Figures::series(const std::string& name) {
  std::map<int, double> values;
  const auto found = folder_.series.require(name);
  if (!found.ok()) {
    miss(found.error(), "series.csv");
    return values;
  }
  for (const auto& [year, fact] : *found) values[year] = fact.value;
  return values;
}

std::map<int, double> Figures::series_from(const std::string& name, int base_year, int last_year) {
  auto values = series(name);
  if (error_) return values;
  if (!values.contains(base_year)) {
    miss({ErrorCode::not_found, fmt::format("series '{}' lacks the base year {}", name, base_year),
          "", "", ""},
         "series.csv");
  } else if (values.rbegin()->first < last_year) {
    miss({ErrorCode::bad_value,
          fmt::format("series '{}' ends in {}, but the run goes to {}", name,
                      values.rbegin()->first, last_year),
          "", "end the run earlier, or give the series more years", ""},
         "series.csv");
  }
  return values;
}

namespace {

/// The unit that a parameter by sector must be in; empty where any will do.
std::string unit_expected(const std::string& parameter, const Economy& economy) {
  if (parameter == "rd_spending") return "billion " + economy.currency();
  if (parameter == "ai_exposure") return "share of tasks";
  const bool is_elasticity = parameter.ends_with("_elasticity");
  return is_elasticity ? "1" : "";
}

}  // namespace

Vector Figures::by_good(const std::string& name, double otherwise) {
  Vector values(folder_.economy.goods.size(), otherwise);
  const auto found = folder_.parameters.require(name);
  if (!found.ok()) {
    miss(found.error(), "parameters.csv");
    return values;
  }
  const std::string unit = unit_expected(name, folder_.economy);
  for (Index s = 0; s < found->size(); ++s) {
    const Fact& fact = (*found)[s];
    if (!unit.empty() && lower_case(fact.unit) != lower_case(unit)) {
      miss({ErrorCode::bad_value,
            fmt::format("{} of {} is in '{}', but '{}' is expected", name,
                        folder_.parameters.sectors.code(s), fact.unit, unit),
            "", "convert the values and write this unit beside them", ""},
           "parameters.csv");
      return values;
    }
    const auto good = folder_.economy.goods.find(folder_.parameters.sectors.code(s));
    if (good) values[*good] = fact.value;
  }
  return values;
}

Vector Figures::by_industry(const std::string& name) {
  const Vector goods = by_good(name, 0.0);
  Vector values(folder_.economy.industries.size(), 0.0);
  for (Index i = 0; i < goods.size(); ++i) {
    const Index industry = folder_.economy.supplier[0][i];
    if (industry != Economy::k_none) values[industry] = goods[i];
  }
  return values;
}

Index Figures::industry_of_sector(Index sector) const {
  Index seen = 0;
  for (Index i = 0; i < folder_.economy.goods.size(); ++i) {
    const Index industry = folder_.economy.supplier[0][i];
    if (industry != Economy::k_none && seen++ == sector) return industry;
  }
  return Economy::k_none;
}

Status Figures::status() const {
  if (error_) return *error_;
  return Done{};
}

void Figures::miss(Error error, const char* file) {
  if (error_) return;
  error.where = (folder_.table.parent_path() / file).string();
  error_ = std::move(error);
}

}  // namespace domar::scenario
