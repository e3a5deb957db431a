// Requests and signatures.
#include "tests/conformance/okx.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/okx/signer.hpp"

#include <optional>
#include <stdexcept>
#include <variant>

namespace ballast::conformance {

namespace {

/// Paths that ours does not ask.
const reasons& not_asked() {
  static const auto result = reasons{
    {"/api/v5/asset/balances", "out of scope: funding"},
    {"/api/v5/market/history-candles",
     "not asked: ours asks market/candles, and nothing older than that has"},
  };
  return result;
}

/// What an intent becomes, or why it cannot become anything.
using ours = std::variant<net::call, std::string_view>;

ours ask_candles(venues::adapter& by, const request_row& x) {
  const auto name = x.argument(1).get<std::string>();
  if (name == "1M")
    return std::string_view{"not asked: months are no timeframe of ours"};
  const auto timeframe = timeframe_of(name);
  ballast::market what;
  what.venue_symbol = value_of(query_of(x.call), "instId");
  const auto moment = [&](std::int64_t count) {
    return unix_time{std::chrono::milliseconds{count}};
  };
  if (x.argument(2).is_null())
    return by.candles_request(what, timeframe, okx_clock, okx_clock).call;
  const auto from = moment(x.argument(2).get<std::int64_t>());
  const auto count = x.argument(3).get<std::int64_t>();
  return by
    .candles_request(what, timeframe, from, from + (count - 1) * timeframe)
    .call;
}

/// Absent: a question to the trading half.
std::optional<ours> ask(venues::adapter& by, const request_row& x) {
  const auto path = path_of(x.call);
  if (path == "/api/v5/public/time")
    return by.time_request().call;
  if (path == "/api/v5/system/status")
    return by.status_request().value().call;
  if (path == "/api/v5/public/instruments")
    return by.markets_request(okx_clock).call;
  if (path == "/api/v5/market/tickers")
    return by.tickers_request(okx_clock).call;
  if (path == "/api/v5/account/balance")
    return by.balances_request({}, okx_clock).call;
  if (path == "/api/v5/account/config")
    return by.permissions_request(okx_clock).call;
  if (path == "/api/v5/market/candles")
    return ask_candles(by, x);
  return std::nullopt;
}

/// Takes out what ours says and the recorded client does not, or the reverse,
/// with the same answer; tells what.
std::string align_queries(const request_row& x, pairs& theirs, pairs& mine) {
  const auto path = path_of(x.call);
  if (path == "/api/v5/market/candles") {
    // How many candles, and up to where, is each client's choice.
    remove(theirs, "limit");
    remove(mine, "limit");
    remove(theirs, "after");
    remove(mine, "after");
    if (value_of(theirs, "before").empty())
      remove(mine, "before");
    return "their number and their end are ours to choose";
  }
  if (path == "/api/v5/account/balance") {
    remove(theirs, "ccy");
    return "of all currencies at once";
  }
  remove(mine, "limit");
  if (path == "/api/v5/trade/orders-pending") {
    remove(mine, "instType");
    return "of spot alone";
  }
  if (!value_of(theirs, "state").empty()) {
    remove(theirs, "state");
    return "of all that have ended";
  }
  return {};
}

/// The same for bodies. ccxt sends one order as a list of one.
std::string align_bodies(net::call& recorded) {
  const auto path = path_of(recorded);
  auto body = json::parse(recorded.body, nullptr, false);
  if (path == "/api/v5/trade/order" && body.is_object()
      && !body.contains("tgtCcy")) {
    body["tgtCcy"] = "base_ccy";
    recorded.body = body.dump();
    return "what a size counts in is always said";
  }
  if (path != "/api/v5/trade/batch-orders" || body.size() != 1)
    return {};
  auto& order = body.front();
  // Made up by ccxt where nobody chose one.
  if (order.contains("tag")) {
    order.erase("tag");
    order.erase("clOrdId");
  }
  recorded.target = "/api/v5/trade/order";
  recorded.body = order.dump();
  return "one order by trade/order";
}

/// The signature that goes with a call is the one over that very call; and of
/// the recorded call it is the recorded one.
void check_signature(differences& to, const request_row& x,
                     const net::call& made, const venues::okx::signer& by) {
  const auto timestamp = venues::okx::timestamp_of(okx_clock);
  const auto header = [](const net::call& from, std::string_view name) {
    return std::string{net::find_header(from.headers, name).value_or("")};
  };
  const auto is_private = !header(made, "OK-ACCESS-SIGN").empty();
  to.texts("is signed",
           header(x.call, "OK-ACCESS-SIGN").empty() && !is_private ? "no"
                                                                   : "yes",
           is_private ? "yes" : "no");
  if (!is_private)
    return;
  to.texts("own signature",
           by.sign(timestamp, made.method, made.target, made.body),
           header(made, "OK-ACCESS-SIGN"));
  if (header(x.call, "OK-ACCESS-SIGN").empty())
    return;
  to.texts("recorded signature", header(x.call, "OK-ACCESS-SIGN"),
           by.sign(timestamp, x.call.method, x.call.target, x.call.body));
  for (const auto* name : {"OK-ACCESS-KEY", "OK-ACCESS-TIMESTAMP",
                           "OK-ACCESS-PASSPHRASE", "Content-Type"})
    if (net::find_header(x.call.headers, name))
      to.texts(name, header(x.call, name), header(made, name));
}

judgement compare(const request_row& x, const net::call& made,
                  const venues::okx::signer& by) {
  differences found;
  auto recorded = x.call;
  auto theirs = query_of(recorded);
  auto mine = query_of(made);
  auto remark = align_queries(x, theirs, mine);
  remark += align_bodies(recorded);
  compare_queries(found, theirs, mine);
  found.texts("method", recorded.method, made.method);
  found.texts("address", recorded.base + path_of(recorded),
              made.base + path_of(made));
  const auto body
    = [](const net::call& y) { return json::parse(y.body, nullptr, false); };
  if (body(recorded) != body(made))
    found.texts("body", recorded.body, made.body);
  // Of several orders at once only the body is made here.
  const auto is_whole = made.body.empty() || made.body.front() == '{';
  if (is_whole)
    check_signature(found, x, made, by);
  return found.verdict(is_whole ? remark : "target and body alone");
}

} // namespace

okx_vectors::okx_vectors(const vector_folder& from) {
  const auto readme = from.text("README.md");
  key_ = fixed_input(readme, "key");
  secret_ = fixed_input(readme, "secret");
  passphrase_ = fixed_input(readme, "passphrase");
  venues::adapter_options options;
  options.key = key_;
  options.secret = secret_;
  options.passphrase = passphrase_;
  for (const auto& row : from.rows("markets.json")) {
    ballast::market what;
    what.venue_symbol = text_at(row, "instId");
    what.price_increment = *decimal::parse(text_at(row, "tickSz"));
    what.size_increment = *decimal::parse(text_at(row, "lotSz"));
    markets_[text_at(row, "canonical")] = what;
  }
  auto made = venues::make_okx(options);
  if (!made || !(*made)->has_credentials())
    throw std::runtime_error{"README.md tells no credentials"};
  signer_ = std::move(*made);
}

judgement okx_vectors::request(const request_row& x) const {
  if (const auto found = not_asked().find(path_of(x.call));
      found != not_asked().end())
    return left_out(found->second);
  const auto by = venues::okx::signer::make(key_, secret_, passphrase_);
  if (!by)
    return failed(by.error().text);
  const auto made = ask(*signer_, x);
  if (!made)
    return compare(x, ask_trader(x), *by);
  if (const auto* reason = std::get_if<std::string_view>(&*made))
    return left_out(*reason);
  return compare(x, std::get<net::call>(*made), *by);
}

judgement okx_vectors::authentication(const json& row) const {
  const auto by
    = venues::okx::signer::make(text_at(row, "api_key"), text_at(row, "secret"),
                                text_at(row, "passphrase"));
  if (!by)
    return failed(by.error().text);
  differences found;
  found.texts("sign", text_at(row, "sign"),
              by->sign(text_at(row, "timestamp"), text_at(row, "method"),
                       text_at(row, "request_path"), text_at(row, "body")));
  return found.verdict();
}

std::unique_ptr<venue_vectors> make_okx_vectors(const vector_folder& from) {
  return std::make_unique<okx_vectors>(from);
}

} // namespace ballast::conformance
