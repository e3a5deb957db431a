// What measurements have in common: the clock of this thread's own work, and
// how figures of several contenders are taken side by side.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace ballast::bench {

/// CPU seconds that this thread has used: what else runs on the machine does
/// not count.
inline double thread_seconds() {
  timespec x{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &x);
  return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_nsec) * 1e-9;
}

/// The value at `share` of them, 0.5 for the median. @pre not empty
inline double quantile(std::vector<double> of, double share) {
  const auto place
    = static_cast<std::size_t>(share * static_cast<double>(of.size() - 1));
  std::nth_element(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(place),
                   of.end());
  return of[place];
}

} // namespace ballast::bench
