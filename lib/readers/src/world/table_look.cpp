#include "world/table_look.hpp"

#include <algorithm>

#include "world/grid.hpp"
#include "world/source_files.hpp"

namespace domar::readers::world {

bool TableLook::has_line_with(std::initializer_list<std::string_view> fields) const {
  return std::any_of(lines.begin(), lines.end(), [&](const std::vector<std::string>& line) {
    return std::all_of(fields.begin(), fields.end(), [&](std::string_view field) {
      return std::find(line.begin(), line.end(), field) != line.end();
    });
  });
}

bool TableLook::has_file(std::string_view name) const {
  return std::any_of(names.begin(), names.end(), [&](const std::string& path) {
    return path == name || (path.ends_with(name) && path[path.size() - name.size() - 1] == '/');
  });
}

Result<TableLook> look_at(const std::filesystem::path& path, const TablePart& part) {
  constexpr Index k_parts = 8;
  constexpr Index k_lines = 20;
  TableLook look;
  look.file = (path.filename().empty() ? path.parent_path() : path).filename().string();
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    const Result<SourceFiles> files = SourceFiles::open(path);
    if (!files.ok()) return files.error();
    look.folder = true;
    look.names = files->names();
    return look;
  }
  const Result<TableFile> file = TableFile::open(path);
  if (!file.ok()) return file.error();
  look.names = file->parts();
  const Result<Index> chosen = file->choose(part);
  const Index begin = chosen.ok() ? *chosen : 0;
  const Index end = chosen.ok() ? begin + 1 : std::min(look.names.size(), k_parts);
  for (Index k = begin; k < end; ++k) {
    const Result<TableText> head = file->text(k, {"", part.year}, k_lines);
    if (!head.ok()) return head.error();
    for (const std::string_view line : first_lines(head->text(), k_lines)) {
      const auto fields = split_line(line, head->is_sheet() ? '\t' : separator_of(line));
      if (fields.ok()) look.lines.push_back(*fields);
    }
  }
  return look;
}

}  // namespace domar::readers::world
