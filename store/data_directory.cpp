#include "store/data_directory.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ballast::store {

namespace {

fault cannot(ec code, const std::filesystem::path& path, std::string_view why) {
  return fault{code,
               "data directory " + path.string() + ' ' + std::string{why}};
}

/// Creates `path` and the parents it lacks, each for the owner alone.
result<done> create(const std::filesystem::path& path) {
  auto so_far = std::filesystem::path{};
  for (const auto& part : path) {
    so_far /= part;
    if (part.empty() || ::mkdir(so_far.c_str(), S_IRWXU) == 0
        || errno == EEXIST)
      continue;
    // Above us there may be directories that we cannot write in, on a file
    // system that says so before it says that they are there.
    const auto why = errno;
    struct stat facts = {};
    if (::stat(so_far.c_str(), &facts) != 0)
      return cannot(ec::unavailable, path,
                    std::string{"cannot be created: "} + std::strerror(why));
  }
  return done{};
}

result<done> check(const std::filesystem::path& path) {
  struct stat facts = {};
  if (::stat(path.c_str(), &facts) != 0)
    return cannot(ec::unavailable, path,
                  std::string{"cannot be looked at: "} + std::strerror(errno));
  if (!S_ISDIR(facts.st_mode))
    return cannot(ec::invalid_argument, path, "is not a directory");
  if (facts.st_uid != ::geteuid())
    return cannot(ec::invalid_argument, path,
                  "belongs to another user; expected one of yours");
  // Being listed does no harm, the files are 0600; being replaced does.
  if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return cannot(ec::invalid_argument, path,
                  "can be written by others; chmod 700 it");
  return done{};
}

/// The number that the holder of the lock wrote, for a message.
std::string holder(int lock) {
  char text[32] = {};
  const auto count = ::pread(lock, text, sizeof text - 1, 0);
  auto result = std::string{};
  for (ssize_t i = 0; i < count && text[i] >= '0' && text[i] <= '9'; ++i)
    result.push_back(text[i]);
  return result.empty() ? "unknown" : result;
}

} // namespace

result<data_directory> data_directory::open(const std::filesystem::path& path) {
  if (auto created = create(path); !created)
    return created.error();
  if (auto checked = check(path); !checked)
    return checked.error();
  const auto lock
    = ::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
             S_IRUSR | S_IWUSR);
  if (lock < 0)
    return cannot(ec::unavailable, path,
                  std::string{"cannot be locked: "} + std::strerror(errno));
  // From here on the descriptor has an owner that closes it.
  auto directory = data_directory{path, lock};
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fcntl(lock, F_OFD_SETLK, &whole) != 0) {
    if (errno != EAGAIN && errno != EACCES)
      return cannot(ec::unavailable, path,
                    std::string{"cannot be locked: "} + std::strerror(errno));
    return cannot(ec::unavailable, path,
                  "is in use by another ballast (pid " + holder(lock)
                    + "); stop that one or choose another directory");
  }
  const auto number = std::to_string(::getpid()) + '\n';
  if (::ftruncate(lock, 0) != 0
      || ::pwrite(lock, number.data(), number.size(), 0)
           != static_cast<ssize_t>(number.size()))
    return cannot(ec::unavailable, path,
                  std::string{"cannot be written: "} + std::strerror(errno));
  return directory;
}

data_directory::data_directory(std::filesystem::path path, int lock) noexcept
    : path_{std::move(path)}, lock_{lock} {}

data_directory::~data_directory() {
  if (lock_ >= 0)
    ::close(lock_);
}

data_directory::data_directory(data_directory&& other) noexcept
    : path_{std::move(other.path_)}, lock_{std::exchange(other.lock_, -1)} {}

data_directory& data_directory::operator=(data_directory&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

} // namespace ballast::store
