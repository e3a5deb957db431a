#include "apps/check_findings.hpp"

#include "apps/venue_guide.hpp"
#include "domain/clock_offset.hpp"
#include "domain/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

constexpr auto clock_is_worth_a_word = 1s;

check_finding well(check_topic topic, std::string text) {
  return {topic, check_level::ok, check_cause::none, std::move(text), {}};
}

std::string variable(const check_place& place, std::string_view what) {
  return credential_variable(place.venue, place.account, what);
}

std::string amount_of(const balance& x) {
  return x.currency + ' ' + x.available.to_string();
}

/// "0.3 s", "61 s".
std::string distance(std::chrono::milliseconds x) {
  const auto size = std::chrono::abs(x);
  return size < 10s ? fmt::format("{:.1f} s", seconds(size))
                    : fmt::format("{:.0f} s", seconds(size));
}

/// As the venue publishes it: "200/min", "10000/h"; else "0.33/s".
std::string pace(const requests_left& x) {
  struct unit {
    double seconds;
    const char* name;
  };
  constexpr auto units = std::array{unit{1, "s"}, unit{60, "min"},
                                    unit{3600, "h"}, unit{86400, "day"}};
  for (const auto& y : units)
    if (std::abs(x.per_s * y.seconds - x.of) < 1e-6 * x.of)
      return fmt::format("{}/{}", x.of, y.name);
  return fmt::format("{:.3g}/s", x.per_s);
}

/// "kraken.public 0 of 1 (1/s)", and what the venue's headers told of it.
std::string told_left(const requests_left& x) {
  auto text = fmt::format("{} {} of {} ({})", x.budget, x.left, x.of, pace(x));
  if (x.told)
    text += fmt::format(", the venue says {}{}", *x.told,
                        x.told_of ? fmt::format(" of {}", *x.told_of) : "");
  else if (x.told_used)
    text += fmt::format(", the venue counts {} used", *x.told_used);
  return text;
}

} // namespace

// -- before anything is asked -------------------------------------------------

check_finding credentials_missing(const check_place& place,
                                  const std::vector<std::string>& missing) {
  return {check_topic::credentials, check_level::skipped,
          check_cause::credentials_missing,
          fmt::format("{} credentials not configured for {} (skipping)",
                      place.title, place.account),
          fmt::format("Set {} to trade there.", listed(missing))};
}

check_finding credentials_half(const check_place& place,
                               const std::vector<std::string>& missing) {
  return {check_topic::credentials, check_level::misconfigured,
          check_cause::credentials_half,
          fmt::format("half a credential: {} {} missing while the rest of "
                      "{}'s is set",
                      listed(missing), missing.size() == 1 ? "is" : "are",
                      place.title),
          fmt::format("Set {}, or unset the rest.", listed(missing))};
}

check_finding credentials_malformed(const check_place& place,
                                    std::string_view why) {
  // "kraken secret: expected …" names the part, and the remedy its variable.
  const auto of_key = place.venue + " key: ";
  const auto of_secret = place.venue + " secret: ";
  auto remedy = std::string{"Correct the variable that this names, then check "
                            "again."};
  const auto copy = [&](std::string_view what) {
    return fmt::format("Copy it again, unchanged, from {} into {}.",
                       place.title, variable(place, what));
  };
  auto what = std::string{why};
  if (why.starts_with(of_key)) {
    remedy = copy("API_KEY");
    what = "the API key is malformed: " + what.substr(of_key.size());
  } else if (why.starts_with(of_secret)) {
    remedy = copy("API_SECRET");
    what = "the secret is malformed: " + what.substr(of_secret.size());
  }
  return {check_topic::credentials, check_level::misconfigured,
          check_cause::credentials_malformed, std::move(what),
          std::move(remedy)};
}

check_finding credentials_fine() {
  return well(check_topic::credentials, "present and well formed");
}

check_finding venue_disabled(const check_place& place) {
  return {
    check_topic::credentials, check_level::skipped, check_cause::venue_disabled,
    fmt::format("{} is not among the venues of {}", place.title, place.account),
    fmt::format("Set venue.{}.enabled = true and name it in the "
                "account's venues to trade there.",
                place.venue)};
}

check_finding node_running(const check_place& place) {
  return {check_topic::host, check_level::failed, check_cause::node_running,
          fmt::format("{} is running with these keys and this address's "
                      "limits: nothing was asked",
                      place.rival),
          "Ask that one with `ballast status`, or stop it and check again."};
}

