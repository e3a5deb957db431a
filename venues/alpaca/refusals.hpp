// Which answers to a new order prove that none came of it.
//
//   status  code      words                               fate
//   400               any of the venue's                  refused
//   401               any of the venue's                  refused
//   403               any of the venue's                  refused
//   404     4041..    (the asset is not known)            refused
//   404               asset not found                     refused
//   422               must be unique                      unknown: an order
//                                                         has this client id
//   422     any       words of a check of what was sent   refused
//   429               any of the venue's                  refused
//   others, and all without the venue's words             unknown
//
// A 422 without such words proves nothing: clients have reported orders that
// existed all the same. Source: "Trading API error codes" and clients' reports.
#pragma once

#include "domain/order.hpp"
#include "net/wire.hpp"

namespace ballast::venues::alpaca {

/// @pre x.status != 200
placement fate_of_error(const net::reply& x);

} // namespace ballast::venues::alpaca
