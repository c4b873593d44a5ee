/// @file The main job and its parts, on the built-in economy of China.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "domar/equilibrium/solver.hpp"
#include "domar/scenario/result_files.hpp"
#include "domar/scenario/run_job.hpp"
#include "machine.hpp"
#include "model.hpp"

namespace domar::benchmarks {
namespace {

using benchmark::State;
using equilibrium::Parameters;
using equilibrium::Solution;
using equilibrium::Solver;

scenario::LoadedJob china_job() {
  return scenario::load_job(scenario::home_folder() / "scenarios" / "china.toml").value();
}

/// China's network and its electronic components, loaded once.
struct China {
  scenario::LoadedJob job = china_job();
  network::AccountsNetwork accounts =
      network::build_network(job.economy.economy,
                             scenario::network_options(job, job.job.elasticities).value())
          .value();
  Index components = accounts.industries[component_industry()].produce;

  static const China& loaded() {
    static const China china;
    return china;
  }
  /// Components made with this much more of everything, ln.
  [[nodiscard]] Parameters more_productive(double log_change) const {
    Parameters parameters = equilibrium::base_parameters(accounts.network);
    parameters.log_productivity[components] = log_change;
    return parameters;
  }

 private:
  [[nodiscard]] Index component_industry() const {
    const auto& economy = job.economy.economy;
    return economy.supplier[0][economy.goods.require("094", "sector").value()];
  }
};

void report(State& state, const Solution& solution, double evaluations, double tangents) {
  const auto count = static_cast<double>(state.iterations());
  state.counters["evaluations"] = evaluations / count;
  state.counters["tangents"] = tangents / count;
  state.counters["residual"] = solution.residual;
  if (!solution.converged) state.SkipWithError("did not converge");
}

/// Solves again and again, `parameters(i)` the i-th time; `before` runs untimed.
template <class ParametersOf, class Before>
void solve_in_turn(State& state, Solver& solver, ParametersOf parameters, Before before) {
  Solution solution;
  double evaluations = 0.0;
  double tangents = 0.0;
  int turn = 0;
  for (auto _ : state) {
    before();
    solution = solver.solve(parameters(turn++));
    evaluations += solution.evaluations;
    tangents += solution.jacobians;
  }
  report(state, solution, evaluations, tangents);
}

/// From the base year to 10 % more productive components, with nothing kept.
void solve_cold(State& state) {
  const China& china = China::loaded();
  Solver solver(china.accounts.network);
  const Parameters shock = china.more_productive(std::log(1.1));
  solve_in_turn(
      state, solver, [&](int) -> const Parameters& { return shock; }, [&] { solver.reset(); });
}
BENCHMARK(solve_cold)->Name("solve/national/china/cold")->Unit(benchmark::kMillisecond);

/// To and fro between 10 % and 10.1 %: the neighbour that years and derivatives ask for.
void solve_warm(State& state) {
  const China& china = China::loaded();
  Solver solver(china.accounts.network);
  const Parameters ends[] = {china.more_productive(std::log(1.1)),
                             china.more_productive(std::log(1.101))};
  (void)solver.solve(ends[1]);
  solve_in_turn(
      state, solver, [&](int turn) -> const Parameters& { return ends[turn % 2]; }, [] {});
}
BENCHMARK(solve_warm)->Name("solve/national/china/warm")->Unit(benchmark::kMillisecond);

/// The same problem again: what it costs to see that it is solved, two evaluations.
void evaluate(State& state) {
  const China& china = China::loaded();
  Solver solver(china.accounts.network);
  const Parameters shock = china.more_productive(std::log(1.1));
  (void)solver.solve(shock);
  solve_in_turn(
      state, solver, [&](int) -> const Parameters& { return shock; }, [] {});
}
BENCHMARK(evaluate)->Name("solve/national/china/evaluate")->Unit(benchmark::kMillisecond);

/// Scenario files, economy and everything beside it.
void load(State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(china_job());
}
BENCHMARK(load)->Name("load/china")->Unit(benchmark::kMillisecond);

/// The table checked and made a network that replicates its year.
void build(State& state) {
  const China& china = China::loaded();
  const auto options = scenario::network_options(china.job, "standard").value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(network::build_network(china.job.economy.economy, options));
  }
}
BENCHMARK(build)->Name("network/china")->Unit(benchmark::kMillisecond);

/// All of `domar run scenarios/china.toml`: load, run, write. The argument is the threads.
void main_job(State& state) {
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("domar_benchmark_{}", getpid());
  scenario::RunOptions options;
  options.threads = static_cast<int>(state.range(0));
  reset_peak_memory();
  for (auto _ : state) {
    const auto results = scenario::run_job(china_job(), options).value();
    if (!scenario::write_results(results, folder).ok()) state.SkipWithError("not written");
  }
  state.counters["peak_MiB"] = peak_memory_mebibytes();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}
BENCHMARK(main_job)
    ->Name("job/china/threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

/// All uncertain numbers drawn, to 2025: two paths a draw. The cost of 1,000 draws is 1,000 times
/// that of one more, so a few tell it. The argument is the draws.
void draws(State& state) {
  scenario::RunOptions options;
  options.threads = 2;
  reset_peak_memory();
  for (auto _ : state) {
    scenario::LoadedJob job = china_job();
    job.job.last_year = 2025;
    job.job.cutoffs.clear();
    options.draws.draws = static_cast<Index>(state.range(0));
    benchmark::DoNotOptimize(scenario::run_job(std::move(job), options).value());
  }
  state.counters["peak_MiB"] = peak_memory_mebibytes();
}
BENCHMARK(draws)
    ->Name("ensemble/china/draws")
    ->Arg(8)
    ->Arg(40)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace domar::benchmarks
