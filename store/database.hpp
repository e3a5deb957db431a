// A SQLite connection as values: statements in, rows or a fault out.
#pragma once

#include "domain/result.hpp"
#include "store/row.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace ballast::store {

/// A statement read once and run often. Does not outlive its database.
class statement {
public:
  ~statement();
  statement(statement&&) noexcept;
  statement& operator=(statement&&) noexcept;

  /// Runs it to its end with `parameters` bound in order, and hands each row
  /// to `each`, which ends it with a fault of its own.
  /// @returns as database::run.
  result<done> run(const row& parameters,
                   const std::function<result<done>(const row&)>& each = {});

private:
  friend class database;
  struct finalizer {
    void operator()(sqlite3_stmt* x) const noexcept;
  };
  statement(std::filesystem::path path, sqlite3_stmt* handle);
  result<done> step(const std::function<result<done>(const row&)>& each);

  std::filesystem::path path_; ///< For what it says of a failure.
  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

/// One connection, of one thread at a time.
class database {
public:
  /// Opens or creates the file, with mode 0600 and not through a link.
  /// @param busy_timeout how long a statement waits for another connection.
  static result<database> open(const std::filesystem::path& path,
                               std::chrono::milliseconds busy_timeout);

  ~database();
  database(database&&) noexcept;
  database& operator=(database&&) noexcept;

  /// Runs one statement with its parameters bound in order.
  /// @returns its rows; ec::corrupt when the file is damaged or no database;
  ///          ec::unavailable when it is full, locked or cannot be written.
  result<std::vector<row>> run(const std::string& text,
                               const row& parameters = {});
  /// @returns ec::corrupt when the tables are not those that `text` is about.
  result<statement> prepare(const std::string& text);
  /// Closing the last connection shall leave the write-ahead log as it is: what
  /// was found damaged stays there to be looked at.
  void keep_log_when_closed();

  /// A transaction around `body`, a callable that returns result<T>: committed
  /// when it succeeds, rolled back when it or the commit fails.
  template <class Body>
  auto transaction(Body body) -> decltype(body()) {
    if (auto begun = run("BEGIN IMMEDIATE"); !begun)
      return begun.error();
    auto value = body();
    if (value) {
      if (auto committed = run("COMMIT"); committed)
        return value;
      else
        value = committed.error();
    }
    // Some failures have rolled back already; then this one says so, which
    // nobody needs to hear.
    (void)run("ROLLBACK");
    return value;
  }

private:
  struct closer {
    void operator()(sqlite3* x) const noexcept;
  };
  database(std::filesystem::path path, sqlite3* connection);

  std::filesystem::path path_;
  std::unique_ptr<sqlite3, closer> connection_;
};

} // namespace ballast::store
