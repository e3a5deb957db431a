// The public channels of one pair: ticker, ohlc, book, trade.
// Source: kraken.md section 9 and the messages recorded with it.
#include "sim/kraken/channel.hpp"
#include "sim/kraken/figures.hpp"
#include "sim/kraken/stream_text.hpp"
#include "sim/market_feeds.hpp"
#include "sim/object_writer.hpp"
#include "sim/span_figures.hpp"
#include "sim/wallet.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

std::int64_t second_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

/// A pair with everything that its channels ask for.
struct place {
  const matching& engine;
  const matching_market& market;
  const pair& facts;
  std::string symbol;
};

class ticker_channel : public channel {
public:
  ticker_channel(place where, bool snapshot, bool on_quotes, instant now)
      : where_{std::move(where)}, snapshot_{snapshot}, on_quotes_{on_quotes},
        trades_{where_.market, now.wall}, best_{where_.engine, where_.market, 1,
                                                now.wall} {
    const auto last = last_trades(where_.market, 1, now.wall);
    const auto& market = where_.market;
    last_
      = last.empty()
          ? decimal::from_units(market.price_unit.units()
                                * market.bars->last_price(second_of(now.wall)))
          : last.back().price;
  }

  json terms() const override {
    return {{"channel", "ticker"},
            {"event_trigger", on_quotes_ ? "bbo" : "trades"},
            {"snapshot", snapshot_},
            {"symbol", where_.symbol}};
  }
  void begin(message_list& out, instant now) override {
    if (snapshot_)
      out.push_back(message("snapshot", now));
  }
  void look(message_list& out, instant now) override {
    const auto quotes = best_.advance(now.wall, false);
    const auto trades = trades_.until(now.wall);
    if (!trades.empty())
      last_ = trades.back().price;
    if (on_quotes_ ? !quotes.is_empty() : !trades.empty())
      out.push_back(message("update", now));
  }

private:
  std::string message(const char* type, instant now) const {
    const auto& facts = where_.facts;
    const auto day
      = figures_of_day(*where_.market.bars, second_of(now.wall)).sum;
    const auto ticks
      = [&](std::int64_t x) { return fixed_text(x, facts.price_decimals); };
    const auto open
      = decimal::from_units(where_.market.price_unit.units() * day.open);
    const auto level = [](const std::vector<book_level>& side) {
      return side.empty() ? book_level{} : side.front();
    };
    const auto bid = level(best_.levels().bids);
    const auto ask = level(best_.levels().asks);
    const auto change = last_ - open;
    const auto percent = quotient(
      product(change.is_negative() ? -change : change, decimal::whole(100)),
      open, 2);
    auto row = std::string{};
    object_writer{row}
      .text("symbol", where_.symbol)
      .bare("bid", price_text(bid.price, facts))
      .bare("bid_qty", quantity_text(bid.size, facts))
      .bare("ask", price_text(ask.price, facts))
      .bare("ask_qty", quantity_text(ask.size, facts))
      .bare("last", price_text(last_, facts))
      .bare("volume", fixed_text(day.volume, facts.lot_decimals))
      .bare("vwap", ticks(average_price(day)))
      .bare("low", ticks(day.low))
      .bare("high", ticks(day.high))
      .bare("change", price_text(change, facts))
      .bare("change_pct",
            padded_text(change.is_negative() ? -percent : percent, 2))
      .text("timestamp", microseconds_text(now.wall))
      .end();
    return data_message("ticker", type, row);
  }

  place where_;
  bool snapshot_;
  bool on_quotes_; ///< Else on trades.
  trade_feed trades_;
  book_feed best_;
  decimal last_;
};

class ohlc_channel : public channel {
public:
  ohlc_channel(place where, bool snapshot, std::int64_t interval, instant now)
      : where_{std::move(where)}, snapshot_{snapshot}, interval_{interval},
        candles_{*where_.market.bars, interval * 60, now.wall} {}

  json terms() const override {
    return {{"channel", "ohlc"},
            {"interval", interval_},
            {"snapshot", snapshot_},
            {"symbol", where_.symbol},
            {"warnings", {"timestamp is deprecated, use interval_begin"}}};
  }
  void begin(message_list& out, instant now) override {
    // How many there are is unconfirmed.
    constexpr auto count = std::int64_t{100};
    if (snapshot_)
      out.push_back(message("snapshot", candles_.snapshot(count), now));
  }
  void look(message_list& out, instant now) override {
    const auto traded = candles_.until(now.wall);
    if (!traded.empty())
      out.push_back(message("update", traded, now));
  }

private:
  std::string message(const char* type, const std::vector<bar>& bars,
                      instant now) const {
    auto rows = std::string{};
    for (const auto& x : bars)
      append_row(rows, x);
    auto text = data_message("ohlc", type, rows);
    text.insert(text.find(R"(,"data":)"),
                R"(,"timestamp":")" + microseconds_text(now.wall) + '"');
    return text;
  }
  void append_row(std::string& rows, const bar& x) const {
    const auto& facts = where_.facts;
    const auto time = [](std::int64_t second, const char* fraction) {
      auto text = iso_seconds(unix_time{std::chrono::seconds{second}});
      text.insert(text.size() - 1, fraction);
      return text;
    };
    const auto ticks = [&](std::int64_t price) {
      return fixed_text(price, facts.price_decimals);
    };
    object_writer{rows}
      .text("symbol", where_.symbol)
      .bare("open", ticks(x.open))
      .bare("high", ticks(x.high))
      .bare("low", ticks(x.low))
      .bare("close", ticks(x.close))
      .number("trades", x.trades)
      .bare("volume", fixed_text(x.volume, facts.lot_decimals))
      .bare("vwap", ticks(average_price(x)))
      .text("interval_begin", time(x.start, ".000000000"))
      .number("interval", interval_)
      .text("timestamp", time(x.start + interval_ * 60, ".000000"))
      .end();
  }

