#include "path_integral.hpp"

namespace domar::equilibrium {

namespace {

IndicatorContributions result_by_instrument(const std::string& name, const Matrix& sum, Index row,
                                            double before, double after) {
  IndicatorContributions c;
  c.name = name;
  c.before = before;
  c.after = after;
  double total = 0.0;
  for (Index i = 0; i < sum.cols(); ++i) {
    c.by_instrument.push_back(sum(row, i));
    total += sum(row, i);
  }
  c.remainder = after - before - total;
  return c;
}

RegionContributions region_by_instrument(const std::string& name, const Matrix& sum, Index first,
                                         double before, double after) {
  RegionContributions c;
  c.name = name;
  c.spending_0 = before;
  c.equivalent_variation = after - before;
  c.welfare = Matrix(k_sources, sum.cols());
  double total = 0.0;
  for (Index i = 0; i < sum.cols(); ++i) {
    for (Index source = 0; source < k_sources; ++source) {
      c.welfare(source, i) = sum(first + source, i);
      total += sum(first + source, i);
    }
    c.real_gdp.push_back(sum(first + k_sources, i));
    c.log_real_gdp += c.real_gdp.back();
  }
  c.remainder = c.equivalent_variation - total;
  return c;
}

}  // namespace

Subtotals subtotals(std::vector<std::string> instruments, const std::vector<std::string>& names,
                    const Matrix& sum, const Vector& begin, const Vector& end, Index results) {
  Subtotals out;
  out.instruments = std::move(instruments);
  for (Index v = 0; v < names.size(); ++v) {
    if (v < results) {
      out.indicators.push_back(result_by_instrument(names[v], sum, v, begin[v], end[v]));
    } else {
      const Index first = results + (v - results) * (k_sources + 1);
      out.regions.push_back(region_by_instrument(names[v], sum, first, begin[v], end[v]));
    }
  }
  return out;
}

}  // namespace domar::equilibrium
