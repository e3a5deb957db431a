#include "venues/kraken/codec.hpp"
#include "venues/kraken/pair.hpp"
#include "venues/kraken/reading.hpp"

#include <set>
#include <string>
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
  std::size_t left_out = 0;
  std::string names; // Of those left out, as many as a log line takes.
  for (const auto x : rows) {
    const auto row = read_pair(x.key, x.value);
    if (row && !is_spot(*row))
      continue;
    auto made = row ? market_of(*row) : std::nullopt;
    if (made && seen.insert(made->symbol).second) {
      markets.push_back(std::move(*made));
      continue;
    }
    ++left_out;
    if (names.size() < 200)
      names.append(" ").append(x.key.substr(0, 32));
  }
  auto remark = std::to_string(markets.size()) + " markets";
  if (left_out != 0)
    remark
      += ", " + std::to_string(left_out) + " left out as unreadable:" + names;
  if (markets.empty())
    return unfit{std::move(remark)};
  return {std::move(markets), std::move(remark), false};
}

} // namespace

answer<std::vector<market>> decode_markets(const net::reply& x) {
  return read_reply<std::vector<market>>(x, read_markets);
}

} // namespace ballast::venues::kraken
