#include "sought_mix.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/numerics/kernels.hpp"
#include "quadratic_programme.hpp"

namespace domar::equilibrium {

using numerics::largest;

namespace {

constexpr int k_rounds = 100;
constexpr int k_halvings = 20;
constexpr int k_failures = 40;          ///< amounts that could not be solved, before it gives up
constexpr double k_hidden_gain = 1e-4;  ///< the same where no shorter step improves
constexpr double k_longest_step = 0.5;  ///< of a lever's amount in one round
constexpr int k_polishes = 8;           ///< steps at most
constexpr double k_small_gap = 1e-3;    ///< of a target's size: what polishing may close
constexpr double k_no_effect = 1e-13;
constexpr double k_steepest = 1e8;  ///< penalty of missed targets in the merit

class Search {
 public:
  Search(SoughtEconomy& economy, const SoughtMix& mix) : economy_(economy), mix_(mix) {
    for (Index i = 0; i < mix.ranges.size(); ++i) {
      const double first = mix.first.empty() ? 0.0 : mix.first[i];
      amounts_.push_back(std::clamp(first, mix.ranges[i].lower, mix.ranges[i].upper));
    }
  }

  Result<SeekFindings> run() {
    if (auto status = start(); !status.ok()) return status.error();
    const Index n = amounts_.size();
    H_ = Matrix(n, n);
    for (Index i = 0; i < n; ++i) {
      H_(i, i) = mix_.cost_is_result ? mix_.ranges[i].curvature : mix_.ranges[i].weight;
    }
    if (auto status = differentiate(); !status.ok()) return status.error();
    if (auto status = check_effects(); !status.ok()) return status.error();
    for (int round = 0; round < k_rounds; ++round) {
      const auto answer = programme().solve();
      multiplier_ = answer.multiplier;
      const bool met = largest(gap_) <= mix_.met;
      if (met && (is_square() || is_stationary(answer.step))) {
        result_.cheapest = true;
        break;
      }
      if (largest(answer.step) < 1e-12) break;  // held by bounds, or at the nearest point
      if (advance(answer)) continue;
      // Rounding hides gains this small.
      result_.cheapest = largest(gap_) <= mix_.accepted && gain_of(answer.step) <= k_hidden_gain;
      break;
    }
    polish();
    return report();
  }

  /// Whether it met more points that cannot be solved than it tries.
  [[nodiscard]] bool gave_up() const { return failures_ >= k_failures; }

 private:
  [[nodiscard]] bool is_square() const { return amounts_.size() <= mix_.goals.size(); }

  bool solve_at(const Vector& amounts) {
    ++result_.solves;
    if (!economy_.solve_at(amounts)) {
      ++failures_;
      return false;
    }
    values_ = economy_.values();
    return true;
  }

  /// Targets missed, each over its size.
  [[nodiscard]] Vector gaps() const {
    Vector gap;
    for (Index t = 0; t < mix_.goals.size(); ++t) {
      gap.push_back((values_[t] - mix_.goals[t].value) / size_[t]);
    }
    return gap;
  }
  [[nodiscard]] double cost_at(const Vector& amounts) const {
    if (mix_.cost_is_result) return mix_.cost_sign * values_.back();
    double sum = 0.0;
    for (Index i = 0; i < amounts.size(); ++i) {
      sum += 0.5 * mix_.ranges[i].weight * amounts[i] * amounts[i];
    }
    return sum;
  }

  Status start() {
    ++result_.solves;
    if (auto status = economy_.start(); !status.ok()) return status;
    values_ = economy_.values();
    economy_.keep();
    const Vector sizes = economy_.sizes();
    for (Index t = 0; t < mix_.goals.size(); ++t) {
      result_.before.push_back(values_[t]);
      size_.push_back(std::max({std::abs(mix_.goals[t].value), std::abs(values_[t]),
                                sizes.empty() ? 0.0 : sizes[t], 1e-6}));
    }
    if (largest(amounts_) > 0.0 && !solve_at(amounts_)) {
      return Error{ErrorCode::no_convergence, "the economy cannot be solved at the nearest bounds",
                   "", "let the bounds of every lever hold 0", ""};
    }
    gap_ = gaps();
    cost_ = cost_at(amounts_);
    return Done{};
  }

