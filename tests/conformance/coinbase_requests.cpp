// Requests: what ccxt and the SDK ask, and what ours asks instead.
#include "tests/conformance/coinbase.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/coinbase/symbols.hpp"

#include <algorithm>
#include <stdexcept>
#include <variant>

namespace ballast::conformance {

namespace {

using venues::question;

constexpr auto public_path = std::string_view{"/api/v3/brokerage/market/"};
constexpr auto private_path = std::string_view{"/api/v3/brokerage/"};

/// Our call, or why it is not asked.
using asked = std::variant<net::call, std::string_view>;

unix_time seconds_at(const json& text) {
  return unix_time{std::chrono::seconds{std::stoll(text.get<std::string>())}};
}

unix_time moment_or(const json& milliseconds, unix_time otherwise) {
  return milliseconds.is_null() ? otherwise
                                : unix_time{std::chrono::milliseconds{
                                  milliseconds.get<std::int64_t>()}};
}

/// ccxt's window: from `since`, 300 candles or fewer; without `since`, the last
/// of them.
asked ask_candles(venues::adapter& by, const request_row& x, unix_time now) {
  constexpr std::int64_t candles_max = 300;
  const auto name = x.argument(0).get<std::string>();
  const auto symbol = symbol::parse(name);
  if (!symbol)
    throw std::runtime_error{"no symbol: " + name};
  ballast::market what;
  what.venue_symbol = venues::coinbase::product_id_of(*symbol);
  const auto timeframe = timeframe_of(
    x.argument(1).is_null() ? "1m" : x.argument(1).get<std::string>());
  const auto limit
    = x.argument(3).is_null()
        ? candles_max
        : std::min(candles_max, x.argument(3).get<std::int64_t>());
  const auto from = moment_or(x.argument(2), now - limit * timeframe);
  const auto to
    = moment_or(member(x.argument(4), "until"), from + limit * timeframe);
  return by.candles_request(what, timeframe, from, to).call;
}

asked ask_sdk_candles(venues::adapter& by, const request_row& x,
                      unix_time /*now*/) {
  using std::chrono::hours;
  using std::chrono::minutes;
  static const auto names = std::map<std::string, std::chrono::seconds>{
    {"ONE_MINUTE", minutes{1}},      {"FIVE_MINUTE", minutes{5}},
    {"FIFTEEN_MINUTE", minutes{15}}, {"THIRTY_MINUTE", minutes{30}},
    {"ONE_HOUR", hours{1}},          {"TWO_HOUR", hours{2}},
    {"FOUR_HOUR", hours{4}},         {"SIX_HOUR", hours{6}},
    {"ONE_DAY", hours{24}},
  };
  if (!x.argument(4).is_null())
    return std::string_view{"not asked: a limit beside the window"};
  ballast::market what;
  what.venue_symbol = x.argument(0).get<std::string>();
  return by
    .candles_request(what, names.at(x.argument(3).get<std::string>()),
                     seconds_at(x.argument(1)), seconds_at(x.argument(2)))
    .call;
}

asked ask_tickers(venues::adapter& by, const request_row& x, unix_time now) {
  if (!x.argument(0).is_null())
    return std::string_view{"not asked: prices of chosen markets"};
  return by.tickers_request(now).call;
}

asked ask_products(venues::adapter& by, const request_row& x, unix_time now) {
  if (x.argument(0) != json{{"product_type", "SPOT"}})
    return std::string_view{"not asked: pages, flags or chosen products; ours "
                            "asks for all spot products at once"};
  return by.markets_request(now).call;
}

asked ask_accounts(venues::adapter& by, const request_row& x, unix_time now) {
  constexpr int page_size = 250;
  const auto what = x.argument(0);
  if (x.method == "get_accounts" && member(what, "limit") != page_size)
    return std::string_view{"not asked: pages of another size"};
  return by.balances_request(text_at(what, "cursor"), now).call;
}

asked ask_time(venues::adapter& by, const request_row& /*x*/,
               unix_time /*now*/) {
  return by.time_request().call;
}

asked ask_permissions(venues::adapter& by, const request_row& /*x*/,
                      unix_time now) {
  return by.permissions_request(now).call;
}

struct intent {
  question what;
  asked (*ask)(venues::adapter&, const request_row&, unix_time);
};

/// ccxt's and the SDK's names of what ours can ask.
const std::map<std::string, intent>& intents() {
  static const auto result = std::map<std::string, intent>{
    {"fetchTime", {question::time, ask_time}},
    {"get_unix_time", {question::time, ask_time}},
    {"fetchOHLCV", {question::candles, ask_candles}},
    {"get_candles", {question::candles, ask_sdk_candles}},
    {"get_public_candles", {question::candles, ask_sdk_candles}},
    {"fetchTickers", {question::tickers, ask_tickers}},
    {"fetchMarkets", {question::markets, ask_products}},
    {"get_products", {question::markets, ask_products}},
    {"get_public_products", {question::markets, ask_products}},
    {"fetchBalance", {question::balances, ask_accounts}},
    {"fetchAccounts", {question::balances, ask_accounts}},
    {"get_accounts", {question::balances, ask_accounts}},
    {"get_api_key_permissions", {question::permissions, ask_permissions}},
  };
  return result;
}

/// And of what it cannot, at endpoints that it knows.
const reasons& not_asked() {
  static const auto result = reasons{
    {"fetchBidsAsks", "not in this version: best bid and ask alone"},
    {"get_best_bid_ask", "not in this version: best bid and ask alone"},
    {"get_product", "not asked: one product alone"},
    {"get_public_product", "not asked: one product alone"},
    {"get_account", "not asked: one account alone"},
    {"get_portfolios", "not in this version: portfolios"},
    {"fetchPortfolios", "not in this version: portfolios"},
    {"get_portfolio_breakdown", "not in this version: portfolios"},
  };
  return result;
}

/// By the name of its configuration: "trigger_bracket_gtc", "twap_limit_gtd".
bool is_trigger_order(const std::string& body) {
  const auto order = json::parse(body, nullptr, /*allow_exceptions=*/false);
  const auto chosen = member(order, "order_configuration");
  for (const auto& [name, value] : chosen.items())
    for (const auto* beginning : {"trigger_", "twap_"})
      if (name.starts_with(beginning))
        return true;
  return false;
}

std::string bearer(const net::call& x) {
  constexpr auto scheme = std::string_view{"Bearer "};
  const auto found = net::find_header(x.headers, "Authorization").value_or("");
  return std::string{found.starts_with(scheme) ? found.substr(scheme.size())
                                               : found};
}

/// The SDK sends flags that ask for nothing, as "False".
void drop_unset_flags(net::call& x) {
  constexpr auto unset = std::string_view{"=False"};
  for (auto end = x.target.find(unset); end != std::string::npos;
       end = x.target.find(unset)) {
    const auto begin = x.target.find_last_of("?&", end);
    x.target.erase(begin + 1, end + unset.size() - begin);
  }
  if (x.target.ends_with('&') || x.target.ends_with('?'))
    x.target.pop_back();
}

/// Ours asks the public twin of what stands on a private path: the same target
/// under "market/", unsigned.
bool to_public_twin(net::call& recorded, const net::call& ours) {
  if (!ours.target.starts_with(public_path)
      || recorded.target.starts_with(public_path)
      || !recorded.target.starts_with(private_path))
    return false;
  recorded.target.replace(0, private_path.size(), public_path);
  return true;
}

} // namespace

judgement compare_signed(net::call recorded, const net::call& ours,
                         bool is_signed, const api_key& key, unix_time now) {
  differences found;
  drop_unset_flags(recorded);
  const auto is_twin = to_public_twin(recorded, ours);
  compare_calls(found, recorded, ours);
  const auto theirs = bearer(recorded);
  const auto mine = bearer(ours);
  // The SDK signs whatever it has a key for, so only its silence tells.
  if (is_signed == mine.empty() || (is_signed && theirs.empty()))
    found.texts("Authorization", theirs, mine);
  else if (!theirs.empty()) {
    const auto uri = recorded_uri(found, theirs, key.secret);
    if (is_signed)
      check_token(found, mine, uri, key, now);
  }
  return found.verdict(is_twin ? "on the public twin, unsigned" : "");
}

judgement coinbase_vectors::request(const request_row& x) const {
  if (is_trigger_order(x.call.body))
    return left_out(trigger_orders);
  if (x.call.target.starts_with("/v2/"))
    return left_out("not asked: the older interface (v2)");
  if (net::find_header(x.call.headers, "CB-ACCESS-KEY"))
    return left_out("out of scope: legacy (HMAC) keys");
  if (is_about_orders(x.endpoint))
    return order_request(x, keys_.at(x.keyset), clock_);
  if (const auto found = not_asked().find(x.method); found != not_asked().end())
    return left_out(found->second);
  const auto intent = intents().find(x.method);
  if (intent == intents().end())
    return failed("a method that is not understood: " + x.method);
  const auto& key = keys_.at(x.keyset);
  venues::adapter_options options;
  options.key = key.name;
  options.secret = key.secret;
  const auto by = venues::make_coinbase(options);
  if (!by)
    return failed(by.error().text);
  const auto ours = intent->second.ask(**by, x, clock_);
  if (const auto* reason = std::get_if<std::string_view>(&ours))
    return left_out(*reason);
  return compare_signed(x.call, std::get<net::call>(ours),
                        is_signed(intent->second.what), key, clock_);
}

} // namespace ballast::conformance
