#include "sim/market_story.hpp"

#include "domain/random.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace ballast::sim {

namespace {

constexpr auto minute = std::int64_t{60};
constexpr auto cycle = std::size_t{120}; ///< Minutes.
/// Index of the candle that is bought: so many minutes rise before it.
constexpr auto bought = std::size_t{100};
/// Falls go so far beyond where they end, of the price: the lows of a rise that
/// is not too steady, or ADX would call it the trend of a lifetime.
constexpr auto reach = 0.00068;

/// What each minute of an end gains, of the price at its beginning.
constexpr auto rally = std::array{0.0050, 0.0075, 0.0065, -0.0060};
constexpr auto fall = std::array{-0.0025, -0.0075, -0.0010, 0.0005};
constexpr auto fall_back = std::array{0.0040, 0.0050, -0.0100, -0.0020};

const std::array<double, 4>& gains_of(story_end x) {
  switch (x) {
  case story_end::rally:
    return rally;
  case story_end::fall:
    return fall;
  case story_end::fall_back:
    break;
  }
  return fall_back;
}

/// What a minute gains on the way to the dip, as a fraction. Of three minutes
/// one falls and two rise, the first of them by less, so that none takes back
/// all of the fall before it; the rise grows, so that MACD stays above its
/// signal.
double gain_on_the_way(std::size_t i) {
  constexpr auto first = 0.00005;
  constexpr auto last = 0.00032;
  constexpr auto sway = std::array{-0.00075, 0.00025, 0.00050};
  const auto t = static_cast<double>(i) / static_cast<double>(bought);
  return first + (last - first) * t + sway.at(i % sway.size());
}

/// Prices at the end of each minute, of the one at the lowest.
std::array<double, cycle> closes_of(story_end end) {
  auto result = std::array<double, cycle>{};
  auto price = 1.0;
  for (std::size_t i = 0; i < bought; ++i)
    result.at(i) = price *= 1 + gain_on_the_way(i);
  result.at(bought) = price *= 1 + 0.0008;
  const auto& gains = gains_of(end);
  for (std::size_t i = 0; i < gains.size(); ++i)
    result.at(bought + 1 + i) = price *= 1 + gains.at(i);
  // The way back to where it began.
  const auto first = bought + 1 + gains.size();
  const auto rest = static_cast<double>(cycle - first);
  for (auto i = first; i < cycle; ++i)
    result.at(i)
      = price + (1 - price) * static_cast<double>(i + 1 - first) / rest;
  return result;
}

/// The price so many seconds after a minute's beginning.
double within(double from, double to, std::size_t i, std::int64_t second) {
  const auto t = static_cast<double>(second) / static_cast<double>(minute);
  if (i >= bought || to >= from)
    return from + (to - from) * t;
  constexpr auto turn = 0.75;
  const auto low = to * (1 - reach);
  return t < turn ? from + (low - from) * t / turn
                  : low + (to - low) * (t - turn) / (1 - turn);
}

/// How much is traded in a minute, of the usual. Until the dip rises are the
/// quieter minutes, so that nobody takes one of them for the end of a dip.
double liveliness(std::size_t i) {
  if (i < bought)
    return i % 3 == 0 ? 1.3 : 0.8;
  return i == bought ? 2 : 1.1;
}

std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
  return (a % b + b) % b;
}

} // namespace

market_story::market_story(const options& opts) : begins_{opts.begins} {
  assert(opts.begins % minute == 0);
  // Liveliest of all, so that no funnel leaves it out.
  constexpr auto trades_a_second = 20.0;
  const auto closes = closes_of(opts.end);
  auto random = random_source{opts.seed};
  prices_.reserve(length);
  volumes_.reserve(length);
  for (std::size_t i = 0; i < cycle; ++i) {
    const auto from = i == 0 ? closes.back() : closes.at(i - 1);
    // Volumes of a minute are told apart by more than what chance adds.
    const auto usual = trades_a_second * static_cast<double>(opts.trade_size)
                       * liveliness(i) * (0.97 + 0.06 * random.uniform());
    for (std::int64_t s = 1; s <= minute; ++s) {
      const auto price = within(from, closes.at(i), i, s);
      prices_.push_back(std::max<std::int64_t>(
        1, std::llround(price * static_cast<double>(opts.price))));
      volumes_.push_back(std::max<std::int64_t>(1, std::llround(usual)));
    }
  }
  for (std::int64_t i = 0; i < length; i += minute) {
    const auto start = begins_ + i - static_cast<std::int64_t>(bought) * minute;
    auto x = second_at(start);
    for (std::int64_t s = 1; s < minute; ++s)
      merge_later(x, second_at(start + s));
    minutes_.push_back(x);
  }
}

