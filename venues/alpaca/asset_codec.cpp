#include "venues/alpaca/asset.hpp"
#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/left_out.hpp"

#include <set>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;

/// Markets, and what was left out of them.
class listing {
public:
  explicit listing(const coin_names& coins) : coins_{coins} {}

  void add(element x) {
    const auto row = read_asset(x);
    if (row && !is_listed(*row))
      return;
    auto made = row ? market_of(*row) : std::nullopt;
    if (made && !is_namesake(*made) && seen_.insert(made->symbol).second)
      markets_.push_back(std::move(*made));
    else
      others_.add(row ? row->symbol : std::string_view{});
  }

  content<std::vector<market>> finish() && {
    return listed(std::move(markets_), "markets", others_,
                  "left out as unreadable or named twice:");
  }

private:
  /// A stock that would be taken for a coin.
  bool is_namesake(const market& x) const {
    return !is_crypto(x.venue_symbol) && coins_.holds(x.symbol);
  }

  const coin_names& coins_;
  std::vector<market> markets_;
  std::set<symbol> seen_;
  left_out others_;
};

content<std::vector<market>> read_markets(element root,
                                          const coin_names& coins) {
  array rows;
  if (root.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of assets"};
  auto found = listing{coins};
  for (const auto x : rows)
    found.add(x);
  return std::move(found).finish();
}

} // namespace

answer<std::vector<market>> decode_markets(const net::reply& x,
                                           const coin_names& coins) {
  return read_reply<std::vector<market>>(
    x, [&](element root) { return read_markets(root, coins); },
    market_list_max);
}

} // namespace ballast::venues::alpaca
