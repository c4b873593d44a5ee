#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "domar/readers/economy_file.hpp"
#include "domar/readers/pymrio/pymrio.hpp"
#include "domar/readers/table_file.hpp"
#include "sample_tables.hpp"

namespace domar::readers {
namespace {

using accounts::Economy;
using accounts::SatelliteAccount;

void expect_same_labels(const Economy& a, const Economy& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.year, b.year);
  EXPECT_EQ(a.unit, b.unit);
  EXPECT_EQ(a.price_basis, b.price_basis);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.terms, b.terms);
  EXPECT_EQ(a.regions.codes(), b.regions.codes());
  EXPECT_EQ(a.regions.titles(), b.regions.titles());
  EXPECT_EQ(a.goods.codes(), b.goods.codes());
  EXPECT_EQ(a.goods.titles(), b.goods.titles());
  EXPECT_EQ(a.supplier, b.supplier);
  ASSERT_EQ(a.industries.size(), b.industries.size());
  for (Index j = 0; j < a.industries.size(); ++j) {
    EXPECT_EQ(a.industries[j].region, b.industries[j].region);
    EXPECT_EQ(a.industries[j].code, b.industries[j].code);
    EXPECT_EQ(a.industries[j].name, b.industries[j].name);
  }
  ASSERT_EQ(a.final_uses.size(), b.final_uses.size());
  for (Index f = 0; f < a.final_uses.size(); ++f) {
    EXPECT_EQ(a.final_uses[f].region, b.final_uses[f].region);
    EXPECT_EQ(a.final_uses[f].kind, b.final_uses[f].kind);
  }
}

void expect_same_final_uses(const Economy& a, const Economy& b) {
  for (Index f = 0; f < a.final_uses.size(); ++f) {
    EXPECT_EQ(a.final_uses[f].code, b.final_uses[f].code);
    EXPECT_EQ(a.final_uses[f].name, b.final_uses[f].name);
  }
}

void expect_same_numbers(const Economy& a, const Economy& b) {
  ASSERT_EQ(a.use.size(), b.use.size());
  for (Index r = 0; r < a.use.size(); ++r) EXPECT_EQ(a.use[r].values(), b.use[r].values()) << r;
  EXPECT_EQ(a.value_added.values(), b.value_added.values());
}

void expect_same_satellites(const Economy& a, const Economy& b) {
  ASSERT_EQ(a.satellites.size(), b.satellites.size());
  for (Index k = 0; k < a.satellites.size(); ++k) {
    const SatelliteAccount& one = a.satellites[k];
    const SatelliteAccount& other = b.satellites[k];
    EXPECT_EQ(one.name, other.name);
    ASSERT_EQ(one.rows.size(), other.rows.size());
    for (Index i = 0; i < one.rows.size(); ++i) {
      EXPECT_EQ(one.rows[i].code, other.rows[i].code);
      EXPECT_EQ(one.rows[i].unit, other.rows[i].unit);
    }
    EXPECT_EQ(one.by_industry.values(), other.by_industry.values());
    EXPECT_EQ(one.by_final_use.values(), other.by_final_use.values());
  }
}

/// The same accounts with numbers that use every bit: a third of each.
Economy third_of(Economy e) {
  for (Matrix& use : e.use) {
    for (Index k = 0; k < use.values().size(); ++k) use.data()[k] /= 3.0;
  }
  for (Index k = 0; k < e.value_added.values().size(); ++k) e.value_added.data()[k] /= 3.0;
  for (SatelliteAccount& account : e.satellites) {
    for (Index k = 0; k < account.by_industry.values().size(); ++k) {
      account.by_industry.data()[k] /= 3.0;
    }
  }
  return e;
}

