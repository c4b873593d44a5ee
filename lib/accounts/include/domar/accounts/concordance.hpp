#pragma once
/// @file Concordance: which part of each old label belongs to which new one.

#include <span>
#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// One line of a concordance: `weight` of `source` goes to `target`.
struct ConcordanceLink {
  std::string source;
  std::string target;
  double weight = 1.0;  ///< share of the source, 0 to 1
};

/// Many-to-many correspondence of two classifications. The weights of every source add up to 1, so
/// that whatever is carried over keeps its total.
class Concordance {
 public:
  /// Share of a source that goes to one target.
  struct Part {
    Index target = 0;
    double weight = 0.0;  ///< > 0
    bool operator==(const Part&) const = default;
  };

  Concordance() = default;

  /// Builds from lines in any order. Lines of weight 0 are dropped; targets may stay empty. Weights
  /// are divided by their sum, so that they add up to 1 to machine precision.
  ///
  /// @error not_found  codes of the lines that are no source or no target, and sources without a
  ///                   line; all of them are listed.
  /// @error bad_value  a weight is negative or not finite, a pair of codes stands twice, or the
  ///                   weights of a source do not add up to 1 within 1e-9; all sources are listed.
  static Result<Concordance> make(Labels sources, Labels targets,
                                  const std::vector<ConcordanceLink>& links);

  /// Every label goes to itself.
  static Concordance identity(const Labels& labels);

  [[nodiscard]] const Labels& sources() const { return sources_; }
  [[nodiscard]] const Labels& targets() const { return targets_; }

  /// Where a source goes; by target, smallest index first.
  [[nodiscard]] std::span<const Part> parts(Index source) const { return parts_[source]; }

  /// Sources and targets are the same codes in the same order, and each goes to itself.
  [[nodiscard]] bool is_identity() const;

  /// Every source goes to one target only.
  [[nodiscard]] bool is_whole() const;

  /// Targets that receive nothing.
  [[nodiscard]] std::vector<Index> empty_targets() const;

  /// First this, then `next`: weight(a, c) = sum_b weight(a, b) next.weight(b, c).
  /// @error not_found  targets of this that are not sources of `next`; codes are matched by name.
  [[nodiscard]] Result<Concordance> then(const Concordance& next) const;

  /// Values by target: y(t) = sum_s weight(s, t) x(s).
  /// @param x  one value for each source, any unit that can be added.
  /// @error shape_mismatch  x has not one entry per source.
  [[nodiscard]] Result<Vector> apply(const Vector& x) const;

 private:
  Labels sources_;
  Labels targets_;
  std::vector<std::vector<Part>> parts_;
};

}  // namespace domar::accounts
