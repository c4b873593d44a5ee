#include "domar/accounts/balance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace domar::accounts {

namespace {

double sum_of(const Vector& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

bool is_amount(double value) { return std::isfinite(value) && value >= 0.0; }

std::optional<Error> bad_totals(const Vector& totals, const Vector& sums, const char* side) {
  for (Index k = 0; k < totals.size(); ++k) {
    if (!is_amount(totals[k])) {
      return Error{ErrorCode::bad_value, fmt::format("{} total is {}", side, totals[k]),
                   fmt::format("{} {}", side, k), "totals are finite and not negative", ""};
    }
    if (totals[k] > 0.0 && sums[k] == 0.0) {
      return Error{ErrorCode::unbalanced,
                   fmt::format("{} of zeros cannot be scaled to {}", side, totals[k]),
                   fmt::format("{} {}", side, k), "give it a starting entry or a total of 0", ""};
    }
  }
  return std::nullopt;
}

std::optional<Error> bad_problem(const Matrix& start, const Vector& row_totals,
                                 const Vector& col_totals) {
  if (start.rows() != row_totals.size() || start.cols() != col_totals.size()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("a {} x {} table with {} row and {} column totals", start.rows(),
                             start.cols(), row_totals.size(), col_totals.size()),
                 "", "", ""};
  }
  Vector row_sums(start.rows(), 0.0);
  Vector col_sums(start.cols(), 0.0);
  for (Index i = 0; i < start.rows(); ++i) {
    for (Index j = 0; j < start.cols(); ++j) {
      if (!is_amount(start(i, j))) {
        return Error{ErrorCode::bad_value, fmt::format("entry is {}", start(i, j)),
                     fmt::format("row {}, column {}", i, j), "RAS needs entries >= 0", ""};
      }
      row_sums[i] += start(i, j);
      col_sums[j] += start(i, j);
    }
  }
  if (auto bad = bad_totals(row_totals, row_sums, "row")) return bad;
  if (auto bad = bad_totals(col_totals, col_sums, "column")) return bad;
  const double rows = sum_of(row_totals);
  const double cols = sum_of(col_totals);
  if (std::abs(rows - cols) > 1e-9 * std::max(rows, cols)) {
    return Error{ErrorCode::unbalanced,
                 fmt::format("row totals add up to {}, column totals to {}", rows, cols), "",
                 "scale one side first", ""};
  }
  return std::nullopt;
}

void scale_rows(Matrix& table, const Vector& totals) {
  for (Index i = 0; i < table.rows(); ++i) {
    const double sum = table.row_sum(i);
    const double factor = sum > 0.0 ? totals[i] / sum : 0.0;
    for (double& value : table.row(i)) value *= factor;
  }
}

void scale_cols(Matrix& table, const Vector& totals) {
  for (Index j = 0; j < table.cols(); ++j) {
    const double sum = table.col_sum(j);
    const double factor = sum > 0.0 ? totals[j] / sum : 0.0;
    for (Index i = 0; i < table.rows(); ++i) table(i, j) *= factor;
  }
}

double largest_gap(const Matrix& table, const Vector& row_totals, const Vector& col_totals) {
  double gap = 0.0;
  for (Index i = 0; i < table.rows(); ++i) {
    gap = std::max(gap, std::abs(table.row_sum(i) - row_totals[i]));
  }
  for (Index j = 0; j < table.cols(); ++j) {
    gap = std::max(gap, std::abs(table.col_sum(j) - col_totals[j]));
  }
  return gap;
}

}  // namespace

Result<RasReport> ras(const Matrix& start, const Vector& row_totals, const Vector& col_totals,
                      const RasOptions& options) {
  if (const auto bad = bad_problem(start, row_totals, col_totals)) return *bad;
  RasReport report;
  report.table = start;
  const double total = sum_of(row_totals);
  const double scale = total > 0.0 ? total : 1.0;
  while (report.rounds < options.max_rounds && !report.converged) {
    scale_rows(report.table, row_totals);
    scale_cols(report.table, col_totals);
    ++report.rounds;
    report.largest_gap = largest_gap(report.table, row_totals, col_totals) / scale;
    report.converged = report.largest_gap <= options.tolerance;
  }
  return report;
}

}  // namespace domar::accounts
