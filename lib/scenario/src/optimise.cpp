#include "domar/scenario/optimise.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace domar::scenario {

namespace {

using equilibrium::Gravity;
using equilibrium::GravityWedges;
using equilibrium::OptimalPolicy;
using equilibrium::PolicyInstrument;
using equilibrium::PolicyProblem;
using Json = nlohmann::ordered_json;

constexpr double k_still = 1e-6;  ///< log gross tax: answers have settled
constexpr Index k_starts = 2;
constexpr Index k_starts_if_several = 5;
constexpr Index k_shown = 15;

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

/// The best of several searches.
struct BestOf {
  OptimalPolicy best;
  double worst = 0.0;
  Index evaluations = 0;
};
Result<BestOf> search(const Gravity& world, PolicyProblem problem, Index starts) {
  std::mt19937 draw(1);
  const GravityWedges held = problem.held;
  std::optional<BestOf> all;
  for (Index start = 0; start < starts; ++start) {
    problem.held = held;
    if (start == 1) tax_exports(world, problem, problem.held);
    if (start > 1) scatter(world, problem, draw, problem.held);
    auto found = optimal_policy(world, problem);
    if (!found.ok()) return found.error();
    if (!all) {
      all = BestOf{*found, found->gain, found->evaluations};
      continue;
    }
    all->evaluations += found->evaluations;
    if (!found->converged) continue;
    all->worst = std::min(all->worst, found->gain);
    if (!all->best.converged || found->gain > all->best.gain) all->best = std::move(*found);
  }
  return *all;
}

double largest_log_change(const GravityWedges& a, const GravityWedges& b) {
  double most = 0.0;
  for (Index n = 0; n < a.import.size(); ++n) {
    most = std::max({most, std::abs(std::log(a.import[n] / b.import[n])),
                     std::abs(std::log(a.origin[n] / b.origin[n]))});
  }
  return most;
}

std::string name_of(const OptimiseProblem& problem, const PolicyInstrument& instrument) {
  const std::string& sector = problem.data.sectors.code(instrument.sector);
  const std::string& partner = problem.data.regions.code(instrument.partner);
  switch (instrument.kind) {
    case PolicyInstrument::Kind::import_tax:
      return fmt::format("import tax on {} from {}", sector, partner);
    case PolicyInstrument::Kind::export_tax:
      return fmt::format("export tax on {} to {}", sector, partner);
    case PolicyInstrument::Kind::production_tax:
      return fmt::format("production tax on {}", sector);
  }
  return "";
}
const char* kind_of(const PolicyInstrument& instrument) {
  constexpr const char* k_names[] = {"import_tax", "export_tax", "production_tax"};
  return k_names[static_cast<Index>(instrument.kind)];
}
const char* name_of(Entry entry) {
  constexpr const char* k_names[] = {"none", "restricted", "free"};
  return k_names[static_cast<Index>(entry)];
}

/// What an instrument taxes in the base year [money].
double base_of(const OptimiseProblem& problem, Index region, const PolicyInstrument& instrument) {
  const Matrix& flow = problem.data.flow[instrument.sector];
  switch (instrument.kind) {
    case PolicyInstrument::Kind::import_tax:
      return flow(instrument.partner, region);
    case PolicyInstrument::Kind::export_tax:
      return flow(region, instrument.partner);
    case PolicyInstrument::Kind::production_tax:
      return flow.row_sum(region);
  }
  return 0.0;
}

class Game {
 public:
  Game(const Gravity& world, const OptimiseProblem& problem)
      : world_(world), problem_(problem), wedges_(world.base_wedges()) {}

  Result<OptimiseResult> play() {
    result_.uniqueness_number = world_.uniqueness_number();
    result_.starts = problem_.starts > 0               ? problem_.starts
                     : result_.uniqueness_number > 1.0 ? k_starts_if_several
                                                       : k_starts;
    players_ = {problem_.policy.region};
    players_.insert(players_.end(), problem_.answering.begin(), problem_.answering.end());
    result_.policies.resize(players_.size());
    if (auto status = move(0, true); !status.ok()) return status.error();
    result_.gain_alone = result_.gain[problem_.policy.region];
    result_.converged = result_.policies[0].converged;
    result_.note = result_.policies[0].note;
    if (players_.size() > 1) {
      if (auto status = answer(); !status.ok()) return status.error();
    }
    return result_;
  }

 private:
  Status move(Index player, bool first) {
    PolicyProblem policy = problem_.policy;
    policy.region = players_[player];
    policy.held = wedges_;
    const auto found = search(world_, policy, first ? result_.starts : 1);
    if (!found.ok()) return found.error();
    if (first) result_.spread = found->best.gain - found->worst;
    result_.evaluations += found->evaluations;
    wedges_ = found->best.wedges;
    result_.policies[player] = {policy.region, found->best.instruments, found->best.gradient_norm,
                                found->best.converged, found->best.note};
    result_.gain.clear();
    for (Index r = 0; r < world_.regions(); ++r) {
      result_.gain.push_back(std::expm1(world_.log_welfare(wedges_, found->best.state, r)));
    }
    return Done{};
  }

