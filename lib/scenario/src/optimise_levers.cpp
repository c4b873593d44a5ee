#include "domar/scenario/optimise_levers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/equilibrium/optimum.hpp"
#include "domar/equilibrium/world_from_accounts.hpp"
#include "domar/models/experiment_file.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "economy_words.hpp"
#include "sought_levers.hpp"

namespace domar::scenario {

using equilibrium::OptimumProblem;

namespace {

const std::vector<std::string> k_keys{"title",  "maximise",    "starts",   "instrument",
                                      "change", "closure",     "closures", "elasticities",
                                      "nests",  "productivity"};
constexpr long k_most_starts = 20;
constexpr Index k_rows_shown = 20;
constexpr double k_percent = 100.0;

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

Status read_objective(const TomlTable& root, const models::Vocabulary& words,
                      const std::string& otherwise, OptimumProblem& problem) {
  const auto said = root.text("maximise");
  if (!said.ok()) return said.error();
  if (!*said && otherwise.empty()) {
    return root.at("maximise", bad(ErrorCode::bad_input, "'maximise' is missing",
                                   "say what is to be large: maximise = \"welfare of AGENT\""));
  }
  auto result = words.indicator(said->value_or(otherwise));
  if (!result.ok()) return root.at("maximise", result.error());
  problem.objective = std::move(result.value());
  const auto starts = root.whole("starts");
  if (!starts.ok()) return starts.error();
  if (*starts && (**starts < 1 || **starts > k_most_starts)) {
    return root.at("starts", bad(ErrorCode::bad_value, fmt::format("{} starts is not from 1 to {}",
                                                                   **starts, k_most_starts)));
  }
  problem.starts = static_cast<Index>(starts->value_or(1));
  return Done{};
}

/// Taxes hold themselves back by what they distort; what costs nobody anything does not.
Status check_bounded(const equilibrium::SoughtLever& sought) {
  using equilibrium::Lever;
  const auto kind = sought.lever.parts.front().kind;
  const bool is_tax = kind == Lever::Kind::tax_rate || kind == Lever::Kind::tax_power;
  if (is_tax || (std::isfinite(sought.lower) && std::isfinite(sought.upper))) return Done{};
  return bad(ErrorCode::bad_input,
             fmt::format("'{}' has no {} bound, and nothing else holds it back", sought.lever.name,
                         std::isfinite(sought.upper) ? "lower" : "upper"),
             "only taxes and subsidies may go without: give lower = ..., upper = ...");
}

/// Real income of those who spend.
std::vector<std::pair<std::string, double>> gains_of(const network::Network& network,
                                                     const equilibrium::Optimum& best) {
  std::vector<std::pair<std::string, double>> gains;
  for (Index h = 0; h < network.agents(); ++h) {
    const Index top = network.agent(h).top;
    if (top == network::k_none) continue;
    gains.emplace_back(network.agent(h).name, best.solution.solution.quantity(network, top) /
                                                      best.base.solution.quantity(network, top) -
                                                  1.0);
  }
  return gains;
}

Result<BestLevers> best_of(const TomlTable& root, const models::Vocabulary& words,
                           const EconomyFolder* folder, equilibrium::Experiment experiment) {
  OptimumProblem problem;
  problem.experiment = std::move(experiment);
  BestLevers out;
  const auto status =
      read_objective(root, words, folder == nullptr ? "" : "final_spending", problem);
  if (!status.ok()) return status.error();
  auto lines = read_sought_levers(root, words, folder, out.notes);
  if (!lines.ok()) return lines.error();
  for (const SoughtLine& line : *lines) {
    if (auto bounded = check_bounded(line.sought); !bounded.ok()) {
      return root.at("instrument", bounded.error());
    }
    problem.levers.push_back(line.sought);
  }
  equilibrium::SolverOptions options;
  options.numeraire = words.numeraire();
  const auto best = equilibrium::optimum(words.network(), problem, options);
  if (!best.ok()) return root.at("instrument", best.error());

  out.objective = problem.objective.name;
  out.converged = best->converged;
  out.note = best->note;
  out.before = best->before;
  out.after = best->after;
  const bool is_share = problem.objective.unit == "share of GDP";
  out.gain = is_share ? best->after - best->before : best->after / best->before - 1.0;
  out.gradient_norm = best->gradient_norm;
  out.evaluations = best->solves;
  out.starts = problem.starts;
  out.spread = best->spread;
  for (Index i = 0; i < lines->size(); ++i) {
    const SoughtLine& line = (*lines)[i];
    out.instruments.push_back({line.sought.lever.name, line.kind, line.object, line.base_rate,
                               models::said_of(line.sought.lever, best->amounts[i]), best->taxed[i],
                               best->slope[i], best->bound[i]});
  }
  out.gains = gains_of(words.network(), *best);
  out.side_effects = side_effects(words, best->base, best->solution);
  out.residual = best->solution.solution.residual;
  return out;
}

}  // namespace

bool speaks_of_levers(const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  return root.ok() && root->has("instrument");
}

Result<BestLevers> optimise_levers(const std::string& economy, const std::filesystem::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only(k_keys); !status.ok()) return status.error();
  if (models::is_model_file(economy)) {
    const auto model = models::read_model(economy);
    if (!model.ok()) return model.error();
    auto shock = models::read_model_experiment(*root, *model);
    if (!shock.ok()) return shock.error();
    const models::NetworkWords words(model->network, model->numeraire);
    auto best = best_of(*root, words, nullptr, std::move(shock->experiment));
    if (!best.ok()) return best;
    best->title = shock->title;
    best->economy = model->title;
    return best;
  }
  const auto folder = read_economy_folder(economy);
  if (!folder.ok()) return folder.error();
  if (equilibrium::is_world(
          folder->economy)) {  // which has no figures for a network of one country
    return root->at("instrument", bad(ErrorCode::bad_input,
                                      "[[instrument]] is for one country, and this is a world",
                                      "write [instruments] and region: "
                                      "docs/reference/optimise-files.md"));
  }
  auto shock = load_experiment(economy, *root);
  if (!shock.ok()) return shock.error();
  const EconomyWords words(shock->loaded.economy, *shock->accounts);
  auto best = best_of(*root, words, &shock->loaded.economy, shock->experiment);
  if (!best.ok()) return best;
  best->title = shock->shock.title;
  best->economy = economy;
  return best;
}

