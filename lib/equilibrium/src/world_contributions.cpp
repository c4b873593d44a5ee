#include "domar/equilibrium/world_contributions.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/dense.hpp"
#include "path_integral.hpp"
#include "sought_world.hpp"
#include "world_sources.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_exact = 1e-12;      ///< residual of the solves
constexpr double k_noise = 1e-10;      ///< of results, at that residual
constexpr double k_cap_noise = 1e-7;   ///< the same with caps, which hold to 1e-8
constexpr double k_swap_noise = 1e-9;  ///< the same with closures alone

void add_scaled(const Vector& change, double share, Vector& to) {
  for (Index i = 0; i < change.size(); ++i) to[i] += share * change[i];
}

class WorldPath {
 public:
  using Point = WorldClosedSolution;

  WorldPath(const WorldModel& model, const std::vector<WorldChange>& changes,
            const std::vector<WorldSwap>& swaps)
      : model_(model), changes_(changes), swaps_(swaps), solver_(model, exact()), sources_(model) {
    set_first_targets();
    for (Index i = 0; i < changes.size(); ++i) {
      for (const WorldCap& cap : changes[i].caps) {
        caps_.push_back(cap);
        cap_of_.push_back(i);
      }
    }
    for (Index row = 0; row < sources_.results(); ++row) values_.emplace_back(row, 1);
    for (Index n = 0; n < model.region_count(); ++n) {
      values_.emplace_back(sources_.results() + n * (k_sources + 1), k_sources);
      money_ += model.final_spending[n];
    }
  }

  Point solve_whole() { return solve(1.0); }
  Point solve(double share) {
    WorldExperiment experiment{with_changes(model_, changes_, share), caps_};
    for (WorldCap& cap : experiment.caps) cap.cap = std::exp(share * std::log(cap.cap));
    if (swaps_.empty()) {
      Point point;
      static_cast<WorldCapSolution&>(point) =
          solve_with_caps(solver_, model_, experiment.parameters, experiment.caps);
      return point;
    }
    std::vector<WorldSwap> swaps = swaps_;
    for (Index k = 0; k < swaps.size(); ++k) {
      swaps[k].target = target_0_[k] + share * (swaps_[k].target - target_0_[k]);
    }
    auto point = solve_with_swaps(solver_, model_, experiment, swaps, warm_ ? &last_ : nullptr);
    if (!point.ok()) {
      Point failed;
      failed.solution.note = point.error().message();
      return failed;
    }
    warm_ = point->solution.converged;
    last_ = *point;
    return std::move(point.value());
  }
  void reset() {
    solver_.reset();
    warm_ = false;
  }
  /// The world's solver goes on from its last solution, wherever that was on the path.
  void start_from(const Point& point) {
    if (!swaps_.empty()) last_ = point;
  }
  [[nodiscard]] Status status(const Point& point) const { return point.solution.status(); }
  [[nodiscard]] std::vector<bool> active(const Point& point) const {
    std::vector<bool> active;
    for (const double wedge : point.log_wedge) active.push_back(wedge > 0.0);
    active.insert(active.end(), point.active.begin(), point.active.end());
    return active;
  }

  /// One tangent per change and per cap that binds; then the wedges that keep quantities at caps.
  Result<Matrix> slopes(const Point& at, double /*share*/) {
    std::vector<Index> bind;
    std::vector<WorldMove> wedges;
    for (Index q = 0; q < caps_.size(); ++q) {
      if (!(at.log_wedge[q] > 0.0)) continue;
      bind.push_back(q);
      auto move = moved(wedge_direction(at, q));
      if (!move.ok()) return move.error();
      wedges.push_back(std::move(*move));
    }
    numerics::DenseLu lu;
    if (!bind.empty()) {
      Matrix answer(bind.size(), bind.size());
      for (Index a = 0; a < bind.size(); ++a) {
        for (Index b = 0; b < bind.size(); ++b) {
          answer(a, b) = sources_.quantity_slope(at, wedges[b], caps_[bind[a]].edge);
        }
      }
      if (!lu.factor(answer)) {
        return Error{ErrorCode::no_convergence, "two caps hold the same quantity", "",
                     "leave out one of them", ""};
      }
    }
    Matrix slopes(sources_.rows(), instruments());
    auto freed = Responses::at(*this, at);
    if (!freed.ok()) return freed.error();
    for (Index i = 0; i < instruments(); ++i) {
      auto move = moved(freed->whole_direction(i));
      if (!move.ok()) return move.error();
      if (!bind.empty()) {
        Vector wanted(bind.size());
        for (Index a = 0; a < bind.size(); ++a) {
          const Index q = bind[a];
          wanted[a] = (cap_of_[q] == i ? std::log(caps_[q].cap) : 0.0) -
                      sources_.quantity_slope(at, *move, caps_[q].edge);
        }
        const Vector by_wedge = lu.solve(wanted);
        for (Index b = 0; b < bind.size(); ++b) move->add(wedges[b], by_wedge[b]);
      }
      const Vector column = sources_.slopes(at, *move);
      for (Index row = 0; row < column.size(); ++row) slopes(row, i) = column[row];
    }
    return slopes;
  }

