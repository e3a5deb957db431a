#include "config/credentials.hpp"
#include "tests/config/workshop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ballast::config {
namespace {

class Credentials : public Workshop {
protected:
  const venue_credentials* find(const settings& in, std::string_view venue,
                                std::string_view account = "MASTER") {
    for (const auto& x : in.credentials)
      if (x.venue == venue && x.account == account)
        return &x;
    return nullptr;
  }
};

TEST_F(Credentials, OfEveryVenueAreFoundUnderTheirNames) {
  environment = {{"COINBASE_MASTER_API_KEY", "organizations/1/apiKeys/2"},
                 {"COINBASE_MASTER_API_SECRET", "pem"},
                 {"KRAKEN_MASTER_API_KEY", "kraken key"},
                 {"KRAKEN_MASTER_API_SECRET", "kraken secret"},
                 {"OKX_MASTER_API_KEY", "okx key"},
                 {"OKX_MASTER_API_SECRET", "okx secret"},
                 {"OKX_MASTER_PASSPHRASE", "okx phrase"},
                 {"BINANCE_MASTER_API_KEY", "binance key"},
                 {"BINANCE_MASTER_API_SECRET", "binance secret"},
                 {"ALPACA_MASTER_API_KEY", "alpaca key"},
                 {"ALPACA_MASTER_API_SECRET", "alpaca secret"},
                 {"ALPACA_MASTER_PAPER", "false"}};
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->credentials.size(), 5U);
  EXPECT_TRUE(got->gaps.empty());
  EXPECT_EQ(find(*got, "coinbase")->key.reveal(), "organizations/1/apiKeys/2");
  EXPECT_EQ(find(*got, "kraken")->secret_key.reveal(), "kraken secret");
  EXPECT_EQ(find(*got, "okx")->passphrase.reveal(), "okx phrase");
  EXPECT_EQ(find(*got, "binance")->key.reveal(), "binance key");
  EXPECT_FALSE(find(*got, "alpaca")->paper);
}

TEST_F(Credentials, OfTheMasterHaveAShortFormToo) {
  environment = {{"KRAKEN_API_KEY", "k"}, {"KRAKEN_API_SECRET", "s"}};
  EXPECT_NE(find(*loaded(), "kraken"), nullptr);
}

TEST_F(Credentials, OfAUserCarryItsName) {
  toml = "[[account]]\nname = \"USER_ALICE\"\nvenues = [\"kraken\", \"okx\"]";
  set_kraken("USER_ALICE");
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  ASSERT_EQ(got->credentials.size(), 1U);
  EXPECT_NE(find(*got, "kraken", "USER_ALICE"), nullptr);
  // Five of the master's and one of hers: only the venues that she names.
  EXPECT_EQ(got->gaps.size(), 6U);
  EXPECT_TRUE(got->warnings.empty());
}

TEST_F(Credentials, OfAnAccountNobodyConfiguredAreToldNotUsed) {
  set_kraken("USER_BOB");
  const auto got = loaded();
  EXPECT_TRUE(got->credentials.empty());
  ASSERT_EQ(got->warnings.size(), 2U);
  EXPECT_TRUE(
    got->warnings[0].starts_with("KRAKEN_USER_BOB_API_KEY is set but unused"));
}

TEST_F(Credentials, ThatAreMissingLeaveAGapAndNoError) {
  set_kraken();
  const auto got = loaded();
  ASSERT_EQ(got->gaps.size(), 4U);
  EXPECT_EQ(got->gaps[1].venue, "okx");
  EXPECT_EQ(got->gaps[1].account, "MASTER");
  EXPECT_FALSE(got->gaps[1].half);
  EXPECT_EQ(
    got->gaps[1].missing,
    (std::vector<std::string>{"OKX_MASTER_API_KEY", "OKX_MASTER_API_SECRET",
                              "OKX_MASTER_PASSPHRASE"}));
}

TEST_F(Credentials, OfADisabledVenueAreNotLookedAt) {
  set_kraken();
  toml = "venue.kraken.enabled = false";
  const auto got = loaded();
  EXPECT_EQ(find(*got, "kraken"), nullptr);
  EXPECT_EQ(got->gaps.size(), 4U);
}

