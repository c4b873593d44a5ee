#pragma once
/// @file Reads concordances from CSV files.

#include <filesystem>
#include <vector>

#include "domar/accounts/concordance.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::readers {

/// Columns source, target; optional: weight (share of the source, 1 where empty or not there),
/// source_name, target_name, note. Labels stand in the order in which the file names them first.
///
/// @error  those of CsvTable::read and Concordance::make (weights that do not add up to 1, pairs
///         that stand twice); bad_input  a column is missing; bad_value  a weight that is no
///         number; with file:line:column.
Result<accounts::Concordance> read_concordance(const std::filesystem::path& path);

/// The concordance of `codes` made from files one after the other: the targets of one are the
/// sources of the next. Sources of a file that are not needed are passed over; codes in `keep` that
/// the first file does not name stay as they are to the end.
///
/// @param paths  one or more.
/// @error  those of read_concordance; not_found  codes without a line: all are listed.
Result<accounts::Concordance> read_concordances(const std::vector<std::filesystem::path>& paths,
                                                const Labels& codes,
                                                const std::vector<std::string>& keep);

}  // namespace domar::readers
