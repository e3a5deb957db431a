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
  caller(std::string base, std::optional<signer> signer);

  bool signs() const noexcept { return signer_.has_value(); }

  /// A GET that anybody may send.
  request get(std::vector<spend> spends, std::string target) const;
  /// A GET that names the account by a token, made for this call alone.
  /// @pre signs()
  request signed_get(std::vector<spend> spends, std::string target,
                     unix_time now);
  /// The body is JSON, and no part of what is signed.
  /// @pre signs()
  request signed_post(std::vector<spend> spends, std::string target,
                      std::string body, unix_time now);

private:
  request signed_call(std::string method, std::vector<spend> spends,
                      std::string target, unix_time now);

  std::string base_;
  std::optional<signer> signer_;
};

} // namespace ballast::venues::coinbase
