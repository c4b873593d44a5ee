#include "domar/readers/caliendo_parro/caliendo_parro.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/readers/csv.hpp"
#include "world/source_files.hpp"

namespace domar::readers::caliendo_parro {

namespace {

using world::Account;
using world::SourceFiles;

constexpr const char* k_final = "everything";
constexpr const char* k_gap = "stock_change";
/// Beyond it a tariff is taken for percent: the highest of the data is 2.7.
constexpr double k_highest_tariff = 5.0;

/// Names in order of first appearance.
class Names {
 public:
  void add(std::string_view name) {
    if (number_.try_emplace(std::string(name), names_.size()).second) names_.emplace_back(name);
  }
  [[nodiscard]] std::optional<Index> find(std::string_view name) const {
    const auto found = number_.find(std::string(name));
    if (found == number_.end()) return std::nullopt;
    return found->second;
  }
  [[nodiscard]] Index size() const { return names_.size(); }
  [[nodiscard]] const std::string& operator[](Index k) const { return names_[k]; }

 private:
  std::unordered_map<std::string, Index> number_;
  std::vector<std::string> names_;
};

Result<CsvTable> open(const SourceFiles& files, const std::string& stem) {
  const auto name = files.first_of({stem + ".csv", stem + ".csv.gz"});
  if (!name) {
    return Error{ErrorCode::not_found, "no " + stem + ".csv", files.path().string(), "", ""};
  }
  Result<std::string> text = files.read(*name);
  if (!text.ok()) return text.error();
  return CsvTable::parse(std::move(text).value(), files.shown(*name));
}

/// Up to twenty of the names.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t k_shown = 20;
  const auto end = names.begin() + static_cast<long>(std::min(names.size(), k_shown));
  std::string text = fmt::format("{}", fmt::join(names.begin(), end, ", "));
  if (names.size() > k_shown) text += fmt::format(" and {} more", names.size() - k_shown);
  return text;
}

/// One column of values by the labels of two or three other columns, every combination once.
class LongTable {
 public:
  struct Key {
    const char* column;
    const Names* names;
  };

  /// Values in row-major order of the keys.
  static Result<Vector> read(const CsvTable& table, const std::vector<Key>& keys,
                             const char* value) {
    std::vector<Index> columns;
    std::string missing;
    for (const Key& key : keys) columns.push_back(column(table, key.column, missing));
    const Index values = column(table, value, missing);
    if (!missing.empty()) {
      return Error{ErrorCode::bad_input, "columns missing: " + missing, table.file(), "", ""};
    }
    Index size = 1;
    for (const Key& key : keys) size *= key.names->size();
    Vector result(size, std::numeric_limits<double>::quiet_NaN());
    std::vector<std::string> wrong;
    for (Index row = 0; row < table.rows(); ++row) {
      const auto place = place_of(table, row, keys, columns);
      if (!place) return unknown(table, row, keys, columns);
      const Result<double> number = table.number(row, values);
      if (!number.ok()) return number.error();
      if (!std::isnan(result[*place])) wrong.push_back(shown(*place, keys) + " (twice)");
      result[*place] = *number;
    }
    for (Index k = 0; k < size; ++k) {
      if (std::isnan(result[k])) wrong.push_back(shown(k, keys) + " (missing)");
    }
    if (wrong.empty()) return result;
    return Error{ErrorCode::bad_input, "every pair of labels stands once, but not " + listed(wrong),
                 table.file(), "is the file cut off?", ""};
  }

 private:
  static Index column(const CsvTable& table, const char* name, std::string& missing) {
    const auto found = table.find(name);
    if (!found) missing += (missing.empty() ? "" : ", ") + std::string(name);
    return found.value_or(0);
  }

  static std::optional<Index> place_of(const CsvTable& table, Index row,
                                       const std::vector<Key>& keys,
                                       const std::vector<Index>& columns) {
    Index place = 0;
    for (Index k = 0; k < keys.size(); ++k) {
      const auto number = keys[k].names->find(table.field(row, columns[k]));
      if (!number) return std::nullopt;
      place = place * keys[k].names->size() + *number;
    }
    return place;
  }

