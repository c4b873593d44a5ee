#include "world_cap_newton.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "domar/numerics/fixed_point.hpp"
#include "domar/numerics/kernels.hpp"
#include "world_flows.hpp"

namespace domar::equilibrium {

using numerics::largest;

namespace {

constexpr int k_rounds = 30;
constexpr int k_halvings = 10;
constexpr int k_most_points = 60;
constexpr double k_first_step = 0.25;  ///< of the way
constexpr double k_least_step = 1e-3;
constexpr double k_longest_move = 2.0;  ///< of a wedge, in logs
constexpr double k_linear = 1e-2;       ///< of the linear systems: Newton corrects the rest
constexpr int k_products = 80;
constexpr int k_corrections = 12;  ///< of which caps bind

double size_of(const Vector& v) {
  double squares = 0.0;
  for (const double entry : v) squares += entry * entry;
  return std::sqrt(squares);
}

class CapNewton {
 public:
  CapNewton(WorldSolver& solver, const WorldModel& model, const WorldParameters& parameters,
            const std::vector<WorldCap>& caps, double close)
      : solver_(solver),
        model_(model),
        parameters_(parameters),
        caps_(caps),
        close_(close),
        wedges_(caps.size(), 0.0),
        start_(caps.size()) {}

  WorldCapSolution run() {
    auto free = attempt(0.0, wedges_);
    if (!free) return ended(0.0, "");
    for (Index q = 0; q < caps_.size(); ++q) start_[q] = std::max(0.0, free->gap[q]);
    double reached = 0.0;
    double step = k_first_step;
    for (int point = 0; point < k_most_points && reached < 1.0; ++point) {
      const Vector good = wedges_;
      const double t = std::min(1.0, reached + step);
      if (find_wedges(t)) {
        reached = t;
        step *= 2.0;
        continue;
      }
      wedges_ = good;
      step *= 0.25;
      if (step < k_least_step) break;
    }
    return ended(reached, "the caps could not be met together");
  }

 private:
  struct Trial {
    WorldParameters parameters;
    WorldSolution solution;
    Vector gap;   ///< ln of quantity over what this point of the way allows
    Vector open;  ///< what is left of it; where the wedge is 0 and the gap below 0: nothing
  };

  /// The world with these wedges, at share t of the way from no cap; nothing if it has no solution.
  std::optional<Trial> attempt(double t, const Vector& wedges) {
    Trial trial{with_wedges(parameters_, caps_, wedges), {}, Vector(caps_.size()), {}};
    trial.solution = solver_.solve(trial.parameters);
    if (!trial.solution.converged) {
      obstacle_ = trial.solution;
      return std::nullopt;
    }
    for (Index q = 0; q < caps_.size(); ++q) {
      const double quantity =
          relative_quantity(model_, trial.parameters, trial.solution, caps_[q].edge);
      trial.gap[q] = std::log(std::max(quantity, 1e-300) / caps_[q].cap) - (1.0 - t) * start_[q];
    }
    trial.open = trial.gap;
    for (Index q = 0; q < caps_.size(); ++q) {
      trial.open[q] = std::max(trial.gap[q], -wedges[q]);  // a wedge is never below 0
    }
    return trial;
  }

  /// Newton on the open gaps.
  bool find_wedges(double t) {
    auto trial = attempt(t, wedges_);
    if (!trial) return false;
    for (int round = 0; round < k_rounds; ++round) {
      if (largest(trial->open) <= close_) return true;
      const Vector move = newton_move(*trial);
      if (move.empty() || !go(move, t, *trial)) break;
    }
    if (largest(trial->open) <= close_) return true;
    note_worst(*trial);
    return false;
  }

  /// Which cap is furthest from being met.
  void note_worst(const Trial& trial) {
    const Index R = model_.region_count();
    Index worst = 0;
    for (Index q = 1; q < caps_.size(); ++q) {
      if (std::abs(trial.open[q]) > std::abs(trial.open[worst])) worst = q;
    }
    const Index e = caps_[worst].edge;
    worst_ = fmt::format("{} from {} to {}", model_.sectors.code(e / (R * R)),
                         model_.regions.code(e / R % R), model_.regions.code(e % R));
  }

  bool go(const Vector& move, double t, Trial& trial) {
    const Vector from = wedges_;
    const double before = size_of(trial.open);
    double part = std::min(1.0, k_longest_move / largest(move));
    for (int halving = 0; halving < k_halvings; ++halving, part *= 0.5) {
      for (Index q = 0; q < from.size(); ++q) wedges_[q] = std::max(0.0, from[q] + part * move[q]);
      auto next = attempt(t, wedges_);
      if (!next || size_of(next->open) >= before) continue;
      trial = std::move(*next);
      return true;
    }
    wedges_ = from;
    // Tangents belong to the solver's last solution.
    auto back = attempt(t, wedges_);
    if (back) trial = std::move(*back);
    return false;
  }

  /// The moves of the wedges after which, in the linear model here, every cap either binds or costs
  /// nothing: which is which is corrected until they agree. Empty if there is none.
  Vector newton_move(const Trial& trial) {
    std::vector<bool> binds(caps_.size());
    for (Index q = 0; q < caps_.size(); ++q) binds[q] = trial.open[q] == trial.gap[q];
    Vector move;
    for (int correction = 0; correction < k_corrections; ++correction) {
      move = move_if(trial, binds);
      if (move.empty()) return {};
      const auto tangent = solver_.tangent_of_flows(direction(trial, move));
      if (!tangent.ok()) return {};
      bool agree = true;
      for (Index q = 0; q < caps_.size(); ++q) {
        const bool wants =
            binds[q] ? wedges_[q] + move[q] >= 0.0
                     : trial.gap[q] + change_of_quantity(trial, *tangent, q, move[q]) > 0.0;
        agree = agree && wants == binds[q];
        binds[q] = wants;
      }
      if (agree) break;
    }
    return move;
  }

