#include "domar/accounts/joint_split.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "cell_division.hpp"
#include "domar/accounts/aggregate.hpp"

namespace domar::accounts {

namespace {

constexpr Index k_none = Economy::k_none;
constexpr double k_least_room = 1e-3;  // of its share, for what priors leave nothing
constexpr double k_nearly_all = 0.75;  // of a parent: who takes this much keeps its small cells
constexpr int k_allocation_rounds = 30;
constexpr int k_margin_rounds = 20;

Error bad(const std::string& what, const std::string& where, const std::string& hint = "") {
  return {ErrorCode::bad_value, what, where, hint, ""};
}

/// A good that is split, and the industry that makes it.
struct Parent {
  Index good = 0;
  Index industry = 0;
  double output = 0.0;
  double sales = 0.0;
  double imports = 0.0;
  std::vector<Index> pieces;  ///< the rest first
};

/// What an industry of the plan, or the rest, takes of a parent.
struct Piece {
  Index industry = k_none;  ///< number in the plan; k_none for the rest
  Index parent = 0;         ///< number among the parents
  double weight = 0.0;      ///< share of the parent's output
  double import_weight = 0.0;
  bool import_given = false;
  Index good = 0;  ///< its number in the economy of pieces
  Index user = 0;
  // Priors as amounts of money, by old good or user; empty for the rest.
  Vector buys, adds, sells, imports;
};

/// One industry's amounts (rows: items, columns: its pieces) brought to row totals where they are
/// known and to the pieces' totals.
void allocate(Matrix& amounts, const std::map<Index, double>& named, const Vector& totals) {
  double left = 0.0;
  for (const double total : totals) left += total;
  double others = 0.0;
  for (Index i = 0; i < amounts.rows(); ++i) {
    const double sum = amounts.row_sum(i);
    if (!named.contains(i)) {
      others += sum;
    } else if (sum > 0.0) {
      left -= named.at(i);
    }
  }
  const double room = others > 0.0 ? std::max(left, k_least_room * others) / others : 0.0;
  for (Index i = 0; i < amounts.rows(); ++i) {
    if (named.contains(i)) continue;
    for (double& amount : amounts.row(i)) amount *= room;
  }
  for (int round = 0; round < k_allocation_rounds; ++round) {
    for (const auto& [i, wanted] : named) {
      const double sum = amounts.row_sum(i);
      if (sum <= 0.0) continue;
      for (double& amount : amounts.row(i)) amount *= wanted / sum;
    }
    if (totals.size() == 1) return;
    for (Index p = 0; p < totals.size(); ++p) {
      const double sum = amounts.col_sum(p);
      if (sum <= 0.0) continue;
      for (Index i = 0; i < amounts.rows(); ++i) amounts(i, p) *= totals[p] / sum;
    }
  }
}

class JointSplitter {
 public:
  JointSplitter(const Economy& economy, const SplitPlan& plan)
      : from_(economy), plan_(plan), home_(plan.region) {}

  std::optional<Error> prepare() {
    if (const auto shapes = from_.check_shapes(); !shapes) return shapes.error();
    if (home_ >= from_.regions.size()) {
      return Error{ErrorCode::shape_mismatch, "no such region", std::to_string(home_), "", ""};
    }
    if (auto error = find_parents()) return error;
    if (auto error = check_priors()) return error;
    if (auto error = add_rests()) return error;
    if (auto error = relabel()) return error;
    for (Index k = 0; k < plan_.industries.size(); ++k) set_priors(k);
    set_cells();
    return std::nullopt;
  }

  /// Meets all totals; where the cells have no room for the imports asked, without those.
  std::optional<Error> balance() {
    const std::vector<DividedCell> start = cells_;
    auto error = meet_totals();
    if (!error || importers_.empty()) return error;
    cells_ = start;
    for (DividedCell& cell : cells_) {
      for (auto& pair : cell.totals) {
        if (pair[1] != k_none && pair[1] >= 2 * pieces_.size()) pair[1] = k_none;
      }
    }
    importers_.clear();
    error = meet_totals();
    if (!error)
      made_.pieces.notes.push_back(
          "imports of the products are priors only: the cells have no room for them");
    return error;
  }

