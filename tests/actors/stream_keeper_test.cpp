#include "actors/stream_keeper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

namespace {

using namespace std::chrono_literals;
using venues::channel;
using venues::socket_kind;

/// A venue whose messages are words: "ask A B", "told A", "candle A", "gap A",
/// "login", "closing", "?".
class wordy_dialect : public venues::stream_dialect {
public:
  std::optional<socket_kind> socket_of(channel x) const override {
    if (venues::is_private(x))
      return has_account ? std::optional{socket_kind::account} : std::nullopt;
    return x == channel::candles ? std::optional{socket_kind::candles}
                                 : std::nullopt;
  }
  bool has_candles(std::chrono::seconds timeframe) const override {
    return timeframe == 300s;
  }
  std::string url(socket_kind) const override { return "wss://words/candles"; }
  venues::socket_rules rules(socket_kind) const override { return limits; }
  std::vector<std::string> login(socket_kind, unix_time,
                                 const std::string& token) override {
    if (!token.empty())
      return {"token " + token};
    return logs_in ? std::vector<std::string>{"login"}
                   : std::vector<std::string>{};
  }
  std::vector<std::string> subscribe(channel what,
                                     std::span<const market> markets,
                                     std::chrono::seconds, unix_time) override {
    if (venues::is_private(what))
      return {std::string{"ask "} + to_string(what)};
    return words("ask", markets);
  }
  std::vector<std::string> unsubscribe(channel, std::span<const market> markets,
                                       std::chrono::seconds,
                                       unix_time) override {
    return words("end", markets);
  }
  std::string keep_alive(unix_time) override { return "ping"; }
  std::vector<venues::stream_event> read(socket_kind, std::string_view text,
                                         unix_time) override {
    const auto space = std::min(text.find(' '), text.size());
    const auto what = text.substr(0, space);
    const auto name
      = std::string{text.substr(std::min(space + 1, text.size()))};
    if (what == "told" && name == "orders")
      return {venues::stream_ack{channel::orders, {}, true}};
    if (what == "told")
      return {venues::stream_ack{channel::candles, name, true}};
    if (what == "gap")
      return {venues::stream_gap{channel::candles, name, "a hole"}};
    if (what == "login")
      return {venues::stream_login{}};
    if (what == "closing")
      return {venues::stream_closing{"maintenance"}};
    if (what == "candle")
      return {venues::stream_candle{{name, "USD"}, 300s, {}, false}};
    return what == "ping" ? std::vector<venues::stream_event>{}
                          : std::vector<venues::stream_event>{
                            venues::stream_malformed{std::string{text}}};
  }
  void restart(socket_kind) override { ++restarts; }

  venues::socket_rules limits;
  bool logs_in = false;
  bool has_account = false;
  int restarts = 0;

private:
  std::vector<std::string> words(const std::string& verb,
                                 std::span<const market> markets) const {
    std::vector<std::string> result;
    const auto most = std::max<std::size_t>(limits.per_message, 1);
    for (std::size_t i = 0; i < markets.size(); i += most) {
      result.push_back(verb);
      for (auto j = i; j < std::min(i + most, markets.size()); ++j)
        result.back() += ' ' + markets[j].venue_symbol;
    }
    return result;
  }
};

/// Remembers; the test says what happens.
class hand_sockets : public net::socket_transport {
public:
  net::socket_id open(net::socket_options, net::socket_handler then) override {
    handlers.push_back(std::move(then));
    said.emplace_back();
    closed.push_back(false);
    return handlers.size();
  }
  void say(net::socket_id to, std::string text) override {
    said.at(to - 1).push_back(std::move(text));
  }
  void close(net::socket_id which) override { closed.at(which - 1) = true; }

  std::vector<net::socket_handler> handlers;
  std::vector<std::vector<std::string>> said;
  std::vector<bool> closed;
};

class StreamKeeper : public ::testing::Test {
protected:
  StreamKeeper() {
    dialect.limits.per_message = 10;
    dialect.limits.silence_max = 30s;
    dialect.limits.ping_every = 10s;
  }

  stream_keeper& keeper() {
    if (!keeper_) {
      stream_keeper::options how;
      how.seed = 7;
      how.handler = [this](stream_keeper::line_id line) {
        return [this, line](net::socket_event what) {
          for (const auto& x : keeper_->heard(line, std::move(what), now))
            if (std::holds_alternative<venues::stream_candle>(x))
              ++candles;
        };
      };
      if (wants_token)
        how.ask_token = [this] { ++tokens_asked; };
      how.say = [this](bool is_warning, const std::string& text) {
        if (is_warning)
          warnings.push_back(text);
      };
      keeper_
        = std::make_unique<stream_keeper>(dialect, sockets, std::move(how));
    }
    return *keeper_;
  }