  [[nodiscard]] Vector values(const Point& at) const { return sources_.values(at); }
  [[nodiscard]] const std::vector<std::pair<Index, Index>>& rows_of_value() const {
    return values_;
  }
  [[nodiscard]] double noise(Index v) const {
    const double noise = !caps_.empty() ? k_cap_noise : (swaps_.empty() ? k_noise : k_swap_noise);
    return noise * (v < sources_.results() ? 1.0 : money_);
  }
  [[nodiscard]] const WorldSources& sources() const { return sources_; }

  /// Changes, then closures whose targets move.
  [[nodiscard]] Index instruments() const { return changes_.size() + moving_.size(); }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const WorldChange& change : changes_) names.push_back(change.name);
    for (const Index k : moving_) names.push_back(swaps_[k].name);
    return names;
  }

 private:
  /// What freed levers do about every instrument at one point: (dH/df) df = d target - dH, with
  /// held results H.
  class Responses {
   public:
    static Result<Responses> at(WorldPath& path, const Point& point) {
      Responses responses(path);
      std::vector<WorldIndicator> results;
      for (Index k = 0; k < path.swaps_.size(); ++k) {
        if (!point.active[k]) continue;
        responses.active_.push_back(k);
        results.push_back(path.swaps_[k].result);
      }
      if (results.empty()) return responses;
      auto gradients = gradients_at_caps(path.solver_, path.model_, path.caps_, point, results);
      if (!gradients.ok()) return gradients.error();
      responses.gradients_ = std::move(*gradients);
      for (Index q = 0; q < path.caps_.size(); ++q) {
        if (point.log_wedge[q] > 0.0) responses.bind_.push_back(q);
      }
      const Index n = results.size();
      Matrix by_freed(n, n);
      for (Index a = 0; a < n; ++a) {
        for (Index b = 0; b < n; ++b) {
          by_freed(a, b) =
              path.swaps_[responses.active_[b]].lever.slope(responses.gradients_[a].by_parameter);
        }
      }
      if (responses.lu_.factor(by_freed)) return responses;
      return Error{ErrorCode::no_convergence, "two closures hold the same result", "",
                   "leave out one of them", ""};
    }

    /// The direction of an instrument with what is freed.
    [[nodiscard]] WorldParameters whole_direction(Index instrument) const {
      const bool change = instrument < path_.changes_.size();
      WorldParameters direction =
          change ? path_.changes_[instrument].change : with_zeros(path_.model_);
      if (active_.empty()) return direction;
      Vector wanted(active_.size(), 0.0);
      for (Index a = 0; a < active_.size(); ++a) {
        if (change) {
          wanted[a] = -slope(a, direction) - by_caps(a, instrument);
        } else if (path_.moving_[instrument - path_.changes_.size()] == active_[a]) {
          wanted[a] = path_.swaps_[active_[a]].target - path_.target_0_[active_[a]];
        }
      }
      const Vector moved = lu_.solve(wanted);
      for (Index b = 0; b < active_.size(); ++b) {
        const WorldLever& lever = path_.swaps_[active_[b]].lever;
        Vector& cells = direction.*lever.what;
        cells.resize((path_.model_.base.*lever.what).size(), 0.0);  // empty: nothing moves
        lever.move(moved[b], direction);
      }
      return direction;
    }

   private:
    explicit Responses(const WorldPath& path) : path_(path) {}
    static WorldParameters with_zeros(const WorldModel& model) {
      WorldParameters zeros = no_wedges(model);
      std::fill(zeros.markup.begin(), zeros.markup.end(), 0.0);
      return zeros;
    }
    /// d held result along a direction of parameters.
    [[nodiscard]] double slope(Index a, const WorldParameters& direction) const {
      using P = WorldParameters;
      double sum = 0.0;
      for (const auto part : {&P::tariff, &P::export_tax, &P::log_iceberg, &P::output_tax,
                              &P::markup, &P::log_productivity, &P::log_endowment, &P::transfer}) {
        const Vector& moves = direction.*part;
        const Vector& by = gradients_[a].by_parameter.*part;
        for (Index i = 0; i < moves.size(); ++i) sum += moves[i] * by[i];
      }
      return sum;
    }
    /// The same as the caps of a change move.
    [[nodiscard]] double by_caps(Index a, Index change) const {
      double sum = 0.0;
      for (Index b = 0; b < bind_.size(); ++b) {
        const Index q = bind_[b];
        if (path_.cap_of_[q] != change) continue;
        sum += gradients_[a].by_quantity[b] * std::log(path_.caps_[q].cap);
      }
      return sum;
    }

    const WorldPath& path_;
    std::vector<Index> active_;  ///< swaps
    std::vector<Index> bind_;    ///< caps
    std::vector<HeldGradient> gradients_;
    numerics::DenseLu lu_;
  };

  /// Where targets begin: at the base year's values, or where a limit is that they meet.
  void set_first_targets() {
    if (swaps_.empty()) return;
    const WorldSolution base = solver_.solve(model_.base);
    for (Index k = 0; k < swaps_.size(); ++k) {
      const WorldSwap& swap = swaps_[k];
      const double value = swap.result.value(model_, model_.base, base);
      const double beyond = swap.sense * (value - swap.target);
      const bool slack =
          (swap.lower == 0.0 && beyond >= 0.0) || (swap.upper == 0.0 && beyond <= 0.0);
      target_0_.push_back(slack ? swap.target : value);
      const double gross = swap.result.gross(model_, model_.base, base);
      const double size = std::max({std::abs(swap.target), gross, 1e-6});
      if (std::abs(target_0_[k] - swap.target) > k_swap_noise * size) moving_.push_back(k);
    }
  }

  static WorldOptions exact() {
    WorldOptions options;
    options.tolerance = k_exact;
    return options;
  }

  /// The direction of ln of a cap's wedge.
  [[nodiscard]] WorldParameters wedge_direction(const Point& at, Index q) const {
    WorldParameters direction;
    const Index e = caps_[q].edge;
    const auto set = [&](Vector& to, double value) {
      to.assign(model_.edges(), 0.0);
      to[e] = value;
    };
    switch (caps_[q].rent) {
      case WorldCap::Rent::lost:
        set(direction.log_iceberg, 1.0);
        break;
      case WorldCap::Rent::to_origin:
        set(direction.export_tax, 1.0 + at.parameters.export_tax[e]);
        break;
      case WorldCap::Rent::to_destination:
        set(direction.tariff, 1.0 + at.parameters.tariff[e]);
        break;
    }
    return direction;
  }

  Result<WorldMove> moved(WorldParameters direction) {
    auto tangent = solver_.tangent_of_flows(direction);
    if (!tangent.ok()) return tangent.error();
    return WorldMove{std::move(direction), std::move(*tangent)};
  }

  const WorldModel& model_;
  const std::vector<WorldChange>& changes_;
  const std::vector<WorldSwap>& swaps_;
  WorldSolver solver_;
  WorldSources sources_;
  std::vector<WorldCap> caps_;
  std::vector<Index> cap_of_;  ///< by cap: its change
  Vector target_0_;            ///< by swap
  std::vector<Index> moving_;  ///< swaps whose targets move
  Point last_;
  bool warm_ = false;  ///< whether last_ is a start
  std::vector<std::pair<Index, Index>> values_;
  double money_ = 0.0;
};

}  // namespace

