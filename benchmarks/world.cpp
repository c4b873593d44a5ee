/// @file The world engine: from the base year to random tariffs, residual 1e-10.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/equilibrium/synthetic_world.hpp"
#include "domar/equilibrium/world_contributions.hpp"
#include "domar/equilibrium/world_policy.hpp"
#include "domar/equilibrium/world_seek.hpp"
#include "domar/equilibrium/world_solver.hpp"
#include "domar/replicas/caliendo_parro.hpp"
#include "machine.hpp"

namespace domar::benchmarks {
namespace {

using benchmark::State;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldResults;
using equilibrium::WorldSolution;
using equilibrium::WorldSolver;

WorldModel world_of(Index regions, Index sectors) {
  equilibrium::SyntheticOptions options;
  options.regions = regions;
  options.sectors = sectors;
  return equilibrium::synthetic_world(options);
}

constexpr double k_highest_tariff = 0.2;

/// A world, tariffs up to 20 % and a solver.
struct Problem {
  WorldModel model;
  WorldParameters tariffs;
  WorldSolver solver;
  explicit Problem(WorldModel world)
      : model(std::move(world)),
        tariffs(equilibrium::random_tariffs(model, k_highest_tariff, 7)),
        solver(model) {}
};

void report(State& state, const WorldSolution& solution) {
  state.counters["evaluations"] = solution.evaluations;
  state.counters["residual"] = solution.residual;
  state.counters["markets"] = static_cast<double>(solution.results.price.size());
  if (!solution.converged) state.SkipWithError("did not converge");
}

/// From the base year each time: what was solved before is forgotten.
void solve_from_base(State& state, const WorldModel& model) {
  Problem problem(model);
  WorldSolution solution;
  reset_peak_memory();
  for (auto _ : state) {
    problem.solver.reset();
    solution = problem.solver.solve(problem.tariffs);
  }
  state.counters["peak_MiB"] = peak_memory_mebibytes();
  report(state, solution);
}

/// One benchmark per size: from 300 to 10,000 markets.
[[maybe_unused]] const bool registered = [] {
  const std::pair<Index, Index> sizes[] = {{15, 20}, {30, 20},  {40, 30}, {60, 40},
                                           {77, 45}, {120, 50}, {164, 61}};
  for (const auto& [regions, sectors] : sizes) {
    benchmark::RegisterBenchmark(fmt::format("solve/shared/{}x{}", regions, sectors).c_str(),
                                 [regions = regions, sectors = sectors](State& state) {
                                   solve_from_base(state, world_of(regions, sectors));
                                 })
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

/// The same worlds by numpy (benchmarks/peers/world.py), timed by itself without its start. The
/// welfare it finds must be ours.
void solve_by_numpy(State& state, Index regions, Index sectors) {
  const auto script = std::filesystem::path(DOMAR_SOURCE_DIR) / "benchmarks" / "peers" / "world.py";
  Problem problem(world_of(regions, sectors));
  const double ours = problem.solver.solve(problem.tariffs).results.welfare[0];
  for (auto _ : state) {
    nlohmann::json said;
    for (const char* python : {"python3", "/usr/bin/python3"}) {
      const std::string command = fmt::format("{} {} {} {} --repeat 3 2>/dev/null", python,
                                              script.string(), regions, sectors);
      std::string text;
      if (FILE* pipe = popen(command.c_str(), "r")) {
        char buffer[512];
        while (fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
        pclose(pipe);
      }
      said = nlohmann::json::parse(text, nullptr, false);
      if (said.is_object()) break;
    }
    if (!said.is_object()) {
      state.SkipWithError("needs python3 with numpy");
      return;
    }
    if (std::abs(said["welfare_of_first"].get<double>() - ours) > 1e-8) {
      state.SkipWithError("numpy's answer is another");
      return;
    }
    state.SetIterationTime(said["seconds"].get<double>());
    state.counters["markets"] = static_cast<double>(regions * sectors);
    state.counters["evaluations"] = said["evaluations"].get<double>();
  }
}

[[maybe_unused]] const bool peers_registered = [] {
  const std::pair<Index, Index> sizes[] = {{15, 20}, {31, 40}, {77, 45}, {164, 61}};
  for (const auto& [regions, sectors] : sizes) {
    benchmark::RegisterBenchmark(fmt::format("peer/numpy/shared/{}x{}", regions, sectors).c_str(),
                                 [regions = regions, sectors = sectors](State& state) {
                                   solve_by_numpy(state, regions, sectors);
                                 })
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1)
        ->UseManualTime();
  }
  return true;
}();

/// 12 million shares, one per origin, good, destination and user.
void solve_by_user(State& state) {
  equilibrium::SyntheticOptions options;
  options.regions = 77;
  options.sectors = 45;
  options.by_user = true;
  solve_from_base(state, equilibrium::synthetic_world(options));
}
BENCHMARK(solve_by_user)->Name("solve/by_user/77x45")->Unit(benchmark::kMillisecond);

/// NAFTA's tariffs in 31 countries and 40 sectors. Data: $DOMAR_SHARED_DATA/cp2015, or beside the
/// checkout.
void solve_caliendo_parro(State& state) {
  namespace caliendo_parro = replicas::caliendo_parro;
  const char* data = std::getenv("DOMAR_SHARED_DATA");
  const std::filesystem::path folder =
      data != nullptr ? data : std::filesystem::path(DOMAR_SOURCE_DIR) / ".." / "shared" / "data";
  const auto world = caliendo_parro::read_world(folder / "cp2015");
  if (!world.ok()) {
    state.SkipWithError("needs the folder cp2015: set DOMAR_SHARED_DATA");
    return;
  }
  const auto model = caliendo_parro::without_deficits(*world).value();
  const auto tariffs = caliendo_parro::nafta_tariffs(*world, model);
  WorldSolver solver(model);
  WorldSolution solution;
  for (auto _ : state) {
    solver.reset();
    solution = solver.solve(tariffs);
  }
  report(state, solution);
}
BENCHMARK(solve_caliendo_parro)->Name("solve/caliendo_parro")->Unit(benchmark::kMillisecond);

/// Welfare of one region to all tariffs, beside one solve of the same world.
void gradient(State& state) {
  Problem problem(world_of(77, 45));
  WorldSolution solution = problem.solver.solve(problem.tariffs);
  WorldResults weights;
  weights.welfare.assign(problem.model.region_count(), 0.0);
  weights.welfare[0] = 1.0;
  for (auto _ : state) {
    auto slopes = problem.solver.gradient(weights);
    if (!slopes.ok()) state.SkipWithError("no gradient");
    benchmark::DoNotOptimize(slopes);
  }
}
BENCHMARK(gradient)->Name("gradient/77x45")->Unit(benchmark::kMillisecond);

/// The same with a mix of origins for every user.
void gradient_by_user(State& state) {
  equilibrium::SyntheticOptions options;
  options.regions = 77;
  options.sectors = 45;
  options.by_user = true;
  Problem problem(equilibrium::synthetic_world(options));
  const WorldSolution solution = problem.solver.solve(problem.tariffs);
  WorldResults weights;
  weights.welfare.assign(problem.model.region_count(), 0.0);
  weights.welfare[0] = 1.0;
  for (auto _ : state) {
    auto slopes = problem.solver.gradient(weights);
    if (!slopes.ok()) state.SkipWithError("no gradient");
    benchmark::DoNotOptimize(slopes);
  }
  state.counters["markets"] = static_cast<double>(solution.results.price.size());
}
BENCHMARK(gradient_by_user)->Name("gradient/by_user/77x45")->Unit(benchmark::kMillisecond);

/// The best import tariffs of one region with links between industries: 43 x 16 of them.
void optimise_links(State& state) {
  const WorldModel model = equilibrium::without_transfers(world_of(44, 16)).value();
  equilibrium::WorldPolicyProblem problem;
  problem.weight.assign(model.region_count(), 0.0);
  problem.weight[0] = 1.0;
  problem.held = model.base;
  for (Index s = 0; s < model.sector_count(); ++s) {
    for (Index i = 1; i < model.region_count(); ++i) {
      problem.instruments.push_back(
          {equilibrium::WorldInstrument::Kind::tariff, {model.edge(s, i, 0)}});
    }
  }
  equilibrium::WorldOptions exact;
  exact.tolerance = 1e-12;
  Index solves = 0;
  for (auto _ : state) {
    WorldSolver solver(model, exact);
    const auto best = equilibrium::optimal_world_policy(solver, model, problem);
    if (!best.ok() || !best->converged) state.SkipWithError("no optimum");
    if (best.ok()) solves = best->solves;
  }
  state.counters["solves"] = static_cast<double>(solves);
}
BENCHMARK(optimise_links)->Name("optimise/links/44x16")->Unit(benchmark::kMillisecond);

/// Shares of two changes in every result, and welfare by source of all regions.
void contributions(State& state) {
  const WorldModel model = world_of(77, 45);
  std::vector<equilibrium::WorldChange> changes(2);
  changes[0].name = "tariffs";
  changes[0].change.tariff = equilibrium::random_tariffs(model, k_highest_tariff, 7).tariff;
  changes[1].name = "productivity";
  changes[1].change.log_productivity.assign(model.industries(), 0.0);
  changes[1].change.log_productivity[0] = 0.1;
  int points = 0;
  for (auto _ : state) {
    const auto found = equilibrium::world_contributions(model, changes);
    if (!found.ok()) state.SkipWithError("the path was lost");
    if (found.ok()) points = found->points;
  }
  state.counters["points"] = points;
}
BENCHMARK(contributions)->Name("contributions/77x45")->Unit(benchmark::kMillisecond);

/// 76 tariffs, one by origin, that bring a region's output of one good up 2 % and leave it best
/// off.
void seek_links(State& state) {
  const WorldModel model = equilibrium::without_transfers(world_of(77, 45)).value();
  using Of = equilibrium::WorldIndicator::Term::Of;
  equilibrium::WorldSeekProblem problem;
  problem.experiment.parameters = model.base;
  problem.targets = {{{"output", "", {{Of::output, model.industry(0, 3), 1.0}}, {}}, 1.02}};
  problem.cost = equilibrium::WorldIndicator{"welfare", "", {{Of::welfare, 0, 1.0}}, {}};
  problem.cost_sign = -1.0;
  for (Index i = 1; i < model.region_count(); ++i) {
    problem.levers.push_back(
        {{"tariff", &equilibrium::WorldParameters::tariff, {{model.edge(3, i, 0), 1.0}}},
         0.0,
         1.0,
         1.0});
  }
  equilibrium::WorldOptions exact;
  exact.tolerance = 1e-12;
  int solves = 0;
  for (auto _ : state) {
    WorldSolver solver(model, exact);
    const auto found = equilibrium::seek_in_world(solver, model, problem);
    if (!found.ok() || !found->reached || !found->cheapest) state.SkipWithError("not found");
    if (found.ok()) solves = found->solves;
  }
  state.counters["solves"] = solves;
}
BENCHMARK(seek_links)->Name("seek/links/77x45")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace domar::benchmarks
