#include "venues/binance/codec.hpp"
#include "venues/binance/listing.hpp"
#include "venues/binance/reading.hpp"
#include "venues/left_out.hpp"

#include <set>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

content<std::vector<market>> read_markets(element body) {
  object members;
  array rows;
  if (body.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("symbols").get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of symbols"};
  std::vector<market> markets;
  std::set<symbol> seen;
  left_out unreadable;
  for (const auto x : rows) {
    const auto row = read_listing(x);
    auto made = row ? market_of(*row) : std::nullopt;
    if (made && seen.insert(made->symbol).second)
      markets.push_back(std::move(*made));
    else
      unreadable.add(row ? row->id : std::string_view{});
  }
  return listed(std::move(markets), "markets", unreadable);
}

} // namespace

answer<std::vector<market>> decode_markets(const net::reply& x) {
  return read_reply<std::vector<market>>(x, read_markets, market_list_max);
}

} // namespace ballast::venues::binance