WorldParameters with_changes(const WorldModel& model, const std::vector<WorldChange>& changes,
                             double share) {
  WorldParameters all = model.base;
  using P = WorldParameters;
  for (const WorldChange& change : changes) {
    for (const auto part : {&P::tariff, &P::export_tax, &P::log_iceberg, &P::output_tax, &P::markup,
                            &P::log_productivity, &P::log_endowment, &P::transfer}) {
      add_scaled(change.change.*part, share, all.*part);
    }
  }
  return all;
}

Result<WorldContributions> world_contributions(const WorldModel& model,
                                               const std::vector<WorldChange>& changes,
                                               const ContributionOptions& options) {
  return world_contributions(model, changes, {}, options);
}

Result<WorldContributions> world_contributions(const WorldModel& model,
                                               const std::vector<WorldChange>& changes,
                                               const std::vector<WorldSwap>& swaps,
                                               const ContributionOptions& options) {
  WorldPath path(model, changes, swaps);
  auto sum = PathIntegral<WorldPath>(path, options).run();
  if (!sum.ok()) return sum.error();
  std::vector<std::string> names = path.sources().names();
  const Index results = names.size();
  for (Index n = 0; n < model.region_count(); ++n) names.push_back(model.regions.code(n));
  WorldContributions out;
  static_cast<Subtotals&>(out) = subtotals(path.names(), names, sum->sum, path.values(sum->begin),
                                           path.values(sum->end), results);
  out.points = sum->points;
  out.after = std::move(sum->end);
  return out;
}

}  // namespace domar::equilibrium
