#include "config/secret.hpp"

#include <cstring>
#include <new>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace ballast::config {

void wipe(std::string& text) noexcept {
  // What lies between size and capacity may be the rest of an older value.
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

secret::secret(std::string_view text) {
  if (text.empty())
    return;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const auto bytes = (text.size() + page - 1) / page * page;
  auto* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    throw std::bad_alloc{};
  data_ = static_cast<char*>(memory);
  size_ = text.size();
  mapped_ = bytes;
  // Best effort: a container may allow neither, and that is no reason to stop.
  (void)mlock(data_, mapped_);
  (void)madvise(data_, mapped_, MADV_DONTDUMP);
  std::memcpy(data_, text.data(), text.size());
}

secret secret::take(std::string&& text) {
  auto result = secret{text};
  wipe(text);
  return result;
}

secret::~secret() { release(); }

secret::secret(secret&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)},
      size_{std::exchange(other.size_, 0)}, mapped_{std::exchange(other.mapped_,
                                                                  0)} {}

secret& secret::operator=(secret&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    mapped_ = std::exchange(other.mapped_, 0);
  }
  return *this;
}

void secret::release() noexcept {
  if (data_ == nullptr)
    return;
  explicit_bzero(data_, mapped_);
  (void)munmap(data_, mapped_);
  data_ = nullptr;
  size_ = 0;
  mapped_ = 0;
}

} // namespace ballast::config
