#include "openturns_plugin.hpp"

#include <dlfcn.h>

#include <string>

namespace domar::ensemble {

namespace {

Error missing() {
  const char* why = dlerror();
  return {ErrorCode::not_found,
          std::string("draws need the plug-in with OpenTURNS: ") + (why ? why : "not loaded"),
          "libdomar_openturns.so",
          "on Debian install libopenturns0.21 (tools/install-packages build)", ""};
}

Result<OpenTurns> load() {
  // Found beside the libraries of the program that calls (its run path) or in LD_LIBRARY_PATH.
  // Never closed: OpenTURNS does not survive that.
  void* handle = dlopen("libdomar_openturns.so", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return missing();
  OpenTurns functions;
  const auto find = [&](const char* name, auto& function) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(handle, name));
    return function != nullptr;
  };
  if (!find("domar_openturns_sobol", functions.sobol) ||
      !find("domar_openturns_latin_hypercube", functions.latin_hypercube) ||
      !find("domar_openturns_sobol_indices", functions.sobol_indices)) {
    return missing();
  }
  return functions;
}

}  // namespace

Result<OpenTurns> openturns() {
  static const Result<OpenTurns> loaded = load();
  return loaded;
}

}  // namespace domar::ensemble
