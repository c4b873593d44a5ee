#include "xlsx/workbook.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "xlsx/sheet.hpp"
#include "xlsx/xml.hpp"

namespace domar::readers::xlsx {

namespace {

constexpr const char* k_save_as =
    "open it in a spreadsheet program and save it as xlsx (or the sheet as csv); LibreOffice does "
    "it "
    "by: soffice --convert-to xlsx FILE";

Error refused(const std::string& what, const std::string& shown) {
  return {ErrorCode::bad_input, what, shown, k_save_as, ""};
}

/// Names and relations of the sheets in workbook.xml.
struct SheetList {
  std::vector<std::pair<std::string, std::string>> sheets;  // name, relation
  std::string none;

  void start(std::string_view name, const char** attributes) {
    if (name != "sheet") return;
    const char* title = attribute(attributes, "name");
    const char* relation = attribute(attributes, "id");
    if (title != nullptr && relation != nullptr) sheets.emplace_back(title, relation);
  }
  void end(std::string_view) {}
  void text(std::string_view) {}
  [[nodiscard]] const std::string& problem() const { return none; }
};

/// Relation -> target in workbook.xml.rels; and the targets by their kind.
struct Relations {
  std::map<std::string, std::string> target;
  std::string shared_strings;
  std::string none;

  void start(std::string_view name, const char** attributes) {
    if (name != "Relationship") return;
    const char* id = attribute(attributes, "Id");
    const char* to = attribute(attributes, "Target");
    const char* type = attribute(attributes, "Type");
    if (id == nullptr || to == nullptr) return;
    target[id] = to;
    if (type != nullptr && std::string_view(type).ends_with("/sharedStrings")) shared_strings = to;
  }
  void end(std::string_view) {}
  void text(std::string_view) {}
  [[nodiscard]] const std::string& problem() const { return none; }
};

/// Targets are relative to xl/ or to the root.
std::string entry_of(const std::string& target) {
  return target.starts_with('/') ? target.substr(1) : "xl/" + target;
}

template <class Handler>
Status parse_entry(const ZipArchive& archive, Index entry, Handler& handler) {
  XmlFeed<Handler> feed(handler, archive.shown(entry));
  const Status streamed =
      archive.stream(entry, [&](std::string_view piece) { return feed.feed(piece); });
  return streamed.ok() ? feed.finish() : streamed;
}

}  // namespace

Status refuse_other_workbooks(std::string_view first_bytes, const std::string& shown) {
  if (!first_bytes.starts_with("\xD0\xCF\x11\xE0")) return Done{};
  return refused("this is an old workbook (.xls) or one with a password, not xlsx", shown);
}

std::string cell_name(Index row, Index column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return fmt::format("{}{}", letters, row);
}

Result<Workbook> Workbook::open(const std::filesystem::path& path) {
  std::array<char, 8> bytes{};
  std::ifstream(path, std::ios::binary).read(bytes.data(), bytes.size());
  const Status other =
      refuse_other_workbooks(std::string_view(bytes.data(), bytes.size()), path.string());
  if (!other.ok()) return other.error();
  Result<ZipArchive> archive = ZipArchive::open(path);
  if (!archive.ok()) return archive.error();
  return from_archive(std::move(archive).value());
}

Result<Workbook> Workbook::open_bytes(std::string bytes, const std::string& shown) {
  if (const Status other = refuse_other_workbooks(bytes, shown); !other.ok()) return other.error();
  Result<ZipArchive> archive = ZipArchive::open_bytes(std::move(bytes), shown);
  if (!archive.ok()) return archive.error();
  return from_archive(std::move(archive).value());
}

Result<Workbook> Workbook::from_archive(ZipArchive archive) {
  Workbook workbook(std::move(archive));
  if (const Status read = workbook.read_parts(); !read.ok()) return read.error();
  return workbook;
}

Status Workbook::read_parts() {
  const std::string& shown = archive_.shown();
  if (archive_.find("xl/workbook.bin")) {
    return refused("this is a binary workbook (.xlsb), not xlsx", shown);
  }
  if (archive_.find("mimetype") && archive_.find("content.xml")) {
    return refused("this is an OpenDocument file (.ods), not xlsx", shown);
  }
  const auto book = archive_.find("xl/workbook.xml");
  const auto links = archive_.find("xl/_rels/workbook.xml.rels");
  if (!book || !links) return refused("this zip is no workbook: it has no xl/workbook.xml", shown);
  SheetList list;
  if (const Status done = parse_entry(archive_, *book, list); !done.ok()) return done;
  Relations relations;
  if (const Status done = parse_entry(archive_, *links, relations); !done.ok()) return done;
  for (const auto& [name, relation] : list.sheets) {
    const auto target = relations.target.find(relation);
    const auto entry =
        target == relations.target.end() ? std::nullopt : archive_.find(entry_of(target->second));
    if (!entry) {
      return Error{ErrorCode::bad_input, fmt::format("sheet '{}' is missing in the workbook", name),
                   shown, "is the file damaged? save it again as xlsx", ""};
    }
    sheets_.push_back(name);
    entries_.push_back(*entry);
  }
  if (sheets_.empty()) return refused("the workbook has no sheets", shown);
  if (relations.shared_strings.empty()) return Done{};
  const auto texts = archive_.find(entry_of(relations.shared_strings));
  if (!texts) return Done{};
  SharedStrings shared;
  if (const Status done = parse_entry(archive_, *texts, shared); !done.ok()) return done;
  shared_ = std::move(shared.texts);
  return Done{};
}

Result<std::string> Workbook::text_of(Index sheet, Index most_rows) const {
  Sheet cells(shared_);
  XmlFeed<Sheet> feed(cells, archive_.shown(entries_[sheet]));
  bool enough = false;
  Status done = archive_.stream(entries_[sheet], [&](std::string_view piece) -> Status {
    const Status fed = feed.feed(piece);
    enough = fed.ok() && cells.rows() > most_rows;
    return enough ? Status(Error{ErrorCode::interrupted, "enough", "", "", ""}) : fed;
  });
  if (done.ok()) done = feed.finish();
  if (done.ok() || enough) return std::move(cells.lines);
  Error error = done.error();
  error.where = fmt::format("{}, sheet {}", archive_.shown(), sheets_[sheet]);
  return error;
}

}  // namespace domar::readers::xlsx
