#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/product.hpp"

#include <set>
#include <string>
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
  std::size_t left_out = 0;
  std::string names; // Of those left out, as many as a log line takes.
  for (const auto x : list) {
    const auto row = read_product(x);
    if (row && row->product_type != "SPOT")
      continue;
    auto made = row ? make(*row) : std::nullopt;
    if (made && seen.insert(made->symbol).second) {
      result.push_back(std::move(*made));
      continue;
    }
    ++left_out;
    if (row && names.size() < 200)
      names.append(" ").append(row->product_id.substr(0, 32));
  }
  auto remark = std::to_string(result.size()).append(" ").append(what);
  if (left_out != 0)
    remark
      += ", " + std::to_string(left_out) + " left out as unreadable:" + names;
  if (result.empty())
    return unfit{std::move(remark)};
  return {std::move(result), std::move(remark), false};
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
