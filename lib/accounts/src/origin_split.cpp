#include "domar/accounts/origin_split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>

#include <fmt/format.h>

namespace domar::accounts {

namespace {

/// Numerical dust: imports may exceed what users buy by this share of it.
constexpr double k_dust = 1e-12;

double sum_of(std::span<const double> v) { return std::accumulate(v.begin(), v.end(), 0.0); }

Error shape_error(const std::string& what) { return {ErrorCode::shape_mismatch, what, "", "", ""}; }

std::optional<Error> bad_totals(const Matrix& total_use, const Vector& total_imports) {
  if (total_use.rows() != total_imports.size()) {
    return shape_error(
        fmt::format("use of {} goods, but imports of {}", total_use.rows(), total_imports.size()));
  }
  for (Index i = 0; i < total_use.rows(); ++i) {
    double room = 0.0;
    for (const double use : total_use.row(i)) {
      if (!std::isfinite(use)) {
        return Error{ErrorCode::bad_value, "a use is not a finite number",
                     fmt::format("good number {}", i), "", ""};
      }
      room += std::max(use, 0.0);
    }
    if (!std::isfinite(total_imports[i]) || total_imports[i] < 0.0) {
      return Error{ErrorCode::bad_value, fmt::format("imports are {}", total_imports[i]),
                   fmt::format("good number {}", i), "imports are finite and not negative", ""};
    }
    if (total_imports[i] > room * (1.0 + k_dust)) {
      return Error{
          ErrorCode::unbalanced,
          fmt::format("imports of {} exceed what users at home buy, {}", total_imports[i], room),
          fmt::format("good number {}", i),
          "what only passes through (re-exports) has to be taken out of imports and "
          "exports first",
          ""};
    }
  }
  return std::nullopt;
}

std::optional<Error> bad_coarse(const Matrix& total_use, const CoarseOrigins& coarse) {
  const Index goods = coarse.domestic.rows();
  const Index users = coarse.domestic.cols();
  if (coarse.imports.rows() != goods || coarse.imports.cols() != users) {
    return shape_error("the coarse tables of domestic goods and imports differ in shape");
  }
  if (coarse.good_of.size() != total_use.rows() || coarse.user_of.size() != total_use.cols()) {
    return shape_error("the concordance does not cover every good and user");
  }
  const auto outside = [](Index limit) { return [limit](Index k) { return k >= limit; }; };
  if (std::any_of(coarse.good_of.begin(), coarse.good_of.end(), outside(goods)) ||
      std::any_of(coarse.user_of.begin(), coarse.user_of.end(), outside(users))) {
    return shape_error("the concordance points outside the coarse table");
  }
  return std::nullopt;
}

/// Import share of a coarse cell. A cell that nets to nothing (destocking) tells no share: the
/// average of its row stands in.
double share_of(const CoarseOrigins& coarse, Index good, Index user) {
  const auto clamped = [](double imports, double all) {
    return std::clamp(imports / all, 0.0, 1.0);
  };
  const double imports = coarse.imports(good, user);
  const double all = imports + coarse.domestic(good, user);
  if (coarse.domestic(good, user) >= 0.0 && all > 0.0) return clamped(imports, all);
  if (imports <= 0.0) return 0.0;
  const double row_imports = coarse.imports.row_sum(good);
  const double row = row_imports + coarse.domestic.row_sum(good);
  return row > 0.0 ? clamped(row_imports, row) : 0.0;
}

/// The factor k with sum of min(k start, cap) = total, or nothing if the caps are too tight.
/// Cells fill up in the order of cap / start, so walk along that order.
std::optional<double> capped_factor(std::span<const double> start, std::span<const double> cap,
                                    double total) {
  std::vector<Index> order;
  for (Index u = 0; u < start.size(); ++u) {
    if (start[u] > 0.0) order.push_back(u);
  }
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return cap[a] * start[b] < cap[b] * start[a]; });
  double free = 0.0;
  for (const Index u : order) free += start[u];
  double full = 0.0;
  for (Index k = 0; k < order.size(); ++k) {
    const double factor = (total - full) / free;
    const Index next = order[k];
    if (factor * start[next] <= cap[next]) return factor;
    full += cap[next];
    free = 0.0;  // summed afresh: taking away would leave rounding where nothing should be
    for (Index m = k + 1; m < order.size(); ++m) free += start[order[m]];
  }
  return std::nullopt;
}

