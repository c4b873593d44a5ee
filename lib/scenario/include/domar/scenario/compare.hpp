#pragma once
/// @file compare: what differs between two results, two JSON outputs, or two economies.

#include <cstddef>
#include <string>
#include <vector>

#include "domar/base/result.hpp"

namespace domar::scenario {

struct CompareOptions {
  double relative = 1e-9;  ///< numbers a, b are the same when |a - b| <= relative max(|a|, |b|) ...
  double absolute = 1e-12;  ///< ... or <= absolute
  std::size_t most = 20;    ///< differences told in text
};

/// One number or text that differs. Texts have both numbers at 0.
struct Difference {
  std::string where;  ///< for example "tables/sectors.csv: china-2018, 2030, 094: output"
  double a = 0.0, b = 0.0;
  std::string text_a, text_b;
  [[nodiscard]] bool is_text() const { return !text_a.empty() || !text_b.empty(); }
  [[nodiscard]] double relative() const;
};

struct Comparison {
  std::string a, b;
  std::size_t compared = 0;             ///< numbers and texts that both have
  std::vector<Difference> differences;  ///< largest relative difference first
  std::vector<std::string> only_a, only_b;

  [[nodiscard]] bool same() const {
    return differences.empty() && only_a.empty() && only_b.empty();
  }
};

/// Compares like with like, matched by name and never by position: results folders (summary.json
/// and every table), JSON files (objects in lists are matched by their names), or economies
/// (built-in names or .nc files). How a result was made (versions, times, hashes) does not count.
///
/// @error not_found, bad_input  one cannot be read, or the two are different kinds of things.
[[nodiscard]] Result<Comparison> compare(const std::string& a, const std::string& b,
                                         const CompareOptions& options = {});

/// For people, and for programs.
[[nodiscard]] std::string comparison_text(const Comparison& comparison,
                                          const CompareOptions& options);
[[nodiscard]] std::string comparison_json(const Comparison& comparison);

}  // namespace domar::scenario
