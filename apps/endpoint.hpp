// The monitoring endpoint as one more translator: a call comes in, a reply or
// an errand goes out, and nothing in between touches a socket or waits for an
// actor.
//
// Attackers thought of: a page in the operator's browser (Host is checked
// before anything else, no CORS), other users of the network (a token off
// loopback, and always for what changes something), text from venues (only ever
// inside JSON).
#pragma once

#include "actors/status_board.hpp"
#include "apps/errands.hpp"
#include "net/wire.hpp"

#include <string>
#include <string_view>
#include <variant>
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

/// The reply to a call, or what must be asked of the actors before there is
/// one.
std::variant<net::reply, errand> answer(const net::call& call,
                                        const status_report& report,
                                        const endpoint_options& options);

/// What came of an errand: of a halt, resume or reset that is done, and of a
/// question that was answered.
net::reply reply_to(const errand& x);
net::reply reply_to(const status_report& report, const why_question& asked,
                    const why_answer& told);
/// It came to nothing: 404 where nobody is meant, else 503.
net::reply refusal_of(bool is_unknown, const std::string& why);

} // namespace ballast::apps
