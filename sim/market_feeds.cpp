#include "sim/market_feeds.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim {

namespace {

std::int64_t second_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

/// The level at a price; or null. @param side best first
const book_level* level_at(const std::vector<book_level>& side, decimal price,
                           bool is_bids) {
  const auto at = std::lower_bound(
    side.begin(), side.end(), price, [&](const book_level& x, decimal wanted) {
      return is_bids ? x.price > wanted : x.price < wanted;
    });
  return at == side.end() || at->price != price ? nullptr : &*at;
}

std::vector<book_level> change_of_side(const std::vector<book_level>& before,
                                       const std::vector<book_level>& after,
                                       bool is_bids,
                                       std::optional<std::size_t> depth) {
  const auto is_full = depth && after.size() >= *depth;
  const auto is_pushed_out = [&](const book_level& x) {
    if (!is_full || after.empty())
      return false;
    const auto worst = after.back().price;
    return is_bids ? x.price < worst : x.price > worst;
  };
  auto result = std::vector<book_level>{};
  for (const auto& x : before)
    if (level_at(after, x.price, is_bids) == nullptr && !is_pushed_out(x))
      result.push_back({x.price, {}});
  for (const auto& x : after) {
    const auto* const old = level_at(before, x.price, is_bids);
    if (old == nullptr || old->size != x.size)
      result.push_back(x);
  }
  return result;
}

} // namespace

trade_feed::trade_feed(const matching_market& where, unix_time since)
    : where_{&where}, since_{since}, second_{second_of(since) - 1} {}

std::vector<trade> trade_feed::until(unix_time now) {
  const auto second = second_of(now);
  if (second > second_) {
    const auto from = std::max(since_ + std::chrono::milliseconds{1},
                               unix_time{std::chrono::seconds{second_ + 1}});
    const auto end = unix_time{std::chrono::seconds{second + 1}}
                     - std::chrono::milliseconds{1};
    for (auto& x : trades_between(*where_, from, end))
      waiting_.push_back(std::move(x));
    second_ = second;
  }
  auto result = std::vector<trade>{};
  while (!waiting_.empty() && waiting_.front().at <= now) {
    result.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return result;
}

book_change change_of(const book_levels& before, const book_levels& after,
                      std::optional<std::size_t> depth) {
  return {change_of_side(before.bids, after.bids, true, depth),
          change_of_side(before.asks, after.asks, false, depth)};
}

book_feed::book_feed(const matching& engine, const matching_market& where,
                     std::size_t depth, unix_time now)
    : engine_{&engine}, where_{&where}, depth_{depth}, second_{second_of(now)},
      levels_{engine.book(where, depth, now)} {}

book_change book_feed::advance(unix_time now, bool truncates) {
  if (second_of(now) <= second_)
    return {};
  second_ = second_of(now);
  auto next = engine_->book(*where_, depth_, now);
  auto result = change_of(levels_, next,
                          truncates ? std::optional{depth_} : std::nullopt);
  levels_ = std::move(next);
  return result;
}

candle_feed::candle_feed(const bar_source& bars, std::int64_t width,
                         unix_time now)
    : bars_{&bars}, width_{width}, second_{second_of(now)} {}

std::vector<bar> candle_feed::snapshot(std::int64_t count) const {
  const auto running = second_ - second_ % width_;
  auto result = std::vector<bar>{};
  bars_->append_bars(result, running - (count - 1) * width_, running, width_,
                     second_);
  return result;
}

std::vector<bar> candle_feed::until(unix_time now) {
  const auto second = second_of(now);
  if (second <= second_)
    return {};
  auto seconds = std::vector<bar>{};
  bars_->append_bars(seconds, second_ + 1, second, 1, second);
  second_ = second;
  if (seconds.empty())
    return {};
  const auto start_of
    = [&](const bar& x) { return x.start - x.start % width_; };
  auto result = std::vector<bar>{};
  bars_->append_bars(result, start_of(seconds.front()),
                     start_of(seconds.back()), width_, second);
  std::erase_if(result, [&](const bar& x) {
    return std::none_of(seconds.begin(), seconds.end(), [&](const bar& one) {
      return start_of(one) == x.start;
    });
  });
  return result;
}

} // namespace ballast::sim
