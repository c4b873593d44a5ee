#include "domar/growth/run_path.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/equilibrium/quotas.hpp"
#include "domar/equilibrium/solver.hpp"
#include "domar/network/content.hpp"
#include "state.hpp"

namespace domar::growth {

using equilibrium::Parameters;
using equilibrium::QuotaSolution;
using equilibrium::Solution;
using network::k_none;
using network::Network;

namespace {

constexpr int k_calibration_rounds = 20;
constexpr double k_wedge_step = 0.1;  ///< log points of a wedge in one step of the accounts
constexpr int k_most_steps = 64;
constexpr double k_trial_tolerance =
    1e-6;                               ///< of markets while growth is still far from its target
constexpr double k_near_target = 1e-4;  ///< log points from which on solves are exact

/// What the residual is after the last measured year: the mean of the last that met measured
/// growth.
double mean_of_measured(const GrowthTarget& target, const std::map<int, double>& residual) {
  double sum = 0.0;
  int count = 0;
  for (auto it = residual.rbegin(); it != residual.rend(); ++it) {
    if (!target.gdp_growth.contains(it->first)) continue;
    sum += it->second;
    if (++count == target.residual_mean_years) break;
  }
  return count > 0 ? sum / count : 0.0;
}

/// A solved year, kept until the next one is done.
struct Snapshot {
  Parameters parameters;
  Solution solution;
  double log_people = 0.0;
  double log_quality = 0.0;
  double log_residual = 0.0;

  [[nodiscard]] SolvedYear view() const {
    return {&parameters, &solution, log_people, log_quality, log_residual};
  }
};

class Run {
 public:
  Run(const PathInputs& inputs, std::string scenario,
      const std::vector<policy::Instrument>& instruments, const std::map<int, double>& residual)
      : in_(inputs),
        network_(inputs.network.network),
        instruments_(instruments),
        given_residual_(residual),
        solver_(network_),
        state_(inputs.economy, inputs.network, inputs.drivers) {
    path_.scenario = std::move(scenario);
    follow_tangent(inputs.drivers.base_year);
  }

  Result<Path> go(const std::function<bool(int)>& on_year) {
    const Drivers& drivers = in_.drivers;
    for (int year = drivers.base_year; year <= drivers.last_year; ++year) {
      const Status status = year == drivers.base_year ? base_year() : next_year(year);
      if (!status.ok()) return status.error();
      if (on_year && !on_year(year)) return interrupted_error_of_run();
    }
    return std::move(path_);
  }

 private:
  static Error interrupted_error_of_run() {
    return {ErrorCode::interrupted, "stopped by the user", "", "", ""};
  }

  Status base_year() {
    const int year = in_.drivers.base_year;
    auto effects = policy::effects_of({}, year, in_.economy, in_.network, in_.drivers.region);
    if (!effects.ok()) return effects.error();
    effects_ = std::move(effects.value());
    now_.parameters = equilibrium::base_parameters(network_);
    now_.solution = solver_.solve(now_.parameters);
    if (auto status = now_.solution.status(); !status.ok()) return in_year(status.error(), year);
    record(year, {}, {});
    return Done{};
  }

  Status next_year(int year) {
    const YearResult& last = path_.years.back();
    state_.accumulate(last, effects_, now_.solution);
    auto effects =
        policy::effects_of(instruments_, year, in_.economy, in_.network, in_.drivers.region);
    if (!effects.ok()) return in_year(effects.error(), year);
    effects_ = std::move(effects.value());
    state_.update_technology(year, effects_);

    before_ = std::move(now_);
    now_ = Snapshot{};
    const Vector start = solver_.start();
    follow_guide(year);
    now_.log_people = state_.log_people(year);
    now_.log_quality = state_.log_quality(year);
    GrowthAccounts accounts;
    double residual = 0.0;
    Status status = Done{};
    if (is_calibrated(year)) {
      status = calibrate(year, accounts, residual);
    } else {
      residual = given_residual_.empty()
                     ? mean_of_measured(in_.drivers.target, path_.labour_residual)
                     : value_at(given_residual_, year, 0.0);
      status = solve(year, residual, accounts, in_.accuracy.markets);
    }
    if (!status.ok()) return in_year(status.error(), year);
    path_.labour_residual[year] = residual;
    if (in_.found != nullptr) note_way(year, start, residual);
    record(year, accounts, wedges_);
    return Done{};
  }

