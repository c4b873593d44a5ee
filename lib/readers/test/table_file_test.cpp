#include "domar/readers/table_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <sstream>

#include "domar/base/file.hpp"
#include "temp_folder.hpp"

namespace domar::readers {
namespace {

using accounts::Economy;

/// An economy of random size, with awkward names and numbers of every size.
Economy random_economy(std::uint64_t seed) {
  std::mt19937_64 draw(seed);
  const auto number = [&] {
    if (draw() % 5 == 0) return 0.0;
    const double value = std::ldexp(static_cast<double>(draw() >> 11U), -53);
    return std::ldexp(value - 0.2, static_cast<int>(draw() % 60) - 30);
  };
  Economy e;
  e.name = "random";
  e.year = 2000 + static_cast<int>(draw() % 20);
  e.unit = "million USD";
  e.price_basis = "basic";
  e.source = "drawn, \"by lot\"; seed " + std::to_string(seed);
  e.terms = "none";
  const Index regions = 1 + draw() % 3;
  const Index goods = 1 + draw() % 4;
  std::vector<std::string> codes;
  std::vector<std::string> titles;
  for (Index r = 0; r < regions; ++r) codes.push_back("R" + std::to_string(r));
  e.regions = Labels::make(codes, codes).value();
  codes.clear();
  for (Index i = 0; i < goods; ++i) {
    codes.push_back("0" + std::to_string(i + 1));
    titles.push_back("Chips, \"fast\" & <small>; \xE8\x8A\xAF");
  }
  e.goods = Labels::make(codes, titles).value();
  e.supplier.assign(regions, std::vector<Index>(goods, Economy::k_none));
  for (Index r = 0; r < regions; ++r) {
    for (Index i = 0; i < goods; ++i) {
      if (r + i > 0 && draw() % 4 == 0) continue;
      e.supplier[r][i] = e.industries.size();
      e.industries.push_back({r, codes[i], titles[i]});
    }
    e.final_uses.push_back({r, accounts::FinalUseKind::household, "C", "Consumption"});
    e.final_uses.push_back({r, accounts::FinalUseKind::stock_change, "S", "Stocks"});
  }
  e.use.assign(regions, Matrix(goods, e.users()));
  for (Matrix& use : e.use) {
    for (Index k = 0; k < goods * e.users(); ++k) use.data()[k] = number();
  }
  e.value_added = Matrix(accounts::k_value_added_rows, e.industries.size());
  for (Index k = 0; k < e.value_added.values().size(); ++k) e.value_added.data()[k] = number();
  return e;
}

void expect_same(const Economy& a, const Economy& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.year, b.year);
  EXPECT_EQ(a.unit, b.unit);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.regions.codes(), b.regions.codes());
  EXPECT_EQ(a.goods.codes(), b.goods.codes());
  EXPECT_EQ(a.goods.titles(), b.goods.titles());
  EXPECT_EQ(a.supplier, b.supplier);
  ASSERT_EQ(a.industries.size(), b.industries.size());
  for (Index j = 0; j < a.industries.size(); ++j) {
    EXPECT_EQ(a.industries[j].region, b.industries[j].region);
    EXPECT_EQ(a.industries[j].name, b.industries[j].name);
  }
  ASSERT_EQ(a.final_uses.size(), b.final_uses.size());
  for (Index f = 0; f < a.final_uses.size(); ++f)
    EXPECT_EQ(a.final_uses[f].kind, b.final_uses[f].kind);
  for (Index r = 0; r < a.use.size(); ++r) EXPECT_EQ(a.use[r].values(), b.use[r].values());
  EXPECT_EQ(a.value_added.values(), b.value_added.values());
}

TEST(TableFile, GivesBackEveryEconomy) {
  const TempFolder folder;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Economy economy = random_economy(seed);
    for (const char* name : {"a.csv", "a.xlsx"}) {
      ASSERT_TRUE(write_table(economy, folder / name).ok());
      const auto again = read_table(folder / name);
      ASSERT_TRUE(again.ok()) << name << again.error().message();
      expect_same(economy, *again);
      if (HasFailure()) FAIL() << "seed " << seed << ", " << name;
    }
  }
}

TEST(TableFile, MatchesColumnsByName) {
  const TempFolder folder;
  const Economy economy = random_economy(3);
  ASSERT_TRUE(write_table(economy, folder / "a.csv").ok());
  // The last two columns are final uses of one region: turned round.
  std::string turned;
  std::istringstream lines(read_file(folder / "a.csv").value());
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto last = line.rfind(',');
    const auto before = line.rfind(',', last - 1);
    const bool labels_or_numbers = ++count > 7 && count != 12;
    turned += !labels_or_numbers
                  ? line
                  : line.substr(0, before) + line.substr(last) + line.substr(before, last - before);
    turned += '\n';
  }
  const Economy again = read_table(folder.write("b.csv", turned)).value();
  const Index n = economy.users();
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      EXPECT_EQ(again.use[r](i, n - 1), economy.use[r](i, n - 2));
    }
  }
  EXPECT_EQ(again.final_uses[economy.final_uses.size() - 1].kind,
            accounts::FinalUseKind::household);
}

TEST(TableFile, RefusesDamage) {
  const TempFolder folder;
  const Economy economy = random_economy(3);
  ASSERT_TRUE(write_table(economy, folder / "a.csv").ok());
  const std::string good = read_file(folder / "a.csv").value();
  const auto refused = [&](const std::string& text) {
    const auto read = read_table(folder.write("b.csv", text));
    EXPECT_FALSE(read.ok());
    return read.ok() ? Error{} : read.error();
  };
  EXPECT_EQ(refused("").code, ErrorCode::bad_input);
  EXPECT_NE(refused("a,b\n1,2\n").what.find("no table of domar"), std::string::npos);
  const std::string cut = good.substr(0, good.rfind("value_added"));
  EXPECT_NE(refused(cut).what.find("rows where"), std::string::npos) << refused(cut).what;
  EXPECT_NE(refused(good + good.substr(good.rfind("value_added"))).what.find("stands twice"),
            std::string::npos);
  for (const char* year : {"55555555555555555555", "-1", "2018.5", "nan", "x"}) {
    std::string text = good;
    const auto at = text.find("year,") + 5;
    text.replace(at, text.find('\n', at) - at, year);
    EXPECT_EQ(refused(text).what, "'" + std::string(year) + "' is no year");
  }
  std::string kind = good;
  kind.replace(kind.find("household"), 9, "household2");
  EXPECT_NE(refused(kind).what.find("household2"), std::string::npos);
}

}  // namespace
}  // namespace domar::readers