  std::optional<Error> meet_totals() {
    const Index n = pieces_.size();
    Vector totals(2 * n);
    for (Index q = 0; q < n; ++q) {
      totals[q] = pieces_[q].weight * parents_[pieces_[q].parent].output;
      totals[n + q] = pieces_[q].weight * parents_[pieces_[q].parent].sales;
    }
    for (const Index q : importers_) {
      totals.push_back(pieces_[q].import_weight * parents_[pieces_[q].parent].imports);
    }
    CellDivision problem(cells_, totals, totals);
    const bool met = problem.run();
    made_.rounds = problem.rounds;
    made_.largest_gap = problem.largest_gap;
    if (met) return std::nullopt;
    const char* what = problem.worst < n ? "output" : problem.worst < 2 * n ? "sales" : "imports";
    const Index q = problem.worst < 2 * n ? problem.worst % n : importers_[problem.worst - 2 * n];
    return Error{
        ErrorCode::infeasible,
        fmt::format("no division of the parents' cells meets its {}; the gap is {} of them", what,
                    problem.largest_gap),
        piece_code(pieces_[q]), "give it more inputs or users, or a smaller share", ""};
  }

  void draw(const ShapeDraw& how) {
    SplitDraws draws(how.seed);
    for (Index c = 0; c < cells_.size(); ++c) {
      if (places_[c].origin == k_none) continue;  // value added
      double sum = 0.0;
      for (double& share : cells_[c].share) {
        share *= std::exp(how.spread * draws.normal());
        sum += share;
      }
      for (double& share : cells_[c].share) share /= sum;
    }
  }

  Result<JointSplit> finish() {
    fill();
    divide_satellites();
    compare_priors();
    auto joined = aggregate(made_.pieces, Concordance::identity(from_.regions), made_.join);
    if (!joined.ok()) return joined.error();
    made_.economy = std::move(joined.value());
    made_.economy.notes = made_.pieces.notes;
    return std::move(made_);
  }

 private:
  // ------------------------------------------------------------------ what is split
  std::optional<Error> find_parents() {
    std::map<Index, Index> number;
    for (Index k = 0; k < plan_.industries.size(); ++k) {
      const SplitIndustry& industry = plan_.industries[k];
      if (industry.output_share.empty()) return bad("it has no parent", industry.code);
      for (const auto& [good, share] : industry.output_share) {
        if (good >= from_.goods.size()) {
          return Error{ErrorCode::shape_mismatch, fmt::format("no good {}", good), industry.code,
                       "", ""};
        }
        if (!std::isfinite(share) || share <= 0.0 || share > 1.0) {
          return bad(fmt::format("share of output of {} is {}", from_.goods.code(good), share),
                     industry.code, "above 0, below 1");
        }
        if (!number.contains(good)) {
          number[good] = parents_.size();
          if (auto error = add_parent(good)) return error;
        }
        Piece piece;
        piece.industry = k;
        piece.parent = number[good];
        piece.weight = share;
        parents_[piece.parent].pieces.push_back(pieces_.size());
        pieces_.push_back(std::move(piece));
      }
    }
    return std::nullopt;
  }

  std::optional<Error> add_parent(Index good) {
    Parent parent;
    parent.good = good;
    parent.industry = from_.supplier[home_][good];
    const std::string where = from_.goods.code(good) + " of " + from_.regions.code(home_);
    if (parent.industry == k_none) return bad("no industry makes this good", where);
    Index made = 0;
    for (const auto& suppliers : from_.supplier) {
      made += static_cast<Index>(std::count(suppliers.begin(), suppliers.end(), parent.industry));
    }
    if (made != 1 || from_.industries[parent.industry].region != home_) {
      return bad("the industry makes other goods too", where, "split the economy's table first");
    }
    parent.output = from_.gross_output(parent.industry);
    parent.sales = from_.use[home_].row_sum(good);
    for (Index r = 0; r < from_.regions.size(); ++r) {
      if (r == home_) continue;
      for (Index u = 0; u < from_.users(); ++u) parent.imports += from_.use[r](good, u);
    }
    if (parent.output <= 0.0 || parent.sales <= 0.0) {
      return bad(
          fmt::format("output {} and sales {} are not both positive", parent.output, parent.sales),
          where);
    }
    parents_.push_back(std::move(parent));
    return std::nullopt;
  }

