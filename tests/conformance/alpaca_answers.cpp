// Answers about markets and the account.
#include "tests/conformance/alpaca.hpp"
#include "venues/rfc3339.hpp"

#include <algorithm>
#include <stdexcept>

namespace ballast::conformance {

namespace {

constexpr auto latest_alone = std::string_view{
  "not asked: the latest bars or trades alone; ours asks snapshots"};
constexpr auto bonds = std::string_view{"out of scope: bonds"};
constexpr auto minute = std::chrono::seconds{60};

judgement check_time(const venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.time_answer(alpaca_reply(x.raw));
  if (const auto* value = value_of(found, read))
    compare_time(found, *value, x.unified);
  return found.verdict();
}

/// One bar as the whole of an answer.
json bar_alone(const std::string& name, const json& bar) {
  return {{"bars", {{name, json::array({bar})}}}, {"next_page_token", nullptr}};
}

/// Each bar is held alone, as some fixtures have several of one start; the
/// whole is read where it is a last page about one market, and only then.
judgement check_candles(const venues::adapter& by, const response_row& x,
                        unix_time now) {
  const auto& bars = x.raw.at("bars");
  const auto whole = by.candles_answer(alpaca_reply(x.raw), minute, now);
  if (!bars.empty() && bars.begin()->is_object())
    return whole.value ? failed("the latest bar was read as a list")
                       : left_out(latest_alone);
  const auto wanted
    = bars.size() <= 1 && member(x.raw, "next_page_token").is_null();
  differences found;
  if (whole.value.has_value() != wanted)
    found.note(wanted ? "not read: " + whole.text
                      : "read though there is more than one market or page");
  if (whole.value && !bars.empty()
      && whole.value->size() != bars.begin()->size())
    found.note("not as many candles");
  for (const auto& [name, list] : bars.items()) {
    std::size_t place = 0;
    for (const auto& bar : list) {
      const auto read
        = by.candles_answer(alpaca_reply(bar_alone(name, bar)), minute, now);
      const auto* value = value_of(found, read);
      if (value == nullptr || value->size() != 1)
        return failed("one bar is not read as one");
      compare_alpaca_bar(found, bar, value->front());
      if (!x.unified.is_null() && name == x.argument(0))
        compare_candles(found, *value, json::array({x.unified.at(place)}), {},
                        {});
      ++place;
    }
  }
  return found.verdict("each bar alone; several markets or pages are refused");
}

judgement check_book(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.book_answer(alpaca_reply(x.raw));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& row = *x.raw.at("orderbooks").begin();
  compare_alpaca_levels(found, row.at("b"), value->bids);
  compare_alpaca_levels(found, row.at("a"), value->asks);
  compare_alpaca_moment(found, "t", row.at("t"), value->at);
  const auto levels = [&](const std::vector<book_level>& ours) {
    return [&found, &ours](const json& recorded) {
      if (recorded.size() != ours.size())
        found.note("not as many levels");
      for (std::size_t i = 0; i < std::min(recorded.size(), ours.size()); ++i) {
        found.numbers("price", number_of(recorded[i].at(0)),
                      ours[i].price.to_double());
        found.numbers("size", number_of(recorded[i].at(1)),
                      ours[i].size.to_double());
      }
    };
  };
  compare_members(
    found, x.unified,
    {{"symbol",
      [&](const json& y) {
        found.texts("symbol", y.get<std::string>(), value->symbol.to_string());
      }},
     {"timestamp",
      [&](const json& y) {
        found.texts("timestamp", y.dump(), milliseconds(value->at));
      }},
     {"bids", levels(value->bids)},
     {"asks", levels(value->asks)}},
    x.kind, {"order_book.datetime"});
  return found.verdict();
}

/// A figure of a part of a snapshot; null where it has none.
json figure_in(const json& snapshot, const char* part, const char* name) {
  return member(member(snapshot, part), name);
}

void compare_snapshot(differences& to, const json& row, const ticker& ours) {
  compare_decimals(to, "last", figure_in(row, "latestTrade", "p"), ours.last);
  compare_decimals(to, "bid", figure_in(row, "latestQuote", "bp"), ours.bid);
  compare_decimals(to, "ask", figure_in(row, "latestQuote", "ap"), ours.ask);
  const auto number = [&](const char* part, const char* name) {
    const auto x = figure_in(row, part, name);
    return x.is_null() ? 0 : number_of(x);
  };
  to.numbers("volume", number("dailyBar", "v") * number("dailyBar", "vw"),
             ours.volume_quote);
  const auto before = number("prevDailyBar", "c");
  to.numbers("change", before > 0 ? number("latestTrade", "p") / before - 1 : 0,
             ours.change);
}

judgement check_coins(const venues::adapter& by, const json& raw) {
  const auto& rows = raw.at("snapshots");
  differences found;
  const auto read = by.tickers_answer(alpaca_reply(raw));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->size() != rows.size())
    found.note("not as many tickers");
  for (const auto& x : *value)
    compare_snapshot(found, rows.at(x.symbol.to_string()), x);
  return found.verdict();
}

/// Those of shares are asked one by one.
judgement check_shares(const venues::trading& by, const json& rows) {
  differences found;
  if (rows.empty())
    found.texts("no snapshot", to_string(outcome_kind::unknown_symbol),
                to_string(by.ticker_answer(alpaca_reply(rows)).kind));
  for (const auto& [name, row] : rows.items()) {
    const auto read = by.ticker_answer(alpaca_reply({{name, row}}));
    if (row.is_null()) {
      found.texts(name, to_string(outcome_kind::unknown_symbol),
                  to_string(read.kind));
    } else if (const auto* value = value_of(found, read)) {
      found.texts("symbol", name + "/USD", value->symbol.to_string());
      compare_snapshot(found, row, *value);
    }
  }
  return found.verdict("each alone, as ours asks");
}

/// The latest quote of a share stands for its book.
judgement check_quotes(const venues::trading& by, const json& rows) {
  differences found;
  if (rows.empty())
    found.texts(
      "no quote", to_string(outcome_kind::unknown_symbol),
      to_string(by.book_answer(alpaca_reply({{"quotes", rows}})).kind));
  for (const auto& [name, row] : rows.items()) {
    const auto read = by.book_answer(alpaca_reply({{"quotes", {{name, row}}}}));
    const auto* value = value_of(found, read);
    if (value == nullptr)
      return found.verdict();
    found.texts("symbol", alpaca_market(name).symbol.to_string(),
                value->symbol.to_string());
    compare_alpaca_moment(found, "t", row.at("t"), value->at);
    const auto level = [&](const char* price, const char* size) {
      return json::array({{{"p", row.at(price)}, {"s", row.at(size)}}});
    };
    compare_alpaca_levels(found, level("bp", "bs"), value->bids);
    compare_alpaca_levels(found, level("ap", "as"), value->asks);
  }
  return found.verdict("each alone, as the book of a share");
}

judgement check_bulk_ticker(venues::adapter& by, const response_row& x) {
  const auto& trader = *by.trader();
  if (x.raw.contains("snapshots"))
    return check_coins(by, x.raw);
  if (x.raw.contains("quotes"))
    return check_quotes(trader, x.raw.at("quotes"));
  if (x.raw.contains("bars") || x.raw.contains("trades")
      || x.raw.contains("prices")) {
    if (by.tickers_answer(alpaca_reply(x.raw)).value)
      return failed("was read as tickers");
    return left_out(x.raw.contains("prices") ? bonds : latest_alone);
  }
  return check_shares(trader, x.raw);
}

/// ccxt's free is the cash, and its total the equity, which ours does not keep.
void compare_account(differences& to, const json& raw, const balance& ours,
                     const json& unified) {
  const auto name = text_at(raw, "currency");
  to.texts("currency", name, ours.currency);
  compare_decimals(to, "cash", raw.at("cash"), ours.available + ours.held);
  const auto power = alpaca_decimal(raw.at("buying_power"));
  const auto cash = alpaca_decimal(raw.at("cash"));
  if (!cash.is_negative())
    to.texts("available", std::min(cash, power).to_string(),
             ours.available.to_string());
  if (unified.is_null())
    return;
  const auto equity = number_of(raw.at("equity"));
  const auto free = (ours.available + ours.held).to_double();
  for (const auto& [figure, value] :
       {std::pair{"free", free}, {"used", equity - free}, {"total", equity}}) {
    to.numbers(figure, number_of(member(unified.at(name), figure)), value);
    to.numbers(figure, number_of(unified.at(figure).at(name)), value);
  }
}

judgement check_account(venues::adapter& by, const response_row& x) {
  differences found;
  const auto read = by.balances_answer(alpaca_reply(x.raw));
  const auto* value = value_of(found, read);
  if (value == nullptr || value->balances.size() != 1)
    return failed("the cash is not read");
  compare_account(found, x.raw, value->balances.front(), x.unified);
  const auto rights = by.permissions_answer(alpaca_reply(x.raw));
  if (const auto* may = value_of(found, rights))
    found.texts("may trade", text_at(x.raw, "status") == "ACTIVE" ? "1" : "0",
                may->can_trade ? "1" : "0");
  const auto fees = by.trader()->fees_answer(alpaca_reply(x.raw));
  if (const auto* rates = value_of(found, fees)) {
    compare_decimals(found, "maker", "0.0015", rates->maker);
    compare_decimals(found, "taker", "0.0025", rates->taker);
  }
  return found.verdict(
    "with rights and fees; ccxt's total is the equity, which "
    "is not kept");
}

judgement check_positions(const venues::adapter& by, const json& rows) {
  differences found;
  const auto read = by.balances_answer(alpaca_reply(rows));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->balances.size() != rows.size())
    found.note("not as many positions");
  for (std::size_t i = 0; i < std::min(rows.size(), value->balances.size());
       ++i) {
    const auto name = text_at(rows[i], "symbol");
    const auto& ours = value->balances[i];
    // Positions name a pair without its slash.
    found.texts("currency",
                text_at(rows[i], "asset_class") == "crypto"
                  ? name.substr(0, name.size() - 3)
                  : name,
                ours.currency);
    compare_decimals(found, "qty", rows[i].at("qty"),
                     ours.available + ours.held);
    compare_decimals(found, "qty_available",
                     rows[i].contains("qty_available")
                       ? rows[i].at("qty_available")
                       : rows[i].at("qty"),
                     ours.available);
  }
  return found.verdict();
}