  /// Where the guide had to form a tangent, its own is nearer than an old one.
  void follow_tangent(int year) {
    if (in_.guide == nullptr) return;
    const auto formed = in_.guide->tangent.find(year);
    if (formed != in_.guide->tangent.end()) solver_.start_with(formed->second);
  }

  /// The solver starts where last year's solution goes if it moves like the guide's.
  void follow_guide(int year) {
    if (in_.guide == nullptr) return;
    follow_tangent(year);
    const auto step = in_.guide->step.find(year);
    if (step != in_.guide->step.end()) solver_.start_towards(step->second);
  }

  void note_way(int year, const Vector& start, double residual) const {
    Vector step = solver_.start();
    for (Index i = 0; i < step.size(); ++i) step[i] -= start[i];
    const bool first = in_.found->tangent.empty();
    if (first || jacobians_ > 0) {
      in_.found->tangent[first ? in_.drivers.base_year : year] = solver_.tangent();
    }
    in_.found->step[year] = std::move(step);
    in_.found->residual[year] = residual;
  }

  /// Where the search for the residual starts: last year's, moved as the guide's moved, else by
  /// what growth is to change by.
  [[nodiscard]] double first_residual(int year, double target) const {
    double residual = path_.labour_residual.empty() ? 0.0 : path_.labour_residual.rbegin()->second;
    if (in_.guide != nullptr && in_.guide->residual.contains(year)) {
      const auto& guide = in_.guide->residual;
      return residual + guide.at(year) - value_at(guide, year - 1, 0.0);
    }
    if (path_.years.size() > 1) {
      residual += (target - path_.years.back().accounts.gdp_growth) / growth_slope_;
    }
    return residual;
  }

  [[nodiscard]] bool is_calibrated(int year) const {
    return given_residual_.empty() && in_.drivers.target.gdp_growth.contains(year);
  }

  Status solve(int year, double residual, GrowthAccounts& accounts, double tolerance = 0.0) {
    now_.log_residual = before_.log_residual + residual;
    auto parameters =
        state_.parameters(year, effects_, now_.log_residual, path_.years.back().real_gdp);
    if (!parameters.ok()) return parameters.error();
    now_.parameters = std::move(parameters.value());
    if (effects_.caps.empty()) {
      now_.solution = solver_.solve(now_.parameters, tolerance);
      wedges_.clear();
    } else {
      std::vector<equilibrium::Quota> quotas;
      for (const auto& cap : effects_.caps) {
        quotas.push_back({cap.edge, cap.cap,
                          cap.rent_lost ? equilibrium::Quota::Rent::lost
                                        : equilibrium::Quota::Rent::to_receiver});
      }
      Vector guess = wedges_;  // a straight line through the last two years
      if (wedges_before_.size() == wedges_.size()) {
        for (Index q = 0; q < guess.size(); ++q) guess[q] += guess[q] - wedges_before_[q];
      }
      QuotaSolution capped = equilibrium::solve_with_quotas(solver_, network_, now_.parameters,
                                                            quotas, guess, &slopes_);
      wedges_before_ = std::move(wedges_);
      now_.solution = std::move(capped.solution);
      wedges_ = std::move(capped.log_wedge);
      now_.parameters = equilibrium::with_wedges(std::move(now_.parameters), quotas, wedges_);
    }
    if (auto status = now_.solution.status(); !status.ok()) return status;
    evaluations_ += now_.solution.evaluations;
    jacobians_ += now_.solution.jacobians;
    return account(accounts);
  }

