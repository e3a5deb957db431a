#include "sim/alpaca/order_form.hpp"

#include "sim/alpaca/replies.hpp"
#include "sim/wallet.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace ballast::sim::alpaca {

namespace {

using json = nlohmann::json;

constexpr auto bad_parameter = 40'010'001;
constexpr auto bad_order = 42'210'000;

net::reply wrong(int code, const std::string& message) {
  return trading_error(422, code, message);
}

/// Text, or a number as it was written. Empty where there is none.
std::string text_of(const json& from, const char* name) {
  const auto at = from.find(name);
  if (at == from.end() || at->is_null())
    return {};
  return at->is_string() ? at->get<std::string>() : at->dump();
}

/// An amount above zero.
/// @returns the words of a refusal for anything else that is there
std::variant<std::optional<decimal>, net::reply> amount_of(const json& from,
                                                           const char* name) {
  const auto text = text_of(from, name);
  if (text.empty())
    return std::optional<decimal>{};
  const auto amount = decimal::parse(text);
  if (!amount)
    return wrong(bad_parameter, std::string{name} + " is not a number");
  if (*amount <= decimal{})
    return wrong(bad_parameter, std::string{name} + " must be > 0");
  return std::optional{*amount};
}

bool is_one_of(std::string_view x, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), x) != list.end();
}

time_in_force life_of(std::string_view x) {
  if (x == "ioc")
    return time_in_force::immediate_or_cancel;
  if (x == "fok")
    return time_in_force::fill_or_kill;
  return x == "day" ? time_in_force::day : time_in_force::good_till_cancelled;
}

/// Side, type, class and time in force. @returns an objection, or nothing
std::optional<net::reply> read_words(const json& doc, order_form& form) {
  constexpr auto lives
    = std::array<std::string_view, 6>{"day", "gtc", "opg", "cls", "ioc", "fok"};
  const auto side = text_of(doc, "side");
  if (side != "buy" && side != "sell")
    return wrong(bad_parameter, "side must be buy or sell");
  form.ticket.side = side == "buy" ? side::buy : side::sell;
  const auto type = text_of(doc, "type");
  if (type != "market" && type != "limit" && type != "stop_limit")
    return wrong(bad_parameter, type.empty()
                                  ? "type is required"
                                  : "this simulator takes market, limit and "
                                    "stop_limit orders, no "
                                      + type);
  form.ticket.type = type == "limit"    ? order_type::limit
                     : type == "market" ? order_type::market
                                        : order_type::stop_limit;
  const auto order_class = text_of(doc, "order_class");
  if (!order_class.empty() && order_class != "simple")
    return wrong(bad_parameter,
                 "this simulator takes simple orders, no " + order_class);
  form.lives = text_of(doc, "time_in_force");
  if (!is_one_of(form.lives, lives))
    return wrong(bad_parameter, "invalid time_in_force");
  form.ticket.lives = life_of(form.lives);
  form.extended_hours = doc.value("extended_hours", json{}) == true;
  return std::nullopt;
}

/// Size, cost and prices. @returns an objection, or nothing
std::optional<net::reply> read_amounts(const json& doc, order_form& form) {
  auto found = std::array<std::optional<decimal>, 4>{};
  constexpr auto names
    = std::array{"qty", "notional", "limit_price", "stop_price"};
  for (auto i = std::size_t{0}; i < names.size(); ++i) {
    auto read = amount_of(doc, names.at(i));
    if (auto* refused = std::get_if<net::reply>(&read))
      return std::move(*refused);
    found.at(i) = std::get<0>(read);
  }
  if (!found[0] && !found[1])
    return wrong(bad_parameter, "qty or notional is required");
  if (found[0] && found[1])
    return wrong(bad_parameter, "only one of qty or notional is accepted");
  const auto is_stop = form.ticket.type == order_type::stop_limit;
  const auto is_limit = form.ticket.type == order_type::limit || is_stop;
  if (is_stop && (!found[2] || !found[3]))
    return wrong(bad_parameter,
                 "stop limit orders require both stop and limit price");
  if (!is_stop && found[3])
    return wrong(bad_parameter, "only stop orders have a stop price");
  if (is_limit && !found[2])
    return wrong(bad_parameter, "limit orders require a limit price");
  if (!is_limit && found[2])
    return wrong(bad_parameter, "market orders require no limit price");
  if (is_limit && found[1])
    return wrong(bad_order, "this simulator takes notional for market orders");
  form.ticket.size = found[0].value_or(decimal{});
  form.ticket.cost = found[1].value_or(decimal{});
  form.ticket.price = found[2].value_or(decimal{});
  form.ticket.trigger = found[3].value_or(decimal{});
  return std::nullopt;
}