  /// Closes the gaps of caps that bind; the wedges of the others go to 0.
  Vector move_if(const Trial& trial, const std::vector<bool>& binds) {
    const Index n = caps_.size();
    Vector right(n);
    Vector diagonal(n);
    for (Index q = 0; q < n; ++q) {
      right[q] = binds[q] ? -trial.gap[q] : -wedges_[q];
      diagonal[q] = binds[q] ? own_slope(trial, q) : 1.0;
    }
    bool failed = false;
    const numerics::Operator product = [&](const Vector& moves, Vector& changes) {
      const auto tangent = solver_.tangent_of_flows(direction(trial, moves));
      failed = failed || !tangent.ok();
      for (Index q = 0; q < n; ++q) {
        changes[q] =
            binds[q] && tangent.ok() ? change_of_quantity(trial, *tangent, q, moves[q]) : moves[q];
      }
    };
    const numerics::Operator precondition = [&](const Vector& changes, Vector& moves) {
      for (Index q = 0; q < n; ++q) moves[q] = changes[q] / diagonal[q];
    };
    Vector move(n, 0.0);
    numerics::gmres(product, precondition, right, move, k_linear, k_products);
    return failed || !std::isfinite(largest(move)) ? Vector{} : move;
  }

  /// d ln quantity / d wedge with incomes and other prices as they are.
  [[nodiscard]] double own_slope(const Trial& trial, Index q) const {
    const Index R = model_.region_count();
    const double share = trial.solution.trade_share[caps_[q].edge];
    const double received = -model_.armington[caps_[q].edge / (R * R)] * (1.0 - share) - share;
    // What is lost on the way was sent.
    return caps_[q].rent == WorldCap::Rent::lost ? std::min(-0.05, received + 1.0) : received;
  }

  [[nodiscard]] WorldParameters direction(const Trial& trial, const Vector& moves) const {
    WorldParameters d;
    const Index edges = model_.edges();
    d.log_iceberg.assign(edges, 0.0);
    d.export_tax.assign(edges, 0.0);
    d.tariff.assign(edges, 0.0);
    for (Index q = 0; q < caps_.size(); ++q) {
      const Index e = caps_[q].edge;
      switch (caps_[q].rent) {
        case WorldCap::Rent::lost:
          d.log_iceberg[e] += moves[q];
          break;
        case WorldCap::Rent::to_origin:
          d.export_tax[e] += (1.0 + trial.parameters.export_tax[e]) * moves[q];
          break;
        case WorldCap::Rent::to_destination:
          d.tariff[e] += (1.0 + trial.parameters.tariff[e]) * moves[q];
          break;
      }
    }
    return d;
  }

  /// Of ln quantity sent: what is paid, less taxes on the way, less the producer's price.
  [[nodiscard]] double change_of_quantity(const Trial& trial, const WorldTangent& tangent, Index q,
                                          double move) const {
    const Index R = model_.region_count();
    const Index e = caps_[q].edge;
    const double paid =
        trial.solution.trade(model_, trial.parameters, e) * (1.0 + trial.parameters.tariff[e]);
    const double taxed = caps_[q].rent == WorldCap::Rent::lost ? 0.0 : move;
    return tangent.paid[e] / paid - taxed -
           tangent.results.price[model_.industry(e / R % R, e / (R * R))];
  }

  WorldCapSolution ended(double reached, const char* what) {
    WorldCapSolution result;
    auto last = attempt(reached, wedges_);
    result.log_wedge = wedges_;
    result.parameters = with_wedges(parameters_, caps_, wedges_);
    if (!last) {
      result.solution = std::move(obstacle_);
      return result;
    }
    result.solution = std::move(last->solution);
    if (reached >= 1.0) return result;
    result.solution.converged = false;
    result.solution.feasible_share = reached;
    result.solution.note =
        fmt::format("{}; they could be tightened by {:.1f} % of the way{}{}", what, 100.0 * reached,
                    worst_.empty() ? "" : ", then no wedge holds the cap on " + worst_,
                    obstacle_.note.empty() ? "" : "; last trouble: " + obstacle_.note);
    return result;
  }

  WorldSolver& solver_;
  const WorldModel& model_;
  const WorldParameters& parameters_;
  const std::vector<WorldCap>& caps_;
  double close_;
  Vector wedges_;
  Vector start_;            ///< ln quantity over cap without any cap, where it is above 0
  WorldSolution obstacle_;  ///< the last world without a solution
  std::string worst_;       ///< the cap furthest from being met, in words
};

}  // namespace

WorldParameters with_wedges(WorldParameters parameters, const std::vector<WorldCap>& caps,
                            const Vector& wedges) {
  for (Index q = 0; q < caps.size(); ++q) {
    if (wedges[q] == 0.0) continue;
    const Index e = caps[q].edge;
    switch (caps[q].rent) {
      case WorldCap::Rent::lost:
        parameters.log_iceberg[e] += wedges[q];
        break;
      case WorldCap::Rent::to_origin:
        parameters.export_tax[e] = (1.0 + parameters.export_tax[e]) * std::exp(wedges[q]) - 1.0;
        break;
      case WorldCap::Rent::to_destination:
        parameters.tariff[e] = (1.0 + parameters.tariff[e]) * std::exp(wedges[q]) - 1.0;
        break;
    }
  }
  return parameters;
}

WorldCapSolution tighten_caps(WorldSolver& solver, const WorldModel& model,
                              const WorldParameters& parameters, const std::vector<WorldCap>& caps,
                              double close) {
  return CapNewton(solver, model, parameters, caps, close).run();
}

}  // namespace domar::equilibrium