  place where_;
  bool snapshot_;
  std::int64_t interval_; ///< Minutes.
  candle_feed candles_;
};

class book_channel : public channel {
public:
  book_channel(place where, bool snapshot, std::size_t depth, instant now)
      : where_{std::move(where)}, snapshot_{snapshot}, depth_{depth},
        book_{where_.engine, where_.market, depth, now.wall} {}

  json terms() const override {
    return {{"channel", "book"},
            {"depth", depth_},
            {"snapshot", snapshot_},
            {"symbol", where_.symbol}};
  }
  void begin(message_list& out, instant now) override {
    const auto& all = book_.levels();
    if (snapshot_)
      out.push_back(message("snapshot", all.bids, all.asks, now));
  }
  void look(message_list& out, instant now) override {
    const auto change = book_.advance(now.wall, true);
    if (!change.is_empty())
      out.push_back(message("update", change.bids, change.asks, now));
  }

private:
  std::string message(const char* type, const std::vector<book_level>& bids,
                      const std::vector<book_level>& asks, instant now) const {
    auto row = std::string{};
    object_writer{row}
      .text("symbol", where_.symbol)
      .bare("bids", side_json(bids))
      .bare("asks", side_json(asks))
      .number("checksum", book_checksum(book_.levels(), where_.facts))
      .text("timestamp", microseconds_text(now.wall))
      .end();
    return data_message("book", type, row);
  }
  std::string side_json(const std::vector<book_level>& levels) const {
    auto rows = std::string{};
    for (const auto& x : levels)
      object_writer{rows}
        .bare("price", price_text(x.price, where_.facts))
        .bare("qty", quantity_text(x.size, where_.facts))
        .end();
    return '[' + rows + ']';
  }

  place where_;
  bool snapshot_;
  std::size_t depth_;
  book_feed book_;
};

class trade_channel : public channel {
public:
  trade_channel(place where, bool snapshot, instant now)
      : where_{std::move(where)}, snapshot_{snapshot}, trades_{where_.market,
                                                               now.wall} {}

  json terms() const override {
    return {
      {"channel", "trade"}, {"snapshot", snapshot_}, {"symbol", where_.symbol}};
  }
  void begin(message_list& out, instant now) override {
    constexpr auto count = std::size_t{50};
    if (snapshot_)
      out.push_back(
        message("snapshot", last_trades(where_.market, count, now.wall)));
  }
  void look(message_list& out, instant now) override {
    const auto trades = trades_.until(now.wall);
    if (!trades.empty())
      out.push_back(message("update", trades));
  }

private:
  std::string message(const char* type,
                      const std::vector<trade>& trades) const {
    auto rows = std::string{};
    for (const auto& x : trades)
      object_writer{rows}
        .text("symbol", where_.symbol)
        .text("side", x.taker == side::buy ? "buy" : "sell")
        .bare("price", price_text(x.price, where_.facts))
        .bare("qty", quantity_text(x.size, where_.facts))
        .text("ord_type", "market")
        .bare("trade_id", x.trade_id)
        .text("timestamp", microseconds_text(x.at))
        .end();
    return data_message("trade", type, rows);
  }

  place where_;
  bool snapshot_;
  trade_feed trades_;
};

template <std::size_t N>
bool is_one_of(const std::array<std::int64_t, N>& list, std::int64_t x) {
  return std::find(list.begin(), list.end(), x) != list.end();
}

} // namespace

made_channel make_market_channel(const channel_sources& from, const pair& where,
                                 const nlohmann::json& params, instant now) {
  constexpr auto intervals
    = std::array<std::int64_t, 9>{1, 5, 15, 30, 60, 240, 1'440, 10'080, 21'600};
  constexpr auto depths = std::array<std::int64_t, 5>{10, 25, 100, 500, 1'000};
  const auto name = text_of(params, "channel");
  const auto snapshot = flag_of(params, "snapshot", name != "trade");
  if (!snapshot)
    return std::string{"EGeneral:Invalid arguments:snapshot"};
  const auto& engine = from.orders.engine();
  auto at = place{engine, *engine.market(where.id), where, symbol_of(where)};
  if (name == "ticker") {
    const auto trigger
      = params.value("event_trigger", nlohmann::json("trades"));
    if (trigger != "trades" && trigger != "bbo")
      return std::string{"EGeneral:Invalid arguments:event_trigger"};
    return std::make_unique<ticker_channel>(std::move(at), *snapshot,
                                            trigger == "bbo", now);
  }
  if (name == "ohlc") {
    const auto interval = number_of(params, "interval", 1);
    if (!interval)
      return std::string{"Subscription ohlc interval must be an integer"};
    if (!is_one_of(intervals, *interval))
      return std::string{"Subscription ohlc interval not supported"};
    return std::make_unique<ohlc_channel>(std::move(at), *snapshot, *interval,
                                          now);
  }
  if (name == "book") {
    const auto depth = number_of(params, "depth", 10);
    if (!depth)
      return std::string{"Subscription book depth must be an integer"};
    if (!is_one_of(depths, *depth))
      return std::string{"Subscription depth not supported"};
    return std::make_unique<book_channel>(
      std::move(at), *snapshot, static_cast<std::size_t>(*depth), now);
  }
  return std::make_unique<trade_channel>(std::move(at), *snapshot, now);
}

} // namespace ballast::sim::kraken
