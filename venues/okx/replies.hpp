// What kind of answer a reply of OKX is, before its content is read.
//
// The venue's own code decides, whatever the status beside it: many errors come
// with HTTP 200. Where a reply has another status and no code that is known,
// the status decides (venues/http_status.hpp), with two differences:
//
//   401   unauthorised        4xx with a code of the venue   refused
//
// A 429 is throttled whatever its code, but for 50013: that one is the venue's
// own trouble and none of our pace.
// Source: OKX API v5 guide, "Error Code".
#pragma once

#include "domain/outcome.hpp"
#include "net/wire.hpp"
#include "venues/okx/envelope.hpp"
#include "venues/verdict.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::okx {

/// What the code of an error means, be it the outer one or a row's. A code that
/// is not in the table is a refusal when it is about trading (51xxx); of others
/// nothing is known.
std::optional<outcome_kind> kind_of_code(std::string_view code) noexcept;

/// Whether the table has this code, so that what it stands for is known.
bool is_listed(std::string_view code) noexcept;

/// The code that a body tells, be it the outer one or a row's; empty where it
/// tells none.
std::string code_in(const net::reply& x);

/// Judges a reply with status 200 by the code in it.
verdict judge_code(const net::reply& x, const envelope& found);

/// Judges a reply whose status is not 200.
/// @pre x.status != 200
verdict judge_status(const net::reply& x);

} // namespace ballast::venues::okx
