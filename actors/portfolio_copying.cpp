// The PORTFOLIO's copying: one account decides what is opened, those who follow
// it open the same, each by its own means and within its own risk. How a
// position ends each account sees for itself, by the same strategy and from its
// own entry (docs/decisions/0019).
//
//   leader: decision ─┬─▶ itself     in the order of service, which
//                     ├─▶ follower   another account begins each time
//                     └─▶ follower
//   leader ◀─ copy_result ─ each, once its order is over or was refused
#include "actors/portfolio_state.hpp"
#include "domain/money.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ballast {

namespace {

// Long enough for an order whose fate was unknown; who says nothing by then has
// failed, and holds nobody up.
constexpr auto results_within = std::chrono::minutes{5};

/// The average price of an order's fills: a figure to compare accounts by.
decimal price_of(const order_life& x) {
  if (x.fills_size() <= decimal{})
    return {};
  const auto price = proportion(x.fills_cost(), decimal::whole(1),
                                x.fills_size(), rounding::down);
  return price ? *price : decimal{};
}

} // namespace

void portfolio_state::lead(venue_seat& seat,
                           const std::shared_ptr<const market_news>& news,
                           const decision& x) {
  if (options.followers.empty())
    return enter(seat, *news, x, {});
  const auto id = ++last_decision;
  auto names = options.followers;
  names.push_back(options.account);
  names = service.next(std::move(names));
  auto& out = given_out[id];
  out.at = venue_now(seat);
  out.given_out = now();
  out.venue = news->venue;
  out.market = news->market.symbol;
  out.asked = names.size();
  const auto what = std::make_shared<const decision>(x);
  for (const auto& who : names) {
    if (who == options.account)
      enter(seat, *news, x, {options.account, id});
    else if (const auto peer = peers.find(who);
             peer != peers.end() && peer->second)
      self->send(peer->second,
                 copied_decision{id, options.account, news, what});
    else
      told(copy_result{id, who, {}, {}});
  }
}

void portfolio_state::follow(const copied_decision& x) {
  const auto of = taken_over{x.leader, x.id};
  const auto found = seats.find(x.news->venue);
  const auto& market = x.news->market.symbol;
  if (x.leader != options.follows || is_draining || found == seats.end()
      || !found->second.desk)
    return tell_leader(of, {}, options.wall->now());
  auto& seat = found->second;
  see(seat, *x.news);
  if (seat.holdings.count(market) > 0
      || has_live_order(seat, market, order_purpose::entry))
    return tell_leader(of, {}, venue_now(seat));
  count(seat, market, *x.what);
  enter(seat, *x.news, *x.what, of);
}

void portfolio_state::tell_leaders(venue_seat& seat) {
  for (auto i = seat.copies.begin(); i != seat.copies.end();) {
    const auto* order = seat.desk->find(i->first);
    if (order != nullptr
        && !(is_final(order->stage()) && order->fills_complete())) {
      ++i;
      continue;
    }
    const auto price = order == nullptr ? decimal{} : price_of(*order);
    const auto of = i->second;
    i = seat.copies.erase(i);
    tell_leader(of, price, venue_now(seat));
  }
}

void portfolio_state::tell_leader(const taken_over& of, decimal price,
                                  unix_time at) {
  const auto result = copy_result{of.decision, options.account, price, at};
  if (of.leader == options.account)
    return told(result);
  if (const auto leader = peers.find(of.leader);
      leader != peers.end() && leader->second)
    self->send(leader->second, result);
}

void portfolio_state::told(const copy_result& x) {
  const auto found = given_out.find(x.decision);
  if (found == given_out.end())
    return; // Of a life before this one, or too late.
  auto& out = found->second;
  if (std::find(out.answered.begin(), out.answered.end(), x.account)
      != out.answered.end())
    return;
  out.answered.push_back(x.account);
  out.results.push_back({x.account, x.price, x.at});
  if (out.answered.size() == out.asked)
    end_copying(x.decision);
}

void portfolio_state::end_old_copying() {
  while (!given_out.empty()
         && now() - given_out.begin()->second.given_out >= results_within)
    end_copying(given_out.begin()->first);
}

void portfolio_state::end_copying(std::uint64_t decision) {
  const auto out = std::move(given_out.extract(decision).mapped());
  const auto found = dispersion_of(out.results);
  copy_row row;
  row.id = decision;
  row.at = out.at;
  row.leader = options.account;
  row.venue = out.venue;
  row.symbol = out.market.to_string();
  row.asked = static_cast<std::uint32_t>(out.asked);
  row.filled = static_cast<std::uint32_t>(found.accounts);
  row.price_min = found.price_min;
  row.price_max = found.price_max;
  row.spread = found.spread;
  row.delay = found.delay;
  row.slowest = found.slowest;
  say(log_level::info,
      fmt::format("{}: {} of {} accounts entered {}{}", row.venue, row.filled,
                  row.asked, row.symbol,
                  row.filled == 0
                    ? std::string{}
                    : fmt::format(" at {} to {}, {:.3f} % and {} ms apart",
                                  row.price_min.to_string(),
                                  row.price_max.to_string(), 100 * row.spread,
                                  found.delay.count())));
  copies.push_front(std::move(row));
  if (copies.size() > options.rows_max)
    copies.pop_back();
  ++changes;
}

} // namespace ballast
