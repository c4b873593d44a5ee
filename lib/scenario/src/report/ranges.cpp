#include <algorithm>
#include <cmath>

#include "charts.hpp"
#include "format.hpp"

namespace domar::scenario::report {

namespace {

constexpr double k_size = 12.5;
constexpr double k_row = 22.0;
constexpr const char* k_came = "#A0300A";
/// Ratios that may be marked on the axis.
constexpr double k_marks[] = {0.1, 0.15, 0.25, 0.4, 0.6, 1.0, 1.6, 2.5, 4.0, 6.0, 10.0, 16.0, 25.0};

bool is_inside(const RangeRow& row) { return row.low <= row.outcome && row.outcome <= row.high; }

bool can_be_drawn(const RangeRow& row) {
  const auto fine = [](double x) { return std::isfinite(x) && x > 0.0; };
  return fine(row.low) && fine(row.predicted) && fine(row.high) && fine(row.outcome);
}

std::vector<Key> keys_of(const RangeChart& chart) {
  return {{"80 % range", Key::Sign::area, {.fill = "#BCD9EC"}},
          {"predicted", Key::Sign::dot, {.fill = k_palette[0]}},
          {"came, within its range", Key::Sign::ring, {.fill = k_came}},
          {"came, outside", Key::Sign::diamond, {.fill = k_came}},
          {chart.rule, Key::Sign::line, {.stroke = "#555", .width = 1.2}}};
}

struct Plot {
  bool names_above = false;
  double name_width = 0.0;
  Scale x{};  ///< of ln ratio
  double top = 0.0;
  double bottom = 0.0;
};

double row_height(const Plot& plot) { return plot.names_above ? k_row + 14.0 : k_row; }

Plot lay_out(const RangeChart& chart, double top, double width) {
  Plot plot;
  plot.names_above = width < 500.0;
  plot.top = top;
  double left = 4.0;
  if (!plot.names_above) {
    for (const RangeRow& row : chart.rows) {
      plot.name_width = std::max(plot.name_width, text_width(row.label, k_size) + 12.0);
    }
    plot.name_width = std::min(plot.name_width, 0.36 * width);
    left = plot.name_width;
  }
  Range range;
  range.include(0.0);
  for (const RangeRow& row : chart.rows) {
    if (!can_be_drawn(row)) continue;
    for (const double value : {row.low, row.high, row.outcome}) range.include(std::log(value));
  }
  const double margin = std::max(0.02, 0.03 * (range.high - range.low));
  plot.x = {range.low - margin, range.high + margin, left + 8.0, width - 12.0};
  plot.bottom = top + row_height(plot) * static_cast<double>(chart.rows.size());
  return plot;
}

void draw_axis(Svg& svg, const Plot& plot) {
  Places places;
  for (const double mark : k_marks) {
    const double at = std::log(mark);
    if (at < plot.x.from || at > plot.x.to) continue;
    const double x = plot.x(at);
    const bool rule = mark == 1.0;
    svg.line({x, plot.top}, {x, plot.bottom},
             {.stroke = rule ? "#555" : "#e2e2e2", .width = rule ? 1.2 : 1.0});
    const std::string text = number(100.0 * mark, 0) + " %";
    const double half = 0.5 * text_width(text, k_size) + 4.0;
    if (!places.take_first_free({{x - half, plot.bottom, x + half, plot.bottom + 20.0}})) continue;
    svg.text({x, plot.bottom + 18.0}, text,
             {.size = k_size, .anchor = Anchor::middle, .color = "#555"});
  }
}

/// One line of a name.
std::string shortened(const std::string& name, double width) {
  if (text_width(name, k_size) <= width) return name;
  return wrapped(name, k_size, width - text_width("\u2026", k_size)).front() + "\u2026";
}

void draw_row(Svg& svg, const RangeRow& row, const Plot& plot, double top) {
  const double middle = plot.names_above ? top + 14.0 + 0.5 * k_row : top + 0.5 * k_row;
  const double room = plot.names_above ? plot.x.last : plot.name_width - 12.0;
  const Point at = plot.names_above ? Point{0.0, top + 13.0} : Point{room, middle + 4.5};
  svg.text(at, shortened(row.label, room),
           {.size = k_size,
            .anchor = plot.names_above ? Anchor::start : Anchor::end,
            .halo = plot.names_above});
  if (!can_be_drawn(row)) return;
  const double low = plot.x(std::log(row.low));
  const double high = plot.x(std::log(row.high));
  svg.rectangle({low, middle - 5.0}, high - low, 10.0, {.fill = "#BCD9EC"});
  draw_sign(svg, Key::Sign::dot, {plot.x(std::log(row.predicted)), middle}, {.fill = k_palette[0]});
  const Point came{plot.x(std::log(row.outcome)), middle};
  if (is_inside(row)) {
    draw_sign(svg, Key::Sign::ring, came, {.fill = k_came});
  } else {
    draw_sign(svg, Key::Sign::diamond, came, {.fill = k_came});
  }
}

}  // namespace

std::string svg(const RangeChart& chart, double width) {
  const auto keys = keys_of(chart);
  const double top = legend_height(keys, width) + 30.0;
  const Plot plot = lay_out(chart, top, width);
  Svg svg(width, plot.bottom + 28.0);
  draw_legend(svg, keys, 0.0, width);
  svg.text({0.0, top - 13.0}, chart.unit, {.size = k_size, .color = "#555"});
  draw_axis(svg, plot);
  double y = top;
  for (const RangeRow& row : chart.rows) {
    draw_row(svg, row, plot, y);
    y += row_height(plot);
  }
  return svg.element(chart.about.id, chart.about.title, chart.about.description);
}

}  // namespace domar::scenario::report
