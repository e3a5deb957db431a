// The engine's counters, and where the simulated venue applies them.
#include "sim/kraken/rate_counts.hpp"
#include "tests/sim/kraken/simulated_kraken.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using kraken::count_of;
using kraken::counted_action;

constexpr auto too_fast = "EOrder:Rate limit exceeded";

TEST(KrakenRateCounts, AreThoseOfThePublishedTable) {
  const std::tuple<duration, std::uint32_t, std::uint32_t, std::uint32_t>
    table[] = {{0s, 4, 7, 8},  {5s - 1ns, 4, 7, 8}, {5s, 3, 6, 6},
               {10s, 2, 5, 5}, {15s, 1, 3, 4},      {45s, 1, 2, 2},
               {90s, 1, 1, 1}, {300s, 1, 1, 0},     {duration::max(), 1, 1, 0}};
  for (const auto& [age, amend, edit, cancel] : table) {
    EXPECT_EQ(count_of(counted_action::add, age), 1U);
    EXPECT_EQ(count_of(counted_action::amend, age), amend);
    EXPECT_EQ(count_of(counted_action::edit, age), edit);
    EXPECT_EQ(count_of(counted_action::cancel, age), cancel);
  }
}

TEST(KrakenRateCounts, AreOfEachAccountAndPair) {
  auto counts = kraken::rate_counts{{limit_kind::decaying_counter, 1, 1s, 2}};
  const auto now = time_point{5s};
  EXPECT_TRUE(counts.add(0, "A", 2, now));
  EXPECT_FALSE(counts.add(0, "A", 1, now));
  EXPECT_TRUE(counts.add(0, "B", 1, now));
  EXPECT_TRUE(counts.add(1, "A", 1, now));
  EXPECT_TRUE(counts.add(0, "A", 1, now + 1s));
}

class KrakenOrderRate : public simulated_kraken {
protected:
  net::reply now_post(const std::string& name, const std::string& fields) {
    return post(name, std::to_string(++nonce), master, fields);
  }
  net::reply add(const std::string& pair = "XBTUSD") {
    return now_post("AddOrder", "type=buy&ordertype=limit&volume=0.0005&"
                                "price=10000&pair="
                                  + pair);
  }
};

TEST_F(KrakenOrderRate, RefusesAnOrderThatIsTooMuchForItsPairAlone) {
  for (auto i = 0; i < 60; ++i)
    ASSERT_EQ(error_of(add()), "") << i;
  EXPECT_EQ(error_of(add()), too_fast);
  // Words of another kind: there is no such size, but the counter has room.
  EXPECT_NE(error_of(add("ETHUSD")), too_fast);
  pass(1s);
  EXPECT_NE(error_of(add()), too_fast);
  EXPECT_EQ(error_of(add()), too_fast);
}

TEST_F(KrakenOrderRate, ChargesMoreForCancellingAnOrderThatIsNew) {
  std::vector<std::string> ids;
  for (auto i = 0; i < 52; ++i)
    ids.push_back(result_of(add())["txid"][0].get<std::string>());
  EXPECT_EQ(error_of(now_post("CancelOrder", "txid=" + ids[0])), "");
  EXPECT_EQ(error_of(now_post("CancelOrder", "txid=" + ids[1])), too_fast);
  pass(300s);
  ids.erase(ids.begin());
  for (const auto& id : ids)
    ASSERT_EQ(error_of(now_post("CancelOrder", "txid=" + id)), "");
}

} // namespace
} // namespace ballast::sim
