#pragma once
/// @file Svg: the few shapes our charts are drawn with, text measured before it is placed.

#include <string>
#include <string_view>
#include <vector>

namespace domar::scenario::report {

/// Text that is safe between tags and inside attributes.
[[nodiscard]] std::string escaped(std::string_view text);

/// Width of a text in pixels, a little more than wide system fonts need.
[[nodiscard]] double text_width(std::string_view text, double size);

/// Lines of a text that are at most `width` wide where its words allow.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, double size, double width);

struct Point {
  double x = 0.0;
  double y = 0.0;
};

/// How a shape looks; an empty colour draws nothing.
struct Pen {
  std::string stroke{};
  std::string fill{};
  double width = 1.0;
  std::string dash{};  ///< for example "6 3"
  double opacity = 1.0;
};

enum class Anchor { start, middle, end };

/// Letters: size in pixels and colour.
struct Letters {
  double size = 12.0;
  Anchor anchor = Anchor::start;
  std::string color = "#333";
  bool bold = false;
  bool halo = false;  ///< white rim, where a text may cross a line
};

/// A drawing; coordinates in pixels from the top left.
class Svg {
 public:
  Svg(double width, double height) : width_(width), height_(height) {}

  void line(Point from, Point to, const Pen& pen);
  void polyline(const std::vector<Point>& points, const Pen& pen);
  void polygon(const std::vector<Point>& points, const Pen& pen);
  void rectangle(Point corner, double width, double height, const Pen& pen);
  void circle(Point centre, double radius, const Pen& pen);
  void text(Point at, std::string_view words, const Letters& letters);

  /// The whole element; screen readers meet title and description.
  [[nodiscard]] std::string element(std::string_view id, std::string_view title,
                                    std::string_view description) const;

 private:
  double width_;
  double height_;
  std::string body_{};
};

}  // namespace domar::scenario::report
