/// @file The verbs about tables of others: import and export.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include <fmt/format.h>

#include "domar/base/interrupt.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/readers/formats.hpp"
#include "domar/readers/known_gdp.hpp"
#include "domar/readers/pymrio/pymrio.hpp"
#include "domar/readers/table_file.hpp"
#include "domar/readers/tables.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

using readers::TableFormat;

struct ImportArguments {
  std::vector<std::string> table;  ///< perhaps a format, then the path
  std::string output, facts;
  double row_gdp = 0.0;  ///< trillion of the table's currency
  readers::ImportOptions options;
  bool no_satellites = false;
  bool json = false;
};

/// The size of the rest of the world: given, or from a table of figures.
Status set_rest_of_world(const ImportArguments& args, const TableFormat& format,
                         readers::ImportOptions& options) {
  constexpr double k_million_per_trillion = 1e6;
  if (!args.facts.empty()) {
    const auto facts = readers::read_facts(args.facts);
    if (!facts.ok()) return facts.error();
    for (const char* name : {"world_gdp", "china_gdp_usd", "exchange_rate", "row_gdp"}) {
      const bool needed = format.name == "nbs" || std::string_view(name) == "row_gdp";
      const auto fact = facts->require(name);
      if (!fact.ok() && needed) return fact.error();
      if (fact.ok()) options.facts[name] = *fact;
    }
    options.row_gdp = options.facts["row_gdp"].value * k_million_per_trillion;
  }
  const auto stated = options.facts.find("row_gdp");
  if (args.row_gdp != 0.0 && stated != options.facts.end() &&
      stated->second.value != args.row_gdp) {
    return Error{ErrorCode::usage,
                 fmt::format("--row-gdp says {}, but row_gdp is {} in {}", args.row_gdp,
                             stated->second.value, args.facts),
                 args.facts, "give one of them", ""};
  }
  if (args.row_gdp != 0.0) options.row_gdp = args.row_gdp * k_million_per_trillion;
  return Done{};
}

/// The format that was named, or that the table shows.
Result<const TableFormat*> format_of(const ImportArguments& args) {
  const std::filesystem::path path = args.table.back();
  if (args.table.size() > 1) {
    auto named = readers::find_format(args.table.front());
    if (!named.ok()) return named;
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return named;
    return Error{ErrorCode::not_found, "no such file", path.string(), "check the spelling", ""};
  }
  return readers::detect_format(path, args.options);
}

/// One country beside a rest of the world that is a single industry, not many countries.
bool is_national(const accounts::Economy& economy) {
  const auto in_second = [](const accounts::Industry& industry) { return industry.region == 1; };
  return economy.regions.size() == 2 &&
         std::count_if(economy.industries.begin(), economy.industries.end(), in_second) == 1 &&
         economy.regions.code(1) == "ROW";
}

