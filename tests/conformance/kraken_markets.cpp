// Lists of markets and currencies, and the names in them.
#include "tests/conformance/kraken.hpp"
#include "venues/kraken/names.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

namespace kraken = venues::kraken;

const market* find_market(const std::vector<market>& all,
                          const std::string& id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& x) {
    return x.venue_symbol == id;
  });
  return found == all.end() ? nullptr : &*found;
}

/// "0.00001" of five decimals.
std::string last_place(std::int64_t decimals) {
  return decimals == 0
           ? "1"
           : "0." + std::string(static_cast<std::size_t>(decimals) - 1, '0')
               + '1';
}

void compare_pair(differences& to, const json& row, const market& ours) {
  const auto id = text_at(row, "id");
  to.texts(id + " wsname", text_at(row, "wsname"),
           kraken::wsname_of(ours.symbol));
  to.texts(id + " canonical", text_at(row, "canonical"),
           ours.symbol.to_string());
  const auto tick = member(row, "tick_size");
  compare_decimals(to, id + " tick_size",
                   tick.is_null() ? json(last_place(row.at("price_decimals")))
                                  : tick,
                   ours.price_increment);
  compare_decimals(to, id + " qty_decimals", last_place(row.at("qty_decimals")),
                   ours.size_increment);
  compare_decimals(to, id + " ordermin", member(row, "ordermin"),
                   ours.size_min);
  compare_decimals(to, id + " costmin", member(row, "costmin"),
                   ours.notional_min);
  to.texts(id + " status", venue_state(member(row, "status")),
           to_string(ours.state));
}

/// Whether a pair is none of currencies by what the venue itself says of it, or
/// a dark pool, which has no name of its own.
bool is_not_traded(const json& raw, const json& row) {
  const auto id = text_at(row, "id");
  const auto kind
    = text_at(member(member(raw, "result"), id.c_str()), "aclass_base");
  return (!kind.empty() && kind != "currency")
         || (id.ends_with(".d") && text_at(row, "wsname").empty());
}

} // namespace

std::string venue_state(const json& recorded) {
  const auto text = recorded.is_string() ? recorded.get<std::string>() : "";
  if (text == "online")
    return to_string(market_state::tradable);
  if (text == "reduce_only")
    return to_string(market_state::cancel_only);
  for (const auto x : {market_state::post_only, market_state::limit_only,
                       market_state::cancel_only, market_state::delisted})
    if (text == to_string(x))
      return text;
  return to_string(market_state::halted);
}

judgement check_pairs(const venues::adapter& by, const response_row& x) {
  auto currencies = json::array();
  for (const auto& row : x.expected)
    if (!is_not_traded(x.raw, row))
      currencies.push_back(row);
  const auto read = by.markets_answer({200, {}, x.body});
  if (currencies.empty())
    return read.value ? failed("tokenised assets were read as currencies")
                      : left_out(tokenised_assets);
  differences found;
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->size() != currencies.size())
    found.texts("pairs", std::to_string(currencies.size()),
                std::to_string(value->size()));
  for (const auto& row : currencies)
    if (const auto* ours = find_market(*value, text_at(row, "id")))
      compare_pair(found, row, *ours);
    else
      found.note("no market of " + text_at(row, "id"));
  return found.verdict();
}

/// Ours never asks for them, but knows what they are called.
judgement check_assets(const response_row& x) {
  differences found;
  for (const auto& row : x.expected)
    found.texts(text_at(row, "id"), text_at(row, "canonical"),
                kraken::currency_of(text_at(row, "id")));
  return found.verdict();
}

json asset_pair(const json& row) {
  const auto lot = text_at(row, "lot_size");
  const auto point = lot.find('.');
  auto pair = json{{"wsname", text_at(row, "wsname")},
                   {"aclass_base", "currency"},
                   {"status", "online"},
                   {"ordermin", text_at(row, "ordermin")}};
  if (row.contains("tick_size"))
    pair["tick_size"] = row.at("tick_size");
  if (row.contains("price_decimals"))
    pair["pair_decimals"] = row.at("price_decimals");
  pair["lot_decimals"] = row.contains("qty_decimals") ? row.at("qty_decimals")
                         : point == std::string::npos
                           ? json(0)
                           : json(lot.size() - point - 1);
  return pair;
}

net::reply kraken_reply(const json& result) {
  return {200, {}, json{{"error", json::array()}, {"result", result}}.dump()};
}

judgement kraken_vectors::market(const std::string& /*file*/,
                                 const json& row) const {
  const auto id = text_at(row, row.contains("id") ? "id" : "pair_name");
  const auto by = make_kraken_reader();
  differences found;
  const auto read = by->markets_answer(kraken_reply({{id, asset_pair(row)}}));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& ours = value->front();
  const auto canonical = ours.symbol.to_string();
  found.texts("canonical", text_at(row, "canonical"), canonical);
  found.texts("wsname", text_at(row, "wsname"), kraken::wsname_of(ours.symbol));
  compare_decimals(found, "ordermin", row.at("ordermin"), ours.size_min);
  compare_decimals(found, "lot",
                   row.contains("lot_size")
                     ? row.at("lot_size")
                     : json(last_place(row.at("qty_decimals"))),
                   ours.size_increment);
  compare_decimals(found, "tick",
                   row.contains("tick_size")
                     ? row.at("tick_size")
                     : json(last_place(row.at("price_decimals"))),
                   ours.price_increment);
  if (row.contains("ws_v2_symbol"))
    found.texts("ws_v2_symbol", text_at(row, "ws_v2_symbol"), canonical);
  if (row.contains("base_asset")) {
    found.texts("base", kraken::currency_of(text_at(row, "base_asset")),
                ours.symbol.base);
    found.texts("quote", kraken::currency_of(text_at(row, "quote_asset")),
                ours.symbol.quote);
  }
  return found.verdict();
}

} // namespace ballast::conformance
