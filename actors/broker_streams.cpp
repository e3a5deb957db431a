// The BROKER's streams: what the venue tells by itself goes into the same
// histories as the answers of scans.
//
//   polled ──▶ followed ──a scan that left after the venue agreed──▶ covered
//     ▲            └──────a snapshot that reaches back far enough──────▲ │
//     └── a gap, a lost socket, or nothing heard for quiet_max ──────────┘
//
// A market is covered once its history is whole up to a moment from which on
// the stream tells everything. Only then is it not polled any more.
#include "actors/broker_state.hpp"
#include "venues/trading.hpp"

#include <caf/send.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace ballast {

bool broker_state::has_streams() {
  auto* dialect = options.adapter->streams();
  if (dialect == nullptr || options.sockets == nullptr || drains_for)
    return false;
  if (!streams)
    streams = std::make_unique<stream_keeper>(*dialect, *options.sockets,
                                              keeper_options());
  return true;
}

bool broker_state::follows_candles() const {
  const auto* dialect = options.adapter->streams();
  return dialect != nullptr && options.sockets != nullptr
         && dialect->has_candles(options.timeframe);
}

stream_keeper::options broker_state::keeper_options() {
  stream_keeper::options how;
  how.timeframe = options.timeframe;
  how.seed = random.next();
  how.say = [this](bool is_warning, const std::string& text) {
    say(is_warning ? log_level::warning : log_level::info, text);
  };
  // Weak, as for calls: see dispatch.
  const auto me = caf::actor_cast<caf::weak_actor_ptr>(self->ctrl());
  how.handler = [me](stream_keeper::line_id line) {
    return [me, line](net::socket_event event) {
      if (auto strong = me.lock())
        caf::anon_send(caf::actor_cast<broker_actor>(strong),
                       socket_news{line, std::make_shared<net::socket_event>(
                                           std::move(event))});
    };
  };
  const auto* trader = options.adapter->trader();
  if (trader != nullptr && trader->wants_stream_token())
    how.ask_token = [this] {
      job wish;
      wish.what = venues::question::balances;
      wish.of_token = true;
      ask(std::move(wish));
    };
  return how;
}

void broker_state::follow(const stream_wish& x) {
  if (!has_streams())
    return;
  std::vector<market> markets;
  for (const auto& which : x.markets)
    if (const auto found = by_symbol.find(which); found != by_symbol.end())
      markets.push_back(listed[found->second]);
  streams->follow(markets, both());
  uncover();
  tell_cover();
}

void broker_state::follow_account() {
  // On paper what the venue tells of the account is none of ours.
  if (paper || phase != broker_phase::connected
      || !options.adapter->has_credentials())
    return;
  if (has_streams())
    streams->follow_account(true);
}

void broker_state::read_token(const open_request& x, const net::reply& r) {
  auto answer = options.adapter->trader()->stream_token_answer(r);
  if (read(x, answer) && streams)
    streams->take_token(std::move(*answer.value));
}

void broker_state::account_changed() {
  constexpr auto soon = std::chrono::seconds{1};
  balances_at = std::min(balances_at, now() - options.balances_every + soon);
}

void broker_state::stream_heard(const socket_news& x) {
  if (!x.event)
    return;
  dial_ended(x.line, *x.event);
  if (!streams)
    return;
  auto events = streams->heard(x.line, std::move(*x.event), both());
  // A message may tell of many candles of one market, as at the beginning.
  symbol which;
  std::vector<candle> news;
  auto is_snapshot = false;
  order_news orders{std::string{options.adapter->venue()},
                    std::string{options.adapter->account()},
                    {},
                    {}};
  for (auto& one : events) {
    if (auto* report = std::get_if<order_report>(&one))
      orders.orders.push_back(std::move(*report));
    else if (auto* trade = std::get_if<fill>(&one))
      orders.fills.push_back(std::move(*trade));
    else if (std::holds_alternative<venues::stream_balances>(one))
      account_changed();
    const auto* told = std::get_if<venues::stream_candle>(&one);
    if (told == nullptr || told->timeframe != options.timeframe)
      continue;
    if (!news.empty() && which != told->symbol)
      take_candles(which, std::exchange(news, {}), is_snapshot);
    which = told->symbol;
    is_snapshot = told->is_snapshot;
    news.push_back(told->candle);
  }
  if (!news.empty())
    take_candles(which, std::move(news), is_snapshot);
  if (orders.orders.empty() && orders.fills.empty())
    return;
  account_changed();
  if (portfolio)
    self->send(portfolio, std::move(orders));
}

