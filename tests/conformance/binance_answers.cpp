// Answers, refusals and lists of markets.
#include "tests/conformance/binance.hpp"
#include "venues/binance/order_fates.hpp"

#include <algorithm>
#include <stdexcept>

namespace ballast::conformance {

namespace {

constexpr auto derivatives
  = std::string_view{"out of scope: derivatives and stocks"};
constexpr auto other_forms = std::string_view{
  "not asked: other forms of a price; ours asks for the day's figures"};

judgement check_time(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.time_answer(binance_reply(x.body));
  if (const auto* value = value_of(found, read))
    compare_time(found, *value, x.unified);
  return found.verdict("ccxt cuts to whole seconds");
}

judgement check_status(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.status_answer(binance_reply(x.body));
  if (const auto* value = value_of(found, read))
    found.texts("status", text_at(x.unified, "status"),
                *value == market_state::tradable ? "ok" : "maintenance");
  return found.verdict();
}

judgement check_candles(const venues::adapter& by, const response_row& x,
                        unix_time now) {
  if (!x.raw.is_array() || !x.raw.front().is_array())
    return left_out(derivatives);
  differences found;
  const auto read = by.candles_answer(
    binance_reply(x.body), timeframe_of(x.argument(1).get<std::string>()), now);
  if (const auto* value = value_of(found, read))
    compare_candles(found, *value, x.unified, x.argument(2), x.argument(3));
  return found.verdict();
}

judgement check_bulk_ticker(const venues::adapter& by, const response_row& x,
                            const std::set<std::string>& less) {
  if (x.method.empty() || x.method == "fetchLastPrices")
    return left_out(other_forms);
  differences found;
  const auto read = by.tickers_answer(binance_reply(x.body));
  if (const auto* value = value_of(found, read))
    compare_tickers(found, *value, x.unified, x.kind, less, false);
  return found.verdict();
}

judgement check_ticker(venues::trading& by, const response_row& x,
                       const std::set<std::string>& less) {
  if (!x.raw.contains("lastPrice"))
    return left_out(other_forms);
  differences found;
  const auto read = by.ticker_answer(binance_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  compare_decimals(found, "last", x.raw.at("lastPrice"), value->last);
  if (!x.unified.is_null())
    compare_tickers(found, {*value},
                    json{{text_at(x.unified, "symbol"), x.unified}}, x.kind,
                    less, true);
  return found.verdict();
}

judgement check_balances(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.balances_answer(binance_reply(x.body));
  if (!x.raw.contains("balances"))
    return read.value ? failed("read balances where there are none")
                      : left_out("out of scope: margin and funding");
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  for (const auto& row : x.raw.at("balances"))
    for (const auto& ours : value->balances)
      if (text_at(row, "asset") == ours.currency) {
        compare_decimals(found, "free", row.at("free"), ours.available);
        compare_decimals(found, "locked", row.at("locked"), ours.held);
      }
  if (!x.unified.is_null())
    compare_balances(found, value->balances, x.unified, {});
  return found.verdict();
}

/// What is no answer to an order at this venue must not be taken for one.
judgement not_read(bool has_value) {
  return has_value ? failed("was read as an order")
                   : checked("no spot order: it is not read");
}

judgement check_placed(venues::trading& by, const response_row& x,
                       const std::set<std::string>& less) {
  const auto read = by.place_answer(binance_reply(x.body));
  if (!x.raw.contains("orderId") || !x.raw.at("orderId").is_number())
    return not_read(read.value.has_value() || read.fate == placement::accepted);
  differences found;
  found.texts("fate", to_string(placement::accepted), to_string(read.fate));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (x.raw.contains("status"))
    compare_raw_order(found, *value, x.raw);
  if (!x.unified.is_null()) {
    compare_order(found, *value, x.unified, x.kind, less);
    compare_order_parts(found, *value, x.unified, x.raw);
  }
  return found.verdict(x.raw.contains("status") ? "" : "ids and time alone");
}

/// An order without an id where none has this one.
order_report order_named(const std::vector<order_report>& all,
                         const std::string& id) {
  const auto found = std::find_if(
    all.begin(), all.end(), [&](const auto& x) { return x.venue_id == id; });
  return found == all.end() ? order_report{} : *found;
}

judgement check_list(venues::trading& by, const response_row& x,
                     const std::set<std::string>& less) {
  const auto all = by.open_orders_answer(binance_reply(x.body));
  const auto over = by.closed_orders_answer(binance_reply(x.body));
  if (!x.raw.is_array())
    return all.value || over.value ? failed("was read as orders")
                                   : left_out(derivatives);
  differences found;
  const auto* value = value_of(found, all);
  const auto* closed = value_of(found, over);
  if (value == nullptr || closed == nullptr)
    return found.verdict();
  if (value->orders.size() != x.raw.size())
    found.texts("orders", std::to_string(x.raw.size()),
                std::to_string(value->orders.size()));
  std::size_t ended = 0;
  for (std::size_t i = 0; i < std::min(value->orders.size(), x.raw.size());
       ++i) {
    const auto& ours = value->orders[i];
    ended += is_over(ours.state) ? 1 : 0;
    compare_raw_order(found, ours, x.raw[i]);
  }
  for (const auto& row : x.unified)
    compare_order(found, order_named(value->orders, text_at(row, "id")), row,
                  x.kind, less);
  found.texts("closed orders", std::to_string(ended),
              std::to_string(closed->orders.size()));
  return found.verdict();
}

judgement check_query(venues::trading& by, const response_row& x,
                      const std::set<std::string>& less) {
  differences found;
  const auto read = by.query_answer(binance_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (!value->found)
    return failed("no order was found");
  compare_raw_order(found, *value->found, x.raw);
  compare_order(found, *value->found, x.unified, x.kind, less);
  return found.verdict();
}

judgement check_cancel(venues::trading& by, const response_row& x) {
  if (x.raw.contains("code"))
    return left_out(derivatives);
  if (x.raw.is_array())
    return by.cancel_all_answer(binance_reply(x.body)).value
             ? checked()
             : failed("cancelled orders are not read");
  const auto read = by.cancel_answer_of(binance_reply(x.body));
  differences found;
  found.texts("fate", to_string(venues::cancel_fate::taken),
              to_string(read.fate));
  value_of(found, read);
  found.texts("status", text_at(x.unified, "status"),
              read.fate == venues::cancel_fate::taken ? "canceled" : "");
  return found.verdict("that it was taken is all that is kept");
}

judgement check_edit(venues::trading& by, const response_row& x) {
  if (!x.raw.contains("amendedOrder"))
    return left_out("out of scope: cancelReplace makes another order of "
                    "another id");
  differences found;
  const auto read = by.amend_answer(binance_reply(x.body));
  found.texts("fate", to_string(placement::accepted), to_string(read.fate));
  if (const auto* value = value_of(found, read))
    compare_raw_order(found, *value, x.raw.at("amendedOrder"));
  return found.verdict();
}

/// What a class of the vectors is to us: to a question, and to an order.
struct meaning {
  outcome_kind kind;
  placement fate;
};

const std::map<std::string, meaning>& classes() {
  using enum outcome_kind;
  static const auto result = std::map<std::string, meaning>{
    {"banned", {banned, placement::refused}},
    {"rate_limited", {throttled, placement::refused}},
    {"resync_clock", {clock_or_nonce, placement::refused}},
    {"auth_fatal", {unauthorised, placement::refused}},
    // The venue says in one word that key, address or right is wrong.
    {"permission", {unauthorised, placement::refused}},
    {"insufficient_funds", {refused, placement::refused}},
    {"post_only_cross", {refused, placement::refused}},
    {"filter", {refused, placement::refused}},
    {"bad_request", {refused, placement::refused}},
    // An order of that id is there: whose, a query tells.
    {"duplicate", {refused, placement::unknown}},
    // No answers to a placement.
    {"not_found", {refused, placement::unknown}},
    {"partial", {refused, placement::unknown}},
    {"unknown_outcome", {unavailable, placement::unknown}},
  };
  return result;
}

} // namespace

net::reply binance_reply(std::string body) {
  return {200, {}, std::move(body)};
}

binance_vectors::binance_vectors(const vector_folder& from) {
  const auto keys = from.document("keys.json");
  clock_ = unix_time{
    std::chrono::milliseconds{keys.at("frozen_clock_ms").get<std::int64_t>()}};
  for (const auto& [name, key] : keys.at("keysets").items())
    if (name != "binance_rsa")
      keys_[name] = {text_at(key, "apiKey"), secret_text(key.at("secret"))};
  reader_ = make_binance_adapter();
  const auto read = reader_->markets_answer(
    binance_reply(from.text("exchangeInfo_2024-09-08.json")));
  if (!read.value)
    throw std::runtime_error{"the list of markets cannot be read: "
                             + read.text};
  for (const auto& x : *read.value)
    markets_[x.symbol.to_string()] = x;
}

const std::set<std::string>& binance_vectors::members_left_out() const {
  // ccxt makes them of others, or ours keeps less of a price than it is told.
  static const auto result = [] {
    std::set<std::string> all;
    for (const auto* kind : {"ticker", "bulk_ticker"})
      for (const auto* name : {"askVolume", "average", "baseVolume",
                               "bidVolume", "change", "datetime", "high", "low",
                               "open", "previousClose", "timestamp", "vwap"})
        all.insert(std::string{kind} + '.' + name);
    for (const auto* kind :
         {"place_order", "query_order", "open_orders", "orders"})
      for (const auto* name :
           {"datetime", "fees", "lastTradeTimestamp", "trades"})
        all.insert(std::string{kind} + '.' + name);
    for (const auto* name :
         {"amount", "clientOrderId", "cost", "datetime", "filled", "id",
          "lastUpdateTimestamp", "postOnly", "price", "remaining", "side",
          "symbol", "timeInForce", "timestamp", "type"})
      all.insert(std::string{"cancel_order."} + name);
    all.insert({"balances.datetime", "balances.timestamp", "fills.cost",
                "fills.datetime", "fills.fees", "order_book.symbol",
                "trades.cost", "trades.datetime", "trades.fee", "trades.fees",
                "trades.symbol"});
    return all;
  }();
  return result;
}

judgement binance_vectors::answer_of_orders(const response_row& x) const {
  auto& trader = *reader_->trader();
  const auto& less = members_left_out();
  if (x.kind == "place_order")
    return check_placed(trader, x, less);
  if (x.kind == "orders" || x.kind == "open_orders")
    return x.method.empty() ? check_placed(trader, x, less)
                            : check_list(trader, x, less);
  if (x.kind == "query_order")
    return check_query(trader, x, less);
  if (x.kind == "cancel_order")
    return check_cancel(trader, x);
  if (x.kind == "edit_order")
    return check_edit(trader, x);
  if (x.kind == "test_order")
    return trader.test_answer(binance_reply(x.body)).value
             ? checked()
             : failed("a test that passed is not read");
  if (x.kind == "error")
    return not_read(trader.place_answer(binance_reply(x.body)).value
                    || trader.cancel_answer_of(binance_reply(x.body)).value);
  return failed("a kind that is not understood: " + x.kind);
}

judgement binance_vectors::answer(const response_row& x) const {
  auto& trader = *reader_->trader();
  if (x.kind == "server_time")
    return check_time(*reader_, x);
  if (x.kind == "status")
    return check_status(*reader_, x);
  if (x.kind == "candles")
    return check_candles(*reader_, x, clock_);
  if (x.kind == "bulk_ticker")
    return check_bulk_ticker(*reader_, x, members_left_out());
  if (x.kind == "ticker")
    return check_ticker(trader, x, members_left_out());
  if (x.kind == "balances")
    return check_balances(*reader_, x);
  if (x.kind == "markets")
    return check_binance_markets(*make_binance_adapter(), x);
  if (x.kind == "order_book")
    return check_binance_books(trader, x);
  if (x.kind == "trades")
    return check_binance_trades(trader, x, members_left_out());
  if (x.kind == "fills")
    return check_binance_fills(trader, x, members_left_out());
  if (x.kind == "fees")
    return check_binance_fees(trader, x);
  if (x.kind == "rate_limit")
    return left_out("not asked: how many orders are unfilled; headers tell");
  return answer_of_orders(x);
}

judgement binance_vectors::response(const response_row& x) const {
  if (x.must_be_refused)
    return failed("a refusal that is not understood");
  return with_remark(answer(x), less_members(*this, x.kind));
}

judgement binance_vectors::error(const error_row& x) const {
  const auto wanted = classes().find(x.expected_class);
  if (wanted == classes().end())
    return failed("a class that is not understood: " + x.expected_class);
  auto kind = wanted->second.kind;
  if (x.raw.at("code") == -1121)
    kind = outcome_kind::unknown_symbol;
  differences found;
  const auto& trader = *reader_->trader();
  const auto placed = trader.place_answer(x.reply);
  found.texts("of a question", to_string(kind),
              to_string(reader_->balances_answer(x.reply).kind));
  found.texts("of an order", to_string(kind), to_string(placed.kind));
  found.texts("fate", to_string(wanted->second.fate), to_string(placed.fate));
  if (x.raw.at("code") == -1015)
    found.texts("limit of orders", "binance.orders_10s, 0 left",
                placed.limits.exceeded + ", "
                  + std::to_string(placed.limits.remaining.value_or(1))
                  + " left");
  if (x.expected_class == "not_found") {
    const auto fate = trader.cancel_answer_of(x.reply).fate;
    found.texts("fate of a cancel",
                x.raw.at("code") == -2026 ? "already over" : "unknown order",
                to_string(fate));
  }
  return found.verdict();
}

} // namespace ballast::conformance
