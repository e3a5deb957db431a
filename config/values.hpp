// One text, one value: the rules that files, variables and flags share.
//
// A fault from here says only what was expected ("a whole number from 5 to
// 15"), never what was found: the text may be a secret in the wrong place. The
// caller puts file, line and key before it.
#pragma once

#include "config/settings.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::config {

/// All faults of config: ec::invalid_argument, "place: key: expectation".
fault refusal(std::string_view place, std::string_view key,
              std::string_view expectation);

/// Reads `8s`, `2.5m`, `150ms`, `1h`: a number of at most nine digits on
/// either side of the point and its unit, exact to the nanosecond.
result<duration> parse_duration(std::string_view text);

/// Like parse_duration, and a plain number means seconds ("8", "0.5").
result<duration> parse_seconds_or_duration(std::string_view text);

/// Reads digits alone, within [least, most].
result<std::uint64_t> parse_whole(std::string_view text, std::uint64_t least,
                                  std::uint64_t most);
/// "a whole number from 5 to 15"
std::string expected_whole(std::uint64_t least, std::uint64_t most);

/// Reads true/false, yes/no, on/off, 1/0, whatever the case.
result<bool> parse_flag(std::string_view text);

/// Position of `text` in `choices`.
result<std::size_t> parse_choice(std::string_view text,
                                 const std::vector<std::string_view>& choices);

result<run_mode> parse_mode(std::string_view text);
result<scan_mode> parse_scan_mode(std::string_view text);
/// Reads "1m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "1d".
result<std::chrono::seconds> parse_timeframe(std::string_view text);

/// What a URL is for: plain schemes are taken for loopback hosts only.
enum class url_kind : std::uint8_t {
  rest,   ///< http(s)://host[:port]
  stream, ///< ws(s)://host[:port]
};
/// @returns the URL without a trailing slash. User names, queries and
///          fragments are refused: signatures name the authority alone.
result<std::string> parse_url(std::string_view text, url_kind what);

/// An address to listen on: IPv4, IPv6 or "localhost".
result<std::string> parse_address(std::string_view text);
/// "127.0.0.1:8420", "[::1]:0".
result<listen_settings> parse_listen(std::string_view text);

/// One Host header: a name or address, perhaps with a port.
result<std::string> parse_host(std::string_view text);
/// Several of them between commas.
result<std::vector<std::string>> parse_hosts(std::string_view text);

/// Without spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text) noexcept;

/// The candidate with the smallest edit distance, or empty when none is near
/// enough to be meant.
std::string_view nearest(std::string_view text,
                         const std::vector<std::string_view>& candidates);

/// `name` for a message when it reads like a name, else a placeholder: a
/// secret pasted in the wrong place must not come back in an error.
std::string shown(std::string_view name);
/// The same for the name of a limit or a weight, which may have other marks:
/// "kraken.private", "book<=100".
std::string shown_id(std::string_view id);

} // namespace ballast::config
