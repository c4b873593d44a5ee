#pragma once
/// @file hindcast: how well Domar would have predicted the past, and against which rivals.
///
/// Theory: docs/theory/hindcast.md.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/ensemble/hindcast.hpp"

namespace domar::scenario {

struct HindcastOptions {
  std::filesystem::path data;  ///< folder with wiod16_niot; empty: that part is skipped
  Index draws = 32;            ///< of the parameters of China 2012
  Index members = 200;         ///< of every range
  std::uint64_t seed = 1;
  int threads = 1;
};

/// A number of the set-up that the base year did not simply know: an assumption of ours, chosen
/// after the outcome was seen, or an old figure in a later edition. None speaks of later years.
struct LaterKnowledge {
  std::string name;
  double value = 0.0;
  std::string why;  ///< its edition or status, and its source
};

/// A share of GDP forecast year by year beside the official figure.
struct OfficialComparison {
  std::string name;  ///< "sei", "digital-core"
  int year = 0;
  double predicted = 0.0;      ///< structure alone
  double predicted_low = 0.0;  ///< 10 % of the draws lie below
  double predicted_high = 0.0;
  double official = 0.0;
  std::string kind;    ///< "figure", "lower bound"
  std::string status;  ///< of the official figure
};

/// Difference of two tables of intermediate use, sum |A - B| over sum A.
struct TableError {
  std::string name;
  int target_year = 0;
  double error = 0.0;
  bool uses_outcome = false;
};

/// One share of a case: what was, what was predicted, and what came.
struct SharePrediction {
  std::string code;   ///< of the industry
  std::string title;  ///< for people
  double base = 0.0;  ///< share of GDP in the base year, which is also the random walk's forecast
  double predicted = 0.0;
  double low = 0.0;  ///< 80 % of the members lie between
  double high = 0.0;
  double outcome = 0.0;
};

/// A case with its scores.
struct ScoredCase {
  std::string name;
  int base_year = 0;
  int target_year = 0;
  Index shares = 0;
  Index clusters = 0;
  double median_change = 0.0;  ///< of ln share over the root of years, in the past: width of ranges
  std::string change_from;     ///< the past that it is taken from
  std::vector<ensemble::ForecastScore> scores;
  std::vector<SharePrediction> predictions;  ///< empty where there are too many to show
};

struct HindcastReport {
  std::vector<ScoredCase> cases;
  std::vector<OfficialComparison> official;
  std::vector<TableError> tables;
  std::vector<LaterKnowledge> later;
  std::vector<std::string> skipped;  ///< "what: needs ..."
};

/// China from the table of 2012 to 2017, 2018 and 2020, and 43 countries from WIOD where the data
/// are at hand.
/// @error not_found  a built-in economy or concordance is missing. And those of the model.
[[nodiscard]] Result<HindcastReport> hindcast(const HindcastOptions& options);

/// For people, and for programs.
[[nodiscard]] std::string hindcast_text(const HindcastReport& report);
[[nodiscard]] std::string hindcast_json(const HindcastReport& report);
/// A page with pictures, as one file without network access.
[[nodiscard]] std::string hindcast_html(const HindcastReport& report);

}  // namespace domar::scenario
