// GET klines, trades and aggTrades: what happened, row by row.
#include "sim/binance/figures.hpp"
#include "sim/binance/market_data.hpp"
#include "sim/binance/replies.hpp"
#include "sim/object_writer.hpp"
#include "sim/wallet.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::sim::binance {

namespace {

constexpr auto rows_max = std::int64_t{1'000};
/// When the first market opened: nothing is older.
constexpr auto begin_of_time = std::int64_t{1'502'942'400};
constexpr auto end_of_time = std::int64_t{253'402'300'799'999};

struct interval {
  std::string_view name;
  candle_span span;
};
/// Weeks begin on Monday, which 1970-01-05 was.
constexpr auto week = candle_span{604'800, 345'600, 0};
constexpr auto intervals = std::array{
  interval{"1s", {1}},      interval{"1m", {60}},
  interval{"3m", {180}},    interval{"5m", {300}},
  interval{"15m", {900}},   interval{"30m", {1'800}},
  interval{"1h", {3'600}},  interval{"2h", {7'200}},
  interval{"4h", {14'400}}, interval{"6h", {21'600}},
  interval{"8h", {28'800}}, interval{"12h", {43'200}},
  interval{"1d", {86'400}}, interval{"3d", {259'200}},
  interval{"1w", week},     interval{"1M", {0, 0, 1}},
};

/// A stretch of time and a number of rows, as a call asks for them.
struct asked_rows {
  std::optional<std::int64_t> from; ///< Unix milliseconds, inclusive.
  std::optional<std::int64_t> to;
  std::int64_t limit = 500;
};

/// An absent number stays absent. @returns what is wrong with one.
std::optional<net::reply> read_number(const parameters& given,
                                      std::string_view name,
                                      std::optional<std::int64_t>& into) {
  const auto text = given.filled(name);
  if (!text)
    return std::nullopt;
  into = whole_of(*text);
  if (!into)
    return not_digits(name);
  into = std::min(*into, end_of_time);
  return std::nullopt;
}

std::variant<asked_rows, net::reply> read_rows(const parameters& given) {
  auto result = asked_rows{};
  auto limit = std::optional<std::int64_t>{};
  for (auto wrong : {read_number(given, "startTime", result.from),
                     read_number(given, "endTime", result.to),
                     read_number(given, "limit", limit)})
    if (wrong)
      return *wrong;
  if (limit && *limit == 0)
    return invalid("limit");
  result.limit = std::min(limit.value_or(result.limit), rows_max);
  return result;
}

/// First and last beginning that a call asks for, in Unix seconds.
std::pair<std::int64_t, std::int64_t>
range_of(const asked_rows& asked, const candle_span& span, std::int64_t now) {
  const auto newest
    = span.start_of(asked.to ? std::min(*asked.to / 1'000, now) : now);
  const auto oldest = span.advance(span.start_of(begin_of_time), 1);
  if (!asked.from)
    return {std::max(oldest, span.advance(newest, 1 - asked.limit)), newest};
  const auto from = (*asked.from + 999) / 1'000;
  auto first = span.start_of(std::min(from, now + span.length + 1));
  if (first < from)
    first = span.advance(first, 1);
  first = std::max(first, oldest);
  return {first, std::min(newest, span.advance(first, asked.limit - 1))};
}

void append_trade(std::string& out, const symbol& x, const trade& one) {
  object_writer{out}
    .bare("id", one.trade_id)
    .text("price", price_text(x, one.price))
    .text("qty", size_text(x, one.size))
    .text("quoteQty", price_text(x, product(one.price, one.size)))
    .number("time", one.at.time_since_epoch().count())
    .flag("isBuyerMaker", one.taker == side::sell)
    .flag("isBestMatch", true)
    .end();
}

void append_aggregate(std::string& out, const symbol& x, const trade& one) {
  object_writer{out}
    .bare("a", one.trade_id)
    .text("p", price_text(x, one.price))
    .text("q", size_text(x, one.size))
    .bare("f", one.trade_id)
    .bare("l", one.trade_id)
    .number("T", one.at.time_since_epoch().count())
    .flag("m", one.taker == side::sell)
    .flag("M", true)
    .end();
}

unix_time time_of(std::int64_t milliseconds) {
  return unix_time{std::chrono::milliseconds{milliseconds}};
}

/// The first `count` trades of [from, to], as far as they have happened.
std::vector<trade> first_trades(const listing& x, unix_time from, unix_time to,
                                std::size_t count, unix_time now) {
  auto found = trades_between(x.market, from, std::min(to, now));
  if (found.size() > count)
    found.resize(count);
  return found;
}

/// What a call for trades asks for, oldest first.
std::vector<trade> trades_of(const listing& x, const asked_rows& asked,
                             std::optional<std::int64_t> from_id,
                             unix_time now) {
  using namespace std::chrono_literals;
  // Ids count on by four a second.
  constexpr auto ids_a_second = std::int64_t{4};
  const auto count = static_cast<std::size_t>(asked.limit);
  if (from_id) {
    const auto from = time_of(*from_id / ids_a_second * 1'000);
    auto found = trades_between(x.market, from, std::min(from + 24h, now));
    std::erase_if(found, [&](const trade& one) {
      return whole_of(one.trade_id).value_or(0) < *from_id;
    });
    if (found.size() > count)
      found.resize(count);
    return found;
  }
  const auto to = time_of(asked.to.value_or(end_of_time));
  if (!asked.from)
    return last_trades(x.market, count, std::min(to, now));
  const auto from = time_of(*asked.from);
  return first_trades(x, from, std::min(to, from + 24h), count, now);
}

} // namespace

const candle_span* interval_named(std::string_view name) {
  const auto* const found
    = std::find_if(intervals.begin(), intervals.end(),
                   [&](const interval& each) { return each.name == name; });
  return found == intervals.end() ? nullptr : &found->span;
}

net::reply market_data::klines(const parameters& given, instant now) {
  const auto name = given.filled("symbol");
  if (!name)
    return missing("symbol");
  const auto kind = given.filled("interval");
  if (!kind)
    return missing("interval");
  const auto* const x = find(*name, now);
  if (x == nullptr)
    return unknown_symbol();
  const auto* const span = interval_named(*kind);
  if (span == nullptr)
    return error_reply(400, -1120, "Invalid interval.");
  const auto asked = read_rows(given);
  if (const auto* refused = std::get_if<net::reply>(&asked))
    return *refused;
  const auto time = seconds_of(now.wall);
  const auto [first, last] = range_of(std::get<0>(asked), *span, time);
  auto body = std::string{"["};
  constexpr auto typical_size = std::size_t{200};
  const auto rows = candle_rows(*x->bars, *span, first, last, time);
  body.reserve(rows.size() * typical_size);
  for (const auto& row : rows) {
    body += body.size() == 1 ? "" : ",";
    append_kline(body, *x->facts, row, span->advance(row.start, 1));
  }
  return json_reply(body + ']');
}

net::reply market_data::trades(const parameters& given, instant now) {
  const auto name = given.filled("symbol");
  if (!name)
    return missing("symbol");
  const auto* const x = find(*name, now);
  if (x == nullptr)
    return unknown_symbol();
  const auto asked = read_rows(given);
  if (const auto* refused = std::get_if<net::reply>(&asked))
    return *refused;
  auto from_id = std::optional<std::int64_t>{};
  if (auto wrong = read_number(given, "fromId", from_id))
    return *wrong;
  auto body = std::string{"["};
  const auto only_limit = asked_rows{{}, {}, std::get<0>(asked).limit};
  for (const auto& each : trades_of(*x, only_limit, from_id, now.wall))
    append_trade(body, *x->facts, each);
  return json_reply(body + ']');
}

net::reply market_data::agg_trades(const parameters& given, instant now) {
  const auto name = given.filled("symbol");
  if (!name)
    return missing("symbol");
  const auto* const x = find(*name, now);
  if (x == nullptr)
    return unknown_symbol();
  const auto asked = read_rows(given);
  if (const auto* refused = std::get_if<net::reply>(&asked))
    return *refused;
  auto from_id = std::optional<std::int64_t>{};
  if (auto wrong = read_number(given, "fromId", from_id))
    return *wrong;
  auto body = std::string{"["};
  for (const auto& each : trades_of(*x, std::get<0>(asked), from_id, now.wall))
    append_aggregate(body, *x->facts, each);
  return json_reply(body + ']');
}

} // namespace ballast::sim::binance
