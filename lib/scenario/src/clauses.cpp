#include "clauses.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::scenario {

namespace {

Error bad(std::string what, std::string hint) {
  return {ErrorCode::bad_input, std::move(what), "", std::move(hint), ""};
}

}  // namespace

Result<Clauses> clauses_of(const std::string& words) {
  struct Cut {
    std::size_t at, length;
    std::optional<std::string> Clauses::*into;
  };
  Clauses found;
  found.words = words;
  std::vector<Cut> cuts;
  bool object = false;
  for (std::size_t at = words.find(' '); at != std::string::npos; at = words.find(' ', at + 1)) {
    for (const auto& [word, into] :
         {std::pair{" of ", &Clauses::object}, std::pair{" on ", &Clauses::object},
          std::pair{" in ", &Clauses::place}, std::pair{" from ", &Clauses::origin},
          std::pair{" to ", &Clauses::destination}}) {
      const std::string key = word;
      if (words.compare(at, key.size(), key) != 0) continue;
      if (into == &Clauses::object && (object || !cuts.empty())) continue;
      object = object || into == &Clauses::object;
      cuts.push_back({at, key.size(), into});
    }
  }
  found.head = words.substr(0, cuts.empty() ? words.size() : cuts.front().at);
  std::replace(found.head.begin(), found.head.end(), '_', ' ');
  for (Index k = 0; k < cuts.size(); ++k) {
    const auto first = cuts[k].at + cuts[k].length;
    const auto last = k + 1 < cuts.size() ? cuts[k + 1].at : words.size();
    auto& into = found.*cuts[k].into;
    if (into) {
      return bad(fmt::format("'{}' says the same twice", words),
                 "write one 'of', 'in', 'from' and 'to' each at most");
    }
    into = first < last ? trimmed(words.substr(first, last - first)) : "";
  }
  return found;
}

Result<std::vector<Index>> listed(const std::string& text, const Labels& labels, const char* what) {
  if (const auto whole = labels.require(text, what); whole.ok()) return std::vector<Index>{*whole};
  std::vector<Index> found;
  std::size_t first = 0;
  while (first <= text.size()) {
    const auto plus = std::min(text.find('+', first), text.size());
    const auto at = labels.require(trimmed(text.substr(first, plus - first)), what);
    if (!at.ok()) return at.error();
    if (std::find(found.begin(), found.end(), *at) != found.end()) {
      return bad(fmt::format("{} '{}' is named twice", what, labels.code(*at)), "once is enough");
    }
    found.push_back(*at);
    first = plus + 1;
  }
  return found;
}

}  // namespace domar::scenario
