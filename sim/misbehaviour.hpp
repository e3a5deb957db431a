// How a fault looks on the wire.
#pragma once

#include "net/wire.hpp"
#include "sim/fault.hpp"

namespace ballast::sim {

/// A venue's own words for what every venue can say.
struct error_replies {
  net::reply throttled;
  net::reply banned;
  net::reply unauthorised;
  net::reply permission_denied;
  net::reply invalid_nonce;
  net::reply maintenance;
  net::reply internal;     ///< Its status is replaced by the fault's.
  net::reply error_in_200; ///< Status 200.
};

/// Whether the venue never gets to see the call, as opposed to handling it and
/// then spoiling the answer.
bool replaces_handling(fault_kind x);

/// The answer instead of handling. @pre replaces_handling(x.kind)
net::answer replacement(const fault& x, const error_replies& words);

/// The venue's own answer, spoilt. @pre !replaces_handling(x.kind)
net::answer spoil(const fault& x, net::answer good);

} // namespace ballast::sim
