// What one address may ask of the simulated Binance.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/limiter.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ballast::sim::binance {

/// Weight and raw requests in windows that are fixed to the venue's clock: the
/// minute begins at :00. Who goes on after a 429 is banned, for twice as long
/// each time.
///
/// Source: binance.md section 4. How many refusals lead to a ban is
/// unconfirmed.
class address_limits {
public:
  struct options {
    std::uint32_t weight_a_minute = 6'000;
    std::uint32_t raw_requests = 61'000; ///< In five minutes.
    std::uint32_t wallet_weight = 12'000;
    std::uint32_t refusals_max = 10; ///< Of a minute, before the ban.
  };
  struct refusal {
    net::reply reply;
    bool is_ban = false;
  };

  explicit address_limits(const options& opts);

  /// Takes a call in, or says why not.
  /// @param spent what it costs at once
  /// @param needed what must be left for it to pass; >= spent
  std::optional<refusal> admit(bool of_wallet, std::uint32_t spent,
                               std::uint32_t needed, unix_time now);
  /// Charges for a call that was admitted, as far as there is room.
  void charge(std::uint32_t weight, unix_time now);

  /// What the answer's headers say.
  std::vector<net::header> headers(bool of_wallet, unix_time now);

private:
  refusal refuse(net::reply reply, unix_time now);

  options opts_;
  limiter weight_;
  limiter raw_;
  limiter wallet_;
  limiter refusals_;
  std::optional<unix_time> banned_until_;
  std::chrono::milliseconds next_ban_ = std::chrono::minutes{2};
};

} // namespace ballast::sim::binance
