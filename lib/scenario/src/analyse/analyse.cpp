#include "domar/scenario/analyse.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "analyses.hpp"
#include "domar/base/text.hpp"

namespace domar::scenario {

namespace {

using Json = nlohmann::ordered_json;

struct Entry {
  const char* name;
  const char* about;
  Result<Analysis> (*run)(const EconomyFolder&, const AnalyseOptions&);
};

constexpr Entry k_analyses[] = {
    {"influence", "how much each industry's productivity matters: Domar weights and influence",
     analyses::influence},
    {"distortion-centrality", "where a subsidy does most under wedges (Liu 2019)",
     analyses::distortion_centrality},
    {"innovation-network", "how research should be shared out (Liu and Ma)",
     analyses::innovation_network},
    {"growth-accounts", "growth of the past by source, beside published accounts",
     analyses::growth_accounts},
    {"industry-accounts", "growth of the past by industry, as far as tables tell it",
     analyses::industry_accounts},
};

/// The label column of the text table [characters].
constexpr Index k_label_width = 46;
constexpr Index k_number_width = 16;

std::string shortened(const std::string& text) {
  return text.size() <= k_label_width ? text : text.substr(0, k_label_width - 3) + "...";
}

}  // namespace

const std::vector<std::pair<std::string, std::string>>& analysis_names() {
  static const std::vector<std::pair<std::string, std::string>> list = [] {
    std::vector<std::pair<std::string, std::string>> names;
    for (const Entry& entry : k_analyses) names.emplace_back(entry.name, entry.about);
    return names;
  }();
  return list;
}

Result<Analysis> analyse(const std::string& name, const EconomyFolder& folder,
                         const AnalyseOptions& options) {
  std::vector<std::string> names;
  for (const Entry& entry : k_analyses) {
    names.emplace_back(entry.name);
    if (name != entry.name) continue;
    auto result = entry.run(folder, options);
    if (!result.ok()) return result;
    result->name = name;
    result->economy = folder.economy.name;
    return result;
  }
  return Error{ErrorCode::not_found, fmt::format("unknown analysis '{}'", name), "",
               fmt::format("did you mean {}?", names[nearest_name(name, names)]), ""};
}

std::string analysis_text(const Analysis& analysis, Index most) {
  std::string text = fmt::format("{}: {}\n\n", analysis.economy, analysis.title);
  for (const auto& [name, value] : analysis.figures) {
    text += fmt::format("  {:<60} {:>12.6g}\n", name, value);
  }
  if (!analysis.figures.empty()) text += "\n";
  text += fmt::format("{:<{}}", "", k_label_width);
  for (const auto& column : analysis.columns) {
    text += fmt::format(" {:>{}}", column, k_number_width);
  }
  text += "\n";
  const Index shown =
      most == 0 ? analysis.rows.size() : std::min<Index>(most, analysis.rows.size());
  for (Index r = 0; r < shown; ++r) {
    text += fmt::format("{:<{}}", shortened(analysis.rows[r].label), k_label_width);
    for (const double value : analysis.rows[r].values) {
      text += std::isfinite(value) ? fmt::format(" {:>{}.4f}", value, k_number_width)
                                   : fmt::format(" {:>{}}", "-", k_number_width);
    }
    text += "\n";
  }
  if (shown < analysis.rows.size()) {
    text += fmt::format("... {} more rows: --all\n", analysis.rows.size() - shown);
  }
  for (const auto& note : analysis.notes) text += "\n" + note + "\n";
  return text;
}

std::string analysis_json(const Analysis& analysis) {
  Json json{{"analysis", analysis.name}, {"title", analysis.title}, {"economy", analysis.economy}};
  for (const auto& [name, value] : analysis.figures) json["figures"][name] = value;
  for (const auto& row : analysis.rows) {
    Json entry{{"label", row.label}};
    for (Index c = 0; c < row.values.size(); ++c) {
      entry[analysis.columns[c]] = std::isfinite(row.values[c]) ? Json(row.values[c]) : Json();
    }
    json["rows"].push_back(entry);
  }
  json["notes"] = analysis.notes;
  return json.dump(1) + "\n";
}

}  // namespace domar::scenario
