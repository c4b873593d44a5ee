#pragma once
/// @file Sweep: unit costs of all activities from the prices of their inputs, equation (1), and
/// sales of all sellers from those of their buyers, equation (2); each in one pass.
///
/// A national table by user has tens of thousands of nests with two or three inputs. Nests of one
/// size whose inputs are ready at the same time stand side by side in a batch, input by input, so
/// that a batch is a few loops over arrays.

#include <cmath>
#include <cstdint>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/equilibrium/parameters.hpp"
#include "domar/network/network.hpp"

namespace domar::equilibrium {

/// |1 - theta| so small that a power mean is one of logs.
[[nodiscard]] inline bool is_cobb_douglas(double theta) { return std::abs(1.0 - theta) < 1e-12; }

class Sweep {
 public:
  explicit Sweep(const network::Network& network);

  /// Takes over parameters; only nests in which something changed are computed again.
  void set_parameters(const Parameters& parameters);

  /// Unit cost of every activity at the prices of markets and core activities in `log_price`, whose
  /// other activities' entries are overwritten (they must hold numbers near the result or 0). What
  /// core activities cost goes into `core_cost`. Shares of cost are kept for the calls below.
  /// @cost  one exponential per edge and one logarithm per activity
  void prices(Vector& log_price, Vector& core_cost);

  /// Adds what every activity pays at the last shares: `value` by node starts with what agents
  /// spend; core activities sell `core_value`, and what arrives at them is added to their entries.
  /// Taxes are added to `tax_revenue`, by agent, which has one entry more for taxes nobody gets.
  void values(const Vector& core_value, Vector& value, Vector& tax_revenue) const;

  // By edge of the network.
  [[nodiscard]] Vector shares() const { return by_edge(share_); }
  /// 1 / (1 + t), what the seller gets of a payment.
  [[nodiscard]] Vector to_seller() const { return by_edge(to_seller_); }
  /// t / (1 + t)
  [[nodiscard]] Vector to_tax() const;

 private:
  enum class Kind : std::uint8_t { single, cobb_douglas, near_one, general };
  /// Nests [first_nest, first_nest + nests), each of `inputs` inputs; the j-th inputs of all stand
  /// together: slot first_slot + j * nests + i.
  struct Batch {
    Kind kind = Kind::general;
    bool core = false;
    std::uint32_t nests = 0;
    std::uint32_t inputs = 0;
    std::uint32_t first_nest = 0;
    std::uint32_t first_slot = 0;
    std::uint32_t first_row = 0;
  };
  struct Place;

  [[nodiscard]] static Kind kind_of(Index inputs, double theta);
  [[nodiscard]] std::vector<Place> places(const network::Network& network) const;
  void lay_out(const network::Network& network, const std::vector<Place>& places);
  void fill_slots(const network::Network& network);
  void mark_changed(const Vector& from, const Vector& to, std::vector<std::uint8_t>& changed) const;
  void find_taxed_rows();
  void set_nest(const Parameters& parameters, const Batch& batch, std::uint32_t nest);
  void costs(const Batch& batch, const double* log_price, double* log_cost);
  void general_costs(const Batch& batch, const double* log_price, double* log_cost);
  void near_one_costs(const Batch& batch, const double* log_price, double* log_cost);
  [[nodiscard]] double far_cost(const Batch& batch, std::uint32_t i, const double* log_price);
  [[nodiscard]] Vector by_edge(const Vector& by_slot) const;

  const network::Network& network_;
  std::vector<Batch> batches_;
  std::uint32_t rows_ = 0;           ///< one per input of a batch
  std::vector<std::uint8_t> taxed_;  ///< by row: is any of its edges taxed?

  // By nest.
  std::vector<std::int32_t> node_;
  std::vector<std::int32_t> core_position_;  ///< in core(); -1 where it is none
  Vector exponent_;                          ///< 1 - theta
  Vector inverse_exponent_;
  Vector log_productivity_;

  // By slot.
  std::vector<std::uint32_t> edge_;
  std::vector<std::int32_t> seller_;
  std::vector<std::uint32_t> receiver_;
  Vector constant_;     ///< ln share + (1 - theta) ln tau; ln tau alone for theta near 1
  Vector taste_share_;  ///< base share after taste shifts
  Vector to_seller_;
  Vector share_;

  Parameters now_;  ///< the parameters set; by edge, those that a nest depends on
};

}  // namespace domar::equilibrium
