#include "sim/binance/figures.hpp"

#include "sim/hash.hpp"
#include "sim/object_writer.hpp"
#include "sim/wallet.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::sim::binance {

namespace {

constexpr auto day = std::int64_t{86'400'000};

/// Percent to three places, as recorded.
std::string change_percent(const bar& x) {
  const auto open = static_cast<double>(x.open);
  return fixed_text((static_cast<double>(x.close) - open) / open * 100, 3);
}

std::string average_text(const symbol& x, const span_figures& of) {
  const auto scale = std::pow(10.0, -x.price_decimals);
  const auto ticks = of.sum.volume == 0
                       ? static_cast<double>(of.sum.close)
                       : of.quote_volume / static_cast<double>(of.sum.volume);
  return fixed_text(ticks * scale, x.quote_precision);
}

/// Members that all tickers end in. There are four ids of trades to a second.
void append_tail(object_writer& to, const symbol& x, const span_figures& of,
                 std::int64_t from, std::int64_t end, std::int64_t last) {
  const auto traded = of.sum.trades > 0;
  to.text("volume", size_text(x, of.sum.volume))
    .text("quoteVolume", paid_text(x, of.quote_volume))
    .number("openTime", from)
    .number("closeTime", end)
    .number("firstId", traded ? from / 1'000 * 4 : -1)
    .number("lastId", traded ? last / 1'000 * 4 + 3 : -1)
    .number("count", of.sum.trades)
    .end();
}

void append_changes(object_writer& to, const symbol& x,
                    const span_figures& of) {
  to.text("priceChange", price_text(x, of.sum.close - of.sum.open))
    .text("priceChangePercent", change_percent(of.sum))
    .text("weightedAvgPrice", average_text(x, of));
}

} // namespace

std::string price_text(const symbol& x, std::int64_t ticks) {
  return padded_text(ticks, x.price_decimals, x.quote_precision);
}

std::string size_text(const symbol& x, std::int64_t steps) {
  return padded_text(steps, x.lot_decimals, x.base_precision);
}

std::string price_text(const symbol& x, decimal price) {
  return padded_text(price, x.quote_precision);
}

std::string size_text(const symbol& x, decimal size) {
  return padded_text(size, x.base_precision);
}

std::string paid_text(const symbol& x, double paid) {
  return fixed_text(paid * std::pow(10.0, -x.price_decimals - x.lot_decimals),
                    x.quote_precision);
}

double taker_share(std::string_view id, std::int64_t start) {
  auto random = random_source{hash_of(id, static_cast<std::uint64_t>(start))};
  return (1 + random.uniform()) / 3;
}

std::string ticker_json(const symbol& x, const bar_source& bars,
                        const book_levels& top, std::int64_t now) {
  const auto of = figures_of_day(bars, now / 1'000);
  const auto& sum = of.sum;
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("symbol", x.id);
  append_changes(to, x, of);
  to.text("prevClosePrice", price_text(x, sum.open))
    .text("lastPrice", price_text(x, sum.close))
    .text("lastQty", size_text(x, 1 + sum.volume % 1'000))
    .text("bidPrice", price_text(x, top.bids.at(0).price))
    .text("bidQty", size_text(x, top.bids.at(0).size))
    .text("askPrice", price_text(x, top.asks.at(0).price))
    .text("askQty", size_text(x, top.asks.at(0).size))
    .text("openPrice", price_text(x, sum.open))
    .text("highPrice", price_text(x, sum.high))
    .text("lowPrice", price_text(x, sum.low));
  append_tail(to, x, of, now - day, now, now);
  return out;
}

namespace {

void append_mini(object_writer& to, const symbol& x, const span_figures& of) {
  to.text("openPrice", price_text(x, of.sum.open))
    .text("highPrice", price_text(x, of.sum.high))
    .text("lowPrice", price_text(x, of.sum.low))
    .text("lastPrice", price_text(x, of.sum.close));
}

} // namespace

std::string mini_ticker_json(const symbol& x, const bar_source& bars,
                             std::int64_t now) {
  const auto of = figures_of_day(bars, now / 1'000);
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("symbol", x.id);
  append_mini(to, x, of);
  append_tail(to, x, of, now - day, now, now);
  return out;
}

std::string window_ticker_json(const symbol& x, const bar_source& bars,
                               std::int64_t from, std::int64_t to_time,
                               std::int64_t now, bool is_mini) {
  constexpr auto minute = std::int64_t{60};
  const auto of = figures_since(bars, from / 1'000, minute, now / 1'000);
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("symbol", x.id);
  if (!is_mini)
    append_changes(to, x, of);
  append_mini(to, x, of);
  append_tail(to, x, of, from, to_time, now);
  return out;
}

std::string ticker_event(const symbol& x, const bar_source& bars,
                         const book_levels& top, std::int64_t now) {
  const auto of = figures_of_day(bars, now / 1'000);
  const auto& sum = of.sum;
  const auto traded = sum.trades > 0;
  auto out = std::string{};
  object_writer{out}
    .text("e", "24hrTicker")
    .number("E", now)
    .text("s", x.id)
    .text("p", price_text(x, sum.close - sum.open))
    .text("P", change_percent(sum))
    .text("w", average_text(x, of))
    .text("x", price_text(x, sum.open))
    .text("c", price_text(x, sum.close))
    .text("Q", size_text(x, 1 + sum.volume % 1'000))
    .text("b", price_text(x, top.bids.at(0).price))
    .text("B", size_text(x, top.bids.at(0).size))
    .text("a", price_text(x, top.asks.at(0).price))
    .text("A", size_text(x, top.asks.at(0).size))
    .text("o", price_text(x, sum.open))
    .text("h", price_text(x, sum.high))
    .text("l", price_text(x, sum.low))
    .text("v", size_text(x, sum.volume))
    .text("q", paid_text(x, of.quote_volume))
    .number("O", now - day)
    .number("C", now)
    .number("F", traded ? (now - day) / 1'000 * 4 : -1)
    .number("L", traded ? now / 1'000 * 4 + 3 : -1)
    .number("n", sum.trades)
    .end();
  return out;
}

std::string mini_ticker_event(const symbol& x, const bar_source& bars,
                              std::int64_t now) {
  const auto of = figures_of_day(bars, now / 1'000);
  auto out = std::string{};
  object_writer{out}
    .text("e", "24hrMiniTicker")
    .number("E", now)
    .text("s", x.id)
    .text("c", price_text(x, of.sum.close))
    .text("o", price_text(x, of.sum.open))
    .text("h", price_text(x, of.sum.high))
    .text("l", price_text(x, of.sum.low))
    .text("v", size_text(x, of.sum.volume))
    .text("q", paid_text(x, of.quote_volume))
    .end();
  return out;
}

std::string kline_event(const symbol& x, const bar& row, std::int64_t end,
                        std::string_view interval, bool is_closed,
                        std::int64_t now) {
  const auto share = taker_share(x.id, row.start);
  const auto taken = std::llround(share * static_cast<double>(row.volume));
  const auto traded = row.trades > 0;
  auto candle = std::string{};
  object_writer{candle}
    .number("t", row.start * 1'000)
    .number("T", end * 1'000 - 1)
    .text("s", x.id)
    .text("i", interval)
    .number("f", traded ? row.start * 4 : -1)
    .number("L", traded ? std::min(end - 1, now / 1'000) * 4 + 3 : -1)
    .text("o", price_text(x, row.open))
    .text("c", price_text(x, row.close))
    .text("h", price_text(x, row.high))
    .text("l", price_text(x, row.low))
    .text("v", size_text(x, row.volume))
    .number("n", row.trades)
    .flag("x", is_closed)
    .text("q", paid_text(x, paid_in(row)))
    .text("V", size_text(x, taken))
    .text("Q", paid_text(x, share * paid_in(row)))
    .text("B", "0")
    .end();
  auto out = std::string{};
  object_writer{out}
    .text("e", "kline")
    .number("E", now)
    .text("s", x.id)
    .bare("k", candle)
    .end();
  return out;
}

void append_kline(std::string& out, const symbol& x, const bar& row,
                  std::int64_t end) {
  const auto share = taker_share(x.id, row.start);
  const auto taken = std::llround(share * static_cast<double>(row.volume));
  const auto text = [&](const std::string& value) {
    out += ",\"";
    out += value;
    out += '"';
  };
  out += '[' + std::to_string(row.start * 1'000);
  text(price_text(x, row.open));
  text(price_text(x, row.high));
  text(price_text(x, row.low));
  text(price_text(x, row.close));
  text(size_text(x, row.volume));
  out += ',' + std::to_string(end * 1'000 - 1);
  text(paid_text(x, paid_in(row)));
  out += ',' + std::to_string(row.trades);
  text(size_text(x, taken));
  text(paid_text(x, share * paid_in(row)));
  text("0");
  out += ']';
}

} // namespace ballast::sim::binance
