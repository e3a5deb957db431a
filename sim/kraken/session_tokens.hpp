// What opens a private channel of a WebSocket.
#pragma once

#include "domain/time.hpp"
#include "sim/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::kraken {

/// Tokens of GetWebSocketsToken: each must be used within a quarter of an hour.
/// Source: kraken.md section 6.
class session_tokens {
public:
  static constexpr auto life = std::chrono::minutes{15};

  explicit session_tokens(std::uint64_t seed) : seed_{seed} {}

  std::string issue(const account_key& whose, std::size_t account,
                    time_point now);
  /// Whose token it is; or nothing for one that is unknown or too old.
  std::optional<std::size_t> account_of(std::string_view token, time_point now);

private:
  struct entry {
    std::size_t account;
    time_point expires;
  };
  void forget_old(time_point now);

  std::uint64_t seed_;
  std::uint64_t issued_ = 0;
  std::map<std::string, entry, std::less<>> tokens_;
};

} // namespace ballast::sim::kraken