TEST_F(Credentials, ThatAreHalfThereAreRefusedByName) {
  environment = {{"OKX_API_KEY", "k"}, {"OKX_API_SECRET", "s"}};
  EXPECT_EQ(refused(),
            "environment: OKX_MASTER_PASSPHRASE: is missing while the rest of "
            "the okx credentials of MASTER is set; expected all of them or "
            "none");
  environment = {{"KRAKEN_API_SECRET", "s"}};
  EXPECT_TRUE(refused().starts_with("environment: KRAKEN_MASTER_API_KEY: "));
}

TEST_F(Credentials, ThatAreHalfThereAreGapsForWhoReportsOnAll) {
  environment = {
    {"OKX_API_KEY", "k"}, {"KRAKEN_API_KEY", "k"}, {"KRAKEN_API_SECRET", "s"}};
  keep_broken = true;
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_NE(find(*got, "kraken"), nullptr);
  ASSERT_EQ(got->gaps.size(), 4U);
  EXPECT_EQ(got->gaps[1].venue, "okx");
  EXPECT_TRUE(got->gaps[1].half);
  EXPECT_EQ(got->gaps[1].missing,
            (std::vector<std::string>{"OKX_MASTER_API_SECRET",
                                      "OKX_MASTER_PASSPHRASE"}));
  EXPECT_FALSE(got->gaps[0].half);
  EXPECT_EQ(got->mode, run_mode::paper);
}

TEST_F(Credentials, ThatCannotBeUsedHideNoOtherAccountFromWhoReportsOnAll) {
  const auto loose = directory.write("key", "c4n4ryInALooseFile", 0644);
  toml = "[[account]]\nname = \"USER_A\"\nvenues = [\"kraken\"]\n";
  environment
    = {{"KRAKEN_API_KEY", "c4n4ry\tTab"},    {"KRAKEN_API_SECRET", "s"},
       {"OKX_API_KEY_FILE", loose.string()}, {"ALPACA_API_KEY", "k"},
       {"ALPACA_API_SECRET", "s"},           {"ALPACA_PAPER", "perhaps"}};
  set_kraken("USER_A");
  keep_broken = true;
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_NE(find(*got, "kraken", "USER_A"), nullptr);
  auto broken = std::vector<std::string>{};
  for (const auto& gap : got->gaps) {
    EXPECT_EQ(gap.broken.find("c4n4ry"), std::string::npos);
    if (!gap.broken.empty())
      broken.push_back(gap.venue + ' '
                       + gap.broken.substr(0, gap.broken.find(": ", 13)));
  }
  EXPECT_EQ(broken,
            (std::vector<std::string>{"kraken environment: KRAKEN_API_KEY",
                                      "okx environment: OKX_API_KEY_FILE",
                                      "alpaca environment: ALPACA_PAPER"}));
  // Whoever trades on it is still refused, by the first of them.
  keep_broken = false;
  EXPECT_TRUE(refused().starts_with("environment: KRAKEN_API_KEY: "));
}

TEST_F(Credentials, ThatContradictAreRefused) {
  set_kraken();
  environment.emplace_back("KRAKEN_API_KEY", "key of MASTER");
  EXPECT_EQ(refused(), "");
  environment.back().second = "other";
  EXPECT_EQ(refused(), "environment: KRAKEN_API_KEY: contradicts "
                       "KRAKEN_MASTER_API_KEY; expected one of the two");
}

TEST_F(Credentials, OfTheEnvironmentWinOverTheFile) {
  env_file = "KRAKEN_API_KEY=file\nKRAKEN_API_SECRET=file";
  environment = {{"KRAKEN_MASTER_API_KEY", "environment"}};
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(find(*got, "kraken")->key.reveal(), "environment");
  EXPECT_EQ(find(*got, "kraken")->secret_key.reveal(), "file");
}

