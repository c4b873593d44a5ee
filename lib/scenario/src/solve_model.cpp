#include "domar/scenario/solve_model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "contributions_report.hpp"
#include "freed_instruments.hpp"

namespace domar::scenario {

using equilibrium::ClosedSolution;
using equilibrium::ClosedSolver;
using equilibrium::Indicator;

namespace {

std::vector<FreedInstrument> freed_of(const network::Network& network,
                                      const equilibrium::Experiment& experiment,
                                      const ClosedSolution& at) {
  std::vector<FreedInstrument> freed;
  for (Index i = 0; i < experiment.swaps.size(); ++i) {
    const auto& swap = experiment.swaps[i];
    freed.push_back(freed_instrument(
        swap, at.freed[i], swap.result.value(network, at.parameters, at.solution), at.active[i]));
  }
  return freed;
}

void fill(const network::Network& network, const std::vector<Indicator>& indicators,
          const ClosedSolution& before, const ClosedSolution& after, ModelResult& result) {
  for (const Indicator& indicator : indicators) {
    result.results.push_back({indicator.name, indicator.unit,
                              indicator.value(network, before.parameters, before.solution),
                              indicator.value(network, after.parameters, after.solution)});
  }
  result.residual = after.solution.residual;
  result.walras_residual = after.solution.walras_residual;
}

}  // namespace

Result<ModelResult> solve_model(const models::Model& model, const models::ModelShock& shock,
                                bool with_contributions) {
  const models::NetworkWords words(model.network, model.numeraire);
  const auto indicators = words.standard_indicators();
  equilibrium::SolverOptions options;
  options.numeraire = model.numeraire;
  ModelResult result;
  result.title = shock.title;
  result.model = model.title;

  ClosedSolver solver(model.network, shock.experiment, options);
  const ClosedSolution after = solver.solve_in_steps();
  result.converged = after.solution.converged;
  result.feasible_share = after.solution.feasible_share;
  result.note = after.solution.note;
  if (!result.converged) {
    result.open_markets = after.solution.open_markets;
    result.open_share = after.solution.open_share;
    return result;
  }
  solver.reset();
  const ClosedSolution before = solver.solve(0.0);
  if (auto status = before.solution.status(); !status.ok()) return status.error();
  fill(model.network, indicators, before, after, result);
  result.freed = freed_of(model.network, shock.experiment, after);
  if (with_contributions) {
    auto found = equilibrium::contributions(model.network, shock.experiment, indicators,
                                            words.regions(), {}, options);
    if (!found.ok()) return found.error();
    result.contributions = std::move(found.value());
  }
  return result;
}

std::string model_text(const ModelResult& result) {
  if (!result.converged) {
    return fmt::format("{}: not solved; {}\n", result.title, result.note) +
           open_markets_text(result.open_markets, result.open_share, "");
  }
  std::string text = fmt::format("{} ({}), against the base year\n\n{:<46}{:>16} {:>16} {:>12}\n",
                                 result.title, result.model, "", "before", "after", "change");
  for (const auto& row : result.results) {
    if (row.name.find(" / ") != std::string::npos) continue;  // nests inside others: in the JSON
    const double change = row.after / row.before - 1.0;
    text += fmt::format("  {:<44.44}{:>16.8g} {:>16.8g}", row.name, row.before, row.after);
    text += std::isfinite(change) ? fmt::format(" {:>+10.4f} %\n", 100.0 * change) : "\n";
  }
  for (const auto& freed : result.freed) {
    if (freed.missed) {
      text += "  " + missed_text(freed) + "\n";
      continue;
    }
    text +=
        fmt::format("  {:<44.44} {} {:+.6g}\n", freed.closure,
                    freed.binds ? "moves its instrument by" : "stays at its bound:", freed.amount);
  }
  if (result.contributions) text += contributions_text(*result.contributions, "");
  return text;
}

std::string model_json(const ModelResult& result) {
  nlohmann::ordered_json json{{"version", 1}, {"title", result.title}, {"model", result.model}};
  add_ending({result.converged, result.feasible_share, result.note, result.open_markets}, json);
  if (!result.converged) return json.dump(1) + "\n";
  json["results"] = nlohmann::ordered_json::array();
  for (const auto& row : result.results) {
    json["results"].push_back(
        {{"name", row.name}, {"unit", row.unit}, {"before", row.before}, {"after", row.after}});
  }
  if (!result.freed.empty()) json["freed"] = freed_json(result.freed);
  for (const auto& freed : result.freed) {
    if (freed.missed) json["notes"].push_back(missed_text(freed));
  }
  if (result.contributions) json["contributions"] = contributions_json(*result.contributions);
  json["residual"] = result.residual;
  json["walras_residual"] = result.walras_residual;
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
