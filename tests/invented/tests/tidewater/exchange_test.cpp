// The simulator by itself: what it refuses, and that it counts.
#include "sim/signing.hpp"
#include "sim/tidewater/exchange.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::sim {

namespace {

using namespace std::chrono_literals;

class SimulatedTidewater : public testing::Test {
protected:
  std::string ask(const std::string& target,
                  const std::string& seal = std::string{}) {
    net::call x;
    x.method = "GET";
    x.target = target;
    if (!seal.empty())
      x.headers.push_back({"Tide-Seal", seal});
    const auto answer = venue->arrive(x, {now, wall()});
    status = answer.content.status;
    return answer.content.body;
  }
  unix_time wall() const {
    return unix_time{
      1'790'000'000s
      + std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch())};
  }
  std::string seal(const std::string& target, duration later = {}) const {
    const auto whose = venue->accounts().front();
    const auto seconds = std::to_string(
      std::chrono::floor<std::chrono::seconds>(
        (wall() + std::chrono::floor<std::chrono::milliseconds>(later))
          .time_since_epoch())
        .count());
    auto bytes = std::string{};
    for (std::size_t i = 0; i < whose.secret.size(); i += 2)
      bytes
        += static_cast<char>(std::stoi(whose.secret.substr(i, 2), nullptr, 16));
    return whose.key + '.' + seconds + '.'
           + to_hex(hmac_sha256(bytes, seconds + "~GET~" + target + '~'));
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  time_point now{};
  std::unique_ptr<exchange> venue = std::move(*simulate_tidewater({}));
  unsigned status = 0;
};

TEST_F(SimulatedTidewater, ListsPoolsAndTheirWaves) {
  EXPECT_TRUE(has(ask("/w1/pools"), R"("pool":"btc~usd","tide":"in")"));
  const auto body = ask("/w1/waves/btc~usd?span=5&from=29833325&to=29833330");
  EXPECT_EQ(status, 200U);
  EXPECT_TRUE(has(body, R"({"ok":true,"waves":[[29833325,")")) << body;
  EXPECT_TRUE(has(body, "[29833330,")) << body;
  EXPECT_TRUE(has(ask("/w1/levels"), R"("eth~eur":[")"));
}

TEST_F(SimulatedTidewater, RefusesWhatTheManualDoesNotHave) {
  EXPECT_TRUE(has(ask("/w1/waves/no~usd?span=5&from=5&to=10"), "no_pool"));
  for (const auto* query :
       {"span=7&from=7&to=14", "span=5&from=6&to=10", "span=5&from=10&to=5",
        "span=5&from=0&to=1000", "span=5&from=x&to=10", ""})
    EXPECT_TRUE(has(ask(std::string{"/w1/waves/btc~usd?"} + query), "bad_ask"))
      << query;
  EXPECT_TRUE(has(ask("/w1/nothing"), "bad_ask"));
}

TEST_F(SimulatedTidewater, WantsASealOfThisCallThisKeyAndThisTime) {
  const auto good = seal("/w1/pass");
  EXPECT_EQ(ask("/w1/pass", good), R"({"ok":true,"may":["look","trade"]})");
  EXPECT_TRUE(has(ask("/w1/holdings", good), "bad_seal"));
  EXPECT_TRUE(has(ask("/w1/pass"), "no_key"));
  EXPECT_TRUE(has(ask("/w1/pass", "tide_x" + good.substr(6)), "no_key"));
  EXPECT_TRUE(has(ask("/w1/pass", good.substr(0, 40)), "bad_seal"));
  EXPECT_TRUE(has(ask("/w1/pass", seal("/w1/pass", 12s)), "stale"));
  EXPECT_TRUE(has(ask("/w1/pass", seal("/w1/pass", -12s)), "stale"));
  EXPECT_EQ(venue->stats().bad_signature, 6U);
}

TEST_F(SimulatedTidewater, CountsByFullMinutesOfTheAddress) {
  now += 59s;
  for (int i = 0; i < 240; ++i)
    ask("/w1/clock");
  EXPECT_EQ(status, 200U);
  const auto body = ask("/w1/clock");
  EXPECT_EQ(status, 429U);
  EXPECT_TRUE(has(body, R"("why":"ebb")")) << body;
  EXPECT_TRUE(has(body, R"("wait":1})")) << body;
  now += 1s;
  ask("/w1/clock");
  EXPECT_EQ(status, 200U);
  EXPECT_EQ(venue->stats().over_limit, 1U);
}

TEST_F(SimulatedTidewater, CountsSealedCallsByKeyBesides) {
  for (int i = 0; i < 30; ++i)
    ask("/w1/pass", seal("/w1/pass"));
  EXPECT_EQ(status, 200U);
  ask("/w1/pass", seal("/w1/pass"));
  EXPECT_EQ(status, 429U);
  ask("/w1/clock");
  EXPECT_EQ(status, 200U);
}

TEST_F(SimulatedTidewater, NeedsAnAccount) {
  simulator_options none;
  none.accounts = 0;
  EXPECT_FALSE(simulate_tidewater(none));
}

} // namespace

} // namespace ballast::sim
