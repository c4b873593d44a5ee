#include "machine.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

namespace domar::benchmarks {

namespace {

template <class Work>
double seconds_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

constexpr int k_repeats = 5;  // the best counts: others disturb, nobody helps

}  // namespace

double triad_gigabytes_per_second() {
  constexpr std::size_t n = std::size_t{1} << 23;  // 64 MiB an array
  std::vector<double> a(n, 0.0);
  std::vector<double> b(n, 1.0);
  std::vector<double> c(n, 2.0);
  double best = 1e300;
  for (int repeat = 0; repeat < k_repeats; ++repeat) {
    best = std::min(best, seconds_of([&] {
                      for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + 3.0 * c[i];
                      benchmark::DoNotOptimize(a.data());
                      benchmark::ClobberMemory();
                    }));
  }
  return 3.0 * sizeof(double) * static_cast<double>(n) / best / 1e9;
}

double gigaflops() {
  constexpr int lanes = 32;  // enough chains to hide the latency of an addition
  constexpr int steps = 4'000'000;
  double best = 1e300;
  for (int repeat = 0; repeat < k_repeats; ++repeat) {
    std::array<double, lanes> x{};
    x.fill(1.0);
    double factor = 0.999999999;
    benchmark::DoNotOptimize(factor);
    best = std::min(best, seconds_of([&] {
                      for (int step = 0; step < steps; ++step) {
                        for (double& value : x) value = value * factor + 1e-9;
                      }
                      benchmark::DoNotOptimize(x);
                    }));
  }
  return 2.0 * lanes * steps / best / 1e9;
}

void reset_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5"; }

double peak_memory_mebibytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    double kibibytes = 0.0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes / 1024.0;
  }
  return 0.0;
}

}  // namespace domar::benchmarks
