// A person at a running node: halt, resume, why, breaker, as they type it.
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

constexpr auto token = "a-token-of-22-characters-or-more";

std::string base_of(const std::string& line) {
  const auto from = line.find("http://");
  return line.substr(from, line.find("/api") - from);
}

TEST(Operate, HaltsResumesAndSaysWhyAtARunningNode) {
  const scene stage;
  stage.write("ballast.toml", "[demo]\naccounts = 1\n");
  const auto with_token
    = std::map<std::string, std::string>{{"BALLAST_API_TOKEN", token}};
  auto node
    = stage.start({"run", "--demo", "--listen", "127.0.0.1:0"}, with_token);
  const auto line = node->wait_for_line("status at http://");
  ASSERT_TRUE(line) << node->output();
  const auto base = base_of(*line);
  ASSERT_TRUE(node->wait_for_line("venues=5/5 connected", 60s))
    << node->output();

  const auto ask = [&](std::vector<std::string> arguments, bool has_token) {
    arguments.insert(arguments.end(), {"--url", base});
    auto asking = stage.start(std::move(arguments),
                              has_token ? with_token
                                        : std::map<std::string, std::string>{});
    const auto status = asking->wait_for_end();
    EXPECT_TRUE(status);
    return std::pair{status.value_or(-1), asking->output()};
  };
  const auto [refused, said] = ask({"halt"}, false);
  EXPECT_EQ(refused, 1);
  EXPECT_NE(said.find("BALLAST_API_TOKEN"), std::string::npos) << said;
  EXPECT_EQ(said.find(token), std::string::npos);
  EXPECT_EQ(ask({"halt", "--account", "USER_NOBODY"}, true).first, 2);
  EXPECT_EQ(ask({"why", "kraken", "NONSENSE"}, false).first, 2);

  const auto [halted, words] = ask({"halt", "--reason", "lunch"}, true);
  EXPECT_EQ(halted, 0) << words;
  EXPECT_TRUE(node->wait_for_line("entries are halted: person: lunch"));
  const auto [why, text] = ask({"why", "kraken", "NOTHING/USD"}, false);
  EXPECT_EQ(why, 1);
  EXPECT_NE(text.find("rule      not_listed"), std::string::npos) << text;
  EXPECT_NE(text.find("person: lunch"), std::string::npos) << text;

  const auto [wrong, list] = ask({"breaker", "kraken", "close"}, true);
  EXPECT_EQ(wrong, 2);
  EXPECT_NE(list.find("shadow"), std::string::npos) << list;
  EXPECT_EQ(ask({"breaker", "kraken", "open"}, false).first, 1);
  EXPECT_EQ(ask({"breaker", "moon", "open"}, true).first, 2);
  const auto [held, until] = ask({"breaker", "kraken", "open"}, true);
  EXPECT_EQ(held, 0) << until;
  EXPECT_NE(until.find("the node restarts"), std::string::npos) << until;
  EXPECT_TRUE(node->wait_for_line("BREAKERS of kraken are held open"));
  EXPECT_EQ(ask({"breaker", "kraken", "reset"}, true).first, 0);

  auto watching = stage.start({"top", "--every", "100ms", "--url", base}, {});
  for (auto i = 0; i < 3; ++i)
    EXPECT_TRUE(watching->wait_for_line("HALTED    person: lunch"));
  watching->send_signal(SIGINT);
  EXPECT_EQ(watching->wait_for_end(), 0) << watching->output();

  const auto [resumed, again] = ask({"resume"}, true);
  EXPECT_EQ(resumed, 0) << again;
  EXPECT_TRUE(node->wait_for_line("entries are allowed again"));
  // What is shown is at most a second old.
  auto may_trade = false;
  for (auto i = 0; i < 50 && !may_trade; ++i) {
    node->read_for(100ms);
    may_trade = ask({"why"}, false).first == 0;
  }
  EXPECT_TRUE(may_trade);
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  EXPECT_EQ(node->output().find(token), std::string::npos);
}

} // namespace

} // namespace ballast::test
