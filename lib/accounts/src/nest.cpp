#include "domar/accounts/nest.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "domar/accounts/split.hpp"
#include "domar/accounts/totals.hpp"

namespace domar::accounts {

namespace {

constexpr Index k_none = Economy::k_none;
// What the national table does not know of may still be a little: a prior of 0 would forbid it.
constexpr double k_least_prior = 1e-7;

/// The national table's side: its sectors, and which good of the world each belongs to.
struct Detail {
  const Economy& national;
  const Concordance& sectors;
  std::vector<Index> goods;         ///< national goods that the country makes
  std::vector<std::string> parent;  ///< by position in `goods`: code of the world's good
  Vector outputs;                   ///< by industry
  Vector sales;                     ///< by industry

  [[nodiscard]] Index industry(Index k) const { return national.supplier[0][goods[k]]; }
  [[nodiscard]] const std::string& code(Index k) const { return national.goods.code(goods[k]); }
};

Result<Detail> match(const Economy& national, const Concordance& sectors) {
  Detail detail{national, sectors, {}, {}, gross_outputs(national), industry_sales(national)};
  std::string missing;
  std::string divided;
  for (Index g = 0; g < national.goods.size(); ++g) {
    if (national.supplier[0][g] == k_none) continue;
    const std::string& code = national.goods.code(g);
    const auto source = sectors.sources().find(code);
    if (!source) {
      missing += (missing.empty() ? "" : ", ") + code;
      continue;
    }
    const auto parts = sectors.parts(*source);
    if (parts.size() != 1) {
      divided += (divided.empty() ? "" : ", ") + code;
      continue;
    }
    detail.goods.push_back(g);
    detail.parent.push_back(sectors.targets().code(parts[0].target));
  }
  if (!missing.empty()) {
    return Error{ErrorCode::shape_mismatch, "no line in the concordance for " + missing,
                 national.name, "every sector that the country has needs one", ""};
  }
  if (!divided.empty()) {
    return Error{ErrorCode::bad_value, "sectors that the concordance divides: " + divided,
                 national.name, "give each the world industry that has most of it", ""};
  }
  return detail;
}

/// Sectors by world good, in the world's order; refuses what the world does not make.
Result<std::vector<std::pair<std::string, std::vector<Index>>>> families(const Economy& world,
                                                                         Index region,
                                                                         const Detail& detail) {
  std::map<std::string, std::vector<Index>> by_parent;
  for (Index k = 0; k < detail.goods.size(); ++k) by_parent[detail.parent[k]].push_back(k);
  std::vector<std::pair<std::string, std::vector<Index>>> families;
  std::string unknown;
  std::string idle;
  for (Index g = 0; g < world.goods.size(); ++g) {
    const auto found = by_parent.find(world.goods.code(g));
    if (found == by_parent.end()) continue;
    const Index industry = world.supplier[region][g];
    if (industry == k_none || world.gross_output(industry) <= 0.0) {
      for (const Index k : found->second) {
        if (detail.outputs[detail.industry(k)] > 0.0) {
          idle += fmt::format("{}{} ({})", idle.empty() ? "" : ", ", detail.code(k), found->first);
        }
      }
    } else if (found->second.size() > 1) {
      families.push_back(*found);
    }
    by_parent.erase(found);
  }
  for (const auto& [code, members] : by_parent) unknown += (unknown.empty() ? "" : ", ") + code;
  if (!unknown.empty()) {
    return Error{ErrorCode::shape_mismatch, "the world table has no good " + unknown, world.name,
                 "is the concordance made for this classification?", ""};
  }
  if (!idle.empty()) {
    return Error{ErrorCode::bad_value,
                 fmt::format("{} makes nothing there, but the national table does: {}",
                             world.regions.title(region), idle),
                 world.name, "send these sectors to a neighbouring industry that has output", ""};
  }
  return families;
}

/// Makes the request that splits one world industry into its national sectors.
class Family {
 public:
  Family(const Economy& world, Index region, Index good, const Detail& detail,
         const std::vector<Index>& members)
      : world_(world), detail_(detail), members_(members) {
    request_.region = region;
    request_.good = good;
  }

  SplitRequest request() {
    double output = 0.0;
    double imports = 0.0;
    for (const Index k : members_) {
      output += std::max(detail_.outputs[detail_.industry(k)], 0.0);
      imports += imported(k);
    }
    for (const Index k : members_) {
      const double share = detail_.outputs[detail_.industry(k)] / output;
      if (share <= 0.0) continue;  // makes nothing: it stays in its family
      SplitPiece piece;
      piece.code = detail_.code(k);
      piece.name = detail_.national.goods.title(detail_.goods[k]);
      piece.output_share = share;
      if (imports > 0.0) piece.import_share = std::max(imported(k) / imports, k_least_prior);
      set_recipe(k, piece);
      set_sales(k, piece);
      request_.pieces.push_back(std::move(piece));
    }
    return request_;
  }

 private:
  [[nodiscard]] double imported(Index k) const {
    const Economy& n = detail_.national;
    double sum = 0.0;
    for (Index r = 1; r < n.regions.size(); ++r) {
      for (Index u = 0; u < n.users(); ++u) {
        if (n.region_of_user(u) == 0) sum += std::max(n.use[r](detail_.goods[k], u), 0.0);
      }
    }
    return sum;
  }

  /// The good of the evolving world under which a national good goes now.
  [[nodiscard]] Index good_of(Index k) const {
    if (const auto split = world_.goods.find(detail_.code(k))) return *split;
    const auto whole = world_.goods.find(detail_.parent[k]);
    return whole ? *whole : k_none;
  }

