#pragma once
/// @file One pass over an array for each instruction set; each is compiled in a file of its own.

#include <cstddef>

namespace domar::numerics::lanes {

struct Passes {
  void (*exp_all)(double* x, std::size_t n);
  void (*log_all)(double* x, std::size_t n);
};

extern const Passes sse4;
extern const Passes avx;
extern const Passes avx512;

}  // namespace domar::numerics::lanes
