// Answers about orders, fills, fees, books and trades.
#include "tests/conformance/binance.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

std::string status_of(order_state x) {
  switch (x) {
  case order_state::filled:
    return "closed";
  case order_state::cancelled:
    return "canceled";
  case order_state::pending:
    return "PENDING_NEW";
  default:
    return to_string(x);
  }
}

std::string word_of(time_in_force x) {
  if (x == time_in_force::immediate_or_cancel)
    return "IOC";
  return x == time_in_force::fill_or_kill ? "FOK" : "GTC";
}

std::string word_of(order_type x) {
  if (x == order_type::other)
    return "other";
  return x == order_type::market ? "market" : "limit";
}

std::string word_of(side x) { return x == side::buy ? "buy" : "sell"; }

json milliseconds(const std::optional<unix_time>& x) {
  return x ? json(x->time_since_epoch().count()) : json{};
}

/// What ours says under ccxt's names.
json unified(const order_report& x) {
  auto made = json{{"id", x.venue_id},
                   {"clientOrderId", x.client_id},
                   {"timestamp", milliseconds(x.created)},
                   {"lastUpdateTimestamp", milliseconds(x.updated)},
                   {"symbol", x.symbol.to_string()},
                   {"type", word_of(x.type)},
                   {"timeInForce", word_of(x.lives)},
                   {"postOnly", x.post_only},
                   {"side", word_of(x.side)},
                   {"price", x.price.to_double()},
                   {"amount", x.size.to_double()},
                   {"cost", x.filled_cost.to_double()},
                   {"average", x.average_price.to_double()},
                   {"filled", x.filled.to_double()},
                   {"remaining", (x.size - x.filled).to_double()},
                   {"status", status_of(x.state)}};
  // ccxt calls the average the price of an order that has none.
  if (x.type == order_type::market)
    made["price"] = made["average"];
  if (!x.fee_currency.empty())
    made["fee"]
      = json{{"currency", x.fee_currency}, {"cost", x.fee.to_double()}};
  return made;
}

json unified(const fill& x) {
  const auto fee
    = json{{"currency", x.fee_currency}, {"cost", x.fee.to_double()}};
  return {{"id", x.trade_id},
          {"order", x.order_id},
          {"timestamp", milliseconds(x.at)},
          {"symbol", x.symbol.to_string()},
          {"side", word_of(x.side)},
          {"takerOrMaker", x.maker.value_or(false) ? "maker" : "taker"},
          {"price", x.price.to_double()},
          {"amount", x.size.to_double()},
          {"fee", fee}};
}

json unified(const trade& x) {
  return {{"id", x.trade_id},
          {"timestamp", milliseconds(x.at)},
          {"side", word_of(x.taker.value_or(side::buy))},
          {"price", x.price.to_double()},
          {"amount", x.size.to_double()}};
}

void compare_values(differences& to, const std::string& name,
                    const json& recorded, const json& ours) {
  if (recorded.is_object())
    for (const auto& [inner, value] : recorded.items())
      compare_values(to, name + '.' + inner, value,
                     member(ours, inner.c_str()));
  else if (recorded.is_number_float() || ours.is_number_float())
    to.numbers(name, number_of(recorded), number_of(ours));
  else
    to.texts(name, recorded.dump(), ours.dump());
}

/// Each member that was recorded, but those that are left out.
void compare_members(differences& to, const json& ours, const json& recorded,
                     const std::string& kind,
                     const std::set<std::string>& left_out) {
  for (const auto& [name, value] : recorded.items())
    if (!value.is_null() && !left_out.contains(kind + '.' + name))
      compare_values(to, name, value, member(ours, name.c_str()));
}

void compare_levels(differences& to, const std::string& what,
                    const std::vector<book_level>& ours, const json& raw) {
  if (ours.size() != raw.size()) {
    to.texts(what, std::to_string(raw.size()), std::to_string(ours.size()));
    return;
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    compare_decimals(to, what + " price", raw[i].at(0), ours[i].price);
    compare_decimals(to, what + " size", raw[i].at(1), ours[i].size);
  }
}

/// Against levels that are doubles.
void compare_rounded(differences& to, const std::string& what,
                     const std::vector<book_level>& ours,
                     const json& recorded) {
  if (ours.size() != recorded.size()) {
    to.note("recorded " + what + " are not as many as ours");
    return;
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    to.numbers(what, number_of(recorded[i].at(0)), ours[i].price.to_double());
    to.numbers(what, number_of(recorded[i].at(1)), ours[i].size.to_double());
  }
}

constexpr auto derivatives
  = std::string_view{"out of scope: derivatives and stocks"};

} // namespace

void compare_order(differences& to, const order_report& ours,
                   const json& recorded, const std::string& kind,
                   const std::set<std::string>& left_out) {
  compare_members(to, unified(ours), recorded, kind, left_out);
}

void compare_order_parts(differences& to, const order_report& ours,
                         const json& recorded, const json& raw) {
  for (const auto& fee : member(recorded, "fees"))
    compare_values(to, "fees", fee, member(unified(ours), "fee"));
  const auto trades = member(recorded, "trades");
  const auto fills = member(raw, "fills");
  if (trades.size() != fills.size())
    to.note("recorded trades are not as many as fills");
  for (std::size_t i = 0; i < std::min(trades.size(), fills.size()); ++i) {
    const auto& row = fills[i];
    const auto price = number_of(row.at("price"));
    const auto amount = number_of(row.at("qty"));
    const auto fee = json{{"currency", row.at("commissionAsset")},
                          {"cost", number_of(row.at("commission"))}};
    const auto wanted = json{{"id", row.at("tradeId").dump()},
                             {"symbol", ours.symbol.to_string()},
                             {"price", price},
                             {"amount", amount},
                             {"cost", price * amount},
                             {"fee", fee}};
    compare_values(to, "fee", member(trades[i], "fee"), fee);
    for (const auto& [name, value] : trades[i].items())
      if (name == "fees")
        compare_values(to, "fees", value.at(0), fee);
      else if (wanted.contains(name))
        compare_values(to, "trade " + name, value, wanted.at(name));
  }
}