std::int64_t market_story::place(std::int64_t second) const {
  return floor_mod(
    second - begins_ + static_cast<std::int64_t>(bought) * minute, length);
}

bar market_story::second_at(std::int64_t second) const {
  const auto at = static_cast<std::size_t>(place(second));
  const auto open = at == 0 ? prices_.back() : prices_[at - 1];
  const auto close = prices_[at];
  return {
    second,       open, std::max(open, close), std::min(open, close), close,
    volumes_[at], 1};
}

void market_story::append_bars(std::vector<bar>& out, std::int64_t from,
                               std::int64_t to, std::int64_t width,
                               std::int64_t now) const {
  const auto first = from + floor_mod(-from, width);
  for (auto start = first; start <= std::min(to, now); start += width) {
    // The second that is running has traded already.
    const auto end = std::min(start + width, now + 1);
    auto whole = bar{};
    for (auto at = start; at < end;) {
      const auto is_minute = place(at) % minute == 0 && at + minute <= end;
      auto x = is_minute
                 ? minutes_[static_cast<std::size_t>(place(at) / minute)]
                 : second_at(at);
      if (at == start)
        whole = x;
      else
        merge_later(whole, x);
      at += is_minute ? minute : 1;
    }
    whole.start = start;
    out.push_back(whole);
  }
}

std::int64_t market_story::last_price(std::int64_t now) const {
  return prices_[static_cast<std::size_t>(place(now))];
}

const std::vector<told_market>& told_markets() {
  using enum story_end;
  // Of each venue's five one can be bought in the first minute, two in
  // the next two, and two later on: eight positions are as many as an account
  // may have. They are books that its own limits make the venue's to scan
  // (domain/assignment): nobody else lists them, or nobody who would be sooner
  // through, or a venue for shares keeps them.
  static const auto all = std::vector<told_market>{
    {"CBETH-USD", 0, rally},     {"MKR-USD", 1, fall},
    {"TAO-USD", 2, fall_back},   {"LSETH-USD", 40, rally},
    {"WBTC-USD", 80, fall},      {"METH-USD", 1, rally},
    {"TBTC-USD", 0, fall},       {"JITOSOL-USD", 2, fall_back},
    {"XMR-USD", 40, rally},      {"CMETH-USD", 80, fall},
    {"STETH-USDT", 0, rally},    {"JITOSOL-USDT", 1, fall},
    {"BETH-USDT", 2, fall_back}, {"XLM-USDC", 40, rally},
    {"ETC-USDC", 80, fall},      {"WBETH-USDT", 0, rally},
    {"WBTC-USDT", 1, fall},      {"CKB-USDT", 2, fall_back},
    {"LUNC-USDT", 40, rally},    {"AAVE-USD", 1, rally},
    {"BTC-USD", 0, fall},        {"AVAX-USD", 2, fall_back},
    {"BCH-USD", 40, rally}};
  return all;
}

std::unique_ptr<bar_source> bars_of(std::string_view book,
                                    const market_walk::options& life,
                                    std::optional<unix_time> stories_begin) {
  const auto& all = told_markets();
  const auto told = std::find_if(all.begin(), all.end(),
                                 [&](const auto& x) { return x.book == book; });
  // In fewer ticks its steps would be rounded away.
  constexpr auto ticks_min = std::int64_t{8'000};
  if (!stories_begin || told == all.end() || life.price < ticks_min)
    return std::make_unique<market_walk>(life);
  // Whoever looks needs a while to know the market's past.
  constexpr auto patience = std::chrono::seconds{20};
  const auto first
    = std::chrono::floor<std::chrono::minutes>(*stories_begin + patience);
  const auto begins = first + std::chrono::minutes{told->minute};
  return std::make_unique<market_story>(market_story::options{
    life.seed, life.price, life.trade_size,
    std::chrono::duration_cast<std::chrono::seconds>(begins.time_since_epoch())
      .count(),
    told->end});
}

} // namespace ballast::sim
