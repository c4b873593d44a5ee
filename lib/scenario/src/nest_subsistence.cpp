#include "nest_subsistence.hpp"

#include <cmath>

#include <fmt/format.h>

namespace domar::scenario {

using readers::TomlTable;

namespace {

constexpr const char* k_elasticity = "expenditure_elasticity";
constexpr double k_adds_up = 1e-6;  ///< elasticities weighted by spending differ from 1 by no more

Error bad(ErrorCode code, std::string what, std::string hint) {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// What the first region's households pay for each good.
Vector bought_by_households(const accounts::Economy& economy) {
  Vector bought(economy.goods.size(), 0.0);
  for (Index f = 0; f < economy.final_uses.size(); ++f) {
    const auto& use = economy.final_uses[f];
    if (use.region != 0 || use.kind != accounts::FinalUseKind::household) continue;
    for (const Matrix& origin : economy.use) {
      for (Index i = 0; i < bought.size(); ++i) {
        bought[i] += origin(i, economy.user_of_final_use(f));
      }
    }
  }
  return bought;
}

class Reader {
 public:
  Reader(const TomlTable& table, const EconomyFolder& folder, const Groups& groups)
      : table_(table),
        folder_(folder),
        groups_(groups),
        bought_(bought_by_households(folder.economy)) {
    for (const double paid : bought_) total_ += paid;
  }

  Result<Vector> run() const {
    if (auto s = table_.only({"share", "by_sector", "frisch", k_elasticity}); !s.ok()) {
      return s.error();
    }
    if (!(total_ > 0.0)) {
      return table_.at("", bad(ErrorCode::bad_input, "the country has no households of its own",
                               "subsistence is theirs: leave the table out"));
    }
    const bool by_share = table_.has("share") || table_.has("by_sector");
    const bool by_elasticity = table_.has("frisch") || table_.has(k_elasticity);
    if (by_share == by_elasticity) {
      return table_.at("", bad(ErrorCode::bad_input,
                               by_share ? "subsistence is said twice: by shares and by elasticities"
                                        : "subsistence without a share",
                               "give share and by_sector, or frisch and expenditure_elasticity"));
    }
    return by_share ? shares() : shares_by_elasticity();
  }

 private:
  Result<Vector> shares() const {
    const auto general = table_.number("share");
    if (!general.ok()) return general.error();
    if (auto s = check_share(table_, "share", general->value_or(0.0)); !s.ok()) return s.error();
    Vector share(bought_.size(), general->value_or(0.0));
    const auto status = by_sector("by_sector",
                                  [&](const TomlTable& place, const std::string& word, double value,
                                      const std::vector<Index>& goods) -> Status {
                                    if (auto s = check_share(place, word, value); !s.ok()) return s;
                                    for (const Index good : goods) share[good] = value;
                                    return Done{};
                                  });
    if (!status.ok()) return status.error();
    return share;
  }

  static Status check_share(const TomlTable& place, const std::string& key, double value) {
    if (value >= 0.0 && value < 1.0) return Done{};
    return place.at(key, bad(ErrorCode::bad_value,
                             fmt::format("subsistence {} is not a share from 0 to below 1", value),
                             "0.4: four tenths of what they buy now, they buy at any price"));
  }

  /// phi = 1 + elasticity / frisch; what is not named gets the elasticity that makes all add up.
  Result<Vector> shares_by_elasticity() const {
    const auto frisch = table_.number("frisch");
    if (!frisch.ok()) return frisch.error();
    if (!*frisch || !table_.has(k_elasticity)) {
      return table_.at("", bad(ErrorCode::bad_input, "one of frisch and expenditure_elasticity",
                               "they go together: frisch = -2.5 and expenditure_elasticity = "
                               "{ food = 0.5 }"));
    }
    if (!(**frisch < -1.0) || !std::isfinite(**frisch)) {
      return table_.at("frisch",
                       bad(ErrorCode::bad_value, fmt::format("frisch {} is not below -1", **frisch),
                           "it is minus spending over spending beyond subsistence: near -1 for "
                           "the rich, -4 and below for the poor"));
    }
    const double most = -**frisch;
    Vector elasticity(bought_.size(), 0.0);
    std::vector<bool> named(bought_.size(), false);
    const auto status = by_sector(
        k_elasticity,
        [&](const TomlTable& place, const std::string& word, double value,
            const std::vector<Index>& goods) -> Status {
          if (!(value > 0.0 && value <= most)) {
            return place.at(word, bad(ErrorCode::bad_value,
                                      fmt::format("expenditure elasticity {} is not above 0 and at "
                                                  "most {:.6g}, minus frisch",
                                                  value, most),
                                      "subsistence would be all that is bought, or less than "
                                      "nothing"));
          }
          for (const Index good : goods) {
            elasticity[good] = value;
            named[good] = true;
          }
          return Done{};
        });
    if (!status.ok()) return status.error();
    if (auto s = add_up(named, most, elasticity); !s.ok()) return s.error();
    Vector share(bought_.size(), 0.0);
    for (Index i = 0; i < share.size(); ++i) share[i] = std::max(0.0, 1.0 - elasticity[i] / most);
    return share;
  }

  /// Engel: elasticities weighted by spending add up to 1.
  Status add_up(const std::vector<bool>& named, double most, Vector& elasticity) const {
    double sum = 0.0;
    double rest = 0.0;
    for (Index i = 0; i < named.size(); ++i) {
      if (named[i]) sum += elasticity[i] * bought_[i] / total_;
      if (!named[i]) rest += bought_[i] / total_;
    }
    const double others = rest > 0.0 ? (1.0 - sum) / rest : 0.0;
    if (rest == 0.0 && std::abs(sum - 1.0) > k_adds_up) {
      return table_.at(k_elasticity,
                       bad(ErrorCode::bad_value,
                           fmt::format("weighted by spending the elasticities add up to {:.6g}, "
                                       "not to 1",
                                       sum),
                           "leave a sector out: it gets the elasticity that makes them add up"));
    }
    if (rest > 0.0 && !(others > 0.0 && others <= most)) {
      return table_.at(k_elasticity,
                       bad(ErrorCode::bad_value,
                           fmt::format("the sectors not named would need an expenditure elasticity "
                                       "of {:.4g}, so that all add up",
                                       others),
                           fmt::format("it must be above 0 and at most {:.6g}, minus frisch: lower "
                                       "or raise those that are named",
                                       most)));
    }
    for (Index i = 0; i < named.size(); ++i) {
      if (!named[i]) elasticity[i] = others;
    }
    return Done{};
  }

  /// Calls act(place, words, number, goods) for every entry of a table by sector or group.
  template <class Act>
  Status by_sector(const char* key, Act act) const {
    const auto table = table_.table(key);
    if (!table.ok()) return table.error();
    if (!*table) return Done{};
    std::vector<bool> named(bought_.size(), false);
    for (const std::string& word : (*table)->keys()) {
      const auto value = (*table)->number(word);
      if (!value.ok()) return value.error();
      const auto goods = goods_meant(word, folder_, groups_);
      if (!goods.ok()) return (*table)->at(word, goods.error());
      double paid = 0.0;
      for (const Index good : *goods) {
        if (named[good]) {
          return (*table)->at(
              word, bad(ErrorCode::bad_input,
                        fmt::format("sector {} is named twice", name_of_good(folder_, good)),
                        "leave one of them out"));
        }
        named[good] = true;
        paid += bought_[good];
      }
      if (paid == 0.0) {
        return (*table)->at(
            word, bad(ErrorCode::bad_input, fmt::format("households buy nothing of '{}'", word),
                      "leave it out"));
      }
      if (auto status = act(**table, word, **value, *goods); !status.ok()) return status;
    }
    return Done{};
  }

  const TomlTable& table_;
  const EconomyFolder& folder_;
  const Groups& groups_;
  Vector bought_;
  double total_ = 0.0;
};

}  // namespace

Result<Vector> read_subsistence(const TomlTable& table, const EconomyFolder& folder,
                                const Groups& groups) {
  return Reader(table, folder, groups).run();
}

}  // namespace domar::scenario
