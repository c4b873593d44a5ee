#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/growth/run_path.hpp"
#include "hindcast_parts.hpp"

namespace domar::scenario {

using accounts::Economy;
using accounts::FinalUseKind;

namespace {

constexpr Index k_sectors = 56;
constexpr Index k_rows = 120;
constexpr Index k_cols = 63;
constexpr Index k_value_added_row = 117;
constexpr std::array<Index, 5> k_tax_and_margin_rows{113, 114, 115, 116, 118};
constexpr Index k_exports_col = 61;
constexpr Index k_output_col = 62;

// What is assumed of every country alike, for nothing better is in the tables themselves.
constexpr double k_labour_share = 0.55;
constexpr double k_capital_output = 3.0;
constexpr double k_growth = 0.03;  ///< real GDP, a year
constexpr double k_labour_growth = 0.01;
constexpr double k_armington = 4.0;
/// The rest of the world is this many times a country's output: large enough to be a price giver.
constexpr double k_world_size = 50.0;
/// Median of |d ln share| over sqrt(year), 41 regions, 35 industries, WIOD release of 2013, 1995 to
/// 2000 (computed).
constexpr double k_median_change = 0.0557;
constexpr growth::PathAccuracy k_accuracy{5e-4, 1e-4, false};

/// All national tables of a year.
struct Tables {
  std::vector<double> values;  ///< [country][row][column], million USD
  [[nodiscard]] double at(Index country, Index row, Index col) const {
    return values[(country * k_rows + row) * k_cols + col];
  }
};

Result<std::vector<std::string>> countries_of(const std::filesystem::path& folder) {
  const auto text = read_file(folder / "labels.json");
  if (!text.ok()) return text.error();
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (json.is_discarded() || !json.contains("countries")) {
    return Error{ErrorCode::bad_input, "no list of countries", (folder / "labels.json").string(),
                 "", ""};
  }
  return json["countries"].get<std::vector<std::string>>();
}

Result<Tables> read_year(const std::filesystem::path& folder, int year, Index countries) {
  const auto path = folder / fmt::format("niot16_{}.f64.gz", year);
  const auto bytes = read_file(path);
  if (!bytes.ok()) return bytes.error();
  Tables tables;
  tables.values.resize(countries * k_rows * k_cols);
  if (bytes->size() != tables.values.size() * sizeof(double)) {
    return Error{ErrorCode::bad_input,
                 fmt::format("{} bytes, not {} tables of {} x {} doubles", bytes->size(), countries,
                             k_rows, k_cols),
                 path.string(), "", ""};
  }
  std::memcpy(tables.values.data(), bytes->data(), bytes->size());
  return tables;
}

/// Value added of every industry over that of the country; negative ones count as none.
Vector shares_of(const Tables& tables, Index country) {
  Vector shares(k_sectors);
  double total = 0.0;
  for (Index j = 0; j < k_sectors; ++j) {
    shares[j] = std::max(0.0, tables.at(country, k_value_added_row, j));
    total += shares[j];
  }
  for (double& share : shares) share /= total;
  return shares;
}

/// The sectors of a country that have output and value added, by number; the others are left out.
std::vector<Index> active_sectors(const Tables& tables, Index country) {
  std::vector<Index> active;
  for (Index j = 0; j < k_sectors; ++j) {
    if (tables.at(country, j, k_output_col) > 1.0 &&
        tables.at(country, k_value_added_row, j) > 0.0) {
      active.push_back(j);
    }
  }
  return active;
}

/// Who is there, without any flow: the active sectors, three final uses, and a world of one
/// industry that supplies what the country imports.
Result<Economy> empty_economy(const std::vector<Index>& active, const std::string& code) {
  const Index n = active.size();
  std::vector<std::string> codes;
  for (const Index j : active) codes.push_back(fmt::format("{:02}", j));
  codes.emplace_back("ROW");
  Economy economy;
  economy.name = "wiod16-" + code;
  economy.unit = "million USD";
  economy.price_basis = "basic";
  auto goods = Labels::make(codes, codes);
  if (!goods.ok()) return goods.error();
  auto regions = Labels::make({code, "ROW"}, {code, "rest of the world"});
  if (!regions.ok()) return regions.error();
  economy.goods = std::move(goods.value());
  economy.regions = std::move(regions.value());
  for (Index j = 0; j < n; ++j) economy.industries.push_back({0, codes[j], ""});
  economy.industries.push_back({1, "ROW", "rest of the world"});
  economy.final_uses = {{0, FinalUseKind::household, "C", "households"},
                        {0, FinalUseKind::government, "G", "government"},
                        {0, FinalUseKind::fixed_investment, "I", "investment"},
                        {1, FinalUseKind::everything, "ROW_FU", "rest of the world"}};
  economy.use.assign(2, Matrix(n + 1, economy.users()));
  economy.value_added = Matrix(accounts::k_value_added_rows, n + 1);
  economy.supplier.assign(2, std::vector<Index>(n + 1, n));
  for (Index i = 0; i < n; ++i) economy.supplier[0][i] = i;
  economy.supplier[0][n] = Economy::k_none;
  return economy;
}

/// What users pay, by good and origin; flows of sectors left out go nowhere, negative ones are
/// none.
void fill_uses(const Tables& tables, Index country, const std::vector<Index>& active,
               Economy& economy) {
  const Index n = active.size();
  const Index household = n + 1;
  for (Index i = 0; i < n; ++i) {
    for (Index origin = 0; origin < 2; ++origin) {
      const Index row = active[i] + origin * k_sectors;
      for (Index j = 0; j < n; ++j) {
        economy.use[origin](i, j) = std::max(0.0, tables.at(country, row, active[j]));
      }
      // Households and non-profits; government; investment with stocks.
      const double spent[] = {tables.at(country, row, 56) + tables.at(country, row, 57),
                              tables.at(country, row, 58),
                              tables.at(country, row, 59) + tables.at(country, row, 60)};
      for (Index f = 0; f < 3; ++f) economy.use[origin](i, household + f) = std::max(0.0, spent[f]);
    }
    economy.use[0](i, economy.users() - 1) =
        std::max(0.0, tables.at(country, active[i], k_exports_col));
  }
}

/// Small repairs may have changed sales: value added closes every column on them.
/// @return output of the country. @error bad_value  a sector in which no income is left
Result<double> close_columns(const Tables& tables, Index country, const std::vector<Index>& active,
                             const std::string& code, Economy& economy) {
  const Index n = active.size();
  double output = 0.0;
  for (Index j = 0; j < n; ++j) {
    double sales = 0.0;
    double inputs = 0.0;
    for (Index u = 0; u < economy.users(); ++u) sales += economy.use[0](j, u);
    for (Index i = 0; i < n; ++i) inputs += economy.use[0](i, j) + economy.use[1](i, j);
    double taxes = 0.0;
    for (const Index row : k_tax_and_margin_rows) taxes += tables.at(country, row, active[j]);
    const double income = sales - inputs - taxes;
    if (!(income > 0.0)) {
      return Error{ErrorCode::bad_value, fmt::format("no income left in sector {}", active[j]),
                   code, "", ""};
    }
    economy.value_added(accounts::labour, j) = k_labour_share * income;
    economy.value_added(accounts::operating_surplus, j) = (1.0 - k_labour_share) * income;
    economy.value_added(accounts::production_taxes, j) = taxes;
    output += sales;
  }
  return output;
}

/// A world so large that the country does not move it: it spends its income on its own good, and
/// on the country's exports what the country pays for imports.
void close_world(double output, Economy& economy) {
  const Index n = economy.industries.size() - 1;
  double imports = 0.0;
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) imports += economy.use[1](i, j);
  }
  for (Index i = 0; i < n; ++i) {
    for (Index f = 0; f < 3; ++f) imports += economy.use[1](i, n + 1 + f);
  }
  const double world = k_world_size * output;
  economy.value_added(accounts::labour, n) = world;
  economy.use[1](n, economy.users() - 1) = world - imports;
}

