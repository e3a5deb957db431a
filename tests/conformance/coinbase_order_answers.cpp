// Answers about orders, fills, fees and single markets.
#include "tests/conformance/coinbase.hpp"
#include "venues/coinbase/symbols.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

using venues::cancel_fate;

net::reply good(const json& body) { return {200, {}, body.dump()}; }

std::string word_of(side x) { return x == side::buy ? "buy" : "sell"; }

// The sheet's mapping of states, which goes before ccxt's.
order_state state_of(const std::string& status) {
  static const auto states = std::map<std::string, order_state>{
    {"PENDING", order_state::pending}, {"QUEUED", order_state::pending},
    {"OPEN", order_state::open},       {"CANCEL_QUEUED", order_state::open},
    {"FILLED", order_state::filled},   {"CANCELLED", order_state::cancelled},
    {"EXPIRED", order_state::expired}, {"FAILED", order_state::rejected}};
  return states.at(status);
}

/// ccxt's word for a state; where it knows none, the venue's own.
std::string ccxt_status(const std::string& status) {
  static const auto words
    = std::map<std::string, std::string>{{"OPEN", "open"},
                                         {"FILLED", "closed"},
                                         {"CANCELLED", "canceled"},
                                         {"EXPIRED", "canceled"},
                                         {"FAILED", "canceled"}};
  const auto found = words.find(status);
  return found == words.end() ? status : found->second;
}

/// ccxt's list of fees, which is the one fee again.
void compare_fees(differences& to, const json& recorded, decimal fee,
                  const std::string& currency) {
  for (const auto& x : recorded) {
    to.numbers("fees", number_of(member(x, "cost")), fee.to_double());
    if (x.contains("currency"))
      to.texts("fees currency", text_at(x, "currency"), currency);
  }
}

std::string life_of(time_in_force x) {
  static const auto words = std::map<time_in_force, std::string>{
    {time_in_force::good_till_cancelled, "GTC"},
    {time_in_force::good_till_time, "GTD"},
    {time_in_force::immediate_or_cancel, "IOC"},
    {time_in_force::fill_or_kill, "FOK"}};
  return words.at(x);
}

/// The one thing that was asked for; null where the row names several, or none.
json configuration_of(const json& row) {
  const auto all = member(row, "order_configuration");
  return all.is_object() && all.size() == 1 ? *all.begin() : json{};
}

void compare_raw_order(differences& to, const json& row,
                       const order_report& ours) {
  to.texts("order_id", text_at(row, "order_id"), ours.venue_id);
  to.texts("client_order_id", text_at(row, "client_order_id"), ours.client_id);
  to.texts("product_id", text_at(row, "product_id"),
           venues::coinbase::product_id_of(ours.symbol));
  to.texts("state", to_string(state_of(text_at(row, "status"))),
           to_string(ours.state));
  for (const auto& [name, value] :
       {std::pair{"filled_size", ours.filled},
        {"total_fees", ours.fee},
        {"filled_value", ours.filled_cost},
        {"average_filled_price", ours.average_price}})
    compare_decimals(to, name, member(row, name), value);
  const auto chosen = configuration_of(row);
  compare_decimals(to, "base_size", member(chosen, "base_size"), ours.size);
  compare_decimals(to, "quote_size", member(chosen, "quote_size"), ours.cost);
  compare_decimals(to, "limit_price", member(chosen, "limit_price"),
                   ours.price);
}

void compare_order(differences& to, const json& row, const json& unified,
                   const order_report& ours, const std::string& kind,
                   const std::set<std::string>& left_out) {
  compare_raw_order(to, row, ours);
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
  const auto is_limit = ours.type == order_type::limit;
  auto checks = member_checks{
    {"id", text("id", ours.venue_id)},
    {"clientOrderId", text("clientOrderId", ours.client_id)},
    {"timestamp", text("timestamp", milliseconds(ours.created))},
    {"symbol", text("symbol", ours.symbol.to_string())},
    {"side", text("side", word_of(ours.side))},
    {"type", text("type", is_limit ? "limit" : "market")},
    {"postOnly", text("postOnly", ours.post_only ? "true" : "false")},
    {"filled", number("filled", ours.filled)},
    {"average", number("average", ours.average_price)},
    // ccxt has the filled ones' prices and sizes from their fills.
    {"price", number("price", is_limit ? ours.price : ours.average_price)},
    {"amount", number("amount", is_limit ? ours.size : ours.filled)},
    // Ours is compared as the sheet maps it; ccxt's is its own reading.
    {"status", text("status", ccxt_status(text_at(row, "status")))},
    {"fees",
     [&](const json& x) { compare_fees(to, x, ours.fee, ours.fee_currency); }},
    {"fee",
     [&](const json& x) {
       compare_decimals(to, "fee", member(x, "cost"), ours.fee);
       if (x.contains("currency"))
         to.texts("fee currency", text_at(x, "currency"), ours.fee_currency);
     }},
    {"timeInForce", [&](const json& x) {
       if (x != "UNKNOWN_TIME_IN_FORCE")
         to.texts("timeInForce", x.get<std::string>(), life_of(ours.lives));
     }}};
  compare_members(to, unified, checks, kind, left_out);
}