bool fits(decimal x, decimal step) {
  return round_to(x, step, rounding::down) == x;
}

/// Those that an order has, by their names; zero for one that it has not.
std::array<std::pair<std::string, decimal>, 2>
prices_of(const order_ticket& x) {
  return {{{"limit_price", x.price}, {"stop_price", x.trigger}}};
}

std::optional<net::reply> objection_to_pair(const order_form& x) {
  if (x.lives != "gtc" && x.lives != "ioc")
    return wrong(bad_order, "invalid crypto time_in_force");
  if (x.extended_hours)
    return wrong(bad_order, "crypto orders have no extended hours");
  if (!fits(x.ticket.size, power_of_ten(x.of->size_decimals)))
    return wrong(bad_order, "qty has more than 9 decimals");
  const auto tick = *decimal::parse(x.of->price_increment);
  for (const auto& [name, price] : prices_of(x.ticket))
    if (!fits(price, tick))
      return wrong(bad_order,
                   name + " must be a multiple of " + x.of->price_increment);
  return std::nullopt;
}

std::optional<net::reply> objection_to_stock(const order_form& x) {
  const auto is_limit = x.ticket.type == order_type::limit;
  if (x.lives == "opg" || x.lives == "cls")
    return wrong(bad_order, "this simulator holds no auctions");
  if (x.extended_hours && (!is_limit || x.lives != "day"))
    return wrong(bad_order, "extended hours order must be DAY limit orders");
  const auto is_fraction
    = !x.ticket.cost.is_zero() || !fits(x.ticket.size, decimal::whole(1));
  if (is_fraction && !x.of->is_fractionable)
    return wrong(bad_order,
                 "asset \"" + x.of->symbol + "\" is not fractionable");
  if (is_fraction && x.lives != "day")
    return wrong(bad_order, "fractional orders must be DAY orders");
  constexpr auto places_max = 9;
  if (!fits(x.ticket.size, power_of_ten(places_max)))
    return wrong(bad_order, "qty has more than 9 decimals");
  for (const auto& [name, price] : prices_of(x.ticket)) {
    const auto places = price >= decimal::whole(1) ? 2 : 4;
    if (!fits(price, power_of_ten(places)))
      return wrong(bad_order, "invalid " + name + ' ' + price.to_string()
                                + ". sub-penny increment does not fulfill "
                                  "minimum pricing criteria");
  }
  return std::nullopt;
}

json parse_object(std::string_view body) {
  auto doc = json::parse(body, nullptr, false);
  return doc.is_object() ? doc : json::object();
}

} // namespace

std::variant<order_form, net::reply> read_order(std::string_view body) {
  const auto doc = parse_object(body);
  auto form = order_form{};
  const auto symbol = text_of(doc, "symbol");
  if (symbol.empty())
    return wrong(bad_parameter, "symbol is required");
  form.of = find_asset(symbol);
  if (form.of == nullptr)
    return trading_error(404, 40'410'000, "asset not found for " + symbol);
  if (auto refused = read_words(doc, form))
    return std::move(*refused);
  if (auto refused = read_amounts(doc, form))
    return std::move(*refused);
  form.ticket.client_id = text_of(doc, "client_order_id");
  constexpr auto id_size_max = std::size_t{128};
  if (form.ticket.client_id.size() > id_size_max)
    return wrong(bad_parameter,
                 "client_order_id must be no more than 128 characters");
  return form;
}

std::variant<order_change, net::reply> read_change(std::string_view body) {
  const auto doc = parse_object(body);
  auto change = order_change{};
  for (const auto* name : {"qty", "limit_price"}) {
    auto read = amount_of(doc, name);
    if (auto* refused = std::get_if<net::reply>(&read))
      return std::move(*refused);
    (name == std::string_view{"qty"} ? change.size : change.price)
      = std::get<0>(read);
  }
  if (const auto lives = text_of(doc, "time_in_force"); !lives.empty())
    change.lives = lives;
  change.client_id = text_of(doc, "client_order_id");
  return change;
}

std::optional<net::reply> objection_to(const order_form& x) {
  return x.of->is_crypto ? objection_to_pair(x) : objection_to_stock(x);
}

} // namespace ballast::sim::alpaca
