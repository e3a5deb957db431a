// What happens to orders once they are taken: fills, holds, time, journal.
#include "sim/matching.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ballast::sim {

struct matching::moment {
  std::int64_t second = 0;
  const matching_market* where = nullptr;
  bar traded;
};

decimal remaining(const order_record& x) {
  return x.ticket.size.is_zero() ? decimal{} : x.ticket.size - x.filled;
}

decimal average_price(const order_record& x, int places) {
  return quotient(x.filled_cost, x.filled, places);
}

/// What a limit order has to hold for what is not filled of it. Fees are
/// rounded over the whole order and not fill by fill, so that its fills never
/// cost more than was held.
decimal matching::needed(const order_record& x) const {
  if (x.ticket.type != order_type::limit
      && x.ticket.type != order_type::stop_limit)
    return {};
  const auto& where = *market(x.market);
  const auto tier = fees(where);
  const auto rate = std::max({decimal{}, tier.maker, tier.taker});
  const auto left = remaining(x);
  const auto sells = x.ticket.side == side::sell;
  const auto spent = sells ? left : product(x.ticket.price, left, rounding::up);
  if (x.fee_in != (sells ? fee_rule::base : fee_rule::quote))
    return spent;
  const auto fee = round_to(
    x.fee_exact + product(spent, rate, rounding::up),
    sells ? where.fee_increment_base : where.fee_increment_quote, rounding::up);
  return spent + std::max(decimal{}, fee - x.fee);
}

void matching::set_hold(order_record& x, decimal amount) {
  auto& money = accounts_[x.account].money;
  if (amount > x.held)
    money.hold(x.held_currency, amount - x.held);
  else
    money.release(x.held_currency, x.held - amount);
  x.held = amount;
}

/// Adds a fill's fee to the order's.
/// @returns the fill's own; below zero where it earns.
decimal matching::charge(order_record& x, const book_level& what, bool is_maker,
                         const matching_market& where) const {
  const auto tier = fees(where);
  const auto rate = is_maker ? tier.maker : tier.taker;
  const auto buys = x.ticket.side == side::buy;
  const auto in_quote
    = x.fee_in == fee_rule::quote || (x.fee_in == fee_rule::received && !buys);
  const auto of = in_quote ? product(what.price, what.size) : what.size;
  x.fee_exact += product(of, rate, rounding::up);
  const auto sum
    = round_to(x.fee_exact,
               in_quote ? where.fee_increment_quote : where.fee_increment_base,
               rounding::up);
  auto fee = sum - x.fee;
  // A fee out of what is received can take all of that and no more. One that
  // comes on top was held; only the last of 18 places can be beyond that.
  const auto is_on_top = in_quote == buys;
  const auto& money = accounts_[x.account].money;
  fee = std::min(
    fee, is_on_top ? money.of(x.fee_currency).available
                       - (buys ? product(what.price, what.size) : what.size)
                   : of);
  x.fee += fee;
  return fee;
}

void matching::trade(order_record& x, const book_level& what, bool is_maker,
                     unix_time at) {
  const auto& where = *market(x.market);
  auto& money = accounts_[x.account].money;
  const auto buys = x.ticket.side == side::buy;
  const auto cost = product(what.price, what.size);
  set_hold(x, {});
  const auto fee = charge(x, what, is_maker, where);
  money.spend(x.held_currency, buys ? cost : what.size);
  money.receive(buys ? where.base : where.quote, buys ? what.size : cost);
  if (fee.is_negative())
    money.receive(x.fee_currency, -fee);
  else
    money.spend(x.fee_currency, fee);
  x.filled += what.size;
  x.filled_cost += cost;
  ++x.fills;
  x.last_fill = x.updated = at;
  set_hold(x, std::min(needed(x), money.of(x.held_currency).available));
  auto& record = fills_.emplace_back();
  record.number = fills_.size();
  record.account = x.account;
  record.market = x.market;
  record.what = {opts_.trade_id(record.number),
                 x.venue_id,
                 x.ticket.client_id,
                 x.symbol,
                 x.ticket.side,
                 what.price,
                 what.size,
                 fee,
                 x.fee_currency,
                 is_maker,
                 at};
  const auto is_full = !x.ticket.size.is_zero() && remaining(x).is_zero();
  if (is_full) {
    x.state = order_state::filled;
    x.ending = order_ending::filled;
    std::erase(open_, x.number);
  }
  note(x.account, account_event::kind::traded, at).trade = record.what;
  accounts_[x.account].journal.back().order = x;
  note_balance(x.account, where.quote, at);
  note_balance(x.account, where.base, at);
}

void matching::finish(order_record& x, order_state state, order_ending why,
                      unix_time at) {
  const auto held = x.held;
  set_hold(x, {});
  x.state = state;
  x.ending = why;
  x.updated = at;
  std::erase(open_, x.number);
  note_order(x, account_event::kind::ended, at);
  if (!held.is_zero())
    note_balance(x.account, x.held_currency, at);
}

void matching::expire(unix_time until) {
  const auto all = open_; // Each one that ends leaves the line.
  for (const auto number : all) {
    auto& x = order(number);
    if (x.ticket.expires && *x.ticket.expires <= until)
      finish(x, order_state::expired, order_ending::expired,
             std::max(*x.ticket.expires, x.received));
  }
}

