#include "sim/okx/instruments.hpp"

#include "sim/csv.hpp"
#include "sim/object_writer.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <set>

namespace ballast::sim {

namespace data {
extern const std::string_view okx_instruments_csv;
} // namespace data

namespace okx {

namespace {

/// "A|B" as `["A","B"]`.
std::string json_list(std::string_view text) {
  auto out = std::string{"["};
  while (!text.empty()) {
    out += out.size() == 1 ? "\"" : ",\"";
    out.append(take_until(text, '|')).append("\"");
  }
  return out + ']';
}

instrument parse_line(std::string_view line) {
  auto x = instrument{};
  for (auto* member :
       {&x.id, &x.base, &x.quote, &x.trade_quotes, &x.tick_size, &x.lot_size,
        &x.size_min, &x.limit_size_max, &x.market_size_max, &x.limit_amount_max,
        &x.market_amount_max, &x.state, &x.group, &x.rule_type, &x.open_type,
        &x.list_time, &x.code})
    *member = take_until(line, ',');
  x.trade_quotes = json_list(x.trade_quotes);
  x.price_decimals = decimals_of(x.tick_size);
  x.lot_decimals = decimals_of(x.lot_size);
  return x;
}

std::vector<instrument> parse_instruments(std::string_view csv) {
  auto all = std::vector<instrument>{};
  for (const auto line : csv_rows(csv))
    all.push_back(parse_line(line));
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

} // namespace

const std::vector<instrument>& all_instruments() {
  static const auto all = parse_instruments(data::okx_instruments_csv);
  return all;
}

const instrument* instrument_named(std::string_view id) {
  const auto& all = all_instruments();
  const auto at = std::lower_bound(
    all.begin(), all.end(), id,
    [](const instrument& x, std::string_view wanted) { return x.id < wanted; });
  return at == all.end() || at->id != id ? nullptr : &*at;
}

const instrument* instrument_of_code(std::string_view code) {
  for (const auto& x : all_instruments())
    if (x.code == code)
      return &x;
  return nullptr;
}

const std::vector<std::string>& all_currencies() {
  static const auto currencies = [] {
    auto names = std::set<std::string>{};
    for (const auto& x : all_instruments()) {
      names.insert(x.base);
      names.insert(x.quote);
    }
    return std::vector<std::string>(names.begin(), names.end());
  }();
  return currencies;
}

market_nature nature_of(const instrument& x) {
  return {x.id, x.base, x.quote, x.price_decimals, x.lot_decimals};
}

matching_market market_of(const instrument& x, const bar_source& bars,
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
  result.size_unit = result.size_increment = number(x.lot_size);
  result.size_min = number(x.size_min);
  result.size_max = number(x.limit_size_max);
  result.level_size = level_size;
  return result;
}

void append_instrument_json(std::string& out, const instrument& x,
                            std::string_view state) {
  auto to = object_writer{out};
  to.text("alias", "").text("auctionEndTime", "").text("baseCcy", x.base);
  to.text("category", "1").text("contTdSwTime", "");
  for (const auto* name : {"ctMult", "ctType", "ctVal", "ctValCcy", "expTime"})
    to.text(name, "");
  to.flag("futureSettlement", false)
    .text("groupId", x.group)
    .text("initPxLmtPct", "0.05")
    .text("floatPxLmtPct", "0.03")
    .text("maxPxLmtPct", "0.15")
    .text("instCategory", "1")
    .text("instFamily", "")
    .text("instId", x.id)
    .bare("instIdCode", x.code)
    .text("instType", "SPOT")
    .text("lever", "")
    .text("listTime", x.list_time)
    .text("lotSz", x.lot_size)
    .text("maxIcebergSz", x.limit_size_max)
    .text("maxLmtAmt", x.limit_amount_max)
    .text("maxLmtSz", x.limit_size_max)
    .text("maxMktAmt", x.market_amount_max)
    .text("maxMktSz", x.market_size_max)
    .text("maxStopSz", x.market_size_max)
    .text("maxTriggerSz", x.limit_size_max)
    .text("maxTwapSz", x.limit_size_max)
    .text("minSz", x.size_min)
    .text("openType", x.open_type)
    .text("optType", "")
    .text("preMktSwTime", "")
    .text("quoteCcy", x.quote)
    .text("ruleType", x.rule_type)
    .text("settleCcy", "")
    .text("state", state)
    .text("stk", "")
    .text("tickSz", x.tick_size)
    .bare("tradeQuoteCcyList", x.trade_quotes)
    .text("uly", "")
    .bare("upcChg", "[]")
    .end();
}

} // namespace okx
} // namespace ballast::sim
