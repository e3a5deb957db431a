// Whether two requests ask the same, and whether two values are the same.
#pragma once

#include "domain/decimal.hpp"
#include "net/wire.hpp"
#include "tests/conformance/judgement.hpp"
#include "tests/conformance/rows.hpp"
#include "venues/adapter.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::conformance {

using pairs = std::vector<std::pair<std::string, std::string>>;

/// "a=1&b=%20" as decoded pairs, sorted: their order on the wire is free.
pairs form_pairs(std::string_view text);
std::string path_of(const net::call& x);
pairs query_of(const net::call& x);
/// The value of a pair; empty where there is none.
std::string value_of(const pairs& from, std::string_view name);
void remove(pairs& from, std::string_view name);

/// Method, address, query as pairs, and the body: JSON as JSON, else as pairs.
void compare_calls(differences& to, const net::call& recorded,
                   const net::call& ours);
void compare_queries(differences& to, pairs recorded, pairs ours);
/// One header, exactly; absent is empty.
void compare_headers(differences& to, const net::call& recorded,
                     const net::call& ours, std::string_view name);

/// "15m", "1h", "1d", "1w". Throws where it is none.
std::chrono::seconds timeframe_of(const std::string& name);

/// A recorded number, which may be text; not a number where it is neither.
double number_of(const json& x);
/// A recorded decimal string against ours, exactly; null is zero.
void compare_decimals(differences& to, std::string_view what,
                      const json& recorded, decimal ours);

/// What a decoder made of a body, or the difference that it made nothing.
template <class T>
const T* value_of(differences& to, const venues::answer<T>& x) {
  if (!x.value)
    to.note(std::string{"not read: "} + to_string(x.kind) + ", " + x.text);
  return x.value ? &*x.value : nullptr;
}

// Against ccxt's unified form, in which numbers are doubles.

/// Milliseconds; where the recorded ones are whole seconds, ours are cut.
void compare_time(differences& to, unix_time ours, const json& recorded);

/// [[ms, open, high, low, close, volume], ...], which ccxt cuts to the `since`
/// and `limit` that it was asked with.
void compare_candles(differences& to, std::vector<candle> ours,
                     const json& recorded, const json& since,
                     const json& limit);

/// By symbol. A member that is neither ours nor named in `left_out`, as
/// "kind.name", is a difference. `all`: whether there may be no other market.
void compare_tickers(differences& to, const std::vector<ticker>& ours,
                     const json& recorded, const std::string& kind,
                     const std::set<std::string>& left_out, bool all);

/// {"BTC": {"free", "used", "total"}, ...} and the same again by figure.
/// `passed_over` are currencies that ccxt leaves out.
void compare_balances(differences& to, const std::vector<balance>& ours,
                      const json& recorded,
                      const std::set<std::string>& passed_over);

} // namespace ballast::conformance
