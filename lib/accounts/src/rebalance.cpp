#include "domar/accounts/rebalance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "domar/accounts/cross_entropy.hpp"
#include "domar/accounts/gras.hpp"
#include "domar/accounts/totals.hpp"
#include "domar/base/text.hpp"
#include "places.hpp"

namespace domar::accounts {

namespace {

struct KindName {
  TargetKind kind;
  const char* name;
};
constexpr std::array<KindName, 9> k_kinds{{{TargetKind::output, "output"},
                                           {TargetKind::value_added, "value_added"},
                                           {TargetKind::labour, "labour"},
                                           {TargetKind::production_taxes, "production_taxes"},
                                           {TargetKind::depreciation, "depreciation"},
                                           {TargetKind::operating_surplus, "operating_surplus"},
                                           {TargetKind::final_use, "final_use"},
                                           {TargetKind::exports, "exports"},
                                           {TargetKind::imports, "imports"}}};

/// Where a target's cells are: indices into the economy.
struct Place {
  TargetKind kind = TargetKind::output;
  Index region = 0;
  Index item = Economy::k_none;  ///< industry, final use or good; k_none: all of the region
  double value = 0.0;
  double reliability = 1.0;
  std::string name;
};

Error at(const Target& target, Error error) {
  if (!target.where.empty()) error.where = target.where;
  return error;
}

bool is_value_added(TargetKind kind) {
  return kind == TargetKind::value_added || kind == TargetKind::labour ||
         kind == TargetKind::production_taxes || kind == TargetKind::depreciation ||
         kind == TargetKind::operating_surplus;
}

/// Index of the region's industry or final use of a code or name.
template <class Items>
Result<Index> find_item(const Items& items, Index region, const std::string& code,
                        const char* what) {
  std::vector<std::string> names;
  std::vector<Index> positions;
  for (Index k = 0; k < items.size(); ++k) {
    if (items[k].region != region) continue;
    if (items[k].code == code || lower_case(items[k].name) == lower_case(code)) return k;
    names.push_back(items[k].code + " " + items[k].name);
    positions.push_back(k);
  }
  const std::string hint = names.empty()
                               ? "the region has none"
                               : fmt::format("did you mean {}?", names[nearest_name(code, names)]);
  return Error{ErrorCode::not_found, fmt::format("no {} '{}' in this region", what, code), "", hint,
               ""};
}

Result<Index> find_code(const Economy& economy, const Target& target, Index region) {
  if (target.kind == TargetKind::exports || target.kind == TargetKind::imports) {
    return economy.goods.require(target.code, "good");
  }
  if (target.kind == TargetKind::final_use) {
    return find_item(economy.final_uses, region, target.code, "final use");
  }
  return find_item(economy.industries, region, target.code, "industry");
}

Result<Place> locate(const Economy& economy, const Target& target) {
  const auto region = economy.regions.require(target.region, "region");
  if (!region.ok()) return at(target, region.error());
  Place place{target.kind,
              *region,
              Economy::k_none,
              target.value,
              target.reliability,
              fmt::format("{} of {}{}{}", name_of(target.kind), economy.regions.code(*region),
                          target.code.empty() ? "" : ":", target.code)};
  if (!std::isfinite(target.value)) {
    return at(target, {ErrorCode::bad_value, place.name + " is not finite", "", "", ""});
  }
  if (!(target.reliability > 0.0 && target.reliability <= 1.0)) {
    return at(target,
              {ErrorCode::bad_value,
               fmt::format("{}: reliability {} is outside (0, 1]", place.name, target.reliability),
               "", "1 is exact, 0.5 as credible as a single cell", ""});
  }
  const bool whole_region =
      target.kind != TargetKind::output && target.kind != TargetKind::final_use;
  if (target.code.empty() && whole_region) return place;
  const auto item = find_code(economy, target, *region);
  if (!item.ok()) return at(target, item.error());
  place.item = *item;
  return place;
}

Result<std::vector<Place>> locate_all(const Economy& economy, const std::vector<Target>& targets) {
  std::vector<Place> places;
  std::set<std::tuple<TargetKind, Index, Index>> seen;
  for (const Target& target : targets) {
    auto place = locate(economy, target);
    if (!place.ok()) return place.error();
    if (!seen.insert({place->kind, place->region, place->item}).second) {
      return at(target, {ErrorCode::bad_value, place->name + " stands twice", "",
                         "keep one of the totals", ""});
    }
    places.push_back(std::move(place.value()));
  }
  return places;
}

/// The cells of an economy in one list: flows that are not zero, then value added.
class Cells {
 public:
  explicit Cells(const Economy& economy) : economy_(economy) {
    for (Index r = 0; r < economy.regions.size(); ++r) {
      for (Index i = 0; i < economy.goods.size(); ++i) {
        const auto row = economy.use[r].row(i);
        for (Index u = 0; u < row.size(); ++u) {
          if (row[u] != 0.0) flows_.push_back({r, i, u});
        }
      }
    }
    for (Index v = 0; v < k_value_added_rows; ++v) {
      for (Index j = 0; j < economy.industries.size(); ++j) {
        if (economy.value_added(v, j) != 0.0) incomes_.push_back({v, j});
      }
    }
  }