  /// Growth accounts of the year. Where wedges jump, one step would weigh prices of two different
  /// worlds: then the way is walked in steps and the accounts are chained.
  Status account(GrowthAccounts& accounts) {
    const int steps = steps_of_year();
    const IndustryTechnology technology = shared_out(state_.technology().change(), steps);
    Snapshot from = before_;
    accounts = GrowthAccounts{};
    for (int step = 1; step <= steps; ++step) {
      Snapshot to = now_;
      if (step < steps) {
        const double t = static_cast<double>(step) / steps;
        to.parameters = equilibrium::between(before_.parameters, now_.parameters, t);
        to.log_people = before_.log_people + t * (now_.log_people - before_.log_people);
        to.log_quality = before_.log_quality + t * (now_.log_quality - before_.log_quality);
        to.log_residual = before_.log_residual + t * (now_.log_residual - before_.log_residual);
        to.solution = solver_.solve(to.parameters);
        if (auto status = to.solution.status(); !status.ok()) return status;
        evaluations_ += to.solution.evaluations;
        jacobians_ += to.solution.jacobians;
      }
      accounts += growth_accounts(in_.economy, in_.network, in_.drivers.region, from.view(),
                                  to.view(), technology);
      from = std::move(to);
    }
    return Done{};
  }

  /// As many steps as keep every wedge from moving by more than k_wedge_step in one.
  [[nodiscard]] int steps_of_year() const {
    double largest = 0.0;
    for (Index e = 0; e < network_.edges(); ++e) {
      const double tax =
          now_.parameters.tax[e] == before_.parameters.tax[e]
              ? 0.0
              : std::log1p(now_.parameters.tax[e]) - std::log1p(before_.parameters.tax[e]);
      const double iceberg = now_.parameters.log_iceberg[e] - before_.parameters.log_iceberg[e];
      largest = std::max(largest, std::abs(tax) + std::abs(iceberg));
    }
    return std::clamp(static_cast<int>(std::ceil(largest / k_wedge_step)), 1, k_most_steps);
  }

  static IndustryTechnology shared_out(IndustryTechnology technology, int steps) {
    for (const TechnologySource& source : k_technology_sources) {
      for (double& change : technology.*source.by_industry) change /= steps;
    }
    return technology;
  }

  /// Secant in the labour-augmenting residual until GDP growth is the measured one. Starts from
  /// last year's residual plus what growth is to change by; trial points are solved less finely.
  Status calibrate(int year, GrowthAccounts& accounts, double& residual) {
    const double target = std::log1p(in_.drivers.target.gdp_growth.at(year)) - missed_;
    residual = first_residual(year, target);
    const double finest = in_.accuracy.markets;
    double tolerance = std::max(k_trial_tolerance, finest);
    double last_gap = 0.0;
    double last_step = 0.0;
    for (int round = 0; round < k_calibration_rounds; ++round) {
      if (auto status = solve(year, residual, accounts, tolerance); !status.ok()) return status;
      const double gap = accounts.gdp_growth - target;
      if (std::abs(gap) <= in_.accuracy.growth && tolerance == finest) {
        missed_ = in_.accuracy.growth > PathAccuracy{}.growth ? gap : 0.0;
        return Done{};
      }
      if (last_step != 0.0 && std::abs(gap - last_gap) > 1e-6) {
        growth_slope_ = std::clamp((gap - last_gap) / last_step, 0.1, 2.0);
      }
      last_gap = gap;
      last_step = std::clamp(-gap / growth_slope_, -0.2, 0.2);
      residual += last_step;
      if (std::abs(gap) < k_near_target) tolerance = finest;
    }
    return Error{ErrorCode::no_convergence,
                 fmt::format("GDP growth of {:.4f} could not be met", target), "",
                 "check the growth series of the scenario", ""};
  }

  static Error in_year(Error error, int year) {
    error.where = error.where.empty() ? fmt::format("year {}", year)
                                      : fmt::format("year {}: {}", year, error.where);
    return error;
  }

  void record(int year, const GrowthAccounts& accounts, const Vector& wedges) {
    YearResult result;
    result.year = year;
    result.accounts = accounts;
    result.real_gdp =
        path_.years.empty() ? 1.0 : path_.years.back().real_gdp * std::exp(accounts.gdp_growth);
    const double gdp =
        nominal_gdp(in_.economy, in_.network, in_.drivers.region, now_.parameters, now_.solution);
    record_spending(result, gdp);
    record_industries(result, gdp);
    if (in_.accuracy.reliance) record_reliance(result);
    record_policy(result, gdp, wedges);
    result.quality = {now_.solution.residual, now_.solution.walras_residual, accounts.residual(),
                      evaluations_, jacobians_};
    evaluations_ = 0;
    jacobians_ = 0;
    path_.years.push_back(std::move(result));
  }

