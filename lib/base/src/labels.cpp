#include "domar/base/labels.hpp"

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar {

Result<Labels> Labels::make(std::vector<std::string> codes, std::vector<std::string> titles) {
  if (codes.size() != titles.size()) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} codes but {} titles", codes.size(), titles.size()), "", "", ""};
  }
  Labels labels;
  for (Index i = 0; i < codes.size(); ++i) {
    if (codes[i].empty()) {
      return Error{ErrorCode::bad_value, fmt::format("label {} is empty", i + 1), "",
                   "give every row and column a code", ""};
    }
    if (!labels.index_.emplace(codes[i], i).second) {
      return Error{ErrorCode::bad_value, fmt::format("label '{}' stands twice", codes[i]), "",
                   "labels must be unique", ""};
    }
  }
  labels.codes_ = std::move(codes);
  labels.titles_ = std::move(titles);
  return labels;
}

std::optional<Index> Labels::find(std::string_view code) const {
  const auto found = index_.find(std::string(code));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

Result<Index> Labels::require(std::string_view code_or_title, std::string_view what) const {
  if (const auto exact = find(code_or_title)) return *exact;
  const std::string wanted = lower_case(code_or_title);
  for (Index i = 0; i < size(); ++i) {
    if (lower_case(titles_[i]) == wanted || lower_case(codes_[i]) == wanted) return i;
  }
  std::vector<std::string> candidates = codes_;
  candidates.insert(candidates.end(), titles_.begin(), titles_.end());
  const Index nearest = nearest_name(code_or_title, candidates) % (size() == 0 ? 1 : size());
  std::string hint;
  if (size() > 0) hint = fmt::format("did you mean {} ({})?", codes_[nearest], titles_[nearest]);
  return Error{ErrorCode::not_found, fmt::format("unknown {} '{}'", what, code_or_title), "", hint,
               ""};
}

}  // namespace domar
