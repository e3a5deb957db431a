#include "domain/position_book.hpp"

#include "domain/money.hpp"

#include <algorithm>

namespace ballast {

namespace {

decimal at(const std::map<std::string, decimal>& all, const std::string& key) {
  const auto found = all.find(key);
  return found == all.end() ? decimal{} : found->second;
}

decimal size_of(decimal x) { return x.is_negative() ? -x : x; }

/// What a fill moves in its own two currencies.
struct movement {
  decimal base;
  decimal quote;
};

movement movement_of(const fill& x) {
  const auto buys = x.side == side::buy;
  const auto worth
    = value_of(x.size, x.price, buys ? rounding::up : rounding::down);
  auto result = buys ? movement{x.size, -worth} : movement{-x.size, worth};
  if (x.fee_currency == x.symbol.base)
    result.base -= x.fee;
  else if (x.fee_currency == x.symbol.quote)
    result.quote -= x.fee;
  return result;
}

/// The part of an amount; an end of the range where that has no answer.
decimal share_of(decimal amount, decimal part, decimal whole, rounding how) {
  const auto share = proportion(amount, part, whole, how);
  return share ? *share : amount;
}

/// Makes a position larger, on either side of zero.
void open(position& x, const movement& by, unix_time now) {
  if (!x.is_open())
    x.since = now;
  x.size += by.base;
  x.cost -= by.quote;
}

/// Makes a position smaller or ends it, and no more. @returns what it earned.
decimal close(position& x, const movement& by) {
  const auto sold = size_of(by.base);
  const auto cost = sold == size_of(x.size)
                      ? x.cost
                      : share_of(x.cost, sold, size_of(x.size), rounding::up);
  const auto earned = by.quote - cost;
  x.size += by.base;
  x.cost -= cost;
  x.realised += earned;
  return earned;
}

decimal take(position& x, const movement& by, unix_time now) {
  if (by.base.is_zero()) { // All of it went for the fee.
    x.realised += by.quote;
    return by.quote;
  }
  if (!x.is_open() || x.size.is_negative() == by.base.is_negative()) {
    open(x, by, now);
    return {};
  }
  if (size_of(by.base) <= size_of(x.size))
    return close(x, by);
  // More than is there: it ends this position and opens one on the other side.
  const auto ending
    = movement{-x.size, share_of(by.quote, size_of(x.size), size_of(by.base),
                                 rounding::down)};
  const auto earned = close(x, ending);
  open(x, {by.base - ending.base, by.quote - ending.quote}, now);
  return earned;
}

} // namespace

decimal position::average_cost() const {
  if (!is_open())
    return {};
  const auto one = decimal::whole(1);
  const auto average = proportion(cost, one, size, rounding::up);
  return average ? *average : decimal::highest();
}

decimal position::unrealised(decimal price) const {
  return value_of(size, price, rounding::down) - cost;
}

result<decimal> position_book::apply(const fill& x) {
  if (x.size <= decimal{} || x.price <= decimal{})
    return fault{ec::invalid_argument,
                 "a fill needs a size and a price above zero, not "
                   + x.size.to_string() + " at " + x.price.to_string()};
  if (!multiply(x.size, x.price, rounding::up))
    return fault{ec::invalid_argument, "what a fill of " + x.size.to_string()
                                         + " at " + x.price.to_string()
                                         + " is worth is out of range"};
  const auto by = movement_of(x);
  const auto& [base, quote] = x.symbol;
  flows_[base] += by.base;
  flows_[quote] += by.quote;
  if (!x.fee.is_zero())
    fees_[x.fee_currency] += x.fee;
  if (!x.fee.is_zero() && x.fee_currency != base && x.fee_currency != quote) {
    flows_[x.fee_currency] -= x.fee;
    fees_apart_[x.fee_currency] += x.fee;
  }
  return take(positions_[x.symbol], by, x.at);
}

position position_book::of(const symbol& market) const {
  const auto found = positions_.find(market);
  return found == positions_.end() ? position{} : found->second;
}

decimal position_book::asset_change(const std::string& currency) const {
  return at(flows_, currency);
}

decimal position_book::counter_change(const std::string& currency) const {
  auto result = at(fees_apart_, currency);
  for (const auto& [market, x] : positions_) {
    if (market.base == currency)
      result -= x.size;
    if (market.quote == currency)
      result += x.cost - x.realised;
  }
  return result;
}

std::optional<std::string> position_book::imbalance() const {
  const auto wrong
    = std::find_if(flows_.begin(), flows_.end(), [this](const auto& x) {
        return !(x.second + counter_change(x.first)).is_zero();
      });
  return wrong == flows_.end() ? std::nullopt : std::optional{wrong->first};
}

} // namespace ballast
