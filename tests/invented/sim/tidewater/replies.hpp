// The simulated Tidewater's words.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/misbehaviour.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::tidewater {

/// {"ok":true,"<name>":<json>}
net::reply good_reply(std::string_view name, std::string_view json);

/// @param wait whole seconds, rounded up; absent: it names none.
net::reply error_reply(unsigned status, std::string_view why,
                       std::string_view say,
                       std::optional<duration> wait = std::nullopt);
net::reply no_pool();
net::reply bad_ask(std::string_view name);
net::reply ebb(duration wait);

/// Source: MANUAL.md, "Errors".
const error_replies& common_replies();

} // namespace ballast::sim::tidewater
