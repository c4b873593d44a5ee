#include <immintrin.h>
#include <sleef.h>

#include "vector_math_lanes.hpp"
#include "vector_math_pass.hpp"

namespace domar::numerics::lanes {

namespace {

void exp_pass(double* x, std::size_t n) {
  pass<8>(
      x, n, [](const double* p) { return _mm512_loadu_pd(p); },
      [](double* p, __m512d v) { _mm512_storeu_pd(p, v); },
      [](__m512d v) { return Sleef_cinz_expd8_u10avx512fnofma(v); });
}

void log_pass(double* x, std::size_t n) {
  pass<8>(
      x, n, [](const double* p) { return _mm512_loadu_pd(p); },
      [](double* p, __m512d v) { _mm512_storeu_pd(p, v); },
      [](__m512d v) { return Sleef_cinz_logd8_u10avx512fnofma(v); });
}

}  // namespace

const Passes avx512{exp_pass, log_pass};

}  // namespace domar::numerics::lanes
