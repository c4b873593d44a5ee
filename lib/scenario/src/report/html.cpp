#include "html.hpp"

#include <fmt/format.h>

#include "style.hpp"

namespace domar::scenario::report {

namespace {

const char* class_of(Column::Kind kind) {
  switch (kind) {
    case Column::Kind::number:
      return "n";
    case Column::Kind::text:
      return "t";
    case Column::Kind::long_text:
      return "l";
  }
  return "t";
}

std::string html_of(const Cell& cell) {
  if (const auto* markup = std::get_if<Markup>(&cell)) return markup->html;
  return escaped(std::get<std::string>(cell));
}

std::string header_row(const Table& table) {
  std::string html = "<tr>";
  for (const Column& column : table.columns) {
    html += fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", class_of(column.kind),
                        escaped(column.title));
  }
  return html + "</tr>\n";
}

std::string body_row(const Table& table, const Row& row) {
  std::string html = "<tr>";
  for (std::size_t j = 0; j < row.size(); ++j) {
    const char* look = j < table.columns.size() ? class_of(table.columns[j].kind) : "t";
    html += j == 0 ? fmt::format("<th scope=\"row\" class=\"{}\">{}</th>", look, html_of(row[j]))
                   : fmt::format("<td class=\"{}\">{}</td>", look, html_of(row[j]));
  }
  return html + "</tr>\n";
}

}  // namespace

std::string mark_of(FactStatus status) {
  switch (status) {
    case FactStatus::from_memory:
      return "\u2020";
    case FactStatus::assumption:
      return "\u2021";
    case FactStatus::seen:
    case FactStatus::computed:
    case FactStatus::derived:
      return "";
  }
  return "";
}

std::string paragraph(const std::string& text) {
  return text.empty() ? std::string() : fmt::format("<p>{}</p>\n", escaped(text));
}

std::string heading(const std::string& text) { return fmt::format("<h3>{}</h3>\n", escaped(text)); }

std::string list(const std::vector<std::string>& items) {
  std::string html = "<ul>\n";
  for (const auto& item : items) html += fmt::format("<li>{}</li>\n", escaped(item));
  return html + "</ul>\n";
}

std::string table(const Table& table) {
  if (table.rows.empty()) return "<p class=\"note\">Nothing to list.</p>\n";
  std::string html = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table{}>\n"
      "<caption>{}</caption>\n<thead>\n",
      escaped(table.caption), table.columns.size() > 10 ? " class=\"dense\"" : "",
      escaped(table.caption));
  html += header_row(table) + "</thead>\n<tbody>\n";
  for (const Row& row : table.rows) html += body_row(table, row);
  return html + "</tbody>\n</table>\n</div>\n";
}

std::string folded(const std::string& summary, const std::string& html) {
  return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", escaped(summary), html);
}

std::string passports_table(const std::vector<Passport>& passports) {
  Table sources{"Numbers behind this, each with its passport",
                {{"Number", Column::Kind::text},
                 {"Value"},
                 {"Unit", Column::Kind::text},
                 {"Year", Column::Kind::text},
                 {"Source", Column::Kind::long_text},
                 {"Vintage", Column::Kind::text},
                 {"Status", Column::Kind::text}},
                {}};
  for (const Passport& p : passports) {
    sources.rows.push_back({p.name, p.value, p.unit, p.year, p.source, p.vintage,
                            mark_of(p.status) + " " + name_of(p.status)});
  }
  return table(sources);
}

std::string figure(const std::string& id, const Figure& figure) {
  const auto drawn = [&](const char* suffix, double width) {
    return figure.draw({id + suffix, figure.title, figure.description}, width);
  };
  std::string html = fmt::format("<figure id=\"{}\">\n<figcaption>{}</figcaption>\n", escaped(id),
                                 escaped(figure.title));
  html += "<div class=\"wide\">" + drawn("-wide", k_wide) + "</div>\n";
  html += "<div class=\"narrow\">" + drawn("-narrow", k_narrow) + "</div>\n";
  if (!figure.note.empty()) html += fmt::format("<p class=\"note\">{}</p>\n", escaped(figure.note));
  html += fmt::format("<p class=\"source\">{}</p>\n", escaped(figure.source));
  html += folded("The numbers as a table", table(figure.table));
  html += folded("Sources of the inputs, with year, vintage and status",
                 passports_table(figure.passports));
  return html + "</figure>\n";
}

std::string page(const std::string& title, const std::string& subtitle,
                 const std::vector<Section>& sections, const std::string& footer) {
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
      escaped(title), k_style);
  html += fmt::format("<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n</header>\n",
                      escaped(title), escaped(subtitle));
  html += "<nav aria-label=\"Contents\">\n<ul>\n";
  for (const Section& section : sections) {
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id, escaped(section.title));
  }
  html += "</ul>\n</nav>\n<main>\n";
  for (const Section& section : sections) {
    html += fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", section.id,
                        escaped(section.title), section.html);
  }
  return html + "</main>\n<footer>\n" + footer + "</footer>\n</body>\n</html>\n";
}

}  // namespace domar::scenario::report
