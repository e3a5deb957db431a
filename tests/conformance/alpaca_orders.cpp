// Answers about orders and fills, and refusals.
#include "tests/conformance/alpaca.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

using venues::cancel_fate;

// The sheet's list of states, which goes before ccxt's.
order_state state_of(const std::string& status) {
  using enum order_state;
  static const auto states
    = std::map<std::string, order_state>{{"accepted", pending},
                                         {"pending_new", pending},
                                         {"accepted_for_bidding", pending},
                                         {"held", pending},
                                         {"new", open},
                                         {"partially_filled", open},
                                         {"done_for_day", open},
                                         {"pending_cancel", open},
                                         {"pending_replace", open},
                                         {"stopped", open},
                                         {"suspended", open},
                                         {"calculated", open},
                                         {"filled", filled},
                                         {"canceled", cancelled},
                                         {"expired", expired},
                                         {"rejected", rejected}};
  return states.at(status);
}

/// ccxt's word for a state.
std::string word_of(order_state x) {
  if (!is_over(x))
    return "open";
  if (x == order_state::filled)
    return "closed";
  return x == order_state::cancelled ? "canceled" : to_string(x);
}

std::string word_of(side x) { return x == side::buy ? "buy" : "sell"; }

std::string word_of(order_type x) {
  if (x == order_type::other)
    return "other";
  return x == order_type::market ? "market" : "limit";
}

std::string word_of(time_in_force x) {
  static const auto words = std::map<time_in_force, std::string>{
    {time_in_force::good_till_cancelled, "gtc"},
    {time_in_force::immediate_or_cancel, "ioc"},
    {time_in_force::fill_or_kill, "fok"},
    {time_in_force::day, "day"}};
  return words.at(x);
}

std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

/// Against ccxt's unified form.
void compare_order(differences& to, const json& unified,
                   const order_report& ours, const std::string& kind,
                   const std::set<std::string>& left_out) {
  const auto text = [&](const char* name, std::string value) {
    return [&to, name, value](const json& x) {
      to.texts(name, x.is_string() ? x.get<std::string>() : x.dump(), value);
    };
  };
  const auto number = [&](const char* name, decimal value) {
    return [&to, name, value](const json& x) {
      to.numbers(name, number_of(x), value.to_double());
    };
  };
  const auto nothing = [&](const char* name) {
    return [&to, name](const json& x) {
      if (!x.empty())
        to.note(std::string{name} + " of an order are not kept");
    };
  };
  compare_members(
    to, unified,
    {{"id", text("id", ours.venue_id)},
     {"clientOrderId", text("clientOrderId", ours.client_id)},
     {"timestamp", text("timestamp", milliseconds(ours.created))},
     {"status", text("status", word_of(ours.state))},
     {"symbol", text("symbol", ours.symbol.to_string())},
     {"type", text("type", word_of(ours.type))},
     {"timeInForce", text("timeInForce", in_capitals(word_of(ours.lives)))},
     {"postOnly", text("postOnly", ours.post_only ? "true" : "false")},
     {"side", text("side", word_of(ours.side))},
     {"price", number("price", ours.price)},
     {"cost", number("cost", ours.filled_cost)},
     {"average", number("average", ours.average_price)},
     {"amount", number("amount", ours.size)},
     {"filled", number("filled", ours.filled)},
     {"remaining", number("remaining", ours.size - ours.filled)},
     {"trades", nothing("trades")},
     {"fees", nothing("fees")}},
    kind, left_out);
}

judgement check_placed(const venues::trading& by, const response_row& x,
                       const std::set<std::string>& less) {
  differences found;
  const auto read = by.place_answer(alpaca_reply(x.raw));
  found.texts("fate", to_string(placement::accepted), to_string(read.fate));
  if (const auto* value = value_of(found, read)) {
    compare_alpaca_order(found, x.raw, *value);
    if (!x.unified.is_null())
      compare_order(found, x.unified, *value, x.kind, less);
  }
  return found.verdict();
}

judgement check_query(const venues::trading& by, const response_row& x,
                      const std::set<std::string>& less) {
  differences found;
  const auto read = by.query_answer(alpaca_reply(x.raw));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (!value->found)
    return failed("no order was found");
  compare_alpaca_order(found, x.raw, *value->found);
  compare_order(found, x.unified, *value->found, x.kind, less);
  return found.verdict();
}