judgement check_balances(venues::adapter& by, const response_row& x) {
  if (x.raw.contains("cash"))
    return check_account(by, x);
  if (x.raw.is_array() && x.raw.at(0).contains("asset_class"))
    return check_positions(by, x.raw);
  if (by.balances_answer(alpaca_reply(x.raw)).value)
    return failed("read balances where there are none");
  return left_out(x.raw.is_array() ? "out of scope: closing positions"
                                   : "not asked: an account's settings");
}

judgement check_other(const venues::adapter& by, const response_row& x) {
  if (x.raw.contains("class"))
    return check_alpaca_markets(x);
  if (x.raw.contains("us_treasuries"))
    return left_out(bonds);
  if (x.raw.contains("bars"))
    return left_out(latest_alone);
  const auto listed = by.markets_answer(alpaca_reply(json::array({x.raw})));
  return listed.value ? failed("an asset without a class was read")
                      : checked("no whole asset: it is not read");
}

} // namespace

net::reply alpaca_reply(const json& body) { return {200, {}, body.dump()}; }

ballast::market alpaca_market(const std::string& name) {
  ballast::market made;
  const auto is_pair = name.find('/') != std::string::npos;
  made.venue_symbol = name;
  const auto parsed = symbol::parse(is_pair ? name : name + "/USD");
  if (!parsed)
    throw std::runtime_error{parsed.error().text};
  made.symbol = *parsed;
  made.kind = is_pair ? market_kind::crypto : market_kind::equity;
  return made;
}

