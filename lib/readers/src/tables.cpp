#include "domar/readers/tables.hpp"

#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"

namespace domar::readers {

namespace {

using accounts::Classification;
using accounts::FactTable;
using accounts::RangedFact;
using accounts::SectorParameters;
using accounts::SeriesTable;
using accounts::Share;

/// A CSV table whose columns have been found by name. The first error sticks.
class NamedTable {
 public:
  NamedTable(const std::filesystem::path& path, const std::vector<std::string>& columns) {
    Result<CsvTable> csv = CsvTable::read(path);
    if (!csv.ok()) {
      error_ = csv.error();
      return;
    }
    const auto found = csv->require_columns(columns);
    if (!found.ok()) {
      error_ = found.error();
      return;
    }
    for (Index k = 0; k < columns.size(); ++k) columns_[columns[k]] = (*found)[k];
    csv_ = std::move(csv).value();
  }

  [[nodiscard]] bool ok() const { return !error_; }
  [[nodiscard]] const Error& error() const { return *error_; }
  [[nodiscard]] Index rows() const { return csv_.rows(); }
  [[nodiscard]] const std::string& file() const { return csv_.file(); }

  void fail(Index row, const char* column, Error error) {
    if (error_) return;
    error.where = csv_.where(row, columns_.at(column));
    error_ = std::move(error);
  }
  void fail(Index row, const char* column, const std::string& what, const std::string& hint) {
    fail(row, column, Error{ErrorCode::bad_value, what, "", hint, ""});
  }

  [[nodiscard]] std::string text(Index row, const char* column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() ? "" : trimmed(csv_.field(row, found->second));
  }

  /// A text that may not be empty.
  std::string name(Index row, const char* column) {
    std::string value = text(row, column);
    if (value.empty()) fail(row, column, fmt::format("{} is empty", column), "give every row one");
    return value;
  }

  double number(Index row, const char* column) {
    const auto value = csv_.number(row, columns_.at(column));
    if (value.ok()) return *value;
    fail(row, column, value.error());
    return 0.0;
  }

  std::optional<double> number_or_empty(Index row, const char* column) {
    const auto value = csv_.number_or_empty(row, columns_.at(column));
    if (value.ok()) return *value;
    fail(row, column, value.error());
    return std::nullopt;
  }

  int year(Index row) {
    const double value = number(row, "year");
    const bool fine = value == std::floor(value) && value >= 1.0 && value <= 9999.0;
    if (!fine)
      fail(row, "year", fmt::format("'{}' is not a year", text(row, "year")), "write 2018");
    return fine ? static_cast<int>(value) : 0;
  }

  FactStatus status(Index row) {
    const auto value = parse_fact_status(text(row, "status"));
    if (value.ok()) return *value;
    fail(row, "status", value.error());
    return FactStatus::assumption;
  }

  Index sector(Index row, const Labels& sectors) {
    const auto value = sectors.require(text(row, "sector"), "sector");
    if (value.ok()) return *value;
    fail(row, "sector", value.error());
    return 0;
  }

  /// The columns value, unit, year, source, vintage and status, as far as the table has them.
  Fact fact(Index row) {
    return {number(row, "value"), text(row, "unit"),    text(row, "year"),
            text(row, "source"),  text(row, "vintage"), status(row)};
  }

