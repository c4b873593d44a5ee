#include "domar/readers/eora26/eora26.hpp"

#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"
#include "world/source_files.hpp"

namespace domar::readers::eora26 {

namespace {

using world::Account;
using world::Grid;
using world::SourceFiles;

/// The beginning of all names of one table: "Eora26_2015_bp_".
Result<std::string> stem_of(const SourceFiles& files, int year) {
  std::set<std::string> stems;
  std::set<std::string> wanted;
  for (const std::string& name : files.names()) {
    if (!name.starts_with("Eora26_") || !name.ends_with("_T.txt")) continue;
    const std::string stem = name.substr(0, name.size() - 5);
    stems.insert(stem);
    if (year == 0 || world::year_in_name(stem) == year) wanted.insert(stem);
  }
  if (wanted.size() == 1) return *wanted.begin();
  const std::string there = fmt::format("there are {}", fmt::join(stems, ", "));
  if (stems.empty()) {
    return Error{ErrorCode::not_found, "no Eora26_YYYY_bp_T.txt", files.path().string(),
                 "Eora26_YYYY_bp.zip holds it", ""};
  }
  if (wanted.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no table of {}", year), files.path().string(),
                 there, ""};
  }
  return Error{ErrorCode::bad_input, "several tables, and none is chosen", files.path().string(),
               there + "; choose by the year, or keep one price basis in a folder", ""};
}

Error missing(const SourceFiles& files, const std::string& name) {
  return {ErrorCode::not_found, "no " + name, files.path().string(),
          "labels come in indices.zip: put them beside the numbers, or say where they are", ""};
}

/// Fields of every line of a file of labels, blank ones at the end of lines left out.
Result<std::vector<std::vector<std::string>>> read_labels(const SourceFiles& files,
                                                          const std::string& name, Index least) {
  if (!files.has(name)) return missing(files, name);
  const Result<std::string> text = files.read(name);
  if (!text.ok()) return text.error();
  std::vector<std::vector<std::string>> labels;
  Index line_number = 0;
  for (const std::string_view line : world::first_lines(*text, std::numeric_limits<Index>::max())) {
    ++line_number;
    if (trimmed(line).empty()) continue;
    auto fields = world::split_line(line, '\t');
    if (!fields.ok()) return fields.error();
    while (!fields->empty() && fields->back().empty()) fields->pop_back();
    if (fields->size() < least) {
      return Error{ErrorCode::bad_input, fmt::format("{} labels are wanted", least),
                   fmt::format("{}:{}:1", files.shown(name), line_number), "is the file cut off?",
                   ""};
    }
    labels.push_back(std::move(fields).value());
  }
  return labels;
}

/// Numbers without labels, of a size that the labels tell.
Result<Matrix> read_numbers(const SourceFiles& files, const std::string& name, Index rows,
                            Index cols) {
  if (!files.has(name)) return missing(files, name);
  const Result<world::TableText> text = files.table(name);
  if (!text.ok()) return text.error();
  world::GridShape shape;
  shape.separator = '\t';
  shape.header_rows = 0;
  shape.label_cols = 0;
  Result<Grid> grid = world::parse_grid(*text, shape);
  if (!grid.ok()) return grid.error();
  if (grid->values.rows() == rows && grid->values.cols() == cols) return std::move(grid->values);
  return Error{ErrorCode::bad_input,
               fmt::format("{} x {} numbers, but the labels are of {} x {}", grid->values.rows(),
                           grid->values.cols(), rows, cols),
               files.shown(name), "is the file cut off, or of another version than the labels?",
               ""};
}

/// Country, code, kind, name -> (code, name).
std::vector<Account> accounts_of(const std::vector<std::vector<std::string>>& labels) {
  std::vector<Account> accounts;
  for (const auto& fields : labels) accounts.push_back({fields[1], fields[3]});
  return accounts;
}

/// "I-GHG-CO2 emissions (Gg)" -> "Gg"; empty without brackets.
std::string unit_in(const std::string& label) {
  const auto open = label.rfind('(');
  const auto close = label.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return "";
  return label.substr(open + 1, close - open - 1);
}

class Reader {
 public:
  Reader(const SourceFiles& files, const SourceFiles& labels, const Options& options)
      : files_(files), labels_(labels), options_(options) {}

