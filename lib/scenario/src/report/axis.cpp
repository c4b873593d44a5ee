#include "axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace domar::scenario::report {

void Range::include(double value) {
  if (!std::isfinite(value)) return;
  low = seen_ ? std::min(low, value) : value;
  high = seen_ ? std::max(high, value) : value;
  seen_ = true;
}

Ticks round_ticks(const Range& range, int wanted) {
  double low = range.low;
  double high = range.high;
  if (!(high - low > 1e-12 * std::max({std::abs(low), std::abs(high), 1e-9}))) {
    const double room = std::max(std::abs(low) * 0.1, 0.5);
    low -= room;
    high += room;
  }
  const double rough = (high - low) / std::max(wanted - 1, 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  constexpr std::array<double, 4> steps{1.0, 2.0, 5.0, 10.0};
  // A little above a round step still counts as that step.
  const double multiple = *std::find_if(steps.begin(), steps.end() - 1,
                                        [&](double s) { return rough <= 1.05 * s * power; });
  const double step = multiple * power;
  Ticks ticks;
  ticks.decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  const double first = std::floor(low / step + 1e-9);
  const double last = std::ceil(high / step - 1e-9);
  const int steps_shown = static_cast<int>(last - first);
  for (int k = 0; k <= steps_shown; ++k) ticks.at.push_back((first + k) * step);
  return ticks;
}

std::vector<int> year_ticks(int first, int last, int most) {
  constexpr std::array<int, 6> steps{1, 2, 5, 10, 20, 50};
  const int span = last - first;
  int step = steps.back();
  for (const int s : steps) {
    if (span / s + 1 <= std::max(most, 2)) {
      step = s;
      break;
    }
  }
  std::vector<int> years;
  // Steps of two end with the last year; longer ones fall on round years.
  const int start = step == 2 ? first + (last - first) % 2 : (first + step - 1) / step * step;
  for (int year = start; year <= last; year += step) years.push_back(year);
  return years;
}

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  // Clusters of labels that touch share their mean displacement.
  struct Cluster {
    double centre;
    std::size_t size;
  };
  std::vector<Cluster> clusters;
  for (const std::size_t i : order) {
    Cluster next{wanted[i], 1};
    while (!clusters.empty()) {
      const Cluster& before = clusters.back();
      const double reach = 0.5 * gap * static_cast<double>(before.size + next.size);
      if (next.centre - before.centre >= reach) break;
      const auto a = static_cast<double>(before.size);
      const auto b = static_cast<double>(next.size);
      next = {(a * before.centre + b * next.centre) / (a + b), before.size + next.size};
      clusters.pop_back();
    }
    clusters.push_back(next);
  }
  std::vector<double> positions(wanted.size());
  std::size_t done = 0;
  double least = low;
  for (const Cluster& cluster : clusters) {
    const double half = 0.5 * gap * static_cast<double>(cluster.size - 1);
    double at = std::max(std::min(cluster.centre - half, high - 2.0 * half), least);
    for (std::size_t k = 0; k < cluster.size; ++k, at += gap) positions[order[done++]] = at;
    least = at;
  }
  // Whoever was pushed over the edge goes back up, and takes the ones above along.
  double most = high;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    positions[*i] = std::min(positions[*i], most);
    most = positions[*i] - gap;
  }
  return positions;
}

namespace {

bool is_free(const Places::Box& box, const std::vector<Places::Box>& others) {
  return std::none_of(others.begin(), others.end(), [&](const Places::Box& other) {
    return box.left < other.right && other.left < box.right && box.top < other.bottom &&
           other.top < box.bottom;
  });
}

}  // namespace

std::optional<std::size_t> Places::take_first_free(const std::vector<Box>& candidates) {
  for (const bool may_cross : {false, true}) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!is_free(candidates[i], taken_)) continue;
      if (!may_cross && !is_free(candidates[i], avoided_)) continue;
      taken_.push_back(candidates[i]);
      return i;
    }
  }
  return std::nullopt;
}

void Places::avoid(const std::vector<Point>& line) {
  constexpr double step = 4.0;  // a line is a row of small boxes
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point from = line[i - 1];
    const Point way{line[i].x - from.x, line[i].y - from.y};
    const int steps = std::max(1, static_cast<int>(std::hypot(way.x, way.y) / step));
    for (int k = 0; k <= steps; ++k) {
      const double share = static_cast<double>(k) / steps;
      const Point at{from.x + share * way.x, from.y + share * way.y};
      avoided_.push_back({at.x - 1.0, at.y - 1.0, at.x + 1.0, at.y + 1.0});
    }
  }
}

void draw_sign(Svg& svg, Key::Sign sign, Point centre, const Pen& pen) {
  const auto [x, y] = centre;
  switch (sign) {
    case Key::Sign::line:
      svg.line({x - 11, y}, {x + 11, y}, pen);
      break;
    case Key::Sign::area:
      svg.rectangle({x - 7, y - 6}, 14, 12, pen);
      break;
    case Key::Sign::dot:
      svg.circle(centre, 4, {.stroke = "#fff", .fill = pen.fill});
      break;
    case Key::Sign::ring:
      svg.circle(centre, 3.6, {.stroke = pen.fill, .fill = "#fff", .width = 1.8});
      break;
    case Key::Sign::triangle:
      svg.polygon({{x, y - 5}, {x + 5, y + 4}, {x - 5, y + 4}},
                  {.stroke = "#fff", .fill = pen.fill});
      break;
    case Key::Sign::diamond:
      svg.polygon({{x, y - 6}, {x + 6, y}, {x, y + 6}, {x - 6, y}},
                  {.stroke = "#fff", .fill = pen.fill});
      break;
  }
}

namespace {

constexpr double k_row = 20.0;
constexpr double k_sign = 30.0;
constexpr double k_size = 12.5;

/// Places of the keys: left edge and row.
std::vector<Point> legend_places(const std::vector<Key>& keys, double width) {
  std::vector<Point> places;
  double x = 0.0;
  double row = 0.0;
  for (const Key& key : keys) {
    const double need = k_sign + text_width(key.label, k_size) + 14.0;
    if (x > 0.0 && x + need - 14.0 > width) {
      x = 0.0;
      row += 1.0;
    }
    places.push_back({x, row});
    x += need;
  }
  return places;
}

}  // namespace

double legend_height(const std::vector<Key>& keys, double width) {
  if (keys.empty()) return 0.0;
  return (legend_places(keys, width).back().y + 1.0) * k_row + 4.0;
}

void draw_legend(Svg& svg, const std::vector<Key>& keys, double top, double width) {
  const std::vector<Point> places = legend_places(keys, width);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const double y = top + places[i].y * k_row + 0.5 * k_row;
    draw_sign(svg, keys[i].sign, {places[i].x + 12.0, y}, keys[i].pen);
    svg.text({places[i].x + k_sign - 2.0, y + 4.5}, keys[i].label, {.size = k_size});
  }
}

}  // namespace domar::scenario::report
