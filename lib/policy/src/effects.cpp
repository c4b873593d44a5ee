#include "domar/policy/effects.hpp"

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
        strength_(instrument.strength(year)),
        economy_(economy),
        network_(network),
        region_(region),
        effects_(effects) {}

  Status apply() {
    switch (it_.kind) {
      case InstrumentKind::rd_deduction:
        deduct_rd();
        break;
      case InstrumentKind::rd_grant:
        spread(effects_.rd_grants, it_.amount * it_.realisation * it_.additionality);
        effects_.outlays += strength_ * it_.amount * it_.realisation;
        break;
      case InstrumentKind::equipment_renewal:
      case InstrumentKind::guidance_fund:
        spread(effects_.investment,
               it_.amount * it_.realisation * it_.leverage * it_.additionality);
        effects_.outlays += strength_ * it_.amount * it_.realisation;
        break;
      case InstrumentKind::output_subsidy:
        return on_goods([&](Index good, double part) {
          return change_tax({industry(good).tax_edge}, -it_.rate * part);
        });
      case InstrumentKind::purchase_subsidy:
        return on_goods([&](Index good, double part) {
          return change_tax(household_edges(good), -it_.rate * part);
        });
      case InstrumentKind::procurement:
        spread_goods(effects_.procurement, it_.amount * it_.realisation);
        effects_.outlays += strength_ * it_.amount * it_.realisation;
        break;
      case InstrumentKind::tariff:
        return on_goods([&](Index good, double part) {
          return change_tax(network_.import_edges[region_][good], it_.rate * part);
        });
      case InstrumentKind::import_quota:
        return on_goods([&](Index good, double part) { return cap_imports(good, part); });
      case InstrumentKind::export_control:
        return on_goods([&](Index good, double part) {
          for (const Index edge : network_.import_edges[region_][good]) {
            effects_.iceberg.push_back({edge, strength_ * it_.rate * part});
          }
          return true;
        });
      case InstrumentKind::localisation:
        return on_goods([&](Index good, double part) {
          for (const Index edge : network_.domestic_edges[region_][good]) {
            effects_.taste.push_back({edge, strength_ * it_.rate * part});
          }
          return true;
        });
      case InstrumentKind::ai_programme:
        effects_.ai = Adoption{it_.rate, it_.midpoint, it_.ceiling};
        effects_.outlays += strength_ * it_.amount * it_.realisation;
        break;
      case InstrumentKind::data_market:
        effects_.data_openness += strength_ * it_.rate;
        effects_.outlays += strength_ * it_.amount * it_.realisation;
        break;
      case InstrumentKind::standards:
        effects_.spillover_scale += strength_ * it_.rate;
        effects_.outlays += strength_ * it_.amount * it_.realisation;
        break;
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

  /// Calls `act(good, share)` for the goods concerned. At least one must have a handle.
  template <class Act>
  Status on_goods(Act act) {
    bool any = false;
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (made_here(i) && part_of(i) > 0.0 && act(i, part_of(i))) any = true;
    }
    if (any) return Done{};
    return Error{ErrorCode::bad_value, "nothing in the economy for this instrument to act on",
                 it_.name,
                 "check the sectors it names: are they imported, or bought by households?", ""};
  }

  bool change_tax(const std::vector<Index>& edges, double rate) {
    for (const Index edge : edges) effects_.tax.push_back({edge, strength_ * rate});
    return !edges.empty();
  }

  [[nodiscard]] std::vector<Index> household_edges(Index good) const {
    const Index household = network_.regions[region_].household;
    if (household == k_none) return {};
    const auto& net = network_.network;
    const Index supply = net.node_of_activity(industry(good).supply);
    std::vector<Index> edges;
    for (Index e = net.first_edge(household); e < net.first_edge(household + 1); ++e) {
      const Index seller = net.edge(e).seller;
      if (seller == supply || net.find_edge(seller - net.markets(), supply) != k_none) {
        edges.push_back(e);
      }
    }
    return edges;
  }

  bool cap_imports(Index good, double part) {
    const auto& edges = network_.import_edges[region_][good];
    const double cap = 1.0 - strength_ * part * (1.0 - it_.cap);
    for (const Index edge : edges) effects_.caps.push_back({edge, cap, it_.rent_lost});
    return !edges.empty();
  }

  /// Shares money over the region's industries by base value added times the share concerned.
  void spread(Vector& target, double money) {
    double total = 0.0;
    for (Index i = 0; i < economy_.goods.size(); ++i) total += size_of(i);
    if (total <= 0.0) return;
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (made_here(i)) target[industry_index(i)] += strength_ * money * size_of(i) / total;
    }
  }
  void spread_goods(Vector& target, double money) {
    double total = 0.0;
    for (Index i = 0; i < economy_.goods.size(); ++i) total += size_of(i);
    if (total <= 0.0) return;
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      target[i] += strength_ * money * size_of(i) / total;
    }
  }
  [[nodiscard]] double size_of(Index good) const {
    return made_here(good) ? part_of(good) * network_.factor_income_0[industry_index(good)] : 0.0;
  }

  /// User cost of R&D: B = (1 - tax (1 + deduction)) / (1 - tax); R&D responds with elasticity
  /// `response`, less what is only relabelled.
  void deduct_rd() {
    const auto user_cost = [&](double deduction) {
      return (1.0 - it_.tax_rate * (1.0 + deduction)) / (1.0 - it_.tax_rate);
    };
    const double rate = it_.before + strength_ * (it_.rate - it_.before);
    const double response =
        it_.response * std::log(user_cost(it_.before) / user_cost(rate)) * (1.0 - it_.relabelling);
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (!made_here(i)) continue;
      effects_.rd_response[industry_index(i)] += part_of(i) * response;
      effects_.rd_relief[industry_index(i)] += part_of(i) * it_.tax_rate * (rate - it_.before);
    }
  }

  const Instrument& it_;
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
  effects.rd_response.assign(industries, 0.0);
  effects.rd_relief.assign(industries, 0.0);
  effects.rd_grants.assign(industries, 0.0);
  effects.procurement.assign(economy.goods.size(), 0.0);
  for (const Instrument& instrument : instruments) {
    if (instrument.strength(year) == 0.0) continue;
    const Status status = Application(instrument, year, economy, network, region, effects).apply();
    if (!status.ok()) return status.error();
  }
  return effects;
}

}  // namespace domar::policy
