// Answers and refusals; those about markets are in kraken_markets.cpp.
#include "tests/conformance/kraken.hpp"
#include "venues/kraken/names.hpp"
#include "venues/trading.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

namespace kraken = venues::kraken;

/// Later than any candle: only the last of a list is then still open.
constexpr auto late = unix_time{std::chrono::hours{24 * 365 * 200}};

net::reply good(std::string body) { return {200, {}, std::move(body)}; }

const reasons& kinds_left_out() {
  static const auto result = reasons{
    {"add_order_batch", "not asked: orders are placed one at a time"},
    {"edit_order", "not asked: AmendOrder is, which keeps the ids"},
    {"spread", "not asked: the book tells it"},
    {"balance", "not asked: ours asks BalanceEx, which tells what is held"},
    {"trade_balance", "out of scope: margin"},
    {"open_positions", "out of scope: margin"},
    {"ledgers", "out of scope: ledgers"},
    {"query_ledgers", "out of scope: ledgers"},
    {"deposit_methods", "out of scope: funding"},
    {"withdraw", "out of scope: funding"},
  };
  return result;
}

judgement check_time(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.time_answer(good(x.body));
  if (const auto* value = value_of(found, read)) {
    const auto seconds = x.expected.at("server_time_s").get<std::int64_t>();
    compare_time(found, *value, seconds * 1000);
    if (!x.unified.is_null())
      compare_time(found, *value, x.unified);
  }
  return found.verdict();
}

judgement check_status(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.status_answer(good(x.body));
  if (const auto* value = value_of(found, read)) {
    found.texts("status", venue_state(x.expected.at("status")),
                to_string(*value));
    if (!x.unified.is_null())
      found.texts("unified status", text_at(x.unified, "status"),
                  *value == market_state::tradable ? "ok" : "maintenance");
  }
  return found.verdict();
}

void compare_candle(differences& to, const json& row, const candle& ours) {
  using std::chrono::milliseconds;
  const auto start = row.at("open_time_s").get<std::int64_t>();
  const auto where = "candle " + std::to_string(start) + ' ';
  to.texts(where + "start", std::to_string(start * 1000),
           std::to_string(ours.start.time_since_epoch().count()));
  to.numbers(where + "o", number_of(row.at("o")), ours.open);
  to.numbers(where + "h", number_of(row.at("h")), ours.high);
  to.numbers(where + "l", number_of(row.at("l")), ours.low);
  to.numbers(where + "c", number_of(row.at("c")), ours.close);
  to.numbers(where + "volume", number_of(row.at("volume")), ours.volume);
  to.texts(where + "closed", row.at("closed").dump(),
           ours.closed ? "true" : "false");
}

judgement check_candles(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read
    = by.candles_answer(good(x.body), std::chrono::minutes{1}, late);
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& rows = x.expected.at("candles");
  if (rows.size() != value->size())
    found.texts("candles", std::to_string(rows.size()),
                std::to_string(value->size()));
  for (std::size_t i = 0; i < std::min(rows.size(), value->size()); ++i)
    compare_candle(found, rows[i], (*value)[i]);
  if (!x.unified.is_null())
    compare_candles(found, *value, x.unified, x.argument(2), x.argument(3));
  return found.verdict();
}

/// One market's prices in the neutral form: exact, but for what we make of
/// them, which are statistics.
void compare_prices(differences& to, const json& row, const ticker& ours) {
  compare_decimals(to, "ask", row.at("ask"), ours.ask);
  compare_decimals(to, "bid", row.at("bid"), ours.bid);
  compare_decimals(to, "last", row.at("last"), ours.last);
  to.numbers("volume",
             number_of(row.at("volume_24h")) * number_of(row.at("vwap_24h")),
             ours.volume_quote);
  const auto last = decimal::parse(text_at(row, "last"));
  const auto open = decimal::parse(text_at(row, "open_today_utc"));
  if (last && open && !open->is_zero())
    to.numbers("change", (*last - *open).to_double() / open->to_double(),
               ours.change);
}

