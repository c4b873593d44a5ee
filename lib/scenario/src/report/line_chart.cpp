#include <algorithm>
#include <cmath>

#include "charts.hpp"
#include "format.hpp"

namespace domar::scenario::report {

namespace {

constexpr double k_size = 12.5;       // letters of axes and labels
constexpr double k_label_gap = 16.0;  // between labels at the ends of lines
constexpr double k_leader = 22.0;     // from a line's end to its label

bool is_finite(const Point& p) { return std::isfinite(p.x) && std::isfinite(p.y); }

/// Everything about the drawing that depends on its width.
struct Layout {
  double width = 0.0;
  bool labels_at_lines = false;
  std::vector<std::string> labels{};  ///< at the ends of lines, by line
  std::vector<Key> keys{};
  Ticks ticks;
  std::vector<int> years{};
  double top = 0.0;
  double left = 0.0;
  double right = 0.0;
  double bottom = 0.0;
  Scale x{};
  Scale y{};
};

template <typename Visit>
void visit_points(const LineChart& chart, Visit visit) {
  for (const auto& line : chart.lines) std::for_each(line.points.begin(), line.points.end(), visit);
  for (const auto& band : chart.bands) {
    std::for_each(band.low.begin(), band.low.end(), visit);
    std::for_each(band.high.begin(), band.high.end(), visit);
  }
  for (const auto& mark : chart.marks) std::for_each(mark.points.begin(), mark.points.end(), visit);
}

std::vector<Key> keys_of(const LineChart& chart, bool with_lines) {
  std::vector<Key> keys{};
  if (chart.plain) return keys;
  for (const Line& line : chart.lines) {
    if (!with_lines || line.label.empty()) continue;
    keys.push_back({line.label,
                    Key::Sign::line,
                    {.stroke = line.color, .width = line.width, .dash = line.dash}});
  }
  for (const Band& band : chart.bands) {
    keys.push_back({band.label, Key::Sign::area, {.fill = band.color, .opacity = 0.3}});
  }
  for (const Marks& marks : chart.marks) {
    keys.push_back({marks.label, marks.sign, {.fill = marks.color}});
  }
  return keys;
}

/// Name and last value of every line.
std::vector<std::string> end_labels(const LineChart& chart) {
  std::vector<std::string> labels{};
  for (const Line& line : chart.lines) {
    const bool named = !line.label.empty() && !line.points.empty();
    labels.push_back(named ? line.label + " " + number(line.points.back().y, chart.label_decimals)
                           : std::string());
  }
  return labels;
}

bool is_bold(const Line& line) { return line.width > 2.5; }

double widest(const LineChart& chart, const std::vector<std::string>& labels) {
  double width = 0.0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double factor = is_bold(chart.lines[i]) ? 1.12 : 1.0;
    width = std::max(width, factor * text_width(labels[i], k_size));
  }
  return width;
}

void lay_out_vertical(const LineChart& chart, Layout& layout) {
  Range range;
  visit_points(chart, [&](const Point& p) { range.include(p.y); });
  if (chart.from_zero) range.include(0.0);
  layout.ticks = round_ticks(range, chart.height < 200.0 ? 4 : 6);
  const double legend = legend_height(layout.keys, layout.width);
  layout.top = legend + (chart.unit.empty() ? 10.0 : 30.0);
  const bool narrow = layout.width < 500.0;
  layout.bottom = layout.top + (narrow ? std::min(chart.height, 270.0) : chart.height);
  layout.y = {layout.ticks.at.front(), layout.ticks.at.back(), layout.bottom, layout.top};
}

void lay_out_horizontal(const LineChart& chart, Layout& layout) {
  Range range;
  visit_points(chart, [&](const Point& p) { range.include(p.x); });
  double tick_width = 0.0;
  for (const double tick : layout.ticks.at) {
    tick_width = std::max(tick_width, text_width(number(tick, layout.ticks.decimals), k_size));
  }
  layout.left = tick_width + 10.0;
  layout.right = layout.width - 18.0;
  if (layout.labels_at_lines) {
    layout.right = layout.width - widest(chart, layout.labels) - k_leader - 4.0;
  }
  layout.x = {range.low, range.high, layout.left, layout.right};
  const double room = text_width("2035", k_size) + 14.0;
  layout.years = year_ticks(static_cast<int>(std::lround(range.low)),
                            static_cast<int>(std::lround(range.high)),
                            static_cast<int>((layout.right - layout.left) / room) + 1);
}

Layout lay_out(const LineChart& chart, double width) {
  Layout layout;
  layout.width = width;
  layout.labels_at_lines = width >= 600.0 && !chart.plain;
  if (layout.labels_at_lines) layout.labels = end_labels(chart);
  layout.keys = keys_of(chart, !layout.labels_at_lines);
  lay_out_vertical(chart, layout);
  lay_out_horizontal(chart, layout);
  return layout;
}

void draw_axes(Svg& svg, const LineChart& chart, const Layout& layout) {
  for (const double tick : layout.ticks.at) {
    const double y = layout.y(tick);
    const bool zero = std::abs(tick) < 1e-12;
    svg.line({layout.left, y}, {layout.right, y}, {.stroke = zero ? "#666" : "#e2e2e2"});
    svg.text({layout.left - 6.0, y + 4.5}, number(tick, layout.ticks.decimals),
             {.size = k_size, .anchor = Anchor::end, .color = "#555"});
  }
  for (const int year : layout.years) {
    const double x = layout.x(year);
    svg.line({x, layout.bottom}, {x, layout.bottom + 4.0}, {.stroke = "#666"});
    svg.text({x, layout.bottom + 18.0}, std::to_string(year),
             {.size = k_size, .anchor = Anchor::middle, .color = "#555"});
  }
  if (!chart.unit.empty()) {
    svg.text({0.0, layout.top - 13.0}, chart.unit, {.size = k_size, .color = "#555"});
  }
}

void draw_dividers(Svg& svg, const LineChart& chart, const Layout& layout, Places& places) {
  for (const Divider& divider : chart.dividers) {
    const double x = layout.x(divider.x);
    svg.line({x, layout.top}, {x, layout.bottom}, {.stroke = "#777", .dash = "2 4"});
    if (divider.text.empty()) continue;
    const double width = text_width(divider.text, 11.5);
    const bool to_right = x - width - 5.0 < layout.left;
    svg.text({x + (to_right ? 5.0 : -5.0), layout.bottom - 7.0}, divider.text,
             {.size = 11.5,
              .anchor = to_right ? Anchor::start : Anchor::end,
              .color = "#555",
              .halo = true});
    const double left = to_right ? x + 5.0 : x - 5.0 - width;
    places.take({left, layout.bottom - 19.0, left + width, layout.bottom - 3.0});
  }
}

void draw_band(Svg& svg, const Band& band, const Layout& layout) {
  std::vector<Point> outline{};
  for (const Point& p : band.low) {
    if (is_finite(p)) outline.push_back({layout.x(p.x), layout.y(p.y)});
  }
  for (auto p = band.high.rbegin(); p != band.high.rend(); ++p) {
    if (is_finite(*p)) outline.push_back({layout.x(p->x), layout.y(p->y)});
  }
  svg.polygon(outline, {.fill = band.color, .opacity = 0.2});
}

/// A gap in the figures is a gap in the line.
void draw_line(Svg& svg, const Line& line, const Layout& layout) {
  const Pen pen{.stroke = line.color, .width = line.width, .dash = line.dash};
  std::vector<Point> run{};
  for (const Point& p : line.points) {
    if (is_finite(p)) {
      run.push_back({layout.x(p.x), layout.y(p.y)});
      continue;
    }
    svg.polyline(run, pen);
    run.clear();
  }
  svg.polyline(run, pen);
}

/// Room that texts keep clear of: all marks, and the most important line where it can be.
void reserve(const LineChart& chart, const Layout& layout, Places& places) {
  for (const Marks& marks : chart.marks) {
    for (const Point& p : marks.points) {
      if (!is_finite(p)) continue;
      const Point at{layout.x(p.x), layout.y(p.y)};
      places.take({at.x - 5.0, at.y - 5.0, at.x + 5.0, at.y + 5.0});
    }
  }
  if (chart.lines.empty()) return;
  std::vector<Point> first;
  for (const Point& p : chart.lines.front().points) {
    if (is_finite(p)) first.push_back({layout.x(p.x), layout.y(p.y)});
  }
  places.avoid(first);
}

void draw_marks(Svg& svg, const Marks& marks, const Layout& layout, Places& places) {
  constexpr double size = 11.5;
  for (std::size_t i = 0; i < marks.points.size(); ++i) {
    if (!is_finite(marks.points[i])) continue;
    const Point at{layout.x(marks.points[i].x), layout.y(marks.points[i].y)};
    draw_sign(svg, marks.sign, at, {.fill = marks.color});
    if (i >= marks.texts.size() || layout.width < 500.0) continue;
    const double half = 0.5 * text_width(marks.texts[i], size);
    const double full = 2.0 * half;
    const std::vector<Places::Box> candidates{
        {at.x - half, at.y - 20.0, at.x + half, at.y - 6.0},
        {at.x - half, at.y + 6.0, at.x + half, at.y + 20.0},
        {at.x - full - 8.0, at.y - 7.0, at.x - 8.0, at.y + 7.0},
        {at.x + 8.0, at.y - 7.0, at.x + full + 8.0, at.y + 7.0},
        {at.x - full - 4.0, at.y - 20.0, at.x - 4.0, at.y - 6.0},
        {at.x + 4.0, at.y + 6.0, at.x + full + 4.0, at.y + 20.0},
        {at.x - half, at.y - 34.0, at.x + half, at.y - 20.0},
        {at.x - half, at.y + 20.0, at.x + half, at.y + 34.0}};
    const auto chosen = places.take_first_free(candidates);
    if (!chosen) continue;
    const Places::Box& box = candidates[*chosen];
    svg.text({0.5 * (box.left + box.right), box.bottom - 3.0}, marks.texts[i],
             {.size = size, .anchor = Anchor::middle, .color = marks.color, .halo = true});
  }
}

/// Names stand beside the ends of lines, moved apart, with a thread to the line.
void draw_end_labels(Svg& svg, const LineChart& chart, const Layout& layout) {
  std::vector<std::size_t> named{};
  std::vector<double> wanted{};
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    if (layout.labels[i].empty() || !is_finite(chart.lines[i].points.back())) continue;
    named.push_back(i);
    wanted.push_back(layout.y(chart.lines[i].points.back().y));
  }
  const auto y = spread(wanted, k_label_gap, layout.top - 4.0, layout.bottom - 2.0);
  for (std::size_t k = 0; k < named.size(); ++k) {
    const Line& line = chart.lines[named[k]];
    const double end = layout.x(line.points.back().x);
    const Pen thread{.stroke = line.color, .width = 1.0};
    svg.polyline({{end + 2.0, wanted[k]},
                  {end + 6.0, wanted[k]},
                  {end + 14.0, y[k]},
                  {end + k_leader - 4.0, y[k]}},
                 thread);
    svg.text({end + k_leader, y[k] + 4.5}, layout.labels[named[k]],
             {.size = k_size, .bold = is_bold(line)});
  }
}

}  // namespace

