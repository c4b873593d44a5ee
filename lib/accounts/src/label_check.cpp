#include "domar/accounts/label_check.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "places.hpp"

namespace domar::accounts {

namespace {

/// A running digest of numbers; equal sequences have equal digests.
struct Digest {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  Index filled = 0;  ///< numbers that are not zero

  void add(double value) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value + 0.0)) * 0x100000001b3ULL;
    hash ^= hash >> 29;
    if (value != 0.0) ++filled;
  }
};

std::vector<Digest> column_digests(const Economy& economy) {
  std::vector<Digest> digests(economy.industries.size());
  for (const Matrix& origin : economy.use) {
    for (Index i = 0; i < origin.rows(); ++i) {
      const auto row = origin.row(i);
      for (Index j = 0; j < digests.size(); ++j) digests[j].add(row[j]);
    }
  }
  for (Index v = 0; v < economy.value_added.rows(); ++v) {
    for (Index j = 0; j < digests.size(); ++j) digests[j].add(economy.value_added(v, j));
  }
  return digests;
}

/// Rows of sales by industry, all the varieties that it supplies.
std::vector<Digest> row_digests(const Economy& economy) {
  std::vector<Digest> digests(economy.industries.size());
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      const Index j = economy.supplier[r][i];
      if (j == Economy::k_none) continue;
      for (const double value : economy.use[r].row(i)) digests[j].add(value);
    }
  }
  return digests;
}

void report_copies(const Economy& economy, const std::vector<Digest>& digests, const Vector& sizes,
                   const char* what, std::vector<Finding>& findings) {
  constexpr Index k_few = 3;  // two columns of one or two numbers may well be equal
  std::map<std::pair<Index, std::uint64_t>, Index> first;
  for (Index j = 0; j < digests.size(); ++j) {
    if (digests[j].filled < k_few) continue;
    const auto [entry, fresh] = first.insert({{economy.industries[j].region, digests[j].hash}, j});
    if (fresh) continue;
    findings.push_back({Severity::warning,
                        fmt::format("its {} is that of {}, number by number: was one copied over "
                                    "the other?",
                                    what, industry_place(economy, entry->second)),
                        industry_place(economy, j), std::abs(sizes[j]), 1.0});
  }
}

bool equal(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b));
}

/// The industry whose output is what `j` sells, if it is the only one.
Index owner_of_sales(const Vector& outputs, const std::vector<Index>& by_output, double sold) {
  const auto low = std::lower_bound(by_output.begin(), by_output.end(), sold * (1.0 - 1e-6),
                                    [&](Index k, double value) { return outputs[k] < value; });
  if (low == by_output.end() || !equal(outputs[*low], sold)) return Economy::k_none;
  const auto next = low + 1;
  if (next != by_output.end() && equal(outputs[*next], sold)) return Economy::k_none;
  return *low;
}

void report_swaps(const Economy& economy, const Vector& outputs, const Vector& sales,
                  std::vector<Finding>& findings) {
  std::vector<Index> by_output(outputs.size());
  std::iota(by_output.begin(), by_output.end(), Index{0});
  std::sort(by_output.begin(), by_output.end(),
            [&](Index a, Index b) { return outputs[a] < outputs[b]; });
  for (Index j = 0; j < outputs.size(); ++j) {
    if (sales[j] <= 0.0 || equal(sales[j], outputs[j])) continue;
    const Index other = owner_of_sales(outputs, by_output, sales[j]);
    if (other == Economy::k_none) continue;
    findings.push_back({Severity::error,
                        fmt::format("its sales are not its own output but that of {}: rows and "
                                    "columns seem to be labelled in different orders",
                                    industry_place(economy, other)),
                        industry_place(economy, j), std::abs(sales[j] - outputs[j]),
                        std::abs(sales[j] / outputs[j] - 1.0)});
  }
}

}  // namespace

std::vector<Finding> check_labels(const Economy& economy, const Vector& outputs,
                                  const Vector& sales) {
  std::vector<Finding> findings;
  report_copies(economy, column_digests(economy), outputs, "column", findings);
  report_copies(economy, row_digests(economy), sales, "row", findings);
  report_swaps(economy, outputs, sales, findings);
  return findings;
}

}  // namespace domar::accounts
