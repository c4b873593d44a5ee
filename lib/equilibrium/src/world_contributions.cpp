#include "domar/equilibrium/world_contributions.hpp"

#include <algorithm>
#include <cmath>

#include "domar/numerics/dense.hpp"
#include "path_integral.hpp"
#include "world_sources.hpp"

namespace domar::equilibrium {

namespace {

constexpr double k_exact = 1e-12;     ///< residual of the solves
constexpr double k_noise = 1e-10;     ///< of results, at that residual
constexpr double k_cap_noise = 1e-7;  ///< the same with caps, which hold to 1e-8

void add_scaled(const Vector& change, double share, Vector& to) {
  for (Index i = 0; i < change.size(); ++i) to[i] += share * change[i];
}

class WorldPath {
 public:
  using Point = WorldCapSolution;

  WorldPath(const WorldModel& model, const std::vector<WorldChange>& changes)
      : model_(model), changes_(changes), solver_(model, exact()), sources_(model) {
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
    std::vector<WorldCap> caps = caps_;
    for (WorldCap& cap : caps) cap.cap = std::exp(share * std::log(cap.cap));
    return solve_with_caps(solver_, model_, with_changes(model_, changes_, share), caps);
  }
  void reset() { solver_.reset(); }
  /// The world's solver goes on from its last solution, wherever that was on the path.
  void start_from(const Point& /*point*/) {}
  [[nodiscard]] Status status(const Point& point) const { return point.solution.status(); }
  [[nodiscard]] std::vector<bool> active(const Point& point) const {
    std::vector<bool> active;
    for (const double wedge : point.log_wedge) active.push_back(wedge > 0.0);
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
    Matrix slopes(sources_.rows(), changes_.size());
    for (Index i = 0; i < changes_.size(); ++i) {
      auto move = moved(changes_[i].change);
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
    return (caps_.empty() ? k_noise : k_cap_noise) * (v < sources_.results() ? 1.0 : money_);
  }
  [[nodiscard]] const WorldSources& sources() const { return sources_; }

 private:
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
  WorldSolver solver_;
  WorldSources sources_;
  std::vector<WorldCap> caps_;
  std::vector<Index> cap_of_;  ///< by cap: its change
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
  WorldPath path(model, changes);
  auto sum = PathIntegral<WorldPath>(path, options).run();
  if (!sum.ok()) return sum.error();
  std::vector<std::string> instruments;
  for (const WorldChange& change : changes) instruments.push_back(change.name);
  std::vector<std::string> names = path.sources().names();
  const Index results = names.size();
  for (Index n = 0; n < model.region_count(); ++n) names.push_back(model.regions.code(n));
  WorldContributions out;
  static_cast<Subtotals&>(out) = subtotals(std::move(instruments), names, sum->sum,
                                           path.values(sum->begin), path.values(sum->end), results);
  out.points = sum->points;
  out.after = std::move(sum->end);
  return out;
}

}  // namespace domar::equilibrium
