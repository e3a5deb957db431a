#include "tests/apps/check_errors.hpp"

namespace ballast::apps {

namespace {

constexpr auto permissions = "/key_permissions";
constexpr auto too_fast = check_cause::throttled;
constexpr auto trouble = check_cause::venue_trouble;

documented_error error(const std::string& target, unsigned status,
                       const std::string& body, check_cause cause,
                       const std::string& text, const std::string& remedy) {
  return {"coinbase", target, {status, {}, body}, cause, text, remedy};
}

documented_error throttled(const std::string& target, const std::string& body) {
  return error(target, 429, body, too_fast, "too many requests",
               "stop other programs that use this key or this machine's "
               "address, then check again.");
}

} // namespace

std::vector<documented_error> coinbase_errors() {
  const auto told_to_wait = documented_error{
    "coinbase",
    "/time",
    {429,
     {{"x-ratelimit-limit", "10"},
      {"x-ratelimit-remaining", "0"},
      {"x-ratelimit-reset", "600"}},
     R"({"errors":[{"id":"rate_limit_exceeded","message":"Too many requests"}]})"},
    too_fast,
    "too many requests",
    "Wait until 14:23:2"};
  return {
    told_to_wait,
    throttled("/time", "Too Many Requests"),
    throttled(permissions, R"({"errors":[{"id":"rate_limit_exceeded",)"
                           R"("message":"Too many requests"}]})"),
    throttled(permissions,
              R"({"error":"resource_exhausted","error_details":"",)"
              R"("message":"resource exhausted"})"),
    throttled("/accounts", R"({"message":"too many requests."})"),
    throttled("/market/products", "Too Many Requests"),
    error(permissions, 401, "Unauthorized\n", check_cause::key_refused,
          "refuses the token that this key has signed",
          "Copy COINBASE_MASTER_API_KEY and COINBASE_MASTER_API_SECRET again, "
          "both of the same key, and set this machine's clock. If both are "
          "right, check again in a minute"),
    error(
      permissions, 401,
      R"({"error":"unauthorized","error_details":"","message":"unauthorized"})",
      check_cause::key_refused, "refuses the token",
      "set this machine's clock"),
    // What has just worked, under load.
    error("/accounts", 401, "Unauthorized", check_cause::key_refused,
          "refuses the token that this key has signed",
          "Coinbase says so to too many requests as well."),
    error(permissions, 401,
          R"({"errors":[{"id":"authentication_error",)"
          R"("message":"request timestamp expired"}]})",
          check_cause::clock_skewed, "refuses the time in our request",
          "timedatectl set-ntp true"),
    error(permissions, 403,
          R"({"error":"PERMISSION_DENIED","error_details":"Missing required )"
          R"(scopes","message":"Missing required scopes"})",
          check_cause::permission_missing, "not on its allow-list",
          "Give the key these rights at Coinbase: view and trade, and not "
          "transfer. If it has an allow-list, add this machine's address"),
    error("/accounts", 403, R"({"message":"Missing required scopes"})",
          check_cause::permission_missing, "lacks a right",
          "view and trade, and not transfer"),
    error("/market/products", 400,
          R"({"error":"INVALID_ARGUMENT","error_details":"","message":"no"})",
          check_cause::request_refused,
          "refuses the question about its markets",
          "Report this with its output"),
    error("/time", 500,
          R"({"error":"internal","message":"internal server error"})", trouble,
          "trouble of its own", "Wait a few minutes and check again"),
    error("/accounts", 502, "<html>502</html>", trouble, "trouble of its own",
          "Wait a few minutes and check again"),
    error("/time", 503, "", trouble, "trouble of its own",
          "Wait a few minutes and check again"),
    error("/time", 503, R"({"message":"down for maintenance"})",
          check_cause::venue_maintenance, "down for maintenance",
          "Wait until it is over"),
  };
}

} // namespace ballast::apps
