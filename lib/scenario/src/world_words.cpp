#include "world_words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"

namespace domar::scenario {

using equilibrium::WorldIndicator;
using equilibrium::WorldModel;
using Term = WorldIndicator::Term;
using Of = Term::Of;

namespace {

constexpr const char* k_ratio = "ratio to base";
constexpr const char* k_share = "share of GDP";

Error bad(std::string what, std::string hint) {
  return {ErrorCode::bad_input, std::move(what), "", std::move(hint), ""};
}

/// "HEAD of OBJECT in PLACE from ORIGIN to DESTINATION"; what is not said stays empty.
struct Clauses {
  std::string words;
  std::string head;  ///< with spaces for underscores
  std::optional<std::string> object, place, origin, destination;
};

/// Cuts words at "of" or "on" (the first one only), "in", "from" and "to".
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

/// Labels named by "A" or "A + B".
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

std::string codes(const std::vector<Index>& chosen, const Labels& labels) {
  std::vector<std::string> names;
  for (const Index i : chosen) names.push_back(labels.code(i));
  return fmt::format("{}", fmt::join(names, " + "));
}

/// Results of regions that are one term each, weighted by base-year spending where they are ratios.
struct RegionWord {
  const char* head;
  Of of;
};
constexpr RegionWord k_region_words[] = {
    {"welfare", Of::welfare}, {"income", Of::income}, {"final price", Of::final_price}};

const std::vector<std::string>& result_heads() {
  static const std::vector<std::string> heads{"welfare of R",
                                              "income of R",
                                              "final_price of R",
                                              "real_factor_income of R",
                                              "gdp of R",
                                              "tax_revenue of R",
                                              "budget of R",
                                              "trade_balance of R",
                                              "exports of R",
                                              "imports of R",
                                              "price of F of R",
                                              "real price of F of R",
                                              "real_wage of R",
                                              "output of S in R",
                                              "price of S in R",
                                              "value_added of S in R",
                                              "share of S in R",
                                              "factor_share of S in R",
                                              "exports of S from R to R",
                                              "imports of S in R from R",
                                              "quantity of S from R to R"};
  return heads;
}

Error unknown_result(const std::string& words) {
  const auto& heads = result_heads();
  return {ErrorCode::not_found, fmt::format("unknown result '{}'", words), "",
          fmt::format("did you mean '{}'? Words (S sector, R region, F factor): {}",
                      heads[nearest_name(words, heads)], fmt::join(heads, "; ")),
          ""};
}

/// Builds the indicator of one phrase.
class ResultReader {
 public:
  ResultReader(const Clauses& said, const SolvedWorld& world)
      : said_(said), world_(world), model_(world.model()) {}

  Result<WorldIndicator> read() {
    const std::string& head = said_.head;
    if (head == "price" && said_.object && said_.object->rfind("final demand", 0) == 0) {
      return price_of_final_demand();
    }
    for (const RegionWord& word : k_region_words) {
      if (head == word.head) return of_regions([&](const auto& all) { return mean(all, word.of); });
    }
    if (head == "real factor income") {
      return of_regions([&](const auto& all) { return real_income(all, model_.factor_count()); });
    }
    if (head == "real wage") {  // labour is the first factor
      return of_regions([&](const auto& all) { return real_income(all, 1); });
    }
    if (head == "gdp") return of_regions([&](const auto& all) { return money(gdp(all)); });
    if (head == "tax revenue") {
      return of_regions([&](const auto& all) { return money(revenue(all)); });
    }
    if (head == "budget") {
      return of_regions([&](const auto& all) { return share(revenue(all), all); });
    }
    if (head == "trade balance") {
      return of_regions([&](const auto& all) { return share(balance(all), all); });
    }
    if (head == "exports" || head == "imports") return trade(head == "imports");
    if (head == "quantity") return quantity();
    if (head == "price" || head == "real price") return price(head == "real price");
    if (head == "output") return of_industries(&ResultReader::output);
    if (head == "value added") return of_industries(&ResultReader::value_added);
    if (head == "share") return of_industries(&ResultReader::value_added_share);
    if (head == "factor share") return of_industries(&ResultReader::factor_share);
    return unknown_result(said_.words);
  }

