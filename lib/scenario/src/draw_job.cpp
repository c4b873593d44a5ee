#include "draw_job.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "domar/ensemble/design.hpp"
#include "domar/ensemble/draws.hpp"
#include "domar/ensemble/sensitivity.hpp"
#include "domar/growth/run_path.hpp"
#include "domar/numerics/distributions.hpp"
#include "domar/scenario/version.hpp"
#include "model.hpp"
#include "sei.hpp"
#include "split_draws.hpp"
#include "uncertain_inputs.hpp"

namespace domar::scenario {

namespace {

constexpr const char* k_total = "sei_total";
/// Growth of a draw may miss the measured one by half of the tenth of a point to which it is
/// published, which the next year makes up for, and markets may be open by a ten-thousandth. Shares
/// of GDP keep three digits, far more than their priors know, and a draw takes a third of the time.
constexpr growth::PathAccuracy k_draw_accuracy{5e-4, 1e-4, false};
constexpr Index k_fewest_for_indices = 64;
constexpr double k_most_failures = 0.1;

std::vector<DrawnVariable> variables_of(const LoadedJob& job) {
  std::vector<DrawnVariable> variables{
      {k_total, "share of GDP", "emerging industries as officials count them"},
      {"sei_structure", "share of GDP", "emerging industries by structure alone"},
      {"real_gdp", "ratio to base year", "real GDP, chained"},
      {"gdp_growth", "log points", "growth of real GDP"},
      {"growth_labour", "log points", "contribution of labour"},
      {"growth_capital", "log points", "contribution of capital"},
      {"growth_data", "log points", "contribution of data"},
      {"growth_technology", "log points", "contribution of technology"},
      {"growth_reallocation", "log points", "contribution of reallocation"},
      {"labour_income_share", "share of GDP", "labour income"}};
  for (const auto& set : job.economy.classes) {
    variables.push_back({"class_" + set.name, "share of GDP", "value added of " + set.title});
  }
  return variables;
}

/// The variables of a year in the order of variables_of.
void append_year(const growth::YearResult& year, double sei_total, double sei_structure,
                 Vector& values) {
  const auto& a = year.accounts;
  for (const double value : {sei_total, sei_structure, year.real_gdp, a.gdp_growth, a.labour,
                             a.capital, a.data, a.technology, a.reallocation, year.labour_share}) {
    values.push_back(value);
  }
}

class DrawRunner {
 public:
  DrawRunner(const LoadedJob& job, const std::vector<OfficialPoint>& official,
             const DrawJobOptions& options)
      : job_(job), official_(official), options_(options) {}

  Result<Uncertainty> go(const accounts::FactLog& used) {
    auto inputs = uncertain_inputs(job_, official_, used);
    if (!inputs.ok()) return inputs.error();
    inputs_ = std::move(inputs.value());
    if (inputs_.empty()) {
      return Error{ErrorCode::bad_value,
                   "nothing of this job is uncertain: there is nothing to draw", "draws",
                   "give figures in facts.csv a range or an honest status", ""};
    }
    choose_scenarios();
    if (auto status = design(); !status.ok()) return status.error();
    if (auto status = find_guides(); !status.ok()) return status.error();
    auto splits = SplitDraws::of(job_.economy, options_.draws.seed, options_.draws.draws);
    if (!splits.ok()) return splits.error();
    splits_ = std::move(splits.value());
    if (auto status = run(); !status.ok()) return status.error();
    if (auto status = judge_target(); !status.ok()) return status.error();
    return std::move(result_);
  }

 private:
  void choose_scenarios() {
    result_.scenarios = {k_baseline};
    // Only a scenario that stands for all of them is worth another path in every draw.
    together_ = drawn_scenario(job_.job);
    if (together_ != nullptr) result_.scenarios.push_back(together_->name);
    const int last = last_year_of_draws(job_.job, official_, options_.draws);
    for (int year = job_.job.first_year; year <= last; ++year) result_.years.push_back(year);
    result_.variables = variables_of(job_);
  }

  Status design() {
    const Index draws = options_.draws.draws;
    const bool sobol = options_.draws.design == DrawOptions::Design::sobol;
    auto points = sobol ? ensemble::sobol_design(draws, inputs_.size(), options_.draws.seed)
                        : ensemble::latin_hypercube(draws, inputs_.size(), options_.draws.seed);
    if (!points.ok()) return points.error();
    result_.seed = options_.draws.seed;
    result_.design = sobol ? "sobol" : "latin_hypercube";
    result_.position = std::move(points.value());
    result_.drawn = Matrix(draws, inputs_.size());
    for (Index i = 0; i < inputs_.size(); ++i) {
      result_.inputs.push_back(described(inputs_[i]));
      for (Index k = 0; k < draws; ++k) {
        result_.drawn(k, i) = inputs_[i].prior.at(result_.position(k, i));
      }
    }
    return Done{};
  }