decimal alpaca_decimal(const json& x) {
  const auto read
    = decimal::parse(x.is_string() ? x.get<std::string>() : x.dump());
  if (!read)
    throw std::runtime_error{"no amount: " + x.dump()};
  return *read;
}

void compare_alpaca_moment(differences& to, std::string_view what,
                           const json& recorded,
                           std::optional<unix_time> ours) {
  const auto wanted
    = recorded.is_string()
        ? venues::parse_rfc3339(recorded.get_ref<const std::string&>())
        : std::nullopt;
  to.texts(what, milliseconds(wanted), milliseconds(ours));
}

void compare_alpaca_bar(differences& to, const json& row, const candle& ours) {
  compare_alpaca_moment(to, "t", row.at("t"), ours.start);
  for (const auto& [name, value] : {std::pair{"o", ours.open},
                                    {"h", ours.high},
                                    {"l", ours.low},
                                    {"c", ours.close},
                                    {"v", ours.volume}})
    to.numbers(name, number_of(row.at(name)), value);
}

void compare_alpaca_trade(differences& to, const json& row, const trade& ours) {
  const auto& id = row.at("i");
  compare_alpaca_moment(to, "t", row.at("t"), ours.at);
  to.texts("i", id.is_string() ? id.get<std::string>() : id.dump(),
           ours.trade_id);
  to.texts("tks", text_at(row, "tks"),
           !ours.taker                ? ""
           : *ours.taker == side::buy ? "B"
                                      : "S");
  compare_decimals(to, "p", row.at("p"), ours.price);
  compare_decimals(to, "s", row.at("s"), ours.size);
}

