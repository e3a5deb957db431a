#include "venues/coinbase/caller.hpp"

#include "venues/coinbase/limits.hpp"
#include "venues/rest_url.hpp"

#include <cassert>
#include <utility>

namespace ballast::venues::coinbase {

caller::caller(std::string base, std::string account,
               std::optional<signer> signer)
    : base_{std::move(base)}, account_{std::move(account)}, signer_{std::move(
                                                              signer)} {}

std::vector<spend> caller::public_spends() const {
  return coinbase::public_spends();
}

std::vector<spend> caller::private_spends() const {
  return coinbase::private_spends(account_);
}

request caller::get(std::string target) const {
  request made;
  made.call.method = "GET";
  made.call.base = base_;
  made.call.target = std::move(target);
  made.call.headers = {{"Accept", "application/json"}};
  made.spends = public_spends();
  return made;
}

request caller::signed_get(std::string target, unix_time now) {
  return signed_call("GET", std::move(target), now);
}

request caller::signed_post(std::string target, std::string body,
                            unix_time now) {
  auto made = signed_call("POST", std::move(target), now);
  made.call.headers.push_back({"Content-Type", "application/json"});
  made.call.body = std::move(body);
  return made;
}

request caller::signed_call(std::string method, std::string target,
                            unix_time now) {
  assert(signs());
  auto made = get(std::move(target));
  made.call.method = std::move(method);
  made.spends = private_spends();
  auto uri = made.call.method + ' ';
  uri.append(authority_of(base_))
    .append(made.call.target, 0, made.call.target.find('?'));
  // Without a token the venue answers 401, which says the same as we could.
  if (const auto token = signer_ ? signer_->token(uri, now) : std::string{};
      !token.empty())
    made.call.headers.push_back({"Authorization", "Bearer " + token});
  return made;
}

} // namespace ballast::venues::coinbase
