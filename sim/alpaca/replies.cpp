#include "sim/alpaca/replies.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::sim::alpaca {

namespace {

using json = nlohmann::ordered_json;

net::reply json_reply(unsigned status, std::string body) {
  return {status,
          {{"content-type", "application/json; charset=UTF-8"}},
          std::move(body)};
}

/// What a caller sent may be quoted in it, whatever its bytes.
std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

net::reply good(std::string body) { return json_reply(200, std::move(body)); }

net::reply trading_error(unsigned status, int code,
                         const std::string& message) {
  return json_reply(status, text_of({{"code", code}, {"message", message}}));
}

net::reply data_error(unsigned status, const std::string& message) {
  return json_reply(status, text_of({{"message", message}}));
}

net::reply unauthorised() {
  return trading_error(401, 40'110'000, "request is not authorized");
}

net::reply forbidden() { return data_error(403, "forbidden."); }

net::reply too_fast() {
  return trading_error(429, 42'910'000, "rate limit exceeded");
}

net::reply too_fast_data() { return data_error(429, "too many requests."); }

net::reply no_such_route() {
  return trading_error(404, 40'410'000, "endpoint not found.");
}

const error_replies& common_replies() {
  const auto internal
    = trading_error(500, 50'010'000, "internal server error occurred");
  static const auto words = error_replies{
    .throttled = too_fast(),
    // No ban is known of this venue: who calls on waits on.
    .banned = too_fast(),
    .unauthorised = unauthorised(),
    .permission_denied = forbidden(),
    // Nor has it a nonce.
    .invalid_nonce = unauthorised(),
    .maintenance = {503, {}, {}},
    .internal = internal,
    .error_in_200 = good(internal.body),
  };
  return words;
}

} // namespace ballast::sim::alpaca
