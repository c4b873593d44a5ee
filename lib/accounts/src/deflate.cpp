#include "domar/accounts/deflate.hpp"

#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "domar/accounts/totals.hpp"
#include "places.hpp"

namespace domar::accounts {

namespace {

constexpr Index k_any = Economy::k_none;

/// Prices by variety, (region, good); 0 where none is given.
Result<Matrix> price_table(const Economy& economy, const std::vector<PriceChange>& prices) {
  std::map<std::pair<Index, Index>, double> given;
  for (const PriceChange& change : prices) {
    const auto fail = [&](Error error) {
      if (!change.where.empty()) error.where = change.where;
      return error;
    };
    std::pair<Index, Index> key{k_any, k_any};
    if (!change.region.empty()) {
      const auto region = economy.regions.require(change.region, "region");
      if (!region.ok()) return fail(region.error());
      key.first = *region;
    }
    if (!change.good.empty()) {
      const auto good = economy.goods.require(change.good, "good");
      if (!good.ok()) return fail(good.error());
      key.second = *good;
    }
    const std::string name = change.region + (change.region.empty() ? "" : ":") + change.good;
    if (!(change.price > 0.0 && std::isfinite(change.price))) {
      return fail({ErrorCode::bad_value,
                   fmt::format("price {} of {} is not above zero", change.price, name), "",
                   "1.1 where it has become 10 % dearer", ""});
    }
    if (!given.insert({key, change.price}).second) {
      return fail({ErrorCode::bad_value, fmt::format("the price of {} stands twice", name), "",
                   "keep one of them", ""});
    }
  }
  Matrix table(economy.regions.size(), economy.goods.size());
  for (Index r = 0; r < table.rows(); ++r) {
    for (Index i = 0; i < table.cols(); ++i) {
      for (const auto& key :
           {std::pair{r, i}, std::pair{k_any, i}, std::pair{r, k_any}, std::pair{k_any, k_any}}) {
        const auto found = given.find(key);
        if (found == given.end()) continue;
        table(r, i) = found->second;
        break;
      }
    }
  }
  return table;
}

Status every_variety_has_a_price(const Economy& economy, const Matrix& prices) {
  std::string missing;
  Index count = 0;
  for (Index r = 0; r < prices.rows(); ++r) {
    for (Index i = 0; i < prices.cols(); ++i) {
      if (prices(r, i) > 0.0 || economy.supplier[r][i] == Economy::k_none) continue;
      if (++count <= 20) missing += (count > 1 ? ", " : "") + variety_place(economy, r, i);
    }
  }
  if (count == 0) return Done{};
  return Error{ErrorCode::not_found,
               fmt::format("no price for {}{}", missing,
                           count > 20 ? fmt::format(" and {} more", count - 20) : ""),
               economy.name, "a price with an empty good counts for all goods of its region", ""};
}

/// Value added as it was, times what is left at the new prices over what was left at the old.
void double_deflate(Economy& real, const Vector& nominal_output, const Vector& real_output,
                    const Vector& real_inputs) {
  std::string negative;
  for (Index j = 0; j < real.industries.size(); ++j) {
    const double nominal = real.value_added_of(j);
    const double left = real_output[j] - real_inputs[j];
    if (left < 0.0 && nominal_output[j] > 0.0) {
      negative += (negative.empty() ? "" : ", ") + industry_place(real, j);
    }
    if (nominal != 0.0) {
      for (Index v = 0; v < k_value_added_rows; ++v) real.value_added(v, j) *= left / nominal;
    } else {
      real.value_added(operating_surplus, j) += left;
    }
  }
  if (!negative.empty()) {
    real.notes.push_back("value added is below zero at these prices: " + negative);
  }
}

}  // namespace

Result<Economy> deflate(const Economy& economy, const std::vector<PriceChange>& prices,
                        const std::string& prices_of) {
  if (auto status = economy.check_shapes(); !status.ok()) return status.error();
  const auto table = price_table(economy, prices);
  if (!table.ok()) return table.error();
  if (auto status = every_variety_has_a_price(economy, *table); !status.ok()) {
    return status.error();
  }
  Economy real = economy;
  // Output at the new prices: sales of each variety, and what does not balance as it was.
  const Vector nominal_output = gross_outputs(economy);
  const Vector nominal_sales = industry_sales(economy);
  for (Index r = 0; r < real.regions.size(); ++r) {
    for (Index i = 0; i < real.goods.size(); ++i) {
      if (real.supplier[r][i] == Economy::k_none) continue;
      for (double& value : real.use[r].row(i)) value /= (*table)(r, i);
    }
  }
  Vector real_output = industry_sales(real);
  for (Index j = 0; j < real_output.size(); ++j) {
    if (nominal_sales[j] != 0.0) real_output[j] *= nominal_output[j] / nominal_sales[j];
  }
  double_deflate(real, nominal_output, real_output, spending_by_user(real));
  real.price_basis += " prices of " + prices_of;
  real.notes.push_back(fmt::format("at prices of {}, value added by double deflation", prices_of));
  return real;
}

namespace {

std::string key_of(const Economy& economy, Index j) {
  return economy.regions.code(economy.industries[j].region) + ":" + economy.industries[j].code;
}

/// Number of the industry in `other` of each industry of `economy`.
Result<std::vector<Index>> matched_industries(const Economy& economy, const Economy& other) {
  std::map<std::string, Index> by_key;
  for (Index k = 0; k < other.industries.size(); ++k) by_key[key_of(other, k)] = k;
  std::vector<Index> match;
  std::string missing;
  for (Index j = 0; j < economy.industries.size(); ++j) {
    const auto found = by_key.find(key_of(economy, j));
    if (found == by_key.end()) {
      missing += (missing.empty() ? "" : ", ") + key_of(economy, j);
      continue;
    }
    match.push_back(found->second);
    by_key.erase(found);
  }
  for (const auto& [key, k] : by_key) missing += (missing.empty() ? "" : ", ") + key;
  if (missing.empty()) return match;
  return Error{ErrorCode::shape_mismatch,
               fmt::format("industries of {} or {} only: {}", economy.name, other.name, missing),
               "", "bring both into one classification first: domar aggregate", ""};
}

Result<VolumeChange> change(double then_0, double now_0, double then_1, double now_1,
                            const std::string& name) {
  if (!(then_0 > 0.0 && now_0 > 0.0 && then_1 > 0.0 && now_1 > 0.0)) {
    return Error{ErrorCode::bad_value, fmt::format("{} is not positive at both prices", name), name,
                 "are these prices of the right years?", ""};
  }
  VolumeChange out{now_0 / then_0, now_1 / then_1, 0.0};
  out.fisher = std::sqrt(out.laspeyres * out.paasche);
  return out;
}

std::vector<PriceChange> inverted(std::vector<PriceChange> prices) {
  for (PriceChange& change : prices) {
    if (change.price > 0.0) change.price = 1.0 / change.price;
  }
  return prices;
}

}  // namespace

Result<VolumeChanges> volume_changes(const Economy& earlier, const Economy& later,
                                     const std::vector<PriceChange>& prices) {
  const auto match = matched_industries(later, earlier);
  if (!match.ok()) return match.error();
  const auto later_at_0 = deflate(later, prices, std::to_string(earlier.year));
  if (!later_at_0.ok()) return later_at_0.error();
  const auto earlier_at_1 = deflate(earlier, inverted(prices), std::to_string(later.year));
  if (!earlier_at_1.ok()) return earlier_at_1.error();
  const Vector x_00 = gross_outputs(earlier);
  const Vector x_10 = gross_outputs(*later_at_0);
  const Vector x_01 = gross_outputs(*earlier_at_1);
  const Vector x_11 = gross_outputs(later);
  VolumeChanges out;
  for (Index j = 0; j < later.industries.size(); ++j) {
    const Index k = (*match)[j];
    if (x_00[k] == 0.0 && x_11[j] == 0.0) continue;  // makes nothing in either year
    const std::string name = key_of(later, j);
    const auto output = change(x_00[k], x_10[j], x_01[k], x_11[j], "output of " + name);
    const auto income =
        change(earlier.value_added_of(k), later_at_0->value_added_of(j),
               earlier_at_1->value_added_of(k), later.value_added_of(j), "value added of " + name);
    if (!output.ok() || !income.ok()) {
      out.left_out.push_back(name);
      continue;
    }
    out.industries.push_back(name);
    out.output.push_back(*output);
    out.value_added.push_back(*income);
  }
  for (Index r = 0; r < later.regions.size(); ++r) {
    const std::string& code = later.regions.code(r);
    const auto other = earlier.regions.require(code, "region");
    if (!other.ok()) return other.error();
    const auto gdp = change(earlier.gdp(*other), later_at_0->gdp(r), earlier_at_1->gdp(*other),
                            later.gdp(r), "GDP of " + code);
    if (!gdp.ok()) return gdp.error();
    out.regions.push_back(code);
    out.gdp.push_back(*gdp);
  }
  return out;
}

Vector chained(const std::vector<VolumeChange>& years) {
  Vector index{1.0};
  for (const VolumeChange& year : years) index.push_back(index.back() * year.fisher);
  return index;
}

}  // namespace domar::accounts
