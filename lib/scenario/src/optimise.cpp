#include "domar/scenario/optimise.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "policy_world.hpp"

namespace domar::scenario {

namespace {

using Json = nlohmann::ordered_json;

constexpr double k_still = 1e-6;  ///< answers have settled
constexpr Index k_starts = 2;
constexpr Index k_starts_if_several = 5;
constexpr Index k_shown = 15;
constexpr double k_percent = 100.0;

const char* name_of(Entry entry) {
  constexpr const char* k_names[] = {"none", "restricted", "free"};
  return k_names[static_cast<Index>(entry)];
}

/// Largest difference; everything has moved where there are taxes that there were not before.
double largest_change(const Vector& a, const Vector& b) {
  if (a.size() != b.size()) return HUGE_VAL;
  double most = 0.0;
  for (Index n = 0; n < a.size(); ++n) {
    if (a[n] != b[n]) most = std::max(most, std::abs(a[n] - b[n]));
  }
  return most;
}

class Game {
 public:
  Game(PolicyWorld& world, const OptimiseProblem& problem) : world_(world), problem_(problem) {}

  Result<OptimiseResult> play() {
    result_.uniqueness_number = world_.uniqueness_number();
    result_.starts = problem_.starts > 0               ? problem_.starts
                     : result_.uniqueness_number > 1.0 ? k_starts_if_several
                                                       : k_starts;
    players_ = {problem_.region};
    players_.insert(players_.end(), problem_.answering.begin(), problem_.answering.end());
    result_.policies.resize(players_.size());
    if (auto status = move(0, true); !status.ok()) return status.error();
    result_.gain_alone = result_.gain[problem_.region];
    result_.converged = result_.policies[0].converged;
    result_.note = result_.policies[0].note;
    if (players_.size() > 1) {
      if (auto status = answer(); !status.ok()) return status.error();
    }
    return result_;
  }

 private:
  Status move(Index player, bool first) {
    const auto found = world_.set_best(players_[player], player == 0 ? problem_.weight : Vector(),
                                       first ? result_.starts : 1);
    if (!found.ok()) return found.error();
    if (first) {
      result_.spread = found->spread;
      result_.objective = found->objective;
    }
    result_.evaluations += found->evaluations;
    result_.policies[player] = found->policy;
    result_.gain = world_.gains();
    return Done{};
  }

