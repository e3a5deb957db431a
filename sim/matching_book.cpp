#include "sim/matching_book.hpp"

#include "sim/hash.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim {

namespace {

decimal times(decimal unit, std::int64_t count) {
  return decimal::from_units(unit.units() * count);
}

/// Distance of two levels in ticks: a power of ten, about 0.002 % of the price,
/// so that levels stay where they are while the price moves between them.
std::int64_t gap_at(std::int64_t price) {
  auto gap = std::int64_t{1};
  while (gap * 10 <= price / 50'000)
    gap *= 10;
  return gap;
}

/// What stands at a price. It changes every ten seconds, each level at its own
/// time, so that a second's changes are a part of the book.
std::int64_t steps_at(std::uint64_t market, std::int64_t price,
                      std::int64_t second, std::int64_t average) {
  constexpr auto life = std::uint64_t{10};
  const auto place
    = random_source{market ^ static_cast<std::uint64_t>(price) << 8U}.next();
  const auto epoch = (static_cast<std::uint64_t>(second) + place % life) / life;
  auto random = random_source{place ^ epoch * 0x9e3779b97f4a7c15ULL};
  const auto most = static_cast<std::uint64_t>(2 * average);
  return 1 + static_cast<std::int64_t>(random.below(most));
}

/// At which of `count` moments of a second its prices are met.
std::vector<std::int64_t> way_of(const bar& x) {
  const auto low_first = x.close >= x.open;
  auto way = std::vector<std::int64_t>{};
  for (const auto price : {x.open, low_first ? x.low : x.high,
                           low_first ? x.high : x.low, x.close})
    if (way.empty() || way.back() != price)
      way.push_back(price);
  return way;
}

void append_trades(std::vector<trade>& out, const matching_market& x,
                   const bar& second, unix_time from, unix_time to) {
  const auto way = way_of(second);
  const auto count = static_cast<std::int64_t>(way.size());
  auto before = std::int64_t{0};
  auto price = second.open;
  for (auto i = std::int64_t{0}; i < count; ++i) {
    const auto until = second.volume * (i + 1) / count;
    const auto next = way[static_cast<std::size_t>(i)];
    auto one = trade{};
    // Of a second's trades four at most are told apart.
    one.trade_id = std::to_string(second.start * 4 + i);
    one.symbol = x.symbol;
    one.taker = next == price ? (second.start % 2 == 0 ? side::buy : side::sell)
                : next > price ? side::buy
                               : side::sell;
    one.price = times(x.price_unit, next);
    one.size = times(x.size_unit, until - before);
    one.at = unix_time{
      std::chrono::milliseconds{second.start * 1000 + 1000 * i / count}};
    price = next;
    before = until;
    if (one.at >= from && one.at <= to && !one.size.is_zero())
      out.push_back(std::move(one));
  }
}

std::int64_t second_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

} // namespace

book_levels book_at(const matching_market& x, std::uint64_t seed,
                    std::size_t depth, std::int64_t second) {
  auto random = random_source{hash_of(x.book.empty() ? x.id : x.book, seed)};
  const auto market = random.next();
  const auto spread = 1 + static_cast<std::int64_t>(random.below(3));
  const auto last = x.bars->last_price(second);
  const auto gap = gap_at(last);
  const auto level = [&](std::int64_t price) {
    return book_level{
      times(x.price_unit, price),
      times(x.size_unit, steps_at(market, price, second, x.level_size))};
  };
  auto result = book_levels{};
  result.symbol = x.symbol;
  result.at = unix_time{std::chrono::seconds{second}};
  result.sequence = static_cast<std::uint64_t>(second);
  // Half of the spread below the last trade, so that a market of one tick's
  // spread trades at its best bid.
  auto bid = std::max<std::int64_t>(1, last - spread / 2);
  auto ask = bid + spread;
  for (auto i = std::size_t{0}; i < depth; ++i) {
    if (bid > 0)
      result.bids.push_back(level(bid));
    result.asks.push_back(level(ask));
    bid = (bid - 1) / gap * gap;
    ask = (ask / gap + 1) * gap;
  }
  return result;
}

std::vector<trade> trades_between(const matching_market& x, unix_time from,
                                  unix_time to) {
  auto bars = std::vector<bar>{};
  x.bars->append_bars(bars, second_of(from), second_of(to), 1, second_of(to));
  auto result = std::vector<trade>{};
  for (const auto& second : bars)
    append_trades(result, x, second, from, to);
  return result;
}

std::vector<trade> last_trades(const matching_market& x, std::size_t count,
                               unix_time now) {
  auto result = std::vector<trade>{};
  for (const auto back : {60, 600, 3'600, 86'400}) {
    result = trades_between(x, now - std::chrono::seconds{back}, now);
    if (result.size() >= count)
      break;
  }
  if (result.size() > count)
    result.erase(result.begin(),
                 result.end() - static_cast<std::ptrdiff_t>(count));
  return result;
}

} // namespace ballast::sim
