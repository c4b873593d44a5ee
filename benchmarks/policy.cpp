/// @file The best policy of one country: Lashkaripour and Lugovskyy's world, 44 regions and 16
/// industries, 1,392 taxes.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>

#include "domar/equilibrium/gravity_policy.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"

namespace domar::benchmarks {
namespace {

namespace ll = replicas::lashkaripour_lugovskyy;
using benchmark::State;
using equilibrium::Gravity;

std::filesystem::path cases() {
  const char* given = std::getenv("DOMAR_SHARED_DATA");
  return (given != nullptr ? std::filesystem::path(given)
                           : std::filesystem::path(DOMAR_SOURCE_DIR) / "../shared/data") /
         "../cases";
}

/// First best of the USA, from the base year to a gradient of 1e-8.
void first_best(State& state, bool free_entry) {
  const auto tables = ll::read_tables(cases());
  if (!tables.ok()) {
    state.SkipWithError("skipped: needs ../shared/cases");
    return;
  }
  const Gravity world = Gravity::make(free_entry ? tables->free_entry : tables->restricted).value();
  const Index usa = world.data().regions.find("USA").value();
  const auto problem = ll::policy_problem(world, usa, ll::Best::first);
  equilibrium::OptimalPolicy policy;
  for (auto _ : state) {
    policy = optimal_policy(world, problem).value();
    const double gain = policy.gain;  // a copy: DoNotOptimize may write to what is not const
    benchmark::DoNotOptimize(gain);
  }
  state.counters["gain_percent"] = 100.0 * policy.gain;
  state.counters["evaluations"] = static_cast<double>(policy.evaluations);
  state.counters["gradient"] = policy.gradient_norm;
  if (!policy.converged) state.SkipWithError("did not converge");
}

BENCHMARK_CAPTURE(first_best, restricted_entry, false)
    ->Name("optimise/lashkaripour_lugovskyy")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(first_best, free_entry, true)
    ->Name("optimise/lashkaripour_lugovskyy/free_entry")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace domar::benchmarks
