// Answers, broken at random, through every decoder: no crash (the sanitizers
// watch), a value exactly when ok, and a text that fits a log line.
#include "tests/invented/tests/tidewater/bodies.hpp"
#include "tests/venues/mutations.hpp"
#include "venues/tidewater/codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <iterator>

namespace ballast::venues::tidewater {

namespace {

void decode(const net::reply& x) {
  expect_sound(decode_clock(x));
  expect_increments(decode_pools(x));
  expect_sound(decode_levels(x));
  expect_prices(decode_waves(x, std::chrono::minutes{5}, {}));
  expect_sound(decode_holdings(x));
  expect_sound(decode_pass(x));
}

} // namespace

TEST(TidewaterMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  constexpr auto all
    = std::array{bodies::clock,    bodies::pools, bodies::levels, bodies::waves,
                 bodies::holdings, bodies::pass,  bodies::ebb};
  constexpr unsigned statuses[] = {200, 200, 200, 400, 401, 403, 429, 503};
  for (int i = 0; i < 20'000; ++i) {
    auto x = reply_of(std::string{all[random.below(all.size())]},
                      statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    decode(x);
    if (testing::Test::HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::tidewater
