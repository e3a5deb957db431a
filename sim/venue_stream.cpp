#include "sim/venue_stream.hpp"

#include <utility>

namespace ballast::sim {

void venue_stream::receive(std::string_view text, instant now) {
  const auto lock = enter_(now);
  if (!is_over_)
    take(text, now);
}

std::vector<std::string> venue_stream::due(instant now) {
  const auto lock = enter_(now);
  if (!is_over_)
    look(now);
  return std::exchange(outbox_, {});
}

bool venue_stream::is_over() const {
  auto now = instant{};
  const auto lock = enter_(now);
  return is_over_;
}

} // namespace ballast::sim
