#include "pymrio/folder.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "pymrio/pandas_table.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::pymrio {

namespace {

using world::Account;
using world::Grid;
using world::SourceFiles;
using world::WorldTable;

Result<std::string> one_unit(const std::vector<std::string>& units, const std::string& file) {
  const std::set<std::string> different(units.begin(), units.end());
  if (different.size() == 1) return spelled_out(*different.begin());
  return Error{
      ErrorCode::bad_input,
      fmt::format("the industries count in different units: {}", fmt::join(different, ", ")), file,
      "convert the table to one unit of money", ""};
}

/// The unit: third column of row labels of Z, or unit.txt.
Result<std::string> unit_of(const world::GridFrame& Z, const SourceFiles& files,
                            const std::string& z_file) {
  if (Z.labels.size() >= 3) return one_unit(Z.labels[2], files.shown(z_file));
  if (!files.has("unit.txt")) return std::string("million USD");
  const std::string shown = files.shown("unit.txt");
  const Result<std::string> text = files.read("unit.txt");
  if (!text.ok()) return text.error();
  std::vector<std::string> units;
  const auto lines = world::split_lines(*text);
  for (Index k = 1; k < lines.size(); ++k) {
    const auto fields = world::split_line(lines[k], world::separator_of(lines[0]));
    if (!fields.ok() || fields->size() < 3) {
      return Error{ErrorCode::bad_input, "three fields are wanted: region, sector, unit",
                   fmt::format("{}:{}:1", shown, k + 1), "", ""};
    }
    units.push_back(fields->back());
  }
  return one_unit(units, shown);
}

Status take_output(const SourceFiles& files, const std::string& file, WorldTable& table) {
  const Result<world::TableText> text = files.table(file);
  if (!text.ok()) return text.error();
  world::GridShape shape;
  shape.label_cols = 2;
  const Result<Grid> x = world::parse_grid(*text, shape);
  if (!x.ok()) return x.error();
  table.output_of = rows_of(*x);
  for (Index i = 0; i < x->values.rows(); ++i) table.output.push_back(x->values(i, 0));
  return Done{};
}

/// Coefficients become flows: column j of A times output of j.
Status scale_by_output(const SourceFiles& files, WorldTable& table) {
  std::map<std::pair<std::string, std::string>, double> output;
  for (Index i = 0; i < table.output.size(); ++i) {
    output[{table.output_of[i].region, table.output_of[i].code}] = table.output[i];
  }
  table.Z.values = Matrix(table.Z.rows.size(), table.Z.cols.size());
  std::vector<double*> rows;
  for (Index i = 0; i < table.Z.rows.size(); ++i) rows.push_back(table.Z.values.row(i).data());
  if (const Status read = table.Z.late->read(rows, {}); !read.ok()) return read;
  table.Z.late.reset();
  Vector x;
  std::vector<std::string> missing;
  for (const Account& col : table.Z.cols) {
    const auto found = output.find({col.region, col.code});
    if (found == output.end()) missing.push_back(col.region + " " + col.code);
    x.push_back(found == output.end() ? 0.0 : found->second);
  }
  if (!missing.empty()) {
    return Error{ErrorCode::bad_input,
                 fmt::format("columns of A without gross output: {}", fmt::join(missing, ", ")),
                 files.shown("x.txt"), "", ""};
  }
  for (Index i = 0; i < table.Z.values.rows(); ++i) {
    const auto row = table.Z.values.row(i);
    for (Index j = 0; j < row.size(); ++j) row[j] *= x[j];
  }
  table.notes.emplace_back("inputs are coefficients (A.txt) times gross output (x.txt)");
  return Done{};
}

std::optional<std::string> incomes_of(const SourceFiles& files, const FolderOptions& options) {
  if (!options.factor_inputs.empty()) return options.factor_inputs;
  for (const char* name : {"factor_inputs/F.txt", "factor_input/F.txt", "factor_input.txt",
                           "VA/F.txt", "satellite/F.txt"}) {
    if (files.has(name) && has_incomes(files, name)) return name;
  }
  // Without a row that is value added the usual file tells what it has instead.
  return files.first_of({"factor_inputs/F.txt", "factor_input/F.txt", "factor_input.txt"});
}

}  // namespace

