#include "domar/equilibrium/contributions.hpp"

#include <algorithm>
#include <cmath>

#include "path_integral.hpp"
#include "welfare_sources.hpp"

namespace domar::equilibrium {

using network::Network;

const char* name_of(Source source) {
  static constexpr std::array<const char*, k_sources> k_names{
      "technology", "scale", "endowments", "allocation", "terms_of_trade", "transfers"};
  return k_names[static_cast<Index>(source)];
}

namespace {

/// The path of an experiment on a network.
class NetworkPath {
 public:
  using Point = ClosedSolution;

  NetworkPath(const Network& network, const Experiment& experiment,
              const std::vector<Indicator>& indicators, const std::vector<RegionNodesOf>& regions,
              const SolverOptions& solver)
      : network_(network),
        experiment_(experiment),
        indicators_(indicators),
        regions_(regions),
        closed_(network, experiment, solver),
        sources_(network, indicators, regions) {
    for (Index i = 0; i < experiment.levers.size(); ++i) {
      add_instrument(experiment.levers[i].name, i, experiment.amounts[i]);
    }
    for (Index i = 0; i < experiment.swaps.size(); ++i) {
      const Swap& swap = experiment.swaps[i];
      if (swap.target == swap.target_0) continue;
      add_instrument(swap.name, experiment.levers.size() + i, swap.target - swap.target_0);
    }
    for (Index row = 0; row < indicators.size(); ++row) values_.emplace_back(row, 1);
    for (Index r = 0; r < regions.size(); ++r) {
      values_.emplace_back(indicators.size() + r * (k_sources + 1), k_sources);
    }
  }

  Point solve_whole() { return closed_.solve_in_steps(); }
  Point solve(double share) { return closed_.solve(share); }
  void reset() { closed_.reset(); }
  void start_from(const Point& point) { closed_.start_from(point.freed); }
  [[nodiscard]] Status status(const Point& point) const { return point.solution.status(); }
  [[nodiscard]] const std::vector<bool>& active(const Point& point) const { return point.active; }

  /// Slopes of all rows by instrument, per unit of the path.
  Result<Matrix> slopes(const Point& at, double share) {
    const auto responses = closed_.responses(at, share);
    if (!responses.ok()) return responses.error();
    std::vector<IndicatorSlopes> by;
    for (const Indicator& indicator : indicators_) {
      by.push_back(slopes_of(indicator, network_, at.parameters, at.solution));
    }
    Matrix slopes(sources_.rows(), instruments_.size());
    for (Index i = 0; i < instruments_.size(); ++i) {
      for (const auto& [number, amount] : instruments_[i].parts) {
        const auto& response = (*responses)[number];
        const Vector column = sources_.slopes(at, by, response, scale_part(response, number));
        for (Index row = 0; row < column.size(); ++row) slopes(row, i) += column[row] * amount;
      }
    }
    return slopes;
  }

  /// Indicators, then real spending by region.
  [[nodiscard]] Vector values(const Point& at) const {
    Vector out;
    for (const Indicator& indicator : indicators_) {
      out.push_back(indicator.value(network_, at.parameters, at.solution));
    }
    for (const RegionNodesOf& region : regions_) out.push_back(sources_.real_spending(region, at));
    return out;
  }
  [[nodiscard]] const std::vector<std::pair<Index, Index>>& rows_of_value() const {
    return values_;
  }
  /// What solves to 1e-11 leave undecided in a value.
  [[nodiscard]] double noise(Index v) const {
    if (v < indicators_.size()) return 1e-10;
    double money = 0.0;
    for (Index h = 0; h < network_.agents(); ++h) money += network_.income_0(h);
    return 1e-10 * money;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Instrument& instrument : instruments_) names.push_back(instrument.name);
    return names;
  }

 private:
  /// What carries one name is one instrument.
  struct Instrument {
    std::string name;
    std::vector<std::pair<Index, double>> parts;  ///< number of the response, amount
  };
  void add_instrument(const std::string& name, Index response, double amount) {
    const auto known = std::find_if(instruments_.begin(), instruments_.end(),
                                    [&](const Instrument& other) { return other.name == name; });
    if (known != instruments_.end()) {
      known->parts.emplace_back(response, amount);
    } else {
      instruments_.push_back({name, {{response, amount}}});
    }
  }

  /// d ln productivity that levers of the kind `scale` make.
  [[nodiscard]] Vector scale_part(const ClosedSolver::Response& response, Index instrument) const {
    Vector part(network_.activities(), 0.0);
    const auto add = [&](const Lever& lever, double amount) {
      for (const auto& piece : lever.parts) {
        if (piece.kind == Lever::Kind::scale) part[piece.at] += piece.weight * amount;
      }
    };
    if (instrument < experiment_.levers.size()) add(experiment_.levers[instrument], 1.0);
    for (Index s = 0; s < response.freed.size(); ++s) {
      add(experiment_.swaps[s].lever, response.freed[s]);
    }
    return part;
  }

  const Network& network_;
  const Experiment& experiment_;
  const std::vector<Indicator>& indicators_;
  const std::vector<RegionNodesOf>& regions_;
  ClosedSolver closed_;
  WelfareSources sources_;
  std::vector<Instrument> instruments_;
  std::vector<std::pair<Index, Index>> values_;
};

}  // namespace

Result<Contributions> contributions(const Network& network, const Experiment& experiment,
                                    const std::vector<Indicator>& indicators,
                                    const std::vector<RegionNodesOf>& regions,
                                    const ContributionOptions& options,
                                    const SolverOptions& solver) {
  NetworkPath path(network, experiment, indicators, regions, solver);
  auto sum = PathIntegral<NetworkPath>(path, options).run();
  if (!sum.ok()) return sum.error();
  std::vector<std::string> names;
  for (const Indicator& indicator : indicators) names.push_back(indicator.name);
  for (const RegionNodesOf& region : regions) names.push_back(region.name);
  Contributions out;
  static_cast<Subtotals&>(out) = subtotals(path.names(), names, sum->sum, path.values(sum->begin),
                                           path.values(sum->end), indicators.size());
  out.points = sum->points;
  out.before = std::move(sum->begin);
  out.after = std::move(sum->end);
  return out;
}

}  // namespace domar::equilibrium
