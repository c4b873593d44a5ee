#include "world/table_text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "mapped_file.hpp"
#include "world/labelled_table.hpp"
#include "world/unpacked.hpp"
#include "xlsx/workbook.hpp"
#include "zip/archive.hpp"

namespace domar::readers::world {

namespace {

namespace fs = std::filesystem;
using xlsx::Workbook;

Error bad(const std::string& what, const std::string& where, const std::string& hint) {
  return {ErrorCode::bad_input, what, where, hint, ""};
}

/// Text in UTF-8, as far as its first bytes tell.
Status check_encoding(std::string_view text, const std::string& file) {
  if (!text.starts_with("\xFF\xFE") && !text.starts_with("\xFE\xFF")) return Done{};
  return bad("the text is in UTF-16", file, "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)");
}

std::string_view without_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

std::string ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? "" : lower_case(name.substr(dot + 1));
}

bool may_hold_table(std::string_view name) {
  const std::string ending = ending_of(name);
  if (name.find("__MACOSX/") != std::string_view::npos) return false;
  for (const char* known : {"csv", "txt", "tsv", "tab", "gz", "xlsx", "xlsm", "xlsb", "xls"}) {
    if (ending == known) return true;
  }
  return false;
}

/// The one of these that was asked for. `what` is "entry" or "sheet".
Result<Index> choose_among(const std::vector<std::string>& names, const TablePart& part,
                           const std::string& what, const std::string& file) {
  constexpr std::size_t k_shown = 30;
  std::vector<std::string> few(names.begin(),
                               names.begin() + static_cast<long>(std::min(names.size(), k_shown)));
  const std::string all =
      fmt::format("it has {}{}", fmt::join(few, ", "), few.size() < names.size() ? ", ..." : "");
  const auto keep = [&](std::vector<Index>& of, auto wanted) {
    std::vector<Index> kept;
    std::copy_if(of.begin(), of.end(), std::back_inserter(kept),
                 [&](Index k) { return wanted(names[k]); });
    return kept;
  };
  std::vector<Index> fitting(names.size());
  for (Index k = 0; k < names.size(); ++k) fitting[k] = k;
  if (!part.name.empty()) {
    const std::string wanted = lower_case(part.name);
    auto exact = keep(fitting, [&](const std::string& name) { return lower_case(name) == wanted; });
    fitting = !exact.empty() ? std::move(exact) : keep(fitting, [&](const std::string& name) {
      return lower_case(name).find(wanted) != std::string::npos;
    });
  }
  if (fitting.size() > 1 && part.year != 0) {
    auto of_year =
        keep(fitting, [&](const std::string& name) { return year_in_name(name) == part.year; });
    if (!of_year.empty()) fitting = std::move(of_year);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) {
    return Error{ErrorCode::not_found,
                 names.empty() ? fmt::format("there is no {} with a table", what)
                               : fmt::format("there is no {} '{}'", what, part.name),
                 file, names.empty() ? "" : all, ""};
  }
  return bad(fmt::format("there are {} {} to choose from", fitting.size(),
                         what == "entry" ? "entries" : "sheets"),
             file, fmt::format("say which {} or which year; {}", what, all));
}

bool is_workbook(const ZipArchive& archive) {
  return archive.find("xl/workbook.xml") || archive.find("xl/workbook.bin") ||
         archive.find("mimetype");
}

/// The first bytes of a file.
Result<std::string> first_bytes(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return bad("is a folder, not a file", path.string(), "");
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::not_found, "no such file", path.string(),
                 "check the spelling and the folder you are in", ""};
  }
  std::string bytes(8, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

/// An entry of a zip from its beginning, until it has so many lines.
Result<std::string> read_entry(const ZipArchive& zip, Index entry, Index most_lines) {
  std::string bytes;
  Index lines = 0;
  const Status status = zip.stream(entry, [&](std::string_view piece) -> Status {
    bytes += piece;
    if (most_lines == TableFile::k_all) return Done{};
    lines += static_cast<Index>(std::count(piece.begin(), piece.end(), '\n'));
    // A workbook inside has no lines: it is read to its end.
    if (lines <= most_lines || looks_like_zip(bytes)) return Done{};
    return Error{ErrorCode::interrupted, "enough", "", "", ""};
  });
  if (!status.ok() && status.error().code != ErrorCode::interrupted) return status.error();
  return bytes;
}

}  // namespace

TableText::TableText(std::string text, std::string file) : file_(std::move(file)) {
  const auto owner = std::make_shared<const std::string>(std::move(text));
  text_ = without_mark(*owner);
  owner_ = owner;
}

TableText TableText::mapped(std::shared_ptr<const MappedFile> mapping, std::string file) {
  TableText table;
  table.file_ = std::move(file);
  table.text_ = without_mark(mapping->bytes());
  table.owner_ = std::move(mapping);
  table.mapped_ = true;
  return table;
}

std::string TableText::place(Index line, Index field) const {
  if (!is_sheet()) return fmt::format("{}:{}:{}", file_, line, field);
  return fmt::format("{}, sheet {}, cell {}", file_, sheet_, xlsx::cell_name(line, field));
}

