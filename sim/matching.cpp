#include "sim/matching.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ballast::sim {

namespace {

std::int64_t second_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

bool is_multiple(decimal x, decimal increment) {
  return increment.is_zero() || (x.units() % increment.units()) == 0;
}

bool takes_whole_or_nothing(const order_ticket& x) {
  return x.lives == time_in_force::fill_or_kill;
}

bool is_stop(const order_ticket& x) { return x.type == order_type::stop_limit; }

bool has_price(const order_ticket& x) {
  return x.type == order_type::limit || is_stop(x);
}

/// Awake.
bool can_rest(const order_ticket& x) {
  return has_price(x) && !takes_whole_or_nothing(x)
         && x.lives != time_in_force::immediate_or_cancel;
}

std::optional<order_refusal> refusal_of(market_state state,
                                        const order_ticket& ticket) {
  switch (state) {
  case market_state::tradable:
    break;
  case market_state::post_only:
    if (!ticket.post_only)
      return order_refusal::market_post_only;
    break;
  case market_state::limit_only:
    if (!has_price(ticket))
      return order_refusal::market_limit_only;
    break;
  case market_state::cancel_only:
  case market_state::halted:
  case market_state::delisted:
    return order_refusal::market_halted;
  }
  return std::nullopt;
}

/// What is wrong with an order's figures, whoever sends it.
std::optional<order_refusal> refusal_of(const matching_market& where,
                                        const order_ticket& x) {
  const auto is_limit = has_price(x);
  const auto by_size = x.size > decimal{};
  const auto by_cost = x.cost > decimal{};
  if (x.type == order_type::other || by_size == by_cost || x.size.is_negative()
      || x.cost.is_negative() || (is_limit && (by_cost || x.price <= decimal{}))
      || (x.type != order_type::limit && x.post_only)
      || is_stop(x) != (x.trigger > decimal{}))
    return order_refusal::bad_request;
  if (is_limit
      && (!is_multiple(x.price, where.price_increment)
          || !is_multiple(x.trigger, where.price_increment)))
    return order_refusal::bad_price_step;
  if (by_size && !is_multiple(x.size, where.size_increment))
    return order_refusal::bad_size_step;
  if (by_size && x.size < where.size_min)
    return order_refusal::too_small;
  if (by_size && !where.size_max.is_zero() && x.size > where.size_max)
    return order_refusal::too_large;
  if (by_cost && x.cost < where.notional_min)
    return order_refusal::below_notional;
  if (is_limit && product(x.price, x.size) < where.notional_min)
    return order_refusal::below_notional;
  return std::nullopt;
}

} // namespace

matching::matching(options opts)
    : opts_{std::move(opts)}, accounts_(opts_.accounts) {
  assert(opts_.order_id && opts_.trade_id);
}

void matching::list(matching_market x) {
  assert(x.bars != nullptr && x.price_unit > decimal{}
         && x.size_unit > decimal{});
  auto id = x.id;
  markets_.insert_or_assign(std::move(id), std::move(x));
}

const matching_market* matching::market(std::string_view id) const {
  const auto found = markets_.find(id);
  return found == markets_.end() ? nullptr : &found->second;
}

void matching::deposit(std::size_t account, std::string_view currency,
                       decimal amount) {
  accounts_.at(account).money.receive(currency, amount);
}

void matching::set_aside(std::size_t account, std::string_view currency,
                         decimal amount) {
  accounts_.at(account).money.hold(currency, amount);
}

book_levels matching::book(const matching_market& x, std::size_t depth,
                           unix_time now) const {
  return book_at(x, opts_.seed, depth, second_of(now));
}

/// What an order would take from the book, without asking who pays.
order_plan matching::takes_of(const matching_market& where,
                              const order_ticket& ticket, fee_rule fee_in,
                              std::int64_t second) const {
  const auto buys = ticket.side == side::buy;
  const auto rate = fees(where).taker;
  auto result = order_plan{};
  result.market = &where;
  auto size_left = ticket.size;
  auto cost_left = ticket.cost;
  if (buys && !cost_left.is_zero() && opts_.cost_includes_fee
      && fee_in == fee_rule::quote)
    cost_left = quotient(cost_left - where.fee_increment_quote,
                         decimal::whole(1) + rate);
  const auto levels = book_at(where, opts_.seed, opts_.levels, second);
  for (const auto& level : buys ? levels.asks : levels.bids) {
    if (has_price(ticket)
        && (buys ? level.price > ticket.price : level.price < ticket.price))
      break;
    auto size = round_size(level.size, where.size_increment);
    if (!ticket.size.is_zero())
      size = std::min(size, size_left);
    else
      size = std::min(size, round_size(quotient(cost_left, level.price),
                                       where.size_increment));
    if (size.is_zero())
      break;
    const auto cost = product(level.price, size);
    size_left -= size;
    cost_left -= cost;
    result.takes.push_back({level.price, size});
    result.size += size;
    result.cost += cost;
    if (!ticket.size.is_zero() && size_left.is_zero())
      break;
  }
  const auto in_quote
    = fee_in == fee_rule::quote || (fee_in == fee_rule::received && !buys);
  result.fee = round_to(
    product(in_quote ? result.cost : result.size, rate, rounding::up),
    in_quote ? where.fee_increment_quote : where.fee_increment_base,
    rounding::up);
  result.spends = buys ? where.quote : where.base;
  result.needs = buys ? result.cost : result.size;
  if (in_quote == buys)
    result.needs += std::max(decimal{}, result.fee);
  return result;
}

