#include "apps/check_causes.hpp"

#include "apps/key_sayings.hpp"
#include "apps/venue_guide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace ballast::apps {

namespace {

using venues::question;

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

bool speaks_of_nonces(std::string_view words) {
  auto text = std::string{words};
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return contains(text, "nonce");
}

std::string time_of_day(unix_time x) {
  const auto day = x.time_since_epoch() % std::chrono::hours{24};
  const auto time
    = std::chrono::hh_mm_ss{std::chrono::floor<std::chrono::seconds>(day)};
  return fmt::format("{:02}:{:02}:{:02} UTC", time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

check_topic topic_of(question x) noexcept {
  switch (x) {
  case question::time:
    return check_topic::host;
  case question::status:
    return check_topic::status;
  case question::permissions:
    return check_topic::permissions;
  case question::balances:
    return check_topic::balances;
  case question::markets:
  case question::tickers:
  case question::candles:
    break;
  }
  return check_topic::markets;
}

std::string_view subject_of(question x) noexcept {
  switch (x) {
  case question::time:
    return "its time";
  case question::status:
    return "its status";
  case question::permissions:
    return "what the key may do";
  case question::balances:
    return "balances";
  case question::markets:
    return "its markets";
  case question::tickers:
    return "tickers";
  case question::candles:
    return "candles";
  }
  return "?";
}

/// One trouble on its way to a finding.
class verdict {
public:
  verdict(const check_trouble& x, const check_place& place, unix_time now)
      : x_{x}, place_{place}, now_{now} {}

  check_finding of_link(link_trouble x) const;
  check_finding of_answer() const;

private:
  check_finding finding(check_topic topic, check_cause cause, std::string text,
                        std::string remedy) const {
    if (!x_.words.empty())
      text += " (" + x_.words + ')';
    return {topic, check_level::failed, cause, std::move(text),
            std::move(remedy)};
  }
  /// The variable that names the host, and its key in the file.
  std::string url_setting() const {
    return fmt::format("{} (venue.{}.rest_url in the file)",
                       rest_url_variable(place_.venue), place_.venue);
  }
  bool with_key() const noexcept {
    return x_.with_key || venues::is_signed(x_.asked);
  }
  std::string variable(std::string_view what) const {
    return credential_variable(place_.venue, place_.account, what);
  }
  check_finding unverified(std::string text, bool certificate) const;
  check_finding unauthorised() const;
  check_finding not_permitted() const;
  check_finding nonce_too_low() const;
  check_finding address_refused() const;
  check_finding limited() const;
  check_finding strange(check_cause cause) const;

  const check_trouble& x_;
  const check_place& place_;
  unix_time now_;
};

check_finding verdict::of_link(link_trouble x) const {
  const auto& host = place_.host;
  const auto ours = place_.own_url;
  const auto network = fmt::format(
    "Check this machine's network and firewall for {}, then check again.",
    host);
  const auto correct = "Correct " + url_setting() + ": ";
  switch (x) {
  case link_trouble::name:
    return finding(check_topic::host, check_cause::host_unknown,
                   "the name of " + host + " cannot be found",
                   ours ? correct + "no host has this name."
                        : "Check this machine's internet connection and its "
                          "DNS (/etc/resolv.conf), then check again.");
  case link_trouble::refused:
    return finding(check_topic::host, check_cause::host_refused,
                   "nothing accepts connections at " + host,
                   ours ? "Start what should listen at " + host
                            + ", or correct " + url_setting() + '.'
                        : network);
  case link_trouble::certificate:
    return unverified("the certificate of " + host + " cannot be verified",
                      true);
  case link_trouble::handshake:
    return unverified("no TLS connection to " + host + " comes about", false);
  case link_trouble::silent:
    return finding(check_topic::host, check_cause::host_silent,
                   host + " accepts no connection in time", network);
  case link_trouble::late:
    return finding(check_topic::host, check_cause::host_silent,
                   fmt::format("{} takes the question about {} and does not "
                               "answer in time",
                               host, subject_of(x_.asked)),
                   "Wait a minute and check again; if it stays, check what "
                   "lies between here and there.");
  case link_trouble::lost:
    return finding(check_topic::host, check_cause::connection_lost,
                   host + " breaks the connection before it has answered",
                   "Check again; if it stays, take away any proxy between here "
                   "and there.");
  case link_trouble::garbled:
    return strange(check_cause::answer_malformed);
  case link_trouble::no_route:
  case link_trouble::none:
    break;
  }
  return finding(check_topic::host, check_cause::host_unreachable,
                 "there is no way from this machine to " + host, network);
}

check_finding verdict::unverified(std::string text, bool certificate) const {
  auto remedy
    = std::string{"Set this machine's clock, install the package "
                  "ca-certificates, and take away any proxy or antivirus that "
                  "opens TLS: ballast does not trust it."};
  if (place_.own_url && !certificate)
    remedy = "Correct " + url_setting()
             + ": what listens there does not speak TLS 1.2 or newer.";
  else if (place_.own_url && place_.own_authority)
    remedy = "Name the authority that signed it in BALLAST_CA_FILE: the file "
             "in use does not vouch for this host.";
  else if (place_.own_url)
    remedy = "Name the file of the authority that signed it in "
             "BALLAST_CA_FILE, or correct "
             + url_setting() + '.';
  return finding(check_topic::host, check_cause::host_unverified,
                 std::move(text), std::move(remedy));
}

check_finding verdict::address_refused() const {
  return finding(
    check_topic::host, check_cause::address_refused,
    place_.title + " refuses this machine, whatever the key",
    place_.own_url
      ? "Correct " + url_setting() + ": a venue answers such questions to all."
      : fmt::format("Check whether {} serves the place and network this "
                    "machine is in, and run ballast where it does.",
                    place_.title));
}

check_finding verdict::unauthorised() const {
  if (!with_key())
    return address_refused();
  if (auto said = key_saying(place_, x_.words))
    return finding(said->topic, said->cause, std::move(said->text),
                   std::move(said->remedy));
  return finding(check_topic::key, check_cause::key_refused,
                 place_.title + " refuses the key and its signature",
                 fmt::format("Copy {} and {} again, both of the same key; if "
                             "it is no longer listed at {}, make a new one "
                             "there, with this machine's address on its "
                             "allow-list.",
                             variable("API_KEY"), variable("API_SECRET"),
                             place_.title));
}

check_finding verdict::not_permitted() const {
  if (auto said = key_saying(place_, x_.words); said && with_key())
    return finding(said->topic, said->cause, std::move(said->text),
                   std::move(said->remedy));
  if (!with_key() || contains(x_.words, "HTTP 451"))
    return address_refused();
  return finding(
    check_topic::permissions, check_cause::permission_missing,
    fmt::format("the key lacks the right to ask for {}", subject_of(x_.asked)),
    fmt::format("Give the key these rights at {}: {}.", place_.title,
                rights_of(place_)));
}

check_finding verdict::nonce_too_low() const {
  return finding(
    check_topic::key, check_cause::nonce_too_low,
    place_.title + " has seen a higher nonce of this key than our clock gives",
    fmt::format("Make a key for ballast alone at {}: another program uses "
                "this one, or has used it with larger numbers (nanoseconds).",
                place_.title));
}

check_finding verdict::limited() const {
  const auto is_ban = x_.kind == outcome_kind::banned;
  const auto wait = is_ban ? ban_length({x_.wait, {}, {}})
                           : x_.wait.value_or(std::chrono::minutes{1});
  const auto until
    = time_of_day(now_ + std::chrono::ceil<std::chrono::milliseconds>(wait));
  const auto others = "stop other programs that use this key or this machine's "
                      "address";
  if (is_ban && contains(x_.words, "lockout"))
    return finding(check_topic::requests, check_cause::locked_out,
                   place_.title
                     + " has locked this key or address out for a "
                       "while",
                   fmt::format("Wait until {} without any request, {}, then "
                               "check again.",
                               until, others));
  if (is_ban && contains(x_.words, "HTTP 403"))
    return finding(check_topic::requests, check_cause::banned,
                   "the firewall in front of " + place_.title
                     + " turns this machine away",
                   fmt::format("Wait until {} without any request, {}, then "
                               "check again; if it stays, take away any proxy "
                               "or shared address that others misuse.",
                               until, others));
  if (is_ban)
    return finding(check_topic::requests, check_cause::banned,
                   place_.title
                     + " has banned this machine's address for a "
                       "while",
                   fmt::format("Wait until {} without any request, {}, then "
                               "check again.",
                               until, others));
  return finding(
    check_topic::requests, check_cause::throttled,
    place_.title + " says that there were too many requests",
    fmt::format("Wait until {}, {}, then check again.", until, others));
}

check_finding verdict::strange(check_cause cause) const {
  const auto refused = cause == check_cause::request_refused;
  const auto remedy
    = place_.own_url
        ? "Correct " + url_setting() + ": what answers there is not "
            + place_.title + "'s API."
      : refused ? std::string{"Report this with its output: the request is at "
                              "fault, and checking again will not help."}
                : std::string{"Check again; if it stays, take away any proxy "
                              "in between, or report it with this output: the "
                              "venue may have changed its API."};
  return finding(
    x_.link == link_trouble::garbled ? check_topic::host : topic_of(x_.asked),
    cause,
    refused ? fmt::format("{} refuses the question about {}", place_.title,
                          subject_of(x_.asked))
            : fmt::format("the answer about {} is not what {} promises",
                          subject_of(x_.asked), place_.title),
    remedy);
}

check_finding verdict::of_answer() const {
  switch (x_.kind) {
  case outcome_kind::unauthorised:
    return unauthorised();
  case outcome_kind::not_permitted:
    return not_permitted();
  case outcome_kind::clock_or_nonce:
    if (with_key() && speaks_of_nonces(x_.words))
      return nonce_too_low();
    return finding(check_topic::clock, check_cause::clock_skewed,
                   place_.title + " refuses the time in our request",
                   "Set this machine's clock (`timedatectl set-ntp true`), "
                   "then check again.");
  case outcome_kind::throttled:
  case outcome_kind::banned:
    return limited();
  case outcome_kind::maintenance:
    return finding(check_topic::status, check_cause::venue_maintenance,
                   place_.title + " is down for maintenance",
                   "Wait until it is over, then check again; nothing is wrong "
                   "on your side.");
  case outcome_kind::unavailable:
    return finding(check_topic::status, check_cause::venue_trouble,
                   place_.title + " has trouble of its own",
                   "Wait a few minutes and check again; nothing is wrong on "
                   "your side.");
  case outcome_kind::refused:
  case outcome_kind::unknown_symbol:
    return strange(check_cause::request_refused);
  case outcome_kind::own_network:
    return of_link(link_trouble::no_route);
  case outcome_kind::not_sent:
    return of_link(link_trouble::silent);
  case outcome_kind::timed_out:
    return of_link(link_trouble::late);
  case outcome_kind::ok:
  case outcome_kind::malformed:
    break;
  }
  return strange(check_cause::answer_malformed);
}

} // namespace

link_trouble link_trouble_of(const net::failure& x) {
  using kind = net::failure::kind;
  switch (x.what) {
  case kind::own_network:
    return contains(x.text, "looking up") ? link_trouble::name
                                          : link_trouble::no_route;
  case kind::refused:
    if (contains(x.text, "certificate"))
      return link_trouble::certificate;
    return contains(x.text, "TLS") ? link_trouble::handshake
                                   : link_trouble::refused;
  case kind::not_ready:
    return link_trouble::silent;
  case kind::timed_out:
    return link_trouble::late;
  case kind::lost:
  case kind::stopped:
    return link_trouble::lost;
  case kind::too_large:
  case kind::malformed:
    break;
  }
  return link_trouble::garbled;
}

outcome_kind outcome_of(const net::failure& x) noexcept {
  using kind = net::failure::kind;
  switch (x.what) {
  case kind::own_network:
    return outcome_kind::own_network;
  case kind::not_ready:
    return outcome_kind::not_sent;
  case kind::timed_out:
    return outcome_kind::timed_out;
  case kind::refused:
  case kind::lost:
  case kind::stopped:
    return outcome_kind::unavailable;
  case kind::too_large:
  case kind::malformed:
    break;
  }
  return outcome_kind::malformed;
}

check_finding judge(const check_trouble& x, const check_place& place,
                    unix_time now) {
  const auto judged = verdict{x, place, now};
  return x.link == link_trouble::none ? judged.of_answer()
                                      : judged.of_link(x.link);
}

} // namespace ballast::apps
