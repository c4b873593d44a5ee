#pragma once
/// @file Axis: round ticks, scales, and labels that keep clear of each other.

#include <optional>
#include <string>
#include <vector>

#include "svg.hpp"

namespace domar::scenario::report {

/// Smallest and largest of what is to be shown.
struct Range {
  double low = 0.0;
  double high = 0.0;

  /// Makes room for a value; one that is not finite is ignored.
  void include(double value);
  [[nodiscard]] bool empty() const { return !seen_; }

 private:
  bool seen_ = false;
};

/// Round numbers (1, 2 or 5 times a power of ten apart) that cover a range.
struct Ticks {
  std::vector<double> at{};  ///< ascending; the first and last cover the range
  int decimals = 0;          ///< as many as the step needs
};

/// @param wanted  about how many; at least 2.
[[nodiscard]] Ticks round_ticks(const Range& range, int wanted);

/// Whole years, both ends of the range included in its span, at most `most` of them.
[[nodiscard]] std::vector<int> year_ticks(int first, int last, int most);

/// Data to pixels.
struct Scale {
  double from = 0.0;  ///< data
  double to = 1.0;
  double first = 0.0;  ///< pixels
  double last = 1.0;

  [[nodiscard]] double operator()(double value) const {
    return to == from ? first : first + (value - from) / (to - from) * (last - first);
  }
};

/// Moves positions apart until neighbours differ by `gap`, as little as possible, within bounds
/// where they fit.
/// @return  new positions in the order given.
[[nodiscard]] std::vector<double> spread(const std::vector<double>& wanted, double gap, double low,
                                         double high);

/// Remembers where text stands, so that the next text finds free room.
class Places {
 public:
  struct Box {
    double left, top, right, bottom;
  };
  /// The first of the boxes that overlaps nothing, by number, if possible one that also crosses no
  /// line; it is then taken.
  std::optional<std::size_t> take_first_free(const std::vector<Box>& candidates);
  void take(const Box& box) { taken_.push_back(box); }
  /// A line may be crossed by text where there is no other room.
  void avoid(const std::vector<Point>& line);

 private:
  std::vector<Box> taken_{};
  std::vector<Box> avoided_{};
};

/// How a series is shown in a legend.
struct Key {
  std::string label{};
  enum class Sign { line, area, dot, ring, triangle, diamond } sign = Sign::line;
  Pen pen{};
};

/// Draws a mark of a legend or chart around a point.
void draw_sign(Svg& svg, Key::Sign sign, Point centre, const Pen& pen);

/// Height that a legend needs at a width.
[[nodiscard]] double legend_height(const std::vector<Key>& keys, double width);
/// Draws it with its first line just below `top`.
void draw_legend(Svg& svg, const std::vector<Key>& keys, double top, double width);

}  // namespace domar::scenario::report
