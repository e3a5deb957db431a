#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/product.hpp"
#include "venues/left_out.hpp"

#include <set>
#include <string_view>
#include <utility>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::array;

/// Reads a list of products into what `make` makes of each: markets or tickers.
template <class T, class Make>
content<std::vector<T>> read_products(array list, std::string_view what,
                                      Make make) {
  std::vector<T> result;
  std::set<symbol> seen;
  left_out others;
  for (const auto x : list) {
    const auto row = read_product(x);
    if (row && row->product_type != "SPOT")
      continue;
    auto made = row ? make(*row) : std::nullopt;
    if (made && seen.insert(made->symbol).second) {
      result.push_back(std::move(*made));
      continue;
    }
    others.add(row ? row->product_id : std::string_view{});
  }
  return listed(std::move(result), what, others);
}

template <class T, class Make>
answer<std::vector<T>> decode_products(const net::reply& x,
                                       std::string_view what, Make make) {
  using list = std::vector<T>;
  return read_reply<list>(x, subject::service, [&](std::string_view body) {
    return with_list<list>(body, "products", [&](array products) {
      return read_products<T>(products, what, make);
    });
  });
}

} // namespace

answer<std::vector<market>> decode_markets(const net::reply& x) {
  return decode_products<market>(x, "markets", market_of);
}

answer<std::vector<ticker>> decode_tickers(const net::reply& x) {
  return decode_products<ticker>(x, "tickers", ticker_of);
}

} // namespace ballast::venues::coinbase
