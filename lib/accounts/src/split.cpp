#include "domar/accounts/split.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include <fmt/format.h>

#include "domar/numerics/dense.hpp"

namespace domar::accounts {

namespace {

constexpr Index k_none = Economy::k_none;
constexpr double k_tolerance = 1e-13;   // of the parent's output
constexpr double k_accepted = 1e-9;     // when rounding stops the last steps
constexpr double k_ridge = 1e-13;       // totals add up to the parent's: one equation is redundant
constexpr double k_longest_step = 5.0;  // in logs
constexpr double k_least_room = 1e-3;   // of their share, for pieces that priors leave nothing
constexpr int k_max_rounds = 300;
constexpr double k_infinity = std::numeric_limits<double>::infinity();

Error bad(const std::string& what, const std::string& where, const std::string& hint = "") {
  return {ErrorCode::bad_value, what, where, hint, ""};
}

/// A cell of the parent and how it is divided: part e has total row[e] and column col[e].
struct Group {
  double parent = 0.0;
  std::vector<Index> seller;  ///< piece whose sales it is part of, or k_none
  std::vector<Index> buyer;   ///< piece whose inputs it is part of, or k_none
  Vector share;               ///< prior, then result; adds up to 1 in the end
};

/// Divides groups with least cross-entropy to their shares, so that the parts of each total add up:
/// totals 0..K-1 are outputs of the pieces, K..2K-1 their sales. The dual
///   sum over groups |parent| ln sum_e share_e exp(sign(parent) m_e) - d' mu
/// has two unknowns per piece; m_e is the sum of mu over the totals of part e.
class Balance {
 public:
  Balance(std::vector<Group>& groups, Vector totals, double scale)
      : groups_(groups), totals_(std::move(totals)), scale_(scale) {}

  /// Returns false when the totals are not met.
  bool run() {
    Vector mu(totals_.size(), 0.0);
    for (;; ++rounds) {
      Matrix hessian;
      const Vector gap = gaps(mu, &hessian);
      find_worst(gap);
      if (largest_gap <= k_tolerance || rounds >= k_max_rounds) break;
      const auto step = direction(gap, hessian);
      if (!step || !advance(mu, gap, *step)) break;
    }
    for (Group& group : groups_) group.share = shares(group, mu);
    return largest_gap <= k_accepted;
  }

  int rounds = 0;
  double largest_gap = 0.0;  ///< relative to the parent's output
  Index worst = 0;           ///< the total it belongs to

 private:
  [[nodiscard]] Index total_of_sales(Index piece) const { return totals_.size() / 2 + piece; }

  template <class Visit>
  void for_totals(const Group& group, Index part, Visit visit) const {
    if (group.buyer[part] != k_none) visit(group.buyer[part]);
    if (group.seller[part] != k_none) visit(total_of_sales(group.seller[part]));
  }

  /// share_e exp(sign m_e), divided by their sum, whose log is `log_sum`.
  Vector tilted(const Group& group, const Vector& mu, double& log_sum) const {
    Vector tilt(group.share.size(), 0.0);
    double largest = -k_infinity;
    for (Index e = 0; e < tilt.size(); ++e) {
      for_totals(group, e, [&](Index t) { tilt[e] += group.parent < 0.0 ? -mu[t] : mu[t]; });
      if (group.share[e] > 0.0) largest = std::max(largest, tilt[e]);
    }
    double sum = 0.0;
    for (Index e = 0; e < tilt.size(); ++e) {
      tilt[e] = group.share[e] > 0.0 ? group.share[e] * std::exp(tilt[e] - largest) : 0.0;
      sum += tilt[e];
    }
    for (double& value : tilt) value /= sum;
    log_sum = largest + std::log(sum);
    return tilt;
  }

  [[nodiscard]] Vector shares(const Group& group, const Vector& mu) const {
    double unused = 0.0;
    return tilted(group, mu, unused);
  }

