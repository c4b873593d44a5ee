#include "known_in.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace domar::scenario {

int latest_year(const std::string& text) {
  constexpr int earliest = 1900;
  constexpr int last = 2100;
  int latest = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end == i + 4) {
      const int year = std::stoi(text.substr(i, 4));
      if (year >= earliest && year <= last) latest = std::max(latest, year);
    }
    i = std::max(end, i + 1);
  }
  return latest;
}

Knowledge knowledge_of(const Fact& fact, int year) {
  const int spoken_of = latest_year(fact.year);
  if (spoken_of > year) return Knowledge::later;
  if (fact.status == FactStatus::assumption) return Knowledge::chosen;
  const int published = latest_year(fact.source + " " + fact.vintage);
  if (spoken_of == 0 && published == 0) return Knowledge::undated;
  if (published <= year) return Knowledge::known;
  return spoken_of > 0 ? Knowledge::later_edition : Knowledge::later;
}

namespace {

/// An assumption may share out what was seen, but not stand for it.
bool usable(const Fact& fact, int year) {
  const Knowledge knowledge = knowledge_of(fact, year);
  if (knowledge == Knowledge::chosen) return latest_year(fact.year) > 0;
  return knowledge == Knowledge::known || knowledge == Knowledge::later_edition;
}

void shorten(accounts::SeriesTable& table, int year) {
  for (auto& [name, series] : table.by_name) {
    std::erase_if(series, [&](const auto& entry) { return entry.first > year; });
  }
  std::erase_if(table.by_name, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace

Result<EconomyFolder> as_known_in(EconomyFolder folder, const accounts::FactTable& instead,
                                  int year) {
  std::erase_if(folder.facts.by_name,
                [&](const auto& entry) { return !usable(entry.second, year); });
  std::erase_if(folder.parameters.by_name, [&](const auto& entry) {
    return !std::all_of(entry.second.begin(), entry.second.end(),
                        [&](const Fact& fact) { return usable(fact, year); });
  });
  shorten(folder.series, year);
  folder.emerging.by_name.clear();
  folder.varieties.clear();
  folder.knowledge_links.clear();
  for (const auto& [name, fact] : instead.by_name) {
    const Knowledge knowledge = knowledge_of(fact, year);
    if (knowledge == Knowledge::later || knowledge == Knowledge::undated) {
      return Error{ErrorCode::bad_value,
                   fmt::format("'{}' was not known in {}: its passport names {}", name, year,
                               knowledge == Knowledge::undated ? "no year" : "a later year"),
                   name,
                   "take a figure whose years and source are older, or call it an "
                   "assumption",
                   ""};
    }
    folder.facts.by_name[name] = fact;
  }
  return folder;
}

namespace {

void say(const std::string& name, const Fact& fact, int year, std::vector<LaterKnowledge>& list) {
  const Knowledge knowledge = knowledge_of(fact, year);
  if (knowledge == Knowledge::known) return;
  const int edition = latest_year(fact.source + " " + fact.vintage);
  const std::string what = knowledge == Knowledge::later_edition
                               ? fmt::format("of its time, in an edition of {}", edition)
                               : "chosen by us, assumption";
  list.push_back({name, fact.value, what + ": " + fact.source});
}

}  // namespace

std::vector<LaterKnowledge> not_of_the_time(const EconomyFolder& folder,
                                            const accounts::FactLog& used, int year) {
  std::vector<LaterKnowledge> list;
  for (const auto& [name, fact] : folder.facts.by_name) {
    if (used.figures.contains(name)) say(name, fact, year, list);
  }
  for (const auto& [name, facts] : folder.parameters.by_name) {
    if (!used.parameters.contains(name) || facts.empty()) continue;
    // The sector that is least well known speaks for all.
    const auto weakest =
        std::max_element(facts.begin(), facts.end(), [&](const Fact& a, const Fact& b) {
          return static_cast<int>(knowledge_of(a, year)) < static_cast<int>(knowledge_of(b, year));
        });
    say(name + " (by sector)", *weakest, year, list);
  }
  for (const auto& [name, series] : folder.series.by_name) {
    if (!used.series.contains(name) || series.empty()) continue;
    say(name + " (series)", series.rbegin()->second, year, list);
  }
  return list;
}

}  // namespace domar::scenario
