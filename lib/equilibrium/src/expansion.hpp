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

  /// Columns and weights of a row.
  struct Row {
    const std::uint32_t* column = nullptr;
    const double* weight = nullptr;
    Index size = 0;
  };
  /// The row of a node; a core activity or a market is its own column.
  [[nodiscard]] Row row_of_node(Index node) const {
    static constexpr double one = 1.0;
    if (own_column_[node] != k_nowhere) return {&own_column_[node], &one, 1};
    return row_of_activity(node - markets_);
  }
  /// The row of an activity's own costs, core or not.
  [[nodiscard]] Row row_of_activity(Index activity) const {
    return {column_.data() + first_[activity], value_.data() + first_[activity],
            last_[activity] - first_[activity]};
  }

  /// Calls visit(column, weight) for a node; a core activity or a market is its own column.
  template <class Visit>
  void visit(Index node, Visit visit_entry) const {
    const Row row = row_of_node(node);
    for (Index i = 0; i < row.size; ++i) visit_entry(Index{row.column[i]}, row.weight[i]);
  }
  /// The same for an activity's own costs, core or not.
  template <class Visit>
  void visit_row(Index activity, Visit visit_entry) const {
    const Row row = row_of_activity(activity);
    for (Index i = 0; i < row.size; ++i) visit_entry(Index{row.column[i]}, row.weight[i]);
  }

 private:
  void find_pattern(bool with_taxes);
  template <class SellerPart, class TaxPart>
  void fill_with(const Vector& share, SellerPart seller_part, TaxPart tax_part);

  const network::Network& network_;
  Index markets_;
  std::vector<std::uint32_t> own_column_;  ///< by node: its column, or k_nowhere
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