 private:
  using Terms = std::vector<Term>;
  using Chosen = std::vector<Index>;

  [[nodiscard]] WorldIndicator ratio(Terms over) const {
    return {"", k_ratio, std::move(over), {}};
  }
  [[nodiscard]] WorldIndicator money(Terms over) const {
    return {"", world_.unit(), std::move(over), {}};
  }
  [[nodiscard]] WorldIndicator share(Terms over, const Chosen& regions) const {
    return {"", k_share, std::move(over), gdp(regions)};
  }

  /// @error  a clause that does not belong here.
  [[nodiscard]] Status only(bool place, bool origin, bool destination) const {
    const auto refuse = [&](const char* clause) {
      return bad(fmt::format("'{}' takes no '{}'", said_.head, clause),
                 fmt::format("as in: {}", form()));
    };
    if (said_.place && !place) return refuse("in");
    if (said_.origin && !origin) return refuse("from");
    if (said_.destination && !destination) return refuse("to");
    return Done{};
  }
  /// How the head is used; with sectors, if it can be.
  [[nodiscard]] std::string form() const {
    std::string head = said_.head;
    std::replace(head.begin(), head.end(), ' ', '_');
    const auto& heads = result_heads();
    std::string used;
    for (const auto& candidate : heads) {
      const bool longer = used.empty() || candidate.find(" S ") != std::string::npos;
      if (candidate.rfind(head + " ", 0) == 0 && longer) used = candidate;
    }
    return used.empty() ? heads[nearest_name(said_.words, heads)] : used;
  }
  [[nodiscard]] Error incomplete() const {
    return bad(fmt::format("'{}' does not say whose", said_.words),
               fmt::format("as in: {}", form()));
  }

  /// "welfare of USA", "welfare of USA + CHN", "welfare of world".
  [[nodiscard]] Result<Chosen> regions_said() const {
    if (auto status = only(true, false, false); !status.ok()) return status.error();
    if (said_.object.has_value() == said_.place.has_value()) return incomplete();
    const std::string& text = said_.object ? *said_.object : *said_.place;
    if (text == "world" && !model_.regions.find("world")) {
      Chosen all;
      for (Index n = 0; n < model_.region_count(); ++n) all.push_back(n);
      return all;
    }
    return listed(text, model_.regions, "region");
  }
  template <class Make>
  Result<WorldIndicator> of_regions(const Make& make) const {
    const auto regions = regions_said();
    if (!regions.ok()) return regions.error();
    WorldIndicator result = make(*regions);
    const bool world = regions->size() == model_.region_count() && regions->size() > 1;
    result.name = said_.head + " of " + (world ? "world" : codes(*regions, model_.regions));
    return result;
  }
  Result<WorldIndicator> price_of_final_demand() {
    Clauses meant{
        said_.words, "final price", said_.object->substr(std::string("final demand").size()),
        said_.place, said_.origin,  said_.destination};
    *meant.object = trimmed(*meant.object);
    if (meant.object->rfind("of ", 0) == 0) meant.object = trimmed(meant.object->substr(3));
    if (meant.object->empty()) meant.object.reset();
    return ResultReader(meant, world_).read();
  }

