#include "apps/endpoint.hpp"

#include "apps/metrics.hpp"
#include "apps/status_json.hpp"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

#include <algorithm>
#include <functional>
#include <map>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

constexpr auto plain = "text/plain; charset=utf-8";
constexpr auto metrics_type = "text/plain; version=0.0.4; charset=utf-8";

net::reply reply_with(unsigned status, std::string type, std::string body) {
  return {
    status,
    {{"Content-Type", std::move(type)},
     {"Cache-Control", "no-store"},
     {"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "no-referrer"},
     {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
     {"Cross-Origin-Resource-Policy", "same-origin"}},
    std::move(body)};
}

net::reply as_json(const json& x, unsigned status = 200) {
  // Venue text may hold broken UTF-8; a page must not fail over it.
  return reply_with(status, "application/json",
                    x.dump(2, ' ', false, json::error_handler_t::replace)
                      + '\n');
}

/// RFC 9457. The detail names no path and no internals.
net::reply problem(unsigned status, const char* title, const char* detail) {
  const json body = {{"type", "about:blank"},
                     {"title", title},
                     {"status", status},
                     {"detail", detail}};
  return reply_with(status, "application/problem+json", body.dump() + '\n');
}

net::reply readyz(const status_report& report, bool may_read) {
  const auto ready = std::any_of(
    report.venues.begin(), report.venues.end(), [&](const venue_row& x) {
      return why_not_ready(x, report.halted).empty();
    });
  json body = {{"ready", ready}};
  if (may_read) {
    body["venues"] = json::array();
    for (const auto& x : report.venues) {
      const auto reason = why_not_ready(x, report.halted);
      body["venues"].push_back({{"venue", x.broker.venue},
                                {"account", x.broker.account},
                                {"ready", reason.empty()},
                                {"state", state_of(x, report.halted).state},
                                {"reason", reason}});
    }
  }
  return as_json(body, ready ? 200 : 503);
}

bool has_token(const net::call& call, std::string_view token) {
  constexpr std::string_view scheme = "Bearer ";
  const auto header = net::find_header(call.headers, "Authorization");
  if (!header || token.empty() || !header->starts_with(scheme))
    return false;
  const auto given = header->substr(scheme.size());
  return given.size() == token.size()
         && CRYPTO_memcmp(given.data(), token.data(), token.size()) == 0;
}

using page = std::function<net::reply(const status_report&)>;

const std::map<std::string, page, std::less<>>& pages() {
  static const std::map<std::string, page, std::less<>> table = {
    {"/metrics",
     [](const auto& x) {
       return reply_with(200, metrics_type, metrics_text(x));
     }},
    {"/api/v1/status", [](const auto& x) { return as_json(status_json(x)); }},
    {"/api/v1/actors", [](const auto& x) { return as_json(actors_json(x)); }},
  };
  return table;
}

} // namespace

bool is_own_host(std::string_view host, const endpoint_options& options) {
  std::vector<std::string> names = {"localhost", "127.0.0.1", "[::1]"};
  names.insert(names.end(), options.allowed_hosts.begin(),
               options.allowed_hosts.end());
  const auto port = ':' + std::to_string(options.port);
  return std::any_of(names.begin(), names.end(), [&](const auto& x) {
    return host == x || host == x + port;
  });
}

net::reply answer(const net::call& call, const status_report& report,
                  const endpoint_options& options) {
  const auto host = net::find_header(call.headers, "Host");
  if (!host || !is_own_host(*host, options))
    return problem(421, "Misdirected request",
                   "This host name is not served here; BALLAST_ALLOWED_HOSTS "
                   "adds one.");
  if (call.method != "GET" && call.method != "HEAD")
    return problem(405, "Method not allowed", "Only GET and HEAD.");
  const auto path = call.target.substr(0, call.target.find('?'));
  const auto may_read = options.loopback || has_token(call, options.token);
  if (path == "/healthz")
    return reply_with(200, plain, "ok\n");
  if (path == "/readyz")
    return readyz(report, may_read);
  const auto found = pages().find(path);
  if (found == pages().end())
    return problem(404, "Not found",
                   "See /healthz, /readyz, /metrics, /api/v1/status and "
                   "/api/v1/actors.");
  if (!may_read) {
    auto refused = problem(401, "Unauthorized",
                           "Send Authorization: Bearer with the token of "
                           "BALLAST_API_TOKEN.");
    refused.headers.push_back({"WWW-Authenticate", "Bearer"});
    return refused;
  }
  return found->second(report);
}

} // namespace ballast::apps
