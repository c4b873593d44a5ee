#include <immintrin.h>
#include <sleef.h>

#include "vector_math_lanes.hpp"
#include "vector_math_pass.hpp"

namespace domar::numerics::lanes {

namespace {

void exp_pass(double* x, std::size_t n) {
  pass<4>(
      x, n, [](const double* p) { return _mm256_loadu_pd(p); },
      [](double* p, __m256d v) { _mm256_storeu_pd(p, v); },
      [](__m256d v) { return Sleef_cinz_expd4_u10avx(v); });
}

void log_pass(double* x, std::size_t n) {
  pass<4>(
      x, n, [](const double* p) { return _mm256_loadu_pd(p); },
      [](double* p, __m256d v) { _mm256_storeu_pd(p, v); },
      [](__m256d v) { return Sleef_cinz_logd4_u10avx(v); });
}

}  // namespace

const Passes avx{exp_pass, log_pass};

}  // namespace domar::numerics::lanes
