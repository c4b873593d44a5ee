#include "domar/scenario/run_job.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include "domar/base/interrupt.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/growth/run_path.hpp"
#include "domar/network/from_accounts.hpp"
#include "domar/scenario/version.hpp"
#include "draw_job.hpp"
#include "innovation_drivers.hpp"
#include "model.hpp"
#include "plausibility.hpp"
#include "sei.hpp"

namespace domar::scenario {

namespace {

/// Seconds since the last call.
class Stopwatch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    return seconds;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// One path to run, and where its result goes.
struct Task {
  ScenarioResult result;
  std::vector<policy::Instrument> instruments;
  std::optional<Error> error;
  std::string step_of;  ///< not empty: a scenario with its first measures only, to split its effect
};

using growth::GrowthAccounts;

/// Each scenario with its first measure, its first two, and so on; what all others at once do is
/// not split.
void add_steps(const Job& job, std::vector<Task>& tasks) {
  for (const Scenario& scenario : job.scenarios) {
    if (scenario.together) continue;
    for (Index k = 1; k < scenario.policies.size(); ++k) {
      Task step;
      step.result.name = fmt::format("{}, first {} measures", scenario.name, k);
      step.step_of = scenario.name;
      step.instruments = scenario.shocks;
      step.instruments.insert(step.instruments.end(), scenario.policies.begin(),
                              scenario.policies.begin() + static_cast<std::ptrdiff_t>(k));
      tasks.push_back(std::move(step));
    }
  }
}

/// The baseline, the scenarios, and the twins they need. A scenario without shocks has the baseline
/// for its twin; shocks alike share one twin.
std::vector<Task> plan(const Job& job) {
  std::vector<Task> tasks;
  std::vector<Task> twins;
  Task baseline;
  baseline.result.name = k_baseline;
  baseline.result.title = "Baseline: measured growth, no new measures";
  tasks.push_back(std::move(baseline));
  const auto twin_of = [&](const Scenario& scenario) -> std::string {
    if (scenario.shocks.empty()) return k_baseline;
    for (const Task& twin : twins) {
      if (twin.instruments == scenario.shocks) return twin.result.name;
    }
    Task twin;
    twin.result.name = scenario.name + "-twin";
    twin.result.title = scenario.title + ": the shock without the policies";
    twin.result.shocks = scenario.shocks;
    twin.instruments = scenario.shocks;
    twins.push_back(std::move(twin));
    return twins.back().result.name;
  };
  for (const Scenario& scenario : job.scenarios) {
    Task task;
    task.result.name = scenario.name;
    task.result.title = scenario.title;
    task.result.description = scenario.description;
    task.result.twin = twin_of(scenario);
    task.result.policies = scenario.policies;
    task.result.shocks = scenario.shocks;
    task.instruments = scenario.shocks;
    task.instruments.insert(task.instruments.end(), scenario.policies.begin(),
                            scenario.policies.end());
    tasks.push_back(std::move(task));
  }
  for (Task& twin : twins) tasks.push_back(std::move(twin));
  if (job.by_instrument) add_steps(job, tasks);
  return tasks;
}

GrowthAccounts sum_of(const growth::Path& path) {
  GrowthAccounts sum;
  for (const auto& year : path.years) sum += year.accounts;
  return sum;
}

/// What the last measure of `with` adds to `without`.
MeasureEffect effect_between(const std::string& measure, const growth::Path& with,
                             const growth::Path& without) {
  MeasureEffect effect;
  effect.measure = measure;
  for (Index t = 0; t < with.years.size(); ++t) {
    effect.log_gdp.push_back(std::log(with.years[t].real_gdp / without.years[t].real_gdp));
  }
  const GrowthAccounts a = sum_of(with);
  const GrowthAccounts b = sum_of(without);
  for (double GrowthAccounts::*part :
       {&GrowthAccounts::gdp_growth, &GrowthAccounts::labour, &GrowthAccounts::capital,
        &GrowthAccounts::data, &GrowthAccounts::technology, &GrowthAccounts::reallocation}) {
    effect.accounts.*part = a.*part - b.*part;
  }
  return effect;
}

class Runner {
 public:
  Runner(LoadedJob& loaded, const RunOptions& options) : loaded_(loaded), options_(options) {}

