#include "support/source_dir.hpp"

#include <cstdlib>

namespace domar::test {

const std::filesystem::path& source_dir() {
  static const std::filesystem::path dir = DOMAR_SOURCE_DIR;
  return dir;
}

std::filesystem::path shared_data(const std::string& name) {
  const char* given = std::getenv("DOMAR_SHARED_DATA");
  const std::filesystem::path folder =
      given != nullptr ? std::filesystem::path(given) : source_dir() / "../shared/data";
  return std::filesystem::exists(folder / name) ? folder / name : std::filesystem::path();
}

}  // namespace domar::test
