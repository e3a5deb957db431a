#include "sim/kraken/pairs.hpp"

#include "sim/csv.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>

namespace ballast::sim {

namespace data {
extern const std::string_view kraken_pairs_csv;
}

namespace kraken {

namespace {

pair parse_line(std::string_view line) {
  auto x = pair{};
  x.id = take_until(line, ',');
  x.altname = take_until(line, ',');
  x.wsname = take_until(line, ',');
  x.base = take_until(line, ',');
  x.quote = take_until(line, ',');
  x.tick_size = take_until(line, ',');
  const auto lot = take_until(line, ',');
  std::from_chars(lot.data(), lot.data() + lot.size(), x.lot_decimals);
  x.order_min = take_until(line, ',');
  x.status = line.empty() ? "online" : std::string{line};
  x.price_decimals = decimals_of(x.tick_size);
  return x;
}

std::vector<pair> parse_pairs(std::string_view csv) {
  auto pairs = std::vector<pair>{};
  for (const auto line : csv_rows(csv))
    pairs.push_back(parse_line(line));
  std::sort(pairs.begin(), pairs.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return pairs;
}

std::vector<asset> assets_of(const std::vector<pair>& pairs) {
  auto names = std::map<std::string, std::string>{};
  for (const auto& x : pairs) {
    const auto slash = x.wsname.find('/');
    names[x.base] = x.wsname.substr(0, slash);
    names[x.quote] = x.wsname.substr(slash + 1);
  }
  auto assets = std::vector<asset>{};
  for (const auto& [id, altname] : names)
    assets.push_back({id, altname});
  return assets;
}

/// The only two names that differ from everybody else's.
std::string canonical(const std::string& name) {
  return name == "XBT" ? "BTC" : name == "XDG" ? "DOGE" : name;
}

constexpr auto fees = std::string_view{
  R"("fees":[[0,0.4],[10000,0.35],[50000,0.24],[100000,0.22],[250000,0.2],)"
  R"([500000,0.18],[1000000,0.16],[2500000,0.14],[5000000,0.12],)"
  R"([10000000,0.1]],"fees_maker":[[0,0.25],[10000,0.2],[50000,0.14],)"
  R"([100000,0.12],[250000,0.1],[500000,0.08],[1000000,0.06],)"
  R"([2500000,0.04],[5000000,0.02],[10000000,0.0]],)"};

/// Appends `"name":"text",`.
void member(std::string& out, const char* name, std::string_view text) {
  out += '"';
  out += name;
  out += "\":\"";
  out += text;
  out += "\",";
}

} // namespace

const std::vector<pair>& all_pairs() {
  static const auto pairs = parse_pairs(data::kraken_pairs_csv);
  return pairs;
}

const std::vector<asset>& all_assets() {
  static const auto assets = assets_of(all_pairs());
  return assets;
}

bool is_fiat(std::string_view altname) {
  constexpr auto fiat = std::array<std::string_view, 8>{
    "USD", "EUR", "GBP", "CAD", "JPY", "AUD", "CHF", "AED"};
  return std::find(fiat.begin(), fiat.end(), altname) != fiat.end();
}

std::string symbol_of(const pair& x) {
  const auto nature = nature_of(x);
  return nature.base + '/' + nature.quote;
}

const pair* pair_of_symbol(std::string_view symbol) {
  static const auto by_symbol = [] {
    auto result = std::map<std::string, const pair*, std::less<>>{};
    for (const auto& x : all_pairs())
      result.emplace(symbol_of(x), &x);
    return result;
  }();
  const auto at = by_symbol.find(symbol);
  return at == by_symbol.end() ? nullptr : at->second;
}

std::string asset_symbol_of(std::string_view id) {
  const auto& all = all_assets();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const asset& x) { return x.id == id; });
  return at == all.end() ? std::string{id} : canonical(at->altname);
}

market_nature nature_of(const pair& x) {
  const auto slash = x.wsname.find('/');
  const auto base = canonical(x.wsname.substr(0, slash));
  const auto quote = canonical(x.wsname.substr(slash + 1));
  return {base + '-' + quote, base, quote, x.price_decimals, x.lot_decimals};
}

/// Recorded for bitcoin and dollars; for other quotes made up alike.
std::string_view cost_min_of(const pair& x) {
  if (x.quote == "XXBT")
    return "0.00002";
  if (x.quote == "XETH")
    return "0.0002";
  return x.quote == "ZJPY" ? "50" : "0.5";
}

void append_pair_json(std::string& out, const pair& x,
                      std::string_view status) {
  constexpr auto cost_decimals_min = 5;
  out += '{';
  member(out, "altname", x.altname);
  member(out, "wsname", x.wsname);
  member(out, "aclass_base", "currency");
  member(out, "base", x.base);
  member(out, "aclass_quote", "currency");
  member(out, "quote", x.quote);
  member(out, "lot", "unit");
  out += R"("cost_decimals":)"
         + std::to_string(std::max(cost_decimals_min, x.price_decimals + 1))
         + R"(,"pair_decimals":)" + std::to_string(x.price_decimals)
         + R"(,"lot_decimals":)" + std::to_string(x.lot_decimals)
         + R"(,"lot_multiplier":1,"leverage_buy":[],"leverage_sell":[],)";
  out += fees;
  member(out, "fee_volume_currency", "ZUSD");
  out += R"("margin_call":80,"margin_stop":40,)";
  member(out, "ordermin", x.order_min);
  member(out, "costmin", cost_min_of(x));
  member(out, "tick_size", x.tick_size);
  member(out, "status", status);
  out.back() = '}';
}

} // namespace kraken
} // namespace ballast::sim
