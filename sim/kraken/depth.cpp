// The book and the trades of one pair, and what trading needs to know of all.
#include "sim/kraken/market_data.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/wallet.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::kraken {

namespace {

std::int64_t seconds_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

matching_market market_of(const pair& x, const bar_source& bars,
                          std::uint64_t seed) {
  constexpr auto cost_places_min = 5;
  const auto nature = nature_of(x);
  auto result = matching_market{};
  result.id = x.id;
  result.symbol = {nature.base, nature.quote};
  result.base = x.base;
  result.quote = x.quote;
  result.bars = &bars;
  result.price_unit = power_of_ten(x.price_decimals);
  result.size_unit = result.size_increment = power_of_ten(x.lot_decimals);
  result.price_increment = *decimal::parse(x.tick_size);
  result.fee_increment_quote
    = power_of_ten(std::max(cost_places_min, x.price_decimals + 1));
  result.size_min = *decimal::parse(x.order_min);
  result.notional_min = *decimal::parse(cost_min_of(x));
  result.level_size = 4 * life_of(nature, seed).trade_size;
  return result;
}

std::string side_json(const std::vector<book_level>& levels, const pair& facts,
                      std::int64_t second) {
  auto out = std::string{"["};
  for (const auto& x : levels) {
    out += out.size() == 1 ? "[\"" : ",[\"";
    out += padded_text(x.price, facts.price_decimals) + "\",\""
           + padded_text(x.size, 3) + "\"," + std::to_string(second) + ']';
  }
  return out + ']';
}

std::string trade_json(const trade& x, const pair& facts) {
  const auto ms = x.at.time_since_epoch().count();
  auto fraction = std::to_string(ms % 1000);
  fraction.insert(0, 3 - fraction.size(), '0');
  return "[\"" + padded_text(x.price, facts.price_decimals) + "\",\""
         + padded_text(x.size, 8) + "\"," + std::to_string(ms / 1000) + '.'
         + fraction
         + (x.taker == side::buy ? R"(,"b","m","",)" : R"(,"s","m","",)")
         + x.trade_id + ']';
}

} // namespace

std::vector<matching_market> market_data::markets() const {
  auto result = std::vector<matching_market>{};
  for (const auto& x : listings_)
    result.push_back(market_of(*x.facts, *x.bars, seed_));
  return result;
}

const pair* market_data::pair_named(std::string_view name, instant now) {
  const auto* const x = find(name, now);
  return x == nullptr ? nullptr : x->facts;
}

market_state market_data::state_of(const pair& x, instant now) {
  if (x.status == "online")
    return faults_.post_only(x.id, now.steady) ? market_state::post_only
                                               : market_state::tradable;
  if (x.status == "post_only")
    return market_state::post_only;
  return x.status == "limit_only" ? market_state::limit_only
                                  : market_state::cancel_only;
}

net::reply market_data::depth(const request_target& what, instant now) {
  const auto* const x = find(what.first("pair").value_or(""), now);
  if (x == nullptr)
    return unknown_pair();
  constexpr auto count_max = std::int64_t{500};
  const auto count = whole_number(what.first("count").value_or("100"));
  if (!count || *count < 1 || *count > count_max)
    return invalid_argument("count");
  const auto second = seconds_of(now.wall);
  const auto book = book_at(market_of(*x->facts, *x->bars, seed_), seed_,
                            static_cast<std::size_t>(*count), second);
  return result_reply("{\"" + x->facts->id + R"(":{"asks":)"
                      + side_json(book.asks, *x->facts, second) + R"(,"bids":)"
                      + side_json(book.bids, *x->facts, second) + "}}");
}

net::reply market_data::trades(const request_target& what, instant now) {
  const auto* const x = find(what.first("pair").value_or(""), now);
  if (x == nullptr)
    return unknown_pair();
  constexpr auto count_max = std::int64_t{1'000};
  const auto count = whole_number(what.first("count").value_or("1000"));
  if (!count || *count < 1 || *count > count_max)
    return invalid_argument("count");
  auto list = last_trades(market_of(*x->facts, *x->bars, seed_),
                          static_cast<std::size_t>(*count), now.wall);
  auto body = "{\"" + x->facts->id + "\":[";
  for (auto separator = ""; const auto& each : list) {
    body += separator + trade_json(each, *x->facts);
    separator = ",";
  }
  const auto last = list.empty() ? now.wall : list.back().at;
  return result_reply(body + R"(],"last":")"
                      + std::to_string(last.time_since_epoch().count())
                      + "000000\"}");
}

} // namespace ballast::sim::kraken
