#pragma once
/// @file Expansion: every activity's cost shares followed down to core activities and markets.
///
/// The pattern of a network never changes, so it is found once; refilling it is one flat pass.

#include <cstdint>

#include "domar/base/array.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {

class Expansion {
 public:
  /// Columns: core activities, then markets, then (with taxes) one per agent for taxes it receives.
  Expansion(const network::Network& network, bool with_taxes);

  /// Rows at these cost shares by edge: how the price of each activity responds to its columns.
  void fill(const Vector& share);
  /// Rows at these cost shares, with the seller's part and the tax part of each edge's payment:
  /// where a unit of spending arrives.
  void fill(const Vector& share, const Vector& to_seller, const Vector& to_tax);

  /// Calls visit(column, weight) for a node; a core activity or a market is its own column.
  template <class Visit>
  void visit(Index node, Visit visit_entry) const {
    if (own_column_[node] != network::k_none) {
      visit_entry(own_column_[node], 1.0);
      return;
    }
    visit_row(node - markets_, visit_entry);
  }
  /// The same for an activity's own costs, core or not.
  template <class Visit>
  void visit_row(Index activity, Visit visit_entry) const {
    for (Index i = first_[activity]; i < last_[activity]; ++i) visit_entry(column_[i], value_[i]);
  }

 private:
  void find_pattern(bool with_taxes);
  template <class SellerPart, class TaxPart>
  void fill_with(const Vector& share, SellerPart seller_part, TaxPart tax_part);

  const network::Network& network_;
  Index markets_;
  std::vector<Index> own_column_;  ///< by node: its column, or k_none
  std::vector<std::uint32_t> column_;
  Vector value_;
  std::vector<Index> first_, last_;  ///< by activity: its entries
  /// By edge, flat for speed: entries of the seller's row, or an empty range for a seller that is
  /// its own column.
  std::vector<std::uint32_t> seller_first_, seller_last_;
  std::vector<std::uint32_t> target_;  ///< where each entry of each edge's seller goes, in order
  std::vector<std::uint32_t> tax_target_;  ///< by edge: where its tax goes
  static constexpr std::uint32_t k_nowhere = static_cast<std::uint32_t>(-1);
};

}  // namespace domar::equilibrium
