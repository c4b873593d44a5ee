#include "drivers_table.hpp"

#include <vector>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::scenario {

namespace {

Error unknown(const std::string& what, const std::string& word,
              const std::vector<std::string>& choices) {
  return {ErrorCode::not_found, fmt::format("unknown {} '{}'", what, word), "",
          fmt::format("did you mean {}?", choices[nearest_name(word, choices)]), ""};
}

constexpr double k_most_from_ai = 1.0;  ///< log points in ten years

/// `ai` is true, false, the name of an author whose total it meets, or a total.
Status read_ai(const TomlTable& table, DriverChoice& choice) {
  if (!table.has("ai")) return Done{};
  if (const auto on = table.truth("ai"); on.ok()) {
    choice.named["ai"] = **on;
    return Done{};
  }
  if (const auto total = table.number("ai"); total.ok()) {
    if (!(**total >= 0.0 && **total <= k_most_from_ai)) {
      return table.at("ai", {ErrorCode::bad_value,
                             fmt::format("AI that adds {} to productivity in ten years", **total),
                             "", "log points: 0.02 for 2 %, from 0 to 1", ""});
    }
    choice.named["ai"] = true;
    choice.ai_total = **total;
    return Done{};
  }
  const auto word = table.text("ai");
  if (!word.ok()) {
    return table.at(
        "ai", {ErrorCode::bad_input, "'ai' is neither true, false, a scenario nor a number", "",
               "for example ai = \"oecd\", or ai = 0.02 for 2 % in ten years", ""});
  }
  const std::vector<std::string> authors{"acemoglu", "oecd", "goldman"};
  for (const std::string& author : authors) {
    if (author == **word) {
      choice.named["ai"] = true;
      choice.ai_scenario = author;
      return Done{};
    }
  }
  return table.at("ai", unknown("scenario of AI", **word, authors));
}

Status read_data_form(const TomlTable& table, DriverChoice& choice) {
  const auto word = table.text("data_form");
  if (!word.ok()) return word.error();
  if (!*word) return Done{};
  const std::vector<std::string> forms{"power", "saturating"};
  if (**word != forms[0] && **word != forms[1]) {
    return table.at("data_form", unknown("form of data", **word, forms));
  }
  choice.saturating_data = **word == "saturating";
  return Done{};
}

}  // namespace

Result<DriverChoice> read_drivers(const TomlTable& root) {
  DriverChoice choice;
  const auto table = root.table("drivers");
  if (!table.ok()) return table.error();
  if (!*table) return choice;
  std::vector<std::string> keys{"data_form"};
  for (const auto& [name, about] : driver_names()) keys.push_back(name);
  if (auto status = (*table)->only(keys); !status.ok()) return status.error();
  for (const auto& [name, about] : driver_names()) {
    if (name == "ai") continue;
    const auto on = (*table)->truth(name);
    if (!on.ok()) return on.error();
    if (*on) choice.named[name] = **on;
  }
  if (auto status = read_ai(**table, choice); !status.ok()) return status.error();
  if (auto status = read_data_form(**table, choice); !status.ok()) return status.error();
  return choice;
}

}  // namespace domar::scenario
