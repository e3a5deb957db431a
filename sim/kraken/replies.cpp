#include "sim/kraken/replies.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace ballast::sim::kraken {

namespace {

net::reply json_reply(std::string body) {
  return {200, {{"content-type", "application/json"}}, std::move(body)};
}

} // namespace

net::reply result_reply(std::string_view result) {
  auto body = std::string{R"({"error":[],"result":)"};
  body += result;
  body += '}';
  return json_reply(std::move(body));
}

net::reply error_reply(const std::string& text) {
  const auto body = nlohmann::json{{"error", {text}}};
  return json_reply(
    body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

net::reply unknown_method() { return error_reply("EGeneral:Unknown method"); }

net::reply unknown_pair() { return error_reply("EQuery:Unknown asset pair"); }

net::reply invalid_argument(const std::string& name) {
  return error_reply("EGeneral:Invalid arguments:" + name);
}

const error_replies& common_replies() {
  static const auto words = error_replies{
    .throttled = error_reply("EAPI:Rate limit exceeded"),
    .banned = error_reply("EGeneral:Temporary lockout"),
    .unauthorised = error_reply("EAPI:Invalid signature"),
    .permission_denied = error_reply("EGeneral:Permission denied"),
    .invalid_nonce = error_reply("EAPI:Invalid nonce"),
    .maintenance = error_reply("EService:Unavailable"),
    .internal = error_reply("EGeneral:Internal error"),
    .error_in_200 = error_reply("EGeneral:Internal error"),
  };
  return words;
}

} // namespace ballast::sim::kraken
