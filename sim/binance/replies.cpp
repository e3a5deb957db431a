#include "sim/binance/replies.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::sim::binance {

namespace {

net::reply with_wait(net::reply x, std::int64_t seconds) {
  x.headers.push_back({"Retry-After", std::to_string(seconds)});
  return x;
}

std::string name_of(std::string_view parameter) {
  return '\'' + std::string{parameter} + '\'';
}

} // namespace

net::reply json_reply(std::string body, unsigned status) {
  return {status,
          {{"content-type", "application/json;charset=UTF-8"}},
          std::move(body)};
}

net::reply error_reply(unsigned status, int code, const std::string& text) {
  const auto body = nlohmann::ordered_json{{"code", code}, {"msg", text}};
  return json_reply(
    body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
    status);
}

net::reply unknown_symbol() {
  return error_reply(400, -1121, "Invalid symbol.");
}

net::reply missing(std::string_view parameter) {
  return error_reply(400, -1102,
                     "Mandatory parameter " + name_of(parameter)
                       + " was not sent, was empty/null, or malformed.");
}

net::reply invalid(std::string_view parameter) {
  return error_reply(400, -1130,
                     "Data sent for parameter " + name_of(parameter)
                       + " is not valid.");
}

net::reply not_digits(std::string_view parameter) {
  return error_reply(400, -1100,
                     "Illegal characters found in parameter "
                       + name_of(parameter)
                       + "; legal range is '^[0-9]{1,20}$'.");
}

net::reply no_such_route() {
  return {404,
          {{"content-type", "text/html"}},
          "<html><head><title>404 Not Found</title></head></html>\n"};
}

net::reply rejected_key() {
  return error_reply(401, -2015,
                     "Invalid API-key, IP, or permissions for action.");
}

net::reply over_weight(std::uint32_t limit, std::int64_t wait) {
  return with_wait(
    error_reply(429, -1003,
                "Too much request weight used; current limit is "
                  + std::to_string(limit)
                  + " request weight per 1 MINUTE. Please use WebSocket "
                    "Streams for live updates to avoid polling the API."),
    wait);
}

net::reply over_raw_requests(std::uint32_t limit, std::int64_t wait) {
  return with_wait(error_reply(429, -1003,
                               "Too many requests; current limit is "
                                 + std::to_string(limit)
                                 + " requests per 5 MINUTE. Please use "
                                   "WebSocket Streams for live updates to "
                                   "avoid polling the API."),
                   wait);
}

net::reply banned(std::int64_t until, std::int64_t wait) {
  return with_wait(error_reply(418, -1003,
                               "Way too much request weight used; IP banned "
                               "until "
                                 + std::to_string(until)
                                 + ". Please use WebSocket Streams for live "
                                   "updates to avoid bans."),
                   wait);
}

const error_replies& common_replies() {
  static const auto words = error_replies{
    .throttled = error_reply(429, -1003,
                             "Too many requests; please use the websocket for "
                             "live updates."),
    // Until when is put in where it is known.
    .banned = error_reply(418, -1003, "Way too many requests; IP banned."),
    .unauthorised = error_reply(401, -1002,
                                "You are not authorized to execute this "
                                "request."),
    .permission_denied = rejected_key(),
    // There are no nonces: what comes nearest is a timestamp that is off.
    .invalid_nonce = error_reply(400, -1021,
                                 "Timestamp for this request is outside of "
                                 "the recvWindow."),
    .maintenance = error_reply(503, 1, "System is under maintenance."),
    .internal = error_reply(500, -1000,
                            "An unknown error occurred while processing the "
                            "request."),
    .error_in_200 = error_reply(200, -1000,
                                "An unknown error occurred while processing "
                                "the request."),
  };
  return words;
}

} // namespace ballast::sim::binance
