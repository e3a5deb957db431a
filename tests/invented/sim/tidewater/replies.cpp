#include "sim/tidewater/replies.hpp"

#include "sim/object_writer.hpp"

#include <chrono>

namespace ballast::sim::tidewater {

namespace {

net::reply json_reply(unsigned status, std::string body) {
  return {status, {{"content-type", "application/json"}}, std::move(body)};
}

} // namespace

net::reply good_reply(std::string_view name, std::string_view json) {
  auto body = std::string{};
  object_writer{body}.flag("ok", true).bare(name, json).end();
  return json_reply(200, std::move(body));
}

net::reply error_reply(unsigned status, std::string_view why,
                       std::string_view say, std::optional<duration> wait) {
  auto body = std::string{};
  auto to = object_writer{body};
  to.flag("ok", false).text("why", why).text("say", say);
  if (wait)
    to.number("wait", std::chrono::ceil<std::chrono::seconds>(*wait).count());
  to.end();
  return json_reply(status, std::move(body));
}

net::reply no_pool() {
  return error_reply(404, "no_pool", "There is no such pool.");
}

net::reply bad_ask(std::string_view name) {
  return error_reply(400, "bad_ask", "Wrong: " + std::string{name} + '.');
}

net::reply ebb(duration wait) {
  return error_reply(429, "ebb", "Too many calls.", wait);
}

const error_replies& common_replies() {
  static const auto words = error_replies{
    .throttled = ebb(std::chrono::seconds{5}),
    .banned
    = error_reply(403, "storm", "Stay out for now.", std::chrono::minutes{2}),
    .unauthorised = error_reply(401, "bad_seal", "The seal does not fit."),
    .permission_denied = error_reply(403, "not_yours", "The key may not."),
    .invalid_nonce = error_reply(401, "stale", "The seal is of another time."),
    .maintenance = error_reply(503, "shut", "Closed for maintenance."),
    .internal = error_reply(500, "leak", "Something broke here."),
    .error_in_200 = error_reply(200, "leak", "Something broke here."),
  };
  return words;
}

} // namespace ballast::sim::tidewater
