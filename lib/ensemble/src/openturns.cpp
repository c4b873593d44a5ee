/// The one file that sees OpenTURNS. Built as a plug-in of its own, so that a program that draws
/// nothing does not load its hundred libraries.
#include "openturns.h"

#include <openturns/ComposedDistribution.hxx>
#include <openturns/CorrectedLeaveOneOut.hxx>
#include <openturns/FixedStrategy.hxx>
#include <openturns/FunctionalChaosAlgorithm.hxx>
#include <openturns/FunctionalChaosSobolIndices.hxx>
#include <openturns/HyperbolicAnisotropicEnumerateFunction.hxx>
#include <openturns/LARS.hxx>
#include <openturns/LHSExperiment.hxx>
#include <openturns/LeastSquaresMetaModelSelectionFactory.hxx>
#include <openturns/LeastSquaresStrategy.hxx>
#include <openturns/LegendreFactory.hxx>
#include <openturns/Log.hxx>
#include <openturns/MetaModelValidation.hxx>
#include <openturns/OrthogonalProductPolynomialFactory.hxx>
#include <openturns/RandomGenerator.hxx>
#include <openturns/SobolSequence.hxx>
#include <openturns/TBB.hxx>
#include <openturns/Uniform.hxx>

#include <algorithm>
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

int domar_openturns_sobol_indices(std::size_t dims, std::size_t count, const double* inputs,
                                  const double* outputs, double* first, double* total,
                                  double* explained, char* message) {
  return guarded(message, [&] {
    const OT::Sample x = on_legendre(dims, count, inputs);
    OT::Sample y(count, 1);
    for (std::size_t i = 0; i < count; ++i) y(i, 0) = outputs[i];
    const OT::Collection<OT::Distribution> margins(dims, OT::Uniform(-1.0, 1.0));
    const OT::Collection<OT::OrthogonalUniVariatePolynomialFamily> families(dims,
                                                                            OT::LegendreFactory());
    const OT::HyperbolicAnisotropicEnumerateFunction enumerate(dims, k_hyperbolic_norm);
    const OT::OrthogonalProductPolynomialFactory basis(families, enumerate);
    const OT::UnsignedInteger terms = std::min<OT::UnsignedInteger>(
        enumerate.getStrataCumulatedCardinal(k_degree), std::max<std::size_t>(2, count - 1));
    OT::FunctionalChaosAlgorithm algorithm(
        x, y, OT::ComposedDistribution(margins), OT::FixedStrategy(basis, terms),
        OT::LeastSquaresStrategy(
            OT::LeastSquaresMetaModelSelectionFactory(OT::LARS(), OT::CorrectedLeaveOneOut())));
    algorithm.run();
    const OT::FunctionalChaosResult chaos = algorithm.getResult();
    const OT::FunctionalChaosSobolIndices indices(chaos);
    for (std::size_t j = 0; j < dims; ++j) {
      first[j] = indices.getSobolIndex(j);
      total[j] = indices.getSobolTotalIndex(j);
    }
    *explained = 1.0 - chaos.getRelativeErrors()[0];
  });
}