void report(const accounts::Economy& economy, const TableFormat& format,
            const ImportArguments& args) {
  const bool national = is_national(economy);
  double gdp = economy.gdp(0);
  for (Index r = 1; r < economy.regions.size() && !national; ++r) gdp += economy.gdp(r);
  for (const auto& note : economy.notes) fmt::print(stderr, "note: {}\n", note);
  if (args.json) {
    const nlohmann::ordered_json out{{"economy", economy.name},
                                     {"file", args.output},
                                     {"format", format.name},
                                     {"year", economy.year},
                                     {"regions", economy.regions.size()},
                                     {"industries", economy.industries.size()},
                                     {"gdp_of", national ? economy.regions.code(0) : "all regions"},
                                     {"gdp", gdp},
                                     {"unit", economy.unit},
                                     {"notes", economy.notes}};
    fmt::print("{}\n", out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  const std::string whose = national ? economy.regions.code(0) : "all regions";
  fmt::print("{}: {}, {} industries, GDP of {} {:.0f} {} (read as {})\n", args.output, economy.name,
             economy.industries.size(), whose, gdp, economy.unit, format.name);
}

int import_table(const ImportArguments& args) {
  const auto format = format_of(args);
  if (!format.ok()) return fail(format.error(), args.json);
  readers::ImportOptions options = args.options;
  options.satellites = !args.no_satellites;
  if (auto status = set_rest_of_world(args, **format, options); !status.ok()) {
    return fail(status.error(), args.json);
  }
  const auto known = readers::shipped_known_gdp();
  if (!known.ok()) return fail(known.error(), args.json);
  options.known = &*known;
  watch_for_interrupt();
  const auto economy = readers::import_as(**format, args.table.back(), options);
  if (!economy.ok()) return fail(economy.error(), args.json);
  if (interrupt_requested()) return fail(interrupted_error(), args.json);
  if (auto status = readers::write_economy(*economy, args.output); !status.ok()) {
    return fail(status.error(), args.json);
  }
  report(*economy, **format, args);
  return 0;
}

struct ExportArguments {
  std::string economy, output, format;
  bool json = false;
};

/// csv, xlsx, pymrio or nc: as asked, or by the ending; a path without ending is a pymrio folder.
std::string format_to_write(const ExportArguments& args) {
  if (!args.format.empty()) return args.format;
  std::string ending = std::filesystem::path(args.output).extension().string();
  if (ending.empty()) return "pymrio";
  return ending.substr(1);
}

Status write_as(const std::string& format, const accounts::Economy& economy,
                const std::string& output) {
  if (format == "csv" || format == "xlsx") {
    const std::string ending = std::filesystem::path(output).extension().string();
    if (ending == "." + format) return readers::write_table(economy, output);
    return Error{ErrorCode::usage, fmt::format("a {} file ends in .{}", format, format), output, "",
                 ""};
  }
  if (format == "pymrio") return readers::pymrio::write_pymrio(economy, output);
  if (format == "nc") return readers::write_economy(economy, output);
  return Error{ErrorCode::usage, fmt::format("unknown format '{}' to write", format), output,
               "known are csv, xlsx, nc and pymrio (a folder)", ""};
}

int export_table(const ExportArguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  const std::string format = format_to_write(args);
  if (auto status = write_as(format, folder->economy, args.output); !status.ok()) {
    return fail(status.error(), args.json);
  }
  if (args.json) {
    const nlohmann::ordered_json out{
        {"economy", folder->economy.name}, {"file", args.output}, {"format", format}};
    fmt::print("{}\n", out.dump(1));
  } else {
    fmt::print("{}: {} as {}\n", args.output, folder->economy.name, format);
  }
  return 0;
}

std::string formats_text() {
  std::string text = "Formats (docs/reference/formats.md):\n";
  for (const TableFormat& format : readers::table_formats()) {
    text += fmt::format("  {:<14} {} ({})\n", format.name, format.what, format.stored);
  }
  return text;
}

void describe_export_verb(CLI::App& app, Act& act) {
  const auto args = std::make_shared<ExportArguments>();
  CLI::App* verb =
      app.add_subcommand("export", "write an economy as csv, xlsx or a folder of pymrio");
  verb->add_option("economy", args->economy, "built-in economy or .nc file, for example china-2018")
      ->required();
  verb->add_option("-o,--output", args->output, "file (.csv, .xlsx, .nc) or folder to write")
      ->required();
  verb->add_option("--format", args->format,
                   "csv, xlsx, nc or pymrio (default: from the ending; without one: pymrio)");
  verb->callback([args, &act] { act = [args] { return export_table(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace

void describe_table_verbs(CLI::App& app, Act& act) {
  describe_export_verb(app, act);
  const auto args = std::make_shared<ImportArguments>();
  CLI::App* verb = app.add_subcommand(
      "import", "read a table of a statistical office or database into an economy file");
  verb->add_option("table", args->table,
                   "[FORMAT] PATH: the table; its format is found if not given")
      ->required()
      ->expected(1, 2);
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->add_option("--year", args->options.year, "year of the table (default: from its name)");
  verb->add_option("--region", args->options.region,
                   "country of a national table, by code (default: from its name)");
  verb->add_option("--part", args->options.part,
                   "sheet of a workbook or entry of a zip (default: the only one, or the year's)");
  verb->add_option("--name", args->options.name, "name of the economy");
  verb->add_option("--row-gdp", args->row_gdp,
                   "national tables: GDP of the rest of the world [trillion of the currency]\n"
                   "(default: known GDP of that year, economies/known-gdp)");
  verb->add_option("--facts", args->facts,
                   "national tables: figures with row_gdp, as economies/china-2018/facts.csv");
  verb->add_option("--origins", args->options.origins,
                   "nbs: coarser table that tells domestic from imported use");
  verb->add_flag("--merge-plants", args->options.merge_plants,
                 "icio: add up the plants of China (CN1, CN2) and Mexico (MX1, MX2)");
  verb->add_flag("--no-satellites", args->no_satellites, "leave out satellite accounts");
  verb->add_flag("--close-income-gap", args->options.repairs.close_income_gap,
                 "accept any gap between output and inputs plus value added, as operating surplus");
  verb->add_flag("--keep-gaps", args->options.repairs.keep_gaps,
                 "keep what does not balance, for domar check --fix");
  verb->add_flag("--negative-inputs", args->options.repairs.negative_inputs,
                 "accept inputs below zero");
  verb->footer(formats_text());
  verb->callback([args, &act] { act = [args] { return import_table(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
