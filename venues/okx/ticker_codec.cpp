#include "venues/left_out.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/reading.hpp"
#include "venues/okx/rows.hpp"
#include "venues/okx/symbols.hpp"

#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

content<std::vector<ticker>> read_tickers(const array& rows) {
  std::vector<ticker> tickers;
  left_out others;
  for (const auto x : rows) {
    object row;
    const auto has_members = x.get_object().get(row) == simdjson::SUCCESS;
    if (has_members && text_at(row, "instType") != "SPOT")
      continue;
    const auto id = has_members ? text_at(row, "instId") : std::string_view{};
    if (const auto which = symbol_of(id))
      tickers.push_back(ticker_of(*which, row));
    else
      others.add(id);
  }
  return listed(std::move(tickers), "tickers", others);
}

} // namespace

answer<std::vector<ticker>> decode_tickers(const net::reply& x) {
  return read_reply<std::vector<ticker>>(x, read_tickers);
}

} // namespace ballast::venues::okx
