#include "domar/readers/gloria/gloria.hpp"

#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gloria/labels.hpp"
#include "gloria/supply_use.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"
#include "world/source_files.hpp"

namespace domar::readers::gloria {

namespace {

namespace fs = std::filesystem;
using world::Account;
using world::GridTarget;
using world::SourceFiles;

/// The file of a table ("T", "V", "Y", "TQ", "YQ") at basic prices.
std::optional<std::string> file_of(const SourceFiles& files, const std::string& table, int year) {
  const std::string mark = "_002_" + table + "-Results_";
  for (const std::string& name : files.names()) {
    if (name.find(mark) == std::string::npos) continue;
    if (name.find("Markup001") == std::string::npos || !name.ends_with(".csv")) continue;
    if (world::year_in_name(name) == year) return name;
  }
  return std::nullopt;
}

/// Years of which there is a table T.
std::set<int> years_of(const SourceFiles& files) {
  std::set<int> years;
  for (const std::string& name : files.names()) {
    if (name.find("_002_T-Results_") == std::string::npos) continue;
    if (name.find("Markup001") == std::string::npos) continue;
    if (const auto year = world::year_in_name(name)) years.insert(*year);
  }
  return years;
}

Result<int> choose_year(const SourceFiles& files, int asked) {
  const std::set<int> years = years_of(files);
  if (years.empty()) {
    return Error{ErrorCode::not_found,
                 "no ..._120secMother_AllCountries_002_T-Results_..._Markup001(full).csv",
                 files.path().string(), "GLORIA_MRIOs_VV_YYYY.zip holds it", ""};
  }
  const std::string there = fmt::format("there are {}", fmt::join(years, ", "));
  if (asked != 0 && !years.contains(asked)) {
    return Error{ErrorCode::not_found, fmt::format("no table of {}", asked), files.path().string(),
                 there, ""};
  }
  if (asked == 0 && years.size() > 1) {
    return Error{ErrorCode::bad_input, "several years, and none is chosen", files.path().string(),
                 there, ""};
  }
  return asked != 0 ? asked : *years.begin();
}

/// The ReadMe: as given, in the folder, or beside it.
Result<fs::path> labels_of(const SourceFiles& files, const Options& options) {
  if (!options.labels.empty()) return options.labels;
  for (const std::string& name : files.names()) {
    if (name.find("GLORIA_ReadMe") != std::string::npos && name.ends_with(".xlsx")) {
      return fs::path(files.shown(name));
    }
  }
  const fs::path& path = files.path();
  const fs::path beside = (path.filename().empty() ? path.parent_path() : path).parent_path();
  std::error_code error;
  std::set<fs::path> found;
  for (fs::directory_iterator entry(beside.empty() ? fs::path(".") : beside, error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with("GLORIA_ReadMe") && name.ends_with(".xlsx")) found.insert(entry->path());
  }
  if (found.size() == 1) return *found.begin();
  return Error{ErrorCode::not_found,
               found.empty() ? "no GLORIA_ReadMe_VVV.xlsx" : "several GLORIA_ReadMe_VVV.xlsx",
               files.path().string(),
               "its sheets have the labels: put it beside, or say where it is", ""};
}

/// Numbers without labels.
class Numbers {
 public:
  static Result<Numbers> open(const SourceFiles& files, const std::string& name, Index rows,
                              Index cols) {
    Result<world::TableText> text = files.table(name);
    if (!text.ok()) return text.error();
    world::GridShape shape;
    shape.separator = ',';
    shape.header_rows = 0;
    shape.label_cols = 0;
    Result<world::GridFrame> frame = world::read_frame(*text, shape);
    if (!frame.ok()) return frame.error();
    if (frame->rows() != rows || frame->cols != cols) {
      return Error{ErrorCode::bad_input,
                   fmt::format("{} x {} numbers, but the labels are of {} x {}", frame->rows(),
                               frame->cols, rows, cols),
                   files.shown(name), "is the file cut off, or of another version than the ReadMe?",
                   ""};
    }
    return Numbers(std::move(text).value(), std::move(frame).value());
  }

