#include "domar/equilibrium/contributions.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace domar::equilibrium {

using network::k_none;
using network::Network;

const char* name_of(Source source) {
  static constexpr std::array<const char*, k_sources> k_names{
      "technology", "scale", "endowments", "allocation", "terms_of_trade", "transfers"};
  return k_names[static_cast<Index>(source)];
}

namespace {

/// Five-point Gauss-Legendre rule on [0, 1].
constexpr std::array<double, 5> k_points{0.046910077030668004, 0.23076534494715845, 0.5,
                                         0.76923465505284155, 0.953089922969332};
constexpr std::array<double, 5> k_weights{0.11846344252809454, 0.23931433524968324,
                                          0.28444444444444444, 0.23931433524968324,
                                          0.11846344252809454};
constexpr double k_narrowest = 1e-9;  ///< of the path; a kink is bracketed to this

/// Everything that is integrated: a flat vector [indicator or region part][instrument].
class Integrand {
 public:
  Integrand(const Network& network, const std::vector<Indicator>& indicators,
            const std::vector<RegionNodesOf>& regions)
      : network_(network), indicators_(indicators), regions_(regions) {
    for (const RegionNodesOf& region : regions) {
      std::vector<bool> market(network.markets(), false);
      for (Index k = 0; k < network.markets(); ++k) {
        if (!network.market(k).owners.empty()) {
          market[k] = region.agent[network.market(k).owners.front().first];
        }
      }
      for (const auto& joint : network.joint_producers()) {
        for (const auto& [k, base] : joint.products) market[k] = region.activity[joint.activity];
      }
      market_.push_back(std::move(market));
    }
  }

  /// Rows: indicators, then per region the sources of welfare and real GDP.
  [[nodiscard]] Index rows() const {
    return indicators_.size() + regions_.size() * (k_sources + 1);
  }

  /// Slopes of all rows in one direction at a point.
  [[nodiscard]] Vector slopes(const ClosedSolution& at, const std::vector<IndicatorSlopes>& by,
                              const ClosedSolver::Response& response,
                              const Vector& scale_part) const {
    Vector out;
    out.reserve(rows());
    for (const IndicatorSlopes& s : by) {
      out.push_back(change_of(s, response.tangent, response.direction));
    }
    for (Index r = 0; r < regions_.size(); ++r) add_region(r, at, response, scale_part, out);
    return out;
  }

 private:
  [[nodiscard]] bool sells(Index region, Index node) const {
    return node < network_.markets() ? market_[region][node]
                                     : regions_[region].activity[node - network_.markets()];
  }

