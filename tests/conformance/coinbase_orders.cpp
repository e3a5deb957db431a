// Requests about orders, fills, fees and single markets.
#include "tests/conformance/coinbase.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/coinbase/trading_codec.hpp"
#include "venues/rfc3339.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <variant>

namespace ballast::conformance {

namespace {

using venues::order_action;

/// Our call, and what of the recorded query it does not ask.
struct asked_call {
  net::call call;
  std::vector<std::string> less;
};
using asked = std::variant<asked_call, std::string_view>;

decimal amount_of(const json& x) {
  const auto text = x.is_string() ? x.get<std::string>() : x.dump();
  const auto value = decimal::parse(text);
  if (!value)
    throw std::runtime_error{"no amount: " + text};
  return *value;
}

/// "BTC/USD" or "BTC-USD".
ballast::market market_of(const json& name) {
  auto text = name.get<std::string>();
  std::replace(text.begin(), text.end(), '/', '-');
  ballast::market what;
  what.venue_symbol = text;
  const auto symbol = venues::coinbase::symbol_of(text);
  if (!symbol)
    throw std::runtime_error{"no symbol: " + text};
  what.symbol = *symbol;
  return what;
}

side side_named(const std::string& word) {
  return word == "buy" ? side::buy : side::sell;
}

order_ticket market_ticket(const request_row& x) {
  order_ticket ticket;
  ticket.type = order_type::market;
  ticket.side = side_named(x.argument(2).get<std::string>());
  const auto amount = amount_of(x.argument(3));
  const auto params = x.argument(5);
  if (ticket.side == side::sell)
    ticket.size = amount;
  else if (params.contains("cost"))
    ticket.cost = amount_of(params.at("cost"));
  else if (x.argument(4).is_null())
    ticket.cost = amount;
  else
    ticket.cost = *multiply(amount, amount_of(x.argument(4)), rounding::down);
  return ticket;
}

/// createOrder(symbol, type, side, amount, price, params).
order_ticket ticket_of(const request_row& x) {
  if (x.argument(1) == "market")
    return market_ticket(x);
  static const auto lives = std::map<std::string, time_in_force>{
    {"", time_in_force::good_till_cancelled},
    {"IOC", time_in_force::immediate_or_cancel},
    {"FOK", time_in_force::fill_or_kill}};
  const auto params = x.argument(5);
  order_ticket ticket;
  ticket.side = side_named(x.argument(2).get<std::string>());
  ticket.size = amount_of(x.argument(3));
  ticket.price = amount_of(x.argument(4));
  ticket.post_only = member(params, "postOnly") == true;
  ticket.lives = lives.at(text_at(params, "timeInForce"));
  for (const auto* name : {"triggerPrice", "stopPrice", "stopLossPrice"})
    if (params.contains(name)) {
      ticket.type = order_type::stop_limit;
      ticket.trigger = amount_of(params.at(name));
    }
  return ticket;
}

/// "limit_order_gtc_buy"({"base_size", "limit_price", ...}), and so on.
order_ticket sdk_ticket(const request_row& x) {
  const auto what = x.argument(0);
  const auto names = [&](const char* word) {
    return x.method.find(word) != std::string::npos;
  };
  order_ticket ticket;
  ticket.type = names("market")       ? order_type::market
                : names("stop_limit") ? order_type::stop_limit
                                      : order_type::limit;
  ticket.side = side_named(x.method.ends_with("buy") ? "buy" : "sell");
  ticket.lives = names("ioc")   ? time_in_force::immediate_or_cancel
                 : names("fok") ? time_in_force::fill_or_kill
                                : time_in_force::good_till_cancelled;
  for (const auto& [name, to] : {std::pair{"base_size", &ticket.size},
                                 {"quote_size", &ticket.cost},
                                 {"limit_price", &ticket.price},
                                 {"stop_price", &ticket.trigger}})
    if (what.contains(name))
      *to = amount_of(what.at(name));
  ticket.post_only = member(what, "post_only") == true;
  return ticket;
}

asked ask_to_place(venues::trading& by, const request_row& x, unix_time now) {
  const auto is_sdk = x.arguments.size() == 1;
  auto ticket = order_ticket{};
  auto what = ballast::market{};
  if (x.method == "createMarketBuyOrderWithCost") {
    ticket.type = order_type::market;
    ticket.cost = amount_of(x.argument(1));
    what = market_of(x.argument(0));
  } else {
    ticket = is_sdk ? sdk_ticket(x) : ticket_of(x);
    what = market_of(is_sdk ? x.argument(0).at("product_id") : x.argument(0));
  }
  // The recorded id is a fixed one, whatever the client asked for.
  ticket.client_id = text_at(json::parse(x.call.body), "client_order_id");
  if (x.endpoint == "preview_order")
    return asked_call{by.test_request(what, ticket, now)->call, {}};
  return asked_call{by.place_request(what, ticket, now).call, {}};
}

asked ask_to_cancel(venues::trading& by, const request_row& x, unix_time now) {
  auto ids = x.argument(0);
  if (ids.is_object())
    ids = ids.at("order_ids");
  if (ids.is_string())
    ids = json::array({ids});
  const auto all = ids.get<std::vector<std::string>>();
  venues::order_ref which;
  which.venue_id = all.front();
  auto call = by.cancel_request(which, now).call;
  // One order a request; of several, the codec's body is compared.
  if (all.size() > 1)
    call.body = venues::coinbase::cancel_body(all);
  return asked_call{call, {}};
}

asked ask_to_edit(venues::trading& by, const request_row& x, unix_time now) {
  const auto is_sdk = x.arguments.size() == 2;
  venues::order_ref which;
  which.venue_id = x.argument(0).get<std::string>();
  const auto price
    = amount_of(is_sdk ? x.argument(1).at("price") : x.argument(5));
  const auto size
    = amount_of(is_sdk ? x.argument(1).at("size") : x.argument(4));
  return asked_call{by.amend_request(which, price, size, now)->call, {}};
}

asked ask_order(venues::trading& by, const request_row& x, unix_time now) {
  venues::order_ref which;
  which.venue_id = x.argument(0).get<std::string>();
  return asked_call{by.query_request(which, now).call, {}};
}

std::optional<unix_time> since_of(const json& x) {
  if (x.is_number())
    return unix_time{std::chrono::milliseconds{x.get<std::int64_t>()}};
  return x.is_string() ? venues::parse_rfc3339(x.get<std::string>())
                       : std::nullopt;
}

/// What both clients can ask a list for.
struct list_wish {
  std::optional<ballast::market> what;
  std::optional<unix_time> since;
  std::string cursor;
};

/// ccxt's (symbol, since, limit, params), or the SDK's one object; a sentence
/// where ours has no such question.
std::variant<list_wish, std::string_view> wish_of(const request_row& x) {
  list_wish wish;
  if (!x.argument(0).is_object()) {
    if (!x.argument(0).is_null())
      wish.what = market_of(x.argument(0));
    wish.since = since_of(x.argument(1));
    return wish;
  }
  const auto from = x.argument(0);
  for (const auto* name : {"order_ids", "trade_ids"})
    if (from.contains(name))
      return std::string_view{"not asked: chosen orders or trades alone"};
  for (const auto* name : {"order_side", "order_types"})
    if (from.contains(name))
      return std::string_view{"not asked: of one side or type alone"};
  const auto ids = member(from, "product_ids");
  if (ids.size() > 1)
    return std::string_view{"not asked: several markets, but not all"};
  if (ids.size() == 1)
    wish.what = market_of(ids.at(0));
  wish.since = since_of(member(from, from.contains("start_date")
                                       ? "start_date"
                                       : "start_sequence_timestamp"));
  wish.cursor = text_at(from, "cursor");
  return wish;
}

// Ours asks for whole pages up to now, of all states: see its adapter.
const auto narrower = std::vector<std::string>{
  "order_status", "limit", "end_date", "end_sequence_timestamp"};

asked ask_list(venues::trading& by, const request_row& x, unix_time now) {
  const auto wish = wish_of(x);
  if (const auto* reason = std::get_if<std::string_view>(&wish))
    return *reason;
  const auto& list = std::get<list_wish>(wish);
  const auto* what = list.what ? &*list.what : nullptr;
  if (x.endpoint == "open_orders")
    return asked_call{by.open_orders_request(what, list.cursor, now).call,
                      narrower};
  if (x.endpoint == "orders")
    return asked_call{
      by.closed_orders_request(what, list.since, list.cursor, now).call,
      narrower};
  return asked_call{by.fills_request(what, list.since, list.cursor, now).call,
                    narrower};
}

asked ask_fees(venues::trading& by, const request_row& x, unix_time now) {
  if (x.argument(0).is_null())
    return std::string_view{"not asked: fees of all kinds of market"};
  return asked_call{by.fees_request({}, now).call, {}};
}

asked ask_book(venues::trading& by, const request_row& x, unix_time /*now*/) {
  if (x.argument(1).is_object())
    return std::string_view{"not asked: levels drawn together"};
  const auto depth
    = x.argument(1).is_null() ? 0 : x.argument(1).get<unsigned>();
  return asked_call{by.book_request(market_of(x.argument(0)), depth).call, {}};
}

asked ask_trades(venues::trading& by, const request_row& x, unix_time /*now*/) {
  const auto what = market_of(x.argument(0));
  if (x.endpoint == "ticker")
    return asked_call{by.ticker_request(what).call, {}};
  if (x.arguments.size() > 2)
    return std::string_view{"not asked: trades of a window"};
  return asked_call{by.trades_request(what).call,
                    x.argument(1).is_null() ? std::vector<std::string>{"limit"}
                                            : std::vector<std::string>{}};
}

struct intent {
  order_action what;
  asked (*ask)(venues::trading&, const request_row&, unix_time);
};

const std::map<std::string, intent>& intents() {
  static const auto result = std::map<std::string, intent>{
    {"place_order", {order_action::place, ask_to_place}},
    {"preview_order", {order_action::test, ask_to_place}},
    {"cancel_order", {order_action::cancel, ask_to_cancel}},
    {"edit_order", {order_action::amend, ask_to_edit}},
    {"query_order", {order_action::query, ask_order}},
    {"open_orders", {order_action::open_orders, ask_list}},
    {"orders", {order_action::closed_orders, ask_list}},
    {"fills", {order_action::fills, ask_list}},
    {"fees", {order_action::fees, ask_fees}},
    {"order_book", {order_action::book, ask_book}},
    {"trades", {order_action::trades, ask_trades}},
    {"ticker", {order_action::ticker, ask_trades}},
  };
  return result;
}

/// Amounts without the zeros at their end: "10000.00" is what "10000" is.
json shortest(json body) {
  static const auto amounts = std::set<std::string>{
    "base_size", "quote_size", "limit_price", "price", "size"};
  for (auto& [name, value] : body.items())
    if (value.is_object())
      value = shortest(value);
    else if (amounts.contains(name) && value.is_string())
      value = amount_of(value).to_string();
  return body;
}

/// A query with today's spelling, its times in one form, and without what ours
/// does not ask.
void set_query(net::call& x, const std::vector<std::string>& less) {
  auto all = query_of(x);
  for (const auto& name : less)
    remove(all, name);
  auto text = path_of(x) + '?';
  for (const auto& [name, value] : all) {
    const auto time = venues::parse_rfc3339(value);
    text += (name == "product_id" && x.target.find("historical") != text.npos
               ? "product_ids"
               : name)
            + '=' + (time ? venues::to_rfc3339(*time) : value) + '&';
  }
  text.pop_back();
  x.target = text;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& x : names)
    text += (text.empty() ? "less " : ", ") + x;
  return text;
}

} // namespace

bool is_about_orders(const std::string& kind) {
  return intents().contains(kind);
}

judgement order_request(const request_row& x, const api_key& key,
                        unix_time now) {
  venues::adapter_options options;
  options.key = key.name;
  options.secret = key.secret;
  const auto by = venues::make_coinbase(options);
  if (!by)
    return failed(by.error().text);
  const auto& intent = intents().at(x.endpoint);
  const auto ours = intent.ask(*(*by)->trader(), x, now);
  if (const auto* reason = std::get_if<std::string_view>(&ours))
    return left_out(*reason);
  auto [call, less] = std::get<asked_call>(ours);
  auto recorded = x.call;
  if (!recorded.body.empty())
    recorded.body = shortest(json::parse(recorded.body)).dump();
  for (auto* one : {&recorded, &call})
    if (one->target.find('?') != std::string::npos)
      set_query(*one, less);
  return with_remark(
    compare_signed(recorded, call, is_signed(intent.what), key, now),
    joined(less));
}

} // namespace ballast::conformance
