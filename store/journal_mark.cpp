#include "store/journal_mark.hpp"

#include "store/row.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ballast::store {

namespace {

/// A page each, so that no write touches both.
constexpr off_t place_size = 4096;
constexpr auto places = off_t{2};
constexpr auto words = std::size_t{4}; ///< identity, count, sum, check.
constexpr auto bytes = words * sizeof(std::uint64_t);

using record = std::array<char, bytes>;

std::uint64_t check_of(const journal_mark& x) {
  return static_cast<std::uint64_t>(
    sum_of("mark", {static_cast<std::int64_t>(x.identity),
                    static_cast<std::int64_t>(x.count), x.sum}));
}

record written(const journal_mark& x) {
  auto result = record{};
  auto at = std::size_t{0};
  for (auto word :
       {x.identity, x.count, static_cast<std::uint64_t>(x.sum), check_of(x)})
    for (std::size_t i = 0; i < sizeof word; ++i, word >>= 8U)
      result.at(at++) = static_cast<char>(word & 0xffU);
  return result;
}

std::uint64_t word_at(const record& x, std::size_t index) {
  auto word = std::uint64_t{0};
  for (auto i = sizeof word; i-- > 0;)
    word = (word << 8U)
           | static_cast<unsigned char>(x.at(index * sizeof word + i));
  return word;
}

std::optional<journal_mark> read_place(int file, off_t place) {
  auto content = record{};
  if (::pread(file, content.data(), bytes, place * place_size)
      != static_cast<ssize_t>(bytes))
    return std::nullopt;
  const auto mark
    = journal_mark{word_at(content, 0), word_at(content, 1),
                   static_cast<std::int64_t>(word_at(content, 2))};
  if (check_of(mark) != word_at(content, 3))
    return std::nullopt;
  return mark;
}

} // namespace

mark_file::mark_file(std::filesystem::path path, int file) noexcept
    : path_{std::move(path)}, file_{file} {}

mark_file::~mark_file() {
  if (file_ >= 0)
    ::close(file_);
}

mark_file::mark_file(mark_file&& other) noexcept
    : path_{std::move(other.path_)}, file_{std::exchange(other.file_, -1)} {}

mark_file& mark_file::operator=(mark_file&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  return *this;
}

fault mark_file::failed(const char* what) const {
  return fault{ec::unavailable, path_.string() + ": cannot be " + what + ": "
                                  + std::strerror(errno)};
}

result<mark_file> mark_file::create(const std::filesystem::path& path,
                                    const journal_mark& x) {
  auto made = mark_file{
    path,
    ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
           S_IRUSR | S_IWUSR)};
  if (made.file_ < 0)
    return made.failed("made");
  // All the room that it will ever need: a full disk cannot stop it later.
  const auto empty = std::string(places * place_size, '\0');
  if (::pwrite(made.file_, empty.data(), empty.size(), 0)
      != static_cast<ssize_t>(empty.size()))
    return made.failed("written");
  if (auto wrote = made.write(x); !wrote)
    return wrote.error();
  if (::fsync(made.file_) != 0)
    return made.failed("flushed");
  return made;
}

result<mark_file> mark_file::open(const std::filesystem::path& path) {
  auto opened
    = mark_file{path, ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW)};
  if (opened.file_ < 0 && errno == ENOENT)
    return fault{ec::not_found, path.string() + ": is not there"};
  if (opened.file_ < 0)
    return opened.failed("opened");
  return opened;
}

result<journal_mark> mark_file::read() const {
  auto newest = std::optional<journal_mark>{};
  for (off_t i = 0; i < places; ++i)
    if (const auto mark = read_place(file_, i);
        mark && (!newest || newest->count < mark->count))
      newest = mark;
  if (!newest)
    return fault{ec::corrupt, path_.string() + ": holds no mark"};
  return *newest;
}

result<done> mark_file::write(const journal_mark& x) const {
  const auto content = written(x);
  const auto place = static_cast<off_t>(x.count % places);
  if (::pwrite(file_, content.data(), bytes, place * place_size)
      != static_cast<ssize_t>(bytes))
    return failed("written");
  return done{};
}

result<done> flush_directory(const std::filesystem::path& path) {
  const auto directory
    = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const auto flushed = directory >= 0 && ::fsync(directory) == 0;
  const auto why = errno;
  if (directory >= 0)
    ::close(directory);
  if (!flushed)
    return fault{ec::unavailable,
                 path.string() + ": cannot be flushed: " + std::strerror(why)};
  return done{};
}

} // namespace ballast::store