Metadata metadata_of(const SourceFiles& files) {
  const std::filesystem::path& path = files.path();
  Metadata said;
  said.name = (path.filename().empty() ? path.parent_path() : path).stem().string();
  if (!files.has("metadata.json")) return said;
  const Result<std::string> text = files.read("metadata.json");
  if (!text.ok()) return said;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return said;
  const auto take = [](const nlohmann::json& object, const char* key, std::string& place) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_string()) place = found->get<std::string>();
  };
  take(json, "name", said.name);
  const auto ours = json.find("domar");
  if (ours == json.end() || !ours->is_object()) return said;
  const auto year = ours->find("year");
  if (year != ours->end() && year->is_number_integer()) {
    const auto number = year->get<std::int64_t>();
    if (number > 0 && number < 10'000) said.year = static_cast<int>(number);
  }
  take(*ours, "price_basis", said.price_basis);
  take(*ours, "source", said.source);
  take(*ours, "terms", said.terms);
  const auto titles = [&](const char* key, std::map<std::string, std::string>& place) {
    const auto found = ours->find(key);
    if (found == ours->end() || !found->is_object()) return;
    for (const auto& [code, title] : found->items()) {
      if (title.is_string()) place[code] = title.get<std::string>();
    }
  };
  titles("regions", said.region_titles);
  titles("sectors", said.sector_titles);
  return said;
}

Result<accounts::Economy> read_folder(const SourceFiles& files, const FolderOptions& options) {
  const auto z_file = files.first_of({"Z.txt", "trade_flows_Z.txt", "A.txt"});
  const auto y_file = files.first_of({"Y.txt", "finald_demand_Y.txt", "final_demand_Y.txt"});
  const auto x_file = files.first_of({"x.txt"});
  if (!z_file || !y_file || (*z_file == "A.txt" && !x_file)) {
    return Error{ErrorCode::not_found,
                 fmt::format("no {} in the folder", !z_file   ? "Z.txt"
                                                    : !y_file ? "Y.txt"
                                                              : "x.txt"),
                 files.path().string(),
                 "flows are Z.txt, or A.txt with x.txt: have pymrio calc_all() and save_all()", ""};
  }
  const auto Z = read_pandas_labels(files, *z_file);
  if (!Z.ok()) return Z.error();
  const world::GridFrame& frame = (*Z)->frame();
  Result<Grid> Y = read_pandas(files, *y_file);
  if (!Y.ok()) return Y.error();
  if (frame.labels.size() < 2 || Y->labels.size() < 2) {
    return Error{ErrorCode::bad_input, "rows need two labels, region and sector",
                 files.shown(frame.labels.size() < 2 ? *z_file : *y_file), "", ""};
  }
  const Result<std::string> unit = unit_of(frame, files, *z_file);
  if (!unit.ok()) return unit.error();

  WorldTable table;
  table.name = options.name;
  table.year = options.year;
  table.unit = *unit;
  table.price_basis = options.price_basis;
  table.region_titles = options.region_titles;
  table.sector_titles = options.sector_titles;
  table.source = options.source;
  table.terms = options.terms;
  table.file = files.path().string();
  table.Z = {rows_of(frame), columns_of(frame), {}, *Z};
  table.F = {rows_of(*Y), columns_of(*Y), std::move(Y->values), nullptr};
  Status status = Done{};
  if (x_file) status = take_output(files, *x_file, table);
  if (status.ok() && *z_file == "A.txt") status = scale_by_output(files, table);
  const auto incomes = incomes_of(files, options);
  if (status.ok() && !incomes && options.needs_incomes) {
    return Error{ErrorCode::bad_input, "no row of the folder is value added", table.file,
                 "it stands in factor_inputs/F.txt or in satellite/F.txt", ""};
  }
  if (status.ok() && incomes) {
    status = take_folder_incomes(files, *incomes, options.satellites, table);
  }
  if (status.ok() && options.satellites) {
    status = take_satellites(files, incomes.value_or(""), table);
  }
  if (!status.ok()) return status.error();
  std::sort(table.satellites.begin(), table.satellites.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return world::make_economy(table, options.repairs);
}

}  // namespace domar::readers::pymrio