  [[nodiscard]] WorldIndicator mean(const Chosen& regions, Of of) const {
    double spending = 0.0;
    for (const Index n : regions) spending += model_.final_spending[n];
    Terms terms;
    for (const Index n : regions) terms.push_back({of, n, model_.final_spending[n] / spending});
    return ratio(std::move(terms));
  }
  /// Real wage of the first factors, weighted with what they earn at base.
  [[nodiscard]] WorldIndicator real_income(const Chosen& regions, Index factors) const {
    Terms terms;
    double total = 0.0;
    for (const Index n : regions) {
      for (Index f = 0; f < factors; ++f) {
        double earned = 0.0;
        for (Index s = 0; s < model_.sector_count(); ++s) {
          const Index at = model_.industry(n, s);
          earned += model_.output[at] / model_.base.markup[at] * model_.value_added_share[at] *
                    model_.factor_share[n](f, s);
        }
        terms.push_back({Of::real_wage, model_.factor(n, f), earned});
        total += earned;
      }
    }
    for (Term& term : terms) term.weight /= total;
    return ratio(std::move(terms));
  }
  [[nodiscard]] Terms gdp(const Chosen& regions) const {
    Terms terms;
    for (const Index n : regions) terms.push_back({Of::gdp, n, 1.0});
    return terms;
  }
  [[nodiscard]] Terms revenue(const Chosen& regions) const {
    Terms terms;
    for (const Index n : regions) {
      for (Index s = 0; s < model_.sector_count(); ++s) {
        for (Index r = 0; r < model_.region_count(); ++r) {
          terms.push_back({Of::tariff, model_.edge(s, r, n), 1.0});
          terms.push_back({Of::origin_taxes, model_.edge(s, n, r), 1.0});
        }
      }
    }
    return terms;
  }
  [[nodiscard]] Terms balance(const Chosen& regions) const {
    Terms terms;
    for (const Index n : regions) {
      for (Index s = 0; s < model_.sector_count(); ++s) {
        for (Index r = 0; r < model_.region_count(); ++r) {
          if (r == n) continue;
          terms.push_back({Of::border, model_.edge(s, n, r), 1.0});
          terms.push_back({Of::border, model_.edge(s, r, n), -1.0});
        }
      }
    }
    return terms;
  }

  /// Trade between two groups of regions; an empty group is all.
  [[nodiscard]] Terms border(const Chosen& goods, const Chosen& from, const Chosen& to,
                             Of of = Of::border) const {
    const auto all = [](const Chosen& chosen, Index count) {
      Chosen every = chosen;
      for (Index i = 0; chosen.empty() && i < count; ++i) every.push_back(i);
      return every;
    };
    Terms terms;
    for (const Index s : all(goods, model_.sector_count())) {
      for (const Index i : all(from, model_.region_count())) {
        for (const Index n : all(to, model_.region_count())) {
          if (i != n) terms.push_back({of, model_.edge(s, i, n), 1.0});
        }
      }
    }
    return terms;
  }
  [[nodiscard]] Error no_trade() const {
    return {ErrorCode::bad_value, fmt::format("'{}': there is none in the base year", said_.words),
            "", "name sectors and regions that trade", ""};
  }

  /// "exports of ELE from CHN to USA", "exports of CHN", "imports of ELE in USA from CHN".
  Result<WorldIndicator> trade(bool imports) const {
    Chosen goods, from, to;
    std::optional<std::string> mine = said_.place;  // of whom it is told
    auto& own = imports ? to : from;
    const auto& own_clause = imports ? said_.destination : said_.origin;
    if (own_clause && mine) return incomplete();
    if (own_clause) mine = own_clause;
    bool object_is_region = false;
    if (said_.object && !mine) {
      mine = said_.object;
      object_is_region = true;
    }
    if (!mine) return incomplete();
    auto regions = listed(*mine, model_.regions, "region");
    if (!regions.ok() && object_is_region && listed(*said_.object, model_.sectors, "sector").ok()) {
      return incomplete();  // a sector without its region
    }
    if (!regions.ok()) return regions.error();
    own = *regions;
    if (said_.object && !object_is_region) {
      auto sectors = listed(*said_.object, model_.sectors, "sector");
      if (!sectors.ok()) return sectors.error();
      goods = *sectors;
    }
    const auto& other_clause = imports ? said_.origin : said_.destination;
    if (other_clause) {
      auto others = listed(*other_clause, model_.regions, "region");
      if (!others.ok()) return others.error();
      (imports ? from : to) = *others;
    }
    WorldIndicator result = money(border(goods, from, to));
    if (!(world_.base_value(result) > 0.0)) return no_trade();
    result.name = said_.head;
    if (!goods.empty()) result.name += " of " + codes(goods, model_.sectors);
    result.name += (goods.empty() ? " of " : " in ") + codes(own, model_.regions);
    const auto& others = imports ? from : to;
    if (!others.empty()) {
      result.name += (imports ? " from " : " to ") + codes(others, model_.regions);
    }
    return result;
  }

