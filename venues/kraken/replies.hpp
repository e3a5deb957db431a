// What kind of answer a reply of Kraken is, before its content is read.
//
// The venue answers HTTP 200 with {"error":[...],"result":...}, whatever
// happened; it is well when no entry of `error` begins with 'E' ('W' is a
// warning beside a valid result). Any other status means trouble on the way
// (venues/http_status.hpp) unless the body holds an error of the venue all the
// same.
// Source: Kraken, Spot REST introduction and "API errors".
#pragma once

#include "domain/outcome.hpp"
#include "net/wire.hpp"
#include "venues/verdict.hpp"

#include <string_view>

namespace ballast::venues::kraken {

/// What an entry of `error` means, by how it begins, as details may follow
/// ("EGeneral:Invalid arguments:volume"). Where the text is not known its
/// category decides: EService is trouble of the venue, EOrder a refusal; of
/// others nothing is known, so malformed.
outcome_kind kind_of_error(std::string_view entry) noexcept;

/// Judges a reply by one entry of its `error`.
verdict judge_error(const net::reply& x, std::string_view entry);

/// Judges a reply whose status is not 200.
/// @pre x.status != 200
verdict judge_status(const net::reply& x);

/// How long a temporary lockout is taken to last: at least 15 minutes.
/// Source: clients; the venue tells no figure.
constexpr duration lockout = std::chrono::minutes{15};

} // namespace ballast::venues::kraken
