// The endpoint at work: calls come from the HTTP server, replies go there, and
// errands are carried to the SUPERVISOR in between. No thread waits.
#pragma once

#include "actors/interfaces.hpp"
#include "apps/endpoint.hpp"
#include "net/http_server.hpp"

#include <caf/actor_system.hpp>

#include <memory>

namespace ballast::apps {

/// Answers one call, at once or when the actors have. Callable from any thread
/// while `system` lives.
void serve(const net::call& call, net::respond respond,
           const std::shared_ptr<const status_report>& report,
           const endpoint_options& options, caf::actor_system& system,
           const supervisor_actor& supervisor);

} // namespace ballast::apps
