#include "actors/stream_keeper.hpp"

#include "domain/backoff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>
#include <variant>

namespace ballast {

namespace {

using venues::channel;
using venues::socket_kind;

// A subscription that the venue has not answered is asked for again after it.
constexpr auto answer_max = std::chrono::seconds{30};
constexpr unsigned asked_max = 7; // About an hour.
// A socket that lived so long was no failure: the next pause is a short one.
constexpr auto proven_after = std::chrono::minutes{1};
// A take-over that takes longer is ended: better a gap than two sockets.
constexpr auto take_over_max = std::chrono::minutes{1};
// Between two pings of ours and between what the venue counts lies the network.
constexpr auto window_margin = std::chrono::milliseconds{250};

/// Whether one more is within `most` of any `window`.
bool has_room(std::deque<time_point>& log, std::size_t most, duration window,
              time_point now) {
  if (most == 0)
    return true;
  while (!log.empty() && log.front() + window + window_margin <= now)
    log.pop_front();
  return log.size() < most;
}

std::vector<market> chosen(const std::map<std::string, market>& from,
                           const std::vector<std::string>& ids) {
  std::vector<market> result;
  result.reserve(ids.size());
  for (const auto& id : ids)
    if (const auto found = from.find(id); found != from.end())
      result.push_back(found->second);
  return result;
}

} // namespace

stream_keeper::stream_keeper(venues::stream_dialect& dialect,
                             net::socket_transport& sockets, options opts)
    : dialect_{dialect}, sockets_{sockets}, opts_{std::move(opts)},
      random_{opts_.seed} {
  assert(opts_.handler);
}

stream_keeper::~stream_keeper() {
  for (const auto& [id, at] : lines_)
    if (at.socket != 0)
      sockets_.close(at.socket);
}

void stream_keeper::say(bool is_warning, const std::string& text) const {
  if (opts_.say)
    opts_.say(is_warning, text);
}

stream_keeper::kind_state& stream_keeper::of(socket_kind x) {
  return kinds_.at(static_cast<std::size_t>(x));
}

// -- what is wanted ----------------------------------------------------------

void stream_keeper::follow(const std::vector<market>& markets, instant now) {
  std::map<std::string, market> next;
  if (dialect_.has_candles(opts_.timeframe))
    for (const auto& x : markets)
      if (dialect_.socket_of(channel::candles, x))
        next.emplace(x.venue_symbol, x);
  for (auto& [id, at] : lines_) {
    std::vector<std::string> gone;
    for (const auto& [name, state] : at.markets)
      if (next.count(name) == 0)
        gone.push_back(name);
    if (gone.empty())
      continue;
    if (at.may_ask)
      for (auto& text :
           dialect_.unsubscribe(channel::candles, chosen(wanted_, gone),
                                opts_.timeframe, now.wall))
        at.outbox.push_back(std::move(text));
    for (const auto& name : gone)
      at.markets.erase(name);
  }
  wanted_ = std::move(next);
  std::erase_if(homes_, [&](const auto& x) { return !wanted_.count(x.first); });
  unplaced_.clear();
  for (const auto& [name, what] : wanted_)
    if (homes_.count(name) == 0)
      unplaced_.insert(name);
}

void stream_keeper::place_all(instant now) {
  std::map<line_id, std::vector<market>> placed;
  std::set<socket_kind> full;
  for (auto i = unplaced_.begin(); i != unplaced_.end();) {
    const auto& what = wanted_.at(*i);
    const auto kind = *dialect_.socket_of(channel::candles, what);
    auto id = full.count(kind) > 0 ? 0 : with_room(kind);
    if (id == 0 && full.count(kind) == 0 && may_open(kind, now.steady))
      id = add(kind);
    if (id == 0) {
      full.insert(kind);
      ++i;
      continue;
    }
    lines_.at(id).markets.try_emplace(*i);
    homes_[*i] = id;
    placed[id].push_back(what);
    i = unplaced_.erase(i);
  }
  for (const auto& [id, markets] : placed)
    if (lines_.at(id).may_ask)
      ask(lines_.at(id), markets, now);
}

void stream_keeper::place_account(instant now) {
  if (!account_wanted_ || !has_account())
    return;
  const auto has_line
    = std::any_of(lines_.begin(), lines_.end(), [](const auto& x) {
        return x.second.kind == socket_kind::account;
      });
  if (has_line || !may_open(socket_kind::account, now.steady))
    return;
  if (opts_.ask_token && token_.empty()) {
    if (!token_asked_at_ || now.steady - *token_asked_at_ >= answer_max) {
      token_asked_at_ = now.steady;
      opts_.ask_token();
    }
    return;
  }
  token_asked_at_.reset();
  const auto id = add(socket_kind::account);
  lines_.at(id).token = std::exchange(token_, {});
}

bool stream_keeper::has_account() const {
  return dialect_.socket_of(channel::orders) == socket_kind::account;
}

stream_keeper::line_id stream_keeper::with_room(socket_kind kind) const {
  const auto most = dialect_.rules(kind).channels_max;
  for (const auto& [id, at] : lines_)
    if (at.kind == kind && !at.is_ending && at.replaces == 0
        && (most == 0 || at.markets.size() < most))
      return id;
  return 0;
}

// -- sockets -----------------------------------------------------------------

bool stream_keeper::may_open(socket_kind kind, time_point now) {
  const auto rules = dialect_.rules(kind);
  const auto count = static_cast<std::size_t>(
    std::count_if(lines_.begin(), lines_.end(),
                  [&](const auto& x) { return x.second.kind == kind; }));
  if (rules.sockets_max > 0 && count >= rules.sockets_max)
    return false;
  return now >= of(kind).not_before;
}

stream_keeper::line_id stream_keeper::add(socket_kind kind, line_id replaces) {
  const auto id = ++last_line_;
  auto& at = lines_[id];
  at.kind = kind;
  at.replaces = replaces;
  at.renewed_before = time_point::max();
  return id;
}

std::size_t stream_keeper::waiting(socket_kind kind, time_point now) {
  if (now < of(kind).not_before)
    return 0;
  return static_cast<std::size_t>(
    std::count_if(lines_.begin(), lines_.end(), [&](const auto& x) {
      return x.second.kind == kind && x.second.socket == 0;
    }));
}

stream_keeper::line_id stream_keeper::dial(socket_kind kind, instant now) {
  const auto found
    = std::find_if(lines_.begin(), lines_.end(), [&](const auto& x) {
        return x.second.kind == kind && x.second.socket == 0;
      });
  if (found == lines_.end() || now.steady < of(kind).not_before)
    return 0;
  const auto others
    = std::any_of(lines_.begin(), lines_.end(), [&](const auto& x) {
        return x.second.kind == kind && x.second.socket != 0;
      });
  if (!others)
    dialect_.restart(kind);
  auto& [id, at] = *found;
  at.opened_at = now.steady;
  at.heard_at = now;
  // Renewals of many sockets are spread over a tenth of their age.
  if (const auto age = dialect_.rules(kind).age_max; age > duration::zero())
    at.renewed_before = now.steady
                        + std::chrono::duration_cast<duration>(
                          age * (0.8 + 0.1 * random_.uniform()));
  net::socket_options how;
  how.url = dialect_.url(kind);
  at.socket = sockets_.open(std::move(how), opts_.handler(id));
  return id;
}

std::size_t stream_keeper::sockets() const noexcept {
  return static_cast<std::size_t>(
    std::count_if(lines_.begin(), lines_.end(),
                  [](const auto& x) { return x.second.socket != 0; }));
}

void stream_keeper::begin(line& at, instant now) {
  if (at.kind == socket_kind::account) {
    at.may_ask = true;
    for (const auto what : {channel::orders, channel::balances})
      if (dialect_.socket_of(what) == socket_kind::account)
        for (auto& text : dialect_.subscribe(what, {}, {}, now.wall))
          at.outbox.push_back(std::move(text));
    at.said_at = now.steady;
    return drain(at, now.steady);
  }
  std::vector<std::string> names;
  names.reserve(at.markets.size());
  for (const auto& [name, state] : at.markets)
    names.push_back(name);
  at.may_ask = true;
  ask(at, chosen(wanted_, names), now);
}

void stream_keeper::ask(line& at, const std::vector<market>& markets,
                        instant now) {
  if (markets.empty())
    return;
  for (const auto& x : markets) {
    auto& one = at.markets[x.venue_symbol];
    one.asked_at = now.steady;
    ++one.asked;
  }
  for (auto& text :
       dialect_.subscribe(channel::candles, markets, opts_.timeframe, now.wall))
    at.outbox.push_back(std::move(text));
  drain(at, now.steady);
}

void stream_keeper::drain(line& at, time_point now) {
  const auto rules = dialect_.rules(at.kind);
  while (!at.outbox.empty()
         && has_room(at.sent, rules.messages, rules.messages_window, now)) {
    if (rules.messages > 0)
      at.sent.push_back(now);
    at.said_at = at.kept_alive_at = now;
    sockets_.say(at.socket, std::move(at.outbox.front()));
    at.outbox.pop_front();
  }
}

void stream_keeper::lose(line_id id, const std::string& why, instant now) {
  const auto i = lines_.find(id);
  if (i == lines_.end())
    return;
  const auto gone = std::move(i->second);
  lines_.erase(i);
  sockets_.close(gone.socket);
  std::size_t homeless = 0;
  for (const auto& [name, state] : gone.markets)
    if (const auto home = homes_.find(name);
        home != homes_.end() && home->second == id) {
      homes_.erase(home);
      unplaced_.insert(name);
      ++homeless;
    }
  if (const auto old = lines_.find(gone.replaces); old != lines_.end())
    old->second.is_ending = false; // It must be renewed by another one.
  // The one that was to take over keeps what it has got.
  for (auto& [other, at] : lines_)
    if (at.replaces == id)
      take_over(other);
  auto& state = of(gone.kind);
  if (gone.is_open && now.steady - gone.opened_at >= proven_after)
    state.attempt = 0;
  const auto pause = next_delay(state.attempt++, random_.uniform());
  state.not_before = std::max(state.not_before, now.steady + pause);
  const auto without = gone.kind == socket_kind::account
                         ? std::string{"the account is asked for"}
                         : fmt::format("{} markets are polled", homeless);
  say(true, fmt::format("stream lost: {}; {} until it is back, next try in "
                        "{:.1f}s",
                        why, without, seconds(pause)));
}

// -- age ---------------------------------------------------------------------

void stream_keeper::renew(line_id id, instant now) {
  auto& old = lines_.at(id);
  const auto wants_token = old.kind == socket_kind::account && opts_.ask_token;
  if (old.is_ending || wants_token || !may_open(old.kind, now.steady))
    return;
  old.is_ending = true;
  const auto names = old.markets;
  auto& next = lines_.at(add(old.kind, id));
  for (const auto& [name, state] : names)
    next.markets.try_emplace(name);
}

void stream_keeper::take_over(line_id id) {
  auto& next = lines_.at(id);
  const auto from = lines_.find(std::exchange(next.replaces, 0));
  for (auto& [name, state] : next.markets) {
    homes_[name] = id;
    unplaced_.erase(name);
    if (from == lines_.end() || !state.told_since)
      continue;
    // Both have told of it for a moment, so that nothing is missed.
    if (const auto before = from->second.markets.find(name);
        before != from->second.markets.end() && before->second.told_since)
      state.told_since
        = std::min(*state.told_since, *before->second.told_since);
  }
  if (from == lines_.end())
    return;
  const auto socket = from->second.socket;
  lines_.erase(from);
  sockets_.close(socket);
}

// -- once a second -----------------------------------------------------------

void stream_keeper::tick(instant now) {
  std::vector<line_id> all;
  all.reserve(lines_.size());
  for (const auto& [id, at] : lines_)
    all.push_back(id);
  for (const auto id : all)
    if (lines_.count(id) > 0)
      look_at(id, now);
  place_all(now);
  place_account(now);
}

void stream_keeper::look_at(line_id id, instant now) {
  auto& at = lines_.at(id);
  if (const auto why = fault_of(at, now.steady); !why.empty())
    return lose(id, why, now);
  if (!at.is_open && at.socket != 0)
    return;
  // A socket that nobody needs any more costs the venue and us.
  const auto is_needed
    = at.kind == socket_kind::account ? account_wanted_ : !at.markets.empty();
  if (!is_needed && at.outbox.empty()) {
    if (at.socket != 0)
      sockets_.close(at.socket);
    lines_.erase(id);
    return;
  }
  if (!at.is_open)
    return;
  const auto every = dialect_.rules(at.kind).ping_every;
  if (every > duration::zero() && now.steady - at.kept_alive_at >= every) {
    at.kept_alive_at = now.steady;
    if (auto text = dialect_.keep_alive(now.wall); !text.empty())
      sockets_.say(at.socket, std::move(text));
  }
  ask_again(at, now);
  drain(at, now.steady);
  if (now.steady >= at.renewed_before)
    renew(id, now);
  if (at.replaces != 0
      && (is_told(at) || now.steady - at.opened_at >= take_over_max))
    take_over(id);
}

bool stream_keeper::is_told(const line& at) {
  return at.kind == socket_kind::account
           ? at.account_since.has_value()
           : std::all_of(
             at.markets.begin(), at.markets.end(),
             [](const auto& x) { return x.second.told_since.has_value(); });
}

std::string stream_keeper::fault_of(const line& at, time_point now) const {
  if (!at.is_open)
    return {}; // The transport has a deadline of its own.
  const auto rules = dialect_.rules(at.kind);
  const auto silent = now - at.heard_at.steady;
  if (rules.silence_max > duration::zero() && silent > rules.silence_max)
    return fmt::format("not a byte for {:.0f}s", seconds(silent));
  const auto tells_some
    = std::any_of(at.markets.begin(), at.markets.end(), [](const auto& x) {
        return x.second.told_since.has_value();
      });
  if (at.may_ask && !at.markets.empty() && !tells_some && at.outbox.empty()
      && now - at.said_at > answer_max)
    return fmt::format("none of {} subscriptions was answered",
                       at.markets.size());
  if (at.may_ask && at.kind == socket_kind::account && !is_told(at)
      && now - at.said_at > answer_max)
    return "the account's channels were not answered";
  if (rules.stale_after > duration::zero() && tells_some
      && now - at.candle_at > rules.stale_after)
    return fmt::format("no candle for {:.0f}s, though the socket lives",
                       seconds(now - at.candle_at));
  return {};
}

void stream_keeper::ask_again(line& at, instant now) {
  if (!at.may_ask || !at.outbox.empty() || now.steady - at.said_at < answer_max)
    return;
  // What the venue refuses, as a market that it has delisted, is asked for ever
  // more seldom.
  const auto patience = [](const subscription& x) {
    return answer_max * (1U << std::min(x.asked, asked_max));
  };
  std::vector<std::string> silent;
  for (const auto& [name, state] : at.markets)
    if (!state.told_since && now.steady - state.asked_at >= patience(state))
      silent.push_back(name);
  if (silent.empty())
    return;
  // It may follow them all the same, and count them twice.
  const auto markets = chosen(wanted_, silent);
  for (auto& text : dialect_.unsubscribe(channel::candles, markets,
                                         opts_.timeframe, now.wall))
    at.outbox.push_back(std::move(text));
  ask(at, markets, now);
}

} // namespace ballast
