#include "mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>

namespace domar::readers {

std::shared_ptr<const MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return nullptr;
  struct stat about {};
  auto mapping = std::make_shared<MappedFile>();
  if (fstat(file, &about) == 0 && about.st_size > 0) {
    mapping->size_ = static_cast<std::size_t>(about.st_size);
    void* at = mmap(nullptr, mapping->size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (at != MAP_FAILED) mapping->at_ = static_cast<const char*>(at);
  }
  close(file);
  return mapping->at_ == nullptr ? nullptr : mapping;
}

MappedFile::~MappedFile() {
  if (at_ != nullptr) munmap(const_cast<char*>(at_), size_);
}

void forget_pages(std::string_view bytes) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
  const std::uintptr_t from = (begin + page - 1) / page * page;
  const std::uintptr_t to = (begin + bytes.size()) / page * page;
  if (to > from) madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
}

}  // namespace domar::readers
