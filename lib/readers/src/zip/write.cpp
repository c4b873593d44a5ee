#include "zip/write.hpp"

#include <zip.h>

namespace domar::readers {

Status write_zip(const std::filesystem::path& path,
                 const std::vector<std::pair<std::string, std::string>>& entries) {
  // Noon of the first of January 1980, the first date that a zip can hold.
  constexpr zip_uint16_t k_date = (1U << 5U) | 1U;
  constexpr zip_uint16_t k_time = 12U << 11U;
  int code = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  const Error failed{ErrorCode::bad_input, "cannot write", path.string(), "is there space left?",
                     ""};
  if (zip == nullptr) return failed;
  for (const auto& [name, bytes] : entries) {
    zip_source_t* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    const zip_int64_t place =
        source == nullptr ? -1 : zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
      if (source != nullptr) zip_source_free(source);
      zip_discard(zip);
      return failed;
    }
    const auto index = static_cast<zip_uint64_t>(place);
    zip_file_set_dostime(zip, index, k_time, k_date, 0);
  }
  if (zip_close(zip) == 0) return Done{};
  zip_discard(zip);
  return failed;
}

}  // namespace domar::readers