/// A country and a rest of the world that buys its exports and makes its imports.
Result<Economy> economy_of(const Tables& tables, Index country, const std::string& code) {
  const auto active = active_sectors(tables, country);
  auto economy = empty_economy(active, code);
  if (!economy.ok()) return economy;
  fill_uses(tables, country, active, *economy);
  const auto output = close_columns(tables, country, active, code, *economy);
  if (!output.ok()) return output.error();
  close_world(*output, *economy);
  return economy;
}

growth::Drivers drivers_for(const Economy& economy, int base, int last) {
  growth::Drivers drivers;
  const Index n = economy.industries.size();
  drivers.base_year = base;
  drivers.last_year = last;
  drivers.capital.stock_0 = k_capital_output * economy.gdp(0);
  for (int year = base; year <= last; ++year) {
    drivers.labour.quantity[year] = std::exp(k_labour_growth * (year - base));
    if (year > base) drivers.target.gdp_growth[year] = k_growth;
  }
  drivers.knowledge.spending_0.assign(n, 0.0);
  drivers.ai.exposure.assign(n, 0.0);
  drivers.emerging.share.assign(n, 0.0);
  drivers.foreign_growth = k_growth;
  return drivers;
}

/// Shares that Domar predicts for some years, or why not.
Result<std::map<int, Vector>> predict(const Tables& tables, Index country, const std::string& code,
                                      int base, const std::vector<int>& targets) {
  const auto economy = economy_of(tables, country, code);
  if (!economy.ok()) return economy.error();
  network::NetworkOptions options;
  options.elasticities.armington.assign(economy->goods.size(), k_armington);
  options.elasticities.exports.assign(economy->goods.size(), k_armington);
  const auto network = network::build_network(*economy, options);
  if (!network.ok()) return network.error();
  const auto drivers = drivers_for(*economy, base, targets.back());
  const auto path = growth::run_path({*economy, *network, drivers, {}, k_accuracy}, code, {}, {});
  if (!path.ok()) return path.error();
  const Vector start = shares_of(tables, country);
  std::map<int, Vector> shares;
  for (const int target : targets) {
    // Changes of shares at producers' prices, put on the shares of value added at basic prices.
    Vector& moved = shares[target];
    moved = start;
    const auto& first = path->years.front().industries;
    const auto& then = path->years[static_cast<Index>(target - base)].industries;
    double total = 0.0;
    for (Index i = 0; i + 1 < economy->goods.size(); ++i) {
      const auto sector = static_cast<Index>(std::stoul(economy->goods.code(i)));
      moved[sector] *= then[i].value_added / first[i].value_added;
    }
    for (const double share : moved) total += share;
    for (double& share : moved) share /= total;
  }
  return shares;
}

