// What comes in on the sockets of a stream_keeper, and what is known of it.
#include "actors/stream_keeper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace ballast {

using venues::channel;
using venues::socket_kind;

// -- what comes in -----------------------------------------------------------

std::vector<venues::stream_event>
stream_keeper::heard(line_id from, net::socket_event what, instant now) {
  const auto i = lines_.find(from);
  if (i == lines_.end())
    return {}; // Given up: what it still says comes too late.
  auto& at = i->second;
  if (const auto* end = std::get_if<net::socket_closed>(&what)) {
    auto why = end->why.text;
    if (end->status != 0)
      why += fmt::format(" (status {})", end->status);
    if (end->code != 0)
      why += fmt::format(" (close code {})", end->code);
    lose(from, why, now);
    return {};
  }
  at.heard_at = now;
  if (std::holds_alternative<net::socket_opened>(what)) {
    at.is_open = true;
    at.kept_alive_at = now.steady;
    for (auto& text : dialect_.login(at.kind, now.wall, at.token))
      at.outbox.push_back(std::move(text));
    drain(at, now.steady);
    if (!dialect_.rules(at.kind).login_answered)
      begin(at, now);
    return {};
  }
  const auto* message = std::get_if<net::socket_message>(&what);
  if (message == nullptr)
    return {};
  auto events = dialect_.read(at.kind, message->text, now.wall);
  auto closes = std::string{};
  for (const auto& x : events) {
    note(at, x, now);
    if (const auto* closing = std::get_if<venues::stream_closing>(&x))
      closes = closing->text.empty() ? "the venue closes it" : closing->text;
  }
  if (!closes.empty())
    renew(from, now);
  return events;
}

void stream_keeper::note(line& at, const venues::stream_event& what,
                         instant now) {
  if (const auto* ack = std::get_if<venues::stream_ack>(&what))
    note(at, *ack, now);
  else if (std::holds_alternative<venues::stream_login>(what))
    begin(at, now);
  else if (std::holds_alternative<venues::stream_candle>(what))
    at.candle_at = now.steady;
  else if (const auto* gap = std::get_if<venues::stream_gap>(&what)) {
    if (gap->what == channel::candles)
      forget(at, gap->venue_symbol, now.steady);
  } else if (const auto* bad = std::get_if<venues::stream_malformed>(&what)) {
    say(true, "unreadable message on a stream: " + bad->text);
    forget(at, {}, now.steady);
  } else if (const auto* no = std::get_if<venues::stream_refusal>(&what)) {
    say(true, fmt::format("the venue refuses on a stream: {}: {}",
                          to_string(no->kind), no->text));
  }
}

void stream_keeper::note(line& at, const venues::stream_ack& x, instant now) {
  if (venues::is_private(x.what)) {
    if (x.subscribed && !at.account_since) {
      at.account_since = now.steady;
      say(false, "the account is followed by stream");
    }
    return;
  }
  if (x.what != channel::candles)
    return;
  const auto mark = [&](subscription& one) {
    if (!x.subscribed)
      one.told_since.reset();
    else if (!one.told_since)
      one.told_since = now.steady;
  };
  if (x.subscribed)
    at.candle_at = std::max(at.candle_at, now.steady);
  if (x.venue_symbol.empty())
    for (auto& [name, one] : at.markets)
      mark(one);
  else if (const auto found = at.markets.find(x.venue_symbol);
           found != at.markets.end())
    mark(found->second);
}

void stream_keeper::forget(line& at, const std::string& venue_symbol,
                           time_point now) {
  for (auto& [name, one] : at.markets)
    if (one.told_since && (venue_symbol.empty() || name == venue_symbol))
      one.told_since = now;
}

// -- what is known -----------------------------------------------------------

const stream_keeper::line*
stream_keeper::home_of(const std::string& venue_symbol) const {
  const auto home = homes_.find(venue_symbol);
  if (home == homes_.end())
    return nullptr;
  const auto at = lines_.find(home->second);
  return at == lines_.end() ? nullptr : &at->second;
}

std::optional<time_point>
stream_keeper::since(const std::string& venue_symbol) const {
  const auto* at = home_of(venue_symbol);
  if (at == nullptr)
    return std::nullopt;
  const auto found = at->markets.find(venue_symbol);
  return found == at->markets.end() ? std::nullopt : found->second.told_since;
}

std::optional<unix_time>
stream_keeper::told_until(const std::string& venue_symbol) const {
  if (!since(venue_symbol))
    return std::nullopt;
  return home_of(venue_symbol)->heard_at.wall;
}

duration stream_keeper::grace() const {
  return std::max(dialect_.rules(socket_kind::market_data).candle_grace,
                  dialect_.rules(socket_kind::candles).candle_grace);
}

std::optional<time_point> stream_keeper::account_since() const {
  std::optional<time_point> result;
  for (const auto& [id, at] : lines_)
    if (at.account_since && (!result || *at.account_since < *result))
      result = at.account_since;
  return result;
}

std::size_t stream_keeper::told() const {
  std::size_t result = 0;
  for (const auto& [name, id] : homes_)
    result += since(name).has_value() ? 1U : 0U;
  return result;
}

} // namespace ballast
