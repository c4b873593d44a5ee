#include "nbs/concordance.hpp"

#include <fmt/format.h>

namespace domar::readers::nbs {

Result<std::vector<Index>> match_sectors(const Table& fine, const Table& coarse) {
  constexpr double k_tolerance = 1e-9;
  const Vector& fine_output = fine.column.at("GO");
  const Vector& coarse_output = coarse.column.at("GO");
  std::vector<Index> coarse_of;
  for (Index c = 0; c < coarse_output.size(); ++c) {
    const double wanted = coarse_output[c];
    double sum = 0.0;
    while (coarse_of.size() < fine_output.size() && sum < wanted * (1.0 - k_tolerance)) {
      sum += fine_output[coarse_of.size()];
      coarse_of.push_back(c);
    }
    if (sum <= wanted * (1.0 + k_tolerance) && sum >= wanted * (1.0 - k_tolerance)) continue;
    return Error{
        ErrorCode::unbalanced,
        fmt::format("gross output of sector {} ({}), {:.10g}, is not the sum of consecutive "
                    "sectors of {}: the nearest is {:.10g}",
                    coarse.sectors.code(c), coarse.sectors.title(c), wanted, fine.file, sum),
        coarse.file, "are both tables of the same year and edition?", ""};
  }
  if (coarse_of.size() == fine_output.size()) return coarse_of;
  return Error{ErrorCode::unbalanced,
               fmt::format("sectors from {} on belong to no coarse sector",
                           fine.sectors.code(coarse_of.size())),
               coarse.file, "are both tables of the same year and edition?", ""};
}

}  // namespace domar::readers::nbs