  /// The numbers that `economy`, which has the same shape, has in these cells.
  [[nodiscard]] Vector values(const Economy& economy) const {
    Vector values;
    values.reserve(flows_.size() + incomes_.size());
    for (const Flow& f : flows_) values.push_back(economy.use[f.region](f.good, f.user));
    for (const Income& v : incomes_) values.push_back(economy.value_added(v.row, v.industry));
    return values;
  }

  void put_into(Economy& economy, const Vector& values) const {
    Index cell = 0;
    for (const Flow& f : flows_) economy.use[f.region](f.good, f.user) = values[cell++];
    for (const Income& v : incomes_) economy.value_added(v.row, v.industry) = values[cell++];
  }

  [[nodiscard]] std::string name(Index cell) const {
    if (cell < flows_.size()) {
      const Flow& f = flows_[cell];
      return fmt::format("{} to {}", variety_place(economy_, f.region, f.good),
                         user_place(economy_, f.user));
    }
    const Income& v = incomes_[cell - flows_.size()];
    constexpr std::array<const char*, 4> k_rows{"labour", "production taxes", "depreciation",
                                                "operating surplus"};
    return fmt::format("{} of {}", k_rows[v.row], industry_place(economy_, v.industry));
  }

  /// sales - inputs - value added = 0 for every industry that has any.
  [[nodiscard]] std::vector<LinearConstraint> balances() const {
    std::vector<LinearConstraint> balances(economy_.industries.size());
    for (Index j = 0; j < balances.size(); ++j) {
      balances[j].name = "balance of " + industry_place(economy_, j);
    }
    Index cell = 0;
    for (const Flow& f : flows_) {
      const Index seller = economy_.supplier[f.region][f.good];
      const Index buyer = f.user < balances.size() ? f.user : Economy::k_none;
      if (seller != buyer) {  // an industry's sales to itself count on both sides
        if (seller != Economy::k_none) balances[seller].terms.push_back({cell, 1.0});
        if (buyer != Economy::k_none) balances[buyer].terms.push_back({cell, -1.0});
      }
      ++cell;
    }
    for (const Income& v : incomes_) balances[v.industry].terms.push_back({cell++, -1.0});
    std::erase_if(balances, [](const LinearConstraint& c) { return c.terms.empty(); });
    return balances;
  }

