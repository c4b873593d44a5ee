#include "domar/readers/economy_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "domar/accounts/check.hpp"
#include "domar/base/file.hpp"
#include "domar/readers/nbs/nbs.hpp"
#include "domar/readers/netcdf_file.hpp"
#include "temp_folder.hpp"

namespace domar::readers {
namespace {

using accounts::Economy;
using accounts::FinalUseKind;

/// One good, two regions; numbers that use all 52 bits.
Economy tiny() {
  Economy e;
  e.name = "tiny";
  e.year = 2018;
  e.unit = "million yuan";
  e.price_basis = "producer";
  e.source = "a test, \"quoted\", 统计局";
  e.terms = "none";
  e.regions = Labels::make({"A", "W"}, {"Country", "World"}).value();
  e.goods = Labels::make({"1"}, {"Grain"}).value();
  e.industries = {{0, "1", "Farms"}, {1, "W", "World"}};
  e.final_uses = {{0, FinalUseKind::household, "hh", "Households"},
                  {1, FinalUseKind::everything, "all", "World"}};
  e.supplier = {{0}, {Economy::k_none}};
  e.use.assign(2, Matrix(1, 4));
  e.use[0](0, 0) = 1.0 / 3.0;
  e.use[0](0, 2) = std::sqrt(2.0) * 1e9;
  e.use[1](0, 3) = -1.0 / 7.0;
  e.value_added = Matrix(accounts::k_value_added_rows, 2, 1.0 / 9.0);
  e.facts["row_gdp"] = {477e6, "million yuan", "2018", "World Bank", "2021", FactStatus::computed};
  e.notes = {"imports are estimated", "second note: 农"};
  return e;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(EconomyFile, GivesBackWhatWasWritten) {
  const TempFolder folder;
  const Economy e = tiny();
  ASSERT_TRUE(write_economy(e, folder / "e.nc").ok());
  const Economy back = read_economy(folder / "e.nc").value();
  EXPECT_EQ(back.name, e.name);
  EXPECT_EQ(back.year, 2018);
  EXPECT_EQ(back.unit, e.unit);
  EXPECT_EQ(back.price_basis, e.price_basis);
  EXPECT_EQ(back.source, e.source);
  EXPECT_EQ(back.terms, e.terms);
  EXPECT_EQ(back.regions.titles(), e.regions.titles());
  EXPECT_EQ(back.goods.codes(), e.goods.codes());
  EXPECT_EQ(back.industries[1].name, "World");
  EXPECT_EQ(back.industries[1].region, 1U);
  EXPECT_EQ(back.final_uses[1].kind, FinalUseKind::everything);
  EXPECT_EQ(back.supplier, e.supplier);
  EXPECT_EQ(back.value_added.values(), e.value_added.values());
  EXPECT_EQ(back.notes, e.notes);
  const Fact& fact = back.facts.at("row_gdp");
  EXPECT_DOUBLE_EQ(fact.value, 477e6);
  EXPECT_EQ(fact.vintage, "2021");
  EXPECT_EQ(fact.status, FactStatus::computed);
}

TEST(EconomyFile, KeepsSatelliteAccountsExactly) {
  const TempFolder folder;
  Economy e = tiny();
  accounts::SatelliteAccount air;
  air.name = "air";
  air.rows = {{"CO2 | air", "Carbon dioxide", "kg"}, {"CH4 | air", "Methane", "t"}};
  air.by_industry = Matrix(2, 2, 1.0 / 3.0);
  air.by_final_use = Matrix(2, 2, -1.0 / 7.0);
  accounts::SatelliteAccount work{"work", {{"h", "Hours", "1000 h"}}, Matrix(1, 2, 5.0), {}};
  e.satellites = {air, work};
  ASSERT_TRUE(write_economy(e, folder / "e.nc").ok());
  const Economy back = read_economy(folder / "e.nc").value();
  ASSERT_EQ(back.satellites.size(), 2U);
  EXPECT_EQ(back.satellites[0].name, "air");
  EXPECT_EQ(back.satellites[0].rows[1].code, "CH4 | air");
  EXPECT_EQ(back.satellites[0].rows[1].name, "Methane");
  EXPECT_EQ(back.satellites[0].rows[1].unit, "t");
  EXPECT_EQ(back.satellites[0].by_industry.values(), air.by_industry.values());
  EXPECT_EQ(back.satellites[0].by_final_use.values(), air.by_final_use.values());
  EXPECT_EQ(back.satellites[1].by_industry.values(), work.by_industry.values());
  EXPECT_TRUE(back.satellites[1].by_final_use.empty());
  ASSERT_TRUE(write_economy(tiny(), folder / "none.nc").ok());
  EXPECT_TRUE(read_economy(folder / "none.nc")->satellites.empty());
}

TEST(EconomyFile, KeepsEveryBitOfTheFlows) {
  const TempFolder folder;
  const Economy e = tiny();
  ASSERT_TRUE(write_economy(e, folder / "e.nc").ok());
  const Economy back = read_economy(folder / "e.nc").value();
  EXPECT_EQ(back.use[0].values(), e.use[0].values());
  EXPECT_EQ(back.use[1].values(), e.use[1].values());
}

/// Large economies are not compressed; here a small one is taken for large.
TEST(EconomyFile, UncompressedFlowsAreTheSame) {
  const TempFolder folder;
  const Economy e = tiny();
  ASSERT_TRUE(write_economy(e, folder / "packed.nc").ok());
  ASSERT_TRUE(write_economy(e, folder / "plain.nc", 1).ok());
  EXPECT_NE(bytes_of(folder / "packed.nc"), bytes_of(folder / "plain.nc"));
  const Economy back = read_economy(folder / "plain.nc").value();
  EXPECT_EQ(back.use[0].values(), e.use[0].values());
  EXPECT_EQ(back.use[1].values(), e.use[1].values());
  EXPECT_EQ(back.value_added.values(), e.value_added.values());
  // The doubles stand in the file as they are, one origin after the other.
  const auto raw = [](const Matrix& use) {
    return std::string(reinterpret_cast<const char*>(use.data()),
                       use.values().size() * sizeof(double));
  };
  EXPECT_NE(bytes_of(folder / "plain.nc").find(raw(e.use[0]) + raw(e.use[1])), std::string::npos);
  EXPECT_EQ(bytes_of(folder / "packed.nc").find(raw(e.use[0]) + raw(e.use[1])), std::string::npos);
}

TEST(EconomyFile, SameEconomySameBytes) {
  const TempFolder folder;
  ASSERT_TRUE(write_economy(tiny(), folder / "a.nc").ok());
  ASSERT_TRUE(write_economy(tiny(), folder / "b.nc").ok());
  EXPECT_EQ(bytes_of(folder / "a.nc"), bytes_of(folder / "b.nc"));
}

TEST(EconomyFile, RefusesToWriteNonsense) {
  const TempFolder folder;
  Economy e = tiny();
  e.use[0](0, 0) = std::nan("");
  EXPECT_EQ(write_economy(e, folder / "e.nc").error().code, ErrorCode::bad_value);
  EXPECT_FALSE(std::filesystem::exists(folder / "e.nc"));
  e = tiny();
  e.final_uses.clear();
  e.use.assign(2, Matrix(1, 2));
  EXPECT_EQ(write_economy(e, folder / "e.nc").error().code, ErrorCode::bad_value);
  const auto blocked = folder.write("file", "") / "e.nc";
  EXPECT_EQ(write_economy(tiny(), blocked).error().code, ErrorCode::bad_input);
}

/// Ends a file the way write_economy does, so that reading gets past the checksum.
void add_seal(const std::filesystem::path& path) {
  const std::string digest = sha256(bytes_of(path));
  std::ofstream(path, std::ios::binary | std::ios::app) << "\ndomar-sha256 " << digest;
}

TEST(EconomyFile, NamesWhatIsMissingOrWrong) {
  const TempFolder folder;
  EXPECT_EQ(read_economy(folder / "no.nc").error().code, ErrorCode::not_found);
  const auto text = folder.write("text.nc", "not netCDF");
  EXPECT_EQ(read_economy(text).error().code, ErrorCode::bad_input);
  add_seal(text);
  EXPECT_EQ(read_economy(text).error().code, ErrorCode::bad_input);

  const auto partial = [&](const std::string& format) {
    NetcdfWriter file(folder / "partial.nc", "partial.nc");
    file.attribute("format", format);
    file.attribute("title", "x");
    file.attribute("year", 2018);
    for (const char* name : {"unit", "price_basis", "source", "terms"}) file.attribute(name, "x");
    file.dimension("region", 1);
    file.texts("region", "region", {"A"}, "");
    EXPECT_TRUE(file.finish().ok());
    add_seal(folder / "partial.nc");
  };
  partial("domar-economy 1");
  const Error missing = read_economy(folder / "partial.nc").error();
  EXPECT_NE(missing.what.find("variable region_name"), std::string::npos) << missing.what;
  partial("domar-economy 2");
  const Error version = read_economy(folder / "partial.nc").error();
  EXPECT_EQ(version.what,
            "the file's format is 'domar-economy 2', this program reads 'domar-economy 1'");
}

TEST(EconomyFile, AnyDamageIsAnError) {
  const TempFolder folder;
  ASSERT_TRUE(write_economy(tiny(), folder / "e.nc").ok());
  const std::string bytes = bytes_of(folder / "e.nc");
  for (std::size_t at = 0; at < bytes.size(); at += 509) {
    const auto cut = read_economy(folder.write("cut.nc", bytes.substr(0, at)));
    ASSERT_FALSE(cut.ok()) << at;
    EXPECT_EQ(cut.error().code, ErrorCode::bad_input) << at;
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    const auto flip = read_economy(folder.write("flipped.nc", flipped));
    ASSERT_FALSE(flip.ok()) << at;
    EXPECT_EQ(flip.error().code, ErrorCode::bad_input) << at;
  }
  EXPECT_FALSE(read_economy(folder.write("longer.nc", bytes + "x")).ok());
}

TEST(EconomyFile, KeepsChina2018SmallAndBalanced) {
  const auto table = shared_data("china_io/china_2018_153.csv.gz");
  nbs::Options options;
  options.row_gdp = 477e6;
  options.origins = shared_data("china_io/china_2018_42.csv.gz");
  if (table.empty() || options.origins.empty()) {
    GTEST_SKIP() << "skipped: needs ../shared/data/china_io";
  }
  const TempFolder folder;
  const Economy e = nbs::read_table(table, options).value();
  ASSERT_TRUE(write_economy(e, folder / "china-2018.nc").ok());
  EXPECT_LT(std::filesystem::file_size(folder / "china-2018.nc"), 400'000U);
  const Economy back = read_economy(folder / "china-2018.nc").value();
  EXPECT_EQ(back.use[0].values(), e.use[0].values());
  EXPECT_EQ(back.use[1].values(), e.use[1].values());
  EXPECT_LT(accounts::largest_relative_error(back), 1e-9);
}

}  // namespace
}  // namespace domar::readers