  std::optional<Error> check_priors() const {
    for (const SplitIndustry& industry : plan_.industries) {
      const auto check = [&](const std::map<Index, double>& priors, Index size, double most,
                             const char* what) -> std::optional<Error> {
        for (const auto& [number, value] : priors) {
          if (number >= size) {
            return Error{ErrorCode::shape_mismatch, fmt::format("{} {} of {}", what, number, size),
                         industry.code, "", ""};
          }
          if (!std::isfinite(value) || value < 0.0 || value > most) {
            return bad(fmt::format("{} {} is {}", what, number, value), industry.code,
                       "shares are 0 or more, and finite");
          }
        }
        return std::nullopt;
      };
      const Index goods = from_.goods.size();
      if (auto e = check(industry.inputs, goods, 1e6, "input")) return e;
      if (auto e = check(industry.imported_inputs, goods, 1.0, "imported input")) return e;
      if (auto e = check(industry.value_added, k_value_added_rows, 1e6, "value added")) return e;
      if (auto e = check(industry.sales, from_.users(), 1.0, "sales to")) return e;
      if (auto e = check(industry.exports, goods, 1.0, "exports of")) return e;
      if (auto e = check(industry.imports, goods, 1.0, "imports of")) return e;
      for (const auto& [code, times] : industry.affinity) {
        if (!(times > 0.0) || !std::isfinite(times)) {
          return bad(fmt::format("affinity to {} is {}", code, times), industry.code,
                     "above 0; 1 says nothing");
        }
        const bool known = std::any_of(plan_.industries.begin(), plan_.industries.end(),
                                       [&](const auto& other) { return other.code == code; });
        if (!known) return bad(fmt::format("no industry '{}' in the plan", code), industry.code);
      }
    }
    return std::nullopt;
  }

