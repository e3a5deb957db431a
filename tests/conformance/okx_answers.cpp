// Answers, refusals and lists of markets.
#include "tests/conformance/okx.hpp"
#include "venues/okx/symbols.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace ballast::conformance {

namespace {

namespace okx = venues::okx;

const reasons& kinds_left_out() {
  static const auto result = reasons{
    {"account_rate_limit", "not asked: the limits are a table of ours"},
    {"price_limit", "not asked: an order outside the band is refused"},
    {"funding_balance", "out of scope: funding"},
  };
  return result;
}

judgement check_time(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.time_answer(okx_reply(x.body));
  if (const auto* value = value_of(found, read)) {
    compare_time(found, *value, x.expected.at("server_time_ms"));
    if (!x.unified.is_null())
      compare_time(found, *value, x.unified);
  }
  return found.verdict();
}

/// All recorded ones are over.
judgement check_status(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.status_answer(okx_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  for (const auto& row : x.expected)
    found.texts("state", "completed", text_at(row, "state"));
  found.texts("status", to_string(market_state::tradable), to_string(*value));
  return found.verdict();
}

void compare_market(differences& to, const json& row, const market& ours) {
  const auto id = text_at(row, "instId") + ' ';
  to.texts(id + "instId", text_at(row, "instId"), ours.venue_symbol);
  to.texts(id + "instId of the symbol", text_at(row, "instId"),
           okx::instrument_id_of(ours.symbol));
  to.texts(id + "base", text_at(row, "base"), ours.symbol.base);
  to.texts(id + "quote", text_at(row, "quote"), ours.symbol.quote);
  compare_decimals(to, id + "tick", row.at("tick"), ours.price_increment);
  compare_decimals(to, id + "lot", row.at("lot"), ours.size_increment);
  compare_decimals(to, id + "min_qty", row.at("min_qty"), ours.size_min);
  compare_decimals(to, id + "max_limit_qty", row.at("max_limit_qty"),
                   ours.size_max);
  to.texts(id + "state", text_at(row, "state"),
           ours.state == market_state::tradable ? "live" : "another");
  to.texts(id + "tradable", row.at("tradable").dump(),
           ours.state == market_state::tradable ? "true" : "false");
}

judgement check_markets(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.markets_answer(okx_reply(x.body));
  const auto& rows = x.raw.at("data");
  if (std::none_of(rows.begin(), rows.end(), is_okx_spot)) {
    found.texts("no spot market", "malformed", to_string(read.kind));
    return found.empty() ? left_out(okx_derivatives) : found.verdict();
  }
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (x.expected.size() != value->size())
    found.texts("markets", std::to_string(x.expected.size()),
                std::to_string(value->size()));
  for (std::size_t i = 0; i < std::min(x.expected.size(), value->size()); ++i)
    compare_market(found, x.expected[i], (*value)[i]);
  return found.verdict();
}

void compare_candle(differences& to, const json& row, const candle& ours) {
  const auto start = row.at("open_time_ms").get<std::int64_t>();
  const auto where = "candle " + std::to_string(start) + ' ';
  to.texts(where + "start", std::to_string(start),
           std::to_string(ours.start.time_since_epoch().count()));
  to.numbers(where + "o", number_of(row.at("o")), ours.open);
  to.numbers(where + "h", number_of(row.at("h")), ours.high);
  to.numbers(where + "l", number_of(row.at("l")), ours.low);
  to.numbers(where + "c", number_of(row.at("c")), ours.close);
  to.numbers(where + "volume", number_of(row.at("base_volume")), ours.volume);
  to.texts(where + "closed", row.at("closed").dump(),
           ours.closed ? "true" : "false");
}

void compare_list(differences& to, const std::vector<candle>& ours,
                  const json& rows, const json& unified,
                  const response_row& x) {
  if (rows.size() != ours.size())
    to.texts("candles", std::to_string(rows.size()),
             std::to_string(ours.size()));
  for (std::size_t i = 0; i < std::min(rows.size(), ours.size()); ++i)
    compare_candle(to, rows[i], ours[i]);
  if (!unified.is_null())
    compare_candles(to, ours, unified, x.argument(2), x.argument(3));
}

/// Hand-made examples have two candles with one start, of which ours keeps the
/// first: they are read one by one.
bool has_twins(const json& rows) {
  return rows.size() == 2
         && rows[0].at("open_time_ms") == rows[1].at("open_time_ms");
}

judgement check_candles(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = [&](const std::string& body) {
    return by.candles_answer(okx_reply(body), std::chrono::minutes{1},
                             okx_clock);
  };
  const auto& rows = x.expected.at("oldest_first");
  const auto whole = read(x.body);
  const auto* value = value_of(found, whole);
  if (value == nullptr)
    return found.verdict();
  if (!has_twins(rows)) {
    compare_list(found, *value, rows, x.unified, x);
    return found.verdict();
  }
  found.texts("candles with one start", "1", std::to_string(value->size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto one = x.raw;
    one["data"] = json::array({x.raw.at("data").at(i)});
    const auto alone = read(one.dump());
    if (const auto* y = value_of(found, alone))
      compare_list(found, *y, json::array({rows[i]}),
                   x.unified.is_null() ? json{} : json::array({x.unified[i]}),
                   x);
  }
  return found.verdict();
}

void compare_prices(differences& to, const json& row, const ticker& ours) {
  to.texts("instId", text_at(row, "instId"),
           okx::instrument_id_of(ours.symbol) + "-SWAP");
  compare_decimals(to, "ask", row.at("ask"), ours.ask);
  compare_decimals(to, "bid", row.at("bid"), ours.bid);
  compare_decimals(to, "last", row.at("last"), ours.last);
  const auto last = number_of(row.at("last"));
  const auto open = number_of(row.at("open_24h"));
  to.numbers("change", (last - open) / open, ours.change);
}

judgement check_tickers(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.tickers_answer(okx_reply(as_spot(x.body)));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (x.expected.size() != value->size())
    found.texts("tickers", std::to_string(x.expected.size()),
                std::to_string(value->size()));
  for (std::size_t i = 0; i < std::min(x.expected.size(), value->size()); ++i)
    compare_prices(found, x.expected[i], (*value)[i]);
  return found.verdict();
}

judgement check_balances(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.balances_answer(okx_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& ours = value->balances;
  if (ours.size() != x.expected.size())
    found.texts("balances", std::to_string(x.expected.size()),
                std::to_string(ours.size()));
  for (const auto& y : ours) {
    const auto row = member(x.expected, y.currency.c_str());
    compare_decimals(found, y.currency + " available", row.at("available"),
                     y.available);
    compare_decimals(found, y.currency + " frozen", row.at("frozen"), y.held);
  }
  if (!x.unified.is_null())
    compare_balances(found, ours, x.unified, {});
  return found.verdict();
}

judgement check_permissions(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.permissions_answer(okx_reply(x.body));
  if (const auto* value = value_of(found, read)) {
    const auto& list = x.expected.at(0).at("permissions");
    const auto compare = [&](const char* name, bool ours) {
      const auto has = std::find(list.begin(), list.end(), name) != list.end();
      found.texts(name, has ? "yes" : "no", ours ? "yes" : "no");
    };
    compare("read_only", value->can_view);
    compare("trade", value->can_trade);
    compare("withdraw", value->can_withdraw);
  }
  return found.verdict();
}

/// What a class of the vectors is to us.
const std::map<std::string, std::vector<outcome_kind>>& classes() {
  using enum outcome_kind;
  static const auto result = std::map<std::string, std::vector<outcome_kind>>{
    {"rate_limited", {throttled}},
    {"auth_fatal", {unauthorised}},
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
    // The account is shut out until a person looks.
    {"breaker", {not_permitted}},
  };
  return result;
}

/// Classes after which an order may stand all the same; a duplicate id may be
/// that of this very request.
const std::set<std::string, std::less<>>& doubtful_classes() {
  static const auto result = std::set<std::string, std::less<>>{
    "unknown_outcome", "retry_backoff", "duplicate_id"};
  return result;
}

} // namespace

bool is_okx_spot(const json& row) {
  const auto type = text_at(row, "instType");
  return type.empty() ? okx::symbol_of(text_at(row, "instId")).ok()
                      : type == "SPOT";
}

std::string as_spot(std::string body) {
  for (const auto& [from, to] :
       std::array{std::pair{std::string_view{"-SWAP\""}, "\""},
                  std::pair{std::string_view{"\"SWAP\""}, "\"SPOT\""}})
    for (auto at = body.find(from); at != std::string::npos;
         at = body.find(from))
      body.replace(at, from.size(), to);
  return body;
}

net::reply okx_reply(std::string body) { return {200, {}, std::move(body)}; }

const std::set<std::string>& okx_vectors::members_left_out() const {
  // Ours keeps of a market what an order needs, of a price what a scan needs,
  // of an account what can be spent.
  static const auto result
    = std::set<std::string>{"account_config.acctLv",
                            "account_config.feeType",
                            "account_config.ip",
                            "account_config.level",
                            "account_config.posMode",
                            "account_config.uid",
                            "balance.cash",
                            "balance.total",
                            "balance.timestamp",
                            "balance.datetime",
                            "cancel_all_after.tag",
                            "cancel_all_after.ts",
                            "cancel_order.clOrdId",
                            "cancel_order.ordId",
                            "cancel_orders.clOrdId",
                            "cancel_orders.ordId",
                            "order_book.symbol",
                            "trade_fee.instType",
                            "trade_fee.level",
                            "candles.quote_volume",
                            "instruments.max_market_usdt",
                            "system_status.begin",
                            "system_status.end",
                            "system_status.env",
                            "system_status.href",
                            "system_status.maintType",
                            "system_status.preOpenBegin",
                            "system_status.scheDesc",
                            "system_status.serviceType",
                            "system_status.system",
                            "system_status.title",
                            "ticker.ask_qty",
                            "ticker.base_volume_24h",
                            "ticker.bid_qty",
                            "ticker.high_24h",
                            "ticker.low_24h",
                            "ticker.quote_volume_24h of a swap",
                            "ticker.ts_ms"};
  return result;
}

judgement okx_vectors::answer(const response_row& x) const {
  if (x.kind == "server_time")
    return check_time(*signer_, x);
  if (x.kind == "system_status")
    return check_status(*signer_, x);
  if (x.kind == "instruments")
    return check_markets(*signer_, x);
  if (x.kind == "candles")
    return check_candles(*signer_, x);
  if (x.kind == "ticker")
    return check_tickers(*signer_, x);
  if (x.kind == "balance")
    return check_balances(*signer_, x);
  if (x.kind == "account_config")
    return check_permissions(*signer_, x);
  return order_answer(x);
}

judgement okx_vectors::response(const response_row& x) const {
  if (const auto found = kinds_left_out().find(x.kind);
      found != kinds_left_out().end())
    return left_out(found->second);
  return with_remark(answer(x), less_members(*this, x.kind));
}

judgement okx_vectors::error(const error_row& x) const {
  const auto wanted = classes().find(x.expected_class);
  if (wanted == classes().end())
    return failed("a class that is not understood: " + x.expected_class);
  differences found;
  const auto check = [&](const char* question, outcome_kind kind) {
    const auto& all = wanted->second;
    if (std::find(all.begin(), all.end(), kind) == all.end())
      found.texts(question, x.expected_class, to_string(kind));
  };
  check(
    "of a market",
    signer_->candles_answer(x.reply, std::chrono::minutes{1}, okx_clock).kind);
  check("of an account", signer_->balances_answer(x.reply).kind);
  const auto placed = signer_->trader()->place_answer(x.reply);
  check("of an order", placed.kind);
  const auto is_unknown = doubtful_classes().contains(x.expected_class);
  found.texts("fate", is_unknown ? "unknown" : "refused",
              to_string(placed.fate));
  return found.verdict();
}

judgement okx_vectors::market(const std::string& /*file*/,
                              const json& row) const {
  auto listed = row;
  listed["instType"] = "SPOT";
  differences found;
  const auto read = signer_->markets_answer(okx_reply(
    json{{"code", "0"}, {"msg", ""}, {"data", json::array({listed})}}.dump()));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& ours = value->front();
  found.texts("canonical", text_at(row, "canonical"), ours.symbol.to_string());
  found.texts("instId", text_at(row, "instId"),
              okx::instrument_id_of(ours.symbol));
  found.texts("base", text_at(row, "baseCcy"), ours.symbol.base);
  found.texts("quote", text_at(row, "quoteCcy"), ours.symbol.quote);
  compare_decimals(found, "tickSz", row.at("tickSz"), ours.price_increment);
  compare_decimals(found, "lotSz", row.at("lotSz"), ours.size_increment);
  compare_decimals(found, "minSz", row.at("minSz"), ours.size_min);
  compare_decimals(found, "maxLmtSz", row.at("maxLmtSz"), ours.size_max);
  found.texts("state", text_at(row, "state") == "live" ? "tradable" : "other",
              ours.state == market_state::tradable ? "tradable" : "other");
  return found.verdict();
}

} // namespace ballast::conformance