  /// What the draws depend on: another key never takes up these.
  [[nodiscard]] std::string key() const {
    std::string text = fmt::format("{} {} {} {} {}\n", k_version, result_.design, result_.seed,
                                   result_.years.front(), result_.years.back());
    if (result_.design != "sobol") text += fmt::format("of {}\n", options_.draws.draws);
    for (const auto* hashes : {&job_.job.hashes, &job_.economy.hashes}) {
      for (const auto& [file, hash] : *hashes) text += file + " " + hash + "\n";
    }
    for (const auto& input : result_.inputs) text += input.name + "\n";
    return text;
  }

  Status run() {
    ensemble::DrawPlan plan;
    plan.draws = options_.draws.draws;
    plan.width = result_.scenarios.size() * result_.variables.size() * result_.years.size();
    plan.threads = options_.threads;
    if (!options_.folder.empty()) plan.store = options_.folder / k_draw_store;
    plan.key = key();
    Progress progress(options_.progress, plan.draws);
    const Index tenth = std::max<Index>(1, plan.draws / 10);
    auto draws = ensemble::run_draws(
        plan, [this](Index k) { return one(k); },
        [&](Index k) { progress.step(fmt::format("draw {}", k + 1), (k + 1) % tenth == 0); });
    progress.finish();
    if (!draws.ok()) return draws.error();
    result_.taken_up = draws->taken_up;
    result_.failed = std::move(draws->failed);
    result_.first_failure = std::move(draws->first_failure);
    result_.values = draws->values.values();
    if (static_cast<double>(result_.failures()) >
        k_most_failures * static_cast<double>(plan.draws)) {
      return Error{ErrorCode::no_convergence,
                   fmt::format("{} of {} draws could not be solved: {}", result_.failures(),
                               plan.draws, result_.first_failure),
                   "draws", "narrow the ranges in facts.csv", ""};
    }
    return Done{};
  }

  /// The central paths, from which every draw starts its years.
  Status find_guides() {
    const Vector middle(inputs_.size(), 0.5);
    const DrawnJob central = drawn_job(job_, official_, inputs_, middle);
    const auto options = network_options(central.job, central.job.job.elasticities);
    if (!options.ok()) return options.error();
    const auto network = network::build_network(central.job.economy.economy, *options);
    if (!network.ok()) return network.error();
    core_ = network->network.core_names();
    const auto paths = run_paths(central, nullptr, &guides_);
    if (!paths.ok()) return paths.error();
    return Done{};
  }

  /// All variables of one draw.
  [[nodiscard]] Result<Vector> one(Index k) const {
    DrawnJob drawn = drawn_job(job_, official_, inputs_, result_.position.row(k));
    if (splits_) {
      const auto split = splits_->economy(k);
      if (!split.ok()) return split.error();
      drawn.job.economy.economy = **split;
    }
    const auto paths = run_paths(drawn, &guides_, nullptr);
    if (!paths.ok()) return paths.error();
    return values_of(*paths, drawn);
  }

  /// One guide for each path.
  using Guides = std::array<growth::PathGuide, 2>;

  /// The baseline and, if there is one, the scenario with everything together.
  [[nodiscard]] Result<std::vector<growth::Path>> run_paths(const DrawnJob& drawn,
                                                            const Guides* from,
                                                            Guides* found) const {
    auto options = network_options(drawn.job, drawn.job.job.elasticities);
    if (!options.ok()) return options.error();
    options->preferred_core = core_;
    const auto network = network::build_network(drawn.job.economy.economy, *options);
    if (!network.ok()) return network.error();
    auto drivers = drivers_of(drawn.job, *network);
    if (!drivers.ok()) return drivers.error();
    drivers->last_year = result_.years.back();
    std::vector<growth::Path> paths;
    for (Index s = 0; s < result_.scenarios.size(); ++s) {
      growth::PathInputs inputs{drawn.job.economy.economy, *network, *drivers,
                                drawn.job.economy.classes, k_draw_accuracy};
      if (from != nullptr) inputs.guide = &(*from)[s];
      if (found != nullptr) inputs.found = &(*found)[s];
      std::vector<policy::Instrument> instruments;
      if (s > 0) {
        const Scenario& together = drawn.job.job.scenarios.back();
        instruments = together.shocks;
        instruments.insert(instruments.end(), together.policies.begin(), together.policies.end());
      }
      const auto residual = s == 0 ? std::map<int, double>{} : paths[0].labour_residual;
      auto path = growth::run_path(inputs, result_.scenarios[s], instruments, residual);
      if (!path.ok()) return path.error();
      paths.push_back(std::move(path.value()));
    }
    return paths;
  }

