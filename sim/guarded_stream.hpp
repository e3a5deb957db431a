// A connection that is only looked at under its venue's lock.
#pragma once

#include "sim/exchange.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim {

/// Lets a venue's connections be written without a lock of their own.
class guarded_stream : public stream {
public:
  /// Locks the venue, and turns the carrier's time into the venue's own.
  using entrance = std::function<std::unique_lock<std::mutex>(instant&)>;

  guarded_stream(std::unique_ptr<stream> inner, entrance enter)
      : inner_{std::move(inner)}, enter_{std::move(enter)} {}

  void receive(std::string_view text, instant now) override {
    const auto lock = enter_(now);
    inner_->receive(text, now);
  }
  std::vector<std::string> due(instant now) override {
    const auto lock = enter_(now);
    return inner_->due(now);
  }
  bool is_over() const override {
    auto now = instant{};
    const auto lock = enter_(now);
    return inner_->is_over();
  }

private:
  std::unique_ptr<stream> inner_;
  entrance enter_;
};

} // namespace ballast::sim
