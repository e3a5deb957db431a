// Calls as Binance wants them, of one account: an address, and the key that
// signs where there is one.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "venues/binance/signer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::binance {

struct caller {
  std::string base; ///< "https://api.binance.com"
  std::optional<binance::signer> signer;
};

/// A GET that anybody may send.
net::call public_call(const caller& by, std::string target);

/// A signed call. What is signed is what is sent, byte for byte: the query of a
/// GET or DELETE, the form in the body of a POST or PUT. Without a key it goes
/// unsigned: the venue refuses it, which says the same as we could.
/// @param parameters "symbol=LTCBTC&side=BUY", percent-encoded; may be empty.
/// Source: Binance Spot REST API, "SIGNED endpoint security".
net::call signed_call(const caller& by, std::string_view method,
                      std::string_view path, std::string parameters,
                      unix_time now);

} // namespace ballast::venues::binance
