// Coinbase's calls: where they go, who signs them, and what they spend.
#pragma once

#include "venues/adapter.hpp"
#include "venues/coinbase/signer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ballast::venues::coinbase {

/// Makes the calls of one account.
class caller {
public:
  /// @param base scheme and authority, as base_of() gives it.
  caller(std::string base, std::string account, std::optional<signer> signer);

  bool signs() const noexcept { return signer_.has_value(); }
  std::vector<spend> public_spends() const;
  std::vector<spend> private_spends() const;

  /// A GET that anybody may send.
  request get(std::string target) const;
  /// A GET that names the account by a token, made for this call alone.
  /// @pre signs()
  request signed_get(std::string target, unix_time now);
  /// The body is JSON, and no part of what is signed.
  /// @pre signs()
  request signed_post(std::string target, std::string body, unix_time now);

private:
  request signed_call(std::string method, std::string target, unix_time now);

  std::string base_;
  std::string account_;
  std::optional<signer> signer_;
};

} // namespace ballast::venues::coinbase
