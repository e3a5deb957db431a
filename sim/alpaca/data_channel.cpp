#include "sim/alpaca/data_channel.hpp"

#include "sim/alpaca/figures_json.hpp"
#include "sim/alpaca/sessions.hpp"
#include "sim/market_feeds.hpp"
#include "sim/object_writer.hpp"
#include "sim/wire_text.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace ballast::sim::alpaca {

namespace {

constexpr auto minute = std::int64_t{60};

std::int64_t second_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

class trades_channel : public data_channel {
public:
  trades_channel(const asset& of, const matching_market& market, instant now)
      : of_{of}, feed_{market, now.wall} {}

  void look(item_list& out, instant now) override {
    for (const auto& x : feed_.until(now.wall))
      append(out.emplace_back(), x);
  }

private:
  void append(std::string& item, const trade& x) const {
    auto row = object_writer{item};
    row.text("T", "t").text("S", of_.symbol).bare("i", x.trade_id);
    if (!of_.is_crypto)
      row.text("x", "V");
    row.bare("p", x.price.to_string())
      .bare("s", x.size.to_string())
      .text("t", iso_milliseconds(x.at));
    if (of_.is_crypto)
      row.text("tks", x.taker == side::buy ? "B" : "S");
    else
      row.bare("c", R"(["@"])").text("z", "C");
    row.end();
  }

  const asset& of_;
  trade_feed feed_;
};

/// Best bids and asks of the book that orders trade with. That of stocks stands
/// still while their market is closed.
class quotes_channel : public data_channel {
public:
  quotes_channel(const asset& of, const matching& engine,
                 const matching_market& market, instant now)
      : of_{of}, best_{engine, market, 1, now.wall} {}

  void look(item_list& out, instant now) override {
    const auto change = best_.advance(now.wall, false);
    if (!change.is_empty() && (of_.is_crypto || is_open(second_of(now.wall))))
      append(out.emplace_back());
  }

private:
  void append(std::string& item) const {
    const auto level = [](const std::vector<ballast::book_level>& side) {
      return side.empty() ? ballast::book_level{} : side.front();
    };
    const auto bid = level(best_.levels().bids);
    const auto ask = level(best_.levels().asks);
    auto row = object_writer{item};
    row.text("T", "q").text("S", of_.symbol);
    if (!of_.is_crypto)
      row.text("bx", "V");
    row.bare("bp", bid.price.to_string()).bare("bs", bid.size.to_string());
    if (!of_.is_crypto)
      row.text("ax", "V");
    row.bare("ap", ask.price.to_string())
      .bare("as", ask.size.to_string())
      .text("t", iso_milliseconds(*best_.levels().at));
    if (!of_.is_crypto)
      row.bare("c", R"(["R"])").text("z", "C");
    row.end();
  }

  const asset& of_;
  book_feed best_;
};

/// A minute when it is over, or the day as it stood then.
class bars_channel : public data_channel {
public:
  bars_channel(std::vector<const tape*> of, bool is_daily, instant now)
      : of_{std::move(of)}, is_daily_{is_daily}, minute_{second_of(now.wall)
                                                         / minute} {}

  void look(item_list& out, instant now) override {
    for (const auto running = second_of(now.wall) / minute; minute_ < running;
         ++minute_)
      for (const auto* x : of_)
        append(out, *x, minute_ * minute);
  }

private:
  void append(item_list& out, const tape& of, std::int64_t start) const {
    const auto last = start + minute - 1;
    auto bars = std::vector<bar>{};
    of.append_bars(bars, {timeframe::unit::minute, 1}, start, start, last);
    if (bars.empty())
      return;
    if (is_daily_) {
      bars.clear();
      of.append_bars(bars, {timeframe::unit::day, 1}, start, start, last);
    }
    for (const auto& x : bars) {
      auto& item = out.emplace_back();
      append_bar_json(item, x, of.facts());
      item.insert(1, std::string{R"("T":")"} + (is_daily_ ? 'd' : 'b')
                       + R"(","S":")" + of.facts().symbol + R"(",)");
    }
  }

