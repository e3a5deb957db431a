#include "config/guarded_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace ballast::config {

namespace {

/// Closes what it holds.
class descriptor {
public:
  explicit descriptor(int number) noexcept : number_{number} {}
  ~descriptor() {
    if (number_ >= 0)
      ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const noexcept { return number_; }

private:
  int number_;
};

fault cannot(const std::filesystem::path& path, std::string_view why) {
  return fault{ec::invalid_argument, path.string().append(": ").append(why)};
}

/// Fills `room`, which is wiped by the caller, from `from`.
/// @returns bytes read, or -1 with errno set.
ssize_t read_all(int from, std::string& room) {
  auto count = std::size_t{0};
  while (count < room.size()) {
    const auto got = ::read(from, room.data() + count, room.size() - count);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return -1;
    if (got == 0)
      break;
    count += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(count);
}

} // namespace

std::optional<std::string> objection(const struct stat& facts, uid_t us,
                                     guard how) {
  if (!S_ISREG(facts.st_mode))
    return "is not a regular file";
  if (how != guard::owner_only)
    return std::nullopt;
  if (facts.st_uid != us)
    return "belongs to another user; it must be yours, and chmod 600";
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return "can be read or written by others; chmod 600 it";
  return std::nullopt;
}

result<secret> read_file(const std::filesystem::path& path, guard how) {
  // O_NONBLOCK: a FIFO in this place must not hang the start.
  const auto flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
                     | (how == guard::none ? 0 : O_NOFOLLOW);
  const auto file = descriptor{::open(path.c_str(), flags)};
  if (file.get() < 0 && errno == ELOOP)
    return cannot(path, "is a symbolic link; name the file itself (a regular "
                        "file of yours, chmod 600)");
  if (file.get() < 0)
    return cannot(path,
                  std::string{"cannot be opened: "} + std::strerror(errno));
  struct stat facts = {};
  if (::fstat(file.get(), &facts) != 0)
    return cannot(path, std::strerror(errno));
  if (auto why = objection(facts, ::geteuid(), how))
    return cannot(path, *why);
  const auto most = std::size_t{how == guard::none ? 1U << 20U : 1U << 16U};
  auto room = std::string(most + 1, '\0');
  const auto count = read_all(file.get(), room);
  if (count < 0) {
    const auto why = std::string{"cannot be read: "} + std::strerror(errno);
    wipe(room);
    return cannot(path, why);
  }
  const auto size = static_cast<std::size_t>(count);
  auto content = secret{std::string_view{room}.substr(0, size)};
  wipe(room);
  if (size > most)
    return cannot(path, "is too large: expected at most "
                          + std::to_string(most / 1024) + " KiB");
  return content;
}

} // namespace ballast::config
