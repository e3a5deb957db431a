// OKX, spot, as a broker sees it.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>

namespace ballast::venues {

/// Prices, candles and the list of markets are public and spend budgets of the
/// IP; balances and permissions are signed and spend budgets of the account.
/// Each endpoint has a budget of its own, so what is spent differs by question.
///
/// Candles are closed when the venue says so, whatever `now` is. It has none
/// older than the last 1,440 of a market here; its archive, which has a limit
/// of its own, is not asked.
///
/// Balances are those of the trading account: what lies in the funding account
/// cannot be traded with.
///
/// An empty rest_url means the site of most countries. Accounts of the EU, the
/// US and Australia have sites of their own, and elsewhere their keys count as
/// unknown. Demo trading has the address of the live one and keys of its own:
/// `opts.demo` tells them apart.
///
/// Orders, books and fills: okx/desk.hpp. Streams: okx/stream.hpp.
/// @returns ec::invalid_argument when rest_url is no "http(s)://host[:port]" or
///          ws_url no "ws(s)://host[:port]", when of key, secret and passphrase
///          some are given and some are not, or when one is not what it should
///          look like (see okx::signer); never with any part of a secret.
result<std::unique_ptr<adapter>> make_okx(const adapter_options& opts);

/// The registered venue: the line `okx` in CMakeLists.txt.
const profile& okx_profile();

} // namespace ballast::venues
