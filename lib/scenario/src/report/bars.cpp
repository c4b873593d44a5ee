#include <algorithm>
#include <cmath>

#include "charts.hpp"
#include "format.hpp"

namespace domar::scenario::report {

namespace {

constexpr double k_size = 12.5;

double finite_or_zero(double value) { return std::isfinite(value) ? value : 0.0; }

double value_at(const Layer& layer, std::size_t i) {
  return i < layer.values.size() ? finite_or_zero(layer.values[i]) : 0.0;
}

/// Heights of the stacks above and below zero.
Range range_of(const StackedBars& chart) {
  Range range;
  range.include(0.0);
  for (std::size_t i = 0; i < chart.years.size(); ++i) {
    double above = 0.0;
    double below = 0.0;
    for (const Layer& layer : chart.layers) {
      const double value = value_at(layer, i);
      (value >= 0.0 ? above : below) += value;
    }
    range.include(above);
    range.include(below);
  }
  return range;
}

std::vector<Key> keys_of(const StackedBars& chart) {
  std::vector<Key> keys;
  keys.reserve(chart.layers.size() + 1);
  for (const Layer& layer : chart.layers) {
    keys.push_back({layer.label, Key::Sign::area, {.fill = layer.color}});
  }
  if (!chart.total.empty()) keys.push_back({chart.total, Key::Sign::dot, {.fill = k_ink}});
  return keys;
}

/// Ticks from above the lowest bar, which often hangs only a little below zero.
Ticks ticks_within(const Range& range) {
  Ticks ticks = round_ticks(range, 6);
  if (ticks.at.size() > 2 && ticks.at.front() < range.low) ticks.at.erase(ticks.at.begin());
  return ticks;
}

/// Where the bars stand.
struct Plot {
  double left = 0.0;
  double right = 0.0;
  double top = 0.0;
  double bottom = 0.0;
  Scale y{};
  double step = 0.0;  ///< from one year to the next

