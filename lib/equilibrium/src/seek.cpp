#include "domar/equilibrium/seek.hpp"

#include "sought_mix.hpp"

namespace domar::equilibrium {

Experiment with_levers(Experiment experiment, const std::vector<SoughtLever>& levers) {
  for (const SoughtLever& sought : levers) {
    experiment.levers.push_back(sought.lever);
    experiment.amounts.push_back(0.0);
  }
  return experiment;
}

namespace {

/// A network with closures; the sought levers stand after those of the experiment.
class SoughtNetwork : public SoughtEconomy {
 public:
  SoughtNetwork(const network::Network& network, const SeekProblem& problem,
                const SolverOptions& options)
      : network_(network),
        problem_(problem),
        first_(problem.experiment.levers.size()),
        closed_(network, with_levers(problem.experiment, problem.levers), options) {
    for (const Target& target : problem.targets) wanted_.push_back(target.result);
    if (problem.cost) wanted_.push_back(*problem.cost);
  }

  Status start() override {
    set_amounts(Vector(problem_.levers.size(), 0.0));
    at_ = closed_.solve_in_steps();
    base_ = at_;
    return at_.solution.status();
  }
  bool solve_at(const Vector& amounts) override {
    closed_.start_from(kept_.freed);
    set_amounts(amounts);
    ClosedSolution next = closed_.solve(1.0);
    if (!next.solution.converged) {
      trouble_ = next.solution.note;
      return false;
    }
    at_ = std::move(next);
    return true;
  }
  [[nodiscard]] std::string trouble() const override { return trouble_; }
  void keep() override { kept_ = at_; }
  void go_back() override {
    at_ = kept_;
    closed_.start_from(kept_.freed);
  }
  [[nodiscard]] Vector values() const override {
    Vector values;
    for (const Indicator& result : wanted_) {
      values.push_back(result.value(network_, at_.parameters, at_.solution));
    }
    return values;
  }
  [[nodiscard]] Result<Matrix> slopes() const override {
    const auto all = closed_.gradients(wanted_, at_, 1.0);
    if (!all.ok()) return all.error();
    Matrix slopes(wanted_.size(), problem_.levers.size());
    for (Index t = 0; t < slopes.rows(); ++t) {
      for (Index i = 0; i < slopes.cols(); ++i) slopes(t, i) = (*all)(t, first_ + i);
    }
    return slopes;
  }
  [[nodiscard]] const ClosedSolution& base() const { return base_; }
  [[nodiscard]] const ClosedSolution& solution() const { return at_; }

 private:
  void set_amounts(const Vector& amounts) {
    Vector all = problem_.experiment.amounts;
    all.insert(all.end(), amounts.begin(), amounts.end());
    closed_.set_amounts(all);
  }

  const network::Network& network_;
  const SeekProblem& problem_;
  Index first_;  ///< number of the first sought lever among all
  ClosedSolver closed_;
  std::vector<Indicator> wanted_;
  ClosedSolution base_, at_, kept_;
  std::string trouble_;
};

}  // namespace

Result<SeekResult> seek(const network::Network& network, const SeekProblem& problem,
                        const SolverOptions& options) {
  SoughtMix mix;
  for (const Target& target : problem.targets) {
    mix.goals.push_back({target.result.name, target.goal});
  }
  for (const SoughtLever& sought : problem.levers) {
    mix.ranges.push_back({sought.lower, sought.upper, sought.weight, sought.weight});
  }
  mix.cost_is_result = problem.cost.has_value();
  mix.cost_sign = problem.cost_sign;
  SoughtNetwork economy(network, problem, options);
  auto found = search_mix(economy, mix);
  if (!found.ok()) return found.error();
  SeekResult result;
  static_cast<SeekFindings&>(result) = std::move(*found);
  result.base = economy.base();
  result.solution = economy.solution();
  return result;
}

}  // namespace domar::equilibrium
