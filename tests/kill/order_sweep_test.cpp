// The way of an order, killed at every one of its system calls that others can
// see: P1 and P3 of the fault sheet, O1, O2, W1, W2. The tracer ends the
// process as it enters the Nth such call of a thread, N = 1, 2, … until a life
// gets through.
#include "tests/kill/kill_series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

namespace ballast::test {
namespace {

using namespace std::chrono_literals;

struct call_case {
  const char* venue;
  const char* market;
  const char* call;     ///< One: the tracer counts each by itself.
  unsigned calls_least; ///< That the first life makes; a recovery makes half.
};

std::vector<std::string> killed_at(const std::string& call, unsigned nth) {
  return {BALLAST_TRACER,
          "-f",
          "-o",
          "/dev/null",
          "-e",
          "trace=" + call,
          "-e",
          "inject=" + call + ":signal=SIGKILL:when=" + std::to_string(nth)};
}

class OrderSweep : public ::testing::TestWithParam<call_case> {
protected:
  /// @returns whether it was killed.
  bool live(const std::string& mode, unsigned nth) {
    const auto life = subject.start(mode, killed_at(GetParam().call, nth));
    const auto status = life->wait_for_end(60s);
    EXPECT_TRUE(status == 0 || status == 128 + SIGKILL)
      << mode << ", " << nth << ": " << life->output();
    return status == 128 + SIGKILL;
  }
  void compare(unsigned nth) {
    const auto end = subject.settle();
    ASSERT_TRUE(end.wrongs.empty()) << nth << ":\n" << text_of(end.wrongs);
  }

  /// One life in `mode` for each call, until one gets through. The first ones
  /// make the journal, the others find what the one before has left.
  void sweep(const std::string& mode, unsigned calls_least) {
    auto nth = 1U;
    for (; live(mode, nth); ++nth) {
      ASSERT_FALSE(HasFailure());
      ASSERT_LT(nth, 2'000U);
      if (nth % 8 == 0) {
        ASSERT_NO_FATAL_FAILURE(compare(nth));
      }
      // So that a recovery has something to recover from.
      if (mode == "settle")
        live("script", 1 + nth * 7 % 40);
    }
    compare(nth);
    EXPECT_GE(nth, calls_least) << "it was hardly killed at all";
    std::printf("note: %s, %s: killed at each of %u calls of %s\n",
                GetParam().venue, mode.c_str(), nth - 1, GetParam().call);
  }

  kill_series subject{GetParam().venue, GetParam().market, 5};
};

TEST_P(OrderSweep, FaultP1_KilledAtEachCallOfPlaceCancelAndFill) {
  sweep("script", GetParam().calls_least);
}

TEST_P(OrderSweep, FaultP3_KilledAtEachCallOfARecovery) {
  sweep("settle", std::max(2U, GetParam().calls_least / 2));
}

INSTANTIATE_TEST_SUITE_P(
  Of, OrderSweep,
  ::testing::Values(
    // To the disk: of the journal, its mark, its log, the lock.
    call_case{"binance", "BTC/USDT", "pwrite64", 20},
    call_case{"binance", "BTC/USDT", "fdatasync", 5},
    call_case{"binance", "BTC/USDT", "fsync", 2},
    call_case{"binance", "BTC/USDT", "ftruncate", 2},
    call_case{"binance", "BTC/USDT", "rename", 2},
    call_case{"binance", "BTC/USDT", "unlink", 2},
    // To the venue.
    call_case{"binance", "BTC/USDT", "connect", 2},
    call_case{"binance", "BTC/USDT", "sendto", 5},
    call_case{"coinbase", "BTC/USD", "pwrite64", 20},
    call_case{"coinbase", "BTC/USD", "fdatasync", 5},
    call_case{"coinbase", "BTC/USD", "sendto", 5}),
  [](const auto& x) {
    return std::string{x.param.venue} + '_' + x.param.call;
  });

} // namespace
} // namespace ballast::test
