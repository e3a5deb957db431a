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

fault last_fault(const std::filesystem::path& path, sqlite3* connection,
                 int code) {
  const auto* words
    = connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection);
  return fault{meaning_of(code), path.string() + ": " + words};
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
    return last_fault(path, handle, code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  // What a damaged schema could ask for is not done.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return opened;
}

result<statement> database::prepare(const std::string& text) {
  sqlite3_stmt* handle = nullptr;
  const auto code
    = sqlite3_prepare_v2(connection_.get(), text.data(),
                         static_cast<int>(text.size()), &handle, nullptr);
  auto prepared = statement{path_, handle};
  if (code != SQLITE_OK)
    return last_fault(path_, connection_.get(), code);
  return prepared;
}

result<std::vector<row>> database::run(const std::string& text,
                                       const row& parameters) {
  auto prepared = prepare(text);
  if (!prepared)
    return prepared.error();
  auto rows = std::vector<row>{};
  const auto ran = prepared->run(parameters, [&](const row& x) -> result<done> {
    rows.push_back(x);
    return done{};
  });
  if (!ran)
    return ran.error();
  return rows;
}

void database::keep_log_when_closed() {
  sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                    nullptr);
}

void statement::finalizer::operator()(sqlite3_stmt* x) const noexcept {
  sqlite3_finalize(x);
}

statement::statement(std::filesystem::path path, sqlite3_stmt* handle)
    : path_{std::move(path)}, handle_{handle} {}
statement::~statement() = default;
statement::statement(statement&&) noexcept = default;
statement& statement::operator=(statement&&) noexcept = default;

result<done>
statement::run(const row& parameters,
               const std::function<result<done>(const row&)>& each) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (const auto code
        = bind(handle_.get(), static_cast<int>(i) + 1, parameters[i]);
        code != SQLITE_OK)
      return last_fault(path_, sqlite3_db_handle(handle_.get()), code);
  auto ran = step(each);
  // What it says is what the step before has said.
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  return ran;
}

result<done>
statement::step(const std::function<result<done>(const row&)>& each) {
  auto* const handle = handle_.get();
  auto cells = row{};
  auto code = SQLITE_OK;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
    cells.clear();
    for (int i = 0; i < sqlite3_column_count(handle); ++i)
      cells.push_back(cell_at(handle, i));
    if (each)
      if (auto taken = each(cells); !taken)
        return taken;
  }
  if (code != SQLITE_DONE)
    return last_fault(path_, sqlite3_db_handle(handle), code);
  return done{};
}

} // namespace ballast::store
