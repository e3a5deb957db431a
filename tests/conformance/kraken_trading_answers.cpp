// Answers about orders and fills, and about one market's book and trades.
#include "tests/conformance/kraken.hpp"
#include "venues/trading.hpp"

#include <algorithm>
#include <stdexcept>

namespace ballast::conformance {

namespace {

using venues::trading;

net::reply good(const std::string& body) { return {200, {}, body}; }

/// A market by the id or the altname that an answer calls it.
const market* market_called(const kraken_markets& markets,
                            const std::string& name) {
  for (const auto& [canonical, x] : markets)
    if (x.venue_symbol == name)
      return &x;
  for (const auto& [canonical, x] : markets) {
    auto altname = x.symbol.base + x.symbol.quote;
    for (const auto& [ours, theirs] :
         {std::pair{"BTC", "XBT"}, std::pair{"DOGE", "XDG"}}) {
      if (x.symbol.base == ours)
        altname = theirs + x.symbol.quote;
      if (x.symbol.quote == ours)
        altname = x.symbol.base + theirs;
    }
    if (altname == name)
      return &x;
  }
  return nullptr;
}

std::string canonical_of(const kraken_markets& markets,
                         const std::string& name) {
  const auto* found = market_called(markets, name);
  return found != nullptr ? found->symbol.to_string() : "of no list";
}

void compare_moment(differences& to, const char* what, const json& recorded,
                    std::optional<unix_time> ours) {
  to.texts(what, recorded.is_null() ? "none" : recorded.dump(),
           ours ? std::to_string(ours->time_since_epoch().count()) : "none");
}

std::string state_name(const order_report& x) {
  if (x.state == order_state::open && !x.filled.is_zero())
    return "partially_filled";
  return x.state == order_state::cancelled ? "canceled" : to_string(x.state);
}

/// The limit, where the order has one of its own.
void compare_limit(differences& to, const json& row, const order_report& ours) {
  const auto type = text_at(row, "ordertype");
  if (type == "limit" || type == "market")
    compare_decimals(to, "price", row.at("price"), ours.price);
  else if (type.ends_with("-limit"))
    compare_decimals(to, "price2", row.at("price2"), ours.price);
}

void compare_order(differences& to, const json& row, const order_report& ours,
                   const kraken_markets& markets) {
  to.texts("txid", text_at(row, "txid"), ours.venue_id);
  to.texts("status", text_at(row, "canonical_status"), state_name(ours));
  // The same again in the venue's own word.
  const auto status = text_at(row, "status");
  to.texts("status", status == "closed" ? "filled" : status,
           ours.state == order_state::cancelled ? "canceled"
                                                : to_string(ours.state));
  to.texts("pair", canonical_of(markets, text_at(row, "pair")),
           ours.symbol.to_string());
  to.texts("side", text_at(row, "side"),
           ours.side == side::buy ? "buy" : "sell");
  const auto type = text_at(row, "ordertype");
  to.texts("ordertype", type == "limit" || type == "market" ? type : "other",
           ours.type == order_type::limit    ? "limit"
           : ours.type == order_type::market ? "market"
                                             : "other");
  compare_limit(to, row, ours);
  const auto asked = ours.size.is_zero() ? ours.cost : ours.size;
  compare_decimals(to, "volume", row.at("volume"), asked);
  compare_decimals(to, "filled", row.at("filled"), ours.filled);
  compare_decimals(to, "remaining", row.at("remaining"), asked - ours.filled);
  if (!ours.filled.is_zero())
    compare_decimals(to, "avg_price", row.at("avg_price"), ours.average_price);
  compare_decimals(to, "cost", row.at("cost"), ours.filled_cost);
  compare_decimals(to, "fee", row.at("fee"), ours.fee);
  to.texts("cl_ord_id", text_at(row, "cl_ord_id"), ours.client_id);
  compare_moment(to, "open_time_ms", row.at("open_time_ms"), ours.created);
  compare_moment(to, "close_time_ms", row.at("close_time_ms"), ours.updated);
  to.texts("post_only", row.at("post_only").dump(),
           ours.post_only ? "true" : "false");
}

/// What ccxt makes of the same order, as far as it derives nothing.
void compare_unified_order(differences& to, const json& row,
                           const order_report& ours) {
  to.texts("symbol", text_at(row, "symbol"), ours.symbol.to_string());
  to.texts("side", text_at(row, "side"),
           ours.side == side::buy ? "buy" : "sell");
  to.numbers("amount", number_of(row.at("amount")), ours.size.to_double());
  to.numbers("filled", number_of(row.at("filled")), ours.filled.to_double());
  compare_moment(to, "timestamp", row.at("timestamp"), ours.created);
  to.numbers("fee", number_of(row.at("fee").at("cost")), ours.fee.to_double());
  for (const auto& fee : row.at("fees"))
    to.numbers("fees", number_of(fee.at("cost")), ours.fee.to_double());
  if (!ours.fee_currency.empty())
    to.texts("fee currency", text_at(row.at("fee"), "currency"),
             ours.fee_currency);
}

const order_report* order_called(const std::vector<order_report>& all,
                                 const std::string& id) {
  const auto found
    = std::find_if(all.begin(), all.end(),
                   [&](const order_report& x) { return x.venue_id == id; });
  return found == all.end() ? nullptr : &*found;
}

/// The trades of an order, of which both know the ids alone.
void compare_trades_of(differences& to, const json& row, json orders) {
  for (const auto* name : {"open", "closed"})
    if (orders.contains(name))
      orders = json(orders.at(name));
  const auto all = member(orders.at(text_at(row, "id")), "trades");
  for (const auto& trade : row.at("trades"))
    if (std::find(all.begin(), all.end(), trade.at("id")) == all.end()
        || text_at(trade, "symbol") != text_at(row, "symbol"))
      to.note("a trade of another order: " + text_at(trade, "id"));
}

void compare_orders(differences& to, const response_row& x,
                    const std::vector<order_report>& ours,
                    const kraken_markets& markets) {
  const auto& rows = x.expected.at("orders");
  if (rows.size() != ours.size())
    to.texts("orders", std::to_string(rows.size()),
             std::to_string(ours.size()));
  for (const auto& row : rows)
    if (const auto* found = order_called(ours, text_at(row, "txid")))
      compare_order(to, row, *found, markets);
    else
      to.note("no order " + text_at(row, "txid"));
  auto unified = x.unified;
  if (unified.is_object())
    unified = json::array({unified});
  if (unified.is_null())
    return;
  for (const auto& row : unified) {
    const auto* found = order_called(ours, text_at(row, "id"));
    if (found == nullptr)
      to.note("no order " + text_at(row, "id"));
    else
      compare_unified_order(to, row, *found);
    compare_trades_of(to, row, x.raw.at("result"));
  }
}

/// One answer about several orders is several answers about one.
judgement check_query(const trading& by, const response_row& x,
                      const kraken_markets& markets) {
  differences found;
  std::vector<order_report> ours;
  for (const auto& [id, row] : x.raw.at("result").items()) {
    const auto read = by.query_answer(kraken_reply({{id, row}}));
    const auto* value = value_of(found, read);
    if (value != nullptr && value->found)
      ours.push_back(*value->found);
  }
  compare_orders(found, x, ours, markets);
  return found.verdict();
}

judgement check_list(const trading& by, const response_row& x,
                     const kraken_markets& markets) {
  differences found;
  const auto read = x.kind == "open_orders"
                      ? by.open_orders_answer(good(x.body))
                      : by.closed_orders_answer(good(x.body));
  if (const auto* value = value_of(found, read)) {
    compare_orders(found, x, value->orders, markets);
    found.texts("next page", "", value->next);
  }
  return found.verdict();
}

judgement check_placement(const trading& by, const response_row& x) {
  differences found;
  const auto read = by.place_answer(good(x.body));
  found.texts("fate", "accepted", to_string(read.fate));
  const auto* value = value_of(found, read);
  if (value != nullptr) {
    found.texts("txid", x.expected.at("txids").front().get<std::string>(),
                value->venue_id);
    if (!x.unified.is_null())
      found.texts("id", text_at(x.unified, "id"), value->venue_id);
  }
  return found.verdict();
}

judgement check_cancel(const trading& by, const response_row& x) {
  differences found;
  const auto read = by.cancel_answer_of(good(x.body));
  found.texts("fate", "taken", to_string(read.fate));
  found.texts("count", x.expected.at("count").dump(), "1");
  return found.verdict();
}

judgement check_dead_man(const trading& by, const response_row& x) {
  differences found;
  const auto read = by.dead_man_answer(good(x.body));
  value_of(found, read);
  found.texts("triggerTime",
              "cancels all at " + text_at(x.expected, "triggerTime"),
              read.text);
  return found.verdict();
}

void compare_fill(differences& to, const json& row, const fill& ours,
                  const kraken_markets& markets) {
  to.texts("trade", text_at(row, "trade"), ours.trade_id);
  to.texts("order", text_at(row, "order"), ours.order_id);
  to.texts("pair", canonical_of(markets, text_at(row, "pair")),
           ours.symbol.to_string());
  to.texts("side", text_at(row, "side"),
           ours.side == side::buy ? "buy" : "sell");
  compare_decimals(to, "price", row.at("price"), ours.price);
  compare_decimals(to, "qty", row.at("qty"), ours.size);
  compare_decimals(to, "fee", row.at("fee"), ours.fee);
  compare_moment(to, "time_ms", row.at("time_ms"), ours.at);
  to.texts("maker", row.at("maker").dump(),
           !ours.maker   ? "null"
           : *ours.maker ? "true"
                         : "false");
}

void compare_unified_fill(differences& to, const json& row, const fill& ours) {
  to.texts("order", text_at(row, "order"), ours.order_id);
  to.texts("symbol", text_at(row, "symbol"), ours.symbol.to_string());
  to.texts("side", text_at(row, "side"),
           ours.side == side::buy ? "buy" : "sell");
  to.numbers("price", number_of(row.at("price")), ours.price.to_double());
  to.numbers("amount", number_of(row.at("amount")), ours.size.to_double());
  compare_moment(to, "timestamp", row.at("timestamp"), ours.at);
  for (const auto& fee : row.at("fees")) {
    to.numbers("fees", number_of(fee.at("cost")), ours.fee.to_double());
    to.texts("currency", text_at(fee, "currency"), ours.fee_currency);
  }
  to.numbers("fee", number_of(row.at("fee").at("cost")), ours.fee.to_double());
  to.texts("currency", text_at(row.at("fee"), "currency"), ours.fee_currency);
}

judgement check_fills(const trading& by, const response_row& x,
                      const kraken_markets& markets) {
  differences found;
  const auto read = by.fills_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  std::size_t strangers = 0;
  const auto called = [&](const std::string& id) -> const fill* {
    for (const auto& ours : value->fills)
      if (ours.trade_id == id)
        return &ours;
    return nullptr;
  };
  for (const auto& row : x.expected.at("trades")) {
    const auto* ours = called(text_at(row, "trade"));
    if (ours != nullptr)
      compare_fill(found, row, *ours, markets);
    else if (market_called(markets, text_at(row, "pair")) == nullptr
             && read.text.find(text_at(row, "trade")) != std::string::npos)
      ++strangers;
    else
      found.note("no trade " + text_at(row, "trade"));
  }
  if (value->fills.size() + strangers != x.expected.at("trades").size())
    found.note("a trade too many");
  if (!x.unified.is_null())
    for (const auto& row : x.unified) {
      const auto* ours = called(text_at(row, "id"));
      if (ours == nullptr)
        found.note("no trade " + text_at(row, "id"));
      else
        compare_unified_fill(found, row, *ours);
    }
  return strangers == 0 || !found.empty()
           ? found.verdict()
           : left_out("a market that is on no recorded list");
}

judgement check_fees(const trading& by, const response_row& x) {
  differences found;
  const auto read = by.fees_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto percent = [](decimal fraction) {
    return decimal::from_units(fraction.units() * 100);
  };
  for (const auto& [pair, fee] : x.expected.at("taker_percent").items())
    compare_decimals(found, pair, fee, percent(value->taker));
  for (const auto& [pair, fee] : x.expected.at("maker_percent").items())
    compare_decimals(found, pair, fee, percent(value->maker));
  return found.verdict();
}

void compare_levels(differences& to, const json& rows,
                    const std::vector<book_level>& ours) {
  if (rows.size() != ours.size())
    to.texts("levels", std::to_string(rows.size()),
             std::to_string(ours.size()));
  for (std::size_t i = 0; i < std::min(rows.size(), ours.size()); ++i) {
    if (rows[i][0].is_number()) {
      to.numbers("price", number_of(rows[i][0]), ours[i].price.to_double());
      to.numbers("size", number_of(rows[i][1]), ours[i].size.to_double());
      continue;
    }
    compare_decimals(to, "price", rows[i][0], ours[i].price);
    compare_decimals(to, "size", rows[i][1], ours[i].size);
  }
}

judgement check_book(const trading& by, const response_row& x,
                     const kraken_markets& markets) {
  differences found;
  const auto read = by.book_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  found.texts("pair_key",
              canonical_of(markets, text_at(x.expected, "pair_key")),
              value->symbol.to_string());
  compare_levels(found, x.expected.at("asks"), value->asks);
  compare_levels(found, x.expected.at("bids"), value->bids);
  if (x.unified.is_null())
    return found.verdict();
  for (const auto* name : {"asks", "bids"}) {
    const auto& rows = x.unified.at(name);
    compare_levels(found, rows,
                   std::string_view{name} == "asks" ? value->asks
                                                    : value->bids);
    // When a level last changed, which ours does not keep.
    const auto& raw = x.raw.at("result").front().at(name);
    for (std::size_t i = 0; i < std::min(rows.size(), raw.size()); ++i)
      found.texts("seconds", raw[i][2].dump(), rows[i][2].dump());
  }
  return found.verdict();
}

judgement check_trades(const trading& by, const response_row& x) {
  differences found;
  const auto read = by.trades_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& rows = x.expected.at("trades");
  if (rows.size() != value->size())
    found.note("not as many trades");
  for (std::size_t i = 0; i < std::min(rows.size(), value->size()); ++i) {
    const auto& ours = (*value)[i];
    compare_decimals(found, "price", rows[i].at("price"), ours.price);
    compare_decimals(found, "qty", rows[i].at("qty"), ours.size);
    found.texts("side", text_at(rows[i], "side"),
                ours.taker == side::buy ? "buy" : "sell");
    const auto& number = rows[i].at("trade_id");
    found.texts("trade_id", number.is_null() ? "" : number.dump(),
                ours.trade_id);
    // Ours are cut off after milliseconds.
    const auto seconds = decimal_of(rows[i].at("time_s"));
    const auto millisecond = decimal::from_units(1'000'000'000'000'000);
    const auto ms = round_to(seconds, millisecond, rounding::down);
    found.texts("time_s", ms.to_string(),
                decimal::from_units(int128{ours.at.time_since_epoch().count()}
                                    * millisecond.units())
                  .to_string());
  }
  return found.verdict();
}

judgement check_token(const trading& by, const response_row& x) {
  differences found;
  const auto read = by.stream_token_answer(good(x.body));
  if (const auto* value = value_of(found, read))
    found.texts("token", text_at(x.expected, "token"), *value);
  return found.verdict();
}

} // namespace

bool is_of_trading(const std::string& kind) {
  for (const auto* name :
       {"add_order", "cancel_order", "cancel_after", "open_orders",
        "closed_orders", "query_orders", "query_trades", "trades_history",
        "trade_volume", "order_book", "trades", "ws_token"})
    if (kind == name)
      return true;
  return false;
}

judgement check_trading(const response_row& x, venues::adapter& by,
                        const kraken_markets& markets) {
  const auto& trader = *by.trader();
  if (x.kind == "add_order")
    return check_placement(trader, x);
  if (x.kind == "cancel_order")
    return check_cancel(trader, x);
  if (x.kind == "cancel_after")
    return check_dead_man(trader, x);
  if (x.kind == "query_orders")
    return check_query(trader, x, markets);
  if (x.kind == "open_orders" || x.kind == "closed_orders")
    return check_list(trader, x, markets);
  if (x.kind == "trades_history" || x.kind == "query_trades")
    return check_fills(trader, x, markets);
  if (x.kind == "trade_volume")
    return check_fees(trader, x);
  if (x.kind == "order_book")
    return check_book(trader, x, markets);
  if (x.kind == "trades")
    return check_trades(trader, x);
  return check_token(trader, x);
}

void compare_fates(differences& to, const error_row& x, venues::adapter& by) {
  const auto is_unknown = x.expected_class == "unknown_outcome"
                          || x.expected_class == "retry_backoff";
  to.texts("fate of an order", is_unknown ? "unknown" : "refused",
           to_string(by.trader()->place_answer(x.reply).fate));
  const auto cancelled = by.trader()->cancel_answer_of(x.reply).fate;
  const auto is_unknown_order
    = text_at(x.raw, "error").empty()
      && (x.reply.body.find("EOrder:Unknown order") != std::string::npos
          || x.reply.body.find("EOrder:Invalid order") != std::string::npos);
  to.texts("fate of a cancel",
           is_unknown         ? "unknown"
           : is_unknown_order ? "unknown order"
                              : "refused",
           to_string(cancelled));
}

} // namespace ballast::conformance
