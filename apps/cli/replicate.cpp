#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "verbs.hpp"

namespace domar::cli {

using Json = nlohmann::ordered_json;

namespace {

Json replica_json(const replicas::Replica& replica) {
  Json json{{"name", replica.name},
            {"title", replica.title},
            {"source", replica.source},
            {"rows", Json::array()},
            {"notes", replica.notes}};
  for (const auto& row : replica.rows) {
    Json out{{"region", row.region}};
    for (const auto& [column, value] : row.computed) out[column] = value;
    if (!row.published.empty()) out["published"] = row.published;
    json["rows"].push_back(out);
  }
  return json;
}

std::string replica_text(const replicas::Replica& replica) {
  std::string text =
      fmt::format("{}: {}\n  source: {}\n\n{:<16} {:<26} {:>16} {:>14} {:>12}\n", replica.name,
                  replica.title, replica.source, "", "", "computed", "published", "difference");
  for (const auto& row : replica.rows) {
    std::string region = row.region;
    for (const auto& [column, computed] : row.computed) {
      text += fmt::format("{:<16} {:<26} {:>16.9g}", region, column, computed);
      region.clear();  // once per row
      if (const auto published = row.published.find(column); published != row.published.end()) {
        text +=
            fmt::format(" {:>14.9g} {:>12.2g}", published->second, computed - published->second);
      }
      text += "\n";
    }
  }
  text += "\n";
  for (const auto& note : replica.notes) text += "note: " + note + "\n";
  return text;
}

}  // namespace

std::string replicas_output(bool json) {
  Json list = Json::array();
  std::string text;
  for (const auto& name : replicas::replica_names()) {
    list.push_back({{"name", name}, {"title", replicas::replica_title(name)}});
    text += fmt::format("{:<18} {}\n", name, replicas::replica_title(name));
  }
  return json ? Json{{"replicas", list}}.dump(1) + "\n" : text;
}

Result<std::string> replicate_output(const std::string& name, const std::string& data_folder,
                                     bool json) {
  const auto replica = replicas::run_replica(name, data_folder);
  if (!replica.ok()) return replica.error();
  return json ? replica_json(*replica).dump(1) + "\n" : replica_text(*replica);
}

}  // namespace domar::cli
