/// @file The verbs that reshape accounts: aggregate, balance, extend, deflate, chain, nest,
/// symmetric.

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include <fmt/format.h>

#include "domar/accounts/aggregate.hpp"
#include "domar/accounts/check.hpp"
#include "domar/accounts/nest.hpp"
#include "domar/base/file.hpp"
#include "domar/readers/concordance_file.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/readers/reshape_files.hpp"
#include "names.hpp"
#include "verbs.hpp"

namespace domar::cli {

namespace {

using accounts::Economy;
using Json = nlohmann::ordered_json;

struct Arguments {
  std::string economy, goods, regions, table, method, output, region, national, use, model, of;
  std::vector<std::string> economies;
  int year = 0;
  bool json = false;
};

/// Files of concordances: paths, or names of built-in ones, with commas between them.
std::vector<std::filesystem::path> concordance_files(const std::string& list) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : names_in(list)) {
    const auto built_in = scenario::home_folder() / "economies" / "concordances" / (name + ".csv");
    const bool path = std::filesystem::exists(name) || !std::filesystem::exists(built_in);
    paths.push_back(path ? std::filesystem::path(name) : built_in);
  }
  return paths;
}

/// Goods that only a region of one industry makes, such as the rest of the world's own.
std::vector<std::string> goods_of_single_industries(const Economy& economy) {
  std::map<Index, Index> industries;
  for (const auto& industry : economy.industries) ++industries[industry.region];
  std::vector<std::string> goods;
  for (Index i = 0; i < economy.goods.size(); ++i) {
    bool elsewhere = false;
    for (Index r = 0; r < economy.regions.size(); ++r) {
      elsewhere = elsewhere || (economy.supplier[r][i] != Economy::k_none && industries[r] > 1);
    }
    if (!elsewhere) goods.push_back(economy.goods.code(i));
  }
  return goods;
}

/// Writes an economy and says what it is.
int write(Economy economy, const Arguments& args, Json more = {}) {
  economy.name = std::filesystem::path(args.output).stem().string();
  if (auto status = readers::write_economy(economy, args.output); !status.ok()) {
    return fail(status.error(), args.json);
  }
  const double gap = accounts::largest_relative_error(economy);
  if (args.json) {
    Json out{{"economy", economy.name},       {"file", args.output},
             {"year", economy.year},          {"regions", economy.regions.size()},
             {"goods", economy.goods.size()}, {"industries", economy.industries.size()},
             {"largest_relative_error", gap}, {"notes", economy.notes}};
    if (!more.is_null()) out.update(more);
    fmt::print("{}\n", out.dump(1));
    return 0;
  }
  for (const auto& note : economy.notes) fmt::print(stderr, "note: {}\n", note);
  fmt::print("{}: {}, {} regions, {} industries; rows and columns agree to {:.1e} of output\n",
             args.output, economy.year, economy.regions.size(), economy.industries.size(), gap);
  return 0;
}

int aggregate(const Arguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  const Economy& economy = folder->economy;
  auto regions = readers::read_concordances(concordance_files(args.regions), economy.regions, {});
  if (!regions.ok()) return fail(regions.error(), args.json);
  auto goods = readers::read_concordances(concordance_files(args.goods), economy.goods,
                                          goods_of_single_industries(economy));
  if (!goods.ok()) return fail(goods.error(), args.json);
  auto made = accounts::aggregate(economy, *regions, *goods);
  if (!made.ok()) return fail(made.error(), args.json);
  return write(std::move(made.value()), args);
}

Json changes_json(const accounts::Rebalanced& made) {
  Json out{{"moved", made.moved}, {"rounds", made.rounds}, {"changes", Json::array()}};
  for (const auto& change : made.changes) {
    out["changes"].push_back(
        {{"where", change.where}, {"before", change.before}, {"after", change.after}});
  }
  return out;
}

void print_changes(const accounts::Rebalanced& made) {
  fmt::print(stderr, "largest changes:\n");
  for (const auto& change : made.changes) {
    fmt::print(stderr, "  {:>14.6g} -> {:>14.6g}  {}\n", change.before, change.after, change.where);
  }
}