  void set_recipe(Index k, SplitPiece& piece) const {
    const Economy& n = detail_.national;
    const Index j = detail_.industry(k);
    const double output = detail_.outputs[j];
    for (Index other = 0; other < detail_.goods.size(); ++other) {
      double paid = 0.0;
      for (const Matrix& origin : n.use) paid += origin(detail_.goods[other], j);
      const Index good = good_of(other);
      if (good != k_none) piece.inputs[good] += std::max(paid, 0.0) / output;
    }
    for (auto& [good, prior] : piece.inputs) prior = std::max(prior, k_least_prior);
    for (Index v = 0; v < k_value_added_rows; ++v) {
      const double share = n.value_added(v, j) / output;
      if (share > 0.0) piece.value_added[v] = share;
    }
  }

  void set_sales(Index k, SplitPiece& piece) const {
    const Economy& n = detail_.national;
    const double sales = detail_.sales[detail_.industry(k)];
    if (sales <= 0.0) return;
    const auto row = n.use[0].row(detail_.goods[k]);
    for (Index other = 0; other < detail_.goods.size(); ++other) {
      const Index user = user_of(other);
      if (user != k_none) piece.sales[user] += std::max(row[detail_.industry(other)], 0.0) / sales;
    }
    for (const FinalUseKind kind :
         {FinalUseKind::household, FinalUseKind::government, FinalUseKind::fixed_investment}) {
      double sold = 0.0;
      for (Index f = 0; f < n.final_uses.size(); ++f) {
        if (n.final_uses[f].region == 0 && n.final_uses[f].kind == kind) {
          sold += row[n.user_of_final_use(f)];
        }
      }
      spread(std::max(sold, 0.0) / sales, piece, [&](Index u) { return is_final(u, kind); });
    }
    double exported = 0.0;
    for (Index u = 0; u < n.users(); ++u) {
      if (n.region_of_user(u) != 0) exported += row[u];
    }
    spread(std::max(exported, 0.0) / sales, piece,
           [&](Index u) { return world_.region_of_user(u) != request_.region; });
    for (auto& [user, prior] : piece.sales) prior = std::max(prior, k_least_prior);
  }

  /// The industry of the evolving world that uses what a national sector uses.
  [[nodiscard]] Index user_of(Index k) const {
    const Index good = good_of(k);
    return good == k_none ? k_none : world_.supplier[request_.region][good];
  }

  [[nodiscard]] bool is_final(Index user, FinalUseKind kind) const {
    if (user < world_.industries.size()) return false;
    const FinalUse& use = world_.final_uses[user - world_.industries.size()];
    return use.region == request_.region && use.kind == kind;
  }

  /// Shares a prior among the parent's own buyers of one kind, as they buy from the parent.
  template <class Wanted>
  void spread(double prior, SplitPiece& piece, Wanted wanted) const {
    const auto row = world_.use[request_.region].row(request_.good);
    double sum = 0.0;
    for (Index u = 0; u < row.size(); ++u) {
      if (wanted(u) && row[u] > 0.0) sum += row[u];
    }
    if (sum <= 0.0) return;
    for (Index u = 0; u < row.size(); ++u) {
      if (wanted(u) && row[u] > 0.0) piece.sales[u] += prior * row[u] / sum;
    }
  }

  const Economy& world_;
  const Detail& detail_;
  const std::vector<Index>& members_;
  SplitRequest request_;
};

}  // namespace

Result<Nested> nest(const Economy& world, const std::string& region, const Economy& national,
                    const Concordance& sectors) {
  for (const Economy* economy : {&world, &national}) {
    if (auto status = economy->check_shapes(); !status.ok()) return status.error();
  }
  const auto home = world.regions.require(region, "region");
  if (!home.ok()) return home.error();
  const auto detail = match(national, sectors);
  if (!detail.ok()) return detail.error();
  const auto split_up = families(world, *home, *detail);
  if (!split_up.ok()) return split_up.error();

  Nested nested{world, Concordance::identity(world.goods), 0.0, 0.0};
  double asked = 0.0;
  double missed = 0.0;
  for (const auto& [parent, members] : *split_up) {
    const Index good = *nested.economy.goods.find(parent);
    const auto request = Family(nested.economy, *home, good, *detail, members).request();
    auto divided = split(nested.economy, request);
    if (!divided.ok()) {
      Error error = divided.error();
      error.where = parent + (error.where.empty() ? "" : ": " + error.where);
      return error;
    }
    auto back = divided->back.then(nested.back);
    if (!back.ok()) return back.error();
    nested.back = std::move(back.value());
    nested.largest_gap = std::max(nested.largest_gap, divided->largest_gap);
    for (const auto& prior : divided->priors) {
      asked += std::abs(prior.asked);
      missed += std::abs(prior.got - prior.asked);
    }
    nested.economy = std::move(divided->economy);
  }
  nested.priors_met = asked > 0.0 ? 1.0 - missed / asked : 1.0;
  nested.economy.name = fmt::format("{} with {}", world.name, national.name);
  nested.economy.notes.push_back(
      fmt::format("{} in the detail of {} ({}, {} prices): its structure, and the totals of {} "
                  "({}, {} prices); "
                  "{:.1f} % of what it says of inputs and sales fits",
                  world.regions.title(*home), national.name, national.year, national.price_basis,
                  world.name, world.year, world.price_basis, 100.0 * nested.priors_met));
  return nested;
}

}  // namespace domar::accounts