  [[nodiscard]] double value(const Vector& mu) const {
    double sum = 0.0;
    for (const Group& group : groups_) {
      double log_sum = 0.0;
      tilted(group, mu, log_sum);
      sum += std::abs(group.parent) * log_sum;
    }
    for (Index t = 0; t < mu.size(); ++t) sum -= totals_[t] * mu[t];
    return sum;
  }

  [[nodiscard]] Vector gaps(const Vector& mu, Matrix* hessian) const {
    const Index n = totals_.size();
    Vector gap(n);
    for (Index t = 0; t < n; ++t) gap[t] = -totals_[t];
    *hessian = Matrix(n, n);
    Vector mean(n);
    for (const Group& group : groups_) {
      const Vector p = shares(group, mu);
      const double size = std::abs(group.parent);
      std::fill(mean.begin(), mean.end(), 0.0);
      for (Index e = 0; e < p.size(); ++e) {
        for_totals(group, e, [&](Index t) {
          gap[t] += group.parent * p[e];
          mean[t] += p[e];
          for_totals(group, e, [&](Index other) { (*hessian)(t, other) += size * p[e]; });
        });
      }
      for (Index t = 0; t < n; ++t) {
        if (mean[t] == 0.0) continue;
        for (Index other = 0; other < n; ++other) {
          (*hessian)(t, other) -= size * mean[t] * mean[other];
        }
      }
    }
    return gap;
  }

  void find_worst(const Vector& gap) {
    largest_gap = 0.0;
    for (Index t = 0; t < gap.size(); ++t) {
      if (std::abs(gap[t]) / scale_ <= largest_gap) continue;
      largest_gap = std::abs(gap[t]) / scale_;
      worst = t;
    }
  }

  [[nodiscard]] std::optional<Vector> direction(const Vector& gap, Matrix& hessian) const {
    const Index n = gap.size();
    Vector unit(n, 1.0);
    for (Index t = 0; t < n; ++t) {
      if (hessian(t, t) > 0.0) unit[t] = 1.0 / std::sqrt(hessian(t, t));
    }
    Vector rhs(n);
    for (Index t = 0; t < n; ++t) {
      for (Index other = 0; other < n; ++other) hessian(t, other) *= unit[t] * unit[other];
      hessian(t, t) += k_ridge;
      rhs[t] = -unit[t] * gap[t];
    }
    numerics::DenseLu lu;
    if (!lu.factor(hessian)) return std::nullopt;
    Vector step = lu.solve(rhs);
    for (Index t = 0; t < n; ++t) step[t] *= unit[t];
    return step;
  }

  bool advance(Vector& mu, const Vector& gap, const Vector& step) const {
    double slope = 0.0;
    double longest = 0.0;
    for (Index t = 0; t < mu.size(); ++t) {
      slope += gap[t] * step[t];
      longest = std::max(longest, std::abs(step[t]));
    }
    const double before = value(mu);
    double length = longest > k_longest_step ? k_longest_step / longest : 1.0;
    for (int halving = 0; halving < 50; ++halving, length *= 0.5) {
      Vector next = mu;
      for (Index t = 0; t < mu.size(); ++t) next[t] += length * step[t];
      // The last term is rounding: near the solution values no longer tell steps apart.
      if (value(next) > before + 1e-4 * length * slope + 1e-14 * scale_) continue;
      mu = std::move(next);
      return true;
    }
    return false;
  }

  std::vector<Group>& groups_;
  Vector totals_;
  double scale_;
};

/// Draws that are the same on every platform.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : bits_(seed) {}

  /// Gamma with the given shape and scale 1 (Marsaglia and Tsang 2000), in logs: small shapes give
  /// numbers that are too small otherwise.
  double log_gamma(double shape) {
    if (shape < 1.0) return log_gamma(shape + 1.0) + std::log(uniform()) / shape;
    const double d = shape - 1.0 / 3.0;
    for (;;) {
      const double x = normal();
      const double v = std::pow(1.0 + x / std::sqrt(9.0 * d), 3.0);
      if (v <= 0.0) continue;
      if (std::log(uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return std::log(d * v);
    }
  }

 private:
  double uniform() { return (static_cast<double>(bits_() >> 11) + 0.5) * 0x1.0p-53; }
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }
  std::mt19937_64 bits_;
};

class Splitter {
 public:
  Splitter(const Economy& economy, const SplitRequest& request)
      : from_(economy), request_(request), pieces_(request.pieces) {}

