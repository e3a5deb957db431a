// Our tables, read and written so that damage is found (see row.hpp).
#pragma once

#include "domain/result.hpp"
#include "store/database.hpp"
#include "store/row.hpp"

#include <string>
#include <vector>

namespace ballast::store {

/// Tables of a file at the newest version. `file` is kept by reference.
class sealed_tables {
public:
  explicit sealed_tables(database& file) noexcept : file_{file} {}

  /// Every row of `table` without its sum, in the order of writing.
  /// @returns ec::corrupt when a row does not fit its sum.
  result<std::vector<row>> read(const std::string& table);
  result<done> append(const std::string& table, row cells);
  /// Removes the rows whose `column` is `text`.
  result<done> remove(const std::string& table, const std::string& column,
                      const std::string& text);
  result<done> clear(const std::string& table);

  /// @returns ec::corrupt when a row of any table is gone, or was not written
  ///          here.
  result<done> check_seal();
  /// Writes the seal anew. Call it last in a transaction that began with
  /// check_seal.
  result<done> seal();
  /// Reads every row of every table, and the seal.
  result<done> check_all();

private:
  /// How many rows there are, and the sum over their sums.
  result<row> tally();

  database& file_;
};

} // namespace ballast::store
