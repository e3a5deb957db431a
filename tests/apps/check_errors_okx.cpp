#include "tests/apps/check_errors.hpp"

namespace ballast::apps {

namespace {

constexpr auto account_config = "/account/config";

documented_error error(const std::string& target, unsigned status,
                       const std::string& code, const std::string& message,
                       check_cause cause, const std::string& text,
                       const std::string& remedy) {
  return {
    "okx",
    target,
    {status, {}, R"({"code":")" + code + R"(","msg":")" + message + R"("})"},
    cause,
    text,
    remedy};
}

documented_error of_key(unsigned status, const std::string& code,
                        const std::string& message, check_cause cause,
                        const std::string& text, const std::string& remedy) {
  return error(account_config, status, code, message, cause, text, remedy);
}

documented_error of_account(const std::string& code,
                            const std::string& message) {
  return of_key(200, code, message, check_cause::account_restricted,
                "OKX has blocked, frozen or restricted this account",
                "Log in at OKX and settle there, or with its support");
}

documented_error of_rights(unsigned status, const std::string& code,
                           const std::string& message) {
  return of_key(status, code, message, check_cause::permission_missing,
                "the key lacks a right",
                "Give the key these rights at OKX: read_only and trade, and "
                "not withdraw.");
}

documented_error of_header(const std::string& code,
                           const std::string& message) {
  return of_key(401, code, message, check_cause::request_refused,
                "lacks a header of ours, or cannot read it",
                "Take away any proxy that changes headers");
}

documented_error bug(unsigned status, const std::string& code,
                     const std::string& message) {
  return of_key(status, code, message, check_cause::request_refused,
                "OKX refuses the question about what the key may do",
                "Report this with its output");
}

documented_error too_fast(const std::string& target, unsigned status,
                          const std::string& code) {
  return error(target, status, code, "Too Many Requests",
               check_cause::throttled, "too many requests",
               "stop other programs that use this key or this machine's "
               "address, then check again.");
}

documented_error trouble(const std::string& target, unsigned status,
                         const std::string& code) {
  return error(target, status, code, "Please try again later.",
               check_cause::venue_trouble, "trouble of its own",
               "Wait a few minutes and check again");
}

std::vector<documented_error> of_requests() {
  return {
    of_header("50103", R"(Request header \"OK-ACCESS-KEY\" cannot be empty.)"),
    of_header("50104",
              R"(Request header \"OK-ACCESS-PASSPHRASE\" cannot be empty.)"),
    of_header("50106", R"(Request header \"OK-ACCESS-SIGN\" cannot be empty.)"),
    of_header("50107",
              R"(Request header \"OK-ACCESS-TIMESTAMP\" cannot be empty.)"),
    of_header("50112", "Invalid OK-ACCESS-TIMESTAMP."),
    bug(400, "50000", "Body for POST request cannot be empty."),
    bug(400, "50002", "JSON syntax error"),
    bug(410, "50005", "API endpoint is inactive or unavailable."),
    bug(400, "50006", "Invalid Content-Type."),
    bug(400, "50014", "Parameter instId can not be empty."),
    bug(400, "50015", "Either parameter a or b is required"),
    bug(405, "50115", "Invalid request method."),
    bug(400, "51000", "Parameter ccy error"),
    too_fast(account_config, 429, "50011"),
    too_fast(account_config, 200, "50011"),
    too_fast("/public/time", 429, "50011"),
    too_fast("/public/instruments", 200, "50011"),
    too_fast(account_config, 200, "50040"),
    trouble("/public/time", 503, "50001"),
    trouble(account_config, 503, "50001"),
    trouble(account_config, 400, "50004"),
    trouble("/account/balance", 429, "50013"),
    trouble("/account/balance", 500, "50026"),
    {"okx",
     "/public/time",
     {403, {}, "<html>Access denied</html>"},
     check_cause::banned,
     "the firewall in front of OKX turns this machine away",
     "Wait until 14:15:"},
    {"okx",
     "/system/status",
     {200,
      {},
      R"({"code":"0","msg":"","data":[{"title":"Upgrade","state":"ongoing",)"
      R"("begin":"1789999000000","end":"1790003000000","serviceType":"5",)"
      R"("system":"unified","env":"1"}]})"},
     check_cause::venue_maintenance,
     "",
     "Wait until OKX is open again"},
  };
}

} // namespace

std::vector<documented_error> okx_errors() {
  auto all = std::vector<documented_error>{
    of_key(401, "50101", "APIKey does not match current environment.",
           check_cause::key_elsewhere, "OKX's other environment, live or demo",
           "Make a key for live trading at OKX and copy it into "
           "OKX_MASTER_API_KEY, OKX_MASTER_API_SECRET and "
           "OKX_MASTER_PASSPHRASE"),
    of_key(401, "50102", "Timestamp request expired.",
           check_cause::clock_skewed, "refuses the time in our request",
           "timedatectl set-ntp true"),
    of_key(401, "50105",
           R"(Request header \"OK-ACCESS-PASSPHRASE\" incorrect.)",
           check_cause::passphrase_wrong,
           "the passphrase does not belong to this API key",
           "into OKX_MASTER_PASSPHRASE"),
    of_key(401, "50110",
           "Your IP 203.0.113.7 is not included in your API key's IP "
           "whitelist.",
           check_cause::address_not_listed, "not on the key's allow-list",
           "Add this machine's address"),
    of_key(401, "50111", "Invalid OK-ACCESS-KEY.", check_cause::key_unknown,
           "OKX does not know this API key", "into OKX_MASTER_API_KEY"),
    of_key(401, "50113", "Invalid signature.", check_cause::signature_wrong,
           "the secret does not belong to this API key",
           "into OKX_MASTER_API_SECRET"),
    of_key(401, "50114", "Invalid authorization.", check_cause::key_refused,
           "refuses the key, its signature or its passphrase",
           "Copy OKX_MASTER_API_KEY, OKX_MASTER_API_SECRET and "
           "OKX_MASTER_PASSPHRASE again"),
    of_key(200, "50119", "API key doesn't exist", check_cause::key_elsewhere,
           "OKX does not know this API key at this site",
           "name its own site in BALLAST_OKX_REST_URL: https://eea.okx.com or "
           "https://us.okx.com."),
    of_key(400, "50100", "API frozen, please contact customer service.",
           check_cause::account_restricted, "OKX has frozen its API",
           "Log in at OKX"),
    of_rights(200, "50030", "You don't have permission to use this endpoint"),
    of_rights(403, "50035", "APIKey must be bound to IP"),
    of_rights(200, "50120", "This API key doesn't have permission"),
    of_account("50007", "User blocked."),
    of_account("50009", "Account is frozen due to stop-out."),
    of_account("50012", "Account status invalid. Check account status"),
    of_account("50027", "This account is restricted from trading."),
    of_account("50029", "Your account does not comply."),
    of_account("51024", "Trading account is blocked."),
  };
  for (auto& x : of_requests())
    all.push_back(std::move(x));
  return all;
}

} // namespace ballast::apps
