#pragma once
/// @file Html: the parts a report page is made of; all text is escaped here, once.

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "charts.hpp"
#include "domar/base/fact.hpp"

namespace domar::scenario::report {

/// HTML that was made by this code and is safe.
struct Markup {
  std::string html{};
};

using Cell = std::variant<std::string, Markup>;
using Row = std::vector<Cell>;

struct Column {
  std::string title{};
  enum class Kind { number, text, long_text } kind = Kind::number;
};

struct Table {
  std::string caption{};  ///< what a screen reader says first
  std::vector<Column> columns{};
  std::vector<Row> rows{};  ///< the first cell of a row names it
};

/// A number of a figure with where it comes from.
struct Passport {
  std::string name{};
  std::string value{};  ///< as printed
  std::string unit{};
  std::string year{};
  std::string source{};
  std::string vintage{};
  FactStatus status = FactStatus::seen;
};

/// "†" from memory, "‡" assumption, nothing for the others.
[[nodiscard]] std::string mark_of(FactStatus status);

/// A figure: what it shows, the chart at two widths, its numbers and its sources.
struct Figure {
  std::string title{};        ///< the finding in plain words
  std::string description{};  ///< what is drawn, for those who cannot see it
  /// Draws the chart at a width under an id that is unique in the page.
  std::function<std::string(const About&, double width)> draw{};
  std::string note{};    ///< how to read it; may be empty
  std::string source{};  ///< one line: model, table, year
  std::vector<Passport> passports{};
  Table table{};
};

[[nodiscard]] std::string paragraph(const std::string& text);
[[nodiscard]] std::string heading(const std::string& text);
[[nodiscard]] std::string list(const std::vector<std::string>& items);
[[nodiscard]] std::string table(const Table& table);
/// A table that opens on demand.
[[nodiscard]] std::string folded(const std::string& summary, const std::string& html);
[[nodiscard]] std::string passports_table(const std::vector<Passport>& passports);
/// @param id  unique in the page, for example "sei-share".
[[nodiscard]] std::string figure(const std::string& id, const Figure& figure);

/// A chapter of the page.
struct Section {
  std::string id{};
  std::string title{};
  std::string html{};
};

/// The whole page: no script, nothing fetched.
[[nodiscard]] std::string page(const std::string& title, const std::string& subtitle,
                               const std::vector<Section>& sections, const std::string& footer);

}  // namespace domar::scenario::report
