#pragma once
/// @file Known in: an economy's figures as they could have been known in an earlier year.
///
/// Theory: docs/theory/hindcast.md#known.

#include <vector>

#include "domar/accounts/fact_log.hpp"
#include "domar/scenario/economy_folder.hpp"
#include "domar/scenario/hindcast.hpp"

namespace domar::scenario {

/// What a year knew of a figure, by the years that its passport names.
enum class Knowledge {
  known,          ///< it speaks of no later year, and its source is no younger
  later_edition,  ///< it speaks of years up to then; the edition it is taken from is younger
  chosen,         ///< our assumption: no source vouches for its date
  later,          ///< it speaks of later years, or a younger source found it
  undated         ///< it names no year at all
};
[[nodiscard]] Knowledge knowledge_of(const Fact& fact, int year);

/// The largest year from 1900 to 2100 that a text names, or 0.
[[nodiscard]] int latest_year(const std::string& text);

/// The folder with nothing in it that was not known in a year: figures and parameters that are
/// later, undated or chosen are taken out (a parameter by sector with all its sectors), series end
/// in that year, what is known of emerging industries and of links between them goes. Assumptions
/// that share out figures of that year or before stay. Then `instead` is put in.
///
/// Classifications stay: they only sort what a run finds.
/// @error bad_value  a figure of `instead` is later or undated; `where` names it.
[[nodiscard]] Result<EconomyFolder> as_known_in(EconomyFolder folder,
                                                const accounts::FactTable& instead, int year);

/// The figures that code asked for and that the year did not simply know: assumptions and later
/// editions, with why.
[[nodiscard]] std::vector<LaterKnowledge> not_of_the_time(const EconomyFolder& folder,
                                                          const accounts::FactLog& used, int year);

}  // namespace domar::scenario
