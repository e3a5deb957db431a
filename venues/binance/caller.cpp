#include "venues/binance/caller.hpp"

#include "venues/binance/codec.hpp"
#include "venues/rest_url.hpp"

#include <utility>

namespace ballast::venues::binance {

namespace {

bool goes_into_body(std::string_view method) noexcept {
  return method == "POST" || method == "PUT";
}

} // namespace

net::call public_call(const caller& by, std::string target) {
  net::call made;
  made.base = by.base;
  made.target = std::move(target);
  made.headers = {{"Accept", "application/json"}};
  return made;
}

net::call signed_call(const caller& by, std::string_view method,
                      std::string_view path, std::string parameters,
                      unix_time now) {
  auto made = public_call(by, std::string{path});
  made.method = method;
  auto payload = with_timing(std::move(parameters), now);
  if (by.signer) {
    made.headers.push_back({"X-MBX-APIKEY", by.signer->key()});
    const auto signature = by.signer->sign(payload);
    payload.append("&signature=").append(escaped(signature));
  }
  if (goes_into_body(method)) {
    made.headers.push_back(
      {"Content-Type", "application/x-www-form-urlencoded"});
    made.body = std::move(payload);
  } else {
    made.target.append("?").append(payload);
  }
  return made;
}

} // namespace ballast::venues::binance