  /// Chosen rows and columns: rows[k] of the result is line rows[k] of the file.
  Result<Matrix> block(const std::vector<Index>& rows, const std::vector<Index>& cols) const {
    Matrix values(rows.size(), cols.size());
    GridTarget target;
    target.rows.assign(frame_.rows(), nullptr);
    for (Index k = 0; k < rows.size(); ++k) target.rows[rows[k]] = values.row(k).data();
    target.cols.assign(frame_.cols, GridTarget::k_skip);
    for (Index k = 0; k < cols.size(); ++k) target.cols[cols[k]] = k;
    const Status status = world::read_numbers(text_, frame_, target);
    if (!status.ok()) return status.error();
    return values;
  }

 private:
  Numbers(world::TableText text, world::GridFrame frame)
      : text_(std::move(text)), frame_(std::move(frame)) {}
  world::TableText text_;
  world::GridFrame frame_;
};

std::vector<Index> count_to(Index n) {
  std::vector<Index> numbers(n);
  for (Index k = 0; k < n; ++k) numbers[k] = k;
  return numbers;
}

class Reader {
 public:
  Reader(const SourceFiles& files, GloriaLabels labels, int year, const Options& options)
      : files_(files), labels_(std::move(labels)), year_(year), options_(options) {
    const Index sectors = labels_.sectors.size();
    for (Index r = 0; r < labels_.regions.size(); ++r) {
      for (Index s = 0; s < sectors; ++s) {
        industries_.push_back(2 * r * sectors + s);
        products_.push_back((2 * r + 1) * sectors + s);
        accounts_.push_back({labels_.regions[r], labels_.sectors[s]});
      }
      for (const std::string& use : labels_.final_uses) {
        final_accounts_.push_back({labels_.regions[r], use});
      }
    }
  }

  Result<accounts::Economy> run(const SourceFiles* satellites) {
    describe();
    for (const auto step : {&Reader::take_flows, &Reader::take_final_uses, &Reader::take_incomes}) {
      if (const Status status = (this->*step)(); !status.ok()) return status.error();
    }
    if (satellites != nullptr) {
      const Status status = take_satellites(*satellites);
      if (!status.ok()) return status.error();
    }
    return world::make_economy(table_, options_.repairs);
  }

 private:
  void describe() {
    table_.year = year_;
    table_.name = options_.name.empty() ? fmt::format("gloria-{}", year_) : options_.name;
    table_.unit = options_.unit;
    table_.source = options_.source.empty() ? fmt::format("GLORIA, {}", year_) : options_.source;
    table_.terms = options_.terms;
    table_.file = files_.path().string();
    for (Index r = 0; r < labels_.regions.size(); ++r) {
      table_.region_titles[labels_.regions[r]] = labels_.region_names[r];
    }
    table_.notes = {
        "industries by industries from supply and use, by market shares (industry "
        "technology)"};
  }

  Result<Numbers> open(const SourceFiles& files, const std::string& table, Index rows,
                       Index cols) const {
    const auto name = file_of(files, table, year_);
    if (name) return Numbers::open(files, *name, rows, cols);
    return Error{ErrorCode::not_found, fmt::format("no table {} of {}", table, year_),
                 files.path().string(), "", ""};
  }

  Status take_flows() {
    const Index both = 2 * accounts_.size();
    const Result<Numbers> T = open(files_, "T", both, both);
    if (!T.ok()) return T.error();
    const Index sectors = labels_.sectors.size();
    for (Index r = 0; r < labels_.regions.size(); ++r) {
      const auto own = [&](const std::vector<Index>& all) {
        const auto first = all.begin() + static_cast<long>(r * sectors);
        return std::vector<Index>(first, first + static_cast<long>(sectors));
      };
      const Result<Matrix> supply = T->block(own(industries_), own(products_));
      if (!supply.ok()) return supply.error();
      for (Index i = 0; i < sectors; ++i) table_.output.push_back(supply->row_sum(i));
      shares_.push_back(market_shares(*supply));
    }
    table_.output_of = accounts_;
    Result<Matrix> use = T->block(products_, industries_);
    if (!use.ok()) return use.error();
    products_to_industries(shares_, *use);
    table_.Z = {accounts_, accounts_, std::move(use).value()};
    return Done{};
  }

