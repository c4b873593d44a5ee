#pragma once
/// @file Adaptive quadrature of slopes along a path of solved points, checked against the exact
/// differences between its ends; the same for every solver.
///
/// Theory: docs/theory/contributions.md#path.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"
#include "domar/equilibrium/contributions.hpp"

namespace domar::equilibrium {

/// Integral of every row (what moves) by instrument (what moves it).
template <class Point>
struct PathSum {
  Matrix sum;  ///< (row, instrument)
  Point begin, end;
  int points = 0;
};

/// Integrates a Path, which has
///   Point                           a solution, copyable
///   solve_whole(), solve(share)     the end (with care), any share, warm: Points
///   reset(), start_from(point)      what the next solve starts from
///   status(point), active(point)    solved or why not; which closures bind
///   slopes(point, share)            Result<Matrix> (row, instrument), right after its solve
///   values(point)                   known values at a point; value v is the sum of the rows ...
///   rows_of_value()                 ... first, count of v
///   noise(v)                        what solving leaves undecided in value v
template <class Path>
class PathIntegral {
 public:
  using Point = typename Path::Point;

  PathIntegral(Path& path, const ContributionOptions& options) : path_(path), options_(options) {}

  Result<PathSum<Point>> run() {
    PathSum<Point> all;
    const Point last = path_.solve_whole();
    if (auto status = path_.status(last); !status.ok()) return status.error();
    path_.reset();
    all.begin = path_.solve(0.0);
    if (auto status = path_.status(all.begin); !status.ok()) return status.error();
    scale_ = path_.values(last);
    const Vector first = path_.values(all.begin);
    for (Index v = 0; v < scale_.size(); ++v) scale_[v] = std::abs(scale_[v] - first[v]);
    if (auto status = walk(all); !status.ok()) return status.error();
    all.points = points_;
    return all;
  }

 private:
  /// Five-point Gauss-Legendre rule on [0, 1].
  static constexpr std::array<double, 5> k_points{0.046910077030668004, 0.23076534494715845, 0.5,
                                                  0.76923465505284155, 0.953089922969332};
  static constexpr std::array<double, 5> k_weights{0.11846344252809454, 0.23931433524968324,
                                                   0.28444444444444444, 0.23931433524968324,
                                                   0.11846344252809454};
  static constexpr double k_narrowest = 1e-9;  ///< of the path; a kink is bracketed to this

  struct Part {
    bool ok = false;
    double suggested = 0.0;  ///< a better end for this part, when not ok
    Matrix sum;
    Point end;
  };

  Status walk(PathSum<Point>& all) {
    double at = 0.0;
    double width = 1.0;
    all.end = all.begin;
    while (at < 1.0) {
      const double to = at + width >= 1.0 - k_narrowest ? 1.0 : at + width;
      auto part = try_part(at, to, all.end);
      if (!part.ok()) return part.error();
      if (part->ok) {
        add(part->sum, all.sum);
        all.end = std::move(part->end);
        at = to;
        width = std::min(2.0 * width, 1.0);
      } else {
        width = part->suggested > at ? part->suggested - at : 0.5 * (to - at);
      }
      if (points_ > options_.most_points) {
        return Error{ErrorCode::no_convergence,
                     fmt::format("the path has too many kinks: {} points reached only {:.1f} % of "
                                 "the change",
                                 points_, 100.0 * at),
                     "", "", ""};
      }
    }
    return Done{};
  }

  static void add(const Matrix& part, Matrix& sum, double weight = 1.0) {
    if (sum.rows() == 0) sum = Matrix(part.rows(), part.cols());
    for (Index row = 0; row < part.rows(); ++row) {
      for (Index i = 0; i < part.cols(); ++i) sum(row, i) += weight * part(row, i);
    }
  }

  /// One stretch of the path by the five-point rule; not ok when the exact difference between its
  /// ends disagrees, or a closure changes sides inside.
  Result<Part> try_part(double from, double to, const Point& start) {
    Part part;
    path_.start_from(start);
    std::vector<bool> active;
    double last = from;
    for (Index q = 0; q < k_points.size(); ++q) {
      const double share = from + (to - from) * k_points[q];
      const Point point = path_.solve(share);
      ++points_;
      if (auto status = path_.status(point); !status.ok()) {
        if (to - from < k_narrowest) return status.error();
        return part;
      }
      if (q > 0 && path_.active(point) != active && share - last > k_narrowest) {
        part.suggested = kink_between(last, share, active);
        return part;
      }
      active = path_.active(point);
      last = share;
      const auto slopes = path_.slopes(point, share);
      if (!slopes.ok()) return slopes.error();
      add(*slopes, part.sum, (to - from) * k_weights[q]);
    }
    part.end = path_.solve(to);
    ++points_;
    if (auto status = path_.status(part.end); !status.ok()) return status.error();
    part.ok = to - from < k_narrowest || agrees(start, part, to - from);
    return part;
  }

  /// Where a closure changes sides, by bisection on the set of those that are active.
  double kink_between(double low, double high, const std::vector<bool>& active_low) {
    while (high - low > k_narrowest) {
      const double middle = 0.5 * (low + high);
      const Point point = path_.solve(middle);
      ++points_;
      if (path_.status(point).ok() && path_.active(point) == active_low) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  [[nodiscard]] bool agrees(const Point& start, const Part& part, double width) const {
    const Vector before = path_.values(start);
    const Vector after = path_.values(part.end);
    const auto& rows = path_.rows_of_value();
    for (Index v = 0; v < rows.size(); ++v) {
      double total = 0.0;
      double gross = 0.0;
      for (Index row = rows[v].first; row < rows[v].first + rows[v].second; ++row) {
        for (Index i = 0; i < part.sum.cols(); ++i) {
          total += part.sum(row, i);
          gross += std::abs(part.sum(row, i));
        }
      }
      const double size = std::max({scale_[v], gross, 1e-6});
      const double allowed =
          options_.tolerance * size * std::max(width, 1e-3) + 1e-11 * size + path_.noise(v);
      if (std::abs(after[v] - before[v] - total) > allowed) return false;
    }
    return true;
  }

  Path& path_;
  ContributionOptions options_;
  Vector scale_;
  int points_ = 0;
};

/// The integral by name. Rows and values: `results` results, then per region the sources of welfare
/// and real GDP (rows), its real spending (values).
[[nodiscard]] Subtotals subtotals(std::vector<std::string> instruments,
                                  const std::vector<std::string>& names, const Matrix& sum,
                                  const Vector& begin, const Vector& end, Index results);

}  // namespace domar::equilibrium
