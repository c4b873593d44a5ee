/// @file Instruments of a world in words.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clauses.hpp"
#include "domar/base/text.hpp"
#include "world_words.hpp"

namespace domar::scenario {

namespace {

Error bad(std::string what, std::string hint) {
  return {ErrorCode::bad_input, std::move(what), "", std::move(hint), ""};
}

/// Kinds of instruments in words.
struct LeverWord {
  const char* head;
  WorldChangeLine::Kind kind;
  double sign;
};
using Kind = WorldChangeLine::Kind;
constexpr LeverWord k_lever_words[] = {{"tariff", Kind::tariff, 1.0},
                                       {"export tax", Kind::export_tax, 1.0},
                                       {"export subsidy", Kind::export_tax, -1.0},
                                       {"output tax", Kind::output_tax, 1.0},
                                       {"output subsidy", Kind::output_tax, -1.0},
                                       {"trade cost", Kind::iceberg, 1.0},
                                       {"productivity", Kind::productivity, 1.0},
                                       {"endowment", Kind::endowment, 1.0},
                                       {"transfer", Kind::transfer, 1.0}};

Error unknown_lever(const Clauses& said) {
  if (said.head == "cap") {
    return bad("a cap is a limit, not an instrument with an amount",
               "let a tariff, export_tax or trade_cost hold \"quantity of S from R to R\"");
  }
  std::vector<std::string> heads;
  for (const auto& word : k_lever_words) {
    heads.emplace_back(word.head);
    std::replace(heads.back().begin(), heads.back().end(), ' ', '_');
  }
  return {ErrorCode::not_found, fmt::format("unknown instrument '{}'", said.words), "",
          fmt::format("did you mean '{}'? Instruments: {}", heads[nearest_name(said.head, heads)],
                      fmt::join(heads, ", ")),
          ""};
}

/// "endowment of CHN", "endowment of labour in CHN", "endowment of labour of CHN".
Status read_endowment(const Clauses& said, const WorldNames& names, WorldChangeLine& change) {
  std::optional<std::string> region = said.place;
  std::optional<std::string> factor = said.object;
  if (!region && factor) {
    const auto last = factor->rfind(" of ");
    region = last == std::string::npos ? *factor : trimmed(factor->substr(last + 4));
    factor =
        last == std::string::npos ? std::optional<std::string>() : trimmed(factor->substr(0, last));
  }
  if (region) {
    auto regions = listed(*region, names.regions, "region");
    if (!regions.ok()) return regions.error();
    change.from = std::move(*regions);
  }
  if (factor) {
    auto factors = listed(*factor, names.factors, "factor");
    if (!factors.ok()) return factors.error();
    change.factors = std::move(*factors);
  }
  return Done{};
}

}  // namespace

Result<WorldChangeLine> world_lever_words(const std::string& words, const WorldNames& names) {
  const auto said = clauses_of(trimmed(words));
  if (!said.ok()) return said.error();
  const auto* word = std::find_if(std::begin(k_lever_words), std::end(k_lever_words),
                                  [&](const auto& known) { return said->head == known.head; });
  if (word == std::end(k_lever_words)) return unknown_lever(*said);
  WorldChangeLine change;
  change.kind = word->kind;
  change.sign = word->sign;
  const WorldChangeKind& kind = kind_of(change.kind);
  if (said->place && (said->origin || kind.has_to)) {
    return bad(fmt::format("'{}': of whom?", words), "write 'from' whom, and 'to' whom it goes");
  }
  if (said->destination && !kind.has_to) {
    return bad(fmt::format("'{}' goes to nobody", words), "write in which region it is");
  }
  if (change.kind == Kind::endowment) {
    if (auto status = read_endowment(*said, names, change); !status.ok()) return status.error();
  } else if (said->object) {
    if (!kind.has_sectors) return bad(fmt::format("'{}' has no sectors", words), "leave them out");
    auto goods = listed(*said->object, names.sectors, "sector");
    if (!goods.ok()) return goods.error();
    change.goods = std::move(*goods);
  }
  for (const auto& [clause, into] :
       {std::pair{&said->place, &change.from}, std::pair{&said->origin, &change.from},
        std::pair{&said->destination, &change.to}}) {
    if (!*clause || !into->empty()) continue;
    auto regions = listed(**clause, names.regions, "region");
    if (!regions.ok()) return regions.error();
    *into = std::move(*regions);
  }
  return change;
}

}  // namespace domar::scenario
