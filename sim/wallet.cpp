#include "sim/wallet.hpp"

#include <cassert>

namespace ballast::sim {

wallet& purse::at(std::string_view currency) {
  const auto found = wallets_.find(currency);
  return found != wallets_.end() ? found->second
                                 : wallets_[std::string{currency}];
}

void purse::receive(std::string_view currency, decimal amount) {
  assert(!amount.is_negative());
  at(currency).available += amount;
}

void purse::spend(std::string_view currency, decimal amount) {
  auto& x = at(currency);
  assert(!amount.is_negative() && amount <= x.available);
  x.available -= amount;
}

void purse::hold(std::string_view currency, decimal amount) {
  auto& x = at(currency);
  assert(!amount.is_negative() && amount <= x.available);
  x.available -= amount;
  x.held += amount;
}

void purse::release(std::string_view currency, decimal amount) {
  auto& x = at(currency);
  assert(!amount.is_negative() && amount <= x.held);
  x.held -= amount;
  x.available += amount;
}

wallet purse::of(std::string_view currency) const {
  const auto found = wallets_.find(currency);
  return found == wallets_.end() ? wallet{} : found->second;
}

decimal product(decimal a, decimal b, rounding how) {
  const auto exact = multiply(a, b, how);
  if (exact)
    return *exact;
  return a.is_negative() == b.is_negative() ? decimal::highest()
                                            : decimal::lowest();
}

decimal quotient(decimal a, decimal b, int places) {
  assert(!a.is_negative() && !b.is_negative());
  if (b.is_zero())
    return {};
  // By hand, digit after digit: scaled as a whole, the dividend would leave
  // 128 bits.
  const auto divisor = static_cast<uint128>(b.units());
  auto rest = static_cast<uint128>(a.units());
  const auto whole = rest / divisor;
  rest %= divisor;
  auto fraction = uint128{0};
  for (auto i = 0; i < decimal::scale; ++i) {
    fraction *= 10U;
    if (i >= places)
      continue;
    rest *= 10U;
    fraction += rest / divisor;
    rest %= divisor;
  }
  const auto one = static_cast<uint128>(decimal::whole(1).units());
  const auto highest = static_cast<uint128>(decimal::highest().units());
  if (whole >= highest / one)
    return decimal::highest();
  return decimal::from_units(static_cast<int128>(whole * one + fraction));
}

decimal power_of_ten(int places) {
  assert(places >= 0 && places <= decimal::scale);
  auto units = decimal::whole(1).units();
  for (auto i = 0; i < places; ++i)
    units /= 10;
  return decimal::from_units(units);
}

std::string padded_text(decimal x, int places) {
  auto text = x.to_string();
  if (places <= 0)
    return text;
  const auto point = text.find('.');
  const auto there = point == std::string::npos ? 0 : text.size() - point - 1;
  if (point == std::string::npos)
    text += '.';
  if (there < static_cast<std::size_t>(places))
    text.append(static_cast<std::size_t>(places) - there, '0');
  return text;
}

} // namespace ballast::sim
