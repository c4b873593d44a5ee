/// @file Benchmarks of Domar: google-benchmark's options apply (--benchmark_filter=solve).

#include <benchmark/benchmark.h>

#include <cstdlib>

#include <fmt/format.h>

#include "domar/scenario/version.hpp"
#include "machine.hpp"

int main(int argc, char** argv) {
  setenv("DOMAR_HOME", DOMAR_SOURCE_DIR, 0);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  using namespace domar::benchmarks;
  benchmark::AddCustomContext("domar", domar::scenario::k_version);
  benchmark::AddCustomContext("triad", fmt::format("{:.1f} GB/s", triad_gigabytes_per_second()));
  benchmark::AddCustomContext("arithmetic", fmt::format("{:.1f} GFLOP/s", gigaflops()));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
