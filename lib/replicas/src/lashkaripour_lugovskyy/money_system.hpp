#pragma once
/// @file The equations of free entry as the authors' program states them, in money.

#include <vector>

#include "domar/base/array.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

/// Slopes of the residuals: by sector in the sector's labour and in (wages | incomes), and of
/// budgets and labour shares, which know the labour of all sectors.
struct Slopes {
  std::vector<Matrix> own;     ///< n x n: sector rows in the sector's labour
  std::vector<Matrix> common;  ///< n x 2n: sector rows in wages and incomes
  std::vector<Matrix> shared;  ///< 2n x n: budget and share rows in the sector's labour
  Matrix budget;               ///< 2n x 2n: budget and share rows in wages and incomes
};

/// The same as one matrix: rows as the residuals, columns as the unknowns of MoneySystem.
[[nodiscard]] Matrix dense(const Slopes& slopes);

/// Unknowns, as ratios to the base year: wages, incomes, labour by sector; only their sizes count,
/// not their signs. Residuals: by sector and region wages that sales pay for less wages paid
/// [money], the last replaced by the numeraire; budgets [money]; labour shares x 100.
class MoneySystem {
 public:
  /// Keeps references to both.
  MoneySystem(const Gravity& world, const GravityWedges& wedges);

  [[nodiscard]] Index size() const { return 2 * n_ + sectors_ * n_; }

  /// Residuals at x, with exact slopes if they are wanted.
  [[nodiscard]] Vector residuals(const Vector& x, Slopes* slopes = nullptr);

  /// Real income of a region at the point whose residuals were last taken, ratio to the base year.
  [[nodiscard]] double real_income(const Vector& x, Index region) const;

 private:
  /// Adds what sector k sells, earns in taxes and employs to the residuals.
  void sector(Index k, const Vector& x, Vector& residual, Slopes* slopes);
  void add_slopes(Index k, const Vector& x, const Matrix& shares, Slopes& slopes) const;
  void start(const Vector& x, Slopes& slopes) const;
  void finish(const Vector& x, Slopes& slopes) const;

  const Gravity& world_;
  const GravityWedges& wedges_;
  Index n_;
  Index sectors_;
  Vector income_;                 ///< [money]
  Vector wages_;                  ///< [money]
  std::vector<Vector> labour_;    ///< sector, region [money]
  std::vector<Vector> spending_;  ///< sector, region [money]
  Vector weight_;                 ///< share of the base year times changed taxes, by cell
  Vector log_price_;              ///< of the point last evaluated
};

/// The point where the authors' solver stops, and how it went.
struct StoppedPoint {
  Vector x;
  Vector residual;
  Index iterations = 0;
};

/// Levenberg's method, first damping 0.01.
[[nodiscard]] StoppedPoint levenberg(MoneySystem& system, const Gravity& world, Vector start,
                                     const StopRule& rule);

/// Powell's dogleg in a trust region of first radius 1: what MATLAB does with as many equations as
/// unknowns.
[[nodiscard]] StoppedPoint dogleg(MoneySystem& system, Vector start, const StopRule& rule);

[[nodiscard]] double squares(const Vector& v);

}  // namespace domar::replicas::lashkaripour_lugovskyy
