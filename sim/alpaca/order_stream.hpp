// A connection to the simulated Alpaca's /stream.
#pragma once

#include "sim/alpaca/stream_sources.hpp"
#include "sim/venue_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::sim::alpaca {

/// Tells what becomes of an account's orders from the moment on at which it is
/// asked to; there is no snapshot.
///
///     auth or authenticate ──▶ authorized ──listen──▶ listening ──▶ updates
///
/// The venue's paper host sends binary frames that hold the same text, its live
/// host text. Both are the same to a client, and the server that carries this
/// sends text alone. Source: alpaca.md section 10.
class order_stream : public venue_stream {
public:
  /// @param from what it refers to must outlive this
  order_stream(entrance enter, const stream_sources& from)
      : venue_stream{std::move(enter)}, from_{from} {}

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

private:
  void log_in(std::string_view key, std::string_view secret);

  stream_sources from_;
  std::optional<std::size_t> account_;
  std::optional<std::uint64_t> told_; ///< Number of an update; not: deaf.
};

} // namespace ballast::sim::alpaca