std::string svg(const LineChart& chart, double width) {
  const Layout layout = lay_out(chart, width);
  Svg svg(width, layout.bottom + 28.0);
  Places places;
  draw_legend(svg, layout.keys, 0.0, width);
  draw_axes(svg, chart, layout);
  draw_dividers(svg, chart, layout, places);
  for (const Band& band : chart.bands) draw_band(svg, band, layout);
  // The first line matters most and lies on top.
  for (auto line = chart.lines.rbegin(); line != chart.lines.rend(); ++line) {
    draw_line(svg, *line, layout);
  }
  reserve(chart, layout, places);
  for (const Marks& marks : chart.marks) draw_marks(svg, marks, layout, places);
  if (layout.labels_at_lines) draw_end_labels(svg, chart, layout);
  return svg.element(chart.about.id, chart.about.title, chart.about.description);
}

std::string sparkline(const About& about, const std::vector<double>& values) {
  constexpr double width = 84.0;
  constexpr double height = 24.0;
  Range range;
  for (const double value : values) range.include(value);
  Svg svg(width, height);
  const Scale x{0.0, static_cast<double>(std::max<std::size_t>(values.size(), 2) - 1), 3.0,
                width - 5.0};
  const Scale y{range.low, range.high, height - 4.0, 4.0};
  std::vector<Point> points{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) points.push_back({x(static_cast<double>(i)), y(values[i])});
  }
  svg.polyline(points, {.stroke = k_palette[0], .width = 1.6});
  if (!points.empty()) svg.circle(points.back(), 2.6, {.fill = k_palette[0]});
  return svg.element(about.id, about.title, about.description);
}

}  // namespace domar::scenario::report
