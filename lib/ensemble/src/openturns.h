#pragma once
/// @file What the plug-in with OpenTURNS offers, as plain C: see docs/decisions/0012-openturns.md.

#include <cstddef>

extern "C" {

/// First `count` points of Sobol's sequence, row by row. 0, or -1 with a message of at most 255
/// characters.
int domar_openturns_sobol(std::size_t dims, std::size_t count, double* points, char* message);

/// A Latin hypercube, shuffled by `seed`.
int domar_openturns_latin_hypercube(std::size_t dims, std::size_t count, unsigned seed,
                                    double* points, char* message);

/// First and total Sobol indices by a sparse polynomial chaos on uniform inputs.
int domar_openturns_sobol_indices(std::size_t dims, std::size_t count, const double* inputs,
                                  const double* outputs, double* first, double* total,
                                  double* explained, char* message);
}
