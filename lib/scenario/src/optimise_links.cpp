/// @file Regions that set taxes in a world with links between industries.

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

#include <fmt/format.h>

#include "domar/equilibrium/world_policy.hpp"
#include "policy_world.hpp"

namespace domar::scenario {

namespace {

using equilibrium::WorldInstrument;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using equilibrium::WorldPolicy;
using equilibrium::WorldPolicyProblem;
using equilibrium::WorldSolution;
using equilibrium::WorldSolver;
using Kind = WorldInstrument::Kind;

constexpr double k_exact = 1e-12;    ///< residual: values must be exact for the search to end
constexpr double k_scatter = 0.223;  ///< of ln(1 + rate) at random starts

std::vector<Index> all_if_empty(const std::vector<Index>& chosen, Index count) {
  if (!chosen.empty()) return chosen;
  std::vector<Index> all(count);
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

Vector& rates_of(WorldParameters& parameters, Kind kind) {
  if (kind == Kind::tariff) return parameters.tariff;
  return kind == Kind::export_tax ? parameters.export_tax : parameters.output_tax;
}

/// Instruments of one region, with their words.
class Toolbox {
 public:
  Toolbox(const OptimiseProblem& problem, const WorldModel& model, Index region)
      : model_(model), region_(region) {
    add(Kind::tariff, problem.import_tax);
    add(Kind::export_tax, problem.export_tax);
    add(Kind::output_tax, problem.production_tax);
  }
  std::vector<WorldInstrument> instruments;
  std::vector<SetTax> words;

 private:
  void add(Kind kind, const TaxChoice& choice) {
    if (!choice.allowed) return;
    const auto sectors = all_if_empty(choice.sectors, model_.sector_count());
    auto partners = all_if_empty(choice.partners, model_.region_count());
    if (kind == Kind::output_tax) {
      partners = {region_};
    } else {
      partners.erase(std::remove(partners.begin(), partners.end(), region_), partners.end());
    }
    if (choice.by_sector && choice.by_partner) {
      for (const Index s : sectors) {
        for (const Index r : partners) add_one(kind, choice, {s}, {r});
      }
    } else if (choice.by_sector) {
      for (const Index s : sectors) add_one(kind, choice, {s}, partners);
    } else if (choice.by_partner) {
      for (const Index r : partners) add_one(kind, choice, sectors, {r});
    } else {
      add_one(kind, choice, sectors, partners);
    }
  }

  void add_one(Kind kind, const TaxChoice& choice, const std::vector<Index>& sectors,
               const std::vector<Index>& partners) {
    WorldInstrument instrument{kind, {}, choice.lower, choice.upper};
    for (const Index s : sectors) {
      for (const Index r : partners) {
        const Index edge =
            kind == Kind::tariff ? model_.edge(s, r, region_) : model_.edge(s, region_, r);
        const Index industry = model_.industry(region_, s);
        if (kind == Kind::output_tax) {
          if (model_.output[industry] > 0.0) instrument.cells.push_back(industry);
        } else if (trades(edge)) {
          instrument.cells.push_back(edge);
        }
      }
    }
    if (instrument.cells.empty()) return;
    SetTax tax;
    tax.sector = sectors.size() == 1 ? model_.sectors.code(sectors.front())
                                     : (choice.sectors.empty() ? "all" : "those named");
    tax.partner = partners.size() == 1 ? model_.regions.code(partners.front())
                                       : (choice.partners.empty() ? "all" : "those named");
    const std::string sector = tax.sector == "all" ? "all sectors" : tax.sector;
    const std::string partner = tax.partner == "all" ? "all regions" : tax.partner;
    switch (kind) {
      case Kind::tariff:
        tax.kind = "import_tax";
        tax.name = fmt::format("import tax on {} from {}", sector, partner);
        break;
      case Kind::export_tax:
        tax.kind = "export_tax";
        tax.name = fmt::format("export tax on {} to {}", sector, partner);
        break;
      case Kind::output_tax:
        tax.kind = "production_tax";
        tax.name = fmt::format("production tax on {}", sector);
        break;
    }
    instruments.push_back(std::move(instrument));
    words.push_back(std::move(tax));
  }

  [[nodiscard]] bool trades(Index edge) const {
    if (!model_.by_user()) return model_.trade_share[edge] > 0.0;
    const auto first =
        model_.user_share.begin() + static_cast<std::ptrdiff_t>(edge * model_.users());
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(model_.users()),
                       [](float share) { return share > 0.0F; });
  }

  const WorldModel& model_;
  Index region_;
};

equilibrium::WorldOptions exact() {
  equilibrium::WorldOptions options;
  options.tolerance = k_exact;
  return options;
}

class LinkedPolicies : public PolicyWorld {
 public:
  explicit LinkedPolicies(const OptimiseProblem& problem)
      : problem_(problem),
        model_(*problem.links),
        solver_(model_, exact()),
        parameters_(model_.base) {}

