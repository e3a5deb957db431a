// Coinbase's bearer tokens, checked.
#pragma once

#include "net/wire.hpp"
#include "sim/coinbase/keys.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim {

/// Says whose token a call carries, or refuses it. Accepts what the manual
/// says and not a whit more: ES256 with a raw 64-byte r || s; `iss` cdp; `sub`
/// and `kid` the key's name; nbf <= now < exp, at most 120 s apart; `uri` (or
/// one of `uris`) "METHOD authority/path" without query; a nonce that was not
/// seen during its token's life.
///
/// Source: Coinbase Advanced Trade, "API key authentication".
class token_gate {
public:
  explicit token_gate(std::vector<coinbase_account> accounts);

  /// @returns index of the account; or nothing when any rule is broken.
  std::optional<std::size_t> account_of(const net::call& what, unix_time now);

  /// The same for the token in a message of a WebSocket, which names no `uri`.
  /// It may come again during its life: the manual asks for a new one every
  /// time, but clients that keep one are served.
  std::optional<std::size_t> stream_account_of(std::string_view token,
                                               unix_time now) const;

  const std::vector<coinbase_account>& accounts() const noexcept {
    return accounts_;
  }

private:
  struct good_token;

  std::optional<std::size_t> account_named(std::string_view key) const;
  /// All rules but those of the uri and of a nonce that was seen.
  std::optional<good_token> check(std::string_view text, unix_time now) const;
  /// Takes note of a nonce. @returns false when it was used before.
  bool is_fresh(const std::string& nonce, std::int64_t expires, unix_time now);

  std::vector<coinbase_account> accounts_;
  std::set<std::string> nonces_;
  std::multimap<std::int64_t, std::string> nonces_by_expiry_;
};

/// "127.0.0.1:8080": the authority a call was made to.
std::string authority_of(const net::call& what);

} // namespace ballast::sim
