#pragma once
/// @file Charts: lines, stacked bars, horizontal bars, ranges and sparklines as inline SVG.
///
/// A chart is data; svg() draws it at a width: once for a desk, once for a phone. Values are in the
/// unit shown. What is not finite is left out.

#include <array>
#include <string>
#include <vector>

#include "axis.hpp"
#include "svg.hpp"

namespace domar::scenario::report {

/// Widths at which every chart is drawn [px].
inline constexpr double k_wide = 960.0;
inline constexpr double k_narrow = 344.0;

/// Colours that people with colour-blindness tell apart, after Okabe and Ito (2008) with darker
/// ones added; use in this order, dashes help where lines meet.
inline constexpr std::array<const char*, 8> k_palette{"#0072B2", "#D55E00", "#009E73", "#AA4499",
                                                      "#E69F00", "#56B4E9", "#882255", "#7A7A00"};
inline constexpr const char* k_ink = "#1a1a1a";
inline constexpr const char* k_gray = "#8a8a8a";

/// What a screen reader says about a chart.
struct About {
  std::string id{};  ///< unique in the page
  std::string title{};
  std::string description{};
};

struct Line {
  std::string label{};
  std::vector<Point> points{};
  std::string color = k_ink;
  double width = 2.0;
  std::string dash{};
};

/// Area between two lines.
struct Band {
  std::string label{};
  std::vector<Point> low{};
  std::vector<Point> high{};
  std::string color = k_gray;
};

/// Single figures beside the lines.
struct Marks {
  std::string label{};
  std::vector<Point> points{};
  std::vector<std::string> texts{};  ///< one a point, or none
  Key::Sign sign = Key::Sign::dot;
  std::string color = k_ink;
};

/// A vertical rule with a word on what begins there.
struct Divider {
  double x = 0.0;
  std::string text{};
};

/// Lines over years.
struct LineChart {
  About about{};
  std::string unit{};      ///< of the vertical axis, for example "% of GDP"
  bool from_zero = false;  ///< the vertical axis begins at zero
  double height = 400.0;   ///< of the plot on a desk; a phone gets less
  int label_decimals = 1;  ///< of the last value beside each line
  std::vector<Band> bands{};
  std::vector<Line> lines{};
  std::vector<Marks> marks{};
  std::vector<Divider> dividers{};
  bool plain = false;  ///< no legend and no labels at lines: a panel among others
};

/// One layer of stacked bars.
struct Layer {
  std::string label{};
  std::vector<double> values{};  ///< one a category
  std::string color{};
};

/// Bars by year; what is negative hangs below zero. The sum is a dot.
struct StackedBars {
  About about{};
  std::string unit{};
  std::vector<int> years{};
  std::vector<Layer> layers{};
  std::string total{};  ///< name of the sum in the legend; empty: no dot
  double height = 340.0;
};

/// A category of horizontal bars.
struct BarGroup {
  std::string label{};
  std::vector<double> values{};      ///< one a series
  std::vector<std::string> texts{};  ///< what stands beside each bar
};

struct HorizontalBars {
  About about{};
  std::string unit{};
  std::vector<std::string> series{};  ///< names; a single one needs no legend
  std::vector<std::string> colors{};  ///< one a series
  std::vector<BarGroup> groups{};
};

/// A forecast of one thing: its range, its middle, and what came.
struct RangeRow {
  std::string label{};
  double low = 0.0;
  double predicted = 0.0;
  double high = 0.0;
  double outcome = 0.0;
};

/// Ranges below one another on a logarithmic axis of ratios, all positive; 1 has a rule. What came
/// is a ring within its range and a filled diamond outside.
struct RangeChart {
  About about{};
  std::string unit{};
  std::string rule{};  ///< what a ratio of 1 means, in the legend
  std::vector<RangeRow> rows{};
};

[[nodiscard]] std::string svg(const LineChart& chart, double width);
[[nodiscard]] std::string svg(const StackedBars& chart, double width);
[[nodiscard]] std::string svg(const HorizontalBars& chart, double width);
[[nodiscard]] std::string svg(const RangeChart& chart, double width);

/// A line the size of a word, for tables.
[[nodiscard]] std::string sparkline(const About& about, const std::vector<double>& values);

}  // namespace domar::scenario::report