  [[nodiscard]] double uniqueness_number() const override { return model_.uniqueness_number(); }

  Result<Move> set_best(Index region, const Vector& weight, Index starts) override {
    const Toolbox tools(problem_, model_, region);
    WorldPolicyProblem policy;
    policy.instruments = tools.instruments;
    policy.weight = weight;
    if (weight.empty()) {
      policy.weight.assign(model_.region_count(), 0.0);
      policy.weight[region] = 1.0;
    }
    Move move;
    std::optional<WorldPolicy> best;
    double worst = HUGE_VAL;
    for (Index start = 0; start < starts; ++start) {
      policy.held = start_of(start, tools.instruments);
      auto found = optimal_world_policy(solver_, model_, policy);
      if (!found.ok()) {
        if (start == 0) return found.error();
        continue;
      }
      move.evaluations += found->solves;
      if (found->converged) worst = std::min(worst, found->gain);
      if (!best || (found->converged && (!best->converged || found->gain > best->gain))) {
        best = std::move(*found);
      }
    }
    parameters_ = best->parameters;
    solution_ = best->solution;
    move.objective = best->gain;
    move.spread = std::isfinite(worst) ? best->gain - worst : 0.0;
    move.policy = {region, tools.words, best->gradient_norm, best->converged, best->note};
    for (Index k = 0; k < tools.words.size(); ++k) {
      SetTax& tax = move.policy.instruments[k];
      tax.rate = best->rate[k];
      tax.bound = best->bound[k];
      tax.taxed = best->taxed[k];
      tax.base_rate = base_rate(tools.instruments[k]);
    }
    remember(tools.instruments, best->taxed);
    return move;
  }

  [[nodiscard]] Vector gains() const override {
    Vector gain;
    for (const double log : solution_.results.welfare) gain.push_back(std::expm1(log));
    return gain;
  }

  /// ln(1 + rate) of what was ever set, times the root of what it taxes as a share of spending.
  [[nodiscard]] Vector taxes() const override {
    Vector logs;
    WorldParameters parameters = parameters_;
    for (const auto& [key, scale] : scale_) {
      logs.push_back(scale * std::log1p(rates_of(parameters, key.first)[key.second]));
    }
    return logs;
  }

 private:
  /// Where the search begins: as things stand; exports taxed at a monopolist's markup; random.
  WorldParameters start_of(Index start, const std::vector<WorldInstrument>& instruments) {
    WorldParameters held = parameters_;
    std::mt19937 draw(static_cast<unsigned>(start));
    for (const WorldInstrument& instrument : instruments) {
      const double factor = k_scatter * (2.0 * static_cast<double>(draw()) / 4294967295.0 - 1.0);
      for (const Index cell : instrument.cells) {
        double& rate = rates_of(held, instrument.kind)[cell];
        const Index R = model_.region_count();
        if (start == 1 && problem_.export_tax.allowed) {
          if (instrument.kind != Kind::export_tax) continue;
          const double sigma = std::max(1.5, model_.armington[cell / (R * R)]);
          rate = (1.0 + rate) * sigma / (sigma - 1.0) - 1.0;
        } else if (start > 0) {
          rate = (1.0 + rate) * std::exp(factor) - 1.0;
        }
        rate = std::clamp(rate, instrument.lower, instrument.upper);
      }
    }
    return held;
  }

  [[nodiscard]] double base_rate(const WorldInstrument& instrument) const {
    WorldParameters base = model_.base;
    double sum = 0.0;
    for (const Index cell : instrument.cells) sum += rates_of(base, instrument.kind)[cell];
    return sum / static_cast<double>(instrument.cells.size());
  }

  void remember(const std::vector<WorldInstrument>& instruments, const Vector& taxed) {
    double spending = 0.0;
    for (const double region : model_.final_spending) spending += region;
    for (Index k = 0; k < instruments.size(); ++k) {
      scale_.emplace(std::pair(instruments[k].kind, instruments[k].cells.front()),
                     std::sqrt(taxed[k] / spending));
    }
  }

  const OptimiseProblem& problem_;
  const WorldModel& model_;
  WorldSolver solver_;
  WorldParameters parameters_;
  WorldSolution solution_;
  std::map<std::pair<Kind, Index>, double> scale_;
};

}  // namespace

std::unique_ptr<PolicyWorld> linked_policies(const OptimiseProblem& problem) {
  return std::make_unique<LinkedPolicies>(problem);
}

}  // namespace domar::scenario
