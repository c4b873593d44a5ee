#pragma once
/// @file Changes of a world as files say them: one table for each kind, sectors, origins and
/// destinations; and the directions in parameters that they are.

#include <string>
#include <vector>

#include "domar/equilibrium/world_indicators.hpp"
#include "domar/readers/toml.hpp"
#include "domar/scenario/world_shock.hpp"

namespace domar::scenario {

using readers::TomlTable;
using WorldChangeLine = WorldShock::Change;

/// The names that a file may use.
struct WorldNames {
  const Labels& regions;
  const Labels& sectors;
  const Labels& factors;
};

/// What a table of the file may hold, and which number it changes.
struct WorldChangeKind {
  const char* table;
  WorldChangeLine::Kind kind;
  const char* number;  ///< key of the value
  bool has_sectors, has_from, has_to;
};
[[nodiscard]] const std::vector<WorldChangeKind>& world_change_kinds();
[[nodiscard]] const WorldChangeKind& kind_of(WorldChangeLine::Kind kind);

/// One table of a kind, with its value.
/// @error bad_input, bad_value, not_found  with file:line:column.
[[nodiscard]] Result<WorldChangeLine> read_world_change(const TomlTable& table,
                                                        const WorldChangeKind& kind,
                                                        const WorldNames& names);

/// Keys of cells that a kind has: sectors, from, to, factors.
[[nodiscard]] std::vector<std::string> cell_keys(const WorldChangeKind& kind);
/// Reads them into `change`; what is not told stays.
[[nodiscard]] Status read_cells(const TomlTable& table, const WorldNames& names,
                                WorldChangeLine& change);

/// "tariff on c14 from CHN to USA".
[[nodiscard]] std::string words_of_change(const WorldChangeLine& change, const WorldNames& names);

/// The direction of a change: moved by 1 it adds 1 to a rate, to a log, or to the share of its
/// spending that a region receives from others. Trade wedges never act on trade within a region.
[[nodiscard]] equilibrium::WorldLever lever_of(const WorldChangeLine& change,
                                               const equilibrium::WorldModel& model);
/// Whether there is anything in the base year that it acts on.
[[nodiscard]] bool acts(const equilibrium::WorldLever& lever, const equilibrium::WorldModel& model);

/// An amount as people say it (0.1 of productivity is 10 % more) in the lever's own unit, and back.
[[nodiscard]] double amount_from(const equilibrium::WorldLever& lever, double said);
[[nodiscard]] double said_of(const equilibrium::WorldLever& lever, double amount);

/// Adds a change to parameters, or to caps.
void apply_change(const WorldChangeLine& change, const equilibrium::WorldModel& model,
                  equilibrium::WorldParameters& parameters,
                  std::vector<equilibrium::WorldCap>& caps);

}  // namespace domar::scenario
