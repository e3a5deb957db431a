// Requests and logins: what ccxt and the venue's own client ask, and what ours
// asks for the same.
#include "tests/conformance/alpaca.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/rest_url.hpp"
#include "venues/rfc3339.hpp"
#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <stdexcept>
#include <variant>

namespace ballast::conformance {

namespace {

/// Our call, or why it is not asked.
using asked = std::variant<net::call, std::string_view>;

constexpr auto many_markets
  = std::string_view{"not asked: more than one market in one answer"};
constexpr auto of_the_past = std::string_view{"not asked: trades of the past"};

struct question_of {
  venues::adapter& by;
  const request_row& row;
  unix_time now;

  venues::trading& trader() const { return *by.trader(); }
  /// ccxt's argument by its place, or the other client's by its name.
  json argument(std::size_t place, const char* name) const {
    const auto first = row.argument(0);
    return first.is_object() ? member(first, name) : row.argument(place);
  }
  ballast::market market(std::size_t place = 0) const {
    const auto name = argument(place, "symbols");
    return alpaca_market(
      (name.is_null() ? argument(place, "symbol") : name).get<std::string>());
  }
};

/// Milliseconds, or "2024-03-08 14:30:00+00:00"; absent where it is null.
std::optional<unix_time> moment_of(const json& x) {
  if (x.is_number())
    return unix_time{std::chrono::milliseconds{x.get<std::int64_t>()}};
  auto text = x.is_string() ? x.get<std::string>() : std::string{};
  std::replace(text.begin(), text.end(), ' ', 'T');
  return venues::parse_rfc3339(text);
}

/// "5m" as ccxt, "15Min" as the venue: whole minutes, hours or a day; zero for
/// what has no fixed length.
std::chrono::seconds length_of(const std::string& name) {
  const auto count = std::stoll(name);
  const auto unit = name.substr(name.find_first_not_of("0123456789"));
  if (unit == "m" || unit == "Min")
    return std::chrono::minutes{count};
  if (unit == "h" || unit == "Hour")
    return std::chrono::hours{count};
  return unit == "d" || unit == "Day" ? std::chrono::hours{24 * count}
                                      : std::chrono::seconds{0};
}

asked ask_candles(const question_of& x) {
  if (x.argument(0, "symbols").is_array())
    return many_markets;
  if (!x.argument(9, "feed").is_null())
    return std::string_view{"not asked: the feed of all exchanges, which costs "
                            "extra; ours asks that of IEX"};
  if (!x.argument(9, "sort").is_null())
    return std::string_view{"not asked: the newest first"};
  const auto name = x.argument(1, "timeframe");
  const auto timeframe
    = name.is_null() ? std::chrono::minutes{1} : length_of(name);
  if (timeframe == std::chrono::seconds{0})
    return std::string_view{"not asked: weeks and months"};
  constexpr auto count = 100;
  const auto from
    = moment_of(x.argument(2, "start")).value_or(x.now - count * timeframe);
  const auto until = moment_of(member(x.row.argument(4), "until"));
  const auto end = moment_of(x.argument(9, "end"));
  return x.by
    .candles_request(x.market(), timeframe, from,
                     until.value_or(end.value_or(from + count * timeframe)))
    .call;
}

asked ask_book(const question_of& x) {
  if (x.argument(0, "symbols").is_array())
    return many_markets;
  return x.trader().book_request(x.market(), 0).call;
}

asked ask_trades(const question_of& x) {
  if (x.row.call.target.find("start=") != std::string::npos)
    return of_the_past;
  return x.trader().trades_request(x.market()).call;
}

/// Ours asks for all coins that it knows: those named are made all.
asked ask_bulk_ticker(const question_of& x) {
  if (x.row.method != "fetchTickers" && x.row.method != "get_crypto_snapshot")
    return std::string_view{"not asked: prices of shares in bulk, or parts of "
                            "prices; ours asks snapshots, those of shares one "
                            "by one"};
  auto listed = json::array();
  for (const auto& name : x.argument(0, "symbols"))
    listed.push_back(alpaca_asset(name.get<std::string>()));
  const auto learned = x.by.markets_answer(alpaca_reply(listed));
  if (!learned.value)
    throw std::runtime_error{"no coins: " + learned.text};
  return x.by.tickers_request(x.now).call;
}

asked ask_markets(const question_of& x) {
  if (x.row.method == "get_asset")
    return std::string_view{"not asked: one coin; the list has them all"};
  if (text_at(x.row.argument(0), "asset_class") != "us_equity")
    return x.by.markets_request(x.now).call;
  return x.by.more_markets_request({alpaca_market("BTC/USD")}, x.now)
    .value()
    .call;
}

/// The recorded numbers are short: their text is what was meant.
decimal amount_of(const json& x) {
  return x.is_null() ? decimal{} : alpaca_decimal(x);
}

time_in_force life_of(const std::string& name) {
  static const auto words = std::map<std::string, time_in_force>{
    {"", time_in_force::good_till_cancelled},
    {"gtc", time_in_force::good_till_cancelled},
    {"ioc", time_in_force::immediate_or_cancel},
    {"fok", time_in_force::fill_or_kill},
    {"day", time_in_force::day}};
  return words.at(name);
}

/// ccxt's arguments under the venue's names.
json order_of(const request_row& x) {
  const auto first = x.argument(0);
  if (first.is_object())
    return first;
  const auto by_cost = x.method == "createMarketOrderWithCost";
  const auto options = x.argument(by_cost ? 3 : 5);
  auto made = json{{"symbol", first},
                   {"type", by_cost ? json("market") : x.argument(1)},
                   {"side", x.argument(by_cost ? 1 : 2)},
                   {"client_order_id", text_at(options, "clientOrderId")},
                   {"time_in_force", text_at(options, "timeInForce")}};
  made["qty"] = by_cost ? json{} : x.argument(3);
  made["limit_price"] = by_cost ? json{} : x.argument(4);
  made["notional"] = by_cost ? x.argument(2) : member(options, "cost");
  if (options.contains("triggerPrice"))
    made["stop_price"] = options.at("triggerPrice");
  return made;
}

/// Opens the exchange, as orders for shares are placed in its session alone.
void open_exchange(venues::adapter& by, unix_time now) {
  const auto until = now + std::chrono::hours{1};
  by.time_answer(alpaca_reply(
    {{"timestamp", venues::to_rfc3339_milliseconds(now)},
     {"is_open", true},
     {"next_open", venues::to_rfc3339(until + std::chrono::hours{17})},
     {"next_close", venues::to_rfc3339(until)}}));
}

asked ask_order(const question_of& x) {
  const auto order = order_of(x.row);
  const auto type = text_at(order, "type");
  const auto life = text_at(order, "time_in_force");
  // ccxt calls a stop with a price "limit", and the venue "stop_limit".
  const auto is_stop
    = order.contains("stop_price") && (type == "limit" || type == "stop_limit");
  if (!is_stop
      && (order.contains("stop_price")
          || (type != "market" && type != "limit")))
    return trigger_orders;
  if (life == "cls" || life == "opg")
    return std::string_view{"not asked: orders for an auction"};
  open_exchange(x.by, x.now);
  order_ticket ticket;
  ticket.client_id = text_at(order, "client_order_id");
  ticket.side = text_at(order, "side") == "buy" ? side::buy : side::sell;
  ticket.type = type == "market" ? order_type::market
                : is_stop        ? order_type::stop_limit
                                 : order_type::limit;
  ticket.trigger = amount_of(member(order, "stop_price"));
  ticket.size = amount_of(member(order, "qty"));
  ticket.cost = amount_of(member(order, "notional"));
  ticket.price = amount_of(member(order, "limit_price"));
  ticket.lives = life_of(life);
  return x.trader()
    .place_request(alpaca_market(text_at(order, "symbol")), ticket, x.now)
    .call;
}

venues::order_ref ref_of(const question_of& x) {
  venues::order_ref made;
  made.venue_id = x.argument(0, "id").get<std::string>();
  return made;
}

asked ask_cancel(const question_of& x) {
  if (x.row.method == "cancelAllOrders")
    return x.trader().cancel_all_request(nullptr, x.now).value().call;
  return x.trader().cancel_request(ref_of(x), x.now).call;
}

/// A page of ours begins after a moment, as ccxt's `since` does.
asked ask_open_orders(const question_of& x) {
  const auto since = moment_of(x.argument(1, "after"));
  const auto page
    = since ? venues::to_rfc3339_milliseconds(*since) : std::string{};
  if (!x.row.argument(0).is_string())
    return x.trader().open_orders_request(nullptr, page, x.now).call;
  const auto what = x.market();
  return x.trader().open_orders_request(&what, page, x.now).call;
}

asked ask_orders(const question_of& x) {
  if (text_at(x.row.argument(0), "status") != "closed")
    return std::string_view{"not asked: open and closed orders in one answer; "
                            "ours asks for each"};
  return x.trader().closed_orders_request(nullptr, {}, {}, x.now).call;
}

asked ask_fills(const question_of& x) {
  const auto what = x.market();
  auto since = moment_of(x.row.argument(1));
  // The venue leaves out the moment that it is asked for, and ours does not.
  if (since)
    *since += std::chrono::milliseconds{1};
  return x.trader().fills_request(&what, since, {}, x.now).call;
}

asked ask_balances(const question_of& x) {
  const auto is_positions = x.row.method == "get_all_positions";
  return x.by.balances_request(is_positions ? "positions" : "", x.now).call;
}

/// Ours asks from yesterday on: the recorded start is made that.
asked ask_calendar(const question_of& x) {
  const auto start
    = moment_of(text_at(x.row.argument(0), "start") + "T12:00:00Z").value();
  return x.by.calendar_request(start + std::chrono::hours{24}).value().call;
}

asked not_replaced(const question_of& /*x*/) {
  return std::string_view{"out of scope: a replacement is another order of "
                          "another id"};
}

using ask_function = asked (*)(const question_of&);

const std::map<std::string, ask_function, std::less<>>& questions() {
  static const auto result = std::map<std::string, ask_function, std::less<>>{
    {"server_time",
     [](const question_of& x) { return asked{x.by.time_request().call}; }},
    {"ticker",
     [](const question_of& x) {
       return asked{x.trader().ticker_request(x.market()).call};
     }},
    {"query_order",
     [](const question_of& x) {
       return asked{x.trader().query_request(ref_of(x), x.now).call};
     }},
    {"markets", ask_markets},
    {"candles", ask_candles},
    {"bulk_ticker", ask_bulk_ticker},
    {"order_book", ask_book},
    {"trades", ask_trades},
    {"place_order", ask_order},
    {"cancel_order", ask_cancel},
    {"open_orders", ask_open_orders},
    {"orders", ask_orders},
    {"fills", ask_fills},
    {"balances", ask_balances},
    {"calendar", ask_calendar},
    {"edit_order", not_replaced},
  };
  return result;
}

/// A value of a query as either may write it: moments in milliseconds, and
/// ccxt's older words for timeframes.
std::string in_one_form(const std::string& name, const std::string& value) {
  if (name == "timeframe")
    return value.ends_with("min") ? value.substr(0, value.size() - 3) + "Min"
           : value.ends_with("H") ? value.substr(0, value.size() - 1) + "Hour"
                                  : value;
  const auto moment = venues::parse_rfc3339(value);
  return moment ? std::to_string(moment->time_since_epoch().count()) : value;
}

/// What ours chooses: the length of a page, its direction, the feed of shares,
/// whether splits count, and where candles and days begin and end when nobody
/// said so.
pairs without_ours(pairs from, const pairs& recorded) {
  for (const auto* name :
       {"limit", "page_size", "direction", "sort", "feed", "adjustment"})
    remove(from, name);
  for (const auto* name : {"start", "end"})
    if (value_of(recorded, name).empty())
      remove(from, name);
  for (auto& [name, value] : from)
    value = in_one_form(name, value);
  return from;
}

/// Numbers and their texts are equal; what is null was not said.
json in_one_form(const std::string& body) {
  const auto read = json::parse(body, nullptr, false);
  auto made = json::object();
  for (const auto& [name, value] : read.items()) {
    const auto amount = decimal::parse(
      value.is_string() ? value.get<std::string>() : value.dump());
    // Absent means that: regular hours.
    if (name != "extended_hours" || value != false)
      made[name] = amount ? json(amount->to_string()) : value;
  }
  return made;
}

void compare(differences& to, const net::call& recorded,
             const net::call& ours) {
  to.texts("method", recorded.method, ours.method);
  to.texts("address", recorded.base + path_of(recorded),
           ours.base + path_of(ours));
  auto theirs = query_of(recorded);
  auto mine = query_of(ours);
  // Of a calendar ours asks for more days.
  if (path_of(ours) == "/v2/calendar") {
    remove(theirs, "end");
    remove(mine, "end");
  }
  compare_queries(to, without_ours(theirs, theirs), without_ours(mine, theirs));
  to.texts("body",
           recorded.body.empty() ? "" : in_one_form(recorded.body).dump(),
           ours.body.empty() ? "" : in_one_form(ours.body).dump());
  for (const auto* name :
       {"APCA-API-KEY-ID", "APCA-API-SECRET-KEY", "Content-Type"})
    compare_headers(to, recorded, ours, name);
}

} // namespace

std::unique_ptr<venues::adapter> make_alpaca_adapter(const std::string& base,
                                                     const api_key& key) {
  venues::adapter_options options;
  options.rest_url = base;
  options.key = key.name;
  options.secret = key.secret;
  auto made = venues::make_alpaca(options);
  if (!made)
    throw std::runtime_error{made.error().text};
  return std::move(*made);
}

judgement alpaca_vectors::request(const request_row& x) const {
  const auto ask = questions().find(x.endpoint);
  if (ask == questions().end() || x.keyset != "alpaca")
    return failed("a request that is not understood: " + x.endpoint);
  const auto is_data = x.call.base == "https://data.alpaca.markets";
  const auto by = make_alpaca_adapter(
    is_data ? "" : x.call.base, x.call.headers.empty() ? api_key{} : key_);
  const auto ours = ask->second({*by, x, clock_});
  if (const auto* reason = std::get_if<std::string_view>(&ours))
    return left_out(*reason);
  differences found;
  compare(found, x.call, std::get<net::call>(ours));
  const auto has_query
    = std::get<net::call>(ours).target.find('?') != std::string::npos;
  return found.verdict(
    has_query ? "less what ours chooses: pages, feed, splits, days" : "");
}

judgement alpaca_vectors::authentication(const json& row) const {
  const auto by = make_alpaca_adapter("", key_);
  differences found;
  if (row.contains("headers")) {
    const auto ours = by->balances_request({}, clock_).call;
    for (const auto& [name, value] : row.at("headers").items())
      found.texts(name, value.get<std::string>(),
                  net::find_header(ours.headers, name).value_or(""));
    return found.verdict();
  }
  const auto is_account = row.contains("frames");
  const auto kind = is_account ? venues::socket_kind::account
                               : venues::socket_kind::market_data;
  const auto made = json::parse(by->streams()->login(kind, clock_, {}).at(0));
  const auto frames
    = is_account ? row.at("frames") : json::array({row.at("frame")});
  if (std::find(frames.begin(), frames.end(), made) == frames.end())
    found.note("another login: " + made.dump());
  const auto& answers = row.at("expect");
  const auto& last = is_account ? answers : answers.back();
  const auto read = by->streams()->read(kind, last.dump(), clock_);
  if (read.size() != 1
      || !std::holds_alternative<venues::stream_login>(read.front()))
    found.note("the answer is not read as a login");
  return found.verdict();
}

std::unique_ptr<venue_vectors> make_alpaca_vectors(const vector_folder& from) {
  return std::make_unique<alpaca_vectors>(from);
}

} // namespace ballast::conformance