int rebalance(const Arguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  std::vector<accounts::Target> targets;
  if (!args.table.empty()) {
    auto read = readers::read_targets(args.table);
    if (!read.ok()) return fail(read.error(), args.json);
    targets = std::move(read.value());
  }
  accounts::RebalanceOptions options;
  if (args.method == "gras") options.method = accounts::BalanceMethod::gras;
  auto made = args.year != 0 ? accounts::extend(folder->economy, args.year, targets, options)
                             : accounts::rebalance(folder->economy, targets, options);
  if (!made.ok()) return fail(made.error(), args.json);
  if (!args.json) print_changes(*made);
  return write(std::move(made->economy), args, changes_json(*made));
}

int deflate(const Arguments& args) {
  const auto folder = scenario::read_economy_folder(args.economy);
  if (!folder.ok()) return fail(folder.error(), args.json);
  const auto prices = readers::read_prices(args.table, args.year);
  if (!prices.ok()) return fail(prices.error(), args.json);
  auto real = accounts::deflate(folder->economy, *prices, args.of);
  if (!real.ok()) return fail(real.error(), args.json);
  return write(std::move(real.value()), args);
}

/// Volume indices of GDP and of every industry, chained over the given economies.
int chain(const Arguments& args) {
  std::vector<Economy> years;
  for (const auto& name : args.economies) {
    auto folder = scenario::read_economy_folder(name);
    if (!folder.ok()) return fail(folder.error(), args.json);
    years.push_back(std::move(folder->economy));
  }
  std::map<std::string, std::vector<accounts::VolumeChange>> series;
  std::set<std::string> left_out;
  for (std::size_t t = 1; t < years.size(); ++t) {
    const auto prices = readers::read_prices(args.table, years[t].year);
    if (!prices.ok()) return fail(prices.error(), args.json);
    const auto changes = accounts::volume_changes(years[t - 1], years[t], *prices);
    if (!changes.ok()) return fail(changes.error(), args.json);
    left_out.insert(changes->left_out.begin(), changes->left_out.end());
    for (Index r = 0; r < changes->regions.size(); ++r) {
      series["GDP of " + changes->regions[r]].push_back(changes->gdp[r]);
    }
    for (Index j = 0; j < changes->industries.size(); ++j) {
      series["value added of " + changes->industries[j]].push_back(changes->value_added[j]);
    }
  }
  Json out{{"years", Json::array()}, {"index", "chained Fisher volume, 1 in the first year"}};
  for (const auto& economy : years) out["years"].push_back(economy.year);
  std::string text;
  for (const auto& [name, changes] : series) {
    if (changes.size() + 1 != years.size()) continue;  // not there in every year
    const Vector index = accounts::chained(changes);
    out["volumes"][name] = index;
    text += fmt::format("{:<34} {:>9.4f}\n", name, fmt::join(index, " "));
  }
  if (!left_out.empty()) {
    out["left_out"] = left_out;
    fmt::print(stderr, "note: without an index, since not positive at both years' prices: {}\n",
               fmt::join(left_out, ", "));
  }
  fmt::print("{}", args.json ? out.dump(1) + "\n" : text);
  return 0;
}

int nest(const Arguments& args) {
  const auto world = scenario::read_economy_folder(args.economy);
  if (!world.ok()) return fail(world.error(), args.json);
  const auto national = scenario::read_economy_folder(args.national);
  if (!national.ok()) return fail(national.error(), args.json);
  const auto sectors =
      readers::read_concordances(concordance_files(args.goods), national->economy.goods,
                                 goods_of_single_industries(national->economy));
  if (!sectors.ok()) return fail(sectors.error(), args.json);
  auto made = accounts::nest(world->economy, args.region, national->economy, *sectors);
  if (!made.ok()) return fail(made.error(), args.json);
  return write(std::move(made->economy), args, {{"priors_met", made->priors_met}});
}

int symmetric(const Arguments& args) {
  const auto source = readers::read_supply_use(args.table, args.use);
  if (!source.ok()) return fail(source.error(), args.json);
  const auto model = accounts::parse_symmetric_model(args.model);
  if (!model.ok()) return fail(model.error(), args.json);
  const auto made = accounts::make_symmetric(*source, *model);
  if (!made.ok()) return fail(made.error(), args.json);
  if (auto status = write_file(args.output, readers::symmetric_csv(*made, *source)); !status.ok()) {
    return fail(status.error(), args.json);
  }
  if (args.json) {
    Json out{{"file", args.output},
             {"model", args.model},
             {"sectors", made->sectors.size()},
             {"negative", Json::array()}};
    for (const auto& flow : made->negative) {
      out["negative"].push_back({{"row", flow.row}, {"col", flow.col}, {"value", flow.value}});
    }
    fmt::print("{}\n", out.dump(1));
    return 0;
  }
  for (const auto& flow : made->negative) {
    fmt::print(stderr, "note: {} to {} is {:.6g}\n", flow.row, flow.col, flow.value);
  }
  fmt::print("{}: {} sectors by model {}, {} flows below zero\n", args.output, made->sectors.size(),
             args.model, made->negative.size());
  return 0;
}

