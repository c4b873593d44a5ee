#include "report/charts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>

#include "report/format.hpp"

namespace domar::scenario::report {
namespace {

const double k_nan = std::numeric_limits<double>::quiet_NaN();

Range range(double low, double high) {
  Range r;
  r.include(low);
  r.include(high);
  return r;
}

LineChart two_lines() {
  LineChart chart;
  chart.about = {"two", "A & B", "lines <of> a test"};
  chart.unit = "% of GDP";
  chart.lines = {{"first", {{2018, 1.0}, {2019, 2.0}, {2020, 3.0}}},
                 {"second", {{2018, 1.1}, {2019, k_nan}, {2020, 3.0}}}};
  return chart;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// Every text of a drawing as a box.
std::vector<Places::Box> text_boxes(const std::string& drawing) {
  static const std::regex text(
      R"re(<text x="([-0-9.]+)" y="([-0-9.]+)" font-size="([0-9.]+)" text-anchor="(\w+)"[^>]*>([^<]*)<)re");
  std::vector<Places::Box> boxes;
  for (std::sregex_iterator it(drawing.begin(), drawing.end(), text), end; it != end; ++it) {
    const double size = std::stod((*it)[3]);
    const double width = text_width((*it)[5].str(), size);
    const double share = (*it)[4] == "start" ? 0.0 : (*it)[4] == "middle" ? 0.5 : 1.0;
    const double left = std::stod((*it)[1]) - share * width;
    const double base = std::stod((*it)[2]);
    boxes.push_back({left, base - 0.75 * size, left + width, base + 0.2 * size});
  }
  return boxes;
}

void expect_no_overlap(const std::string& drawing, double width) {
  const auto boxes = text_boxes(drawing);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    EXPECT_GE(boxes[i].left, -1.0);
    EXPECT_LE(boxes[i].right, width + 1.0);
    for (std::size_t j = 0; j < i; ++j) {
      const bool apart = boxes[i].left >= boxes[j].right || boxes[j].left >= boxes[i].right ||
                         boxes[i].top >= boxes[j].bottom || boxes[j].top >= boxes[i].bottom;
      EXPECT_TRUE(apart) << "texts " << i << " and " << j << " at width " << width;
    }
  }
}

TEST(Ticks, AreRoundAndCoverTheRange) {
  for (const auto& [low, high] : {std::pair{0.0, 17.3}, {7.2, 7.9}, {-3.0, 6.1}, {0.0, 1e-4}}) {
    const Ticks ticks = round_ticks(range(low, high), 6);
    EXPECT_LE(ticks.at.front(), low + 1e-12);
    EXPECT_GE(ticks.at.back(), high - 1e-12);
    EXPECT_GE(ticks.at.size(), 3U);
    EXPECT_LE(ticks.at.size(), 9U);
    const double step = ticks.at[1] - ticks.at[0];
    const double lead = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    EXPECT_TRUE(std::abs(lead - 1) < 1e-6 || std::abs(lead - 2) < 1e-6 || std::abs(lead - 5) < 1e-6)
        << step;
  }
}

TEST(Ticks, OfNothingAndOfOneValueAreStillTicks) {
  EXPECT_GE(round_ticks(range(0.0, 0.0), 6).at.size(), 2U);
  EXPECT_GE(round_ticks(range(5.0, 5.0), 6).at.size(), 2U);
  EXPECT_GE(round_ticks(Range{}, 6).at.size(), 2U);
}

TEST(Ticks, YearsAreWholeAndFit) {
  EXPECT_EQ(year_ticks(2014, 2035, 5), (std::vector<int>{2015, 2020, 2025, 2030, 2035}));
  EXPECT_EQ(year_ticks(2018, 2020, 9), (std::vector<int>{2018, 2019, 2020}));
}

TEST(Spread, KeepsAGapAndTheBounds) {
  const auto y = spread({10.0, 11.0, 12.0, 80.0, 99.0}, 15.0, 0.0, 100.0);
  auto sorted = y;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted, y);
  for (std::size_t i = 1; i < y.size(); ++i) EXPECT_GE(y[i] - y[i - 1], 15.0 - 1e-9);
  EXPECT_GE(y.front(), 0.0);
  EXPECT_LE(y.back(), 100.0);
}

TEST(Spread, LeavesWhatIsApart) {
  EXPECT_EQ(spread({50.0, 10.0}, 15.0, 0.0, 100.0), (std::vector<double>{50.0, 10.0}));
}

TEST(LineChart, IsAnAccessibleDrawing) {
  const std::string drawing = svg(two_lines(), k_wide);
  EXPECT_TRUE(drawing.starts_with("<svg"));
  EXPECT_NE(drawing.find("role=\"img\""), std::string::npos);
  EXPECT_NE(drawing.find("<title id=\"two-t\">A &amp; B</title>"), std::string::npos);
  EXPECT_NE(drawing.find("lines &lt;of&gt; a test"), std::string::npos);
  EXPECT_EQ(count_of(drawing, "<text"), count_of(drawing, "</text>"));
}

TEST(LineChart, LeavesOutWhatIsNotFinite) {
  const std::string drawing = svg(two_lines(), k_wide);
  EXPECT_EQ(drawing.find("nan"), std::string::npos);
  EXPECT_EQ(drawing.find("inf"), std::string::npos);
}

TEST(LineChart, LabelsKeepClearOfEachOther) {
  LineChart chart;
  chart.about = {"many", "Many lines", "that end close together"};
  chart.unit = "% of GDP";
  for (int k = 0; k < 9; ++k) {
    Line line{"Scenario number " + std::to_string(k), {}};
    for (int year = 2018; year <= 2035; ++year) {
      line.points.push_back({static_cast<double>(year), 9.0 + 0.01 * k * (year - 2018)});
    }
    chart.lines.push_back(line);
  }
  chart.marks = {{"figure", {{2019, 9.2}, {2020, 9.25}, {2021, 9.3}}, {"9.2", "9.25", "9.3"}}};
  chart.dividers = {{2025, "growth measured to here"}};
  for (const double width : {k_wide, k_narrow}) expect_no_overlap(svg(chart, width), width);
}

TEST(LineChart, OfNothingIsStillADrawing) {
  EXPECT_TRUE(svg(LineChart{}, k_wide).ends_with("</svg>\n"));
}

TEST(RangeChart, TellsWhatCameInsideFromWhatCameOutside) {
  RangeChart chart;
  chart.unit = "share over that of 2012";
  chart.rule = "as in 2012";
  chart.rows = {
      {"within", 0.8, 1.0, 1.2, 1.1},
      {"an industry whose name is far too long for any margin of any page", 0.5, 0.9, 1.3, 2.0},
      {"not a number", 0.5, k_nan, 1.3, 0.4},
      {"nothing", 0.0, 1.0, 1.3, 0.4}};
  for (const double width : {k_wide, k_narrow}) {
    const std::string drawing = svg(chart, width);
    EXPECT_EQ(drawing.find("nan"), std::string::npos);
    EXPECT_EQ(drawing.find("inf"), std::string::npos);
    // The legend has one of each as well.
    EXPECT_EQ(count_of(drawing, "<polygon"), 2U) << "one came outside";
    EXPECT_EQ(count_of(drawing, "fill=\"#fff\""), 2U) << "one came inside";
    expect_no_overlap(drawing, width);
  }
}

TEST(StackedBars, PutsNegativeLayersBelowZero) {
  StackedBars chart;
  chart.unit = "points";
  chart.years = {2019, 2020};
  chart.total = "sum";
  chart.layers = {{"up", {2.0, 1.0}, "#000"}, {"down", {-1.0, k_nan}, "#111"}};
  const std::string drawing = svg(chart, k_wide);
  EXPECT_EQ(count_of(drawing, "fill=\"#111\""), 2U);  // legend and 2019; 2020 is not a number
  EXPECT_EQ(drawing.find("nan"), std::string::npos);
  for (const double width : {k_wide, k_narrow}) expect_no_overlap(svg(chart, width), width);
}

TEST(StackedBars, YearsStandClearOfEachOtherAndOfTheEdge) {
  StackedBars chart;
  chart.unit = "points";
  chart.layers = {{"up", std::vector<double>(17, 2.0), "#000"}};
  for (int year = 2019; year <= 2035; ++year) chart.years.push_back(year);
  for (const double width : {k_wide, k_narrow}) expect_no_overlap(svg(chart, width), width);
}

TEST(HorizontalBars, LeaveRoomForNamesAndNumbers) {
  HorizontalBars chart;
  chart.unit = "% of GDP";
  chart.series = {"2030", "2035"};
  chart.colors = {"#000", "#111"};
  chart.groups = {
      {"Manufacture of communication equipment, computers and other electronic equipment",
       {-1.2, 3.4},
       {"-1.20", "+3.40"}},
      {"Short", {0.0, -0.1}, {"0.00", "-0.10"}}};
  for (const double width : {k_wide, k_narrow}) expect_no_overlap(svg(chart, width), width);
}

TEST(Format, WritesNumbersForPeople) {
  EXPECT_EQ(number(1234567.891, 1), "1,234,567.9");
  EXPECT_EQ(number(-0.04, 1), "0.0");
  EXPECT_EQ(number(-1.5, 1), "\u22121.5");
  EXPECT_EQ(number(k_nan, 1), "\u2013");
  EXPECT_EQ(percent(0.134), "13.4\u00a0%");
  EXPECT_EQ(small_percent(0.0063), "0.63\u00a0%");
  EXPECT_EQ(small_percent(0.000041), "0.0041\u00a0%");
  EXPECT_EQ(small_percent(4e-7), "<\u00a00.0001\u00a0%");
  EXPECT_EQ(points(0.0031, 1), "+0.3\u00a0points");
  EXPECT_EQ(money(1200.0, "yuan"), "1.2\u00a0trillion yuan");
  EXPECT_EQ(money(150.0, "yuan"), "150\u00a0billion yuan");
  EXPECT_EQ(scientific(3.1e-12), "3.1\u00a0\u00d7\u00a010\u207b\u00b9\u00b2");
  EXPECT_EQ(title_words("ai-plus"), "AI plus");
  EXPECT_EQ(title_words("rd_output_elasticity"), "R&D output elasticity");
}

TEST(Wrapped, BreaksBetweenWords) {
  const auto lines = wrapped("one two three four", 10.0, 60.0);
  EXPECT_GE(lines.size(), 2U);
  for (const auto& line : lines) EXPECT_LE(text_width(line, 10.0), 60.0);
}

}  // namespace
}  // namespace domar::scenario::report
