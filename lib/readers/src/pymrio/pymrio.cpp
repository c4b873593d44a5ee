#include "domar/readers/pymrio/pymrio.hpp"

#include "pymrio/folder.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::pymrio {

Result<accounts::Economy> read_pymrio(const std::filesystem::path& folder, const Options& options) {
  const Result<world::SourceFiles> files = world::SourceFiles::open(folder);
  if (!files.ok()) return files.error();
  FolderOptions wanted;
  const std::string name = name_of(*files);
  wanted.name = options.name.empty() ? name : options.name;
  const Result<int> year = world::year_of(folder, options.year);
  if (!year.ok()) return year.error();
  wanted.year = *year;
  wanted.source = options.source.empty() ? "folder of pymrio: " + name : options.source;
  wanted.terms = options.terms;
  wanted.factor_inputs = options.factor_inputs.generic_string();
  wanted.satellites = options.satellites;
  wanted.repairs = options.repairs;
  return read_folder(*files, wanted);
}

}  // namespace domar::readers::pymrio