  std::optional<Error> prepare() {
    if (const auto shapes = from_.check_shapes(); !shapes) return shapes.error();
    if (auto error = find_parent()) return error;
    if (auto error = check_pieces()) return error;
    if (auto error = relabel()) return error;
    return set_groups();
  }

  std::optional<Error> balance() {
    Vector totals(2 * pieces_.size());
    for (Index k = 0; k < pieces_.size(); ++k) {
      totals[k] = weight_[k] * output_;
      totals[pieces_.size() + k] = weight_[k] * sales_;
    }
    Balance problem(groups_, totals, std::max(output_, sales_));
    const bool met = problem.run();
    made_.rounds = problem.rounds;
    made_.largest_gap = problem.largest_gap;
    if (met) return std::nullopt;
    const bool of_output = problem.worst < pieces_.size();
    return Error{ErrorCode::infeasible,
                 fmt::format("no division of the parent's cells meets its {}; the gap is {} of the "
                             "parent's",
                             of_output ? "output" : "sales", problem.largest_gap),
                 pieces_[problem.worst % pieces_.size()].code,
                 "give it more inputs or users, or a smaller share", ""};
  }

  /// Redraws the shares of every cell around where they are.
  void draw(std::uint64_t seed, double concentration) {
    Draws draws(seed);
    for (Group& group : groups_) {
      Vector logs(group.share.size(), -k_infinity);
      for (Index e = 0; e < logs.size(); ++e) {
        if (group.share[e] > 0.0) logs[e] = draws.log_gamma(concentration * group.share[e]);
      }
      const double largest = *std::max_element(logs.begin(), logs.end());
      for (Index e = 0; e < logs.size(); ++e) {
        // A millionth of the largest part keeps every total within reach of Newton's steps.
        if (group.share[e] > 0.0) group.share[e] = std::exp(std::max(logs[e] - largest, -13.8));
      }
    }
  }

  Split finish() {
    fill();
    divide_satellites();
    compare_priors();
    return std::move(made_);
  }

 private:
  std::optional<Error> find_parent() {
    if (request_.region >= from_.regions.size() || request_.good >= from_.goods.size()) {
      return Error{ErrorCode::shape_mismatch, "no such region or good",
                   fmt::format("region {}, good {}", request_.region, request_.good), "", ""};
    }
    industry_ = from_.supplier[request_.region][request_.good];
    where_ = from_.goods.code(request_.good) + " of " + from_.regions.code(request_.region);
    if (industry_ == k_none) return bad("no industry makes this good", where_);
    Index made = 0;
    for (const auto& suppliers : from_.supplier) {
      made += static_cast<Index>(std::count(suppliers.begin(), suppliers.end(), industry_));
    }
    if (made != 1 || from_.industries[industry_].region != request_.region) {
      return bad("the industry makes other goods too", where_, "split the economy's table first");
    }
    output_ = from_.gross_output(industry_);
    sales_ = from_.use[request_.region].row_sum(request_.good);
    if (output_ > 0.0 && sales_ > 0.0) return std::nullopt;
    return bad(fmt::format("output {} and sales {} are not both positive", output_, sales_),
               where_);
  }

  std::optional<Error> check_pieces() {
    double sum = 0.0;
    for (const SplitPiece& piece : pieces_) {
      if (!std::isfinite(piece.output_share) || piece.output_share <= 0.0) {
        return bad(fmt::format("share of output is {}", piece.output_share), piece.code,
                   "every piece needs output");
      }
      sum += piece.output_share;
      if (auto error = check_priors(piece)) return error;
    }
    if (!(std::abs(sum - 1.0) <= 1e-9)) {
      return bad(fmt::format("shares of output add up to {}", sum), where_,
                 "add a piece for the rest of the parent");
    }
    for (const SplitPiece& piece : pieces_) weight_.push_back(piece.output_share / sum);
    return std::nullopt;
  }