double largest(const Vector& values) {
  double most = 0.0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

/// Every format: import, write, import.
class RoundTrip : public testing::Test {
 protected:
  /// Runs `check` on what each small table holds, as it is and with numbers that use every bit.
  template <class Check>
  void for_every_format(Check check) {
    for (const SampleTable& sample : samples_) {
      SCOPED_TRACE(sample.format);
      const auto format = detect_format(sample.path, sample.options);
      ASSERT_TRUE(format.ok()) << format.error().message();
      ASSERT_EQ((*format)->name, sample.format);
      const auto economy = import_table(sample.path, sample.options);
      ASSERT_TRUE(economy.ok()) << economy.error().message();
      check(sample, *economy);
      check(sample, third_of(*economy));
    }
  }
  TempFolder folder_;
  std::vector<SampleTable> samples_ = write_sample_tables(folder_);
};

TEST_F(RoundTrip, HasASmallTableOfEveryFormat) {
  std::set<std::string_view> formats;
  for (const TableFormat& format : table_formats()) formats.insert(format.name);
  std::set<std::string_view> tried;
  for (const SampleTable& sample : samples_) tried.insert(sample.format);
  EXPECT_EQ(tried, formats);
}

TEST_F(RoundTrip, EconomyFileKeepsEverything) {
  for_every_format([&](const SampleTable&, const Economy& e) {
    ASSERT_TRUE(write_economy(e, folder_ / "large.nc", 1).ok());  // as large ones are written
    expect_same_numbers(read_economy(folder_ / "large.nc").value(), e);
    ASSERT_TRUE(write_economy(e, folder_ / "e.nc").ok());
    const Economy back = read_economy(folder_ / "e.nc").value();
    expect_same_labels(back, e);
    expect_same_final_uses(back, e);
    expect_same_numbers(back, e);
    expect_same_satellites(back, e);
    EXPECT_EQ(back.notes, e.notes);
    ASSERT_EQ(back.facts.size(), e.facts.size());
    for (const auto& [name, fact] : e.facts) {
      EXPECT_EQ(back.facts.at(name).value, fact.value);
      EXPECT_EQ(back.facts.at(name).source, fact.source);
      EXPECT_EQ(back.facts.at(name).status, fact.status);
    }
  });
}

TEST_F(RoundTrip, CsvAndWorkbookKeepLabelsAndNumbers) {
  for_every_format([&](const SampleTable&, const Economy& e) {
    for (const char* name : {"e.csv", "e.xlsx"}) {
      SCOPED_TRACE(name);
      ASSERT_TRUE(write_table(e, folder_ / name).ok());
      const auto back = import_table(folder_ / name);
      ASSERT_TRUE(back.ok()) << back.error().message();
      expect_same_labels(*back, e);
      expect_same_final_uses(*back, e);
      expect_same_numbers(*back, e);
    }
  });
}

TEST_F(RoundTrip, PymrioKeepsTablesOfItsShape) {
  for_every_format([&](const SampleTable& sample, const Economy& e) {
    const auto path = folder_ / "pymrio_out";
    std::filesystem::remove_all(path);
    const Status written = pymrio::write_pymrio(e, path);
    if (!sample.one_industry_each) {
      ASSERT_FALSE(written.ok());
      EXPECT_EQ(written.error().hint, "pymrio wants one industry per region and sector");
      return;
    }
    ASSERT_TRUE(written.ok()) << written.error().message();
    const auto back = pymrio::read_pymrio(path);
    ASSERT_TRUE(back.ok()) << back.error().message();
    expect_same_labels(*back, e);
    expect_same_satellites(*back, e);
    // Sums of thirds miss each other by their last bits; reading closes such gaps.
    for (Index r = 0; r < e.use.size(); ++r) {
      const double bits = 1e-15 * largest(e.use[r].values());
      for (Index k = 0; k < e.use[r].values().size(); ++k) {
        EXPECT_NEAR(back->use[r].values()[k], e.use[r].values()[k], bits) << r << " " << k;
      }
    }
    const double bits = 1e-15 * largest(e.value_added.values());
    for (Index k = 0; k < e.value_added.values().size(); ++k) {
      EXPECT_NEAR(back->value_added.values()[k], e.value_added.values()[k], bits) << k;
    }
  });
}

}  // namespace
}  // namespace domar::readers