  std::vector<const tape*> of_;
  bool is_daily_;
  std::int64_t minute_; ///< The first that was not told, since 1970.
};

class book_channel : public data_channel {
public:
  book_channel(const asset& of, const matching& engine,
               const matching_market& market, instant now)
      : of_{of}, book_{engine, market, depth, now.wall} {}

  void begin(item_list& out, instant /*now*/) override {
    const auto& all = book_.levels();
    append(out.emplace_back(), all.bids, all.asks, true);
  }
  void look(item_list& out, instant now) override {
    const auto change = book_.advance(now.wall, false);
    if (!change.is_empty())
      append(out.emplace_back(), change.bids, change.asks, false);
  }

private:
  // The venue sends all that there is; how much that is it does not say.
  static constexpr auto depth = std::size_t{20};

  static std::string side_json(const std::vector<ballast::book_level>& levels) {
    auto rows = std::string{};
    for (const auto& x : levels)
      object_writer{rows}
        .bare("p", x.price.to_string())
        .bare("s", x.size.to_string())
        .end();
    return '[' + rows + ']';
  }
  void append(std::string& item, const std::vector<ballast::book_level>& bids,
              const std::vector<ballast::book_level>& asks,
              bool is_whole) const {
    auto row = object_writer{item};
    row.text("T", "o")
      .text("S", of_.symbol)
      .text("t", iso_milliseconds(*book_.levels().at))
      .bare("b", side_json(bids))
      .bare("a", side_json(asks));
    if (is_whole)
      row.flag("r", true);
    row.end();
  }

  const asset& of_;
  book_feed book_;
};

std::vector<const tape*> tapes_named(market_data& markets, bool is_crypto,
                                     std::string_view symbol, instant now) {
  auto result = std::vector<const tape*>{};
  const auto add = [&](const asset& x) {
    if (const auto* const found = markets.find(x.symbol, now);
        found != nullptr && x.is_crypto == is_crypto)
      result.push_back(found);
  };
  if (symbol == "*") {
    for (const auto& x : all_assets())
      add(x);
  } else if (const auto* const x = find_asset(symbol);
             x != nullptr && x->symbol == symbol) {
    add(*x);
  }
  return result;
}

} // namespace

std::span<const std::string_view> lists_of(bool is_crypto) {
  static constexpr auto stocks = std::array<std::string_view, 9>{
    "trades",   "quotes", "bars",        "updatedBars", "dailyBars",
    "statuses", "lulds",  "corrections", "cancelErrors"};
  static constexpr auto crypto = std::array<std::string_view, 6>{
    "trades", "quotes", "orderbooks", "bars", "updatedBars", "dailyBars"};
  return is_crypto ? std::span<const std::string_view>{crypto}
                   : std::span<const std::string_view>{stocks};
}

std::unique_ptr<data_channel>
make_data_channel(const stream_sources& from, bool is_crypto,
                  std::string_view list, std::string_view symbol, instant now) {
  auto tapes = tapes_named(from.markets, is_crypto, symbol, now);
  if (tapes.empty())
    return nullptr;
  if (list == "bars" || list == "dailyBars")
    return std::make_unique<bars_channel>(std::move(tapes), list == "dailyBars",
                                          now);
  const auto& facts = tapes.front()->facts();
  const auto& engine = from.orders.engine();
  const auto& market = from.orders.market(*tapes.front());
  if (list == "trades")
    return std::make_unique<trades_channel>(facts, market, now);
  if (list == "quotes")
    return std::make_unique<quotes_channel>(facts, engine, market, now);
  if (list == "orderbooks")
    return std::make_unique<book_channel>(facts, engine, market, now);
  return nullptr;
}

} // namespace ballast::sim::alpaca
