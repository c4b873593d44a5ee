#include "domar/policy/effects.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace domar::policy {

using accounts::Economy;
using network::AccountsNetwork;
using network::k_none;

double Adoption::at(double year) const {
  return ceiling / (1.0 + std::exp(-rate * (year - midpoint)));
}

namespace {

/// Handles of one instrument in one year.
class Application {
 public:
  Application(const Instrument& instrument, int year, const Economy& economy,
              const AccountsNetwork& network, Index region, Effects& effects)
      : it_(instrument),
        year_(year),
        strength_(instrument.strength(year)),
        economy_(economy),
        network_(network),
        region_(region),
        effects_(effects) {}

  Status apply() {
    effects_.outlays += it_.kind == InstrumentKind::milestone ? once() : money();
    switch (it_.kind) {
      case InstrumentKind::rd_deduction:
        return deduct_rd();
      case InstrumentKind::rd_grant:
        return spread(money() * it_.additionality, [&](Index good, double part) {
          effects_.rd_grants[industry_index(good)] += part;
        });
      case InstrumentKind::equipment_renewal:
      case InstrumentKind::guidance_fund:
        return spread(money() * it_.leverage * it_.additionality, [&](Index good, double part) {
          effects_.investment[industry_index(good)] += part;
        });
      case InstrumentKind::procurement:
        return spread(money(),
                      [&](Index good, double part) { effects_.procurement[good] += part; });
      case InstrumentKind::output_subsidy:
        return on_goods([&](Index good, double part) {
          return made_here(good) && change_tax({industry(good).tax_edge}, -it_.rate * part);
        });
      case InstrumentKind::purchase_subsidy:
        return on_goods([&](Index good, double part) {
          return made_here(good) && change_tax(household_edges(good), -it_.rate * part);
        });
      case InstrumentKind::tariff:
        return on_goods([&](Index good, double part) {
          return change_tax(network_.import_edges[region_][good], it_.rate * part);
        });
      case InstrumentKind::import_quota:
        return on_goods([&](Index good, double part) { return cap_imports(good, part); });
      case InstrumentKind::export_control:
        return on_goods([&](Index good, double part) {
          return shift(effects_.iceberg, network_.import_edges[region_][good], part);
        });
      case InstrumentKind::localisation:
        return on_goods([&](Index good, double part) {
          return shift(effects_.taste, network_.domestic_edges[region_][good], part);
        });
      case InstrumentKind::ai_programme:
        effects_.ai = Adoption{it_.rate, it_.midpoint, it_.ceiling};
        break;
      case InstrumentKind::data_market:
        effects_.data_openness += strength_ * it_.rate;
        break;
      case InstrumentKind::standards:
        effects_.spillover_scale += strength_ * it_.rate;
        break;
      case InstrumentKind::investment_subsidy:
        return on_goods([&](Index good, double part) { return subsidise_investment(good, part); });
      case InstrumentKind::milestone:
        return build();
    }
    return Done{};
  }

 private:
  [[nodiscard]] double part_of(Index good) const {
    return it_.sectors.empty() ? 1.0 : it_.sectors[good];
  }
  [[nodiscard]] Index industry_index(Index good) const { return economy_.supplier[region_][good]; }
  [[nodiscard]] const network::IndustryNodes& industry(Index good) const {
    return network_.industries[industry_index(good)];
  }
  [[nodiscard]] bool made_here(Index good) const { return industry_index(good) != Economy::k_none; }

  /// Public money that is really spent this year.
  [[nodiscard]] double money() const { return strength_ * it_.amount * it_.realisation; }

  [[nodiscard]] Error no_handle() const {
    return {ErrorCode::bad_value, "nothing in the economy for this instrument to act on", it_.name,
            "check the sectors it names: are they made at home, imported, or bought by households?",
            ""};
  }

  /// Calls `act(good, share)` for the goods concerned. At least one must have a handle.
  template <class Act>
  Status on_goods(Act act) {
    bool any = false;
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (part_of(i) > 0.0 && act(i, part_of(i))) any = true;
    }
    if (!any) return no_handle();
    return Done{};
  }

  bool change_tax(const std::vector<Index>& edges, double rate) {
    for (const Index edge : edges) effects_.tax.push_back({edge, strength_ * rate});
    return !edges.empty();
  }

  bool shift(std::vector<EdgeChange>& changes, const std::vector<Index>& edges, double part) {
    for (const Index edge : edges) changes.push_back({edge, strength_ * it_.rate * part});
    return !edges.empty();
  }

  [[nodiscard]] std::vector<Index> household_edges(Index good) const {
    return network_.regions[region_].household_buys[industry_index(good)];
  }

