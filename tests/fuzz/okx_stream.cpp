// OKX's streams: one message a line, all through one dialect, so that its
// sequence numbers come into play.
#include "tests/fuzz/insist.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace {

using namespace ballast;

struct checker {
  void operator()(const venues::stream_refusal& x) const {
    fuzz::insist(fuzz::fits_log(x.text), "a refusal fits a log line");
  }
  void operator()(const venues::stream_malformed& x) const {
    fuzz::insist(!x.text.empty() && fuzz::fits_log(x.text),
                 "what is wrong fits a log line");
  }
  void operator()(const venues::stream_closing& x) const {
    fuzz::insist(fuzz::fits_log(x.text), "a notice fits a log line");
  }
  void operator()(const venues::stream_book& x) const {
    for (const auto* side : {&x.levels.bids, &x.levels.asks})
      for (const auto& level : *side)
        fuzz::insist(decimal{} < level.price && !level.size.is_negative(),
                     "a level has a price, and no size below zero");
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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto by = std::move(*venues::make_okx({}));
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
