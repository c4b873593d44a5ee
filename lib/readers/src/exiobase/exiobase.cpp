#include "domar/readers/exiobase/exiobase.hpp"

#include <fmt/format.h>

#include "pymrio/folder.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::exiobase {

Result<accounts::Economy> read_exiobase(const std::filesystem::path& folder,
                                        const Options& options) {
  const Result<world::SourceFiles> files = world::SourceFiles::open(folder);
  if (!files.ok()) return files.error();
  const Result<int> year = world::year_of(folder, options.year);
  if (!year.ok()) return year.error();
  pymrio::FolderOptions wanted;
  wanted.year = *year;
  wanted.name = options.name.empty() ? fmt::format("exiobase-{}", wanted.year) : options.name;
  wanted.source =
      options.source.empty()
          ? fmt::format("EXIOBASE 3, {}, {}", pymrio::metadata_of(*files).name, wanted.year)
          : options.source;
  wanted.terms = options.terms;
  wanted.needs_incomes = true;
  wanted.satellites = options.satellites;
  wanted.repairs = options.repairs;
  return pymrio::read_folder(*files, wanted);
}

}  // namespace domar::readers::exiobase
