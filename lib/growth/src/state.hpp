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
  [[nodiscard]] const IndustryTechnology& technology_change() const { return change_; }
  [[nodiscard]] double adoption() const { return adoption_; }
  [[nodiscard]] double capital_total() const;
  [[nodiscard]] double effective_data(Index industry) const { return effective_data_[industry]; }
  [[nodiscard]] double knowledge(Index industry) const {
    return knowledge_0_[industry] > 0.0 ? knowledge_[industry] / knowledge_0_[industry] : 1.0;
  }
  /// R&D spending of an industry in a year [money, base prices].
  [[nodiscard]] double rd_spending(Index industry, int year, double real_gdp,
                                   const policy::Effects& effects) const;
  /// Tax forgone on it [money].
  [[nodiscard]] double rd_relief(int year, double real_gdp, const policy::Effects& effects) const;
  [[nodiscard]] double base_gdp() const { return base_gdp_; }

 private:
  [[nodiscard]] bool ours(Index industry) const {
    return economy_.industries[industry].region == drivers_.region;
  }
  void link_industries();
  void start_stocks();
  using Links = std::vector<std::pair<Index, double>>;  ///< (domestic supplier, weight), sum 1
  /// Sum over suppliers of the weight times a relative stock; 1 without suppliers.
  [[nodiscard]] static double linked(const Links& links, const Vector& relative);
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
  Vector capital_0_, capital_;          ///< money at base prices; ratio to base
  Vector knowledge_0_, knowledge_;      ///< money
  Vector data_;                         ///< own stock over base
  Vector effective_data_;               ///< what counts in production, over base
  Vector value_added_share_;            ///< factor income over cost, base
  Vector labour_share_;                 ///< labour over factor income, base
  Vector knowledge_elasticity_;         ///< phi_i of value added
  Vector log_productivity_;             ///< ln A over base, all sources
  Vector own_knowledge_;                ///< part of ln A that own R&D gave since the base year
  Vector spillover_pool_;               ///< relative stock of suppliers' knowledge
  std::vector<Links> links_;            ///< weights by value
  std::vector<Links> knowledge_links_;  ///< weights by R&D embodied in what is bought
  double adoption_ = 0.0;
  IndustryTechnology change_;
};

}  // namespace domar::growth