  /// Slopes of targets and of the cost by lever: one adjoint each.
  Status differentiate() {
    const Index n = amounts_.size();
    J_ = Matrix(mix_.goals.size(), n);
    const auto slopes = economy_.slopes();
    if (!slopes.ok()) return slopes.error();
    for (Index t = 0; t < J_.rows(); ++t) {
      for (Index i = 0; i < n; ++i) J_(t, i) = (*slopes)(t, i) / size_[t];
    }
    slope_.assign(n, 0.0);
    for (Index i = 0; i < n; ++i) {
      slope_[i] = mix_.cost_is_result ? mix_.cost_sign * (*slopes)(J_.rows(), i)
                                      : mix_.ranges[i].weight * amounts_[i];
    }
    return Done{};
  }

  Status check_effects() const {
    for (Index t = 0; t < J_.rows(); ++t) {
      double most = 0.0;
      for (Index i = 0; i < J_.cols(); ++i) most = std::max(most, std::abs(J_(t, i)));
      if (most > k_no_effect || std::abs(gap_[t]) <= mix_.met) continue;
      return Error{ErrorCode::infeasible, fmt::format("no lever moves '{}'", mix_.goals[t].result),
                   "", "name an instrument that this result depends on", ""};
    }
    return Done{};
  }

  [[nodiscard]] QuadraticProgramme programme() const {
    QuadraticProgramme q{H_, slope_, J_, gap_, {}, {}};
    for (Index i = 0; i < amounts_.size(); ++i) {
      q.low.push_back(std::max(mix_.ranges[i].lower - amounts_[i], -k_longest_step));
      q.high.push_back(std::min(mix_.ranges[i].upper - amounts_[i], k_longest_step));
    }
    return q;
  }

  /// The step left is worth nothing: first-order conditions of the cheapest point.
  [[nodiscard]] bool is_stationary(const Vector& step) const {
    return gain_of(step) <= mix_.stationary || largest(step) < 1e-9;
  }
  /// What a step could change in the cost, relative.
  [[nodiscard]] double gain_of(const Vector& step) const {
    double gain = 0.0;
    for (Index i = 0; i < step.size(); ++i) gain += std::abs(slope_[i] * step[i]);
    return gain / std::max(std::abs(cost_), 1e-12);
  }

  [[nodiscard]] double merit(double cost, const Vector& gap, double penalty) const {
    double missed = 0.0;
    for (const double g : gap) missed += std::abs(g);
    return cost + penalty * missed;
  }

  /// Closes a small gap that is left by the smallest steps that do, whatever they cost: with many
  /// levers the search for the cheapest mix may end, or run out of rounds, before targets are met.
  void polish() {
    const auto away = [&] { return largest(gap_); };
    for (int k = 0; k < k_polishes && away() > mix_.accepted && away() <= k_small_gap; ++k) {
      QuadraticProgramme nearest = programme();
      for (Index i = 0; i < amounts_.size(); ++i) {
        nearest.c[i] = 0.0;
        for (Index j = 0; j < amounts_.size(); ++j) nearest.H(i, j) = i == j ? 1.0 : 0.0;
      }
      const Vector step = nearest.solve().step;
      const Vector values_before = values_;
      economy_.keep();
      Vector to = amounts_;
      for (Index i = 0; i < to.size(); ++i) {
        to[i] = std::clamp(to[i] + step[i], mix_.ranges[i].lower, mix_.ranges[i].upper);
      }
      if (failures_ < k_failures && solve_at(to) && largest(gaps()) < away()) {
        amounts_ = to;
        gap_ = gaps();
        cost_ = cost_at(to);
        if (!differentiate().ok()) return;
        continue;
      }
      economy_.go_back();
      values_ = values_before;
      return;
    }
  }