  /// "quantity of ELE from CHN to USA": units sent, at base-year prices.
  Result<WorldIndicator> quantity() const {
    if (auto status = only(false, true, true); !status.ok()) return status.error();
    if (!said_.object || !said_.origin || !said_.destination) return incomplete();
    const auto goods = listed(*said_.object, model_.sectors, "sector");
    if (!goods.ok()) return goods.error();
    const auto from = listed(*said_.origin, model_.regions, "region");
    if (!from.ok()) return from.error();
    const auto to = listed(*said_.destination, model_.regions, "region");
    if (!to.ok()) return to.error();
    const WorldIndicator value = money(border(*goods, *from, *to));
    const double total = world_.base_value(value);
    if (!(total > 0.0)) return no_trade();
    WorldIndicator result = ratio({});
    for (const Term& term : value.over) {
      const double weight = world_.base().trade(model_, model_.base, term.at) / total;
      if (weight > 0.0) result.over.push_back({Of::quantity, term.at, weight});
    }
    result.name = fmt::format("quantity of {} from {} to {}", codes(*goods, model_.sectors),
                              codes(*from, model_.regions), codes(*to, model_.regions));
    return result;
  }

  /// "price of ELE in USA", "price of labour of USA", "real price of labour in USA".
  Result<WorldIndicator> price(bool real) const {
    if (auto status = only(true, false, false); !status.ok()) return status.error();
    if (!said_.object) return incomplete();
    std::string factor = *said_.object;
    std::optional<std::string> region = said_.place;
    if (!region) {
      const auto last = factor.rfind(" of ");
      if (last == std::string::npos) return incomplete();
      region = trimmed(factor.substr(last + 4));
      factor = trimmed(factor.substr(0, last));
    }
    const auto f = model_.factors.require(factor, "factor");
    if (!f.ok() && !real && said_.place) return of_industries(&ResultReader::producers_price);
    if (!f.ok()) return f.error();
    const auto n = model_.regions.require(*region, "region");
    if (!n.ok()) return n.error();
    WorldIndicator result =
        ratio({{real ? Of::real_wage : Of::factor_price, model_.factor(*n, *f), 1.0}});
    result.name = said_.head + " of " + model_.factor_name(model_.factor(*n, *f));
    return result;
  }

