#include "sim/okx/market_data.hpp"

#include "sim/market_story.hpp"
#include "sim/object_writer.hpp"
#include "sim/okx/replies.hpp"
#include "sim/span_figures.hpp"
#include "sim/wallet.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace ballast::sim::okx {

namespace {

/// What costs is a thousand days' figures, so they may be a little old.
constexpr auto age_of_tickers = std::chrono::seconds{10};

bool is_other_type(std::string_view type) {
  constexpr auto types = std::array<std::string_view, 5>{
    "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// What is wrong with a call's type of instrument; nothing where it is SPOT.
std::optional<net::reply> check_type(const request_target& what) {
  const auto type = what.first("instType").value_or("");
  if (type.empty())
    return empty_parameter("instType");
  if (is_other_type(type)) // Known, and here is none of them.
    return data_reply("[]");
  if (type != "SPOT")
    return wrong_parameter("instType");
  return std::nullopt;
}

/// Price at the beginning of the day in a zone so many hours east.
std::int64_t day_open(const bar_source& bars, std::int64_t now,
                      std::int64_t hours) {
  constexpr auto day = std::int64_t{86'400};
  const auto shift = hours * 3'600;
  return bars.last_price((now + shift) / day * day - shift - 1);
}

void append_level(std::string& out, const book_level& x, bool is_full) {
  const auto orders = x.size.is_zero() ? decltype(x.size.units()){}
                                       : 1 + (x.size.units() / 7) % 9;
  out += out.back() == '[' ? "[\"" : ",[\"";
  out += x.price.to_string() + "\",\"" + x.size.to_string();
  out += is_full ? "\",\"" : "\",\"0\",\"";
  out += std::to_string(static_cast<int>(orders)) + "\"]";
}

} // namespace

std::string side_json(const std::vector<book_level>& rows, bool is_full) {
  auto out = std::string{"["};
  for (const auto& row : rows)
    append_level(out, row, is_full);
  return out + ']';
}

std::optional<std::int64_t> whole_of(std::string_view text) {
  constexpr auto digits_max = std::size_t{18};
  auto number = std::int64_t{0};
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || number < 0
      || text.size() > digits_max)
    return std::nullopt;
  return number;
}

std::int64_t seconds_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

std::string milliseconds_text(unix_time x) {
  return std::to_string(x.time_since_epoch().count());
}

market_data::market_data(std::uint64_t seed, fault_plan& faults,
                         std::optional<unix_time> stories_begin)
    : seed_{seed}, faults_{faults} {
  for (const auto& x : all_instruments()) {
    const auto nature = nature_of(x);
    const auto life = life_of(nature, seed);
    auto bars = bars_of(nature.book, life, stories_begin);
    // A level holds some trades.
    auto market = market_of(x, *bars, 4 * life.trade_size);
    listings_.push_back({&x, std::move(bars), std::move(market), 0, {}});
  }
}

listing* market_data::find(std::string_view id, instant now) {
  const auto* const facts = instrument_named(id);
  if (facts == nullptr || faults_.delisted(id, now.steady))
    return nullptr;
  return &listings_[static_cast<std::size_t>(facts - all_instruments().data())];
}

std::string_view market_data::state_of(const listing& x, instant now) {
  return faults_.post_only(x.facts->id, now.steady)
           ? std::string_view{"post_only"}
           : std::string_view{x.facts->state};
}

net::reply market_data::instruments(const request_target& what, instant now) {
  if (auto wrong = check_type(what))
    return *wrong;
  auto data = std::string{"["};
  const auto one = what.first("instId").value_or("");
  if (!one.empty()) {
    const auto* const x = find(one, now);
    if (x == nullptr)
      return unknown_instrument();
    append_instrument_json(data, *x->facts, state_of(*x, now));
    return data_reply(data + ']');
  }
  constexpr auto typical_size = std::size_t{900};
  data.reserve(listings_.size() * typical_size);
  for (const auto& x : listings_)
    if (!faults_.delisted(x.facts->id, now.steady))
      append_instrument_json(data, *x.facts, state_of(x, now));
  return data_reply(data + ']');
}

const std::string& market_data::ticker_json(listing& x, instant now,
                                            std::chrono::seconds age_max) {
  const auto time = seconds_of(now.wall);
  if (x.made_at != 0 && time >= x.made_at && time - x.made_at < age_max.count())
    return x.json;
  const auto of = figures_of_day(*x.bars, time);
  const auto top = book_at(x.market, seed_, 1, time);
  const auto& facts = *x.facts;
  const auto price = [&](std::int64_t ticks) {
    return decimal_text(ticks, facts.price_decimals);
  };
  const auto paid = of.quote_volume
                    * std::pow(10, -facts.price_decimals - facts.lot_decimals);
  x.json.clear();
  object_writer{x.json}
    .text("instType", "SPOT")
    .text("instId", facts.id)
    .text("last", price(of.sum.close))
    .text("lastSz", decimal_text(1 + of.sum.volume % 1'000, facts.lot_decimals))
    .text("askPx", top.asks.at(0).price.to_string())
    .text("askSz", top.asks.at(0).size.to_string())
    .text("bidPx", top.bids.at(0).price.to_string())
    .text("bidSz", top.bids.at(0).size.to_string())
    .text("open24h", price(of.sum.open))
    .text("high24h", price(of.sum.high))
    .text("low24h", price(of.sum.low))
    .text("volCcy24h", fixed_text(paid, 8))
    .text("vol24h", decimal_text(of.sum.volume, facts.lot_decimals))
    .text("ts", milliseconds_text(now.wall))
    .text("sodUtc0", price(day_open(*x.bars, time, 0)))
    .text("sodUtc8", price(day_open(*x.bars, time, 8)))
    .end();
  x.made_at = time;
  return x.json;
}

net::reply market_data::tickers(const request_target& what, instant now) {
  if (auto wrong = check_type(what))
    return *wrong;
  auto data = std::string{"["};
  for (auto& x : listings_) {
    if (faults_.delisted(x.facts->id, now.steady))
      continue;
    data += data.size() == 1 ? "" : ",";
    data += ticker_json(x, now, age_of_tickers);
  }
  return data_reply(data + ']');
}

net::reply market_data::ticker(const request_target& what, instant now) {
  const auto name = what.first("instId").value_or("");
  if (name.empty())
    return empty_parameter("instId");
  auto* const x = find(name, now);
  return x == nullptr
           ? unknown_instrument()
           : data_reply('[' + ticker_json(*x, now, age_of_tickers) + ']');
}

net::reply market_data::books(const request_target& what, bool is_full,
                              instant now) {
  const auto name = what.first("instId").value_or("");
  if (name.empty())
    return empty_parameter("instId");
  const auto depth = whole_of(what.first("sz").value_or("1"));
  if (!depth || *depth < 1 || *depth > (is_full ? 5'000 : 400))
    return wrong_parameter("sz");
  const auto* const x = find(name, now);
  if (x == nullptr)
    return unknown_instrument();
  const auto book = book_at(x->market, seed_, static_cast<std::size_t>(*depth),
                            seconds_of(now.wall));
  auto data = std::string{"["};
  object_writer{data}
    .bare("asks", side_json(book.asks, is_full))
    .bare("bids", side_json(book.bids, is_full))
    .text("ts", milliseconds_text(now.wall))
    .number("seqId", static_cast<std::int64_t>(book.sequence))
    .end();
  return data_reply(data + ']');
}

net::reply market_data::trades(const request_target& what, instant now) {
  const auto name = what.first("instId").value_or("");
  if (name.empty())
    return empty_parameter("instId");
  const auto limit = whole_of(what.first("limit").value_or("100"));
  if (!limit || *limit < 1 || *limit > 500)
    return wrong_parameter("limit");
  const auto* const x = find(name, now);
  if (x == nullptr)
    return unknown_instrument();
  auto all = last_trades(x->market, static_cast<std::size_t>(*limit), now.wall);
  std::reverse(all.begin(), all.end());
  auto data = std::string{"["};
  for (const auto& each : all)
    object_writer{data}
      .text("instId", x->facts->id)
      .text("side", each.taker == side::sell ? "sell" : "buy")
      .text("sz", each.size.to_string())
      .text("source", "0")
      .text("px", each.price.to_string())
      .text("tradeId", each.trade_id)
      .text("ts", milliseconds_text(each.at))
      .end();
  return data_reply(data + ']');
}

net::reply market_data::price_limit(const request_target& what, instant now) {
  const auto name = what.first("instId").value_or("");
  if (name.empty())
    return empty_parameter("instId");
  const auto* const x = find(name, now);
  if (x == nullptr)
    return unknown_instrument();
  const auto last = x->bars->last_price(seconds_of(now.wall));
  auto data = std::string{"["};
  object_writer{data}
    .text("instType", "SPOT")
    .text("instId", x->facts->id)
    .text("buyLmt", decimal_text(last + last / 20, x->facts->price_decimals))
    .text("sellLmt", decimal_text(last - last / 20, x->facts->price_decimals))
    .text("ts", milliseconds_text(now.wall))
    .flag("enabled", true)
    .end();
  return data_reply(data + ']');
}

} // namespace ballast::sim::okx
