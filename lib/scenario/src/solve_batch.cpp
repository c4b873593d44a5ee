#include "domar/scenario/solve_batch.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <type_traits>

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <nlohmann/json.hpp>

#include "domar/models/experiment_file.hpp"
#include "domar/models/model_file.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/solve_model.hpp"
#include "domar/scenario/solve_shock.hpp"
#include "domar/scenario/world_shock.hpp"

namespace domar::scenario {

namespace {

constexpr Index k_most_columns = 12;
constexpr Index k_heading = 11;  ///< letters over a column

/// Reads every file, so that a mistake in the last is told before the first is solved. Then goes
/// through them by handfuls: an economy for each of a thousand shocks would not fit. Files are read
/// by the calling thread alone, as the netCDF library wants it.
template <class Read, class Solve, class Line>
Result<std::vector<BatchLine>> solve_all(const std::vector<std::string>& files, const Read& read,
                                         const Solve& solve, const Line& line_of) {
  constexpr Index k_handful = 16;
  for (const auto& file : files) {
    const auto shock = read(file);
    if (!shock.ok()) return shock.error();
  }
  std::vector<BatchLine> lines(files.size());
  for (Index first = 0; first < files.size(); first += k_handful) {
    const Index end = std::min(first + k_handful, files.size());
    std::vector<std::invoke_result_t<Read, const std::string&>> shocks;
    for (Index n = first; n < end; ++n) {
      shocks.push_back(read(files[n]));
      if (!shocks.back().ok()) return shocks.back().error();
    }
    std::vector<std::optional<Error>> errors(shocks.size());
    tbb::parallel_for(
        Index{0}, shocks.size(),
        [&](Index n) {
          const auto result = solve(*shocks[n]);
          if (!result.ok()) {
            errors[n] = result.error();
            return;
          }
          lines[first + n] = line_of(*result);
          lines[first + n].file = files[first + n];
        },
        tbb::simple_partitioner());
    for (Index n = 0; n < errors.size(); ++n) {
      if (!errors[n]) continue;
      const std::string& where = errors[n]->where;
      errors[n]->where = files[first + n] + (where.empty() ? "" : ": " + where);
      return *errors[n];
    }
  }
  return lines;
}

BatchLine national_line(const ShockResult& result) {
  BatchLine line{"",          result.title, result.converged, result.feasible_share,
                 result.note, {},           result.notes,     shock_json(result)};
  if (!result.converged) return line;
  line.changes = {result.real_gdp,  result.consumption, result.final_spending,
                  result.real_wage, result.exports,     result.imports};
  return line;
}

BatchLine world_line(const WorldShockResult& result) {
  const auto& solution = result.outcome.solution;
  BatchLine line{
      "", result.title,      solution.converged,      solution.feasible_share, solution.note,
      {}, all_notes(result), world_shock_json(result)};
  if (!solution.converged) return line;
  for (const double welfare : solution.results.welfare) {
    line.changes.push_back(std::expm1(welfare));
  }
  return line;
}

BatchLine model_line(const ModelResult& result) {
  BatchLine line{"", result.title, result.converged,  result.feasible_share, result.note,
                 {}, {},           model_json(result)};
  for (const auto& freed : result.freed) {
    if (freed.binds) continue;
    line.notes.push_back(
        fmt::format("{}: {} stands at its bound, the result is free", freed.closure, freed.lever));
  }
  for (const auto& row : result.results) line.changes.push_back(row.after / row.before - 1.0);
  return line;
}

bool of_all(const Batch& batch, const std::string& note) {
  return std::all_of(batch.lines.begin(), batch.lines.end(), [&](const auto& line) {
    return std::find(line.notes.begin(), line.notes.end(), note) != line.notes.end();
  });
}

/// Of too many columns those that move most in any shock, in their order.
void keep_what_moves(Batch& batch) {
  std::vector<std::pair<double, Index>> most;
  for (Index c = 0; c < batch.columns.size(); ++c) {
    double moved = 0.0;
    for (const auto& line : batch.lines) {
      if (!line.converged || !std::isfinite(line.changes[c])) continue;
      moved = std::max(moved, std::abs(line.changes[c]));
    }
    most.emplace_back(-moved, c);
  }
  if (most.size() <= k_most_columns) return;
  std::sort(most.begin(), most.end());
  most.resize(k_most_columns);
  std::sort(most.begin(), most.end(), [](auto a, auto b) { return a.second < b.second; });
  const auto kept = [&most](const auto& all) {
    std::remove_cvref_t<decltype(all)> few;
    for (const auto& [moved, c] : most) few.push_back(all[c]);
    return few;
  };
  batch.columns = kept(batch.columns);
  for (auto& line : batch.lines) {
    if (line.converged) line.changes = kept(line.changes);
  }
}

Result<Batch> national_batch(const std::string& economy, const std::vector<std::string>& files,
                             bool with_contributions) {
  auto lines = solve_all(
      files, [&](const std::string& file) { return load_shock(economy, file); },
      [&](const LoadedShock& shock) { return solve_shock(shock, with_contributions); },
      national_line);
  if (!lines.ok()) return lines.error();
  return Batch{economy,
               {"real GDP", "consumption", "spending", "real wage", "exports", "imports"},
               std::move(*lines)};
}

Result<Batch> world_batch(const accounts::Economy& economy, const std::vector<std::string>& files,
                          bool with_contributions) {
  auto lines = solve_all(
      files, [&](const std::string& file) { return load_world_shock(economy, file); },
      [&](const WorldShock& shock) {
        return solve_world_shock(economy, shock, with_contributions);
      },
      world_line);
  if (!lines.ok()) return lines.error();
  Batch batch{economy.name, {}, std::move(*lines)};
  for (Index n = 0; n < economy.regions.size(); ++n) {
    batch.columns.push_back(economy.regions.code(n));
  }
  return batch;
}

Result<Batch> model_batch(const std::string& file, const std::vector<std::string>& files,
                          bool with_contributions) {
  const auto model = models::read_model(file);
  if (!model.ok()) return model.error();
  std::vector<std::string> columns;
  for (const auto& indicator :
       models::NetworkWords(model->network, model->numeraire).standard_indicators()) {
    columns.push_back(indicator.name);
  }
  auto lines = solve_all(
      files, [&](const std::string& shock) { return models::read_model_shock(shock, *model); },
      [&](const models::ModelShock& shock) {
        return solve_model(*model, shock, with_contributions);
      },
      model_line);
  if (!lines.ok()) return lines.error();
  return Batch{model->title, std::move(columns), std::move(*lines)};
}

}  // namespace

bool Batch::all_converged() const {
  return std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line.converged; });
}

