#include "domar/scenario/scenario_file.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "drivers_table.hpp"
#include "instrument_reader.hpp"
#include "nest_file.hpp"
#include "toml_reader.hpp"
#include "uncertain_measures.hpp"

namespace domar::scenario {

namespace fs = std::filesystem;

namespace {

constexpr long k_earliest_year = 1900;
constexpr long k_latest_year = 2200;

const std::vector<std::string> k_job_keys{"title",     "economy",  "years",         "output",
                                          "scenarios", "together", "closures",      "elasticities",
                                          "cutoff",    "name",     "description",   "policy",
                                          "shock",     "drivers",  "by_instrument", "nests"};
const std::vector<std::string> k_scenario_keys{"name",  "title",  "description", "economy",
                                               "years", "output", "policy",      "shock"};
const std::vector<std::string> k_instrument_keys{
    "instrument",  "name",     "from",           "to",       "sectors",
    "rate",        "before",   "amount_billion", "leverage", "additionality",
    "realisation", "response", "relabelling",    "tax_rate", "cap",
    "rent_lost",   "midpoint", "ceiling",        "ramp",     "source",
    "year",        "status",   "financing",      "range"};

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// Copies a key's value into `into` if the key is there.
template <class Value, class Into>
Status take(Result<std::optional<Value>> value, Into& into) {
  if (!value.ok()) return value.error();
  if (*value) into = static_cast<Into>(**value);
  return Done{};
}

/// Runs steps until one fails.
template <class... Steps>
Status all_of(Steps... steps) {
  Status status = Done{};
  (void)((status = steps(), status.ok()) && ...);
  return status;
}

/// Puts an error of a value at the key that the message names, else at the table.
Error at_named_key(const TomlTable& table, const Error& error) {
  for (const std::string& key : k_instrument_keys) {
    const bool named = error.what.rfind(key + " ", 0) == 0;
    if (named && table.has(key)) return table.at(key, error);
  }
  if (error.what.find("begins in") != std::string::npos && table.has("to")) {
    return table.at("to", error);
  }
  if (error.what.rfind("openness", 0) == 0) return table.at("rate", error);
  return table.at("instrument", error);
}

/// What an instrument of this economy needs: labels, classes, the size of a billion.
class InstrumentReader {
 public:
  explicit InstrumentReader(const EconomyFolder& economy) : economy_(economy) {}

  /// @param static_year  0: the file gives years; else the measure is in force in this year alone.
  Result<policy::Instrument> read(const TomlTable& table, int static_year = 0) const {
    policy::Instrument it;
    it.from = static_year;
    it.to = static_year > 0 ? static_year : static_cast<int>(k_latest_year);
    if (auto status = table.only(k_instrument_keys); !status.ok()) return status.error();
    if (auto status = read_kind(table, it); !status.ok()) return status.error();
    if (auto status = check_keys(table, it.kind); !status.ok()) return status.error();
    double billions = 0.0;
    std::string status_word = "assumption";
    const Status status =
        all_of([&] { return take(table.text("name"), it.name); },
               [&] { return take(table.whole("from"), it.from); },
               [&] { return take(table.whole("to"), it.to); },
               [&] { return read_sectors(table, it.sectors); },
               [&] { return take(table.number("rate"), it.rate); },
               [&] { return take(table.number("before"), it.before); },
               [&] { return take(table.number("amount_billion"), billions); },
               [&] { return take(table.number("leverage"), it.leverage); },
               [&] { return take(table.number("additionality"), it.additionality); },
               [&] { return take(table.number("realisation"), it.realisation); },
               [&] { return take(table.number("response"), it.response); },
               [&] { return take(table.number("relabelling"), it.relabelling); },
               [&] { return take(table.number("tax_rate"), it.tax_rate); },
               [&] { return take(table.number("cap"), it.cap); },
               [&] { return take(table.truth("rent_lost"), it.rent_lost); },
               [&] { return take(table.number("midpoint"), it.midpoint); },
               [&] { return take(table.number("ceiling"), it.ceiling); },
               [&] { return take(table.whole("ramp"), it.ramp); },
               [&] { return read_financing(table, it.financing); },
               [&] { return take(table.text("source"), it.passport.source); },
               [&] { return take(table.text("year"), it.passport.year); },
               [&] { return take(table.text("status"), status_word); });
    if (!status.ok()) return status.error();
    for (const char* required : {"name", "from"}) {
      const bool given = table.has(required) || (static_year > 0 && required[0] == 'f');
      if (!given) {
        return table.at("instrument",
                        bad(ErrorCode::bad_input, fmt::format("'{}' is missing", required),
                            "every measure has a name and a first year"));
      }
    }
    const auto fact_status = parse_fact_status(status_word);
    if (!fact_status.ok()) return table.at("status", fact_status.error());
    it.passport.status = *fact_status;
    set_size(it, billions);
    it.amount = billions * economy_.economy.per_billion();
    if (auto checked = it.check(); !checked.ok()) return at_named_key(table, checked.error());
    if (auto ranged = read_ranges(table, it); !ranged.ok()) return ranged.error();
    return it;
  }

