// What a call to the market data API asks for, read from its target.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/request_target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

/// Which question, and about which of the two kinds of assets.
struct data_route {
  bool is_crypto = false;
  std::string what;      ///< "bars", "latest/trades", "snapshots", …
  std::string of_symbol; ///< From the path; empty: from the query.
};
/// `/v2/stocks/bars`, `/v2/stocks/AAPL/bars`, `/v2/stocks/quotes/latest`,
/// `/v1beta3/crypto/us/latest/quotes` and their like.
/// @returns nothing for a path that is none of them
std::optional<data_route> parse_route(std::string_view path);

/// Symbols, each once, ascending as answers have them.
/// @returns ec::invalid_argument with the words of the answer, for none at all
///          or one that cannot be a symbol
result<std::vector<std::string>> parse_symbols(const data_route& route,
                                               const request_target& what);

/// A stretch of history.
struct data_window {
  std::int64_t from = 0; ///< Unix seconds, like the next; both included.
  std::int64_t to = 0;
  std::size_t limit = 1'000; ///< Items, over all symbols.
  bool descending = false;
  /// After which item of which symbol it goes on; empty: from the beginning.
  std::string after_symbol;
  std::int64_t after = 0;
};
/// @param now in Unix seconds, the default of `end`
/// @param today when the day began, the default of `start`
/// @returns ec::invalid_argument with the words of the answer
result<data_window> parse_window(const request_target& what, std::int64_t now,
                                 std::int64_t today);

/// "2024-03-09T07:40:00.000Z", an offset in place of the Z, or a date alone; in
/// Unix seconds, fractions dropped.
std::optional<std::int64_t> parse_time(std::string_view text);

/// The same to the millisecond.
std::optional<unix_time> parse_milliseconds(std::string_view text);

/// Base64 of `AAPL|M|2022-02-02T05:00:00.000000000Z`.
std::string page_token(std::string_view symbol, std::string_view letter,
                       std::int64_t at);

} // namespace ballast::sim::alpaca
