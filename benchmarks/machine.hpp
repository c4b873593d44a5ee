#pragma once
/// @file The machine a benchmark runs on: its bandwidth and arithmetic, and the memory a job took.

namespace domar::benchmarks {

/// a = b + s c over arrays far larger than the caches, one thread [GB/s, three arrays counted].
double triad_gigabytes_per_second();

/// Independent multiplications and additions in registers, one thread [1e9 a second].
double gigaflops();

/// Forgets the largest memory so far (Linux; elsewhere nothing happens).
void reset_peak_memory();
/// Largest resident memory since then [MiB], or 0 where it is not known.
double peak_memory_mebibytes();

}  // namespace domar::benchmarks
