#include "venues/okx/caller.hpp"

#include <utility>

namespace ballast::venues::okx {

caller::caller(std::string base, std::optional<signer> by, bool is_demo)
    : base_{std::move(base)}, by_{std::move(by)}, is_demo_{is_demo} {}

net::call caller::made(std::string method, std::string target) const {
  net::call result;
  result.method = std::move(method);
  result.base = base_;
  result.target = std::move(target);
  result.headers = {{"Accept", "application/json"}};
  if (is_demo_)
    result.headers.push_back({"x-simulated-trading", "1"});
  return result;
}

void caller::add_signature(net::call& to, unix_time now) const {
  if (!by_)
    return;
  for (auto& x : by_->headers_of(to, now))
    to.headers.push_back(std::move(x));
}

net::call caller::get(std::string target) const {
  return made("GET", std::move(target));
}

net::call caller::signed_get(std::string target, unix_time now) const {
  auto result = made("GET", std::move(target));
  add_signature(result, now);
  return result;
}

net::call caller::signed_post(std::string target, std::string body,
                              unix_time now) const {
  auto result = made("POST", std::move(target));
  result.body = std::move(body);
  result.headers.push_back({"Content-Type", "application/json"});
  add_signature(result, now);
  return result;
}

net::call caller::timely_post(std::string target, std::string body,
                              unix_time now) const {
  auto result = signed_post(std::move(target), std::move(body), now);
  // No part of what is signed.
  const auto expires = (now + order_request_life).time_since_epoch();
  result.headers.push_back({"expTime", std::to_string(expires.count())});
  return result;
}

} // namespace ballast::venues::okx
