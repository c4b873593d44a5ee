#pragma once
/// @file Vocabulary: the words by which files name results (indicators) and instruments (levers).
///
/// Words: docs/reference/shock-files.md#words.

#include <memory>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/equilibrium/contributions.hpp"
#include "domar/equilibrium/indicators.hpp"
#include "domar/equilibrium/levers.hpp"
#include "domar/models/model_file.hpp"

namespace domar::models {

/// What can be said about one economy.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  /// @error not_found  the words mean nothing here; the hint names the nearest that do.
  [[nodiscard]] virtual Result<equilibrium::Indicator> indicator(
      const std::string& words) const = 0;
  /// @error not_found, bad_value  as above; a tax that nobody would receive.
  [[nodiscard]] virtual Result<equilibrium::Lever> lever(const std::string& words) const = 0;

  /// What is reported when nobody asks for anything in particular.
  [[nodiscard]] virtual std::vector<equilibrium::Indicator> standard_indicators() const = 0;
  /// Whose welfare and real GDP are accounted for.
  [[nodiscard]] virtual std::vector<equilibrium::RegionNodesOf> regions() const = 0;
  [[nodiscard]] virtual const network::Network& network() const = 0;
  /// Market in whose price prices and money are measured; k_none: the solver's default.
  [[nodiscard]] virtual Index numeraire() const { return network::k_none; }
};

/// The words of a model file: nodes, agents and edges by their names.
class NetworkWords : public Vocabulary {
 public:
  explicit NetworkWords(const network::Network& network, Index numeraire = network::k_none)
      : network_(network), numeraire_(numeraire) {}

  [[nodiscard]] Result<equilibrium::Indicator> indicator(const std::string& words) const override;
  [[nodiscard]] Result<equilibrium::Lever> lever(const std::string& words) const override;
  [[nodiscard]] std::vector<equilibrium::Indicator> standard_indicators() const override;
  [[nodiscard]] std::vector<equilibrium::RegionNodesOf> regions() const override;
  [[nodiscard]] const network::Network& network() const override { return network_; }
  [[nodiscard]] Index numeraire() const override { return numeraire_; }

 private:
  [[nodiscard]] Result<Index> node(const std::string& name) const;
  [[nodiscard]] Result<Index> agent(const std::string& name) const;
  [[nodiscard]] Result<std::vector<Index>> edges(const std::string& words) const;
  [[nodiscard]] Result<Index> transfer(const std::string& words) const;

  // Results by their kind.
  [[nodiscard]] Result<equilibrium::Indicator> price(const std::string& object) const;
  [[nodiscard]] Result<equilibrium::Indicator> sales(const std::string& kind,
                                                     const std::string& object) const;
  [[nodiscard]] Result<equilibrium::Indicator> of_agent(const std::string& kind,
                                                        const std::string& name) const;
  [[nodiscard]] Result<equilibrium::Indicator> money_between(const std::string& words) const;
  [[nodiscard]] Result<equilibrium::Indicator> purchase(const std::string& words,
                                                        const std::string& object) const;

  const network::Network& network_;
  Index numeraire_;
};

// Building blocks of indicators and levers, for vocabularies.

/// Sales of a node over its price: quantity over base.
[[nodiscard]] equilibrium::Indicator quantity_of_node(const network::Network& network, Index node);
/// Price of a node, over that of `other` if it is given.
[[nodiscard]] equilibrium::Indicator price_of_node(const network::Network& network, Index node,
                                                   Index other = network::k_none);
/// What passes an edge, over base.
[[nodiscard]] equilibrium::Indicator quantity_on_edge(const network::Network& network, Index edge);
/// "KIND of OBJECT" -> both; the object is empty without " of ".
[[nodiscard]] std::pair<std::string, std::string> split_words(const std::string& words,
                                                              const std::string& between);

}  // namespace domar::models
