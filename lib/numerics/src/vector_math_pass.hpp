#pragma once
/// @file The pass itself. Included once per instruction set, so everything here is local to its
/// file: code for a wide machine must not be merged into that for a narrow one.

#include <cstddef>

namespace {

/// f over all of x, `width` numbers at once; the rest goes through a buffer of the same width.
template <std::size_t width, class Load, class Store, class Function>
inline void pass(double* x, std::size_t n, Load load, Store store, Function f) {
  std::size_t i = 0;
  for (; i + width <= n; i += width) store(x + i, f(load(x + i)));
  if (i == n) return;
  double rest[width];
  for (std::size_t k = 0; k < width; ++k) rest[k] = i + k < n ? x[i + k] : 1.0;
  store(rest, f(load(rest)));
  for (std::size_t k = 0; i + k < n; ++k) x[i + k] = rest[k];
}

}  // namespace
