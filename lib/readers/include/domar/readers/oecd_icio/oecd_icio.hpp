#pragma once
/// @file Tables of the OECD: inter-country (ICIO, editions 2016 to 2025) and national, as CSV.

#include <filesystem>
#include <string>

#include "domar/accounts/economy.hpp"
#include "domar/accounts/known_gdp.hpp"
#include "domar/base/result.hpp"
#include "domar/readers/world/world_table.hpp"

namespace domar::readers::oecd_icio {

/// What an ICIO file does not say.
struct Options {
  /// Name of the economy; empty: "icio-" and the year.
  std::string name;
  /// Year of the table; 0: the last four digits in the file's name (ICIO2021_2018.csv is of 2018).
  int year = 0;
  /// Add up the plants of China (CN1, CN2) and Mexico (MX1, MX2), which have no final uses of their
  /// own, to CHN and MEX. Without it a file with plants is refused.
  bool merge_plants = false;
  std::string part;  ///< entry of a zip or sheet of a workbook; empty: the only one, or the year's
  std::string source;
  std::string terms = "OECD: reuse with attribution";
  world::Repairs repairs;
};

/// Reads one year of an ICIO file, gzip or not; a zip has to be unpacked first.
///
/// Rows and columns are REG_IND and REG_HFCE, NPISH, GGFC, GFCF, INVNT, DPABR (or P33, CONS_ABR,
/// CONS_NONRES; in the edition of 2016 HFCE_REG, NPS, INV, DIRP), matched by name. Rows TLS, TAXSUB
/// or REG_TAXSUB are taken as net taxes on production (what industries pay; taxes on final uses are
/// left out: final uses are at basic prices), VA or VALU as labour because it is a total; OUT,
/// OUTPUT or TOTAL are checked.
///
/// @error bad_input, bad_value, unbalanced  those of world::make_economy, and a zip or a text that
///                   is no table of numbers (`where` is file:line:field).
Result<accounts::Economy> read_icio(const std::filesystem::path& path, const Options& options = {});

/// What a national file does not say.
struct NationalOptions {
  std::string name;           ///< of the economy; empty: country and year, "chn-2018"
  int year = 0;               ///< which year of the file; 0 only if it holds one
  std::string part;           ///< sheet or entry; empty: the only one, or the year's
  std::string country;        ///< code; empty: the three capitals in the file's name
  std::string country_title;  ///< empty: the code
  /// GDP of the rest of the world in that year [million USD]. It must exceed the imports.
  double row_gdp = 0.0;
  const accounts::KnownGdp* known = nullptr;  ///< says it where row_gdp is 0
  std::string source;
  std::string terms = "OECD: reuse with attribution";
};

/// Reads one year of a national table of the 2021 edition (Year, Code, Description, sectors, HFCE,
/// NPISH, GGFC, GFCF, INVNT, CONS_ABR, CONS_NONRES, EXPO, IMPO; flows of all origins) into an
/// economy of the country and the rest of the world, whose one industry is as in nbs::read_table.
/// Files as there: csv of any kind, gzip, xlsx, zip.
///
/// Rows of sectors have their codes, or TTL_CODE as OECD.Stat writes it. With DOM_CODE and IMP_CODE
/// instead the source tells who uses which imports, and nothing is estimated; imports that are
/// exported again leave both. Rows of one origin alone are refused.
///
/// Else what residents buy abroad (CONS_ABR) is imported; of each good's other imports every user
/// at home takes the same share. Purchases of non-residents are exports. Imports beyond all uses at
/// home are re-exports and leave both. Taxes on products used by industries stand in net taxes on
/// production, VALU in labour; rounding (up to 1e-4 of output) goes to stock changes and labour.
///
/// @error not_found   the year is not in the file (the hint lists those that are).
/// @error bad_input   columns or rows missing or doubled; several years and none chosen.
/// @error bad_value   text where a number should be; row_gdp too small; imports above 0 in IMPO.
/// @error unbalanced  rows or columns miss OUTPUT by more than rounding.
Result<accounts::Economy> read_national(const std::filesystem::path& path,
                                        const NationalOptions& options);

}  // namespace domar::readers::oecd_icio
