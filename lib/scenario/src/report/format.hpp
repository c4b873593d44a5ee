#pragma once
/// @file Format: numbers as people read them, the same on every machine.
///
/// A number that is not finite becomes an en dash; nothing here depends on the locale.

#include <string>
#include <string_view>

namespace domar::scenario::report {

/// "12,345.6"; a minus is U+2212, and what rounds to zero has no sign.
[[nodiscard]] std::string number(double value, int decimals);
/// The same with a plus where positive.
[[nodiscard]] std::string signed_number(double value, int decimals);

/// A share as "13.4 %".
[[nodiscard]] std::string percent(double share, int decimals = 1);
/// A share with its first two digits that count, four decimals at most: "0.63 %", "0.0041 %".
[[nodiscard]] std::string small_percent(double share);
/// A relative change as "+0.32 %".
[[nodiscard]] std::string signed_percent(double change, int decimals = 2);
/// A difference of shares as "+0.3 points".
[[nodiscard]] std::string points(double difference, int decimals = 1);
/// The size of a difference of shares, without sign: "0.3 points".
[[nodiscard]] std::string distance(double difference, int decimals = 1);

/// Billions as "0.4 billion yuan", "150 billion yuan", "1.2 trillion yuan".
[[nodiscard]] std::string money(double billions, std::string_view currency);

/// A small number as "3.1 × 10⁻¹²".
[[nodiscard]] std::string scientific(double value);

/// Six significant digits, without trailing zeros: a value as a source prints it.
[[nodiscard]] std::string as_printed(double value);

/// "ai-plus" or "ai_cost_saving" as words: "AI plus", "AI cost saving".
[[nodiscard]] std::string words(std::string_view name);
/// The same, with a capital first letter.
[[nodiscard]] std::string title_words(std::string_view name);

/// The first letter as a capital.
[[nodiscard]] std::string capital(std::string text);

/// "one", "two" ... "nine", then digits.
[[nodiscard]] std::string count(std::size_t n);

}  // namespace domar::scenario::report