 private:
  Status read_kind(const TomlTable& table, policy::Instrument& it) const {
    const auto word = table.text("instrument");
    if (!word.ok()) return word.error();
    if (!*word) {
      return table.at("name",
                      bad(ErrorCode::bad_input, "'instrument' is missing",
                          fmt::format("one of {}", fmt::join(policy::instrument_names(), ", "))));
    }
    const auto kind = policy::parse_instrument_kind(**word);
    if (!kind.ok()) return table.at("instrument", kind.error());
    it.kind = *kind;
    return Done{};
  }

  static Status read_financing(const TomlTable& table, policy::Financing& into) {
    const auto word = table.text("financing");
    if (!word.ok()) return word.error();
    if (!*word) return Done{};
    for (const auto financing :
         {policy::Financing::taxes, policy::Financing::lump_sum, policy::Financing::bonds}) {
      if (**word == policy::name_of(financing)) {
        into = financing;
        return Done{};
      }
    }
    const auto names = policy::financing_names();
    return table.at("financing",
                    bad(ErrorCode::not_found, fmt::format("unknown financing '{}'", **word),
                        fmt::format("did you mean {}?", names[nearest_name(**word, names)])));
  }

  /// range = { additionality = { low = 0.3, high = 0.6 } }: what draws may make of a number.
  static Status read_ranges(const TomlTable& table, policy::Instrument& it) {
    const auto ranges = table.table("range");
    if (!ranges.ok()) return ranges.error();
    if (!*ranges) return Done{};
    if (auto status = (*ranges)->only(uncertain_fields(it.kind)); !status.ok()) return status;
    for (const std::string& field : (*ranges)->keys()) {
      const auto range = (*ranges)->table(field);
      if (!range.ok()) return range.error();
      if (auto status = (*range)->only({"low", "high"}); !status.ok()) return status;
      const auto low = (*range)->number("low");
      if (!low.ok()) return low.error();
      const auto high = (*range)->number("high");
      if (!high.ok()) return high.error();
      const auto value = table.number(field);
      if (!value.ok()) return value.error();
      if (!*value) {
        return (*ranges)->at(field, bad(ErrorCode::bad_input,
                                        fmt::format("a range of '{}', which is not given", field),
                                        fmt::format("write {} = ... in the measure", field)));
      }
      const double lowest = low->value_or(**value);
      const double highest = high->value_or(**value);
      if (!(lowest <= **value && **value <= highest)) {
        return (*ranges)->at(field, bad(ErrorCode::bad_value,
                                        fmt::format("{} {} lies outside its range {} to {}", field,
                                                    **value, lowest, highest),
                                        "low <= value <= high"));
      }
      it.ranges[field] = {lowest, highest};
    }
    return Done{};
  }