  /// One cap per edge: of several only the tightest can bind.
  bool cap_imports(Index good, double part) {
    const auto& edges = network_.import_edges[region_][good];
    const double cap = 1.0 - strength_ * part * (1.0 - it_.cap);
    for (const Index edge : edges) {
      const auto other = std::find_if(effects_.caps.begin(), effects_.caps.end(),
                                      [&](const EdgeCap& known) { return known.edge == edge; });
      if (other == effects_.caps.end()) {
        effects_.caps.push_back({edge, cap, it_.rent_lost});
      } else if (cap < other->cap) {
        *other = {edge, cap, it_.rent_lost};
      }
    }
    return !edges.empty();
  }

  /// Shares an amount over the goods made at home by base factor income times the share concerned,
  /// and calls `add(good, part of the amount)`.
  template <class Add>
  Status spread(double amount, Add add) {
    double total = 0.0;
    for (Index i = 0; i < economy_.goods.size(); ++i) total += size_of(i);
    if (!(total > 0.0)) return no_handle();
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (size_of(i) > 0.0) add(i, amount * size_of(i) / total);
    }
    return Done{};
  }
  [[nodiscard]] double size_of(Index good) const {
    return made_here(good) ? part_of(good) * network_.factor_income_0[industry_index(good)] : 0.0;
  }

  /// A subsidy makes investment cheaper; it responds with elasticity `response`.
  bool subsidise_investment(Index good, double part) {
    if (!made_here(good)) return false;
    const double rate = strength_ * it_.rate * part;
    effects_.investment_response[industry_index(good)] += -it_.response * std::log1p(-rate);
    effects_.investment_relief[industry_index(good)] += rate;
    return true;
  }

  /// Public money of a plant, in its first year alone.
  [[nodiscard]] double once() const {
    return year_ == it_.from ? it_.amount * it_.realisation : 0.0;
  }

  /// Capacity in the year of the milestone; from then on users turn to the domestic variety.
  Status build() {
    const Status built =
        spread(once() * it_.leverage * it_.additionality,
               [&](Index good, double part) { effects_.investment[industry_index(good)] += part; });
    if (!built.ok() || it_.rate == 0.0) return built;
    return on_goods([&](Index good, double part) {
      if (!made_here(good)) return false;
      const auto& over_imports = network_.domestic_edges[region_][good];
      if (!over_imports.empty()) return shift(effects_.taste, over_imports, part);
      // Nothing of the kind is imported: users take it instead of other goods, once it is built.
      if (year_ > it_.from) shift(effects_.taste, users_of(good), part);
      return true;
    });
  }

  /// Edges by which the region's users buy a good that is not imported.
  [[nodiscard]] std::vector<Index> users_of(Index good) const {
    const auto& net = network_.network;
    const Index variety = net.node_of_activity(industry(good).home);
    std::vector<Index> edges;
    for (Index e = 0; e < net.edges(); ++e) {
      if (net.edge(e).seller == variety) edges.push_back(e);
    }
    return edges;
  }

  /// User cost of R&D: B = (1 - tax (1 + deduction)) / (1 - tax); R&D responds with elasticity
  /// `response`, less what is only relabelled.
  Status deduct_rd() {
    const auto user_cost = [&](double deduction) {
      return (1.0 - it_.tax_rate * (1.0 + deduction)) / (1.0 - it_.tax_rate);
    };
    const double rate = it_.before + strength_ * (it_.rate - it_.before);
    const double response =
        it_.response * std::log(user_cost(it_.before) / user_cost(rate)) * (1.0 - it_.relabelling);
    return on_goods([&](Index good, double part) {
      if (!made_here(good)) return false;
      effects_.rd_response[industry_index(good)] += part * response;
      effects_.rd_relief[industry_index(good)] += part * it_.tax_rate * (rate - it_.before);
      return true;
    });
  }

  const Instrument& it_;
  int year_;
  double strength_;
  const Economy& economy_;
  const AccountsNetwork& network_;
  Index region_;
  Effects& effects_;
};

}  // namespace

Result<Effects> effects_of(const std::vector<Instrument>& instruments, int year,
                           const Economy& economy, const AccountsNetwork& network, Index region) {
  Effects effects;
  const Index industries = economy.industries.size();
  effects.investment.assign(industries, 0.0);
  effects.investment_response.assign(industries, 0.0);
  effects.investment_relief.assign(industries, 0.0);
  effects.rd_response.assign(industries, 0.0);
  effects.rd_relief.assign(industries, 0.0);
  effects.rd_grants.assign(industries, 0.0);
  effects.procurement.assign(economy.goods.size(), 0.0);
  for (const Instrument& instrument : instruments) {
    if (instrument.strength(year) == 0.0) continue;
    if (!instrument.sectors.empty() && instrument.sectors.size() != economy.goods.size()) {
      return Error{
          ErrorCode::shape_mismatch,
          fmt::format("{} shares for {} goods", instrument.sectors.size(), economy.goods.size()),
          instrument.name, "", ""};
    }
    const Status status = Application(instrument, year, economy, network, region, effects).apply();
    if (!status.ok()) return status.error();
  }
  return effects;
}

}  // namespace domar::policy
