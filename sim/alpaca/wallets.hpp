// What accounts of the simulated Alpaca own: dollars and positions.
#pragma once

#include "domain/decimal.hpp"
#include "domain/result.hpp"
#include "net/wire.hpp"
#include "sim/alpaca/tape.hpp"
#include "sim/exchange.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ballast::sim::alpaca {

/// What an account has of one asset, as decimal text.
struct holding {
  std::string symbol; ///< "AAPL", "BTC/USD"
  std::string quantity;
};
/// What each account owns at first.
struct endowment {
  std::string cash; ///< Dollars.
  std::vector<holding> holdings;
};

/// One position as it stands.
struct position {
  const tape* of = nullptr;
  decimal quantity;
  decimal available; ///< What no order holds.
  decimal cost;      ///< What was paid for it, in dollars.
};

/// All that the account's answers are made of.
struct portfolio {
  decimal cash;
  decimal spendable; ///< Cash that no order holds.
  std::vector<position> positions;
  bool is_suspended = false; ///< By its user: takes no new orders.
};

/// What a position is worth at the last price, in the pair's quote.
decimal value_of(const position& x, std::int64_t now);

/// GET /v2/account. @param now in Unix seconds
net::reply account_reply(const account_key& whose, const portfolio& owned,
                         std::int64_t now);
/// GET /v2/positions: stocks and coins that there is some of.
net::reply positions_reply(const portfolio& owned, std::int64_t now);
/// GET /v2/positions/{symbol or id}
net::reply position_reply(const portfolio& owned, std::string_view name,
                          std::int64_t now);
/// GET /v2/account/configurations
net::reply configuration_reply(const portfolio& owned);

} // namespace ballast::sim::alpaca
