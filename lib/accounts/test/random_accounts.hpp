#pragma once
/// @file Random balanced economies and concordances for property tests.

#include <random>
#include <string>

#include "domar/accounts/concordance.hpp"
#include "domar/accounts/economy.hpp"

namespace domar::accounts {

using Random = std::mt19937_64;

inline double uniform(Random& random) {  // the same on every platform
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}
inline Index below(Random& random, Index n) { return random() % n; }

/// Codes such as "s0", "s1".
inline Labels numbered(const std::string& prefix, Index n) {
  std::vector<std::string> codes;
  for (Index i = 0; i < n; ++i) codes.push_back(prefix + std::to_string(i));
  return Labels::make(codes, codes).value();
}

/// 1 to 4 regions of one industry per good and a world of one industry that supplies every good;
/// some cells are zero, stock changes have either sign, and every industry balances.
inline Economy random_economy(Random& random, Index goods = 0, Index countries = 0) {
  if (countries == 0) countries = 1 + below(random, 4);
  if (goods == 0) goods = 2 + below(random, 7);
  Economy e;
  e.name = "random";
  e.year = 2018;
  e.unit = "million yuan";
  e.price_basis = "basic";
  std::vector<std::string> regions;
  for (Index r = 0; r < countries; ++r) regions.push_back("r" + std::to_string(r));
  regions.push_back("W");
  e.regions = Labels::make(regions, regions).value();
  std::vector<std::string> codes = numbered("g", goods).codes();
  codes.push_back("W");
  e.goods = Labels::make(codes, codes).value();
  e.supplier.assign(countries + 1, std::vector<Index>(goods + 1, Economy::k_none));
  for (Index r = 0; r < countries; ++r) {
    for (Index g = 0; g < goods; ++g) {
      e.supplier[r][g] = e.industries.size();
      e.industries.push_back({r, codes[g], codes[g]});
    }
    e.final_uses.push_back({r, FinalUseKind::household, "hh", "Households"});
    e.final_uses.push_back({r, FinalUseKind::stock_change, "stock", "Stocks"});
  }
  e.supplier[countries].assign(goods + 1, e.industries.size());
  e.industries.push_back({countries, "W", "World"});
  e.final_uses.push_back({countries, FinalUseKind::everything, "all", "World"});

  e.use.assign(countries + 1, Matrix(goods + 1, e.users()));
  for (Index r = 0; r <= countries; ++r) {
    for (Index g = 0; g <= goods; ++g) {
      if (e.supplier[r][g] == Economy::k_none) continue;
      for (Index u = 0; u < e.users(); ++u) {
        const bool industry = u < e.industries.size();
        const bool stock =
            !industry && e.final_uses[u - e.industries.size()].kind == FinalUseKind::stock_change;
        if (uniform(random) < 0.2) continue;
        e.use[r](g, u) =
            stock ? 10.0 * (uniform(random) - 0.5) : (industry ? 10.0 : 100.0) * uniform(random);
      }
    }
  }
  e.value_added = Matrix(k_value_added_rows, e.industries.size());
  for (Index j = 0; j < e.industries.size(); ++j) {
    double left = -e.gross_output(j);
    for (Index g = 0; g <= goods; ++g) {
      const Index r = e.industries[j].region;
      if (e.supplier[r][g] == j) left += e.use[r].row_sum(g);
    }
    for (Index v = 0; v + 1 < k_value_added_rows; ++v) {
      e.value_added(v, j) = left * 0.3 * uniform(random);
      left -= e.value_added(v, j);
    }
    e.value_added(operating_surplus, j) = left;
  }
  return e;
}

/// Three rows of numbers in [0, 1] for every user.
inline SatelliteAccount random_satellite(Random& random, const Economy& e) {
  SatelliteAccount account{"random",
                           {{"a", "a", "kg"}, {"b", "b", "t"}, {"c", "c", "h"}},
                           Matrix(3, e.industries.size()),
                           Matrix(3, e.final_uses.size())};
  for (Matrix* block : {&account.by_industry, &account.by_final_use}) {
    for (Index k = 0; k < block->values().size(); ++k) block->data()[k] = uniform(random);
  }
  return account;
}

/// Every source goes to 1 target, or with `divided` to as many as 3.
inline Concordance random_concordance(Random& random, const Labels& sources,
                                      const std::string& prefix, Index targets, bool divided) {
  std::vector<ConcordanceLink> links;
  for (const std::string& source : sources.codes()) {
    const Index parts = divided ? 1 + below(random, std::min<Index>(3, targets)) : 1;
    const Index first = below(random, targets);
    double left = 1.0;
    for (Index p = 0; p < parts; ++p) {
      const double weight = p + 1 == parts ? left : left * uniform(random);
      left -= weight;
      links.push_back({source, prefix + std::to_string((first + p) % targets), weight});
    }
  }
  return Concordance::make(sources, numbered(prefix, targets), links).value();
}

}  // namespace domar::accounts