  /// d welfare of a region by source, and d ln real GDP. See docs/theory/contributions.md#welfare.
  void add_region(Index r, const ClosedSolution& at, const ClosedSolver::Response& response,
                  const Vector& scale_part, Vector& out) const {
    const RegionNodesOf& region = regions_[r];
    const Solution& s = at.solution;
    const Change& d = response.tangent;
    const ParameterSlopes& move = response.direction;
    // Spending, its price, and what welfare gains in all.
    double spent = 0.0;
    double real_spent = 0.0;
    double dear = 0.0;
    double gained = 0.0;
    for (Index h = 0; h < network_.agents(); ++h) {
      const Index top = network_.agent(h).top;
      if (!region.agent[h] || top == k_none) continue;
      const Index node = network_.node_of_activity(top);
      const double deflator = std::exp(s.log_price[node]);
      spent += s.spending[h];
      real_spent += s.spending[h] / deflator;
      dear += s.spending[h] * d.log_price[node];
      gained += (spending_change(h, at, response) - s.spending[h] * d.log_price[node]) / deflator;
    }
    const double inflation = spent > 0.0 ? dear / spent : 0.0;
    const double deflator = spent > 0.0 ? spent / real_spent : 1.0;

    std::array<double, k_sources> part{};
    const auto book = [&](Source source) -> double& { return part[static_cast<Index>(source)]; };
    for (Index n = 0; n < network_.activities(); ++n) {
      if (!region.activity[n]) continue;
      const double sales = s.value[network_.node_of_activity(n)];
      book(Source::scale) += sales * scale_part[n];
      book(Source::technology) += sales * (move.log_productivity[n] - scale_part[n]);
    }
    double gdp = 0.0;
    for (Index k = 0; k < network_.markets(); ++k) {
      const double worth = network_.market(k).endowment_0 *
                           std::exp(at.parameters.log_endowment[k] + s.log_price[k]);
      for (const auto& [owner, share] : network_.market(k).owners) {
        if (!region.agent[owner]) continue;
        gdp += share * worth;
        book(Source::endowments) += share * worth * move.log_endowment[k];
      }
    }
    for (Index e = 0; e < network_.edges(); ++e) {
      const auto& edge = network_.edge(e);
      const bool buyer = region.activity[edge.buyer];
      const bool seller = sells(r, edge.seller);
      const bool receiver = edge.receiver != k_none && region.agent[edge.receiver];
      if (!buyer && !seller && !receiver) continue;
      const double paid = s.paid(network_, e);
      const double tax = at.parameters.tax[e];
      const double got = paid / (1.0 + tax);
      const double log_got = d.paid[e] / paid - move.tax[e] / (1.0 + tax);
      const double dearer = d.log_price[edge.seller] - inflation;
      const double power = move.tax[e] / (1.0 + tax);
      if (receiver) {
        gdp += got * tax;
        book(Source::allocation) += got * tax * (log_got - d.log_price[edge.seller]);
      }
      if (buyer) book(Source::technology) -= paid * move.log_iceberg[e];
      if (buyer && !seller) {  // an import, at the price that crosses the border
        book(Source::terms_of_trade) -= receiver ? got * dearer : paid * (dearer + power);
      } else if (seller && !buyer) {
        book(Source::terms_of_trade) += receiver ? paid * (dearer + power) : got * dearer;
      }
    }
    double real_gdp = 0.0;
    double explained = 0.0;
    for (Index i = 0; i < k_sources; ++i) {
      explained += part[i] / deflator;
      if (i != static_cast<Index>(Source::terms_of_trade)) real_gdp += part[i];
    }
    book(Source::transfers) = (gained - explained) * deflator;
    for (const double p : part) out.push_back(p / deflator);
    out.push_back(gdp > 0.0 ? real_gdp / gdp : 0.0);
  }

  /// d spending of an agent: kept share of its income.
  [[nodiscard]] double spending_change(Index h, const ClosedSolution& at,
                                       const ClosedSolver::Response& response) const {
    double keep = 1.0;
    double handed = 0.0;
    for (Index i = 0; i < network_.transfers().size(); ++i) {
      if (network_.transfers()[i].from != h) continue;
      keep -= at.parameters.transfer_share[i];
      handed += response.direction.transfer_share[i];
    }
    return keep * response.tangent.income[h] - handed * at.solution.income[h];
  }

  const Network& network_;
  const std::vector<Indicator>& indicators_;
  const std::vector<RegionNodesOf>& regions_;
  std::vector<std::vector<bool>> market_;  ///< [region][market]
};

class PathIntegral {
 public:
  PathIntegral(const Network& network, const Experiment& experiment,
               const std::vector<Indicator>& indicators, const std::vector<RegionNodesOf>& regions,
               const ContributionOptions& options, const SolverOptions& solver)
      : network_(network),
        experiment_(experiment),
        indicators_(indicators),
        regions_(regions),
        options_(options),
        closed_(network, experiment, solver),
        integrand_(network, indicators, regions) {
    for (Index i = 0; i < experiment.levers.size(); ++i) {
      add_instrument(experiment.levers[i].name, i, experiment.amounts[i]);
    }
    for (Index i = 0; i < experiment.swaps.size(); ++i) {
      const Swap& swap = experiment.swaps[i];
      if (swap.target == swap.target_0) continue;
      add_instrument(swap.name, experiment.levers.size() + i, swap.target - swap.target_0);
    }
    sum_ = Matrix(integrand_.rows(), instruments_.size());
  }

