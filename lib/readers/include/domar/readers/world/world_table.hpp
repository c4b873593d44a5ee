#pragma once
/// @file World table: labelled blocks of any source (inputs, final uses, incomes) become an
/// Economy.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domar/accounts/economy.hpp"
#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::readers::world {

/// The name of a row or column: whose it is and what it is. ("CHN", "C26"), ("CHN", "HFCE").
struct Account {
  std::string region;
  std::string code;
  friend bool operator==(const Account&, const Account&) = default;
};

/// Numbers that are still text: a large table is read when it is known where its numbers belong, so
/// that it stands in memory once.
class LateNumbers {
 public:
  LateNumbers() = default;
  LateNumbers(const LateNumbers&) = delete;
  LateNumbers& operator=(const LateNumbers&) = delete;
  virtual ~LateNumbers() = default;
  /// Number (i, j) goes to rows[i][cols[j]]; rows are read in parallel.
  /// @error  those of the text; `where` is the place of a field.
  virtual Status read(const std::vector<double*>& rows, const std::vector<Index>& cols) const = 0;
};

/// Numbers with their labels. The order of rows and columns means nothing.
struct Block {
  std::vector<Account> rows;
  std::vector<Account> cols;
  Matrix values;                                      ///< empty if `late` has the numbers
  std::shared_ptr<const LateNumbers> late = nullptr;  ///< only Z may be late
};

/// A row of incomes, and which kind of value added it is.
struct IncomeRow {
  std::string code;
  accounts::ValueAdded kind = accounts::labour;
};

/// A satellite account as its source gives it.
struct SatelliteBlock {
  std::string name;
  std::vector<accounts::SatelliteRow> rows;
  std::vector<Account> cols;  ///< industries, all of them
  Matrix by_industry;         ///< (row, col)
  /// Some or all final uses; the others have no flows. Empty: the source gives none.
  std::vector<Account> final_cols;
  Matrix by_final_use;  ///< (row, final col)
};

/// A world table as its source gives it. Rows supply and columns use.
struct WorldTable {
  std::string name;
  int year = 0;
  std::string unit = "million USD";
  std::string price_basis = "basic";
  std::string source;
  std::string terms;
  std::string file;  ///< for messages
  std::vector<std::string> notes;
  std::map<std::string, std::string> region_titles;  ///< code -> title; may be empty
  std::map<std::string, std::string> sector_titles;

  Block Z;  ///< producers x producers: what industries pay for inputs
  Block F;  ///< producers x final uses
  /// Incomes (rows of V, in the order of `incomes`) x producers. Empty: value added is what output
  /// leaves after inputs, all of it labour.
  std::vector<IncomeRow> incomes;
  std::vector<Account> income_cols;
  Matrix V;
  std::vector<SatelliteBlock> satellites;
  /// Regions need not make every good: Eora's rest of the world makes one of its own.
  bool incomplete_regions = false;
  /// Stated gross output of `output_of`. Empty: the sales.
  std::vector<Account> output_of;
  Vector output;
};

/// What may be repaired.
struct Repairs {
  /// Regions to be renamed or merged: {"CN1", "CHN"}, {"CN2", "CHN"}. Rows and columns that get the
  /// same name by this are added up.
  std::map<std::string, std::string> regions;
  /// Rounding: sums of absolute gaps up to this share of world output are closed with a note;
  /// larger ones are refused.
  double tolerance = 1e-4;
  /// Close any gap between output and inputs plus stated value added, by operating surplus.
  bool close_income_gap = false;
  /// Accept inputs below zero, with a note.
  bool negative_inputs = false;
  /// Keep gaps above the tolerance, and inputs and outputs below zero, with notes: for
  /// accounts::check, which ranks them, and accounts::repair, which mends them.
  bool keep_gaps = false;
};

/// Which kind of final use a column of the known sources is: by code (HFCE, NPISH, GGFC, GFCF,
/// INVNT, DPABR, c37 ... c42, CONS_h ...), by description, or by the names of FinalUseKind.
[[nodiscard]] std::optional<accounts::FinalUseKind> final_use_kind(std::string_view code_or_name);

/// Which row of value added an income of the known sources is. A total ("Value Added", VALU) is
/// none of them.
[[nodiscard]] std::optional<accounts::ValueAdded> income_kind(std::string_view code_or_name);
[[nodiscard]] bool is_total_value_added(std::string_view code_or_name);

/// The accounts: goods are the sectors, every region makes each of them in one industry, and every
/// region has final uses. Everything is matched by name; order is that of the rows of Z.
///
/// Repairs, each a note: ROM is ROU, RoW is ROW; a column of exports that holds nothing is left
/// out; sales short of stated output go to stock changes at home, and inputs plus value added short
/// of output to operating surplus (to labour if the source gives only a total), both within
/// `tolerance`. Negative value added, and negative final uses other than stock changes, are kept
/// and noted.
///
/// @error bad_input   labels unmatched, missing or doubled; final uses or regions unknown: all of
///                    them are listed.
/// @error bad_value   a number is not finite, an input or a gross output is negative (the worst is
///                    named), exports hold something.
/// @error unbalanced  gaps exceed the tolerance; the worst industry is named.
Result<accounts::Economy> make_economy(const WorldTable& table, const Repairs& repairs = {});

}  // namespace domar::readers::world
