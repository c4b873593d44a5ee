#include "past_shares.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "domar/readers/csv.hpp"

namespace domar::scenario {

namespace {

constexpr const char* k_quantities[] = {"value_added", "exports", "imports"};

Result<Labels> industries_of(const readers::CsvTable& table, Index code, Index name) {
  std::vector<std::string> codes;
  std::vector<std::string> titles;
  std::set<std::string> seen;
  for (Index r = 0; r < table.rows(); ++r) {
    if (!seen.insert(table.text(r, code)).second) continue;
    codes.push_back(table.text(r, code));
    titles.push_back(table.text(r, name));
  }
  return Labels::make(std::move(codes), std::move(titles));
}

}  // namespace

Result<PastShares> read_past_shares(const std::filesystem::path& path) {
  const auto table = readers::CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto columns = table->require_columns(
      {"industry", "name", "year", k_quantities[0], k_quantities[1], k_quantities[2]});
  if (!columns.ok()) return columns.error();
  auto industries = industries_of(*table, (*columns)[0], (*columns)[1]);
  if (!industries.ok()) return industries.error();
  PastShares past;
  past.industries = std::move(industries.value());
  std::set<std::pair<int, Index>> seen;
  for (Index r = 0; r < table->rows(); ++r) {
    const Index industry = *past.industries.find(table->field(r, (*columns)[0]));
    const auto year = table->number(r, (*columns)[2]);
    if (!year.ok()) return year.error();
    const int when = static_cast<int>(*year);
    if (when != *year || when < 1900 || when > 2100 || !seen.emplace(when, industry).second) {
      return Error{ErrorCode::bad_value,
                   fmt::format("'{}' is no year, or this industry has it twice",
                               table->field(r, (*columns)[2])),
                   table->where(r, (*columns)[2]), "", ""};
    }
    for (Index q = 0; q < std::size(k_quantities); ++q) {
      const auto share = table->number(r, (*columns)[3 + q]);
      if (!share.ok()) return share.error();
      if (*share < 0.0) {
        return Error{ErrorCode::bad_value, fmt::format("a share of {}", *share),
                     table->where(r, (*columns)[3 + q]), "shares of GDP are not negative", ""};
      }
      Vector& shares = past.by_quantity[k_quantities[q]][when];
      shares.resize(past.industries.size(), 0.0);
      shares[industry] = *share;
    }
  }
  return past;
}

double PastShares::median_change(const std::string& quantity, int last, double least) const {
  const auto found = by_quantity.find(quantity);
  if (found == by_quantity.end()) return 0.0;
  Vector changes;
  for (auto then = found->second.begin(); then != found->second.end(); ++then) {
    const auto next = std::next(then);
    if (next == found->second.end() || next->first > last) break;
    const double root = std::sqrt(static_cast<double>(next->first - then->first));
    for (Index i = 0; i < industries.size(); ++i) {
      if (then->second[i] <= least || next->second[i] <= least) continue;
      changes.push_back(std::abs(std::log(next->second[i] / then->second[i])) / root);
    }
  }
  if (changes.empty()) return 0.0;
  const auto middle = changes.begin() + static_cast<std::ptrdiff_t>(changes.size() / 2);
  std::nth_element(changes.begin(), middle, changes.end());
  return *middle;
}

Vector PastShares::laid_out(const std::string& quantity, int year, const Labels& codes) const {
  Vector shares(codes.size(), 0.0);
  const Vector& there = by_quantity.at(quantity).at(year);
  for (Index i = 0; i < industries.size(); ++i) {
    if (const auto place = codes.find(industries.code(i))) shares[*place] = there[i];
  }
  return shares;
}

}  // namespace domar::scenario
