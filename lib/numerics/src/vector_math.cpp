#include "domar/numerics/vector_math.hpp"

#include <cmath>

#include "vector_math_lanes.hpp"

namespace domar::numerics {

namespace {

#if defined(__x86_64__)
const lanes::Passes& widest() {
  if (__builtin_cpu_supports("avx512f")) return lanes::avx512;
  if (__builtin_cpu_supports("avx")) return lanes::avx;
  return lanes::sse4;
}
#else
void exp_pass(double* x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = std::exp(x[i]);
}
void log_pass(double* x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = std::log(x[i]);
}
const lanes::Passes& widest() {
  static const lanes::Passes plain{exp_pass, log_pass};
  return plain;
}
#endif

const lanes::Passes& passes() {
  static const lanes::Passes chosen = widest();
  return chosen;
}

}  // namespace

void exp_all(double* x, Index n) { passes().exp_all(x, n); }

void log_all(double* x, Index n) { passes().log_all(x, n); }

}  // namespace domar::numerics
