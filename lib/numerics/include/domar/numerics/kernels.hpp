#pragma once
/// @file Matrix-vector kernels for matrices that are streamed once per pass. Sums have one fixed
/// order, the same on every machine and for any number of threads; no fused operations.

#include <functional>

#include "domar/base/array.hpp"

namespace domar::numerics {

/// y[c] += sum_r x[r] A[r, c]; A is rows x cols, row-major without gaps.
void add_transposed_product(const double* A, Index rows, Index cols, const double* x, double* y);

/// sum_c a[c] b[c], in eight interleaved partial sums.
[[nodiscard]] double dot(const double* a, const double* b, Index n);

/// y[r] += sum_c A[r, c] x[c].
void add_product(const double* A, Index rows, Index cols, const double* x, double* y);

/// C[r, c] += sum_k A[r, k] B[k, c], k in order; A is rows x inner, B inner x cols.
void add_matrix_product(const double* A, const double* B, Index rows, Index inner, Index cols,
                        double* C);

/// y += a x.
void add_scaled(double a, const double* x, double* y, Index n);

/// Is every number of x finite and above `least`?
[[nodiscard]] bool all_above(const double* x, Index n, double least);

/// Largest size of an entry; 0 for none.
[[nodiscard]] double largest(const Vector& v);

/// A of floats in blocks: row r holds `blocks` x `width` numbers. Adds every row, its block b
/// scaled by scale[r, b]: y[b, u] += sum_r scale[r, b] A[r, b, u].
void add_scaled_blocks(const float* A, Index rows, Index blocks, Index width, const double* scale,
                       double* y);

/// Two such sums in one pass over A.
void add_scaled_blocks(const float* A, Index rows, Index blocks, Index width, const double* scale,
                       double* y, const double* second_scale, double* second_y);

/// Products of blocks: d[r, b] = sum_u A[r, b, u] x[b, u].
void block_products(const float* A, Index rows, Index blocks, Index width, const double* x,
                    double* d);

/// body(0) ... body(count - 1), spread over TBB's threads in fixed blocks; `work` estimates the
/// operations in all, small jobs stay on the calling thread. Bodies must not write the same place.
void for_each(Index count, double work, const std::function<void(Index)>& body);

}  // namespace domar::numerics
