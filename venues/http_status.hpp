// What the status of a reply says where its body says nothing that is known.
#pragma once

#include "domain/outcome.hpp"
#include "net/wire.hpp"

namespace ballast::venues {

/// Judges a reply by its status alone, for venues that put their errors into
/// the body: what has another status met trouble on the way.
///
///   403 a page     banned             429          throttled
///   403, 451       not permitted      5xx          unavailable, maintenance
///   408            unavailable        others       malformed
///   418            banned
outcome_kind kind_of_status(const net::reply& x);

/// Whether what a body says of an order is the venue's own word: under 200, and
/// under what turns a request away. Under any other status somebody on the way
/// speaks (a redirection, a gateway that timed out, 408), or a venue that does
/// not know itself what it has done.
/// Source: faults.md, O3, E5.
constexpr bool is_word_of_venue(unsigned status) noexcept {
  return status == 200 || (status >= 400 && status < 500 && status != 408);
}

} // namespace ballast::venues
