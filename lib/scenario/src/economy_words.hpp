#pragma once
/// @file EconomyWords: the words for results and instruments of an economy's first region.
///
/// Words: docs/reference/shock-files.md#words.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domar/models/vocabulary.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

class EconomyWords : public models::Vocabulary {
 public:
  EconomyWords(const EconomyFolder& economy, const network::AccountsNetwork& accounts)
      : folder_(economy), economy_(economy.economy), accounts_(accounts) {}

  [[nodiscard]] Result<equilibrium::Indicator> indicator(const std::string& words) const override;
  [[nodiscard]] Result<equilibrium::Lever> lever(const std::string& words) const override;
  [[nodiscard]] std::vector<equilibrium::Indicator> standard_indicators() const override;
  [[nodiscard]] std::vector<equilibrium::RegionNodesOf> regions() const override;
  [[nodiscard]] const network::Network& network() const override { return accounts_.network; }

  /// Edges by which households buy a good, home variety or mix.
  [[nodiscard]] std::vector<Index> household_edges(Index good) const;

 private:
  using Goods = std::vector<std::pair<Index, double>>;  ///< good, share concerned

  /// A sector by code or title, or "class:NAME"; only goods made here.
  [[nodiscard]] Result<Goods> goods(const std::string& words) const;
  [[nodiscard]] const network::IndustryNodes& industry(Index good) const;
  [[nodiscard]] std::vector<Index> export_edges(Index good) const;
  [[nodiscard]] std::vector<Index> factor_markets(const std::string& factor) const;

  [[nodiscard]] std::vector<equilibrium::Indicator::Term> gdp() const;
  [[nodiscard]] equilibrium::Indicator real_gdp() const;
  [[nodiscard]] Result<equilibrium::Indicator> trade(const std::string& words) const;
  [[nodiscard]] equilibrium::Indicator real_price(const std::string& factor) const;
  [[nodiscard]] Index deflator() const;
  [[nodiscard]] std::optional<std::vector<equilibrium::Indicator::Term>> share_of_gdp(
      const std::string& words) const;
  [[nodiscard]] Result<equilibrium::Indicator> whole(const std::string& words) const;
  [[nodiscard]] Result<equilibrium::Indicator> of_goods(const std::string& kind,
                                                        const Goods& goods) const;
  [[nodiscard]] equilibrium::Indicator real_sum(
      const std::vector<std::pair<equilibrium::Indicator::Term, equilibrium::Indicator::LogTerm>>&
          parts) const;
  [[nodiscard]] Status lever_of_goods(const std::string& kind, const Goods& goods,
                                      equilibrium::Lever& lever) const;
  [[nodiscard]] Status whole_lever(const std::string& words, equilibrium::Lever& lever) const;

  const EconomyFolder& folder_;
  const accounts::Economy& economy_;
  const network::AccountsNetwork& accounts_;
};

}  // namespace domar::scenario
