#include "tests/apps/check_errors.hpp"

namespace ballast::apps {

namespace {

constexpr auto restrictions = "/account/apiRestrictions";

documented_error error(const std::string& target, unsigned status, int code,
                       const std::string& message, check_cause cause,
                       const std::string& text, const std::string& remedy) {
  return {
    "binance",
    target,
    {status,
     {{"Date", "Mon, 21 Sep 2026 14:13:20 GMT"}},
     R"({"code":)" + std::to_string(code) + R"(,"msg":")" + message + R"("})"},
    cause,
    text,
    remedy};
}

documented_error waiting(documented_error x, const std::string& seconds) {
  x.reply.headers.push_back({"Retry-After", seconds});
  return x;
}

documented_error of_key(unsigned status, int code, const std::string& message,
                        check_cause cause, const std::string& text,
                        const std::string& remedy) {
  return error(restrictions, status, code, message, cause, text, remedy);
}

documented_error bug(int code) {
  return of_key(400, code, "Mandatory parameter was not sent.",
                check_cause::request_refused, "Binance refuses the question",
                "Report this with its output");
}

documented_error trouble(const std::string& target, unsigned status, int code) {
  return error(target, status, code, "Internal error; unable to process.",
               check_cause::venue_trouble, "trouble of its own",
               "Wait a few minutes and check again");
}

/// All that a request could have wrong.
void add_bugs(std::vector<documented_error>& to) {
  for (const auto code :
       {-1100, -1101, -1102, -1103, -1104, -1105, -1106, -1111, -1112, -1114,
        -1115, -1116, -1117, -1118, -1119, -1120, -1127, -1128, -1130, -1151})
    to.push_back(bug(code));
}

void add_troubles(std::vector<documented_error>& to) {
  for (const auto code : {-1000, -1001, -1006, -1007})
    to.push_back(trouble(restrictions, 500, code));
  to.push_back(trouble("/api/v3/time", 503, -1008));
  to.push_back(trouble("/api/v3/exchangeInfo", 503, -1008));
  // Without a status of their own in the manual.
  to.push_back(trouble(restrictions, 400, -1016));
  to.push_back(trouble(restrictions, 400, -1020));
}

} // namespace

std::vector<documented_error> binance_errors() {
  auto all = std::vector<documented_error>{
    waiting(error("/api/v3/time", 429, -1003,
                  "Too much request weight used; current limit is 6000 request "
                  "weight per 1 MINUTE.",
                  check_cause::throttled, "too many requests",
                  "Wait until 14:13:5"),
            "30"),
    waiting(error("/api/v3/exchangeInfo", 429, -1003, "Too many requests",
                  check_cause::throttled, "too many requests",
                  "stop other programs that use this key or this machine's "
                  "address"),
            "5"),
    // The longer of header and words.
    waiting(error("/api/v3/time", 418, -1003,
                  "Way too much request weight used; IP banned until "
                  "1790000600000.",
                  check_cause::banned, "banned this machine's address",
                  "Wait until 14:23:2"),
            "120"),
    {"binance",
     "/api/v3/time",
     {403, {{"content-type", "text/html"}}, "<html>403 Forbidden</html>"},
     check_cause::banned,
     "the firewall in front of Binance turns this machine away",
     "Wait until 14:15:2"},
    of_key(400, -1021,
           "Timestamp for this request is outside of the recvWindow.",
           check_cause::clock_skewed, "refuses the time in our request",
           "timedatectl set-ntp true"),
    of_key(400, -1022, "Signature for this request is not valid.",
           check_cause::signature_wrong,
           "the secret does not belong to this API key",
           "into BINANCE_MASTER_API_SECRET"),
    of_key(400, -2014, "API-key format invalid.", check_cause::key_unknown,
           "this is no API key of Binance's", "into BINANCE_MASTER_API_KEY"),
    of_key(401, -2015, "Invalid API-key, IP, or permissions for action.",
           check_cause::key_refused,
           "does not know this API key, or not from this address, or it lacks "
           "the right",
           "Compare BINANCE_MASTER_API_KEY with the key listed at Binance, add "
           "this machine's address to its allow-list, and give it reading and "
           "spot trading, and not withdrawals. A key of the testnet works "
           "there alone"),
    error("/api/v3/account", 401, -2015,
          "Invalid API-key, IP, or permissions for action.",
          check_cause::key_refused, "or it lacks the right", "allow-list"),
    {"binance",
     "/api/v3/time",
     {502, {}, "<html>502 Bad Gateway</html>"},
     check_cause::venue_trouble,
     "trouble of its own",
     "Wait a few minutes"},
    {"binance",
     "/sapi/v1/system/status",
     {200, {}, R"({"status":1,"msg":"system_maintenance"})"},
     check_cause::venue_maintenance,
     "",
     "Wait until Binance is open again"},
  };
  add_bugs(all);
  add_troubles(all);
  return all;
}

} // namespace ballast::apps
