// Coinbase's streams: one message a line, all through one dialect that follows
// some books, so that its sequence numbers and its mirrors come into play. A
// line that begins with a plus sign goes to the account's socket.
#include "tests/fuzz/insist.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace {

using namespace ballast;
using venues::socket_kind;

struct checker {
  void operator()(const venues::stream_refusal& x) const {
    fuzz::insist(fuzz::fits_log(x.text), "a refusal fits a log line");
  }
  void operator()(const venues::stream_malformed& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text),
                 "what is wrong fits a log line");
  }
  void operator()(const venues::stream_gap& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text),
                 "a gap fits a log line");
  }
  void operator()(const venues::stream_book& x) const {
    for (const auto* side : {&x.levels.bids, &x.levels.asks})
      for (const auto& level : *side)
        fuzz::insist(decimal{} < level.price && !level.size.is_negative(),
                     "a level has a price, and no size below zero");
    fuzz::insist(
      std::is_sorted(x.levels.bids.begin(), x.levels.bids.end(),
                     [](const book_level& a, const book_level& b) {
                       return b.price < a.price;
                     })
        && std::is_sorted(x.levels.asks.begin(), x.levels.asks.end(),
                          [](const book_level& a, const book_level& b) {
                            return a.price < b.price;
                          }),
      "the best of a side comes first");
  }
  void operator()(const venues::stream_candle& x) const {
    for (const auto price :
         {x.candle.open, x.candle.high, x.candle.low, x.candle.close})
      fuzz::insist(0 < price, "a candle has prices");
    fuzz::insist(0 <= x.candle.volume, "no volume below zero");
  }
  void operator()(const ticker& x) const {
    fuzz::insist(decimal{} < x.last && !x.bid.is_negative()
                   && !x.ask.is_negative(),
                 "a ticker has a price");
  }
  void operator()(const trade& x) const {
    fuzz::insist(decimal{} < x.price && decimal{} < x.size,
                 "a trade has a price and a size");
  }
  void operator()(const order_report& x) const {
    fuzz::insist(!x.venue_id.empty(), "an order has an id");
    for (const auto y : {x.size, x.price, x.filled})
      fuzz::insist(!y.is_negative(), "no size below zero");
    fuzz::insist(fuzz::fits_log(x.reason), "a reason fits a log line");
  }
  template <class T>
  void operator()(const T& /*x*/) const {}
};

void follow(venues::stream_dialect& by) {
  std::array<market, 2> markets;
  markets[0].venue_symbol = "BTC-USD";
  markets[1].venue_symbol = "BTC-USDC";
  markets[1].mirror_of = "BTC-USD";
  for (const auto x : {venues::channel::book, venues::channel::trades})
    by.subscribe(x, markets, std::chrono::seconds{}, unix_time{});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const auto by = std::move(*venues::make_coinbase({}));
  auto& streams = *by->streams();
  for (const auto x : {socket_kind::market_data, socket_kind::account})
    streams.restart(x);
  follow(streams);
  auto rest = std::string_view{reinterpret_cast<const char*>(data), size};
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    const auto is_account = line.starts_with('+');
    if (is_account)
      line.remove_prefix(1);
    for (const auto& x : streams.read(is_account ? socket_kind::account
                                                 : socket_kind::market_data,
                                      line, unix_time{}))
      std::visit(checker{}, x);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return 0;
}
