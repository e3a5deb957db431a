#include "sim/market_walk.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast::sim {

namespace {

constexpr auto day_seconds = std::int64_t{86'400};
/// Into how many parts each level is split; their product is a day.
constexpr auto fan_out = std::array<std::size_t, 8>{12, 2, 2, 2, 3, 5, 6, 10};
constexpr auto levels = fan_out.size();
constexpr auto parts_max = std::size_t{12};

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

random_source source(std::uint64_t seed, std::int64_t a, std::int64_t b) {
  auto first = random_source{
    seed ^ (static_cast<std::uint64_t>(a) * 0x9e3779b97f4a7c15ULL)};
  return random_source{first.next() + static_cast<std::uint64_t>(b)};
}

/// Noise in [-1, 1] that is smooth over `period` days.
double smooth_noise(std::uint64_t seed, std::int64_t day, std::int64_t period) {
  const auto cell = floor_div(day, period);
  const auto t
    = static_cast<double>(day - cell * period) / static_cast<double>(period);
  const auto a = source(seed, cell, period).uniform() * 2 - 1;
  const auto b = source(seed, cell + 1, period).uniform() * 2 - 1;
  return a + (b - a) * t * t * (3 - 2 * t);
}

std::int64_t between(std::int64_t low, std::int64_t high, double share) {
  return low + std::llround(static_cast<double>(high - low) * share);
}

} // namespace

std::int64_t market_walk::midnight_price(std::int64_t day) const {
  auto sum = 0.0;
  for (auto period = std::int64_t{1}; period <= 256; period *= 4)
    sum += smooth_noise(opts_.seed, day, period)
           * std::sqrt(static_cast<double>(period)) * opts_.volatility;
  // A walk that goes on for ever would leave the range where ticks make sense.
  sum = std::clamp(sum, -1.5, 1.5);
  return std::max<std::int64_t>(
    2, std::llround(static_cast<double>(opts_.price) * std::exp(sum)));
}

market_walk::part market_walk::whole_day(std::int64_t day) const {
  auto random = source(opts_.seed, day, -1);
  auto result = part{};
  auto& x = result.content;
  x.start = day * day_seconds;
  x.open = midnight_price(day);
  x.close = midnight_price(day + 1);
  const auto reach = static_cast<double>(x.open) * opts_.volatility;
  x.high = std::max(x.open, x.close) + std::llround(reach * random.uniform());
  x.low = std::max<std::int64_t>(1, std::min(x.open, x.close)
                                      - std::llround(reach * random.uniform()));
  result.width = day_seconds;
  const auto activity = 0.5 + random.uniform();
  result.content.trades = std::max<std::int64_t>(
    1, std::llround(static_cast<double>(opts_.trades) * activity));
  x.volume
    = result.content.trades
      * between(opts_.trade_size, 2 * opts_.trade_size, random.uniform());
  return result;
}

/// Deals the whole's trades to its parts.
void market_walk::deal_trades(const part& whole, random_source& random,
                              std::span<part> parts) {
  // Few trades are dealt one by one, so that gaps fall anywhere; of many, the
  // shares are what is random.
  constexpr auto few = std::int64_t{24};
  if (whole.content.trades <= few) {
    for (auto i = std::int64_t{0}; i < whole.content.trades; ++i)
      ++parts[random.below(parts.size())].content.trades;
    return;
  }
  auto sums = std::array<double, parts_max>{};
  auto sum = 0.0;
  for (auto i = std::size_t{0}; i < parts.size(); ++i)
    sums.at(i) = sum += 0.25 + random.uniform();
  auto before = std::int64_t{0};
  for (auto i = std::size_t{0}; i < parts.size(); ++i) {
    const auto until = between(0, whole.content.trades, sums.at(i) / sum);
    parts[i].content.trades = until - before;
    before = until;
  }
}

/// Gives each part with trades its stretch of the whole's way and its volume.
void market_walk::join_prices(const part& whole, random_source& random,
                              std::span<part*> live) {
  const auto& all = whole.content;
  const auto highest = random.below(live.size());
  const auto lowest = random.below(live.size());
  const auto range = static_cast<double>(all.high - all.low);
  const auto spread = 0.5 / std::sqrt(static_cast<double>(live.size()));
  auto price = all.open;
  auto trades = std::int64_t{0};
  auto volume = std::int64_t{0};
  for (auto i = std::size_t{0}; i < live.size(); ++i) {
    auto& x = live[i]->content;
    const auto t
      = static_cast<double>(i + 1) / static_cast<double>(live.size());
    const auto sway = range * (random.uniform() - 0.5) * std::sqrt(t * (1 - t));
    const auto middle = between(all.open, all.close, t)
                        + static_cast<std::int64_t>(std::llround(sway));
    x.open = price;
    x.close = i + 1 == live.size() ? all.close
                                   : std::clamp(middle, all.low, all.high);
    x.high = between(std::max(x.open, x.close), all.high,
                     i == highest ? 1.0 : random.uniform() * spread);
    x.low = between(std::min(x.open, x.close), all.low,
                    i == lowest ? 1.0 : random.uniform() * spread);
    trades += x.trades;
    const auto until = between(0, all.volume,
                               static_cast<double>(trades)
                                 / static_cast<double>(whole.content.trades));
    x.volume = until - volume;
    price = x.close;
    volume = until;
  }
}

/// Fills all parts of a whole: trades first, since a part without any has no
/// price of its own, then prices for those that have some.
void market_walk::split(const part& whole, std::size_t level,
                        std::span<part> parts) const {
  const auto width = whole.width / static_cast<std::int64_t>(parts.size());
  auto random
    = source(opts_.seed, whole.content.start, static_cast<std::int64_t>(level));
  for (auto start = whole.content.start; auto& x : parts) {
    x = part{{}, width};
    x.content.start = start;
    start += width;
  }
  deal_trades(whole, random, parts);
  auto live = std::array<part*, parts_max>{};
  auto size = std::size_t{0};
  for (auto& x : parts)
    if (x.content.trades > 0)
      live.at(size++) = &x;
  join_prices(whole, random, std::span{live}.first(size));
}

/// What a visit looks for, and what it has found.
struct market_walk::wanted {
  std::vector<bar>& out;
  std::int64_t from;  ///< Start of the first bucket.
  std::int64_t end;   ///< End of the last one.
  std::int64_t width; ///< Of a bucket.
  std::int64_t until; ///< Trades from here on have not happened yet.
};

void market_walk::visit(const part& whole, std::size_t level,
                        wanted& what) const {
  const auto start = whole.content.start;
  const auto end = start + whole.width;
  if (whole.content.trades == 0 || end <= what.from
      || start >= std::min(what.end, what.until))
    return;
  const auto is_part_of_bucket
    = what.width % whole.width == 0 && end <= what.until;
  if (is_part_of_bucket || level == levels) {
    const auto bucket = floor_div(start, what.width) * what.width;
    if (!what.out.empty() && what.out.back().start == bucket) {
      merge_later(what.out.back(), whole.content);
    } else {
      what.out.push_back(whole.content);
      what.out.back().start = bucket;
    }
    return;
  }
  auto room = std::array<part, parts_max>{};
  const auto parts = std::span{room}.first(fan_out.at(level));
  split(whole, level, parts);
  for (const auto& x : parts)
    visit(x, level + 1, what);
}

void market_walk::append_bars(std::vector<bar>& out, std::int64_t from,
                              std::int64_t to, std::int64_t width,
                              std::int64_t now) const {
  const auto first = -floor_div(-from, width) * width;
  const auto last = floor_div(to, width) * width;
  // The second that is running has traded already, so the bucket that has
  // just begun can be there.
  auto found = std::vector<bar>{};
  auto what = wanted{found, first, last + width, width, now + 1};
  const auto end = std::min(what.end, what.until);
  for (auto day = floor_div(first, day_seconds); day * day_seconds < end; ++day)
    visit(whole_day(day), 0, what);
  out.insert(out.end(), found.begin(), found.end());
}

std::int64_t market_walk::last_price(std::int64_t now) const {
  const auto day = floor_div(now, day_seconds);
  auto found = std::vector<bar>{};
  append_bars(found, day * day_seconds, now, day_seconds, now);
  return found.empty() ? midnight_price(day) : found.back().close;
}

} // namespace ballast::sim