  void record_spending(YearResult& result, double gdp) {
    const auto& region = in_.network.regions[in_.drivers.region];
    const auto& solution = now_.solution;
    double real = 0.0;
    double base = 0.0;
    for (const Index node : {region.household, region.government}) {
      if (node == k_none) continue;
      real += solution.quantity(network_, node);
      base += network_.value_0(node);
    }
    if (base > 0.0) result.welfare = real / base;
    if (region.household != k_none) {
      result.consumption =
          solution.quantity(network_, region.household) / network_.value_0(region.household);
    }
    if (region.investment != k_none) {
      result.investment_share = solution.value[network_.node_of_activity(region.investment)] / gdp;
    }
    result.labour_residual =
        path_.labour_residual.empty() ? 0.0 : path_.labour_residual.rbegin()->second;
    result.ai_adoption = state_.technology().adoption();
    result.capital_output = state_.capital_total() / (state_.base_gdp() * result.real_gdp);
    double rd = 0.0;
    for (Index j = 0; j < in_.network.industries.size(); ++j) {
      if (in_.economy.industries[j].region == in_.drivers.region) {
        rd += state_.rd_spending(j, result.year, result.real_gdp, effects_);
      }
    }
    result.rd_share = rd / (state_.base_gdp() * result.real_gdp);
  }

  void record_industries(YearResult& result, double gdp) {
    const auto& solution = now_.solution;
    const Index region = in_.drivers.region;
    const double log_deflator = std::log(gdp / (state_.base_gdp() * result.real_gdp));
    result.industries.resize(in_.network.industries.size());
    for (Index j = 0; j < result.industries.size(); ++j) {
      if (in_.economy.industries[j].region != region) continue;
      const auto& nodes = in_.network.industries[j];
      IndustryYear& industry = result.industries[j];
      const Index supply = network_.node_of_activity(nodes.supply);
      double value_added = solution.value[supply];
      for (const Index e : in_.network.input_edges[j]) value_added -= solution.paid(network_, e);
      industry.value_added = value_added / gdp;
      industry.output = solution.quantity(network_, nodes.supply) / network_.value_0(nodes.supply);
      industry.price = std::exp(solution.log_price[supply] - log_deflator);
      industry.data = state_.effective_data(j);
      industry.knowledge = state_.technology().knowledge(j);
      record_growth(result, j);
      for (const Index e : in_.network.factor_edges[j]) {
        const Index market = network_.edge(e).seller;
        const double paid = solution.paid(network_, e);
        if (market == nodes.labour) {
          industry.labour = paid / network_.edge(e).value_0 *
                            std::exp(-solution.log_price[market] - now_.log_residual);
          result.labour_share += paid / gdp;
        } else if (market == nodes.capital) {  // where it is used; built elsewhere if it is mobile
          industry.capital =
              paid / network_.edge(e).value_0 * std::exp(-solution.log_price[market]);
          result.capital_share += paid / gdp;
        } else {
          result.data_share += paid / gdp;
        }
      }
    }
    for (Index s = 0; s < in_.network.regions.size(); ++s) {
      for (Index i = 0; i < in_.economy.goods.size(); ++i) {
        for (const Index e : in_.network.import_edges[s][i]) {
          const double worth = solution.paid(network_, e) / (1.0 + now_.parameters.tax[e]) / gdp;
          const Index own = in_.economy.supplier[region][i];
          if (s == region) {
            result.imports_share += worth;
            if (own != accounts::Economy::k_none) result.industries[own].imports += worth;
          } else if (own != accounts::Economy::k_none &&
                     network_.edge(e).seller == in_.network.industries[own].abroad) {
            result.exports_share += worth;
            result.industries[own].exports += worth;
          }
        }
      }
    }
    for (const auto& set : in_.classes) {
      double share = 0.0;
      for (const auto& [own, part] : made_at_home(set)) {
        share += part * result.industries[own].value_added;
      }
      result.class_share[set.name] = share;
    }
  }

