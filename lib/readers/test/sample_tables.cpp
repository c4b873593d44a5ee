#include "sample_tables.hpp"

#include <cstring>
#include <map>
#include <string_view>

#include "caliendo_parro/sample.hpp"
#include "domar/readers/table_file.hpp"
#include "eora26/sample.hpp"
#include "exiobase/sample.hpp"
#include "figaro/sample.hpp"
#include "gloria/sample.hpp"
#include "make_files.hpp"
#include "nbs/sample.hpp"
#include "oecd_icio/sample.hpp"
#include "pymrio/sample.hpp"
#include "wiod/national_sample.hpp"
#include "wiod/sample.hpp"

namespace domar::readers {

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

fs::path exiobase_folder(const fs::path& root) {
  using namespace exiobase;
  const fs::path folder = root / "IOT_2019_ixi";
  const std::string head = k_head;
  write(folder / "Z.txt", k_Z);
  write(folder / "Y.txt", k_Y);
  write(folder / "x.txt", k_x);
  write(folder / "unit.txt", k_unit);
  write(folder / "satellite/F.txt", head + k_incomes + k_stressors);
  write(folder / "satellite/F_Y.txt", k_stressors_final);
  write(folder / "satellite/unit.txt",
        income_units("Employment people: Low-skilled male\t1000 p\nCO2 - combustion - air\tkg\n"));
  return folder;
}

fs::path gloria_folder(const fs::path& root) {
  using namespace gloria;
  const fs::path folder = root / "GLORIA_MRIOs_59_2022";
  for (const auto& [table, text] :
       {std::pair{"T", k_T}, {"Y", k_Y}, {"V", k_V}, {"TQ", k_TQ}, {"YQ", k_YQ}}) {
    write(folder / file(table), text);
  }
  write_labels(folder / "GLORIA_ReadMe_059.xlsx", "Metal");
  return folder;
}

fs::path caliendo_parro_folder(const fs::path& root) {
  using namespace caliendo_parro;
  write(root / "trade.csv", k_trade);
  write(root / "intermediate_consumption.csv", k_inputs);
  write(root / "value_added.csv", k_value_added);
  write(root / "final_consumption.csv", k_final);
  return root;
}

fs::path pymrio_folder(const fs::path& root) {
  using namespace pymrio;
  const fs::path folder = root / "mrio_2011";
  write(folder / "Z.txt", k_Z);
  write(folder / "Y.txt", k_Y);
  write(folder / "factor_inputs/F.txt", k_F);
  write(folder / "air/F.txt", k_air);
  write(folder / "air/F_Y.txt", k_air_final);
  write(folder / "air/unit.txt", "stressor\tunit\nCH4 - air\tt\nCO2 - air\tkg\n");
  return folder;
}

/// Two sectors of one country, with stated output: see wiod/sample.hpp for the world's.
fs::path wiod_arrays(const fs::path& root) {
  write(root / "labels.json",
        R"({"countries": ["FRA", "DEU"], "industries": [{"code": "c1", "name": "Farms"}],
            "final_demand": ["c37 household"]})");
  // Two rows: inputs of both, final uses of both, output.
  const std::vector<std::int32_t> numbers{10, 5, 70, 15, 20, 30, 10, 40, 100, 100};
  std::string bytes(numbers.size() * sizeof numbers[0], '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  write(root / "wiot13_2011.i32.gz", bytes);
  return root / "wiot13_2011.i32.gz";
}

fs::path exvatools_files(const fs::path& root) {
  write(root / "t_Z.csv", "\"\",\"A_1\",\"B_1\"\n\"A_1\",1,2\n\"B_1\",3,4\n");
  write(root / "t_Yfd.csv", "\"\",\"A_CONS\",\"B_CONS\"\n\"A_1\",5,2\n\"B_1\",1,8\n");
  write(root / "t_VA_X.csv", "\"\",\"VA\",\"X\"\n\"2\",10,16\n\"1\",6,10\n");
  return root / "t_Z.csv";
}

fs::path described_matrix(const fs::path& root) {
  write(root / "t.csv", ",a,b,HH,EX,IM\na,1.1,2,6,3,-2.1\nb,3,4,5,1,-1\nVA,5.9,6,,,\n");
  write(root / "table.toml", R"(
table = "t.csv"
unit = "billion GBP"
year = 2010
price_basis = "purchaser"
source = "a friend"
terms = "none"
country = "GBR"
sectors = ["a", "b"]
row_gdp = 1000
exports = ["EX"]
imports = ["IM"]
[final_uses]
HH = "household"
[value_added]
VA = "labour"
)");
  return root / "table.toml";
}

/// The table that `domar export` makes of FIGARO's.
fs::path domar_table(const fs::path& root) {
  write(root / "matrix_eu-ic-io_ind-by-ind_25ed_2021.csv", figaro::k_matrix);
  const auto economy = import_table(root / "matrix_eu-ic-io_ind-by-ind_25ed_2021.csv");
  EXPECT_TRUE(economy.ok() && write_table(*economy, root / "export.csv").ok());
  return root / "export.csv";
}

}  // namespace

std::vector<SampleTable> write_sample_tables(const TempFolder& folder) {
  const auto at = [&](const std::string& name, std::string_view text) {
    write(folder / name, text);
    return folder / name;
  };
  ImportOptions national;
  national.row_gdp = 1e5;
  national.facts["row_gdp"] = {0.1, "trillion yuan", "2018", "made up", "", FactStatus::assumption};
  ImportOptions china = national;
  national.region = "CHN";
  ImportOptions of_2014 = national;
  of_2014.year = 2014;
  for (const auto& [name, text] : eora26::k_files) write(folder / "eora" / name, text);
  make_workbook(folder / "ADB-MRIO-2024.xlsx", {{"ADB MRIO 2024", cells_of(wiod::k_adb)}});
  std::string niot = wiod::k_head + wiod::niot("2014");
  return {
      {"nbs", false, at("toy_2018_2.csv", nbs::k_table), china},
      {"icio", true, at("ICIO2023_2018.csv", oecd_icio::k_icio), {}},
      {"oecd-national", false, at("oecd21_CHN_2018.csv", oecd_icio::k_national), national},
      {"wiod", true, at("wiot_2014.csv", wiod::k_wiot), {}},
      {"wiod-arrays", true, wiod_arrays(folder / "arrays"), {}},
      {"wiod-national", false, at("FRA_NIOT_nov16.csv", niot), of_2014},
      {"adb-mrio", true, folder / "ADB-MRIO-2024.xlsx", {}},
      {"figaro", true, at("matrix_eu-ic-io_ind-by-ind_25ed_2021.csv", figaro::k_matrix), {}},
      {"eora26", false, folder / "eora", {}},
      {"exiobase", true, exiobase_folder(folder / ""), {}},
      {"gloria", true, gloria_folder(folder / ""), {}},
      {"caliendo-parro", true, caliendo_parro_folder(folder / "cp"), {}},
      {"exvatools", true, exvatools_files(folder / "exvatools"), {}},
      {"matrix", false, described_matrix(folder / "matrix"), {}},
      {"domar-table", true, domar_table(folder / "domar"), {}},
      {"pymrio", true, pymrio_folder(folder / ""), {}},
  };
}

}  // namespace domar::readers
