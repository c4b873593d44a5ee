/// @file Regions that set taxes in a world of labour alone.

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

#include "domar/equilibrium/gravity_policy.hpp"
#include "policy_world.hpp"

namespace domar::scenario {

namespace {

using equilibrium::Gravity;
using equilibrium::GravityState;
using equilibrium::GravityWedges;
using equilibrium::OptimalPolicy;
using equilibrium::PolicyInstrument;
using equilibrium::PolicyProblem;

/// The cells of this region's taxes moved by factors between 0.8 and 1.25.
void scatter(const Gravity& world, const PolicyProblem& problem, std::mt19937& draw,
             GravityWedges& wedges) {
  const auto factor = [&draw] {
    return std::exp(0.223 * (2.0 * static_cast<double>(draw()) / 4294967295.0 - 1.0));
  };
  const Index h = problem.region;
  for (Index k = 0; k < world.sectors(); ++k) {
    for (Index r = 0; r < world.regions(); ++r) {
      const double import = factor();
      const double exported = factor();
      if (r == h) continue;
      if (problem.import_taxes) wedges.import[world.cell(k, r, h)] *= import;
      if (problem.export_taxes) wedges.origin[world.cell(k, h, r)] *= exported;
    }
  }
}

/// Exports taxed at a monopolist's markup: the other start that is always tried, because from no
/// taxes a search may end at a lower local optimum.
void tax_exports(const Gravity& world, const PolicyProblem& problem, GravityWedges& wedges) {
  const Index h = problem.region;
  for (Index k = 0; problem.export_taxes && k < world.sectors(); ++k) {
    const double sigma = world.data().sigma[k];
    for (Index r = 0; r < world.regions(); ++r) {
      if (r != h) wedges.origin[world.cell(k, h, r)] *= sigma / (sigma - 1.0);
    }
  }
}

class GravityPolicies : public PolicyWorld {
 public:
  GravityPolicies(const OptimiseProblem& problem, Gravity world)
      : problem_(problem), world_(std::move(world)), wedges_(world_.base_wedges()) {}

  [[nodiscard]] double uniqueness_number() const override { return world_.uniqueness_number(); }

  Result<Move> set_best(Index region, const Vector& /*weight: own income*/, Index starts) override {
    const PolicyProblem policy = problem_of(region);
    std::mt19937 draw(1);
    Move move;
    std::optional<OptimalPolicy> best;
    double worst = HUGE_VAL;
    for (Index start = 0; start < starts; ++start) {
      PolicyProblem from = policy;
      if (start == 1) tax_exports(world_, policy, from.held);
      if (start > 1) scatter(world_, policy, draw, from.held);
      auto found = optimal_policy(world_, from);
      if (!found.ok()) return found.error();
      move.evaluations += found->evaluations;
      if (found->converged) worst = std::min(worst, found->gain);
      if (!best || (found->converged && (!best->converged || found->gain > best->gain))) {
        best = std::move(*found);
      }
    }
    wedges_ = best->wedges;
    state_ = best->state;
    move.objective = best->gain;
    move.spread = std::isfinite(worst) ? best->gain - worst : 0.0;
    move.policy = {region, {}, best->gradient_norm, best->converged, best->note};
    for (const PolicyInstrument& instrument : best->instruments) {
      move.policy.instruments.push_back(told(region, instrument));
    }
    return move;
  }

  [[nodiscard]] Vector gains() const override {
    Vector gain;
    for (Index r = 0; r < world_.regions(); ++r) {
      gain.push_back(std::expm1(world_.log_welfare(wedges_, state_, r)));
    }
    return gain;
  }

  [[nodiscard]] Vector taxes() const override {
    Vector logs;
    for (const Vector* wedges : {&wedges_.import, &wedges_.origin}) {
      for (const double wedge : *wedges) logs.push_back(std::log(wedge));
    }
    return logs;
  }

 private:
  [[nodiscard]] PolicyProblem problem_of(Index region) const {
    PolicyProblem policy;
    policy.region = region;
    policy.import_taxes = problem_.import_tax.allowed;
    policy.export_taxes = problem_.export_tax.allowed;
    policy.production_taxes = problem_.production_tax.allowed;
    policy.import_range = {1.0 + problem_.import_tax.lower, 1.0 + problem_.import_tax.upper};
    policy.export_range = {1.0 + problem_.export_tax.lower, 1.0 + problem_.export_tax.upper};
    policy.production_range = {1.0 + problem_.production_tax.lower,
                               1.0 + problem_.production_tax.upper};
    policy.held = wedges_;
    return policy;
  }

  [[nodiscard]] SetTax told(Index region, const PolicyInstrument& instrument) const {
    SetTax tax;
    const auto& data = problem_.data;
    tax.sector = data.sectors.code(instrument.sector);
    tax.partner = data.regions.code(instrument.partner);
    tax.rate = instrument.rate;
    tax.bound = instrument.bound;
    const Matrix& flow = data.flow[instrument.sector];
    const GravityWedges base = world_.base_wedges();
    const Index partner = instrument.partner;
    const Index k = instrument.sector;
    switch (instrument.kind) {
      case PolicyInstrument::Kind::import_tax:
        tax.kind = "import_tax";
        tax.name = fmt::format("import tax on {} from {}", tax.sector, tax.partner);
        tax.taxed = flow(partner, region);
        tax.base_rate = base.import[world_.cell(k, partner, region)] - 1.0;
        break;
      case PolicyInstrument::Kind::export_tax:
        tax.kind = "export_tax";
        tax.name = fmt::format("export tax on {} to {}", tax.sector, tax.partner);
        tax.taxed = flow(region, partner);
        break;
      case PolicyInstrument::Kind::production_tax:
        tax.kind = "production_tax";
        tax.name = fmt::format("production tax on {}", tax.sector);
        tax.taxed = flow.row_sum(region);
        break;
    }
    return tax;
  }

  const OptimiseProblem& problem_;
  Gravity world_;
  GravityWedges wedges_;
  GravityState state_;
};

}  // namespace

Result<std::unique_ptr<PolicyWorld>> gravity_policies(const OptimiseProblem& problem) {
  auto world = Gravity::make(problem.data);
  if (!world.ok()) return world.error();
  return std::unique_ptr<PolicyWorld>(
      std::make_unique<GravityPolicies>(problem, std::move(*world)));
}

}  // namespace domar::scenario
