#define DOMAR_ISA base
#include "dense_eigen.hpp"

namespace domar::numerics::isa {
const Dense dense_base{factor, product};
}  // namespace domar::numerics::isa
