#include "domar/accounts/aggregate.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

namespace domar::accounts {

namespace {

using Part = Concordance::Part;
using Parts = std::vector<Part>;

/// For each code of `labels`, its number among the concordance's sources.
Result<std::vector<Index>> match(const Labels& labels, const Concordance& concordance,
                                 const char* kind) {
  std::vector<Index> number;
  std::string unmatched;
  const auto list = [&](const std::string& code) {
    unmatched += (unmatched.empty() ? "" : ", ") + code;
  };
  for (const std::string& code : labels.codes()) {
    if (const auto found = concordance.sources().find(code)) {
      number.push_back(*found);
    } else {
      list(code);
    }
  }
  for (const std::string& code : concordance.sources().codes()) {
    if (!labels.find(code)) list(code);
  }
  if (unmatched.empty()) return number;
  return Error{ErrorCode::shape_mismatch,
               fmt::format("{} of the economy and of the concordance differ: {}", kind, unmatched),
               "", "every code stands in both", ""};
}

class Aggregation {
 public:
  Aggregation(const Economy& economy, const Concordance& regions, const Concordance& goods)
      : from_(economy), regions_(regions), goods_(goods) {}

  Result<Economy> run() {
    if (const auto shapes = from_.check_shapes(); !shapes) return shapes.error();
    if (const auto bad = match_labels()) return *bad;
    describe();
    place_industries();
    place_final_uses();
    if (const auto bad = place_suppliers()) return *bad;
    add_flows();
    add_satellites();
    return std::move(to_);
  }

 private:
  std::optional<Error> match_labels() {
    const auto region_number = match(from_.regions, regions_, "regions");
    if (!region_number) return region_number.error();
    for (const Index source : *region_number) {
      if (regions_.parts(source).size() != 1) {
        return Error{ErrorCode::bad_value, "a region cannot be divided by weights",
                     regions_.sources().code(source),
                     "its parts would need trade between them; send it to one region", ""};
      }
      region_.push_back(regions_.parts(source)[0].target);
    }
    const auto good_number = match(from_.goods, goods_, "goods");
    if (!good_number) return good_number.error();
    for (const Index source : *good_number) {
      const auto parts = goods_.parts(source);
      good_.emplace_back(parts.begin(), parts.end());
    }
    return std::nullopt;
  }

  void describe() {
    to_.name = from_.name;
    to_.year = from_.year;
    to_.unit = from_.unit;
    to_.price_basis = from_.price_basis;
    to_.source = from_.source;
    to_.terms = from_.terms;
    to_.facts = from_.facts;
    to_.notes = from_.notes;
    to_.regions = regions_.targets();
    to_.goods = goods_.targets();
    if (regions_.is_identity() && goods_.is_identity()) return;
    to_.notes.push_back(fmt::format("aggregated from {} regions and {} goods to {} and {}",
                                    from_.regions.size(), from_.goods.size(), to_.regions.size(),
                                    to_.goods.size()));
  }

  /// Where the goods of an industry go if all go the same way.
  std::optional<Parts> way_of(Index industry) const {
    const Industry& maker = from_.industries[industry];
    std::optional<Parts> way;
    for (Index r = 0; r < from_.regions.size(); ++r) {
      for (Index g = 0; g < good_.size(); ++g) {
        if (from_.supplier[r][g] != industry) continue;
        if (way && *way != good_[g]) return std::nullopt;
        way = good_[g];
      }
    }
    if (way) return way;
    if (const auto own = from_.goods.find(maker.code)) return good_[*own];
    return std::nullopt;
  }

  void place_industries() {
    std::map<std::tuple<Index, bool, std::string>, Index> place;  // region, kept whole, code
    const auto put = [&](Index region, bool kept, const std::string& code,
                         const std::string& name) {
      const auto [found, fresh] = place.try_emplace({region, kept, code}, to_.industries.size());
      if (fresh) to_.industries.push_back({region, code, name});
      return found->second;
    };
    for (Index j = 0; j < from_.industries.size(); ++j) {
      const Industry& industry = from_.industries[j];
      const Index region = region_[industry.region];
      const auto way = way_of(j);
      follows_.push_back(way.has_value());
      Parts parts;
      if (!way) parts.push_back({put(region, true, industry.code, industry.name), 1.0});
      for (const Part& good : way.value_or(Parts{})) {
        // An industry that keeps its good's code keeps its name too.
        const std::string& code = to_.goods.code(good.target);
        const std::string& name =
            code == industry.code ? industry.name : to_.goods.title(good.target);
        parts.push_back({put(region, false, code, name), good.weight});
      }
      user_.push_back(std::move(parts));
    }
  }

