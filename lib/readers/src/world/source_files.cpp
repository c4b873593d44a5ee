#include "world/source_files.hpp"

#include <algorithm>
#include <system_error>

#include "domar/base/file.hpp"
#include "world/unpacked.hpp"

namespace domar::readers::world {

namespace fs = std::filesystem;

namespace {

/// Files of a folder, and of the folders in it down to `levels`; folders that cannot be read are
/// passed over.
void list(const fs::path& folder, const std::string& prefix, int levels,
          std::vector<std::string>& names) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = prefix + entry->path().filename().string();
    std::error_code ignored;
    if (entry->is_regular_file(ignored)) {
      names.push_back(name);
    } else if (levels > 0 && entry->is_directory(ignored)) {
      list(entry->path(), name + "/", levels - 1, names);
    }
  }
}

/// The folder that all names are in, with its slash; empty if there is none.
std::string common_folder(const std::vector<std::string>& names) {
  if (names.empty()) return "";
  const std::size_t slash = names.front().find('/');
  if (slash == std::string::npos) return "";
  const std::string folder = names.front().substr(0, slash + 1);
  const bool all = std::all_of(names.begin(), names.end(),
                               [&](const std::string& name) { return name.starts_with(folder); });
  return all ? folder : "";
}

}  // namespace

Result<SourceFiles> SourceFiles::open(const fs::path& path) {
  SourceFiles files;
  files.path_ = path;
  files.root_ = path;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    list(path, "", 2, files.names_);
  } else {
    if (!fs::exists(path, ignored)) {
      return Error{ErrorCode::not_found, "no such folder or zip", path.string(), "", ""};
    }
    Result<ZipArchive> zip = ZipArchive::open(path);
    if (!zip.ok()) return zip.error();
    for (const ZipEntry& entry : zip->entries()) files.names_.push_back(entry.name);
    files.zip_ = std::move(zip).value();
  }
  const std::string folder = common_folder(files.names_);
  if (!folder.empty()) {
    files.root_ = path / folder;
    for (std::string& name : files.names_) name.erase(0, folder.size());
  }
  std::sort(files.names_.begin(), files.names_.end());
  return files;
}

bool SourceFiles::has(std::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

std::optional<std::string> SourceFiles::first_of(
    std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    if (has(name)) return std::string(name);
  }
  return std::nullopt;
}

std::optional<std::string> SourceFiles::ending_with(std::string_view ending) const {
  const auto found = std::find_if(names_.begin(), names_.end(),
                                  [&](const std::string& name) { return name.ends_with(ending); });
  if (found == names_.end()) return std::nullopt;
  return *found;
}

Result<Index> SourceFiles::entry_of(const std::string& name) const {
  const fs::path folder = root_.lexically_relative(path_);
  const auto entry = zip_->find(folder == "." ? name : (folder / name).generic_string());
  if (entry) return *entry;
  return Error{ErrorCode::not_found, "no such entry in the zip", shown(name), "", ""};
}

Result<std::string> SourceFiles::read(const std::string& name) const {
  if (!zip_) return read_file(root_ / name);
  const Result<Index> entry = entry_of(name);
  if (!entry.ok()) return entry.error();
  return zip_->read(*entry);
}

Result<TableText> SourceFiles::table(const std::string& name) const {
  if (!zip_) return open_table(root_ / name);
  const Result<Index> entry = entry_of(name);
  if (!entry.ok()) return entry.error();
  return unpacked_text(*zip_, *entry);
}

std::string SourceFiles::shown(const std::string& name) const { return (root_ / name).string(); }

}  // namespace domar::readers::world
