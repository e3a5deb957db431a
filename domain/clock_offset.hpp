// How far a venue's clock is from ours, from its own answers.
#pragma once

#include "domain/time.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ballast {

/// Median of the newest five samples: one slow answer moves nothing.
class clock_offset {
public:
  /// @param sent, received our calendar when the question left and the answer
  ///        came; the venue read its clock somewhere between.
  void sample(unix_time sent, unix_time received, unix_time venue) {
    samples_.insert(samples_.begin(), venue - (sent + (received - sent) / 2));
    if (samples_.size() > kept)
      samples_.pop_back();
  }

  /// Venue's time less ours; zero before the first sample.
  std::chrono::milliseconds value() const {
    if (samples_.empty())
      return {};
    auto sorted = samples_;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }

private:
  static constexpr std::size_t kept = 5;
  std::vector<std::chrono::milliseconds> samples_; ///< Newest first.
};

} // namespace ballast
