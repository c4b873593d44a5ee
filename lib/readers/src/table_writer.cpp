#include <array>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "domar/base/file.hpp"
#include "domar/base/text.hpp"
#include "domar/readers/table_file.hpp"
#include "zip/write.hpp"

namespace domar::readers {

namespace {

using accounts::Economy;

/// Where cells go, line by line.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;
  virtual void text(std::string_view value) = 0;
  virtual void number(double value) = 0;
  virtual void end_line() = 0;
};

/// The shortest digits that give the same double.
std::string_view digits_of(double value, std::array<char, 32>& room) {
  const auto end = std::to_chars(room.data(), room.data() + room.size(), value).ptr;
  return {room.data(), static_cast<std::size_t>(end - room.data())};
}

class CsvSink : public Sink {
 public:
  explicit CsvSink(std::ofstream& out) : out_(out) {}
  void text(std::string_view value) override {
    part();
    if (value.find_first_of(",;\"\t\r\n") == std::string_view::npos) {
      line_ += value;
      return;
    }
    line_ += '"';
    for (const char c : value) {
      if (c == '"') line_ += c;
      line_ += (c == '\n' || c == '\r') ? ' ' : c;
    }
    line_ += '"';
  }
  void number(double value) override {
    part();
    line_ += digits_of(value, room_);
  }
  void end_line() override {
    line_ += '\n';
    out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
    line_.clear();
    first_ = true;
  }

 private:
  void part() {
    if (!first_) line_ += ',';
    first_ = false;
  }

  std::ofstream& out_;
  std::string line_;
  std::array<char, 32> room_{};
  bool first_ = true;
};

/// The rows of a worksheet; texts stand in their cells.
class SheetSink : public Sink {
 public:
  void text(std::string_view value) override {
    if (value.empty()) {
      xml += "<c/>";
      return;
    }
    xml += "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">";
    for (const char c : value) {
      if (c == '&') {
        xml += "&amp;";
      } else if (c == '<') {
        xml += "&lt;";
      } else if (c == '>') {
        xml += "&gt;";
      } else {
        xml += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
      }
    }
    xml += "</t></is></c>";
  }
  void number(double value) override {
    xml += "<c><v>";
    xml += digits_of(value, room_);
    xml += "</v></c>";
  }
  void end_line() override { xml += "</row>\n<row>"; }

  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet "
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row>";

