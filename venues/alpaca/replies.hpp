// What kind of answer a reply of Alpaca is, before its content is read.
//
//   400, 422   refused                 408, 5xx   unavailable, maintenance
//   401        unauthorised            429        throttled
//   403        refused where the trading host names a business reason (code
//              4031....: funds, sizes, wash trades), else not permitted; a page
//              of a firewall: banned
//   404        unknown symbol (of an asset), refused (of an order), malformed
//              where the venue names neither
//   451        not permitted           others     malformed
//
// Errors come as {"code":40310000,"message":".."} from the trading host and as
// {"message":".."} from the data host. A duplicate client_order_id is a 422
// too: what it says of the first order is for whoever sent both.
// Source: Alpaca, "Trading API error codes", and bodies seen by clients.
#pragma once

#include "net/wire.hpp"
#include "venues/verdict.hpp"

#include <string>
#include <string_view>

namespace ballast::venues::alpaca {

/// What an error body says.
struct said {
  std::string code;    ///< "40310000"; empty from the data host.
  std::string message; ///< Empty: no error body.
};

/// Both empty where the body is none of the venue's errors.
said error_in(std::string_view body);

/// Judges a reply whose status is not 200.
/// @pre x.status != 200
verdict judge_status(const net::reply& x);

} // namespace ballast::venues::alpaca
