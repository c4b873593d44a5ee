#include "domar/accounts/compare_years.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "domar/accounts/totals.hpp"
#include "places.hpp"

namespace domar::accounts {

namespace {

using Key = std::pair<std::string, std::string>;  // region code, industry code

Key key_of(const Economy& economy, Index j) {
  return {economy.regions.code(economy.industries[j].region), economy.industries[j].code};
}

/// One table's side of the comparison.
struct Side {
  explicit Side(const Economy& e) : economy(e), outputs(gross_outputs(e)), gdp(e.regions.size()) {
    for (Index r = 0; r < gdp.size(); ++r) gdp[r] = e.gdp(r);
    for (Index j = 0; j < e.industries.size(); ++j) by_key[key_of(e, j)] = j;
  }

  [[nodiscard]] double share(double money, Index j) const {
    const double whole = gdp[economy.industries[j].region];
    return whole > 0.0 ? money / whole : 0.0;
  }

  /// Inputs of all origins by good code, and value added, per unit of output.
  [[nodiscard]] std::map<std::string, double> recipe(Index j) const {
    std::map<std::string, double> cost;
    if (outputs[j] <= 0.0) return cost;
    for (Index i = 0; i < economy.goods.size(); ++i) {
      double paid = 0.0;
      for (const Matrix& origin : economy.use) paid += origin(i, j);
      cost[economy.goods.code(i)] = paid / outputs[j];
    }
    for (Index v = 0; v < k_value_added_rows; ++v) {
      cost[fmt::format("value added {}", v)] = economy.value_added(v, j) / outputs[j];
    }
    return cost;
  }

  const Economy& economy;
  Vector outputs;
  Vector gdp;
  std::map<Key, Index> by_key;
};

/// Half the sum of absolute differences of two recipes: 0 the same, 1 nothing in common.
double distance(const std::map<std::string, double>& a, const std::map<std::string, double>& b) {
  double sum = 0.0;
  for (const auto& [code, value] : a) {
    const auto found = b.find(code);
    sum += std::abs(value - (found == b.end() ? 0.0 : found->second));
  }
  for (const auto& [code, value] : b) {
    if (!a.contains(code)) sum += std::abs(value);
  }
  return 0.5 * sum;
}

class Comparison {
 public:
  Comparison(const Economy& economy, const Economy& other, const JumpOptions& options)
      : one_(economy), two_(other), options_(options) {
    for (const auto& [key, j] : one_.by_key) {
      const auto found = two_.by_key.find(key);
      if (found != two_.by_key.end()) pairs_.push_back({j, found->second});
    }
    const int years = std::max(1, std::abs(economy.year - other.year));
    factor_ = std::pow(options.factor, years);
  }

  [[nodiscard]] bool nothing_in_common() const { return pairs_.empty(); }

  std::vector<Finding> run() {
    one_sided(one_, two_);
    one_sided(two_, one_);
    for (const auto& [j, k] : pairs_) {
      jump("value added", one_.economy.value_added_of(j), two_.economy.value_added_of(k), j, k);
      jump("output", one_.outputs[j], two_.outputs[k], j, k);
    }
    swaps();
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return a.severity != b.severity ? a.severity < b.severity : a.money > b.money;
    });
    return std::move(found_);
  }

 private:
  struct Pair {
    Index one = 0;
    Index two = 0;
  };

  void one_sided(const Side& here, const Side& there) {
    for (const auto& [key, j] : here.by_key) {
      if (there.by_key.contains(key)) continue;
      found_.push_back({Severity::note, fmt::format("is in {} only", here.economy.name),
                        industry_place(here.economy, j), std::abs(here.outputs[j]), 1.0});
    }
  }

  void jump(const char* what, double now, double then, Index j, Index k) {
    const double share = one_.share(now, j);
    const double before = two_.share(then, k);
    if (std::max(std::abs(share), std::abs(before)) < options_.least_share) return;
    const bool sign = share * before <= 0.0;
    if (!sign && std::abs(std::log(share / before)) <= std::log(factor_)) return;
    found_.push_back(
        {Severity::warning,
         fmt::format("{} is {:.3g} % of GDP in {} and {:.3g} % in {}", what, 100.0 * share,
                     one_.economy.year, 100.0 * before, two_.economy.year),
         industry_place(one_.economy, j),
         std::abs(share - before) * one_.gdp[one_.economy.industries[j].region],
         std::abs(share - before)});
  }

  /// Pairs (a, b) whose recipes fit crosswise much better than straight.
  void swaps() {
    std::map<Index, std::vector<Pair>> by_region;
    for (const Pair& pair : pairs_) {
      if (one_.outputs[pair.one] > 0.0 && two_.outputs[pair.two] > 0.0)
        by_region[one_.economy.industries[pair.one].region].push_back(pair);
    }
    for (const auto& [region, pairs] : by_region) swaps_within(pairs);
  }

  void swaps_within(const std::vector<Pair>& pairs) {
    constexpr double k_far = 0.3;   // straight: recipes that have little to do with each other
    constexpr double k_near = 0.5;  // crosswise: less than half as far
    std::vector<std::map<std::string, double>> here;
    std::vector<std::map<std::string, double>> there;
    std::vector<Index> far;
    for (const Pair& pair : pairs) {
      here.push_back(one_.recipe(pair.one));
      there.push_back(two_.recipe(pair.two));
      if (distance(here.back(), there.back()) > k_far) far.push_back(here.size() - 1);
    }
    for (Index x = 0; x < far.size(); ++x) {
      for (Index y = x + 1; y < far.size(); ++y) {
        const Index a = far[x];
        const Index b = far[y];
        const double straight = distance(here[a], there[a]) + distance(here[b], there[b]);
        const double crosswise = distance(here[a], there[b]) + distance(here[b], there[a]);
        if (crosswise > k_near * straight) continue;
        found_.push_back(
            {Severity::error,
             fmt::format("its recipe looks like that of {} in {}, and the other way "
                         "round: labels seem to have changed places",
                         industry_place(two_.economy, pairs[b].two), two_.economy.year),
             industry_place(one_.economy, pairs[a].one), one_.outputs[pairs[a].one], 1.0});
      }
    }
  }

  Side one_;
  Side two_;
  JumpOptions options_;
  double factor_ = 1.0;
  std::vector<Pair> pairs_;
  std::vector<Finding> found_;
};

}  // namespace

Result<std::vector<Finding>> compare_years(const Economy& economy, const Economy& other,
                                           const JumpOptions& options) {
  Comparison comparison(economy, other, options);
  if (comparison.nothing_in_common()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} and {} have no industry in common", economy.name, other.name), "",
                 "bring both into one classification first: domar aggregate", ""};
  }
  return comparison.run();
}

}  // namespace domar::accounts