  /// The rest of each parent, before its pieces.
  std::optional<Error> add_rests() {
    for (Index p = 0; p < parents_.size(); ++p) {
      Piece rest;
      rest.parent = p;
      rest.weight = rest.import_weight = 1.0;
      for (const Index q : parents_[p].pieces) {
        Piece& piece = pieces_[q];
        const auto given = plan_.industries[piece.industry].imports.find(parents_[p].good);
        piece.import_given =
            given != plan_.industries[piece.industry].imports.end() && parents_[p].imports > 0.0;
        piece.import_weight = piece.import_given ? given->second : piece.weight;
        rest.weight -= piece.weight;
        rest.import_weight -= piece.import_weight;
        if (piece.import_given && piece.import_weight > 0.0) importers_.push_back(q);
      }
      const std::string& code = from_.goods.code(parents_[p].good);
      if (rest.weight < 1e-9) {
        return bad(fmt::format("the industries take {} of its output", 1.0 - rest.weight), code,
                   "their shares must add up to less than 1: leave a rest");
      }
      if (rest.import_weight < 0.0) {
        return bad(fmt::format("the industries take {} of its imports", 1.0 - rest.import_weight),
                   code, "their shares must add up to at most 1");
      }
      parents_[p].pieces.insert(parents_[p].pieces.begin(), pieces_.size());
      pieces_.push_back(std::move(rest));
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string piece_code(const Piece& piece) const {
    const std::string& parent = from_.goods.code(parents_[piece.parent].good);
    if (piece.industry == k_none) return parent;
    const SplitIndustry& industry = plan_.industries[piece.industry];
    return industry.output_share.size() == 1 ? industry.code : industry.code + "@" + parent;
  }

  /// New numbers of old goods and users: pieces stand behind what the region makes.
  [[nodiscard]] Index moved_good(Index good) const {
    return good < goods_at_ ? good : good + added_;
  }
  [[nodiscard]] Index moved_user(Index user) const {
    return user < industries_at_ ? user : user + added_;
  }

  void find_room() {
    added_ = pieces_.size() - parents_.size();
    for (Index g = 0; g < from_.goods.size(); ++g) {
      if (from_.supplier[home_][g] != k_none) goods_at_ = g + 1;
    }
    for (Index j = 0; j < from_.industries.size(); ++j) {
      if (from_.industries[j].region == home_) industries_at_ = j + 1;
    }
  }

  /// Labels of the economy of pieces.
  std::optional<Error> relabel() {
    find_room();
    Economy& to = made_.pieces;
    to = from_;
    std::vector<std::string> codes = from_.goods.codes();
    std::vector<std::string> titles = from_.goods.titles();
    std::vector<ConcordanceLink> back;
    std::vector<ConcordanceLink> join;
    for (const std::string& code : codes) {
      back.push_back({code, code});
      join.push_back({code, code});
    }
    for (const Parent& parent : parents_) {
      titles[parent.good] += " (other)";
      to.industries[parent.industry].name += " (other)";
    }
    std::vector<std::string> joined = codes;
    std::vector<std::string> joined_titles = titles;
    Index next = 0;
    for (Piece& piece : pieces_) {
      const Parent& parent = parents_[piece.parent];
      piece.good = moved_good(parent.good);
      piece.user = moved_user(parent.industry);
      if (piece.industry == k_none) continue;
      const SplitIndustry& industry = plan_.industries[piece.industry];
      const std::string code = piece_code(piece);
      piece.good = goods_at_ + next;
      piece.user = industries_at_ + next;
      ++next;
      codes.insert(at(codes, piece.good), code);
      titles.insert(at(titles, piece.good), industry.name);
      to.industries.insert(at(to.industries, piece.user), {home_, code, industry.name});
      back.push_back({code, from_.goods.code(parent.good)});
      join.push_back({code, industry.code});
    }
    for (Index k = 0; k < plan_.industries.size(); ++k) {
      joined.insert(at(joined, goods_at_ + k), plan_.industries[k].code);
      joined_titles.insert(at(joined_titles, goods_at_ + k), plan_.industries[k].name);
    }
    set_suppliers();
    to.notes.push_back(fmt::format("{} industries split out of {} sectors", plan_.industries.size(),
                                   parents_.size()));
    return set_concordances(Labels::make(codes, titles), Labels::make(joined, joined_titles), back,
                            join);
  }

  template <class T>
  static typename std::vector<T>::iterator at(std::vector<T>& list, Index place) {
    return list.begin() + static_cast<std::ptrdiff_t>(place);
  }

  void set_suppliers() {
    auto& supplier = made_.pieces.supplier;
    for (Index r = 0; r < from_.regions.size(); ++r) {
      supplier[r].assign(from_.goods.size() + added_, k_none);
      for (Index g = 0; g < from_.goods.size(); ++g) {
        const Index maker = from_.supplier[r][g];
        supplier[r][moved_good(g)] = maker == k_none ? k_none : moved_user(maker);
      }
      for (const Piece& piece : pieces_) {
        if (piece.industry == k_none) continue;
        const Index maker = from_.supplier[r][parents_[piece.parent].good];
        supplier[r][piece.good] = r == home_        ? piece.user
                                  : maker == k_none ? k_none
                                                    : moved_user(maker);
      }
    }
  }

  std::optional<Error> set_concordances(const Result<Labels>& goods, const Result<Labels>& joined,
                                        const std::vector<ConcordanceLink>& back,
                                        const std::vector<ConcordanceLink>& join) {
    for (const auto* labels : {&goods, &joined}) {
      if (!labels->ok()) return bad("a code is empty or taken: " + labels->error().what, "");
    }
    auto back_made = Concordance::make(*goods, from_.goods, back);
    if (!back_made.ok()) return back_made.error();
    auto join_made = Concordance::make(*goods, *joined, join);
    if (!join_made.ok()) return join_made.error();
    made_.pieces.goods = *goods;
    made_.back = std::move(back_made.value());
    made_.join = std::move(join_made.value());
    return std::nullopt;
  }

  // ------------------------------------------------------------------ priors as amounts
  [[nodiscard]] std::vector<Index> pieces_of(Index industry) const {
    std::vector<Index> found;
    for (Index q = 0; q < pieces_.size(); ++q) {
      if (pieces_[q].industry == industry) found.push_back(q);
    }
    return found;
  }

  [[nodiscard]] double paid(Index good, Index user) const {
    double sum = 0.0;
    for (const Matrix& origin : from_.use) sum += origin(good, user);
    return sum;
  }

  /// Summed by itself: as a difference of large numbers it would be lost.
  [[nodiscard]] double paid_abroad(Index good, Index user) const {
    double sum = 0.0;
    for (Index r = 0; r < from_.regions.size(); ++r) {
      if (r != home_) sum += from_.use[r](good, user);
    }
    return sum;
  }

  void set_priors(Index k) {
    const std::vector<Index> mine = pieces_of(k);
    set_purchases(plan_.industries[k], mine);
    set_sales(plan_.industries[k], mine);
    for (const Index q : mine) set_imports(pieces_[q]);
  }

  /// Items before `end` that are not named and too small for a cell of their own become 0; the
  /// others that are not named take their money.
  void drop_small(Matrix& amounts, const std::map<Index, double>& named, const Vector& totals,
                  Index end, const std::vector<Index>& mine) const {
    if (plan_.least_share <= 0.0) return;
    for (Index m = 0; m < totals.size(); ++m) {
      if (pieces_[mine[m]].weight > k_nearly_all) continue;  // the rest could not take them
      double all = 0.0;
      double kept = 0.0;
      for (Index i = 0; i < end; ++i) {
        if (named.contains(i)) continue;
        all += amounts(i, m);
        if (amounts(i, m) >= plan_.least_share * totals[m]) kept += amounts(i, m);
      }
      if (kept <= 0.0) continue;  // nobody could take it
      for (Index i = 0; i < end; ++i) {
        if (named.contains(i)) continue;
        const bool small = amounts(i, m) < plan_.least_share * totals[m];
        amounts(i, m) *= small ? 0.0 : all / kept;
      }
    }
  }

  void set_purchases(const SplitIndustry& industry, const std::vector<Index>& mine) {
    const Index goods = from_.goods.size();
    Matrix amounts(goods + k_value_added_rows, mine.size());
    Vector totals;
    double output = 0.0;
    for (Index m = 0; m < mine.size(); ++m) {
      const Piece& piece = pieces_[mine[m]];
      const Parent& parent = parents_[piece.parent];
      double total = piece.weight * parent.output;
      output += total;
      for (Index i = 0; i < amounts.rows(); ++i) {
        const double cell =
            i < goods ? paid(i, parent.industry) : from_.value_added(i - goods, parent.industry);
        amounts(i, m) = piece.weight * std::max(cell, 0.0);
        total -= piece.weight * std::min(cell, 0.0);
      }
      totals.push_back(total);
    }
    std::map<Index, double> named;
    for (const auto& [good, share] : industry.inputs) named[good] = share * output;
    for (const auto& [row, share] : industry.value_added) named[goods + row] = share * output;
    allocate(amounts, named, totals);
    drop_small(amounts, named, totals, goods, mine);
    for (Index m = 0; m < mine.size(); ++m) {
      Piece& piece = pieces_[mine[m]];
      piece.buys.resize(goods);
      piece.adds.resize(k_value_added_rows);
      for (Index g = 0; g < goods; ++g) piece.buys[g] = amounts(g, m);
      for (Index v = 0; v < k_value_added_rows; ++v) piece.adds[v] = amounts(goods + v, m);
    }
  }

  void set_sales(const SplitIndustry& industry, const std::vector<Index>& mine) {
    Matrix amounts(from_.users(), mine.size());
    Vector totals;
    double sales = 0.0;
    for (Index m = 0; m < mine.size(); ++m) {
      Piece& piece = pieces_[mine[m]];
      const Parent& parent = parents_[piece.parent];
      piece.sells.assign(from_.users(), 0.0);
      double total = piece.weight * parent.sales;
      sales += total;
      double abroad = 0.0;
      for (Index u = 0; u < from_.users(); ++u) {
        if (from_.region_of_user(u) != home_)
          abroad += std::max(0.0, from_.use[home_](parent.good, u));
      }
      const auto exports = industry.exports.find(parent.good);
      const bool given = exports != industry.exports.end() && abroad > 0.0;
      const double exported = given ? exports->second * piece.weight * parent.sales : 0.0;
      for (Index u = 0; u < from_.users(); ++u) {
        const double cell = from_.use[home_](parent.good, u);
        if (given && from_.region_of_user(u) != home_) {
          piece.sells[u] = exported * std::max(cell, 0.0) / abroad;
        } else {
          amounts(u, m) = piece.weight * std::max(cell, 0.0);
          total -= piece.weight * std::min(cell, 0.0);
        }
      }
      totals.push_back(total - exported);
    }
    std::map<Index, double> named;
    for (const auto& [user, share] : industry.sales) named[user] = share * sales;
    allocate(amounts, named, totals);
    drop_small(amounts, named, totals, from_.users(), mine);
    for (Index m = 0; m < mine.size(); ++m) {
      for (Index u = 0; u < from_.users(); ++u) pieces_[mine[m]].sells[u] += amounts(u, m);
    }
  }

  /// Imports of the product go to those who buy it at home, as far as they import the parent's
  /// good.
  void set_imports(Piece& piece) const {
    const Parent& parent = parents_[piece.parent];
    const double wanted = piece.import_weight * parent.imports;
    piece.imports.assign(from_.users(), 0.0);
    if (wanted <= 0.0) return;
    Vector cells(from_.users(), 0.0);
    for (Index u = 0; u < from_.users(); ++u) {
      cells[u] = paid_abroad(parent.good, u);
      if (cells[u] <= 0.0) continue;
      const double likely =
          piece.import_given ? wanted * piece.sells[u] / (piece.weight * parent.sales) : 0.0;
      const double even = piece.weight * cells[u];
      if (piece.import_given && plan_.least_share > 0.0 && likely <= 0.0) continue;
      piece.imports[u] = piece.import_given ? likely + k_least_room * even : even;
    }
    for (int round = 0; round < k_allocation_rounds; ++round) {
      double sum = 0.0;
      for (const double amount : piece.imports) sum += amount;
      for (Index u = 0; u < from_.users(); ++u) {
        if (sum > 0.0) piece.imports[u] = std::min(piece.imports[u] * wanted / sum, cells[u]);
      }
    }
  }

  // ------------------------------------------------------------------ cells
  /// Adds the rest of a parent to the shares of its pieces, which stand from 1 on.
  static void set_rest(Vector& shares, double weight) {
    double left = 1.0;
    for (Index k = 1; k < shares.size(); ++k) left -= shares[k];
    shares[0] = std::max(left, k_least_room * weight);
    double sum = 0.0;
    for (const double share : shares) sum += share;
    for (double& share : shares) share /= sum;
  }

  /// Shares of a cell among the pieces of a parent; `amount` says what a piece should have of it.
  template <class Amount>
  [[nodiscard]] Vector shares(const Parent& parent, double cell, bool by_imports,
                              Amount amount) const {
    Vector share(parent.pieces.size());
    for (Index k = 0; k < share.size(); ++k) {
      const Piece& piece = pieces_[parent.pieces[k]];
      const double weight = by_imports ? piece.import_weight : piece.weight;
      share[k] = cell > 0.0 && k > 0 ? amount(piece) / cell : weight;
    }
    if (cell > 0.0) set_rest(share, pieces_[parent.pieces[0]].weight);
    return share;
  }

  [[nodiscard]] Vector row_shares(const Parent& parent, Index origin, Index user) const {
    const double cell = from_.use[origin](parent.good, user);
    if (origin == home_) {
      return shares(parent, cell, false, [&](const Piece& piece) { return piece.sells[user]; });
    }
    const double all = paid_abroad(parent.good, user);
    return shares(parent, cell, true,
                  [&](const Piece& piece) { return piece.imports[user] * cell / all; });
  }

  [[nodiscard]] Vector col_shares(const Parent& parent, Index origin, Index good) const {
    const double cell = from_.use[origin](good, parent.industry);
    const double all = paid(good, parent.industry);
    const double home = from_.use[home_](good, parent.industry);
    const double abroad = paid_abroad(good, parent.industry);
    return shares(parent, cell, false, [&](const Piece& piece) {
      const auto& imported = plan_.industries[piece.industry].imported_inputs;
      const auto given = imported.find(good);
      double part = cell / all;
      if (given != imported.end() && home > 0.0 && abroad > 0.0) {
        part = origin == home_ ? 1.0 - given->second : given->second * cell / abroad;
      }
      return piece.buys[good] * part;
    });
  }

  void set_cells() {
    std::vector<Index> of_good(from_.goods.size(), k_none);
    std::vector<Index> of_user(from_.users(), k_none);
    for (Index p = 0; p < parents_.size(); ++p) {
      of_good[parents_[p].good] = p;
      of_user[parents_[p].industry] = p;
    }
    import_total_.assign(pieces_.size(), k_none);
    for (Index i = 0; i < importers_.size(); ++i) {
      import_total_[importers_[i]] = 2 * pieces_.size() + i;
    }
    for (Index r = 0; r < from_.regions.size(); ++r) {
      for (Index g = 0; g < from_.goods.size(); ++g) {
        for (Index u = 0; u < from_.users(); ++u) {
          const double cell = from_.use[r](g, u);
          if (cell == 0.0 || (of_good[g] == k_none && of_user[u] == k_none)) continue;
          const Parent* seller = of_good[g] == k_none ? nullptr : &parents_[of_good[g]];
          const Parent* buyer = of_user[u] == k_none ? nullptr : &parents_[of_user[u]];
          Vector rows = seller ? row_shares(*seller, r, u) : Vector{1.0};
          Vector cols = buyer ? col_shares(*buyer, r, g) : Vector{1.0};
          add_block(cell, r, seller, buyer, block(seller, buyer, rows, cols));
          places_.push_back({r, g, u, seller, buyer});
        }
      }
    }
    for (const Parent& parent : parents_) {
      for (Index v = 0; v < k_value_added_rows; ++v) {
        const double cell = from_.value_added(v, parent.industry);
        if (cell == 0.0) continue;
        const Vector cols =
            shares(parent, cell, false, [&](const Piece& piece) { return piece.adds[v]; });
        Matrix one(1, cols.size());
        for (Index b = 0; b < cols.size(); ++b) one(0, b) = cols[b];
        add_block(cell, home_, nullptr, &parent, one);
        places_.push_back({k_none, v, 0, nullptr, &parent});
      }
    }
  }

  /// Start of a cell's division: rows times columns, tilted to the known links and brought back to
  /// both margins.
  [[nodiscard]] Matrix block(const Parent* seller, const Parent* buyer, const Vector& rows,
                             const Vector& cols) const {
    Matrix start(rows.size(), cols.size());
    bool tilted = false;
    for (Index a = 0; a < rows.size(); ++a) {
      for (Index b = 0; b < cols.size(); ++b) {
        start(a, b) = rows[a] * cols[b];
        if (seller == nullptr || buyer == nullptr || a == 0 || b == 0) continue;
        const auto& links = plan_.industries[pieces_[buyer->pieces[b]].industry].affinity;
        const auto link = links.find(plan_.industries[pieces_[seller->pieces[a]].industry].code);
        if (link == links.end()) continue;
        start(a, b) *= link->second;
        tilted = true;
      }
    }
    for (int round = 0; tilted && round < k_margin_rounds; ++round) {
      for (Index a = 0; a < rows.size(); ++a) {
        const double sum = start.row_sum(a);
        for (double& part : start.row(a)) part *= sum > 0.0 ? rows[a] / sum : 0.0;
      }
      for (Index b = 0; b < cols.size(); ++b) {
        const double sum = start.col_sum(b);
        for (Index a = 0; a < rows.size(); ++a) start(a, b) *= sum > 0.0 ? cols[b] / sum : 0.0;
      }
    }
    return start;
  }

  void add_block(double value, Index origin, const Parent* seller, const Parent* buyer,
                 const Matrix& start) {
    const Index n = pieces_.size();
    DividedCell cell;
    cell.parent = value;
    for (Index a = 0; a < start.rows(); ++a) {
      for (Index b = 0; b < start.cols(); ++b) {
        Index sold = k_none;
        if (seller != nullptr) {
          sold = origin == home_ ? n + seller->pieces[a] : import_total_[seller->pieces[a]];
        }
        cell.add_part(buyer != nullptr ? buyer->pieces[b] : k_none, sold, start(a, b));
      }
    }
    cells_.push_back(std::move(cell));
  }

  // ------------------------------------------------------------------ result
  /// Where the parts of a cell belong; origin k_none for value added.
  struct Place {
    Index origin, row, user;
    const Parent* seller;
    const Parent* buyer;
  };

  void fill() {
    Economy& to = made_.pieces;
    for (Index r = 0; r < from_.regions.size(); ++r) {
      to.use[r] = Matrix(to.goods.size(), to.users());
      for (Index g = 0; g < from_.goods.size(); ++g) {
        for (Index u = 0; u < from_.users(); ++u) {
          to.use[r](moved_good(g), moved_user(u)) = from_.use[r](g, u);
        }
      }
    }
    to.value_added = Matrix(k_value_added_rows, to.industries.size());
    for (Index v = 0; v < k_value_added_rows; ++v) {
      for (Index j = 0; j < from_.industries.size(); ++j) {
        to.value_added(v, moved_user(j)) = from_.value_added(v, j);
      }
    }
    for (Index c = 0; c < cells_.size(); ++c) {
      const Place& place = places_[c];
      const Index cols = place.buyer ? place.buyer->pieces.size() : 1;
      for (Index e = 0; e < cells_[c].share.size(); ++e) {
        const double part = cells_[c].parent * cells_[c].share[e];
        const Index buyer =
            place.buyer ? pieces_[place.buyer->pieces[e % cols]].user : moved_user(place.user);
        if (place.origin == k_none) {
          to.value_added(place.row, buyer) = part;
          continue;
        }
        const Index good =
            place.seller ? pieces_[place.seller->pieces[e / cols]].good : moved_good(place.row);
        to.use[place.origin](good, buyer) = part;
      }
    }
  }

  /// The parents' satellite flows go by the pieces' shares of output.
  void divide_satellites() {
    for (Index a = 0; a < from_.satellites.size(); ++a) {
      const Matrix& from = from_.satellites[a].by_industry;
      Matrix& to = made_.pieces.satellites[a].by_industry;
      to = Matrix(from.rows(), made_.pieces.industries.size());
      for (Index k = 0; k < from.rows(); ++k) {
        for (Index j = 0; j < from.cols(); ++j) to(k, moved_user(j)) = from(k, j);
        for (const Piece& piece : pieces_) {
          to(k, piece.user) = piece.weight * from(k, parents_[piece.parent].industry);
        }
      }
    }
    if (from_.satellites.empty()) return;
    made_.pieces.notes.push_back(
        "satellite accounts of the sectors split divided by shares of output: nothing is known "
        "about their pieces");
  }

  void compare_priors() {
    for (Index k = 0; k < plan_.industries.size(); ++k) {
      const SplitIndustry& industry = plan_.industries[k];
      const std::vector<Index> mine = pieces_of(k);
      double output = 0.0;
      double sales = 0.0;
      for (const Index q : mine) {
        output += pieces_[q].weight * parents_[pieces_[q].parent].output;
        sales += pieces_[q].weight * parents_[pieces_[q].parent].sales;
      }
      const auto note = [&](const std::string& what, double asked, double got) {
        made_.priors.push_back({industry.code, what, asked, got});
      };
      for (const auto& [good, share] : industry.inputs) {
        note("input " + from_.goods.code(good), share * output, bought(mine, good));
      }
      for (const auto& [row, share] : industry.value_added) {
        double got = 0.0;
        for (const Index q : mine) got += made_.pieces.value_added(row, pieces_[q].user);
        note(fmt::format("value added {}", row), share * output, got);
      }
      for (const auto& [user, share] : industry.sales) {
        note("sales to " + user_code(user), share * sales, sold(mine, user));
      }
    }
    std::stable_sort(made_.priors.begin(), made_.priors.end(), [](const auto& a, const auto& b) {
      return std::abs(a.got - a.asked) > std::abs(b.got - b.asked);
    });
  }

  [[nodiscard]] std::string user_code(Index user) const {
    const Index industries = from_.industries.size();
    return user < industries ? from_.industries[user].code
                             : from_.final_uses[user - industries].code;
  }

  /// Old good -> its numbers in the economy of pieces; users likewise.
  [[nodiscard]] std::vector<Index> goods_of(Index good) const {
    for (const Parent& parent : parents_) {
      if (parent.good != good) continue;
      std::vector<Index> numbers;
      for (const Index q : parent.pieces) numbers.push_back(pieces_[q].good);
      return numbers;
    }
    return {moved_good(good)};
  }
  [[nodiscard]] std::vector<Index> users_of(Index user) const {
    for (const Parent& parent : parents_) {
      if (parent.industry != user) continue;
      std::vector<Index> numbers;
      for (const Index q : parent.pieces) numbers.push_back(pieces_[q].user);
      return numbers;
    }
    return {moved_user(user)};
  }

  [[nodiscard]] double bought(const std::vector<Index>& mine, Index good) const {
    double sum = 0.0;
    for (const Matrix& origin : made_.pieces.use) {
      for (const Index row : goods_of(good)) {
        for (const Index q : mine) sum += origin(row, pieces_[q].user);
      }
    }
    return sum;
  }
  [[nodiscard]] double sold(const std::vector<Index>& mine, Index user) const {
    double sum = 0.0;
    for (const Index column : users_of(user)) {
      for (const Index q : mine) sum += made_.pieces.use[home_](pieces_[q].good, column);
    }
    return sum;
  }

  const Economy& from_;
  const SplitPlan& plan_;
  Index home_;
  Index added_ = 0;          ///< pieces that are not the rest of a parent
  Index goods_at_ = 0;       ///< where they begin among the goods
  Index industries_at_ = 0;  ///< and among the industries
  std::vector<Parent> parents_;
  std::vector<Piece> pieces_;
  std::vector<Index> importers_;     ///< pieces whose imports are given
  std::vector<Index> import_total_;  ///< of each piece; k_none where not given
  std::vector<DividedCell> cells_;
  std::vector<Place> places_;
  JointSplit made_;
};

}  // namespace

Result<JointSplit> split_jointly(const Economy& economy, const SplitPlan& plan,
                                 const std::optional<ShapeDraw>& draw) {
  if (draw && (!std::isfinite(draw->spread) || draw->spread < 0.0)) {
    return bad(fmt::format("the spread is {}", draw->spread), "", "0.25 is usual");
  }
  JointSplitter splitter(economy, plan);
  if (const auto error = splitter.prepare()) return *error;
  if (const auto error = splitter.balance()) return *error;
  if (draw) {
    splitter.draw(*draw);
    if (const auto error = splitter.balance()) return *error;
  }
  return splitter.finish();
}

}  // namespace domar::accounts