  /// In turn, until nobody moves. Lerner symmetry leaves levels free, but answers start from where
  /// they stand, so that the levels settle, too.
  Status answer() {
    result_.converged = false;
    for (result_.rounds = 1; result_.rounds <= problem_.rounds; ++result_.rounds) {
      const Vector before = world_.taxes();
      for (Index player = 0; player < players_.size(); ++player) {
        if (result_.rounds == 1 && player == 0) continue;
        if (auto status = move(player, false); !status.ok()) return status;
      }
      result_.last_change = largest_change(world_.taxes(), before);
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

  PolicyWorld& world_;
  const OptimiseProblem& problem_;
  std::vector<Index> players_;
  OptimiseResult result_;
};

Json policy_json(const OptimiseProblem& problem, const OptimiseResult& result,
                 const RegionPolicy& policy) {
  Json json{{"region", problem.regions().code(policy.region)},
            {"gain_percent", k_percent * result.gain[policy.region]},
            {"converged", policy.converged},
            {"gradient_norm", policy.gradient_norm},
            {"active_bounds", Json::array()},
            {"instruments", Json::array()}};
  for (const SetTax& tax : policy.instruments) {
    Json one{{"name", tax.name},       {"kind", tax.kind}, {"sector", tax.sector},
             {"partner", tax.partner}, {"rate", tax.rate}, {"base_rate", tax.base_rate},
             {"taxed", tax.taxed}};
    if (tax.bound != 0) {
      one["bound"] = tax.bound < 0 ? "min" : "max";
      json["active_bounds"].push_back(tax.name);
    }
    json["instruments"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

Result<OptimiseResult> optimise(const OptimiseProblem& problem) {
  if (problem.links) return Game(*linked_policies(problem), problem).play();
  const auto world = gravity_policies(problem);
  if (!world.ok()) return world.error();
  return Game(**world, problem).play();
}

std::string optimise_json(const OptimiseProblem& problem, const OptimiseResult& result) {
  Json json{{"title", problem.title},
            {"economy", problem.economy},
            {"world", problem.links ? "links" : "labour"},
            {"region", problem.regions().code(problem.region)},
            {"entry", name_of(problem.entry)},
            {"converged", result.converged},
            {"gain_percent", k_percent * result.gain[problem.region]},
            {"gain_alone_percent", k_percent * result.gain_alone},
            {"objective_percent", k_percent * result.objective},
            {"uniqueness_number", result.uniqueness_number},
            {"starts", result.starts},
            {"spread_percent", k_percent * result.spread},
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
  for (Index r = 0; r < problem.regions().size(); ++r) {
    json["gains"].push_back(
        {{"region", problem.regions().code(r)}, {"gain_percent", k_percent * result.gain[r]}});
  }
  return json.dump(1) + "\n";
}

namespace {

std::string policy_text(const OptimiseProblem& problem, const RegionPolicy& policy) {
  auto shown = policy.instruments;
  std::stable_sort(shown.begin(), shown.end(),
                   [](const SetTax& a, const SetTax& b) { return a.taxed > b.taxed; });
  const auto bound =
      std::count_if(shown.begin(), shown.end(), [](const SetTax& one) { return one.bound != 0; });
  std::string text =
      fmt::format("\n{}: {} instruments, {} held by a bound, gradient {:.1e}; the largest:\n",
                  problem.regions().code(policy.region), shown.size(), bound, policy.gradient_norm);
  for (Index n = 0; n < std::min<Index>(k_shown, shown.size()); ++n) {
    text += fmt::format("  {:<60} {:>8.2f} %{}\n", shown[n].name, k_percent * shown[n].rate,
                        shown[n].bound != 0 ? "  (bound)" : "");
  }
  if (shown.size() > k_shown) {
    text += fmt::format("  ... {} more (--json has all)\n", shown.size() - k_shown);
  }
  return text;
}

/// The regions that gain or lose most.
std::string gains_text(const OptimiseProblem& problem, const OptimiseResult& result) {
  std::vector<Index> order;
  for (Index r = 0; r < result.gain.size(); ++r) order.push_back(r);
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::abs(result.gain[a]) > std::abs(result.gain[b]);
  });
  std::string text = "\nreal income of those that move most:\n";
  constexpr Index k_regions = 10;
  for (Index n = 0; n < std::min(k_regions, order.size()); ++n) {
    text += fmt::format("  {:<20} {:>+9.4f} %\n", problem.regions().code(order[n]),
                        k_percent * result.gain[order[n]]);
  }
  return text;
}

}  // namespace

std::string optimise_text(const OptimiseProblem& problem, const OptimiseResult& result) {
  const std::string& home = problem.regions().code(problem.region);
  std::string text = fmt::format("{}\n{}: real income {:+.6f} %", problem.title, home,
                                 k_percent * result.gain[problem.region]);
  if (!problem.answering.empty()) {
    text +=
        fmt::format(" after the others' answers ({:+.6f} % before)", k_percent * result.gain_alone);
  }
  if (!problem.weight.empty()) {
    text += fmt::format("; weighted {:+.6f} %", k_percent * result.objective);
  }
  text += fmt::format("\n{}; {} equilibria solved, {} start{} apart by {:.1e} %\n",
                      result.converged ? "converged" : "NOT CONVERGED: " + result.note,
                      result.evaluations, result.starts, result.starts == 1 ? "" : "s",
                      k_percent * result.spread);
  if (!problem.answering.empty()) {
    text += fmt::format("{} round{} of answers, taxes moved by {:.1e} in the last\n", result.rounds,
                        result.rounds == 1 ? "" : "s", result.last_change);
  }
  text += fmt::format(
      "scale x trade elasticity at most {:.3f}: {}\n", result.uniqueness_number,
      result.uniqueness_number > 1.0 ? "there may be several equilibria" : "one equilibrium");
  for (const RegionPolicy& policy : result.policies) text += policy_text(problem, policy);
  text += gains_text(problem, result);
  text += "\n";
  for (const auto& note : problem.notes) text += "note: " + note + "\n";
  return text;
}

}  // namespace domar::scenario
