#include "gloria/labels.hpp"

#include <limits>
#include <optional>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "world/grid.hpp"
#include "world/table_text.hpp"

namespace domar::readers::gloria {

namespace {

namespace fs = std::filesystem;

/// A sheet whose first line names its columns.
class LabelSheet {
 public:
  static Result<LabelSheet> open(const fs::path& workbook, const char* name) {
    const Result<world::TableText> text = world::open_table(workbook, {name, 0});
    if (!text.ok()) return text.error();
    LabelSheet sheet;
    sheet.shown_ = fmt::format("{}, sheet {}", workbook.string(), name);
    for (const std::string_view line :
         world::first_lines(text->text(), std::numeric_limits<Index>::max())) {
      auto fields = world::split_line(line, '\t');
      if (!fields.ok()) return fields.error();
      sheet.lines_.push_back(std::move(fields).value());
    }
    return sheet;
  }

  /// The texts of a column down to its first blank.
  Result<std::vector<std::string>> column(const std::string& name) const {
    std::optional<Index> place;
    for (Index f = 0; !lines_.empty() && f < lines_[0].size(); ++f) {
      if (lower_case(trimmed(lines_[0][f])) == lower_case(name)) place = f;
    }
    std::vector<std::string> texts;
    for (Index k = 1; place && k < lines_.size(); ++k) {
      if (*place >= lines_[k].size() || lines_[k][*place].empty()) break;
      texts.push_back(lines_[k][*place]);
    }
    if (!texts.empty()) return texts;
    return Error{ErrorCode::bad_input, fmt::format("no column {}, or nothing in it", name), shown_,
                 "give the ReadMe of GLORIA as it is published", ""};
  }

 private:
  std::string shown_;
  std::vector<std::vector<std::string>> lines_;
};

Status read_satellites(const fs::path& workbook, GloriaLabels& labels) {
  const Result<LabelSheet> sheet = LabelSheet::open(workbook, "Satellites");
  if (!sheet.ok()) return sheet.error();
  const auto heads = sheet->column("Sat_head_indicator");
  const auto names = sheet->column("Sat_indicator");
  const auto units = sheet->column("Sat_unit");
  for (const auto* column : {&heads, &names, &units}) {
    if (!column->ok()) return column->error();
  }
  if (heads->size() != names->size() || units->size() != names->size()) {
    return Error{ErrorCode::bad_input, "the columns of sheet Satellites differ in length",
                 workbook.string(), "", ""};
  }
  for (Index k = 0; k < names->size(); ++k) {
    const std::string code = (*heads)[k] + " | " + (*names)[k];
    labels.satellites.push_back({code, code, (*units)[k]});
  }
  return Done{};
}

}  // namespace

Result<GloriaLabels> read_labels(const fs::path& workbook, bool satellites) {
  GloriaLabels labels;
  const auto take = [&](const char* sheet_name, const char* column_name,
                        std::vector<std::string>& into) -> Status {
    const Result<LabelSheet> sheet = LabelSheet::open(workbook, sheet_name);
    if (!sheet.ok()) return sheet.error();
    auto texts = sheet->column(column_name);
    if (!texts.ok()) return texts.error();
    into = std::move(texts).value();
    return Done{};
  };
  constexpr const char* k_final = "Value added and final demand";
  for (const Status& status : {take("Regions", "Region_acronyms", labels.regions),
                               take("Regions", "Region_names", labels.region_names),
                               take("Sectors", "Sector_names", labels.sectors),
                               take(k_final, "Value_added_names", labels.incomes),
                               take(k_final, "Final_demand_names", labels.final_uses),
                               satellites ? read_satellites(workbook, labels) : Status(Done{})}) {
    if (!status.ok()) return status.error();
  }
  if (labels.regions.size() == labels.region_names.size()) return labels;
  return Error{ErrorCode::bad_input, "acronyms and names of regions differ in number",
               workbook.string(), "", ""};
}

}  // namespace domar::readers::gloria
