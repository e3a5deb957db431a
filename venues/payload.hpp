// Bodies from outside, looked at before any parser sees them, and their words
// made fit for a log line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::venues {

constexpr std::size_t body_max = std::size_t{8} * 1024 * 1024;
/// Of a list of all markets, where one row takes 1.5 kB and more: 12,000 rows
/// make 18 MB. The transport lets as much through.
constexpr std::size_t market_list_max = std::size_t{32} * 1024 * 1024;
constexpr std::size_t depth_max = 64;

/// The body without a UTF-8 byte order mark.
std::string_view without_mark(std::string_view body) noexcept;

/// Whether the first thing in it is a '<': a page of a firewall or a proxy.
bool is_html(std::string_view body) noexcept;

/// Whether a firewall in front of the venue speaks: by a page, or as Cloudflare
/// does to programs by "error code: 1020".
bool is_firewall(std::string_view body) noexcept;

/// Whether the word stands in it, in capitals or not: pages and texts alike.
bool speaks_of_maintenance(std::string_view body);

/// Why a body must not go to a JSON parser: "a body of 9 MB, at most 8", "an
/// HTML page of 512 bytes", "JSON nested deeper than 64". Empty: it may.
std::string objection(std::string_view body);

/// The same without a look at how deep it nests, which costs as much as a fast
/// parser: for one that keeps to depth_max itself.
/// @param most bytes that are read of it.
std::string objection_at_sight(std::string_view body,
                               std::size_t most = body_max);
std::string too_deep(); ///< "JSON nested deeper than 64"

/// The same JSON with every number in quotes. A parser that reads numbers as
/// doubles then hands on their digits, which for money is all that counts.
std::string numbers_as_text(std::string_view body);

/// At most `length_max` printable ASCII characters; a run of anything else
/// (line ends, escape sequences' first bytes, other scripts) becomes one space.
std::string printable(std::string_view text, std::size_t length_max = 200);

} // namespace ballast::venues