class WiodHindcast {
 public:
  WiodHindcast(const HindcastOptions& options, HindcastReport& report)
      : options_(options), report_(report), folder_(options.data / "wiod16_niot") {}

  Status go() {
    auto countries = countries_of(folder_);
    if (!countries.ok()) return countries.error();
    countries_ = std::move(countries.value());
    for (const int year : {2000, 2007, 2014}) {
      auto tables = read_year(folder_, year, countries_.size());
      if (!tables.ok()) return tables.error();
      tables_[year] = std::move(tables.value());
    }
    from(2000, {2007, 2014});
    from(2007, {2014});
    return Done{};
  }

 private:
  void from(int base, const std::vector<int>& targets) {
    std::vector<std::optional<Result<std::map<int, Vector>>>> found(countries_.size());
    tbb::task_arena arena(options_.threads);
    arena.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<Index>(0, found.size(), 1),
          [&](const tbb::blocked_range<Index>& range) {
            for (Index c = range.begin(); c != range.end(); ++c) {
              found[c].emplace(predict(tables_.at(base), c, countries_[c], base, targets));
            }
          },
          tbb::simple_partitioner());
    });
    std::vector<Index> kept;
    for (Index c = 0; c < found.size(); ++c) {
      if (found[c]->ok()) {
        kept.push_back(c);
      } else {
        report_.skipped.push_back(
            fmt::format("WIOD {} from {}: {}", countries_[c], base, found[c]->error().message()));
      }
    }
    for (const int target : targets) {
      std::vector<Vector> model;
      for (const Index c : kept) model.push_back((*found[c])->at(target));
      compare_year(base, target, kept, model);
    }
  }

  void compare_year(int base, int target, const std::vector<Index>& kept,
                    const std::vector<Vector>& model) {
    ensemble::HindcastCase hindcast{"43 countries of WIOD, value added", base, target, {}, {}, {}};
    Vector ours;
    Vector last;
    Vector before;
    const auto append = [](Vector& to, const Vector& more) {
      to.insert(to.end(), more.begin(), more.end());
    };
    for (Index k = 0; k < kept.size(); ++k) {
      append(ours, model[k]);
      append(last, shares_of(tables_.at(base), kept[k]));
      append(before, shares_of(tables_.at(2000), kept[k]));
      append(hindcast.outcome, shares_of(tables_.at(target), kept[k]));
      hindcast.cluster.insert(hindcast.cluster.end(), k_sectors, k);
    }
    const auto members = [&](const Vector& point) {
      Matrix one(1, point.size());
      std::copy(point.begin(), point.end(), one.row(0).begin());
      return ensemble::scattered(one, hindcast.cluster, k_median_change, target - base,
                                 options_.members, options_.seed);
    };
    hindcast.forecasters.push_back({"Domar", false, ours, members(ours)});
    hindcast.forecasters.push_back({"random walk (constant share)", false, last, members(last)});
    if (base > 2000) {
      const double steps = static_cast<double>(target - base) / (base - 2000);
      const Vector full = ensemble::drifted(before, last, hindcast.cluster, steps);
      const Vector half = ensemble::drifted(before, last, hindcast.cluster, 0.5 * steps);
      hindcast.forecasters.push_back({"drift of 2000 to 2007", false, full, {}});
      hindcast.forecasters.push_back({"half that drift", false, half, {}});
    }
    add_case(hindcast, {k_median_change, "WIOD release of 2013, 41 regions, 1995 to 2000"},
             Labels(), report_);
  }

  const HindcastOptions& options_;
  HindcastReport& report_;
  std::filesystem::path folder_;
  std::vector<std::string> countries_;
  std::map<int, Tables> tables_;
};

}  // namespace

Status check_wiod(const HindcastOptions& options) {
  const auto countries = countries_of(options.data / "wiod16_niot");
  if (!countries.ok()) return countries.error();
  return Done{};
}

Status hindcast_wiod(const HindcastOptions& options, HindcastReport& report) {
  return WiodHindcast(options, report).go();
}

}  // namespace domar::scenario
