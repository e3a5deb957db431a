// Requests about orders, and about one market's book, trades and price.
#include "tests/conformance/kraken.hpp"
#include "venues/kraken/order_forms.hpp"
#include "venues/kraken/signer.hpp"
#include "venues/rfc3339.hpp"
#include "venues/trading.hpp"

#include <charconv>
#include <stdexcept>

namespace ballast::conformance {

namespace {

/// The nonce is one above the floor as long as the clock is behind it.
constexpr auto now = unix_time{std::chrono::seconds{1000}};

/// What keeps a row from being asked; empty where nothing does.
std::string_view reason_against(const request_row& x) {
  const auto path = path_of(x.call);
  const auto form = form_pairs(x.call.body);
  if (path.ends_with("/QueryTrades"))
    return "not asked: fills are read from the history";
  if (!value_of(form, "userref").empty() || x.argument(0) == "1234")
    return "not asked: orders by a userref, which several may share";
  if (value_of(form, "oflags").find("fcib") != std::string::npos)
    return "not asked: fees in the base currency";
  if (!value_of(query_of(x.call), "since").empty())
    return "not asked: ours takes the latest trades";
  return {};
}

json parameters_of(const request_row& x) {
  for (std::size_t i = x.arguments.size(); i > 0; --i)
    if (const auto last = x.argument(i - 1); last.is_object())
      return last;
  return json::object();
}

std::string text_of(const json& x) {
  return x.is_string() ? x.get<std::string>() : std::string{};
}

time_in_force lives_of(const json& parameters) {
  const auto said = text_at(parameters, "timeInForce");
  if (said == "IOC")
    return time_in_force::immediate_or_cancel;
  return said == "GTD" ? time_in_force::good_till_time
                       : time_in_force::good_till_cancelled;
}

/// What createOrder(symbol, type, side, amount, price, params) means, kept to
/// the market's increments as a ticket must be.
order_ticket ticket_of(const request_row& x, const market& what) {
  order_ticket made;
  const auto parameters = parameters_of(x);
  if (x.method == "createMarketBuyOrderWithCost") {
    made.type = order_type::market;
    made.cost = decimal_of(x.argument(1));
    return made;
  }
  made.type
    = x.argument(1) == "market" ? order_type::market : order_type::limit;
  made.side = x.argument(2) == "buy" ? side::buy : side::sell;
  made.size = round_size(decimal_of(x.argument(3)), what.size_increment);
  if (x.argument(4).is_number())
    made.price
      = round_price(decimal_of(x.argument(4)), what.price_increment, made.side);
  if (parameters.contains("stopLossPrice")) {
    made.type = order_type::stop_limit;
    made.trigger = decimal_of(parameters.at("stopLossPrice"));
  }
  made.client_id = text_at(parameters, "clientOrderId");
  made.post_only = parameters.value("postOnly", false);
  made.lives = lives_of(parameters);
  if (made.lives == time_in_force::good_till_time)
    made.expires = now + std::chrono::seconds{60};
  return made;
}

std::optional<unix_time> since_of(const json& x) {
  if (!x.is_number())
    return std::nullopt;
  return unix_time{std::chrono::milliseconds{x.get<std::int64_t>()}};
}

net::call place(const request_row& x, venues::trading& by,
                const kraken_markets& markets) {
  const auto& what = markets.at(text_of(x.argument(0)));
  return by.place_request(what, ticket_of(x, what), now).call;
}

venues::order_ref order_of(const request_row& x) {
  const auto id = text_at(parameters_of(x), "clientOrderId");
  const auto first = x.argument(0);
  return {{},
          id.empty() ? text_of(first.is_array() ? first.front() : first) : "",
          id};
}

net::call public_call(const request_row& x, venues::trading& by,
                      const kraken_markets& markets) {
  const auto path = path_of(x.call);
  const auto& what = markets.at(text_of(x.argument(0)));
  if (path.ends_with("/Trades"))
    return by.trades_request(what).call;
  if (path.ends_with("/Ticker"))
    return by.ticker_request(what).call;
  // What the venue gives when no depth is said.
  const auto depth
    = x.argument(1).is_null() ? 100U : x.argument(1).get<unsigned>();
  return by.book_request(what, depth).call;
}

net::call ask(const request_row& x, venues::trading& by,
              const kraken_markets& markets) {
  const auto path = path_of(x.call);
  if (x.call.method == "GET")
    return public_call(x, by, markets);
  if (path.ends_with("/AddOrder"))
    return place(x, by, markets);
  if (path.ends_with("/CancelOrder"))
    return by.cancel_request(order_of(x), now).call;
  if (path.ends_with("/CancelAll"))
    return by.cancel_all_request(nullptr, now).value().call;
  if (path.ends_with("/AmendOrder"))
    return by
      .amend_request(order_of(x), decimal_of(x.argument(5)),
                     decimal_of(x.argument(4)), now)
      .value()
      .call;
  if (path.ends_with("/CancelAllOrdersAfter"))
    return by
      .dead_man_request(
        std::chrono::seconds{x.argument(0).get<std::int64_t>() / 1000}, now)
      .value()
      .call;
  if (path.ends_with("/QueryOrders"))
    return by.query_request(order_of(x), now).call;
  if (path.ends_with("/OpenOrders"))
    return order_of(x).client_id.empty()
             ? by.open_orders_request(nullptr, {}, now).call
             : by.query_request({{}, {}, order_of(x).client_id}, now).call;
  if (path.ends_with("/ClosedOrders"))
    return by.closed_orders_request(nullptr, since_of(x.argument(1)), {}, now)
      .call;
  if (path.ends_with("/TradesHistory"))
    return by.fills_request(nullptr, since_of(x.argument(1)), {}, now).call;
  if (path.ends_with("/TradeVolume"))
    return by.fees_request(markets.at(text_of(x.argument(0))), now).call;
  return by.stream_token_request(now).value().call;
}

/// Takes one pair off ours, which must be there with that value.
void take(differences& to, pairs& from, std::string_view name,
          std::string_view value) {
  to.texts(name, value, value_of(from, name));
  remove(from, name);
}

/// Ours says of every order in which currency its fee is paid and when it is
/// too late; the recorded client does not.
void take_additions(differences& to, pairs& theirs, pairs& ours) {
  const auto flags = value_of(theirs, "oflags");
  take(to, ours, "oflags", flags.empty() ? "fciq" : flags + ",fciq");
  remove(theirs, "oflags");
  take(to, ours, "deadline",
       venues::to_rfc3339_milliseconds(now + venues::kraken::order_deadline));
  // "+60" there, a moment here.
  if (value_of(theirs, "expiretm") == "+60") {
    take(to, ours, "expiretm", "1060");
    remove(theirs, "expiretm");
  }
}

/// The signature of what is sent, where that is not what was recorded.
void compare_signature(differences& to, const request_row& x,
                       const net::call& ours, const std::string& secret) {
  auto recorded = x.call;
  if (ours.body != x.call.body || !net::find_header(x.call.headers, "API-Sign"))
    recorded.headers.clear();
  if (recorded.headers.empty()) {
    const auto by = venues::kraken::signer::make("key", secret);
    const auto text = value_of(form_pairs(ours.body), "nonce");
    std::uint64_t nonce = 0;
    std::from_chars(text.data(), text.data() + text.size(), nonce);
    recorded.headers = {{"API-Sign", by->sign(ours.target, nonce, ours.body)}};
  }
  compare_headers(to, recorded, ours, "API-Sign");
}

judgement compare_posts(const request_row& x, const net::call& ours,
                        const std::string& secret) {
  differences found;
  auto theirs = form_pairs(x.call.body);
  auto mine = form_pairs(ours.body);
  const auto path = path_of(x.call);
  std::string remark;
  if (path.ends_with("/AddOrder")) {
    take_additions(found, theirs, mine);
    remark = "ours says fciq and a deadline as well";
  } else if (path.ends_with("/ClosedOrders")) {
    take(found, mine, "closetime", "close");
    remark = "ours says which time is meant";
  } else if (path.ends_with("/QueryOrders")) {
    found.texts("txid", text_of(x.argument(0).front()), value_of(mine, "txid"));
    remove(theirs, "txid");
    take(found, theirs, "trades", "true");
    remove(mine, "txid");
    remark = "of one order, without its trades";
  } else if (path.ends_with("/TradeVolume")) {
    take(found, theirs, "fee-info", "true");
    remark = "fee-info is not in the manual";
  }
  found.texts("method", x.call.method, ours.method);
  found.texts("address", x.call.base + x.call.target, ours.base + ours.target);
  compare_queries(found, theirs, mine);
  compare_signature(found, x, ours, secret);
  return found.verdict(remark);
}

judgement compare_gets(const request_row& x, net::call ours) {
  if (value_of(query_of(x.call), "count").empty())
    if (const auto at = ours.target.find("&count=100"); at != std::string::npos)
      ours.target.resize(at);
  differences found;
  compare_calls(found, x.call, ours);
  return found.verdict();
}

} // namespace

decimal decimal_of(const json& x) {
  const auto read
    = decimal::parse(x.is_string() ? x.get<std::string>() : x.dump());
  if (!read)
    throw std::runtime_error{"no decimal: " + x.dump()};
  return *read;
}

bool is_of_trading(const request_row& x) {
  const auto path = path_of(x.call);
  const auto pair = value_of(query_of(x.call), "pair");
  if (path.ends_with("/Ticker"))
    return !pair.empty() && pair.find(',') == std::string::npos;
  for (const auto* name :
       {"/0/private/AddOrder", "/0/private/CancelOrder", "/0/private/CancelAll",
        "/0/private/AmendOrder", "/0/private/CancelAllOrdersAfter",
        "/0/private/QueryOrders", "/0/private/OpenOrders",
        "/0/private/ClosedOrders", "/0/private/TradesHistory",
        "/0/private/QueryTrades", "/0/private/TradeVolume",
        "/0/private/GetWebSocketsToken", "/0/public/Depth", "/0/public/Trades"})
    if (path == name)
      return true;
  return false;
}

judgement check_trading(const request_row& x, venues::adapter& by,
                        const kraken_markets& markets,
                        const std::string& secret) {
  if (const auto reason = reason_against(x); !reason.empty())
    return left_out(reason);
  const auto ours = ask(x, *by.trader(), markets);
  return x.call.method == "GET" ? compare_gets(x, ours)
                                : compare_posts(x, ours, secret);
}

} // namespace ballast::conformance
