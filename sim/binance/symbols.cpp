#include "sim/binance/symbols.hpp"

#include "sim/csv.hpp"
#include "sim/object_writer.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace ballast::sim {

namespace data {
extern const std::string_view binance_symbols_csv;
} // namespace data

namespace binance {

namespace {

int small_number(std::string_view text) {
  auto number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

symbol parse_line(std::string_view line) {
  auto x = symbol{};
  x.id = take_until(line, ',');
  x.base = take_until(line, ',');
  x.quote = take_until(line, ',');
  x.base_precision = small_number(take_until(line, ','));
  x.quote_precision = small_number(take_until(line, ','));
  x.price_min = take_until(line, ',');
  x.price_max = take_until(line, ',');
  x.tick_size = take_until(line, ',');
  x.quantity_min = take_until(line, ',');
  x.quantity_max = take_until(line, ',');
  x.step_size = take_until(line, ',');
  x.market_quantity_max = take_until(line, ',');
  x.multiplier_up = take_until(line, ',');
  x.multiplier_down = take_until(line, ',');
  x.notional_min = take_until(line, ',');
  x.notional_max = take_until(line, ',');
  x.price_decimals = decimals_of(x.tick_size);
  x.lot_decimals = decimals_of(x.step_size);
  return x;
}

std::vector<symbol> parse_symbols(std::string_view csv) {
  auto symbols = std::vector<symbol>{};
  for (const auto line : csv_rows(csv))
    symbols.push_back(parse_line(line));
  std::sort(symbols.begin(), symbols.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return symbols;
}

object_writer filter(std::string& out, std::string_view type) {
  auto to = object_writer{out};
  to.text("filterType", type);
  return to;
}

void append_filters(std::string& out, const symbol& x) {
  const auto price
    = [&](const std::string& text) { return padded(text, x.quote_precision); };
  const auto size
    = [&](const std::string& text) { return padded(text, x.base_precision); };
  filter(out, "PRICE_FILTER")
    .text("minPrice", price(x.price_min))
    .text("maxPrice", price(x.price_max))
    .text("tickSize", price(x.tick_size))
    .end();
  filter(out, "LOT_SIZE")
    .text("minQty", size(x.quantity_min))
    .text("maxQty", size(x.quantity_max))
    .text("stepSize", size(x.step_size))
    .end();
  filter(out, "ICEBERG_PARTS").bare("limit", "10").end();
  filter(out, "MARKET_LOT_SIZE")
    .text("minQty", size("0"))
    .text("maxQty", size(x.market_quantity_max))
    .text("stepSize", size("0"))
    .end();
  filter(out, "TRAILING_DELTA")
    .bare("minTrailingAboveDelta", "10")
    .bare("maxTrailingAboveDelta", "2000")
    .bare("minTrailingBelowDelta", "10")
    .bare("maxTrailingBelowDelta", "2000")
    .end();
  filter(out, "PERCENT_PRICE_BY_SIDE")
    .text("bidMultiplierUp", x.multiplier_up)
    .text("bidMultiplierDown", x.multiplier_down)
    .text("askMultiplierUp", x.multiplier_up)
    .text("askMultiplierDown", x.multiplier_down)
    .bare("avgPriceMins", "5")
    .end();
  filter(out, "NOTIONAL")
    .text("minNotional", price(x.notional_min))
    .bare("applyMinToMarket", "true")
    .text("maxNotional", price(x.notional_max))
    .bare("applyMaxToMarket", "false")
    .bare("avgPriceMins", "5")
    .end();
  filter(out, "MAX_NUM_ORDERS").bare("maxNumOrders", "200").end();
  filter(out, "MAX_NUM_ALGO_ORDERS")
    .number("maxNumAlgoOrders", static_cast<std::int64_t>(algo_orders_max))
    .end();
}

} // namespace

const std::vector<symbol>& all_symbols() {
  static const auto symbols = parse_symbols(data::binance_symbols_csv);
  return symbols;
}

const symbol* symbol_named(std::string_view id) {
  const auto& all = all_symbols();
  const auto at = std::lower_bound(
    all.begin(), all.end(), id,
    [](const symbol& x, std::string_view wanted) { return x.id < wanted; });
  return at == all.end() || at->id != id ? nullptr : &*at;
}

const std::vector<std::string>& all_assets() {
  static const auto assets = [] {
    auto names = std::set<std::string>{};
    for (const auto& x : all_symbols()) {
      names.insert(x.base);
      names.insert(x.quote);
    }
    return std::vector<std::string>(names.begin(), names.end());
  }();
  return assets;
}

market_nature nature_of(const symbol& x) {
  return {x.base + '-' + x.quote, x.base, x.quote, x.price_decimals,
          x.lot_decimals};
}

matching_market market_of(const symbol& x, const bar_source& bars,
                          std::int64_t level_size) {
  const auto number
    = [](const std::string& text) { return *decimal::parse(text); };
  auto result = matching_market{};
  result.id = x.id;
  result.symbol = {x.base, x.quote};
  result.base = x.base;
  result.quote = x.quote;
  result.bars = &bars;
  result.price_unit = result.price_increment = number(x.tick_size);
  result.size_unit = result.size_increment = number(x.step_size);
  result.size_min = number(x.quantity_min);
  result.size_max = number(x.quantity_max);
  result.notional_min = number(x.notional_min);
  result.level_size = level_size;
  return result;
}

std::string padded(std::string_view number, int places) {
  auto out = std::string{number};
  const auto decimals = decimals_of(number);
  if (decimals == 0 && places > 0)
    out += '.';
  if (decimals < places)
    out.append(static_cast<std::size_t>(places - decimals), '0');
  return out;
}

void append_symbol_json(std::string& out, const symbol& x,
                        bool with_permission_sets) {
  const auto base = std::to_string(x.base_precision);
  const auto quote = std::to_string(x.quote_precision);
  out += R"({"symbol":")" + x.id + R"(","status":"TRADING","baseAsset":")"
         + x.base + R"(","baseAssetPrecision":)" + base + R"(,"quoteAsset":")"
         + x.quote + R"(","quotePrecision":)" + quote
         + R"(,"quoteAssetPrecision":)" + quote
         + R"(,"baseCommissionPrecision":)" + base
         + R"(,"quoteCommissionPrecision":)" + quote;
  out += R"(,"orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS_LIMIT",)"
         R"("TAKE_PROFIT_LIMIT"],"icebergAllowed":true,"ocoAllowed":true,)"
         R"("otoAllowed":true,"quoteOrderQtyMarketAllowed":true,)"
         R"("allowTrailingStop":true,"cancelReplaceAllowed":true,)"
         R"("amendAllowed":true,"isSpotTradingAllowed":true,)"
         R"("isMarginTradingAllowed":false,"filters":[)";
  append_filters(out, x);
  out += R"(],"permissions":[],)";
  if (with_permission_sets)
    out += R"("permissionSets":[["SPOT"]],)";
  out += R"("defaultSelfTradePreventionMode":"EXPIRE_MAKER",)"
         R"("allowedSelfTradePreventionModes":["NONE","EXPIRE_TAKER",)"
         R"("EXPIRE_MAKER","EXPIRE_BOTH"]})";
}

} // namespace binance
} // namespace ballast::sim
