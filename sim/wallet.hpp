// What an account owns at a simulated venue, and exact sums of money.
#pragma once

#include "domain/decimal.hpp"

#include <map>
#include <string>
#include <string_view>

namespace ballast::sim {

/// One currency of one account. What is held belongs to open orders.
struct wallet {
  decimal available;
  decimal held;

  decimal total() const noexcept { return available + held; }
  friend bool operator==(const wallet&, const wallet&) = default;
};

/// All currencies of one account. Money moves between available and held or
/// comes and goes; nothing is ever rounded here, so that sums stay exact.
class purse {
public:
  /// Adds to what is available. A currency stays listed from then on.
  void receive(std::string_view currency, decimal amount);
  /// Takes from what is available. @pre enough is there
  void spend(std::string_view currency, decimal amount);
  /// From available to held. @pre enough is available
  void hold(std::string_view currency, decimal amount);
  /// From held to available. @pre so much is held
  void release(std::string_view currency, decimal amount);

  wallet of(std::string_view currency) const;
  /// By currency.
  const std::map<std::string, wallet, std::less<>>& all() const noexcept {
    return wallets_;
  }

private:
  wallet& at(std::string_view currency);

  std::map<std::string, wallet, std::less<>> wallets_;
};

/// a * b; the end of the range where the product lies beyond it.
decimal product(decimal a, decimal b, rounding how = rounding::down);
/// a / b to so many places, rounded toward zero; zero where b is zero.
/// @pre neither is negative
decimal quotient(decimal a, decimal b, int places = decimal::scale);
/// 10^-places. @pre 0 <= places <= 18
decimal power_of_ten(int places);
/// Plain notation with at least so many digits after the point.
std::string padded_text(decimal x, int places);

} // namespace ballast::sim
