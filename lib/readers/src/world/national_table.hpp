#pragma once
/// @file National table: one country's accounts become an Economy of it and the rest of the world.

#include <map>
#include <string>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/base/array.hpp"
#include "domar/base/fact.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::world {

/// A column of final use at home.
struct NationalUse {
  std::string code;
  accounts::FinalUseKind kind = accounts::FinalUseKind::household;
  std::string title;
};

/// The accounts of a country with n sectors and their u users: sectors, then final uses.
struct NationalTable {
  std::string file;  ///< for messages
  std::string name;
  int year = 0;
  std::string unit;
  std::string price_basis = "basic";
  std::string source;
  std::string terms;
  std::vector<std::string> notes;
  std::string country;
  std::string country_title;
  std::vector<std::string> sectors;
  std::vector<std::string> sector_titles;
  std::vector<NationalUse> uses;
  Matrix domestic;       ///< n x u: what users at home buy of the country's goods
  Matrix imported;       ///< n x u: what they buy of the same goods from abroad
  Vector other_imports;  ///< u: what else they buy from abroad, of which the source tells no good
  Vector exports;        ///< n: the country's goods that are sold abroad
  Matrix income;         ///< ValueAdded rows x n
  /// GDP of the rest of the world; must exceed the imports. 0: from known GDP.
  double row_gdp = 0.0;
  const accounts::KnownGdp* known = nullptr;
  bool keep_gaps = false;   ///< keep gaps above the tolerance, with a note, for accounts::check
  bool leave_gaps = false;  ///< the source's totals were compared already: change no cell
  std::string row_title = "Rest of the world";
  std::map<std::string, Fact> facts;
};

/// Goods are the sectors and ROW, which the rest of the world makes: its one industry earns row_gdp
/// as labour income, sells the country its imports and the remainder to itself. Gaps between sales
/// and costs up to `tolerance` of output (sum of absolute values) go to labour income, with a note.
/// A GDP of the rest of the world that was not given is taken from known GDP, with a note and a
/// fact "row_gdp" [trillion of the currency].
/// @error usage       row_gdp is not given and not known either.
/// @error bad_value   row_gdp does not exceed the imports, or a number is not finite.
/// @error unbalanced  larger gaps: the worst sector is named.
Result<accounts::Economy> make_national(const NationalTable& table, double tolerance = 1e-4);

}  // namespace domar::readers::world
