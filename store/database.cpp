#include "store/database.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ballast::store {

namespace {

/// Source: sqlite.org/fileformat2.html, section 1.3.2.
constexpr off_t smallest_page = 512;

struct finalizer {
  void operator()(sqlite3_stmt* x) const noexcept { sqlite3_finalize(x); }
};
using statement_handle = std::unique_ptr<sqlite3_stmt, finalizer>;

/// What SQLite's code means to those who do not know SQLite.
ec meaning_of(int code) noexcept {
  switch (code & 0xff) {
  case SQLITE_FULL:
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_IOERR:
  case SQLITE_NOMEM:
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_PROTOCOL:
    return ec::unavailable;
  default:
    // The statements are ours and fit our tables: one that fails says that the
    // tables are no longer what we made.
    return ec::corrupt;
  }
}

int bind(sqlite3_stmt* to, int position, const cell& x) {
  if (const auto* whole = std::get_if<std::int64_t>(&x))
    return sqlite3_bind_int64(to, position, *whole);
  if (const auto* real = std::get_if<double>(&x))
    return sqlite3_bind_double(to, position, *real);
  if (const auto* text = std::get_if<std::string>(&x))
    return sqlite3_bind_text64(to, position, text->data(), text->size(),
                               SQLITE_TRANSIENT, SQLITE_UTF8);
  return sqlite3_bind_null(to, position);
}

cell cell_at(sqlite3_stmt* from, int column) {
  switch (sqlite3_column_type(from, column)) {
  case SQLITE_INTEGER:
    return std::int64_t{sqlite3_column_int64(from, column)};
  case SQLITE_FLOAT:
    return sqlite3_column_double(from, column);
  case SQLITE_NULL:
    return std::monostate{};
  default: {
    // Text, or a blob where a damaged file says so: its sum will not fit.
    const auto* bytes
      = static_cast<const char*>(sqlite3_column_blob(from, column));
    const auto size
      = static_cast<std::size_t>(sqlite3_column_bytes(from, column));
    return bytes == nullptr ? std::string{} : std::string{bytes, size};
  }
  }
}

/// Makes sure that the file is there and its owner's alone, before SQLite
/// creates it (and its two companions) as the umask has it.
result<done> make_private(const std::filesystem::path& path) {
  const auto file = ::open(
    path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file < 0)
    return fault{ec::unavailable,
                 path.string() + ": cannot be opened: " + std::strerror(errno)};
  struct stat facts = {};
  const auto failed
    = ::fchmod(file, S_IRUSR | S_IWUSR) != 0 || ::fstat(file, &facts) != 0;
  const auto why = errno;
  ::close(file);
  if (failed)
    return fault{ec::unavailable, path.string() + ": cannot be made private: "
                                    + std::strerror(why)};
  // SQLite takes what is shorter than its smallest page for an empty file and
  // begins anew; to us it is one that lost its content.
  if (facts.st_size > 0 && facts.st_size < smallest_page)
    return fault{ec::corrupt, path.string() + ": is cut short"};
  return done{};
}

} // namespace

void database::closer::operator()(sqlite3* x) const noexcept {
  sqlite3_close_v2(x);
}

database::database(std::filesystem::path path, sqlite3* connection)
    : path_{std::move(path)}, connection_{connection} {}
database::~database() = default;
database::database(database&&) noexcept = default;
database& database::operator=(database&&) noexcept = default;

result<database> database::open(const std::filesystem::path& path,
                                std::chrono::milliseconds busy_timeout) {
  if (auto made = make_private(path); !made)
    return made.error();
  sqlite3* handle = nullptr;
  const auto code = sqlite3_open_v2(path.c_str(), &handle,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW
                                      | SQLITE_OPEN_NOMUTEX,
                                    nullptr);
  // Even a failed open leaves a handle to close, but for want of memory.
  auto opened = database{path, handle};
  if (code != SQLITE_OK)
    return opened.last_fault(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  // What a damaged schema could ask for is not done.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return opened;
}

result<std::vector<row>> database::run(const std::string& statement,
                                       const row& parameters) {
  sqlite3_stmt* raw = nullptr;
  auto code
    = sqlite3_prepare_v2(connection_.get(), statement.data(),
                         static_cast<int>(statement.size()), &raw, nullptr);
  const auto prepared = statement_handle{raw};
  if (code != SQLITE_OK)
    return last_fault(code);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    code = bind(raw, static_cast<int>(i) + 1, parameters[i]);
    if (code != SQLITE_OK)
      return last_fault(code);
  }
  auto rows = std::vector<row>{};
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    auto cells = row{};
    for (int i = 0; i < sqlite3_column_count(raw); ++i)
      cells.push_back(cell_at(raw, i));
    rows.push_back(std::move(cells));
  }
  if (code != SQLITE_DONE)
    return last_fault(code);
  return rows;
}

fault database::last_fault(int code) const {
  const auto* words = connection_ == nullptr
                        ? sqlite3_errstr(code)
                        : sqlite3_errmsg(connection_.get());
  return fault{meaning_of(code), path_.string() + ": " + words};
}

} // namespace ballast::store
