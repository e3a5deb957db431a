#include "domain/paper_exchange.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

const auto one = decimal::whole(1);
/// Fees are charged in steps of this.
const auto fee_step = decimal::from_units(one.units() / 100'000'000);
constexpr auto remembered = std::size_t{1000};

decimal down_to(decimal x, decimal step) {
  return step <= decimal{} ? x : round_to(x, step, rounding::down);
}

decimal quotient(decimal a, decimal b) {
  const auto result = proportion(a, one, b, rounding::down);
  return result ? *result : decimal{};
}

bool buys(const order_ticket& x) { return x.side == side::buy; }

/// A buy takes what is offered, a sale what is asked for.
bool takes(const order_ticket& x, decimal bid, decimal ask) {
  return buys(x) ? ask <= x.price : bid >= x.price;
}

const std::string& currency_of(const symbol& market, side what) {
  return what == side::buy ? market.quote : market.base;
}

/// Until when an order lives at most.
std::optional<unix_time> expiry_of(const order_ticket& x, unix_time now) {
  if (x.lives == time_in_force::day)
    return std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1};
  return x.expires;
}

} // namespace

paper_exchange::paper_exchange(const paper_rules& rules,
                               const std::map<std::string, decimal>& balances)
    : rules_{rules} {
  for (const auto& [currency, amount] : balances)
    money_[currency].available = amount;
}

// -- orders -----------------------------------------------------------------

paper_answer paper_exchange::place(const market& what,
                                   const order_ticket& ticket, unix_time now) {
  order_report fresh;
  fresh.created = now;
  return admit(made(what, ticket, fresh, now), true);
}

paper_answer paper_exchange::adopt(const market& what,
                                   const order_ticket& ticket,
                                   const order_report& told, unix_time now) {
  return admit(made(what, ticket, told, now), false);
}

paper_exchange::paper_order paper_exchange::made(const market& what,
                                                 const order_ticket& ticket,
                                                 const order_report& told,
                                                 unix_time now) const {
  paper_order x{what,
                ticket,
                told,
                {},
                now + rules_.latency,
                {},
                {},
                expiry_of(ticket, told.created.value_or(now))};
  auto& report = x.report;
  report.venue_id = "paper-" + ticket.client_id;
  report.client_id = ticket.client_id;
  report.symbol = what.symbol;
  report.side = ticket.side;
  report.type = ticket.type;
  report.lives = ticket.lives;
  report.post_only = ticket.post_only;
  report.size = ticket.size;
  report.cost = ticket.cost;
  report.price = ticket.price;
  report.fee_currency = pays_in_base(x) ? what.symbol.base : what.symbol.quote;
  if (told.state == order_state::open && ticket.type == order_type::limit)
    x.rests = now; // It was in the book and stays there.
  else
    report.state = order_state::pending;
  report.updated = now;
  return x;
}

paper_answer paper_exchange::admit(paper_order x, bool is_new) {
  const auto refused = [](const char* why) {
    return paper_answer{placement::refused, {}, why};
  };
  if (find(x.ticket.client_id))
    return refused("an order with this client id was placed before");
  if (x.ticket.type == order_type::other
      || x.ticket.type == order_type::stop_limit
      || (x.ticket.size <= decimal{} && x.ticket.cost <= decimal{}))
    return refused("there is no such order here");
  if (!buys(x.ticket) && !x.ticket.cost.is_zero())
    return refused("sales are by size here");
  auto hold = hold_of(x);
  auto& purse = money_[currency_of(x.market.symbol, x.ticket.side)];
  // What a purchase held before may have been a step of rounding less.
  if (!is_new && buys(x.ticket))
    hold = std::clamp(purse.available, decimal{}, hold);
  if (hold > purse.available && !hold.is_zero())
    return refused("insufficient funds");
  purse.available -= hold;
  purse.held += hold;
  x.held = hold;
  auto answer = paper_answer{placement::accepted, x.report.venue_id, {}};
  open_.push_back(std::move(x));
  return answer;
}

/// What has to be there for what is not filled yet; zero where nobody knows.
decimal paper_exchange::hold_of(const paper_order& x) const {
  const auto rest = x.ticket.size - x.report.filled;
  if (!buys(x.ticket))
    return rest;
  auto value = x.ticket.cost - x.report.filled_cost;
  if (x.ticket.cost.is_zero()) {
    auto price = x.ticket.price;
    if (price.is_zero()) {
      const auto seen = last_.find(x.market.symbol);
      if (seen == last_.end())
        return {};
      price = seen->second.ask;
    }
    value = value_of(rest, price, rounding::up);
  }
  return value
         + std::max(
           {quote_fee(x, value, true), quote_fee(x, value, false), decimal{}});
}

bool paper_exchange::cancel(const std::string& client_id, unix_time now) {
  for (auto& x : open_)
    if (x.ticket.client_id == client_id) {
      if (!x.cancelled)
        x.cancelled = now + rules_.latency;
      return true;
    }
  return false;
}

