#include "venues/okx/order_codec.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <cstdint>

namespace ballast::venues::okx {

namespace {

std::string target(std::string_view path) {
  return std::string{"/api/v5/"}.append(path);
}

std::string of_instrument(std::string_view path,
                          std::string_view instrument_id) {
  return target(path).append("?instId=").append(escaped(instrument_id));
}

/// What all lists of the account's can be narrowed by.
std::string of_account(std::string_view path, std::string_view instrument_id,
                       std::string_view page) {
  auto made = target(path)
                .append("?instType=SPOT&limit=")
                .append(std::to_string(page_rows));
  if (!instrument_id.empty())
    made.append("&instId=").append(escaped(instrument_id));
  if (!page.empty())
    made.append("&after=").append(escaped(page));
  return made;
}

} // namespace

std::string book_target(std::string_view instrument_id, unsigned depth) {
  return of_instrument("market/books", instrument_id)
    .append("&sz=")
    .append(std::to_string(std::clamp(depth, 1U, book_depth_max)));
}

std::string trades_target(std::string_view instrument_id) {
  return of_instrument("market/trades", instrument_id);
}

std::string ticker_target(std::string_view instrument_id) {
  return of_instrument("market/ticker", instrument_id);
}

std::string fees_target(std::string_view instrument_id) {
  return target("account/trade-fee?instType=SPOT&instId=")
    .append(escaped(instrument_id));
}

std::string order_target(const order_ref& which) {
  auto made = of_instrument("trade/order", which.what.venue_symbol);
  return which.venue_id.empty()
           ? made.append("&clOrdId=").append(escaped(which.client_id))
           : made.append("&ordId=").append(escaped(which.venue_id));
}

std::string open_orders_target(std::string_view instrument_id,
                               std::string_view page) {
  return of_account("trade/orders-pending", instrument_id, page);
}

std::string closed_orders_target(bool archived, std::string_view instrument_id,
                                 std::string_view page) {
  return of_account(archived ? "trade/orders-history-archive"
                             : "trade/orders-history",
                    instrument_id, page);
}

std::string fills_target(std::string_view instrument_id,
                         std::optional<unix_time> since,
                         std::string_view page) {
  auto made = of_account("trade/fills-history", instrument_id, page);
  if (since) {
    const auto begin
      = std::max<std::int64_t>(0, since->time_since_epoch().count());
    made.append("&begin=").append(std::to_string(begin));
  }
  return made;
}

} // namespace ballast::venues::okx
