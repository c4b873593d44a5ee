#include "quadratic_programme.hpp"

#include <algorithm>

#include "domar/numerics/dense.hpp"

namespace domar::equilibrium {

namespace {
constexpr double k_give = 1e-12;  ///< of targets in the quadratic programme: never singular
}  // namespace

QuadraticProgramme::Answer QuadraticProgramme::solve() const {
  const Index n = c.size();
  std::vector<int> fixed(n, 0);
  Answer answer;
  for (Index round = 0; round < 6 * n + 6; ++round) {
    answer = with(fixed);
    Index worst = n;
    double most = 0.0;
    for (Index i = 0; i < n; ++i) {
      if (fixed[i] != 0) continue;
      const double beyond = std::max(low[i] - answer.step[i], answer.step[i] - high[i]);
      if (beyond > most + 1e-15) {
        most = beyond;
        worst = i;
      }
    }
    if (worst < n) {
      fixed[worst] = answer.step[worst] < low[worst] ? -1 : 1;
      continue;
    }
    const Vector pull = gradient(answer);
    Index freed = n;
    most = 1e-10;
    for (Index i = 0; i < n; ++i) {  // the slope must push against the bound
      const double inwards = fixed[i] < 0 ? -pull[i] : (fixed[i] > 0 ? pull[i] : 0.0);
      if (low[i] == high[i] || !(inwards > most)) continue;
      most = inwards;
      freed = i;
    }
    if (freed == n) break;
    fixed[freed] = 0;
  }
  for (Index i = 0; i < n; ++i) answer.step[i] = std::clamp(answer.step[i], low[i], high[i]);
  return answer;
}

Vector QuadraticProgramme::gradient(const Answer& answer) const {
  Vector g = c;
  for (Index i = 0; i < c.size(); ++i) {
    for (Index j = 0; j < c.size(); ++j) g[i] += H(i, j) * answer.step[j];
    for (Index t = 0; t < r.size(); ++t) g[i] += J(t, i) * answer.multiplier[t];
  }
  return g;
}

/// The programme with some steps fixed at their bounds: one linear system.
QuadraticProgramme::Answer QuadraticProgramme::with(const std::vector<int>& fixed) const {
  const Index n = c.size();
  const Index m = r.size();
  Matrix A(n + m, n + m);
  Vector b(n + m);
  for (Index i = 0; i < n; ++i) {
    if (fixed[i] != 0) {
      A(i, i) = 1.0;
      b[i] = fixed[i] < 0 ? low[i] : high[i];
      continue;
    }
    for (Index j = 0; j < n; ++j) A(i, j) = H(i, j);
    for (Index t = 0; t < m; ++t) A(i, n + t) = J(t, i);
    b[i] = -c[i];
  }
  for (Index t = 0; t < m; ++t) {
    for (Index j = 0; j < n; ++j) A(n + t, j) = J(t, j);
    A(n + t, n + t) = -k_give;
    b[n + t] = -r[t];
  }
  Answer answer{Vector(n, 0.0), Vector(m, 0.0)};
  numerics::DenseLu lu;
  if (!lu.factor(A)) return answer;
  const Vector x = lu.solve(b);
  for (Index i = 0; i < n; ++i) answer.step[i] = x[i];
  for (Index t = 0; t < m; ++t) answer.multiplier[t] = x[n + t];
  return answer;
}

}  // namespace domar::equilibrium
