#include "uncertain_measures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace domar::scenario {

using policy::Instrument;
using policy::InstrumentKind;

namespace {

/// A field that says what follows from a measure.
struct Field {
  const char* name;
  double Instrument::*value;
  double none;       ///< the value with which it does nothing; not drawn. NaN: there is none
  const char* unit;  ///< "share ..." keeps draws at most 1
};

constexpr double k_always = std::numeric_limits<double>::quiet_NaN();
constexpr Field k_response{"response", &Instrument::response, k_always, "1"};
constexpr Field k_relabelling{"relabelling", &Instrument::relabelling, 0.0,
                              "share of the reported increase"};
constexpr Field k_additionality{"additionality", &Instrument::additionality, 1.0,
                                "share of the supported spending"};
constexpr Field k_leverage{"leverage", &Instrument::leverage, 1.0,
                           "supported spending per unit of public money"};
constexpr Field k_realisation{"realisation", &Instrument::realisation, 1.0,
                              "share of the announced amount"};
constexpr Field k_openness{"rate", &Instrument::rate, 0.0, "share of openness"};
constexpr Field k_effect{"rate", &Instrument::rate, 0.0, "log points"};
constexpr Field k_speed{"rate", &Instrument::rate, 0.0, "1/year"};
constexpr Field k_midpoint{"midpoint", &Instrument::midpoint, k_always, "year"};

const std::vector<Field>& fields_of(InstrumentKind kind) {
  using enum InstrumentKind;
  static const std::map<InstrumentKind, std::vector<Field>> fields{
      {rd_deduction, {k_response, k_relabelling}},
      {rd_grant, {k_realisation, k_additionality}},
      {equipment_renewal, {k_realisation, k_leverage, k_additionality}},
      {guidance_fund, {k_realisation, k_leverage, k_additionality}},
      {milestone, {k_realisation, k_leverage, k_additionality}},
      {procurement, {k_realisation}},
      {investment_subsidy, {k_response}},
      {ai_programme, {k_speed, k_midpoint}},
      {data_market, {k_openness}},
      {standards, {k_effect}},
      {localisation, {k_effect}},
      {export_control, {k_effect}}};
  static const std::vector<Field> none;
  const auto found = fields.find(kind);
  return found == fields.end() ? none : found->second;
}

/// The figure that is the source of a field, as far as a measure takes its value.
const char* fact_behind(InstrumentKind kind, const std::string& field) {
  using enum InstrumentKind;
  static const std::map<std::pair<InstrumentKind, std::string>, const char*> names{
      {{rd_deduction, "response"}, "rd_user_cost_elasticity"},
      {{rd_deduction, "relabelling"}, "rd_relabelling_share"},
      {{equipment_renewal, "additionality"}, "equipment_renewal_additionality"},
      {{guidance_fund, "realisation"}, "guidance_fund_realisation"},
      {{ai_programme, "rate"}, "ai_logistic_rate"},
      {{data_market, "rate"}, "data_openness_policy"}};
  const auto found = names.find({kind, field});
  return found == names.end() ? nullptr : found->second;
}

bool is_used(const Instrument& measure, const Field& field) {
  return std::isnan(field.none) || measure.*field.value != field.none;
}

/// The range that the file gives, else that of the figure with this value, else the rule for the
/// measure's own status. Nothing where the value counts as known.
Result<std::optional<ensemble::Prior>> prior_of(const Instrument& measure, const Field& field,
                                                const accounts::FactTable& facts) {
  Fact passport = measure.passport;
  passport.value = measure.*field.value;
  passport.unit = field.unit;
  std::optional<double> low;
  std::optional<double> high;
  const auto given = measure.ranges.find(field.name);
  const char* behind = fact_behind(measure.kind, field.name);
  const auto fact = behind == nullptr ? facts.by_name.end() : facts.by_name.find(behind);
  if (given != measure.ranges.end()) {
    low = given->second.first;
    high = given->second.second;
  } else if (fact != facts.by_name.end() && fact->second.value == passport.value) {
    passport = fact->second;
    passport.unit = field.unit;
    low = fact->second.low;
    high = fact->second.high;
  }
  const std::string name = fmt::format("{}.{}", policy::name_of(measure.kind), field.name);
  auto prior = ensemble::prior_of(name, passport, low, high);
  if (!prior.ok()) {
    Error error = prior.error();
    error.where = measure.name + ", " + field.name;
    return error;
  }
  return prior;
}

const Field* find_field(InstrumentKind kind, const std::string& name) {
  for (const Field& field : fields_of(kind)) {
    if (name == field.name) return &field;
  }
  return nullptr;
}

/// Shocks first, as they are run.
std::vector<Instrument*> measures_of(Scenario& scenario) {
  std::vector<Instrument*> measures;
  for (auto* list : {&scenario.shocks, &scenario.policies}) {
    for (Instrument& measure : *list) measures.push_back(&measure);
  }
  return measures;
}

}  // namespace

std::vector<std::string> uncertain_fields(InstrumentKind kind) {
  std::vector<std::string> names;
  for (const Field& field : fields_of(kind)) names.emplace_back(field.name);
  return names;
}

Result<std::vector<UncertainInput>> uncertain_measures(const Scenario& scenario,
                                                       const accounts::FactTable& facts) {
  std::map<std::string, UncertainInput> found;  // by name: the same order for any order of measures
  Scenario copy = scenario;
  for (const Instrument* measure : measures_of(copy)) {
    for (const Field& field : fields_of(measure->kind)) {
      if (!is_used(*measure, field)) continue;
      auto prior = prior_of(*measure, field, facts);
      if (!prior.ok()) return prior.error();
      if (!prior->has_value()) continue;
      const std::string name = (*prior)->name;
      found.try_emplace(name, UncertainInput{UncertainInput::Kind::measure, name, 0, **prior});
    }
  }
  std::vector<UncertainInput> inputs;
  for (auto& [name, input] : found) inputs.push_back(std::move(input));
  return inputs;
}

void draw_measure(const UncertainInput& input, double position, const accounts::FactTable& facts,
                  Scenario& scenario) {
  for (Instrument* measure : measures_of(scenario)) {
    const std::string kind = std::string(policy::name_of(measure->kind)) + ".";
    if (input.name.rfind(kind, 0) != 0) continue;
    const Field* field = find_field(measure->kind, input.name.substr(kind.size()));
    if (field == nullptr || !is_used(*measure, *field)) continue;
    const auto prior = prior_of(*measure, *field, facts);
    if (prior.ok() && prior->has_value()) measure->*field->value = (*prior)->at(position);
  }
}

}  // namespace domar::scenario
