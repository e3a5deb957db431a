// Requests and signatures.
#include "tests/conformance/kraken.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/kraken/signer.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <stdexcept>

namespace ballast::conformance {

namespace {

/// Paths that ours does not ask.
const reasons& not_asked() {
  static const auto result = reasons{
    {"/0/private/Balance", "not asked: ours asks BalanceEx, which tells what "
                           "is held"},
    {"/0/private/TradeBalance", "out of scope: margin"},
    {"/0/private/OpenPositions", "out of scope: margin"},
    {"/0/private/Ledgers", "out of scope: ledgers"},
    {"/0/private/QueryLedgers", "out of scope: ledgers"},
    {"/0/private/DepositMethods", "out of scope: funding"},
    {"/0/private/DepositAddresses", "out of scope: funding"},
    {"/0/private/DepositStatus", "out of scope: funding"},
    {"/0/private/Withdraw", "out of scope: funding"},
    {"/0/private/WithdrawInfo", "out of scope: funding"},
    {"/0/private/WithdrawStatus", "out of scope: funding"},
    {"/0/private/WithdrawCancel", "out of scope: funding"},
    {"/0/private/WalletTransfer", "out of scope: funding"},
    {"/0/public/Assets", "not asked: currencies are known by their pairs"},
    {"/0/public/Spread", "not asked: the book tells it"},
  };
  return result;
}

/// ccxt's "2w" is the venue's 15 days.
std::chrono::seconds interval_named(const std::string& name) {
  return name == "2w" ? std::chrono::hours{24 * 15} : timeframe_of(name);
}

std::uint64_t nonce_in(const net::call& x) {
  const auto text = value_of(form_pairs(x.body), "nonce");
  std::uint64_t nonce = 0;
  const auto* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, nonce).ptr != end || text.empty())
    throw std::runtime_error{"no nonce in the body"};
  return nonce;
}

/// `since` is exclusive: for the candle that begins at `from` it may be
/// anything in [from - timeframe, from). ccxt's newer versions take a timeframe
/// off, its older ones nothing, ours a second; ours always says one.
void compare_since(differences& to, const request_row& x, const pairs& theirs,
                   const pairs& ours) {
  const auto since = x.argument(2);
  const auto asked = std::stoll(value_of(ours, "since"));
  if (since.is_null()) {
    to.texts("since", "", value_of(theirs, "since"));
    to.texts("since of all candles", "0", std::to_string(asked));
    return;
  }
  const auto from = since.get<std::int64_t>() / 1000;
  const auto recorded = std::stoll(value_of(theirs, "since"));
  const auto timeframe = interval_named(x.argument(1)).count();
  if (recorded < from - timeframe || recorded > from)
    to.texts("recorded since", std::to_string(from), std::to_string(recorded));
  if (asked < from - timeframe || asked >= from)
    to.texts("since", std::to_string(from), std::to_string(asked));
}

judgement compare_ohlc(const request_row& x, const net::call& ours) {
  differences found;
  auto theirs = query_of(x.call);
  auto mine = query_of(ours);
  compare_since(found, x, theirs, mine);
  remove(theirs, "since");
  remove(mine, "since");
  compare_queries(found, theirs, mine);
  found.texts("method", x.call.method, ours.method);
  found.texts("address", x.call.base + path_of(x.call),
              ours.base + path_of(ours));
  return found.verdict("since within the timeframe before");
}

judgement compare(const request_row& x, const net::call& ours) {
  if (path_of(ours).ends_with("/OHLC"))
    return compare_ohlc(x, ours);
  differences found;
  compare_calls(found, x.call, ours);
  const auto is_recorded_signed
    = net::find_header(x.call.headers, "API-Sign").has_value();
  for (const auto* name : {"API-Key", "API-Sign", "Content-Type"})
    if (is_recorded_signed || x.call.body.empty())
      compare_headers(found, x.call, ours, name);
  return found.verdict(is_recorded_signed || x.call.body.empty()
                         ? ""
                         : "no signature was recorded");
}

/// An adapter that makes the recorded request's nonce its next one.
std::unique_ptr<venues::adapter> adapter_for(const request_row& x,
                                             const std::string& secret) {
  venues::adapter_options options;
  if (!x.call.body.empty()) {
    options.key = net::find_header(x.call.headers, "API-Key").value_or("key");
    options.secret = secret;
    options.nonce_floor = nonce_in(x.call) - 1;
  }
  auto made = venues::make_kraken(options);
  if (!made)
    throw std::runtime_error{made.error().text};
  return std::move(*made);
}

} // namespace

