#include "domar/scenario/version.hpp"

namespace domar::scenario {

const char* const k_version = DOMAR_VERSION;

}  // namespace domar::scenario
