// Simulated exchanges behind real HTTP servers: `exchange-sim` and the demo.
#pragma once

#include "apps/venues.hpp"
#include "domain/result.hpp"
#include "net/http_server.hpp"
#include "sim/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

struct simulated_venue_options {
  std::string venue;
  std::uint16_t port = 0; ///< 0: a free one.
  bool tls = false;
  std::uint64_t seed = 1;
  unsigned accounts = 1;
  /// As sim::simulator_options::strict.
  bool strict = false;
  std::filesystem::path candles; ///< Empty: made up.
  std::vector<sim::fault> faults;
  std::size_t filler = 0; ///< As sim::simulator_options::filler, like these.
  std::optional<unix_time> stories_begin = std::nullopt;
  std::uint32_t dollars = 0;
};

/// An exchange in memory, without a server.
/// @returns ec::not_found for a venue that is not there; else what the
///          simulator says.
result<std::unique_ptr<sim::exchange>>
make_simulated_exchange(const simulated_venue_options& options,
                        const venue_table& table = registered_venues());

/// One exchange in memory and the server in front of it.
class simulated_venue {
public:
  /// @returns as make_simulated_exchange, or what the server says.
  static result<std::unique_ptr<simulated_venue>>
  start(const simulated_venue_options& options,
        const venue_table& table = registered_venues());

  const std::string& name() const noexcept { return name_; }
  const std::string& rest_url() const noexcept { return rest_url_; }
  /// Scheme and authority, as rest_url().
  const std::string& ws_url() const noexcept { return ws_url_; }
  /// PEM of the authority to trust; empty without TLS.
  const std::string& authority() const noexcept { return authority_; }
  sim::exchange& exchange() noexcept { return *exchange_; }
  void stop() { server_->stop(); }

private:
  simulated_venue() = default;
  std::string name_;
  std::string rest_url_;
  std::string ws_url_;
  std::string authority_;
  std::shared_ptr<sim::exchange> exchange_;
  std::unique_ptr<net::http_server> server_;
};

} // namespace ballast::apps
