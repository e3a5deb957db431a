// Requests and signatures: what ccxt asks, and what ours asks for the same.
#include "tests/conformance/binance.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/binance/signer.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <variant>

namespace ballast::conformance {

namespace {

/// Our call, or why it is not asked.
using asked = std::variant<net::call, std::string_view>;

struct question_of {
  venues::adapter& by;
  const request_row& row;
  const std::map<std::string, ballast::market>& markets;
  unix_time now;

  venues::trading& trader() const { return *by.trader(); }
  const ballast::market& market(std::size_t place) const {
    return market_of(markets, row.argument(place));
  }
  std::optional<unix_time> moment(std::size_t place) const {
    const auto given = row.argument(place);
    if (given.is_null())
      return std::nullopt;
    return unix_time{std::chrono::milliseconds{given.get<std::int64_t>()}};
  }
};

asked ask_candles(const question_of& x) {
  const auto name = x.row.argument(1).get<std::string>();
  if (name == "1M")
    return std::string_view{"not asked: months are of no fixed length"};
  const auto timeframe
    = name == "1s" ? std::chrono::seconds{1} : timeframe_of(name);
  const auto since = x.moment(2);
  const auto limit = x.row.argument(3).get<std::int64_t>();
  const auto from = since.value_or(x.now - limit * timeframe);
  return x.by
    .candles_request(x.market(0), timeframe, from, from + limit * timeframe)
    .call;
}

asked ask_bulk_ticker(const question_of& x) {
  if (x.row.method != "fetchTickers")
    return std::string_view{"not asked: last prices or best prices alone; ours "
                            "asks for both with the day's figures"};
  return x.by.tickers_request(x.now).call;
}

asked ask_book(const question_of& x) {
  const auto depth = x.row.argument(1);
  return x.trader()
    .book_request(x.market(0), depth.is_null() ? 0U : depth.get<unsigned>())
    .call;
}

asked ask_trades(const question_of& x) {
  if (!x.row.argument(1).is_null())
    return std::string_view{"not asked: trades of the past"};
  return x.trader().trades_request(x.market(0)).call;
}

decimal amount_of(const json& x) {
  // The recorded numbers are short: their text is what was meant.
  const auto read = decimal::parse(x.is_null() ? "0" : x.dump());
  if (!read)
    throw std::runtime_error{"no amount: " + x.dump()};
  return *read;
}

order_ticket ticket_of(const request_row& x, const json& options) {
  const auto lives = text_at(options, "timeInForce");
  order_ticket made;
  made.client_id = text_at(options, "clientOrderId");
  made.side = x.argument(2) == "buy" ? side::buy : side::sell;
  made.type
    = x.argument(1) == "market" ? order_type::market : order_type::limit;
  made.size = amount_of(x.argument(3));
  made.price = amount_of(x.argument(4));
  for (const auto* name : {"cost", "quoteOrderQty"})
    if (const auto cost = member(options, name); !cost.is_null()) {
      made.cost = amount_of(cost);
      made.size = {};
    }
  if (lives == "IOC")
    made.lives = time_in_force::immediate_or_cancel;
  if (lives == "FOK")
    made.lives = time_in_force::fill_or_kill;
  made.post_only = member(options, "postOnly") == true;
  for (const auto* name : {"triggerPrice", "stopLossPrice"})
    if (options.contains(name)) {
      made.type = order_type::stop_limit;
      made.trigger = amount_of(options.at(name));
    }
  return made;
}

asked ask_order(const question_of& x) {
  const auto options = x.row.argument(5);
  if (options.contains("takeProfitPrice")
      || (x.row.argument(1) == "market"
          && (options.contains("triggerPrice")
              || options.contains("stopLossPrice"))))
    return trigger_orders;
  if (options.contains("selfTradePrevention"))
    return std::string_view{"not asked: a mode against trades with oneself; "
                            "the account has one"};
  if (options.contains("newOrderRespType"))
    return std::string_view{"not asked: short answers; ours always wants all "
                            "that became of an order"};
  const auto ticket = ticket_of(x.row, options);
  if (x.row.endpoint == "test_order")
    return x.trader().test_request(x.market(0), ticket, x.now).value().call;
  return x.trader().place_request(x.market(0), ticket, x.now).call;
}

venues::order_ref order_of(const question_of& x) {
  venues::order_ref made;
  made.what = x.market(1);
  if (const auto id = x.row.argument(0); !id.is_null())
    made.venue_id = id.get<std::string>();
  made.client_id = text_at(x.row.argument(2), "clientOrderId");
  return made;
}

asked ask_fills(const question_of& x) {
  if (x.row.method == "fetchOrderTrades")
    return std::string_view{"not asked: fills of one order"};
  const auto& what = x.market(0);
  return x.trader().fills_request(&what, x.moment(1), {}, x.now).call;
}

asked ask_open_orders(const question_of& x) {
  const auto& what = x.market(0);
  return x.trader().open_orders_request(&what, {}, x.now).call;
}

asked ask_orders(const question_of& x) {
  const auto& what = x.market(0);
  return x.trader().closed_orders_request(&what, x.moment(1), {}, x.now).call;
}

asked ask_cancel(const question_of& x) {
  if (x.row.method != "cancelAllOrders")
    return x.trader().cancel_request(order_of(x), x.now).call;
  const auto& what = x.market(0);
  return x.trader().cancel_all_request(&what, x.now).value().call;
}

asked not_fees(const question_of& /*x*/) {
  return std::string_view{"not asked: fees of the wallet's interface; ours "
                          "asks account/commission, which every host serves"};
}

asked not_replace(const question_of& /*x*/) {
  return std::string_view{"out of scope: cancelReplace makes another order of "
                          "another id"};
}

using ask_function = asked (*)(const question_of&);

const std::map<std::string, ask_function, std::less<>>& questions() {
  static const auto result = std::map<std::string, ask_function, std::less<>>{
    {"server_time",
     [](const question_of& x) { return asked{x.by.time_request().call}; }},
    {"status",
     [](const question_of& x) {
       return asked{x.by.status_request().value().call};
     }},
    {"markets",
     [](const question_of& x) {
       return asked{x.by.markets_request(x.now).call};
     }},
    {"balances",
     [](const question_of& x) {
       return asked{x.by.balances_request({}, x.now).call};
     }},
    {"ticker",
     [](const question_of& x) {
       return asked{x.trader().ticker_request(x.market(0)).call};
     }},
    {"query_order",
     [](const question_of& x) {
       return asked{x.trader().query_request(order_of(x), x.now).call};
     }},
    {"candles", ask_candles},
    {"bulk_ticker", ask_bulk_ticker},
    {"order_book", ask_book},
    {"trades", ask_trades},
    {"place_order", ask_order},
    {"test_order", ask_order},
    {"cancel_order", ask_cancel},
    {"open_orders", ask_open_orders},
    {"orders", ask_orders},
    {"fills", ask_fills},
    {"fees", not_fees},
    {"edit_order", not_replace},
  };
  return result;
}

/// What ours asks beside, or chooses otherwise: the form of the same answer,
/// how long a request lives, how much is asked at once.
constexpr auto ours_alone = std::array{
  "showPermissionSets", "permissions", "symbolStatus", "omitZeroBalances",
  "recvWindow",         "signature",   "limit",        "endTime"};

net::call without_ours(net::call x, bool keeps_limit) {
  const auto less = [&](const std::string& text) {
    auto all = form_pairs(text);
    for (const std::string_view name : ours_alone)
      if (name != "limit" || !keeps_limit)
        remove(all, name);
    std::string joined;
    for (const auto& [name, value] : all)
      joined.append(joined.empty() ? "" : "&")
        .append(venues::escaped(name))
        .append("=")
        .append(venues::escaped(value));
    return joined;
  };
  const auto mark = x.target.find('?');
  if (mark != std::string::npos)
    x.target = x.target.substr(0, mark + 1) + less(x.target.substr(mark + 1));
  if (x.target.ends_with('?'))
    x.target.pop_back();
  x.body = less(x.body);
  return x;
}

/// The latest candles have a start with us, and none with ccxt.
net::call without_start(net::call x) {
  const auto word = std::string{"&startTime="};
  const auto at = x.target.find(word);
  if (at != std::string::npos)
    x.target.erase(at, x.target.find('&', at + 1) - at);
  return x;
}

/// What of a call is signed, and the signature behind it.
std::pair<std::string, std::string> signed_parts(const net::call& x) {
  const auto mark = x.target.find('?');
  const auto query
    = mark == std::string::npos ? std::string{} : x.target.substr(mark + 1);
  const auto whole = query + x.body;
  const auto word = std::string{"&signature="};
  const auto at = whole.find(word);
  if (at == std::string::npos)
    return {whole, {}};
  return {whole.substr(0, at), whole.substr(at + word.size())};
}

/// Both signatures, recorded and ours, must be those of what was sent.
void check_signatures(differences& to, const net::call& recorded,
                      const net::call& ours, const api_key& key) {
  const auto by = venues::binance::signer::make(key.name, key.secret);
  if (!by)
    throw std::runtime_error{by.error().text};
  const auto compare = [&](const char* whose, const net::call& x) {
    const auto [payload, signature] = signed_parts(x);
    to.texts(whose, signature, venues::escaped(by->sign(payload)));
  };
  compare_headers(to, recorded, ours, "X-MBX-APIKEY");
  if (signed_parts(recorded).second.empty()) {
    to.texts("signature of what needs none", "", signed_parts(ours).second);
    return;
  }
  compare("recorded signature", recorded);
  compare("our signature", ours);
  to.texts("our window", "5000",
           value_of(form_pairs(signed_parts(ours).first), "recvWindow"));
}

} // namespace

std::unique_ptr<venues::adapter> make_binance_adapter(const api_key& key) {
  venues::adapter_options options;
  options.key = key.name;
  options.secret = key.secret;
  auto made = venues::make_binance(options);
  if (!made)
    throw std::runtime_error{made.error().text};
  return std::move(*made);
}

const ballast::market&
market_of(const std::map<std::string, ballast::market>& all, const json& name) {
  const auto found = all.find(name.get<std::string>());
  if (found == all.end())
    throw std::runtime_error{"no such market: " + name.dump()};
  return found->second;
}

judgement binance_vectors::request(const request_row& x) const {
  if (x.keyset == "binance_rsa")
    return left_out("out of scope: RSA keys");
  const auto key = keys_.find(x.keyset);
  const auto ask = questions().find(x.endpoint);
  if (key == keys_.end() || ask == questions().end())
    return failed("a request that is not understood: " + x.endpoint);
  const auto by = make_binance_adapter(key->second);
  const auto ours = ask->second({*by, x, markets_, clock_});
  if (const auto* reason = std::get_if<std::string_view>(&ours))
    return left_out(*reason);
  const auto& call = std::get<net::call>(ours);
  differences found;
  const auto is_book = x.endpoint == "order_book";
  auto mine = without_ours(call, is_book);
  if (x.endpoint == "candles" && x.argument(2).is_null())
    mine = without_start(std::move(mine));
  compare_calls(found, without_ours(x.call, is_book), mine);
  check_signatures(found, x.call, call, key->second);
  return found.verdict("less what ours chooses: recvWindow, the length of a "
                       "page, the form of the answer");
}

judgement binance_vectors::authentication(const json& row) const {
  if (text_at(row, "scheme").find("RSA") != std::string::npos)
    return left_out("out of scope: RSA keys");
  const auto secret = secret_text(
    row.contains("secret") ? row.at("secret") : row.at("private_key_pem"));
  const auto by = venues::binance::signer::make("key", secret);
  if (!by)
    return failed(by.error().text);
  differences found;
  found.texts("signature", text_at(row, "signature"),
              by->sign(text_at(row, "payload")));
  return found.verdict();
}

std::unique_ptr<venue_vectors> make_binance_vectors(const vector_folder& from) {
  return std::make_unique<binance_vectors>(from);
}

} // namespace ballast::conformance
