#include "domar/accounts/economy.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <span>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::accounts {

const char* name_of(FinalUseKind kind) {
  switch (kind) {
    case FinalUseKind::household:
      return "household";
    case FinalUseKind::government:
      return "government";
    case FinalUseKind::fixed_investment:
      return "fixed_investment";
    case FinalUseKind::stock_change:
      return "stock_change";
    case FinalUseKind::everything:
      break;
  }
  return "everything";
}

double Economy::gross_output(Index industry) const {
  double sum = value_added_of(industry);
  for (const Matrix& origin : use) sum += origin.col_sum(user_of_industry(industry));
  return sum;
}

double Economy::value_added_of(Index industry) const { return value_added.col_sum(industry); }

double Economy::gdp(Index region) const {
  double sum = 0.0;
  for (Index j = 0; j < industries.size(); ++j) {
    if (industries[j].region == region) sum += value_added_of(j);
  }
  return sum;
}

namespace {

/// Sum over users for which `wanted` holds, by good, of what they pay for varieties of `origin`.
template <class Wanted>
Vector paid_for(const Economy& economy, Index origin, Wanted wanted) {
  Vector total(economy.goods.size(), 0.0);
  for (Index i = 0; i < total.size(); ++i) {
    for (Index u = 0; u < economy.users(); ++u) {
      if (wanted(economy.region_of_user(u))) total[i] += economy.use[origin](i, u);
    }
  }
  return total;
}

/// A region or industry number that points nowhere.
std::optional<std::string> lost_reference(const Economy& economy) {
  const Index regions = economy.regions.size();
  for (const Industry& industry : economy.industries) {
    if (industry.region >= regions) return "industry " + industry.code + " is in no region";
  }
  for (const FinalUse& use : economy.final_uses) {
    if (use.region >= regions) return "final use " + use.code + " is in no region";
  }
  for (Index r = 0; r < regions; ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      const Index industry = economy.supplier[r][i];
      if (industry == Economy::k_none || industry < economy.industries.size()) continue;
      return fmt::format("good {} of {} is supplied by no industry that exists",
                         economy.goods.code(i), economy.regions.code(r));
    }
  }
  return std::nullopt;
}

/// No infinity and no NaN. Without a branch per number, because economies hold up to 1e8 of them.
bool all_finite(std::span<const double> values) {
  constexpr std::uint64_t k_exponent = std::uint64_t{0x7ff} << 52;
  constexpr std::uint64_t k_one = std::uint64_t{1} << 52;
  std::uint64_t seen = 0;  // the top bit: an exponent of ones alone, which overflows
  for (const double value : values) {
    seen |= (std::bit_cast<std::uint64_t>(value) & k_exponent) + k_one;
  }
  return seen >> 63U == 0;
}

/// A satellite account that does not fit the economy, or a name in it that stands twice.
std::optional<Error> bad_satellite(const Economy& economy) {
  std::set<std::string> names;
  for (const SatelliteAccount& account : economy.satellites) {
    const std::string where = economy.name + ": satellite account " + account.name;
    const auto fits = [&](const Matrix& m, Index cols) {
      return m.rows() == account.rows.size() && m.cols() == cols;
    };
    if (!names.insert(account.name).second) {
      return Error{ErrorCode::bad_value, "the account stands twice", where, "", ""};
    }
    if (account.rows.empty() || !fits(account.by_industry, economy.industries.size()) ||
        !(account.by_final_use.empty() || fits(account.by_final_use, economy.final_uses.size()))) {
      return Error{
          ErrorCode::shape_mismatch,
          fmt::format("{} rows, but {} x {} numbers for {} industries and {} x {} for {} "
                      "final uses",
                      account.rows.size(), account.by_industry.rows(), account.by_industry.cols(),
                      economy.industries.size(), account.by_final_use.rows(),
                      account.by_final_use.cols(), economy.final_uses.size()),
          where, "", ""};
    }
    std::set<std::string> codes;
    for (const SatelliteRow& row : account.rows) {
      if (codes.insert(row.code).second) continue;
      return Error{ErrorCode::bad_value, "row " + row.code + " stands twice", where, "", ""};
    }
    for (const Matrix* block : {&account.by_industry, &account.by_final_use}) {
      for (const double value : block->values()) {
        if (std::isfinite(value)) continue;
        return Error{ErrorCode::bad_value, "a number is not finite", where, "", ""};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Vector Economy::exports(Index region) const {
  return paid_for(*this, region, [&](Index buyer) { return buyer != region; });
}

Vector Economy::imports(Index region) const {
  Vector total(goods.size(), 0.0);
  for (Index origin = 0; origin < regions.size(); ++origin) {
    if (origin == region) continue;
    const Vector part = paid_for(*this, origin, [&](Index buyer) { return buyer == region; });
    for (Index i = 0; i < total.size(); ++i) total[i] += part[i];
  }
  return total;
}

Vector Economy::domestic_use(Index region) const {
  return paid_for(*this, region, [&](Index buyer) { return buyer == region; });
}

double Economy::per_billion() const {
  const std::string scale = lower_case(unit);
  const auto says = [&](std::string_view word) { return scale.find(word) != std::string::npos; };
  if (says("10,000") || says("10000") || says("10 thousand")) return 1e5;
  if (says("100 million")) return 10.0;
  if (says("thousand")) return 1e6;
  if (says("million") || says("mio") || scale.starts_with("m.")) return 1e3;
  if (says("billion")) return 1.0;
  if (says("trillion")) return 1e-3;
  return 1e9;
}

std::string Economy::currency() const {
  const auto space = unit.rfind(' ');
  return space == std::string::npos ? unit : unit.substr(space + 1);
}

Status Economy::check_shapes() const {
  const auto mismatch = [&](const std::string& what) {
    return Error{ErrorCode::shape_mismatch, what, name, "", ""};
  };
  if (use.size() != regions.size() || supplier.size() != regions.size()) {
    return mismatch(fmt::format("{} regions, but use tables for {} and suppliers for {}",
                                regions.size(), use.size(), supplier.size()));
  }
  for (Index r = 0; r < regions.size(); ++r) {
    if (use[r].rows() != goods.size() || use[r].cols() != users()) {
      return mismatch(fmt::format("use table of origin {} is {} x {}, not {} x {}", regions.code(r),
                                  use[r].rows(), use[r].cols(), goods.size(), users()));
    }
    if (supplier[r].size() != goods.size()) {
      return mismatch(fmt::format("suppliers of region {}: {} entries for {} goods",
                                  regions.code(r), supplier[r].size(), goods.size()));
    }
    for (Index i = 0; i < goods.size(); ++i) {
      if (all_finite(use[r].row(i))) continue;
      for (Index u = 0; u < users(); ++u) {
        if (std::isfinite(use[r](i, u))) continue;
        return Error{
            ErrorCode::bad_value, "a flow is not a finite number",
            fmt::format("{}: good {} of {}, user {}", name, goods.code(i), regions.code(r), u), "",
            ""};
      }
    }
  }
  if (const auto lost = lost_reference(*this)) return mismatch(*lost);
  if (value_added.rows() != k_value_added_rows || value_added.cols() != industries.size()) {
    return mismatch(fmt::format("value added is {} x {}, not {} x {}", value_added.rows(),
                                value_added.cols(), k_value_added_rows, industries.size()));
  }
  for (const double value : value_added.values()) {
    if (!std::isfinite(value)) {
      return Error{ErrorCode::bad_value, "value added is not a finite number", name, "", ""};
    }
  }
  if (const auto bad = bad_satellite(*this)) return *bad;
  return Done{};
}

}  // namespace domar::accounts
