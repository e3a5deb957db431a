#include "domain/market_quote.hpp"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

double depth_of(const std::vector<book_level>& side, double middle,
                double reach) {
  double result = 0;
  for (const auto& x : side) {
    const auto price = x.price.to_double();
    if (std::abs(price - middle) <= reach * middle)
      result += price * x.size.to_double();
  }
  return result;
}

} // namespace

std::optional<market_quote> quote_of(const symbol& which, const book_levels& x,
                                     double reach, unix_time at) {
  if (x.bids.empty() || x.asks.empty() || x.bids.front().price.is_zero()
      || x.asks.front().price.is_zero())
    return std::nullopt;
  market_quote result{which, x.bids.front().price, x.asks.front().price, 0, 0,
                      at};
  const auto bid = result.bid.to_double();
  const auto ask = result.ask.to_double();
  const auto middle = (bid + ask) / 2;
  result.spread = (ask - bid) / middle;
  result.depth = std::min(depth_of(x.bids, middle, reach),
                          depth_of(x.asks, middle, reach));
  return result;
}

candidate_pass judge_quotes(const std::vector<symbol>& asked,
                            const std::vector<market_quote>& quotes,
                            const std::map<std::string, double>& worths,
                            const candidate_rules& rules) {
  candidate_pass result;
  result.asked = asked.size();
  for (const auto& which : asked) {
    const auto quote
      = std::find_if(quotes.begin(), quotes.end(),
                     [&](const market_quote& x) { return x.symbol == which; });
    const auto worth = worths.find(which.quote);
    if (quote == quotes.end())
      ++result.no_book;
    else if (quote->spread > rules.spread_max)
      ++result.wide;
    else if (worth == worths.end()
             || quote->depth * worth->second < rules.depth_min)
      ++result.thin;
    else
      result.candidates.push_back(*quote);
  }
  return result;
}

} // namespace ballast
