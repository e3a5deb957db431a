// A loop that transports and others share.
#include "net/http_server.hpp"
#include "net/https_transport.hpp"
#include "net/loop.hpp"
#include "tests/net/support/asking.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <vector>

namespace ballast::net::test {
namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

TEST(Loop, RunsWhatEachThreadPostsInItsOrderOnOneThread) {
  loop at;
  std::vector<int> seen;
  auto elsewhere = false;
  for (auto i = 0; i < 1'000; ++i)
    at.post([&, i] {
      seen.push_back(i);
      elsewhere |= !at.is_here();
    });
  at.settle([] {});
  ASSERT_EQ(seen.size(), 1'000U);
  for (auto i = 0; i < 1'000; ++i)
    EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
  EXPECT_FALSE(elsewhere);
  EXPECT_FALSE(at.is_here());
}

TEST(Loop, SettlesOnceWhatWasPostedOnTheWayIsDone) {
  loop at;
  auto done = false;
  at.settle([&] { at.post([&] { done = true; }); });
  EXPECT_TRUE(done);
}

TEST(Loop, RunsWhatWasPostedBeforeItEnds) {
  auto done = false;
  {
    loop at;
    at.post([&] { done = true; });
  }
  EXPECT_TRUE(done);
}

TEST(Alarm, RingsAtWhatWasSaidLast) {
  loop at;
  std::promise<steady::time_point> rang;
  std::optional<alarm> bell;
  at.settle([&] { bell.emplace(at, [&] { rang.set_value(steady::now()); }); });
  const auto begin = steady::now();
  at.settle([&] {
    bell->at(begin + 10h);
    bell->at(begin + 1ms); // A second ring would throw.
    bell->at(begin + 5ms);
  });
  auto when = rang.get_future();
  ASSERT_EQ(when.wait_for(patience), std::future_status::ready);
  EXPECT_GE(when.get(), begin + 5ms);
  at.settle([&] { bell.reset(); });
}

TEST(Alarm, IsSilentOnceOffOrGone) {
  loop at;
  auto rings = 0;
  std::promise<void> later;
  std::optional<alarm> off;
  std::optional<alarm> gone;
  std::optional<alarm> last; ///< When it rings, both have had their chance.
  at.settle([&] {
    const auto soon = steady::now() + 1ms;
    off.emplace(at, [&] { ++rings; });
    off->at(soon);
    off->off();
    gone.emplace(at, [&] { ++rings; });
    gone->at(soon);
    gone.reset();
    last.emplace(at, [&] { later.set_value(); });
    last->at(soon + 1ms);
  });
  ASSERT_EQ(later.get_future().wait_for(patience), std::future_status::ready);
  EXPECT_EQ(rings, 0);
  at.settle([&] {
    off.reset();
    last.reset();
  });
}

TEST(Loop, IsLeftRunningByTheTransportThatUsedIt) {
  const auto at = std::make_shared<loop>();
  http_server server{{},
                     [](const call&, const respond& then) { then(say("ok")); }};
  for (auto i = 0; i < 3; ++i) {
    https_transport transport{{.where = at}};
    std::promise<bool> here;
    transport.send(get(http_base(server), "/"), {},
                   [&](const outcome&) { here.set_value(at->is_here()); });
    EXPECT_TRUE(here.get_future().get());
    transport.stop();
    auto alive = false;
    at->settle([&] { alive = true; });
    EXPECT_TRUE(alive);
  }
}

TEST(Loop, HearsOfEveryCallWhenItsTransportStops) {
  const auto at = std::make_shared<loop>();
  // Takes calls and never answers.
  std::vector<respond> held;
  http_server server{
    {}, [&](const call&, const respond& then) { held.push_back(then); }};
  std::atomic<int> stopped{0};
  {
    https_transport transport{{.where = at}};
    for (auto i = 0; i < 5; ++i)
      transport.send(get(http_base(server), "/"), {}, [&](const outcome& x) {
        const auto* why = std::get_if<failure>(&x);
        stopped += why != nullptr && why->what == failure::kind::stopped;
      });
  }
  EXPECT_EQ(stopped, 5);
}

} // namespace
} // namespace ballast::net::test
