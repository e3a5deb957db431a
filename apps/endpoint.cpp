#include "apps/endpoint.hpp"

#include "apps/metrics.hpp"
#include "apps/status_json.hpp"
#include "apps/trading_json.hpp"
#include "apps/venues.hpp"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

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
net::reply problem(unsigned status, const char* title,
                   const std::string& detail) {
  const json body = {{"type", "about:blank"},
                     {"title", title},
                     {"status", status},
                     {"detail", detail}};
  return reply_with(status, "application/problem+json", body.dump() + '\n');
}

net::reply readyz(const status_report& report, bool may_read) {
  const auto ready
    = std::any_of(report.venues.begin(), report.venues.end(),
                  [&](const venue_row& x) { return why_not_ready(x).empty(); });
  json body = {{"ready", ready}};
  if (may_read) {
    body["venues"] = json::array();
    for (const auto& x : report.venues) {
      const auto reason = why_not_ready(x);
      body["venues"].push_back({{"venue", x.broker.venue},
                                {"account", x.broker.account},
                                {"ready", reason.empty()},
                                {"state", state_of(x).state},
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

/// Absent where a limit is no whole number from 1 to 1,000.
std::optional<list_query> query_of(std::string_view query) {
  auto result = list_query{};
  result.account = account_id(parameter(query, "account"));
  const auto limit = parameter(query, "limit");
  if (limit.empty())
    return result;
  const auto read
    = std::from_chars(limit.data(), limit.data() + limit.size(), result.limit);
  if (read.ec != std::errc{} || read.ptr != limit.data() + limit.size()
      || result.limit < 1 || result.limit > 1000)
    return std::nullopt;
  return result;
}

using page = std::function<net::reply(const status_report&, const list_query&)>;

const std::map<std::string, page, std::less<>>& pages() {
  static const std::map<std::string, page, std::less<>> table = {
    {"/metrics",
     [](const auto& x, const auto&) {
       return reply_with(200, metrics_type, metrics_text(x));
     }},
    {"/api/v1/status",
     [](const auto& x, const auto&) { return as_json(status_json(x)); }},
    {"/api/v1/actors",
     [](const auto& x, const auto&) { return as_json(actors_json(x)); }},
    {"/api/v1/accounts",
     [](const auto& x, const auto&) { return as_json(accounts_json(x)); }},
    {"/api/v1/orders",
     [](const auto& x, const auto& y) { return as_json(orders_json(x, y)); }},
    {"/api/v1/fills",
     [](const auto& x, const auto& y) { return as_json(fills_json(x, y)); }},
    {"/api/v1/positions",
     [](const auto& x, const auto& y) {
       return as_json(positions_json(x, y));
     }},
    {"/api/v1/signals",
     [](const auto& x, const auto& y) { return as_json(signals_json(x, y)); }},
    {"/api/v1/opportunities",
     [](const auto& x, const auto& y) {
       return as_json(opportunities_json(x, y));
     }},
    {"/api/v1/copies",
     [](const auto& x, const auto& y) { return as_json(copies_json(x, y)); }},
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

namespace {

net::reply unauthorised(const endpoint_options& options) {
  auto result = problem(
    401, "Unauthorized",
    options.token.empty()
      ? "This node has no token: start it with BALLAST_API_TOKEN to allow this."
      : "Send Authorization: Bearer with the token of BALLAST_API_TOKEN.");
  result.headers.push_back({"WWW-Authenticate", "Bearer"});
  return result;
}

std::string_view query_part(const net::call& call) {
  const auto mark = call.target.find('?');
  return mark == std::string::npos
           ? std::string_view{}
           : std::string_view{call.target}.substr(mark + 1);
}

net::reply read_page(const page& found, const net::call& call,
                     const status_report& report) {
  const auto which = query_of(query_part(call));
  if (!which)
    return problem(400, "Bad request", "limit is a whole number, 1 to 1000.");
  return found(report, *which);
}

net::reply why_page(const net::call& call, const status_report& report) {
  const auto query = query_part(call);
  const auto told
    = why_json(report, parameter(query, "venue"), parameter(query, "account"));
  if (!told)
    return problem(404, "Not found", told.error().text);
  return as_json(*told);
}

/// Pages that are read; `may_read` has been looked at.
net::reply read(std::string_view path, const net::call& call,
                const status_report& report) {
  if (path == "/api/v1/why")
    return why_page(call, report);
  const auto found = pages().find(path);
  if (found != pages().end())
    return read_page(found->second, call, report);
  return problem(404, "Not found",
                 "See /healthz, /readyz, /metrics and, under /api/v1/, "
                 "status, actors, accounts, orders, fills, positions, signals, "
                 "opportunities, copies and why.");
}

bool is_page(std::string_view path) {
  return path == "/api/v1/why" || pages().find(path) != pages().end();
}

} // namespace

std::variant<net::reply, errand> answer(const net::call& call,
                                        const status_report& report,
                                        const endpoint_options& options) {
  const auto host = net::find_header(call.headers, "Host");
  if (!host || !is_own_host(*host, options))
    return problem(421, "Misdirected request",
                   "This host name is not served here; BALLAST_ALLOWED_HOSTS "
                   "adds one.");
  const auto path
    = std::string_view{call.target}.substr(0, call.target.find('?'));
  const auto is_post = call.method == "POST";
  const auto may_read = options.loopback || has_token(call, options.token);
  if (!is_post && call.method != "GET" && call.method != "HEAD")
    return problem(405, "Method not allowed", "Only GET, HEAD and POST.");
  if (is_post && !has_token(call, options.token))
    return unauthorised(options);
  if (!is_post && path == "/healthz")
    return reply_with(200, plain, "ok\n");
  if (!is_post && path == "/readyz")
    return readyz(report, may_read);
  if (!is_post && is_page(path) && !may_read)
    return unauthorised(options);
  auto asked = read_errand(call, report);
  if (asked)
    return std::move(*asked);
  if (asked.error().code != ec::not_found)
    return problem(400, "Bad request", asked.error().text);
  if (is_post)
    return problem(404, "Not found",
                   "POST knows /api/v1/halt, /api/v1/resume and "
                   "/api/v1/breakers/{venue}/ with reset, open, disable or "
                   "shadow.");
  return read(path, call, report);
}

net::reply reply_to(const errand& x) { return as_json(done_json(x)); }

net::reply reply_to(const status_report& report, const why_question& asked,
                    const why_answer& told) {
  return as_json(why_json(report, asked, told));
}

net::reply refusal_of(bool is_unknown, const std::string& why) {
  return is_unknown ? problem(404, "Not found", why)
                    : problem(503, "Service unavailable", why);
}

} // namespace ballast::apps
