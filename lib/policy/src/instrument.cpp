#include "domar/policy/instrument.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::policy {

namespace {
constexpr std::array k_kinds{
    std::pair{InstrumentKind::rd_deduction, "rd_deduction"},
    std::pair{InstrumentKind::rd_grant, "rd_grant"},
    std::pair{InstrumentKind::equipment_renewal, "equipment_renewal"},
    std::pair{InstrumentKind::guidance_fund, "guidance_fund"},
    std::pair{InstrumentKind::output_subsidy, "output_subsidy"},
    std::pair{InstrumentKind::purchase_subsidy, "purchase_subsidy"},
    std::pair{InstrumentKind::procurement, "procurement"},
    std::pair{InstrumentKind::tariff, "tariff"},
    std::pair{InstrumentKind::import_quota, "import_quota"},
    std::pair{InstrumentKind::export_control, "export_control"},
    std::pair{InstrumentKind::localisation, "localisation"},
    std::pair{InstrumentKind::ai_programme, "ai_programme"},
    std::pair{InstrumentKind::data_market, "data_market"},
    std::pair{InstrumentKind::standards, "standards"},
    std::pair{InstrumentKind::investment_subsidy, "investment_subsidy"},
    std::pair{InstrumentKind::milestone, "milestone"},
};
constexpr std::array k_financings{std::pair{Financing::taxes, "taxes"},
                                  std::pair{Financing::lump_sum, "lump_sum"},
                                  std::pair{Financing::bonds, "bonds"}};

/// Elasticities of R&D to its user cost: 0.1 to 4 in the studies known (from memory: Hall and Van
/// Reenen 2000; Rao 2016), so 10 is beyond all of them; it catches percentages (25 for 0.25).
constexpr double k_most_response = 10.0;
/// Guidance funds announce 3 to 10 units of private for one of public money (from memory); 100
/// catches percentages and amounts written in the wrong place.
constexpr double k_most_leverage = 100.0;

}  // namespace

const char* name_of(Financing financing) {
  const auto* found = std::find_if(k_financings.begin(), k_financings.end(),
                                   [&](const auto& pair) { return pair.first == financing; });
  return found->second;
}

std::vector<std::string> financing_names() {
  std::vector<std::string> names;
  for (const auto& [financing, name] : k_financings) names.emplace_back(name);
  return names;
}

const char* name_of(InstrumentKind kind) {
  const auto* found = std::find_if(k_kinds.begin(), k_kinds.end(),
                                   [&](const auto& pair) { return pair.first == kind; });
  return found->second;
}

std::vector<std::string> instrument_names() {
  std::vector<std::string> names;
  for (const auto& [kind, name] : k_kinds) names.emplace_back(name);
  return names;
}

Result<InstrumentKind> parse_instrument_kind(const std::string& word) {
  for (const auto& [kind, name] : k_kinds) {
    if (word == name) return kind;
  }
  const auto names = instrument_names();
  return Error{ErrorCode::not_found, fmt::format("unknown instrument '{}'", word), "",
               fmt::format("did you mean {}?", names[nearest_name(word, names)]), ""};
}

double Instrument::strength(int year) const {
  if (year < from || year > to) return 0.0;
  return std::min(1.0, static_cast<double>(year - from + 1) / std::max(1, ramp));
}

Status Instrument::check() const {
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    return Error{ErrorCode::bad_value, what, name, hint, ""};
  };
  if (from > to) {
    return refuse(fmt::format("it begins in {} and ends in {}", from, to), "swap the two years");
  }
  const bool is_share =
      kind == InstrumentKind::output_subsidy || kind == InstrumentKind::purchase_subsidy ||
      kind == InstrumentKind::investment_subsidy || kind == InstrumentKind::data_market;
  if (is_share && !(rate > -1.0 && rate < 1.0)) {
    return refuse(fmt::format("rate {} is not a share of the price", rate),
                  fmt::format("write {} for {} %", rate / 100.0, rate));
  }
  const bool is_wide_rate =
      kind == InstrumentKind::tariff || kind == InstrumentKind::rd_deduction ||
      kind == InstrumentKind::export_control || kind == InstrumentKind::localisation ||
      kind == InstrumentKind::standards || kind == InstrumentKind::milestone;
  if (is_wide_rate && !(rate > -0.95 && rate <= 3.0)) {
    return refuse(fmt::format("rate {} is not a share", rate),
                  fmt::format("write {} for {} %", rate / 100.0, rate));
  }
  if (kind == InstrumentKind::data_market && rate < 0.0) {
    return refuse(fmt::format("openness {} is below 0", rate), "openness lies between 0 and 1");
  }
  if (kind == InstrumentKind::import_quota && !(cap > 0.0)) {
    return refuse(fmt::format("cap {} is not above 0", cap),
                  "a cap is a share of the base-year quantity; 0.01 stands for nearly nothing");
  }
  for (const auto& [value, field] : {std::pair{amount, "amount"}, std::pair{leverage, "leverage"},
                                     std::pair{response, "response"}}) {
    if (!(value >= 0.0)) return refuse(fmt::format("{} {} is negative", field, value), "");
  }
  if (response > k_most_response) {
    return refuse(
        fmt::format("response {} is not an elasticity", response),
        fmt::format("spending that moves by {} % when its cost falls by 1 %; studies find "
                    "0.1 to 4, at most {} is taken",
                    response, k_most_response));
  }
  if (leverage > k_most_leverage) {
    return refuse(
        fmt::format("leverage {} is beyond any fund", leverage),
        fmt::format("spending of all sides per unit of public money, 4 for one to four; at "
                    "most {} is taken",
                    k_most_leverage));
  }
  for (const double part : sectors) {
    if (!(part >= 0.0 && part <= 1.0)) {
      return refuse(fmt::format("share {} of a sector is not between 0 and 1", part), "");
    }
  }
  if (ramp < 1) return refuse(fmt::format("a ramp of {} years", ramp), "1 means at once");
  for (const auto& [value, field] :
       {std::pair{additionality, "additionality"}, std::pair{realisation, "realisation"},
        std::pair{relabelling, "relabelling"}, std::pair{tax_rate, "tax_rate"},
        std::pair{ceiling, "ceiling"}}) {
    if (!(value >= 0.0 && value <= 1.0)) {
      return refuse(fmt::format("{} {} is not a share between 0 and 1", field, value),
                    fmt::format("write {} for {} %", value / 100.0, value));
    }
  }
  if (kind == InstrumentKind::rd_deduction &&
      !(before >= 0.0 && tax_rate * (1.0 + std::max(before, rate)) < 1.0)) {
    return refuse(fmt::format("with deductions of {} and {} at a tax of {} R&D would cost nothing",
                              before, rate, tax_rate),
                  "deductions are shares of R&D spending: 0.75 for 75 %");
  }
  if (kind == InstrumentKind::ai_programme && !(rate > 0.0 && midpoint > 1900.0)) {
    return refuse("an AI programme needs a rate above 0 and a midpoint year",
                  "for example rate = 0.45, midpoint = 2025.1");
  }
  return Done{};
}

}  // namespace domar::policy