  [[nodiscard]] LinearConstraint constraint(const Place& place) const {
    LinearConstraint constraint;
    constraint.name = place.name;
    constraint.value = place.value;
    constraint.slack = std::abs(place.value) * (1.0 / place.reliability - 1.0);
    Index cell = 0;
    for (const Flow& f : flows_) {
      if (counts(place, f)) constraint.terms.push_back({cell, 1.0});
      ++cell;
    }
    for (const Income& v : incomes_) {
      if (counts(place, v)) constraint.terms.push_back({cell, 1.0});
      ++cell;
    }
    return constraint;
  }

 private:
  struct Flow {
    Index region = 0;
    Index good = 0;
    Index user = 0;
  };
  struct Income {
    Index row = 0;
    Index industry = 0;
  };

  [[nodiscard]] bool counts(const Place& place, const Flow& f) const {
    const Index buyer_region = economy_.region_of_user(f.user);
    switch (place.kind) {
      case TargetKind::output:
        return f.user == place.item;
      case TargetKind::final_use:
        return f.user == economy_.user_of_final_use(place.item);
      case TargetKind::exports:
        return f.region == place.region && buyer_region != place.region &&
               (place.item == Economy::k_none || f.good == place.item);
      case TargetKind::imports:
        return f.region != place.region && buyer_region == place.region &&
               (place.item == Economy::k_none || f.good == place.item);
      default:
        return false;
    }
  }

  [[nodiscard]] bool counts(const Place& place, const Income& v) const {
    if (place.kind == TargetKind::output) return v.industry == place.item;
    if (!is_value_added(place.kind)) return false;
    const bool row =
        place.kind == TargetKind::value_added ||
        static_cast<Index>(place.kind) - static_cast<Index>(TargetKind::labour) == v.row;
    const bool industry = place.item == Economy::k_none
                              ? economy_.industries[v.industry].region == place.region
                              : v.industry == place.item;
    return row && industry;
  }

  const Economy& economy_;
  std::vector<Flow> flows_;
  std::vector<Income> incomes_;
};

/// Largest moves, and the sum of all.
void report_changes(const Cells& cells, const Vector& before, const Vector& after, Index most,
                    Rebalanced& out) {
  std::vector<Index> order(before.size());
  for (Index c = 0; c < order.size(); ++c) {
    order[c] = c;
    out.moved += std::abs(after[c] - before[c]);
  }
  const Index shown = std::min<Index>(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](Index a, Index b) {
                      const double x = std::abs(after[a] - before[a]);
                      const double y = std::abs(after[b] - before[b]);
                      return x != y ? x > y : a < b;
                    });
  for (Index k = 0; k < shown; ++k) {
    const Index c = order[k];
    if (after[c] == before[c]) break;
    out.changes.push_back({cells.name(c), before[c], after[c]});
  }
}

Result<Rebalanced> by_cross_entropy(const Economy& economy, const std::vector<Place>& places,
                                    const RebalanceOptions& options) {
  const Cells cells(economy);
  std::vector<LinearConstraint> constraints = cells.balances();
  for (const Place& place : places) {
    constraints.push_back(cells.constraint(place));
    if (constraints.back().terms.empty() && place.value != 0.0) {
      return Error{
          ErrorCode::bad_value,
          fmt::format("{} is to be {:.6g}, but all its cells are zero", place.name, place.value),
          place.name, "zeros stay zero: put a small number into the cell that has to grow", ""};
    }
  }
  const Vector before = cells.values(economy);
  auto report = minimise_cross_entropy(before, constraints);
  if (!report.ok()) return report.error();
  if (!report->converged) {
    return Error{ErrorCode::no_convergence,
                 fmt::format("no balance within {} rounds; furthest off is {} ({:.3g} of its size)",
                             report->rounds, report->worst, report->largest_gap),
                 report->worst,
                 "the total can perhaps only be met with some cells at zero: give it a reliability "
                 "below 1",
                 ""};
  }
  Rebalanced out{economy, {}, report->largest_gap, report->rounds, 0.0};
  cells.put_into(out.economy, report->cells);
  report_changes(cells, before, report->cells, options.changes, out);
  return out;
}

/// Row and column totals for GRAS: rows are varieties, columns are users.
struct Margins {
  std::vector<std::pair<Index, Index>> rows;  ///< region, good
  Vector row_totals;
  Vector col_totals;
  Vector value_added;  ///< by industry
};

Result<Margins> margins_of(const Economy& economy, const std::vector<Place>& places) {
  Vector outputs = gross_outputs(economy);
  const Vector old_outputs = outputs;
  Vector value_added(outputs.size());
  for (Index j = 0; j < outputs.size(); ++j) value_added[j] = economy.value_added_of(j);
  Vector spending = spending_by_user(economy);
  std::vector<bool> income_given(outputs.size(), false);
  for (const Place& place : places) {
    const bool one_industry = place.item != Economy::k_none;
    if (place.kind == TargetKind::output) {
      outputs[place.item] = place.value;
    } else if (place.kind == TargetKind::final_use) {
      spending[economy.user_of_final_use(place.item)] = place.value;
    } else if (place.kind == TargetKind::value_added && one_industry) {
      value_added[place.item] = place.value;
      income_given[place.item] = true;
    } else {
      return Error{ErrorCode::bad_value, "gras cannot take " + place.name, place.name,
                   "it takes outputs, final uses and value added by industry; cross-entropy takes "
                   "all",
                   ""};
    }
  }
  Margins margins;
  margins.col_totals = spending;
  for (Index j = 0; j < outputs.size(); ++j) {
    const double growth = old_outputs[j] != 0.0 ? outputs[j] / old_outputs[j] : 1.0;
    if (!income_given[j]) value_added[j] *= growth;
    margins.col_totals[j] = outputs[j] - value_added[j];
  }
  // An industry of several goods sells each in the proportions of before.
  const Vector sales = industry_sales(economy);
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      const Index j = economy.supplier[r][i];
      if (j == Economy::k_none) continue;
      margins.rows.push_back({r, i});
      const double share = sales[j] != 0.0 ? economy.use[r].row_sum(i) / sales[j] : 0.0;
      margins.row_totals.push_back(share * outputs[j]);
    }
  }
  margins.value_added = std::move(value_added);
  return margins;
}

