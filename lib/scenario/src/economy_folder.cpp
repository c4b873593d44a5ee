#include "domar/scenario/economy_folder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "domar/base/file.hpp"
#include "domar/base/home.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/readers/tables.hpp"
#include "sector_links.hpp"

namespace domar::scenario {

namespace fs = std::filesystem;

fs::path home_folder() { return domar::home_folder(); }

namespace {

std::vector<std::string> built_in_economies() {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(home_folder() / "economies", ignored)) {
    const std::string name = entry.path().filename().string();
    if (fs::exists(entry.path() / (name + ".nc"))) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Labels of the goods for which the economy's own region has an industry.
Labels own_sectors(const accounts::Economy& economy) {
  std::vector<std::string> codes;
  std::vector<std::string> titles;
  for (Index i = 0; i < economy.goods.size(); ++i) {
    if (economy.supplier[0][i] == accounts::Economy::k_none) continue;
    codes.push_back(economy.goods.code(i));
    titles.push_back(economy.goods.title(i));
  }
  return std::move(Labels::make(std::move(codes), std::move(titles)).value());
}

Status add_hash(const fs::path& file, EconomyFolder& folder) {
  auto bytes = read_file(file);
  if (!bytes.ok()) return bytes.error();
  const fs::path base = folder.table.parent_path();
  folder.hashes[file.lexically_relative(base).string()] = sha256(*bytes);
  return Done{};
}

/// Reads one of the tables beside the economy if it is there.
template <class Table, class Read>
Status read_beside(const fs::path& file, Table& into, EconomyFolder& folder, Read read) {
  if (!fs::exists(file)) return Done{};
  auto table = read(file);
  if (!table.ok()) return table.error();
  into = std::move(table.value());
  return add_hash(file, folder);
}

Status read_classes(const Labels& sectors, EconomyFolder& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  const fs::path classifications = folder.table.parent_path() / "classifications";
  for (const auto& entry : fs::directory_iterator(classifications, ignored)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    accounts::Classification set;
    auto status = read_beside(file, set, folder, [&](const fs::path& path) {
      return readers::read_classification(path, sectors);
    });
    if (!status.ok()) return status;
    // Numbers among the sectors become numbers among the goods, some of which no sector makes.
    for (accounts::Share& part : set.shares) {
      part.sector = *folder.economy.goods.find(sectors.code(part.sector));
    }
    folder.classes.push_back(std::move(set));
  }
  return Done{};
}

}  // namespace

Result<fs::path> find_economy(const std::string& name) {
  std::error_code ignored;
  if (fs::is_regular_file(name, ignored)) return fs::path(name);
  if (fs::is_directory(name, ignored)) {
    const fs::path inside = fs::path(name) / (fs::path(name).filename().string() + ".nc");
    if (fs::is_regular_file(inside, ignored)) return inside;
  }
  const fs::path built_in = home_folder() / "economies" / name / (name + ".nc");
  if (fs::is_regular_file(built_in, ignored)) return built_in;
  const auto names = built_in_economies();
  std::string hint = "give the path of an economy file (.nc)";
  if (!names.empty()) {
    hint += fmt::format(", or a built-in economy: {}; did you mean {}?", fmt::join(names, ", "),
                        names[nearest_name(name, names)]);
  }
  return Error{ErrorCode::not_found, fmt::format("no economy '{}'", name), "", hint, ""};
}

Result<EconomyFolder> read_economy_folder(const std::string& name) {
  const auto path = find_economy(name);
  if (!path.ok()) return path.error();
  EconomyFolder folder;
  folder.table = *path;
  auto economy = readers::read_economy(*path);
  if (!economy.ok()) return economy.error();
  folder.economy = std::move(economy.value());
  if (auto status = add_hash(*path, folder); !status.ok()) return status.error();

  const fs::path base = path->parent_path();
  const Labels sectors = own_sectors(folder.economy);
  Status status =
      read_beside(base / "parameters.csv", folder.parameters, folder,
                  [&](const fs::path& p) { return readers::read_parameters(p, sectors); });
  if (status.ok()) {
    status = read_beside(base / "facts.csv", folder.facts, folder,
                         [](const fs::path& p) { return readers::read_facts(p); });
  }
  if (status.ok()) {
    status = read_beside(base / "series.csv", folder.series, folder,
                         [](const fs::path& p) { return readers::read_series(p); });
  }
  if (status.ok()) {
    status = read_beside(base / "emerging.csv", folder.emerging, folder,
                         [](const fs::path& p) { return readers::read_facts(p); });
  }
  for (const auto& [name_of_file, into] :
       {std::pair{"varieties.csv", &folder.varieties},
        std::pair{"knowledge_links.csv", &folder.knowledge_links}}) {
    if (!status.ok()) break;
    status = read_beside(base / name_of_file, *into, folder,
                         [&](const fs::path& p) { return read_links(p, sectors); });
  }
  if (status.ok()) status = read_classes(sectors, folder);
  if (!status.ok()) return status.error();
  return folder;
}

}  // namespace domar::scenario
