#include "sector_links.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"

namespace domar::scenario {

Result<std::vector<accounts::SectorLink>> read_links(const std::filesystem::path& path,
                                                     const Labels& sectors) {
  const auto csv = readers::CsvTable::read(path);
  if (!csv.ok()) return csv.error();
  const auto columns = csv->require_columns({"from", "to", "weight", "source", "status"});
  if (!columns.ok()) return columns.error();
  const auto at = [&](Index row, Index column, Error error) {
    error.where = csv->where(row, (*columns)[column]);
    return error;
  };
  std::vector<accounts::SectorLink> links;
  std::set<std::pair<Index, Index>> known;
  for (Index row = 0; row < csv->rows(); ++row) {
    const auto text = [&](Index column) { return trimmed(csv->field(row, (*columns)[column])); };
    const auto from = sectors.require(text(0), "sector");
    if (!from.ok()) return at(row, 0, from.error());
    const auto to = sectors.require(text(1), "sector");
    if (!to.ok()) return at(row, 1, to.error());
    const auto weight = csv->number(row, (*columns)[2]);
    if (!weight.ok()) return at(row, 2, weight.error());
    const auto status = parse_fact_status(text(4));
    if (!status.ok()) return at(row, 4, status.error());
    if (!(*weight >= 0.0)) {
      return at(row, 2,
                {ErrorCode::bad_value, fmt::format("weight {} is below 0", *weight), "", "", ""});
    }
    if (*from == *to) {
      return at(row, 1,
                {ErrorCode::bad_value, "a sector is linked to itself", "", "remove the row", ""});
    }
    if (!known.insert({*from, *to}).second) {
      return at(row, 0, {ErrorCode::bad_value, "this link stands twice", "", "keep one row", ""});
    }
    links.push_back({*from, *to, *weight, text(3), *status});
  }
  return links;
}

}  // namespace domar::scenario