  void place_final_uses() {
    std::map<std::tuple<Index, FinalUseKind, std::string>, Index> place;
    for (const FinalUse& use : from_.final_uses) {
      const Index region = region_[use.region];
      const auto [found, fresh] =
          place.try_emplace({region, use.kind, use.code}, to_.final_uses.size());
      if (fresh) to_.final_uses.push_back({region, use.kind, use.code, use.name});
      user_.push_back({{to_.user_of_final_use(found->second), 1.0}});
    }
  }

  std::optional<Error> place_suppliers() {
    to_.supplier.assign(to_.regions.size(), std::vector<Index>(to_.goods.size(), Economy::k_none));
    for (Index r = 0; r < from_.regions.size(); ++r) {
      for (Index g = 0; g < good_.size(); ++g) {
        const Index maker = from_.supplier[r][g];
        if (maker == Economy::k_none) continue;
        for (Index p = 0; p < good_[g].size(); ++p) {
          const Index industry = user_[maker][follows_[maker] ? p : 0].target;
          Index& supplier = to_.supplier[region_[r]][good_[g][p].target];
          if (supplier == Economy::k_none) supplier = industry;
          if (supplier != industry) return two_suppliers(r, good_[g][p].target, supplier, industry);
        }
      }
    }
    return std::nullopt;
  }

  Error two_suppliers(Index r, Index good, Index first, Index second) const {
    return {ErrorCode::bad_value,
            fmt::format("would come from two industries, {} and {}", to_.industries[first].code,
                        to_.industries[second].code),
            fmt::format("good {} of {}", to_.goods.code(good), to_.regions.code(region_[r])),
            "an industry that makes several goods is kept whole: join all its goods, or keep its "
            "region apart",
            ""};
  }

  void add_flows() {
    to_.use.assign(to_.regions.size(), Matrix(to_.goods.size(), to_.users()));
    for (Index r = 0; r < from_.regions.size(); ++r) {
      Matrix& use = to_.use[region_[r]];
      for (Index g = 0; g < good_.size(); ++g) {
        for (Index u = 0; u < from_.users(); ++u) {
          const double flow = from_.use[r](g, u);
          if (flow == 0.0) continue;
          for (const Part& good : good_[g]) {
            for (const Part& user : user_[u]) {
              use(good.target, user.target) += good.weight * user.weight * flow;
            }
          }
        }
      }
    }
    to_.value_added = Matrix(k_value_added_rows, to_.industries.size());
    for (Index v = 0; v < k_value_added_rows; ++v) {
      for (Index j = 0; j < from_.industries.size(); ++j) {
        for (const Part& user : user_[j]) {
          to_.value_added(v, user.target) += user.weight * from_.value_added(v, j);
        }
      }
    }
  }

  /// Adds columns [first, first + numbers.cols()) of the old users to those of the new ones.
  Matrix joined(const Matrix& numbers, Index first, Index new_first, Index new_cols) const {
    Matrix sums(numbers.rows(), new_cols);
    for (Index k = 0; k < numbers.rows(); ++k) {
      const auto from = numbers.row(k);
      const auto to = sums.row(k);
      for (Index j = 0; j < from.size(); ++j) {
        for (const Part& user : user_[first + j]) {
          to[user.target - new_first] += user.weight * from[j];
        }
      }
    }
    return sums;
  }

  void add_satellites() {
    for (const SatelliteAccount& account : from_.satellites) {
      SatelliteAccount& to = to_.satellites.emplace_back();
      to.name = account.name;
      to.rows = account.rows;
      to.by_industry = joined(account.by_industry, 0, 0, to_.industries.size());
      if (account.by_final_use.empty()) continue;
      to.by_final_use = joined(account.by_final_use, from_.industries.size(), to_.industries.size(),
                               to_.final_uses.size());
    }
  }

  const Economy& from_;
  const Concordance& regions_;
  const Concordance& goods_;
  Economy to_;
  std::vector<Index> region_;  ///< old region -> new region
  std::vector<Parts> good_;    ///< old good -> new goods
  std::vector<Parts> user_;    ///< old user -> new users; an industry's parts as those of its goods
  std::vector<bool> follows_;  ///< industry goes with its goods
};

}  // namespace

Result<Economy> aggregate(const Economy& economy, const Concordance& regions,
                          const Concordance& goods) {
  return Aggregation(economy, regions, goods).run();
}

}  // namespace domar::accounts
