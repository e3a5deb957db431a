// The calls of one account: anybody's, and those that its key signs.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "venues/kraken/nonce.hpp"
#include "venues/kraken/signer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::venues::kraken {

/// What is posted, before its nonce and signature.
struct form {
  std::string target; ///< "/0/private/AddOrder".
  std::string fields; ///< "pair=XXBTZUSD&type=buy"; may be empty.
};

class calls {
public:
  /// @param base scheme and authority, as base_of() gives it.
  calls(std::string base, std::optional<signer> by, nonce_source nonces)
      : base_{std::move(base)}, signer_{std::move(by)}, nonces_{nonces} {}

  bool has_credentials() const noexcept { return signer_.has_value(); }
  nonce_source& nonces() noexcept { return nonces_; }
  const nonce_source& nonces() const noexcept { return nonces_; }

  net::call get(std::string target) const {
    net::call made;
    made.method = "GET";
    made.base = base_;
    made.target = std::move(target);
    made.headers = {{"Accept", "application/json"}};
    return made;
  }

  /// Takes the next nonce, so calls leave in the order in which they are made.
  net::call post(form x, unix_time now) {
    auto made = get(std::move(x.target));
    made.method = "POST";
    const auto nonce = nonces_.next(now);
    made.body = "nonce=" + std::to_string(nonce);
    if (!x.fields.empty())
      made.body.append("&").append(x.fields);
    made.headers.push_back(
      {"Content-Type", "application/x-www-form-urlencoded"});
    // Without a signature the venue refuses, which says the same as we could.
    if (!signer_)
      return made;
    made.headers.push_back({"API-Key", signer_->key()});
    made.headers.push_back(
      {"API-Sign", signer_->sign(made.target, nonce, made.body)});
    return made;
  }

private:
  std::string base_;
  std::optional<signer> signer_;
  nonce_source nonces_;
};

} // namespace ballast::venues::kraken
