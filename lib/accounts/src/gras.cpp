#include "domar/accounts/gras.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace domar::accounts {

namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

double sum_of_sizes(const Vector& v) {
  return std::accumulate(v.begin(), v.end(), 0.0,
                         [](double sum, double value) { return sum + std::abs(value); });
}

/// What relative gaps are relative to.
double scale_of(const Vector& row_totals, const Vector& col_totals) {
  const double scale = std::max(sum_of_sizes(row_totals), sum_of_sizes(col_totals));
  return scale > 0.0 ? scale : 1.0;
}

std::optional<Error> bad_problem(const Matrix& start, const Vector& row_totals,
                                 const Vector& col_totals) {
  if (start.rows() != row_totals.size() || start.cols() != col_totals.size()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("a {} x {} table with {} row and {} column totals", start.rows(),
                             start.cols(), row_totals.size(), col_totals.size()),
                 "", "", ""};
  }
  for (Index i = 0; i < start.rows(); ++i) {
    for (Index j = 0; j < start.cols(); ++j) {
      if (std::isfinite(start(i, j))) continue;
      return Error{ErrorCode::bad_value, "a cell is not a finite number",
                   fmt::format("row {}, column {}", i, j), "", ""};
    }
  }
  const auto bad_total = [](const Vector& totals, const char* side) -> std::optional<Error> {
    for (Index k = 0; k < totals.size(); ++k) {
      if (std::isfinite(totals[k])) continue;
      return Error{ErrorCode::bad_value, "a total is not a finite number",
                   fmt::format("{} {}", side, k), "", ""};
    }
    return std::nullopt;
  };
  if (auto bad = bad_total(row_totals, "row")) return bad;
  return bad_total(col_totals, "column");
}

/// Maximal flow from supplies to demands over the cells (Dinic). Nodes: rows, then columns.
class CellFlow {
 public:
  CellFlow(const Matrix& start, const Vector& row_totals, const Vector& col_totals, double eps)
      : start_(start),
        rows_(start.rows()),
        size_(start.rows() + start.cols()),
        eps_(eps),
        flow_(start.rows(), start.cols()),
        supply_(size_, 0.0),
        demand_(size_, 0.0) {
    for (Index i = 0; i < rows_; ++i) put(i, row_totals[i]);
    for (Index j = 0; j < start.cols(); ++j) put(rows_ + j, -col_totals[j]);
    while (set_levels()) {
      next_.assign(size_, 0);
      for (Index v = 0; v < size_; ++v) {
        while (supply_[v] > eps_) {
          const double sent = push(v, supply_[v]);
          if (sent <= 0.0) break;
          supply_[v] -= sent;
        }
      }
    }
  }

  /// Supplies that could not be sent, demands that were not met.
  [[nodiscard]] const Vector& supply() const { return supply_; }
  [[nodiscard]] const Vector& demand() const { return demand_; }

  /// Nodes that can still receive from `v`, or with `backward` those that can still send to it.
  [[nodiscard]] std::vector<Index> reach(Index v, bool backward) const {
    std::vector<bool> seen(size_, false);
    std::vector<Index> queue{v};
    seen[v] = true;
    for (Index head = 0; head < queue.size(); ++head) {
      const Index a = queue[head];
      for_neighbours(a, [&](Index b) {
        if (seen[b] || (backward ? room(b, a) : room(a, b)) <= eps_) return;
        seen[b] = true;
        queue.push_back(b);
      });
    }
    return queue;
  }

 private:
  void put(Index v, double amount) { (amount > 0.0 ? supply_ : demand_)[v] = std::abs(amount); }

  template <class Visit>
  void for_neighbours(Index v, Visit visit) const {
    const Index first = v < rows_ ? rows_ : 0;
    const Index last = v < rows_ ? size_ : rows_;
    for (Index b = first; b < last; ++b) visit(b);
  }

  /// What can still flow from a to b, a row and a column or the other way round.
  [[nodiscard]] double room(Index a, Index b) const {
    const bool from_row = a < rows_;
    const Index i = from_row ? a : b;
    const Index j = (from_row ? b : a) - rows_;
    const double cell = start_(i, j);
    if (cell == 0.0) return 0.0;
    return (cell > 0.0) == from_row ? k_infinity : flow_(i, j);
  }

  void move(Index a, Index b, double amount) {
    const bool from_row = a < rows_;
    const Index i = from_row ? a : b;
    const Index j = (from_row ? b : a) - rows_;
    flow_(i, j) += (start_(i, j) > 0.0) == from_row ? amount : -amount;
  }

