// `ballast status`: one screen from a running node.
#pragma once

#include "apps/node_client.hpp"

namespace ballast::apps {

struct status_arguments {
  node_address node;
  bool json = false;
};

/// @returns 0 when the node answered and is well, 1 when it does not answer or
///          a venue that is not skipped is not connected, 2 for a bad URL.
int status(const status_arguments& arguments);

} // namespace ballast::apps
