#pragma once
/// @file Tiny economy: a folder with an economy of three sectors, one of them emerging, and all
/// that a job asks for; a year of it is solved in less than a millisecond.

#include <string>
#include <tuple>

#include <fmt/format.h>

#include "domar/accounts/economy.hpp"
#include "domar/readers/economy_file.hpp"
#include "temp_job.hpp"

namespace domar::scenario {

/// Old and new goods and services; a world a hundred times as large buys and sells a little.
inline accounts::Economy tiny_economy() {
  using accounts::Economy;
  Economy e;
  e.name = "tiny";
  e.year = 2018;
  e.unit = "million yuan";
  e.price_basis = "producer";
  e.source = "made up for tests";
  e.terms = "none";
  const std::vector<std::string> codes{"old", "new", "services", "ROW"};
  e.goods = Labels::make(codes, {"Old goods", "New goods", "Services", "World"}).value();
  e.regions = Labels::make({"A", "ROW"}, {"Country", "World"}).value();
  for (Index j = 0; j < 3; ++j) e.industries.push_back({0, codes[j], e.goods.title(j)});
  e.industries.push_back({1, "ROW", "World"});
  e.final_uses = {{0, accounts::FinalUseKind::household, "C", "Households"},
                  {0, accounts::FinalUseKind::government, "G", "Government"},
                  {0, accounts::FinalUseKind::fixed_investment, "I", "Investment"},
                  {1, accounts::FinalUseKind::everything, "W", "World"}};
  e.use.assign(2, Matrix(4, e.users()));
  // Inputs, then C, G, I, exports; thousands of billions.
  const double home[3][7] = {{8e6, 1e6, 3e6, 6e6, 0.1e6, 12e6, 6e6},
                             {0.5e6, 0.4e6, 0.3e6, 0.5e6, 0.1e6, 1.5e6, 0.7e6},
                             {5e6, 0.8e6, 9e6, 18e6, 7.0e6, 6e6, 2e6}};
  const double imports[3][6] = {{2e6, 0.3e6, 0.4e6, 0.8e6, 0.0, 1.5e6},
                                {0.2e6, 0.2e6, 0.1e6, 0.1e6, 0.0, 0.3e6},
                                {0.4e6, 0.1e6, 0.7e6, 0.9e6, 0.0, 0.1e6}};
  double imported = 0.0;
  for (Index i = 0; i < 3; ++i) {
    for (Index u = 0; u < 7; ++u) {
      const Index user = u < 3 ? u : u + 1;  // the world's industry stands between
      e.use[0](i, user) = home[i][u];
      if (u == 6) continue;
      e.use[1](i, user) = imports[i][u];
      imported += imports[i][u];
    }
  }
  e.value_added = Matrix(accounts::k_value_added_rows, 4);
  for (Index j = 0; j < 3; ++j) {
    double income = 0.0;
    for (Index u = 0; u < e.users(); ++u) income += e.use[0](j, u);
    for (Index i = 0; i < 3; ++i) income -= e.use[0](i, j) + e.use[1](i, j);
    e.value_added(accounts::labour, j) = 0.5 * income;
    e.value_added(accounts::operating_surplus, j) = 0.45 * income;
    e.value_added(accounts::production_taxes, j) = 0.05 * income;
  }
  const double world = 1e10;
  double sold = 0.0;
  for (Index i = 0; i < 3; ++i) sold += e.use[0](i, e.users() - 1);
  e.value_added(accounts::labour, 3) = world;
  e.use[1](3, e.users() - 1) = world - imported;
  e.supplier = {{0, 1, 2, Economy::k_none}, {3, 3, 3, 3}};
  return e;
}

/// Writes the folder "tiny" with figures and series of china-2018, in which `facts` rows stand
/// last. @return the path to name in a job.
inline std::string write_tiny_folder(const TempJob& home, const std::string& facts = "") {
  const auto folder = home / "tiny";
  std::filesystem::create_directories(folder / "classifications");
  EXPECT_TRUE(readers::write_economy(tiny_economy(), folder / "tiny.nc").ok());
  const std::filesystem::path china = test::source_dir() / "economies" / "china-2018";
  std::filesystem::copy_file(china / "series.csv", folder / "series.csv");
  std::filesystem::copy_file(china / "facts.csv", folder / "facts.csv");
  std::ofstream(folder / "facts.csv", std::ios::app) << facts;
  std::string parameters = "sector,parameter,value,unit,year,source,vintage,status\n";
  const std::tuple<const char*, double, const char*> values[] = {
      {"armington_elasticity", 4.0, "1"},
      {"export_elasticity", 4.0, "1"},
      {"ai_exposure", 0.2, "share of tasks"},
      {"rd_spending", 300.0, "billion yuan"},
      {"scale_elasticity", 0.0, "1"}};
  for (const char* sector : {"old", "new", "services"}) {
    for (const auto& [name, value, unit] : values) {
      parameters += fmt::format("{},{},{},{},2018,made up,,derived\n", sector, name, value, unit);
    }
  }
  home.write("tiny/parameters.csv", parameters);
  home.write("tiny/classifications/sei.csv",
             "sector,share,group,source,status\nold,0.05,a,made up,assumption\n"
             "new,0.9,b,made up,assumption\n");
  home.write("tiny/emerging.csv",
             "name,value,low,high,unit,year,source,vintage,status\n"
             "new.learning_rate,0.2,0.1,0.3,cost fall per doubling,2018,made up,,derived\n"
             "new.growth_volume,0.15,,,1/year,2018-2024,made up,,derived\n");
  home.write("tiny/varieties.csv", "from,to,weight,source,status\nold,new,1,made up,derived\n");
  return folder.string();
}

}  // namespace domar::scenario