  [[nodiscard]] Vector values_of(const std::vector<growth::Path>& paths,
                                 const DrawnJob& drawn) const {
    const int base = job_.job.first_year;
    const accounts::FactTable& facts = drawn.job.economy.facts;
    const double unallocated = sei_unallocated(facts);
    const CountingDrift drift =
        fit_drift(drawn.official, paths.front(), drift_held_from(facts, base), unallocated);
    const double error =
        drift.degrees_of_freedom > 0
            ? numerics::student_t_quantile(std::clamp(drawn.counting, 0.005, 0.995),
                                           drift.degrees_of_freedom)
            : 0.0;
    Vector values;
    for (const growth::Path& path : paths) {
      Vector by_year;  // laid out by year; turned below
      for (const growth::YearResult& year : path.years) {
        const auto named = year.class_share.find("sei");
        const double structure =
            named == year.class_share.end() ? 0.0 : named->second + unallocated;
        const PredictedDrift then = predicted_drift(drift, base, year.year);
        const double total = structure * std::exp(then.log_drift + error * then.error);
        append_year(year, total, structure, by_year);
        for (const auto& set : job_.economy.classes) {
          by_year.push_back(year.class_share.at(set.name));
        }
      }
      const Index width = result_.variables.size();
      for (Index v = 0; v < width; ++v) {
        for (Index t = 0; t < path.years.size(); ++t) values.push_back(by_year[t * width + v]);
      }
    }
    return values;
  }

  /// The chance to reach the latest target that the draws cover, and what it rests on.
  Status judge_target() {
    const OfficialPoint* latest = nullptr;
    for (const OfficialPoint& point : official_) {
      if (point.kind != "target" || point.year > result_.years.back()) continue;
      if (point.year > job_.job.first_year) latest = &point;
    }
    if (latest == nullptr) return Done{};
    Uncertainty::Target target;
    target.year = latest->year;
    target.share = latest->value;
    const auto t = static_cast<Index>(latest->year - result_.years.front());
    const Index total = result_.variable(k_total);
    for (Index s = 0; s < result_.scenarios.size(); ++s) {
      const Vector values = result_.sorted(s, total, t);
      if (values.empty() || values.back() == 0.0) return Done{};  // no class of that name
      const auto reached = static_cast<double>(
          values.end() - std::lower_bound(values.begin(), values.end(), latest->value));
      const auto n = static_cast<double>(values.size());
      const double p = reached / n;
      target.probability.push_back(p);
      target.standard_error.push_back(std::sqrt(p * (1.0 - p) / n));
    }
    if (result_.draws() - result_.failures() >= k_fewest_for_indices) {
      for (const auto& [variable, into] :
           {std::pair{total, &target.indices},
            std::pair{result_.variable("sei_structure"), &target.structure_indices}}) {
        auto indices = indices_of(variable, t);
        if (!indices.ok()) return indices.error();
        *into = std::move(indices.value());
      }
    }
    result_.target = std::move(target);
    return Done{};
  }

  [[nodiscard]] Result<Uncertainty::Indices> indices_of(Index variable, Index year) const {
    const Index kept = result_.draws() - result_.failures();
    Matrix inputs(kept, inputs_.size());
    Vector outcomes;
    const Vector values = result_.by_draw(0, variable, year);
    for (Index k = 0; k < result_.draws(); ++k) {
      if (result_.failed[k]) continue;
      const auto row = result_.position.row(k);
      std::copy(row.begin(), row.end(), inputs.row(outcomes.size()).begin());
      outcomes.push_back(values[k]);
    }
    auto found = ensemble::sobol_indices(inputs, outcomes);
    if (!found.ok()) return found.error();
    return Uncertainty::Indices{std::move(found->first), std::move(found->total), found->explained};
  }

  const LoadedJob& job_;
  const std::vector<OfficialPoint>& official_;
  const DrawJobOptions& options_;
  std::vector<UncertainInput> inputs_;
  const Scenario* together_ = nullptr;
  Guides guides_;
  std::vector<std::string> core_;  ///< of the central network: tangents of one core fit all draws
  std::optional<SplitDraws> splits_;
  Uncertainty result_;
};

}  // namespace

int last_year_of_draws(const Job& job, const std::vector<OfficialPoint>& official,
                       const DrawOptions& options) {
  if (options.last_year > 0)
    return std::clamp(options.last_year, job.first_year + 1, job.last_year);
  for (auto point = official.rbegin(); point != official.rend(); ++point) {
    const bool inside = point->year > job.first_year && point->year <= job.last_year;
    if (point->kind == "target" && inside) return point->year;
  }
  return job.last_year;
}

Result<Uncertainty> draw_job(const LoadedJob& job, const std::vector<OfficialPoint>& official,
                             const accounts::FactLog& used, const DrawJobOptions& options) {
  return DrawRunner(job, official, options).go(used);
}

}  // namespace domar::scenario