  Result<Results> go() {
    Stopwatch watch;
    results_.official_sei = official_sei_points(loaded_.economy.series);
    const accounts::FactLog used;
    const auto options = network_options(loaded_, loaded_.job.elasticities);
    if (!options.ok()) return options.error();
    auto network = network::build_network(loaded_.economy.economy, *options);
    if (!network.ok()) return network.error();
    network_ = std::move(network.value());
    auto drivers = drivers_of(loaded_, network_);
    if (!drivers.ok()) return drivers.error();
    drivers_ = std::move(drivers.value());
    if (auto status = replicate(); !status.ok()) return status.error();
    results_.timings["network"] = watch.lap();

    tasks_ = plan(loaded_.job);
    const auto years = static_cast<Index>(loaded_.job.last_year - loaded_.job.first_year + 1);
    Progress progress(options_.progress, years * tasks_.size() + calibrated_years());
    if (auto status = run_side_by_side(progress); !status.ok()) return status.error();
    results_.timings["scenarios"] = watch.lap();
    progress.finish();
    if (options_.draws.draws > 0) {
      if (auto status = draw(used); !status.ok()) return status.error();
      results_.timings["draws"] = watch.lap();
    }
    finish();
    return std::move(results_);
  }

 private:
  [[nodiscard]] growth::PathInputs inputs() const {
    return {loaded_.economy.economy, network_, drivers_, loaded_.economy.classes};
  }

  /// Years that calibration solves, the base year among them: all, if any growth is measured.
  [[nodiscard]] Index calibrated_years() const {
    const auto& measured = drivers_.target.gdp_growth;
    const bool any = measured.upper_bound(loaded_.job.first_year) != measured.end();
    return any ? static_cast<Index>(loaded_.job.last_year - loaded_.job.first_year + 1) : 0;
  }

  /// With nothing changed every price must be 1.
  Status replicate() {
    const auto base =
        equilibrium::solve(network_.network, equilibrium::base_parameters(network_.network));
    if (auto status = base.status(); !status.ok()) return status;
    double largest = base.residual;
    for (const double p : base.log_price) largest = std::max(largest, std::abs(p));
    results_.checks.replication_residual = largest;
    return Done{};
  }

  std::function<bool(int)> reporter(Progress& progress, const std::string& scenario) const {
    const int last = loaded_.job.last_year;
    return [&progress, scenario, last](int year) {
      progress.step(fmt::format("{} {}", scenario, year), year == last);
      return !interrupt_requested();
    };
  }

  /// The residual that meets measured growth, shared by all paths.
  Status calibrate(Progress& progress) {
    growth::PathInputs in = inputs();
    in.found = &guide_;
    auto residual = growth::calibrate_residual(in, reporter(progress, "calibration"));
    if (!residual.ok()) return in_scenario("calibration", residual.error());
    residual_ = std::move(residual.value());
    return Done{};
  }

  /// Scenarios, twins and cut-offs are independent of one another: each writes its own slot. Only
  /// the years of the scenarios wait for the calibration, so the cut-offs run beside it.
  Status run_side_by_side(Progress& progress) {
    const std::vector<std::string> sets{"standard", "high", "short_run", "nearly_fixed"};
    std::vector<std::optional<Result<CutoffResult>>> cut(loaded_.job.cutoffs.size() * sets.size());
    Status calibrated = Done{};
    tbb::task_arena arena(options_.threads);
    arena.execute([&] {
      tbb::task_group group;
      for (Index c = 0; c < cut.size(); ++c) {
        group.run([&, c] {
          cut[c].emplace(
              run_cutoff(loaded_, loaded_.job.cutoffs[c / sets.size()], sets[c % sets.size()]));
        });
      }
      Stopwatch watch;
      calibrated = calibrate(progress);
      results_.timings["calibration"] = watch.lap();
      if (calibrated.ok()) {
        for (Task& task : tasks_) group.run([&] { run_task(task, progress); });
      }
      group.wait();
    });
    if (!calibrated.ok()) return calibrated;
    if (interrupt_requested()) return interrupted_error();
    for (Task& task : tasks_) {
      if (task.error) return in_scenario(task.result.name, *task.error);
      if (task.step_of.empty()) results_.scenarios.push_back(std::move(task.result));
    }
    if (loaded_.job.by_instrument) split_by_measure();
    for (auto& result : cut) {
      if (!result->ok()) return result->error();
      results_.cutoffs.push_back(std::move(result->value()));
    }
    return Done{};
  }

  void run_task(Task& task, Progress& progress) {
    growth::PathInputs in = inputs();
    in.guide = &guide_;
    auto path = growth::run_path(in, task.result.name, task.instruments, residual_,
                                 reporter(progress, task.result.name));
    if (path.ok()) {
      task.result.path = std::move(path.value());
    } else {
      task.error = path.error();
    }
  }

