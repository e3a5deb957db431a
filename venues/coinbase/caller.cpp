#include "venues/coinbase/caller.hpp"

#include "venues/rest_url.hpp"

#include <cassert>
#include <utility>

namespace ballast::venues::coinbase {

caller::caller(std::string base, std::optional<signer> signer)
    : base_{std::move(base)}, signer_{std::move(signer)} {}

request caller::get(std::vector<spend> spends, std::string target) const {
  request made;
  made.call.method = "GET";
  made.call.base = base_;
  made.call.target = std::move(target);
  made.call.headers = {{"Accept", "application/json"}};
  made.spends = std::move(spends);
  return made;
}

request caller::signed_get(std::vector<spend> spends, std::string target,
                           unix_time now) {
  return signed_call("GET", std::move(spends), std::move(target), now);
}

request caller::signed_post(std::vector<spend> spends, std::string target,
                            std::string body, unix_time now) {
  auto made = signed_call("POST", std::move(spends), std::move(target), now);
  made.call.headers.push_back({"Content-Type", "application/json"});
  made.call.body = std::move(body);
  return made;
}

request caller::signed_call(std::string method, std::vector<spend> spends,
                            std::string target, unix_time now) {
  assert(signs());
  auto made = get(std::move(spends), std::move(target));
  made.call.method = std::move(method);
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