// -- what answers say ---------------------------------------------------------

clock_reading read_clock(unix_time sent, unix_time received, unix_time venue) {
  const auto whole_seconds = venue.time_since_epoch() % 1s == 0ms;
  return {venue - received, venue - sent + (whole_seconds ? 1000ms : 1ms)};
}

check_finding host_answers(const check_place& place,
                           std::chrono::milliseconds took) {
  return well(check_topic::host,
              fmt::format("{} answers, {} ms", place.host, took.count()));
}

check_finding judge_clock(const check_place& place, const clock_reading& x) {
  // What is sure: the end of the span that is nearer to us.
  const auto sure = x.low > 0ms ? x.low : x.high < 0ms ? x.high : 0ms;
  if (std::chrono::abs(sure) <= clock_is_worth_a_word) {
    const auto middle = x.middle();
    const auto* const sign = std::chrono::abs(middle) < 50ms ? ""
                             : middle < 0ms                  ? "-"
                                                             : "+";
    return well(check_topic::clock,
                fmt::format("{}{} off, give or take {}", sign, distance(middle),
                            distance((x.high - x.low) / 2)));
  }
  const auto fails = std::chrono::abs(sure) > clock_offset_max;
  return {
    check_topic::clock, fails ? check_level::failed : check_level::warning,
    check_cause::clock_skewed,
    fmt::format("this machine's clock is {} {} {}'s{}", distance(x.middle()),
                sure > 0ms ? "behind" : "ahead of", place.title,
                fails ? ", and nothing is traded beyond 30 s" : ""),
    "Set this machine's clock (`timedatectl set-ntp true`), then check "
    "again."};
}

check_finding judge_status(const check_place& place, market_state x) {
  const auto wait = fmt::format("Wait until {} is open again, then check "
                                "again; nothing is wrong on your side.",
                                place.title);
  switch (x) {
  case market_state::tradable:
    return well(check_topic::status, to_sentence(x));
  case market_state::post_only:
  case market_state::limit_only:
    return {check_topic::status, check_level::warning,
            check_cause::venue_restricted, to_sentence(x), wait};
  case market_state::cancel_only:
    return {check_topic::status, check_level::failed,
            check_cause::venue_restricted, to_sentence(x), wait};
  case market_state::halted:
  case market_state::delisted:
    break;
  }
  return {check_topic::status, check_level::failed,
          check_cause::venue_maintenance, to_sentence(x), wait};
}

check_finding key_accepted() { return well(check_topic::key, "accepted"); }

check_finding nonce_shared(const check_place& place) {
  return {check_topic::key, check_level::warning, check_cause::nonce_shared,
          "accepted, but only with a nonce a minute ahead of our clock: "
          "another program uses this key",
          fmt::format("Make a key for ballast alone at {}.", place.title)};
}

check_finding nonce_not_stored(const check_place& place, std::string_view why) {
  return {check_topic::key, check_level::failed, check_cause::nonce_not_stored,
          fmt::format("nothing can be signed for {}: {}", place.title, why),
          "Make the data directory writable and give its disk room, or name "
          "another with --data."};
}

std::vector<std::string> rights_lacking(const key_permissions& x,
                                        std::string_view words) {
  std::vector<std::string> lacking;
  constexpr auto begin = std::string_view{"lacks "};
  if (const auto at = words.find(begin); at != std::string_view::npos) {
    auto rest = words.substr(at + begin.size());
    while (!rest.empty()) {
      const auto comma = std::min(rest.find(", "), rest.size());
      lacking.emplace_back(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 2, rest.size()));
    }
  }
  // A venue that lists nothing has told by its flags alone.
  if (!lacking.empty())
    return lacking;
  if (!x.can_view)
    lacking.emplace_back("view");
  if (!x.can_trade)
    lacking.emplace_back("trade");
  return lacking;
}