Result<Rebalanced> by_gras(const Economy& economy, const std::vector<Place>& places,
                           const RebalanceOptions& options) {
  const auto margins = margins_of(economy, places);
  if (!margins.ok()) return margins.error();
  Matrix start(margins->rows.size(), economy.users());
  for (Index k = 0; k < start.rows(); ++k) {
    const auto [r, i] = margins->rows[k];
    std::copy(economy.use[r].row(i).begin(), economy.use[r].row(i).end(), start.row(k).begin());
  }
  const auto report = gras(start, margins->row_totals, margins->col_totals);
  if (!report.ok()) return report.error();
  if (!report->converged) {
    return Error{ErrorCode::no_convergence,
                 fmt::format("gras is off by {:.3g} of the total after {} rounds",
                             report->largest_gap, report->rounds),
                 economy.name, "the totals may need cells to vanish: try cross-entropy", ""};
  }
  const Cells cells(economy);
  Rebalanced out{economy, {}, report->largest_gap, report->rounds, 0.0};
  for (Index k = 0; k < start.rows(); ++k) {
    const auto [r, i] = margins->rows[k];
    std::copy(report->table.row(k).begin(), report->table.row(k).end(),
              out.economy.use[r].row(i).begin());
  }
  for (Index j = 0; j < economy.industries.size(); ++j) {
    const double old = economy.value_added_of(j);
    for (Index v = 0; v < k_value_added_rows; ++v) {
      double& value = out.economy.value_added(v, j);
      value = old != 0.0 ? value * margins->value_added[j] / old
                         : (v == operating_surplus ? margins->value_added[j] : value);
    }
  }
  report_changes(cells, cells.values(economy), cells.values(out.economy), options.changes, out);
  return out;
}

