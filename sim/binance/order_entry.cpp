#include "sim/binance/order_entry.hpp"

#include "sim/binance/replies.hpp"
#include "sim/wallet.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace ballast::sim::binance {

namespace {

using refusal = std::optional<net::reply>;

constexpr auto id_range = "^[a-zA-Z0-9-_]{1,36}$";

net::reply illegal(const std::string& name, const std::string& range) {
  return error_reply(400, -1100,
                     "Illegal characters found in parameter '" + name
                       + "'; legal range is '" + range + "'.");
}

net::reply not_wanted(const std::string& name) {
  return error_reply(400, -1106,
                     "Parameter '" + name + "' sent when not required.");
}

} // namespace

/// The sheet is sure of letters, digits, '-' and '_'; clients send these, too.
bool is_client_id(std::string_view text) {
  constexpr auto size_max = std::size_t{36};
  return !text.empty() && text.size() <= size_max
         && std::all_of(text.begin(), text.end(), [](unsigned char x) {
              return (x >= '0' && x <= '9') || (x >= 'a' && x <= 'z')
                     || (x >= 'A' && x <= 'Z')
                     || std::string_view{"-_.:/"}.find(static_cast<char>(x))
                          != std::string_view::npos;
            });
}

namespace {

/// Reads an amount that must be above zero.
refusal read_amount(const parameters& given, const std::string& name,
                    int precision, decimal& into) {
  const auto text = given.filled(name);
  if (!text)
    return missing(name);
  if (text->find_first_not_of("0123456789.") != std::string::npos)
    return illegal(name, R"(^([0-9]{1,20})(\\.[0-9]{1,20})?$)");
  const auto number = decimal::parse(*text);
  if (!number)
    return illegal(name, R"(^([0-9]{1,20})(\\.[0-9]{1,20})?$)");
  const auto point = text->find('.');
  if (point != std::string::npos
      && text->size() - point - 1 > static_cast<std::size_t>(precision))
    return error_reply(400, -1111,
                       "Parameter '" + name + "' has too much precision.");
  if (number->is_zero())
    return error_reply(400, -1013,
                       name == "price"       ? "Invalid price."
                       : name == "stopPrice" ? "Invalid stopPrice."
                                             : "Invalid quantity.");
  into = *number;
  return std::nullopt;
}

refusal read_life(const parameters& given, order_ticket& into) {
  const auto text = given.filled("timeInForce");
  if (!text)
    return missing("timeInForce");
  if (*text == "GTC")
    into.lives = time_in_force::good_till_cancelled;
  else if (*text == "IOC")
    into.lives = time_in_force::immediate_or_cancel;
  else if (*text == "FOK")
    into.lives = time_in_force::fill_or_kill;
  else
    return error_reply(400, -1115, "Invalid timeInForce.");
  return std::nullopt;
}

refusal read_limit(const parameters& given, const symbol& facts,
                   order_ticket& into) {
  if (into.post_only && given.has("timeInForce"))
    return not_wanted("timeInForce");
  if (!into.post_only)
    if (auto wrong = read_life(given, into))
      return wrong;
  if (given.has("quoteOrderQty"))
    return not_wanted("quoteOrderQty");
  if (auto wrong
      = read_amount(given, "quantity", facts.base_precision, into.size))
    return wrong;
  if (into.type == order_type::stop_limit)
    if (auto wrong
        = read_amount(given, "stopPrice", facts.quote_precision, into.trigger))
      return wrong;
  return read_amount(given, "price", facts.quote_precision, into.price);
}

refusal read_market(const parameters& given, const symbol& facts,
                    order_ticket& into) {
  for (const auto* name : {"timeInForce", "price"})
    if (given.has(name))
      return not_wanted(name);
  const auto by_size = given.filled("quantity").has_value();
  const auto by_cost = given.filled("quoteOrderQty").has_value();
  if (by_size == by_cost)
    return by_size ? error_reply(400, -1128,
                                 "Combination of optional parameters invalid.")
                   : error_reply(400, -1102,
                                 "Param 'quantity' or 'quoteOrderQty' must be "
                                 "sent, but both were empty/null!");
  return by_size
           ? read_amount(given, "quantity", facts.base_precision, into.size)
           : read_amount(given, "quoteOrderQty", facts.quote_precision,
                         into.cost);
}

refusal read_kind(const parameters& given, const symbol& facts,
                  order_ticket& into) {
  const auto which = given.filled("side");
  if (!which)
    return missing("side");
  if (*which != "BUY" && *which != "SELL")
    return error_reply(400, -1117, "Invalid side.");
  into.side = *which == "BUY" ? side::buy : side::sell;
  const auto type = given.filled("type");
  if (!type)
    return missing("type");
  if (*type == "TAKE_PROFIT_LIMIT")
    return error_reply(400, -2010,
                       "Take profit limit orders are not supported for "
                       "this symbol.");
  into.type = *type == "MARKET"            ? order_type::market
              : *type == "STOP_LOSS_LIMIT" ? order_type::stop_limit
                                           : order_type::limit;
  into.post_only = *type == "LIMIT_MAKER";
  if (*type == "MARKET")
    return read_market(given, facts, into);
  if (*type == "LIMIT" || into.post_only || into.type == order_type::stop_limit)
    return read_limit(given, facts, into);
  return error_reply(400, -1116, "Invalid orderType.");
}

decimal number_of(const std::string& text) { return *decimal::parse(text); }

refusal check_price(const symbol& facts, const order_ticket& x,
                    const book_levels& top) {
  if (x.price < number_of(facts.price_min)
      || x.price > number_of(facts.price_max))
    return filter_failure("PRICE_FILTER");
  // In place of the average over five minutes stands what is best now.
  const auto around = (x.side == side::buy ? top.asks : top.bids).at(0).price;
  if (x.price > product(around, number_of(facts.multiplier_up))
      || x.price < product(around, number_of(facts.multiplier_down)))
    return filter_failure("PERCENT_PRICE_BY_SIDE");
  if (product(x.price, x.size) > number_of(facts.notional_max))
    return filter_failure("NOTIONAL");
  return std::nullopt;
}

refusal check_market(const symbol& facts, const order_ticket& x,
                     const book_levels& top) {
  if (x.size.is_zero())
    return std::nullopt;
  if (x.size > number_of(facts.market_quantity_max))
    return filter_failure("MARKET_LOT_SIZE");
  const auto price = (x.side == side::buy ? top.asks : top.bids).at(0).price;
  if (product(price, x.size) < number_of(facts.notional_min))
    return filter_failure("NOTIONAL");
  return std::nullopt;
}

} // namespace