  std::optional<Error> check_priors(const SplitPiece& piece) const {
    const auto check = [&](const std::map<Index, double>& priors, Index size,
                           const char* what) -> std::optional<Error> {
      for (const auto& [number, value] : priors) {
        if (number >= size) {
          return Error{ErrorCode::shape_mismatch, fmt::format("{} {} of {}", what, number, size),
                       piece.code, "", ""};
        }
        if (!std::isfinite(value) || value < 0.0) {
          return bad(fmt::format("{} {}: prior is {}", what, number, value), piece.code,
                     "priors are shares, 0 or more");
        }
      }
      return std::nullopt;
    };
    if (auto error = check(piece.inputs, from_.goods.size(), "input")) return error;
    if (auto error = check(piece.value_added, k_value_added_rows, "value added")) return error;
    if (auto error = check(piece.sales, from_.users(), "sales to user")) return error;
    const double imports = piece.import_share.value_or(0.0);
    if (std::isfinite(imports) && imports >= 0.0) return std::nullopt;
    return bad(fmt::format("share of imports is {}", imports), piece.code);
  }

  /// Goods, industries and suppliers of the new economy; flows come later.
  std::optional<Error> relabel() {
    Economy& to = made_.economy;
    to = from_;
    std::vector<std::string> codes;
    std::vector<std::string> titles;
    std::vector<ConcordanceLink> links;
    const auto add = [&](const std::string& code, const std::string& title, Index old) {
      codes.push_back(code);
      titles.push_back(title);
      links.push_back({code, from_.goods.code(old), 1.0});
    };
    for (Index g = 0; g < from_.goods.size(); ++g) {
      if (g != request_.good) {
        add(from_.goods.code(g), from_.goods.title(g), g);
        continue;
      }
      for (const SplitPiece& piece : pieces_) add(piece.code, piece.name, g);
    }
    auto goods = Labels::make(codes, titles);
    if (!goods) return goods.error();
    to.goods = *goods;
    auto back = Concordance::make(*goods, from_.goods, links);
    if (!back) return back.error();
    made_.back = *back;

    to.industries.clear();
    for (Index j = 0; j < from_.industries.size(); ++j) {
      if (j != industry_) {
        to.industries.push_back(from_.industries[j]);
        continue;
      }
      for (const SplitPiece& piece : pieces_) {
        to.industries.push_back({request_.region, piece.code, piece.name});
      }
    }
    for (Index r = 0; r < from_.regions.size(); ++r) {
      to.supplier[r].assign(to.goods.size(), k_none);
      for (Index g = 0; g < from_.goods.size(); ++g) {
        const Index maker = from_.supplier[r][g];
        if (maker == k_none) continue;
        for (Index k = 0; k < copies(g == request_.good); ++k) {
          to.supplier[r][moved(g, request_.good) + k] =
              moved(maker, industry_) + (maker == industry_ ? k : 0);
        }
      }
    }
    to.notes.push_back(fmt::format("{} split into {} pieces", where_, pieces_.size()));
    return std::nullopt;
  }

  [[nodiscard]] Index copies(bool of_parent) const { return of_parent ? pieces_.size() : 1; }
  /// New number of what had `number`; the pieces begin where the parent was.
  [[nodiscard]] Index moved(Index number, Index parent) const {
    return number > parent ? number + pieces_.size() - 1 : number;
  }

  /// Shares of a parent's cell: priors where there are, what they leave by weight elsewhere.
  [[nodiscard]] Vector shares(double parent, double whole, Index key,
                              std::map<Index, double> SplitPiece::*priors) const {
    Vector share = weight_;
    if (parent <= 0.0) return share;
    double left = 1.0;
    double others = 0.0;
    for (Index k = 0; k < pieces_.size(); ++k) {
      const auto prior = (pieces_[k].*priors).find(key);
      if (prior == (pieces_[k].*priors).end()) {
        others += weight_[k];
      } else {
        share[k] = prior->second * weight_[k] * whole / parent;
        left -= share[k];
      }
    }
    const double room = others > 0.0 ? std::max(left, k_least_room * others) / others : 0.0;
    for (Index k = 0; k < pieces_.size(); ++k) {
      if (!(pieces_[k].*priors).contains(key)) share[k] = weight_[k] * room;
    }
    return share;
  }

