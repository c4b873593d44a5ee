#include "domar/accounts/known_gdp.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::accounts {

namespace {

constexpr double k_tolerance = 0.25;  // basic prices, revisions and vintages differ by less

/// What a table's unit calls a currency, and whose it is.
struct Currency {
  std::string_view word;
  std::string_view region;
};
/// Words of a unit that begin so.
constexpr std::array k_currencies{
    Currency{"yuan", "CHN"},     Currency{"cny", "CHN"},     Currency{"rmb", "CHN"},
    Currency{"renminbi", "CHN"}, Currency{"yen", "JPN"},     Currency{"jpy", "JPN"},
    Currency{"won", "KOR"},      Currency{"krw", "KOR"},     Currency{"pound", "GBR"},
    Currency{"gbp", "GBR"},      Currency{"eur", "DEU"},     Currency{"m.eur", "DEU"},
    Currency{"rupee", "IND"},    Currency{"inr", "IND"},     Currency{"rub", "RUS"},
    Currency{"rouble", "RUS"},   Currency{"brl", "BRA"},     Currency{"reais", "BRA"},
    Currency{"r$", "BRA"},       Currency{"chf", "CHE"},     Currency{"sek", "SWE"},
    Currency{"nok", "NOR"},      Currency{"dkk", "DNK"},     Currency{"pln", "POL"},
    Currency{"zloty", "POL"},    Currency{"mxn", "MEX"},     Currency{"lira", "TUR"},
    Currency{"rupiah", "IDN"},   Currency{"idr", "IDN"},     Currency{"baht", "THA"},
    Currency{"thb", "THA"},      Currency{"ringgit", "MYS"}, Currency{"dong", "VNM"},
    Currency{"zar", "ZAF"},      Currency{"aud", "AUS"},     Currency{"a$", "AUS"},
    Currency{"au$", "AUS"},      Currency{"cad", "CAN"},     Currency{"c$", "CAN"},
    Currency{"can$", "CAN"},     Currency{"hkd", "HKG"},     Currency{"hk$", "HKG"},
    Currency{"sgd", "SGP"},      Currency{"s$", "SGP"},      Currency{"twd", "TWN"},
    Currency{"nt$", "TWN"},      Currency{"nzd", "NZL"},     Currency{"nz$", "NZL"}};
/// Whose dollars, if a word says so.
constexpr std::array k_dollars{Currency{"australian", "AUS"}, Currency{"canadian", "CAN"},
                               Currency{"hong", "HKG"},       Currency{"singapore", "SGP"},
                               Currency{"taiwan", "TWN"},     Currency{"zealand", "NZL"}};

std::vector<std::string> words_of(const std::string& unit) {
  std::vector<std::string> words(1);
  for (const char c : lower_case(unit)) {
    if (c == ' ' || c == ',' || c == ';' || c == '(' || c == ')') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

template <std::size_t n>
std::optional<std::string> region_in(const std::vector<std::string>& words,
                                     const std::array<Currency, n>& currencies) {
  for (const std::string& word : words) {
    for (const auto& [name, region] : currencies) {
      if (word.starts_with(name)) return std::string(region);
    }
  }
  return std::nullopt;
}

bool is_dollar(const std::string& word) {
  return word.starts_with("dollar") || word == "$" || word.starts_with("us$") || word == "$us" ||
         word.find("usd") != std::string::npos;
}

/// The code under which known GDP lists a region: its own, or of the country that its title names.
std::string listed_code(const std::string& code, const std::string& title) {
  static const std::map<std::string, std::string> k_other{
      {"CN", "CHN"}, {"US", "USA"},    {"JP", "JPN"},    {"KR", "KOR"}, {"TW", "TWN"},
      {"IN", "IND"}, {"RU", "RUS"},    {"DE", "DEU"},    {"FR", "FRA"}, {"GB", "GBR"},
      {"UK", "GBR"}, {"china", "CHN"}, {"japan", "JPN"}, {"ROM", "ROU"}};
  if (const auto found = k_other.find(code); found != k_other.end()) return found->second;
  const auto titled = k_other.find(lower_case(title));
  return titled != k_other.end() ? titled->second : code;
}

/// The power of ten (not 0) by which a ratio is off, if it is within the tolerance of one.
std::optional<int> power_of_ten(double ratio) {
  const double power = std::round(std::log10(ratio));
  const bool near = std::abs(std::log(ratio / std::pow(10.0, power))) < std::log1p(k_tolerance);
  return near && power != 0.0 ? std::optional<int>(static_cast<int>(power)) : std::nullopt;
}

/// One region, or the world, against its known figure in the unit of the economy.
std::optional<Finding> compare(const Economy& economy, const std::string& where, double own,
                               double known) {
  if (own <= 0.0) {
    return Finding{Severity::error, fmt::format("value added adds up to {:.6g}", own), where,
                   std::abs(own), 1.0};
  }
  const double ratio = own / known;
  if (std::abs(std::log(ratio)) <= std::log1p(k_tolerance)) return std::nullopt;
  const double off = std::abs(own - known);
  const std::string figures = fmt::format("value added is {:.4g} {}, known GDP of {} is {:.4g}",
                                          own, economy.unit, economy.year, known);
  if (const auto power = power_of_ten(ratio)) {
    return Finding{Severity::error,
                   fmt::format("{}: off by about 10^{}; the unit is not what the table says, or "
                               "decimal points are lost",
                               figures, *power),
                   where, off, off / known};
  }
  return Finding{ratio > 10.0 || ratio < 0.1 ? Severity::error : Severity::warning,
                 fmt::format("{}: {:.3g} times as much", figures, ratio), where, off, off / known};
}

}  // namespace

std::optional<KnownGdp::Entry> KnownGdp::find(const std::string& region, int year) const {
  const auto found = entries.find({region, year});
  return found == entries.end() ? std::nullopt : std::optional<Entry>(found->second);
}

std::optional<double> million_dollars_per_unit(const Economy& economy, const KnownGdp& known) {
  const std::vector<std::string> words = words_of(economy.unit);
  const double millions = 1e3 / economy.per_billion();
  auto region = region_in(words, k_currencies);
  if (!region && std::any_of(words.begin(), words.end(), is_dollar)) {
    region = region_in(words, k_dollars);
    if (!region) return millions;
  }
  if (!region) return std::nullopt;
  const auto entry = known.find(*region, economy.year);
  if (!entry) return std::nullopt;
  return millions / entry->exchange_rate;
}

Result<double> rest_of_world_gdp(const std::string& region, const std::string& unit, int year,
                                 const KnownGdp& known) {
  const auto unknown = [&](const std::string& what) {
    return Error{ErrorCode::not_found, what, "economies/known-gdp", "", ""};
  };
  const auto world = known.find(KnownGdp::k_world, year);
  if (!world) return unknown(fmt::format("the world's GDP of {} is not known", year));
  const auto country = known.find(listed_code(region, region), year);
  if (!country) return unknown(fmt::format("GDP of {} in {} is not known", region, year));
  Economy money;
  money.unit = unit;
  money.year = year;
  const auto dollars = million_dollars_per_unit(money, known);
  if (!dollars) {
    return unknown(fmt::format("how many dollars a unit of '{}' was worth is not known", unit));
  }
  return (world->gdp - country->gdp) / *dollars;
}

std::vector<Finding> check_known_gdp(const Economy& economy, const KnownGdp& known) {
  std::vector<Finding> findings;
  const auto dollars = million_dollars_per_unit(economy, known);
  if (!dollars) return findings;
  double world = 0.0;
  for (Index r = 0; r < economy.regions.size(); ++r) {
    const double gdp = economy.gdp(r);
    world += gdp;
    const auto entry =
        known.find(listed_code(economy.regions.code(r), economy.regions.title(r)), economy.year);
    if (!entry) continue;
    if (auto finding = compare(economy, economy.regions.code(r), gdp, entry->gdp / *dollars)) {
      findings.push_back(std::move(*finding));
    }
  }
  const auto entry = known.find(KnownGdp::k_world, economy.year);
  if (entry && economy.regions.size() > 1) {
    if (auto finding = compare(economy, "all regions together", world, entry->gdp / *dollars)) {
      findings.push_back(std::move(*finding));
    }
  }
  return findings;
}

}  // namespace domar::accounts
