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

} // namespace ballast::venues
