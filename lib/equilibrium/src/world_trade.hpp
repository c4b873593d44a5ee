#pragma once
/// @file The only place that touches every origin x destination x good: four passes over the shares
/// of trade. Columns are (destination), or (destination, user) with sourcing by user.

#include "domar/equilibrium/world_model.hpp"

namespace domar::equilibrium {

/// With sigma other than 1 the passes work on K = share_0 wedge^(1 - sigma), the part of a share
/// that prices do not move; share = K v / sum K v with v = price^(1 - sigma). Border values are
/// what is left after tariffs, net values what is left after export taxes too.
class WorldTrade {
 public:
  explicit WorldTrade(const WorldModel& model);

  /// Computes wedges from rates; `base` rates are those at which shares were measured.
  void prepare(const WorldParameters& parameters);

  [[nodiscard]] Index columns() const { return columns_; }
  [[nodiscard]] Index users() const { return users_; }
  [[nodiscard]] bool cobb_douglas(Index good) const { return cobb_douglas_[good]; }
  [[nodiscard]] double one_minus_sigma(Index good) const { return one_minus_sigma_[good]; }
  /// ln of what K is scaled by in a column (other than Cobb-Douglas).
  [[nodiscard]] double log_scale(Index good, Index column) const {
    const double scale = log_scale_[good * regions_ + column / users_];
    return by_user_ ? scale - log_base_sum_[good * columns_ + column] : scale;
  }
  /// Sum of the base year's shares of a column: 1 but for the rounding of floats.
  [[nodiscard]] double base_sum(Index good, Index column) const {
    return by_user_ ? base_sum_[good * columns_ + column] : 1.0;
  }
  /// sum of share x ln wedge (Cobb-Douglas goods only).
  [[nodiscard]] double log_wedge(Index good, Index column) const {
    return mean_log_wedge_[good][column];
  }

  /// paid[c] += sum_i K v_i and border[c] += the part of it that passes the border.
  void columns(Index good, const double* v, double* paid, double* border) const;
  /// border[i] += sum_c K_border q_c and net[i] += sum_c K_net q_c.
  void rows(Index good, const double* q, double* border, double* net) const;
  /// Transpose of rows: q[c] += sum_i K_border a_i + K_net b_i.
  void columns_back(Index good, const double* a, const double* b, double* q) const;
  /// Transpose of columns: v[i] += sum_c K a_c + K_border b_c.
  void rows_back(Index good, const double* a, const double* b, double* v) const;

  /// Whether somebody sells the good to a column.
  [[nodiscard]] bool buys(Index good, Index column) const {
    return buys_[good * columns_ + column] != 0;
  }
  /// K of one origin in a column.
  [[nodiscard]] double share(Index good, Index origin, Index column) const {
    if (!by_user_) return paid_[(good * regions_ + origin) * columns_ + column];
    return static_cast<double>(shares(good)[origin * columns_ + column]) *
           paid_[(good * regions_ + origin) * regions_ + column / users_];
  }
  /// Part of what is paid that passes the border, and that the seller gets (output tax included).
  [[nodiscard]] double border_part(Index edge) const {
    return 1.0 / (1.0 + (*parameters_).tariff[edge]);
  }
  [[nodiscard]] double net_part(Index edge) const {
    return border_part(edge) / (1.0 + (*parameters_).export_tax[edge]);
  }
  /// Whether any edge of the good pays a tariff, an export tax.
  [[nodiscard]] bool has_tariff(Index good) const { return has_tariff_[good]; }
  [[nodiscard]] bool has_export_tax(Index good) const { return has_export_tax_[good]; }

 private:
  void prepare_good(Index good);
  [[nodiscard]] const double* paid(Index good) const { return paid_.data() + good * block(); }
  [[nodiscard]] const double* border(Index good) const {
    return has_tariff_[good] ? border_.data() + good * block() : paid(good);
  }
  [[nodiscard]] const double* net(Index good) const {
    return has_export_tax_[good] ? net_.data() + good * block() : border(good);
  }
  /// Numbers per good: K itself, or with sourcing by user the wedges that shares are multiplied by.
  [[nodiscard]] Index block() const { return regions_ * regions_; }
  [[nodiscard]] const float* shares(Index good) const {
    return model_.user_share.data() + good * regions_ * columns_;
  }
  /// Wedges of a good, each times its origin's number.
  [[nodiscard]] Vector scaled(const double* wedges, const double* by_origin) const;

  const WorldModel& model_;
  const WorldParameters* parameters_ = nullptr;
  Index regions_;
  bool by_user_;
  Index users_;
  Index columns_;
  Vector one_minus_sigma_;
  std::vector<char> cobb_douglas_;
  std::vector<char> has_tariff_;
  std::vector<char> has_export_tax_;
  std::vector<char> buys_;
  Vector base_sum_;
  Vector log_base_sum_;
  Vector log_scale_;
  std::vector<Vector> mean_log_wedge_;
  Vector paid_;
  Vector border_;
  Vector net_;
};

}  // namespace domar::equilibrium