  static std::vector<market> markets(std::size_t count) {
    std::vector<market> result(count);
    for (std::size_t i = 0; i < count; ++i) {
      result[i].venue_symbol = "M" + std::to_string(100 + i);
      result[i].symbol = {result[i].venue_symbol, "USD"};
    }
    return result;
  }

  void pass(duration how_long) {
    for (const auto end = now.steady + how_long; now.steady < end;) {
      now.steady += 1s;
      now.wall += 1s;
      keeper().tick(now);
    }
  }
  void opens(std::size_t which) {
    sockets.handlers.at(which)(net::socket_opened{});
  }
  void hears(std::size_t which, const std::string& text) {
    sockets.handlers.at(which)(net::socket_message{text});
  }
  void ends(std::size_t which) {
    sockets.handlers.at(which)(net::socket_closed{
      {net::failure::kind::lost, true, "connection reset"}, 0, 0});
  }
  /// The venue takes all that was asked for on a socket.
  void agrees(std::size_t which) {
    const auto all = sockets.said.at(which);
    for (const auto& text : all)
      if (text.starts_with("ask "))
        for (std::size_t at = 3; at < text.size();) {
          const auto next = std::min(text.find(' ', at + 1), text.size());
          hears(which, "told" + text.substr(at, next - at));
          at = next;
        }
  }
  std::size_t told() { return keeper().told(); }

  wordy_dialect dialect;
  hand_sockets sockets;
  instant now{time_point{1000s}, unix_time{1'768'214'307'000ms}};
  std::vector<std::string> warnings;
  int candles = 0;
  bool wants_token = false;
  int tokens_asked = 0;

private:
  std::unique_ptr<stream_keeper> keeper_;
};

} // namespace

TEST_F(StreamKeeper, FollowsTheAccountWhereThereIsOne) {
  keeper().follow_account(true);
  pass(5s);
  EXPECT_TRUE(sockets.handlers.empty()) << "the venue has no such channel";
  dialect.has_account = true;
  pass(1s);
  ASSERT_EQ(sockets.handlers.size(), 1U);
  opens(0);
  EXPECT_EQ(sockets.said[0],
            (std::vector<std::string>{"ask orders", "ask balances"}));
  EXPECT_EQ(keeper().account_since(), std::nullopt);
  hears(0, "told orders");
  EXPECT_EQ(keeper().account_since(), now.steady);
  pass(20s);
  EXPECT_FALSE(sockets.closed[0]) << "nothing has happened, which is no fault";
  pass(11s);
  EXPECT_TRUE(sockets.closed[0]) << "not a byte came";
  EXPECT_EQ(keeper().account_since(), std::nullopt);
}

TEST_F(StreamKeeper, WantsATokenForEachSocketOfTheAccount) {
  dialect.has_account = true;
  wants_token = true;
  keeper().follow_account(true);
  pass(20s);
  EXPECT_EQ(tokens_asked, 1);
  EXPECT_TRUE(sockets.handlers.empty());
  keeper().take_token("t1");
  pass(1s);
  ASSERT_EQ(sockets.handlers.size(), 1U);
  opens(0);
  EXPECT_EQ(sockets.said[0].front(), "token t1");
  hears(0, "told orders");
  ends(0);
  pass(5s);
  EXPECT_EQ(tokens_asked, 2) << "the first one is used up";
  pass(31s);
  EXPECT_EQ(tokens_asked, 3) << "its answer was lost";
}

TEST_F(StreamKeeper, LeavesASocketOfTheAccountThatAnswersNothing) {
  dialect.has_account = true;
  keeper().follow_account(true);
  pass(1s);
  opens(0);
  for (int i = 0; i < 31; ++i) {
    pass(1s);
    hears(0, "ping");
  }
  EXPECT_TRUE(sockets.closed[0]);
}

