#include "sector_list.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "domar/base/text.hpp"

namespace domar::scenario {

namespace {

Error bad(ErrorCode code, std::string what, std::string hint = "") {
  return {code, std::move(what), "", std::move(hint), ""};
}

/// "*" stands for any letters; both in small letters.
bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() != '*') {
    return !text.empty() && pattern.front() == text.front() &&
           fits(pattern.substr(1), text.substr(1));
  }
  for (std::size_t skipped = 0; skipped <= text.size(); ++skipped) {
    if (fits(pattern.substr(1), text.substr(skipped))) return true;
  }
  return false;
}

Result<std::vector<Index>> goods_of_class(const std::string& word, const EconomyFolder& folder) {
  std::vector<std::string> names;
  for (const auto& set : folder.classes) {
    names.push_back("class:" + set.name);
    if (names.back() != word) continue;
    std::vector<Index> goods;
    const Vector weights = set.weights(folder.economy.goods.size());
    for (Index i = 0; i < weights.size(); ++i) {
      if (weights[i] <= 0.0) continue;
      if (weights[i] < 1.0 - 1e-9) {
        return bad(ErrorCode::bad_value,
                   fmt::format("only {:.3g} % of {} is in '{}'", 100.0 * weights[i],
                               name_of_good(folder, i), word),
                   "nests hold whole sectors; name the sectors one by one");
      }
      goods.push_back(i);
    }
    return goods;
  }
  return bad(ErrorCode::not_found, fmt::format("unknown classification '{}'", word),
             names.empty() ? "the economy has no classifications"
                           : fmt::format("did you mean {}?", names[nearest_name(word, names)]));
}

}  // namespace

std::string name_of_good(const EconomyFolder& folder, Index good) {
  return folder.economy.goods.code(good) + " " + folder.economy.goods.title(good);
}

Result<std::vector<Index>> goods_meant(const std::string& word, const EconomyFolder& folder,
                                       const Groups& groups) {
  if (word.rfind("class:", 0) == 0) return goods_of_class(word, folder);
  const auto group = groups.find(word);
  if (group != groups.end()) return group->second;
  const Labels& goods = folder.economy.goods;
  if (word.find('*') == std::string::npos) {
    const auto good = goods.require(word, groups.empty() ? "sector" : "sector or group");
    if (!good.ok()) return good.error();
    return std::vector<Index>{*good};
  }
  std::vector<Index> found;
  const std::string pattern = lower_case(word);
  for (Index i = 0; i < goods.size(); ++i) {
    if (fits(pattern, lower_case(goods.code(i))) || fits(pattern, lower_case(goods.title(i)))) {
      found.push_back(i);
    }
  }
  if (found.empty()) {
    return bad(ErrorCode::not_found, fmt::format("no sector is called like '{}'", word),
               "* stands for any letters: \"*steel*\"; domar show lists the sectors");
  }
  return found;
}

Result<std::vector<Index>> read_goods(const TomlTable& table, const std::string& key,
                                      const EconomyFolder& folder, const Groups& groups) {
  const auto words = table.texts(key);
  if (!words.ok()) return words.error();
  std::vector<Index> goods;
  for (Index w = 0; w < words->size(); ++w) {
    const auto meant = goods_meant((*words)[w], folder, groups);
    if (!meant.ok()) return table.at(key, meant.error(), static_cast<int>(w));
    for (const Index good : *meant) {
      if (std::find(goods.begin(), goods.end(), good) != goods.end()) {
        return table.at(key,
                        bad(ErrorCode::bad_input,
                            fmt::format("sector {} is named twice", name_of_good(folder, good)),
                            "leave one of them out"),
                        static_cast<int>(w));
      }
      goods.push_back(good);
    }
  }
  std::sort(goods.begin(), goods.end());
  return goods;
}

Result<Groups> read_groups(const TomlTable& root, const EconomyFolder& folder) {
  Groups groups;
  const auto table = root.table("groups");
  if (!table.ok()) return table.error();
  if (!*table) return groups;
  std::map<Index, std::string> group_of;
  for (const std::string& name : (*table)->keys()) {
    auto goods = read_goods(**table, name, folder, {});
    if (!goods.ok()) return goods.error();
    if (goods->empty()) {
      return (*table)->at(name,
                          bad(ErrorCode::bad_input, fmt::format("group '{}' has no sectors", name),
                              "name its sectors: [\"code or title\", \"*words*\"]"));
    }
    for (const Index good : *goods) {
      const auto [other, is_new] = group_of.emplace(good, name);
      if (is_new) continue;
      return (*table)->at(name, bad(ErrorCode::bad_input,
                                    fmt::format("sector {} is in two groups: '{}' and '{}'",
                                                name_of_good(folder, good), other->second, name),
                                    "a sector belongs to one group at most"));
    }
    groups.emplace(name, std::move(goods.value()));
  }
  return groups;
}

}  // namespace domar::scenario
