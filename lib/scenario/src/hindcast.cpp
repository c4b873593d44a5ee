#include "domar/scenario/hindcast.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "hindcast_parts.hpp"

namespace domar::scenario {

using Json = nlohmann::ordered_json;

namespace {

std::vector<SharePrediction> predictions_of(const ensemble::HindcastCase& hindcast,
                                            const Labels& shares) {
  std::vector<SharePrediction> list;
  const ensemble::Forecaster& model = hindcast.forecasters.front();
  for (Index i = 0; i < shares.size(); ++i) {
    SharePrediction one{shares.code(i),     shares.title(i), hindcast.forecasters.at(1).point[i],
                        model.point[i],     model.point[i],  model.point[i],
                        hindcast.outcome[i]};
    if (!model.members.empty()) {
      Vector members(model.members.rows());
      for (Index m = 0; m < members.size(); ++m) members[m] = model.members(m, i);
      std::sort(members.begin(), members.end());
      one.low = ensemble::quantile(members, 0.1);
      one.high = ensemble::quantile(members, 0.9);
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

void add_case(const ensemble::HindcastCase& hindcast, const PastScatter& past, const Labels& shares,
              HindcastReport& report) {
  ScoredCase scored;
  scored.name = hindcast.name;
  scored.base_year = hindcast.base_year;
  scored.target_year = hindcast.target_year;
  scored.shares = hindcast.outcome.size();
  for (const Index cluster : hindcast.cluster) {
    scored.clusters = std::max(scored.clusters, cluster + 1);
  }
  scored.median_change = past.median_change;
  scored.change_from = past.from;
  scored.scores = ensemble::score(hindcast);
  scored.predictions = predictions_of(hindcast, shares);
  report.cases.push_back(std::move(scored));
}

Result<HindcastReport> hindcast(const HindcastOptions& options) {
  HindcastReport report;
  if (!options.data.empty()) {
    if (auto status = check_wiod(options); !status.ok()) return status.error();
  }
  if (auto status = hindcast_china(options, report); !status.ok()) return status.error();
  if (options.data.empty()) {
    report.skipped.emplace_back(
        "WIOD 2000 to 2007 and 2014, 43 countries: needs wiod16_niot, name its folder's parent "
        "with "
        "--data");
  } else if (auto status = hindcast_wiod(options, report); !status.ok()) {
    return status.error();
  }
  return report;
}

namespace {

std::string percent(double share, int decimals = 1) {
  return fmt::format("{:.{}f} %", 100.0 * share, decimals);
}

std::string case_text(const ScoredCase& scored) {
  std::string text = fmt::format(
      "{}, {} -> {} ({} shares{})\n", scored.name, scored.base_year, scored.target_year,
      scored.shares, scored.clusters > 1 ? fmt::format(", {} countries", scored.clusters) : "");
  text += fmt::format("  {:<44} {:>7} {:>9} {:>7} {:>8} {:>18}\n", "forecast", "MAE,", "RMSE over",
                      "DM p", "CRPS,", "within 50/80/95 %");
  text += fmt::format("  {:<44} {:>7} {:>9} {:>7} {:>8} {:>18}\n", "", "points", "walk's", "better",
                      "points", "of its range");
  for (const auto& score : scored.scores) {
    const std::string name = score.name + (score.uses_outcome ? " *" : "");
    text += fmt::format("  {:<44} {:>7.3f} {:>9.3f} {:>7.3f}", name, 100.0 * score.mae,
                        score.against_walk.relative_rmse, score.against_walk.p_better);
    if (score.has_members) {
      const auto& c = score.calibration;
      text += fmt::format(" {:>8.3f} {:>8.0f}/{:.0f}/{:.0f}", 100.0 * score.crps,
                          100.0 * c.coverage_50, 100.0 * c.coverage_80, 100.0 * c.coverage_95);
    }
    text += "\n";
  }
  return text + "\n";
}

/// Does the model meet the bar? Said of every case alone.
std::string verdict(const ScoredCase& scored) {
  const auto& model = scored.scores.front();
  const double p = model.against_walk.p_better;
  const char* word = p < 0.1 ? "beats" : (p > 0.9 ? "loses to" : "does not beat");
  const double relative = model.against_walk.relative_rmse;
  std::string text = fmt::format("  {}, {} -> {}: Domar {} the random walk (p {:.2f})", scored.name,
                                 scored.base_year, scored.target_year, word, p);
  if (std::abs(relative - 1.0) < 1e-3) {
    text = fmt::format(
        "  {}, {} -> {}: Domar is the random walk to a thousandth (p {:.2f}): nothing it "
        "was told tells sectors apart",
        scored.name, scored.base_year, scored.target_year, p);
  }
  if (model.has_members) {
    const double within = model.calibration.coverage_80;
    text += fmt::format("; its 80 % ranges hold {:.0f} %{}", 100.0 * within,
                        within >= 0.7 && within <= 0.9 ? "" : ", outside 70 to 90");
  }
  return text + "\n";
}

}  // namespace

std::string hindcast_text(const HindcastReport& report) {
  std::string text = "Hindcasts: set up with the base year, scored on what came\n\n";
  for (const auto& scored : report.cases) text += case_text(scored);
  text +=
      "* was told something of the outcome. DM p better: Diebold-Mariano, one-sided, chance of so\n"
      "  good a result were both alike; sectors of one country taken as independent.\n\n";
  text += "Verdict (bar: p below 0.1 three years ahead or more; 80 % ranges hold 70 to 90 %)\n";
  for (const auto& scored : report.cases) text += verdict(scored);
  if (!report.official.empty()) {
    text += "\nOfficial shares of GDP, and what structure alone gave\n";
    for (const auto& o : report.official) {
      text +=
          fmt::format("  {:<14} {}  predicted {} ({} to {}), official {}{} [{}]\n", o.name, o.year,
                      percent(o.predicted), percent(o.predicted_low), percent(o.predicted_high),
                      o.kind == "lower bound" ? "over " : "", percent(o.official), o.status);
    }
  }
  if (!report.tables.empty()) {
    text += "\nTable of domestic inputs, sum of differences over its sum\n";
    for (const auto& t : report.tables) {
      text += fmt::format("  {}  {:<40} {}\n", t.target_year, t.name + (t.uses_outcome ? " *" : ""),
                          percent(t.error));
    }
  }
  if (!report.later.empty()) {
    text += fmt::format(
        "\nNothing that speaks of later years was used. {} numbers the base year did not simply "
        "know:\n",
        report.later.size());
    for (const auto& number : report.later) {
      text += fmt::format("  {:<44} {:>10.6g}  {}\n", number.name, number.value,
                          number.why.substr(0, 90));
    }
  }
  for (const auto& skipped : report.skipped) text += "skipped: " + skipped + "\n";
  return text;
}

namespace {

Json score_json(const ensemble::ForecastScore& score) {
  Json json{{"forecast", score.name},
            {"uses_outcome", score.uses_outcome},
            {"mae", score.mae},
            {"rmse", score.rmse},
            {"relative_rmse", score.against_walk.relative_rmse},
            {"dm_statistic", score.against_walk.statistic},
            {"dm_p_better", score.against_walk.p_better},
            {"dm_outcomes", score.against_walk.outcomes}};
  if (!score.has_members) return json;
  const auto& c = score.calibration;
  json["crps"] = score.crps;
  json["energy_score"] = score.energy;
  json["log_score"] = score.log_score;
  json["coverage"] = {{"50", c.coverage_50}, {"80", c.coverage_80}, {"95", c.coverage_95}};
  json["pit_histogram"] = c.pit_histogram;
  json["pit_distance"] = c.pit_distance;
  json["pit_probability"] = c.pit_probability;
  return json;
}

}  // namespace

std::string hindcast_json(const HindcastReport& report) {
  Json json;
  json["cases"] = Json::array();
  for (const auto& scored : report.cases) {
    Json entry{{"name", scored.name},
               {"base_year", scored.base_year},
               {"target_year", scored.target_year},
               {"shares", scored.shares},
               {"clusters", scored.clusters}};
    entry["range_median_change"] = scored.median_change;
    entry["range_from"] = scored.change_from;
    for (const auto& score : scored.scores) entry["scores"].push_back(score_json(score));
    for (const auto& one : scored.predictions) {
      entry["predictions"].push_back({{"industry", one.code},
                                      {"title", one.title},
                                      {"base", one.base},
                                      {"predicted", one.predicted},
                                      {"low_80", one.low},
                                      {"high_80", one.high},
                                      {"outcome", one.outcome}});
    }
    json["cases"].push_back(std::move(entry));
  }
  for (const auto& o : report.official) {
    json["official"].push_back({{"name", o.name},
                                {"year", o.year},
                                {"predicted", o.predicted},
                                {"low_80", o.predicted_low},
                                {"high_80", o.predicted_high},
                                {"official", o.official},
                                {"kind", o.kind},
                                {"status", o.status}});
  }
  for (const auto& t : report.tables) {
    json["tables"].push_back({{"name", t.name},
                              {"target_year", t.target_year},
                              {"error", t.error},
                              {"uses_outcome", t.uses_outcome}});
  }
  for (const auto& number : report.later) {
    json["known_later"].push_back(
        {{"name", number.name}, {"value", number.value}, {"why", number.why}});
  }
  json["skipped"] = report.skipped;
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
