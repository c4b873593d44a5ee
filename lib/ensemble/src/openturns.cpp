/// The one file that sees OpenTURNS. Built as a plug-in of its own, so that a program that draws
/// nothing does not load its hundred libraries.
#include "openturns.h"

#include <openturns/ComposedDistribution.hxx>
#include <openturns/CorrectedLeaveOneOut.hxx>
#include <openturns/FixedStrategy.hxx>
#include <openturns/FunctionalChaosAlgorithm.hxx>
#include <openturns/HyperbolicAnisotropicEnumerateFunction.hxx>
#include <openturns/LARS.hxx>
#include <openturns/LHSExperiment.hxx>
#include <openturns/LeastSquaresMetaModelSelectionFactory.hxx>
#include <openturns/LeastSquaresStrategy.hxx>
#include <openturns/LegendreFactory.hxx>
#include <openturns/Log.hxx>
#include <openturns/OrthogonalProductPolynomialFactory.hxx>
#include <openturns/RandomGenerator.hxx>
#include <openturns/SobolSequence.hxx>
#include <openturns/TBB.hxx>
#include <openturns/Uniform.hxx>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>

namespace {

constexpr std::size_t k_message = 256;
/// Interactions are rarer than single effects: the index sets shrink with this norm.
constexpr double k_hyperbolic_norm = 0.6;
constexpr OT::UnsignedInteger k_degree = 4;

/// Runs `work`; an exception becomes a message, for the border is C.
template <class Work>
int guarded(char* message, Work work) {
  try {
    OT::Log::Show(OT::Log::NONE);
    OT::TBB::Disable();  // the same sums in the same order on every machine
    work();
    return 0;
  } catch (const std::exception& failure) {
    std::strncpy(message, failure.what(), k_message - 1);
    message[k_message - 1] = '\0';
    return -1;
  }
}

void copy_out(const OT::Sample& sample, double* points) {
  for (OT::UnsignedInteger i = 0; i < sample.getSize(); ++i) {
    for (OT::UnsignedInteger j = 0; j < sample.getDimension(); ++j) *points++ = sample(i, j);
  }
}

/// A sample of inputs on [-1, 1], where Legendre's polynomials live.
OT::Sample on_legendre(std::size_t dims, std::size_t count, const double* unit) {
  OT::Sample sample(count, dims);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < dims; ++j) sample(i, j) = 2.0 * *unit++ - 1.0;
  }
  return sample;
}

}  // namespace

int domar_openturns_sobol(std::size_t dims, std::size_t count, double* points, char* message) {
  return guarded(message, [&] { copy_out(OT::SobolSequence(dims).generate(count), points); });
}

int domar_openturns_latin_hypercube(std::size_t dims, std::size_t count, unsigned seed,
                                    double* points, char* message) {
  return guarded(message, [&] {
    OT::RandomGenerator::SetSeed(seed);
    const OT::Collection<OT::Distribution> margins(dims, OT::Uniform(0.0, 1.0));
    copy_out(OT::LHSExperiment(OT::ComposedDistribution(margins), count).generate(), points);
  });
}

namespace {

/// Fits a sparse chaos to the first `count` rows.
OT::FunctionalChaosResult fit_chaos(const OT::Sample& inputs, const OT::Sample& outputs,
                                    OT::UnsignedInteger count) {
  const OT::UnsignedInteger dims = inputs.getDimension();
  const OT::Collection<OT::Distribution> margins(dims, OT::Uniform(-1.0, 1.0));
  const OT::Collection<OT::OrthogonalUniVariatePolynomialFamily> families(dims,
                                                                          OT::LegendreFactory());
  const OT::HyperbolicAnisotropicEnumerateFunction enumerate(dims, k_hyperbolic_norm);
  const OT::OrthogonalProductPolynomialFactory basis(families, enumerate);
  // With more terms than a third of the draws the search follows the noise.
  const OT::UnsignedInteger terms = std::min<OT::UnsignedInteger>(
      enumerate.getStrataCumulatedCardinal(k_degree), std::max<std::size_t>(2, count / 3));
  OT::FunctionalChaosAlgorithm algorithm(
      OT::Sample(inputs, 0, count), OT::Sample(outputs, 0, count),
      OT::ComposedDistribution(margins), OT::FixedStrategy(basis, terms),
      OT::LeastSquaresStrategy(
          OT::LeastSquaresMetaModelSelectionFactory(OT::LARS(), OT::CorrectedLeaveOneOut())));
  algorithm.run();
  return algorithm.getResult();
}

/// Share of the variance of the rows from `count` on that a fit to the rows before predicts.
double predicted_share(const OT::Sample& inputs, const OT::Sample& outputs,
                       OT::UnsignedInteger count) {
  const OT::UnsignedInteger rows = inputs.getSize();
  const OT::Sample predicted =
      fit_chaos(inputs, outputs, count).getMetaModel()(OT::Sample(inputs, count, rows));
  const double mean = outputs.computeMean()[0];
  double left = 0.0;
  double all = 0.0;
  for (OT::UnsignedInteger i = count; i < rows; ++i) {
    left += std::pow(outputs(i, 0) - predicted(i - count, 0), 2);
    all += std::pow(outputs(i, 0) - mean, 2);
  }
  return all > 0.0 ? 1.0 - left / all : 0.0;
}

}  // namespace

int domar_openturns_sobol_indices(std::size_t dims, std::size_t count, const double* inputs,
                                  const double* outputs, double* first, double* total,
                                  double* explained, char* message) {
  return guarded(message, [&] {
    const OT::Sample x = on_legendre(dims, count, inputs);
    OT::Sample y(count, 1);
    for (std::size_t i = 0; i < count; ++i) y(i, 0) = outputs[i];
    *explained = predicted_share(x, y, count - count / 5);
    const OT::FunctionalChaosResult chaos = fit_chaos(x, y, count);
    // The basis is orthonormal: every squared coefficient is a piece of the variance.
    const OT::Indices terms = chaos.getIndices();
    const OT::Sample coefficients = chaos.getCoefficients();
    const OT::EnumerateFunction enumerate = chaos.getOrthogonalBasis().getEnumerateFunction();
    std::fill(first, first + dims, 0.0);
    std::fill(total, total + dims, 0.0);
    double variance = 0.0;
    for (OT::UnsignedInteger i = 0; i < terms.getSize(); ++i) {
      const OT::Indices powers = enumerate(terms[i]);
      const double piece = coefficients(i, 0) * coefficients(i, 0);
      const auto active = std::count_if(powers.begin(), powers.end(), [](auto p) { return p > 0; });
      if (active > 0) variance += piece;
      for (std::size_t j = 0; j < dims; ++j) {
        if (powers[j] == 0) continue;
        total[j] += piece;
        if (active == 1) first[j] += piece;
      }
    }
    for (std::size_t j = 0; j < dims && variance > 0.0; ++j) {
      first[j] /= variance;
      total[j] /= variance;
    }
  });
}
