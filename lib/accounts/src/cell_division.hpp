#pragma once
/// @file Cell division: cells in parts whose sums are given, by least cross-entropy. For split.cpp
/// and joint_split.cpp.

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "domar/base/array.hpp"

namespace domar::accounts {

/// A cell and how it is divided. Each part may count in one or two totals.
struct DividedCell {
  static constexpr Index k_none = static_cast<Index>(-1);

  double parent = 0.0;
  std::vector<std::array<Index, 2>> totals;  ///< of each part; k_none for no total
  Vector share;                              ///< start, then result; adds up to 1 in the end

  void add_part(Index first, Index second, double start) {
    totals.push_back({first, second});
    share.push_back(start);
  }
};

/// Divides cells with least cross-entropy to their shares, so that the parts of each total add up.
/// The dual
///   sum over cells |parent| ln sum_e share_e exp(sign(parent) m_e) - d' mu
/// has one unknown per total; m_e is the sum of mu over the totals of part e.
class CellDivision {
 public:
  /// @param scales  what is small beside each total: its gap is measured relative to this.
  CellDivision(std::vector<DividedCell>& cells, Vector totals, Vector scales);

  /// Newton's method. Returns false when the totals are not met to 1e-9 of their scales.
  bool run();

  int rounds = 0;
  double largest_gap = 0.0;  ///< relative to its scale
  Index worst = 0;           ///< the total it belongs to

 private:
  double tilt(const DividedCell& cell, const Vector& mu, Vector& shares) const;
  [[nodiscard]] double value(const Vector& mu) const;
  Vector gaps(const Vector& mu, Matrix& hessian) const;
  void find_worst(const Vector& gap);
  [[nodiscard]] bool direction(const Vector& gap, Matrix& hessian, Vector& step) const;
  bool advance(Vector& mu, const Vector& gap, const Vector& step) const;

  std::vector<DividedCell>& cells_;
  Vector totals_;
  Vector scales_;
  double money_ = 0.0;                       ///< sum of the cells' sizes
  std::vector<std::vector<Index>> touched_;  ///< totals of each cell
};

/// Draws that are the same on every platform.
class SplitDraws {
 public:
  explicit SplitDraws(std::uint64_t seed) : bits_(seed) {}

  double uniform() { return (static_cast<double>(bits_() >> 11) + 0.5) * 0x1.0p-53; }
  /// Log of a gamma variate with the given shape and scale 1 (Marsaglia and Tsang 2000): small
  /// shapes give numbers that are too small otherwise.
  double log_gamma(double shape);
  /// Redraws the shares of every cell around where they are (Dirichlet).
  void redraw(std::vector<DividedCell>& cells, double concentration);
  double normal();

 private:
  std::mt19937_64 bits_;
};

}  // namespace domar::accounts
