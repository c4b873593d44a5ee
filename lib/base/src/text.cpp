#include "domar/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace domar {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  const auto last = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(first, last - first + 1));
}

std::optional<double> parse_number(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

namespace {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

double relative_edits(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max({a.size(), b.size(), std::size_t{1}});
  return static_cast<double>(edits_between(a, b)) / static_cast<double>(longer);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = text.find_first_not_of(' '); begin != std::string_view::npos;
       begin = text.find_first_not_of(' ', begin)) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return words;
}

/// Mean over the wanted words of how far the best word of the candidate is: "bateries" is near
/// "manufacture of batteries".
double word_distance(const std::vector<std::string_view>& wanted, std::string_view candidate) {
  const auto words = words_of(candidate);
  if (wanted.empty() || words.empty()) return 1.0;
  double sum = 0.0;
  for (const auto& target : wanted) {
    double best = 1.0;
    for (const auto& word : words) best = std::min(best, relative_edits(target, word));
    sum += best;
  }
  return sum / static_cast<double>(wanted.size());
}

}  // namespace

Index nearest_name(std::string_view wanted, const std::vector<std::string>& candidates) {
  constexpr double whole_name_first = 0.02;  // of two equally near, prefer the whole name
  const std::string target = lower_case(wanted);
  const auto target_words = words_of(target);
  Index best = 0;
  double best_score = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < candidates.size(); ++i) {
    const std::string candidate = lower_case(candidates[i]);
    const bool contains = target.size() >= 3 && candidate.find(target) != std::string::npos;
    const double score = contains
                             ? 0.0
                             : std::min(relative_edits(target, candidate),
                                        word_distance(target_words, candidate) + whole_name_first);
    if (score < best_score) {
      best_score = score;
      best = i;
    }
  }
  return best;
}

}  // namespace domar
