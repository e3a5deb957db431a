// Exact decimal numbers for money.
//
// A price or a quantity is a count of 10^-18 units in 128 bits: every venue's
// increments fit, sums are exact, and what is printed is what was parsed.
// There is no way in from double and only a named one out.
#pragma once

#include "domain/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace ballast {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

enum class rounding : std::uint8_t { down, up }; ///< Toward -inf, toward +inf.

/// A decimal with 18 digits after the point and about 20 before it: a whole
/// number of 10^-18 units in [-2^127, 2^127 - 1].
///
/// Sums and differences beyond that range stop at its end instead of wrapping:
/// figures from outside may be absurd, never undefined.
class decimal {
public:
  static constexpr int scale = 18;

  constexpr decimal() noexcept = default;
  /// A whole number. Safe for every 64-bit integer.
  static constexpr decimal whole(std::int64_t x) noexcept {
    return from_units(static_cast<int128>(x) * unit);
  }
  static constexpr decimal from_units(int128 x) noexcept {
    decimal result;
    result.units_ = x;
    return result;
  }

  /// The ends of the range.
  static constexpr decimal highest() noexcept {
    return from_units(static_cast<int128>(~uint128{0} >> 1U));
  }
  static constexpr decimal lowest() noexcept {
    return from_units(-highest().units_ - 1);
  }

  /// Reads plain or exponent notation ("1", "-0.5", "1e-8", "2.5E3").
  /// Digits stand on both sides of a point; only an exponent may have a '+'.
  /// @returns ec::invalid_argument for anything else: empty, spaces, a sign
  ///          alone, NaN, more digits than the type holds *exactly* (a nonzero
  ///          digit beyond 10^-18 or a value beyond the range).
  static result<decimal> parse(std::string_view text);

  constexpr int128 units() const noexcept { return units_; }
  constexpr bool is_zero() const noexcept { return units_ == 0; }
  constexpr bool is_negative() const noexcept { return units_ < 0; }

  /// Shortest plain notation: no exponent, no trailing zeros, "0" for zero.
  /// parse(to_string(x)) == x for every x.
  std::string to_string() const;
  /// For statistics and display alone; never on the way to a venue.
  double to_double() const noexcept;

  friend constexpr auto operator<=>(decimal, decimal) noexcept = default;
  friend constexpr decimal operator+(decimal a, decimal b) noexcept {
    int128 sum = 0;
    if (__builtin_add_overflow(a.units_, b.units_, &sum))
      return b.units_ < 0 ? lowest() : highest();
    return from_units(sum);
  }
  friend constexpr decimal operator-(decimal a, decimal b) noexcept {
    int128 difference = 0;
    if (__builtin_sub_overflow(a.units_, b.units_, &difference))
      return b.units_ < 0 ? highest() : lowest();
    return from_units(difference);
  }
  friend constexpr decimal operator-(decimal a) noexcept {
    return decimal{} - a;
  }
  decimal& operator+=(decimal x) noexcept { return *this = *this + x; }
  decimal& operator-=(decimal x) noexcept { return *this = *this - x; }

private:
  static constexpr int128 unit = 1'000'000'000'000'000'000;
  int128 units_ = 0;
};

/// a * b, exact to 10^-18 and then rounded as asked.
/// @returns ec::invalid_argument when the product leaves the range.
result<decimal> multiply(decimal a, decimal b, rounding how);

/// The multiple of `increment` next to x on the asked side. Where that lies
/// beyond the range of the type: the last multiple inside it.
/// @pre increment > 0
decimal round_to(decimal x, decimal increment, rounding how);

enum class side : std::uint8_t { buy, sell };

/// Rounds a limit price to the venue's tick toward the safe side: a buy never
/// pays more than was decided, a sell never takes less.
decimal round_price(decimal price, decimal tick, side what);

/// Rounds a size to the venue's step: never more than was decided.
decimal round_size(decimal size, decimal step);

} // namespace ballast