void compare_alpaca_levels(differences& to, const json& rows,
                           const std::vector<book_level>& ours) {
  if (rows.size() != ours.size())
    to.note("not as many levels");
  for (std::size_t i = 0; i < std::min(rows.size(), ours.size()); ++i) {
    compare_decimals(to, "price", rows[i].at("p"), ours[i].price);
    compare_decimals(to, "size", rows[i].at("s"), ours[i].size);
  }
}

judgement check_alpaca_trades(const venues::trading& by,
                              const response_row& x) {
  if (x.raw.contains("currency"))
    return left_out("not asked: prices in another currency");
  // A trade alone: ccxt shows it among the fills.
  const auto lists = x.raw.contains("trades")
                       ? x.raw.at("trades")
                       : json{{"BTC/USD", json::array({x.raw})}};
  differences found;
  if (lists.empty()
      && !by.trades_answer(alpaca_reply({{"trades", lists}})).value)
    found.note("no trades are an answer, too");
  for (const auto& [name, list] : lists.items()) {
    const auto read
      = by.trades_answer(alpaca_reply({{"trades", {{name, list}}}}));
    const auto* value = value_of(found, read);
    if (value == nullptr)
      return found.verdict();
    auto rows = list;
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [](const json& row) {
                                return text_at(row, "u") == "canceled";
                              }),
               rows.end());
    if (rows.size() != value->size())
      found.note("not as many trades");
    for (std::size_t i = 0; i < std::min(rows.size(), value->size()); ++i) {
      compare_alpaca_trade(found, rows[i], (*value)[i]);
      found.texts("symbol", alpaca_market(name).symbol.to_string(),
                  (*value)[i].symbol.to_string());
    }
  }
  return found.verdict("each market alone, as ours asks");
}

alpaca_vectors::alpaca_vectors(const vector_folder& from) {
  const auto keys = from.document("keys.json");
  clock_ = unix_time{
    std::chrono::milliseconds{keys.at("frozen_clock_ms").get<std::int64_t>()}};
  const auto& key = keys.at("keysets").at("alpaca");
  key_ = {text_at(key, "apiKey"), secret_text(key.at("secret"))};
  coins_ = json::array();
  for (const auto& row : from.rows("markets_crypto.json"))
    coins_.push_back(alpaca_asset(text_at(row, "symbol"), row));
}

std::unique_ptr<venues::adapter>
alpaca_vectors::informed(const api_key& key) const {
  auto made = make_alpaca_adapter("", key);
  const auto read = made->markets_answer(alpaca_reply(coins_));
  if (!read.value || read.value->size() != coins_.size())
    throw std::runtime_error{"the list of coins cannot be read: " + read.text};
  return made;
}

const std::set<std::string>& alpaca_vectors::members_left_out() const {
  // ccxt makes them of others, or ours keeps no such thing.
  static const auto result = [] {
    std::set<std::string> all{
      "order_book.datetime", "fills.cost", "fills.datetime",    "fills.fee",
      "fills.fees",          "fills.id",   "fills.takerOrMaker"};
    for (const auto* kind :
         {"place_order", "query_order", "open_orders", "orders"})
      for (const auto* name : {"datetime", "lastTradeTimestamp"})
        all.insert(std::string{kind} + '.' + name);
    return all;
  }();
  return result;
}

judgement alpaca_vectors::answer(const response_row& x) const {
  const auto by = informed();
  if (x.kind == "server_time")
    return check_time(*by, x);
  if (x.kind == "candles")
    return check_candles(*by, x, clock_);
  if (x.kind == "trades")
    return check_alpaca_trades(*by->trader(), x);
  if (x.kind == "order_book")
    return check_book(*by->trader(), x);
  if (x.kind == "bulk_ticker")
    return check_bulk_ticker(*by, x);
  if (x.kind == "balances")
    return check_balances(*by, x);
  if (x.kind == "markets")
    return check_alpaca_markets(x);
  if (x.kind == "other")
    return check_other(*by, x);
  if (x.kind == "quotes")
    return left_out("not asked: quotes of the past");
  if (x.kind == "close_position")
    return left_out("out of scope: closing positions");
  return check_alpaca_orders(*by->trader(), x, members_left_out());
}

judgement alpaca_vectors::response(const response_row& x) const {
  if (x.must_be_refused)
    return failed("a refusal that is not understood");
  return with_remark(answer(x), less_members(*this, x.kind));
}

} // namespace ballast::conformance
