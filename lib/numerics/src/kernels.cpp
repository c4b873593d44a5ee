#include "domar/numerics/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>

#include "domar/numerics/versions.hpp"

namespace domar::numerics {

DOMAR_VERSIONS
void add_transposed_product(const double* A, Index rows, Index cols, const double* x, double* y) {
  Index r = 0;
  for (; r + 4 <= rows; r += 4) {
    const double* a0 = A + r * cols;
    const double* a1 = a0 + cols;
    const double* a2 = a1 + cols;
    const double* a3 = a2 + cols;
    const double x0 = x[r];
    const double x1 = x[r + 1];
    const double x2 = x[r + 2];
    const double x3 = x[r + 3];
    DOMAR_NO_ALIAS
    for (Index c = 0; c < cols; ++c) {
      y[c] += (x0 * a0[c] + x1 * a1[c]) + (x2 * a2[c] + x3 * a3[c]);
    }
  }
  for (; r < rows; ++r) {
    const double* a = A + r * cols;
    const double x0 = x[r];
    DOMAR_NO_ALIAS
    for (Index c = 0; c < cols; ++c) y[c] += x0 * a[c];
  }
}

DOMAR_VERSIONS
double dot(const double* a, const double* b, Index n) {
  double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  Index i = 0;
  for (; i + 8 <= n; i += 8) {
    for (Index k = 0; k < 8; ++k) lane[k] += a[i + k] * b[i + k];
  }
  double rest = 0.0;
  for (; i < n; ++i) rest += a[i] * b[i];
  return (((lane[0] + lane[4]) + (lane[1] + lane[5])) +
          ((lane[2] + lane[6]) + (lane[3] + lane[7]))) +
         rest;
}

DOMAR_VERSIONS
void add_product(const double* A, Index rows, Index cols, const double* x, double* y) {
  for (Index r = 0; r < rows; ++r) {
    const double* a = A + r * cols;
    double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
    Index i = 0;
    for (; i + 8 <= cols; i += 8) {
      for (Index k = 0; k < 8; ++k) lane[k] += a[i + k] * x[i + k];
    }
    double rest = 0.0;
    for (; i < cols; ++i) rest += a[i] * x[i];
    y[r] += (((lane[0] + lane[4]) + (lane[1] + lane[5])) +
             ((lane[2] + lane[6]) + (lane[3] + lane[7]))) +
            rest;
  }
}

namespace {
constexpr Index k_lanes = 8;
constexpr Index k_panel = 2 * k_lanes;  ///< columns of a panel
constexpr Index k_rows = 4;             ///< rows that share what is loaded of a panel
using Lanes = double __attribute__((vector_size(k_lanes * sizeof(double)), aligned(8)));

/// `count` rows of C at one panel of B, which stands row after row, filled up with zeros.
template <Index count>
__attribute__((always_inline)) inline void add_panel(const double* A, Index inner,
                                                     const double* panel, double* C, Index cols,
                                                     Index width) {
  Lanes low[count] = {};
  Lanes high[count] = {};
  for (Index k = 0; k < inner; ++k) {
    const Lanes b_low = *reinterpret_cast<const Lanes*>(panel + k * k_panel);
    const Lanes b_high = *reinterpret_cast<const Lanes*>(panel + k * k_panel + k_lanes);
    for (Index r = 0; r < count; ++r) {
      low[r] += A[r * inner + k] * b_low;
      high[r] += A[r * inner + k] * b_high;
    }
  }
  for (Index r = 0; r < count; ++r) {
    for (Index c = 0; c < width; ++c) {
      C[r * cols + c] += c < k_lanes ? low[r][c] : high[r][c - k_lanes];
    }
  }
}
}  // namespace

DOMAR_VERSIONS
void add_matrix_product(const double* A, const double* B, Index rows, Index inner, Index cols,
                        double* C) {
  Vector panel(inner * k_panel);
  for (Index first = 0; first < cols; first += k_panel) {
    const Index width = std::min(k_panel, cols - first);
    for (Index k = 0; k < inner; ++k) {
      for (Index c = 0; c < k_panel; ++c) {
        panel[k * k_panel + c] = c < width ? B[k * cols + first + c] : 0.0;
      }
    }
    Index r = 0;
    for (; r + k_rows <= rows; r += k_rows) {
      add_panel<k_rows>(A + r * inner, inner, panel.data(), C + r * cols + first, cols, width);
    }
    for (; r < rows; ++r) {
      add_panel<1>(A + r * inner, inner, panel.data(), C + r * cols + first, cols, width);
    }
  }
}

DOMAR_VERSIONS
void add_scaled(double a, const double* x, double* y, Index n) {
  DOMAR_NO_ALIAS
  for (Index i = 0; i < n; ++i) y[i] += a * x[i];
}

DOMAR_VERSIONS
double largest(const Vector& v) {
  double most = 0.0;
  for (const double entry : v) most = std::max(most, std::abs(entry));
  return most;
}

bool all_above(const double* x, Index n, double least) {
  Index good = 0;
  for (Index i = 0; i < n; ++i) {
    good += static_cast<Index>(x[i] > least) &
            static_cast<Index>(x[i] <= std::numeric_limits<double>::max());
  }
  return good == n;
}

namespace {
/// Rows r to r + count - 1 of a block, count 1 or 4, with fixed brackets.
template <int count>
__attribute__((always_inline)) inline void add_block(const float* a, Index row, Index width,
                                                     const double* scale, Index next, double* y) {
  if constexpr (count == 1) {
    const double s = scale[0];
    DOMAR_NO_ALIAS
    for (Index u = 0; u < width; ++u) y[u] += s * static_cast<double>(a[u]);
  } else {
    const float* a1 = a + row;
    const float* a2 = a1 + row;
    const float* a3 = a2 + row;
    const double s0 = scale[0];
    const double s1 = scale[next];
    const double s2 = scale[2 * next];
    const double s3 = scale[3 * next];
    DOMAR_NO_ALIAS
    for (Index u = 0; u < width; ++u) {
      y[u] += (s0 * static_cast<double>(a[u]) + s1 * static_cast<double>(a1[u])) +
              (s2 * static_cast<double>(a2[u]) + s3 * static_cast<double>(a3[u]));
    }
  }
}
}  // namespace

DOMAR_VERSIONS
void add_scaled_blocks(const float* A, Index rows, Index blocks, Index width, const double* scale,
                       double* y) {
  const Index row = blocks * width;
  Index r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (Index b = 0; b < blocks; ++b) {
      add_block<4>(A + r * row + b * width, row, width, scale + r * blocks + b, blocks,
                   y + b * width);
    }
  }
  for (; r < rows; ++r) {
    for (Index b = 0; b < blocks; ++b) {
      add_block<1>(A + r * row + b * width, row, width, scale + r * blocks + b, blocks,
                   y + b * width);
    }
  }
}

