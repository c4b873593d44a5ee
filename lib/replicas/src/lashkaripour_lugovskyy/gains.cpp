/// @file Tables 4 and 5: every country on its own, countries side by side.

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include "domar/replicas/lashkaripour_lugovskyy.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

namespace lashkaripour_lugovskyy {

namespace {

constexpr const char* k_table_4[] = {"first_best",
                                     "second_best",
                                     "third_best",
                                     "first_best_free_entry",
                                     "second_best_free_entry",
                                     "third_best_free_entry"};
constexpr const char* k_table_5[] = {
    "industrial_policy_unilateral", "industrial_policy_unilateral_free_entry",
    "industrial_policy_multilateral", "industrial_policy_multilateral_free_entry"};

double percent(double share) { return 100.0 * share; }

/// Sales of every region in `from`, taxed by 1 / (1 + correction): its production subsidy.
GravityWedges corrected(const Gravity& world, const Vector& correction, std::optional<Index> only) {
  GravityWedges wedges = world.base_wedges();
  for (Index k = 0; k < world.sectors(); ++k) {
    for (Index j = 0; j < world.regions(); ++j) {
      if (only && *only != j) continue;
      for (Index i = 0; i < world.regions(); ++i) {
        wedges.origin[world.cell(k, j, i)] /= 1.0 + correction[k];
      }
    }
  }
  return wedges;
}

/// The worlds of all columns, made once.
struct Worlds {
  Gravity restricted;
  Gravity free_entry;
  Gravity free_entry_5;  ///< table 5: services with sigma 11 instead of 12
  GravityData measured;
  GravityState multilateral;
  GravityState multilateral_5;
  GravityWedges multilateral_wedges;
  GravityWedges multilateral_wedges_5;
  StoppedSolve multilateral_stopped;
};

Result<Worlds> make_worlds(const Tables& tables) {
  auto measured = measured_flows(tables);
  if (!measured.ok()) return measured.error();
  GravityData other = *measured;
  other.sigma.back() = 11.0;
  auto balanced = equilibrium::without_deficits(other);
  if (!balanced.ok()) return balanced.error();
  auto restricted = Gravity::make(tables.restricted);
  auto free_entry = Gravity::make(tables.free_entry);
  auto free_entry_5 = Gravity::make(std::move(*balanced));
  for (const auto* world : {&restricted, &free_entry, &free_entry_5}) {
    if (!world->ok()) return world->error();
  }
  Worlds worlds{std::move(*restricted),
                std::move(*free_entry),
                std::move(*free_entry_5),
                std::move(*measured),
                {},
                {},
                {},
                {},
                {}};
  worlds.multilateral_wedges =
      corrected(worlds.restricted, worlds.restricted.data().markup, std::nullopt);
  worlds.multilateral_wedges_5 =
      corrected(worlds.free_entry_5, worlds.free_entry_5.data().scale, std::nullopt);
  worlds.multilateral = worlds.restricted.solve(worlds.multilateral_wedges);
  worlds.multilateral_5 = worlds.free_entry_5.solve(worlds.multilateral_wedges_5);
  StopRule rule;
  rule.start.assign(worlds.free_entry_5.regions(), 1.75);
  rule.start.resize(2 * rule.start.size(), 0.75);
  rule.labour_start = 1.0;
  rule.value_tolerance = 1e-12;
  rule.step_tolerance = 1e-16;
  worlds.multilateral_stopped =
      stopped_solve(worlds.free_entry_5, worlds.multilateral_wedges_5, rule);
  return worlds;
}

/// The row of one region; the first error sticks.
class RowMaker {
 public:
  RowMaker(const Worlds& worlds, const Tables& tables, Index region)
      : worlds_(worlds), tables_(tables), region_(region) {}

  /// @param optima  also search for the optima that the authors approximate by formulas
  Result<ReplicaRow> make(bool optima) {
    row_.region = tables_.restricted.regions.code(region_);
    table_5();
    if (region_ < tables_.table_4.rows()) {
      restricted_entry(optima);
      free_entry(optima);
      after_retaliation();
    }
    publish();
    if (error_) return *error_;
    return row_;
  }