void compare_fill(differences& to, const fill& ours, const json& recorded,
                  const std::string& kind,
                  const std::set<std::string>& left_out) {
  compare_members(to, unified(ours), recorded, kind, left_out);
}

void compare_raw_order(differences& to, const order_report& ours,
                       const json& raw) {
  const auto either = [&](const char* name, const char* other) {
    return raw.contains(name) ? raw.at(name) : member(raw, other);
  };
  to.texts("orderId", raw.at("orderId").dump(), ours.venue_id);
  to.texts("side", text_at(raw, "side"),
           ours.side == side::buy ? "BUY" : "SELL");
  compare_decimals(to, "price", raw.at("price"), ours.price);
  compare_decimals(to, "origQty", either("origQty", "qty"), ours.size);
  compare_decimals(to, "executedQty", raw.at("executedQty"), ours.filled);
  compare_decimals(to, "cummulativeQuoteQty",
                   either("cummulativeQuoteQty", "cumulativeQuoteQty"),
                   ours.filled_cost);
}

judgement check_binance_books(venues::trading& by, const response_row& x) {
  if (x.raw.contains("T"))
    return left_out(derivatives);
  differences found;
  const auto read = by.book_answer(binance_reply(x.body));
  if (const auto* value = value_of(found, read)) {
    compare_levels(found, "bids", value->bids, x.raw.at("bids"));
    compare_levels(found, "asks", value->asks, x.raw.at("asks"));
    found.texts("nonce", x.unified.at("nonce").dump(),
                std::to_string(value->sequence));
    compare_rounded(found, "bids", value->bids, x.unified.at("bids"));
    compare_rounded(found, "asks", value->asks, x.unified.at("asks"));
  }
  return found.verdict("exactly, against the raw levels; an answer names no "
                       "market");
}

judgement check_binance_trades(venues::trading& by, const response_row& x,
                               const std::set<std::string>& less) {
  if (x.method.empty())
    return left_out(x.path == "/api/v3/trades" || x.raw.is_array()
                      ? "not asked: trades one by one; ours asks aggTrades"
                      : std::string_view{"out of scope: parts of other answers "
                                         "and of derivatives"});
  differences found;
  const auto read = by.trades_answer(binance_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->size() != x.unified.size())
    found.texts("trades", std::to_string(x.unified.size()),
                std::to_string(value->size()));
  for (std::size_t i = 0; i < std::min(value->size(), x.unified.size()); ++i)
    compare_members(found, unified((*value)[i]), x.unified[i], "trades", less);
  return found.verdict("less what is derived, and the market, which an answer "
                       "does not name");
}

judgement check_binance_fills(venues::trading& by, const response_row& x,
                              const std::set<std::string>& less) {
  differences found;
  const auto read = by.fills_answer(binance_reply(x.body));
  if (!x.raw.is_array())
    return read.value ? failed("read fills where there are none")
                      : left_out(derivatives);
  const auto* page = value_of(found, read);
  if (page == nullptr)
    return found.verdict();
  const auto& fills = page->fills;
  if (fills.size() != x.raw.size())
    found.texts("fills", std::to_string(x.raw.size()),
                std::to_string(fills.size()));
  for (std::size_t i = 0; i < std::min(fills.size(), x.raw.size()); ++i) {
    const auto& ours = fills[i];
    const auto& raw = x.raw[i];
    found.texts("id", raw.at("id").dump(), ours.trade_id);
    compare_decimals(found, "price", raw.at("price"), ours.price);
    compare_decimals(found, "qty", raw.at("qty"), ours.size);
    compare_decimals(found, "commission", raw.at("commission"), ours.fee);
  }
  for (const auto& row : x.unified) {
    const auto ours
      = std::find_if(fills.begin(), fills.end(), [&](const fill& y) {
          return y.trade_id == text_at(row, "id");
        });
    compare_fill(found, ours == fills.end() ? fill{} : *ours, row, x.kind,
                 less);
    for (const auto& fee : member(row, "fees"))
      compare_values(found, "fees", row.at("fee"), fee);
  }
  return found.verdict(x.unified.empty() ? "ccxt passes over other markets: "
                                           "against the raw figures"
                                         : "");
}

judgement check_binance_fees(venues::trading& by, const response_row& x) {
  if (!x.raw.contains("standardCommission"))
    return left_out("not asked: fees of the wallet's interface; ours asks "
                    "account/commission, which every host serves");
  differences found;
  const auto read = by.fees_answer(binance_reply(x.body));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  auto sums = std::map<std::string, decimal>{};
  for (const auto* kind :
       {"standardCommission", "specialCommission", "taxCommission"})
    for (const auto* name : {"maker", "taker", "buyer", "seller"})
      if (x.raw.contains(kind))
        sums[name]
          += *decimal::parse(x.raw.at(kind).at(name).get<std::string>());
  const auto beside = std::max(sums["buyer"], sums["seller"]);
  found.texts("maker", (sums["maker"] + beside).to_string(),
              value->maker.to_string());
  found.texts("taker", (sums["taker"] + beside).to_string(),
              value->taker.to_string());
  return found.verdict("against the raw rates, summed as the sheet says; of "
                       "buyer and seller the larger");
}

} // namespace ballast::conformance
