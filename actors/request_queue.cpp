#include "actors/request_queue.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

job_line& request_queue::push(job x, const std::vector<spend>& spends) {
  auto i = std::find_if(lines_.begin(), lines_.end(), [&](const auto& line) {
    return line.lane == x.lane && line.probe == x.probe
           && line.spends == spends;
  });
  if (i == lines_.end()) {
    const auto id
      = (static_cast<demand_id>(owner_) << 32U) | (lines_.size() + 1);
    i = lines_.insert(lines_.end(), {id, x.lane, x.probe, spends, {}});
  }
  i->jobs.push_back(std::move(x));
  return *i;
}

job_line* request_queue::find(demand_id demand) {
  const auto i
    = std::find_if(lines_.begin(), lines_.end(),
                   [&](const auto& line) { return line.demand == demand; });
  return i == lines_.end() ? nullptr : &*i;
}

bool request_queue::holds(venues::question what) const {
  return std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
    return std::any_of(line.jobs.begin(), line.jobs.end(),
                       [&](const job& x) { return x.asks(what); });
  });
}

} // namespace ballast
