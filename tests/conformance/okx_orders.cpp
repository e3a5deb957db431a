// Requests about orders, and answers to them.
#include "tests/conformance/okx.hpp"
#include "venues/okx/order_codec.hpp"
#include "venues/okx/signer.hpp"
#include "venues/okx/symbols.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ballast::conformance {

namespace {

namespace okx = venues::okx;
using venues::order_ref;

/// A recorded number, with its digits as they were written.
decimal decimal_of(const json& x) {
  const auto text = x.is_string() ? x.get<std::string>() : x.dump();
  return *decimal::parse(text);
}

/// As ccxt rounds a price: to the nearest tick.
decimal nearest(decimal price, decimal tick) {
  const auto half = decimal::from_units(tick.units() / 2);
  return round_to(price + half, tick, rounding::down);
}

order_ticket ticket_like(const market& what, const std::string& type,
                         const std::string& direction, const json& amount,
                         const json& price, const json& params) {
  order_ticket ticket;
  ticket.client_id = text_at(params, "clOrdId");
  ticket.side = direction == "buy" ? side::buy : side::sell;
  ticket.type = type == "market" ? order_type::market : order_type::limit;
  ticket.size = round_size(decimal_of(amount), what.size_increment);
  if (ticket.type == order_type::limit)
    ticket.price = nearest(decimal_of(price), what.price_increment);
  ticket.post_only = member(params, "postOnly") == true;
  if (text_at(params, "timeInForce") == "FOK")
    ticket.lives = time_in_force::fill_or_kill;
  return ticket;
}

/// Of an order in the venue's own words.
order_ticket ticket_of_raw(const json& x) {
  order_ticket ticket;
  ticket.client_id = text_at(x, "clOrdId");
  ticket.side = text_at(x, "side") == "buy" ? side::buy : side::sell;
  ticket.type = text_at(x, "ordType") == "market" ? order_type::market
                                                  : order_type::limit;
  (text_at(x, "tgtCcy") == "quote_ccy" ? ticket.cost : ticket.size)
    = decimal_of(x.at("sz"));
  if (x.contains("px"))
    ticket.price = decimal_of(x.at("px"));
  return ticket;
}

net::call as_call(okx::post x) {
  net::call made;
  made.method = "POST";
  made.base = "https://www.okx.com";
  made.target = std::move(x.target);
  made.body = std::move(x.body);
  return made;
}

std::string text_of(const json& x) {
  return x.is_string() ? x.get<std::string>() : std::string{};
}

/// What became of each order, as the venue wrote it: "51008 no funds (1000)".
std::string words_of(const json& row) {
  const auto code = text_at(row, "sCode");
  const auto message = text_at(row, "sMsg");
  const auto detail = text_at(row, "subCode");
  return code + (message.empty() ? "" : ' ' + message)
         + (detail.empty() ? "" : " (" + detail + ')');
}

void compare_word(differences& to, const json& row, const char* name,
                  const std::string& ours) {
  to.texts(name, text_of(member(row, name)), ours);
}

std::string type_name(const order_report& x) {
  if (x.type == order_type::market)
    return "market";
  if (x.post_only)
    return "post_only";
  return x.lives == time_in_force::fill_or_kill          ? "fok"
         : x.lives == time_in_force::immediate_or_cancel ? "ioc"
                                                         : "limit";
}

std::string milliseconds(const std::optional<unix_time>& x) {
  return x ? std::to_string(x->time_since_epoch().count()) : "null";
}

std::string state_of(const json& row, const char* name) {
  const auto text = text_at(row, name);
  return text == "live" ? "open" : text;
}

void compare_order(differences& to, const json& row, const order_report& x) {
  compare_word(to, row, "ordId", x.venue_id);
  compare_word(to, row, "clOrdId", x.client_id);
  compare_word(to, row, "instId", okx::instrument_id_of(x.symbol));
  compare_word(to, row, "side", x.side == side::buy ? "buy" : "sell");
  compare_word(to, row, "ordType", type_name(x));
  compare_word(to, row, "sz_unit", x.size.is_zero() ? "quote" : "base");
  compare_word(to, row, "fee_ccy", x.fee_currency);
  compare_decimals(to, "price", row.at("price"), x.price);
  compare_decimals(to, "sz", row.at("sz"), x.size + x.cost);
  compare_decimals(to, "filled_base", row.at("filled_base"), x.filled);
  compare_decimals(to, "avg_price", row.at("avg_price"), x.average_price);
  compare_decimals(to, "fee_paid", row.at("fee_paid"), x.fee);
  to.texts("state", state_of(row, "state"), to_string(x.state));
  to.texts("canonical_status", state_of(row, "canonical_status"),
           to_string(x.state));
  to.texts("create_time_ms", row.at("create_time_ms").dump(),
           milliseconds(x.created));
  to.texts("update_time_ms", row.at("update_time_ms").dump(),
           milliseconds(x.updated));
}

judgement check_orders(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.open_orders_answer(okx_reply(x.body));
  const auto* page = value_of(found, read);
  if (page == nullptr)
    return found.verdict();
  const auto& rows = x.raw.at("data");
  if (std::none_of(rows.begin(), rows.end(), is_okx_spot)) {
    found.texts("spot orders", "0", std::to_string(page->orders.size()));
    return found.empty() ? left_out(okx_derivatives) : found.verdict();
  }
  if (page->orders.size() != x.expected.size())
    return failed("not as many orders");
  for (std::size_t i = 0; i < page->orders.size(); ++i)
    compare_order(found, x.expected[i], page->orders[i]);
  found.texts(
    "closed orders", std::to_string(page->orders.size()),
    std::to_string(
      by.closed_orders_answer(okx_reply(x.body)).value.value().orders.size()));
  return found.verdict();
}

judgement check_order(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.query_answer(okx_reply(x.body));
  if (const auto* value = value_of(found, read)) {
    if (!value->found)
      return failed("no order was found");
    compare_order(found, x.expected.at(0), *value->found);
  }
  return found.verdict();
}

judgement check_placements(const response_row& x) {
  differences found;
  for (std::size_t i = 0; i < x.expected.size(); ++i) {
    const auto& row = x.expected[i];
    const auto read = okx::decode_placement(okx_reply(x.body), i);
    const auto taken = read.fate == placement::accepted;
    found.texts("fate", row.at("ok") == true ? "accepted" : "refused",
                to_string(read.fate));
    found.texts("words", words_of(row), taken ? "0" : read.text);
    found.texts("value", taken ? "yes" : "no", read.value ? "yes" : "no");
    // A refusal keeps no ids.
    const auto& raw = x.raw.at("data").at(i);
    compare_word(found, row, "ordId",
                 taken ? read.value->venue_id : text_at(raw, "ordId"));
    compare_word(found, row, "clOrdId",
                 taken ? read.value->client_id : text_at(raw, "clOrdId"));
  }
  return found.verdict();
}

judgement check_cancels(const response_row& x) {
  differences found;
  for (std::size_t i = 0; i < x.expected.size(); ++i) {
    const auto& row = x.expected[i];
    const auto read = okx::decode_cancel(okx_reply(x.body), i);
    found.texts("fate", row.at("ok") == true ? "taken" : "refused",
                venues::to_string(read.fate));
    found.texts("words", words_of(row),
                read.fate == venues::cancel_fate::taken ? "0" : read.text);
  }
  return found.verdict();
}

judgement check_dead_man(const venues::trading& by, const response_row& x) {
  differences found;
  static_cast<void>(value_of(found, by.dead_man_answer(okx_reply(x.body))));
  found.texts("triggerTime", text_at(x.expected.at(0), "triggerTime"),
              text_at(x.raw.at("data").at(0), "triggerTime"));
  return found.verdict();
}

judgement check_fills(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.fills_answer(okx_reply(x.body));
  const auto* page = value_of(found, read);
  if (page == nullptr || page->fills.size() != x.expected.size())
    return failed("not as many fills: " + read.text);
  for (std::size_t i = 0; i < page->fills.size(); ++i) {
    const auto& row = x.expected[i];
    const auto& ours = page->fills[i];
    compare_word(found, row, "tradeId", ours.trade_id);
    compare_word(found, row, "ordId", ours.order_id);
    compare_word(found, row, "instId", okx::instrument_id_of(ours.symbol));
    compare_word(found, row, "side", ours.side == side::buy ? "buy" : "sell");
    compare_word(found, row, "fee_ccy", ours.fee_currency);
    compare_decimals(found, "price", row.at("price"), ours.price);
    compare_decimals(found, "qty", row.at("qty"), ours.size);
    compare_decimals(found, "fee_paid", row.at("fee_paid"), ours.fee);
    found.texts("maker", row.at("maker").dump(),
                ours.maker.value() ? "true" : "false");
    found.texts("ts_ms", row.at("ts_ms").dump(), milliseconds(ours.at));
  }
  return found.verdict();
}

judgement check_fees(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.fees_answer(okx_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& row = x.expected.at(0);
  compare_decimals(found, "maker", row.at("maker_rate_paid"), value->maker);
  compare_decimals(found, "taker", row.at("taker_rate_paid"), value->taker);
  for (const auto& group : row.at("groups")) {
    compare_decimals(found, "maker of a group", group.at("maker"),
                     value->maker);
    compare_decimals(found, "taker of a group", group.at("taker"),
                     value->taker);
  }
  return found.verdict();
}

void compare_side(differences& to, const json& rows,
                  const std::vector<book_level>& ours) {
  if (rows.size() != ours.size())
    to.note("not as many levels");
  for (std::size_t i = 0; i < std::min(rows.size(), ours.size()); ++i) {
    const auto& row = rows[i];
    if (row.at(0).is_string()) {
      compare_decimals(to, "price", row.at(0), ours[i].price);
      compare_decimals(to, "size", row.at(1), ours[i].size);
      continue;
    }
    to.numbers("unified price", number_of(row.at(0)),
               ours[i].price.to_double());
    to.numbers("unified size", number_of(row.at(1)), ours[i].size.to_double());
    to.numbers("what ccxt adds", number_of(row.at(2)), 0);
  }
}

judgement check_book(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.book_answer(okx_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  compare_side(found, x.expected.at("asks"), value->asks);
  compare_side(found, x.expected.at("bids"), value->bids);
  found.texts("ts_ms", x.expected.at("ts_ms").dump(), milliseconds(value->at));
  const auto sequence = x.expected.at("seqId");
  found.texts("seqId", sequence.is_null() ? "0" : sequence.dump(),
              std::to_string(value->sequence));
  if (x.unified.is_null())
    return found.verdict();
  compare_side(found, x.unified.at("asks"), value->asks);
  compare_side(found, x.unified.at("bids"), value->bids);
  found.texts("timestamp", x.unified.at("timestamp").dump(),
              milliseconds(value->at));
  found.texts("datetime", text_at(x.unified, "datetime"),
              okx::timestamp_of(value->at.value()));
  return found.verdict();
}

judgement check_trades(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.trades_answer(okx_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr || value->size() != x.expected.size())
    return failed("not as many trades: " + read.text);
  for (std::size_t i = 0; i < value->size(); ++i) {
    // The newest is recorded first, and ours has it last.
    const auto& row = x.expected[value->size() - 1 - i];
    const auto& ours = (*value)[i];
    compare_word(found, row, "tradeId", ours.trade_id);
    compare_word(found, row, "side",
                 ours.taker.value() == side::buy ? "buy" : "sell");
    compare_decimals(found, "price", row.at("price"), ours.price);
    compare_decimals(found, "qty", row.at("qty"), ours.size);
    found.texts("ts_ms", row.at("ts_ms").dump(), milliseconds(ours.at));
  }
  return found.verdict();
}

} // namespace

ballast::market okx_vectors::market_named(const json& symbol) const {
  return symbol.is_string() ? markets_.at(symbol.get<std::string>())
                            : ballast::market{};
}

net::call okx_vectors::ask_to_place(const request_row& x) const {
  auto& by = *signer_->trader();
  if (x.method == "createOrders") {
    std::vector<order_ticket> tickets;
    std::vector<ballast::market> markets;
    for (const auto& y : x.argument(0)) {
      markets.push_back(market_named(y.at("symbol")));
      tickets.push_back(ticket_like(markets.back(), y.at("type"), y.at("side"),
                                    y.at("amount"), y.at("price"),
                                    y.at("params")));
    }
    std::vector<okx::ticket_of> all;
    for (std::size_t i = 0; i < tickets.size(); ++i)
      all.push_back({markets[i].venue_symbol, &tickets[i]});
    return as_call(okx::placing(all, "cash"));
  }
  if (x.method == "privatePostTradeOrder") {
    ballast::market what;
    what.venue_symbol = text_at(x.argument(0), "instId");
    return by.place_request(what, ticket_of_raw(x.argument(0)), okx_clock).call;
  }
  const auto what = market_named(x.argument(0));
  if (x.method == "createMarketBuyOrderWithCost") {
    order_ticket ticket;
    ticket.type = order_type::market;
    ticket.cost = decimal_of(x.argument(1));
    ticket.client_id = text_at(x.argument(2), "clOrdId");
    return by.place_request(what, ticket, okx_clock).call;
  }
  return by
    .place_request(what,
                   ticket_like(what, x.argument(1), x.argument(2),
                               x.argument(3), x.argument(4), x.argument(5)),
                   okx_clock)
    .call;
}

/// Asks for a list of orders or fills, of one market or of all.
net::call okx_vectors::ask_for_list(const request_row& x,
                                    const std::string& path) const {
  using std::chrono::hours;
  auto& by = *signer_->trader();
  const auto what = market_named(x.argument(0));
  const auto* chosen = what.venue_symbol.empty() ? nullptr : &what;
  if (path == "trade/orders-pending")
    return by.open_orders_request(chosen, {}, okx_clock).call;
  if (path == "trade/orders-history")
    return by.closed_orders_request(chosen, std::nullopt, {}, okx_clock).call;
  if (path == "trade/orders-history-archive")
    return by
      .closed_orders_request(chosen, okx_clock - hours{24 * 30}, {}, okx_clock)
      .call;
  if (path != "trade/fills-history")
    throw std::runtime_error{"a path that is not understood: " + path};
  auto since = std::optional<unix_time>{};
  if (x.argument(1).is_number())
    since
      = unix_time{std::chrono::milliseconds{x.argument(1).get<std::int64_t>()}};
  return by.fills_request(chosen, since, {}, okx_clock).call;
}

net::call okx_vectors::ask_trader(const request_row& x) const {
  auto& by = *signer_->trader();
  const auto path = path_of(x.call).substr(8);
  const auto of
    = [&](std::size_t place) { return market_named(x.argument(place)); };
  const auto which = [&](std::size_t place) {
    return order_ref{of(place), text_of(x.argument(0)),
                     text_at(x.argument(2), "clOrdId")};
  };
  if (x.call.method == "POST" && path.ends_with("orders")
      && !path.starts_with("trade/cancel"))
    return ask_to_place(x);
  if (path == "trade/order")
    return x.call.method == "POST" ? ask_to_place(x)
                                   : by.query_request(which(1), okx_clock).call;
  if (path == "trade/cancel-order")
    return by.cancel_request(which(1), okx_clock).call;
  if (path == "trade/cancel-batch-orders") {
    std::vector<order_ref> all;
    for (const auto& id : x.argument(0))
      all.push_back({of(1), id.get<std::string>(), {}});
    return as_call(okx::cancelling(all));
  }
  if (path == "trade/amend-order")
    return by
      .amend_request({of(1), text_of(x.argument(0)), {}},
                     decimal_of(x.argument(5)), decimal_of(x.argument(4)),
                     okx_clock)
      ->call;
  if (path == "trade/cancel-all-after")
    return by
      .dead_man_request(
        std::chrono::seconds{x.argument(0).get<std::int64_t>() / 1000},
        okx_clock)
      ->call;
  if (path == "account/trade-fee")
    return by.fees_request(of(0), okx_clock).call;
  if (path == "market/books")
    return by.book_request(of(0), x.argument(1).get<unsigned>()).call;
  if (path == "market/ticker")
    return by.ticker_request(of(0)).call;
  if (path == "market/trades")
    return by.trades_request(of(0)).call;
  return ask_for_list(x, path);
}

judgement okx_vectors::order_answer(const response_row& x) const {
  const auto& by = *signer_->trader();
  if (x.kind == "place_order" || x.kind == "place_orders"
      || x.kind == "amend_order")
    return check_placements(x);
  if (x.kind == "cancel_order" || x.kind == "cancel_orders")
    return check_cancels(x);
  if (x.kind == "cancel_all_after")
    return check_dead_man(by, x);
  if (x.kind == "order_details")
    return check_order(by, x);
  if (x.kind == "orders_history" || x.kind == "orders_pending")
    return check_orders(by, x);
  if (x.kind == "fills")
    return check_fills(by, x);
  if (x.kind == "trade_fee")
    return check_fees(by, x);
  if (x.kind == "order_book")
    return check_book(by, x);
  if (x.kind == "trades")
    return check_trades(by, x);
  return failed("a kind that is not understood: " + x.kind);
}

} // namespace ballast::conformance
