// Kraken's streams: one message a line, all through one dialect, so that its
// books, orders and sequence numbers come into play.
#include "domain/market.hpp"
#include "tests/fuzz/insist.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace {

using namespace ballast;

struct checker {
  void operator()(const venues::stream_ack& x) const {
    fuzz::insist(fuzz::fits_log(x.venue_symbol), "a name fits a log line");
  }
  void operator()(const venues::stream_refusal& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text),
                 "a refusal fits a log line");
  }
  void operator()(const venues::stream_malformed& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text),
                 "what is wrong fits a log line");
  }
  void operator()(const venues::stream_gap& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text)
                   && fuzz::fits_log(x.venue_symbol),
                 "a gap fits a log line");
  }
  void operator()(const venues::stream_status& x) const {
    fuzz::insist(fuzz::fits_log(x.text), "a status fits a log line");
  }
  void operator()(const venues::stream_book& x) const {
    const auto& bids = x.levels.bids;
    const auto& asks = x.levels.asks;
    for (const auto* side : {&bids, &asks})
      for (const auto& level : *side)
        fuzz::insist(decimal{} < level.price && !level.size.is_negative(),
                     "a level has a price, and no size below zero");
    const auto is_worse = [](const book_level& a, const book_level& b) {
      return a.price < b.price;
    };
    fuzz::insist(std::is_sorted(asks.begin(), asks.end(), is_worse)
                   && std::is_sorted(bids.rbegin(), bids.rend(), is_worse),
                 "the best level comes first");
  }
  void operator()(const order_report& x) const {
    fuzz::insist(!x.venue_id.empty() && !x.size.is_negative()
                   && !x.filled.is_negative() && !x.price.is_negative()
                   && fuzz::fits_log(x.reason),
                 "an order has an id, and no size below zero");
  }
  void operator()(const fill& x) const {
    fuzz::insist(decimal{} < x.price && decimal{} < x.size
                   && !x.trade_id.empty(),
                 "a fill has an id, a price and a size");
  }
  void operator()(const trade& x) const {
    fuzz::insist(decimal{} < x.price && decimal{} < x.size,
                 "a trade has a price and a size");
  }
  void operator()(const venues::stream_candle& x) const {
    fuzz::insist(x.timeframe.count() > 0 && x.candle.volume >= 0,
                 "a candle has a timeframe, and no volume below zero");
  }
  template <class T>
  void operator()(const T& /*x*/) const {}
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto by = std::move(*venues::make_kraken({}));
  auto rest = std::string_view{reinterpret_cast<const char*>(data), size};
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    for (const auto& x : by->streams()->read(venues::socket_kind::market_data,
                                             rest.substr(0, end), unix_time{}))
      std::visit(checker{}, x);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return 0;
}
