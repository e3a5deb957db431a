#include "sim/okx/replies.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::sim::okx {

namespace {

using json = nlohmann::ordered_json;

net::reply json_reply(std::string body, unsigned status = 200) {
  return {status, {{"content-type", "application/json"}}, std::move(body)};
}

std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

net::reply data_reply(std::string_view data) {
  auto body = std::string{R"({"code":"0","msg":"","data":)"};
  body += data;
  return json_reply(body + '}');
}

net::reply error_reply(unsigned status, const std::string& code,
                       const std::string& text) {
  return json_reply(
    text_of({{"code", code}, {"data", json::array()}, {"msg", text}}), status);
}

net::reply refused(const std::string& code, const std::string& text) {
  return json_reply(text_of({{"msg", text}, {"code", code}}), 401);
}

net::reply empty_parameter(const std::string& name) {
  return error_reply(400, "50014", "Parameter " + name + " can not be empty.");
}

net::reply wrong_parameter(const std::string& name) {
  return error_reply(400, "51000", "Parameter " + name + " error");
}

net::reply unknown_instrument() {
  return error_reply(200, "51001",
                     "Instrument ID, Instrument ID code or Spread ID doesn't "
                     "exist.");
}

net::reply no_such_route() {
  return json_reply(R"({"msg":"Requested resource not found","code":"404"})",
                    404);
}

const error_replies& common_replies() {
  static const auto words = error_replies{
    .throttled = error_reply(429, "50011", "Too Many Requests"),
    // No ban is documented: what is met is the edge's, in front of the venue.
    .banned = {403,
               {{"content-type", "text/html"}},
               "<html><head><title>Access denied</title></head></html>\n"},
    .unauthorised = refused("50113", "Invalid signature."),
    .permission_denied
    = error_reply(200, "50120",
                  "This API key doesn't have permission to use this function"),
    .invalid_nonce = refused("50102", "Timestamp request expired."),
    .maintenance = error_reply(
      503, "50001", "Service temporarily unavailable. Please try again later."),
    .internal = error_reply(500, "50026", "System error. Try again later"),
    .error_in_200 = error_reply(200, "50026", "System error. Try again later"),
  };
  return words;
}

} // namespace ballast::sim::okx
