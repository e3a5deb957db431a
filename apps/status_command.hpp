// `ballast status`: one screen from a running node; `ballast top`: the same,
// again and again.
#pragma once

#include "apps/node_client.hpp"

#include <chrono>

namespace ballast::apps {

struct status_arguments {
  node_address node;
  bool json = false;
};

/// @returns 0 when the node answered and is well, 1 when it does not answer or
///          a venue that is not skipped is not connected, 2 for a bad URL.
int status(const status_arguments& arguments);

struct top_arguments {
  node_address node;
  std::chrono::milliseconds every{1000}; ///< > 0.
};

/// Shows it anew until SIGINT, SIGTERM or SIGHUP; a node that is away for a
/// moment ends nothing.
/// @returns 0, or 2 for a bad URL.
int top(const top_arguments& arguments);

} // namespace ballast::apps