void paper_exchange::recall(const fill& x) {
  const auto is_buy = x.side == side::buy;
  const auto value
    = value_of(x.size, x.price, is_buy ? rounding::up : rounding::down);
  money_[x.symbol.base].available += is_buy ? x.size : -x.size;
  money_[x.symbol.quote].available += is_buy ? -value : value;
  if (!x.fee.is_zero())
    money_[x.fee_currency].available -= x.fee;
}

void paper_exchange::recall(order_report x) {
  x.venue_id = "paper-" + x.client_id;
  over_.push_back(std::move(x));
  sweep();
}

std::vector<wanted_price>
paper_exchange::awaited(unix_time now,
                        std::chrono::milliseconds patience) const {
  auto found = std::map<symbol, bool>{};
  for (const auto& x : open_) {
    const auto seen = last_.find(x.market.symbol);
    const auto is_fresh
      = seen != last_.end() && seen->second.at + patience > now;
    if (x.rests ? !is_fresh : x.due <= now)
      found[x.market.symbol] |= !buys(x.ticket);
  }
  auto result = std::vector<wanted_price>{};
  for (const auto& [market, for_sale] : found)
    result.push_back({market, for_sale});
  return result;
}

// -- prices -----------------------------------------------------------------

paper_news paper_exchange::pass(unix_time now) {
  paper_news result;
  end_what_is_due(now, result);
  return result;
}

/// On the market's tick, to the worse side.
decimal paper_exchange::taken_at(const paper_order& x, const quotes& seen) {
  const auto tick = x.market.price_increment;
  if (tick <= decimal{})
    return buys(x.ticket) ? seen.ask : seen.bid;
  if (buys(x.ticket))
    return round_to(seen.ask, tick, rounding::up);
  const auto price = round_to(seen.bid, tick, rounding::down);
  return price > decimal{} ? price : seen.bid;
}

/// An order that has been under way meets the first price since it arrived.
void paper_exchange::meet(paper_order& x, const quotes& seen,
                          paper_news& into) {
  if (seen.at < x.due)
    return;
  const auto is_market = x.ticket.type == order_type::market;
  if (!is_market && !takes(x.ticket, seen.bid, seen.ask)) {
    const auto waits = x.ticket.lives != time_in_force::immediate_or_cancel
                       && x.ticket.lives != time_in_force::fill_or_kill;
    if (!waits)
      return finish(x, order_state::cancelled, "nothing to take at its price",
                    seen.at, into);
    x.rests = seen.at;
    x.report.state = order_state::open;
    x.report.updated = seen.at;
    into.orders.push_back(x.report);
    return;
  }
  if (x.ticket.post_only)
    return finish(x, order_state::rejected, "it would have taken", seen.at,
                  into);
  const auto price = taken_at(x, seen);
  const auto size = remaining(x, price);
  if (size <= decimal{})
    return finish(x, order_state::cancelled, "it buys less than a step",
                  seen.at, into);
  execute(x, size, price, false, seen.at, into);
  if (!x.is_over()) // By cost: what is left buys no step of it any more.
    finish(x, order_state::filled, {}, seen.at, into);
}

/// The other side has come beyond its price, so all of that price was taken.
void paper_exchange::cross(paper_order& x, const quotes& seen,
                           paper_news& into) {
  const auto is_through
    = buys(x.ticket) ? seen.ask < x.ticket.price : seen.bid > x.ticket.price;
  if (is_through && seen.at > *x.rests)
    execute(x, remaining(x, x.ticket.price), x.ticket.price, true, seen.at,
            into);
}

/// What was in the book for the whole of the candle, the oldest first, until
/// the account's part of what was traded is used up.
void paper_exchange::fill_by(const symbol& market, const candle& x,
                             const traded_range& prices, unix_time end,
                             paper_news& into) {
  if (open_.empty())
    return;
  const auto volume = money_of(x.volume);
  auto left = volume ? value_of(*volume, rules_.volume_part, rounding::down)
                     : decimal{};
  for (auto& each : open_) {
    if (each.market.symbol != market || each.is_over() || !each.rests
        || x.start < *each.rests || (each.cancelled && *each.cancelled < end)
        || (each.expires && *each.expires < end))
      continue;
    const auto price = each.ticket.price;
    if (buys(each.ticket) ? prices.low >= price : prices.high <= price)
      continue;
    const auto size = down_to(std::min(left, remaining(each, price)),
                              each.market.size_increment);
    if (size <= decimal{})
      continue;
    const auto before = each.report.filled;
    execute(each, size, price, true, end, into);
    left -= each.report.filled - before;
  }
}

// -- fills ------------------------------------------------------------------

decimal paper_exchange::remaining(const paper_order& x, decimal price) const {
  if (x.ticket.cost.is_zero())
    return x.ticket.size - x.report.filled;
  return down_to(quotient(x.ticket.cost - x.report.filled_cost, price),
                 x.market.size_increment);
}