  [[nodiscard]] double centre(std::size_t i) const {
    return left + (static_cast<double>(i) + 0.5) * step;
  }
};

void draw_grid(Svg& svg, const Plot& plot, const Ticks& ticks) {
  for (const double tick : ticks.at) {
    const double y = plot.y(tick);
    svg.line({plot.left, y}, {plot.right, y}, {.stroke = "#e2e2e2"});
    svg.text({plot.left - 6.0, y + 4.5}, number(tick, ticks.decimals),
             {.size = k_size, .anchor = Anchor::end, .color = "#555"});
  }
}

void draw_stack(Svg& svg, const StackedBars& chart, const Plot& plot, std::size_t i) {
  const double width = std::max(plot.step * 0.72, 2.0);
  double above = 0.0;
  double below = 0.0;
  for (const Layer& layer : chart.layers) {
    const double value = value_at(layer, i);
    double& edge = value >= 0.0 ? above : below;
    const double y0 = plot.y(edge);
    const double y1 = plot.y(edge + value);
    edge += value;
    if (std::abs(y1 - y0) < 0.05) continue;
    svg.rectangle({plot.centre(i) - 0.5 * width, std::min(y0, y1)}, width, std::abs(y1 - y0),
                  {.stroke = "#fff", .fill = layer.color, .width = 0.6});
  }
  if (chart.total.empty()) return;
  draw_sign(svg, Key::Sign::dot, {plot.centre(i), plot.y(above + below)}, {.fill = k_ink});
}

void draw_years(Svg& svg, const StackedBars& chart, const Plot& plot) {
  if (chart.years.empty()) return;
  const double room = text_width("2035", k_size) + 12.0;
  const int most = static_cast<int>((plot.right - plot.left) / room) + 1;
  const auto shown = year_ticks(chart.years.front(), chart.years.back(), most);
  for (std::size_t i = 0; i < chart.years.size(); ++i) {
    if (std::find(shown.begin(), shown.end(), chart.years[i]) == shown.end()) continue;
    svg.text({plot.centre(i), plot.bottom + 18.0}, std::to_string(chart.years[i]),
             {.size = k_size, .anchor = Anchor::middle, .color = "#555"});
  }
}

}  // namespace

std::string svg(const StackedBars& chart, double width) {
  const std::vector<Key> keys = keys_of(chart);
  const Range range = range_of(chart);
  const Ticks ticks = ticks_within(range);
  double tick_width = 0.0;
  for (const double tick : ticks.at) {
    tick_width = std::max(tick_width, text_width(number(tick, ticks.decimals), k_size));
  }
  const double top = legend_height(keys, width) + 30.0;
  const double height = width < 500.0 ? std::min(chart.height, 250.0) : chart.height;
  Plot plot{tick_width + 10.0, width - 2.0, top, top + height, {}, 0.0};
  plot.y = {std::min(range.low, ticks.at.front()), ticks.at.back(), plot.bottom, plot.top};
  // Half of the last year's label may stand out to the right.
  const auto years = std::max(1.0, static_cast<double>(chart.years.size()));
  plot.right -= std::max(0.0, 18.0 - 0.5 * (plot.right - plot.left) / years);
  plot.step = (plot.right - plot.left) / years;

  Svg svg(width, plot.bottom + 28.0);
  draw_legend(svg, keys, 0.0, width);
  svg.text({0.0, top - 13.0}, chart.unit, {.size = k_size, .color = "#555"});
  draw_grid(svg, plot, ticks);
  for (std::size_t i = 0; i < chart.years.size(); ++i) draw_stack(svg, chart, plot, i);
  svg.line({plot.left, plot.y(0.0)}, {plot.right, plot.y(0.0)}, {.stroke = "#666"});
  draw_years(svg, chart, plot);
  return svg.element(chart.about.id, chart.about.title, chart.about.description);
}

namespace {

/// Horizontal bars: names to the left on a desk, above their bars on a phone.
struct BarLayout {
  bool names_above = false;
  double bar = 16.0;  ///< thickness
  double name_width = 0.0;
  double left = 0.0;
  double right = 0.0;
  Scale x{};
};

double widest_text(const HorizontalBars& chart, bool negative) {
  double width = 0.0;
  for (const BarGroup& group : chart.groups) {
    for (std::size_t s = 0; s < std::min(group.values.size(), group.texts.size()); ++s) {
      if ((group.values[s] < 0.0) != negative) continue;
      width = std::max(width, text_width(group.texts[s], 12.0) + 8.0);
    }
  }
  return width;
}

BarLayout lay_out(const HorizontalBars& chart, double width) {
  BarLayout layout;
  layout.names_above = width < 500.0;
  layout.name_width = layout.names_above ? width : 0.0;
  if (!layout.names_above) {
    for (const BarGroup& group : chart.groups) {
      layout.name_width = std::max(layout.name_width, text_width(group.label, k_size) + 12.0);
    }
    layout.name_width = std::min(layout.name_width, 0.36 * width);
  }
  Range range;
  range.include(0.0);
  for (const BarGroup& group : chart.groups) {
    for (const double value : group.values) range.include(value);
  }
  const double start = layout.names_above ? 0.0 : layout.name_width;
  layout.left = start + widest_text(chart, true);
  layout.right = width - widest_text(chart, false) - 2.0;
  if (range.high - range.low <= 0.0) range.high = 1.0;
  layout.x = {range.low, range.high, layout.left, layout.right};
  return layout;
}

std::vector<std::string> name_lines(const BarGroup& group, const BarLayout& layout) {
  return wrapped(group.label, k_size, layout.name_width - (layout.names_above ? 0.0 : 12.0));
}

/// The height of one group with its gap to the next.
double height_of(const BarGroup& group, const BarLayout& layout) {
  const double names = 16.0 * static_cast<double>(name_lines(group, layout).size());
  const double bars = (layout.bar + 2.0) * static_cast<double>(group.values.size());
  return (layout.names_above ? names + 4.0 + bars : std::max(names, bars)) + 12.0;
}

void draw_bar(Svg& svg, const BarLayout& layout, double top, double value,
              const std::string& color) {
  const double zero = layout.x(0.0);
  const double end = layout.x(finite_or_zero(value));
  svg.rectangle({std::min(zero, end), top}, std::abs(end - zero), layout.bar, {.fill = color});
}

void draw_group(Svg& svg, const HorizontalBars& chart, const BarGroup& group,
                const BarLayout& layout, double top) {
  const auto names = name_lines(group, layout);
  const auto lines = static_cast<double>(names.size());
  const double bars = (layout.bar + 2.0) * static_cast<double>(group.values.size());
  const double block = std::max(16.0 * lines, bars);
  double y = layout.names_above ? top + 12.0 : top + 0.5 * (block - 16.0 * lines) + 12.0;
  for (const std::string& name : names) {
    const Point at{layout.names_above ? 0.0 : layout.name_width - 12.0, y};
    svg.text(at, name,
             {.size = k_size, .anchor = layout.names_above ? Anchor::start : Anchor::end});
    y += 16.0;
  }
  double bar_top = layout.names_above ? top + 16.0 * lines + 4.0 : top + 0.5 * (block - bars);
  const double zero = layout.x(0.0);
  svg.line({zero, bar_top - 3.0}, {zero, bar_top + bars + 1.0}, {.stroke = "#666"});
  for (std::size_t s = 0; s < group.values.size(); ++s, bar_top += layout.bar + 2.0) {
    const double value = group.values[s];
    draw_bar(svg, layout, bar_top, value, chart.colors[s % chart.colors.size()]);
    if (s >= group.texts.size()) continue;
    const bool left = value < 0.0;
    svg.text({layout.x(finite_or_zero(value)) + (left ? -4.0 : 4.0), bar_top + 12.5},
             group.texts[s], {.size = 12.0, .anchor = left ? Anchor::end : Anchor::start});
  }
}

}  // namespace

std::string svg(const HorizontalBars& chart, double width) {
  const BarLayout layout = lay_out(chart, width);
  std::vector<Key> keys;
  for (std::size_t s = 0; s < chart.series.size() && chart.series.size() > 1; ++s) {
    keys.push_back({chart.series[s], Key::Sign::area, {.fill = chart.colors[s]}});
  }
  const double top = legend_height(keys, width) + 30.0;
  double height = top;
  for (const BarGroup& group : chart.groups) height += height_of(group, layout);
  Svg svg(width, height + 2.0);
  draw_legend(svg, keys, 0.0, width);
  svg.text({0.0, top - 13.0}, chart.unit, {.size = k_size, .color = "#555"});
  double y = top;
  for (const BarGroup& group : chart.groups) {
    draw_group(svg, chart, group, layout, y);
    y += height_of(group, layout);
  }
  return svg.element(chart.about.id, chart.about.title, chart.about.description);
}

}  // namespace domar::scenario::report