/// Whether the market's last price is a stop's trigger or beyond it.
bool matching::is_reached(const matching_market& where,
                          const order_ticket& ticket) const {
  const auto last = decimal::from_units(
    where.price_unit.units() * where.bars->last_price(second_of(now_)));
  return ticket.side == side::buy ? last >= ticket.trigger
                                  : last <= ticket.trigger;
}

std::variant<order_plan, order_refusal>
matching::plan(std::size_t account, const order_request& what) const {
  const auto* const where = market(what.market);
  if (where == nullptr)
    return order_refusal::unknown_market;
  const auto& ticket = what.ticket;
  if (const auto why = refusal_of(what.state, ticket))
    return *why;
  if (const auto why = refusal_of(*where, ticket))
    return *why;
  const auto fee_in = what.fee_in.value_or(opts_.fee_in);
  const auto sleeps = is_stop(ticket) && !is_reached(*where, ticket);
  if (is_stop(ticket) && !sleeps && opts_.reached == reached_stop::refused)
    return order_refusal::would_trigger;
  auto result = takes_of(*where, ticket, fee_in, second_of(now_));
  if (sleeps) {
    result.takes.clear();
    result.size = result.cost = result.fee = {};
  }
  // A cost that buys not even one step.
  if (ticket.size.is_zero() && result.takes.empty())
    return order_refusal::below_notional;
  if (has_price(ticket)) {
    auto whole = order_record{};
    whole.market = where->id;
    whole.ticket = ticket;
    whole.fee_in = fee_in;
    result.needs = needed(whole);
  }
  if (accounts_.at(account).money.of(result.spends).available < result.needs)
    return order_refusal::insufficient_funds;
  if (ticket.post_only && !result.takes.empty()
      && opts_.crossing == crossing_post_only::refused)
    return order_refusal::would_take;
  if ((can_rest(ticket) || sleeps) && opts_.open_orders_max > 0) {
    const auto count
      = std::count_if(open_.begin(), open_.end(), [&](std::uint64_t number) {
          const auto& x = orders_[static_cast<std::size_t>(number - 1)];
          return x.account == account && x.market == where->id;
        });
    if (static_cast<std::size_t>(count) >= opts_.open_orders_max)
      return order_refusal::too_many_open;
  }
  return result;
}

std::variant<order_plan, order_refusal>
matching::check(std::size_t account, const order_request& what, instant now) {
  advance(now);
  return plan(account, what);
}

const order_record* matching::same_client_id(std::size_t account,
                                             const std::string& id) const {
  if (id.empty())
    return nullptr;
  const auto* const before = find_client(account, id);
  if (before == nullptr
      || (opts_.client_id == client_ids::unique_among_open
          && is_over(before->state)))
    return nullptr;
  return before;
}

order_record& matching::add(std::size_t account, const order_request& what,
                            const matching_market& where) {
  auto& x = orders_.emplace_back();
  x.number = orders_.size();
  x.venue_id = opts_.order_id(x.number);
  x.account = account;
  x.market = where.id;
  x.symbol = where.symbol;
  x.ticket = what.ticket;
  x.note = what.note;
  x.fee_in = what.fee_in.value_or(opts_.fee_in);
  const auto buys = x.ticket.side == side::buy;
  const auto in_quote
    = x.fee_in == fee_rule::quote || (x.fee_in == fee_rule::received && !buys);
  x.fee_currency = in_quote ? where.quote : where.base;
  x.held_currency = buys ? where.quote : where.base;
  x.received = x.queued = x.updated = now_;
  x.state = order_state::open;
  auto& whose = accounts_[account];
  whose.by_venue_id.insert_or_assign(x.venue_id, x.number);
  if (!x.ticket.client_id.empty())
    whose.by_client_id.insert_or_assign(x.ticket.client_id, x.number);
  return x;
}

