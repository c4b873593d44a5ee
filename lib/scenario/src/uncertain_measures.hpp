#pragma once
/// @file Uncertain measures: what follows from a measure and is not known for sure, as inputs of
/// draws.
///
/// What a state decides (rates of tax and deduction, amounts, caps, dates) is the scenario, and is
/// not drawn. Theory: docs/theory/uncertainty.md#measures.

#include <string>
#include <vector>

#include "uncertain_inputs.hpp"

namespace domar::scenario {

/// Names of the fields of a kind that say what follows from it, for example "additionality"; those
/// for which a scenario file may give a range.
[[nodiscard]] std::vector<std::string> uncertain_fields(policy::InstrumentKind kind);

/// One input for every kind and field of a scenario's measures, named
/// "guidance_fund.additionality": all measures of the kind are drawn at the same place of their own
/// priors. A field that a scenario leaves as if it did not exist is not drawn.
/// @error bad_value  a value outside its own range; `where` names the measure
[[nodiscard]] Result<std::vector<UncertainInput>> uncertain_measures(
    const Scenario& scenario, const accounts::FactTable& facts);

/// Sets the field that an input of the kind `measure` names in all measures of a scenario.
void draw_measure(const UncertainInput& input, double position, const accounts::FactTable& facts,
                  Scenario& scenario);

}  // namespace domar::scenario