judgement check_tickers(const venues::adapter& by, const response_row& x,
                        const std::map<std::string, std::string>& ids,
                        const std::set<std::string>& left_out) {
  differences found;
  const auto read = by.tickers_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->size() != x.expected.size())
    found.texts("tickers", std::to_string(x.expected.size()),
                std::to_string(value->size()));
  for (const auto& ours : *value) {
    const auto id = ids.find(ours.symbol.to_string());
    if (id == ids.end() || !x.expected.contains(id->second))
      found.note("a ticker too many: " + ours.symbol.to_string());
    else
      compare_prices(found, x.expected.at(id->second), ours);
  }
  if (x.unified.contains("symbol"))
    compare_tickers(found, *value,
                    json{{text_at(x.unified, "symbol"), x.unified}}, x.kind,
                    left_out, false);
  else if (!x.unified.is_null())
    compare_tickers(found, *value, x.unified, x.kind, left_out, true);
  return found.verdict();
}

judgement check_balances(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.balances_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& ours = value->balances;
  if (ours.size() != x.expected.size())
    found.texts("balances", std::to_string(x.expected.size()),
                std::to_string(ours.size()));
  for (const auto& [id, row] : x.expected.items())
    for (const auto& y : ours)
      if (y.currency == kraken::currency_of(id)) {
        compare_decimals(found, id + " available", row.at("available"),
                         y.available);
        compare_decimals(found, id + " hold_trade", row.at("hold_trade"),
                         y.held);
        if (!row.contains("credit"))
          compare_decimals(found, id + " balance", row.at("balance"),
                           y.available + y.held);
      }
  if (!x.unified.is_null())
    compare_balances(found, ours, x.unified, {});
  return found.verdict();
}

judgement check_permissions(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.permissions_answer(good(x.body));
  if (const auto* value = value_of(found, read)) {
    const auto& list = x.expected.at("permissions");
    const auto compare = [&](const char* name, bool ours) {
      const auto has = std::find(list.begin(), list.end(), name) != list.end();
      found.texts(name, has ? "yes" : "no", ours ? "yes" : "no");
    };
    compare("query-funds", value->can_view);
    compare("modify-trades", value->can_trade);
    compare("withdraw-funds", value->can_withdraw);
  }
  return found.verdict();
}

/// Of questions that a scanner asks.
std::set<std::string> members_of_scan() {
  return {"api_key_info.api_key",
          "api_key_info.api_key_name",
          "api_key_info.created_time",
          "api_key_info.iban",
          "api_key_info.ip_allowlist",
          "api_key_info.last_used",
          "api_key_info.modified_time",
          "api_key_info.nonce",
          "api_key_info.nonce_window",
          "api_key_info.permissions that ours does not keep",
          "api_key_info.query_from",
          "api_key_info.query_to",
          "api_key_info.valid_until",
          "asset_pairs.altname",
          "asset_pairs.cost_decimals",
          "asset_pairs.first_maker_fee_percent",
          "asset_pairs.first_taker_fee_percent",
          "asset_pairs.price_decimals beside a tick",
          "assets.altname",
          "assets.decimals",
          "assets.status",
          "ohlc.last",
          "ohlc.pair_key",
          "ohlc.trades",
          "ohlc.vwap",
          "system_status.timestamp",
          "ticker.ask_qty",
          "ticker.ask_whole_lot_volume",
          "ticker.askVolume",
          "ticker.average",
          "ticker.baseVolume",
          "ticker.bid_qty",
          "ticker.bidVolume",
          "ticker.change",
          "ticker.high",
          "ticker.high_24h",
          "ticker.last_qty",
          "ticker.low",
          "ticker.low_24h",
          "ticker.open",
          "ticker.trades_24h",
          "ticker.volume_today",
          "ticker.vwap"};
}

