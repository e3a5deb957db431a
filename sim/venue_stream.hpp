// What every simulated venue's stream shares: the lock, the outbox, the end.
#pragma once

#include "sim/exchange.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim {

/// Takes its venue's lock around whatever happens, so that a venue's own part
/// is as simple as that of a call: it may look at all of the venue, and sends
/// into the outbox.
///
///     receive ──▶ take ─┐
///                       ├──▶ outbox ──▶ due
///     due ──────▶ look ─┘
class venue_stream : public stream {
public:
  /// Locks the venue for as long as the result lives, and turns the carrier's
  /// time into the venue's own.
  using entrance = std::function<std::unique_lock<std::mutex>(instant&)>;

  explicit venue_stream(entrance enter) : enter_{std::move(enter)} {}

  void receive(std::string_view text, instant now) final;
  std::vector<std::string> due(instant now) final;
  bool is_over() const final;

protected:
  /// A message has come. Not called any more once the stream is over.
  virtual void take(std::string_view text, instant now) = 0;
  /// Sends what has become due. Not called any more once the stream is over.
  virtual void look(instant now) = 0;

  void send(std::string message) { outbox_.push_back(std::move(message)); }
  /// Ends the connection once what was sent is gone.
  void close() { is_over_ = true; }

private:
  entrance enter_;
  std::vector<std::string> outbox_;
  bool is_over_ = false;
};

} // namespace ballast::sim