check_finding judge_permissions(const check_place& place,
                                const key_permissions& x,
                                const std::vector<std::string>& lacking) {
  if (!lacking.empty()) {
    std::vector<std::string> names;
    names.reserve(lacking.size());
    for (const auto& right : lacking)
      names.push_back('"' + right + '"');
    return {check_topic::permissions, check_level::failed,
            check_cause::permission_missing,
            fmt::format("the key lacks the right{} {}",
                        lacking.size() == 1 ? "" : "s", listed(lacking)),
            fmt::format("Give the key {} at {}.", listed(names), place.title)};
  }
  if (!x.can_withdraw)
    return well(check_topic::permissions, "view and trade, not withdraw");
  const auto refused = place.live && !place.withdrawal_accepted;
  const auto id = place.venue + '/' + place.account;
  const auto* const consequence = place.withdrawal_accepted
                                    ? ", and is accepted by name"
                                  : place.live ? ", which live refuses"
                                               : ", and live will refuse it";
  return {check_topic::permissions,
          refused ? check_level::failed : check_level::warning,
          check_cause::key_can_withdraw,
          fmt::format("the key can withdraw{}", consequence),
          fmt::format(
            "Replace it at {} by one with {}{}.", place.title, rights_of(place),
            place.withdrawal_accepted
              ? std::string{}
              : fmt::format(", or accept it with accept_withdrawal_keys = "
                            "[\"{}\"] in the file",
                            id))};
}

check_finding account_restricted(const check_place& place,
                                 std::string_view obstacles) {
  return {check_topic::permissions, check_level::failed,
          check_cause::account_restricted,
          fmt::format("the account may not trade: {}", obstacles),
          fmt::format("Log in at {} and settle there, or with its support, "
                      "what keeps the account from trading, then check again.",
                      place.title)};
}

check_finding judge_balances(const std::vector<balance>& x) {
  constexpr std::size_t shown_max = 6;
  std::vector<const balance*> owned;
  for (const auto& one : x)
    if (!one.available.is_zero() || !one.held.is_zero())
      owned.push_back(&one);
  std::stable_partition(owned.begin(), owned.end(), [](const auto* one) {
    return is_dollar(one->currency);
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(owned.size(), shown_max); ++i) {
    text += (i == 0 ? "" : ", ") + amount_of(*owned[i]);
    if (!owned[i]->held.is_zero())
      text += fmt::format(" (+{} in orders)", owned[i]->held.to_string());
  }
  if (owned.size() > shown_max)
    text += fmt::format(" and {} more", owned.size() - shown_max);
  return well(check_topic::balances, text.empty() ? "nothing" : text);
}

check_finding judge_minimum(const check_place& place,
                            const std::vector<balance>& x) {
  const balance* best = nullptr;
  for (const auto& one : x)
    if (is_dollar(one.currency)
        && (best == nullptr || best->available < one.available))
      best = &one;
  const auto least = dollars(place.minimum);
  if (best != nullptr && best->available >= place.minimum)
    return well(check_topic::minimum, fmt::format("{}, at least {} is needed",
                                                  amount_of(*best), least));
  return {check_topic::minimum, check_level::failed, check_cause::balance_low,
          fmt::format("{} is under the minimum of {} (USD, USDC and USDT "
                      "count each by itself)",
                      best == nullptr ? "no dollar at all" : amount_of(*best),
                      least),
          fmt::format("Deposit at {}, or free from open orders, at least {} of "
                      "USD, USDC or USDT.",
                      place.title, least)};
}

check_finding judge_markets(const check_place& place, const scan_universe& x) {
  auto text = fmt::format("{} listed, {} to scan", x.known, x.markets.size());
  if (!x.markets.empty())
    return well(check_topic::markets, std::move(text));
  return {check_topic::markets, check_level::failed, check_cause::no_markets,
          text + ": none can be traded now",
          fmt::format("Wait until {} opens its markets, then check again.",
                      place.title)};
}

check_finding tell_requests(const std::vector<requests_left>& x) {
  // A venue with a budget for each endpoint has some twenty.
  constexpr std::size_t told_at_most = 6;
  std::string text;
  std::size_t untold = 0;
  for (const auto& one : x)
    if (x.size() > told_at_most && one.left == one.of && !one.told
        && !one.told_used)
      ++untold;
    else
      text += (text.empty() ? "" : "; ") + told_left(one);
  if (untold > 0)
    text += fmt::format("{}{} budgets are untouched", text.empty() ? "" : "; ",
                        untold);
  return well(check_topic::requests, "left: " + text);
}

std::string dollars(decimal x) {
  auto text = '$' + x.to_string();
  const auto point = text.find('.');
  if (point == std::string::npos)
    return text + ".00";
  while (text.size() - point < 3)
    text += '0';
  return text;
}

} // namespace ballast::apps