/// The seconds in which a market with resting orders traded, oldest first,
/// markets by id within one.
std::vector<matching::moment>
matching::moments_until(std::int64_t second) const {
  auto result = std::vector<moment>{};
  auto seen = std::vector<std::string_view>{};
  auto bars = std::vector<bar>{};
  for (const auto number : open_) {
    const auto& x = orders_[static_cast<std::size_t>(number - 1)];
    if (std::find(seen.begin(), seen.end(), x.market) != seen.end())
      continue;
    seen.emplace_back(x.market);
    const auto* const where = market(x.market);
    bars.clear();
    where->bars->append_bars(bars, matched_until_ + 1, second, 1, second);
    for (const auto& each : bars)
      result.push_back({each.start, where, each});
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second < b.second
                                : a.where->id < b.where->id;
  });
  return result;
}

void matching::advance(instant now) {
  now_ = std::max(now_, now.wall);
  // The second that is running is not over, so nobody knows its trades.
  const auto done
    = std::chrono::floor<std::chrono::seconds>(now_.time_since_epoch()).count()
      - 1;
  if (!open_.empty() && done > matched_until_)
    for (const auto& each : moments_until(done)) {
      expire(unix_time{std::chrono::seconds{each.second}});
      match(each);
    }
  matched_until_ = std::max(matched_until_, done);
  if (!open_.empty())
    expire(now_);
}

void matching::match(const moment& what) {
  const auto levels
    = book_at(*what.where, opts_.seed, opts_.levels, what.second);
  match_side(what, side::buy, levels);
  match_side(what, side::sell, levels);
  wake_stops(what);
}

/// Stops that came before this second, in the order in which they came: those
/// whose trigger it traded at or beyond.
void matching::wake_stops(const moment& what) {
  const auto& where = *what.where;
  const auto low
    = decimal::from_units(where.price_unit.units() * what.traded.low);
  const auto high
    = decimal::from_units(where.price_unit.units() * what.traded.high);
  const auto all = open_; // Each one that wakes leaves its place in the line.
  for (const auto number : all) {
    auto& x = order(number);
    const auto queued
      = std::chrono::floor<std::chrono::seconds>(x.queued.time_since_epoch());
    const auto buys = x.ticket.side == side::buy;
    if (x.asleep && x.market == where.id && queued.count() < what.second
        && (buys ? high >= x.ticket.trigger : low <= x.ticket.trigger))
      wake(x, what.second, unix_time{std::chrono::seconds{what.second + 1}});
  }
}

/// Makes a limit order of a stop. It meets the book of that second.
void matching::wake(order_record& x, std::int64_t second, unix_time at) {
  const auto& where = *market(x.market);
  x.asleep = false;
  x.queued = x.updated = at;
  x.woken = at;
  note_order(x, account_event::kind::woken, at);
  const auto takes = takes_of(where, x.ticket, x.fee_in, second);
  if (x.ticket.lives == time_in_force::fill_or_kill
      && takes.size < x.ticket.size)
    finish(x, order_state::cancelled, order_ending::all_or_none, at);
  else
    take(x, takes, at);
}

/// Resting orders of one side get what traded at their prices, half of it
/// where the price was only touched, and what the book then offers within
/// them. What one got, the next does not.
void matching::match_side(const moment& what, side which,
                          const book_levels& levels) {
  const auto& where = *what.where;
  const auto buys = which == side::buy;
  const auto far = decimal::from_units(
    where.price_unit.units() * (buys ? what.traded.low : what.traded.high));
  const auto beats
    = [buys](decimal a, decimal b) { return buys ? a > b : a < b; };
  auto line = std::vector<std::uint64_t>{};
  for (const auto number : open_) {
    const auto& x = order(number);
    const auto queued
      = std::chrono::floor<std::chrono::seconds>(x.queued.time_since_epoch());
    if (x.market == where.id && x.ticket.side == which && !x.asleep
        && queued.count() < what.second)
      line.push_back(number);
  }
  std::stable_sort(line.begin(), line.end(), [&](auto a, auto b) {
    return beats(order(a).ticket.price, order(b).ticket.price);
  });
  auto used = decimal{};
  for (const auto number : line) {
    auto& x = order(number);
    const auto price = x.ticket.price;
    auto offered = decimal{};
    if (beats(price, far))
      offered
        = decimal::from_units(where.size_unit.units() * what.traded.volume);
    else if (price == far)
      offered = decimal::from_units(where.size_unit.units()
                                    * ((what.traded.volume + 1) / 2));
    for (const auto& level : buys ? levels.asks : levels.bids)
      if (!beats(level.price, price))
        offered += level.size;
    const auto size = round_size(std::min(remaining(x), offered - used),
                                 where.size_increment);
    if (size <= decimal{})
      continue;
    used += size;
    trade(x, {price, size}, true,
          unix_time{std::chrono::seconds{what.second + 1}});
  }
}

account_event& matching::note(std::size_t account, account_event::kind what,
                              unix_time at) {
  auto& whose = accounts_[account];
  if (whose.journal.size() >= opts_.journal_max)
    whose.journal.pop_front();
  auto& event = whose.journal.emplace_back();
  event.number = ++whose.events;
  event.what = what;
  event.at = at;
  return event;
}

void matching::note_order(const order_record& x, account_event::kind what,
                          unix_time at) {
  note(x.account, what, at).order = x;
}

void matching::note_balance(std::size_t account, const std::string& currency,
                            unix_time at) {
  auto& event = note(account, account_event::kind::balance, at);
  event.currency = currency;
  event.balance = accounts_[account].money.of(currency);
}

std::vector<account_event> matching::events(std::size_t account,
                                            std::uint64_t after) const {
  const auto& journal = accounts_.at(account).journal;
  const auto first
    = std::partition_point(journal.begin(), journal.end(),
                           [&](const auto& x) { return x.number <= after; });
  return {first, journal.end()};
}

} // namespace ballast::sim
