// Binance's streams: one message a line, all through one dialect. Two messages
// of ours wait for an answer, so that ids come into play.
#include "tests/fuzz/insist.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <variant>

namespace {

using namespace ballast;

constexpr auto list = std::string_view{
  R"({"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC",)"
  R"("quoteAsset":"USDT","baseAssetPrecision":8,"quoteAssetPrecision":8,)"
  R"("filters":[]}]})"};

struct checker {
  void operator()(const venues::stream_refusal& x) const {
    fuzz::insist(x.kind != outcome_kind::ok, "a refusal is not ok");
    fuzz::insist(fuzz::fits_log(x.text), "a refusal fits a log line");
  }
  void operator()(const venues::stream_malformed& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text),
                 "what is wrong fits a log line");
  }
  void operator()(const venues::stream_closing& x) const {
    fuzz::insist(fuzz::fits_log(x.text), "a notice fits a log line");
  }
  void operator()(const venues::stream_gap& x) const {
    fuzz::insist(fuzz::fits_log(x.text), "a gap's cause fits a log line");
  }
  void operator()(const venues::stream_candle& x) const {
    for (const auto price :
         {x.candle.open, x.candle.high, x.candle.low, x.candle.close})
      fuzz::insist(std::isfinite(price) && price > 0,
                   "a candle's prices are above zero");
  }
  void operator()(const venues::stream_book& x) const {
    for (const auto* side : {&x.levels.bids, &x.levels.asks})
      for (const auto& level : *side)
        fuzz::insist(decimal{} < level.price && !level.size.is_negative(),
                     "a level has a price, and no size below zero");
  }
  void operator()(const order_report& x) const {
    fuzz::insist(!x.venue_id.empty(), "an order has an id");
    for (const auto y : {x.size, x.cost, x.price, x.filled, x.filled_cost})
      fuzz::insist(!y.is_negative(), "no size below zero");
  }
  void operator()(const fill& x) const {
    fuzz::insist(decimal{} < x.price && decimal{} < x.size,
                 "a fill has a price and a size");
  }
  void operator()(const trade& x) const {
    fuzz::insist(decimal{} < x.price && decimal{} < x.size,
                 "a trade has a price and a size");
  }
  template <class T>
  void operator()(const T& /*x*/) const {}
};

std::unique_ptr<venues::adapter> following_bitcoin() {
  auto by = std::move(*venues::make_binance({}));
  net::reply listed;
  listed.status = 200;
  listed.body = list;
  const auto markets = by->markets_answer(listed);
  fuzz::insist(markets.value && markets.value->size() == 1, "a list is read");
  by->streams()->subscribe(venues::channel::trades, *markets.value, {}, {});
  by->streams()->subscribe(venues::channel::book, *markets.value, {}, {});
  return by;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto by = following_bitcoin();
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
