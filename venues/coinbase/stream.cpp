#include "venues/coinbase/stream.hpp"

#include "venues/coinbase/stream_codec.hpp"
#include "venues/coinbase/symbols.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto market_url = "wss://advanced-trade-ws.coinbase.com";
constexpr auto account_url = "wss://advanced-trade-ws-user.coinbase.com";

/// The id on the wire: of a mirror, that of the book's own market.
std::string wire_id_of(const market& x) {
  return x.mirror_of.empty() ? x.venue_symbol : x.mirror_of;
}

/// The same event under the id that was asked for.
stream_event renamed(stream_event one, const symbol& as) {
  std::visit(
    [&](auto& x) {
      if constexpr (requires { x.levels.symbol; })
        x.levels.symbol = as;
      else if constexpr (requires { x.symbol; })
        x.symbol = as;
    },
    one);
  return one;
}

} // namespace

stream::stream(std::string url, std::optional<signer> signer)
    : url_{std::move(url)}, signer_{std::move(signer)} {}

std::optional<socket_kind> stream::socket_of(channel x) const {
  if (x == channel::balances || (is_private(x) && !signer_))
    return std::nullopt;
  return is_private(x) ? socket_kind::account : socket_kind::market_data;
}

bool stream::has_candles(std::chrono::seconds timeframe) const {
  return timeframe == stream_timeframe;
}

std::string stream::url(socket_kind x) const {
  if (!url_.empty())
    return url_;
  return x == socket_kind::account ? account_url : market_url;
}

socket_rules stream::rules(socket_kind x) const {
  socket_rules rules;
  // The venue names no number: so many keep a message within a few kB.
  rules.per_message = 100;
  rules.messages = 8;
  rules.messages_window = 1s;
  rules.ping_every = 30s;
  // Ten heartbeats.
  rules.silence_max = 10s;
  // An account may be quiet for days.
  rules.stale_after = x == socket_kind::account ? duration{} : duration{90s};
  return rules;
}

std::vector<std::string> stream::login(socket_kind x, unix_time now,
                                       const std::string& /*token*/) {
  return {
    message("subscribe", "heartbeats", {}, x == socket_kind::account, now)};
}

std::vector<std::string> stream::subscribe(channel x,
                                           std::span<const market> markets,
                                           std::chrono::seconds timeframe,
                                           unix_time now) {
  const auto kind = socket_of(x);
  if (!kind || (x == channel::candles && timeframe != stream_timeframe))
    return {};
  if (is_private(x))
    return {message("subscribe", name_of(x), {}, true, now)};
  std::vector<std::string> ids;
  std::vector<std::string> again;
  std::set<std::string> seen;
  auto& at = socket_at(*kind);
  for (const auto& one : markets) {
    const auto key = std::pair{x, wire_id_of(one)};
    auto& names = at.followed[key];
    if (seen.insert(key.second).second) {
      ids.push_back(key.second);
      if (x == channel::book && !names.empty())
        again.push_back(key.second);
    }
    names.insert(one.venue_symbol);
    // To be told once more.
    at.acknowledged.erase(key);
    if (x == channel::book)
      at.broken.insert(key.second);
  }
  auto all = messages("unsubscribe", x, again, now);
  for (auto& text : messages("subscribe", x, ids, now))
    all.push_back(std::move(text));
  return all;
}

std::vector<std::string> stream::unsubscribe(channel x,
                                             std::span<const market> markets,
                                             std::chrono::seconds timeframe,
                                             unix_time now) {
  const auto kind = socket_of(x);
  if (!kind || (x == channel::candles && timeframe != stream_timeframe))
    return {};
  if (is_private(x))
    return {message("unsubscribe", name_of(x), {}, true, now)};
  std::vector<std::string> ids;
  auto& at = socket_at(*kind);
  for (const auto& one : markets) {
    const auto found = at.followed.find({x, wire_id_of(one)});
    if (found == at.followed.end())
      continue;
    found->second.erase(one.venue_symbol);
    // Its mirror may still be followed.
    if (!found->second.empty())
      continue;
    ids.push_back(found->first.second);
    at.followed.erase(found);
  }
  return messages("unsubscribe", x, ids, now);
}