void broker_state::take_candles(const symbol& which, std::vector<candle> news,
                                bool is_snapshot) {
  if (by_symbol.count(which) == 0)
    return;
  auto& history = history_of(which);
  const auto found = covered.find(which);
  if (found != covered.end()) {
    found->second.heard_at = now();
    change(history, [&](candle_history& of) {
      of.follow(std::move(news), venue_now());
    });
    return tell_candles(which);
  }
  const auto missing = history.missing(venue_now(), options.candles + 1);
  const auto oldest = std::min_element(news.begin(), news.end(),
                                       [](const candle& a, const candle& b) {
                                         return a.start < b.start;
                                       })
                        ->start;
  change(history,
         [&](candle_history& of) { of.merge(std::move(news), venue_now()); });
  tell_candles(which);
  const auto& market = listed[by_symbol.at(which)];
  if (!is_snapshot || oldest > missing.from
      || !streams->since(market.venue_symbol))
    return;
  history.answered_until(missing.to);
  covered.emplace(which, covered_market{now(), now()});
  cover_changed = true;
}

void broker_state::scanned(const symbol& which, time_point sent_at) {
  if (!streams)
    return;
  const auto since = streams->since(listed[by_symbol.at(which)].venue_symbol);
  if (!since || *since > sent_at)
    return;
  cover_changed
    |= covered.insert_or_assign(which, covered_market{sent_at, now()}).second;
}

void broker_state::look_after_streams() {
  follow_account();
  if (!streams)
    return;
  streams->tick(both());
  post_connects();
  uncover();
  const auto grace
    = std::chrono::duration_cast<std::chrono::milliseconds>(streams->grace());
  for (const auto& [which, state] : covered)
    if (const auto until
        = streams->told_until(listed[by_symbol.at(which)].venue_symbol))
      change(histories.at(which),
             [&](candle_history& of) { of.follow({}, *until - grace); });
  tell_cover();
}

void broker_state::uncover() {
  const auto quiet_max
    = std::max<duration>(options.quiet_max, 3 * options.timeframe);
  std::erase_if(covered, [&](const auto& x) {
    const auto found = by_symbol.find(x.first);
    const auto since = found == by_symbol.end()
                         ? std::nullopt
                         : streams->since(listed[found->second].venue_symbol);
    const auto is_whole = since && *since <= x.second.scan_sent_at;
    const auto ends = !is_whole || now() - x.second.heard_at > quiet_max;
    cover_changed |= ends;
    return ends;
  });
}

void broker_state::tell_cover() {
  if (!cover_changed || !scheduler)
    return;
  cover_changed = false;
  stream_cover news{std::string{options.adapter->venue()},
                    std::string{options.adapter->account()},
                    {}};
  for (const auto& [which, state] : covered)
    news.markets.push_back(which);
  self->send(scheduler, std::move(news));
  // Not each second: by a quarter of what the venue lists, or when it is all.
  const auto step = std::max<std::size_t>(listed.size() / 4, 1);
  const auto change = covered.size() > cover_said ? covered.size() - cover_said
                                                  : cover_said - covered.size();
  const auto is_all = covered.size() == streams->told();
  if (change == 0 || (change < step && !is_all))
    return;
  cover_said = covered.size();
  say(log_level::info,
      fmt::format("{} markets stream over {} sockets and are not polled",
                  covered.size(), streams->sockets()));
}

} // namespace ballast
