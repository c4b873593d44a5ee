#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/wiod/wiod.hpp"
#include "world/labelled_table.hpp"

namespace domar::readers::wiod {

namespace {

namespace fs = std::filesystem;
using world::Account;
using world::WorldTable;

static_assert(std::endian::native == std::endian::little, "the arrays are little-endian");

/// What labels.json says.
struct ArrayLabels {
  std::vector<std::string> regions;
  std::vector<std::string> codes;
  std::vector<std::string> names;
  std::vector<std::string> final_uses;
};

std::vector<std::string> texts_of(const nlohmann::json& json, const char* key) {
  std::vector<std::string> texts;
  if (!json.contains(key) || !json[key].is_array()) return texts;
  for (const auto& item : json[key]) {
    if (item.is_string()) texts.push_back(trimmed(item.get<std::string>()));
  }
  return texts;
}

Result<ArrayLabels> read_labels(const fs::path& path) {
  const Result<std::string> text = read_file(path);
  if (!text.ok()) return text.error();
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  ArrayLabels labels;
  if (json.is_object()) {
    labels.regions = texts_of(json, json.contains("regions") ? "regions" : "countries");
    labels.codes = texts_of(json, "industries");
    labels.names = texts_of(json, "industry_names");
    labels.final_uses = texts_of(json, "final_demand");
    if (labels.codes.empty() && json.contains("industries") && json["industries"].is_array()) {
      for (const auto& item : json["industries"]) {
        const auto text_of = [&](const char* key) {
          const bool there = item.is_object() && item.contains(key) && item[key].is_string();
          return there ? item[key].get<std::string>() : std::string();
        };
        labels.codes.push_back(text_of("code"));
        labels.names.push_back(text_of("name"));
      }
    }
  }
  if (labels.regions.empty() || labels.codes.empty() || labels.final_uses.empty() ||
      labels.names.size() != labels.codes.size()) {
    return Error{ErrorCode::bad_input, "regions, industries or final demand are not listed",
                 path.string(), "", ""};
  }
  return labels;
}

/// All bytes as numbers of type T.
template <class T>
Result<Vector> read_numbers(const fs::path& path, Index wanted) {
  const Result<std::string> bytes = read_file(path);
  if (!bytes.ok()) return bytes.error();
  if (bytes->size() != wanted * sizeof(T)) {
    return Error{
        ErrorCode::bad_input,
        fmt::format("{} bytes where labels.json asks for {}", bytes->size(), wanted * sizeof(T)),
        path.string(), "is it cut off, or are these the labels of another table?", ""};
  }
  Vector numbers(wanted);
  for (Index k = 0; k < wanted; ++k) {
    T value;
    std::memcpy(&value, bytes->data() + k * sizeof(T), sizeof(T));
    numbers[k] = static_cast<double>(value);
  }
  return numbers;
}

/// "c37 household consumption" -> "c37".
std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

std::vector<Account> products(const std::vector<std::string>& regions,
                              const std::vector<std::string>& codes) {
  std::vector<Account> accounts;
  for (const std::string& region : regions) {
    for (const std::string& code : codes) accounts.push_back({region, code});
  }
  return accounts;
}

void take_flows(const ArrayLabels& labels, const Vector& numbers, WorldTable& table) {
  std::vector<std::string> finals;
  for (const std::string& use : labels.final_uses) finals.push_back(first_word(use));
  const std::vector<Account> industries = products(labels.regions, labels.codes);
  const std::vector<Account> uses = products(labels.regions, finals);
  const Index n = industries.size();
  table.Z = {industries, industries, Matrix(n, n)};
  table.F = {industries, uses, Matrix(n, uses.size())};
  const Index width = n + uses.size();
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) table.Z.values(i, j) = numbers[i * width + j];
    for (Index f = 0; f < uses.size(); ++f) table.F.values(i, f) = numbers[i * width + n + f];
  }
  table.output_of = industries;
  for (Index k = 0; k < labels.codes.size(); ++k) {
    table.sector_titles[labels.codes[k]] = labels.names[k];
  }
}

/// Value added, taxes, margins and output of the estimated table.
Status take_side(const fs::path& path, Index n, WorldTable& table) {
  const Result<Vector> side = read_numbers<double>(path, 4 * n);
  if (!side.ok()) return side.error();
  table.income_cols = table.output_of;
  table.incomes = {{"VA", accounts::labour},
                   {"TXSP", accounts::production_taxes},
                   {"IntTTM", accounts::production_taxes}};
  table.V = Matrix(3, n);
  std::copy_n(side->begin(), 3 * n, table.V.data());
  table.output.assign(side->begin() + static_cast<long>(3 * n), side->end());
  table.notes.emplace_back(
      "value added is given only in total: all of it stands in the row of labour; taxes less "
      "subsidies on products and international transport margins paid by industries stand in net "
      "taxes on production");
  table.notes.emplace_back(
      "estimated table: origins of imports, and the column and block of ROW, are estimates");
  return Done{};
}

}  // namespace

Result<accounts::Economy> read_arrays(const fs::path& path, const Options& options) {
  const Result<ArrayLabels> labels = read_labels(path.parent_path() / "labels.json");
  if (!labels.ok()) return labels.error();
  const Index n = labels->regions.size() * labels->codes.size();
  const Index width = n + labels->regions.size() * labels->final_uses.size();
  const std::string file = path.filename().string();
  const auto cut = file.find("_ZF.f32");
  const bool estimated = cut != std::string::npos;

  WorldTable table;
  table.file = path.string();
  const Result<int> year = world::year_of(path, options.year);
  if (!year.ok()) return year.error();
  table.year = *year;
  if (table.year == 0 && estimated) table.year = 2014;
  table.name = options.name.empty() ? fmt::format("wiod-{}", table.year) : options.name;
  table.source = options.source.empty()
                     ? fmt::format("World Input-Output Database, {}{}", table.year,
                                   estimated ? ", estimated world table" : ", release 2013")
                     : options.source;
  table.terms = options.terms.empty() ? "WIOD: cite Timmer et al. (2015)" : options.terms;
  world::Repairs repairs = options.repairs;
  if (estimated) {
    const Result<Vector> flows = read_numbers<float>(path, n * width);
    if (!flows.ok()) return flows.error();
    take_flows(*labels, *flows, table);
    const fs::path side = path.parent_path() / (file.substr(0, cut) + "_side.f64.gz");
    if (const Status status = take_side(side, n, table); !status.ok()) return status.error();
  } else {
    const Result<Vector> numbers = read_numbers<std::int32_t>(path, n * width + n);
    if (!numbers.ok()) return numbers.error();
    take_flows(*labels, *numbers, table);
    table.output.assign(numbers->begin() + static_cast<long>(n * width), numbers->end());
    repairs.tolerance = std::max(repairs.tolerance, 2e-3);
  }
  return world::make_economy(table, repairs);
}

}  // namespace domar::readers::wiod