 private:
  void put(const char* column, double gain) { row_.computed[column] = percent(gain); }

  void put_solved(const char* column, const Gravity& world, const GravityWedges& wedges,
                  const GravityState& state, Index region) {
    if (!state.converged) {
      error_ = Error{ErrorCode::no_convergence, state.note, row_.region, "", ""};
      return;
    }
    put(column, std::expm1(world.log_welfare(wedges, state, region)));
  }
  void put_solved(const char* column, const Gravity& world, const GravityWedges& wedges,
                  Index region) {
    put_solved(column, world, wedges, world.solve(wedges), region);
  }
  /// The best of the searches from one start each.
  void put_optimum(const std::string& column, const Gravity& world,
                   equilibrium::PolicyProblem problem, const std::vector<GravityWedges>& starts) {
    double best = -HUGE_VAL;
    for (const GravityWedges& start : starts) {
      problem.held = start;
      const auto policy = optimal_policy(world, problem);
      if (!policy.ok()) {
        error_ = policy.error();
        return;
      }
      best = std::max(best, policy->gain);
    }
    put(column.c_str(), best);
  }
  void put_optimum(const std::string& column, const Gravity& world,
                   const equilibrium::PolicyProblem& problem) {
    put_optimum(column, world, problem, {problem.held});
  }

  void table_5() {
    const Vector& markup = worlds_.restricted.data().markup;
    const Vector& scale = worlds_.free_entry_5.data().scale;
    put_solved(k_table_5[0], worlds_.restricted, corrected(worlds_.restricted, markup, region_),
               region_);
    put(k_table_5[1], stopped_unilateral(worlds_.free_entry_5, region_).gain[region_]);
    put_solved("industrial_policy_unilateral_free_entry_equilibrium", worlds_.free_entry_5,
               corrected(worlds_.free_entry_5, scale, region_), region_);
    put_solved(k_table_5[2], worlds_.restricted, worlds_.multilateral_wedges, worlds_.multilateral,
               region_);
    put(k_table_5[3], worlds_.multilateral_stopped.gain[region_]);
    put_solved("industrial_policy_multilateral_free_entry_equilibrium", worlds_.free_entry_5,
               worlds_.multilateral_wedges_5, worlds_.multilateral_5, region_);
  }

  void restricted_entry(bool optima) {
    for (const Best best : {Best::first, Best::second, Best::third}) {
      const std::string column = k_table_4[static_cast<Index>(best)];
      const auto formula = formula_policy(worlds_.restricted, region_, best);
      if (!formula.ok()) {
        error_ = formula.error();
        return;
      }
      put(column.c_str(), formula->gain);
      if (best == Best::first) start_from(*formula);
      if (optima) {
        put_optimum(column + "_optimum", worlds_.restricted,
                    policy_problem(worlds_.restricted, region_, best));
      }
    }
  }

  /// The authors' free-entry solve starts from the restricted-entry solution, all of whose unknowns
  /// stay in the list although no equation holds the taxes among them.
  void start_from(const FormulaPolicy& formula) {
    const Gravity& world = worlds_.restricted;
    for (const double wage : formula.state.log_wage) rule_.start.push_back(std::exp(wage));
    for (const double income : formula.state.log_income) rule_.start.push_back(std::exp(income));
    for (Index k = 0; k < world.sectors(); ++k) {
      const double home = formula.wedges.origin[world.cell(k, region_, region_)];
      for (Index r = 0; r < world.regions(); ++r) {
        if (r == region_) continue;
        const double import = formula.wedges.import[world.cell(k, r, region_)];
        const double exported = formula.wedges.origin[world.cell(k, region_, r)] / home;
        rule_.idle_squares += import * import + exported * exported;
      }
    }
  }

