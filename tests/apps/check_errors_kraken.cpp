#include "tests/apps/check_errors.hpp"

namespace ballast::apps {

namespace {

constexpr auto key_info = "/GetApiKeyInfo";

/// All of Kraken's own errors come with status 200.
documented_error error(const std::string& target, const std::string& entry,
                       check_cause cause, const std::string& text,
                       const std::string& remedy) {
  return {"kraken",
          target,
          {200,
           {{"Date", "Mon, 21 Sep 2026 14:13:20 GMT"}},
           R"({"error":[")" + entry + R"("]})"},
          cause,
          text,
          remedy};
}

documented_error of_key(const std::string& entry, check_cause cause,
                        const std::string& text, const std::string& remedy) {
  return error(key_info, entry, cause, text, remedy);
}

documented_error of_account(const std::string& entry, const std::string& text) {
  return of_key(entry, check_cause::account_restricted, text,
                "Log in at Kraken");
}

documented_error too_fast(const std::string& target, const std::string& entry) {
  return error(target, entry, check_cause::throttled, "too many requests",
               "stop other programs that use this key or this machine's "
               "address, then check again.");
}

documented_error trouble(const std::string& target, const std::string& entry) {
  return error(target, entry, check_cause::venue_trouble, "trouble of its own",
               "Wait a few minutes and check again; nothing is wrong on your "
               "side.");
}

documented_error bug(const std::string& target, const std::string& entry) {
  return error(target, entry, check_cause::request_refused,
               "refuses the question", "Report this with its output");
}

/// Before the venue itself: what stands at its edge.
documented_error edge(unsigned status, check_cause cause,
                      const std::string& text, const std::string& remedy) {
  return {"kraken", "/Time", {status, {}, "<html><h1>Cloudflare</h1></html>"},
          cause,    text,    remedy};
}

documented_error closed(const std::string& status, check_cause cause,
                        const std::string& text, int exit) {
  return {"kraken",
          "/SystemStatus",
          {200,
           {},
           R"({"error":[],"result":{"status":")" + status
             + R"(","timestamp":"2026-09-21T14:13:20Z"}})"},
          cause,
          text,
          "Wait until Kraken is open again",
          exit};
}

} // namespace

std::vector<documented_error> kraken_errors() {
  return {
    of_key("EAPI:Invalid nonce", check_cause::nonce_too_low, "a higher nonce",
           "Make a key for ballast alone at Kraken"),
    of_key("EAPI:Invalid key", check_cause::key_unknown,
           "Kraken does not know this API key",
           "KRAKEN_MASTER_API_KEY; if it is no longer listed at Kraken, make a "
           "new one there. Kraken locks out whoever repeats an invalid key."),
    of_key("EAPI:Invalid signature", check_cause::signature_wrong,
           "the secret does not belong to this API key",
           "into KRAKEN_MASTER_API_SECRET"),
    error("/BalanceEx", "EGeneral:Permission denied",
          check_cause::permission_missing,
          "lacks the right to ask for balances",
          "Give the key these rights at Kraken: query-funds"),
    of_account("EAccount:Invalid permissions", "the account or its region"),
    of_account("EAPI:Feature disabled", "the account or its region"),
    of_account("EAuth:Account temporary disabled", "disabled the account"),
    of_account("EAuth:Account unconfirmed", "not confirmed yet"),
    of_account("ETrade:User Locked", "locked the user"),
    too_fast(key_info, "EAPI:Rate limit exceeded"),
    too_fast("/Time", "EGeneral:Too many requests"),
    too_fast("/AssetPairs", "EGeneral:Too many requests"),
    too_fast(key_info, "EAuth:Rate limit exceeded"),
    too_fast(key_info, "EAuth:Too many requests"),
    // Until that moment, and with the space or without it.
    error(key_info, "EService: Throttled: 1790003000", check_cause::throttled,
          "too many requests", "Wait until 15:03:"),
    error(key_info, "EService:Throttled: 1790003000", check_cause::throttled,
          "too many requests", "Wait until 15:03:"),
    // That moment is over.
    error(key_info, "EService: Throttled: 1700000000", check_cause::throttled,
          "too many requests", "Wait until 14:13:"),
    // At least 15 minutes.
    of_key("EGeneral:Temporary lockout", check_cause::locked_out,
           "locked this key or address out", "Wait until 14:28:"),
    error("/Time", "EGeneral:Temporary lockout", check_cause::locked_out,
          "locked this key or address out", "Wait until 14:28:"),
    trouble("/Time", "EService:Unavailable"),
    trouble(key_info, "EService:Unavailable"),
    trouble(key_info, "EService:Busy"),
    trouble("/BalanceEx", "EService:Timeout"),
    trouble("/BalanceEx", "EGeneral:Internal error"),
    trouble("/BalanceEx", "EGeneral:Internal error:17"),
    trouble("/AssetPairs", "EDatabase:Internal error"),
    bug(key_info, "EGeneral:Invalid arguments"),
    bug(key_info, "EGeneral:Unknown method"),
    bug(key_info, "EAPI:Bad request"),
    edge(429, check_cause::throttled, "too many requests", "Wait until 14:14:"),
    edge(502, check_cause::venue_trouble, "trouble of its own", "Wait a few"),
    edge(503, check_cause::venue_trouble, "trouble of its own", "Wait a few"),
    edge(504, check_cause::venue_trouble, "trouble of its own", "Wait a few"),
    edge(520, check_cause::venue_trouble, "trouble of its own", "Wait a few"),
    edge(524, check_cause::venue_trouble, "trouble of its own", "Wait a few"),
    closed("maintenance", check_cause::venue_maintenance, "", 1),
    closed("cancel_only", check_cause::venue_restricted, "", 1),
    closed("post_only", check_cause::venue_restricted, "", 0),
  };
}

} // namespace ballast::apps
