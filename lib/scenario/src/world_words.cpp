#include "world_words.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clauses.hpp"
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

}  // namespace

Result<WorldIndicator> world_result(const std::string& words, const SolvedWorld& world) {
  const auto said = clauses_of(trimmed(words));
  if (!said.ok()) return said.error();
  return ResultReader(*said, world).read();
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
