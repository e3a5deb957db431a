// Feeds of what everybody may see.
#include "sim/book_changes.hpp"
#include "sim/object_writer.hpp"
#include "sim/okx/candles.hpp"
#include "sim/okx/feed.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace ballast::sim::okx {

namespace {

using namespace std::chrono_literals;

std::string push_json(const topic& what, std::string_view data) {
  return R"({"arg":)" + what.json + R"(,"data":[)" + std::string{data} + "]}";
}

/// Looks at its instrument once a second: nothing that it tells of changes in
/// between.
class second_feed : public feed {
public:
  second_feed(topic what, market_data& markets)
      : what_{std::move(what)}, markets_{markets} {}

  void append_due(std::vector<std::string>& out, instant now) final {
    const auto second = seconds_of(now.wall);
    if (second <= last_)
      return;
    // A delisted instrument falls silent.
    if (auto* const x = markets_.find(what_.instrument, now))
      append_second(out, *x, now, std::exchange(last_, second));
  }

protected:
  /// @param last the second that was looked at before; 0: none
  virtual void append_second(std::vector<std::string>& out, listing& x,
                             instant now, std::int64_t last)
    = 0;

  const topic what_;
  market_data& markets_;

private:
  std::int64_t last_ = 0;
};

/// Pushes when there was a trade, or the best levels are other ones.
class ticker_feed : public second_feed {
public:
  using second_feed::second_feed;

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    auto top = markets_.book_of(x, 1, seconds_of(now.wall));
    const auto since = unix_time{std::chrono::seconds{last}};
    if (last != 0 && changes_between(top_, top).empty()
        && trades_between(x.market, since, now.wall).empty())
      return;
    top_ = std::move(top);
    out.push_back(push_json(what_, markets_.ticker_json(x, now, 1s)));
  }

  book_levels top_;
};

/// One trade a message.
class trade_feed : public feed {
public:
  trade_feed(topic what, market_data& markets, instant now)
      : what_{std::move(what)}, markets_{markets}, told_{now.wall} {}

  void append_due(std::vector<std::string>& out, instant now) override {
    const auto* const x = markets_.find(what_.instrument, now);
    if (x == nullptr || now.wall <= told_)
      return;
    const auto since = std::exchange(told_, now.wall) + 1ms;
    for (const auto& each : trades_between(x->market, since, now.wall)) {
      auto data = std::string{};
      auto to = object_writer{data};
      to.text("instId", x->facts->id)
        .text("tradeId", each.trade_id)
        .text("px", each.price.to_string())
        .text("sz", each.size.to_string())
        .text("side", each.taker == side::sell ? "sell" : "buy")
        .text("ts", milliseconds_text(each.at));
      if (what_.channel == "trades")
        to.text("count", "1");
      to.text("source", "0").bare("seqId", each.trade_id).end();
      out.push_back(push_json(what_, data));
    }
  }

private:
  const topic what_;
  market_data& markets_;
  unix_time told_;
};

/// The running candle as it changes, and each one once more when it closes.
class candle_feed : public second_feed {
public:
  candle_feed(topic what, market_data& markets, const candle_span& span)
      : second_feed{std::move(what), markets}, span_{span} {}

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    const auto time = seconds_of(now.wall);
    const auto running = span_.start_of(time);
    const auto first = last == 0 ? running : span_.start_of(last);
    for (const auto& row : candle_rows(*x.bars, span_, first, running, time)) {
      auto data = std::string{};
      append_candle(data, *x.facts, row, row.start != running);
      if (data == told_)
        continue;
      told_ = data;
      out.push_back(push_json(what_, data));
    }
  }

  candle_span span_;
  std::string told_;
};

/// 5 levels or one, always all of them.
class top_feed : public second_feed {
public:
  top_feed(topic what, market_data& markets, std::size_t depth)
      : second_feed{std::move(what), markets}, depth_{depth} {}

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    auto book = markets_.book_of(x, depth_, seconds_of(now.wall));
    if (last != 0 && changes_between(told_, book).empty())
      return;
    auto data = std::string{};
    auto to = object_writer{data};
    to.bare("asks", side_json(book.asks, false))
      .bare("bids", side_json(book.bids, false));
    if (depth_ > 1)
      to.text("instId", x.facts->id);
    to.text("ts", milliseconds_text(now.wall))
      .number("seqId", static_cast<std::int64_t>(book.sequence))
      .end();
    told_ = std::move(book);
    out.push_back(push_json(what_, data));
  }

  std::size_t depth_;
  book_levels told_;
};

