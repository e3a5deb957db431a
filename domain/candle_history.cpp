#include "domain/candle_history.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ballast {

candle_history::candle_history(std::chrono::seconds timeframe,
                               std::size_t capacity)
    : timeframe_{timeframe}, capacity_{capacity} {
  assert(timeframe > std::chrono::seconds::zero() && capacity > 0);
}

candle_history::range candle_history::missing(unix_time now,
                                              std::size_t most) const {
  assert(most > 1);
  auto asked = range{oldest_wanted(now), open_at(now), 0};
  if (complete_until_)
    asked.from = std::max(asked.from, *complete_until_ + timeframe_);
  // A calendar that stepped back is before what is complete: the open candle
  // is all there is to ask for.
  asked.from = std::min(asked.from, asked.to);
  asked.count
    = static_cast<std::size_t>((asked.to - asked.from) / timeframe_) + 1;
  if (asked.count > most) {
    asked.count = most;
    asked.to = asked.from + timeframe_ * static_cast<std::int64_t>(most - 1);
  }
  return asked;
}

void candle_history::merge(std::vector<candle> news, unix_time now) {
  forget_before_hole(now);
  const auto late = now < latest_;
  latest_ = std::max(latest_, now);
  std::erase_if(news, [&](const candle& x) {
    return x.start > now || (begin_ && x.start < *begin_);
  });
  for (auto& x : news)
    x.closed = x.closed || x.start + timeframe_ <= now;
  candles_.insert(candles_.end(), news.begin(), news.end());
  const auto by_start
    = [](const candle& a, const candle& b) { return a.start < b.start; };
  // Stable: of the same start, what was held stands before the news.
  if (!std::is_sorted(candles_.begin(), candles_.end(), by_start))
    std::stable_sort(candles_.begin(), candles_.end(), by_start);
  auto kept = std::vector<candle>{};
  kept.reserve(candles_.size());
  for (const auto& x : candles_) {
    if (kept.empty() || kept.back().start != x.start)
      kept.push_back(x);
    else if (x.closed == kept.back().closed ? !late : x.closed)
      kept.back() = x;
  }
  // What was last seen open and has ended since is not known to be whole.
  std::erase_if(kept, [&](const candle& x) {
    return !x.closed && x.start + timeframe_ <= latest_;
  });
  if (kept.size() > capacity_)
    kept.erase(kept.begin(),
               kept.end() - static_cast<std::ptrdiff_t>(capacity_));
  candles_ = std::move(kept);
}

void candle_history::follow(std::vector<candle> news, unix_time now) {
  if (!candles_.empty() && candles_.back().start + timeframe_ <= now)
    candles_.back().closed = true;
  const auto whole_until = open_at(now) - timeframe_;
  if (!complete_until_ || *complete_until_ < whole_until)
    complete_until_ = whole_until;
  if (!news.empty())
    merge(std::move(news), now);
}

void candle_history::answered_until(unix_time to) {
  // Whether the candle at `to` had ended is not known for sure, so it will be
  // asked for again; of a range that `most` has cut, this costs one candle.
  const auto last_closed = to - timeframe_;
  if (!complete_until_ || *complete_until_ < last_closed)
    complete_until_ = last_closed;
}

std::size_t candle_history::closed_count() const noexcept {
  return static_cast<std::size_t>(
    std::count_if(candles_.begin(), candles_.end(),
                  [](const candle& x) { return x.closed; }));
}

unix_time candle_history::open_at(unix_time now) const {
  return now - now.time_since_epoch() % timeframe_;
}

unix_time candle_history::oldest_wanted(unix_time now) const {
  return open_at(now) - timeframe_ * static_cast<std::int64_t>(capacity_ - 1);
}

void candle_history::forget_before_hole(unix_time now) {
  const auto oldest = oldest_wanted(now);
  if (!complete_until_ || *complete_until_ + timeframe_ >= oldest)
    return;
  begin_ = oldest;
  complete_until_.reset();
  std::erase_if(candles_, [&](const candle& x) { return x.start < oldest; });
}

} // namespace ballast
