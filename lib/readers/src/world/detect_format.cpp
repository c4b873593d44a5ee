#include "domar/readers/world/detect_format.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "domar/base/file.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/grid.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::world {

namespace {

namespace fs = std::filesystem;

Error unknown(const fs::path& path, const std::string& what, const std::string& hint) {
  return {ErrorCode::bad_input, what, path.string(), hint, ""};
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Some labels are REG_HFCE, REG_GFCF or the like.
bool has_final_use_labels(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    const Account account = split_label(name);
    return !account.region.empty() && account.region.size() <= 3 && final_use_kind(account.code);
  });
}

}  // namespace

const char* name_of(Format format) {
  switch (format) {
    case Format::pymrio:
      return "pymrio";
    case Format::icio:
      return "icio";
    case Format::oecd_national:
      return "oecd-national";
    case Format::wiod_csv:
      return "wiod-csv";
    case Format::wiod_arrays:
      return "wiod-arrays";
    case Format::nbs:
      return "nbs";
    case Format::economy:
      break;
  }
  return "economy";
}

Result<Format> detect_format(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    for (const char* name : {"Z.txt", "trade_flows_Z.txt"}) {
      if (fs::is_regular_file(path / name)) return Format::pymrio;
    }
    return unknown(path, "the folder is none of the known formats", "a pymrio folder has a Z.txt");
  }
  const std::string file = path.filename().string();
  if (file.find(".i32") != std::string::npos || file.find("_ZF.f32") != std::string::npos) {
    if (fs::is_regular_file(path)) return Format::wiod_arrays;
  }
  const Result<std::string> text = read_file(path);
  if (!text.ok()) return text.error();
  if (text->starts_with("\x89HDF") || text->starts_with("CDF")) return Format::economy;
  if (text->starts_with("PK\x03\x04") || text->starts_with("\xD0\xCF\x11\xE0")) {
    return unknown(path, "this is a zip or a workbook", "unpack it, or save the sheet as csv");
  }
  const auto lines = first_lines(*text, 20);
  if (lines.empty()) return unknown(path, "the file is empty", "");
  const auto header = split_line(lines[0], separator_of(lines[0]));
  if (header.ok()) {
    if (has(*header, "Code") && has(*header, "HFCE") && has(*header, "IMPO")) {
      return Format::oecd_national;
    }
    if (has(*header, "Code") && (has(*header, "FU201") || has(*header, "TIU"))) return Format::nbs;
    if (has_final_use_labels(*header)) return Format::icio;
  }
  for (Index k = 0; k < lines.size(); ++k) {
    const auto fields = split_line(lines[k], separator_of(lines[k]));
    if (fields.ok() && (has(*fields, "c1") || has(*fields, "r1"))) return Format::wiod_csv;
  }
  return unknown(path, "the file is none of the known formats",
                 "known are pymrio folders, OECD ICIO and national tables, WIOD, NBS");
}

}  // namespace domar::readers::world
