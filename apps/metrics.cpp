#include "apps/metrics.hpp"

#include <fmt/format.h>

#include <functional>
#include <iterator>
#include <string_view>

namespace ballast::apps {

namespace {

/// Label values: backslash, quote and line end are escaped, as the format says.
std::string escaped(std::string_view x) {
  std::string result;
  for (const char c : x) {
    if (c == '\\' || c == '"')
      result += '\\';
    if (c == '\n')
      result += "\\n";
    else
      result += c;
  }
  return result;
}

class page {
public:
  explicit page(const status_report& report) : report_{report} {}

  void family(std::string_view name, std::string_view type,
              std::string_view help) {
    fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n",
                   name, help, name, type);
  }
  void row(std::string_view name, const std::string& labels, double value) {
    fmt::format_to(std::back_inserter(text_), "{}{{node=\"{}\"{}{}}} {}\n",
                   name, escaped(report_.node), labels.empty() ? "" : ",",
                   labels, value);
  }
  /// One row for each venue and account.
  void venues(std::string_view name, std::string_view type,
              std::string_view help,
              const std::function<double(const venue_row&)>& value,
              bool scanners_only = false) {
    family(name, type, help);
    for (const auto& x : report_.venues)
      if (x.has_scan_figures || !scanners_only)
        row(name, labels_of(x), value(x));
  }
  static std::string labels_of(const venue_row& x) {
    return fmt::format(R"(venue="{}",account="{}")", escaped(x.broker.venue),
                       escaped(x.broker.account));
  }
  std::string take() { return std::move(text_); }

private:
  const status_report& report_;
  std::string text_;
};

double number(std::uint64_t x) { return static_cast<double>(x); }

void add_health(page& p) {
  p.venues("ballast_requests_total", "counter", "Requests answered or failed.",
           [](const auto& x) { return number(x.health.requests); });
  p.venues("ballast_request_errors_total", "counter",
           "Requests that failed on the venue's side.",
           [](const auto& x) { return number(x.health.errors); });
  p.venues("ballast_requests_rate_limited_total", "counter",
           "Requests answered with too many requests.",
           [](const auto& x) { return number(x.health.rate_limited); });
  p.venues("ballast_request_timeouts_total", "counter",
           "Requests without a whole answer in time.",
           [](const auto& x) { return number(x.health.timeouts); });
  p.venues("ballast_health_score", "gauge",
           "Health of the venue's API, 0 to 100; -1 while unknown.",
           [](const auto& x) {
             const auto score = x.health.score.get();
             return score ? double(*score) : -1.0;
           });
  p.venues("ballast_breaker_open", "gauge",
           "1 while a circuit breaker of the venue is not closed.",
           [](const auto& x) {
             return x.health.breaker.state == breaker_state::closed ? 0.0 : 1.0;
           });
  p.venues("ballast_breaker_openings_total", "counter",
           "Times a circuit breaker of the venue opened.",
           [](const auto& x) { return number(x.health.breaker.opened); });
  p.venues(
    "ballast_breaker_rule", "gauge",
    "What a person made of the venue's circuit breakers: 0 normal, 1 "
    "held open, 2 disabled, 3 shadow.",
    [](const auto& x) { return static_cast<double>(x.health.breaker.rule); });
  p.venues("ballast_batch_markets", "gauge", "Markets in the next batch.",
           [](const auto& x) { return double(x.health.batch_size); });
  p.venues("ballast_venue_connected", "gauge",
           "1 while the account is connected to the venue.", [](const auto& x) {
             return x.broker.phase == broker_phase::connected ? 1.0 : 0.0;
           });
  p.venues("ballast_venue_clock_offset_seconds", "gauge",
           "Venue's clock less ours.",
           [](const auto& x) { return seconds(x.broker.clock_offset); });
}

void add_latency(page& p, const status_report& report) {
  constexpr auto name = "ballast_request_latency_seconds";
  p.family(name, "summary", "Latency of requests over the last minute.");
  for (const auto& x : report.venues) {
    const auto labels = page::labels_of(x);
    p.row(name, labels + ",quantile=\"0.5\"", seconds(x.health.p50));
    p.row(name, labels + ",quantile=\"0.99\"", seconds(x.health.p99));
  }
}

void add_scanning(page& p) {
  p.venues(
    "ballast_permits_granted_total", "counter", "Permits granted.",
    [](const auto& x) { return number(x.permits.granted); }, true);
  p.venues(
    "ballast_permits_waiting", "gauge", "Permits wished for and not granted.",
    [](const auto& x) { return number(x.permits.waiting); }, true);
  p.venues(
    "ballast_limit_utilisation_ratio", "gauge",
    "Sent divided by permitted over the last minute.",
    [](const auto& x) { return double(x.permits.utilisation); }, true);
  p.venues(
    "ballast_rotation_markets", "gauge", "Markets that are scanned in turn.",
    [](const auto& x) { return number(x.rotation.markets); }, true);
  p.venues(
    "ballast_streamed_markets", "gauge",
    "Of these, the ones that a stream keeps whole: they are not polled.",
    [](const auto& x) { return number(x.rotation.streamed); }, true);
  p.venues(
    "ballast_funnel_passes_total", "counter",
    "Times that the prices of all markets have chosen whose candles to ask "
    "for.",
    [](const auto& x) { return number(x.rotation.funnel.passes); }, true);
  p.venues(
    "ballast_funnel_priced_markets", "gauge",
    "Markets with a price in the last pass.",
    [](const auto& x) {
      return number(x.rotation.funnel.known - x.rotation.funnel.no_price);
    },
    true);
  p.venues(
    "ballast_rotation_turns_total", "counter", "Turns completed.",
    [](const auto& x) { return number(x.rotation.completed); }, true);
  p.venues(
    "ballast_rotation_oldest_age_seconds", "gauge",
    "Age of the market that has waited longest for a scan.",
    [](const auto& x) { return double(x.rotation.oldest_age_s); }, true);
  p.venues(
    "ballast_market_share_ratio", "gauge",
    "Of the markets that others list too, what this venue may have: below 1 "
    "during and after an outage.",
    [](const auto& x) { return double(x.rotation.share); }, true);
  p.venues(
    "ballast_markets_waiting", "gauge",
    "Markets that no venue which can scan lists.",
    [](const auto& x) {
      return static_cast<double>(x.rotation.waiting.size());
    },
    true);
}

std::string actor_label(const actor_row& x) {
  return fmt::format(
    "actor=\"{}\"",
    escaped(x.vitals.name.empty() ? x.life.name : x.vitals.name));
}

void add_actors(page& p, const status_report& report) {
  p.family("ballast_actor_messages_total", "counter", "Messages handled.");
  for (const auto& x : report.actors)
    p.row("ballast_actor_messages_total", actor_label(x),
          number(x.vitals.handled));
  p.family("ballast_actor_mailbox_messages", "gauge", "Messages waiting.");
  for (const auto& x : report.actors)
    p.row("ballast_actor_mailbox_messages", actor_label(x),
          number(x.vitals.mailbox));
  p.family("ballast_actor_restarts_total", "counter", "Restarts.");
  for (const auto& x : report.actors)
    p.row("ballast_actor_restarts_total", actor_label(x),
          number(x.life.restarts));
}

} // namespace

std::string metrics_text(const status_report& report) {
  page p{report};
  p.family("ballast_build_info", "gauge", "Version of this node; always 1.");
  p.row("ballast_build_info",
        fmt::format(R"(version="{}",mode="{}")", escaped(report.version),
                    escaped(report.mode)),
        1);
  p.family("ballast_uptime_seconds", "gauge", "Time since the start.");
  p.row("ballast_uptime_seconds", "", seconds(report.uptime));
  add_health(p);
  add_latency(p, report);
  add_scanning(p);
  add_actors(p, report);
  return p.take();
}

} // namespace ballast::apps
