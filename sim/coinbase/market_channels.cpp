// The channels of one product: ticker, candles, level2, market_trades.
// Source: coinbase.md section 7 and the messages recorded with it.
#include "sim/coinbase/channel.hpp"
#include "sim/market_feeds.hpp"
#include "sim/object_writer.hpp"
#include "sim/span_figures.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <optional>

namespace ballast::sim::coinbase {

namespace {

std::int64_t second_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

/// `{"type":…,…,"rows":[…]}` @param rows objects, with commas between
std::string event_of(std::string_view type, std::string_view name,
                     const std::string& rows) {
  auto out = std::string{};
  object_writer{out}.text("type", type).bare(name, '[' + rows + ']').end();
  return out;
}

class ticker_channel : public channel {
public:
  /// @param every absent: with each trade; else so often, where some traded
  ticker_channel(const coinbase_product& product, const matching& engine,
                 std::optional<duration> every, instant now)
      : product_{product}, market_{*engine.market(product.id)}, every_{every},
        sent_at_{now.steady}, trades_{market_, now.wall}, best_{engine, market_,
                                                                1, now.wall} {
    constexpr auto day = std::int64_t{86'400};
    const auto second = second_of(now.wall);
    year_
      = figures_since(*market_.bars, second - 52 * 7 * day, day, second).sum;
    const auto last = last_trades(market_, 1, now.wall);
    price_ = last.empty() ? decimal::from_units(
               market_.price_unit.units() * market_.bars->last_price(second))
                          : last.back().price;
  }

  event_list begin(instant now) override { return {event("snapshot", now)}; }

  event_list look(instant now) override {
    best_.advance(now.wall, false);
    const auto trades = trades_.until(now.wall);
    if (!trades.empty()) {
      price_ = trades.back().price;
      has_traded_ = true;
    }
    if (!has_traded_ || (every_ && now.steady < sent_at_ + *every_))
      return {};
    has_traded_ = false;
    sent_at_ = now.steady;
    return {event("update", now)};
  }

private:
  std::string event(std::string_view type, instant now) const {
    const auto day = figures_of_day(*market_.bars, second_of(now.wall)).sum;
    const auto ticks = [&](std::int64_t x) {
      return decimal_text(x, product_.price_decimals);
    };
    const auto open = static_cast<double>(day.open);
    const auto change = (static_cast<double>(day.close) - open) / open * 100;
    auto row = std::string{};
    auto out = object_writer{row};
    out.text("type", "ticker")
      .text("product_id", product_.id)
      .text("price", price_.to_string())
      .text("volume_24_h", decimal_text(day.volume, product_.base_decimals))
      .text("low_24_h", ticks(day.low))
      .text("high_24_h", ticks(day.high))
      .text("low_52_w", ticks(std::min(day.low, year_.low)))
      .text("high_52_w", ticks(std::max(day.high, year_.high)))
      .text("price_percent_chg_24_h", fixed_text(change, 8));
    if (!every_) {
      quote(out, "best_bid", best_.levels().bids);
      quote(out, "best_ask", best_.levels().asks);
    }
    out.end();
    return event_of(type, "tickers", row);
  }
  static void quote(object_writer& out, const std::string& name,
                    const std::vector<book_level>& levels) {
    const auto best = levels.empty() ? book_level{} : levels.front();
    out.text(name, best.price.to_string())
      .text(name + "_quantity", best.size.to_string());
  }

  const coinbase_product& product_;
  const matching_market& market_;
  std::optional<duration> every_;
  time_point sent_at_;
  trade_feed trades_;
  book_feed best_;
  bar year_; ///< Up to when the channel was made.
  decimal price_;
  bool has_traded_ = false;
};

class candles_channel : public channel {
public:
  candles_channel(const coinbase_product& product, const matching& engine,
                  instant now)
      : product_{product}, candles_{*engine.market(product.id)->bars, width,
                                    now.wall} {}

  event_list begin(instant /*now*/) override {
    constexpr auto count = std::int64_t{100};
    return {event("snapshot", candles_.snapshot(count))};
  }
  event_list look(instant now) override {
    const auto traded = candles_.until(now.wall);
    return traded.empty() ? event_list{} : event_list{event("update", traded)};
  }

private:
  static constexpr auto width = std::int64_t{300}; ///< There are no others.

