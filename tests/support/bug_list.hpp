// What a list of planted bugs becomes: their names, and which of them is on.
// Included by a header that defines BALLAST_BUGS(bug), with one
// bug(name, beginning of the names of the test suites that must find it) each.
#pragma once

#include <cstdint>
#include <vector>

namespace ballast::test {

enum class seeded_bug : std::uint8_t {
  none,
#define BALLAST_ENUMERATOR(name, suites) name,
  BALLAST_BUGS(BALLAST_ENUMERATOR)
#undef BALLAST_ENUMERATOR
};

struct named_bug {
  seeded_bug bug = seeded_bug::none;
  const char* name = "";
  const char* found_by = "";
};

inline std::vector<named_bug> all_bugs() {
#define BALLAST_NAMED(name, suites) named_bug{seeded_bug::name, #name, #suites},
  return {BALLAST_BUGS(BALLAST_NAMED)};
#undef BALLAST_NAMED
}

/// The one that is on. One thread runs these tests.
inline auto switched_on = seeded_bug::none;

inline bool has_bug(seeded_bug x) { return switched_on == x; }

} // namespace ballast::test