  /// The same job with its uncertain numbers drawn.
  Status draw(const accounts::FactLog& used) {
    auto drawn = draw_job(loaded_, results_.official_sei, used,
                          {options_.draws, options_.threads, options_.folder, options_.progress});
    if (!drawn.ok()) return drawn.error();
    results_.uncertainty = std::move(drawn.value());
    return Done{};
  }

  /// From the twin to the scenario, one measure after the other.
  void split_by_measure() {
    for (auto& scenario : results_.scenarios) {
      const ScenarioResult* twin = scenario.twin.empty() ? nullptr : results_.find(scenario.twin);
      std::vector<const growth::Path*> steps;
      for (const Task& task : tasks_) {
        if (task.step_of == scenario.name) steps.push_back(&task.result.path);
      }
      if (twin == nullptr || steps.size() + 1 != scenario.policies.size()) continue;
      steps.push_back(&scenario.path);
      const growth::Path* before = &twin->path;
      for (Index k = 0; k < steps.size(); ++k) {
        scenario.measures.push_back(effect_between(scenario.policies[k].name, *steps[k], *before));
        before = steps[k];
      }
    }
  }

  static Error in_scenario(const std::string& name, Error error) {
    if (error.code == ErrorCode::interrupted) return interrupted_error();
    error.where = error.where.empty() ? name : name + ", " + error.where;
    return error;
  }

  void finish() {
    const Job& job = loaded_.job;
    EconomyFolder& folder = loaded_.economy;
    results_.title = job.title;
    results_.version = k_version;
    results_.economy_name = job.economy;
    results_.threads = options_.threads;
    results_.repairs = network_.repairs;
    results_.findings = accounts::check(folder.economy);
    results_.sei_unallocated = sei_unallocated(folder.facts);
    results_.drift =
        fit_drift(results_.official_sei, results_.baseline().path,
                  drift_held_from(folder.facts, job.first_year), results_.sei_unallocated);
    describe_closures();
    collect_checks();
    results_.warnings = doubts(results_.scenarios, job.elasticities);
    results_.input_hashes = job.hashes;
    results_.input_hashes.insert(folder.hashes.begin(), folder.hashes.end());
    results_.economy = std::move(folder.economy);
    results_.classes = std::move(folder.classes);
    results_.facts = std::move(folder.facts);
    results_.series = std::move(folder.series);
    results_.emerging = std::move(folder.emerging);
  }

  void describe_closures() {
    const auto word = [](network::Mobility m) {
      return m == network::Mobility::mobile ? "mobile between industries" : "bound to its industry";
    };
    results_.closures = {
        {"labour", word(loaded_.job.labour)},
        {"capital", word(loaded_.job.capital)},
        {"data", "bound to its industry"},
        {"sourcing",
         loaded_.job.sourcing == network::Sourcing::by_user ? "by user" : "shared by all users"},
        {"trade balance", "fixed share of income"},
        {"government budget", "lump sum: households spend what is left"},
        {"investment", "fixed share of spending by year, plus what policies add"},
        {"elasticities", loaded_.job.elasticities},
        {"nests", loaded_.job.tree},
        {"drivers", fmt::format("{}", fmt::join(acting_drivers(loaded_, drivers_), ", "))}};
    if (!loaded_.job.drivers.ai_scenario.empty()) {
      results_.closures["AI scenario"] = loaded_.job.drivers.ai_scenario;
    }
    if (const auto& total = loaded_.job.drivers.ai_total; total) {
      results_.closures["AI scenario"] = fmt::format("{} log points of TFP in ten years", *total);
    }
  }

  void collect_checks() {
    Checks& checks = results_.checks;
    for (const auto& scenario : results_.scenarios) {
      for (const auto& year : scenario.path.years) {
        checks.market_residual = std::max(checks.market_residual, year.quality.residual);
        checks.walras_residual = std::max(checks.walras_residual, year.quality.walras_residual);
        const double growth = std::abs(year.accounts.gdp_growth);
        if (growth > 0.0) {
          checks.accounts_residual =
              std::max(checks.accounts_residual, year.quality.accounts_residual / growth);
        }
      }
    }
  }

  LoadedJob& loaded_;
  const RunOptions& options_;
  network::AccountsNetwork network_;
  growth::Drivers drivers_;
  std::vector<Task> tasks_;
  std::map<int, double> residual_;
  growth::PathGuide guide_;  ///< of the calibration, for all paths
  Results results_;
};

}  // namespace

Result<Results> run_job(LoadedJob loaded, const RunOptions& options) {
  return Runner(loaded, options).go();
}

}  // namespace domar::scenario
