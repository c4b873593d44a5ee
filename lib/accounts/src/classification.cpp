#include "domar/accounts/classification.hpp"

namespace domar::accounts {

Vector Classification::weights(Index sectors) const {
  Vector sum(sectors, 0.0);
  for (const Share& part : shares) {
    if (part.sector < sectors) sum[part.sector] += part.share;
  }
  return sum;
}

}  // namespace domar::accounts
