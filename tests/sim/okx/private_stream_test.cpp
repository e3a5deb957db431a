// What only the account may listen to at the simulated OKX.
#include "tests/sim/okx/okx_stream.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class OkxPrivateStream : public okx_stream {
protected:
  OkxPrivateStream()
      : okx_stream{
        {.accounts = 2, .balances = {{"BTC", "1"}, {"USDT", "100000"}}}} {}

  void open_logged_in() {
    open("private");
    log_in(master);
    EXPECT_EQ(answer()["event"], "login");
  }
  std::string place(const std::string& type, const std::string& size,
                    const std::string& price = {}) {
    auto x = json{{"instId", "BTC-USDT"}, {"tdMode", "cash"}, {"side", "buy"},
                  {"ordType", type},      {"sz", size},       {"px", price}};
    const auto body = x.dump();
    const auto path = std::string{"trade/order"};
    return data_of(ask(path, signed_for(master, "POST", path, body), "POST",
                       body))[0]["ordId"];
  }
};

TEST_F(OkxPrivateStream, IsOpenToWhoIsLoggedIn) {
  open("private");
  const auto topic = json{{"channel", "orders"}, {"instType", "SPOT"}};
  subscribe(topic);
  EXPECT_EQ(answer()["code"], "60011");
  log_in(master);
  const auto welcome = answer();
  EXPECT_EQ(welcome["event"], "login");
  EXPECT_EQ(welcome["code"], "0");
  log_in(master);
  EXPECT_EQ(answer()["code"], "60031");
  subscribe(topic);
  const auto all = heard();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["event"], "subscribe");
  EXPECT_EQ(all[1]["event"], "channel-conn-count");
  EXPECT_EQ(all[1]["connCount"], "1");
  subscribe({{"channel", "fills"}});
  EXPECT_EQ(answer()["code"], "64003");
}

TEST_F(OkxPrivateStream, RefusesALoginThatIsNotInOrder) {
  const auto code_of_login
    = [&](const account_key& who, const std::string& stamp) {
        pass(1s);
        open("private");
        log_in(who, stamp);
        const auto said = answer();
        EXPECT_TRUE(line->is_over());
        return said["code"].get<std::string>();
      };
  auto who = master;
  const auto time = now.wall.time_since_epoch().count() / 1000;
  EXPECT_EQ(code_of_login(who, "soon"), "60004");
  EXPECT_EQ(code_of_login(who, std::to_string(time - 40)), "60006");
  EXPECT_EQ(code_of_login(who, std::to_string(time + 60)), "60006");
  who.secret += "x";
  EXPECT_EQ(code_of_login(who, ""), "60007");
  who.passphrase += "x";
  EXPECT_EQ(code_of_login(who, ""), "60024");
  who.key += "x";
  EXPECT_EQ(code_of_login(who, ""), "60005");
}

TEST_F(OkxPrivateStream, TellsWhatBecomesOfAnOrder) {
  const auto old = place("limit", "0.001", "1000");
  open_logged_in();
  subscribe({{"channel", "orders"}, {"instType", "SPOT"}});
  EXPECT_EQ(heard().size(), 2U); // What was there before is not told.
  const auto id = place("limit", "0.001", "1000");
  const auto live = answer();
  EXPECT_EQ(live["arg"]["channel"], "orders");
  EXPECT_FALSE(live["arg"]["uid"].get<std::string>().empty());
  EXPECT_EQ(live["data"][0]["ordId"], id);
  EXPECT_EQ(live["data"][0]["state"], "live");
  EXPECT_EQ(live["data"][0]["avgPx"], "0");
  const auto body = json{{"instId", "BTC-USDT"}, {"ordId", old}}.dump();
  const auto path = std::string{"trade/cancel-order"};
  data_of(ask(path, signed_for(master, "POST", path, body), "POST", body));
  const auto gone = answer()["data"][0];
  EXPECT_EQ(gone["ordId"], old);
  EXPECT_EQ(gone["state"], "canceled");
  EXPECT_EQ(gone["cancelSource"], "1");
}

TEST_F(OkxPrivateStream, TellsEachFillWithItsOwnFigures) {
  open_logged_in();
  subscribe({{"channel", "orders"}, {"instType", "ANY"}});
  EXPECT_EQ(heard().size(), 2U);
  const auto id = place("market", "5000");
  auto filled = decimal{};
  auto ids = std::vector<std::string>{};
  auto last = json{};
  for (const auto& x : heard()) {
    last = x["data"][0];
    if (last["tradeId"] == "")
      continue;
    ids.push_back(last["tradeId"]);
    filled += *decimal::parse(last["fillSz"].get<std::string>());
    EXPECT_EQ(last["execType"], "T");
    EXPECT_TRUE(last["fillFee"].get<std::string>().starts_with("-"));
  }
  ASSERT_FALSE(ids.empty());
  EXPECT_EQ(last["accFillSz"], filled.to_string());
  const auto fills = data_of(signed_get("trade/fills?ordId=" + id));
  EXPECT_EQ(fills.size(), ids.size());
  EXPECT_EQ(fills[0]["tradeId"], ids.back());
}

TEST_F(OkxPrivateStream, TellsBalancesAtFirstAndWhenTheyChange) {
  open_logged_in();
  subscribe(
    {{"channel", "account"}, {"extraParams", R"({"updateInterval":"0"})"}});
  const auto first = heard();
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[2]["eventType"], "snapshot");
  EXPECT_EQ(first[2]["data"][0]["details"].size(), 2U);
  EXPECT_TRUE(listen(20s).empty());
  place("limit", "0.001", "1000");
  const auto changed = answer()["data"][0]["details"];
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0]["ccy"], "USDT");
  EXPECT_EQ(changed[0]["frozenBal"], "1");
}

TEST_F(OkxPrivateStream, RepeatsBalancesUnlessOnlyEventsAreWanted) {
  open_logged_in();
  subscribe({{"channel", "account"}});
  EXPECT_EQ(heard().size(), 3U);
  const auto again = listen(11s);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0]["eventType"], "interval_update");
}

TEST_F(OkxPrivateStream, TellsBalancesWithoutPositions) {
  open_logged_in();
  subscribe({{"channel", "balance_and_position"}});
  const auto first = heard();
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[2]["data"][0]["balData"].size(), 2U);
  place("market", "50");
  EXPECT_EQ(answer()["data"][0]["balData"].size(), 2U);
}

TEST_F(OkxPrivateStream, TellsNobodyOfAnothersOrders) {
  open("private");
  log_in(venue->accounts().at(1));
  EXPECT_EQ(answer()["event"], "login");
  subscribe({{"channel", "orders"}, {"instType", "SPOT"}});
  EXPECT_EQ(heard().size(), 2U);
  place("market", "50");
  EXPECT_TRUE(heard().empty());
}

TEST_F(OkxPrivateStream, SeatsThirtyConnectionsAChannel) {
  auto lines = std::vector<std::unique_ptr<stream>>{};
  const auto topic = json{{"channel", "orders"}, {"instType", "SPOT"}};
  for (auto i = 0; i < 30; ++i) {
    pass(1s);
    open_logged_in();
    subscribe(topic);
    EXPECT_EQ(heard().at(1)["connCount"], std::to_string(i + 1));
    lines.push_back(std::move(line));
  }
  pass(1s);
  open_logged_in();
  subscribe(topic);
  EXPECT_EQ(answer()["event"], "channel-conn-count-error");
  lines.pop_back();
  subscribe(topic);
  EXPECT_EQ(heard().size(), 2U);
}

} // namespace
} // namespace ballast::sim