  Result<Contributions> run() {
    auto end = closed_.solve_in_steps();
    if (!end.solution.converged) return end.solution.status().error();
    closed_.reset();
    auto begin = closed_.solve(0.0);
    if (!begin.solution.converged) return begin.solution.status().error();
    scale_ = ends(begin, end);
    double at = 0.0;
    double width = 1.0;
    ClosedSolution here = begin;
    while (at < 1.0) {
      const double to = at + width >= 1.0 - k_narrowest ? 1.0 : at + width;
      auto part = try_part(at, to, here);
      if (!part.ok()) return part.error();
      if (part->ok) {
        for (Index row = 0; row < sum_.rows(); ++row) {
          for (Index i = 0; i < sum_.cols(); ++i) sum_(row, i) += part->sum(row, i);
        }
        here = std::move(part->end);
        at = to;
        width = std::min(2.0 * width, 1.0);
      } else {
        width = part->suggested > at ? part->suggested - at : 0.5 * (to - at);
      }
      if (points_ > options_.most_points) {
        return Error{ErrorCode::no_convergence,
                     fmt::format("the path has too many kinks: {} points reached only {:.1f} % of "
                                 "the change",
                                 points_, 100.0 * at),
                     "", "", ""};
      }
    }
    return collect(begin, here);
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
  struct Part {
    bool ok = false;
    double suggested = 0.0;  ///< a better end for this part, when not ok
    Matrix sum;
    ClosedSolution end;
  };

  /// Slopes of all rows (rows) by instrument (columns), per unit of the path.
  Result<Matrix> slopes_at(const ClosedSolution& at, double share) {
    const auto responses = closed_.responses(at, share);
    if (!responses.ok()) return responses.error();
    std::vector<IndicatorSlopes> by;
    for (const Indicator& indicator : indicators_) {
      by.push_back(slopes_of(indicator, network_, at.parameters, at.solution));
    }
    Matrix slopes(integrand_.rows(), instruments_.size());
    for (Index i = 0; i < instruments_.size(); ++i) {
      for (const auto& [number, amount] : instruments_[i].parts) {
        const auto& response = (*responses)[number];
        const Vector column = integrand_.slopes(at, by, response, scale_part(response, number));
        for (Index row = 0; row < column.size(); ++row) slopes(row, i) += column[row] * amount;
      }
    }
    return slopes;
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

  /// One stretch of the path by the five-point rule; not ok when the exact difference between its
  /// ends disagrees, or a closure changes sides inside.
  Result<Part> try_part(double from, double to, const ClosedSolution& start) {
    Part part;
    part.sum = Matrix(integrand_.rows(), instruments_.size());
    closed_.start_from(start.freed);
    std::vector<bool> active;
    double last = from;
    for (Index q = 0; q < k_points.size(); ++q) {
      const double share = from + (to - from) * k_points[q];
      const ClosedSolution point = closed_.solve(share);
      ++points_;
      if (!point.solution.converged) {
        if (to - from < k_narrowest) return point.solution.status().error();
        return part;
      }
      if (q > 0 && point.active != active && share - last > k_narrowest) {
        part.suggested = kink_between(last, share, active);
        return part;
      }
      active = point.active;
      last = share;
      const auto slopes = slopes_at(point, share);
      if (!slopes.ok()) return slopes.error();
      for (Index row = 0; row < part.sum.rows(); ++row) {
        for (Index i = 0; i < part.sum.cols(); ++i) {
          part.sum(row, i) += (to - from) * k_weights[q] * (*slopes)(row, i);
        }
      }
    }
    part.end = closed_.solve(to);
    ++points_;
    if (!part.end.solution.converged) return part.end.solution.status().error();
    part.ok = to - from < k_narrowest || agrees(start, part, to - from);
    return part;
  }

  /// Where a closure changes sides, by bisection on the set of those that are active.
  double kink_between(double low, double high, const std::vector<bool>& active_low) {
    while (high - low > k_narrowest) {
      const double middle = 0.5 * (low + high);
      const ClosedSolution point = closed_.solve(middle);
      ++points_;
      if (point.solution.converged && point.active == active_low) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Values known at end points: indicators, then equivalent variation by region.
  [[nodiscard]] Vector differences(const ClosedSolution& a, const ClosedSolution& b) const {
    Vector out;
    for (const Indicator& indicator : indicators_) {
      out.push_back(indicator.value(network_, b.parameters, b.solution) -
                    indicator.value(network_, a.parameters, a.solution));
    }
    for (const RegionNodesOf& region : regions_) {
      out.push_back(real_spending(region, b) - real_spending(region, a));
    }
    return out;
  }
  [[nodiscard]] double real_spending(const RegionNodesOf& region, const ClosedSolution& at) const {
    double sum = 0.0;
    for (Index h = 0; h < network_.agents(); ++h) {
      const Index top = network_.agent(h).top;
      if (!region.agent[h] || top == k_none) continue;
      sum += at.solution.spending[h] *
             std::exp(-at.solution.log_price[network_.node_of_activity(top)]);
    }
    return sum;
  }
  [[nodiscard]] Vector ends(const ClosedSolution& a, const ClosedSolution& b) const {
    Vector scale = differences(a, b);
    for (double& s : scale) s = std::abs(s);
    return scale;
  }
  /// What a part adds to each of those values.
  [[nodiscard]] Vector added(const Matrix& sum, Vector* gross = nullptr) const {
    Vector out;
    const auto take = [&](Index first, Index count) {
      double total = 0.0;
      double size = 0.0;
      for (Index row = first; row < first + count; ++row) {
        for (Index i = 0; i < sum.cols(); ++i) {
          total += sum(row, i);
          size += std::abs(sum(row, i));
        }
      }
      out.push_back(total);
      if (gross != nullptr) gross->push_back(size);
    };
    for (Index row = 0; row < indicators_.size(); ++row) take(row, 1);
    for (Index r = 0; r < regions_.size(); ++r) {
      take(indicators_.size() + r * (k_sources + 1), k_sources);
    }
    return out;
  }
  [[nodiscard]] bool agrees(const ClosedSolution& start, const Part& part, double width) const {
    const Vector exact = differences(start, part.end);
    Vector gross;
    const Vector found = added(part.sum, &gross);
    for (Index v = 0; v < exact.size(); ++v) {
      const double size = std::max({scale_[v], gross[v], 1e-6});
      const double allowed =
          options_.tolerance * size * std::max(width, 1e-3) + 1e-11 * size + solver_noise(v);
      if (std::abs(exact[v] - found[v]) > allowed) return false;
    }
    return true;
  }
  /// What solves to 1e-11 leave undecided in a value.
  [[nodiscard]] double solver_noise(Index v) const {
    if (v < indicators_.size()) return 1e-10;
    double money = 0.0;
    for (Index h = 0; h < network_.agents(); ++h) money += network_.income_0(h);
    return 1e-10 * money;
  }

  Contributions collect(const ClosedSolution& begin, const ClosedSolution& end) {
    Contributions out;
    out.points = points_;
    for (const Instrument& instrument : instruments_) out.instruments.push_back(instrument.name);
    const Vector exact = differences(begin, end);
    for (Index row = 0; row < indicators_.size(); ++row) {
      IndicatorContributions c;
      c.name = indicators_[row].name;
      c.before = indicators_[row].value(network_, begin.parameters, begin.solution);
      c.after = c.before + exact[row];
      double total = 0.0;
      for (Index i = 0; i < instruments_.size(); ++i) {
        c.by_instrument.push_back(sum_(row, i));
        total += sum_(row, i);
      }
      c.remainder = exact[row] - total;
      out.indicators.push_back(std::move(c));
    }
    for (Index r = 0; r < regions_.size(); ++r) {
      RegionContributions c;
      c.name = regions_[r].name;
      c.spending_0 = real_spending(regions_[r], begin);
      c.equivalent_variation = exact[indicators_.size() + r];
      c.welfare = Matrix(k_sources, instruments_.size());
      const Index first = indicators_.size() + r * (k_sources + 1);
      double total = 0.0;
      for (Index i = 0; i < instruments_.size(); ++i) {
        for (Index source = 0; source < k_sources; ++source) {
          c.welfare(source, i) = sum_(first + source, i);
          total += sum_(first + source, i);
        }
        c.real_gdp.push_back(sum_(first + k_sources, i));
        c.log_real_gdp += c.real_gdp.back();
      }
      c.remainder = c.equivalent_variation - total;
      out.regions.push_back(std::move(c));
    }
    out.before = begin;
    out.after = end;
    return out;
  }

  const Network& network_;
  const Experiment& experiment_;
  const std::vector<Indicator>& indicators_;
  const std::vector<RegionNodesOf>& regions_;
  ContributionOptions options_;
  ClosedSolver closed_;
  Integrand integrand_;
  std::vector<Instrument> instruments_;
  Matrix sum_;
  Vector scale_;
  int points_ = 0;
};

}  // namespace

Result<Contributions> contributions(const Network& network, const Experiment& experiment,
                                    const std::vector<Indicator>& indicators,
                                    const std::vector<RegionNodesOf>& regions,
                                    const ContributionOptions& options,
                                    const SolverOptions& solver) {
  return PathIntegral(network, experiment, indicators, regions, options, solver).run();
}

}  // namespace domar::equilibrium
