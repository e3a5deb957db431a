// The PAPER EXCHANGE's eyes: what a ticker and a candle say of prices.
#include "domain/money.hpp"
#include "domain/paper_exchange.hpp"

#include <algorithm>
#include <ranges>

namespace ballast {

paper_news paper_exchange::see(const ticker& x, unix_time now) {
  paper_news result;
  end_what_is_due(now, result);
  const auto seen = quotes_of(x, now);
  if (!seen)
    return result;
  last_[x.symbol] = *seen;
  for (auto& each : open_)
    if (each.market.symbol == x.symbol && !each.is_over())
      each.rests ? cross(each, *seen, result) : meet(each, *seen, result);
  sweep();
  return result;
}

/// Of a closed candle whose prices can be.
std::optional<paper_exchange::traded_range>
paper_exchange::range_of(const candle& x) {
  if (!x.closed || !(x.low <= x.close && x.close <= x.high))
    return std::nullopt;
  const auto low = money_of(x.low);
  const auto high = money_of(x.high);
  const auto close = money_of(x.close);
  if (!low || !high || !close || *low <= decimal{})
    return std::nullopt;
  return traded_range{*low, *high, *close};
}

bool paper_exchange::has_open_in(const symbol& market) const {
  return std::any_of(open_.begin(), open_.end(), [&](const paper_order& x) {
    return x.market.symbol == market;
  });
}

paper_news paper_exchange::see(const symbol& market,
                               const std::vector<candle>& all,
                               std::chrono::seconds timeframe) {
  paper_news result;
  if (has_open_in(market)) {
    for (const auto& x : all)
      if (const auto prices = range_of(x))
        see(market, x, *prices, timeframe, result);
    return result;
  }
  for (const auto& x : std::views::reverse(all))
    if (const auto prices = range_of(x)) {
      see(market, x, *prices, timeframe, result);
      break;
    }
  return result;
}

void paper_exchange::see(const symbol& market, const candle& x,
                         const traded_range& prices,
                         std::chrono::seconds timeframe, paper_news& into) {
  const auto end = x.start + timeframe;
  const auto [known, is_first] = last_candles_.try_emplace(market, x.start);
  if (!is_first && x.start <= known->second)
    return;
  known->second = x.start;
  fill_by(market, x, prices, end, into);
  end_what_is_due(end, into);
  const auto seen = around(prices.close, end);
  auto& last = last_.try_emplace(market, seen).first->second;
  if (last.at <= end)
    last = seen;
  for (auto& each : open_)
    if (each.market.symbol == market && !each.is_over() && !each.rests)
      meet(each, seen, into);
  sweep();
}

std::optional<paper_exchange::quotes>
paper_exchange::quotes_of(const ticker& x, unix_time now) const {
  const auto has_last = x.last > decimal{};
  auto seen = has_last ? around(x.last, now) : quotes{{}, {}, now};
  if (x.bid > decimal{})
    seen.bid = x.bid;
  if (x.ask > decimal{})
    seen.ask = x.ask;
  if (seen.bid <= decimal{} || seen.ask <= decimal{} || seen.bid > seen.ask)
    return std::nullopt;
  return seen;
}

paper_exchange::quotes paper_exchange::around(decimal price,
                                              unix_time at) const {
  const auto half = decimal::from_units(
    value_of(price, rules_.spread, rounding::up).units() / 2);
  return {price - half, price + half, at};
}

} // namespace ballast
