// Alpaca's streams: messages split at line ends, through one dialect; the first
// byte of each chooses the socket. Texts fit a log line, and a change of a book
// comes only behind a whole one.
#include "tests/fuzz/insist.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <variant>

namespace {

using namespace ballast;

struct checker {
  std::set<symbol>& whole;

  void operator()(const venues::stream_malformed& x) const { text(x.text); }
  void operator()(const venues::stream_refusal& x) const { text(x.text); }
  void operator()(const venues::stream_ack& x) const { text(x.venue_symbol); }
  void operator()(const venues::stream_gap& x) const {
    text(x.text);
    text(x.venue_symbol);
  }
  void operator()(const venues::stream_book& x) const {
    if (x.is_snapshot)
      whole.insert(x.levels.symbol);
    fuzz::insist(whole.contains(x.levels.symbol), "whole before changes");
    for (const auto* side : {&x.levels.bids, &x.levels.asks})
      for (const auto& y : *side)
        fuzz::insist(!y.price.is_negative() && !y.size.is_negative(),
                     "no level below zero");
  }
  void operator()(const trade& x) const {
    fuzz::insist(decimal{} < x.price && decimal{} < x.size,
                 "a trade has a price and a size");
  }
  void operator()(const fill& x) const {
    fuzz::insist(!x.trade_id.empty() && decimal{} < x.size, "a fill is named");
  }
  void operator()(const order_report& x) const {
    fuzz::insist(!x.venue_id.empty() && !x.filled.is_negative(),
                 "an order has an id");
  }
  template <class T>
  void operator()(const T& /*x*/) const {}

  static void text(std::string_view x) {
    fuzz::insist(fuzz::fits_log(x), "a text fits a log line");
  }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using venues::socket_kind;
  constexpr auto sockets = std::array{
    socket_kind::market_data, socket_kind::candles, socket_kind::account};
  const auto by = std::move(*venues::make_alpaca({}));
  std::array<std::set<symbol>, sockets.size()> whole;
  // Bytes from outside, read as text.
  auto rest = std::string_view{reinterpret_cast<const char*>(bytes), size};
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty())
      continue;
    const auto which
      = static_cast<unsigned char>(line.front()) % sockets.size();
    for (const auto& x :
         by->streams()->read(sockets[which], line.substr(1), unix_time{}))
      std::visit(checker{whole[which]}, x);
  }
  return 0;
}
