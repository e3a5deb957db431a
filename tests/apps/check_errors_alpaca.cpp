#include "tests/apps/check_errors.hpp"

namespace ballast::apps {

namespace {

documented_error error(const std::string& target, unsigned status,
                       const std::string& body, check_cause cause,
                       const std::string& text, const std::string& remedy) {
  return {"alpaca",
          target,
          {status, {{"Date", "Mon, 21 Sep 2026 14:13:20 GMT"}}, body},
          cause,
          text,
          remedy};
}

/// Alpaca asks for the key even where it tells the time.
documented_error of_key(unsigned status, const std::string& body) {
  return error("/v2/clock", status, body, check_cause::key_refused,
               "Alpaca refuses the key and its secret",
               "Copy ALPACA_MASTER_API_KEY and ALPACA_MASTER_API_SECRET again, "
               "both of the same key, and say in ALPACA_MASTER_PAPER whether");
}

documented_error trouble(const std::string& target, unsigned status,
                         const std::string& body) {
  return error(target, status, body, check_cause::venue_trouble,
               "trouble of its own", "Wait a few minutes and check again");
}

documented_error of_account(const std::string& members,
                            const std::string& obstacle) {
  return error("/v2/account", 200,
               R"({"id":"1","cash":"100","buying_power":"100",)"
               R"("currency":"USD",)"
                 + members + "}",
               check_cause::account_restricted,
               "the account may not trade: " + obstacle,
               "Log in at Alpaca and settle there");
}

} // namespace

std::vector<documented_error> alpaca_errors() {
  const auto limit
    = std::string{R"({"code":42910000,"message":"rate limit exceeded"})"};
  auto until_reset = error("/v2/clock", 429, limit, check_cause::throttled,
                           "too many requests", "Wait until 14:23:2");
  until_reset.reply.headers.insert(until_reset.reply.headers.end(),
                                   {{"X-Ratelimit-Limit", "200"},
                                    {"X-Ratelimit-Remaining", "0"},
                                    {"X-Ratelimit-Reset", "1790000600"}});
  return {
    until_reset,
    error("/v2/assets", 429, limit, check_cause::throttled, "too many requests",
          "stop other programs that use this key or this machine's address"),
    error("/v2/account", 429, R"({"message":"too many requests."})",
          check_cause::throttled, "too many requests", "Wait until 14:14:"),
    of_key(401, R"({"code":40110000,"message":"request is not authorized"})"),
    of_key(401, R"({"message":"unauthorized"})"),
    of_key(403, R"({"message":"forbidden."})"),
    error("/v2/account", 401,
          R"({"code":40110000,"message":"request is not authorized"})",
          check_cause::key_refused, "refuses the key and its secret",
          "a reset of the paper account ends its keys."),
    of_account(R"("status":"ONBOARDING")", "Account status ONBOARDING"),
    of_account(R"("status":"ACTIVE","trading_blocked":true)",
               "Account is trading_blocked"),
    of_account(R"("status":"ACTIVE","account_blocked":true)",
               "Account is account_blocked"),
    of_account(R"("status":"ACTIVE","trade_suspended_by_user":true)",
               "Account is trade_suspended_by_user"),
    trouble("/v2/clock", 500,
            R"({"code":50010000,"message":"internal server error occurred"})"),
    trouble("/v2/account", 503, ""),
    trouble("/v2/assets", 504, ""),
    trouble("/v2/positions", 502, "<html>502</html>"),
  };
}

} // namespace ballast::apps