TEST_F(Credentials, OfCoinbaseGetRealLineEnds) {
  const auto pem = std::string{"-----BEGIN X-----\nabc\n-----END X-----"};
  for (const auto* form :
       {R"(COINBASE_API_SECRET=-----BEGIN X-----\nabc\n-----END X-----\n)",
        R"(COINBASE_API_SECRET="-----BEGIN X-----\nabc\n-----END X-----\n")",
        "COINBASE_API_SECRET=\"-----BEGIN X-----\r\nabc\r\n-----END X-----\"",
        "COINBASE_API_SECRET='-----BEGIN X-----\nabc\n-----END X-----\n'"}) {
    env_file = std::string{"COINBASE_API_KEY=k\n"} + form;
    const auto got = loaded();
    ASSERT_TRUE(got) << got.error().text;
    auto text = std::string{find(*got, "coinbase")->secret_key.reveal()};
    while (text.ends_with('\n'))
      text.pop_back();
    EXPECT_EQ(text, pem);
  }
}

TEST_F(Credentials, WithControlCharactersAreRefused) {
  set_kraken();
  environment[0].second = "ke\ty";
  EXPECT_EQ(refused(), "environment: KRAKEN_MASTER_API_KEY: expected one line "
                       "without control characters");
}

TEST_F(Credentials, FaultX2_AreReadFromAFileOfOurs) {
  const auto key = directory.write("key", "from a file\n");
  environment = {{"KRAKEN_MASTER_API_KEY_FILE", key.string()},
                 {"KRAKEN_MASTER_API_SECRET", "s"}};
  const auto got = loaded();
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(find(*got, "kraken")->key.reveal(), "from a file");
}

TEST_F(Credentials, FaultX2_AreNotReadFromALooseFile) {
  const auto key = directory.write("key", "from a file\n", 0644);
  environment
    = {{"KRAKEN_API_KEY_FILE", key.string()}, {"KRAKEN_API_SECRET", "s"}};
  EXPECT_EQ(refused(), "environment: KRAKEN_API_KEY_FILE: the file that it "
                       "names can be read or written by others; chmod 600 it");
  environment.emplace_back("CREDENTIALS_DIRECTORY", directory.path().string());
  EXPECT_EQ(refused(), "");
}

TEST_F(Credentials, FaultX2_AreNotReadFromOutsideTheDirectoryOfTheManager) {
  const auto inside = directory.path() / "credentials";
  std::filesystem::create_directory(inside);
  directory.write("key", "from a file\n", 0644);
  environment = {{"CREDENTIALS_DIRECTORY", inside.string()},
                 {"KRAKEN_API_KEY_FILE", (inside / "../key").string()},
                 {"KRAKEN_API_SECRET", "s"}};
  EXPECT_NE(refused().find("chmod 600"), std::string::npos);
}

TEST_F(Credentials, FaultX2_AreNotReadThroughALink) {
  const auto key = directory.write("key", "from a file\n");
  const auto link = directory.path() / "link";
  std::filesystem::create_symlink(key, link);
  environment = {{"CREDENTIALS_DIRECTORY", directory.path().string()},
                 {"KRAKEN_API_KEY_FILE", link.string()},
                 {"KRAKEN_API_SECRET", "s"}};
  EXPECT_NE(refused().find("symbolic link"), std::string::npos);
}

TEST_F(Credentials, AndTheTokenAreNamedForScrubbing) {
  const auto names = scrub({{"PATH", "x"},
                            {"KRAKEN_USER_BOB_API_KEY", "x"},
                            {"OKX_PASSPHRASE", "x"},
                            {"COINBASE_MASTER_API_SECRET", "x"},
                            {"BALLAST_API_TOKEN", "x"},
                            {"ALPACA_MASTER_PAPER", "x"},
                            {"KRAKEN_API_KEY_FILE", "x"},
                            {"OTHER_API_KEY", "x"}},
                           five_venues());
  EXPECT_EQ(names, (std::vector<std::string>{
                     "KRAKEN_USER_BOB_API_KEY", "OKX_PASSPHRASE",
                     "COINBASE_MASTER_API_SECRET", "BALLAST_API_TOKEN"}));
}

} // namespace
} // namespace ballast::config
