// The feeds of one symbol or of all.
#include "sim/binance/feed.hpp"
#include "sim/binance/figures.hpp"
#include "sim/book_changes.hpp"
#include "sim/candle_rows.hpp"
#include "sim/object_writer.hpp"
#include "sim/wallet.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ballast::sim::binance {

namespace {

using namespace std::chrono_literals;

std::int64_t milliseconds_of(unix_time x) {
  return x.time_since_epoch().count();
}

/// Looks at its symbol once every so many seconds: what it tells of does not
/// change in between.
class paced_feed : public feed {
public:
  paced_feed(std::string id, market_data& markets, std::int64_t step = 1)
      : markets_{markets}, id_{std::move(id)}, step_{step} {}

  void append_due(std::vector<std::string>& out, instant now) final {
    const auto second = seconds_of(now.wall) / step_ * step_;
    if (second <= last_)
      return;
    // A delisted symbol falls silent.
    if (auto* const x = markets_.find(id_, now))
      append_second(out, *x, now, std::exchange(last_, second));
  }

protected:
  /// @param last the second that was looked at before; 0: none
  virtual void append_second(std::vector<std::string>& out, listing& x,
                             instant now, std::int64_t last)
    = 0;

  market_data& markets_;

private:
  std::string id_;
  std::int64_t step_;
  std::int64_t last_ = 0;
};

/// Whether anything traded since a second began.
bool has_traded(const listing& x, std::int64_t since, unix_time now) {
  return !trades_between(x.market, unix_time{std::chrono::seconds{since}}, now)
            .empty();
}

class ticker_feed : public paced_feed {
public:
  ticker_feed(std::string id, market_data& markets, bool is_mini)
      : paced_feed{std::move(id), markets}, is_mini_{is_mini} {}

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    if (last != 0 && !has_traded(x, last, now.wall))
      return;
    const auto time = milliseconds_of(now.wall);
    out.push_back(
      is_mini_ ? mini_ticker_event(*x.facts, *x.bars, time)
               : ticker_event(*x.facts, *x.bars,
                              markets_.top_of(x, seconds_of(now.wall)), time));
  }

  bool is_mini_;
};

/// The symbols that traded, once a second, as a list.
class all_tickers_feed : public feed {
public:
  all_tickers_feed(market_data& markets, instant now)
      : markets_{markets}, last_{seconds_of(now.wall)} {}

  void append_due(std::vector<std::string>& out, instant now) override {
    const auto second = seconds_of(now.wall);
    if (second <= last_)
      return;
    const auto since = std::exchange(last_, second);
    auto list = std::string{"["};
    for (const auto& x : markets_.listings()) {
      if (markets_.find(x.facts->id, now) == nullptr
          || !has_traded(x, since, now.wall))
        continue;
      list += list.size() == 1 ? "" : ",";
      list += mini_ticker_event(*x.facts, *x.bars, milliseconds_of(now.wall));
    }
    if (list.size() > 1)
      out.push_back(list + ']');
  }

private:
  market_data& markets_;
  std::int64_t last_;
};

class book_ticker_feed : public paced_feed {
public:
  using paced_feed::paced_feed;

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    auto top = markets_.top_of(x, seconds_of(now.wall));
    if (last != 0 && changes_between(told_, top).empty())
      return;
    const auto& facts = *x.facts;
    auto event = std::string{};
    object_writer{event}
      .number("u", static_cast<std::int64_t>(top.sequence))
      .text("s", facts.id)
      .text("b", price_text(facts, top.bids.at(0).price))
      .text("B", size_text(facts, top.bids.at(0).size))
      .text("a", price_text(facts, top.asks.at(0).price))
      .text("A", size_text(facts, top.asks.at(0).size))
      .end();
    told_ = std::move(top);
    out.push_back(std::move(event));
  }

  book_levels told_;
};

/// The running candle, and each one once more when it closes.
class kline_feed : public paced_feed {
public:
  kline_feed(std::string id, market_data& markets, std::string_view interval,
             const candle_span& span)
      : paced_feed{std::move(id), markets, span.length == 1 ? 1 : 2},
        interval_{interval}, span_{span} {}

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    const auto time = seconds_of(now.wall);
    const auto running = span_.start_of(time);
    const auto first = last == 0 ? running : span_.start_of(last);
    for (const auto& row : candle_rows(*x.bars, span_, first, running, time)) {
      const auto is_closed = row.start != running;
      if (!is_closed && row == told_)
        continue;
      told_ = row;
      out.push_back(kline_event(*x.facts, row, span_.advance(row.start, 1),
                                interval_, is_closed,
                                milliseconds_of(now.wall)));
    }
  }

  std::string interval_;
  candle_span span_;
  bar told_;
};

class trade_feed : public feed {
public:
  trade_feed(std::string id, market_data& markets, bool is_aggregate,
             instant now)
      : markets_{markets}, id_{std::move(id)},
        is_aggregate_{is_aggregate}, told_{now.wall} {}