net::reply filter_failure(std::string_view filter) {
  return error_reply(400, -1013, "Filter failure: " + std::string{filter});
}

std::variant<order_request, net::reply> read_order(const parameters& given,
                                                   const listing& where,
                                                   const book_levels& top,
                                                   std::string given_id) {
  const auto& facts = *where.facts;
  auto result = order_request{};
  result.market = facts.id;
  auto& ticket = result.ticket;
  if (auto wrong = read_kind(given, facts, ticket))
    return *wrong;
  ticket.client_id
    = given.filled("newClientOrderId").value_or(std::move(given_id));
  if (!is_client_id(ticket.client_id))
    return illegal("newClientOrderId", id_range);
  result.note
    = given.filled("selfTradePreventionMode").value_or("EXPIRE_MAKER");
  constexpr auto modes = std::array<std::string_view, 4>{
    "NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"};
  if (std::find(modes.begin(), modes.end(), result.note) == modes.end())
    return invalid("selfTradePreventionMode");
  auto wrong = ticket.type == order_type::market
                 ? check_market(facts, ticket, top)
                 : check_price(facts, ticket, top);
  if (wrong)
    return *wrong;
  return result;
}

net::reply reply_to(order_refusal why) {
  const auto rejected
    = [](const char* text) { return error_reply(400, -2010, text); };
  switch (why) {
  case order_refusal::unknown_market:
    return unknown_symbol();
  case order_refusal::market_halted:
  case order_refusal::market_post_only:
  case order_refusal::market_limit_only:
    return rejected("Market is closed.");
  case order_refusal::bad_price_step:
    return filter_failure("PRICE_FILTER");
  case order_refusal::bad_size_step:
  case order_refusal::too_small:
  case order_refusal::too_large:
    return filter_failure("LOT_SIZE");
  case order_refusal::below_notional:
    return filter_failure("NOTIONAL");
  case order_refusal::insufficient_funds:
    return rejected("Account has insufficient balance for requested action.");
  case order_refusal::would_take:
    return rejected("Order would immediately match and take.");
  case order_refusal::would_trigger:
    return rejected("Stop price would trigger immediately.");
  case order_refusal::duplicate_client_id:
    return rejected("Duplicate order sent.");
  case order_refusal::too_many_open:
    return filter_failure("MAX_NUM_ORDERS");
  case order_refusal::unknown_order:
  case order_refusal::order_is_over:
    return error_reply(400, -2011, "Unknown order sent.");
  case order_refusal::cannot_amend:
  case order_refusal::bad_request:
    break;
  }
  return error_reply(400, -1013, "Invalid quantity.");
}

} // namespace ballast::sim::binance