/// Of orders and of what anybody may ask about one market.
std::set<std::string> members_of_trading() {
  std::set<std::string> all{
    "add_order.close",         "add_order.descr",
    "add_order.symbol",        "add_order.type",
    "add_order.side",          "add_order.amount",
    "add_order.postOnly",      "add_order.timeInForce",
    "order_book.symbol",       "order_book.pair_key",
    "query_trades.count",      "query_trades.cost",
    "query_trades.ordertype",  "trade_volume.currency",
    "trade_volume.volume",     "trades.last",
    "trades.ordertype",        "trades.pair_key",
    "trades_history.count",    "trades_history.cost",
    "trades_history.datetime", "trades_history.ordertype",
    "trades_history.type",     "trades_history.takerOrMaker",
    "ws_token.expires_s",      "cancel_after.currentTime",
    "cancel_order.pending"};
  for (const auto* kind : {"open_orders", "closed_orders", "query_orders"})
    for (const auto* member : {"userref",
                               "price of triggers",
                               "ordertype of triggers",
                               "price2",
                               "datetime",
                               "count",
                               "clientOrderId that is a userref",
                               "status",
                               "timeInForce",
                               "postOnly",
                               "stopPrice",
                               "triggerPrice",
                               "stopLossPrice",
                               "takeProfitPrice",
                               "type",
                               "average",
                               "cost that ccxt derives",
                               "remaining that ccxt derives",
                               "currency",
                               "orderId",
                               "avg_price without a fill",
                               "lastUpdateTimestamp"})
      all.insert(std::string{kind} + '.' + member);
  return all;
}

/// What a class of the vectors is to us.
const std::map<std::string, std::vector<outcome_kind>>& classes() {
  using enum outcome_kind;
  static const auto result = std::map<std::string, std::vector<outcome_kind>>{
    {"rate_limited", {throttled}},
    {"auth_fatal", {unauthorised}},
    {"resync_session", {unauthorised}},
    {"resync_nonce", {clock_or_nonce}},
    {"resync_clock", {clock_or_nonce}},
    {"permission", {not_permitted}},
    {"bad_symbol", {unknown_symbol}},
    {"bad_request", {refused}},
    {"reject_order", {refused}},
    {"insufficient_funds", {refused}},
    {"not_found", {refused}},
    {"duplicate_id", {refused}},
    {"maintenance", {maintenance}},
    {"retry_backoff", {unavailable}},
    // Of a question, not an order: nothing was done, and nothing was learned.
    {"unknown_outcome", {unavailable}},
    // The address and its key are shut out, or the account is: both end all
    // requests until a person looks.
    {"breaker", {banned, not_permitted}},
  };
  return result;
}

} // namespace

const std::set<std::string>& kraken_vectors::members_left_out() const {
  // Ours asks no endpoint for currencies, and keeps of a pair what an order
  // needs, of a price what a scan needs, of a key what a trader needs.
  static const auto result = [] {
    auto all = members_of_scan();
    all.merge(members_of_trading());
    return all;
  }();
  return result;
}

judgement kraken_vectors::answer(const response_row& x) const {
  if (x.kind == "server_time")
    return check_time(*reader_, x);
  if (x.kind == "system_status")
    return check_status(*reader_, x);
  if (x.kind == "asset_pairs") {
    // Reading a list makes an adapter forget the last one.
    const auto by = make_kraken_reader();
    return check_pairs(*by, x);
  }
  if (x.kind == "assets")
    return check_assets(x);
  if (x.kind == "ticker")
    return check_tickers(*reader_, x, ids_, members_left_out());
  if (x.kind == "ohlc")
    return check_candles(*reader_, x);
  if (x.kind == "balance_ex")
    return check_balances(*reader_, x);
  if (x.kind == "api_key_info")
    return check_permissions(*reader_, x);
  if (is_of_trading(x.kind))
    return check_trading(x, *reader_, markets_);
  return failed("a kind that is not understood: " + x.kind);
}

judgement kraken_vectors::response(const response_row& x) const {
  if (const auto found = kinds_left_out().find(x.kind);
      found != kinds_left_out().end())
    return left_out(found->second);
  return with_remark(answer(x), less_members(*this, x.kind));
}

judgement kraken_vectors::error(const error_row& x) const {
  const auto wanted = classes().find(x.expected_class);
  if (wanted == classes().end())
    return failed("a class that is not understood: " + x.expected_class);
  differences found;
  const auto check = [&](const char* question, outcome_kind kind) {
    const auto& all = wanted->second;
    if (std::find(all.begin(), all.end(), kind) == all.end())
      found.texts(question, x.expected_class, to_string(kind));
  };
  check("of a market",
        reader_->candles_answer(x.reply, std::chrono::minutes{1}, late).kind);
  check("of an account", reader_->balances_answer(x.reply).kind);
  check("of an order", reader_->trader()->place_answer(x.reply).kind);
  compare_fates(found, x, *reader_);
  return found.verdict();
}

} // namespace ballast::conformance