/// The row of a list that has this id. No list, no row.
json row_with(differences& to, const json& list, const char* name,
              const std::string& id) {
  for (const auto& x : list)
    if (text_at(x, name) == id)
      return x;
  if (!list.is_null())
    to.note("no row of " + id);
  return {};
}

judgement check_order(const venues::trading& by, const response_row& x,
                      const std::set<std::string>& left_out) {
  const auto body = x.raw.contains("order") ? x.raw : json{{"order", x.raw}};
  differences found;
  const auto read = by.query_answer(good(body));
  if (const auto* value = value_of(found, read)) {
    if (!value->found)
      return failed("found no order");
    compare_order(found, body.at("order"), x.unified, *value->found, x.kind,
                  left_out);
  }
  return found.verdict();
}

judgement check_orders(const venues::trading& by, const response_row& x,
                       const std::set<std::string>& left_out) {
  const auto body = good(x.raw);
  const auto live = by.open_orders_answer(body);
  const auto over = by.closed_orders_answer(body);
  const auto& rows = x.raw.at("orders");
  // A sample of the manual, with every member there is and no side.
  if (text_at(rows.at(0), "side").empty())
    return live.value || over.value
             ? failed("an order without a side was read")
             : conformance::left_out(
               "the manual's sample: an order without a side, which "
               "ours refuses");
  differences found;
  const auto* first = value_of(found, live);
  const auto* second = value_of(found, over);
  if (first == nullptr || second == nullptr)
    return found.verdict();
  auto all = first->orders;
  all.insert(all.end(), second->orders.begin(), second->orders.end());
  if (all.size() != rows.size() || all.size() != x.unified.size())
    found.texts("orders", std::to_string(rows.size()),
                std::to_string(all.size()));
  for (const auto& one : all)
    compare_order(found, row_with(found, rows, "order_id", one.venue_id),
                  row_with(found, x.unified, "id", one.venue_id), one, x.kind,
                  left_out);
  for (const auto& one : first->orders)
    if (is_over(one.state))
      found.note("an order that is over, among those that live");
  found.texts("cursor",
              member(x.raw, "has_next") == true ? text_at(x.raw, "cursor") : "",
              first->next);
  return found.verdict();
}

judgement check_placement(const venues::trading& by, const response_row& x,
                          const std::set<std::string>& left_out) {
  const auto read = by.place_answer(good(x.raw));
  differences found;
  found.texts("fate", to_string(placement::accepted), to_string(read.fate));
  if (const auto* ours = value_of(found, read)) {
    const auto text = [&](const char* name, std::string value) {
      return [&found, name, value](const json& recorded) {
        found.texts(name, recorded.get<std::string>(), value);
      };
    };
    compare_members(found, x.unified,
                    {{"id", text("id", ours->venue_id)},
                     {"clientOrderId", text("clientOrderId", ours->client_id)},
                     {"symbol", text("symbol", ours->symbol.to_string())},
                     {"side", text("side", word_of(ours->side))}},
                    x.kind, left_out);
    const auto chosen = configuration_of(x.raw);
    compare_decimals(found, "base_size", member(chosen, "base_size"),
                     ours->size);
    compare_decimals(found, "limit_price", member(chosen, "limit_price"),
                     ours->price);
  }
  return found.verdict();
}

judgement check_cancel(const venues::trading& by, const response_row& x,
                       const json& body,
                       const std::set<std::string>& left_out) {
  const auto read = by.cancel_answer_of(good(body));
  differences found;
  // Ours answers for the one order that was asked for, and names none.
  for (const auto& one : x.unified)
    compare_members(found, one,
                    {{"id",
                      [&](const json& id) {
                        found.texts(
                          "id", text_at(body.at("results").at(0), "order_id"),
                          id.get<std::string>());
                      }},
                     {"symbol",
                      [&](const json& name) {
                        found.texts("symbol", x.argument(1).get<std::string>(),
                                    name.get<std::string>());
                      }}},
                    x.kind, left_out);
  found.texts("fate", to_string(cancel_fate::taken), to_string(read.fate));
  value_of(found, read);
  return found.verdict();
}

judgement check_edit(const venues::trading& by, const response_row& x) {
  const auto read = by.amend_answer(good(x.raw));
  differences found;
  found.texts("fate", to_string(placement::accepted), to_string(read.fate));
  if (const auto* ours = value_of(found, read))
    found.texts("order_id",
                text_at(member(x.raw, "success_response"), "order_id"),
                ours->venue_id);
  return found.verdict();
}