  /// In turn, until nobody moves. Lerner symmetry leaves levels free, but answers start from where
  /// they stand, so that the levels settle, too.
  Status answer() {
    result_.converged = false;
    for (result_.rounds = 1; result_.rounds <= problem_.rounds; ++result_.rounds) {
      const GravityWedges before = wedges_;
      for (Index player = 0; player < players_.size(); ++player) {
        if (result_.rounds == 1 && player == 0) continue;
        if (auto status = move(player, false); !status.ok()) return status;
      }
      result_.last_change = largest_log_change(wedges_, before);
      if (result_.last_change < k_still) {
        result_.converged =
            std::all_of(result_.policies.begin(), result_.policies.end(),
                        [](const RegionPolicy& policy) { return policy.converged; });
        return Done{};
      }
    }
    --result_.rounds;
    result_.note = fmt::format("answers had not settled after {} rounds", result_.rounds);
    return Done{};
  }

  const Gravity& world_;
  const OptimiseProblem& problem_;
  GravityWedges wedges_;
  std::vector<Index> players_;
  OptimiseResult result_;
};

Json policy_json(const OptimiseProblem& problem, const OptimiseResult& result,
                 const RegionPolicy& policy) {
  Json json{{"region", problem.data.regions.code(policy.region)},
            {"gain_percent", 100.0 * result.gain[policy.region]},
            {"converged", policy.converged},
            {"gradient_norm", policy.gradient_norm},
            {"active_bounds", Json::array()},
            {"instruments", Json::array()}};
  for (const PolicyInstrument& instrument : policy.instruments) {
    const std::string name = name_of(problem, instrument);
    Json one{{"name", name},
             {"kind", kind_of(instrument)},
             {"sector", problem.data.sectors.code(instrument.sector)},
             {"partner", problem.data.regions.code(instrument.partner)},
             {"rate", instrument.rate}};
    if (instrument.bound != 0) {
      one["bound"] = instrument.bound < 0 ? "min" : "max";
      json["active_bounds"].push_back(name);
    }
    json["instruments"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

Result<OptimiseResult> optimise(const OptimiseProblem& problem) {
  const auto world = Gravity::make(problem.data);
  if (!world.ok()) return world.error();
  return Game(*world, problem).play();
}

std::string optimise_json(const OptimiseProblem& problem, const OptimiseResult& result) {
  Json json{{"title", problem.title},
            {"economy", problem.economy},
            {"region", problem.data.regions.code(problem.policy.region)},
            {"entry", name_of(problem.entry)},
            {"converged", result.converged},
            {"gain_percent", 100.0 * result.gain[problem.policy.region]},
            {"gain_alone_percent", 100.0 * result.gain_alone},
            {"uniqueness_number", result.uniqueness_number},
            {"starts", result.starts},
            {"spread_percent", 100.0 * result.spread},
            {"evaluations", result.evaluations},
            {"rounds", result.rounds},
            {"last_change", result.last_change},
            {"policies", Json::array()},
            {"gains", Json::array()},
            {"notes", problem.notes}};
  if (!result.note.empty()) json["notes"].push_back(result.note);
  for (const RegionPolicy& policy : result.policies) {
    json["policies"].push_back(policy_json(problem, result, policy));
  }
  for (Index r = 0; r < problem.data.regions.size(); ++r) {
    json["gains"].push_back(
        {{"region", problem.data.regions.code(r)}, {"gain_percent", 100.0 * result.gain[r]}});
  }
  return json.dump(1) + "\n";
}

std::string optimise_text(const OptimiseProblem& problem, const OptimiseResult& result) {
  const std::string& home = problem.data.regions.code(problem.policy.region);
  std::string text = fmt::format("{}\n{}: real income {:+.6f} %", problem.title, home,
                                 100.0 * result.gain[problem.policy.region]);
  if (!problem.answering.empty()) {
    text += fmt::format(" after the others' answers ({:+.6f} % before)", 100.0 * result.gain_alone);
  }
  text += fmt::format("\n{}; {} evaluations, {} starts apart by {:.1e} %\n",
                      result.converged ? "converged" : "NOT CONVERGED: " + result.note,
                      result.evaluations, result.starts, 100.0 * result.spread);
  text += fmt::format(
      "scale x trade elasticity at most {:.3f}: {}\n", result.uniqueness_number,
      result.uniqueness_number > 1.0 ? "there may be several equilibria" : "one equilibrium");
  for (const RegionPolicy& policy : result.policies) {
    auto shown = policy.instruments;
    std::stable_sort(shown.begin(), shown.end(), [&](const auto& a, const auto& b) {
      return base_of(problem, policy.region, a) > base_of(problem, policy.region, b);
    });
    const auto bound =
        std::count_if(shown.begin(), shown.end(), [](const auto& one) { return one.bound != 0; });
    text += fmt::format("\n{}: {} instruments, {} held by a bound, gradient {:.1e}; the largest:\n",
                        problem.data.regions.code(policy.region), shown.size(), bound,
                        policy.gradient_norm);
    for (Index n = 0; n < std::min<Index>(k_shown, shown.size()); ++n) {
      text += fmt::format("  {:<60} {:>8.2f} %{}\n", name_of(problem, shown[n]),
                          100.0 * shown[n].rate, shown[n].bound != 0 ? "  (bound)" : "");
    }
  }
  text += "\n";
  for (const auto& note : problem.notes) text += "note: " + note + "\n";
  return text;
}

}  // namespace domar::scenario