TEST_F(StreamKeeper, RenewsTheAccountsSocketBeforeTheVenueCuts) {
  dialect.has_account = true;
  dialect.limits.age_max = 10min;
  keeper().follow_account(true);
  pass(1s);
  opens(0);
  hears(0, "told orders");
  while (sockets.handlers.size() == 1
         && now.steady < time_point{1000s + 10min}) {
    pass(5s);
    hears(0, "ping");
  }
  ASSERT_EQ(sockets.handlers.size(), 2U);
  EXPECT_FALSE(sockets.closed[0]);
  opens(1);
  hears(1, "told orders");
  pass(1s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_TRUE(keeper().account_since());
}

TEST_F(StreamKeeper, AsksInChunksOverAsManySocketsAsTheRulesWant) {
  dialect.limits.channels_max = 25;
  keeper().follow(markets(60), now);
  pass(1s);
  ASSERT_EQ(sockets.handlers.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    opens(i);
  EXPECT_EQ(sockets.said[0].size(), 3U);
  EXPECT_EQ(sockets.said[2].size(), 1U);
  EXPECT_EQ(told(), 0U);
  for (std::size_t i = 0; i < 3; ++i)
    agrees(i);
  EXPECT_EQ(told(), 60U);
  EXPECT_EQ(keeper().since("M100"), now.steady);
  EXPECT_EQ(dialect.restarts, 1) << "it would forget the other sockets' state";
}

TEST_F(StreamKeeper, FollowsNothingWhereTheVenueHasNoSuchCandles) {
  stream_keeper::options how;
  how.timeframe = 60s;
  how.handler = [](auto) { return [](net::socket_event) {}; };
  stream_keeper other{dialect, sockets, std::move(how)};
  other.follow(markets(3), now);
  other.tick(now);
  EXPECT_TRUE(sockets.handlers.empty());
}

TEST_F(StreamKeeper, SaysNeverMoreThanTheVenueHearsInItsWindow) {
  dialect.limits.messages = 4;
  dialect.limits.messages_window = 1s;
  keeper().follow(markets(200), now);
  pass(1s);
  opens(0);
  auto before = sockets.said[0].size();
  EXPECT_EQ(before, 4U);
  for (int i = 0; i < 20; ++i) {
    pass(1s);
    EXPECT_LE(sockets.said[0].size() - before, 4U);
    before = sockets.said[0].size();
  }
  EXPECT_EQ(std::count_if(sockets.said[0].begin(), sockets.said[0].end(),
                          [](auto& x) { return x.starts_with("ask"); }),
            20);
}

TEST_F(StreamKeeper, WaitsForTheLoginWhereTheVenueAnswersIt) {
  dialect.logs_in = true;
  dialect.limits.login_answered = true;
  keeper().follow(markets(1), now);
  pass(1s);
  opens(0);
  EXPECT_EQ(sockets.said[0], std::vector<std::string>{"login"});
  hears(0, "login");
  EXPECT_EQ(sockets.said[0].back(), "ask M100");
}

TEST_F(StreamKeeper, OpensNoMoreSocketsThanTheVenueTakes) {
  dialect.limits.channels_max = 30;
  dialect.limits.sockets_max = 1;
  keeper().follow(markets(100), now);
  pass(10s);
  EXPECT_EQ(sockets.handlers.size(), 1U);
  opens(0);
  agrees(0);
  EXPECT_EQ(told(), 30U);
}

// E24 of faults.md: a venue that closes sockets each second.
TEST_F(StreamKeeper, ComesBackEverMoreSeldomAndWithinTheConnectBudget) {
  dialect.limits.connects = 5;
  dialect.limits.connects_window = 1min;
  keeper().follow(markets(3), now);
  std::vector<time_point> opened;
  for (int i = 0; i < 600; ++i) {
    const auto before = sockets.handlers.size();
    pass(1s);
    if (sockets.handlers.size() > before) {
      ASSERT_EQ(sockets.handlers.size(), before + 1);
      opened.push_back(now.steady);
      ends(before);
    }
  }
  ASSERT_GT(opened.size(), 10U);
  for (std::size_t i = 5; i < opened.size(); ++i)
    EXPECT_GT(opened[i] - opened[i - 5], 1min);
  EXPECT_FALSE(warnings.empty());
}

TEST_F(StreamKeeper, HoldsASilentSocketForDeadAndPingsInTime) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  pass(11s);
  EXPECT_EQ(sockets.said[0].back(), "ping");
  EXPECT_EQ(told(), 3U);
  pass(18s);
  EXPECT_FALSE(sockets.closed[0]);
  pass(2s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_EQ(told(), 0U);
  EXPECT_NE(warnings.at(0).find("not a byte for 31s"), std::string::npos)
    << warnings[0];
  // What the dead one still says is nobody's any more.
  hears(0, "told M100");
  EXPECT_EQ(told(), 0U);
}

// I13 of faults.md: socket and pings are fine, the channel is dead.
TEST_F(StreamKeeper, HoldsASilentChannelForDeadThoughTheSocketLives) {
  dialect.limits.stale_after = 90s;
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  for (int i = 0; i < 60; ++i) {
    pass(1s);
    hears(0, i % 2 == 0 ? "ping" : "candle M101");
  }
  EXPECT_EQ(candles, 30);
  for (int i = 0; i < 92 && !sockets.closed[0]; ++i) {
    EXPECT_EQ(told(), 3U);
    pass(1s);
    hears(0, "ping");
  }
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_NE(warnings.at(0).find("though the socket lives"), std::string::npos);
}

TEST_F(StreamKeeper, TellsAnewAfterAGap) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  const auto before = now.steady;
  pass(5s);
  hears(0, "gap M101");
  EXPECT_EQ(keeper().since("M100"), before);
  EXPECT_EQ(keeper().since("M101"), now.steady);
  pass(1s);
  hears(0, "gibberish");
  EXPECT_EQ(keeper().since("M100"), now.steady)
    << "of whom it spoke is unknown";
}

TEST_F(StreamKeeper, AsksAgainForWhatTheVenueIgnoresEverMoreSeldom) {
  keeper().follow(markets(2), now);
  pass(1s);
  opens(0);
  hears(0, "told M100");
  std::vector<time_point> asked;
  auto count = sockets.said[0].size();
  for (int i = 0; i < 1200; ++i) {
    pass(1s);
    hears(0, "ping");
    for (; count < sockets.said[0].size(); ++count)
      if (sockets.said[0][count] == "ask M101")
        asked.push_back(now.steady);
  }
  ASSERT_GE(asked.size(), 3U);
  EXPECT_LE(asked.size(), 6U);
  for (std::size_t i = 2; i < asked.size(); ++i)
    EXPECT_GT(asked[i] - asked[i - 1], asked[i - 1] - asked[i - 2]);
  EXPECT_EQ(sockets.handlers.size(), 1U) << "no reason to leave the socket";
}

TEST_F(StreamKeeper, RenewsBeforeTheVenueCutsAndMissesNothing) {
  dialect.limits.age_max = 24h;
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  const auto began = keeper().since("M100");
  while (sockets.handlers.size() == 1 && now.steady < time_point{1000s + 24h}) {
    pass(20s);
    hears(0, "ping");
  }
  ASSERT_EQ(sockets.handlers.size(), 2U);
  EXPECT_LT(now.steady, time_point{1000s + 23h});
  EXPECT_FALSE(sockets.closed[0]) << "the new one tells of nothing yet";
  opens(1);
  agrees(1);
  pass(1s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_EQ(told(), 3U);
  EXPECT_EQ(keeper().since("M100"), began) << "both told for a moment";
  hears(1, "candle M100");
  EXPECT_EQ(candles, 1);
}

TEST_F(StreamKeeper, KeepsTheOldSocketWhenItsSuccessorFails) {
  dialect.limits.age_max = 10min;
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  const auto began = keeper().since("M100");
  while (sockets.handlers.size() == 1) {
    pass(5s);
    hears(0, "ping");
  }
  ends(1);
  EXPECT_EQ(keeper().since("M100"), began);
  while (sockets.handlers.size() == 2) {
    pass(5s);
    hears(0, "ping");
  }
  opens(2);
  agrees(2);
  pass(1s);
  EXPECT_EQ(keeper().since("M100"), began);
  EXPECT_TRUE(sockets.closed[0]);
}

TEST_F(StreamKeeper, MovesWhenTheVenueAnnouncesItsEnd) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  hears(0, "closing");
  ASSERT_EQ(sockets.handlers.size(), 2U);
  opens(1);
  agrees(1);
  pass(1s);
  EXPECT_EQ(told(), 3U);
  EXPECT_TRUE(sockets.closed[0]);
}

TEST_F(StreamKeeper, EndsWhatIsNotWantedAnyMore) {
  keeper().follow(markets(3), now);
  pass(1s);
  opens(0);
  agrees(0);
  auto fewer = markets(3);
  fewer.erase(fewer.begin());
  keeper().follow(fewer, now);
  pass(1s);
  EXPECT_EQ(sockets.said[0].back(), "end M100");
  EXPECT_EQ(keeper().since("M100"), std::nullopt);
  EXPECT_EQ(told(), 2U);
  keeper().follow({}, now);
  pass(2s);
  EXPECT_TRUE(sockets.closed[0]);
  EXPECT_EQ(keeper().sockets(), 0U);
}

} // namespace ballast
