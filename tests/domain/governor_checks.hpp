// What is demanded of the governor in the world of one seed. Each check says
// in words what is wrong, and nothing when all is well; the tests of the
// governor and those of the bugs planted in it demand the very same.
#pragma once

#include "tests/domain/governor_world.hpp"

#include <cstdint>
#include <string>

namespace ballast::test {

/// What many worlds were like, to show that they tried something.
struct world_totals {
  std::size_t granted = 0;
  std::size_t wakes = 0;
  std::size_t wakes_in_vain = 0;
  std::size_t restarts = 0;
  std::size_t probes = 0;
};

/// Whatever goes wrong around it: no limit exceeded on arrival, the venue's
/// word heeded, no wake missed, EXIT's part kept.
std::string safety_findings(std::uint64_t seed, world_totals& totals);
std::string safety_findings(std::uint64_t seed);

/// Without faults a limit is used up to W / (W + round trip), a bucket wholly.
std::string use_findings(std::uint64_t seed);
/// Without faults nobody waits for ever.
std::string service_findings(std::uint64_t seed);
/// Accounts of a lane get the same, however often one of them asks.
std::string fairness_findings(std::uint64_t seed);

/// All three of liveness.
std::string liveness_findings(std::uint64_t seed);

} // namespace ballast::test