  /// What the parent pays for a good, all origins.
  [[nodiscard]] double paid(Index good) const {
    double sum = 0.0;
    for (const Matrix& origin : from_.use) sum += origin(good, industry_);
    return sum;
  }

  [[nodiscard]] Vector import_shares() const {
    Vector share;
    for (Index k = 0; k < pieces_.size(); ++k) {
      share.push_back(pieces_[k].import_share.value_or(weight_[k]));
    }
    return share;
  }

  /// All cells of the parent, in the order in which fill() takes them.
  std::optional<Error> set_groups() {
    for (Index r = 0; r < from_.regions.size(); ++r) {
      const bool home = r == request_.region;
      for (Index g = 0; g < from_.goods.size(); ++g) {
        if (g == request_.good) {
          for (Index u = 0; u < from_.users(); ++u) {
            const double cell = from_.use[r](g, u);
            const Vector rows =
                home ? shares(cell, sales_, u, &SplitPiece::sales) : import_shares();
            if (u != industry_) {
              add_group(cell, home, &rows, nullptr);
            } else {
              const Vector cols = shares(paid(g), output_, g, &SplitPiece::inputs);
              add_group(cell, home, &rows, &cols);
            }
          }
        } else {
          const Vector cols = shares(paid(g), output_, g, &SplitPiece::inputs);
          add_group(from_.use[r](g, industry_), false, nullptr, &cols);
        }
      }
    }
    for (Index v = 0; v < k_value_added_rows; ++v) {
      const double cell = from_.value_added(v, industry_);
      const Vector cols = shares(cell, output_, v, &SplitPiece::value_added);
      add_group(cell, false, nullptr, &cols);
    }
    for (const Group& group : groups_) {
      double sum = 0.0;
      for (const double share : group.share) sum += share;
      if (sum <= 0.0) return bad("priors of 0 leave a cell to nobody", where_);
    }
    return std::nullopt;
  }

  void add_group(double cell, bool counts_as_sales, const Vector* rows, const Vector* cols) {
    if (cell == 0.0) return;
    Group group;
    group.parent = cell;
    for (Index l = 0; l < (rows ? rows->size() : 1); ++l) {
      for (Index k = 0; k < (cols ? cols->size() : 1); ++k) {
        group.seller.push_back(counts_as_sales ? l : k_none);
        group.buyer.push_back(cols ? k : k_none);
        group.share.push_back((rows ? (*rows)[l] : 1.0) * (cols ? (*cols)[k] : 1.0));
      }
    }
    groups_.push_back(std::move(group));
  }

  void fill() {
    Economy& to = made_.economy;
    auto group = groups_.begin();
    const auto divide = [&](double cell, auto&& put) {
      if (cell == 0.0) return;
      for (Index e = 0; e < group->share.size(); ++e) put(e, cell * group->share[e]);
      ++group;
    };
    const Index good = request_.good;
    for (Index r = 0; r < from_.regions.size(); ++r) {
      to.use[r] = Matrix(to.goods.size(), to.users());
      for (Index g = 0; g < from_.goods.size(); ++g) {
        for (Index u = 0; u < from_.users(); ++u) {
          const double cell = from_.use[r](g, u);
          const Index row = moved(g, good);
          const Index col = moved(u, industry_);
          if (g == good) {
            const Index cols = copies(u == industry_);
            divide(cell, [&](Index e, double z) { to.use[r](row + e / cols, col + e % cols) = z; });
          } else if (u == industry_) {
            divide(cell, [&](Index e, double z) { to.use[r](row, col + e) = z; });
          } else {
            to.use[r](row, col) = cell;
          }
        }
      }
    }
    to.value_added = Matrix(k_value_added_rows, to.industries.size());
    for (Index v = 0; v < k_value_added_rows; ++v) {
      for (Index j = 0; j < from_.industries.size(); ++j) {
        const double cell = from_.value_added(v, j);
        if (j != industry_) {
          to.value_added(v, moved(j, industry_)) = cell;
        } else {
          divide(cell, [&](Index e, double z) { to.value_added(v, industry_ + e) = z; });
        }
      }
    }
  }

