// Lists of markets, and every name in them both ways.
#include "tests/conformance/alpaca.hpp"

#include <algorithm>

namespace ballast::conformance {

namespace {

constexpr auto least_fraction = std::string_view{"0.000000001"};

/// An order for one share or coin of this name, as the venue would tell it.
json order_for(const std::string& name, const char* asset_class) {
  return {{"id", "an-id"},
          {"symbol", name},
          {"qty", "1"},
          {"filled_qty", "0"},
          {"side", "buy"},
          {"status", "new"},
          {"type", "market"},
          {"time_in_force", "day"},
          {"asset_class", asset_class}};
}

/// The name of a market on the way back: what an order of that name is about.
std::string canonical_of(venues::adapter& by, const std::string& name,
                         const char* asset_class) {
  const auto read
    = by.trader()->query_answer(alpaca_reply(order_for(name, asset_class)));
  return read.value && read.value->found ? read.value->found->symbol.to_string()
                                         : std::string{};
}

/// The name of a market on the way there: what its book is asked by.
std::string asked_by(venues::adapter& by, const ballast::market& what) {
  return value_of(query_of(by.trader()->book_request(what, 0).call), "symbols");
}

/// What a position of a coin under its old name is a balance of.
std::string held_as(venues::adapter& by, const std::string& legacy) {
  const auto read = by.balances_answer(alpaca_reply(json::array(
    {{{"symbol", legacy}, {"qty", "1"}, {"asset_class", "crypto"}}})));
  return read.value && read.value->balances.size() == 1
           ? read.value->balances.front().currency
           : std::string{};
}

judgement check_pair(const json& row) {
  const auto name = text_at(row, "symbol");
  const auto by = make_alpaca_adapter("", {});
  differences found;
  const auto asset = alpaca_asset(name, row);
  const auto read = by->markets_answer(alpaca_reply(json::array({asset})));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  const auto& ours = value->front();
  compare_alpaca_asset(found, asset, ours);
  found.texts("canonical", text_at(row, "canonical"), ours.symbol.to_string());
  found.texts("base", text_at(row, "base"), ours.symbol.base);
  found.texts("quote", text_at(row, "quote"), ours.symbol.quote);
  found.texts("asked by", name, asked_by(*by, ours));
  const auto legacy = text_at(row, "legacy_symbol");
  for (const auto& other : {name, legacy})
    found.texts("back from " + other, text_at(row, "canonical"),
                canonical_of(*by, other, "crypto"));
  found.texts("held as", text_at(row, "base"), held_as(*by, legacy));
  return found.verdict(
    row.at("price_increment").is_null() ? "less increments: not recorded" : "");
}

judgement check_shares(const json& rows, venues::adapter& by) {
  differences found;
  auto listed = json::array();
  for (const auto& row : rows)
    listed.push_back(alpaca_asset(row.at(0).get<std::string>()));
  const auto read = by.markets_answer(alpaca_reply(listed));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->size() != rows.size())
    found.texts("markets", std::to_string(rows.size()),
                std::to_string(value->size()) + ", " + read.text);
  for (std::size_t i = 0; i < std::min(rows.size(), value->size()); ++i) {
    const auto name = rows[i].at(0).get<std::string>();
    const auto& ours = (*value)[i];
    compare_alpaca_asset(found, listed[i], ours);
    found.texts("canonical", name + "/USD", ours.symbol.to_string());
    found.texts("asked by", name, asked_by(by, ours));
    found.texts("back", name + "/USD", canonical_of(by, name, "us_equity"));
  }
  return found.verdict(std::to_string(rows.size()) + " shares in one row");
}

/// Shares that are called as coins are left out once the coins are known.
void check_namesakes(differences& to, const json& rows, venues::adapter& by,
                     const json& coins) {
  std::set<std::string> pairs;
  for (const auto& x : coins)
    pairs.insert(text_at(x, "symbol"));
  auto listed = json::array();
  std::size_t wanted = 0;
  for (const auto& row : rows) {
    const auto name = row.at(0).get<std::string>();
    listed.push_back(alpaca_asset(name));
    wanted += pairs.contains(name + "/USD") ? 0 : 1;
  }
  const auto read = by.markets_answer(alpaca_reply(listed));
  if (const auto* value = value_of(to, read))
    to.texts("shares beside coins", std::to_string(wanted),
             std::to_string(value->size()));
}

} // namespace

json alpaca_asset(const std::string& name, const json& recorded) {
  const auto is_pair = name.find('/') != std::string::npos;
  auto made = json{{"symbol", name},
                   {"class", is_pair ? "crypto" : "us_equity"},
                   {"status", "active"},
                   {"tradable", true},
                   {"fractionable", true}};
  if (is_pair)
    for (const auto* member_name :
         {"price_increment", "min_trade_increment", "min_order_size"}) {
      const auto given = member(recorded, member_name);
      made[member_name] = given.is_null() ? json(least_fraction) : given;
    }
  return made;
}

void compare_alpaca_asset(differences& to, const json& row,
                          const ballast::market& ours) {
  const auto name = text_at(row, "symbol");
  const auto is_crypto = text_at(row, "class") == "crypto";
  const auto is_whole = row.at("fractionable") == false;
  to.texts("symbol", name, ours.venue_symbol);
  to.texts("canonical", is_crypto ? name : name + "/USD",
           ours.symbol.to_string());
  to.texts(name + " is a coin", is_crypto ? "yes" : "no",
           ours.kind == market_kind::crypto ? "yes" : "no");
  to.texts(name + " tradable", row.at("tradable").dump(),
           ours.state == market_state::tradable ? "true" : "false");
  // Of shares the sheet's rules stand in for what is not told.
  const auto told = [&](const char* member_name, std::string_view rule) {
    return is_crypto ? row.at(member_name) : json(rule);
  };
  const auto step = is_whole ? std::string_view{"1"} : least_fraction;
  compare_decimals(to, name + " tick", told("price_increment", "0.01"),
                   ours.price_increment);
  compare_decimals(to, name + " step", told("min_trade_increment", step),
                   ours.size_increment);
  compare_decimals(to, name + " least", told("min_order_size", step),
                   ours.size_min);
}

judgement check_alpaca_markets(const response_row& x) {
  const auto by = make_alpaca_adapter("", {});
  const auto rows = x.raw.is_array() ? x.raw : json::array({x.raw});
  differences found;
  const auto read = by->markets_answer(alpaca_reply(rows));
  const auto* value = value_of(found, read);
  if (value == nullptr)
    return found.verdict();
  if (value->size() != rows.size())
    found.note("not as many markets");
  for (std::size_t i = 0; i < std::min(value->size(), rows.size()); ++i) {
    compare_alpaca_asset(found, rows[i], (*value)[i]);
    const auto fees = by->trader()->fees_answer(alpaca_reply(rows[i]));
    if (text_at(rows[i], "class") == "us_equity" && !fees.value)
      found.note("fees of a share are not read");
  }
  return found.verdict();
}

judgement alpaca_vectors::market(const std::string& /*file*/,
                                 const json& row) const {
  if (!row.contains("columns"))
    return check_pair(row);
  if (row.at("columns").at(0) != "symbol"
      || row.at("count") != row.at("markets").size())
    return failed("a list of shares that is not understood");
  const auto& rows = row.at("markets");
  const auto judged = check_shares(rows, *make_alpaca_adapter("", {}));
  differences found;
  check_namesakes(found, rows, *informed(), coins_);
  return found.empty() ? judged : found.verdict();
}

} // namespace ballast::conformance
