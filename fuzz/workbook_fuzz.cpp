/// @file Workbooks: any bytes are sheets of text, or an error.
///
/// The input is the text of a sheet (and of shared strings after a line of ====), put into a
/// workbook that is otherwise sound: bytes of a whole archive hardly ever have valid checksums.

#include "xlsx/workbook.hpp"

#include "readers.hpp"
#include "xlsx/sheet.hpp"
#include "xlsx/xml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace domar;
  using namespace domar::readers;
  const std::string_view text = fuzz::bytes_of(data, size);
  const auto book = xlsx::Workbook::open_bytes(std::string(text), "fuzz.xlsx");
  if (book.ok()) {
    for (Index k = 0; k < book->sheets().size(); ++k) {
      const auto sheet = book->text_of(k);
      if (!sheet.ok()) fuzz::expect_helpful(sheet.error());
    }
  } else {
    fuzz::expect_helpful(book.error());
  }
  const auto cut = text.find("\n====\n");
  xlsx::SharedStrings shared;
  if (cut != std::string_view::npos) {
    xlsx::XmlFeed feed(shared, "fuzz.xml");
    const Status fed = feed.feed(text.substr(cut + 6), true);
    if (!fed.ok()) fuzz::expect_helpful(fed.error());
  }
  xlsx::Sheet sheet(shared.texts);
  xlsx::XmlFeed feed(sheet, "fuzz.xml");
  const Status fed = feed.feed(text.substr(0, cut), true);
  if (!fed.ok()) fuzz::expect_helpful(fed.error());
  return 0;
}