  /// The parent's satellite flows go by the pieces' shares of output.
  void divide_satellites() {
    for (Index a = 0; a < from_.satellites.size(); ++a) {
      const Matrix& from = from_.satellites[a].by_industry;
      Matrix& to = made_.economy.satellites[a].by_industry;
      to = Matrix(from.rows(), made_.economy.industries.size());
      for (Index k = 0; k < from.rows(); ++k) {
        for (Index j = 0; j < from.cols(); ++j) {
          for (Index piece = 0; piece < copies(j == industry_); ++piece) {
            to(k, moved(j, industry_) + piece) =
                from(k, j) * (j == industry_ ? weight_[piece] : 1.0);
          }
        }
      }
    }
    if (from_.satellites.empty()) return;
    made_.economy.notes.push_back("satellite accounts of " + where_ +
                                  " divided by shares of output: nothing is known about its "
                                  "pieces");
  }

  void compare_priors() {
    const Economy& to = made_.economy;
    const auto bought = [&](Index column, Index good) {
      double sum = 0.0;
      for (const Matrix& origin : to.use) {
        for (Index k = 0; k < copies(good == request_.good); ++k) {
          sum += origin(moved(good, request_.good) + k, column);
        }
      }
      return sum;
    };
    const auto sold = [&](Index piece, Index user) {
      double sum = 0.0;
      for (Index k = 0; k < copies(user == industry_); ++k) {
        sum += to.use[request_.region](request_.good + piece, moved(user, industry_) + k);
      }
      return sum;
    };
    for (Index k = 0; k < pieces_.size(); ++k) {
      const auto note = [&](const std::string& what, double asked, double got) {
        made_.priors.push_back({pieces_[k].code, what, asked, got});
      };
      for (const auto& [good, value] : pieces_[k].inputs) {
        note("input " + from_.goods.code(good), value * weight_[k] * output_,
             bought(industry_ + k, good));
      }
      for (const auto& [row, value] : pieces_[k].value_added) {
        note(fmt::format("value added {}", row), value * weight_[k] * output_,
             to.value_added(row, industry_ + k));
      }
      for (const auto& [user, value] : pieces_[k].sales) {
        note(fmt::format("sales to {}", user), value * weight_[k] * sales_, sold(k, user));
      }
    }
    std::stable_sort(made_.priors.begin(), made_.priors.end(), [](const auto& a, const auto& b) {
      return std::abs(a.got - a.asked) > std::abs(b.got - b.asked);
    });
  }

  const Economy& from_;
  const SplitRequest& request_;
  const std::vector<SplitPiece>& pieces_;
  std::string where_;
  Index industry_ = 0;
  double output_ = 0.0;
  double sales_ = 0.0;
  Vector weight_;
  std::vector<Group> groups_;
  Split made_;
};

}  // namespace

Result<Split> split(const Economy& economy, const SplitRequest& request) {
  Splitter splitter(economy, request);
  if (const auto error = splitter.prepare()) return *error;
  if (const auto error = splitter.balance()) return *error;
  return splitter.finish();
}

Result<Split> draw_split(const Economy& economy, const SplitRequest& request, std::uint64_t seed,
                         double concentration) {
  if (!std::isfinite(concentration) || concentration <= 0.0) {
    return bad(fmt::format("concentration is {}", concentration), "", "20 is usual");
  }
  Splitter splitter(economy, request);
  if (const auto error = splitter.prepare()) return *error;
  if (const auto error = splitter.balance()) return *error;
  splitter.draw(seed, concentration);
  if (const auto error = splitter.balance()) return *error;
  return splitter.finish();
}

}  // namespace domar::accounts
