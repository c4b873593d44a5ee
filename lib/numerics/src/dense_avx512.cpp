#define DOMAR_ISA avx512
#include "dense_eigen.hpp"

namespace domar::numerics::isa {
const Dense dense_avx512{factor, product};
}  // namespace domar::numerics::isa
