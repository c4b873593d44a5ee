#include "svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace domar::scenario::report {

namespace {

/// A coordinate: one decimal is finer than a screen.
std::string px(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.1f}", value);
  if (text == "-0.0") return "0";
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string points_attribute(const std::vector<Point>& points) {
  std::string text;
  for (const Point& p : points) {
    if (!text.empty()) text += ' ';
    text += px(p.x) + "," + px(p.y);
  }
  return text;
}

std::string pen_attributes(const Pen& pen) {
  std::string text = fmt::format(" fill=\"{}\"", pen.fill.empty() ? "none" : pen.fill);
  if (!pen.stroke.empty()) {
    text += fmt::format(" stroke=\"{}\" stroke-width=\"{}\"", pen.stroke, px(pen.width));
    if (!pen.dash.empty()) text += fmt::format(" stroke-dasharray=\"{}\"", pen.dash);
  }
  if (pen.opacity < 1.0) text += fmt::format(" opacity=\"{:.2f}\"", pen.opacity);
  return text;
}

const char* name_of(Anchor anchor) {
  switch (anchor) {
    case Anchor::start:
      return "start";
    case Anchor::middle:
      return "middle";
    case Anchor::end:
      return "end";
  }
  return "start";
}

/// Widths of letters as shares of the size, after the widest common system font (DejaVu Sans).
double letter_width(char c) {
  if (std::string_view("iljI.,:;'|! ").find(c) != std::string_view::npos) return 0.34;
  if (std::string_view("ftr()[]-/").find(c) != std::string_view::npos) return 0.42;
  if (std::string_view("mwMW%@&").find(c) != std::string_view::npos) return 0.96;
  if (c >= 'A' && c <= 'Z') return 0.71;
  if (c >= '0' && c <= '9') return 0.64;
  return 0.62;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        // Control characters are not allowed in HTML, and no name needs them.
        safe += (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') ? ' ' : c;
    }
  }
  return safe;
}

double text_width(std::string_view text, double size) {
  double width = 0.0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      width += letter_width(c);
    } else if (byte >= 0xc0) {             // first byte of a longer letter
      width += byte >= 0xe3 ? 1.0 : 0.64;  // from 0xe3 on: Chinese and other wide letters
    }
  }
  return width * size;
}

std::vector<std::string> wrapped(std::string_view text, double size, double width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word(text.substr(start, end - start));
    std::string longer = line;
    if (!line.empty()) longer += ' ';
    longer += word;
    if (!line.empty() && text_width(longer, size) > width) {
      lines.push_back(line);
      line = word;
    } else {
      line = longer;
    }
    start = end + 1;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

void Svg::line(Point from, Point to, const Pen& pen) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>\n", px(from.x),
                       px(from.y), px(to.x), px(to.y), pen_attributes(pen));
}

void Svg::polyline(const std::vector<Point>& points, const Pen& pen) {
  if (points.size() < 2) return;
  body_ += fmt::format("<polyline points=\"{}\" stroke-linejoin=\"round\"{}/>\n",
                       points_attribute(points), pen_attributes(pen));
}

void Svg::polygon(const std::vector<Point>& points, const Pen& pen) {
  if (points.size() < 3) return;
  body_ +=
      fmt::format("<polygon points=\"{}\"{}/>\n", points_attribute(points), pen_attributes(pen));
}

void Svg::rectangle(Point corner, double width, double height, const Pen& pen) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>\n", px(corner.x),
                       px(corner.y), px(std::max(width, 0.0)), px(std::max(height, 0.0)),
                       pen_attributes(pen));
}

void Svg::circle(Point centre, double radius, const Pen& pen) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", px(centre.x), px(centre.y),
                       px(radius), pen_attributes(pen));
}

void Svg::text(Point at, std::string_view words, const Letters& letters) {
  std::string look = fmt::format(" font-size=\"{}\" text-anchor=\"{}\" fill=\"{}\"",
                                 px(letters.size), name_of(letters.anchor), letters.color);
  if (letters.bold) look += " font-weight=\"600\"";
  if (letters.halo) {
    look += " stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
  }
  body_ += fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", px(at.x), px(at.y), look,
                       escaped(words));
}

std::string Svg::element(std::string_view id, std::string_view title,
                         std::string_view description) const {
  const std::string safe_id = escaped(id);
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" "
      "role=\"img\" aria-labelledby=\"{}-t {}-d\" font-family=\"inherit\">\n"
      "<title id=\"{}-t\">{}</title>\n<desc id=\"{}-d\">{}</desc>\n{}</svg>\n",
      px(width_), px(height_), px(width_), px(height_), safe_id, safe_id, safe_id, escaped(title),
      safe_id, escaped(description), body_);
}

}  // namespace domar::scenario::report
