#include "domar/readers/world/world_table.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/text.hpp"
#include "world/satellites.hpp"

namespace domar::readers::world {

namespace {

using accounts::Economy;
using accounts::FinalUseKind;
using accounts::ValueAdded;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

/// At most twenty names; how many more there are.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t k_shown = 20;
  const std::size_t shown = std::min(names.size(), k_shown);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::string shown(const Account& account) {
  return account.region.empty() ? account.code : account.region + " " + account.code;
}

std::string key(const Account& account) { return account.region + '\n' + account.code; }

bool is_export(std::string_view name) {
  const std::string lower = lower_case(name);
  return lower.starts_with("export") || is_one_of(lower, {"expo", "ex"});
}

/// Where each label of a block goes: `target` numbers the places, k_left_out those without one.
class Places {
 public:
  explicit Places(std::vector<Account> places) : places_(std::move(places)) {
    for (Index i = 0; i < places_.size(); ++i) index_.emplace(key(places_[i]), i);
  }
  [[nodiscard]] Index size() const { return places_.size(); }
  [[nodiscard]] const Account& operator[](Index i) const { return places_[i]; }
  [[nodiscard]] std::optional<Index> find(const Account& account) const {
    const auto found = index_.find(key(account));
    if (found == index_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::vector<Account> places_;
  std::unordered_map<std::string, Index> index_;
};

/// Reads one table.
class Builder {
 public:
  Builder(const WorldTable& table, const Repairs& repairs) : t_(table), repairs_(repairs) {}

  Result<Economy> build() {
    if (const Status status = check_blocks(); !status.ok()) return status.error();
    for (const auto step :
         {&Builder::label, &Builder::fill_use, &Builder::fill_output, &Builder::fill_income,
          &Builder::fill_satellites, &Builder::note_negative_final_use}) {
      if (const Status status = (this->*step)(); !status.ok()) return status.error();
    }
    if (const Status status = e_.check_shapes(); !status.ok()) return status.error();
    return std::move(e_);
  }

 private:
  [[nodiscard]] Error fail(ErrorCode code, const std::string& what,
                           const std::string& hint = "") const {
    return {code, what, t_.file, hint, ""};
  }

  /// The name of a region in the Economy.
  [[nodiscard]] std::string region_of(const std::string& name) const {
    const auto asked = repairs_.regions.find(name);
    if (asked != repairs_.regions.end()) return asked->second;
    if (name == "ROM") return "ROU";
    if (name == "RoW" || name == "Row" || name == "row") return "ROW";
    return name;
  }
  [[nodiscard]] Account renamed(const Account& account) const {
    return {region_of(account.region), account.code};
  }

  Status check_blocks() const {
    const auto fits = [](const Block& block) {
      if (block.late != nullptr) return block.values.empty();
      return block.values.rows() == block.rows.size() && block.values.cols() == block.cols.size();
    };
    const bool incomes_fit = t_.V.rows() == t_.incomes.size() &&
                             (t_.V.rows() == 0 || t_.V.cols() == t_.income_cols.size());
    if (!fits(t_.Z) || !fits(t_.F) || !incomes_fit || t_.output.size() != t_.output_of.size()) {
      return fail(ErrorCode::shape_mismatch, "a block has not one label for every row and column");
    }
    if (t_.Z.rows.empty()) return fail(ErrorCode::bad_input, "the table has no industries");
    if (t_.F.cols.empty()) return fail(ErrorCode::bad_input, "the table has no final uses");
    for (const Matrix* block : {&t_.Z.values, &t_.F.values, &t_.V}) {
      for (const double value : block->values()) {
        if (!std::isfinite(value)) {
          return fail(ErrorCode::bad_value, "a number of the table is not finite");
        }
      }
    }
    return Done{};
  }

  /// Labels as given that stand twice.
  static std::vector<std::string> doubled(const std::vector<Account>& labels) {
    std::set<std::string> seen;
    std::vector<std::string> twice;
    for (const Account& label : labels) {
      if (!seen.insert(key(label)).second) twice.push_back(shown(label));
    }
    return twice;
  }

  /// The place of every label. Every place is taken at least once, by different labels.
  Result<std::vector<Index>> match(const std::vector<Account>& labels, const Places& places,
                                   const std::string& what) const {
    std::vector<std::string> problems;
    if (const auto twice = doubled(labels); !twice.empty()) {
      problems.push_back("standing twice: " + listed(twice));
    }
    std::vector<Index> target;
    std::vector<std::string> first(places.size());
    std::vector<std::string> unknown;
    std::vector<std::string> clashing;
    std::vector<bool> taken(places.size(), false);
    for (const Account& label : labels) {
      const auto place = places.find(renamed(label));
      target.push_back(place.value_or(Economy::k_none));
      if (!place) {
        unknown.push_back(shown(label));
        continue;
      }
      const bool merge = repairs_.regions.contains(label.region) || first[*place].empty();
      const bool wanted = merge || repairs_.regions.contains(first[*place]) ||
                          first[*place] == label.region;  // the last is already in `doubled`
      if (taken[*place] && !wanted) clashing.push_back(shown(label));
      taken[*place] = true;
      first[*place] = label.region;
    }
    std::vector<std::string> missing;
    for (Index i = 0; i < places.size(); ++i) {
      if (!taken[i]) missing.push_back(shown(places[i]));
    }
    if (!unknown.empty()) problems.push_back("unknown: " + listed(unknown));
    if (!missing.empty()) problems.push_back("missing: " + listed(missing));
    if (!clashing.empty()) problems.push_back("two names of one region: " + listed(clashing));
    if (problems.empty()) return target;
    return fail(ErrorCode::bad_input,
                fmt::format("{} do not match the industries; {}", what, fmt::join(problems, "; ")),
                "rows and columns are matched by name; every region has every sector");
  }

  /// Regions, goods, industries, final uses.
  Status label() {
    if (const auto twice = doubled(t_.Z.rows); !twice.empty()) {
      return fail(ErrorCode::bad_input, "rows stand twice: " + listed(twice));
    }
    if (const auto twice = doubled(t_.F.cols); !twice.empty()) {
      return fail(ErrorCode::bad_input, "final uses stand twice: " + listed(twice));
    }
    std::vector<std::string> regions;
    std::vector<std::string> sectors;
    std::set<std::string> seen_regions;
    std::set<std::string> seen_sectors;
    for (const Account& row : t_.Z.rows) {
      const std::string region = region_of(row.region);
      if (seen_regions.insert(region).second) regions.push_back(region);
      if (seen_sectors.insert(row.code).second) sectors.push_back(row.code);
    }
    const auto titled = [](const std::vector<std::string>& codes,
                           const std::map<std::string, std::string>& titles) {
      std::vector<std::string> result;
      for (const std::string& code : codes) {
        const auto found = titles.find(code);
        result.push_back(found == titles.end() ? code : found->second);
      }
      return result;
    };
    std::vector<std::string> region_titles = titled(regions, t_.region_titles);
    std::vector<std::string> sector_titles = titled(sectors, t_.sector_titles);
    auto region_labels = Labels::make(regions, std::move(region_titles));
    if (!region_labels.ok()) return region_labels.error();
    auto good_labels = Labels::make(sectors, std::move(sector_titles));
    if (!good_labels.ok()) return good_labels.error();
    e_.regions = std::move(region_labels).value();
    e_.goods = std::move(good_labels).value();
    note_renamed();

    e_.name = t_.name;
    e_.year = t_.year;
    e_.unit = t_.unit;
    e_.price_basis = t_.price_basis;
    e_.source = t_.source;
    e_.terms = t_.terms;
    e_.notes.insert(e_.notes.begin(), t_.notes.begin(), t_.notes.end());
    place_industries();
    return label_final_uses();
  }

  /// One industry for every region and good, or for those that have a row.
  void place_industries() {
    std::set<std::pair<std::string, std::string>> made;
    for (const Account& row : t_.Z.rows) made.emplace(region_of(row.region), row.code);
    std::vector<Account> places;
    e_.supplier.assign(e_.regions.size(), {});
    for (Index r = 0; r < e_.regions.size(); ++r) {
      for (Index i = 0; i < e_.goods.size(); ++i) {
        const std::string& region = e_.regions.code(r);
        const std::string& sector = e_.goods.code(i);
        if (t_.incomplete_regions && !made.contains({region, sector})) {
          e_.supplier[r].push_back(Economy::k_none);
          continue;
        }
        e_.supplier[r].push_back(e_.industries.size());
        e_.industries.push_back({r, sector, e_.goods.title(i)});
        good_of_.push_back(i);
        places.push_back({region, sector});
      }
    }
    industries_ = Places(std::move(places));
  }

  void note_renamed() {
    std::set<std::string> pairs;
    for (const Account& row : t_.Z.rows) {
      const std::string region = region_of(row.region);
      if (region != row.region) pairs.insert(row.region + " as " + region);
    }
    if (pairs.empty()) return;
    e_.notes.push_back(fmt::format("regions renamed or merged: {}", fmt::join(pairs, ", ")));
  }

  Status label_final_uses() {
    std::vector<std::string> unknown;
    std::vector<std::string> elsewhere;
    std::vector<Account> places;
    std::unordered_map<std::string, Index> place_of;
    std::vector<Index> buyers(e_.regions.size(), 0);
    std::vector<std::string> empty_exports;
    for (Index f = 0; f < t_.F.cols.size(); ++f) {
      const Account account = renamed(t_.F.cols[f]);
      const auto region = e_.regions.find(account.region);
      const auto kind = final_use_kind(account.code);
      final_place_.push_back(Economy::k_none);
      if (!region) {
        elsewhere.push_back(shown(t_.F.cols[f]));
        continue;
      }
      if (is_export(account.code)) {
        for (Index i = 0; i < t_.F.values.rows(); ++i) {
          if (t_.F.values(i, f) == 0.0) continue;
          return fail(ErrorCode::bad_value,
                      fmt::format("exports {} hold {:.6g}, but a world table has no one outside to "
                                  "export to",
                                  shown(t_.F.cols[f]), t_.F.values(i, f)),
                      "move the column to the region that buys, or add a rest of the world");
        }
        empty_exports.push_back(account.region);
        continue;
      }
      if (!kind) {
        unknown.push_back(shown(t_.F.cols[f]));
        continue;
      }
      const auto [found, added] = place_of.emplace(key(account), e_.final_uses.size());
      if (added) {
        e_.final_uses.push_back({*region, *kind, account.code, account.code});
        ++buyers[*region];
      }
      final_place_.back() = found->second;
    }
    std::vector<std::string> without;
    for (Index r = 0; r < buyers.size(); ++r) {
      if (buyers[r] == 0) without.push_back(e_.regions.code(r));
    }
    if (!unknown.empty()) {
      return fail(ErrorCode::bad_input, "unknown final uses: " + listed(unknown),
                  "known are households, NPISH, government, fixed capital formation, inventories");
    }
    if (!elsewhere.empty()) {
      return fail(ErrorCode::bad_input, "final uses of unknown regions: " + listed(elsewhere));
    }
    if (!without.empty()) {
      return fail(ErrorCode::bad_input, "regions without final uses: " + listed(without),
                  "plants of a country (CN1, CN2, MX1, MX2) have none: have them merged");
    }
    if (!empty_exports.empty()) {
      e_.notes.push_back("empty columns of exports were left out: " + listed(empty_exports));
    }
    return Done{};
  }

  [[nodiscard]] Index region_of_place(Index place) const { return e_.industries[place].region; }
  [[nodiscard]] Index good_of_place(Index place) const { return good_of_[place]; }

  Status fill_use() {
    const auto z_rows = match(t_.Z.rows, industries_, "rows of inputs");
    if (!z_rows.ok()) return z_rows.error();
    const auto z_cols = match(t_.Z.cols, industries_, "columns of inputs");
    if (!z_cols.ok()) return z_cols.error();
    const auto f_rows = match(t_.F.rows, industries_, "rows of final uses");
    if (!f_rows.ok()) return f_rows.error();

    e_.use.resize(e_.regions.size());
    tbb::parallel_for(Index{0}, e_.use.size(),
                      [&](Index r) { e_.use[r] = Matrix(e_.goods.size(), e_.users()); });
    if (const Status status = fill_inputs(*z_rows, *z_cols); !status.ok()) return status.error();
    for (Index i = 0; i < t_.F.rows.size(); ++i) {
      const Index place = (*f_rows)[i];
      const auto to = e_.use[region_of_place(place)].row(good_of_place(place));
      const auto from = t_.F.values.row(i);
      for (Index f = 0; f < from.size(); ++f) {
        if (final_place_[f] == Economy::k_none) continue;
        to[e_.user_of_final_use(final_place_[f])] += from[f];
      }
    }
    return Done{};
  }

  [[nodiscard]] double* row_of_place(Index place) {
    return e_.use[region_of_place(place)].row(good_of_place(place)).data();
  }

  static bool all_different(const std::vector<Index>& places) {
    return std::set<Index>(places.begin(), places.end()).size() == places.size();
  }

  /// The numbers of Z into `use`: late ones straight from their text, unless some are added up.
  Status fill_inputs(const std::vector<Index>& z_rows, const std::vector<Index>& z_cols) {
    const bool late = t_.Z.late != nullptr;
    if (late && all_different(z_rows) && all_different(z_cols)) {
      std::vector<double*> rows;
      for (const Index place : z_rows) rows.push_back(row_of_place(place));
      if (const Status read = t_.Z.late->read(rows, z_cols); !read.ok()) return read;
      return check_signs([&](Index i, Index j) { return rows[i][z_cols[j]]; });
    }
    Matrix read_now;
    if (late) {
      read_now = Matrix(z_rows.size(), z_cols.size());
      std::vector<double*> rows;
      for (Index i = 0; i < z_rows.size(); ++i) rows.push_back(read_now.row(i).data());
      std::vector<Index> in_order(z_cols.size());
      std::iota(in_order.begin(), in_order.end(), Index{0});
      if (const Status read = t_.Z.late->read(rows, in_order); !read.ok()) return read;
    }
    const Matrix& Z = late ? read_now : t_.Z.values;
    const Status signs = check_signs([&](Index i, Index j) { return Z(i, j); });
    if (!signs.ok()) return signs;
    for (Index i = 0; i < z_rows.size(); ++i) {
      double* const to = row_of_place(z_rows[i]);
      const auto from = Z.row(i);
      for (Index j = 0; j < from.size(); ++j) to[z_cols[j]] += from[j];
    }
    return Done{};
  }

  /// Inputs below zero; `input(i, j)` is number (i, j) of Z.
  template <class Input>
  Status check_signs(Input input) {
    double worst = 0.0;
    double total = 0.0;
    Index count = 0;
    std::string where;
    for (Index i = 0; i < t_.Z.rows.size(); ++i) {
      for (Index j = 0; j < t_.Z.cols.size(); ++j) {
        const double value = input(i, j);
        if (value >= 0.0) continue;
        ++count;
        total += value;
        if (value >= worst) continue;
        worst = value;
        where = shown(t_.Z.rows[i]) + " to " + shown(t_.Z.cols[j]);
      }
    }
    if (count == 0) return Done{};
    const std::string what =
        fmt::format("{} inputs are negative, {:.6g} in all; the worst is {}, {:.6g}", count, total,
                    where, worst);
    if (!repairs_.negative_inputs && !repairs_.keep_gaps) {
      return fail(ErrorCode::bad_value, what, "accept them explicitly if the source has them");
    }
    e_.notes.push_back(what + "; kept");
    return Done{};
  }

  [[nodiscard]] double sales_of(Index place) const {
    return e_.use[region_of_place(place)].row_sum(good_of_place(place));
  }

  [[nodiscard]] std::optional<Index> stocks_of(Index region) const {
    for (Index f = 0; f < e_.final_uses.size(); ++f) {
      const accounts::FinalUse& use = e_.final_uses[f];
      if (use.region == region && use.kind == FinalUseKind::stock_change) return f;
    }
    return std::nullopt;
  }

  /// Gaps by industry, closed if small: their sum of absolute values, and the worst.
  struct Gaps {
    double sum = 0.0;
    double net = 0.0;
    Index worst = 0;
  };
  [[nodiscard]] static Gaps size_of(const Vector& gaps) {
    Gaps size;
    for (Index i = 0; i < gaps.size(); ++i) {
      size.sum += std::abs(gaps[i]);
      size.net += gaps[i];
      if (std::abs(gaps[i]) > std::abs(gaps[size.worst])) size.worst = i;
    }
    return size;
  }
  [[nodiscard]] double world_output() const {
    double sum = 0.0;
    for (const double value : x_) sum += std::abs(value);
    return sum;
  }
  [[nodiscard]] std::string described(const Gaps& size, const Vector& gaps) const {
    return fmt::format("{:.6g} {} in all ({:.2g} of world output), the worst {} with {:.6g}",
                       size.sum, e_.unit, size.sum / world_output(), shown(industries_[size.worst]),
                       gaps[size.worst]);
  }

  /// Stated output against sales.
  Status fill_output() {
    x_.assign(industries_.size(), 0.0);
    if (t_.output.empty()) {
      for (Index i = 0; i < x_.size(); ++i) x_[i] = sales_of(i);
    } else {
      const auto target = match(t_.output_of, industries_, "labels of gross output");
      if (!target.ok()) return target.error();
      for (Index i = 0; i < t_.output.size(); ++i) {
        if (!std::isfinite(t_.output[i])) {
          return fail(ErrorCode::bad_value,
                      "gross output of " + shown(t_.output_of[i]) + " is not finite");
        }
        x_[(*target)[i]] += t_.output[i];
      }
      if (const Status status = close_sales(); !status.ok()) return status.error();
    }
    for (Index i = 0; i < x_.size(); ++i) {
      if (x_[i] >= 0.0 || repairs_.keep_gaps) continue;
      return fail(ErrorCode::bad_value, fmt::format("gross output of {} is negative: {:.6g}",
                                                    shown(industries_[i]), x_[i]));
    }
    return Done{};
  }

  Status close_sales() {
    Vector gaps(x_.size());
    for (Index i = 0; i < x_.size(); ++i) gaps[i] = x_[i] - sales_of(i);
    const Gaps size = size_of(gaps);
    if (size.sum == 0.0) return Done{};
    const std::string what = "gross output less sales: " + described(size, gaps);
    if (!(size.sum <= repairs_.tolerance * world_output())) {
      if (repairs_.keep_gaps) {
        e_.notes.push_back(what + "; kept");
        return Done{};
      }
      return fail(ErrorCode::unbalanced, what,
                  "is a row or a column cut off? import with --keep-gaps, then domar check ranks "
                  "the gaps");
    }
    for (Index i = 0; i < x_.size(); ++i) {
      const auto stocks = stocks_of(region_of_place(i));
      if (!stocks) {
        x_[i] -= gaps[i];
        continue;
      }
      e_.use[region_of_place(i)](good_of_place(i), e_.user_of_final_use(*stocks)) += gaps[i];
      x_[i] = sales_of(i);
    }
    if (size.sum > k_rounding * world_output()) {
      e_.notes.push_back(what + "; put into stock changes at home");
    }
    return Done{};
  }

  /// Economy::gross_output of every industry, summed in the same order but row by row: columns of a
  /// large table lie far apart.
  [[nodiscard]] Vector costs_by_industry() const {
    Vector costs(x_.size());
    for (Index j = 0; j < x_.size(); ++j) costs[j] = e_.value_added_of(j);
    Vector inputs(x_.size());
    for (const Matrix& origin : e_.use) {
      std::fill(inputs.begin(), inputs.end(), 0.0);
      for (Index i = 0; i < origin.rows(); ++i) {
        const auto row = origin.row(i);
        for (Index j = 0; j < inputs.size(); ++j) inputs[j] += row[j];
      }
      for (Index j = 0; j < inputs.size(); ++j) costs[j] += inputs[j];
    }
    return costs;
  }

  /// Inputs plus value added against output.
  Status fill_income() {
    e_.value_added = Matrix(accounts::k_value_added_rows, e_.industries.size());
    bool total_only = true;
    if (!t_.incomes.empty()) {
      const auto target = match(t_.income_cols, industries_, "columns of value added");
      if (!target.ok()) return target.error();
      for (Index k = 0; k < t_.incomes.size(); ++k) {
        if (t_.incomes[k].kind == accounts::operating_surplus) total_only = false;
        for (Index j = 0; j < t_.income_cols.size(); ++j) {
          e_.value_added(t_.incomes[k].kind, (*target)[j]) += t_.V(k, j);
        }
      }
    }
    const Vector costs = costs_by_industry();
    Vector gaps(x_.size());
    for (Index j = 0; j < x_.size(); ++j) gaps[j] = x_[j] - costs[j];
    const Gaps size = size_of(gaps);
    if (t_.incomes.empty()) {
      e_.notes.emplace_back(
          "value added is gross output less inputs (taxes and margins on inputs included); all of "
          "it stands in the row of labour because the source does not split it");
    } else if (size.sum > 0.0) {
      const std::string what =
          "gross output less inputs and stated value added: " + described(size, gaps);
      if (!repairs_.close_income_gap && !(size.sum <= repairs_.tolerance * world_output())) {
        if (repairs_.keep_gaps) {
          e_.notes.push_back(what + "; kept");
          note_negative_income();
          return Done{};
        }
        return fail(ErrorCode::unbalanced, what,
                    "is a row of taxes or margins missing? close the gap by operating surplus only "
                    "if you know why it is there");
      }
      if (size.sum > k_rounding * world_output()) {
        e_.notes.push_back(what + (repairs_.close_income_gap ? "; put into operating surplus"
                                                             : "; put into value added"));
      }
    }
    const ValueAdded row = t_.incomes.empty() || (total_only && !repairs_.close_income_gap)
                               ? accounts::labour
                               : accounts::operating_surplus;
    for (Index j = 0; j < x_.size(); ++j) e_.value_added(row, j) += gaps[j];
    note_negative_income();
    return Done{};
  }

  Status fill_satellites() {
    if (t_.satellites.empty()) return Done{};
    std::unordered_map<std::string, Index> final_of;
    for (Index f = 0; f < t_.F.cols.size(); ++f) final_of[key(t_.F.cols[f])] = final_place_[f];
    const Placement placement{[&](const std::vector<Account>& labels) {
                                return match(labels, industries_, "columns of a satellite account");
                              },
                              [&](const Account& label) -> std::optional<Index> {
                                const auto found = final_of.find(key(label));
                                if (found == final_of.end()) return std::nullopt;
                                return found->second;
                              }};
    return place_satellites(t_, placement, e_);
  }

  void note_negative_income() {
    std::vector<std::string> negative;
    double sum = 0.0;
    for (Index j = 0; j < e_.industries.size(); ++j) {
      const double value = e_.value_added_of(j);
      if (value >= -1e-9 * std::abs(x_[j])) continue;
      negative.push_back(shown(industries_[j]));
      sum += value;
    }
    if (negative.empty()) return;
    e_.notes.push_back(
        fmt::format("negative value added, {:.6g} {} in all: {}", sum, e_.unit, listed(negative)));
  }

  Status note_negative_final_use() {
    Index count = 0;
    double sum = 0.0;
    for (const Matrix& origin : e_.use) {
      for (Index i = 0; i < origin.rows(); ++i) {
        for (Index f = 0; f < e_.final_uses.size(); ++f) {
          if (e_.final_uses[f].kind == FinalUseKind::stock_change) continue;
          const double value = origin(i, e_.user_of_final_use(f));
          if (value >= 0.0) continue;
          ++count;
          sum += value;
        }
      }
    }
    if (count > 0) {
      e_.notes.push_back(fmt::format(
          "{} negative final uses besides stock changes, {:.6g} {} in all", count, sum, e_.unit));
    }
    return Done{};
  }

  /// Gaps below this share of world output are rounding of doubles: closed without a note.
  static constexpr double k_rounding = 1e-12;

  const WorldTable& t_;
  const Repairs& repairs_;
  Economy e_;
  Places industries_{{}};
  std::vector<Index> good_of_;      ///< industry -> good
  std::vector<Index> final_place_;  ///< column of F -> final use, or k_none
  Vector x_;
};

}  // namespace

std::optional<FinalUseKind> final_use_kind(std::string_view code_or_name) {
  const std::string name = lower_case(trimmed(code_or_name));
  if (is_one_of(name, {"hfce", "f1", "f2", "hc", "npish", "dpabr", "cons_abr", "cons_nonres", "p33",
                       "c37", "c38", "cons_h", "cons_np", "household", "nps", "dirp", "p3_s14",
                       "p3_s15", "cons"})) {
    return FinalUseKind::household;
  }
  if (is_one_of(name, {"ggfc", "c39", "cons_g", "government", "f3", "p3_s13"}))
    return FinalUseKind::government;
  if (is_one_of(name, {"gfcf", "c41", "fixed_investment", "f4", "p51g", "invst"}))
    return FinalUseKind::fixed_investment;
  if (is_one_of(name, {"invnt", "inven", "inv", "c42", "f5", "stock_change", "p5m", "p52", "p53"}))
    return FinalUseKind::stock_change;
  if (name == "everything") return FinalUseKind::everything;
  // "households" stands in the long name of NPISH too; both are households here.
  if (contains(name, "household") || contains(name, "non-profit") || contains(name, "npish")) {
    return FinalUseKind::household;
  }
  if (contains(name, "government")) return FinalUseKind::government;
  if (contains(name, "fixed capital")) return FinalUseKind::fixed_investment;
  if (contains(name, "inventor") || contains(name, "valuables")) return FinalUseKind::stock_change;
  return std::nullopt;
}

std::optional<ValueAdded> income_kind(std::string_view code_or_name) {
  const std::string name = lower_case(trimmed(code_or_name));
  if (contains(name, "compensation of employees") || is_one_of(name, {"labr", "comp", "lab"})) {
    return accounts::labour;
  }
  if (contains(name, "taxes") || contains(name, "taxsub") || contains(name, "subsidies on") ||
      is_one_of(name, {"tls", "otxs", "txs_int_fnl", "txs_imp_fnl"})) {
    return accounts::production_taxes;
  }
  if (contains(name, "consumption of fixed capital") || contains(name, "depreciation") ||
      name == "cfc") {
    return accounts::depreciation;
  }
  if (contains(name, "operating surplus") || contains(name, "mixed income") ||
      is_one_of(name, {"gops", "nops"})) {
    return accounts::operating_surplus;
  }
  return std::nullopt;
}

bool is_total_value_added(std::string_view code_or_name) {
  const std::string name = lower_case(trimmed(code_or_name));
  return is_one_of(name, {"va", "valu", "value added", "value_added"}) ||
         (contains(name, "value added") && !contains(name, "tax"));
}

Result<Economy> make_economy(const WorldTable& table, const Repairs& repairs) {
  return Builder(table, repairs).build();
}

}  // namespace domar::readers::world
