#include "domar/ensemble/design.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "openturns_plugin.hpp"

namespace domar::ensemble {

std::uint64_t counter_seed(std::uint64_t seed, std::uint64_t counter) {
  // Steele, Lea and Flood (2014): a full-period step and a mixing function. Two rounds, so that
  // neighbouring seeds do not share streams.
  const auto mixed = [](std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  };
  constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;
  return mixed(mixed(seed + golden) + golden * (counter + 1));
}

double counter_uniform(std::uint64_t seed, std::uint64_t counter) {
  return (static_cast<double>(counter_seed(seed, counter) >> 11U) + 0.5) * 0x1p-53;
}

namespace {

Status check(Index draws, Index inputs) {
  if (draws > 0 && inputs > 0 && inputs <= k_most_inputs) return Done{};
  return Error{ErrorCode::bad_value, fmt::format("{} draws of {} inputs", draws, inputs), "design",
               fmt::format("at least one draw, and 1 to {} inputs", k_most_inputs), ""};
}

Error failed(const char* message) { return {ErrorCode::internal, message, "OpenTURNS", "", ""}; }

/// Away from 0 and 1, where quantiles are infinite.
double inside(double u) { return std::clamp(u, 0x1p-53, 1.0 - 0x1p-53); }

}  // namespace

Result<Matrix> sobol_design(Index draws, Index inputs, std::uint64_t seed) {
  if (auto status = check(draws, inputs); !status.ok()) return status.error();
  const auto library = openturns();
  if (!library.ok()) return library.error();
  Matrix points(draws, inputs);
  char message[256] = "";
  if (library->sobol(inputs, draws, points.data(), message) != 0) return failed(message);
  for (Index j = 0; j < inputs; ++j) {
    const double shift = counter_uniform(seed, j);
    for (Index k = 0; k < draws; ++k) {
      const double moved = points(k, j) + shift;
      points(k, j) = inside(moved < 1.0 ? moved : moved - 1.0);
    }
  }
  return points;
}

Result<Matrix> latin_hypercube(Index draws, Index inputs, std::uint64_t seed) {
  if (auto status = check(draws, inputs); !status.ok()) return status.error();
  const auto library = openturns();
  if (!library.ok()) return library.error();
  Matrix points(draws, inputs);
  char message[256] = "";
  const auto short_seed = static_cast<unsigned>(counter_seed(seed, 0) >> 33U);
  if (library->latin_hypercube(inputs, draws, short_seed, points.data(), message) != 0) {
    return failed(message);
  }
  for (Index k = 0; k < draws; ++k) {
    for (double& u : points.row(k)) u = inside(u);
  }
  return points;
}

}  // namespace domar::ensemble