  /// What an industry adds to GDP growth, and what its experience gives back to its parent.
  void record_growth(YearResult& result, Index j) {
    const GrowthAccounts& accounts = result.accounts;
    IndustryYear& industry = result.industries[j];
    industry.technology = state_.technology().log_productivity()[j];
    industry.experience = state_.technology().experience(j);
    if (accounts.industry_labour.empty()) return;  // the base year
    industry.growth_labour = accounts.industry_labour[j];
    industry.growth_capital = accounts.industry_capital[j];
    industry.growth_data = accounts.industry_data[j];
    industry.growth_technology = accounts.industry_technology[j];
    const auto& parents = in_.drivers.experience.parent;
    const Index parent = parents.empty() ? k_none : parents[j];
    if (parent != k_none) {
      industry.given_back = accounts.domar_weight[parent] * state_.technology().gift(j);
    }
  }

  /// Industries of the region that belong to a class, each with its part in it.
  [[nodiscard]] std::vector<std::pair<Index, double>> made_at_home(
      const accounts::Classification& set) const {
    std::vector<std::pair<Index, double>> parts;
    for (const auto& part : set.shares) {
      const Index own = in_.economy.supplier[in_.drivers.region][part.sector];
      if (own != accounts::Economy::k_none) parts.emplace_back(own, part.share);
    }
    return parts;
  }

  void record_reliance(YearResult& result) {
    const Index region = in_.drivers.region;
    std::vector<Index> foreign;
    for (Index j = 0; j < in_.network.industries.size(); ++j) {
      if (in_.economy.industries[j].region != region) {
        foreign.push_back(network_.node_of_activity(in_.network.industries[j].supply));
      }
    }
    content_ = network::content(network_, now_.solution.cost_share, now_.parameters.tax, foreign,
                                content_);
    result.foreign_reliance = content_[in_.network.regions[region].top];
    for (Index j = 0; j < result.industries.size(); ++j) {
      result.industries[j].foreign_content = content_[in_.network.industries[j].supply];
    }
    for (const auto& set : in_.classes) {
      double weighted = 0.0;
      double weight = 0.0;
      for (const auto& [own, part] : made_at_home(set)) {
        const double sales =
            part *
            now_.solution.value[network_.node_of_activity(in_.network.industries[own].supply)];
        weighted += sales * result.industries[own].foreign_content;
        weight += sales;
      }
      result.class_foreign_reliance[set.name] = weight > 0.0 ? weighted / weight : 0.0;
    }
  }

  /// Direct cost of measures: outlays, reliefs and subsidies less the revenue of their taxes.
  [[nodiscard]] double cost_of(const policy::Effects& own, const YearResult& result,
                               double to_base_prices) const {
    double cost = own.outlays + state_.rd_relief(result.year, result.real_gdp, own) +
                  state_.investment_relief(own);
    for (const auto& [edge, rate] : own.tax) {
      // Several measures may share an edge: each is booked with its own rate.
      const double revenue =
          now_.solution.paid(network_, edge) * rate / (1.0 + now_.parameters.tax[edge]);
      cost -= revenue * to_base_prices;
    }
    return cost;
  }

  void record_policy(YearResult& result, double gdp, const Vector& wedges) {
    const double to_base_prices = state_.base_gdp() * result.real_gdp / gdp;
    result.fiscal_cost = cost_of(effects_, result, to_base_prices);
    for (Index q = 0; q < wedges.size(); ++q) {
      result.cap_wedges.emplace_back(effects_.caps[q].edge, wedges[q]);
    }
    record_cost_by_instrument(result, to_base_prices);
  }

