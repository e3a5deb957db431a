// The monitoring endpoint as one more translator: a call comes in, a reply goes
// out, and nothing in between touches a socket or waits for an actor.
//
// Attackers thought of: a page in the operator's browser (Host is checked
// before anything else, no CORS), other users of the network (a token off
// loopback), text from venues (only ever inside JSON).
#pragma once

#include "actors/status_board.hpp"
#include "net/wire.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::apps {

struct endpoint_options {
  std::uint16_t port = 0;                 ///< Of the listener, for Host.
  bool loopback = true;                   ///< Reading needs no token.
  std::string_view token;                 ///< May be empty on loopback only.
  std::vector<std::string> allowed_hosts; ///< Beyond loopback's names.
};

/// Whether a Host header names this node: localhost, 127.0.0.1 or [::1], with
/// this port or none, or an allowed host. Compared byte by byte, so that
/// "127.0.0.1.evil.tld" and "localhost." are strangers.
bool is_own_host(std::string_view host, const endpoint_options& options);

net::reply answer(const net::call& call, const status_report& report,
                  const endpoint_options& options);

} // namespace ballast::apps
