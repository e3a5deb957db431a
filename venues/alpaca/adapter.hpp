// Alpaca, US stocks and crypto, as a broker sees it.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>

namespace ballast::venues {

/// Two hosts serve one account. The clock, the list of markets and the account
/// are asked at base(), the trading host; candles and tickers at the data host,
/// which is the same for live and paper accounts:
///
///   rest_url                             trading                  data
///   "", "https://api.alpaca.markets"     api.alpaca.markets       data.…
///   "https://paper-api.alpaca.markets"   paper-api.…              data.…
///   any other, as a simulator's          as given                 as given
///
/// So `call.base` of those two questions need not be base(), and connections
/// to the data host are not warmed beforehand.
///
/// Every request carries the key and the secret in headers, as the venue knows
/// no signature: rest_url should be https. Without credentials the venue
/// answers questions about crypto's candles and tickers alone and refuses all
/// others, the clock's included.
///
/// The list of markets comes in two answers: that of crypto, then that of the
/// stocks, for which more_markets_request asks. Positions name crypto by an old
/// name ("BTCUSD") that only the list explains: `markets_answer` learns it.
///
/// Tickers are those of crypto: thousands of stocks fit into no one request.
///
/// The venue's clock says whether the stock exchange is open. That is no status
/// of the venue, as crypto trades around the clock and orders for stocks are
/// taken at night: status_request is absent. `is_in_session` tells when stocks
/// trade, by what calendar_answer and time_answer have read (session.hpp):
/// outside of it no order for a stock can be placed. trader() is always there,
/// as books, trades and tickers of crypto need no key; see trader.hpp for what
/// this venue does not have.
/// @returns ec::invalid_argument when rest_url is no "http(s)://host[:port]",
///          when only one of key and secret is given, or when either is not
///          what it should look like (see alpaca::credentials); never with any
///          part of a secret.
result<std::unique_ptr<adapter>> make_alpaca(const adapter_options& opts);

/// The registered venue: the line `alpaca` in CMakeLists.txt.
const profile& alpaca_profile();

} // namespace ballast::venues