  void append_due(std::vector<std::string>& out, instant now) override {
    const auto* const x = markets_.find(id_, now);
    if (x == nullptr || now.wall <= told_)
      return;
    const auto since = std::exchange(told_, now.wall) + 1ms;
    for (const auto& each : trades_between(x->market, since, now.wall))
      out.push_back(event_of(*x->facts, each, milliseconds_of(now.wall)));
  }

private:
  std::string event_of(const symbol& x, const trade& one,
                       std::int64_t now) const {
    auto event = std::string{};
    auto to = object_writer{event};
    to.text("e", is_aggregate_ ? "aggTrade" : "trade")
      .number("E", now)
      .text("s", x.id)
      .bare(is_aggregate_ ? "a" : "t", one.trade_id)
      .text("p", price_text(x, one.price))
      .text("q", size_text(x, one.size));
    if (is_aggregate_)
      to.bare("f", one.trade_id).bare("l", one.trade_id);
    to.number("T", milliseconds_of(one.at))
      .flag("m", one.taker == side::sell)
      .flag("M", true)
      .end();
    return event;
  }

  market_data& markets_;
  std::string id_;
  bool is_aggregate_;
  unix_time told_;
};

/// The best levels, always all of them, and not whose they are.
class partial_depth_feed : public paced_feed {
public:
  partial_depth_feed(std::string id, market_data& markets, std::size_t depth)
      : paced_feed{std::move(id), markets}, depth_{depth} {}

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t /*last*/) override {
    const auto book = markets_.book_of(x, depth_, seconds_of(now.wall));
    auto event = std::string{};
    object_writer{event}
      .number("lastUpdateId", static_cast<std::int64_t>(book.sequence))
      .bare("bids", side_json(*x.facts, book.bids))
      .bare("asks", side_json(*x.facts, book.asks))
      .end();
    out.push_back(std::move(event));
  }

  std::size_t depth_;
};

/// What changes in the best thousand levels. Ids go on without a gap from
/// event to event, and are those of depth.
class depth_feed : public paced_feed {
public:
  using paced_feed::paced_feed;

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    constexpr auto levels = std::size_t{1'000};
    auto book = markets_.book_of(x, levels, seconds_of(now.wall));
    const auto update = static_cast<std::int64_t>(book.sequence);
    const auto changes
      = last == 0 ? book_changes{} : changes_between(book_, book);
    book_ = std::move(book);
    if (last == 0)
      told_ = update;
    if (changes.empty())
      return;
    auto event = std::string{};
    object_writer{event}
      .text("e", "depthUpdate")
      .number("E", milliseconds_of(now.wall))
      .text("s", x.facts->id)
      .number("U", told_ + 1)
      .number("u", update)
      .bare("b", side_json(*x.facts, changes.bids))
      .bare("a", side_json(*x.facts, changes.asks))
      .end();
    told_ = update;
    out.push_back(std::move(event));
  }

  book_levels book_;
  std::int64_t told_ = 0; ///< The last event's u.
};

/// "btcusdt" as "BTCUSDT"; nothing where it has a capital letter in it.
std::optional<std::string> id_of(std::string_view lower) {
  auto id = std::string{lower};
  for (auto& x : id) {
    if (x >= 'A' && x <= 'Z')
      return std::nullopt;
    if (x >= 'a' && x <= 'z')
      x = static_cast<char>(x - 'a' + 'A');
  }
  return id;
}

std::unique_ptr<feed> make_depth_feed(std::string id, std::string_view kind,
                                      market_data& markets) {
  constexpr auto fast = std::string_view{"@100ms"};
  constexpr auto name = std::string_view{"depth"};
  if (kind.ends_with(fast))
    kind.remove_suffix(fast.size());
  kind.remove_prefix(name.size());
  if (kind.empty())
    return std::make_unique<depth_feed>(std::move(id), markets);
  if (kind != "5" && kind != "10" && kind != "20")
    return nullptr;
  return std::make_unique<partial_depth_feed>(
    std::move(id), markets,
    static_cast<std::size_t>(whole_of(kind).value_or(0)));
}

} // namespace

std::unique_ptr<feed> make_feed(std::string_view name, market_data& markets,
                                instant now) {
  constexpr auto kline = std::string_view{"kline_"};
  if (name == "!miniTicker@arr")
    return std::make_unique<all_tickers_feed>(markets, now);
  const auto at = name.find('@');
  if (at == std::string_view::npos)
    return nullptr;
  const auto id = id_of(name.substr(0, at));
  const auto kind = name.substr(at + 1);
  if (!id || symbol_named(*id) == nullptr)
    return nullptr;
  if (kind == "ticker" || kind == "miniTicker")
    return std::make_unique<ticker_feed>(*id, markets, kind == "miniTicker");
  if (kind == "bookTicker")
    return std::make_unique<book_ticker_feed>(*id, markets);
  if (kind == "trade" || kind == "aggTrade")
    return std::make_unique<trade_feed>(*id, markets, kind == "aggTrade", now);
  if (kind.starts_with("depth"))
    return make_depth_feed(*id, kind, markets);
  if (!kind.starts_with(kline))
    return nullptr;
  const auto interval = kind.substr(kline.size());
  const auto* const span = interval_named(interval);
  return span == nullptr
           ? nullptr
           : std::make_unique<kline_feed>(*id, markets, interval, *span);
}

} // namespace ballast::sim::binance