judgement check_list(const venues::trading& by, const response_row& x,
                     const std::set<std::string>& less) {
  differences found;
  for (const auto& read : {by.open_orders_answer(alpaca_reply(x.raw)),
                           by.closed_orders_answer(alpaca_reply(x.raw))}) {
    const auto* value = value_of(found, read);
    if (value == nullptr)
      return found.verdict();
    const auto& orders = value->orders;
    if (orders.size() != x.raw.size())
      found.note("not as many orders");
    for (std::size_t i = 0; i < std::min(orders.size(), x.raw.size()); ++i)
      compare_alpaca_order(found, x.raw[i], orders[i]);
    for (const auto& row : x.unified) {
      const auto ours
        = std::find_if(orders.begin(), orders.end(), [&](const auto& y) {
            return y.venue_id == text_at(row, "id");
          });
      compare_order(found, row, ours == orders.end() ? order_report{} : *ours,
                    x.kind, less);
    }
  }
  return found.verdict();
}

judgement check_cancel(const venues::trading& by, const response_row& x) {
  differences found;
  if (x.raw.is_array()) {
    const auto read = by.cancel_all_answer({207, {}, x.body});
    value_of(found, read);
    found.texts("orders", std::to_string(x.raw.size()) + " orders", read.text);
    return found.verdict("an order that is not there any more is as good as "
                         "cancelled");
  }
  const auto read = by.cancel_answer_of({404, {}, x.body});
  found.texts("fate", to_string(cancel_fate::unknown_order),
              to_string(read.fate));
  return found.verdict("as it comes: with status 404");
}

void compare_raw_fill(differences& to, const json& row, const fill& ours) {
  const auto amount = alpaca_decimal(row.at("cum_qty"));
  to.texts("order_id", text_at(row, "order_id"), ours.order_id);
  to.texts("id", text_at(row, "order_id") + ':' + amount.to_string(),
           ours.trade_id);
  to.texts("symbol", text_at(row, "symbol"), ours.symbol.to_string());
  to.texts("side", text_at(row, "side"), word_of(ours.side));
  compare_decimals(to, "price", row.at("price"), ours.price);
  compare_decimals(to, "qty", row.at("qty"), ours.size);
  compare_alpaca_moment(to, "transaction_time", row.at("transaction_time"),
                        ours.at);
}

void compare_fill(differences& to, const json& unified, const fill& ours,
                  const std::set<std::string>& left_out) {
  const auto text = [&](const char* name, std::string value) {
    return [&to, name, value](const json& x) {
      to.texts(name, x.is_string() ? x.get<std::string>() : x.dump(), value);
    };
  };
  const auto number = [&](const char* name, decimal value) {
    return [&to, name, value](const json& x) {
      to.numbers(name, number_of(x), value.to_double());
    };
  };
  compare_members(to, unified,
                  {{"timestamp", text("timestamp", milliseconds(ours.at))},
                   {"symbol", text("symbol", ours.symbol.to_string())},
                   {"order", text("order", ours.order_id)},
                   {"side", text("side", word_of(ours.side))},
                   {"price", number("price", ours.price)},
                   {"amount", number("amount", ours.size)}},
                  "fills", left_out);
}

judgement check_fills(const venues::trading& by, const response_row& x,
                      const std::set<std::string>& less) {
  if (!x.raw.is_array() && !x.raw.contains("activity_type"))
    return check_alpaca_trades(by, x);
  const auto rows = x.raw.is_array() ? x.raw : json::array({x.raw});
  differences found;
  const auto read = by.fills_answer(alpaca_reply(rows));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->fills.size() != rows.size())
    return failed("not as many fills");
  std::size_t known = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    compare_raw_fill(found, rows[i], value->fills[i]);
    for (const auto& row : x.unified)
      if (row.at("id") == rows[i].at("id")) {
        compare_fill(found, row, value->fills[i], less);
        ++known;
      }
  }
  if (known != x.unified.size())
    found.note("fills that were not sent");
  return found.verdict();
}

/// An error in the place of an answer is no order, whatever its status.
judgement check_error(const venues::trading& by, const response_row& x) {
  differences found;
  for (const auto status : {200U, 422U}) {
    const auto reply = net::reply{status, {}, x.body};
    if (by.query_answer(reply).value || by.open_orders_answer(reply).value)
      found.note("was read as orders");
    const auto placed = by.place_answer(reply);
    found.texts("fate", to_string(placement::unknown), to_string(placed.fate));
    if (status == 422
        && placed.text.find(text_at(x.raw, "message")) == std::string::npos)
      found.note("the venue's words are lost: " + placed.text);
  }
  return found.verdict("no order; words that prove nothing");
}

