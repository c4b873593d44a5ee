#include "expansion.hpp"

#include <algorithm>

namespace domar::equilibrium {

using network::k_none;

Expansion::Expansion(const network::Network& network, bool with_taxes)
    : network_(network), markets_(network.markets()) {
  const Index core = network.core().size();
  own_column_.assign(network.nodes(), k_nowhere);
  for (Index k = 0; k < markets_; ++k) own_column_[k] = static_cast<std::uint32_t>(core + k);
  for (Index c = 0; c < core; ++c) {
    own_column_[markets_ + network.core()[c]] = static_cast<std::uint32_t>(c);
  }
  find_pattern(with_taxes);
}

/// One symbolic pass in sweep order: which columns each row has, and where every edge's
/// contributions land in it.
void Expansion::find_pattern(bool with_taxes) {
  const Index core = network_.core().size();
  std::vector<std::uint32_t> position(core + markets_ + network_.agents(), k_nowhere);
  first_.assign(network_.activities(), 0);
  last_.assign(network_.activities(), 0);
  tax_target_.assign(network_.edges(), k_nowhere);
  seller_first_.assign(network_.edges(), 0);
  seller_last_.assign(network_.edges(), 0);
  for (const Index n : network_.order()) {
    const Index begin = column_.size();
    const auto place = [&](Index column) {
      if (position[column] == k_nowhere) {
        position[column] = static_cast<std::uint32_t>(column_.size());
        column_.push_back(static_cast<std::uint32_t>(column));
      }
      return position[column];
    };
    for (Index e = network_.first_edge(n); e < network_.first_edge(n + 1); ++e) {
      const Index seller = network_.edge(e).seller;
      if (own_column_[seller] != k_nowhere) {
        target_.push_back(place(own_column_[seller]));
      } else {
        const Index s = seller - markets_;
        seller_first_[e] = static_cast<std::uint32_t>(first_[s]);
        seller_last_[e] = static_cast<std::uint32_t>(last_[s]);
        for (Index i = first_[s]; i < last_[s]; ++i) target_.push_back(place(column_[i]));
      }
      const Index receiver = network_.edge(e).receiver;
      if (with_taxes && receiver != k_none) tax_target_[e] = place(core + markets_ + receiver);
    }
    first_[n] = begin;
    last_[n] = column_.size();
    for (Index i = begin; i < column_.size(); ++i) position[column_[i]] = k_nowhere;
  }
  value_.assign(column_.size(), 0.0);
}

template <class SellerPart, class TaxPart>
void Expansion::fill_with(const Vector& share, SellerPart seller_part, TaxPart tax_part) {
  std::fill(value_.begin(), value_.end(), 0.0);
  const std::uint32_t* target = target_.data();
  double* const value = value_.data();
  for (const Index n : network_.order()) {
    const Index end = network_.first_edge(n + 1);
    for (Index e = network_.first_edge(n); e < end; ++e) {
      const double weight = share[e] * seller_part(e);
      const std::uint32_t last = seller_last_[e];
      if (last == 0) {
        value[*target++] += weight;
      } else {
        for (std::uint32_t i = seller_first_[e]; i < last; ++i)
          value[*target++] += weight * value[i];
      }
      if (tax_target_[e] != k_nowhere) value[tax_target_[e]] += share[e] * tax_part(e);
    }
  }
}

void Expansion::fill(const Vector& share) {
  fill_with(
      share, [](Index) { return 1.0; }, [](Index) { return 0.0; });
}

void Expansion::fill(const Vector& share, const Vector& to_seller, const Vector& to_tax) {
  fill_with(
      share, [&](Index e) { return to_seller[e]; }, [&](Index e) { return to_tax[e]; });
}

}  // namespace domar::equilibrium
