#pragma once
/// @file Labels: an ordered list of unique names with look-up; data are matched by name, never by
/// position.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar {

/// Ordered unique codes, each with a title. "094" / "Manufacture of electronic components".
class Labels {
 public:
  Labels() = default;

  /// Builds from codes and titles of equal length.
  /// @error shape_mismatch  the lengths differ.
  /// @error bad_value       a code is empty or stands twice.
  static Result<Labels> make(std::vector<std::string> codes, std::vector<std::string> titles);

  [[nodiscard]] Index size() const { return codes_.size(); }
  [[nodiscard]] const std::string& code(Index i) const { return codes_[i]; }
  [[nodiscard]] const std::string& title(Index i) const { return titles_[i]; }
  [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }
  [[nodiscard]] const std::vector<std::string>& titles() const { return titles_; }

  /// Index of an exact code.
  [[nodiscard]] std::optional<Index> find(std::string_view code) const;

  /// Index of a code or a title (letter case ignored).
  /// @error not_found  neither; the hint names the nearest valid one. `what` says e.g. "sector".
  [[nodiscard]] Result<Index> require(std::string_view code_or_title, std::string_view what) const;

 private:
  std::vector<std::string> codes_;
  std::vector<std::string> titles_;
  std::unordered_map<std::string, Index> index_;
};

}  // namespace domar