/// What a class of the vectors is: to a question, and to an order.
struct meaning {
  outcome_kind kind;
  placement fate;
};

const std::map<std::string, meaning>& classes() {
  using enum outcome_kind;
  static const auto result = std::map<std::string, meaning>{
    {"rate_limited", {throttled, placement::refused}},
    {"permission", {not_permitted, placement::refused}},
    {"insufficient_funds", {refused, placement::refused}},
    {"filter", {refused, placement::refused}},
    {"bad_request", {refused, placement::refused}},
    // An order of that id is there: whose, a query tells.
    {"duplicate", {refused, placement::unknown}},
    {"not_found", {refused, placement::refused}},
    // An answer to a cancel, never to a placement.
    {"terminal", {refused, placement::unknown}},
    {"unknown_outcome", {unavailable, placement::unknown}},
    {"retry_backoff", {unavailable, placement::unknown}},
  };
  return result;
}

} // namespace

std::string alpaca_canonical(const json& row) {
  const auto name = text_at(row, "symbol");
  return text_at(row, "asset_class") == "crypto" ? name : name + "/USD";
}

void compare_alpaca_order(differences& to, const json& row,
                          const order_report& ours) {
  to.texts("id", text_at(row, "id"), ours.venue_id);
  to.texts("client_order_id", text_at(row, "client_order_id"), ours.client_id);
  to.texts("symbol", alpaca_canonical(row), ours.symbol.to_string());
  to.texts("side", text_at(row, "side"), word_of(ours.side));
  to.texts("status", to_string(state_of(text_at(row, "status"))),
           to_string(ours.state));
  to.texts("time_in_force", text_at(row, "time_in_force"), word_of(ours.lives));
  const auto type = text_at(row, "type");
  to.texts("type", type == "market" || type == "limit" ? type : "other",
           word_of(ours.type));
  for (const auto& [name, value] : {std::pair{"qty", ours.size},
                                    {"notional", ours.cost},
                                    {"limit_price", ours.price},
                                    {"filled_qty", ours.filled},
                                    {"filled_avg_price", ours.average_price}})
    compare_decimals(to, name, row.at(name), value);
  compare_alpaca_moment(to, "created_at", row.at("created_at"), ours.created);
  compare_alpaca_moment(to, "updated_at", row.at("updated_at"), ours.updated);
}

judgement check_alpaca_orders(const venues::trading& by, const response_row& x,
                              const std::set<std::string>& left_out) {
  if (x.kind == "place_order")
    return check_placed(by, x, left_out);
  if (x.kind == "query_order")
    return check_query(by, x, left_out);
  if (x.kind == "open_orders" || x.kind == "orders")
    return check_list(by, x, left_out);
  if (x.kind == "cancel_order")
    return check_cancel(by, x);
  if (x.kind == "fills")
    return check_fills(by, x, left_out);
  if (x.kind == "error")
    return check_error(by, x);
  return failed("a kind that is not understood: " + x.kind);
}

judgement alpaca_vectors::error(const error_row& x) const {
  const auto wanted = classes().find(x.expected_class);
  if (wanted == classes().end())
    return failed("a class that is not understood: " + x.expected_class);
  const auto by = make_alpaca_adapter("", key_);
  const auto& trader = *by->trader();
  const auto placed = trader.place_answer(x.reply);
  differences found;
  found.texts("of a question", to_string(wanted->second.kind),
              to_string(by->balances_answer(x.reply).kind));
  found.texts("of an order", to_string(wanted->second.kind),
              to_string(placed.kind));
  found.texts("fate", to_string(wanted->second.fate), to_string(placed.fate));
  const auto fate = trader.cancel_answer_of(x.reply).fate;
  if (x.expected_class == "not_found") {
    found.texts("cancel", to_string(cancel_fate::unknown_order),
                to_string(fate));
    const auto looked = trader.query_answer(x.reply);
    if (!looked.value || looked.value->found)
      found.note("a query does not say that there is none");
  } else if (x.expected_class == "terminal") {
    found.texts("cancel", to_string(cancel_fate::already_over),
                to_string(fate));
  }
  const auto left = net::find_header(x.reply.headers, "X-Ratelimit-Remaining");
  if (left)
    found.texts("left", *left,
                std::to_string(placed.limits.remaining.value_or(-1)));
  return found.verdict();
}

} // namespace ballast::conformance