  /// A step shortened until it pays; then the curvature of the Lagrangian is learnt from it (BFGS).
  bool advance(const QuadraticProgramme::Answer& answer) {
    const double penalty = std::min(k_steepest, 2.0 * largest(answer.multiplier) + 1.0);
    const double before = merit(cost_, gap_, penalty);
    const Vector from = amounts_;
    const Vector values_before = values_;
    economy_.keep();
    const Vector slope_before = lagrangian_slope(answer.multiplier);
    const int failures_before = failures_;
    for (double part = 1.0; part > std::pow(0.5, k_halvings); part *= 0.5) {
      if (failures_ >= k_failures) break;
      Vector to = from;
      for (Index i = 0; i < to.size(); ++i) {
        to[i] =
            std::clamp(from[i] + part * answer.step[i], mix_.ranges[i].lower, mix_.ranges[i].upper);
      }
      if (!solve_at(to)) continue;
      const Vector gap = gaps();
      const double cost = cost_at(to);
      const bool nearer = largest(gap) < 0.9 * largest(gap_) && largest(gap_) > 1e-6;
      if (!(merit(cost, gap, penalty) < before) && !nearer) continue;
      amounts_ = to;
      gap_ = gap;
      cost_ = cost;
      if (!differentiate().ok()) return false;
      learn(from, slope_before, lagrangian_slope(answer.multiplier));
      return true;
    }
    at_edge_ = failures_ > failures_before;
    economy_.go_back();
    values_ = values_before;
    return false;
  }

  [[nodiscard]] Vector lagrangian_slope(const Vector& multiplier) const {
    Vector slope = slope_;
    for (Index i = 0; i < slope.size(); ++i) {
      for (Index t = 0; t < multiplier.size(); ++t) slope[i] += J_(t, i) * multiplier[t];
    }
    return slope;
  }

  /// Damped BFGS (Powell 1978): stays positive definite.
  void learn(const Vector& from, const Vector& slope_before, const Vector& slope_after) {
    if (is_square()) return;
    const Index n = amounts_.size();
    Vector s(n), y(n), Hs(n, 0.0);
    double sHs = 0.0;
    double sy = 0.0;
    for (Index i = 0; i < n; ++i) {
      s[i] = amounts_[i] - from[i];
      y[i] = slope_after[i] - slope_before[i];
    }
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) Hs[i] += H_(i, j) * s[j];
    }
    for (Index i = 0; i < n; ++i) {
      sHs += s[i] * Hs[i];
      sy += s[i] * y[i];
    }
    if (!(sHs > 1e-20)) return;
    if (!scaled_ && mix_.cost_is_result && sy > 0.0) {  // how large curvatures are altogether
      const double scale = std::clamp(sy / sHs, 1e-4, 1e4);
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) H_(i, j) *= scale;
        Hs[i] *= scale;
      }
      sHs *= scale;
    }
    scaled_ = true;
    const double mix = sy >= 0.2 * sHs ? 1.0 : 0.8 * sHs / (sHs - sy);
    double damped = 0.0;
    for (Index i = 0; i < n; ++i) {
      y[i] = mix * y[i] + (1.0 - mix) * Hs[i];
      damped += s[i] * y[i];
    }
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) H_(i, j) += y[i] * y[j] / damped - Hs[i] * Hs[j] / sHs;
    }
  }

  SeekFindings report() {
    result_.reached = largest(gap_) <= mix_.accepted;
    result_.amounts = amounts_;
    result_.cost = mix_.cost_sign * cost_;
    result_.slopes = J_;
    for (Index t = 0; t < J_.rows(); ++t) {
      result_.after.push_back(values_[t]);
      result_.price.push_back(result_.reached && !multiplier_.empty() ? -multiplier_[t] / size_[t]
                                                                      : 0.0);
      for (Index i = 0; i < J_.cols(); ++i) result_.slopes(t, i) *= size_[t];
    }
    int bound_levers = 0;
    int levers = 0;
    for (Index i = 0; i < amounts_.size(); ++i) {
      const auto& range = mix_.ranges[i];
      const double room = 1e-9 * std::max(1.0, std::abs(amounts_[i]));
      const int at =
          amounts_[i] <= range.lower + room ? -1 : (amounts_[i] >= range.upper - room ? 1 : 0);
      result_.bound.push_back(at);
      bound_levers += at != 0 ? 1 : 0;
      levers += range.weight > 0.0 ? 1 : 0;  // the others are freed by closures
    }
    if (!result_.reached) {
      Index worst = 0;
      for (Index t = 1; t < gap_.size(); ++t) {
        if (std::abs(gap_[t]) > std::abs(gap_[worst])) worst = t;
      }
      result_.note = fmt::format(
          "'{}' is out of reach: {:.6g} is wanted, {:.6g} is as near as it comes{}",
          mix_.goals[worst].result, mix_.goals[worst].value, result_.after[worst],
          fmt::format("{}{}", missed_by(worst),
                      bound_levers > 0 ? fmt::format(", with {} of {} instruments at their bounds",
                                                     bound_levers, levers)
                                       : ""));
      if (at_edge_) {
        result_.note += "; further the economy could not be solved: " + economy_.trouble();
      }
    }
    return std::move(result_);
  }

  /// Misses that six digits do not show.
  [[nodiscard]] std::string missed_by(Index target) const {
    constexpr double k_shown = 1e-5;
    const double miss = values_[target] - mix_.goals[target].value;
    if (std::abs(miss) > k_shown * std::abs(mix_.goals[target].value)) return "";
    return fmt::format(" (missed by {:.1e})", std::abs(miss));
  }

  SoughtEconomy& economy_;
  const SoughtMix& mix_;
  SeekFindings result_;
  Vector amounts_, values_, size_, gap_, slope_, multiplier_;
  double cost_ = 0.0;
  Matrix J_, H_;
  bool scaled_ = false;  ///< whether H_ has learnt its size
  int failures_ = 0;
  bool at_edge_ = false;  ///< whether it ended where nothing further could be solved
};