void TableText::forget(std::size_t begin, std::size_t end) const {
  if (!mapped_) return;
  forget_pages(text_.substr(begin, end - begin));
}

Result<TableFile> TableFile::open(const fs::path& path) {
  const Result<std::string> start = first_bytes(path);
  if (!start.ok()) return start.error();
  if (const Status other = xlsx::refuse_other_workbooks(*start, path.string()); !other.ok()) {
    return other.error();
  }
  TableFile file;
  file.path_ = path;
  if (!looks_like_zip(*start)) {
    file.parts_ = {path.filename().string()};
    return file;
  }
  Result<ZipArchive> zip = ZipArchive::open(path);
  if (!zip.ok()) return zip.error();
  if (is_workbook(*zip)) {
    Result<Workbook> book = Workbook::from_archive(std::move(zip).value());
    if (!book.ok()) return book.error();
    file.parts_ = book->sheets();
    file.book_ = std::make_shared<const Workbook>(std::move(book).value());
    return file;
  }
  for (Index k = 0; k < zip->entries().size(); ++k) {
    if (!may_hold_table(zip->entries()[k].name)) continue;
    file.parts_.push_back(zip->entries()[k].name);
    file.entries_.push_back(k);
  }
  file.zip_ = std::make_shared<const ZipArchive>(std::move(zip).value());
  return file;
}

Result<Index> TableFile::choose(const TablePart& part) const {
  if (!zip_ && !book_) {
    if (part.name.empty()) return Index{0};
    return Error{ErrorCode::bad_input,
                 fmt::format("there is no part '{}': the file is one table", part.name),
                 path_.string(), "--part is for the sheets of a workbook and the entries of a zip",
                 ""};
  }
  return choose_among(parts_, part, zip_ ? "entry" : "sheet", path_.string());
}

Result<TableText> TableFile::text(Index part, const TablePart& inner, Index most_lines) const {
  Result<TableText> table = [&]() -> Result<TableText> {
    if (zip_) return entry_text(part, inner, most_lines);
    if (!book_) return plain_text();
    Result<std::string> lines = book_->text_of(part, most_lines);
    if (!lines.ok()) return lines.error();
    TableText sheet(std::move(lines).value(), path_.string());
    sheet.sheet_ = parts_[part];
    return sheet;
  }();
  if (!table.ok()) return table;
  if (const Status encoding = check_encoding(table->text(), table->file()); !encoding.ok()) {
    return encoding.error();
  }
  return table;
}

Result<TableText> TableFile::plain_text() const {
  constexpr std::uintmax_t k_mapped_from = std::uintmax_t{16} << 20;
  std::error_code ignored;
  const Result<std::string> start = first_bytes(path_);
  if (!start.ok()) return start.error();
  if (!start->starts_with("\x1f\x8b") && fs::file_size(path_, ignored) >= k_mapped_from) {
    if (auto mapping = MappedFile::open(path_)) {
      return TableText::mapped(std::move(mapping), path_.string());
    }
  }
  Result<std::string> text = read_file(path_);
  if (!text.ok()) return text.error();
  return TableText(std::move(text).value(), path_.string());
}

Result<TableText> TableFile::entry_text(Index part, const TablePart& inner,
                                        Index most_lines) const {
  const Index entry = entries_[part];
  const std::string shown = zip_->shown(entry);
  // All of a workbook, the first lines of a text.
  Result<std::string> bytes = read_entry(*zip_, entry, most_lines == k_all ? 1 : most_lines);
  if (!bytes.ok()) return bytes.error();
  if (bytes->starts_with("\x1f\x8b")) {
    return bad("a gzip inside a zip", shown, "unpack the zip and give the file inside");
  }
  if (const Status other = xlsx::refuse_other_workbooks(*bytes, shown); !other.ok()) {
    return other.error();
  }
  if (!looks_like_zip(*bytes)) {
    if (most_lines == k_all) return unpacked_text(*zip_, entry);
    return TableText(std::move(bytes).value(), shown);
  }
  const Result<Workbook> book = Workbook::open_bytes(std::move(bytes).value(), shown);
  if (!book.ok()) return book.error();
  const Result<Index> sheet = choose_among(book->sheets(), inner, "sheet", shown);
  if (!sheet.ok()) return sheet.error();
  Result<std::string> lines = book->text_of(*sheet, most_lines);
  if (!lines.ok()) return lines.error();
  TableText table(std::move(lines).value(), shown);
  table.sheet_ = book->sheets()[*sheet];
  return table;
}

Result<TableText> open_table(const fs::path& path, const TablePart& part,
                             const std::vector<std::string>& usual) {
  const Result<TableFile> file = TableFile::open(path);
  if (!file.ok()) return file.error();
  Result<Index> chosen = file->choose(part);
  for (const std::string& name : usual) {
    if (chosen.ok() || !part.name.empty()) break;
    if (const auto named = file->choose({name, part.year}); named.ok()) chosen = *named;
  }
  if (!chosen.ok()) return chosen.error();
  return file->text(*chosen, {"", part.year});
}

}  // namespace domar::readers::world
