// A call that was handed to the transport and still owes its answer.
//
// Inside net/ only.
#pragma once

#include "net/transport.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace ballast::net {

struct pending_call {
  using time_point = std::chrono::steady_clock::time_point;

  call what;
  time_point ready_by;      ///< Unsent after this.
  time_point first_byte_by; ///< Without a byte of the reply after this.
  time_point done_by;       ///< Without the whole reply after this.
  handler then;

  /// Answers; later answers are not heard.
  void finish(outcome x) {
    if (auto once = std::exchange(then, nullptr))
      once(std::move(x));
  }
};

using pending_call_pointer = std::unique_ptr<pending_call>;

} // namespace ballast::net
