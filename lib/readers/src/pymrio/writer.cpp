#include <array>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "domar/base/file.hpp"
#include "domar/readers/pymrio/pymrio.hpp"

namespace domar::readers::pymrio {

namespace {

using accounts::Economy;
using accounts::FinalUse;

constexpr std::array<const char*, accounts::k_value_added_rows> k_incomes = {
    "Compensation of employees", "Net taxes on production", "Consumption of fixed capital",
    "Operating surplus"};

/// One row of Z: a region's variety of a good.
struct Variety {
  Index region = 0;
  Index good = 0;
  Index industry = 0;
};

Result<std::vector<Variety>> varieties_of(const Economy& economy) {
  const auto refuse = [&](const std::string& what) {
    return Error{ErrorCode::bad_input, what, economy.name,
                 "pymrio wants one industry per region and sector", ""};
  };
  std::vector<Variety> varieties;
  std::vector<bool> taken(economy.industries.size(), false);
  for (Index r = 0; r < economy.regions.size(); ++r) {
    for (Index i = 0; i < economy.goods.size(); ++i) {
      const Index industry = economy.supplier[r][i];
      const std::string who = economy.goods.code(i) + " of " + economy.regions.code(r);
      if (industry == Economy::k_none) return refuse("nobody supplies good " + who);
      if (taken[industry])
        return refuse("the industry that supplies good " + who + " supplies more");
      taken[industry] = true;
      varieties.push_back({r, i, industry});
    }
  }
  if (varieties.size() != taken.size()) return refuse("an industry supplies nothing");
  return varieties;
}

/// The category of a final use: a name from which its kind is known again.
std::string category_of(const FinalUse& use) {
  if (world::final_use_kind(use.code) == use.kind) return use.code;
  return fmt::format("{}", accounts::name_of(use.kind));
}

class Writer {
 public:
  Writer(const Economy& economy, std::vector<Variety> varieties, std::filesystem::path folder)
      : e_(economy), varieties_(std::move(varieties)), folder_(std::move(folder)) {}

  Status write() {
    if (const Status status = check_categories(); !status.ok()) return status.error();
    if (const Status status = check_satellites(); !status.ok()) return status.error();
    for (const auto& [name, text] :
         {std::pair{"Z.txt", inputs()}, std::pair{"Y.txt", final_uses()},
          std::pair{"x.txt", output()}, std::pair{"unit.txt", units()},
          std::pair{"factor_inputs/F.txt", incomes()},
          std::pair{"factor_inputs/unit.txt", income_units()},
          std::pair{"file_parameters.json", parameters("IOSystem", "")},
          std::pair{"factor_inputs/file_parameters.json", parameters("Extension", "factor_inputs")},
          std::pair{"metadata.json", metadata()}}) {
      if (const Status status = write_file(folder_ / name, text); !status.ok())
        return status.error();
    }
    return write_satellites();
  }

 private:
  [[nodiscard]] Status check_categories() const {
    for (Index f = 0; f < e_.final_uses.size(); ++f) {
      for (Index g = 0; g < f; ++g) {
        if (e_.final_uses[f].region != e_.final_uses[g].region ||
            category_of(e_.final_uses[f]) != category_of(e_.final_uses[g])) {
          continue;
        }
        return Error{
            ErrorCode::bad_input,
            fmt::format("two final uses of {} would both be called {}",
                        e_.regions.code(e_.final_uses[f].region), category_of(e_.final_uses[f])),
            e_.name, "aggregate them first", ""};
      }
    }
    return Done{};
  }

  /// Names of accounts become folders, codes of rows labels between tabs.
  [[nodiscard]] Status check_satellites() const {
    const auto refuse = [&](const std::string& what) {
      return Error{ErrorCode::bad_input, what, e_.name, "rename it", ""};
    };
    for (const accounts::SatelliteAccount& account : e_.satellites) {
      if (account.name.empty() || account.name.front() == '.' || account.name == "factor_inputs" ||
          account.name.find_first_of("/\\\n\t") != std::string::npos) {
        return refuse("the satellite account '" + account.name + "' cannot be a folder's name");
      }
      for (const accounts::SatelliteRow& row : account.rows) {
        if (row.code.empty() ||
            (row.code + row.unit).find_first_of("\"\n\r\t") != std::string::npos) {
          return refuse("row '" + row.code + "' of satellite account " + account.name +
                        " has a label that cannot stand between tabs");
        }
      }
    }
    return Done{};
  }

  Status write_satellites() const {
    for (const accounts::SatelliteAccount& account : e_.satellites) {
      const std::filesystem::path folder = folder_ / account.name;
      std::string units = "stressor\tunit\n";
      for (const accounts::SatelliteRow& row : account.rows)
        units += row.code + '\t' + row.unit + '\n';
      Status status = write_file(folder / "F.txt", flows_of_industries(account));
      if (status.ok()) status = write_file(folder / "unit.txt", units);
      if (status.ok() && !account.by_final_use.empty()) {
        status = write_file(folder / "F_Y.txt", flows_of_final_uses(account));
      }
      if (status.ok()) {
        status = write_file(folder / "file_parameters.json",
                            parameters("Extension", account.name, !account.by_final_use.empty()));
      }
      if (!status.ok()) return status.error();
    }
    return Done{};
  }

  [[nodiscard]] std::string flows_of_industries(const accounts::SatelliteAccount& account) const {
    std::string text = header(true, "stressor", nullptr);
    for (Index k = 0; k < account.rows.size(); ++k) {
      text += account.rows[k].code;
      for (const Variety& v : varieties_) add_number(text, account.by_industry(k, v.industry));
      text += '\n';
    }
    return text;
  }

