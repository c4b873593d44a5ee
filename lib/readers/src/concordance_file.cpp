#include "domar/readers/concordance_file.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/readers/csv.hpp"

namespace domar::readers {

using accounts::Concordance;
using accounts::ConcordanceLink;

namespace {

/// Codes in the order of their first appearance, with the first name given for each.
class Collected {
 public:
  void add(const std::string& code, const std::string& name) {
    const auto [entry, fresh] = titles_.insert({code, name});
    if (fresh) codes_.push_back(code);
    if (entry->second.empty()) entry->second = name;
  }

  [[nodiscard]] Result<Labels> labels() const {
    return labels_if([](const std::string&) { return true; });
  }

  /// Labels of the codes for which `wanted` holds.
  template <class Wanted>
  [[nodiscard]] Result<Labels> labels_if(Wanted wanted) const {
    std::vector<std::string> codes;
    std::vector<std::string> titles;
    for (const std::string& code : codes_) {
      if (!wanted(code)) continue;
      const std::string& title = titles_.at(code);
      codes.push_back(code);
      titles.push_back(title.empty() ? code : title);
    }
    return Labels::make(std::move(codes), std::move(titles));
  }

 private:
  std::vector<std::string> codes_;
  std::map<std::string, std::string> titles_;
};

std::string optional_text(const CsvTable& table, Index row, std::optional<Index> column) {
  return column ? trimmed(table.field(row, *column)) : std::string();
}

/// The links of one file, with labels for both sides.
struct File {
  std::vector<ConcordanceLink> links;
  Collected sources;
  Collected targets;
};

Result<File> read_links(const std::filesystem::path& path) {
  const auto table = CsvTable::read(path);
  if (!table.ok()) return table.error();
  const auto source = table->find("source");
  const auto target = table->find("target");
  if (!source || !target) {
    return Error{ErrorCode::bad_input, "a concordance needs the columns source and target",
                 path.string(), "optional columns: weight, source_name, target_name, note", ""};
  }
  const auto weight = table->find("weight");
  File file;
  for (Index row = 0; row < table->rows(); ++row) {
    ConcordanceLink link{trimmed(table->field(row, *source)), trimmed(table->field(row, *target))};
    if (link.source.empty() || link.target.empty()) {
      return Error{ErrorCode::bad_input, "a code is empty",
                   table->where(row, link.source.empty() ? *source : *target), "", ""};
    }
    if (weight) {
      const auto value = table->number_or_empty(row, *weight);
      if (!value.ok()) return value.error();
      link.weight = value->value_or(1.0);
    }
    file.sources.add(link.source, optional_text(*table, row, table->find("source_name")));
    file.targets.add(link.target, optional_text(*table, row, table->find("target_name")));
    file.links.push_back(std::move(link));
  }
  return file;
}

Error in_file(Error error, const std::filesystem::path& path) {
  error.where = error.where.empty() ? path.string() : path.string() + ": " + error.where;
  return error;
}

/// The links of the sources that are wanted, and `keep` to itself where the file does not name it.
Result<Concordance> step(const std::filesystem::path& path, const Labels& wanted,
                         const std::vector<std::string>& keep) {
  auto file = read_links(path);
  if (!file.ok()) return file.error();
  std::vector<ConcordanceLink> links;
  std::vector<std::string> missing;
  Collected targets = std::move(file->targets);
  for (const std::string& code : wanted.codes()) {
    const Index before = links.size();
    std::copy_if(file->links.begin(), file->links.end(), std::back_inserter(links),
                 [&](const ConcordanceLink& link) { return link.source == code; });
    if (links.size() > before) continue;
    if (std::find(keep.begin(), keep.end(), code) == keep.end()) {
      missing.push_back(code);
    } else {
      links.push_back({code, code});
      targets.add(code, wanted.title(*wanted.find(code)));
    }
  }
  if (!missing.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no line for {}", fmt::join(missing, ", ")),
                 path.string(),
                 "give every code of the table a line, or check that the concordance is for this "
                 "classification",
                 ""};
  }
  std::set<std::string> used;
  for (const ConcordanceLink& link : links) used.insert(link.target);
  const auto labels =
      targets.labels_if([&](const std::string& code) { return used.contains(code); });
  if (!labels.ok()) return in_file(labels.error(), path);
  auto made = Concordance::make(wanted, *labels, links);
  if (!made.ok()) return in_file(made.error(), path);
  return made;
}

}  // namespace

Result<Concordance> read_concordance(const std::filesystem::path& path) {
  const auto file = read_links(path);
  if (!file.ok()) return file.error();
  const auto sources = file->sources.labels();
  const auto targets = file->targets.labels();
  if (!sources.ok()) return in_file(sources.error(), path);
  if (!targets.ok()) return in_file(targets.error(), path);
  auto made = Concordance::make(*sources, *targets, file->links);
  if (!made.ok()) return in_file(made.error(), path);
  return made;
}

Result<Concordance> read_concordances(const std::vector<std::filesystem::path>& paths,
                                      const Labels& codes, const std::vector<std::string>& keep) {
  Concordance whole = Concordance::identity(codes);
  for (const auto& path : paths) {
    const auto next = step(path, whole.targets(), keep);
    if (!next.ok()) return next.error();
    auto joined = whole.then(*next);
    if (!joined.ok()) return in_file(joined.error(), path);
    whole = std::move(joined.value());
  }
  return whole;
}

}  // namespace domar::readers