 private:
  CsvTable csv_;
  std::map<std::string, Index> columns_;
  std::optional<Error> error_;
};

/// Reads row by row until something is wrong.
std::optional<Error> each_row(NamedTable& table, const std::function<void(Index)>& read) {
  for (Index row = 0; table.ok() && row < table.rows(); ++row) read(row);
  if (table.ok()) return std::nullopt;
  return table.error();
}

using GivenSectors = std::map<std::string, std::set<Index>>;

std::optional<Error> missing_sectors(const GivenSectors& given, const Labels& sectors,
                                     const std::string& file) {
  std::vector<std::string> gaps;
  for (const auto& [parameter, has] : given) {
    std::vector<std::string> codes;
    for (Index i = 0; i < sectors.size(); ++i) {
      if (!has.contains(i)) codes.push_back(sectors.code(i));
    }
    if (!codes.empty()) {
      gaps.push_back(fmt::format("{} (sectors {})", parameter, fmt::join(codes, ", ")));
    }
  }
  if (gaps.empty()) return std::nullopt;
  return Error{ErrorCode::bad_input,
               fmt::format("not given for every sector: {}", fmt::join(gaps, "; ")), file,
               "add the missing rows, with status 'assumption' where nothing is known", ""};
}

void check_range(NamedTable& table, Index row, const RangedFact& fact) {
  if (fact.low && *fact.low > fact.value) {
    table.fail(row, "low", fmt::format("low {} is above the value {}", *fact.low, fact.value),
               "low <= value <= high");
  }
  if (fact.high && *fact.high < fact.value) {
    table.fail(row, "high", fmt::format("high {} is below the value {}", *fact.high, fact.value),
               "low <= value <= high");
  }
}

std::string stem_of(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.substr(0, name.find('.'));
}

}  // namespace

Result<SectorParameters> read_parameters(const std::filesystem::path& path, const Labels& sectors) {
  NamedTable table(path,
                   {"sector", "parameter", "value", "unit", "year", "source", "vintage", "status"});
  SectorParameters parameters;
  parameters.sectors = sectors;
  GivenSectors given;
  const auto error = each_row(table, [&](Index row) {
    const Index sector = table.sector(row, sectors);
    const std::string name = table.name(row, "parameter");
    const Fact fact = table.fact(row);
    if (!table.ok()) return;
    if (!given[name].insert(sector).second) {
      table.fail(row, "sector",
                 fmt::format("{} of sector {} stands twice", name, sectors.code(sector)),
                 "keep one of the rows");
    }
    auto& values = parameters.by_name[name];
    values.resize(sectors.size());
    values[sector] = fact;
  });
  if (error) return *error;
  if (const auto gaps = missing_sectors(given, sectors, table.file())) return *gaps;
  return parameters;
}

Result<FactTable> read_facts(const std::filesystem::path& path) {
  NamedTable table(path,
                   {"name", "value", "low", "high", "unit", "year", "source", "vintage", "status"});
  FactTable facts;
  const auto error = each_row(table, [&](Index row) {
    RangedFact fact;
    static_cast<Fact&>(fact) = table.fact(row);
    fact.low = table.number_or_empty(row, "low");
    fact.high = table.number_or_empty(row, "high");
    check_range(table, row, fact);
    const std::string name = table.name(row, "name");
    if (table.ok() && !facts.by_name.emplace(name, fact).second) {
      table.fail(row, "name", fmt::format("'{}' stands twice", name), "names are unique");
    }
  });
  if (error) return *error;
  return facts;
}

Result<SeriesTable> read_series(const std::filesystem::path& path) {
  NamedTable table(path, {"name", "year", "value", "unit", "source", "vintage", "status"});
  SeriesTable series;
  const auto error = each_row(table, [&](Index row) {
    const std::string name = table.name(row, "name");
    const int year = table.year(row);
    const Fact fact = table.fact(row);
    if (table.ok() && !series.by_name[name].emplace(year, fact).second) {
      table.fail(row, "year", fmt::format("'{}' has {} twice", name, year), "keep one of the rows");
    }
  });
  if (error) return *error;
  return series;
}

Result<Classification> read_classification(const std::filesystem::path& path,
                                           const Labels& sectors) {
  NamedTable table(path, {"sector", "share", "group", "source", "status"});
  Classification classification;
  classification.name = classification.title = stem_of(path);
  std::set<std::pair<Index, std::string>> given;
  Vector total(sectors.size(), 0.0);
  const auto error = each_row(table, [&](Index row) {
    const Share share{table.sector(row, sectors), table.number(row, "share"),
                      table.text(row, "group"), table.text(row, "source"), table.status(row)};
    if (!table.ok()) return;
    if (share.share < 0.0 || share.share > 1.0) {
      const bool per_cent = share.share > 1.0 && share.share <= 100.0;
      table.fail(row, "share", fmt::format("share {} is outside 0 to 1", share.share),
                 per_cent ? fmt::format("write {} for {} %", share.share / 100.0, share.share)
                          : "a share of a sector lies between 0 and 1");
      return;
    }
    const std::string& code = sectors.code(share.sector);
    if (!given.emplace(share.sector, share.group).second) {
      table.fail(row, "sector",
                 fmt::format("sector {} stands twice in group '{}'", code, share.group),
                 "keep one of the rows");
    }
    total[share.sector] += share.share;
    if (total[share.sector] > 1.0 + 1e-9) {
      table.fail(row, "share",
                 fmt::format("shares of sector {} add up to {}", code, total[share.sector]),
                 "the groups of a sector may not overlap");
    }
    classification.shares.push_back(share);
  });
  if (error) return *error;
  return classification;
}

}  // namespace domar::readers
