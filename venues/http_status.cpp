#include "venues/http_status.hpp"

#include "venues/payload.hpp"

namespace ballast::venues {

outcome_kind kind_of_status(const net::reply& x) {
  switch (x.status) {
  case 403:
    return is_firewall(x.body) ? outcome_kind::banned
                               : outcome_kind::not_permitted;
  case 408:
    return outcome_kind::unavailable;
  case 418:
    return outcome_kind::banned;
  case 429:
    return outcome_kind::throttled;
  case 451:
    return outcome_kind::not_permitted;
  case 503:
    return speaks_of_maintenance(x.body) ? outcome_kind::maintenance
                                         : outcome_kind::unavailable;
  default:
    return x.status >= 500 && x.status < 600 ? outcome_kind::unavailable
                                             : outcome_kind::malformed;
  }
}

} // namespace ballast::venues