Result<Batch> solve_batch(const std::string& economy, const std::vector<std::string>& files,
                          bool with_contributions) {
  if (models::is_model_file(economy)) return model_batch(economy, files, with_contributions);
  const auto folder = read_economy_folder(economy);
  if (!folder.ok()) return folder.error();
  return equilibrium::is_world(folder->economy)
             ? world_batch(folder->economy, files, with_contributions)
             : national_batch(economy, files, with_contributions);
}

std::string batch_text(const Batch& all) {
  Batch batch = all;
  keep_what_moves(batch);
  // Long names do not fit over a column: there they are numbers, and stand below.
  const bool numbered = std::any_of(batch.columns.begin(), batch.columns.end(),
                                    [](const auto& name) { return name.size() > k_heading; });
  std::string text = fmt::format("{}: {} shocks, each against the base year, %\n\n{:<52}",
                                 batch.economy, batch.lines.size(), "");
  for (Index c = 0; c < batch.columns.size(); ++c) {
    text += fmt::format("{:>12}", numbered ? fmt::format("({})", c + 1) : batch.columns[c]);
  }
  text += "\n";
  for (const auto& line : batch.lines) {
    text += fmt::format("{:<20.19}{:<32.31}", std::filesystem::path(line.file).filename().string(),
                        line.title);
    for (const double change : line.changes) {
      text += fmt::format("{:>+12.3f}", 100.0 * (std::abs(change) < 1e-8 ? 0.0 : change));
    }
    if (!line.converged) {
      text += fmt::format(" not solved: feasible up to {:.1f} %; {}", 100.0 * line.feasible_share,
                          line.note);
    }
    text += "\n";
    for (const auto& note : line.notes) {
      if (!of_all(batch, note)) text += "  " + note + "\n";
    }
  }
  for (const auto& note : batch.lines.front().notes) {
    if (of_all(batch, note)) text += "note: " + note + "\n";
  }
  if (numbered) text += "\n";
  for (Index c = 0; numbered && c < batch.columns.size(); ++c) {
    text += fmt::format("({}) {}\n", c + 1, batch.columns[c]);
  }
  if (batch.columns.size() < all.columns.size()) {
    text += fmt::format("\n{} of {} results, those that move most; --json has all\n",
                        batch.columns.size(), all.columns.size());
  }
  return text;
}

std::string batch_json(const Batch& batch) {
  nlohmann::ordered_json json{{"version", 1}, {"economy", batch.economy}};
  json["shocks"] = nlohmann::ordered_json::array();
  for (const auto& line : batch.lines) {
    nlohmann::ordered_json shock{{"file", line.file}};
    shock.update(nlohmann::ordered_json::parse(line.json));
    json["shocks"].push_back(std::move(shock));
  }
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