  /// The key without which a measure does nothing, and those that mean nothing to it.
  static Status check_keys(const TomlTable& table, policy::InstrumentKind kind) {
    using enum policy::InstrumentKind;
    const bool spends = kind == rd_grant || kind == equipment_renewal || kind == guidance_fund ||
                        kind == procurement || kind == milestone;
    const char* needed = kind == import_quota ? "cap" : (spends ? "amount_billion" : "rate");
    if (!table.has(needed)) {
      return table.at(
          "instrument",
          bad(ErrorCode::bad_input, fmt::format("'{}' needs '{}'", policy::name_of(kind), needed),
              "without it the measure does nothing"));
    }
    const bool has_outlay =
        spends || kind == ai_programme || kind == data_market || kind == standards;
    const auto refuse = [&](const char* key, bool allowed) -> Status {
      if (allowed || !table.has(key)) return Done{};
      return table.at(key,
                      bad(ErrorCode::bad_input,
                          fmt::format("'{}' means nothing to '{}'", key, policy::name_of(kind)),
                          "remove it: docs/reference/scenario-files.md says which keys count"));
    };
    return all_of(
        [&] { return refuse("amount_billion", has_outlay); },
        [&] { return refuse("realisation", has_outlay); },
        [&] { return refuse("rate", kind == milestone || (!spends && kind != import_quota)); },
        [&] { return refuse("cap", kind == import_quota); },
        [&] { return refuse("rent_lost", kind == import_quota); },
        [&] { return refuse("midpoint", kind == ai_programme); },
        [&] { return refuse("ceiling", kind == ai_programme); },
        [&] { return refuse("before", kind == rd_deduction); },
        [&] { return refuse("response", kind == rd_deduction || kind == investment_subsidy); },
        [&] { return refuse("relabelling", kind == rd_deduction); },
        [&] { return refuse("tax_rate", kind == rd_deduction); },
        [&] {
          return refuse("leverage",
                        kind == equipment_renewal || kind == guidance_fund || kind == milestone);
        },
        [&] { return refuse("additionality", spends && kind != procurement); });
  }

  /// The number that a passport speaks of.
  void set_size(policy::Instrument& it, double billions) const {
    if (it.kind == policy::InstrumentKind::import_quota) {
      it.passport.value = it.cap;
      it.passport.unit = "share of base-year imports";
    } else if (billions > 0.0) {
      it.passport.value = billions;
      it.passport.unit = fmt::format("billion {} a year", economy_.economy.currency());
    } else {
      it.passport.value = it.rate;
      it.passport.unit = "share";
    }
  }

  /// Sectors by code or title, or "class:NAME"; shares add up and stop at 1.
  Status read_sectors(const TomlTable& table, Vector& sectors) const {
    const auto names = table.texts("sectors");
    if (!names.ok()) return names.error();
    if (names->empty()) {
      if (!table.has("sectors")) return Done{};
      return table.at("sectors", bad(ErrorCode::bad_value, "no sector is named",
                                     "leave the key out to mean all sectors"));
    }
    const Labels& goods = economy_.economy.goods;
    sectors.assign(goods.size(), 0.0);
    for (Index n = 0; n < names->size(); ++n) {
      const std::string& name = (*names)[n];
      if (name.rfind("class:", 0) == 0) {
        const auto found =
            std::find_if(economy_.classes.begin(), economy_.classes.end(),
                         [&](const auto& set) { return "class:" + set.name == name; });
        if (found == economy_.classes.end()) {
          return table.at("sectors", unknown_class(name), static_cast<int>(n));
        }
        for (const auto& part : found->shares) sectors[part.sector] += part.share;
        continue;
      }
      const auto good = goods.require(name, "sector");
      if (!good.ok()) return table.at("sectors", good.error(), static_cast<int>(n));
      sectors[*good] += 1.0;
    }
    for (double& share : sectors) share = std::min(1.0, share);
    return Done{};
  }

