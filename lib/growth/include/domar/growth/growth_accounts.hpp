#pragma once
/// @file Growth accounts: GDP growth of a region split into labour, capital, data, technology and
/// reallocation, from two solved years.
///
/// Theory: docs/theory/growth-accounts.md. After Jorgenson, Gollop and Fraumeni (1987).

#include <array>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/equilibrium/solution.hpp"
#include "domar/network/from_accounts.hpp"

namespace domar::growth {

/// Where technology came from, log points of GDP.
struct TechnologySources {
  double own_knowledge = 0.0;
  double spillovers = 0.0;
  double foreign = 0.0;
  double catch_up = 0.0;
  double ai = 0.0;
  double emerging = 0.0;
  double experience = 0.0;
  double given_back = 0.0;  ///< what emerging industries give back to those they grew out of
  double scale = 0.0;
  double vintages = 0.0;
  double residual = 0.0;   ///< labour-augmenting residual that meets measured growth
  double remainder = 0.0;  ///< index-number remainder: measured less modelled technology
};

/// One year's GDP growth and its parts, log points; the five parts add up to gdp_growth.
struct GrowthAccounts {
  double gdp_growth = 0.0;  ///< real GDP, chained Tornqvist, double deflation by industry
  double labour = 0.0;      ///< people and quality
  double labour_quantity = 0.0;
  double labour_quality = 0.0;
  double capital = 0.0;  ///< the whole stock at base prices
  double data = 0.0;
  double technology = 0.0;  ///< measured: outputs less inputs by industry, with Domar weights
  double reallocation =
      0.0;  ///< between unequal returns and taxes; resources lost at trade barriers
  TechnologySources sources;
  Vector industry_technology;  ///< by industry: its contribution to `technology`
  Vector industry_labour;  ///< by industry: weighted growth of its labour; adds up to labour and
                           ///< its part of reallocation; likewise the two below
  Vector industry_capital;
  Vector industry_data;
  Vector domar_weight;  ///< by industry: sales over GDP, mean of the two years; of the last step

  /// Chains the accounts of the step that follows.
  GrowthAccounts& operator+=(const GrowthAccounts& next);

  /// |gdp_growth - sum of the parts|: only rounding.
  [[nodiscard]] double residual() const;
};

/// A solved year and what is known of it beyond prices and values.
struct SolvedYear {
  const equilibrium::Parameters* parameters = nullptr;
  const equilibrium::Solution* solution = nullptr;
  double log_people = 0.0;           ///< labour quantity over base
  double log_quality = 0.0;          ///< labour quality over base
  double log_labour_residual = 0.0;  ///< labour-augmenting residual over base
};

/// Log changes of industry technology between the two years, by source (gross output). A source
/// without values brings nothing.
struct IndustryTechnology {
  Vector own_knowledge, spillovers, foreign, catch_up, ai, emerging, experience, given_back, scale,
      vintages;
};

/// A source that the model names: its words, and where its numbers are.
struct TechnologySource {
  const char* name;   ///< in files, for example "own_knowledge"
  const char* title;  ///< for people
  double TechnologySources::*part;
  Vector IndustryTechnology::*by_industry;
};

/// All named sources, in the order in which they are shown.
inline constexpr std::array<TechnologySource, 10> k_technology_sources{{
    {"own_knowledge", "own R&D", &TechnologySources::own_knowledge,
     &IndustryTechnology::own_knowledge},
    {"spillovers", "R&D of others", &TechnologySources::spillovers,
     &IndustryTechnology::spillovers},
    {"foreign", "knowledge from abroad", &TechnologySources::foreign, &IndustryTechnology::foreign},
    {"catch_up", "catch-up to the frontier", &TechnologySources::catch_up,
     &IndustryTechnology::catch_up},
    {"ai", "AI", &TechnologySources::ai, &IndustryTechnology::ai},
    {"emerging", "trend of emerging industries", &TechnologySources::emerging,
     &IndustryTechnology::emerging},
    {"experience", "experience of emerging industries", &TechnologySources::experience,
     &IndustryTechnology::experience},
    {"given_back", "given back to traditional industries", &TechnologySources::given_back,
     &IndustryTechnology::given_back},
    {"scale", "scale", &TechnologySources::scale, &IndustryTechnology::scale},
    {"vintages", "younger equipment", &TechnologySources::vintages, &IndustryTechnology::vintages},
}};

/// GDP of a region at current prices: value added at producers' prices plus all other taxes due to
/// it (tariffs, taxes on purchases), in units of the numeraire.
[[nodiscard]] double nominal_gdp(const accounts::Economy& economy,
                                 const network::AccountsNetwork& network, Index region,
                                 const equilibrium::Parameters& parameters,
                                 const equilibrium::Solution& solution);

/// Accounts of `region` between two years.
/// @cost  O(edges).
[[nodiscard]] GrowthAccounts growth_accounts(const accounts::Economy& economy,
                                             const network::AccountsNetwork& network, Index region,
                                             const SolvedYear& before, const SolvedYear& after,
                                             const IndustryTechnology& technology);

}  // namespace domar::growth
