#include "sim/coinbase/replies.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::sim::coinbase {

net::reply json_reply(unsigned status, std::string body) {
  return {status, {{"content-type", "application/json"}}, std::move(body)};
}

net::reply error_reply(unsigned status, const std::string& code,
                       const std::string& message) {
  const auto body = nlohmann::ordered_json{
    {"error", code}, {"error_details", message}, {"message", message}};
  return json_reply(
    status,
    body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

net::reply invalid_argument(const std::string& message) {
  return error_reply(400, "INVALID_ARGUMENT", message);
}

net::reply unknown_product() {
  return error_reply(404, "NOT_FOUND", "valid product_id is required");
}

net::reply no_such_route() {
  return {404, {{"content-type", "text/plain"}}, "404 page not found\n"};
}

const error_replies& common_replies() {
  static const auto words = error_replies{
    .throttled = json_reply(429, R"({"errors":[{"id":"rate_limit_exceeded",)"
                                 R"("message":"Too many requests"}]})"),
    .banned = json_reply(418, R"({"message":"banned for too many requests"})"),
    .unauthorised = {401, {{"content-type", "text/plain"}}, "Unauthorized"},
    .permission_denied
    = error_reply(403, "PERMISSION_DENIED", "Missing required scopes"),
    // A token is refused as a whole, without a word about its nonce.
    .invalid_nonce = {401, {{"content-type", "text/plain"}}, "Unauthorized"},
    .maintenance = error_reply(503, "unavailable", "down for maintenance"),
    .internal = error_reply(500, "internal", "internal server error"),
    .error_in_200 = error_reply(200, "internal", "something went wrong"),
  };
  return words;
}

} // namespace ballast::sim::coinbase