  static Error unknown(const CsvTable& table, Index row, const std::vector<Key>& keys,
                       const std::vector<Index>& columns) {
    Index k = 0;
    while (k + 1 < keys.size() && keys[k].names->find(table.field(row, columns[k]))) ++k;
    return {ErrorCode::bad_input,
            fmt::format("unknown {} '{}'", keys[k].column, table.field(row, columns[k])),
            table.where(row, columns[k]), "value_added.csv names the sectors and regions", ""};
  }

  static std::string shown(Index place, const std::vector<Key>& keys) {
    std::string text;
    for (Index k = keys.size(); k-- > 0;) {
      const Index size = keys[k].names->size();
      text = (*keys[k].names)[place % size] + (text.empty() ? "" : "/") + text;
      place /= size;
    }
    return text;
  }
};

class Reader {
 public:
  Reader(const SourceFiles& files, const Options& options) : files_(files), options_(options) {}

  Result<accounts::Economy> run() {
    for (const auto step : {&Reader::read_incomes, &Reader::read_trade, &Reader::read_uses}) {
      if (const Status status = (this->*step)(); !status.ok()) return status.error();
    }
    describe();
    if (const Status status = fill(); !status.ok()) return status.error();
    world::Repairs repairs = options_.repairs;
    repairs.negative_inputs = true;
    return world::make_economy(table_, repairs);
  }

 private:
  Status read_incomes() {
    const Result<CsvTable> table = open(files_, "value_added");
    if (!table.ok()) return table.error();
    const auto sector = table->find("sector");
    const auto region = table->find("region");
    if (!sector || !region) {
      return Error{ErrorCode::bad_input, "columns missing: sector or region", table->file(), "",
                   ""};
    }
    for (Index row = 0; row < table->rows(); ++row) {
      sectors_.add(table->field(row, *sector));
      regions_.add(table->field(row, *region));
    }
    Result<Vector> values =
        LongTable::read(*table, {{"region", &regions_}, {"sector", &sectors_}}, "value");
    if (!values.ok()) return values.error();
    value_added_ = std::move(values).value();
    return Done{};
  }

  Status read_trade() {
    const Result<CsvTable> table = open(files_, "trade");
    if (!table.ok()) return table.error();
    const std::vector<LongTable::Key> keys = {
        {"importer", &regions_}, {"sector", &sectors_}, {"exporter", &regions_}};
    Result<Vector> value = LongTable::read(*table, keys, "value");
    if (!value.ok()) return value.error();
    Result<Vector> tariff = LongTable::read(*table, keys, "tariff");
    if (!tariff.ok()) return tariff.error();
    trade_ = std::move(value).value();
    tariff_ = std::move(tariff).value();
    for (Index k = 0; k < trade_.size(); ++k) {
      if (trade_[k] >= 0.0 && tariff_[k] > -1.0 && tariff_[k] < k_highest_tariff) continue;
      return Error{ErrorCode::bad_value,
                   fmt::format("trade of {:.6g} at a tariff of {:.6g}", trade_[k], tariff_[k]),
                   table->file(), "trade is not below zero; write 0.25 for a tariff of 25 %", ""};
    }
    return Done{};
  }

  Status read_uses() {
    const Result<CsvTable> inputs = open(files_, "intermediate_consumption");
    if (!inputs.ok()) return inputs.error();
    Result<Vector> used = LongTable::read(
        *inputs, {{"region", &regions_}, {"input", &sectors_}, {"sector", &sectors_}}, "value");
    if (!used.ok()) return used.error();
    const Result<CsvTable> final_table = open(files_, "final_consumption");
    if (!final_table.ok()) return final_table.error();
    Result<Vector> consumed =
        LongTable::read(*final_table, {{"region", &regions_}, {"sector", &sectors_}}, "value");
    if (!consumed.ok()) return consumed.error();
    inputs_ = std::move(used).value();
    final_ = std::move(consumed).value();
    return Done{};
  }