  /// Each measure with its own effects; where two raise the same R&D, what both bring together
  /// goes by the size of their own parts.
  void record_cost_by_instrument(YearResult& result, double to_base_prices) {
    result.instrument_cost.assign(instruments_.size(), 0.0);
    double sum = 0.0;
    double sizes = 0.0;
    for (Index k = 0; k < instruments_.size(); ++k) {
      if (instruments_[k].strength(result.year) == 0.0) continue;
      const auto own = policy::effects_of({instruments_[k]}, result.year, in_.economy, in_.network,
                                          in_.drivers.region);
      if (!own.ok()) continue;  // refused already when all were applied together
      result.instrument_cost[k] = cost_of(*own, result, to_base_prices);
      sum += result.instrument_cost[k];
      sizes += std::abs(result.instrument_cost[k]);
    }
    if (sizes == 0.0) return;
    const double rest = result.fiscal_cost - sum;
    for (double& cost : result.instrument_cost) cost += rest * std::abs(cost) / sizes;
  }

  const PathInputs& in_;
  const Network& network_;
  const std::vector<policy::Instrument>& instruments_;
  const std::map<int, double>& given_residual_;
  equilibrium::Solver solver_;
  State state_;
  policy::Effects effects_;
  Snapshot before_;
  Snapshot now_;
  Vector wedges_;
  Vector wedges_before_;        ///< of the year before
  double missed_ = 0.0;         ///< growth beyond its target that the next year is to make up for
  double growth_slope_ = 0.55;  ///< d growth / d residual, kept over the years
  Matrix slopes_;               ///< of capped quantities in wedges, kept over the years
  Vector content_;
  int evaluations_ = 0;
  int jacobians_ = 0;
  Path path_;
};

}  // namespace

namespace {

/// Do the inputs belong together?
Status check(const PathInputs& inputs) {
  const Index regions = inputs.economy.regions.size();
  const Index industries = inputs.economy.industries.size();
  if (inputs.network.regions.size() != regions || inputs.network.industries.size() != industries) {
    return Error{ErrorCode::shape_mismatch, "the network was not built from this economy",
                 inputs.economy.name, "", ""};
  }
  if (inputs.drivers.region >= regions) {
    return Error{ErrorCode::bad_value,
                 fmt::format("region {} of {}", inputs.drivers.region, regions),
                 inputs.economy.name, "regions count from 0", ""};
  }
  for (const auto& set : inputs.classes) {
    for (const auto& part : set.shares) {
      if (part.sector < inputs.economy.goods.size()) continue;
      return Error{ErrorCode::bad_value,
                   fmt::format("sector {} of {}", part.sector, inputs.economy.goods.size()),
                   "class " + set.name, "", ""};
    }
  }
  return growth::check(inputs.drivers, industries);
}

}  // namespace

Result<Path> run_path(const PathInputs& inputs, const std::string& scenario,
                      const std::vector<policy::Instrument>& instruments,
                      const std::map<int, double>& residual,
                      const std::function<bool(int year)>& on_year) {
  if (auto status = check(inputs); !status.ok()) return status.error();
  for (const auto& instrument : instruments) {
    if (auto status = instrument.check(); !status.ok()) return status.error();
  }
  return Run(inputs, scenario, instruments, residual).go(on_year);
}

Result<std::map<int, double>> calibrate_residual(const PathInputs& inputs,
                                                 const std::function<bool(int year)>& on_year) {
  const GrowthTarget& target = inputs.drivers.target;
  std::map<int, double> residual;
  const auto first_measured = target.gdp_growth.upper_bound(inputs.drivers.base_year);
  if (first_measured != target.gdp_growth.end()) {
    Drivers measured = inputs.drivers;
    if (inputs.found == nullptr) {
      measured.last_year = std::min(measured.last_year, target.gdp_growth.rbegin()->first);
    }
    const auto path = run_path({inputs.economy, inputs.network, measured, inputs.classes,
                                PathAccuracy{}, inputs.guide, inputs.found},
                               "calibration", {}, {}, on_year);
    if (!path.ok()) return path.error();
    residual = path->labour_residual;
  }
  const double afterwards = mean_of_measured(target, residual);
  for (int year = inputs.drivers.base_year + 1; year <= inputs.drivers.last_year; ++year) {
    residual.emplace(year, afterwards);
  }
  return residual;
}

}  // namespace domar::growth