  /// Industries of one region: "output of ELE + MAC in CHN".
  Result<WorldIndicator> of_industries(WorldIndicator (ResultReader::*make)(Index, const Chosen&)
                                           const) const {
    if (auto status = only(true, false, false); !status.ok()) return status.error();
    if (!said_.object || !said_.place) return incomplete();
    const auto sectors = listed(*said_.object, model_.sectors, "sector");
    if (!sectors.ok()) return sectors.error();
    const auto region = model_.regions.require(*said_.place, "region");
    if (!region.ok()) return region.error();
    Chosen industries;
    for (const Index s : *sectors) {
      const Index at = model_.industry(*region, s);
      if (model_.output[at] > 0.0) industries.push_back(at);
    }
    if (industries.empty()) {
      return Error{ErrorCode::bad_value,
                   fmt::format("{} makes no {} in the base year", model_.regions.code(*region),
                               codes(*sectors, model_.sectors)),
                   "", "name a sector that it has", ""};
    }
    WorldIndicator result = (this->*make)(*region, industries);
    result.name = fmt::format("{} of {} in {}", said_.head, codes(*sectors, model_.sectors),
                              model_.regions.code(*region));
    return result;
  }
  [[nodiscard]] WorldIndicator by_output(Of of, const Chosen& industries) const {
    double total = 0.0;
    for (const Index at : industries) total += model_.output[at];
    Terms terms;
    for (const Index at : industries) terms.push_back({of, at, model_.output[at] / total});
    return ratio(std::move(terms));
  }
  [[nodiscard]] WorldIndicator output(Index /*region*/, const Chosen& industries) const {
    return by_output(Of::output, industries);
  }
  [[nodiscard]] WorldIndicator producers_price(Index /*region*/, const Chosen& industries) const {
    return by_output(Of::price, industries);
  }
  [[nodiscard]] Terms added(const Chosen& industries, bool with_tax) const {
    Terms terms;
    for (const Index at : industries) {
      terms.push_back({Of::value_added, at, 1.0});
      if (with_tax) terms.push_back({Of::output_tax, at, 1.0});
    }
    return terms;
  }
  [[nodiscard]] WorldIndicator value_added(Index /*region*/, const Chosen& industries) const {
    return money(added(industries, true));
  }
  [[nodiscard]] WorldIndicator value_added_share(Index region, const Chosen& industries) const {
    return share(added(industries, true), {region});
  }
  [[nodiscard]] WorldIndicator factor_share(Index region, const Chosen& industries) const {
    return share(added(industries, false), {region});
  }

  const Clauses& said_;
  const SolvedWorld& world_;
  const WorldModel& model_;
};

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

Result<std::unique_ptr<SolvedWorld>> SolvedWorld::make(
    const accounts::Economy& economy, const equilibrium::WorldAccountsOptions& options) {
  constexpr double k_exact = 1e-12;
  auto built = equilibrium::build_world(economy, options);
  if (!built.ok()) return built.error();
  std::unique_ptr<SolvedWorld> world(new SolvedWorld());
  world->built_ = std::move(*built);
  world->unit_ = economy.unit;
  equilibrium::WorldOptions solver;
  solver.tolerance = k_exact;
  world->solver_ = std::make_unique<equilibrium::WorldSolver>(world->built_.model, solver);
  world->base_ = world->solver_->solve(world->built_.model.base);
  if (auto status = world->base_.status(); !status.ok()) return status.error();
  return world;
}

Result<WorldIndicator> world_result(const std::string& words, const SolvedWorld& world) {
  const auto said = clauses_of(trimmed(words));
  if (!said.ok()) return said.error();
  return ResultReader(*said, world).read();
}

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

std::vector<WorldIndicator> results_of_regions(const SolvedWorld& world) {
  std::vector<WorldIndicator> all;
  for (const char* head :
       {"welfare", "real factor income", "exports", "imports", "tax revenue", "trade balance"}) {
    for (const std::string& region : world.model().regions.codes()) {
      const std::string of = region;
      const Clauses said{head + (" of " + of), head, of, {}, {}, {}};
      auto result = ResultReader(said, world).read();
      if (result.ok()) all.push_back(std::move(*result));  // none where a region does not trade
    }
  }
  return all;
}

std::vector<WorldIndicator> outputs_of_industries(const SolvedWorld& world) {
  const WorldModel& model = world.model();
  std::vector<WorldIndicator> all;
  for (Index at = 0; at < model.industries(); ++at) {
    if (!(model.output[at] > 0.0)) continue;
    all.push_back({"output of " + model.industry_name(at), k_ratio, {{Of::output, at, 1.0}}, {}});
  }
  return all;
}

}  // namespace domar::scenario
