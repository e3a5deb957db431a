// Lists of markets, and symbols both ways.
#include "tests/conformance/binance.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

json filter_of(const json& row, const char* type) {
  for (const auto& x : member(row, "filters"))
    if (text_at(x, "filterType") == type)
      return x;
  return json::object();
}

/// "0.00000001" of eight decimals.
std::string last_place(int decimals) {
  return "0." + std::string(static_cast<std::size_t>(decimals) - 1, '0') + '1';
}

/// An increment of a filter; of no filter, the last decimal that is taken.
json increment_of(const json& row, const char* filter, const char* name,
                  const char* decimals) {
  const auto given = member(filter_of(row, filter), name);
  return given.is_null() ? json(last_place(row.at(decimals).get<int>()))
                         : given;
}

/// One symbol as it was sent, beside what ours made of it.
void compare_symbol(differences& to, const json& row, const market& ours) {
  const auto id = text_at(row, "symbol");
  to.texts("symbol", id, ours.venue_symbol);
  to.texts(id + " baseAsset", text_at(row, "baseAsset"), ours.symbol.base);
  to.texts(id + " quoteAsset", text_at(row, "quoteAsset"), ours.symbol.quote);
  compare_decimals(
    to, id + " tickSize",
    increment_of(row, "PRICE_FILTER", "tickSize", "quoteAssetPrecision"),
    ours.price_increment);
  compare_decimals(
    to, id + " stepSize",
    increment_of(row, "LOT_SIZE", "stepSize", "baseAssetPrecision"),
    ours.size_increment);
  const auto lot = filter_of(row, "LOT_SIZE");
  compare_decimals(to, id + " minQty", member(lot, "minQty"), ours.size_min);
  compare_decimals(to, id + " maxQty", member(lot, "maxQty"), ours.size_max);
  const auto notional = member(filter_of(row, "NOTIONAL"), "minNotional");
  compare_decimals(to, id + " minNotional",
                   notional.is_null()
                     ? member(filter_of(row, "MIN_NOTIONAL"), "minNotional")
                     : notional,
                   ours.notional_min);
  to.texts(id + " tradable", text_at(row, "status") == "TRADING" ? "yes" : "no",
           ours.state == market_state::tradable ? "yes" : "no");
}

judgement compare_symbols(const venues::adapter& by, const json& rows) {
  differences found;
  const auto read
    = by.markets_answer(binance_reply(json{{"symbols", rows}}.dump()));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (rows.size() != value->size())
    found.texts("markets", std::to_string(rows.size()),
                std::to_string(value->size()) + ", " + read.text);
  for (std::size_t i = 0; i < std::min(rows.size(), value->size()); ++i)
    compare_symbol(found, rows[i], (*value)[i]);
  return found.verdict("against the raw figures");
}

/// A row of a list of markets as exchangeInfo would send it.
json listed_symbol(const json& row, const std::string& base) {
  auto lot = json{{"filterType", "LOT_SIZE"}, {"stepSize", row.at("step")}};
  if (row.contains("min_qty"))
    lot["minQty"] = row.at("min_qty");
  if (row.contains("max_qty"))
    lot["maxQty"] = row.at("max_qty");
  return {{"symbol", row.at("symbol")},
          {"status", "TRADING"},
          {"baseAsset", base},
          {"quoteAsset", row.at("quote")},
          {"baseAssetPrecision", 8},
          {"quoteAssetPrecision", 8},
          {"filters",
           json::array(
             {{{"filterType", "PRICE_FILTER"}, {"tickSize", row.at("tick")}},
              lot,
              {{"filterType", "NOTIONAL"},
               {"minNotional", row.at("min_notional")}}})}};
}

/// The market of an id, and the id again: what a ticker of that id is about.
void compare_both_ways(differences& to, const venues::adapter& by,
                       const std::string& id, const std::string& canonical) {
  const auto read = by.tickers_answer(
    binance_reply(json::array({{{"symbol", id}, {"lastPrice", "1"}}}).dump()));
  if (const auto* value = value_of(to, read))
    to.texts(id + " canonical", canonical, value->front().symbol.to_string());
}

judgement check_row(const json& row, const std::string& base) {
  const auto by = make_binance_adapter();
  const auto judged
    = compare_symbols(*by, json::array({listed_symbol(row, base)}));
  if (judged.what != fate::checked)
    return judged;
  differences found;
  compare_both_ways(found, *by, text_at(row, "symbol"),
                    base + '/' + text_at(row, "quote"));
  return found.verdict();
}

/// Whether a name is one that our symbols can be made of.
bool is_plain(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9');
  });
}

} // namespace

judgement check_binance_markets(const venues::adapter& by,
                                const response_row& x) {
  if (!x.raw.contains("symbols"))
    return left_out("not asked: rules of execution and an account's own "
                    "filters");
  return compare_symbols(by, x.raw.at("symbols"));
}

judgement binance_vectors::market(const std::string& /*file*/,
                                  const json& row) const {
  const auto judged = check_row(row, text_at(row, "base"));
  differences found;
  found.texts("canonical", text_at(row, "canonical"),
              text_at(row, "base") + '/' + text_at(row, "quote"));
  return judged.what == fate::checked ? found.verdict() : judged;
}

judgement binance_vectors::other(const std::string& file,
                                 const json& row) const {
  if (file.starts_with("exchangeInfo") && row.contains("symbols"))
    return compare_symbols(*make_binance_adapter(), row.at("symbols"));
  if (!file.starts_with("symbols_extended"))
    return venue_vectors::other(file, row);
  const auto id = text_at(row, "symbol");
  const auto quote = text_at(row, "quote");
  const auto base = id.substr(0, id.size() - std::min(id.size(), quote.size()));
  if (!id.ends_with(quote) || base.empty())
    return failed("an id that does not end with its quote: " + id);
  if (!is_plain(id))
    return left_out("currencies that are not written in capitals and digits");
  return check_row(row, base);
}

} // namespace ballast::conformance