 private:
  std::array<char, 32> room_{};
};

constexpr int k_label_columns = 5;

void write_about(const Economy& e, Sink& sink) {
  const std::array<std::pair<const char*, std::string>, 6> lines{{{"name", e.name},
                                                                  {"year", std::to_string(e.year)},
                                                                  {"unit", e.unit},
                                                                  {"price_basis", e.price_basis},
                                                                  {"source", e.source},
                                                                  {"terms", e.terms}}};
  sink.text("domar-table");
  sink.text("1");
  sink.end_line();
  for (const auto& [key, value] : lines) {
    sink.text(key);
    sink.text(value);
    sink.end_line();
  }
}

void write_users(const Economy& e, Sink& sink) {
  const auto line = [&](const char* name, auto of_industry, auto of_use) {
    for (int k = 1; k < k_label_columns; ++k) sink.text("");
    sink.text(name);
    for (const auto& industry : e.industries) sink.text(of_industry(industry));
    for (const auto& use : e.final_uses) sink.text(of_use(use));
    sink.end_line();
  };
  const auto region = [&](const auto& user) { return e.regions.code(user.region); };
  const auto code = [](const auto& user) { return user.code; };
  const auto name = [](const auto& user) { return user.name; };
  line("region", region, region);
  line("code", code, code);
  line("name", name, name);
  line(
      "kind", [](const auto&) { return std::string("industry"); },
      [](const auto& use) { return std::string(name_of(use.kind)); });
  for (const char* label : {"origin", "origin_name", "good", "good_name", "supplier"}) {
    sink.text(label);
  }
  for (Index u = 0; u < e.users(); ++u) sink.text("");
  sink.end_line();
}

void write_flows(const Economy& e, Sink& sink) {
  for (Index r = 0; r < e.regions.size(); ++r) {
    for (Index i = 0; i < e.goods.size(); ++i) {
      const Index maker = e.supplier[r][i];
      sink.text(e.regions.code(r));
      sink.text(e.regions.title(r));
      sink.text(e.goods.code(i));
      sink.text(e.goods.title(i));
      sink.text(maker == Economy::k_none
                    ? std::string()
                    : e.regions.code(e.industries[maker].region) + ":" + e.industries[maker].code);
      for (const double value : e.use[r].row(i)) sink.number(value);
      sink.end_line();
    }
  }
}

void write_income(const Economy& e, Sink& sink) {
  constexpr std::array k_names{"labour", "production_taxes", "depreciation", "operating_surplus"};
  for (Index k = 0; k < accounts::k_value_added_rows; ++k) {
    sink.text("value_added");
    sink.text("");
    sink.text(k_names[k]);
    sink.text("");
    sink.text("");
    for (const double value : e.value_added.row(k)) sink.number(value);
    for (Index f = 0; f < e.final_uses.size(); ++f) sink.number(0.0);
    sink.end_line();
  }
}

void write_lines(const Economy& economy, Sink& sink) {
  write_about(economy, sink);
  write_users(economy, sink);
  write_flows(economy, sink);
  write_income(economy, sink);
}

Status write_csv(const Economy& economy, const std::filesystem::path& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  CsvSink sink(out);
  write_lines(economy, sink);
  out.flush();
  if (out) return Done{};
  return Error{ErrorCode::bad_input, "cannot write", path.string(), "is there space left?", ""};
}

Status write_xlsx(const Economy& economy, const std::filesystem::path& path) {
  SheetSink sheet;
  write_lines(economy, sheet);
  sheet.xml += "</row></sheetData></worksheet>\n";
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string package = "http://schemas.openxmlformats.org/package/2006/";
  const std::string sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  return write_zip(
      path,
      {{"[Content_Types].xml",
        head + "<Types xmlns=\"" + package +
            "content-types\"><Default Extension=\"rels\" ContentType=" +
            "\"application/vnd.openxmlformats-package.relationships+xml\"/><Default " +
            "Extension=\"xml\" ContentType=\"application/xml\"/><Override " +
            "PartName=\"/xl/workbook.xml\" ContentType=\"" + sheets +
            "sheet.main+xml\"/><Override " +
            "PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + sheets +
            "worksheet+xml\"/></Types>\n"},
       {"_rels/.rels", head + "<Relationships xmlns=\"" + package +
                           "relationships\"><Relationship " + "Id=\"rId1\" Type=\"" + office +
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>\n"},
       {"xl/workbook.xml",
        head + "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" " +
            "xmlns:r=\"" + office +
            "\"><sheets><sheet name=\"table\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>\n"},
       {"xl/_rels/workbook.xml.rels",
        head + "<Relationships xmlns=\"" + package + "relationships\"><Relationship Id=\"rId1\" " +
            "Type=\"" + office +
            "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>\n"},
       {"xl/worksheets/sheet1.xml", std::move(sheet.xml)}});
}

}  // namespace

Status write_table(const Economy& economy, const std::filesystem::path& path) {
  constexpr Index k_sheet_columns = 16'384;
  constexpr Index k_sheet_rows = 1'048'576;
  constexpr Index k_other_rows = 16;
  if (const Status shapes = economy.check_shapes(); !shapes.ok()) return shapes;
  const bool xlsx = lower_case(path.extension().string()) == ".xlsx";
  const Index rows = economy.regions.size() * economy.goods.size() + k_other_rows;
  const Index columns = economy.users() + k_label_columns;
  if (xlsx && (columns > k_sheet_columns || rows > k_sheet_rows)) {
    return Error{ErrorCode::bad_input,
                 fmt::format("{} rows and {} columns are more than a sheet holds", rows, columns),
                 path.string(), "write it as csv", ""};
  }
  return write_file_with(path, [&](const std::filesystem::path& temporary) {
    return xlsx ? write_xlsx(economy, temporary) : write_csv(economy, temporary);
  });
}

}  // namespace domar::readers
