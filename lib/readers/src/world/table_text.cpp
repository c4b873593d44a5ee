#include "world/table_text.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "world/labelled_table.hpp"
#include "xlsx/workbook.hpp"
#include "zip/archive.hpp"

namespace domar::readers::world {

namespace {

namespace fs = std::filesystem;
using xlsx::Workbook;

/// A file mapped read-only.
class Mapping {
 public:
  static std::shared_ptr<const Mapping> open(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return nullptr;
    struct stat about {};
    auto mapping = std::make_shared<Mapping>();
    if (fstat(file, &about) == 0 && about.st_size > 0) {
      mapping->size_ = static_cast<std::size_t>(about.st_size);
      void* at = mmap(nullptr, mapping->size_, PROT_READ, MAP_PRIVATE, file, 0);
      if (at != MAP_FAILED) mapping->at_ = static_cast<const char*>(at);
    }
    close(file);
    return mapping->at_ == nullptr ? nullptr : mapping;
  }
  Mapping() = default;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() {
    if (at_ != nullptr) munmap(const_cast<char*>(at_), size_);
  }
  [[nodiscard]] std::string_view text() const { return {at_, size_}; }

 private:
  const char* at_ = nullptr;
  std::size_t size_ = 0;
};

Error bad(const std::string& what, const std::string& where, const std::string& hint) {
  return {ErrorCode::bad_input, what, where, hint, ""};
}

Result<std::string_view> without_mark(std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) return text.substr(3);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return bad("the text is in UTF-16", file, "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)");
  }
  return text;
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

/// The part that was asked for. `what` is "entry" or "sheet".
Result<Index> choose(const std::vector<std::string>& names, const TablePart& part,
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

/// Entries of an archive that may hold tables, with their numbers.
std::vector<Index> table_entries(const ZipArchive& archive) {
  std::vector<Index> places;
  for (Index k = 0; k < archive.entries().size(); ++k) {
    if (may_hold_table(archive.entries()[k].name)) places.push_back(k);
  }
  return places;
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

/// What was found: text in memory, or of which sheet.
struct Found {
  std::string text;
  std::string file;
  std::string sheet;
};

Result<Found> from_workbook(const Workbook& book, const std::string& file, const TablePart& part) {
  const Result<Index> sheet = choose(book.sheets(), part, "sheet", file);
  if (!sheet.ok()) return sheet.error();
  Result<std::string> text = book.text_of(*sheet);
  if (!text.ok()) return text.error();
  return Found{std::move(text).value(), file, book.sheets()[*sheet]};
}

Result<Found> from_archive(const ZipArchive& archive, const TablePart& part) {
  const std::vector<Index> places = table_entries(archive);
  std::vector<std::string> names;
  for (const Index k : places) names.push_back(archive.entries()[k].name);
  const Result<Index> chosen = choose(names, part, "entry", archive.shown());
  if (!chosen.ok()) return chosen.error();
  const Index entry = places[*chosen];
  Result<std::string> bytes = archive.read(entry);
  if (!bytes.ok()) return bytes.error();
  const std::string shown = archive.shown(entry);
  if (const Status other = xlsx::refuse_other_workbooks(*bytes, shown); !other.ok()) {
    return other.error();
  }
  if (looks_like_zip(*bytes)) {
    const Result<Workbook> book = Workbook::open_bytes(std::move(bytes).value(), shown);
    if (!book.ok()) return book.error();
    return from_workbook(*book, shown, {"", part.year});
  }
  return Found{std::move(bytes).value(), shown, ""};
}

}  // namespace

TableText::TableText(std::string text, std::string file) : file_(std::move(file)) {
  const auto owner = std::make_shared<const std::string>(std::move(text));
  text_ = *owner;
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  owner_ = owner;
}

std::string TableText::place(Index line, Index field) const {
  if (!is_sheet()) return fmt::format("{}:{}:{}", file_, line, field);
  return fmt::format("{}, sheet {}, cell {}", file_, sheet_, xlsx::cell_name(line, field));
}

void TableText::forget(std::size_t begin, std::size_t end) const {
  if (!mapped_) return;
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto from =
      (reinterpret_cast<std::uintptr_t>(text_.data()) + begin + page - 1) / page * page;
  const auto to = (reinterpret_cast<std::uintptr_t>(text_.data()) + end) / page * page;
  if (to > from) madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
}

Result<std::vector<std::string>> parts_of(const fs::path& path) {
  const Result<std::string> start = first_bytes(path);
  if (!start.ok()) return start.error();
  if (!looks_like_zip(*start)) return std::vector<std::string>{};
  Result<ZipArchive> archive = ZipArchive::open(path);
  if (!archive.ok()) return archive.error();
  if (is_workbook(*archive)) {
    const Result<Workbook> book = Workbook::from_archive(std::move(archive).value());
    if (!book.ok()) return book.error();
    return book->sheets();
  }
  std::vector<std::string> names;
  for (const Index k : table_entries(*archive)) names.push_back(archive->entries()[k].name);
  return names;
}

Result<TableText> open_table(const fs::path& path, const TablePart& part) {
  constexpr std::uintmax_t k_mapped_from = std::uintmax_t{16} << 20;
  const Result<std::string> start = first_bytes(path);
  if (!start.ok()) return start.error();
  if (const Status other = xlsx::refuse_other_workbooks(*start, path.string()); !other.ok()) {
    return other.error();
  }
  TableText table;
  table.file_ = path.string();
  std::error_code ignored;
  if (looks_like_zip(*start)) {
    Result<ZipArchive> archive = ZipArchive::open(path);
    if (!archive.ok()) return archive.error();
    Result<Found> found = [&]() -> Result<Found> {
      if (!is_workbook(*archive)) return from_archive(*archive, part);
      const Result<Workbook> book = Workbook::from_archive(std::move(archive).value());
      if (!book.ok()) return book.error();
      return from_workbook(*book, path.string(), part);
    }();
    if (!found.ok()) return found.error();
    table = TableText(std::move(found->text), std::move(found->file));
    table.sheet_ = std::move(found->sheet);
  } else if (!start->starts_with("\x1f\x8b") && fs::file_size(path, ignored) >= k_mapped_from) {
    const auto mapping = Mapping::open(path);
    if (mapping == nullptr) return bad("the file cannot be read", path.string(), "");
    table.text_ = mapping->text();
    table.owner_ = mapping;
    table.mapped_ = true;
  } else {
    Result<std::string> text = read_file(path);
    if (!text.ok()) return text.error();
    table = TableText(std::move(text).value(), path.string());
  }
  const Result<std::string_view> bare = without_mark(table.text_, table.file_);
  if (!bare.ok()) return bare.error();
  table.text_ = *bare;
  return table;
}

}  // namespace domar::readers::world