  /// Distance from the supplies; false when no demand can be reached.
  bool set_levels() {
    level_.assign(size_, size_);
    std::vector<Index> queue;
    for (Index v = 0; v < size_; ++v) {
      if (supply_[v] <= eps_) continue;
      level_[v] = 0;
      queue.push_back(v);
    }
    bool found = false;
    for (Index head = 0; head < queue.size(); ++head) {
      const Index a = queue[head];
      found = found || demand_[a] > eps_;
      for_neighbours(a, [&](Index b) {
        if (level_[b] != size_ || room(a, b) <= eps_) return;
        level_[b] = level_[a] + 1;
        queue.push_back(b);
      });
    }
    return found;
  }

  /// Sends up to `amount` from v to a demand, one step down the levels at a time.
  double push(Index v, double amount) {
    if (demand_[v] > eps_) {
      const double taken = std::min(amount, demand_[v]);
      demand_[v] -= taken;
      return taken;
    }
    const Index first = v < rows_ ? rows_ : 0;
    const Index last = v < rows_ ? size_ : rows_;
    for (; first + next_[v] < last; ++next_[v]) {
      const Index b = first + next_[v];
      if (level_[b] != level_[v] + 1) continue;
      const double free = room(v, b);
      if (free <= eps_) continue;
      const double sent = push(b, std::min(amount, free));
      if (sent <= 0.0) continue;
      move(v, b, sent);
      return sent;
    }
    return 0.0;
  }

  const Matrix& start_;
  Index rows_;
  Index size_;
  double eps_;
  Matrix flow_;
  Vector supply_;
  Vector demand_;
  std::vector<Index> level_;
  std::vector<Index> next_;
};

MarginConflict conflict_of(std::vector<Index> nodes, const Vector& row_totals,
                           const Vector& col_totals) {
  std::sort(nodes.begin(), nodes.end());
  MarginConflict conflict;
  for (const Index v : nodes) {
    if (v < row_totals.size()) {
      conflict.rows.push_back(v);
      conflict.row_total += row_totals[v];
    } else {
      conflict.cols.push_back(v - row_totals.size());
      conflict.col_total += col_totals[v - row_totals.size()];
    }
  }
  return conflict;
}

std::string listed(const char* word, const std::vector<Index>& numbers) {
  constexpr Index k_shown = 12;
  std::string text = numbers.size() == 1 ? word : std::string(word) + "s";
  for (Index k = 0; k < numbers.size() && k < k_shown; ++k) {
    text += fmt::format("{} {}", k == 0 ? "" : ",", numbers[k]);
  }
  if (numbers.size() > k_shown) text += fmt::format(" and {} more", numbers.size() - k_shown);
  return text;
}

/// The factor r that makes p r - n / r equal to the total.
double factor_of(double p, double n, double total) {
  if (p > 0.0 && n > 0.0) {
    const double root = std::hypot(total, 2.0 * std::sqrt(p) * std::sqrt(n));
    // Both forms are the same number; the sum that does not cancel is the accurate one.
    return total >= 0.0 ? (total + root) / (2.0 * p) : 2.0 * n / (root - total);
  }
  if (p > 0.0) return std::max(total, 0.0) / p;
  if (n > 0.0) return total < 0.0 ? n / -total : k_infinity;
  return 1.0;
}

/// Scales rows and columns in turn.
class Scaling {
 public:
  explicit Scaling(const Matrix& start)
      : start_(start), r_(start.rows(), 1.0), s_(start.cols(), 1.0) {}

  void scale_rows(const Vector& totals) {
    for (Index i = 0; i < r_.size(); ++i) {
      double p = 0.0;
      double n = 0.0;
      for (Index j = 0; j < s_.size(); ++j) {
        const double cell = start_(i, j);
        if (cell > 0.0 && s_[j] > 0.0) p += cell * s_[j];
        if (cell < 0.0) n -= cell / s_[j];
      }
      r_[i] = factor_of(p, n, totals[i]);
    }
  }

  void scale_cols(const Vector& totals) {
    Vector p(s_.size(), 0.0);
    Vector n(s_.size(), 0.0);
    for (Index i = 0; i < r_.size(); ++i) {
      for (Index j = 0; j < s_.size(); ++j) {
        const double cell = start_(i, j);
        if (cell > 0.0 && r_[i] > 0.0) p[j] += cell * r_[i];
        if (cell < 0.0) n[j] -= cell / r_[i];
      }
    }
    for (Index j = 0; j < s_.size(); ++j) s_[j] = factor_of(p[j], n[j], totals[j]);
  }