void compare_fill(differences& to, const json& row, const json& unified,
                  const fill& ours, const std::set<std::string>& left_out) {
  const auto in_quote = member(row, "size_in_quote") == true;
  to.texts("entry_id", text_at(row, "entry_id"), ours.trade_id);
  to.texts("order_id", text_at(row, "order_id"), ours.order_id);
  compare_decimals(to, "price", member(row, "price"), ours.price);
  compare_decimals(to, "commission", member(row, "commission"), ours.fee);
  if (!in_quote)
    compare_decimals(to, "size", member(row, "size"), ours.size);
  const auto text = [&](const char* name, std::string value) {
    return [&to, name, value](const json& x) {
      to.texts(name, x.is_string() ? x.get<std::string>() : x.dump(), value);
    };
  };
  const auto maker = !ours.maker ? "" : *ours.maker ? "maker" : "taker";
  compare_members(
    to, unified,
    {{"order", text("order", ours.order_id)},
     {"symbol", text("symbol", ours.symbol.to_string())},
     {"side", text("side", word_of(ours.side))},
     {"takerOrMaker", text("takerOrMaker", maker)},
     {"timestamp", text("timestamp", milliseconds(ours.at))},
     {"price",
      [&](const json& x) {
        to.numbers("price", number_of(x), ours.price.to_double());
      }},
     {"fees",
      [&](const json& x) { compare_fees(to, x, ours.fee, ours.fee_currency); }},
     {"amount",
      [&](const json& x) {
        to.numbers("amount", number_of(x), ours.size.to_double());
      }},
     {"fee",
      [&](const json& x) {
        to.texts("fee currency", text_at(x, "currency"), ours.fee_currency);
        to.numbers("fee", number_of(member(x, "cost")), ours.fee.to_double());
      }}},
    "fills", left_out);
  if (unified.is_object() && !unified.contains("takerOrMaker"))
    to.texts("takerOrMaker", "", maker);
}

judgement check_fills(const venues::trading& by, const response_row& x,
                      const std::set<std::string>& left_out) {
  const auto body
    = x.raw.contains("fills") ? x.raw : json{{"fills", json::array({x.raw})}};
  const auto& rows = body.at("fills");
  differences found;
  const auto read = by.fills_answer(good(body));
  const auto* page = value_of(found, read);
  if (page == nullptr)
    return found.verdict();
  if (page->fills.size() != rows.size())
    return failed("not all fills were read");
  for (std::size_t i = 0; i < rows.size(); ++i)
    compare_fill(found, rows[i],
                 row_with(found, x.unified, "id", text_at(rows[i], "trade_id")),
                 page->fills[i], left_out);
  found.texts("cursor", text_at(body, "cursor"), page->next);
  return found.verdict();
}

} // namespace

void compare_members(differences& to, const json& recorded,
                     const member_checks& checks, const std::string& kind,
                     const std::set<std::string>& left_out) {
  for (const auto& [name, value] : recorded.items()) {
    if (const auto check = checks.find(name); check != checks.end())
      check->second(value);
    else if (!left_out.contains(kind + '.' + name))
      to.note("a member that is neither ours nor left out: " + name);
  }
}

std::string milliseconds(std::optional<unix_time> x) {
  return x ? std::to_string(x->time_since_epoch().count()) : "";
}

judgement order_response(const venues::trading& by, const response_row& x,
                         const std::set<std::string>& left_out) {
  if (x.kind == "place_order")
    return check_placement(by, x, left_out);
  if (x.kind == "cancel_order")
    return check_cancel(by, x, x.raw, left_out);
  if (x.kind == "edit_order")
    return check_edit(by, x);
  if (x.kind == "query_order")
    return check_order(by, x, left_out);
  if (x.kind == "fills")
    return check_fills(by, x, left_out);
  if (x.kind == "fees" || x.kind == "order_book" || x.kind == "trades"
      || x.kind == "ticker")
    return market_response(by, x, left_out);
  if (x.raw.contains("orders"))
    return check_orders(by, x, left_out);
  // One row of an answer, without what is around it.
  if (x.raw.contains("success"))
    return check_cancel(by, x, json{{"results", json::array({x.raw})}},
                        left_out);
  return check_order(by, x, left_out);
}

void check_order_error(differences& to, const venues::trading& by,
                       const error_row& x) {
  if (x.raw.contains("results")) {
    const auto wanted = x.expected_class == "ok" ? cancel_fate::taken
                        : x.expected_class == "not_found"
                          ? cancel_fate::unknown_order
                          : cancel_fate::unknown;
    to.texts("of a cancel", to_string(wanted),
             to_string(by.cancel_answer_of(x.reply).fate));
    return;
  }
  const auto is_unknown = x.expected_class == "unknown_outcome";
  to.texts("of a placement",
           to_string(is_unknown ? placement::unknown : placement::refused),
           to_string(by.place_answer(x.reply).fate));
  // A refused placement of the vectors, with words that no edit has.
  if (!x.raw.contains("error_response"))
    to.texts("of an edit",
             to_string(is_unknown ? placement::unknown : placement::refused),
             to_string(by.amend_answer(x.reply).fate));
}

} // namespace ballast::conformance
