#include "domar/readers/economy_file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/readers/netcdf_file.hpp"
#include "satellite_file.hpp"
#include "seal.hpp"

namespace domar::readers {

namespace {

using accounts::Economy;
using accounts::FinalUse;
using accounts::FinalUseKind;
using accounts::Industry;
using nlohmann::json;
using Texts = std::vector<std::string>;

constexpr const char* k_format = "domar-economy 1";
constexpr std::array k_value_added_names{"labour", "production_taxes", "depreciation",
                                         "operating_surplus"};

template <class Item, class Get>
auto gathered(const std::vector<Item>& items, Get get) {
  std::vector<decltype(get(items.front()))> values;
  values.reserve(items.size());
  for (const Item& item : items) values.push_back(get(item));
  return values;
}

std::string facts_text(const std::map<std::string, Fact>& facts) {
  json all = json::object();
  for (const auto& [name, fact] : facts) {
    all[name] = {{"value", fact.value},     {"unit", fact.unit},
                 {"year", fact.year},       {"source", fact.source},
                 {"vintage", fact.vintage}, {"status", name_of(fact.status)}};
  }
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string notes_text(const Texts& notes) {
  return json(notes).dump(-1, ' ', false, json::error_handler_t::replace);
}

void write_attributes(const Economy& economy, NetcdfWriter& file) {
  file.attribute("format", k_format);
  file.attribute("title", economy.name);
  file.attribute("year", economy.year);
  file.attribute("unit", economy.unit);
  file.attribute("price_basis", economy.price_basis);
  file.attribute("source", economy.source);
  file.attribute("terms", economy.terms);
}

void write_dimensions(const Economy& economy, NetcdfWriter& file) {
  file.dimension("region", economy.regions.size());
  file.dimension("origin", economy.regions.size());
  file.dimension("good", economy.goods.size());
  file.dimension("user", economy.users());
  file.dimension("industry", economy.industries.size());
  file.dimension("final_use", economy.final_uses.size());
  file.dimension("value_added", accounts::k_value_added_rows);
}

/// Industries and final uses share code, name and region; `what` is their dimension.
template <class Item>
Texts write_users(const Economy& economy, const std::vector<Item>& items, const std::string& what,
                  NetcdfWriter& file) {
  const Texts labels = gathered(items, [&](const Item& item) {
    return fmt::format("{}:{}", economy.regions.code(item.region), item.code);
  });
  const auto regions =
      gathered(items, [](const Item& item) { return static_cast<std::int32_t>(item.region); });
  const char* dimension = what.c_str();
  file.texts(dimension, dimension, labels, "region and code");
  file.texts((what + "_code").c_str(), dimension,
             gathered(items, [](const Item& item) { return item.code; }), "code");
  file.texts((what + "_name").c_str(), dimension,
             gathered(items, [](const Item& item) { return item.name; }), "name");
  file.integers((what + "_region").c_str(), {dimension}, regions, "index of its region");
  return labels;
}

void write_labels(const Economy& economy, NetcdfWriter& file) {
  file.texts("region", "region", economy.regions.codes(), "region");
  file.texts("region_name", "region", economy.regions.titles(), "name of the region");
  file.texts("origin", "origin", economy.regions.codes(), "region that supplies");
  file.texts("good", "good", economy.goods.codes(), "good");
  file.texts("good_name", "good", economy.goods.titles(), "name of the good");
  file.texts("value_added", "value_added",
             Texts(k_value_added_names.begin(), k_value_added_names.end()), "kind of value added");
  Texts users = write_users(economy, economy.industries, "industry", file);
  const Texts finals = write_users(economy, economy.final_uses, "final_use", file);
  const auto kind_of = [](const FinalUse& use) { return std::string(name_of(use.kind)); };
  file.texts("final_use_kind", "final_use", gathered(economy.final_uses, kind_of),
             "household, government, fixed_investment, stock_change or everything");
  users.insert(users.end(), finals.begin(), finals.end());
  file.texts("user", "user", users, "industries, then final uses");
}

/// Small ones are compressed; large ones stand as they are, to be read fast.
void write_flows(const Economy& economy, Index uncompressed_from, NetcdfWriter& file) {
  constexpr const char* k_about = "what the user pays for the origin's variety of the good";
  const std::vector<const char*> dimensions{"origin", "good", "user"};
  const Index count = economy.regions.size() * economy.goods.size() * economy.users();
  if (count >= uncompressed_from) {
    std::vector<std::span<const double>> parts;
    for (const Matrix& origin : economy.use) parts.emplace_back(origin.values());
    file.large_numbers("flow", dimensions, parts, economy.unit, k_about);
    return;
  }
  Vector flows;
  flows.reserve(count);
  for (const Matrix& origin : economy.use) {
    flows.insert(flows.end(), origin.values().begin(), origin.values().end());
  }
  file.numbers("flow", dimensions, flows, economy.unit, k_about);
}

void write_values(const Economy& economy, Index uncompressed_from, NetcdfWriter& file) {
  std::vector<std::int32_t> suppliers;
  for (const auto& region : economy.supplier) {
    for (const Index industry : region) {
      suppliers.push_back(industry == Economy::k_none ? -1 : static_cast<std::int32_t>(industry));
    }
  }
  file.integers("supplier", {"region", "good"}, suppliers,
                "index of the industry that supplies the region's variety, -1 for none");
  write_flows(economy, uncompressed_from, file);
  file.numbers("income", {"value_added", "industry"}, economy.value_added.values(), economy.unit,
               "value added");
  write_satellites(economy, file);
  file.text("facts", facts_text(economy.facts), "single figures with their passports, JSON");
  file.text("notes", notes_text(economy.notes), "what was estimated or repaired, JSON");
}

Status check_writable(const Economy& economy) {
  if (const Status shapes = economy.check_shapes(); !shapes.ok()) return shapes;
  const bool empty = economy.regions.size() == 0 || economy.goods.size() == 0 ||
                     economy.industries.empty() || economy.final_uses.empty();
  if (!empty) return Done{};
  return Error{ErrorCode::bad_value,
               "an economy needs a region, a good, an industry and a final use", economy.name, "",
               ""};
}

Error damaged(const std::filesystem::path& path, const std::string& what) {
  return {ErrorCode::bad_input, what, path.string(), "make the file again with domar", ""};
}

Result<Texts> parse_notes(const std::string& text, const std::filesystem::path& path) {
  const json all = json::parse(text, nullptr, false);
  Texts notes;
  if (!all.is_array()) return damaged(path, "variable notes is not a JSON list");
  for (const json& note : all) {
    if (!note.is_string()) return damaged(path, "variable notes: a note is not a text");
    notes.push_back(note.get<std::string>());
  }
  return notes;
}

std::string text_in(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<std::map<std::string, Fact>> parse_facts(const std::string& text,
                                                const std::filesystem::path& path) {
  const json all = json::parse(text, nullptr, false);
  if (!all.is_object()) return damaged(path, "variable facts is not a JSON object");
  std::map<std::string, Fact> facts;
  for (const auto& [name, item] : all.items()) {
    const auto value = item.is_object() ? item.find("value") : item.end();
    if (!item.is_object() || value == item.end() || !value->is_number()) {
      return damaged(path, fmt::format("variable facts: '{}' has no value", name));
    }
    const auto status = parse_fact_status(text_in(item, "status"));
    if (!status.ok()) {
      return damaged(path, fmt::format("variable facts: '{}': {}", name, status.error().what));
    }
    facts[name] = {value->get<double>(),    text_in(item, "unit"),    text_in(item, "year"),
                   text_in(item, "source"), text_in(item, "vintage"), *status};
  }
  return facts;
}

std::optional<FinalUseKind> kind_of(const std::string& name) {
  for (const auto kind :
       {FinalUseKind::household, FinalUseKind::government, FinalUseKind::fixed_investment,
        FinalUseKind::stock_change, FinalUseKind::everything}) {
    if (name == name_of(kind)) return kind;
  }
  return std::nullopt;
}

/// Reads one economy part by part; the first thing wrong ends it.
class EconomyReader {
 public:
  explicit EconomyReader(const std::filesystem::path& path) : path_(path), file_(path) {}

  Result<Economy> run() {
    for (const auto step :
         {&EconomyReader::attributes, &EconomyReader::labels, &EconomyReader::industries,
          &EconomyReader::final_uses, &EconomyReader::values, &EconomyReader::remarks}) {
      const Status done = (this->*step)();
      if (!file_.ok()) return file_.status().error();
      if (!done.ok()) return done.error();
    }
    const Status shapes = economy_.check_shapes();
    if (!shapes.ok()) return shapes.error();
    return std::move(economy_);
  }

 private:
  Status attributes() {
    const std::string format = file_.attribute("format");
    if (file_.ok() && format != k_format) {
      return damaged(path_, fmt::format("the file's format is '{}', this program reads '{}'",
                                        format, k_format));
    }
    economy_.name = file_.attribute("title");
    economy_.year = file_.attribute_integer("year");
    economy_.unit = file_.attribute("unit");
    economy_.price_basis = file_.attribute("price_basis");
    economy_.source = file_.attribute("source");
    economy_.terms = file_.attribute("terms");
    return Done{};
  }

  Status labels() {
    const auto read = [&](const char* dimension, const char* names, Labels& labels) -> Status {
      const Index size = file_.dimension(dimension);
      auto made = Labels::make(file_.texts(dimension, {size}), file_.texts(names, {size}));
      if (!file_.ok()) return file_.status();
      if (!made.ok()) return damaged(path_, fmt::format("{}: {}", dimension, made.error().what));
      labels = std::move(made).value();
      return Done{};
    };
    if (const Status done = read("region", "region_name", economy_.regions); !done.ok())
      return done;
    return read("good", "good_name", economy_.goods);
  }

  /// Code, name and region of what stands along `what`, into `items`.
  template <class Item>
  Status users(const std::string& what, std::vector<Item>& items) {
    const Index size = file_.dimension(what.c_str());
    const Texts codes = file_.texts((what + "_code").c_str(), {size});
    const Texts names = file_.texts((what + "_name").c_str(), {size});
    const auto regions = file_.integers((what + "_region").c_str(), {size});
    if (!file_.ok()) return file_.status();
    items.resize(size);
    for (Index k = 0; k < size; ++k) {
      const auto region = static_cast<Index>(regions[k]);  // a negative one becomes too large
      if (region >= economy_.regions.size()) {
        return damaged(path_,
                       fmt::format("{} {} is in region number {}", what, codes[k], regions[k]));
      }
      items[k].region = region;
      items[k].code = codes[k];
      items[k].name = names[k];
    }
    return Done{};
  }

  Status industries() { return users("industry", economy_.industries); }

  Status final_uses() {
    if (const Status done = users("final_use", economy_.final_uses); !done.ok()) return done;
    const Texts kinds = file_.texts("final_use_kind", {economy_.final_uses.size()});
    if (!file_.ok()) return file_.status();
    for (Index k = 0; k < kinds.size(); ++k) {
      const auto kind = kind_of(kinds[k]);
      if (!kind) return damaged(path_, fmt::format("unknown kind of final use '{}'", kinds[k]));
      economy_.final_uses[k].kind = *kind;
    }
    return Done{};
  }

  Status values() {
    const Index regions = economy_.regions.size();
    const Index goods = economy_.goods.size();
    const Index makers = economy_.industries.size();
    const Texts rows = file_.texts("value_added", {accounts::k_value_added_rows});
    const auto suppliers = file_.integers("supplier", {regions, goods});
    economy_.use.resize(regions);
    file_.numbers("flow", {regions, goods, economy_.users()}, [&](Index r) {
      Matrix& use = economy_.use[r];
      use = Matrix(goods, economy_.users());
      return std::span<double>(use.data(), use.values().size());
    });
    const Vector income = file_.numbers("income", {accounts::k_value_added_rows, makers});
    if (!file_.ok()) return file_.status();
    if (!std::equal(rows.begin(), rows.end(), k_value_added_names.begin())) {
      return damaged(path_, "variable value_added: other rows than expected");
    }
    economy_.value_added = Matrix(accounts::k_value_added_rows, makers);
    std::copy(income.begin(), income.end(), economy_.value_added.data());
    economy_.satellites = read_satellites(file_, makers, economy_.final_uses.size());
    if (!file_.ok()) return file_.status();
    return take_suppliers(suppliers);
  }

  Status take_suppliers(const std::vector<std::int32_t>& suppliers) {
    auto next = suppliers.begin();
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      auto& row = economy_.supplier.emplace_back();
      for (Index i = 0; i < economy_.goods.size(); ++i, ++next) {
        const Index industry = *next == -1 ? Economy::k_none : static_cast<Index>(*next);
        if (industry != Economy::k_none && industry >= economy_.industries.size()) {
          return damaged(path_, fmt::format("variable supplier: no industry number {}", *next));
        }
        row.push_back(industry);
      }
    }
    return Done{};
  }

  Status remarks() {
    const Texts facts = file_.texts("facts", {});
    const Texts notes = file_.texts("notes", {});
    if (!file_.ok()) return file_.status();
    auto parsed_facts = parse_facts(facts.front(), path_);
    if (!parsed_facts.ok()) return parsed_facts.error();
    auto parsed_notes = parse_notes(notes.front(), path_);
    if (!parsed_notes.ok()) return parsed_notes.error();
    economy_.facts = std::move(parsed_facts).value();
    economy_.notes = std::move(parsed_notes).value();
    return Done{};
  }

  std::filesystem::path path_;
  NetcdfReader file_;
  Economy economy_;
};

}  // namespace

Status write_economy(const Economy& economy, const std::filesystem::path& path,
                     Index uncompressed_from) {
  const Status writable = check_writable(economy);
  if (!writable.ok()) return writable;
  return write_file_with(path, [&](const std::filesystem::path& temporary) -> Status {
    NetcdfWriter file(temporary, path.string());
    write_attributes(economy, file);
    write_dimensions(economy, file);
    write_labels(economy, file);
    write_values(economy, uncompressed_from, file);
    const Status written = file.finish();
    return written.ok() ? append_seal(temporary) : written;
  });
}

Result<Economy> read_economy(const std::filesystem::path& path) {
  if (const Status sealed = check_seal(path); !sealed.ok()) return sealed.error();
  return EconomyReader(path).run();
}

}  // namespace domar::readers