void scale(Economy& economy, double factor) {
  for (Matrix& origin : economy.use) {
    for (Index i = 0; i < origin.rows(); ++i) {
      for (double& value : origin.row(i)) value *= factor;
    }
  }
  for (Index v = 0; v < k_value_added_rows; ++v) {
    for (double& value : economy.value_added.row(v)) value *= factor;
  }
}

/// What an economy has now where a target says what it will be.
double present(const Economy& economy, const Place& place) {
  switch (place.kind) {
    case TargetKind::output:
      return economy.gross_output(place.item);
    case TargetKind::value_added:
      return place.item == Economy::k_none ? economy.gdp(place.region)
                                           : economy.value_added_of(place.item);
    case TargetKind::final_use: {
      double sum = 0.0;
      for (const Matrix& origin : economy.use) {
        sum += origin.col_sum(economy.user_of_final_use(place.item));
      }
      return sum;
    }
    default:
      return 0.0;
  }
}

/// Economy and places were checked: balancing changes no shape.
Result<Rebalanced> balanced(const Economy& economy, const std::vector<Place>& places,
                            const RebalanceOptions& options) {
  const bool gras = options.method == BalanceMethod::gras;
  auto out = gras ? by_gras(economy, places, options) : by_cross_entropy(economy, places, options);
  if (!out.ok()) return out;
  out->economy.notes.push_back(fmt::format("balanced by {} to {} totals: {:.6g} {} moved in all",
                                           gras ? "gras" : "least cross-entropy", places.size(),
                                           out->moved, economy.unit));
  return out;
}

}  // namespace

const char* name_of(TargetKind kind) {
  for (const KindName& each : k_kinds) {
    if (each.kind == kind) return each.name;
  }
  return "";
}

Result<TargetKind> parse_target_kind(const std::string& name) {
  std::vector<std::string> names;
  for (const KindName& each : k_kinds) {
    if (name == each.name) return each.kind;
    names.emplace_back(each.name);
  }
  return Error{ErrorCode::not_found, fmt::format("'{}' is no kind of total", name), "",
               fmt::format("did you mean {}? Kinds: {}", names[nearest_name(name, names)],
                           fmt::join(names, ", ")),
               ""};
}

Result<Rebalanced> rebalance(const Economy& economy, const std::vector<Target>& targets,
                             const RebalanceOptions& options) {
  if (auto status = economy.check_shapes(); !status.ok()) return status.error();
  const auto places = locate_all(economy, targets);
  if (!places.ok()) return places.error();
  return balanced(economy, *places, options);
}

Result<Rebalanced> extend(const Economy& economy, int year, const std::vector<Target>& targets,
                          const RebalanceOptions& options) {
  if (auto status = economy.check_shapes(); !status.ok()) return status.error();
  const auto places = locate_all(economy, targets);
  if (!places.ok()) return places.error();
  for (const TargetKind kind :
       {TargetKind::value_added, TargetKind::output, TargetKind::final_use}) {
    double before = 0.0;
    double after = 0.0;
    for (const Place& place : *places) {
      if (place.kind != kind) continue;
      before += present(economy, place);
      after += place.value;
    }
    if (before <= 0.0 || after <= 0.0) continue;
    Economy later = economy;
    scale(later, after / before);
    later.year = year;
    later.notes.push_back(fmt::format(
        "{} of {} carried to {}: all flows times {:.6g}, then balanced to {} known totals",
        economy.name, economy.year, year, after / before, targets.size()));
    if (!later.satellites.empty()) {
      later.satellites.clear();
      later.notes.push_back(
          fmt::format("satellite accounts are left out: they are of {}", economy.year));
    }
    return balanced(later, *places, options);
  }
  return Error{ErrorCode::bad_value, "no total says how large the economy is", economy.name,
               "give value added, output or final uses of the year", ""};
}

}  // namespace domar::accounts