  Status take_final_uses() {
    const Result<Numbers> Y = open(files_, "Y", 2 * accounts_.size(), final_accounts_.size());
    if (!Y.ok()) return Y.error();
    Result<Matrix> uses = Y->block(products_, count_to(final_accounts_.size()));
    if (!uses.ok()) return uses.error();
    products_to_industries(shares_, *uses);
    table_.F = {accounts_, final_accounts_, std::move(uses).value()};
    return Done{};
  }

  /// Rows of V are for every region its kinds of value added; a kind is added up over regions.
  Status take_incomes() {
    const Index kinds = labels_.incomes.size();
    const Index rows = labels_.regions.size() * kinds;
    const Result<Numbers> V = open(files_, "V", rows, 2 * accounts_.size());
    if (!V.ok()) return V.error();
    const Result<Matrix> values = V->block(count_to(rows), industries_);
    if (!values.ok()) return values.error();
    Matrix sums(kinds, accounts_.size());
    for (Index k = 0; k < rows; ++k) {
      for (Index j = 0; j < accounts_.size(); ++j) sums(k % kinds, j) += (*values)(k, j);
    }
    return world::take_incomes(accounts_, labels_.incomes, sums, table_);
  }

  Status take_satellites(const SourceFiles& files) {
    const Index rows = labels_.satellites.size();
    const Result<Numbers> TQ = open(files, "TQ", rows, 2 * accounts_.size());
    if (!TQ.ok()) return TQ.error();
    Result<Matrix> flows = TQ->block(count_to(rows), industries_);
    if (!flows.ok()) return flows.error();
    world::SatelliteBlock block;
    block.name = "Q";
    block.rows = labels_.satellites;
    block.cols = accounts_;
    block.by_industry = std::move(flows).value();
    if (file_of(files, "YQ", year_)) {
      const Result<Numbers> YQ = open(files, "YQ", rows, final_accounts_.size());
      if (!YQ.ok()) return YQ.error();
      Result<Matrix> finals = YQ->block(count_to(rows), count_to(final_accounts_.size()));
      if (!finals.ok()) return finals.error();
      block.final_cols = final_accounts_;
      block.by_final_use = std::move(finals).value();
    }
    table_.satellites.push_back(std::move(block));
    return Done{};
  }

  const SourceFiles& files_;
  GloriaLabels labels_;
  int year_;
  const Options& options_;
  std::vector<Index> industries_;  ///< their rows and columns in T
  std::vector<Index> products_;
  std::vector<Account> accounts_;
  std::vector<Account> final_accounts_;
  std::vector<Matrix> shares_;  ///< market shares, by region
  world::WorldTable table_;
};

}  // namespace

Result<accounts::Economy> read_gloria(const fs::path& path, const Options& options) {
  const Result<SourceFiles> files = SourceFiles::open(path);
  if (!files.ok()) return files.error();
  const Result<int> year = choose_year(*files, options.year);
  if (!year.ok()) return year.error();
  const Result<fs::path> readme = labels_of(*files, options);
  if (!readme.ok()) return readme.error();

  const fs::path& beside = options.satellites.empty() ? path : options.satellites;
  const Result<SourceFiles> satellites = SourceFiles::open(beside);
  if (!satellites.ok()) return satellites.error();
  const bool with =
      options.read_satellites && (!options.satellites.empty() || file_of(*satellites, "TQ", *year));
  Result<GloriaLabels> labels = read_labels(*readme, with);
  if (!labels.ok()) return labels.error();
  return Reader(*files, std::move(labels).value(), *year, options)
      .run(with ? &*satellites : nullptr);
}

}  // namespace domar::readers::gloria