std::unique_ptr<venues::adapter> make_kraken_reader() {
  auto made = venues::make_kraken({});
  if (!made)
    throw std::runtime_error{made.error().text};
  return std::move(*made);
}

kraken_vectors::kraken_vectors(const vector_folder& from) {
  secret_ = fixed_input(from.text("README.md"), "secret");
  if (secret_.empty())
    throw std::runtime_error{"README.md tells no secret"};
  reader_ = make_kraken_reader();
  auto listed = json::object();
  std::set<std::string> seen;
  for (const auto& file : from.files())
    if (file.starts_with("markets"))
      for (const auto& row : from.rows(file)) {
        const auto id = text_at(row, row.contains("id") ? "id" : "pair_name");
        // What was recorded from the venue stands before other tables.
        if (!seen.insert(text_at(row, "wsname")).second)
          continue;
        ids_[text_at(row, "canonical")] = id;
        listed[id] = asset_pair(row);
      }
  const auto read = reader_->markets_answer(kraken_reply(listed));
  for (const auto& x : read.value.value_or(std::vector<ballast::market>{}))
    markets_[x.symbol.to_string()] = x;
  if (!read.value || read.value->size() != listed.size())
    throw std::runtime_error{"the lists of markets cannot be read: "
                             + read.text};
  learn_streams(from);
}

net::call kraken_vectors::ask(const request_row& x) const {
  const auto by = adapter_for(x, secret_);
  const auto path = path_of(x.call);
  // The nonce is one above the floor as long as the clock is behind it.
  const auto now = unix_time{};
  if (path == "/0/public/Time")
    return by->time_request().call;
  if (path == "/0/public/SystemStatus")
    return by->status_request().value().call;
  if (path == "/0/public/AssetPairs")
    return by->markets_request(now).call;
  if (path == "/0/public/Ticker")
    return by->tickers_request(now).call;
  if (path == "/0/private/BalanceEx")
    return by->balances_request({}, now).call;
  if (path == "/0/private/GetApiKeyInfo")
    return by->permissions_request(now).call;
  if (path != "/0/public/OHLC")
    throw std::runtime_error{"a path that is not understood: " + path};
  ballast::market what;
  what.venue_symbol = ids_.at(x.argument(0).get<std::string>());
  const auto timeframe = interval_named(
    x.argument(1).is_null() ? "1m" : x.argument(1).get<std::string>());
  const auto from = x.argument(2).is_null()
                      ? unix_time{}
                      : unix_time{std::chrono::milliseconds{
                        x.argument(2).get<std::int64_t>()}};
  return by->candles_request(what, timeframe, from, from).call;
}

judgement kraken_vectors::request(const request_row& x) const {
  const auto path = path_of(x.call);
  const auto type = value_of(form_pairs(x.call.body), "ordertype");
  if (!type.empty() && type != "limit" && type != "market"
      && type != "stop-loss-limit")
    return left_out(trigger_orders);
  if (const auto found = not_asked().find(path); found != not_asked().end())
    return left_out(found->second);
  if (path.ends_with("/CancelOrderBatch"))
    return left_out("not asked: orders are cancelled one by one, or all");
  if (is_of_trading(x))
    return check_trading(x, *adapter_for(x, secret_), markets_, secret_);
  const auto chosen = !value_of(query_of(x.call), "pair").empty();
  if (path.ends_with("/Ticker") && chosen)
    return left_out("not asked: prices come of one market, or of all");
  if (path.ends_with("/AssetPairs") && chosen)
    return left_out("not asked: all pairs come in one answer");
  if (path.ends_with("/AssetPairs")
      && !value_of(query_of(x.call), "aclass_base").empty())
    return left_out(tokenised_assets);
  return compare(x, ask(x));
}

judgement kraken_vectors::authentication(const json& row) const {
  const auto by = venues::kraken::signer::make("key", text_at(row, "secret"));
  if (!by)
    return failed(by.error().text);
  net::call call;
  call.body = "nonce=" + text_at(row, "nonce");
  differences found;
  found.texts(
    "API-Sign", text_at(row, "api_sign"),
    by->sign(text_at(row, "path"), nonce_in(call), text_at(row, "body")));
  return found.verdict();
}

std::unique_ptr<venue_vectors> make_kraken_vectors(const vector_folder& from) {
  return std::make_unique<kraken_vectors>(from);
}

} // namespace ballast::conformance