/// 400 levels, then what changes.
class book_feed : public second_feed {
public:
  using second_feed::second_feed;

private:
  void append_second(std::vector<std::string>& out, listing& x, instant now,
                     std::int64_t last) override {
    constexpr auto depth = std::size_t{400};
    constexpr auto quiet_max = 60;
    const auto second = seconds_of(now.wall);
    auto book = markets_.book_of(x, depth, second);
    if (last == 0) {
      push(out, "snapshot", {book.bids, book.asks}, now, -1, second);
    } else {
      const auto changes = changes_between(book_, book);
      if (!changes.empty())
        push(out, "update", changes, now, told_, second);
      else if (second - said_ >= quiet_max) // Still alive.
        push(out, "update", changes, now, told_, told_);
      else
        return;
    }
    book_ = std::move(book);
  }

  void push(std::vector<std::string>& out, std::string_view action,
            const book_changes& what, instant now, std::int64_t before,
            std::int64_t after) {
    auto data = std::string{};
    object_writer{data}
      .bare("asks", side_json(what.asks, false))
      .bare("bids", side_json(what.bids, false))
      .text("ts", milliseconds_text(now.wall))
      .number("checksum", 0) // Retired, and still sent.
      .number("seqId", after)
      .number("prevSeqId", before)
      .end();
    told_ = after;
    said_ = seconds_of(now.wall);
    out.push_back(R"({"arg":)" + what_.json + R"(,"action":")"
                  + std::string{action} + R"(","data":[)" + data + "]}");
  }

  book_levels book_;
  std::int64_t told_ = 0; ///< The last seqId.
  std::int64_t said_ = 0; ///< When it was sent, Unix seconds.
};

/// Instruments whose state changes.
class instrument_feed : public feed {
public:
  instrument_feed(topic what, market_data& markets, instant now)
      : what_{std::move(what)}, markets_{markets}, looked_{
                                                     seconds_of(now.wall)} {
    for (const auto& x : markets_.listings())
      states_.emplace_back(markets_.state_of(x, now));
  }

  void append_due(std::vector<std::string>& out, instant now) override {
    const auto second = seconds_of(now.wall);
    if (second <= looked_)
      return;
    looked_ = second;
    auto data = std::string{};
    auto known = states_.begin();
    for (const auto& x : markets_.listings()) {
      const auto state = markets_.state_of(x, now);
      if (*known != state)
        append_instrument_json(data, *x.facts, state);
      *known++ = state;
    }
    if (!data.empty())
      out.push_back(push_json(what_, data));
  }

private:
  const topic what_;
  market_data& markets_;
  std::vector<std::string> states_;
  std::int64_t looked_;
};

/// Nothing is planned, so there is nothing to say.
class silent_feed : public feed {
public:
  void append_due(std::vector<std::string>& /*out*/, instant /*now*/) override {
  }
};

std::unique_ptr<feed> make_business_feed(const topic& what,
                                         market_data& markets, instant now) {
  constexpr auto candle = std::string_view{"candle"};
  if (what.channel == "trades-all")
    return std::make_unique<trade_feed>(what, markets, now);
  if (!what.channel.starts_with(candle))
    return nullptr;
  const auto* const span
    = candle_span_of(std::string_view{what.channel}.substr(candle.size()));
  return span == nullptr ? nullptr
                         : std::make_unique<candle_feed>(what, markets, *span);
}

} // namespace

std::unique_ptr<feed> make_public_feed(const topic& what, door where,
                                       market_data& markets, instant now) {
  const auto is_public = where == door::everyone;
  if (is_public && what.channel == "status")
    return std::make_unique<silent_feed>();
  if (is_public && what.channel == "instruments" && what.type == "SPOT")
    return std::make_unique<instrument_feed>(what, markets, now);
  if (markets.find(what.instrument, now) == nullptr)
    return nullptr;
  if (where == door::business)
    return make_business_feed(what, markets, now);
  if (!is_public)
    return nullptr;
  if (what.channel == "tickers")
    return std::make_unique<ticker_feed>(what, markets);
  if (what.channel == "trades")
    return std::make_unique<trade_feed>(what, markets, now);
  if (what.channel == "books")
    return std::make_unique<book_feed>(what, markets);
  if (what.channel == "books5")
    return std::make_unique<top_feed>(what, markets, 5);
  if (what.channel == "bbo-tbt")
    return std::make_unique<top_feed>(what, markets, 1);
  return nullptr;
}

} // namespace ballast::sim::okx
