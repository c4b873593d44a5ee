#include "domar/readers/pymrio/pymrio.hpp"

#include <utility>

#include <fmt/format.h>

#include "pymrio/folder.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::pymrio {

namespace {

/// The year asked for, that of metadata.json, that of the folder's name, or 0.
Result<int> year_of(const std::filesystem::path& folder, const Metadata& said, int asked) {
  if (said.year == 0) return world::year_of(folder, asked);
  if (asked == 0 || asked == said.year) return said.year;
  return Error{ErrorCode::bad_input,
               fmt::format("the year asked for is {}, but the folder is of {}", asked, said.year),
               (folder / "metadata.json").string(), "", ""};
}

}  // namespace

Result<accounts::Economy> read_pymrio(const std::filesystem::path& folder, const Options& options) {
  const Result<world::SourceFiles> files = world::SourceFiles::open(folder);
  if (!files.ok()) return files.error();
  Metadata said = metadata_of(*files);
  const Result<int> year = year_of(folder, said, options.year);
  if (!year.ok()) return year.error();
  const auto first = [](const std::string& one, const std::string& other) {
    return one.empty() ? other : one;
  };
  FolderOptions wanted;
  wanted.name = first(options.name, said.name);
  wanted.year = *year;
  wanted.price_basis = first(said.price_basis, wanted.price_basis);
  wanted.source = first(options.source, first(said.source, "folder of pymrio: " + said.name));
  wanted.terms = first(options.terms, said.terms);
  wanted.region_titles = std::move(said.region_titles);
  wanted.sector_titles = std::move(said.sector_titles);
  wanted.factor_inputs = options.factor_inputs.generic_string();
  wanted.satellites = options.satellites;
  wanted.repairs = options.repairs;
  return read_folder(*files, wanted);
}

}  // namespace domar::readers::pymrio
