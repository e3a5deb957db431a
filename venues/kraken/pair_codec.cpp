#include "venues/kraken/codec.hpp"
#include "venues/kraken/pair.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/left_out.hpp"

#include <set>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

content<std::vector<market>> read_markets(element result) {
  object rows;
  if (result.get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected pairs by their id"};
  std::vector<market> markets;
  std::set<symbol> seen;
  left_out others;
  for (const auto x : rows) {
    const auto row = read_pair(x.key, x.value);
    if (row && !is_spot(*row))
      continue;
    auto made = row ? market_of(*row) : std::nullopt;
    if (made && seen.insert(made->symbol).second) {
      markets.push_back(std::move(*made));
      continue;
    }
    others.add(x.key);
  }
  return listed(std::move(markets), "markets", others);
}

} // namespace

answer<std::vector<market>> decode_markets(const net::reply& x) {
  return read_reply<std::vector<market>>(x, read_markets);
}

} // namespace ballast::venues::kraken
