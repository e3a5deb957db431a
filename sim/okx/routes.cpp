#include "sim/okx/routes.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::okx {

namespace {

using namespace std::chrono_literals;

constexpr route open_to_all(std::string_view path, std::uint32_t units,
                            std::chrono::seconds window = 2s) {
  return {"GET", path, false, units, window, limit_by::address};
}
constexpr route of_user(std::string_view path, std::uint32_t units,
                        std::chrono::seconds window = 2s) {
  return {"GET", path, true, units, window, limit_by::user};
}
constexpr route of_instrument(std::string_view method, std::string_view path,
                              std::uint32_t units) {
  return {method, path, true, units, 2s, limit_by::user_and_instrument};
}

constexpr auto routes = std::array{
  open_to_all("public/time", 10),
  open_to_all("system/status", 1, 5s),
  open_to_all("public/instruments", 20),
  open_to_all("market/tickers", 20),
  open_to_all("market/ticker", 20),
  open_to_all("market/candles", 40),
  open_to_all("market/history-candles", 20),
  open_to_all("market/books", 40),
  open_to_all("market/books-full", 10),
  open_to_all("market/trades", 100),
  open_to_all("public/price-limit", 20),
  of_user("account/instruments", 20),
  of_user("account/balance", 10),
  of_user("account/config", 5),
  of_user("account/trade-fee", 5),
  of_user("asset/balances", 6, 1s),
  of_user("asset/currencies", 6, 1s),
  of_user("trade/account-rate-limit", 1, 1s),
  of_user("trade/orders-pending", 60),
  of_user("trade/orders-history", 40),
  of_user("trade/orders-history-archive", 20),
  of_user("trade/fills", 60),
  of_user("trade/fills-history", 10),
  of_instrument("GET", "trade/order", 60),
  of_instrument("POST", "trade/order", 60),
  of_instrument("POST", "trade/batch-orders", 300),
  of_instrument("POST", "trade/cancel-order", 60),
  of_instrument("POST", "trade/cancel-batch-orders", 300),
  of_instrument("POST", "trade/amend-order", 60),
  route{"POST", "trade/cancel-all-after", true, 1, 1s, limit_by::user},
};

} // namespace

const route* route_of(std::string_view method, std::string_view path) {
  constexpr auto root = std::string_view{"/api/v5/"};
  if (!path.starts_with(root))
    return nullptr;
  path.remove_prefix(root.size());
  const auto* const at
    = std::find_if(routes.begin(), routes.end(), [&](const route& x) {
        return x.path == path && x.method == method;
      });
  return at == routes.end() ? nullptr : at;
}

} // namespace ballast::sim::okx
