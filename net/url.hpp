// Where a call goes: the scheme, host and port of a base such as
// "https://api.coinbase.com". Paths and queries belong to a call's target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::net {

struct url {
  bool secure = true; ///< https, or else http.
  std::string host;   ///< Lower case; an IPv6 address without its brackets.
  std::uint16_t port = 443;

  /// The Host header: "api.coinbase.com", "127.0.0.1:8080", "[::1]:8080".
  /// The scheme's own port is left out.
  std::string authority() const;
};

/// Reads scheme, host and port; the scheme's own port where none is named.
/// @returns nothing for another scheme, user info, a path, a query or an empty
///          or malformed host or port.
std::optional<url> parse_url(std::string_view base);

/// Whether `host` can only be this machine: "localhost", an address in
/// 127.0.0.0/8 in full dotted form, or ::1 (with or without brackets). Names
/// that merely resolve to such an address are not.
bool is_loopback(std::string_view host);

/// Whether `host` is a dotted IPv4 or an IPv6 address rather than a name.
bool is_address(std::string_view host);

} // namespace ballast::net