  [[nodiscard]] std::string flows_of_final_uses(const accounts::SatelliteAccount& account) const {
    std::string text = header(false, "stressor", nullptr);
    for (Index k = 0; k < account.rows.size(); ++k) {
      text += account.rows[k].code;
      for (const double value : account.by_final_use.row(k)) add_number(text, value);
      text += '\n';
    }
    return text;
  }

  [[nodiscard]] const std::string& region(const Variety& v) const {
    return e_.regions.code(v.region);
  }

  /// Two lines of labels and pandas' line with the names of the label columns.
  [[nodiscard]] std::string header(bool industries, const char* first, const char* second) const {
    const std::string pad = second == nullptr ? "" : "\t";
    std::string top = "region" + pad;
    std::string below = (industries ? "sector" : "category") + pad;
    std::string names = first + pad + (second == nullptr ? "" : second);
    const auto add = [&](const std::string& region, const std::string& code) {
      top += '\t' + region;
      below += '\t' + code;
      names += '\t';
    };
    if (industries) {
      for (const Variety& v : varieties_) add(region(v), e_.goods.code(v.good));
    } else {
      for (const FinalUse& use : e_.final_uses) add(e_.regions.code(use.region), category_of(use));
    }
    return top + '\n' + below + '\n' + names + '\n';
  }

  static void add_number(std::string& text, double value) {
    fmt::format_to(std::back_inserter(text), "\t{}", value);
  }

  [[nodiscard]] std::string label(const Variety& v) const {
    return region(v) + '\t' + e_.goods.code(v.good);
  }

  [[nodiscard]] std::string inputs() const {
    std::string text = header(true, "region", "sector");
    for (const Variety& row : varieties_) {
      text += label(row);
      for (const Variety& col : varieties_) {
        add_number(text, e_.use[row.region](row.good, e_.user_of_industry(col.industry)));
      }
      text += '\n';
    }
    return text;
  }

  [[nodiscard]] std::string final_uses() const {
    std::string text = header(false, "region", "sector");
    for (const Variety& row : varieties_) {
      text += label(row);
      for (Index f = 0; f < e_.final_uses.size(); ++f) {
        add_number(text, e_.use[row.region](row.good, e_.user_of_final_use(f)));
      }
      text += '\n';
    }
    return text;
  }

  [[nodiscard]] std::string output() const {
    std::string text = "region\tsector\tindout\n";
    for (const Variety& v : varieties_) {
      text += label(v);
      add_number(text, e_.use[v.region].row_sum(v.good));
      text += '\n';
    }
    return text;
  }

  [[nodiscard]] std::string units() const {
    std::string text = "region\tsector\tunit\n";
    for (const Variety& v : varieties_) text += label(v) + '\t' + e_.unit + '\n';
    return text;
  }

  [[nodiscard]] std::string incomes() const {
    std::string text = header(true, "stressor", nullptr);
    for (Index k = 0; k < accounts::k_value_added_rows; ++k) {
      text += k_incomes[k];
      for (const Variety& v : varieties_) add_number(text, e_.value_added(k, v.industry));
      text += '\n';
    }
    return text;
  }

  [[nodiscard]] std::string income_units() const {
    std::string text = "stressor\tunit\n";
    for (const char* income : k_incomes) text += std::string(income) + '\t' + e_.unit + '\n';
    return text;
  }

  /// How many lines and columns of labels pandas has to expect, in pymrio's words.
  [[nodiscard]] static std::string parameters(const char* system, const std::string& name,
                                              bool final_uses = false) {
    const auto file = [](const char* text, const char* header, const char* index) {
      return nlohmann::ordered_json{{"name", text}, {"nr_header", header}, {"nr_index_col", index}};
    };
    nlohmann::ordered_json json;
    json["systemtype"] = system;
    if (name.empty()) {
      json["files"] = {{"Z", file("Z.txt", "2", "2")},
                       {"Y", file("Y.txt", "2", "2")},
                       {"x", file("x.txt", "1", "2")},
                       {"unit", file("unit.txt", "1", "2")}};
    } else {
      json["name"] = name;
      json["files"] = {{"F", file("F.txt", "2", "1")}, {"unit", file("unit.txt", "1", "1")}};
      if (final_uses) json["files"]["F_Y"] = file("F_Y.txt", "2", "1");
    }
    return json.dump(2) + "\n";
  }

  /// What pymrio keeps, and what else reading wants to know.
  [[nodiscard]] std::string metadata() const {
    const auto titles = [](const Labels& labels) {
      nlohmann::ordered_json all = nlohmann::ordered_json::object();
      for (Index k = 0; k < labels.size(); ++k) {
        if (labels.title(k) != labels.code(k)) all[labels.code(k)] = labels.title(k);
      }
      return all;
    };
    const nlohmann::ordered_json ours{
        {"year", e_.year},   {"price_basis", e_.price_basis}, {"source", e_.source},
        {"terms", e_.terms}, {"regions", titles(e_.regions)}, {"sectors", titles(e_.goods)}};
    return nlohmann::ordered_json{{"description", e_.source},
                                  {"name", e_.name},
                                  {"system", "ixi"},
                                  {"version", std::to_string(e_.year)},
                                  {"history", nlohmann::json::array()},
                                  {"domar", ours}}
               .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
           "\n";
  }

  const Economy& e_;
  std::vector<Variety> varieties_;
  std::filesystem::path folder_;
};

}  // namespace

Status write_pymrio(const Economy& economy, const std::filesystem::path& folder) {
  if (const Status status = economy.check_shapes(); !status.ok()) return status.error();
  Result<std::vector<Variety>> varieties = varieties_of(economy);
  if (!varieties.ok()) return varieties.error();
  return Writer(economy, std::move(varieties).value(), folder).write();
}

}  // namespace domar::readers::pymrio
