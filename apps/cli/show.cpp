#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "verbs.hpp"

namespace domar::cli {

using accounts::Economy;
using Json = nlohmann::ordered_json;

namespace {

constexpr Index k_rows_shown = 20;

double sum(const Vector& values) {
  double total = 0.0;
  for (const double value : values) total += value;
  return total;
}

/// In a world of many the region stands before the code.
std::string user_name(const Economy& economy, Index user) {
  if (economy.regions.size() > 2) {
    const std::string& region = economy.regions.code(economy.region_of_user(user));
    return user < economy.industries.size()
               ? region + " " + economy.industries[user].code + " " + economy.industries[user].name
               : region + " " + economy.final_uses[user - economy.industries.size()].code;
  }
  if (user < economy.industries.size()) {
    return economy.industries[user].code + " " + economy.industries[user].name;
  }
  const auto& use = economy.final_uses[user - economy.industries.size()];
  return use.code + " " + use.name;
}

double final_use_total(const Economy& economy, Index final_use) {
  double total = 0.0;
  for (const Matrix& origin : economy.use) {
    total += origin.col_sum(economy.user_of_final_use(final_use));
  }
  return total;
}

double value_added_total(const Economy& economy, Index row, Index region) {
  double total = 0.0;
  for (Index j = 0; j < economy.industries.size(); ++j) {
    if (economy.industries[j].region == region) total += economy.value_added(row, j);
  }
  return total;
}

constexpr const char* k_value_added_names[] = {"labour", "net production taxes", "depreciation",
                                               "operating surplus"};

Json totals(const Economy& economy) {
  Json json;
  for (Index r = 0; r < economy.regions.size(); ++r) {
    Json region{{"code", economy.regions.code(r)},
                {"name", economy.regions.title(r)},
                {"gdp", economy.gdp(r)},
                {"exports", sum(economy.exports(r))},
                {"imports", sum(economy.imports(r))}};
    for (Index v = 0; v < accounts::k_value_added_rows; ++v) {
      region["value_added"][k_value_added_names[v]] = value_added_total(economy, v, r);
    }
    for (Index f = 0; f < economy.final_uses.size(); ++f) {
      if (economy.final_uses[f].region == r) {
        Json& place = region["final_uses"][economy.final_uses[f].name];  // names may stand twice
        place = (place.is_null() ? 0.0 : place.get<double>()) + final_use_total(economy, f);
      }
    }
    json.push_back(region);
  }
  return json;
}

/// Text of names that may be in another encoding.
std::string dumped(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Accounts with the flows of their rows, all industries and final users together.
Json satellites_json(const Economy& economy) {
  Json list = Json::array();
  for (const accounts::SatelliteAccount& account : economy.satellites) {
    const bool final_users = !account.by_final_use.empty();
    Json rows = Json::array();
    for (Index k = 0; k < account.rows.size(); ++k) {
      Json row{{"code", account.rows[k].code},
               {"name", account.rows[k].name},
               {"unit", account.rows[k].unit},
               {"industries", account.by_industry.row_sum(k)}};
      if (final_users) row["final_users"] = account.by_final_use.row_sum(k);
      rows.push_back(row);
    }
    list.push_back({{"name", account.name}, {"final_users", final_users}, {"rows", rows}});
  }
  return list;
}

std::string satellites_text(const Economy& economy) {
  std::string text = fmt::format("\nSatellite accounts{:>48}{:>18}\n", "industries", "final users");
  for (const auto& account : satellites_json(economy)) {
    const auto& rows = account["rows"];
    text += fmt::format("  {}: {} rows\n", account["name"].get<std::string>(), rows.size());
    for (Index k = 0; k < std::min<Index>(rows.size(), k_rows_shown); ++k) {
      const std::string final_users =
          rows[k].contains("final_users")
              ? fmt::format("{:.6g}", rows[k]["final_users"].get<double>())
              : "";
      text += fmt::format("    {:<44.44} {:>16.6g} {:>17} {}\n", rows[k]["code"].get<std::string>(),
                          rows[k]["industries"].get<double>(), final_users,
                          rows[k]["unit"].get<std::string>());
    }
    if (rows.size() > k_rows_shown) {
      text += fmt::format("    ... and {} more (--json lists all)\n", rows.size() - k_rows_shown);
    }
  }
  return text;
}

Json economy_json(const scenario::EconomyFolder& folder) {
  const Economy& economy = folder.economy;
  Json json{{"name", economy.name},          {"year", economy.year},     {"unit", economy.unit},
            {"prices", economy.price_basis}, {"source", economy.source}, {"terms", economy.terms}};
  json["regions"] = totals(economy);
  for (Index j = 0; j < economy.industries.size(); ++j) {
    json["industries"].push_back({{"region", economy.regions.code(economy.industries[j].region)},
                                  {"code", economy.industries[j].code},
                                  {"name", economy.industries[j].name},
                                  {"output", economy.gross_output(j)},
                                  {"value_added", economy.value_added_of(j)}});
  }
  for (const auto& set : folder.classes) json["classifications"].push_back(set.name);
  for (const auto& [name, values] : folder.parameters.by_name) json["parameters"].push_back(name);
  for (const auto& [name, values] : folder.series.by_name) json["series"].push_back(name);
  json["satellites"] = satellites_json(economy);
  json["notes"] = economy.notes;
  return json;
}

std::string economy_text(const scenario::EconomyFolder& folder) {
  const Economy& economy = folder.economy;
  std::string text =
      fmt::format("{}: {} industries, {}, {}, {} prices\n  source: {}\n  terms:  {}\n",
                  economy.name, economy.industries.size(), economy.year, economy.unit,
                  economy.price_basis, economy.source, economy.terms);
  for (const auto& region : totals(economy)) {
    text += fmt::format("\n{} {}\n  {:<34} {:>16.0f}\n", region["code"].get<std::string>(),
                        region["name"].get<std::string>(), "GDP", region["gdp"].get<double>());
    for (const char* group : {"value_added", "final_uses"}) {
      if (!region.contains(group)) continue;
      for (const auto& [name, value] : region[group].items()) {
        text += fmt::format("    {:<32} {:>16.0f}\n", name, value.get<double>());
      }
    }
    text +=
        fmt::format("  {:<34} {:>16.0f}\n  {:<34} {:>16.0f}\n", "exports",
                    region["exports"].get<double>(), "imports", region["imports"].get<double>());
  }
  std::vector<Index> order(economy.industries.size());
  for (Index j = 0; j < order.size(); ++j) order[j] = j;
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return economy.value_added_of(a) > economy.value_added_of(b);
  });
  text += fmt::format("\nLargest industries{:>46}{:>18}\n", "value added", "gross output");
  for (Index n = 0; n < std::min(order.size(), k_rows_shown); ++n) {
    text += fmt::format("  {:<49.49} {:>13.0f} {:>17.0f}\n", user_name(economy, order[n]),
                        economy.value_added_of(order[n]), economy.gross_output(order[n]));
  }
  if (order.size() > k_rows_shown) {
    text += fmt::format("  ... and {} more (--json lists all)\n", order.size() - k_rows_shown);
  }
  if (!folder.classes.empty()) {
    text += "\nClassifications, share of value added\n";
    for (const auto& set : folder.classes) {
      double share = 0.0;
      for (const auto& part : set.shares) {
        share += part.share * economy.value_added_of(economy.supplier[0][part.sector]);
      }
      text += fmt::format("  {:<34} {:>10.4f} %\n", set.name, 100.0 * share / economy.gdp(0));
    }
  }
  if (!economy.satellites.empty()) text += satellites_text(economy);
  for (const auto& note : economy.notes) text += "\nnote: " + note + "\n";
  return text;
}

/// The largest entries of a list of (name, money), with shares of their total.
Json largest(std::vector<std::pair<std::string, double>> entries) {
  double total = 0.0;
  for (const auto& [name, value] : entries) total += value;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  Json list = Json::array();
  for (Index n = 0; n < std::min<Index>(entries.size(), 10); ++n) {
    if (entries[n].second <= 0.0) break;
    list.push_back({{"name", entries[n].first},
                    {"value", entries[n].second},
                    {"share", entries[n].second / total}});
  }
  return list;
}

Json sector_json(const scenario::EconomyFolder& folder, Index region, Index good) {
  const Economy& economy = folder.economy;
  const Index industry = economy.supplier[region][good];
  Json json{{"code", economy.goods.code(good)},
            {"name", economy.goods.title(good)},
            {"region", economy.regions.code(region)},
            {"unit", economy.unit}};
  if (industry == Economy::k_none) return json;
  const double imports = economy.imports(region)[good];
  const double domestic = economy.domestic_use(region)[good];
  json["output"] = economy.gross_output(industry);
  json["value_added"] = economy.value_added_of(industry);
  for (Index v = 0; v < accounts::k_value_added_rows; ++v) {
    json["value_added_parts"][k_value_added_names[v]] = economy.value_added(v, industry);
  }
  json["exports"] = economy.exports(region)[good];
  json["imports"] = imports;
  json["imports_over_domestic_use"] = imports / (imports + domestic);
  std::vector<std::pair<std::string, double>> inputs;
  for (Index i = 0; i < economy.goods.size(); ++i) {
    double value = 0.0;
    for (const Matrix& origin : economy.use) value += origin(i, industry);
    inputs.emplace_back(economy.goods.code(i) + " " + economy.goods.title(i), value);
  }
  std::vector<std::pair<std::string, double>> buyers;
  for (Index u = 0; u < economy.users(); ++u) {
    buyers.emplace_back(user_name(economy, u), economy.use[region](good, u));
  }
  json["largest_inputs"] = largest(std::move(inputs));
  json["largest_buyers"] = largest(std::move(buyers));
  for (const auto& set : folder.classes) {
    if (region != 0) break;  // what lies beside an economy speaks of its first region
    const double share = set.weights(economy.goods.size())[good];
    if (share > 0.0) json["classifications"][set.name] = share;
  }
  for (const accounts::SatelliteAccount& account : economy.satellites) {
    for (Index k = 0; k < account.rows.size(); ++k) {
      json["satellites"][account.name].push_back({{"code", account.rows[k].code},
                                                  {"unit", account.rows[k].unit},
                                                  {"value", account.by_industry(k, industry)}});
    }
  }
  const auto sector = folder.parameters.sectors.find(economy.goods.code(good));
  for (const auto& [name, facts] : folder.parameters.by_name) {
    if (!sector || region != 0) break;
    json["parameters"][name] = {{"value", facts[*sector].value},
                                {"unit", facts[*sector].unit},
                                {"source", facts[*sector].source},
                                {"status", name_of(facts[*sector].status)}};
  }
  return json;
}

std::string sector_text(const Json& json) {
  std::string text = fmt::format("{} {} of {} ({})\n", json["code"].get<std::string>(),
                                 json["name"].get<std::string>(), json["region"].get<std::string>(),
                                 json["unit"].get<std::string>());
  for (const char* key : {"output", "value_added", "exports", "imports"}) {
    if (json.contains(key))
      text += fmt::format("  {:<28} {:>14.0f}\n", key, json[key].get<double>());
  }
  if (json.contains("imports_over_domestic_use")) {
    text += fmt::format("  {:<28} {:>14.3f}\n", "imports over domestic use",
                        json["imports_over_domestic_use"].get<double>());
  }
  for (const auto& [key, title] :
       {std::pair{"largest_inputs", "buys from"}, std::pair{"largest_buyers", "sells to"}}) {
    if (!json.contains(key)) continue;
    text += fmt::format("\n  {}\n", title);
    for (const auto& entry : json[key]) {
      text += fmt::format("    {:<52.52} {:>13.0f} {:>5.1f} %\n", entry["name"].get<std::string>(),
                          entry["value"].get<double>(), 100.0 * entry["share"].get<double>());
    }
  }
  if (json.contains("classifications")) {
    text += "\n  belongs to\n";
    for (const auto& [name, share] : json["classifications"].items()) {
      text += fmt::format("    {:<52} {:>6.3f}\n", name, share.get<double>());
    }
  }
  if (json.contains("satellites")) {
    text += "\n  satellite accounts\n";
    for (const auto& [name, rows] : json["satellites"].items()) {
      for (Index k = 0; k < std::min<Index>(rows.size(), k_rows_shown); ++k) {
        text += fmt::format("    {:<44.44} {:>16.6g} {}\n", rows[k]["code"].get<std::string>(),
                            rows[k]["value"].get<double>(), rows[k]["unit"].get<std::string>());
      }
      if (rows.size() <= k_rows_shown) continue;
      text += fmt::format("    ... and {} more of {} (--json lists all)\n",
                          rows.size() - k_rows_shown, name);
    }
  }
  if (json.contains("parameters")) {
    text += "\n  parameters\n";
    for (const auto& [name, fact] : json["parameters"].items()) {
      text += fmt::format("    {:<28} {:>12.6g}  {:<12} {}\n", name, fact["value"].get<double>(),
                          fact["status"].get<std::string>(), fact["source"].get<std::string>());
    }
  }
  return text;
}

}  // namespace

Result<std::string> show_output(const scenario::EconomyFolder& folder, const std::string& sector,
                                const std::string& region, bool json) {
  if (sector.empty() && !region.empty()) {
    return Error{ErrorCode::usage, "--region goes with --sector", "",
                 "without a sector all regions are shown", ""};
  }
  if (sector.empty()) return json ? dumped(economy_json(folder)) : economy_text(folder);
  const auto good = folder.economy.goods.require(sector, "sector");
  if (!good.ok()) return good.error();
  Index of = 0;
  if (!region.empty()) {
    const auto found = folder.economy.regions.require(region, "region");
    if (!found.ok()) return found.error();
    of = *found;
  }
  const Json about = sector_json(folder, of, *good);
  return json ? dumped(about) : sector_text(about);
}

}  // namespace domar::cli
