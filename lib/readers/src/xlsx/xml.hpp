#pragma once
/// @file XML in pieces: the little of expat that workbooks need.

#include <expat.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domar/base/result.hpp"

namespace domar::readers::xlsx {

/// What follows the last colon: "x:row" is "row".
[[nodiscard]] inline std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The value of an attribute, by its name without a prefix; null if it is not there.
[[nodiscard]] inline const char* attribute(const char** attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (local_name(attributes[0]) == name) return attributes[1];
  }
  return nullptr;
}

/// Feeds XML to a `Handler` with start(name, attributes), end(name), text(view) and
/// std::string problem(): what it refuses, empty while all is well. Document types are refused, so
/// that no entity can expand.
template <class Handler>
class XmlFeed {
 public:
  XmlFeed(Handler& handler, std::string shown)
      : handler_(handler),
        shown_(std::move(shown)),
        parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* name, const char** attributes) {
          static_cast<XmlFeed*>(self)->handler_.start(local_name(name), attributes);
          static_cast<XmlFeed*>(self)->stop_if_refused();
        },
        [](void* self, const char* name) {
          static_cast<XmlFeed*>(self)->handler_.end(local_name(name));
          static_cast<XmlFeed*>(self)->stop_if_refused();
        });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int length) {
      static_cast<XmlFeed*>(self)->handler_.text(
          std::string_view(text, static_cast<std::size_t>(length)));
    });
    XML_SetStartDoctypeDeclHandler(
        parser_.get(), [](void* self, const char*, const char*, const char*, int) {
          static_cast<XmlFeed*>(self)->has_doctype_ = true;
          XML_StopParser(static_cast<XmlFeed*>(self)->parser_.get(), XML_FALSE);
        });
  }

  Status feed(std::string_view piece, bool last = false) {
    const int length = static_cast<int>(piece.size());  // pieces are 256 KiB
    if (XML_Parse(parser_.get(), piece.data(), length, last ? 1 : 0) == XML_STATUS_OK) {
      return Done{};
    }
    if (!handler_.problem().empty()) {
      return Error{ErrorCode::bad_input, handler_.problem(), shown_, "", ""};
    }
    const char* why = has_doctype_ ? "it declares a document type"
                                   : XML_ErrorString(XML_GetErrorCode(parser_.get()));
    return Error{ErrorCode::bad_input, std::string("the workbook is damaged: ") + why,
                 shown_ + ":" + std::to_string(XML_GetCurrentLineNumber(parser_.get())) + ":" +
                     std::to_string(XML_GetCurrentColumnNumber(parser_.get()) + 1),
                 "open it in a spreadsheet program and save it again as xlsx", ""};
  }
  Status finish() { return feed({}, true); }

 private:
  void stop_if_refused() {
    if (!handler_.problem().empty()) XML_StopParser(parser_.get(), XML_FALSE);
  }

  Handler& handler_;
  std::string shown_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  bool has_doctype_ = false;
};

}  // namespace domar::readers::xlsx
