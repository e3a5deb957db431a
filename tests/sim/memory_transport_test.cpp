#include "sim/memory_transport.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using kind = net::failure::kind;

constexpr auto base = "https://api.example.com";
const auto epoch = unix_time{std::chrono::hours{500'000}};

/// Echoes the target, in the way it was told to.
class echo_exchange : public exchange {
public:
  net::answer arrive(const net::call& what, instant now) override {
    arrivals.push_back({what.target, now});
    auto answer = next;
    if (answer.content.status == 0)
      answer.content = {200, {}, what.target};
    return answer;
  }
  std::string_view venue() const override { return "echo"; }
  stats_view stats() const override { return {}; }
  void set_faults(std::vector<fault>, instant) override {}
  std::vector<account_key> accounts() const override { return {}; }

  struct arrival {
    std::string target;
    instant at;
  };
  std::vector<arrival> arrivals;
  net::answer next;
};

/// One transport, its clock and what came back.
struct run {
  explicit run(link_options link = {}, double ready = 1.0,
               std::uint64_t seed = 1)
      : transport{options_of(link, ready, seed)} {
    transport.connect(base, venue);
  }
  memory_transport::options options_of(link_options link, double ready,
                                       std::uint64_t seed) {
    return {
      .seed = seed,
      .out = link,
      .back = link,
      .ready = ready,
      .now = [this] { return now; },
      .calendar =
        [](time_point x) {
          return epoch
                 + std::chrono::floor<std::chrono::milliseconds>(
                   x.time_since_epoch());
        },
      .on_event =
        [this](const memory_transport::event& x) {
          log += std::to_string(static_cast<int>(x.what)) + ' '
                 + std::to_string(x.at.time_since_epoch().count()) + ' '
                 + std::to_string(x.call) + ' ' + std::string{x.target} + ' '
                 + std::to_string(x.status) + '\n';
        },
    };
  }
  void send(const std::string& target, net::deadlines when = {}) {
    transport.send({"GET", base, target, {}, {}}, when, [this](net::outcome x) {
      ended_at.push_back(now);
      outcomes.push_back(std::move(x));
    });
  }
  /// Goes from one thing due to the next until nothing is.
  void finish() {
    while (const auto due = transport.next_due()) {
      now = *due;
      transport.run_due(now);
    }
  }
  kind failure_at(std::size_t i) const {
    return std::get<net::failure>(outcomes.at(i)).what;
  }

  time_point now{};
  std::shared_ptr<echo_exchange> venue = std::make_shared<echo_exchange>();
  std::vector<net::outcome> outcomes;
  std::vector<time_point> ended_at;
  std::string log;
  memory_transport transport;
};

TEST(MemoryTransport, CarriesACallThereAndItsReplyBackInVirtualTime) {
  auto x = run{};
  x.now = time_point{7s};
  x.send("/a");
  EXPECT_TRUE(x.outcomes.empty());
  EXPECT_EQ(x.transport.next_due(), time_point{7s + 10ms});
  x.finish();
  ASSERT_EQ(x.venue->arrivals.size(), 1U);
  EXPECT_EQ(x.venue->arrivals[0].at.steady, time_point{7s + 10ms});
  EXPECT_EQ(x.venue->arrivals[0].at.wall, epoch + 7s + 10ms);
  ASSERT_EQ(x.outcomes.size(), 1U);
  EXPECT_EQ(std::get<net::reply>(x.outcomes[0]).body, "/a");
  EXPECT_EQ(x.ended_at[0], time_point{7s + 20ms});
}

TEST(MemoryTransport, DoesWhatIsDueInOrderEvenWhenAskedLate) {
  auto x = run{};
  x.send("/a");
  x.now = time_point{5ms};
  x.send("/b");
  x.transport.run_due(time_point{1s});
  ASSERT_EQ(x.outcomes.size(), 2U);
  EXPECT_EQ(std::get<net::reply>(x.outcomes[0]).body, "/a");
  EXPECT_EQ(x.venue->arrivals[1].at.steady, time_point{15ms});
  EXPECT_EQ(x.transport.next_due(), std::nullopt);
}

TEST(MemoryTransport, LetsAHandlerSendTheNextCall) {
  auto x = run{};
  x.transport.send({"GET", base, "/first", {}, {}}, {},
                   [&x](const net::outcome&) { x.send("/second"); });
  x.finish();
  ASSERT_EQ(x.outcomes.size(), 1U);
  EXPECT_EQ(x.ended_at[0], time_point{40ms});
}

TEST(MemoryTransport, TimesOutWhatIsNeverAnswered) {
  auto x = run{};
  x.venue->next.how = net::answer::ending::hang;
  x.send("/a", {.first_byte = 3s});
  x.finish();
  EXPECT_EQ(x.failure_at(0), kind::timed_out);
  EXPECT_TRUE(std::get<net::failure>(x.outcomes[0]).byte_left);
  EXPECT_EQ(x.ended_at[0], time_point{3s});
}

TEST(MemoryTransport, TimesOutAnAnswerThatIsLaterThanTheFirstByteMayBe) {
  auto x = run{};
  x.venue->next.delay = 3s - 20ms;
  x.send("/in time", {.first_byte = 3s});
  x.finish();
  EXPECT_TRUE(std::holds_alternative<net::reply>(x.outcomes.at(0)));
  x.venue->next.delay += 1ns;
  x.send("/late", {.first_byte = 3s});
  x.finish();
  EXPECT_EQ(x.failure_at(1), kind::timed_out);
}

TEST(MemoryTransport, FaultE8_StillDeliversACallThatWasGivenUp) {
  auto x = run{{.delay = 30s}};
  x.send("/a", {.first_byte = 5s});
  x.finish();
  EXPECT_EQ(x.failure_at(0), kind::timed_out);
  EXPECT_EQ(x.ended_at[0], time_point{5s});
  ASSERT_EQ(x.venue->arrivals.size(), 1U);
  EXPECT_EQ(x.venue->arrivals[0].at.steady, time_point{30s});
  EXPECT_EQ(x.outcomes.size(), 1U);
}

TEST(MemoryTransport, LosesTheConnectionOnAResetAndOnACut) {
  for (const auto how :
       {net::answer::ending::reset, net::answer::ending::cut}) {
    auto x = run{};
    x.venue->next.how = how;
    x.send("/a");
    x.finish();
    EXPECT_EQ(x.failure_at(0), kind::lost);
    EXPECT_EQ(x.ended_at[0], time_point{20ms});
  }
}

TEST(MemoryTransport, DeliversATrickleOnlyWhenTheWholeOfItIsInTime) {
  auto x = run{};
  x.venue->next.how = net::answer::ending::trickle;
  x.venue->next.content = {200, {}, "12345"};
  x.send("/short", {.total = 10s});
  x.finish();
  EXPECT_TRUE(std::holds_alternative<net::reply>(x.outcomes.at(0)));
  EXPECT_EQ(x.ended_at[0], time_point{5s + 20ms});
  x.venue->next.content.body = std::string(50, 'x');
  x.send("/long", {.total = 10s});
  x.finish();
  EXPECT_EQ(x.failure_at(1), kind::timed_out);
  EXPECT_EQ(x.ended_at[1] - x.ended_at[0], 10s);
}

TEST(MemoryTransport, SendsNothingWhenNoConnectionIsReady) {
  auto x = run{{}, 0.0};
  x.send("/a", {.ready = 250ms});
  x.finish();
  EXPECT_EQ(x.failure_at(0), kind::not_ready);
  EXPECT_FALSE(std::get<net::failure>(x.outcomes[0]).byte_left);
  EXPECT_EQ(x.ended_at[0], time_point{250ms});
  EXPECT_TRUE(x.venue->arrivals.empty());
}

TEST(MemoryTransport, IsRefusedWhereNoVenueIs) {
  auto x = run{};
  auto ended = std::vector<net::outcome>{};
  x.transport.send({"GET", "https://nowhere", "/", {}, {}}, {},
                   [&](net::outcome y) { ended.push_back(std::move(y)); });
  x.finish();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(std::get<net::failure>(ended[0]).what, kind::refused);
}

TEST(MemoryTransport, EndsEveryOpenCallOnceWhenStopped) {
  auto x = run{};
  x.send("/a");
  x.send("/b");
  x.transport.run_due(time_point{10ms});
  x.send("/c");
  x.transport.stop();
  ASSERT_EQ(x.outcomes.size(), 3U);
  for (auto i = std::size_t{0}; i < 3; ++i) {
    EXPECT_EQ(x.failure_at(i), kind::stopped);
    EXPECT_TRUE(std::get<net::failure>(x.outcomes[i]).byte_left);
  }
  EXPECT_EQ(x.transport.next_due(), std::nullopt);
  x.send("/d");
  x.finish();
  EXPECT_EQ(x.failure_at(3), kind::stopped);
  EXPECT_FALSE(std::get<net::failure>(x.outcomes[3]).byte_left);
}

/// The whole log of a busy run over a bad link.
std::string log_of(std::uint64_t seed) {
  auto x = run{{.model = link_model::stalls}, 0.9, seed};
  for (auto i = 0; i < 300; ++i) {
    x.send("/" + std::to_string(i), {.first_byte = 1s});
    x.now += 100ms;
    x.transport.run_due(x.now);
  }
  x.finish();
  EXPECT_EQ(x.outcomes.size(), 300U);
  EXPECT_EQ(x.transport.totals().replied + x.transport.totals().failed, 300U);
  EXPECT_EQ(x.transport.totals().arrived, x.transport.totals().sent);
  return x.log;
}

TEST(MemoryTransport, RepeatsARunToTheByteFromItsSeed) {
  EXPECT_EQ(log_of(11), log_of(11));
  EXPECT_NE(log_of(11), log_of(12));
}

TEST(MemoryTransport, EndsEachOfManyCallsExactlyOnce) {
  for (auto seed = std::uint64_t{1}; seed <= 20; ++seed)
    EXPECT_FALSE(log_of(seed).empty());
}

} // namespace
} // namespace ballast::sim
