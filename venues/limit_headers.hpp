// What the headers of a reply say about limits.
#pragma once

#include "domain/outcome.hpp"
#include "domain/time.hpp"
#include "net/wire.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::venues {

/// No wait that a header asks for is believed beyond this.
constexpr duration retry_after_max = std::chrono::hours{1};

/// Reads "Sun, 06 Nov 1994 08:49:37 GMT", the one date form that servers may
/// still send. Source: RFC 9110, section 5.6.7, IMF-fixdate.
std::optional<unix_time> parse_http_date(std::string_view text);

/// The reply's own Date header: the server's clock.
std::optional<unix_time> date_of(const net::reply& x);

/// Retry-After as a wait in [0, longest]: whole seconds, or a date counted from
/// the reply's own Date header. Absent when there is none or it is neither.
/// Source: RFC 9110, section 10.2.3.
std::optional<duration> retry_after_of(const net::reply& x,
                                       duration longest = retry_after_max);

/// The wait until a moment, counted from the reply's own Date header, in
/// [0, longest]. Absent without that header.
std::optional<duration> wait_until(const net::reply& x, unix_time until,
                                   duration longest = retry_after_max);

/// A header that is a whole number of plain digits; absent otherwise. Beyond
/// the range of the type it is the largest one.
std::optional<std::uint64_t> count_of(const net::reply& x,
                                      std::string_view name);

/// Seconds as a wait in [0, longest].
duration clamped_wait(std::uint64_t seconds,
                      duration longest = retry_after_max) noexcept;

/// x-ratelimit-limit and -remaining, and Retry-After. Values that are no plain
/// numbers count as absent; a wait is at most one hour. x-ratelimit-reset, a
/// moment in Unix seconds or a small count of seconds from now, counts as a
/// wait on a 429 without Retry-After only: elsewhere it tells when a window
/// ends.
limit_feedback limits_of(const net::reply& x);

} // namespace ballast::venues