  [[nodiscard]] Error unknown_class(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& set : economy_.classes) names.push_back("class:" + set.name);
    return bad(
        ErrorCode::not_found, fmt::format("unknown classification '{}'", name),
        names.empty() ? "" : fmt::format("did you mean {}?", names[nearest_name(name, names)]));
  }

  const EconomyFolder& economy_;
};

Result<Scenario> read_scenario(const TomlTable& table, const EconomyFolder& economy,
                               const fs::path& file) {
  Scenario scenario;
  scenario.name = file.stem().string();
  Status status = all_of([&] { return take(table.text("name"), scenario.name); },
                         [&] { return take(table.text("title"), scenario.title); },
                         [&] { return take(table.text("description"), scenario.description); });
  if (!status.ok()) return status.error();
  if (scenario.title.empty()) scenario.title = scenario.name;
  const InstrumentReader reader(economy);
  for (const auto& [key, list] :
       {std::pair{"policy", &scenario.policies}, std::pair{"shock", &scenario.shocks}}) {
    const auto tables = table.tables(key);
    if (!tables.ok()) return tables.error();
    for (const TomlTable& entry : *tables) {
      auto instrument = reader.read(entry);
      if (!instrument.ok()) return instrument.error();
      list->push_back(std::move(instrument.value()));
    }
  }
  return scenario;
}

Status read_years(const TomlTable& table, Job& job) {
  const auto years = table.wholes("years");
  if (!years.ok()) return years.error();
  if (years->size() != 2) {
    return table.at("years", bad(ErrorCode::bad_input, "'years' must hold a first and a last year",
                                 "for example years = [2018, 2035]"));
  }
  const long first = (*years)[0];
  const long last = (*years)[1];
  if (first > last) {
    return table.at("years", bad(ErrorCode::bad_value,
                                 fmt::format("years run backwards: {} to {}", first, last),
                                 fmt::format("write years = [{}, {}]", last, first)));
  }
  if (first < k_earliest_year || last > k_latest_year || first == last) {
    return table.at(
        "years", bad(ErrorCode::bad_value, fmt::format("years {} to {} cannot be run", first, last),
                     "for example years = [2018, 2035]"));
  }
  job.first_year = static_cast<int>(first);
  job.last_year = static_cast<int>(last);
  return Done{};
}

template <class Choice>
Status read_choice(const TomlTable& table, const std::string& key,
                   const std::vector<std::pair<std::string, Choice>>& choices, Choice& into) {
  const auto word = table.text(key);
  if (!word.ok()) return word.error();
  if (!*word) return Done{};
  std::vector<std::string> names;
  for (const auto& [name, choice] : choices) {
    names.push_back(name);
    if (name == **word) {
      into = choice;
      return Done{};
    }
  }
  return table.at(
      key, bad(ErrorCode::not_found, fmt::format("unknown {} '{}'", key, **word),
               fmt::format("did you mean {}? Choices: {}", names[nearest_name(**word, names)],
                           fmt::join(names, ", "))));
}

Status read_closures(const TomlTable& root, Job& job) {
  const auto table = root.table("closures");
  if (!table.ok()) return table.error();
  if (*table) {
    using network::Mobility;
    using network::Sourcing;
    const std::vector<std::pair<std::string, Mobility>> mobilities{
        {"mobile", Mobility::mobile}, {"sector_bound", Mobility::sector_bound}};
    const std::vector<std::pair<std::string, Sourcing>> sourcings{{"by_user", Sourcing::by_user},
                                                                  {"shared", Sourcing::shared}};
    const Status status = all_of(
        [&] {
          return (*table)->only({"labour", "capital", "sourcing"});
        },
        [&] { return read_choice(**table, "labour", mobilities, job.labour); },
        [&] { return read_choice(**table, "capital", mobilities, job.capital); },
        [&] { return read_choice(**table, "sourcing", sourcings, job.sourcing); });
    if (!status.ok()) return status;
  }
  const auto elasticities = root.table("elasticities");
  if (!elasticities.ok()) return elasticities.error();
  if (!*elasticities) return Done{};
  if (auto status = (*elasticities)->only({"set"}); !status.ok()) return status;
  const std::vector<std::pair<std::string, std::string>> sets{{"standard", "standard"},
                                                              {"short_run", "short_run"},
                                                              {"nearly_fixed", "nearly_fixed"},
                                                              {"high", "high"}};
  return read_choice(**elasticities, "set", sets, job.elasticities);
}

Status add_hash(const fs::path& file, Job& job) {
  const auto bytes = read_file(file);
  if (!bytes.ok()) return bytes.error();
  const fs::path name = file.lexically_relative(job.file.parent_path());
  job.hashes[name.empty() ? file.filename().string() : name.string()] = sha256(*bytes);
  return Done{};
}

Status read_nests(const TomlTable& root, Job& job) {
  auto choice = read_nest_choice(root);
  if (!choice.ok()) return choice.error();
  job.tree = std::move(choice->tree);
  job.nests = std::move(choice->rules);
  if (!job.nests || job.nests->file() == root.file()) return Done{};
  return add_hash(job.nests->file(), job);
}

Status read_cutoffs(const TomlTable& root, const EconomyFolder& economy, Job& job) {
  const auto tables = root.tables("cutoff");
  if (!tables.ok()) return tables.error();
  for (const TomlTable& table : *tables) {
    if (auto status = table.only({"sector", "cut"}); !status.ok()) return status;
    const auto name = table.text("sector");
    if (!name.ok()) return name.error();
    const auto good = economy.economy.goods.require(name->value_or(""), "sector");
    if (!good.ok()) return table.at("sector", good.error());
    if (economy.economy.supplier[0][*good] == accounts::Economy::k_none) {
      return table.at("sector", bad(ErrorCode::bad_value, "this good is not made in the country",
                                    "cut off the imports of a sector, for example 094"));
    }
    Cutoff cutoff{*good, 0.8};
    if (auto status = take(table.number("cut"), cutoff.cut); !status.ok()) return status;
    if (!(cutoff.cut > 0.0 && cutoff.cut < 1.0)) {
      return table.at("cut", bad(ErrorCode::bad_value,
                                 fmt::format("cut {} is not a share between 0 and 1", cutoff.cut),
                                 fmt::format("write {} for {} %", cutoff.cut / 100, cutoff.cut)));
    }
    job.cutoffs.push_back(cutoff);
  }
  return Done{};
}

/// The same but for name and passport.
bool same_measure(policy::Instrument a, policy::Instrument b) {
  a.name = b.name = "";
  a.passport = b.passport = Fact{};
  return a == b;
}

/// Names must tell scenarios apart, in files and in reports.
Status check_name(const Job& job, const std::string& name) {
  if (name == k_baseline) {
    return bad(ErrorCode::bad_input, "'baseline' is the path without measures",
               "give the scenario another name");
  }
  for (const Scenario& other : job.scenarios) {
    if (other.name == name || other.name + "-twin" == name || name + "-twin" == other.name) {
      return bad(ErrorCode::bad_input, fmt::format("two scenarios are called '{}'", other.name),
                 "give one of them another name");
    }
  }
  return Done{};
}

/// The scenario files a job lists, beside it, and the scenario of all of them at once.
Status read_listed_scenarios(const TomlTable& root, const EconomyFolder& economy, Job& job) {
  const auto files = root.texts("scenarios");
  if (!files.ok()) return files.error();
  for (Index i = 0; i < files->size(); ++i) {
    const fs::path file = job.file.parent_path() / (*files)[i];
    const auto table = TomlTable::read(file);
    if (!table.ok()) {
      if (table.error().code == ErrorCode::not_found) {
        return root.at("scenarios",
                       bad(ErrorCode::not_found, fmt::format("no scenario file '{}'", (*files)[i]),
                           "files are looked for beside this one"),
                       static_cast<int>(i));
      }
      return table.error();
    }
    if (auto status = table->only(k_scenario_keys); !status.ok()) return status;
    auto scenario = read_scenario(*table, economy, file);
    if (!scenario.ok()) return scenario.error();
    if (auto status = check_name(job, scenario->name); !status.ok()) {
      return root.at("scenarios", status.error(), static_cast<int>(i));
    }
    job.scenarios.push_back(std::move(scenario.value()));
    if (auto status = add_hash(file, job); !status.ok()) return status;
  }
  std::string together;
  if (auto status = take(root.text("together"), together); !status.ok()) return status;
  if (together.empty()) return Done{};
  if (auto status = check_name(job, together); !status.ok()) {
    return root.at("together", status.error());
  }
  Scenario all;
  all.name = together;
  all.title = "All of them together";
  all.together = true;
  for (const Scenario& one : job.scenarios) {
    all.policies.insert(all.policies.end(), one.policies.begin(), one.policies.end());
    for (const auto& shock : one.shocks) {  // a shock that several scenarios meet comes once
      const bool known = std::any_of(all.shocks.begin(), all.shocks.end(),
                                     [&](const auto& other) { return same_measure(other, shock); });
      if (!known) all.shocks.push_back(shock);
    }
  }
  job.scenarios.push_back(std::move(all));
  return Done{};
}

}  // namespace

