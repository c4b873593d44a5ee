#include "domar/base/home.hpp"

#include <cstdlib>

namespace domar {

namespace fs = std::filesystem;

fs::path home_folder() {
  if (const char* home = std::getenv("DOMAR_HOME"); home != nullptr && *home != '\0') return home;
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = program.parent_path().parent_path() / "share" / "domar";
  if (fs::exists(installed / "economies", ignored)) return installed;
  for (fs::path above = program.parent_path(); above != above.root_path();
       above = above.parent_path()) {
    if (fs::exists(above / "economies", ignored)) return above;  // a program in its build folder
  }
  return installed;
}

}  // namespace domar
