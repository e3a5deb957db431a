#include "sim/alpaca/figures_json.hpp"

#include "sim/alpaca/sessions.hpp"
#include "sim/hash.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

namespace {

constexpr auto minute = std::int64_t{60};
constexpr auto day = std::int64_t{86'400};

std::string time_text(std::int64_t x) {
  return iso_seconds(unix_time{std::chrono::seconds{x}});
}

/// Appends one member after another.
class member_writer {
public:
  member_writer(std::string& out, const asset& of) : out_{out}, of_{of} {
    out_ += '{';
  }
  member_writer& time(const char* name, std::int64_t x) {
    return raw(name, '"' + time_text(x) + '"');
  }
  member_writer& price(const char* name, std::int64_t ticks) {
    return raw(name, decimal_text(ticks, of_.price_decimals));
  }
  member_writer& size(const char* name, std::int64_t steps) {
    return raw(name, decimal_text(steps, of_.size_decimals));
  }
  member_writer& raw(const char* name, std::string_view json) {
    if (out_.back() != '{')
      out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
    out_ += json;
    return *this;
  }
  void end() { out_ += '}'; }

private:
  std::string& out_;
  const asset& of_;
};

/// A size that follows from what it stands at: 1 to 100 units of what a trade
/// of about a hundred dollars has.
std::int64_t size_at(const tape& of, std::int64_t place, std::int64_t now) {
  constexpr auto patience = std::int64_t{10}; // Seconds that a size stands.
  const auto draw = hash_of(of.facts().symbol + std::to_string(place),
                            static_cast<std::uint64_t>(now / patience));
  const auto share = static_cast<std::int64_t>(1 + draw % 100);
  if (!of.facts().is_crypto)
    return share * 100;
  const auto price = std::max<std::int64_t>(1, of.last_price(now));
  auto unit = std::int64_t{100};
  for (auto i = 0; i < of.facts().price_decimals; ++i)
    unit *= 10;
  // Steps of a billionth: about unit / price coins, without overflow.
  const auto steps = static_cast<double>(unit) / static_cast<double>(price)
                     * 1e9 * static_cast<double>(share);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(steps));
}

} // namespace

void append_bar_json(std::string& out, const bar& x, const asset& of) {
  member_writer{out, of}
    .time("t", x.start)
    .price("o", x.open)
    .price("h", x.high)
    .price("l", x.low)
    .price("c", x.close)
    .size("v", x.volume)
    .raw("n", std::to_string(x.trades))
    .price("vw", x.volume == 0 ? x.close : typical_price(x))
    .end();
}

void append_trade_json(std::string& out, const bar& second, const asset& of) {
  const auto id = std::to_string(second.start);
  if (of.is_crypto) {
    member_writer{out, of}
      .time("t", second.start)
      .price("p", second.close)
      .size("s", second.volume)
      .raw("tks", second.close >= second.open ? R"("B")" : R"("S")")
      .raw("i", id)
      .end();
    return;
  }
  member_writer{out, of}
    .time("t", second.start)
    .raw("x", R"("V")")
    .price("p", second.close)
    .size("s", second.volume)
    .raw("c", R"(["@"])")
    .raw("i", id)
    .raw("z", R"("C")")
    .end();
}

void append_quote_json(std::string& out, const tape& of, std::int64_t at,
                       std::int64_t price) {
  const auto step = of.quote_step();
  const auto bid = std::max(step, price - price % step);
  const auto bid_size = size_at(of, bid, at);
  const auto ask_size = size_at(of, bid + step, at);
  if (of.facts().is_crypto) {
    member_writer{out, of.facts()}
      .time("t", at)
      .price("bp", bid)
      .size("bs", bid_size)
      .price("ap", bid + step)
      .size("as", ask_size)
      .end();
    return;
  }
  member_writer{out, of.facts()}
    .time("t", at)
    .raw("ax", R"("V")")
    .price("ap", bid + step)
    .size("as", ask_size)
    .raw("bx", R"("V")")
    .price("bp", bid)
    .size("bs", bid_size)
    .raw("c", R"(["R"])")
    .raw("z", R"("C")")
    .end();
}

void append_latest_trade(std::string& out, const tape& of, std::int64_t now) {
  const auto at = of.last_traded(now);
  const auto price = of.last_price(now);
  append_trade_json(out,
                    {at, price, price, price, price, size_at(of, price, at), 1},
                    of.facts());
}

void append_latest_quote(std::string& out, const tape& of, std::int64_t now) {
  append_quote_json(out, of, of.last_traded(now), of.last_price(now));
}

void append_latest_bar(std::string& out, const tape& of, const timeframe& width,
                       std::int64_t now, std::size_t back) {
  const auto at = of.last_traded(now);
  // A few days over the longest holidays; for minutes an hour is enough nearly
  // always, and far less work.
  auto bars = std::vector<bar>{};
  if (width.is_intraday())
    of.append_bars(bars, width, at - 60 * minute, at, now);
  if (bars.size() <= back) {
    bars.clear();
    of.append_bars(bars, width, at - 14 * day, at, now);
  }
  if (bars.size() <= back)
    out += "null";
  else
    append_bar_json(out, bars[bars.size() - 1 - back], of.facts());
}

void append_snapshot(std::string& out, const tape& of, std::int64_t now) {
  constexpr auto minutes = timeframe{timeframe::unit::minute, 1};
  constexpr auto days = timeframe{timeframe::unit::day, 1};
  out += R"({"latestTrade":)";
  append_latest_trade(out, of, now);
  out += R"(,"latestQuote":)";
  append_latest_quote(out, of, now);
  out += R"(,"minuteBar":)";
  append_latest_bar(out, of, minutes, now, 0);
  out += R"(,"dailyBar":)";
  append_latest_bar(out, of, days, now, 0);
  out += R"(,"prevDailyBar":)";
  append_latest_bar(out, of, days, now, 1);
  out += '}';
}

made_up_book book_of(const tape& of, std::int64_t now) {
  constexpr auto depth = std::int64_t{20};
  const auto step = of.quote_step();
  const auto price = of.last_price(now);
  const auto best = std::max(step, price - price % step);
  auto result = made_up_book{};
  for (auto i = std::int64_t{0}; i < depth; ++i) {
    const auto bid = best - i * step;
    const auto ask = best + (i + 1) * step;
    if (bid > 0)
      result.bids.push_back({bid, size_at(of, bid, now)});
    result.asks.push_back({ask, size_at(of, ask, now)});
  }
  return result;
}

void append_levels(std::string& out, const std::vector<book_level>& levels,
                   const asset& of) {
  for (auto i = std::size_t{0}; i < levels.size(); ++i) {
    out += i == 0 ? "" : ",";
    member_writer{out, of}
      .price("p", levels[i].price)
      .size("s", levels[i].size)
      .end();
  }
}

void append_book_json(std::string& out, const tape& of, std::int64_t now) {
  const auto book = book_of(of, now);
  out += R"({"a":[)";
  append_levels(out, book.asks, of.facts());
  out += R"(],"b":[)";
  append_levels(out, book.bids, of.facts());
  out += R"(],"t":")" + time_text(now) + "\"}";
}

} // namespace ballast::sim::alpaca
