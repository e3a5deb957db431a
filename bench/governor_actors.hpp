// How long a broker waits for a permit that there is room for, with real actors
// on real threads, beside a bare request to an actor that answers at once.
#pragma once

#include <cstddef>
#include <vector>

namespace ballast::bench {

/// One round of both contenders.
struct grant_round {
  double bare_p50_us = 0;
  double bare_p99_us = 0;
  double grant_p50_us = 0;
  double grant_p99_us = 0;

  double ratio() const { return grant_p99_us / bare_p99_us; }
};

/// Fifty brokers in turn send both a bare request and a wish, each `per_second`
/// by the clock and not by the answers: whatever delays the one delays the
/// other. Each permit is answered after 50 ms. A round is a second.
std::vector<grant_round> measure_grants(std::size_t per_second,
                                        std::size_t rounds);

} // namespace ballast::bench
