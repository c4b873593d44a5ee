#include "domar/accounts/parameters.hpp"

#include <fmt/format.h>

#include "domar/accounts/fact_log.hpp"
#include "domar/base/text.hpp"

namespace domar::accounts {

namespace {

template <class T>
Result<T> find_named(const std::map<std::string, T>& by_name, const std::string& name,
                     const char* kind) {
  const auto found = by_name.find(name);
  if (found != by_name.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [candidate, ignored] : by_name) names.push_back(candidate);
  const std::string hint =
      names.empty() ? "the table is empty"
                    : fmt::format("did you mean '{}'?", names[nearest_name(name, names)]);
  return Error{ErrorCode::not_found, fmt::format("no {} '{}'", kind, name), "", hint, ""};
}

}  // namespace

Result<std::vector<Fact>> SectorParameters::require(const std::string& name) const {
  if (FactLog* log = FactLog::current()) log->parameters.insert(name);
  return find_named(by_name, name, "sector parameter");
}

Result<Vector> SectorParameters::values(const std::string& name) const {
  const auto facts = require(name);
  if (!facts.ok()) return facts.error();
  Vector values;
  for (const Fact& fact : *facts) values.push_back(fact.value);
  return values;
}

Result<RangedFact> FactTable::require(const std::string& name) const {
  if (FactLog* log = FactLog::current()) log->figures.insert(name);
  return find_named(by_name, name, "figure");
}

Result<std::map<int, Fact>> SeriesTable::require(const std::string& name) const {
  if (FactLog* log = FactLog::current()) log->series.insert(name);
  return find_named(by_name, name, "series");
}

Result<Fact> SeriesTable::require(const std::string& name, int year) const {
  const auto series = require(name);
  if (!series.ok()) return series.error();
  const auto found = series->find(year);
  if (found != series->end()) return found->second;
  const std::string hint =
      series->empty()
          ? ""
          : fmt::format("it speaks of {} to {}", series->begin()->first, series->rbegin()->first);
  return Error{ErrorCode::not_found, fmt::format("series '{}' has no year {}", name, year), "",
               hint, ""};
}

}  // namespace domar::accounts