  [[nodiscard]] Matrix table() const {
    Matrix m(r_.size(), s_.size());
    for (Index i = 0; i < r_.size(); ++i) {
      for (Index j = 0; j < s_.size(); ++j) {
        const double cell = start_(i, j);
        if (cell > 0.0) m(i, j) = cell * r_[i] * s_[j];
        if (cell < 0.0) m(i, j) = cell / (r_[i] * s_[j]);
      }
    }
    return m;
  }

 private:
  const Matrix& start_;
  Vector r_;
  Vector s_;
};

double largest_gap(const Matrix& table, const Vector& row_totals, const Vector& col_totals) {
  double gap = 0.0;
  Vector sums(table.cols(), 0.0);
  for (Index i = 0; i < table.rows(); ++i) {
    gap = std::max(gap, std::abs(table.row_sum(i) - row_totals[i]));
    for (Index j = 0; j < table.cols(); ++j) sums[j] += table(i, j);
  }
  for (Index j = 0; j < sums.size(); ++j) gap = std::max(gap, std::abs(sums[j] - col_totals[j]));
  return gap;
}

std::vector<CellChange> largest_changes(const Matrix& before, const Matrix& after, Index count) {
  std::vector<CellChange> changes;
  for (Index i = 0; i < before.rows(); ++i) {
    for (Index j = 0; j < before.cols(); ++j) {
      if (before(i, j) != after(i, j)) changes.push_back({i, j, before(i, j), after(i, j)});
    }
  }
  const auto kept = changes.begin() + static_cast<std::ptrdiff_t>(std::min(count, changes.size()));
  std::partial_sort(changes.begin(), kept, changes.end(), [](const auto& a, const auto& b) {
    return std::abs(a.after - a.before) > std::abs(b.after - b.before);
  });
  changes.erase(kept, changes.end());
  return changes;
}

}  // namespace

std::string MarginConflict::message() const {
  if (cols.empty()) {
    return fmt::format("total {}, but no cell that can carry it", row_total);
  }
  if (rows.empty()) {
    return fmt::format("total {}, but no cell that can carry it", col_total);
  }
  return fmt::format(
      "row totals add up to {}, column totals to {}, and no cell outside can carry "
      "the difference",
      row_total, col_total);
}

Result<std::optional<MarginConflict>> find_margin_conflict(const Matrix& start,
                                                           const Vector& row_totals,
                                                           const Vector& col_totals,
                                                           double tolerance) {
  if (auto bad = bad_problem(start, row_totals, col_totals)) return *bad;
  const double allowed = tolerance * scale_of(row_totals, col_totals);
  const CellFlow flow(start, row_totals, col_totals, 1e-3 * allowed / double(1 + start.rows()));
  std::vector<Index> smallest;
  const auto look = [&](const Vector& left, bool backward) {
    for (Index v = 0; v < left.size(); ++v) {
      if (left[v] <= allowed) continue;
      std::vector<Index> set = flow.reach(v, backward);
      if (smallest.empty() || set.size() < smallest.size()) smallest = std::move(set);
    }
  };
  look(flow.supply(), false);
  look(flow.demand(), true);
  if (smallest.empty()) return std::optional<MarginConflict>();
  return std::optional(conflict_of(std::move(smallest), row_totals, col_totals));
}

Result<GrasReport> gras(const Matrix& start, const Vector& row_totals, const Vector& col_totals,
                        const GrasOptions& options) {
  const auto conflict = find_margin_conflict(start, row_totals, col_totals);
  if (!conflict) return conflict.error();
  if (const auto& found = *conflict) {
    std::string where = found->rows.empty() ? "" : listed("row", found->rows);
    if (!found->cols.empty()) {
      where += (where.empty() ? "" : "; ") + listed("column", found->cols);
    }
    return Error{ErrorCode::unbalanced, found->message(), where,
                 "correct one of these totals, or give a cell that may carry the difference", ""};
  }
  const double scale = scale_of(row_totals, col_totals);
  GrasReport report;
  Scaling scaling(start);
  report.table = start;
  report.largest_gap = largest_gap(start, row_totals, col_totals) / scale;
  report.converged = report.largest_gap <= options.tolerance;
  while (report.rounds < options.max_rounds && !report.converged) {
    scaling.scale_rows(row_totals);
    scaling.scale_cols(col_totals);
    ++report.rounds;
    report.table = scaling.table();
    report.largest_gap = largest_gap(report.table, row_totals, col_totals) / scale;
    report.converged = report.largest_gap <= options.tolerance;
  }
  report.changes = largest_changes(start, report.table, options.changes);
  return report;
}

}  // namespace domar::accounts
