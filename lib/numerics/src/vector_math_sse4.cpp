#include <immintrin.h>
#include <sleef.h>

#include "vector_math_lanes.hpp"
#include "vector_math_pass.hpp"

namespace domar::numerics::lanes {

namespace {

void exp_pass(double* x, std::size_t n) {
  pass<2>(
      x, n, [](const double* p) { return _mm_loadu_pd(p); },
      [](double* p, __m128d v) { _mm_storeu_pd(p, v); },
      [](__m128d v) { return Sleef_cinz_expd2_u10sse4(v); });
}

void log_pass(double* x, std::size_t n) {
  pass<2>(
      x, n, [](const double* p) { return _mm_loadu_pd(p); },
      [](double* p, __m128d v) { _mm_storeu_pd(p, v); },
      [](__m128d v) { return Sleef_cinz_logd2_u10sse4(v); });
}

}  // namespace

const Passes sse4{exp_pass, log_pass};

}  // namespace domar::numerics::lanes