/// Puts the rounding error of a row into its cell with most room on the side needed.
void settle(std::span<double> row, std::span<const double> cap, double total) {
  const double gap = total - sum_of(row);
  if (gap == 0.0) return;
  Index best = 0;
  double most = -1.0;
  for (Index u = 0; u < row.size(); ++u) {
    const double room = gap > 0.0 ? cap[u] - row[u] : row[u];
    if (room > most) {
      most = room;
      best = u;
    }
  }
  row[best] = std::clamp(row[best] + gap, 0.0, cap[best]);
}

/// Scales one row from its first guess to its total; see split_origins.
void scale_row(std::span<double> row, std::span<const double> cap, double total) {
  if (const auto factor = capped_factor(row, cap, total)) {
    for (Index u = 0; u < row.size(); ++u) row[u] = std::min(*factor * row[u], cap[u]);
  } else {
    double filled = 0.0;
    double room = 0.0;
    for (Index u = 0; u < row.size(); ++u) {
      if (row[u] > 0.0) {
        row[u] = cap[u];
        filled += cap[u];
      } else {
        room += cap[u];
      }
    }
    const double share = room > 0.0 ? std::min((total - filled) / room, 1.0) : 0.0;
    for (Index u = 0; u < row.size(); ++u) {
      if (row[u] == 0.0) row[u] = share * cap[u];
    }
  }
  settle(row, cap, total);
}

/// Splits every good; `share(i, u)` is the first guess.
template <class Share>
OriginSplit split_with(const Matrix& total_use, const Vector& total_imports, Share share) {
  OriginSplit split;
  split.imports = Matrix(total_use.rows(), total_use.cols());
  Vector cap(total_use.cols());
  for (Index i = 0; i < total_use.rows(); ++i) {
    const std::span<double> row = split.imports.row(i);
    for (Index u = 0; u < row.size(); ++u) {
      cap[u] = std::max(total_use(i, u), 0.0);
      row[u] = share(i, u) * cap[u];
    }
    if (total_imports[i] == 0.0) {
      std::fill(row.begin(), row.end(), 0.0);
      continue;
    }
    if (sum_of(row) == 0.0) {
      split.without_pattern.push_back(i);
      std::copy(cap.begin(), cap.end(), row.begin());
    }
    scale_row(row, cap, total_imports[i]);
  }
  return split;
}

double moved_share(const Matrix& imports, const CoarseOrigins& coarse) {
  Matrix found(coarse.imports.rows(), coarse.imports.cols());
  for (Index i = 0; i < imports.rows(); ++i) {
    for (Index u = 0; u < imports.cols(); ++u) {
      found(coarse.good_of[i], coarse.user_of[u]) += imports(i, u);
    }
  }
  double difference = 0.0;
  for (Index i = 0; i < found.rows(); ++i) {
    for (Index u = 0; u < found.cols(); ++u) {
      difference += std::abs(found(i, u) - coarse.imports(i, u));
    }
  }
  const double total = imports.sum();
  return total > 0.0 ? 0.5 * difference / total : 0.0;
}

}  // namespace

Result<OriginSplit> split_origins(const Matrix& total_use, const Vector& total_imports,
                                  const CoarseOrigins& coarse) {
  if (const auto bad = bad_totals(total_use, total_imports)) return *bad;
  if (const auto bad = bad_coarse(total_use, coarse)) return *bad;
  Matrix shares(coarse.imports.rows(), coarse.imports.cols());
  for (Index i = 0; i < shares.rows(); ++i) {
    for (Index u = 0; u < shares.cols(); ++u) shares(i, u) = share_of(coarse, i, u);
  }
  OriginSplit split = split_with(total_use, total_imports, [&](Index i, Index u) {
    return shares(coarse.good_of[i], coarse.user_of[u]);
  });
  split.moved_share = moved_share(split.imports, coarse);
  return split;
}

Result<OriginSplit> split_origins(const Matrix& total_use, const Vector& total_imports) {
  if (const auto bad = bad_totals(total_use, total_imports)) return *bad;
  return split_with(total_use, total_imports, [](Index, Index) { return 1.0; });
}

}  // namespace domar::accounts
