#include "world/number_field.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace domar::readers::world {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of a blank at the beginning: space, tab, no-break space, narrow no-break space; 0 if
/// none.
std::size_t blank_at(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\t') || text.starts_with('\r')) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  if (text.starts_with("\xE2\x80\xAF")) return 3;
  return 0;
}

/// Digits before the decimals, thousands taken out; false if the groups are not of three.
bool take_whole_part(std::string_view& rest, char group, std::string& plain) {
  std::size_t digits = 0;
  std::size_t groups = 0;
  std::string_view kind;  // the first separator: all are the same
  for (;;) {
    if (!rest.empty() && is_digit(rest.front())) {
      plain += rest.front();
      rest.remove_prefix(1);
      ++digits;
      continue;
    }
    std::size_t length = blank_at(rest);
    if (length == 0 && rest.starts_with(group)) length = 1;
    if (length == 0) break;
    const bool first = groups == 0;
    const bool leading_zero = first && digits > 0 && plain[plain.size() - digits] == '0';
    if (first ? (digits == 0 || digits > 3 || leading_zero) : digits != 3) return false;
    if (first) kind = rest.substr(0, length);
    if (!rest.starts_with(kind)) return false;
    rest.remove_prefix(length);
    ++groups;
    digits = 0;
  }
  return groups == 0 || digits == 3;
}

}  // namespace

std::string_view bare_field(std::string_view field) {
  for (;;) {
    if (const std::size_t length = blank_at(field); length > 0) {
      field.remove_prefix(length);
    } else if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
      field = field.substr(1, field.size() - 2);
    } else if (!field.empty() && blank_at(field.substr(field.size() - 1)) > 0) {
      field.remove_suffix(1);
    } else if (field.ends_with("\xC2\xA0")) {
      field.remove_suffix(2);
    } else if (field.ends_with("\xE2\x80\xAF")) {
      field.remove_suffix(3);
    } else {
      return field;
    }
  }
}

std::optional<double> parse_field(std::string_view field, DecimalMark mark) {
  constexpr std::size_t k_longest = 100;
  std::string_view rest = bare_field(field);
  if (rest.empty() || rest.size() > k_longest) return std::nullopt;
  const char decimal = mark == DecimalMark::point ? '.' : ',';
  const char group = mark == DecimalMark::point ? ',' : '.';
  std::string plain;
  if (rest.front() == '-' || rest.front() == '+') {
    if (rest.front() == '-') plain += '-';
    rest.remove_prefix(1);
  }
  if (!take_whole_part(rest, group, plain)) return std::nullopt;
  if (rest.starts_with(decimal)) {
    plain += '.';
    rest.remove_prefix(1);
  }
  plain += rest;  // decimals and exponent: from_chars judges them
  double value = 0.0;
  const char* end = plain.data() + plain.size();
  const auto [stop, error] = std::from_chars(plain.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

void MarkVotes::add(std::string_view field, Index line, Index column) {
  const auto with_point = parse_field(field, DecimalMark::point);
  const auto with_comma = parse_field(field, DecimalMark::comma);
  const auto keep = [&](std::optional<Sample>& sample) {
    if (!sample) sample = Sample{std::string(bare_field(field)), line, column};
  };
  if (with_point && !with_comma) keep(point);
  if (with_comma && !with_point) keep(comma);
  if (with_point && with_comma && *with_point != *with_comma) keep(either);
}

}  // namespace domar::readers::world
