// The snapshot as Prometheus text, version 0.0.4.
#pragma once

#include "actors/status_board.hpp"

#include <string>

namespace ballast::apps {

std::string metrics_text(const status_report& report);

} // namespace ballast::apps
