// A venue's health out of that of its scopes: the traffic-weighted mean *and*
// the worst, because a mean alone hides a dead order path behind busy scans.
#pragma once

#include "domain/health_score.hpp"

#include <optional>

namespace ballast {

class health_mix {
public:
  /// Adds one scope. Scopes of unknown score add their counts alone.
  void add(const health_view& x);
  /// Score and factors weighted by the answers of the last minute; latency,
  /// text and top error of the busiest scope; counts summed. Unknown when all
  /// scopes are.
  health_view mean() const;
  /// Least known score; 100 when none is known.
  int worst() const noexcept { return worst_; }

private:
  health_view sum_;
  health_factors weighted_{0, 0, 0, 0};
  double score_ = 0;
  double weight_ = 0;
  std::uint64_t busiest_ = 0;
  int worst_ = 100;
};

} // namespace ballast
