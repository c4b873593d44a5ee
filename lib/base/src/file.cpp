#include "domar/base/file.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace domar {

namespace {

Error cannot_write(const std::filesystem::path& path, const std::string& why) {
  return {ErrorCode::bad_input, "cannot write: " + why, path.string(),
          "check that the folder exists, is writable and has space left", ""};
}

/// Inflates a whole gzip file, member after member.
Result<std::string> inflated(const std::string& bytes, const std::filesystem::path& path) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {
    return Error{ErrorCode::internal, "zlib does not start", path.string(), "", ""};
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string text;
  std::array<char, 1 << 16> chunk{};
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(chunk.data(), chunk.size() - stream.avail_out);
    if (status != Z_OK && status != Z_STREAM_END) break;
    if (status == Z_STREAM_END && stream.avail_in > 0) status = inflateReset(&stream);
    if (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) break;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END) {
    return Error{ErrorCode::bad_input, "the gzip file is damaged or cut short", path.string(),
                 "fetch it again", ""};
  }
  return text;
}

Status sync_to_disk(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY);
  if (file < 0) return cannot_write(path, std::strerror(errno));
  const int failed = fsync(file);
  close(file);
  if (failed != 0) return cannot_write(path, std::strerror(errno));
  return Done{};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Error{ErrorCode::bad_input, "is a folder, not a file", path.string(), "", ""};
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::not_found, "no such file", path.string(),
                 "check the spelling and the folder you are in", ""};
  }
  std::ostringstream all;
  all << in.rdbuf();
  std::string bytes = std::move(all).str();
  const bool is_gzip = bytes.size() > 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
  if (is_gzip) return inflated(bytes, path);
  return bytes;
}

Status write_file_with(const std::filesystem::path& path,
                       const std::function<Status(const std::filesystem::path& temporary)>& write) {
  std::error_code failed;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failed);
  if (failed) return cannot_write(path, failed.message());

  const std::filesystem::path temporary = path.string() + fmt::format(".{}.tmp", getpid());
  Status status = write(temporary);
  if (status.ok()) status = sync_to_disk(temporary);
  if (status.ok()) {
    std::filesystem::rename(temporary, path, failed);
    if (failed) status = cannot_write(path, failed.message());
  }
  if (!status.ok()) std::filesystem::remove(temporary, failed);
  return status;
}

Status write_file(const std::filesystem::path& path, std::string_view content) {
  return write_file_with(path, [&](const std::filesystem::path& temporary) -> Status {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.flush();
    if (!out) return cannot_write(path, std::strerror(errno));
    return Done{};
  });
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace domar
