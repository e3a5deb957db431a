#include "sim/binance/user_events.hpp"

#include "sim/binance/figures.hpp"
#include "sim/binance/order_json.hpp"
#include "sim/object_writer.hpp"
#include "sim/signing.hpp"
#include "sim/wallet.hpp"

#include <map>

namespace ballast::sim::binance {

namespace {

constexpr auto places = 8;

std::int64_t milliseconds_of(unix_time x) {
  return x.time_since_epoch().count();
}

bool is_cancel(const account_event& x) {
  return x.what == account_event::kind::ended
         && x.order.ending == order_ending::by_user;
}

std::string_view execution_of(const account_event& x) {
  switch (x.what) {
  case account_event::kind::accepted:
  case account_event::kind::woken: // It is new to the book.
    return "NEW";
  case account_event::kind::traded:
    return "TRADE";
  case account_event::kind::amended:
    return "REPLACED";
  default:
    return is_cancel(x) ? "CANCELED" : "EXPIRED";
  }
}

/// A cancel has a client id of its own, and the order's is told beside it.
void append_names(object_writer& to, const account_event& x) {
  constexpr auto id_size = std::size_t{22};
  const auto& order = x.order;
  const auto cancelled = is_cancel(x);
  to.text("c", cancelled
                 ? letters_of("binance/cancel/" + order.venue_id, id_size)
                 : order.ticket.client_id)
    .text("C", cancelled ? order.ticket.client_id : "");
}

void append_trade(object_writer& to, const symbol& x,
                  const account_event& what) {
  const auto one = what.trade.value_or(fill{});
  const auto is_trade = what.trade.has_value();
  to.text("l", size_text(x, one.size))
    .text("L", price_text(x, one.price))
    .text("Y", price_text(x, product(one.price, one.size)))
    .text("n", is_trade ? padded_text(one.fee, places) : "0")
    .bare("N", is_trade ? '"' + one.fee_currency + '"' : "null")
    .bare("t", is_trade ? one.trade_id : "-1")
    .flag("m", one.maker.value_or(false));
}

std::string report(const symbol& x, const account_event& what, unix_time now) {
  const auto& order = what.order;
  const auto is_new = execution_of(what) == "NEW";
  const auto rests
    = !is_over(order.state) && order.ticket.price > decimal{} && !order.asleep;
  auto out = std::string{};
  auto to = object_writer{out};
  to.text("e", "executionReport")
    .number("E", milliseconds_of(now))
    .text("s", x.id);
  append_names(to, what);
  to.text("S", side_of(order))
    .text("o", type_of(order))
    .text("f", life_of_order(order))
    .text("q", size_text(x, order.ticket.size))
    .text("p", price_text(x, order.ticket.price))
    .text("P", price_text(x, order.ticket.trigger))
    .text("F", size_text(x, decimal{}))
    .number("g", -1)
    .text("x", execution_of(what))
    .text("X", is_new ? "NEW" : status_of(order))
    .text("r", "NONE")
    .bare("i", order.venue_id);
  append_trade(to, x, what);
  to.text("z", size_text(x, order.filled))
    .text("Z", price_text(x, order.filled_cost))
    .text("Q", price_text(x, order.ticket.cost))
    .number("T", milliseconds_of(what.at))
    .number("I", static_cast<std::int64_t>(what.number))
    .flag("w", rests)
    .flag("M", false)
    .number("O", milliseconds_of(order.received));
  if (!order.asleep)
    to.number("W", milliseconds_of(order.woken.value_or(order.received)));
  to.text("V", order.note.empty() ? "NONE" : order.note);
  if (order.ending == order_ending::immediate
      || order.ending == order_ending::all_or_none)
    to.text("eR", "INSUFFICIENT_LIQUIDITY");
  to.end();
  return out;
}

/// Assets that changed together.
std::string position(const std::map<std::string, wallet>& changed, unix_time at,
                     unix_time now) {
  auto balances = std::string{"["};
  for (const auto& [asset, owned] : changed)
    object_writer{balances}
      .text("a", asset)
      .text("f", padded_text(owned.available, places))
      .text("l", padded_text(owned.held, places))
      .end();
  auto out = std::string{};
  object_writer{out}
    .text("e", "outboundAccountPosition")
    .number("E", milliseconds_of(now))
    .number("u", milliseconds_of(at))
    .bare("B", balances + ']')
    .end();
  return out;
}

} // namespace

user_events::user_events(std::size_t account, trading& orders, instant now)
    : account_{account}, orders_{&orders} {
  orders_->balances_of(account, now); // What is past is not told.
  told_ = orders_->engine().last_event(account);
}

std::vector<std::string> user_events::news(instant now) {
  orders_->balances_of(account_, now); // Lets time pass.
  auto out = std::vector<std::string>{};
  auto changed = std::map<std::string, wallet>{};
  auto changed_at = unix_time{};
  const auto tell_balances = [&] {
    if (!changed.empty())
      out.push_back(position(changed, changed_at, now.wall));
    changed.clear();
  };
  for (const auto& x : orders_->engine().events(account_, told_)) {
    told_ = x.number;
    if (x.what == account_event::kind::balance) {
      changed[x.currency] = x.balance;
      changed_at = x.at;
      continue;
    }
    tell_balances();
    if (const auto* const facts = symbol_named(x.order.market))
      out.push_back(report(*facts, x, now.wall));
  }
  tell_balances();
  return out;
}

} // namespace ballast::sim::binance