  void free_entry(bool optima) {
    const auto balanced = equilibrium::without_deficits(rest_and_home(worlds_.measured, region_));
    if (!balanced.ok()) {
      error_ = balanced.error();
      return;
    }
    auto made = Gravity::make(*balanced);
    if (!made.ok()) {
      error_ = made.error();
      return;
    }
    const Gravity& two = *made;
    first_best(two, optima);
    put_optimum(k_table_4[4], two, bounded_problem(two, 1, Best::second));
    put_optimum(k_table_4[5], two, bounded_problem(two, 1, Best::third));
    retaliation_free_entry(two);
  }

  /// Cyprus and Slovenia stand against the rest of the world as one; there the authors' start is
  /// the head of the list for 44 regions.
  void first_best(const Gravity& two, bool optima) {
    const bool alone = row_.region == "CYP" || row_.region == "SVN";
    const Gravity& world = alone ? two : worlds_.free_entry;
    const Index home = alone ? 1 : region_;
    StopRule rule = rule_;
    if (alone) {
      for (Index n = 2 * two.regions(); n < rule.start.size(); ++n) {
        rule.idle_squares += rule.start[n] * rule.start[n];
      }
      rule.start.resize(2 * two.regions());
    }
    put(k_table_4[3], stopped_solve(world, free_entry_wedges(world, home), rule).gain[home]);
    const auto formula = free_entry_first_best(world, home);
    if (!formula.ok()) {
      error_ = formula.error();
      return;
    }
    put("first_best_free_entry_equilibrium", formula->gain);
    if (!optima) return;
    equilibrium::PolicyProblem problem = policy_problem(world, home, Best::first);
    problem.held.import = formula->wedges.import;  // the others' tariffs are lifted here, too
    // From a monopolist's export taxes, and from the fixed policy: with scale economies this great
    // a search may end at a lower local optimum.
    put_optimum("first_best_free_entry_optimum", world, problem, {problem.held, formula->wedges});
  }

  void after_retaliation() {
    const Gravity& world = worlds_.restricted;
    put_solved("post_retaliation", world, retaliation_wedges(world, world.data().markup, region_),
               region_);
  }

  /// Home is the second of two regions; of the first country in the list, the authors' program
  /// takes the rest of the world for home.
  void retaliation_free_entry(const Gravity& two) {
    const Index shown = region_ == 0 ? 0 : 1;
    put("post_retaliation_free_entry", stopped_retaliation(two, shown).gain[shown]);
    put_solved("post_retaliation_free_entry_equilibrium", two,
               retaliation_wedges(two, two.data().scale, 1), 1);
  }

  void publish() {
    for (Index c = 0; c < 6 && region_ < tables_.table_4.rows(); ++c) {
      row_.published[k_table_4[c]] = tables_.table_4(region_, c);
    }
    for (Index c = 0; c < 4; ++c) {
      // the authors leave the rest of the world out of this one
      if (c == 0 && region_ >= tables_.table_4.rows()) continue;
      row_.published[k_table_5[c]] = tables_.table_5(region_, c);
    }
  }

