#include "domar/accounts/split_facts.hpp"

#include <algorithm>
#include <cmath>

#include "cell_division.hpp"

namespace domar::accounts {

namespace {

constexpr double k_least_rest = 0.02;       // of a parent's output
constexpr double k_most_imports = 0.98;     // of a parent's imports
constexpr double k_most_import_use = 0.99;  // imports over home use
constexpr int k_attempts = 1000;
constexpr int k_bisections = 60;

/// The value below which a share `q` of the triangle lies.
double triangular(const RangedValue& fact, double q) {
  const double width = fact.high - fact.low;
  if (!(width > 0.0)) return fact.value;
  const double peak = (fact.value - fact.low) / width;
  return q < peak ? fact.low + width * std::sqrt(q * peak)
                  : fact.high - width * std::sqrt((1.0 - q) * (1.0 - peak));
}

/// Where a figure comes from: its central value, or a draw.
class Figures {
 public:
  Figures() = default;
  explicit Figures(std::uint64_t seed) : draws_(SplitDraws(seed)) {}
  [[nodiscard]] bool central() const { return !draws_; }
  double quantile() { return draws_->uniform(); }
  double operator()(const RangedValue& fact) {
    return central() ? fact.value : triangular(fact, quantile());
  }

 private:
  std::optional<SplitDraws> draws_;
};

/// Shares of the output of each parent.
void set_output(const SplitFacts& facts, Figures& figures, SplitPlan& plan) {
  std::map<Index, std::vector<Index>> of_parent;
  for (Index k = 0; k < facts.industries.size(); ++k) {
    for (const auto& [good, share] : facts.industries[k].output_share) {
      of_parent[good].push_back(k);
      plan.industries[k].output_share[good] = share.value;
    }
  }
  if (figures.central()) return;
  for (const auto& [good, members] : of_parent) {
    double central = 0.0;
    for (const Index k : members) central += facts.industries[k].output_share.at(good).value;
    const double most = std::max(1.0 - k_least_rest, central);
    Vector drawn(members.size());
    double sum = 0.0;
    for (int attempt = 0; attempt < k_attempts; ++attempt) {
      sum = 0.0;
      for (Index m = 0; m < members.size(); ++m) {
        drawn[m] = figures(facts.industries[members[m]].output_share.at(good));
        sum += drawn[m];
      }
      if (sum <= most) break;
    }
    const double pull = sum > most ? (most - central) / (sum - central) : 1.0;
    for (Index m = 0; m < members.size(); ++m) {
      double& share = plan.industries[members[m]].output_share[good];
      share += pull * (drawn[m] - share);
    }
  }
}

void set_trade(const Economy& economy, const SplitFacts& facts, Figures& figures, SplitPlan& plan) {
  std::map<Index, double> taken;
  for (Index k = 0; k < facts.industries.size(); ++k) {
    SplitIndustry& industry = plan.industries[k];
    for (const auto& [good, share] : facts.industries[k].exports) {
      industry.exports[good] = figures(share);
    }
    for (const auto& [good, share] : facts.industries[k].imports) {
      double imports = 0.0;
      for (Index r = 0; r < economy.regions.size(); ++r) {
        if (r == facts.region) continue;
        for (Index u = 0; u < economy.users(); ++u) imports += economy.use[r](good, u);
      }
      const double m = std::min(figures(share), k_most_import_use);
      if (!(imports > 0.0) || !industry.output_share.contains(good)) continue;
      const double sales = industry.output_share.at(good) * economy.use[facts.region].row_sum(good);
      const double abroad = industry.exports.contains(good) ? industry.exports.at(good) : 0.0;
      industry.imports[good] = m / (1.0 - m) * (1.0 - abroad) * sales / imports;
      taken[good] += industry.imports[good];
    }
  }
  for (SplitIndustry& industry : plan.industries) {
    for (auto& [good, share] : industry.imports) {
      if (taken[good] > k_most_imports) share *= k_most_imports / taken[good];
    }
  }
}

/// One shift of all quantiles, so that the inputs add up to `wanted` inside their bounds.
void shift_inputs(const std::vector<std::pair<const RangedValue*, double*>>& inputs,
                  const Vector& quantiles, double wanted) {
  double low = -1.0;
  double high = 1.0;
  for (int i = 0; i <= k_bisections; ++i) {
    const double shift = 0.5 * (low + high);
    double sum = 0.0;
    for (Index n = 0; n < inputs.size(); ++n) {
      *inputs[n].second = triangular(*inputs[n].first, std::clamp(quantiles[n] + shift, 0.0, 1.0));
      sum += *inputs[n].second;
    }
    (sum < wanted ? low : high) = shift;
  }
}

void set_costs(const SplitIndustryFacts& facts, Figures& figures, SplitIndustry& industry) {
  double scale = 1.0;
  if (facts.value_added_rate && facts.value_added_rate->value > 0.0) {
    scale = figures(*facts.value_added_rate) / facts.value_added_rate->value;
  }
  double value_added = 0.0;
  for (const auto& [row, share] : facts.value_added) {
    value_added += scale * share.value;
    // A negative one is a negative cell of the parent, which is divided by output anyway.
    if (share.value >= 0.0) industry.value_added[row] = scale * share.value;
  }
  for (const auto& [good, share] : facts.inputs) industry.inputs[good] = share.value;
  if (figures.central()) return;
  double others = facts.other_inputs ? facts.other_inputs->value : 0.0;
  std::vector<std::pair<const RangedValue*, double*>> inputs;
  Vector quantiles;
  for (const auto& [good, share] : facts.inputs) {
    inputs.emplace_back(&share, &industry.inputs[good]);
    quantiles.push_back(figures.quantile());
  }
  if (facts.other_inputs) {
    inputs.emplace_back(&*facts.other_inputs, &others);
    quantiles.push_back(figures.quantile());
  }
  if (!facts.value_added.empty() && facts.other_inputs) {
    shift_inputs(inputs, quantiles, 1.0 - value_added);
  } else {  // the column need not add up: what is not named takes the remainder
    for (Index n = 0; n < inputs.size(); ++n) {
      *inputs[n].second = triangular(*inputs[n].first, quantiles[n]);
    }
  }
}

SplitPlan plan_of(const Economy& economy, const SplitFacts& facts, Figures figures) {
  SplitPlan plan;
  plan.region = facts.region;
  plan.least_share = facts.least_share;
  for (const SplitIndustryFacts& known : facts.industries) {
    SplitIndustry industry;
    industry.code = known.code;
    industry.name = known.name;
    industry.imported_inputs = known.imported_inputs;
    industry.sales = known.sales;
    industry.affinity = known.affinity;
    plan.industries.push_back(std::move(industry));
  }
  set_output(facts, figures, plan);
  set_trade(economy, facts, figures, plan);
  for (Index k = 0; k < facts.industries.size(); ++k) {
    set_costs(facts.industries[k], figures, plan.industries[k]);
  }
  return plan;
}

Result<JointSplit> named(Result<JointSplit> made, const std::string& name) {
  if (made.ok() && !name.empty()) made->economy.name = made->pieces.name = name;
  return made;
}

}  // namespace

SplitPlan central_plan(const Economy& economy, const SplitFacts& facts) {
  return plan_of(economy, facts, Figures());
}

SplitPlan drawn_plan(const Economy& economy, const SplitFacts& facts, std::uint64_t seed) {
  return plan_of(economy, facts, Figures(seed));
}

Result<JointSplit> split_by_facts(const Economy& economy, const SplitFacts& facts) {
  return named(split_jointly(economy, central_plan(economy, facts)), facts.name);
}

Result<JointSplit> draw_by_facts(const Economy& economy, const SplitFacts& facts,
                                 std::uint64_t seed, double spread) {
  // Another stream than the figures'.
  const ShapeDraw shape{seed ^ 0x9e3779b97f4a7c15ULL, spread};
  return named(split_jointly(economy, drawn_plan(economy, facts, seed), shape), facts.name);
}

}  // namespace domar::accounts