constexpr const char* k_economy = "built-in economy or .nc file, for example china-2018";
constexpr const char* k_concordance =
    "concordance: built-in name or .csv; several with commas, one after the other";

void describe_balancing(CLI::App& app, Act& act, const std::shared_ptr<Arguments>& args) {
  CLI::App* verb = app.add_subcommand("balance", "make accounts consistent, and meet known totals");
  verb->add_option("economy", args->economy, k_economy)->required();
  verb->add_option("totals", args->table, "known totals (.csv: total, region, code, value)");
  verb->add_option("--method", args->method, "cross-entropy (default) or gras")
      ->check(CLI::IsMember({"cross-entropy", "gras"}));
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->callback([args, &act] { act = [args] { return rebalance(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("extend", "carry a table to another year from known totals");
  verb->add_option("economy", args->economy, k_economy)->required();
  verb->add_option("totals", args->table, "known totals (.csv: total, region, code, value)")
      ->required();
  verb->add_option("--year", args->year, "the year of the totals")->required();
  verb->add_option("--method", args->method, "cross-entropy (default) or gras")
      ->check(CLI::IsMember({"cross-entropy", "gras"}));
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->callback([args, &act] { act = [args] { return rebalance(*args); }; });
  add_json_flag(*verb, args->json);
}

void describe_prices(CLI::App& app, Act& act, const std::shared_ptr<Arguments>& args) {
  CLI::App* verb = app.add_subcommand("deflate", "accounts at the prices of another year");
  verb->add_option("economy", args->economy, k_economy)->required();
  verb->add_option("prices", args->table,
                   "prices over those of the other year (.csv: good, price; region, year)")
      ->required();
  verb->add_option("--of", args->of, "whose prices: the other year, for example 2010")->required();
  verb->add_option("--year", args->year, "rows of this year, if the file has several");
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->callback([args, &act] { act = [args] { return deflate(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("chain", "volumes over the years: chained Fisher indices");
  verb->add_option("prices", args->table,
                   "prices over those of the year before (.csv: year, good, price; region)")
      ->required();
  verb->add_option("economies", args->economies, "economies of one classification, earliest first")
      ->required()
      ->expected(2, 1000);
  verb->callback([args, &act] { act = [args] { return chain(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace

void describe_reshape_verbs(CLI::App& app, Act& act) {
  const auto args = std::make_shared<Arguments>();

  CLI::App* verb = app.add_subcommand("aggregate", "fewer regions and sectors, nothing lost");
  verb->add_option("economy", args->economy, k_economy)->required();
  verb->add_option("--goods", args->goods, k_concordance);
  verb->add_option("--regions", args->regions, k_concordance);
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->callback([args, &act] { act = [args] { return aggregate(*args); }; });
  add_json_flag(*verb, args->json);

  describe_balancing(app, act, args);
  describe_prices(app, act, args);

  verb = app.add_subcommand("nest", "a detailed national table inside a world table");
  verb->add_option("world", args->economy, "world table, for example world-2014")->required();
  verb->add_option("region", args->region, "the region to put in detail, for example CHN")
      ->required();
  verb->add_option("national", args->national, "its national table, for example china-2018")
      ->required();
  verb->add_option("--goods", args->goods, k_concordance)->required();
  verb->add_option("-o,--output", args->output, "economy file to write (.nc)")->required();
  verb->callback([args, &act] { act = [args] { return nest(*args); }; });
  add_json_flag(*verb, args->json);

  verb = app.add_subcommand("symmetric", "input-output table from supply and use tables");
  verb->add_option("supply", args->table, "supply table (.csv: products down, industries across)")
      ->required();
  verb->add_option("use", args->use, "use table (.csv), with final uses and incomes")->required();
  verb->add_option(
          "--model", args->model,
          "A product technology, B industry technology (products); C fixed industry sales, "
          "D fixed product sales (industries)")
      ->required();
  verb->add_option("-o,--output", args->output, "table to write (.csv)")->required();
  verb->callback([args, &act] { act = [args] { return symmetric(*args); }; });
  add_json_flag(*verb, args->json);
}

}  // namespace domar::cli
