// Recorded bodies, broken at random, and what must hold of whatever a decoder
// makes of them: a value exactly when ok, and a text that fits a log line.
#pragma once

#include "domain/random.hpp"
#include "venues/adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues {

/// Breaks one to four places of a text.
inline void mutate(std::string& text, random_source& random) {
  using namespace std::string_view_literals;
  // Bytes that mean something to a JSON parser, or to a log.
  constexpr auto lively = "{}[]\",:\\0123456789eE+-.nulltruefals"
                          "\x00\x1b\x7f\xc0\xed\xef\xff <"sv;
  for (auto left = 1 + random.below(4); left > 0 && !text.empty(); --left) {
    const auto at = random.below(text.size());
    const auto some
      = std::min<std::uint64_t>(1 + random.below(12), text.size() - at);
    switch (random.below(6)) {
    case 0:
      text[at] = static_cast<char>(random.below(256));
      break;
    case 1:
      text[at] = lively[random.below(lively.size())];
      break;
    case 2:
      text.resize(at);
      break;
    case 3:
      text.erase(at, some);
      break;
    case 4:
      text.insert(at, text.substr(random.below(text.size()), some));
      break;
    default:
      text.insert(at, some, lively[random.below(lively.size())]);
      break;
    }
  }
}

template <class T>
void expect_sound(const answer<T>& x) {
  using namespace std::chrono_literals;
  ASSERT_EQ(x.value.has_value(), x.kind == outcome_kind::ok);
  ASSERT_LE(x.text.size(), 200U);
  ASSERT_TRUE(std::all_of(x.text.begin(), x.text.end(),
                          [](char c) { return ' ' <= c && c <= '~'; }));
  ASSERT_TRUE(x.limits.retry_after.value_or(0s) >= 0s
              && x.limits.retry_after.value_or(0s) <= 1h);
}

inline void expect_prices(const answer<std::vector<candle>>& x) {
  expect_sound(x);
  if (!x.value)
    return;
  for (const auto& y : *x.value)
    for (const auto price : {y.open, y.high, y.low, y.close})
      ASSERT_TRUE(std::isfinite(price) && price > 0);
}

inline void expect_increments(const answer<std::vector<market>>& x) {
  expect_sound(x);
  if (!x.value)
    return;
  for (const auto& y : *x.value) {
    ASSERT_GT(y.price_increment, decimal{});
    ASSERT_GT(y.size_increment, decimal{});
    ASSERT_FALSE(y.size_min.is_negative());
  }
}

} // namespace ballast::venues