Result<LoadedJob> load_job(const fs::path& file) {
  const auto root = TomlTable::read(file);
  if (!root.ok()) return root.error();
  if (auto status = root->only(k_job_keys); !status.ok()) return status.error();

  LoadedJob loaded;
  Job& job = loaded.job;
  job.file = file;
  job.title = file.stem().string();
  std::string output = "results/" + file.stem().string();
  Status status = all_of(
      [&] { return take(root->text("title"), job.title); },
      [&] { return take(root->text("economy"), job.economy); },
      [&] { return take(root->text("output"), output); }, [&] { return read_years(*root, job); },
      [&] { return read_closures(*root, job); }, [&] { return read_nests(*root, job); },
      [&] { return take(root->truth("by_instrument"), job.by_instrument); },
      [&] { return add_hash(file, job); });
  if (!status.ok()) return status.error();
  job.output = output;
  auto drivers = read_drivers(*root);
  if (!drivers.ok()) return drivers.error();
  job.drivers = std::move(drivers.value());

  auto economy = read_economy_folder(job.economy);
  if (!economy.ok()) {
    if (economy.error().code == ErrorCode::not_found && root->has("economy")) {
      return root->at("economy", economy.error());
    }
    return economy.error();
  }
  loaded.economy = std::move(economy.value());
  if (job.first_year != loaded.economy.economy.year) {
    return root->at("years",
                    bad(ErrorCode::bad_value,
                        fmt::format("the first year is {}, but the accounts of {} are of {}",
                                    job.first_year, job.economy, loaded.economy.economy.year),
                        fmt::format("start in {}", loaded.economy.economy.year)),
                    0);
  }
  status = read_cutoffs(*root, loaded.economy, job);
  if (status.ok()) status = read_listed_scenarios(*root, loaded.economy, job);
  if (!status.ok()) return status.error();
  if (root->has("policy") || root->has("shock")) {
    auto own = read_scenario(*root, loaded.economy, file);
    if (!own.ok()) return own.error();
    if (auto clash = check_name(job, own->name); !clash.ok()) {
      return root->at("name", clash.error());
    }
    job.scenarios.push_back(std::move(own.value()));
  }
  return loaded;
}

Result<policy::Instrument> read_instrument(const TomlTable& table, const EconomyFolder& economy,
                                           int static_year) {
  return InstrumentReader(economy).read(table, static_year);
}

}  // namespace domar::scenario
