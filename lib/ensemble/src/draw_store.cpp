#include "draw_store.hpp"

#include <cstring>

#include <fmt/format.h>

#include "domar/base/file.hpp"

namespace domar::ensemble {

namespace fs = std::filesystem;

namespace {

std::uint64_t checksum(std::string_view bytes) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

void put(std::string& bytes, const void* from, std::size_t size) {
  bytes.append(static_cast<const char*>(from), size);
}

}  // namespace

DrawStore::DrawStore(fs::path file, std::string key, Index width)
    : file_(std::move(file)), key_(std::move(key)), width_(width) {}

std::string DrawStore::header() const {
  return fmt::format("domar draws 1\n{}\n{}\n", width_, sha256(key_));
}

std::string DrawStore::record(Index draw, const Vector& values) const {
  std::string bytes;
  const auto number = static_cast<std::uint64_t>(draw);
  put(bytes, &number, sizeof number);
  put(bytes, values.data(), values.size() * sizeof(double));
  const std::uint64_t sum = checksum(bytes);
  put(bytes, &sum, sizeof sum);
  return bytes;
}

Error DrawStore::cannot_write() const {
  return {ErrorCode::bad_input, "finished draws cannot be written", file_.string(),
          "is the folder there, and is the disk full?", ""};
}

Result<std::map<Index, Vector>> DrawStore::open() {
  std::map<Index, Vector> found;
  const std::string head = header();
  const std::size_t length = 16 + width_ * sizeof(double);
  std::size_t good = 0;
  if (const auto bytes = read_file(file_); bytes.ok() && bytes->rfind(head, 0) == 0) {
    good = head.size();
    while (good + length <= bytes->size()) {
      const std::string_view body = std::string_view(*bytes).substr(good, length - 8);
      std::uint64_t sum = 0;
      std::memcpy(&sum, bytes->data() + good + length - 8, sizeof sum);
      if (sum != checksum(body)) break;
      std::uint64_t number = 0;
      std::memcpy(&number, body.data(), sizeof number);
      Vector values(width_);
      std::memcpy(values.data(), body.data() + 8, width_ * sizeof(double));
      found[number] = std::move(values);
      good += length;
    }
  }
  std::error_code failed;
  if (file_.has_parent_path()) fs::create_directories(file_.parent_path(), failed);
  if (good == 0) {
    if (auto status = write_file(file_, head); !status.ok()) return status.error();
  } else {
    fs::resize_file(file_, good, failed);
    if (failed) return cannot_write();
  }
  out_.open(file_, std::ios::binary | std::ios::app);
  if (!out_) return cannot_write();
  return found;
}

Status DrawStore::append(Index draw, const Vector& values) {
  const std::string bytes = record(draw, values);
  const std::scoped_lock lock(mutex_);
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out_.flush();
  if (!out_) return cannot_write();
  return Done{};
}

}  // namespace domar::ensemble
