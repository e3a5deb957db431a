// Recorded bodies, broken at random, and what must hold of whatever a decoder
// makes of them: a value exactly when ok, and a text that fits a log line.
#pragma once

#include "domain/random.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
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

struct recorded_body {
  std::string kind; ///< "candles", "markets", ...
  std::string text;
};

/// The bodies of JSON Lines files. Errors have no kind of their own, as any
/// question may get them: they are given to candles.
inline std::vector<recorded_body>
recorded_bodies(std::initializer_list<const char*> files) {
  std::vector<recorded_body> bodies;
  for (const auto* file : files)
    for (const auto& row : recorded_rows(file))
      bodies.push_back({row.value("kind", "candles"), row.at("body").dump()});
  return bodies;
}

/// @param banned_max the longest ban that the venue is believed.
template <class T>
void expect_sound(const answer<T>& x,
                  duration banned_max = std::chrono::hours{1}) {
  using namespace std::chrono_literals;
  ASSERT_EQ(x.value.has_value(), x.kind == outcome_kind::ok);
  ASSERT_LE(x.text.size(), 200U);
  ASSERT_TRUE(std::all_of(x.text.begin(), x.text.end(),
                          [](char c) { return ' ' <= c && c <= '~'; }));
  const auto wait_max
    = x.kind == outcome_kind::banned ? banned_max : duration{1h};
  ASSERT_TRUE(x.limits.retry_after.value_or(0s) >= 0s
              && x.limits.retry_after.value_or(0s) <= wait_max);
}

inline void expect_prices(const answer<std::vector<candle>>& x,
                          duration banned_max = std::chrono::hours{1}) {
  expect_sound(x, banned_max);
  if (!x.value)
    return;
  for (const auto& y : *x.value)
    for (const auto price : {y.open, y.high, y.low, y.close})
      ASSERT_TRUE(std::isfinite(price) && price > 0);
}

inline void expect_increments(const answer<std::vector<market>>& x,
                              duration banned_max = std::chrono::hours{1}) {
  expect_sound(x, banned_max);
  if (!x.value)
    return;
  for (const auto& y : *x.value) {
    ASSERT_GT(y.price_increment, decimal{});
    ASSERT_GT(y.size_increment, decimal{});
    ASSERT_FALSE(y.size_min.is_negative());
  }
}

} // namespace ballast::venues
