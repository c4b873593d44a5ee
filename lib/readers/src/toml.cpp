#include "domar/readers/toml.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"

namespace domar::readers {

struct TomlFile {
  std::string path;
  std::vector<std::string> lines;
  toml::table root;
};

struct TomlTable::Node {
  const toml::table* table = nullptr;
};

namespace {

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const bool crlf = end > begin && text[end - 1] == '\r';
    lines.push_back(text.substr(begin, end - begin - (crlf ? 1 : 0)));
    begin = end + 1;
  }
  return lines;
}

Error placed(const TomlFile& file, const toml::source_region& region, Error error) {
  error.where = fmt::format("{}:{}:{}", file.path, region.begin.line, region.begin.column);
  const std::size_t line = region.begin.line;
  if (line >= 1 && line <= file.lines.size()) {
    const std::size_t column = std::max<std::size_t>(1, region.begin.column);
    const bool one_line = region.end.line == region.begin.line;
    const std::size_t width =
        one_line && region.end.column > region.begin.column ? region.end.column - column : 1;
    error.quote = fmt::format("{:>4} | {}\n     | {}{}", line, file.lines[line - 1],
                              std::string(column - 1, ' '), std::string(width, '^'));
  }
  return error;
}

const char* type_name(const toml::node& node) {
  if (node.is_string()) return "text";
  if (node.is_integer() || node.is_floating_point()) return "a number";
  if (node.is_boolean()) return "true or false";
  if (node.is_array()) return "a list";
  if (node.is_table()) return "a table";
  return "a date";
}

Error wrong_type(const TomlFile& file, const std::string& key, const toml::node& node,
                 const char* wanted) {
  return placed(file, node.source(),
                {ErrorCode::bad_input,
                 fmt::format("'{}' must be {}, not {}", key, wanted, type_name(node)), "", "", ""});
}

}  // namespace

Result<TomlTable> TomlTable::read(const std::filesystem::path& path) {
  auto text = read_file(path);
  if (!text.ok()) return text.error();
  auto file = std::make_shared<TomlFile>();
  file->path = path.string();
  file->lines = split_lines(*text);
  try {
    file->root = toml::parse(*text, file->path);
  } catch (const toml::parse_error& problem) {
    return placed(*file, problem.source(),
                  {ErrorCode::bad_input, std::string(problem.description()), "",
                   "scenario files are TOML: key = value, text in quotes", ""});
  }
  TomlTable table;
  table.node_ = std::make_shared<Node>(Node{&file->root});
  table.file_ = std::move(file);
  return table;
}

bool TomlTable::has(const std::string& key) const { return node_->table->contains(key); }

const std::string& TomlTable::file() const { return file_->path; }

bool TomlTable::is_table(const std::string& key) const {
  const toml::node* node = node_->table->get(key);
  return node != nullptr && node->is_table();
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> placed_keys;
  for (const auto& [key, value] : *node_->table) {
    placed_keys.emplace_back(key.source().begin, std::string(key.str()));
  }
  std::stable_sort(placed_keys.begin(), placed_keys.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> keys;
  for (auto& [place, key] : placed_keys) keys.push_back(std::move(key));
  return keys;
}

Status TomlTable::only(const std::vector<std::string>& known) const {
  for (const auto& [key, value] : *node_->table) {
    const std::string name(key.str());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return placed(*file_, key.source(),
                  {ErrorCode::bad_input, fmt::format("unknown key '{}'", name), "",
                   fmt::format("did you mean {}? Keys here: {}", known[nearest_name(name, known)],
                               fmt::join(known, ", ")),
                   ""});
  }
  return Done{};
}

Result<std::optional<std::string>> TomlTable::text(const std::string& key) const {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return std::optional<std::string>{};
  if (!node->is_string()) return wrong_type(*file_, key, *node, "text in quotes");
  return std::optional(node->value<std::string>());
}

Result<std::optional<double>> TomlTable::number(const std::string& key) const {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return std::optional<double>{};
  if (!node->is_number()) return wrong_type(*file_, key, *node, "a number");
  const auto value = node->value<double>();
  if (!value || !std::isfinite(*value)) {
    return placed(
        *file_, node->source(),
        {ErrorCode::bad_value, fmt::format("'{}' is not a finite number", key), "", "", ""});
  }
  return value;
}

Result<std::optional<long>> TomlTable::whole(const std::string& key) const {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return std::optional<long>{};
  if (!node->is_integer()) return wrong_type(*file_, key, *node, "a whole number");
  return std::optional<long>(node->value<long>());
}

Result<std::optional<bool>> TomlTable::truth(const std::string& key) const {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return std::optional<bool>{};
  if (!node->is_boolean()) return wrong_type(*file_, key, *node, "true or false");
  return node->value<bool>();
}

Result<std::vector<std::string>> TomlTable::texts(const std::string& key) const {
  std::vector<std::string> values;
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return values;
  if (!node->is_array()) return wrong_type(*file_, key, *node, "a list of texts");
  for (const toml::node& element : *node->as_array()) {
    if (!element.is_string()) return wrong_type(*file_, key, element, "a list of texts");
    values.push_back(*element.value<std::string>());
  }
  return values;
}

Result<std::vector<long>> TomlTable::wholes(const std::string& key) const {
  std::vector<long> values;
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return values;
  if (!node->is_array()) return wrong_type(*file_, key, *node, "a list of whole numbers");
  for (const toml::node& element : *node->as_array()) {
    if (!element.is_integer()) return wrong_type(*file_, key, element, "a list of whole numbers");
    values.push_back(*element.value<long>());
  }
  return values;
}

Result<std::optional<TomlTable>> TomlTable::table(const std::string& key) const {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return std::optional<TomlTable>{};
  if (!node->is_table()) return wrong_type(*file_, key, *node, "a table");
  TomlTable table;
  table.file_ = file_;
  table.node_ = std::make_shared<Node>(Node{node->as_table()});
  return std::optional(table);
}

Result<std::vector<TomlTable>> TomlTable::tables(const std::string& key) const {
  std::vector<TomlTable> tables;
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return tables;
  if (!node->is_array()) return wrong_type(*file_, key, *node, "tables written as [[...]]");
  for (const toml::node& element : *node->as_array()) {
    if (!element.is_table()) return wrong_type(*file_, key, element, "tables written as [[...]]");
    TomlTable table;
    table.file_ = file_;
    table.node_ = std::make_shared<Node>(Node{element.as_table()});
    tables.push_back(std::move(table));
  }
  return tables;
}

Error TomlTable::at(const std::string& key, Error error, int element) const {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr) return placed(*file_, node_->table->source(), std::move(error));
  if (element >= 0 && node->is_array()) {
    const toml::node* inside = node->as_array()->get(static_cast<std::size_t>(element));
    if (inside != nullptr) node = inside;
  }
  return placed(*file_, node->source(), std::move(error));
}

}  // namespace domar::readers