DOMAR_VERSIONS
void add_scaled_blocks(const float* A, Index rows, Index blocks, Index width, const double* scale,
                       double* y, const double* second_scale, double* second_y) {
  const Index row = blocks * width;
  Index r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (Index b = 0; b < blocks; ++b) {
      const float* a = A + r * row + b * width;
      add_block<4>(a, row, width, scale + r * blocks + b, blocks, y + b * width);
      add_block<4>(a, row, width, second_scale + r * blocks + b, blocks, second_y + b * width);
    }
  }
  for (; r < rows; ++r) {
    for (Index b = 0; b < blocks; ++b) {
      const float* a = A + r * row + b * width;
      add_block<1>(a, row, width, scale + r * blocks + b, blocks, y + b * width);
      add_block<1>(a, row, width, second_scale + r * blocks + b, blocks, second_y + b * width);
    }
  }
}

DOMAR_VERSIONS
void block_products(const float* A, Index rows, Index blocks, Index width, const double* x,
                    double* d) {
  for (Index r = 0; r < rows; ++r) {
    for (Index b = 0; b < blocks; ++b) {
      const float* a = A + (r * blocks + b) * width;
      const double* xb = x + b * width;
      double lane[8] = {0, 0, 0, 0, 0, 0, 0, 0};
      Index i = 0;
      for (; i + 8 <= width; i += 8) {
        for (Index k = 0; k < 8; ++k) lane[k] += static_cast<double>(a[i + k]) * xb[i + k];
      }
      double rest = 0.0;
      for (; i < width; ++i) rest += static_cast<double>(a[i]) * xb[i];
      d[r * blocks + b] = (((lane[0] + lane[4]) + (lane[1] + lane[5])) +
                           ((lane[2] + lane[6]) + (lane[3] + lane[7]))) +
                          rest;
    }
  }
}

void for_each(Index count, double work, const std::function<void(Index)>& body) {
  constexpr double k_worth_a_thread = 5e4;
  if (work < k_worth_a_thread || count < 2) {
    for (Index i = 0; i < count; ++i) body(i);
    return;
  }
  tbb::parallel_for(
      tbb::blocked_range<Index>(0, count),
      [&](const tbb::blocked_range<Index>& range) {
        for (Index i = range.begin(); i < range.end(); ++i) body(i);
      },
      tbb::static_partitioner());
}

}  // namespace domar::numerics
