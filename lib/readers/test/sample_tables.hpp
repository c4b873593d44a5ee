#pragma once
/// @file A small table of every format, for tests that ask the same of all readers.

#include <filesystem>
#include <string>
#include <vector>

#include "domar/readers/formats.hpp"
#include "temp_folder.hpp"

namespace domar::readers {

struct SampleTable {
  std::string format;             ///< of table_formats()
  bool one_industry_each = true;  ///< every region makes every good in an industry of its own
  std::filesystem::path path;
  ImportOptions options;
};

/// One for each of table_formats(), written below the folder.
std::vector<SampleTable> write_sample_tables(const TempFolder& folder);

}  // namespace domar::readers
