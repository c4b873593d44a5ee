#pragma once
/// @file Anderson's acceleration of a fixed-point iteration, and GMRES for linear systems known by
/// their products.

#include <functional>

#include "domar/base/array.hpp"

namespace domar::numerics {

/// Anderson's acceleration with a memory of m steps: given points x_k and the steps f_k that plain
/// iteration would take from them, proposes the next point.
class Anderson {
 public:
  Anderson(Index size, Index memory);
  /// Overwrites x with the next point; f is the plain step from x (x + f would be next).
  void advance(Vector& x, const Vector& f);
  /// Forgets the past.
  void restart();

 private:
  Index size_;
  Index memory_;
  Index stored_ = 0;
  Index next_ = 0;
  bool started_ = false;
  std::vector<Vector> dx_;
  std::vector<Vector> df_;
  Matrix gram_;
  Vector last_x_;
  Vector last_f_;
};

/// y = A x.
using Operator = std::function<void(const Vector& x, Vector& y)>;

struct GmresReport {
  bool converged = false;
  int products = 0;
  double relative_residual = 1.0;
};

/// Solves A x = b by GMRES with right preconditioner M^-1 (flexible: any approximation of A^-1),
/// from x = 0, restarted every `memory` products.
///
/// @param tolerance  on |b - A x| / |b|
GmresReport gmres(const Operator& A, const Operator& preconditioner, const Vector& b, Vector& x,
                  double tolerance, int max_products, int memory = 100);

}  // namespace domar::numerics