std::string best_levers_text(const BestLevers& best) {
  std::string text = fmt::format(
      "{} ({})\n\n  {} {:+.6f} % ({:.8g} -> {:.8g})\n  {}; {} equilibria solved, largest slope "
      "left "
      "{:.1e}\n",
      best.title, best.economy, best.objective, k_percent * best.gain, best.before, best.after,
      best.converged ? "converged" : "NOT CONVERGED: " + best.note, best.evaluations,
      best.gradient_norm);
  if (best.starts > 1) {
    text += fmt::format("  {} starts, {:.1e} % apart\n", best.starts, k_percent * best.spread);
  }
  // What collects or pays most first.
  std::vector<const BestInstrument*> rows;
  for (const auto& row : best.instruments) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::abs(a->amount) * std::max(a->taxed, 1.0) >
           std::abs(b->amount) * std::max(b->taxed, 1.0);
  });
  text += fmt::format("\n{:<46}{:>14} {:>14}\n", "Instruments", "change", "a point more");
  for (Index n = 0; n < std::min<Index>(rows.size(), k_rows_shown); ++n) {
    const BestInstrument& row = *rows[n];
    text += fmt::format(
        "  {:<44.44}{:>+12.4f} % {:>+12.2e} %{}\n", row.name, k_percent * row.amount,
        0.01 * k_percent * row.slope,
        row.bound == 0 ? "" : (row.bound < 0 ? "  at its lower bound" : "  at its upper bound"));
  }
  if (rows.size() > k_rows_shown) {
    text += fmt::format("  and {} more: --json\n", rows.size() - k_rows_shown);
  }
  text += "\nReal income\n";
  for (const auto& [who, gain] : best.gains) {
    text += fmt::format("  {:<44.44}{:>+12.6f} %\n", who, k_percent * gain);
  }
  text += side_effects_text(best.side_effects);
  for (const auto& note : best.notes) text += "note: " + note + "\n";
  return text;
}

std::string best_levers_json(const BestLevers& best) {
  using Json = nlohmann::ordered_json;
  Json json{{"version", 1},
            {"title", best.title},
            {"economy", best.economy},
            {"world", "country"},
            {"objective", best.objective},
            {"before", best.before},
            {"after", best.after},
            {"converged", best.converged},
            {"gain_percent", k_percent * best.gain},
            {"starts", best.starts},
            {"spread_percent", k_percent * best.spread},
            {"evaluations", best.evaluations},
            {"policies", Json::array()},
            {"gains", Json::array()},
            {"side_effects", Json::array()},
            {"residual", best.residual},
            {"notes", best.notes}};
  if (!best.note.empty()) json["notes"].push_back(best.note);
  Json policy{{"region", best.gains.empty() ? "" : best.gains.front().first},
              {"gain_percent", k_percent * best.gain},
              {"gradient_norm", best.gradient_norm},
              {"active_bounds", Json::array()},
              {"instruments", Json::array()}};
  for (const auto& row : best.instruments) {
    Json one{{"name", row.name},     {"kind", row.kind},   {"sector", row.sector},
             {"amount", row.amount}, {"slope", row.slope}, {"taxed", row.taxed}};
    if (row.base_rate) {
      one["base_rate"] = *row.base_rate;
      one["rate"] = *row.base_rate + row.amount;
    }
    if (row.bound != 0) {
      one["bound"] = row.bound < 0 ? "min" : "max";
      policy["active_bounds"].push_back(row.name);
    }
    policy["instruments"].push_back(std::move(one));
  }
  json["policies"].push_back(std::move(policy));
  for (const auto& [who, gain] : best.gains) {
    json["gains"].push_back({{"region", who}, {"gain_percent", k_percent * gain}});
  }
  for (const auto& row : best.side_effects) {
    json["side_effects"].push_back(
        {{"name", row.name}, {"unit", row.unit}, {"before", row.before}, {"after", row.after}});
  }
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
