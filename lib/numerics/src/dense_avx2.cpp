#define DOMAR_ISA avx2
#include "dense_eigen.hpp"

namespace domar::numerics::isa {
const Dense dense_avx2{factor, product};
}  // namespace domar::numerics::isa
