// `ballast halt`, `resume`, `breaker` and `why`: what a person asks of a
// running node.
#pragma once

#include "apps/node_client.hpp"

#include <string>

namespace ballast::apps {

struct halt_arguments {
  node_address node;
  std::string account; ///< Empty: all.
  std::string reason;
  bool cancel_orders = false;
  bool flatten = false;
  bool json = false;
};

/// No new entries from here on, also after a restart; exits go on.
/// @returns 0 once it is durable, 1 when the node cannot, 2 for a bad URL or
///          an account that is not there.
int halt(const halt_arguments& arguments);
/// New entries again. @returns as halt.
int resume(const halt_arguments& arguments);

struct breaker_arguments {
  node_address node;
  std::string venue;
  std::string word; ///< One of breaker_words().
  bool json = false;
};

/// What the breakers of a venue are to do, until the next word or a restart.
/// @returns as halt; 2 for a venue that the node does not use.
int breaker(const breaker_arguments& arguments);

struct why_arguments {
  node_address node;
  std::string venue;  ///< Empty: of all.
  std::string symbol; ///< "BTC/USD"; empty: of the venue.
  std::string account;
  bool json = false;
};

/// Names the one rule that decides whether this is scanned and traded.
/// @returns 0 where it is, or may be; 1 where it is not; 2 for a bad question.
int why(const why_arguments& arguments);

} // namespace ballast::apps
