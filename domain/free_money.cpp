#include "domain/free_money.hpp"

#include "domain/money.hpp"

#include <algorithm>

namespace ballast {

namespace {

/// What a fill has taken of a currency, with its fee.
decimal taken_by(const fill& x, std::string_view currency) {
  auto result = decimal{};
  if (x.side == side::buy && x.symbol.quote == currency)
    result += value_of(x.size, x.price, rounding::up);
  if (x.side == side::sell && x.symbol.base == currency)
    result += x.size;
  if (x.fee_currency == currency)
    result += x.fee;
  return result;
}

} // namespace

decimal free_of(std::string_view currency, const std::vector<balance>& told,
                const std::vector<fill>& unseen, decimal reserved) {
  auto free = decimal{};
  auto whole = decimal{};
  for (const auto& x : told)
    if (x.currency == currency) {
      free += x.available;
      whole += x.available + x.held;
    }
  for (const auto& x : unseen) {
    const auto taken = taken_by(x, currency);
    free -= taken;
    whole -= taken;
  }
  return std::max(std::min(free, whole - reserved), decimal{});
}

decimal dollars_of(const std::vector<balance>& told,
                   const std::vector<fill>& unseen) {
  auto sum = decimal{};
  for (const auto& x : told)
    if (is_dollar(x.currency))
      sum += x.available + x.held;
  for (const auto& x : unseen)
    if (is_dollar(x.symbol.quote)) {
      const auto worth = value_of(x.size, x.price, rounding::up);
      sum += x.side == side::buy ? -worth : worth;
    }
  return sum;
}

} // namespace ballast
