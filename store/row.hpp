// One row of a table, and the sum that tells whether it is still what it was.
//
// SQLite finds a broken page, not a flipped digit in a well-formed one. So the
// last column of each of our rows is a sum over its table's name and all other
// columns, and one more row, the seal, holds a sum over all those sums: it
// misses the row that has gone or that was never ours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::store {

/// What a column can hold: nothing, a whole number, a real one, text.
using cell = std::variant<std::monostate, std::int64_t, double, std::string>;
using row = std::vector<cell>;

/// FNV-1a over 64 bits. Each step is a bijection of the sum so far, so that no
/// change of a single byte goes unseen.
/// Source: draft-eastlake-fnv, section 2 and 5.
class checksum {
public:
  void add(std::string_view bytes) noexcept;
  /// Tells lengths and kinds apart: ("ab", "c") is not ("a", "bc").
  void add(const cell& x);
  std::int64_t value() const noexcept {
    return static_cast<std::int64_t>(state_);
  }

private:
  void add_number(char kind, std::uint64_t x) noexcept;
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// The sum of `cells` as a row of `table`.
std::int64_t sum_of(std::string_view table, const row& cells);

} // namespace ballast::store
