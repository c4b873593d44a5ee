#include "domar/scenario/result_files.hpp"

#include <functional>

#include <fmt/format.h>

#include "domar/base/file.hpp"
#include "domar/readers/netcdf_file.hpp"
#include "draw_job.hpp"

namespace domar::scenario {

namespace fs = std::filesystem;
using growth::IndustryYear;
using growth::YearResult;

namespace {

/// A variable by industry, for the netCDF file and the sector table.
struct SectorVariable {
  const char* name;
  const char* unit;
  const char* about;
  double IndustryYear::*field;
};
constexpr SectorVariable k_sector_variables[] = {
    {"value_added_share", "share of GDP", "value added at current prices",
     &IndustryYear::value_added},
    {"output", "ratio to base year", "real gross output", &IndustryYear::output},
    {"price", "ratio to base year", "producer price relative to the GDP deflator",
     &IndustryYear::price},
    {"labour", "ratio to base year", "labour in people times quality", &IndustryYear::labour},
    {"capital", "ratio to base year", "capital stock", &IndustryYear::capital},
    {"data", "ratio to base year", "data that count in production", &IndustryYear::data},
    {"knowledge", "ratio to base year", "R&D stock", &IndustryYear::knowledge},
    {"exports_share", "share of GDP", "exports at current prices", &IndustryYear::exports},
    {"imports_share", "share of GDP", "imports of the same good before tariffs",
     &IndustryYear::imports},
    {"foreign_content", "share of cost", "cost that goes abroad through all suppliers",
     &IndustryYear::foreign_content},
    {"log_productivity", "log points over base year", "productivity from all named sources",
     &IndustryYear::technology},
    {"contribution_labour", "log points of GDP", "contribution of its labour to GDP growth",
     &IndustryYear::growth_labour},
    {"contribution_capital", "log points of GDP", "contribution of its capital to GDP growth",
     &IndustryYear::growth_capital},
    {"contribution_data", "log points of GDP", "contribution of its data to GDP growth",
     &IndustryYear::growth_data},
    {"contribution_technology", "log points of GDP",
     "contribution of its technology to GDP growth: Domar weight times productivity",
     &IndustryYear::growth_technology},
    {"given_back", "log points of GDP",
     "what its experience brought to the industry it grew out of", &IndustryYear::given_back},
};

/// A variable of the whole region.
struct RegionVariable {
  std::string name;
  const char* unit;
  const char* about;
  std::function<double(const YearResult&)> value;
};

std::vector<RegionVariable> region_variables() {
  const auto of = [](double YearResult::*field) {
    return [field](const YearResult& year) { return year.*field; };
  };
  const auto accounts = [](double growth::GrowthAccounts::*field) {
    return [field](const YearResult& year) { return year.accounts.*field; };
  };
  const auto source = [](double growth::TechnologySources::*field) {
    return [field](const YearResult& year) { return year.accounts.sources.*field; };
  };
  using growth::GrowthAccounts;
  using growth::TechnologySources;
  std::vector<RegionVariable> variables{
      {"real_gdp", "ratio to base year", "real GDP, chained", of(&YearResult::real_gdp)},
      {"gdp_growth", "log points", "growth of real GDP", accounts(&GrowthAccounts::gdp_growth)},
      {"growth_labour", "log points", "contribution of labour", accounts(&GrowthAccounts::labour)},
      {"growth_capital", "log points", "contribution of capital",
       accounts(&GrowthAccounts::capital)},
      {"growth_data", "log points", "contribution of data", accounts(&GrowthAccounts::data)},
      {"growth_technology", "log points", "contribution of technology",
       accounts(&GrowthAccounts::technology)},
      {"growth_reallocation", "log points", "contribution of reallocation",
       accounts(&GrowthAccounts::reallocation)},
      {"technology_residual", "log points", "labour-augmenting residual",
       source(&TechnologySources::residual)},
      {"consumption", "ratio to base year", "real household consumption",
       of(&YearResult::consumption)},
      {"welfare", "ratio to base year", "real household and government spending",
       of(&YearResult::welfare)},
      {"investment_share", "share of GDP", "investment at current prices",
       of(&YearResult::investment_share)},
      {"labour_income_share", "share of GDP", "labour income", of(&YearResult::labour_share)},
      {"capital_income_share", "share of GDP", "capital income", of(&YearResult::capital_share)},
      {"data_income_share", "share of GDP", "data income", of(&YearResult::data_share)},
      {"rd_share", "share of GDP", "R&D spending", of(&YearResult::rd_share)},
      {"ai_adoption", "share", "AI adoption", of(&YearResult::ai_adoption)},
      {"capital_output", "years", "capital stock over real GDP", of(&YearResult::capital_output)},
      {"foreign_reliance", "share of final spending", "spending that ends up abroad",
       of(&YearResult::foreign_reliance)},
  };
  for (const auto& named : growth::k_technology_sources) {
    variables.push_back(
        {std::string("technology_") + named.name, "log points", named.title, source(named.part)});
  }
  return variables;
}

/// Industries of the region looked at.
std::vector<Index> own_industries(const Results& results) {
  std::vector<Index> own;
  for (Index j = 0; j < results.economy.industries.size(); ++j) {
    if (results.economy.industries[j].region == results.region) own.push_back(j);
  }
  return own;
}

std::string joined_sources(const Results& results) {
  std::string text = results.economy.source;
  for (const auto& [file, hash] : results.input_hashes) {
    text += fmt::format("; {} (sha256 {})", file, hash.substr(0, 12));
  }
  return text;
}

Status write_paths(const Results& results, const fs::path& file) {
  return write_file_with(file, [&](const fs::path& temporary) -> Status {
    const auto own = own_industries(results);
    const auto& years = results.baseline().path.years;
    readers::NetcdfWriter out(temporary, file.string());
    out.dimension("year", years.size());
    out.dimension("scenario", results.scenarios.size());
    out.dimension("region", 1);
    out.dimension("sector", own.size());
    out.attribute("title", results.title);
    out.attribute("domar", results.version);
    out.attribute("source", joined_sources(results));
    out.attribute("terms", results.economy.terms);
    std::vector<std::int32_t> year_values;
    for (const auto& year : years) year_values.push_back(year.year);
    out.integers("year", {"year"}, year_values, "calendar year");
    std::vector<std::string> names;
    for (const auto& scenario : results.scenarios) names.push_back(scenario.name);
    out.texts("scenario", "scenario", names, "scenario");
    out.texts("region", "region", {results.economy.regions.code(results.region)}, "region");
    std::vector<std::string> codes;
    std::vector<std::string> titles;
    for (const Index j : own) {
      codes.push_back(results.economy.industries[j].code);
      titles.push_back(results.economy.industries[j].name);
    }
    out.texts("sector", "sector", codes, "sector code");
    out.texts("sector_name", "sector", titles, "sector name");
    for (const auto& variable : k_sector_variables) {
      Vector values;
      for (Index t = 0; t < years.size(); ++t) {
        for (const auto& scenario : results.scenarios) {
          for (const Index j : own) {
            values.push_back(scenario.path.years[t].industries[j].*variable.field);
          }
        }
      }
      out.numbers(variable.name, {"year", "scenario", "region", "sector"}, values, variable.unit,
                  variable.about);
    }
    for (const auto& variable : region_variables()) {
      Vector values;
      for (Index t = 0; t < years.size(); ++t) {
        for (const auto& scenario : results.scenarios) {
          values.push_back(variable.value(scenario.path.years[t]));
        }
      }
      out.numbers(variable.name.c_str(), {"year", "scenario", "region"}, values, variable.unit,
                  variable.about);
    }
    return out.finish();
  });
}

/// One variable of all draws: (draw, scenario, year).
Vector of_draws(const Uncertainty& drawn, Index variable) {
  const Index years = drawn.years.size();
  const Index width = drawn.variables.size() * years;
  Vector values;
  for (Index k = 0; k < drawn.draws(); ++k) {
    for (Index s = 0; s < drawn.scenarios.size(); ++s) {
      const Index first = (k * drawn.scenarios.size() + s) * width + variable * years;
      for (Index t = 0; t < years; ++t) values.push_back(drawn.values[first + t]);
    }
  }
  return values;
}

void write_inputs(readers::NetcdfWriter& out, const Uncertainty& drawn) {
  std::vector<std::string> names;
  std::vector<std::string> kinds;
  std::vector<std::string> units;
  std::vector<std::string> statuses;
  Vector low;
  Vector median;
  Vector high;
  for (const DrawnInput& input : drawn.inputs) {
    names.push_back(input.name);
    kinds.push_back(input.kind);
    units.push_back(input.unit);
    statuses.emplace_back(name_of(input.status));
    low.push_back(input.low);
    median.push_back(input.median);
    high.push_back(input.high);
  }
  out.texts("input", "input", names, "uncertain number");
  out.texts("input_kind", "input", kinds, "what it is");
  out.texts("input_unit", "input", units, "unit of its values");
  out.texts("input_status", "input", statuses, "how its value is known");
  out.numbers("input_low", {"input"}, low, "see input_unit", "5 % of the prior lie below");
  out.numbers("input_median", {"input"}, median, "see input_unit", "median of the prior");
  out.numbers("input_high", {"input"}, high, "see input_unit", "5 % of the prior lie above");
  out.numbers("position", {"draw", "input"}, drawn.position.values(), "share",
              "share of the prior below the drawn value");
  out.numbers("drawn", {"draw", "input"}, drawn.drawn.values(), "see input_unit", "drawn value");
}

Status write_draws(const Results& results, const fs::path& file) {
  const Uncertainty& drawn = *results.uncertainty;
  return write_file_with(file, [&](const fs::path& temporary) -> Status {
    readers::NetcdfWriter out(temporary, file.string());
    out.dimension("draw", drawn.draws());
    out.dimension("input", drawn.inputs.size());
    out.dimension("scenario", drawn.scenarios.size());
    out.dimension("year", drawn.years.size());
    out.attribute("title", results.title);
    out.attribute("domar", results.version);
    out.attribute("source", joined_sources(results));
    out.attribute("seed", std::to_string(drawn.seed));
    out.attribute("design", drawn.design);
    const std::vector<std::int32_t> years(drawn.years.begin(), drawn.years.end());
    out.integers("year", {"year"}, years, "calendar year");
    out.texts("scenario", "scenario", drawn.scenarios, "scenario");
    const std::vector<std::int32_t> failed(drawn.failed.begin(), drawn.failed.end());
    out.integers("failed", {"draw"}, failed, "1 where the draw could not be solved");
    write_inputs(out, drawn);
    for (Index v = 0; v < drawn.variables.size(); ++v) {
      const DrawnVariable& variable = drawn.variables[v];
      out.numbers(variable.name.c_str(), {"draw", "scenario", "year"}, of_draws(drawn, v),
                  variable.unit, variable.about.c_str());
    }
    return out.finish();
  });
}

/// A text field of CSV: quoted when it needs to be.
std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// Numbers with all the digits that are sure.
std::string csv_number(double value) { return fmt::format("{:.10g}", value); }

std::string region_table(const Results& results) {
  const auto variables = region_variables();
  std::string text = "scenario,year";
  for (const auto& variable : variables) text += fmt::format(",{}", variable.name);
  text += ",fiscal_cost_billion\n";
  for (const auto& scenario : results.scenarios) {
    for (const auto& year : scenario.path.years) {
      text += fmt::format("{},{}", csv_text(scenario.name), year.year);
      for (const auto& variable : variables)
        text += fmt::format(",{}", csv_number(variable.value(year)));
      text += fmt::format(",{}\n", csv_number(results.billions(year.fiscal_cost)));
    }
  }
  return text;
}

std::string sector_table(const Results& results) {
  std::string text = "scenario,year,sector,name";
  for (const auto& variable : k_sector_variables) text += fmt::format(",{}", variable.name);
  text += "\n";
  for (const auto& scenario : results.scenarios) {
    for (const auto& year : scenario.path.years) {
      for (const Index j : own_industries(results)) {
        text += fmt::format("{},{},{},{}", csv_text(scenario.name), year.year,
                            csv_text(results.economy.industries[j].code),
                            csv_text(results.economy.industries[j].name));
        for (const auto& variable : k_sector_variables) {
          text += fmt::format(",{}", csv_number(year.industries[j].*variable.field));
        }
        text += "\n";
      }
    }
  }
  return text;
}

std::string class_table(const Results& results) {
  std::string text = "scenario,year,class,share_of_gdp,foreign_content\n";
  for (const auto& scenario : results.scenarios) {
    for (const auto& year : scenario.path.years) {
      for (const auto& [name, share] : year.class_share) {
        text += fmt::format("{},{},{},{},{}\n", csv_text(scenario.name), year.year, csv_text(name),
                            csv_number(share), csv_number(year.class_foreign_reliance.at(name)));
      }
    }
  }
  return text;
}

std::string sei_table(const Results& results) {
  std::string text = "scenario,year,total,structure,unallocated,reclassification,low_80,high_80\n";
  for (const auto& scenario : results.scenarios) {
    for (const auto& year : scenario.path.years) {
      const SeiShare share = results.sei(scenario, year.year);
      text += fmt::format("{},{},{},{},{},{},{},{}\n", csv_text(scenario.name), year.year,
                          csv_number(share.total), csv_number(share.structure),
                          csv_number(share.unallocated), csv_number(share.reclassification),
                          csv_number(share.low), csv_number(share.high));
    }
  }
  return text;
}

std::string instrument_table(const Results& results) {
  std::string text = "scenario,kind,instrument,name,from,to,value,unit,source,year,status\n";
  for (const auto& scenario : results.scenarios) {
    for (const auto& [kind, list] :
         {std::pair{"policy", &scenario.policies}, std::pair{"shock", &scenario.shocks}}) {
      for (const auto& it : *list) {
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", csv_text(scenario.name), kind,
                            policy::name_of(it.kind), csv_text(it.name), it.from, it.to,
                            csv_number(it.passport.value), csv_text(it.passport.unit),
                            csv_text(it.passport.source), csv_text(it.passport.year),
                            name_of(it.passport.status));
      }
    }
  }
  return text;
}

}  // namespace

Status write_results(const Results& results, const fs::path& folder) {
  const std::pair<const char*, std::string> files[] = {
      {"tables/region.csv", region_table(results)},
      {"tables/sectors.csv", sector_table(results)},
      {"tables/classes.csv", class_table(results)},
      {"tables/sei.csv", sei_table(results)},
      {"tables/instruments.csv", instrument_table(results)},
      {"report.html", report_html(results)},
      {"summary.json", summary_json(results)},
      {"run.json", run_json(results)}};
  if (auto status = write_paths(results, folder / "paths.nc"); !status.ok()) return status;
  if (results.uncertainty) {
    if (auto status = write_draws(results, folder / "draws.nc"); !status.ok()) return status;
  }
  for (const auto& [name, text] : files) {
    if (auto status = write_file(folder / name, text); !status.ok()) return status;
  }
  std::error_code ignored;  // all draws are safe now
  if (results.uncertainty) fs::remove(folder / k_draw_store, ignored);
  return Done{};
}

}  // namespace domar::scenario
