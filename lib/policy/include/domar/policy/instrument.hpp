#pragma once
/// @file Instrument: a policy or a shock from abroad, written as data.
///
/// Theory: docs/theory/policy.md.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"
#include "domar/base/result.hpp"

namespace domar::policy {

enum class InstrumentKind {
  rd_deduction,        ///< extra tax deduction of R&D spending
  rd_grant,            ///< public money for R&D
  equipment_renewal,   ///< public money that draws private investment in equipment along
  guidance_fund,       ///< public equity in chosen industries
  output_subsidy,      ///< share of the producer's cost; negative is a tax
  purchase_subsidy,    ///< share of the price households pay; negative is a tax
  procurement,         ///< public purchases of chosen goods
  tariff,              ///< share of the import price
  import_quota,        ///< cap on imported quantity, relative to the base year
  export_control,      ///< cost of getting round a foreign supplier's ban, log points of the import
                       ///< price
  localisation,        ///< users turn to the domestic variety, log points of its share
  ai_programme,        ///< faster adoption of AI
  data_market,         ///< openness of the data market
  standards,           ///< interoperability: knowledge spills over more
  investment_subsidy,  ///< share of the price of investment goods
  milestone            ///< a plant or product with a date: capacity once, then a domestic variety
};

/// Who pays, and so what a unit of public money costs.
enum class Financing {
  taxes,     ///< distortionary taxes of the same year: times the marginal cost of public funds
  lump_sum,  ///< without loss
  bonds      ///< repaid in equal parts over years out of distortionary taxes, with interest
};

/// The word used in scenario files, for example "lump_sum".
[[nodiscard]] const char* name_of(Financing financing);
[[nodiscard]] std::vector<std::string> financing_names();

/// The word used in scenario files, for example "rd_deduction".
[[nodiscard]] const char* name_of(InstrumentKind kind);
/// All words, for messages and help.
[[nodiscard]] std::vector<std::string> instrument_names();
/// @error not_found  with the nearest valid word.
[[nodiscard]] Result<InstrumentKind> parse_instrument_kind(const std::string& word);

/// One measure. Which fields count depends on the kind; effects.cpp says how each enters.
struct Instrument {
  InstrumentKind kind = InstrumentKind::rd_grant;
  std::string name;     ///< for people, in reports
  int from = 0;         ///< first year
  int to = 9999;        ///< last year
  Vector sectors;       ///< by good: share of the sector it applies to, 0 to 1; empty = all sectors
  double rate = 0.0;    ///< share, log points, openness or deduction, by kind
  double before = 0.0;  ///< the rate that was already in force (rd_deduction)
  double amount = 0.0;  ///< public money a year, in the economy's unit at base-year prices
  double leverage = 1.0;  ///< supported spending per unit of public money
  double additionality =
      1.0;  ///< share of supported spending that would not have been made otherwise
  double realisation = 1.0;  ///< share of the announced amount that is really spent
  double response = 1.0;     ///< elasticity of R&D, or of investment, to its cost; positive
  double relabelling = 0.0;  ///< share of the reported increase that is only relabelled
  double tax_rate = 0.25;    ///< profit tax that the deduction saves
  double cap = 1.0;          ///< import_quota: share of the base-year quantity, above 0
  bool rent_lost = false;    ///< import_quota: the scarcity rent is lost, not paid to the importer
  double midpoint = 0.0;     ///< ai_programme: year of half adoption
  double ceiling = 1.0;      ///< ai_programme: final adoption
  int ramp = 1;              ///< years over which rate or localisation builds up
  Financing financing = Financing::taxes;
  Fact passport;  ///< where its size comes from
  /// Low and high of fields that are not known for sure, by the name of the field; for draws.
  std::map<std::string, std::pair<double, double>> ranges;

  bool operator==(const Instrument&) const = default;

  /// Share of the full rate in force in a year: 0 outside, linear over `ramp` years.
  [[nodiscard]] double strength(int year) const;
  /// Ranges of the fields. @error bad_value  which field, and what would be right.
  [[nodiscard]] Status check() const;
};

}  // namespace domar::policy
