#include "venues/binance/depth_book.hpp"

#include <utility>

namespace ballast::venues::binance {

namespace {

template <class Side>
void set_levels(Side& to, const std::vector<book_level>& levels) {
  for (const auto& x : levels)
    if (x.size.is_zero())
      to.erase(x.price);
    else
      to[x.price] = x.size;
}

template <class Side>
std::vector<book_level> levels_of(const Side& from) {
  std::vector<book_level> levels;
  levels.reserve(from.size());
  for (const auto& [price, size] : from)
    levels.push_back({price, size});
  return levels;
}

} // namespace

depth_book::outcome depth_book::add(depth_change x) {
  if (has_snapshot_)
    return apply(x);
  buffered_.push_back(std::move(x));
  if (buffered_.size() > buffered_max)
    buffered_.pop_front();
  return outcome::buffered;
}

depth_book::outcome depth_book::start(const book_levels& snapshot) {
  if (!buffered_.empty() && snapshot.sequence + 1 < buffered_.front().first)
    return outcome::too_old;
  has_snapshot_ = true;
  has_gap_ = false;
  sequence_ = snapshot.sequence;
  bids_.clear();
  asks_.clear();
  set_levels(bids_, snapshot.bids);
  set_levels(asks_, snapshot.asks);
  auto result = outcome::synced;
  for (const auto& x : std::exchange(buffered_, {}))
    result = apply(x);
  return result;
}

depth_book::outcome depth_book::apply(const depth_change& x) {
  if (has_gap_)
    return outcome::gap;
  if (x.last <= sequence_)
    return outcome::synced;
  if (sequence_ + 1 < x.first) {
    has_gap_ = true;
    return outcome::gap;
  }
  set_levels(bids_, x.bids);
  set_levels(asks_, x.asks);
  sequence_ = x.last;
  return outcome::synced;
}

book_levels depth_book::levels() const {
  book_levels result;
  result.bids = levels_of(bids_);
  result.asks = levels_of(asks_);
  result.sequence = sequence_;
  return result;
}

} // namespace ballast::venues::binance
