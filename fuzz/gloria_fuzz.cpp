/// @file GLORIA: any numbers beside a workbook of labels are an economy or an error.

#include "domar/readers/gloria/gloria.hpp"

#include <xlsxwriter.h>

#include <vector>

#include "readers.hpp"

namespace {

void add_sheet(lxw_workbook* book, const char* name,
               const std::vector<std::vector<const char*>>& lines) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, name);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < lines[i].size(); ++j) {
      worksheet_write_string(sheet, static_cast<lxw_row_t>(i), static_cast<lxw_col_t>(j),
                             lines[i][j], nullptr);
    }
  }
}

/// Two regions, two sectors, two kinds of value added and of final use, one flow.
std::filesystem::path labels() {
  static const std::filesystem::path path =
      std::filesystem::temp_directory_path() / fmt::format("domar_fuzz_{}.xlsx", getpid());
  if (std::filesystem::exists(path)) return path;
  lxw_workbook* book = workbook_new(path.c_str());
  add_sheet(book, "Regions",
            {{"Region_acronyms", "Region_names"}, {"AUT", "Austria"}, {"XAM", "Americas"}});
  add_sheet(book, "Sectors", {{"Sector_names"}, {"Wheat"}, {"Metal"}});
  add_sheet(book, "Value added and final demand",
            {{"Value_added_names", "Final_demand_names"},
             {"Compensation of employees D.1", "Household final consumption P.3h"},
             {"Net operating surplus B.2n", "Changes in inventories P.52"}});
  add_sheet(book, "Satellites",
            {{"Sat_head_indicator", "Sat_indicator", "Sat_unit"}, {"Emissions", "CO2", "t"}});
  workbook_close(book);
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  readers::gloria::Options options;
  options.labels = labels();
  options.repairs.close_income_gap = size % 2 == 1;
  const auto folder = fuzz::folder_with(fuzz::bytes_of(data, size));
  fuzz::expect_economy(readers::gloria::read_gloria(folder, options));
  return 0;
}
