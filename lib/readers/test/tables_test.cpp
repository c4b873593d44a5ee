#include "domar/readers/tables.hpp"

#include <gtest/gtest.h>

#include "temp_folder.hpp"

namespace domar::readers {
namespace {

Labels sectors() { return Labels::make({"001", "094"}, {"Agriculture", "Components"}).value(); }

class Tables : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& text) { return folder_.write("t.csv", text); }
  TempFolder folder_;
};

const std::string k_parameters = "sector,parameter,value,unit,year,source,vintage,status\n";

TEST_F(Tables, ParametersByCodeOrTitle) {
  const auto p = read_parameters(write(k_parameters + "094,sigma,4,1,2018,x,,assumption\n"
                                                      "Agriculture,sigma,2,1,2018,y,2021,seen\n"),
                                 sectors())
                     .value();
  EXPECT_EQ(p.values("sigma").value(), (Vector{2.0, 4.0}));
  EXPECT_EQ(p.require("sigma").value()[0].vintage, "2021");
  EXPECT_EQ(p.require("sigma").value()[0].status, FactStatus::seen);
}

TEST_F(Tables, ParametersNameWhatIsWrong) {
  const auto refused = [&](const std::string& rows) {
    return read_parameters(write(k_parameters + rows), sectors()).error();
  };
  const Error unknown = refused("093,sigma,4,1,2018,x,,seen\n");
  EXPECT_EQ(unknown.code, ErrorCode::not_found);
  EXPECT_NE(unknown.hint.find("094"), std::string::npos) << unknown.hint;
  EXPECT_NE(unknown.where.find("t.csv:2:1"), std::string::npos) << unknown.where;
  EXPECT_EQ(refused("001,sigma,1,1,2018,x,,seen\n").what,
            "not given for every sector: sigma (sectors 094)");
  EXPECT_EQ(refused("001,sigma,1,1,,,,seen\n001,sigma,2,1,,,,seen\n").code, ErrorCode::bad_value);
  EXPECT_NE(refused("001,sigma,nan,1,2018,x,,seen\n").where.find(":2:11"), std::string::npos);
  EXPECT_NE(refused("001,sigma,1,1,2018,x,,guessed\n").what.find("unknown status"),
            std::string::npos);
  EXPECT_EQ(refused("001,,1,1,2018,x,,seen\n").what, "parameter is empty");
}

TEST_F(Tables, ColumnsAreMatchedByName) {
  const auto facts = read_facts(write("status,value,name,high,low,unit,year,vintage,source\n"
                                      "seen; mapping ours,86,world_gdp,,80,trn USD,2018,,WB\n"))
                         .value();
  const auto gdp = facts.require("world_gdp").value();
  EXPECT_DOUBLE_EQ(gdp.value, 86.0);
  EXPECT_DOUBLE_EQ(*gdp.low, 80.0);
  EXPECT_FALSE(gdp.high.has_value());
  EXPECT_EQ(gdp.source, "WB");
  const Error error = read_facts(write("name,value,low,unit,year,source,status,note\n")).error();
  EXPECT_EQ(error.what, "missing columns: high, vintage; unknown columns: note");
}

TEST_F(Tables, FactsRefuseDoublesAndWrongRanges) {
  const std::string header = "name,value,low,high,unit,year,source,vintage,status\n";
  const auto refused = [&](const std::string& rows) {
    return read_facts(write(header + rows)).error();
  };
  EXPECT_NE(refused("a,1,,,,,,,seen\na,2,,,,,,,seen\n").what.find("twice"), std::string::npos);
  EXPECT_EQ(refused("a,1,2,,,,,,seen\n").what, "low 2 is above the value 1");
  EXPECT_EQ(refused("a,1,,0,,,,,seen\n").what, "high 0 is below the value 1");
  EXPECT_EQ(refused(",1,,,,,,,seen\n").what, "name is empty");
}

TEST_F(Tables, SeriesByYear) {
  const std::string header = "name,year,value,unit,source,vintage,status\n";
  const auto series =
      read_series(write(header + "gdp,2019,98.7,trn,NBS,,seen\ngdp,2018,91.9,trn,NBS,,seen\n"));
  EXPECT_DOUBLE_EQ(series->require("gdp", 2018)->value, 91.9);
  EXPECT_EQ(series->require("gdp", 2018)->year, "2018");
  EXPECT_EQ(read_series(write(header + "gdp,20.5,1,,,,seen\n")).error().what,
            "'20.5' is not a year");
  EXPECT_NE(read_series(write(header + "g,2018,1,,,,seen\ng,2018,2,,,,seen\n"))
                .error()
                .what.find("twice"),
            std::string::npos);
}

TEST_F(Tables, ClassificationHoldsShares) {
  const std::string header = "sector,share,group,source,status\n";
  const auto read = [&](const std::string& rows) {
    return read_classification(write(header + rows), sectors());
  };
  const auto sei = read("094,.25,a,x,assumption\n094,.5,b,x,assumption\n").value();
  EXPECT_EQ(sei.weights(2), (Vector{0.0, 0.75}));
  EXPECT_EQ(sei.name, "t");
  EXPECT_EQ(read("094,25,a,x,assumption\n").error().hint, "write 0.25 for 25 %");
  EXPECT_FALSE(read("094,-.1,a,x,assumption\n").ok());
  EXPECT_NE(read("094,.1,a,,seen\n094,.1,a,,seen\n").error().what.find("twice"), std::string::npos);
  EXPECT_NE(read("094,.7,a,,seen\n094,.7,b,,seen\n").error().what.find("add up to 1.4"),
            std::string::npos);
}

}  // namespace
}  // namespace domar::readers