/// Amounts of the k-th other start: points of a fixed sequence within the bounds and at most 1
/// away.
Vector other_start(const SoughtMix& mix, int k) {
  constexpr double k_reach = 1.0;
  constexpr double k_golden = 0.6180339887498949;
  Vector start;
  for (Index i = 0; i < mix.ranges.size(); ++i) {
    const auto& range = mix.ranges[i];
    const double first = mix.first.empty() ? 0.0 : mix.first[i];
    if (range.weight == 0.0) {  // what closures free goes along
      start.push_back(first);
      continue;
    }
    const double low = std::max(range.lower, std::min(first - k_reach, range.upper));
    const double high = std::min(range.upper, std::max(first + k_reach, range.lower));
    const double place = k_golden * (static_cast<double>(k) + static_cast<double>(i));
    start.push_back(low + (place - std::floor(place)) * (high - low));
  }
  return start;
}

/// Largest miss, over the size of its goal.
double missed(const SoughtMix& mix, const SeekFindings& found) {
  double most = 0.0;
  for (Index t = 0; t < mix.goals.size(); ++t) {
    const double goal = mix.goals[t].value;
    const double size = std::max({std::abs(goal), std::abs(found.before[t]), 1e-6});
    most = std::max(most, std::abs(found.after[t] - goal) / size);
  }
  return most;
}

}  // namespace

Result<SeekFindings> search_mix(SoughtEconomy& economy, const SoughtMix& mix) {
  if (mix.goals.empty() || mix.ranges.empty()) {
    return Error{ErrorCode::bad_input,
                 mix.goals.empty() ? "there is no target" : "there is no instrument", "",
                 "name at least one of each", ""};
  }
  Search first(economy, mix);
  auto best = first.run();
  if (!best.ok() || best->reached || first.gave_up()) return best;
  bool here = true;  // the economy stands at the best point
  for (int k = 1; k <= mix.restarts && !best->reached; ++k) {
    SoughtMix other = mix;
    other.first = other_start(mix, k);
    auto found = Search(economy, other).run();
    const bool nearer =
        found.ok() && (found->reached || missed(mix, *found) < 0.999 * missed(mix, *best));
    here = nearer;
    const int solves = best->solves + (found.ok() ? found->solves : 1);
    if (nearer) best = std::move(found);
    best->solves = solves;
  }
  if (!here) (void)economy.solve_at(best->amounts);
  return best;
}

}  // namespace domar::equilibrium