  Result<accounts::Economy> run() {
    const Result<std::string> stem = stem_of(files_, options_.year);
    if (!stem.ok()) return stem.error();
    stem_ = *stem;
    describe();
    for (const auto step : {&Reader::take_flows, &Reader::take_incomes, &Reader::take_satellite}) {
      if (const Status status = (this->*step)(); !status.ok()) return status.error();
    }
    return world::make_economy(table_, options_.repairs);
  }

 private:
  void describe() {
    table_.year = world::year_in_name(stem_).value_or(0);
    table_.name = options_.name.empty() ? fmt::format("eora26-{}", table_.year) : options_.name;
    table_.unit = options_.unit;
    table_.price_basis = stem_.ends_with("_pp_") ? "purchaser" : "basic";
    table_.source =
        options_.source.empty() ? fmt::format("Eora26, {}", table_.year) : options_.source;
    table_.terms = options_.terms;
    table_.file = files_.path().string();
    table_.incomplete_regions = true;
    table_.notes.push_back("the files do not say their unit: taken as " + options_.unit);
  }

  Status take_flows() {
    const auto rows = read_labels(labels_, "labels_T.txt", 4);
    if (!rows.ok()) return rows.error();
    const auto cols = read_labels(labels_, "labels_FD.txt", 4);
    if (!cols.ok()) return cols.error();
    for (const auto& fields : *rows) table_.region_titles[fields[1]] = fields[0];
    const std::vector<Account> industries = accounts_of(*rows);
    Result<Matrix> Z = read_numbers(files_, stem_ + "T.txt", rows->size(), rows->size());
    if (!Z.ok()) return Z.error();
    Result<Matrix> F = read_numbers(files_, stem_ + "FD.txt", rows->size(), cols->size());
    if (!F.ok()) return F.error();
    table_.Z = {industries, industries, std::move(Z).value()};
    table_.F = {industries, accounts_of(*cols), std::move(F).value()};
    return Done{};
  }

  Status take_incomes() {
    const auto rows = read_labels(labels_, "labels_VA.txt", 1);
    if (!rows.ok()) return rows.error();
    const Result<Matrix> V =
        read_numbers(files_, stem_ + "VA.txt", rows->size(), table_.Z.cols.size());
    if (!V.ok()) return V.error();
    std::vector<std::string> names;
    for (const auto& fields : *rows) names.push_back(fields.back());
    return world::take_incomes(table_.Z.cols, names, *V, table_);
  }

  Status take_satellite() {
    if (!options_.satellites || !files_.has(stem_ + "Q.txt")) return Done{};
    const auto rows = read_labels(labels_, "labels_Q.txt", 1);
    if (!rows.ok()) return rows.error();
    world::SatelliteBlock block;
    block.name = "Q";
    for (const auto& fields : *rows) {
      const std::string code = fmt::format("{}", fmt::join(fields, " | "));
      block.rows.push_back({code, code, unit_in(fields.front())});
    }
    Result<Matrix> Q = read_numbers(files_, stem_ + "Q.txt", rows->size(), table_.Z.cols.size());
    if (!Q.ok()) return Q.error();
    block.cols = table_.Z.cols;
    block.by_industry = std::move(Q).value();
    if (files_.has(stem_ + "QY.txt")) {
      Result<Matrix> QY =
          read_numbers(files_, stem_ + "QY.txt", rows->size(), table_.F.cols.size());
      if (!QY.ok()) return QY.error();
      block.final_cols = table_.F.cols;
      block.by_final_use = std::move(QY).value();
    }
    table_.satellites.push_back(std::move(block));
    return Done{};
  }

  const SourceFiles& files_;
  const SourceFiles& labels_;
  const Options& options_;
  std::string stem_;
  world::WorldTable table_;
};

}  // namespace

Result<accounts::Economy> read_eora26(const std::filesystem::path& path, const Options& options) {
  const Result<SourceFiles> files = SourceFiles::open(path);
  if (!files.ok()) return files.error();
  if (options.labels.empty()) return Reader(*files, *files, options).run();
  const Result<SourceFiles> labels = SourceFiles::open(options.labels);
  if (!labels.ok()) return labels.error();
  return Reader(*files, *labels, options).run();
}

}  // namespace domar::readers::eora26
