// How far a venue's clock is from ours, from its own answers.
#pragma once

#include "domain/time.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ballast {

/// Farther apart than this, nothing is traded: our candles and our orders'
/// lives are measured by the one clock, the venue's by the other.
constexpr auto clock_offset_max = std::chrono::seconds{30};

constexpr bool is_clock_off(duration offset) noexcept {
  return offset > clock_offset_max || offset < -clock_offset_max;
}

/// Median of the newest five samples that agree: one slow answer moves nothing.
///
/// A sample cannot be wrong by more than half its round trip. One that
/// contradicts an older one by more than both may be wrong says that a clock
/// was set, and the older one is forgotten.
class clock_offset {
public:
  /// @param sent, received our calendar when the question left and the answer
  ///        came; the venue read its clock somewhere between.
  /// @param resolution of what the venue tells: a second, or a millisecond.
  void sample(unix_time sent, unix_time received, unix_time venue,
              std::chrono::milliseconds resolution) {
    const auto error = (received - sent) / 2 + resolution;
    const auto news = measured{venue - (sent + (received - sent) / 2), error};
    std::erase_if(samples_, [&](const measured& old) {
      return std::chrono::abs(old.offset - news.offset)
             > old.error + news.error;
    });
    samples_.insert(samples_.begin(), news);
    if (samples_.size() > kept)
      samples_.pop_back();
  }

  /// Venue's time less ours; zero before the first sample.
  std::chrono::milliseconds value() const {
    if (samples_.empty())
      return {};
    auto sorted = samples_;
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.offset < b.offset; });
    return sorted[sorted.size() / 2].offset;
  }

private:
  struct measured {
    std::chrono::milliseconds offset;
    std::chrono::milliseconds error;
  };
  static constexpr std::size_t kept = 5;
  std::vector<measured> samples_; ///< Newest first.
};

} // namespace ballast
