#include "format.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>

namespace domar::scenario::report {

namespace {

constexpr std::string_view k_minus = "\u2212";
constexpr std::string_view k_missing = "\u2013";
constexpr std::string_view k_space = "\u00a0";  // a number and its unit stay on one line

std::string with_commas(const std::string& digits) {
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

bool is_zero(const std::string& digits) {
  return digits.find_first_not_of("0.") == std::string::npos;
}

std::string with_sign(double value, int decimals, std::string_view plus) {
  if (!std::isfinite(value)) return std::string(k_missing);
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  if (is_zero(digits)) return digits;
  return std::string(value < 0.0 ? k_minus : plus) + with_commas(digits);
}

std::string superscript(int exponent) {
  static constexpr std::array<std::string_view, 10> digits{"\u2070", "\u00b9", "\u00b2", "\u00b3",
                                                           "\u2074", "\u2075", "\u2076", "\u2077",
                                                           "\u2078", "\u2079"};
  std::string text = exponent < 0 ? "\u207b" : "";
  for (const char c : fmt::format("{}", std::abs(exponent))) {
    text += digits[static_cast<std::size_t>(c - '0')];
  }
  return text;
}

/// Names whose capitals are not those of an English word.
const std::map<std::string, std::string, std::less<>>& acronyms() {
  static const std::map<std::string, std::string, std::less<>> table{{"ai", "AI"},
                                                                     {"rd", "R&D"},
                                                                     {"gdp", "GDP"},
                                                                     {"sei", "SEI"},
                                                                     {"usd", "USD"},
                                                                     {"row", "rest of the world"},
                                                                     {"gfcf", "fixed investment"},
                                                                     {"china", "China"},
                                                                     {"ppp", "PPP"}};
  return table;
}

}  // namespace

std::string number(double value, int decimals) { return with_sign(value, decimals, ""); }

std::string signed_number(double value, int decimals) { return with_sign(value, decimals, "+"); }

std::string percent(double share, int decimals) {
  return fmt::format("{}{}%", number(100.0 * share, decimals), k_space);
}

std::string small_percent(double share) {
  const double size = std::abs(100.0 * share);
  if (size > 0.0 && size < 5e-5) return fmt::format("<{}0.0001{}%", k_space, k_space);
  int decimals = 2;
  while (size > 0.0 && decimals < 4 && size * std::pow(10.0, decimals - 2) < 0.095) ++decimals;
  return percent(share, decimals);
}

std::string signed_percent(double change, int decimals) {
  return fmt::format("{}{}%", signed_number(100.0 * change, decimals), k_space);
}

std::string points(double difference, int decimals) {
  return fmt::format("{}{}points", signed_number(100.0 * difference, decimals), k_space);
}

std::string distance(double difference, int decimals) {
  return fmt::format("{}{}points", number(100.0 * std::abs(difference), decimals), k_space);
}

std::string money(double billions, std::string_view currency) {
  const double size = std::abs(billions);
  if (size >= 999.5) {
    const int decimals = size >= 99950.0 ? 0 : 1;
    return fmt::format("{}{}trillion {}", number(billions / 1000.0, decimals), k_space, currency);
  }
  const int decimals = size >= 99.5 ? 0 : size >= 0.95 ? 1 : 2;
  return fmt::format("{}{}billion {}", number(billions, decimals), k_space, currency);
}

std::string scientific(double value) {
  if (!std::isfinite(value)) return std::string(k_missing);
  if (value == 0.0) return "0";
  const std::string printed = fmt::format("{:.1e}", std::abs(value));
  const std::size_t e = printed.find('e');
  const int exponent = std::stoi(printed.substr(e + 1));
  return fmt::format("{}{}{}×{}10{}", value < 0.0 ? k_minus : "", printed.substr(0, e), k_space,
                     k_space, superscript(exponent));
}

std::string as_printed(double value) {
  if (!std::isfinite(value)) return std::string(k_missing);
  const std::string digits = fmt::format("{:.6g}", std::abs(value));
  return (value < 0.0 ? std::string(k_minus) : "") + digits;
}

std::string words(std::string_view name) {
  std::string text;
  std::string word;
  const auto flush = [&] {
    const auto known = acronyms().find(word);
    text += known == acronyms().end() ? word : known->second;
    word.clear();
  };
  for (const char c : name) {
    if (c == '-' || c == '_' || c == '.' || c == ' ') {
      flush();
      text += ' ';
    } else {
      word += c;
    }
  }
  flush();
  return text;
}

std::string title_words(std::string_view name) { return capital(words(name)); }

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string count(std::size_t n) {
  static constexpr std::array<std::string_view, 10> small{"no",   "one", "two",   "three", "four",
                                                          "five", "six", "seven", "eight", "nine"};
  return n < small.size() ? std::string(small[n]) : fmt::format("{}", n);
}

}  // namespace domar::scenario::report