  const Worlds& worlds_;
  const Tables& tables_;
  Index region_;
  ReplicaRow row_;
  std::optional<Error> error_;
  StopRule rule_;  ///< of the first best under free entry
};

/// How far computed is from published, by column of the two tables.
void add_differences(Replica& replica) {
  const auto add = [&replica](const char* column) {
    double most = 0.0;
    Index beyond = 0;
    Index count = 0;
    for (const auto& row : replica.rows) {
      const auto published = row.published.find(column);
      if (published == row.published.end()) continue;
      const double apart = std::abs(row.computed.at(column) - published->second);
      most = std::max(most, apart);
      beyond += apart > 1e-4 ? 1 : 0;
      ++count;
    }
    replica.notes.push_back(
        fmt::format("{}: {} of {} regions within 1e-4 percentage points, "
                    "largest difference {:.1e}",
                    column, count - beyond, count, most));
  };
  for (const char* column : k_table_4) add(column);
  for (const char* column : k_table_5) add(column);
}

}  // namespace

GravityWedges retaliation_wedges(const Gravity& world, const Vector& correction, Index home) {
  GravityWedges wedges = corrected(world, correction, home);
  wedges.import.assign(wedges.import.size(), 1.0);
  for (Index k = 0; k < world.sectors(); ++k) {
    const double sigma = world.data().sigma[k];
    for (Index j = 0; j < world.regions(); ++j) {
      for (Index i = 0; i < world.regions(); ++i) {
        if (i != j) wedges.origin[world.cell(k, j, i)] *= sigma / (sigma - 1.0);
      }
    }
  }
  return wedges;
}

StoppedSolve stopped_unilateral(const Gravity& world, Index home) {
  StopRule rule;
  rule.method = StopMethod::dogleg;
  rule.start.assign(world.regions(), 1.2);
  rule.start.resize(2 * world.regions(), 0.85);
  rule.labour_start = 1.0;
  rule.most_iterations = 100;
  return stopped_solve(world, corrected(world, world.data().scale, home), rule);
}

StoppedSolve stopped_retaliation(const Gravity& world, Index home) {
  StopRule rule;
  rule.method = StopMethod::dogleg;
  rule.start.assign(2 * world.regions(), 1.0);
  rule.labour_start = 1.0;
  rule.most_iterations = 1000;
  return stopped_solve(world, retaliation_wedges(world, world.data().scale, home), rule);
}

Result<std::vector<ReplicaRow>> gains(const Tables& tables, const std::vector<Index>& regions,
                                      bool optima) {
  const auto worlds = make_worlds(tables);
  if (!worlds.ok()) return worlds.error();
  std::vector<Result<ReplicaRow>> rows(regions.size(), ReplicaRow{});
  tbb::parallel_for(
      Index{0}, regions.size(),
      [&](Index n) { rows[n] = RowMaker(*worlds, tables, regions[n]).make(optima); },
      tbb::simple_partitioner());
  std::vector<ReplicaRow> result;
  for (const auto& row : rows) {
    if (!row.ok()) return row.error();
    result.push_back(*row);
  }
  return result;
}

}  // namespace lashkaripour_lugovskyy

Result<Replica> run_lashkaripour_lugovskyy(const std::filesystem::path& data_folder) {
  const auto tables = lashkaripour_lugovskyy::read_tables(data_folder);
  if (!tables.ok()) return tables.error();
  std::vector<Index> regions(tables->restricted.regions.size());
  for (Index n = 0; n < regions.size(); ++n) regions[n] = n;
  auto rows = lashkaripour_lugovskyy::gains(*tables, regions, true);
  if (!rows.ok()) return rows.error();

  Replica replica;
  replica.rows = std::move(*rows);
  replica.source =
      "A. Lashkaripour and V. Lugovskyy, Profits, scale economies, and the gains from trade and "
      "industrial policy, American Economic Review 113(10), 2023, tables 4 and 5; digits from the "
      "authors' gains_from_policy_t4.csv and _t5.csv";
  replica.notes = {
      "percent of real income, WIOD 2014, 43 countries and the rest of the world in 16 industries",
      "same: data, elasticities, model, instruments; columns without a suffix solve the problem "
      "that the authors' program solves, as it stands",
      "first_best, second_best, third_best: the authors evaluate formulas that approximate the "
      "optimum; *_optimum is the optimum that our search finds in the same world, by exact "
      "gradients: higher",
      "free entry, but for second and third best: the authors' solver ends where industries are "
      "shut, which its equations accept; we repeat its steps to the same end. *_equilibrium is the "
      "equilibrium of the same policy",
      "first_best_free_entry_optimum: everybody else's tariffs are lifted, as in their program",
      "second_best_free_entry, third_best_free_entry: our search on their bounded problem of two "
      "regions, whose flows we recover from the balanced ones",
      "post_retaliation: everybody taxes exports at sigma / (sigma - 1), as in their program; "
      "under "
      "free entry its number for Australia is the rest of the world's"};
  lashkaripour_lugovskyy::add_differences(replica);
  return replica;
}

}  // namespace domar::replicas
