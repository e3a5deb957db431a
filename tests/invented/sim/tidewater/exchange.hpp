// A simulated Tidewater. Built from MANUAL.md, never from our own codec.
#pragma once

#include "domain/result.hpp"
#include "sim/exchange.hpp"
#include "sim/simulator.hpp"

#include <memory>

namespace ballast::sim {

/// For the table of venues. It has no recordings, and one way to read its
/// limits.
/// @returns ec::invalid_argument without an account.
result<std::unique_ptr<exchange>>
simulate_tidewater(const simulator_options& opts);

} // namespace ballast::sim
