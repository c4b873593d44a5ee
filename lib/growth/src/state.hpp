#pragma once
/// @file State: stocks and technology of one region on their way through the years.

#include "domar/accounts/economy.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/equilibrium/solution.hpp"
#include "domar/growth/drivers.hpp"
#include "domar/growth/growth_accounts.hpp"
#include "domar/growth/path.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/policy/effects.hpp"
#include "substitution.hpp"
#include "technology.hpp"

namespace domar::growth {

class State {
 public:
  State(const accounts::Economy& economy, const network::AccountsNetwork& network,
        const Drivers& drivers);

  /// What the solved year `now` (with its effects) leaves to the next: capital, knowledge, data.
  void accumulate(const YearResult& now, const policy::Effects& effects,
                  const equilibrium::Solution& solution);
  /// Technology and adoption of `year`, after accumulate().
  void update_technology(int year, const policy::Effects& effects);
  /// Parameters of `year` at this state. `log_labour_residual` is over the base year.
  /// @error infeasible  the measures leave households next to nothing.
  [[nodiscard]] Result<equilibrium::Parameters> parameters(int year, const policy::Effects& effects,
                                                           double log_labour_residual,
                                                           double real_gdp) const;

  [[nodiscard]] double log_people(int year) const;
  [[nodiscard]] double log_quality(int year) const;
  [[nodiscard]] const Technology& technology() const { return technology_; }
  [[nodiscard]] double capital_total() const;
  [[nodiscard]] double effective_data(Index industry) const { return effective_data_[industry]; }
  /// R&D spending of an industry in a year [money, base prices].
  [[nodiscard]] double rd_spending(Index industry, int year, double real_gdp,
                                   const policy::Effects& effects) const;
  /// Tax forgone on it [money].
  [[nodiscard]] double rd_relief(int year, double real_gdp, const policy::Effects& effects) const;
  /// Subsidies paid on investment [money].
  [[nodiscard]] double investment_relief(const policy::Effects& effects) const;
  [[nodiscard]] double base_gdp() const { return base_gdp_; }

 private:
  [[nodiscard]] bool ours(Index industry) const {
    return economy_.industries[industry].region == drivers_.region;
  }
  void start_stocks();
  [[nodiscard]] double data_that_count(double stock) const;
  /// Returns decide where the market's investment goes; policies add theirs.
  void invest(const YearResult& now, const policy::Effects& effects,
              const equilibrium::Solution& solution);
  /// Investment that subsidies add to what the market invested in the year before.
  [[nodiscard]] double drawn_investment(Index industry, const policy::Effects& effects) const;
  [[nodiscard]] double extra_rd(int year, double real_gdp, const policy::Effects& effects) const;
  void set_endowments(int year, double log_labour_residual,
                      equilibrium::Parameters& parameters) const;
  Status set_spending(int year, const policy::Effects& effects, double real_gdp,
                      equilibrium::Parameters& parameters) const;

  const accounts::Economy& economy_;
  const network::AccountsNetwork& accounts_;
  const Drivers& drivers_;
  double base_gdp_ = 0.0;

  // By industry.
  Vector capital_0_, capital_;     ///< money at base prices; ratio to base
  Vector market_investment_;       ///< of the year before [money, base prices]
  Vector new_capital_;             ///< investment over the stock it becomes part of
  Vector data_;                    ///< own stock over base
  Vector effective_data_;          ///< what counts in production, over base
  std::vector<Links> data_links_;  ///< weights by value
  Technology technology_;
  Substitution substitution_;
};

}  // namespace domar::growth
