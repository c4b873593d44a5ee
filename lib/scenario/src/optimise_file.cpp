/// @file Reading optimise files.

#include <fmt/format.h>

#include "domar/scenario/optimise.hpp"
#include "optimise_worlds.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

namespace {

Error bad(std::string what, std::string hint) {
  return Error{ErrorCode::bad_value, std::move(what), "", std::move(hint), ""};
}

/// What the rate may differ by: ["sector", "partner"], one of them, or [] for one rate.
Status read_fineness(const TomlTable& table, TaxChoice& choice) {
  if (!table.has("by")) return Done{};
  const auto words = table.texts("by");
  if (!words.ok()) return words.error();
  choice.by_sector = choice.by_partner = false;
  for (Index n = 0; n < words->size(); ++n) {
    const std::string& word = (*words)[n];
    if (word == "sector") {
      choice.by_sector = true;
    } else if (word == "partner") {
      choice.by_partner = true;
    } else {
      return table.at("by", bad("a rate cannot differ by '" + word + "'", "sector, partner"),
                      static_cast<int>(n));
    }
  }
  return Done{};
}

Status read_names(const TomlTable& table, const char* key, const Labels& labels, const char* what,
                  std::vector<Index>& into) {
  if (!table.has(key)) return Done{};
  const auto names = table.texts(key);
  if (!names.ok()) return names.error();
  if (names->empty()) return table.at(key, bad("none is named", "leave it out for all"));
  for (Index n = 0; n < names->size(); ++n) {
    const auto found = labels.require((*names)[n], what);
    if (!found.ok()) return table.at(key, found.error(), static_cast<int>(n));
    into.push_back(*found);
  }
  return Done{};
}

/// A tax is allowed by its key; min and max are rates.
Status read_instrument(const TomlTable& instruments, const char* key,
                       const OptimiseProblem& problem, TaxChoice& choice) {
  choice.allowed = instruments.has(key);
  if (!choice.allowed) return Done{};
  const auto table = instruments.table(key);
  if (!table.ok()) return table.error();
  if (auto status = (*table)->only({"min", "max", "sectors", "partners", "by"}); !status.ok()) {
    return status.error();
  }
  for (auto [name, value] : {std::pair{"min", &choice.lower}, std::pair{"max", &choice.upper}}) {
    const auto number = (*table)->number(name);
    if (!number.ok()) return number.error();
    if (*number) *value = **number;
  }
  if (!(choice.lower >= -1.0) || !(choice.lower <= choice.upper) || !(choice.upper > -1.0)) {
    return instruments.at(
        key, bad(fmt::format("no rate lies between {:g} and {:g}", choice.lower, choice.upper),
                 "rates are shares: 0.25 is 25 %, -0.1 a subsidy of 10 %"));
  }
  for (const char* finer : {"sectors", "partners", "by"}) {
    if (problem.links || !(*table)->has(finer)) continue;
    return (*table)->at(finer, bad("in a world of labour alone taxes are set for each sector and "
                                   "partner",
                                   "leave it out, or take a world table with links"));
  }
  if (auto status = read_names(**table, "sectors", problem.sectors(), "sector", choice.sectors);
      !status.ok()) {
    return status;
  }
  if (auto status = read_names(**table, "partners", problem.regions(), "region", choice.partners);
      !status.ok()) {
    return status;
  }
  return read_fineness(**table, choice);
}

Status read_instruments(const TomlTable& root, OptimiseProblem& problem) {
  const auto table = root.table("instruments");
  if (!table.ok()) return table.error();
  if (!*table) {
    return root.at("instruments", bad("what may the region set?",
                                      "[instruments] with import_tax = {}, export_tax = {} or "
                                      "production_tax = {min = -0.3, max = 0.0}"));
  }
  const TomlTable& instruments = **table;
  if (auto status = instruments.only({"import_tax", "export_tax", "production_tax"});
      !status.ok()) {
    return status;
  }
  for (auto [key, choice] :
       {std::pair{"import_tax", &problem.import_tax}, std::pair{"export_tax", &problem.export_tax},
        std::pair{"production_tax", &problem.production_tax}}) {
    if (auto status = read_instrument(instruments, key, problem, *choice); !status.ok()) {
      return status;
    }
  }
  return Done{};
}

/// [weights]: whose money counts, and how much.
Status read_weights(const TomlTable& root, OptimiseProblem& problem) {
  const auto table = root.table("weights");
  if (!table.ok()) return table.error();
  if (!*table) return Done{};
  if (!problem.links) {
    return root.at("weights", bad("in a world of labour alone a region maximises its own income",
                                  "leave out [weights], or take a world table with links"));
  }
  problem.weight.assign(problem.regions().size(), 0.0);
  double sum = 0.0;
  for (const std::string& key : (*table)->keys()) {
    const auto region = problem.regions().require(key, "region");
    if (!region.ok()) return (*table)->at(key, region.error());
    if (auto status = read_at_least(**table, key.c_str(), 0.0, problem.weight[*region]);
        !status.ok()) {
      return status;
    }
    sum += problem.weight[*region];
  }
  if (sum > 0.0) return Done{};
  return root.at("weights", bad("nobody's income counts", "[weights] with USA = 1.0"));
}

Status read_answers(const TomlTable& root, OptimiseProblem& problem) {
  const auto table = root.table("retaliation");
  if (!table.ok()) return table.error();
  if (!*table) return Done{};
  if (auto status = (*table)->only({"regions", "rounds"}); !status.ok()) return status;
  const auto names = (*table)->texts("regions");
  if (!names.ok()) return names.error();
  for (Index n = 0; n < names->size(); ++n) {
    const auto region = problem.regions().require((*names)[n], "region");
    if (!region.ok()) return (*table)->at("regions", region.error(), static_cast<int>(n));
    if (*region != problem.region) problem.answering.push_back(*region);
  }
  if (problem.answering.empty()) {
    return (*table)->at("regions", bad("nobody else answers", "regions = [\"CHN\"]"));
  }
  const auto rounds = (*table)->whole("rounds");
  if (!rounds.ok()) return rounds.error();
  if (*rounds && **rounds < 1) {
    return (*table)->at("rounds", bad("no round", "at least 1"));
  }
  if (*rounds) problem.rounds = static_cast<Index>(**rounds);
  return Done{};
}

Status read_problem(const TomlTable& root, GivenWorld& given, OptimiseProblem& problem) {
  if (auto status = root.only({"title", "region", "instruments", "world", "sector", "retaliation",
                               "starts", "elasticities", "weights", "sourcing"});
      !status.ok()) {
    return status;
  }
  const auto title = root.text("title");
  if (!title.ok()) return title.error();
  if (*title) problem.title = **title;
  if (auto status = read_policy_world(root, given, problem); !status.ok()) return status;
  const auto region = root.text("region");
  if (!region.ok()) return region.error();
  if (!*region) return root.at("region", bad("whose policy?", "region = \"USA\""));
  const auto found = problem.regions().require(**region, "region");
  if (!found.ok()) return root.at("region", found.error());
  problem.region = *found;
  const auto starts = root.whole("starts");
  if (!starts.ok()) return starts.error();
  if (*starts && **starts < 1) return root.at("starts", bad("no start", "at least 1"));
  if (*starts) problem.starts = static_cast<Index>(**starts);
  if (auto status = read_instruments(root, problem); !status.ok()) return status;
  if (auto status = read_weights(root, problem); !status.ok()) return status;
  return read_answers(root, problem);
}

}  // namespace

Result<OptimiseProblem> load_optimise(const std::string& economy, const std::filesystem::path& file,
                                      GivenWorld given) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  OptimiseProblem problem;
  problem.title = file.stem().string();
  problem.economy = economy;
  if (auto status = read_problem(*root, given, problem); !status.ok()) return status.error();
  return problem;
}

}  // namespace domar::scenario
