#pragma once
/// @file Split facts: what is known about industries to split out, with its ranges; plans made of
/// it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domar/accounts/joint_split.hpp"

namespace domar::accounts {

/// A figure and the bounds within which it is plausible; not a confidence interval.
struct RangedValue {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// What is known about one industry. Goods and users are numbers in the economy to be split.
struct SplitIndustryFacts {
  std::string code;
  std::string name;
  std::map<Index, RangedValue> output_share;  ///< parent good -> share of its gross output
  std::map<Index, RangedValue> exports;       ///< parent good -> share of the piece's sales
  /// Parent good -> imports of the product over what is used of it at home.
  std::map<Index, RangedValue> imports;
  std::optional<RangedValue> value_added_rate;  ///< per unit of output; scales `value_added`
  std::map<Index, RangedValue> value_added;     ///< ValueAdded row -> per unit of output
  std::map<Index, RangedValue> inputs;          ///< good -> per unit of output, all origins
  /// All inputs that are not named, per unit of output; spread like the parents' column.
  std::optional<RangedValue> other_inputs;
  std::map<Index, double> imported_inputs;  ///< good -> share of that input bought abroad
  std::map<Index, double> sales;            ///< user in the region -> share of sales
  std::map<std::string, double> affinity;   ///< see SplitIndustry
};

struct SplitFacts {
  std::string name;  ///< of the economy that comes out
  Index region = 0;
  double least_share = 0.0;  ///< see SplitPlan
  std::vector<SplitIndustryFacts> industries;
};

/// The plan of the central values. Shares of imports become shares of the parent's imports: imports
/// m of home use make m / (1 - m) of what the piece sells at home.
[[nodiscard]] SplitPlan central_plan(const Economy& economy, const SplitFacts& facts);

/// A plan with every ranged figure drawn from the triangle between its bounds with the peak at its
/// value, jointly truncated:
/// - shares of the output of one parent are redrawn together until they leave it at least 2 % (or,
///   where the central values leave less, what those leave); after 1000 failures the shares of
///   this parent are pulled towards their central values instead;
/// - value added is drawn first; the inputs then move together inside their bounds (one shift of
///   all quantiles) until the column adds up to 1;
/// - imports of the pieces of a parent are cut in proportion where they exceed 98 % of its imports.
/// Cells need no truncation: the division never takes more of a cell than it holds.
[[nodiscard]] SplitPlan drawn_plan(const Economy& economy, const SplitFacts& facts,
                                   std::uint64_t seed);

/// The economy split by the central plan, named as the facts say.
/// @error as split_jointly().
Result<JointSplit> split_by_facts(const Economy& economy, const SplitFacts& facts);

/// Another admissible economy: drawn_plan(), and the cells scattered around its division
/// (ShapeDraw).
/// @param seed  the same seed gives the same economy. @error as split_jointly().
Result<JointSplit> draw_by_facts(const Economy& economy, const SplitFacts& facts,
                                 std::uint64_t seed, double spread = 0.25);

}  // namespace domar::accounts