std::string stream::keep_alive(unix_time /*now*/) { return {}; }

std::vector<stream_event> stream::read(socket_kind x, std::string_view text,
                                       unix_time now) {
  auto found = read_message(text, now);
  auto& at = socket_at(x);
  auto events = std::vector<stream_event>{};
  check_sequence(events, x, found.sequence);
  for (auto& one : found.others) {
    if (std::holds_alternative<stream_gap>(one))
      break_books(at);
    events.push_back(std::move(one));
  }
  if (found.subscriptions)
    acknowledge(events, at, *found.subscriptions);
  for (auto& one : found.news) {
    if (const auto* book = std::get_if<stream_book>(&one.event)) {
      if (book->is_snapshot)
        at.broken.erase(one.id);
      else if (at.broken.contains(one.id))
        continue;
    }
    place(events, at, one.what, one.id, std::move(one.event));
  }
  return events;
}

void stream::restart(socket_kind x) { socket_at(x) = {}; }

stream::socket& stream::socket_at(socket_kind x) {
  return sockets_[x == socket_kind::account ? 1 : 0];
}

std::string stream::message(std::string_view type, std::string_view name,
                            std::span<const std::string> ids, bool is_signed,
                            unix_time now) {
  auto body = json{{"type", type}, {"channel", name}};
  if (!ids.empty())
    body["product_ids"] = std::vector<std::string>{ids.begin(), ids.end()};
  // Without a token the venue answers with an error, which says it as well.
  if (is_signed && signer_)
    if (auto token = signer_->token({}, now); !token.empty())
      body["jwt"] = std::move(token);
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<std::string> stream::messages(std::string_view type, channel x,
                                          std::span<const std::string> ids,
                                          unix_time now) {
  const auto size = rules(socket_kind::market_data).per_message;
  std::vector<std::string> all;
  // None without ids: that would mean all of the channel.
  while (!ids.empty()) {
    const auto some = ids.first(std::min(size, ids.size()));
    all.push_back(message(type, name_of(x), some, false, now));
    ids = ids.subspan(some.size());
  }
  return all;
}

void stream::break_books(socket& at) {
  for (const auto& [what, names] : at.followed)
    if (what.first == channel::book)
      at.broken.insert(what.second);
}

void stream::check_sequence(std::vector<stream_event>& to, socket_kind x,
                            std::optional<std::uint64_t> number) {
  auto& at = socket_at(x);
  const auto is_next = !at.last || !number || *number == *at.last + 1;
  const auto before = at.last;
  if (number)
    at.last = number;
  if (is_next)
    return;
  const auto text = "sequence " + std::to_string(*number) + " after "
                    + std::to_string(*before);
  break_books(at);
  std::set<channel> lost;
  for (const auto& [what, names] : at.followed)
    lost.insert(what.first);
  if (lost.empty())
    lost.insert(x == socket_kind::account ? channel::orders : channel::book);
  for (const auto what : lost)
    to.push_back(stream_gap{what, {}, text});
}

void stream::acknowledge(
  std::vector<stream_event>& to, socket& at,
  const std::set<std::pair<channel, std::string>>& current) {
  for (const auto& one : current) {
    const auto asked = at.followed.find(one);
    const auto names
      = asked == at.followed.end() ? std::set{one.second} : asked->second;
    auto& told = at.acknowledged[one];
    for (const auto& name : names)
      if (told.insert(name).second)
        to.push_back(stream_ack{one.first, name, true});
  }
  // Every such message names all that is followed.
  std::erase_if(at.acknowledged, [&](const auto& one) {
    if (current.contains(one.first))
      return false;
    for (const auto& name : one.second)
      to.push_back(stream_ack{one.first.first, name, false});
    return true;
  });
}

void stream::place(std::vector<stream_event>& to, const socket& at,
                   channel what, const std::string& id, stream_event one) {
  const auto found = at.followed.find({what, id});
  if (found == at.followed.end()) {
    to.push_back(std::move(one));
    return;
  }
  for (const auto& asked : found->second)
    if (const auto as = symbol_of(asked))
      to.push_back(renamed(one, *as));
}

} // namespace ballast::venues::coinbase
