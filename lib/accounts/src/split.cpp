#include "domar/accounts/split.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cell_division.hpp"

namespace domar::accounts {

namespace {

constexpr Index k_none = Economy::k_none;
constexpr double k_least_room = 1e-3;  // of their share, for pieces that priors leave nothing

Error bad(const std::string& what, const std::string& where, const std::string& hint = "") {
  return {ErrorCode::bad_value, what, where, hint, ""};
}

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
    CellDivision problem(groups_, totals, Vector(totals.size(), std::max(output_, sales_)));
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

  void draw(std::uint64_t seed, double concentration) {
    SplitDraws(seed).redraw(groups_, concentration);
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
    for (const DividedCell& group : groups_) {
      double sum = 0.0;
      for (const double share : group.share) sum += share;
      if (sum <= 0.0) return bad("priors of 0 leave a cell to nobody", where_);
    }
    return std::nullopt;
  }

  void add_group(double cell, bool counts_as_sales, const Vector* rows, const Vector* cols) {
    if (cell == 0.0) return;
    DividedCell group;
    group.parent = cell;
    for (Index l = 0; l < (rows ? rows->size() : 1); ++l) {
      for (Index k = 0; k < (cols ? cols->size() : 1); ++k) {
        group.add_part(cols ? k : k_none, counts_as_sales ? pieces_.size() + l : k_none,
                       (rows ? (*rows)[l] : 1.0) * (cols ? (*cols)[k] : 1.0));
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
  std::vector<DividedCell> groups_;
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
