#include "apps/status_json.hpp"

#include "apps/trading_json.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

// Three decimals are what a person and a dashboard can use.
double rounded(double x) { return std::round(x * 1000) / 1000; }

double milliseconds(duration x) {
  return rounded(std::chrono::duration<double, std::milli>(x).count());
}

json health_json(const venue_health& x) {
  const auto score = x.score.get();
  return {{"score", score ? json(*score) : json(nullptr)},
          {"worst", x.worst},
          {"samples", x.counts.n()},
          {"factors",
           {{"availability", rounded(x.factors.availability)},
            {"throttle", rounded(x.factors.throttle)},
            {"latency", rounded(x.factors.latency)},
            {"freshness", rounded(x.factors.freshness)}}},
          {"success_ratio", rounded(x.success_ratio)},
          {"p50_ms", milliseconds(x.p50)},
          {"p99_ms", milliseconds(x.p99)},
          {"requests", x.requests},
          {"errors", x.errors},
          {"rate_limited", x.rate_limited},
          {"timeouts", x.timeouts},
          {"top_error", x.top_error},
          {"text", x.text}};
}

json balance_json(const broker_status& x) {
  auto result = json::object();
  for (const auto& b : x.balances)
    result[b.currency] = (b.available + b.held).to_string();
  return result;
}

json limits_json(const std::vector<limit_use>& all) {
  auto result = json::array();
  for (const auto& x : all)
    result.push_back({{"limit", x.limit},
                      {"units", x.units},
                      {"seconds", rounded(x.seconds)}});
  return result;
}

json candidates_json(const std::vector<market_quote>& all) {
  auto result = json::array();
  for (const auto& x : all)
    result.push_back({{"symbol", x.symbol.to_string()},
                      {"bid", x.bid.to_string()},
                      {"ask", x.ask.to_string()},
                      {"spread", x.spread},
                      {"depth", rounded(x.depth)},
                      {"at", iso_time(x.at)}});
  return result;
}

json funnel_json(const funnel_status& x) {
  return {{"passes", x.passes},
          {"known", x.known},
          {"priced", x.known - x.no_price},
          {"too_wide", x.wide},
          {"too_quiet", x.quiet},
          {"ranked_out", x.ranked_out},
          {"survivors", x.survivors},
          {"calls", x.calls},
          {"seconds", rounded(x.seconds)},
          {"limits", limits_json(x.limits)},
          {"age_s", rounded(x.age_s)},
          {"books",
           {{"asked", x.books},
            {"without", x.no_book},
            {"too_wide", x.book_wide},
            {"too_thin", x.book_thin}}},
          {"candidates", candidates_json(x.candidates)}};
}

std::size_t open_positions(const status_report& report, const venue_row& of) {
  auto result = std::size_t{0};
  for (const auto& x : report.portfolios)
    for (const auto& each : x.positions)
      result += each.venue == of.broker.venue
                && each.account == of.broker.account && !each.size.is_zero();
  return result;
}

void add_scanner(json& row, const venue_row& x) {
  row["permits"] = {{"granted", x.permits.granted},
                    {"waiting", x.permits.waiting},
                    {"denied", x.permits.denied},
                    {"limit_per_s", rounded(x.permits.limit_per_s)},
                    {"utilisation", rounded(x.permits.utilisation)},
                    {"waits_for", x.permits.waits_for}};
  row["permitted"] = rounded(x.permits.permitted);
  row["sent"] = x.permits.sent;
  row["rotation"] = {{"markets", x.rotation.markets},
                     {"streamed", x.rotation.streamed},
                     {"held", x.rotation.held},
                     {"position", x.rotation.position},
                     {"completed", x.rotation.completed},
                     {"oldest_age_s", rounded(x.rotation.oldest_age_s)},
                     {"share", rounded(x.rotation.share)},
                     {"scans_per_s", rounded(x.rotation.scans_per_s)},
                     {"waiting", x.rotation.waiting}};
  if (x.rotation.funnel.passes > 0)
    row["funnel"] = funnel_json(x.rotation.funnel);
}

json venue_json(const status_report& report, const venue_row& x) {
  const auto state = state_of(x);
  json row = {{"venue", x.broker.venue},
              {"account", x.broker.account},
              {"node", report.node},
              {"state", state.state},
              {"reason", state.reason},
              {"health", health_json(x.health)},
              {"breaker",
               {{"state", to_string(x.health.breaker.state)},
                {"opened", x.health.breaker.opened},
                {"retry_in_s", rounded(seconds(x.health.breaker.retry_in))},
                {"rule", to_string(x.health.breaker.rule)}}},
              {"batch_size", x.health.batch_size},
              {"scanner", x.is_scanner}};
  row["markets_known"] = x.rotation.markets_known;
  if (x.has_scan_figures)
    add_scanner(row, x);
  row["balance"] = balance_json(x.broker);
  row["positions"] = open_positions(report, x);
  row["cycle"] = x.rotation.cycle;
  row["venue_mode"] = to_string(x.broker.mode);
  row["clock_offset_ms"] = milliseconds(x.broker.clock_offset);
  return row;
}

} // namespace

std::string iso_time(unix_time x) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(
                       std::chrono::time_point_cast<std::chrono::seconds>(x))));
}

json status_json(const status_report& report) {
  json result = {{"node", report.node},
                 {"mode", report.mode},
                 {"version", report.version},
                 {"started_at", iso_time(report.started_at)},
                 {"uptime_s", rounded(seconds(report.uptime))},
                 {"halted", report.halted},
                 {"trading", report.trading.empty()},
                 {"trading_reason", report.trading},
                 {"venues", json::array()}};
  for (const auto& x : report.venues)
    result["venues"].push_back(venue_json(report, x));
  result["accounts"] = accounts_json(report);
  return result;
}

json actors_json(const status_report& report) {
  auto result = json::array();
  for (const auto& x : report.actors) {
    const auto& name = x.vitals.name.empty() ? x.life.name : x.vitals.name;
    const auto& kind = x.vitals.kind.empty() ? x.life.kind : x.vitals.kind;
    result.push_back(
      {{"name", name},
       {"kind", kind},
       {"node", report.node},
       {"state", x.life.state.empty() ? "running" : x.life.state},
       {"mailbox", x.vitals.mailbox},
       {"handled", x.vitals.handled},
       {"restarts", x.life.restarts},
       {"last_error", x.life.last_error}});
  }
  return result;
}

json run_report_json(const status_report& report) {
  auto result = status_json(report);
  result["seconds"] = rounded(seconds(report.uptime));
  auto all = list_query{};
  all.limit = std::numeric_limits<std::size_t>::max();
  result["orders"] = orders_json(report, all);
  result["fills"] = fills_json(report, all);
  result["positions"] = positions_json(report, all);
  result["signals"] = signals_json(report, all);
  return result;
}

} // namespace ballast::apps
