#include "domain/decimal.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

namespace ballast {

namespace {

constexpr uint128 unit_count = 1'000'000'000'000'000'000U;

constexpr bool is_digit(char x) noexcept { return '0' <= x && x <= '9'; }

/// |x|, which for the lowest value fits the unsigned type alone.
constexpr uint128 magnitude_of(int128 x) noexcept {
  return x < 0 ? uint128{0} - static_cast<uint128>(x) : static_cast<uint128>(x);
}

/// The decimal of that magnitude and sign; absent beyond the range.
constexpr std::optional<decimal> make(uint128 magnitude, bool negative) {
  const auto highest = static_cast<uint128>(decimal::highest().units());
  if (magnitude > highest + (negative ? 1U : 0U))
    return std::nullopt;
  return decimal::from_units(
    static_cast<int128>(negative ? uint128{0} - magnitude : magnitude));
}

/// Reads the text of a number from left to right. What counts is the run from
/// the first to the last nonzero digit and the power of ten of its end, so
/// that any number of zeros on either side costs nothing.
class number_reader {
public:
  explicit number_reader(std::string_view text) : rest_{text} {}

  std::optional<decimal> read() {
    const auto negative = take('-');
    if (!take_digits())
      return std::nullopt;
    if (take('.')) {
      const auto before = rest_.size();
      if (!take_digits())
        return std::nullopt;
      exponent_ -= static_cast<std::int64_t>(before - rest_.size());
    }
    if ((take('e') || take('E')) && !take_exponent())
      return std::nullopt;
    if (!rest_.empty() || overflow_ || !scale_to_units())
      return std::nullopt;
    return make(significant_, negative);
  }

private:
  bool take(char x) {
    if (rest_.empty() || rest_.front() != x)
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_digits() {
    const auto before = rest_.size();
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1)) {
      if (rest_.front() == '0') {
        ++zeros_;
        continue;
      }
      shift(zeros_ + 1);
      zeros_ = 0;
      add(static_cast<unsigned>(rest_.front() - '0'));
    }
    return rest_.size() != before;
  }

  bool take_exponent() {
    // No text is long enough to make up for an exponent beyond this.
    constexpr auto bound = std::int64_t{1'000'000'000'000'000};
    const auto negative = take('-');
    if (!negative)
      take('+');
    if (rest_.empty() || !is_digit(rest_.front()))
      return false;
    auto value = std::int64_t{0};
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1))
      value = std::min(bound, value * 10 + (rest_.front() - '0'));
    exponent_ += negative ? -value : value;
    return true;
  }

  /// Times 10^places, unless there is nothing yet to multiply.
  void shift(std::int64_t places) {
    if (significant_ == 0)
      return;
    for (; places > 0 && !overflow_; --places)
      overflow_
        = __builtin_mul_overflow(significant_, uint128{10}, &significant_);
  }

  void add(unsigned digit) {
    overflow_
      = overflow_
        || __builtin_add_overflow(significant_, uint128{digit}, &significant_);
  }

  /// Turns the digits into units. Fails where the last nonzero digit stands
  /// beyond 10^-18: rounding is never done on the quiet.
  bool scale_to_units() {
    const auto places = exponent_ + zeros_ + decimal::scale;
    if (significant_ == 0)
      return true;
    shift(places);
    return places >= 0 && !overflow_;
  }

  std::string_view rest_;
  uint128 significant_ = 0;
  std::int64_t zeros_ = 0;    ///< Seen since the last nonzero digit.
  std::int64_t exponent_ = 0; ///< Of the last digit seen.
  bool overflow_ = false;
};

std::string digits_of(uint128 x) {
  std::string reversed;
  do {
    reversed += static_cast<char>('0' + static_cast<int>(x % 10U));
    x /= 10U;
  } while (x != 0);
  return {reversed.rbegin(), reversed.rend()};
}

} // namespace

result<decimal> decimal::parse(std::string_view text) {
  if (const auto x = number_reader{text}.read())
    return *x;
  return fault{ec::invalid_argument,
               "expected a decimal number of at most 18 places, such as "
               "\"0.01\" or \"1e-8\""};
}

std::string decimal::to_string() const {
  const auto magnitude = magnitude_of(units_);
  auto text = (units_ < 0 ? "-" : "") + digits_of(magnitude / unit_count);
  const auto fraction = magnitude % unit_count;
  if (fraction == 0)
    return text;
  auto places = digits_of(fraction);
  places.insert(0, static_cast<std::size_t>(scale) - places.size(), '0');
  places.erase(places.find_last_not_of('0') + 1);
  return text + '.' + places;
}

double decimal::to_double() const noexcept {
  return static_cast<double>(units_) / 1e18;
}

result<decimal> multiply(decimal a, decimal b, rounding how) {
  // (ah + al)(bh + bl) with whole parts of at most 68 bits and fractions of at
  // most 60: only the product of the whole parts can leave 128 bits, and only
  // the product of the fractions has places to round.
  const auto negative = a.is_negative() != b.is_negative();
  const auto x = magnitude_of(a.units());
  const auto y = magnitude_of(b.units());
  const auto ah = x / unit_count;
  const auto al = x % unit_count;
  const auto bh = y / unit_count;
  const auto bl = y % unit_count;
  const auto fractions = al * bl;
  const auto away_from_zero
    = fractions % unit_count != 0 && negative == (how == rounding::down);

  uint128 sum = 0;
  auto overflow = __builtin_mul_overflow(ah, bh, &sum);
  overflow = __builtin_mul_overflow(sum, unit_count, &sum) || overflow;
  for (const auto part : {ah * bl, al * bh, fractions / unit_count,
                          uint128{away_from_zero ? 1U : 0U}})
    overflow = __builtin_add_overflow(sum, part, &sum) || overflow;
  if (!overflow)
    if (const auto product = make(sum, negative))
      return *product;
  return fault{ec::invalid_argument,
               a.to_string() + " * " + b.to_string() + " is out of range"};
}

decimal round_to(decimal x, decimal increment, rounding how) {
  assert(increment.units() > 0);
  const auto step = increment.units();
  const auto remainder = x.units() % step; // Has the sign of x.
  if (remainder == 0)
    return x;
  const auto toward_zero = x.units() - remainder;
  if ((how == rounding::down) != x.is_negative())
    return decimal::from_units(toward_zero);
  int128 away_from_zero = 0;
  if (__builtin_add_overflow(toward_zero, x.is_negative() ? -step : step,
                             &away_from_zero))
    return decimal::from_units(toward_zero);
  return decimal::from_units(away_from_zero);
}

decimal round_price(decimal price, decimal tick, side what) {
  return round_to(price, tick,
                  what == side::buy ? rounding::down : rounding::up);
}

decimal round_size(decimal size, decimal step) {
  return round_to(size, step, rounding::down);
}

} // namespace ballast