/// What is paid of the quote currency beside the value.
decimal paper_exchange::quote_fee(const paper_order& x, decimal value,
                                  bool maker) const {
  if (pays_in_base(x))
    return {};
  return round_to(value_of(value, rate_of(x, maker), rounding::up), fee_step,
                  rounding::up);
}

/// As much of a buy as can be paid for, its fee included.
decimal paper_exchange::affordable(const paper_order& x, decimal size,
                                   decimal price, bool maker) const {
  const auto found = money_.find(x.market.symbol.quote);
  const auto funds
    = x.held + (found == money_.end() ? decimal{} : found->second.available);
  const auto value = value_of(size, price, rounding::up);
  if (value + quote_fee(x, value, maker) <= funds)
    return size;
  const auto rate = pays_in_base(x) ? decimal{} : rate_of(x, maker);
  // Two steps of fee make up for what is rounded.
  const auto most
    = quotient(quotient(funds - fee_step - fee_step, one + rate), price);
  return std::max(decimal{},
                  std::min(size, down_to(most, x.market.size_increment)));
}

void paper_exchange::execute(paper_order& x, decimal size, decimal price,
                             bool maker, unix_time at, paper_news& into) {
  const auto wanted = size;
  if (buys(x.ticket))
    size = affordable(x, size, price, maker);
  if (size > decimal{}) {
    auto& report = x.report;
    const auto value
      = value_of(size, price, buys(x.ticket) ? rounding::up : rounding::down);
    const auto fee = pays_in_base(x)
                       ? value_of(size, rate_of(x, maker), rounding::up)
                       : quote_fee(x, value, maker);
    report.filled += size;
    report.filled_cost += value;
    report.fee += fee;
    report.average_price = quotient(report.filled_cost, report.filled);
    report.updated = at;
    into.fills.push_back({x.ticket.client_id + '-' + report.filled.to_string(),
                          report.venue_id, x.ticket.client_id, report.symbol,
                          report.side, price, size, fee, report.fee_currency,
                          maker, at});
    settle(x, into.fills.back(), value);
  }
  if (size < wanted)
    return finish(x, order_state::cancelled, "insufficient funds", at, into);
  if (!x.ticket.size.is_zero() && x.report.filled >= x.ticket.size)
    return finish(x, order_state::filled, {}, at, into);
  x.report.state = order_state::open;
  into.orders.push_back(x.report);
}

/// Moves the money of a fill, first from what is held for it.
void paper_exchange::settle(paper_order& x, const fill& by, decimal value) {
  auto& base = money_[x.market.symbol.base];
  auto& quote = money_[x.market.symbol.quote];
  if (!buys(x.ticket)) {
    base.held -= by.size;
    x.held -= by.size;
    quote.available += value - by.fee;
    return;
  }
  const auto in_base = pays_in_base(x);
  const auto paid = in_base ? value : value + by.fee;
  const auto from_hold = std::min(paid, x.held);
  quote.held -= from_hold;
  x.held -= from_hold;
  quote.available -= paid - from_hold;
  base.available += in_base ? by.size - by.fee : by.size;
}

void paper_exchange::finish(paper_order& x, order_state how,
                            const std::string& why, unix_time at,
                            paper_news& into) {
  auto& purse = money_[currency_of(x.market.symbol, x.ticket.side)];
  purse.held -= x.held;
  purse.available += x.held;
  x.held = {};
  x.report.state = how;
  x.report.reason = why;
  x.report.updated = at;
  into.orders.push_back(x.report);
}

void paper_exchange::end_what_is_due(unix_time now, paper_news& into) {
  for (auto& x : open_) {
    if (x.is_over())
      continue;
    if (x.cancelled && *x.cancelled <= now)
      finish(x, order_state::cancelled, "asked for", *x.cancelled, into);
    else if (x.expires && *x.expires <= now)
      finish(x, order_state::expired, {}, *x.expires, into);
  }
  sweep();
}

/// What is over is remembered for a while and no longer open.
void paper_exchange::sweep() {
  for (const auto& x : open_)
    if (x.is_over())
      over_.push_back(x.report);
  std::erase_if(open_, [](const auto& x) { return x.is_over(); });
  while (over_.size() > remembered)
    over_.pop_front();
}

// -- questions --------------------------------------------------------------

std::optional<order_report>
paper_exchange::find(const std::string& client_id) const {
  for (const auto& x : open_)
    if (x.ticket.client_id == client_id)
      return x.report;
  const auto found
    = std::find_if(over_.begin(), over_.end(),
                   [&](const auto& x) { return x.client_id == client_id; });
  return found == over_.end() ? std::nullopt : std::optional{*found};
}

std::vector<order_report> paper_exchange::open_orders() const {
  std::vector<order_report> result;
  result.reserve(open_.size());
  for (const auto& x : open_)
    result.push_back(x.report);
  return result;
}

std::vector<balance> paper_exchange::balances() const {
  std::vector<balance> result;
  result.reserve(money_.size());
  for (const auto& [currency, x] : money_)
    result.push_back({currency, x.available, x.held});
  return result;
}

} // namespace ballast