order_answer matching::place(std::size_t account, const order_request& what,
                             instant now) {
  advance(now);
  if (const auto* before = same_client_id(account, what.ticket.client_id))
    return opts_.client_id == client_ids::repeat_gives_the_same
             ? order_answer{before, {}, true}
             : order_answer{nullptr, order_refusal::duplicate_client_id};
  const auto planned = plan(account, what);
  if (const auto* why = std::get_if<order_refusal>(&planned))
    return {nullptr, *why};
  const auto& takes = std::get<order_plan>(planned);
  auto& x = add(account, what, *takes.market);
  if (x.ticket.post_only && !takes.takes.empty()) {
    note_order(x, account_event::kind::accepted, now_);
    finish(x, order_state::cancelled, order_ending::post_only, now_);
    return {&x};
  }
  x.asleep = is_stop(x.ticket);
  if (!x.asleep && takes_whole_or_nothing(x.ticket)
      && takes.size < x.ticket.size) {
    note_order(x, account_event::kind::accepted, now_);
    finish(x, order_state::cancelled, order_ending::all_or_none, now_);
    return {&x};
  }
  set_hold(x, takes.needs);
  note_order(x, account_event::kind::accepted, now_);
  note_balance(account, x.held_currency, now_);
  if (!x.asleep)
    take(x, takes, now_);
  else if (is_reached(*takes.market, x.ticket))
    wake(x, second_of(now_), now_);
  else
    open_.push_back(x.number);
  return {&x};
}

/// Lets a new, amended or woken order trade with the book, and rest or end.
void matching::take(order_record& x, const order_plan& what, unix_time at) {
  for (const auto& level : what.takes)
    trade(x, level, false, at);
  if (is_over(x.state))
    return;
  if (can_rest(x.ticket)) {
    std::erase(open_, x.number);
    open_.push_back(x.number);
    return;
  }
  // Of a market order by cost, what is left buys not one more step; unless the
  // book was too small for it.
  const auto is_done
    = x.ticket.size.is_zero() && what.takes.size() < opts_.levels;
  finish(x, is_done ? order_state::filled : order_state::cancelled,
         is_done ? order_ending::filled : order_ending::immediate, at);
}

order_record* matching::open_order(std::size_t account,
                                   std::string_view venue_id) {
  const auto* const x = find(account, venue_id);
  return x == nullptr ? nullptr : &order(x->number);
}

order_answer matching::cancel(std::size_t account, std::string_view venue_id,
                              instant now) {
  advance(now);
  auto* const x = open_order(account, venue_id);
  if (x == nullptr)
    return {nullptr, order_refusal::unknown_order};
  if (is_over(x->state))
    return {nullptr, order_refusal::order_is_over};
  finish(*x, order_state::cancelled, order_ending::by_user, now_);
  return {x};
}

std::vector<const order_record*>
matching::cancel_all(std::size_t account,
                     std::optional<std::string_view> market, instant now) {
  advance(now);
  auto result = std::vector<const order_record*>{};
  const auto all = open_; // Each one that ends leaves the line.
  for (const auto number : all) {
    auto& x = order(number);
    if (x.account != account || (market && x.market != *market))
      continue;
    finish(x, order_state::cancelled, order_ending::by_user, now_);
    result.push_back(&x);
  }
  return result;
}

order_answer matching::amend(std::size_t account, std::string_view venue_id,
                             const amendment& what, instant now) {
  advance(now);
  auto* const x = open_order(account, venue_id);
  if (x == nullptr)
    return {nullptr, order_refusal::unknown_order};
  if (is_over(x->state))
    return {nullptr, order_refusal::order_is_over};
  if (x->asleep)
    return {nullptr, order_refusal::cannot_amend};
  const auto& where = *market(x->market);
  auto changed = *x;
  changed.ticket.price = what.price.value_or(x->ticket.price);
  changed.ticket.size = what.size.value_or(x->ticket.size);
  changed.ticket.post_only = x->ticket.post_only || what.post_only;
  if (const auto why = refusal_of(where, changed.ticket))
    return {nullptr, *why};
  if (changed.ticket.size <= x->filled)
    return {nullptr, order_refusal::cannot_amend};
  auto rest = changed.ticket;
  rest.size -= x->filled;
  const auto takes = takes_of(where, rest, x->fee_in, second_of(now_));
  if (changed.ticket.post_only && !takes.takes.empty())
    return {nullptr, order_refusal::would_take};
  const auto needs = needed(changed);
  const auto& money = accounts_[account].money;
  if (money.of(x->held_currency).available + x->held < needs)
    return {nullptr, order_refusal::insufficient_funds};
  const auto keeps_place = changed.ticket.price == x->ticket.price
                           && changed.ticket.size <= x->ticket.size;
  x->ticket.price = changed.ticket.price;
  x->ticket.size = changed.ticket.size;
  x->updated = now_;
  ++x->amendments;
  set_hold(*x, needs);
  note_order(*x, account_event::kind::amended, now_);
  note_balance(account, x->held_currency, now_);
  if (keeps_place)
    return {x};
  x->queued = now_;
  take(*x, takes, now_);
  return {x};
}

const order_record* matching::find(std::size_t account,
                                   std::string_view venue_id) const {
  const auto& known = accounts_.at(account).by_venue_id;
  const auto found = known.find(venue_id);
  return found == known.end()
           ? nullptr
           : &orders_[static_cast<std::size_t>(found->second - 1)];
}

const order_record* matching::find_client(std::size_t account,
                                          std::string_view client_id) const {
  const auto& known = accounts_.at(account).by_client_id;
  const auto found = known.find(client_id);
  return found == known.end()
           ? nullptr
           : &orders_[static_cast<std::size_t>(found->second - 1)];
}

} // namespace ballast::sim
