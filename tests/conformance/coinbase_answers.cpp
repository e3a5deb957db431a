// Answers, refusals and lists of markets.
#include "tests/conformance/coinbase.hpp"
#include "venues/coinbase/symbols.hpp"

#include <algorithm>
#include <array>

namespace ballast::conformance {

namespace {

net::reply good(std::string body) { return {200, {}, std::move(body)}; }

judgement check_time(const venues::adapter& by, const response_row& x) {
  if (x.raw.contains("data"))
    return left_out("not asked: the older interface (v2)");
  differences found;
  const auto read = by.time_answer(good(x.body));
  if (const auto* value = value_of(found, read))
    compare_time(found, *value, x.unified);
  return found.verdict("ccxt cuts to whole seconds");
}

judgement check_candles(const venues::adapter& by, const response_row& x,
                        unix_time now) {
  differences found;
  const auto timeframe
    = x.argument(1).is_null() ? "1m" : x.argument(1).get<std::string>();
  const auto read
    = by.candles_answer(good(x.body), timeframe_of(timeframe), now);
  if (const auto* value = value_of(found, read))
    compare_candles(found, *value, x.unified, x.argument(2), x.argument(3));
  return found.verdict();
}

judgement check_tickers(const venues::adapter& by, const response_row& x,
                        const std::set<std::string>& left_out) {
  // ccxt names what is no spot market with a colon.
  auto spot = json::object();
  for (const auto& [name, row] : x.unified.items())
    if (name.find(':') == std::string::npos)
      spot[name] = row;
  if (spot.empty() && !x.unified.empty())
    return conformance::left_out("out of scope: derivatives");
  differences found;
  const auto read = by.tickers_answer(good(x.body));
  if (const auto* value = value_of(found, read))
    compare_tickers(found, *value, spot, x.kind, left_out,
                    x.argument(0).is_null());
  return found.verdict();
}

/// Currencies of accounts whose type is not spelled as today: ccxt passes them
/// over, and ours are compared with the raw figures.
std::set<std::string> passed_over_by_ccxt(differences& to, const json& accounts,
                                          const std::vector<balance>& ours) {
  std::set<std::string> result;
  for (const auto& x : accounts) {
    if (text_at(x, "type").starts_with("ACCOUNT_TYPE_"))
      continue;
    const auto currency = text_at(x, "currency");
    result.insert(currency);
    for (const auto& y : ours)
      if (y.currency == currency) {
        compare_decimals(to, currency + " available",
                         x.at("available_balance").at("value"), y.available);
        compare_decimals(to, currency + " hold", x.at("hold").at("value"),
                         y.held);
      }
  }
  return result;
}

judgement check_balances(const venues::adapter& by, const response_row& x) {
  if (!x.raw.contains("accounts"))
    return x.raw.contains("portfolios")
             ? left_out("not in this version: portfolios")
             : failed("balances that are not understood");
  differences found;
  const auto read = by.balances_answer(good(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto passed_over
    = passed_over_by_ccxt(found, x.raw.at("accounts"), value->balances);
  compare_balances(found, value->balances, x.unified, passed_over);
  return found.verdict(passed_over.empty()
                         ? ""
                         : "accounts that ccxt passes over as of a type "
                           "unknown to it: against the raw figures");
}

constexpr auto restrictions
  = std::array{"is_disabled", "trading_disabled", "view_only",   "cancel_only",
               "limit_only",  "post_only",        "auction_mode"};

/// The rule of the sheet, apart from how ours names the states.
bool is_tradable(const json& row) {
  const auto is_set
    = [&](const char* flag) { return member(row, flag) == true; };
  return text_at(row, "status") == "online"
         && std::none_of(restrictions.begin(), restrictions.end(), is_set);
}

/// One product as it was sent, beside what ours made of it.
void compare_product(differences& to, const json& row, const market& ours) {
  const auto id = text_at(row, "product_id");
  to.texts("product_id", id, ours.venue_symbol);
  to.texts("product_id of the symbol", id,
           venues::coinbase::product_id_of(ours.symbol));
  compare_decimals(to, id + " price_increment", member(row, "price_increment"),
                   ours.price_increment);
  compare_decimals(to, id + " base_increment", member(row, "base_increment"),
                   ours.size_increment);
  compare_decimals(to, id + " base_min_size", member(row, "base_min_size"),
                   ours.size_min);
  compare_decimals(to, id + " base_max_size", member(row, "base_max_size"),
                   ours.size_max);
  compare_decimals(to, id + " quote_min_size", member(row, "quote_min_size"),
                   ours.notional_min);
  to.texts(id + " tradable", is_tradable(row) ? "yes" : "no",
           ours.state == market_state::tradable ? "yes" : "no");
  to.texts(id + " alias", text_at(row, "alias"), ours.mirror_of);
}

judgement check_products(const venues::adapter& by, const json& rows) {
  auto spot = json::array();
  for (const auto& x : rows)
    if (text_at(x, "product_type") == "SPOT")
      spot.push_back(x);
  const auto read = by.markets_answer(good(json{{"products", rows}}.dump()));
  if (spot.empty())
    return read.value ? failed("read markets where none is a spot market")
                      : checked("no spot product: no market is read");
  differences found;
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (spot.size() != value->size())
    found.texts("markets", std::to_string(spot.size()),
                std::to_string(value->size()));
  for (std::size_t i = 0; i < std::min(spot.size(), value->size()); ++i)
    compare_product(found, spot[i], (*value)[i]);
  return found.verdict("against the raw figures");
}

judgement check_markets(const venues::adapter& by, const response_row& x) {
  if (x.raw.contains("products"))
    return check_products(by, x.raw.at("products"));
  if (x.raw.contains("product_id"))
    return left_out("not asked: one product alone");
  return failed("markets that are not understood");
}

judgement check_permissions(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.permissions_answer(good(x.body));
  if (const auto* value = value_of(found, read)) {
    const auto ours = json{{"can_view", value->can_view},
                           {"can_trade", value->can_trade},
                           {"can_transfer", value->can_withdraw}};
    for (const auto& [name, flag] : ours.items())
      found.texts(name, member(x.raw, name.c_str()).dump(), flag.dump());
  }
  return found.verdict("against the raw figures");
}

/// What a class of the vectors is to us: what it is in answer to a question
/// about one market, and about anything else.
struct meaning {
  outcome_kind about_market;
  outcome_kind about_account;
};

const std::map<std::string, meaning>& classes() {
  using enum outcome_kind;
  static const auto result = std::map<std::string, meaning>{
    {"rate_limited", {throttled, throttled}},
    {"banned", {banned, banned}},
    {"auth_fatal", {unauthorised, unauthorised}},
    {"permission", {not_permitted, not_permitted}},
    {"resync_clock", {clock_or_nonce, clock_or_nonce}},
    {"bad_symbol", {unknown_symbol, refused}},
    {"not_found", {unknown_symbol, refused}},
    {"bad_request", {refused, refused}},
    {"reject_order", {refused, refused}},
    {"filter", {refused, refused}},
    {"post_only_cross", {refused, refused}},
    {"duplicate", {refused, refused}},
    {"duplicate_id", {refused, refused}},
    {"insufficient_funds", {refused, refused}},
    {"maintenance", {maintenance, maintenance}},
    {"retry_backoff", {unavailable, unavailable}},
    // Of a question, not an order: nothing was done, and nothing was learned.
    {"unknown_outcome", {unavailable, unavailable}},
  };
  return result;
}

} // namespace

const std::set<std::string>& coinbase_vectors::members_left_out() const {
  // Of tickers: made of the last price, the change and the volume in base
  // units. `datetime`: the timestamp again. `cost`, `remaining`: made of price
  // and amounts. Trades: whose side it is, is not told.
  // Fills: ours is the id of the row, compared with the raw one.
  static const auto result = std::set<std::string>{"bulk_ticker.average",
                                                   "bulk_ticker.baseVolume",
                                                   "bulk_ticker.change",
                                                   "bulk_ticker.open",
                                                   "bulk_ticker.vwap",
                                                   "cancel_order.fee",
                                                   "cancel_order.fees",
                                                   "cancel_order.trades",
                                                   "fills.cost",
                                                   "fills.datetime",
                                                   "fills.id",
                                                   "open_orders.cost",
                                                   "open_orders.datetime",
                                                   "open_orders.remaining",
                                                   "open_orders.trades",
                                                   "order_book.datetime",
                                                   "orders.cost",
                                                   "orders.datetime",
                                                   "orders.remaining",
                                                   "orders.trades",
                                                   "place_order.fee",
                                                   "place_order.fees",
                                                   "place_order.trades",
                                                   "query_order.cost",
                                                   "query_order.datetime",
                                                   "query_order.remaining",
                                                   "query_order.trades",
                                                   "ticker.datetime",
                                                   "ticker.timestamp",
                                                   "trades.cost",
                                                   "trades.datetime",
                                                   "trades.fee",
                                                   "trades.fees",
                                                   "trades.side"};
  return result;
}

judgement coinbase_vectors::response(const response_row& x) const {
  if (is_about_orders(x.kind))
    return with_remark(
      order_response(*reader_->trader(), x, members_left_out()),
      less_members(*this, x.kind));
  // Bodies of refusals, without a status, come under `error`.
  if (x.kind == "error" || x.must_be_refused)
    return reader_
               ->candles_answer(good(x.body), std::chrono::minutes{1}, clock_)
               .value
             ? failed("was read as an answer")
             : checked("is no answer");
  if (x.kind == "server_time")
    return check_time(*reader_, x);
  if (x.kind == "candles")
    return check_candles(*reader_, x, clock_);
  if (x.kind == "bulk_ticker")
    return with_remark(check_tickers(*reader_, x, members_left_out()),
                       less_members(*this, x.kind));
  if (x.kind == "balances")
    return check_balances(*reader_, x);
  if (x.kind == "markets" && x.raw.contains("fee_tier")) {
    auto fees = x;
    fees.kind = "fees";
    return order_response(*reader_->trader(), fees, members_left_out());
  }
  if (x.kind == "markets")
    return check_markets(*reader_, x);
  if (x.kind == "permissions")
    return check_permissions(*reader_, x);
  return failed("a kind that is not understood: " + x.kind);
}

judgement coinbase_vectors::error(const error_row& x) const {
  differences found;
  check_order_error(found, *reader_->trader(), x);
  // Of a cancel: no answer to any question.
  if (x.raw.contains("results"))
    return found.verdict();
  const auto wanted = classes().find(x.expected_class);
  if (wanted == classes().end())
    return failed("a class that is not understood: " + x.expected_class);
  const auto about_market
    = reader_->candles_answer(x.reply, std::chrono::minutes{1}, clock_);
  const auto about_account = reader_->balances_answer(x.reply);
  found.texts("of a market", to_string(wanted->second.about_market),
              to_string(about_market.kind));
  found.texts("of an account", to_string(wanted->second.about_account),
              to_string(about_account.kind));
  return found.verdict();
}

judgement coinbase_vectors::market(const std::string& /*file*/,
                                   const json& row) const {
  // The list in the form in which the venue would send it.
  auto product = row;
  product["product_type"] = "SPOT";
  product["status"] = "online";
  product["alias"] = text_at(row, "mirror_of");
  differences found;
  const auto read = reader_->markets_answer(
    good(json{{"products", json::array({product})}}.dump()));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& ours = value->front();
  compare_product(found, product, ours);
  found.texts("canonical", text_at(row, "canonical"), ours.symbol.to_string());
  found.texts("base", text_at(row, "base"), ours.symbol.base);
  found.texts("quote", text_at(row, "quote"), ours.symbol.quote);
  return found.verdict();
}

judgement coinbase_vectors::other(const std::string& file,
                                  const json& row) const {
  if (file.starts_with("products") && row.contains("product_id"))
    return check_products(*reader_, json::array({row}));
  return venue_vectors::other(file, row);
}

} // namespace ballast::conformance
