#pragma once
/// @file How findings and errors call an industry, a good or a user.

#include <string>

#include <fmt/format.h>

#include "domar/accounts/economy.hpp"

namespace domar::accounts {

/// "CHN:094 Electronic components".
inline std::string industry_place(const Economy& economy, Index j) {
  const Industry& industry = economy.industries[j];
  return fmt::format("{}:{} {}", economy.regions.code(industry.region), industry.code,
                     industry.name);
}

/// "CHN:FU201 Gross fixed capital formation".
inline std::string final_use_place(const Economy& economy, Index f) {
  const FinalUse& use = economy.final_uses[f];
  return fmt::format("{}:{} {}", economy.regions.code(use.region), use.code, use.name);
}

/// An industry or a final use.
inline std::string user_place(const Economy& economy, Index user) {
  return user < economy.industries.size()
             ? industry_place(economy, user)
             : final_use_place(economy, user - economy.industries.size());
}

/// "USA:C26 Computers": a region's variety of a good.
inline std::string variety_place(const Economy& economy, Index region, Index good) {
  return fmt::format("{}:{} {}", economy.regions.code(region), economy.goods.code(good),
                     economy.goods.title(good));
}

}  // namespace domar::accounts