  /// Newest first, as everywhere at this venue.
  std::string event(std::string_view type, const std::vector<bar>& bars) const {
    const auto ticks = [&](std::int64_t x) {
      return decimal_text(x, product_.price_decimals);
    };
    auto rows = std::string{};
    for (auto x = bars.rbegin(); x != bars.rend(); ++x)
      object_writer{rows}
        .text("start", std::to_string(x->start))
        .text("high", ticks(x->high))
        .text("low", ticks(x->low))
        .text("open", ticks(x->open))
        .text("close", ticks(x->close))
        .text("volume", decimal_text(x->volume, product_.base_decimals))
        .text("product_id", product_.id)
        .end();
    return event_of(type, "candles", rows);
  }

  const coinbase_product& product_;
  candle_feed candles_;
};

class level2_channel : public channel {
public:
  level2_channel(const coinbase_product& product, const matching& engine,
                 instant now)
      : product_{product}, book_{engine, *engine.market(product.id), depth,
                                 now.wall} {}

  event_list begin(instant /*now*/) override {
    // Levels of a snapshot have no time.
    const auto& all = book_.levels();
    return {event("snapshot", all.bids, all.asks, "1970-01-01T00:00:00Z")};
  }
  event_list look(instant now) override {
    const auto change = book_.advance(now.wall, false);
    return change.is_empty()
             ? event_list{}
             : event_list{event("update", change.bids, change.asks,
                                microseconds_text(now.wall))};
  }

private:
  static constexpr auto depth = std::size_t{250};

  std::string event(std::string_view type, const std::vector<book_level>& bids,
                    const std::vector<book_level>& asks,
                    const std::string& time) const {
    auto rows = std::string{};
    append(rows, "bid", bids, time);
    append(rows, "offer", asks, time);
    auto out = std::string{};
    object_writer{out}
      .text("type", type)
      .text("product_id", product_.id)
      .bare("updates", '[' + rows + ']')
      .end();
    return out;
  }
  static void append(std::string& rows, const char* side,
                     const std::vector<book_level>& levels,
                     const std::string& time) {
    for (const auto& x : levels)
      object_writer{rows}
        .text("side", side)
        .text("event_time", time)
        .text("price_level", x.price.to_string())
        .text("new_quantity", x.size.to_string())
        .end();
  }

  const coinbase_product& product_;
  book_feed book_;
};

class trades_channel : public channel {
public:
  trades_channel(const coinbase_product& product, const matching& engine,
                 instant now)
      : product_{product}, market_{*engine.market(product.id)},
        trades_{market_, now.wall}, sent_at_{now.steady} {}

  event_list begin(instant now) override {
    constexpr auto count = std::size_t{50};
    return {event("snapshot", last_trades(market_, count, now.wall))};
  }
  event_list look(instant now) override {
    constexpr auto batch = std::chrono::milliseconds{250};
    if (now.steady < sent_at_ + batch)
      return {};
    sent_at_ = now.steady;
    const auto trades = trades_.until(now.wall);
    return trades.empty() ? event_list{} : event_list{event("update", trades)};
  }

private:
  /// Newest first; the side is the maker's.
  std::string event(std::string_view type,
                    const std::vector<trade>& trades) const {
    auto rows = std::string{};
    for (auto x = trades.rbegin(); x != trades.rend(); ++x)
      object_writer{rows}
        .text("product_id", product_.id)
        .text("trade_id", x->trade_id)
        .text("price", x->price.to_string())
        .text("size", x->size.to_string())
        .text("time", microseconds_text(x->at))
        .text("side", x->taker == side::buy ? "SELL" : "BUY")
        .end();
    return event_of(type, "trades", rows);
  }

  const coinbase_product& product_;
  const matching_market& market_;
  trade_feed trades_;
  time_point sent_at_;
};

} // namespace

std::unique_ptr<channel> make_market_channel(std::string_view name,
                                             const coinbase_product& product,
                                             const matching& engine,
                                             instant now) {
  if (name == "ticker")
    return std::make_unique<ticker_channel>(product, engine, std::nullopt, now);
  if (name == "ticker_batch")
    return std::make_unique<ticker_channel>(product, engine,
                                            std::chrono::seconds{5}, now);
  if (name == "candles")
    return std::make_unique<candles_channel>(product, engine, now);
  if (name == "level2")
    return std::make_unique<level2_channel>(product, engine, now);
  return std::make_unique<trades_channel>(product, engine, now);
}

std::string microseconds_text(unix_time x) {
  auto text = iso_milliseconds(x);
  text.insert(text.size() - 1, "000");
  return text;
}

} // namespace ballast::sim::coinbase