  void describe() {
    table_.name = options_.name;
    table_.year = options_.year;
    table_.unit = options_.unit;
    table_.source = options_.source;
    table_.terms = options_.terms;
    table_.file = files_.path().string();
    std::vector<Account> industries;
    std::vector<Account> finals;
    for (Index r = 0; r < regions_.size(); ++r) {
      for (Index s = 0; s < sectors_.size(); ++s) industries.push_back({regions_[r], sectors_[s]});
      finals.push_back({regions_[r], k_final});
      finals.push_back({regions_[r], k_gap});
    }
    const Index n = industries.size();
    table_.Z = {industries, industries, Matrix(n, n)};
    table_.F = {industries, finals, Matrix(n, finals.size())};
    table_.income_cols = industries;
    table_.incomes = {{"value added", accounts::labour},
                      {"tariffs on inputs", accounts::production_taxes}};
    table_.V = Matrix(2, n);
    for (Index j = 0; j < n; ++j) table_.V(0, j) = value_added_[j];
    table_.notes = {
        "value added is a total: all of it stands in the row of labour",
        "tariffs on inputs stand in net taxes on production; those on final uses are left out",
        "every user of a country buys a good from the same origins in the same shares"};
  }

  Status fill() {
    double gap = 0.0;
    double all = 0.0;
    for (Index n = 0; n < regions_.size(); ++n) {
      for (Index g = 0; g < sectors_.size(); ++g) {
        if (const Status status = fill_good(n, g, gap, all); !status.ok()) return status.error();
      }
    }
    table_.notes.push_back(fmt::format(
        "sales beyond published consumption, good by good, stand in {}: {:.6g} {} in absolute "
        "terms, {:.2g} of all sales",
        k_gap, gap, options_.unit, gap / all));
    return Done{};
  }

  /// What country n buys of good g, by origin and user.
  Status fill_good(Index n, Index g, double& gap, double& all) {
    const Index sectors = sectors_.size();
    const Index market = n * sectors + g;
    const Index first = market * regions_.size();
    double paid = 0.0;  // by the country, tariffs included
    for (Index r = 0; r < regions_.size(); ++r) {
      paid += trade_[first + r] * (1.0 + tariff_[first + r]);
    }
    double used = final_[market];
    for (Index j = 0; j < sectors; ++j) used += inputs_[market * sectors + j];
    if (paid <= 0.0 && used != 0.0) {
      return Error{
          ErrorCode::bad_value,
          fmt::format("{} of {} is consumed, but nobody sells it", sectors_[g], regions_[n]),
          table_.file, "", ""};
    }
    if (paid <= 0.0) return Done{};
    for (Index r = 0; r < regions_.size(); ++r) {
      const double share = trade_[first + r] / paid;
      const double tariff = share * tariff_[first + r];
      const Index row = r * sectors + g;
      for (Index j = 0; j < sectors; ++j) {
        const double input = inputs_[market * sectors + j];
        table_.Z.values(row, n * sectors + j) = input * share;
        table_.V(1, n * sectors + j) += input * tariff;
      }
      table_.F.values(row, 2 * n) = final_[market] * share;
      const double left = trade_[first + r] - used * share;
      table_.F.values(row, 2 * n + 1) = left;
      gap += std::abs(left);
      all += trade_[first + r];
    }
    return Done{};
  }

  const SourceFiles& files_;
  const Options& options_;
  Names regions_;
  Names sectors_;
  Vector value_added_;  ///< [region][sector]
  Vector trade_;        ///< [importer][sector][exporter], net of tariffs
  Vector tariff_;       ///< the same, shares of the price
  Vector inputs_;       ///< [region][input][sector], tariffs included
  Vector final_;        ///< [region][sector], tariffs included
  world::WorldTable table_;
};

}  // namespace

Result<accounts::Economy> read_caliendo_parro(const std::filesystem::path& path,
                                              const Options& options) {
  const Result<SourceFiles> files = SourceFiles::open(path);
  if (!files.ok()) return files.error();
  return Reader(*files, options).run();
}

}  // namespace domar::readers::caliendo_parro
