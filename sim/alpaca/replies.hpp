// The simulated Alpaca's words when things are not as asked.
//
// Success is the bare object or list. Errors of the trading API have a code and
// a message, those of the market data API a message alone.
#pragma once

#include "net/wire.hpp"
#include "sim/misbehaviour.hpp"

#include <string>

namespace ballast::sim::alpaca {

/// 200. @param body JSON
net::reply good(std::string body);

/// `{"code":…,"message":…}`, as the trading API says it.
net::reply trading_error(unsigned status, int code, const std::string& message);
/// `{"message":…}`, as the market data API says it.
net::reply data_error(unsigned status, const std::string& message);

net::reply unauthorised();  ///< 401 of the trading API.
net::reply forbidden();     ///< 403 of the market data API.
net::reply too_fast();      ///< 429 of the trading API.
net::reply too_fast_data(); ///< 429 of the market data API.
net::reply no_such_route(); ///< 404

/// Source: alpaca.md sections 3, 4 and 12.
const error_replies& common_replies();

} // namespace ballast::sim::alpaca
