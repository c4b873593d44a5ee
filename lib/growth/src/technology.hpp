#pragma once
/// @file Technology: the stocks behind productivity, and what they add to it every year, by source.
///
/// Theory: docs/theory/growth.md and the pages it names.

#include "domar/growth/drivers.hpp"
#include "domar/growth/growth_accounts.hpp"
#include "domar/policy/effects.hpp"
#include "supply_links.hpp"

namespace domar::growth {

/// What a solved year leaves to the technology of the next.
struct YearBehind {
  int year = 0;
  double real_gdp = 1.0;      ///< over base
  const Vector& output;       ///< by industry, over base
  const Vector& new_capital;  ///< by industry: investment over next year's stock
  const policy::Effects& effects;
  const equilibrium::Solution& solution;
};

class Technology {
 public:
  Technology(const accounts::Economy& economy, const network::AccountsNetwork& network,
             const Drivers& drivers);

  void accumulate(const YearBehind& behind);
  /// After accumulate(): the technology of `year`.
  void update(int year, const policy::Effects& effects);

  [[nodiscard]] const IndustryTechnology& change() const { return change_; }
  /// ln A by industry over base, all named sources.
  [[nodiscard]] const Vector& log_productivity() const { return log_productivity_; }
  [[nodiscard]] double adoption() const { return adoption_; }
  [[nodiscard]] double knowledge(Index industry) const {
    return knowledge_0_[industry] > 0.0 ? knowledge_[industry] / knowledge_0_[industry] : 1.0;
  }
  /// Cumulative output over that of the base year's start; 1 without experience.
  [[nodiscard]] double experience(Index industry) const {
    return experience_.empty() ? 1.0 : experience_[industry] / experience_0_[industry];
  }
  /// This year's log points that an industry's experience brought to its parent.
  [[nodiscard]] double gift(Index industry) const { return gift_[industry]; }
  /// R&D spending of an industry in a year [money, base prices].
  [[nodiscard]] double rd_spending(Index industry, int year, double real_gdp,
                                   const policy::Effects& effects) const;

 private:
  [[nodiscard]] bool ours(Index industry) const {
    return economy_.industries[industry].region == drivers_.region;
  }
  void start_knowledge();
  void start_experience();
  void add_knowledge(Index industry, double spillover_scale, const Vector& relative);
  void add_from_abroad(Index industry);
  void add_ai(Index industry, double before, double after);
  void add_experience(Index industry);
  void add_scale_and_vintages(Index industry);

  const accounts::Economy& economy_;
  const network::AccountsNetwork& accounts_;
  const Drivers& drivers_;
  std::vector<Links> knowledge_links_;
  ImportedInputs imported_;
  bool looks_abroad_ = false;

  // By industry.
  Vector value_added_share_;          ///< factor income over cost, base
  Vector labour_share_;               ///< labour over factor income, base
  Vector capital_share_;              ///< capital over factor income, base
  Vector knowledge_0_, knowledge_;    ///< money
  Vector knowledge_elasticity_;       ///< phi_i of value added
  Vector own_knowledge_;              ///< part of ln A that own R&D gave since the base year
  Vector log_knowledge_;              ///< ln of the relative stock last year
  Vector spillover_pool_;             ///< relative stock of suppliers' knowledge
  Vector imports_0_, imports_;        ///< imported share of inputs
  Vector gap_;                        ///< ln (frontier / home), value-added productivity
  Vector experience_0_, experience_;  ///< cumulative output in units of base output
  Vector log_experience_;             ///< last year
  Vector parent_ratio_;               ///< sales over the parent's, last year, at most 1
  Vector gift_;
  Vector output_, output_before_;
  Vector age_, age_before_;  ///< mean age of capital [years]
  Vector log_productivity_;
  double adoption_ = 0.0;
  double newly_adopted_ = 0.0;
  IndustryTechnology change_;
};

}  // namespace domar::growth
