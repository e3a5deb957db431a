#include "venues/left_out.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/instrument.hpp"
#include "venues/okx/reading.hpp"

#include <set>
#include <string_view>
#include <utility>

namespace ballast::venues::okx {

namespace {

content<std::vector<market>> read_markets(const simdjson::dom::array& rows) {
  std::vector<market> markets;
  std::set<symbol> seen;
  left_out others;
  for (const auto x : rows) {
    const auto row = read_instrument(x);
    if (row && (row->type != "SPOT" || is_announced(*row)))
      continue;
    auto made = row ? market_of(*row) : std::nullopt;
    if (made && seen.insert(made->symbol).second)
      markets.push_back(std::move(*made));
    else
      others.add(row ? row->id : std::string_view{});
  }
  return listed(std::move(markets), "markets", others);
}

} // namespace

answer<std::vector<market>> decode_markets(const net::reply& x) {
  return read_reply<std::vector<market>>(x, read_markets);
}

} // namespace ballast::venues::okx
