#include "store/schema.hpp"
#include "store/sealed_tables.hpp"
#include "store/state_store.hpp"
#include "tests/config/temporary_directory.hpp"
#include "tests/store/samples.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <sys/stat.h>

namespace ballast::store {
namespace {

class StateStore : public testing::Test {
protected:
  state_store open(const std::string& mode = "paper") {
    auto got = state_store::open(file, {.mode = mode, .full_sync = false});
    EXPECT_TRUE(got) << got.error().text;
    return std::move(*got);
  }

  fault refusal_of(const state_store::options& opts) {
    const auto got = state_store::open(file, opts);
    EXPECT_FALSE(got);
    return got ? fault{} : got.error();
  }

  test::temporary_directory place;
  std::filesystem::path file = place.path() / "state.db";
};

TEST_F(StateStore, GivesBackWhateverBudgetsWereSavedLast) {
  auto random = random_source{1};
  auto expected = std::map<std::string, std::string>{};
  auto store = open();
  for (int round = 0; round < 150; ++round) {
    const auto owner = "owner " + std::to_string(random.below(3));
    const auto state = random_budgets(random);
    ASSERT_TRUE(store.save_budgets(owner, state));
    expected[owner] = facts_of(state);
    if (random.below(20) == 0)
      store = open();
    for (const auto& [name, facts] : expected) {
      const auto got = store.load_budgets(name);
      ASSERT_TRUE(got) << got.error().text;
      ASSERT_TRUE(*got) << name;
      EXPECT_EQ(facts_of(**got), facts) << "round " << round;
    }
  }
}

TEST_F(StateStore, HasNothingBeforeTheFirstSave) {
  auto store = open();
  EXPECT_FALSE(*store.load_budgets("node"));
  EXPECT_FALSE(*store.load_nonce("key"));
  EXPECT_FALSE(store.load_halt()->halted);
}

TEST_F(StateStore, RefusesFiguresThatAreNoNumbers) {
  auto store = open();
  auto state = budgets_state{};
  state.budgets.resize(1);
  for (auto x : {std::numeric_limits<double>::quiet_NaN(),
                 std::numeric_limits<double>::infinity()}) {
    state.budgets[0].debt = x;
    const auto got = store.save_budgets("node", state);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ec::invalid_argument);
  }
}

TEST_F(StateStore, TakesANegativeZeroForZero) {
  auto store = open();
  auto state = budgets_state{};
  state.budgets.resize(1);
  state.budgets[0].debt = -0.0;
  ASSERT_TRUE(store.save_budgets("node", state));
  EXPECT_EQ((*store.load_budgets("node"))->budgets[0].debt, 0.0);
}

TEST_F(StateStore, RemembersTheHaltAndItsReason) {
  ASSERT_TRUE(open().save_halt(true, "by hand, 'for now'"));
  const auto halted = open().load_halt();
  EXPECT_TRUE(halted->halted);
  EXPECT_EQ(halted->reason, "by hand, 'for now'");
  ASSERT_TRUE(open().save_halt(false, ""));
  EXPECT_FALSE(open().load_halt()->halted);
}

TEST_F(StateStore, OnlyRaisesNonces) {
  auto random = random_source{2};
  auto highest = std::map<std::string, std::uint64_t>{};
  auto store = open();
  for (int round = 0; round < 200; ++round) {
    const auto key = "fingerprint " + std::to_string(random.below(3));
    const auto mark = random.next() >> random.below(64);
    auto& expected = highest[key];
    expected = std::max(expected, mark);
    EXPECT_EQ(*store.raise_nonce(key, mark), expected);
    EXPECT_EQ(**store.load_nonce(key), expected);
  }
  auto again = open();
  for (const auto& [key, mark] : highest)
    EXPECT_EQ(**again.load_nonce(key), mark);
}

TEST_F(StateStore, RemembersHowFarTheJournalHasCome) {
  auto store = open();
  EXPECT_FALSE(*store.load_journal_mark());
  const auto low = journal_mark{~std::uint64_t{0}, 3, -5};
  const auto high = journal_mark{~std::uint64_t{0}, 4, 6};
  for (const auto& x : {low, high, low})
    ASSERT_TRUE(store.raise_journal_mark(x));
  EXPECT_EQ(**open().load_journal_mark(), high);
  EXPECT_EQ(store.raise_journal_mark({1, 9, 9}).error().code, ec::refused);
  EXPECT_EQ(**open().load_journal_mark(), high);
}

TEST_F(StateStore, FaultP13_FileOfTheFirstVersionKeepsWhatItHolds) {
  {
    auto old = *database::open(file, std::chrono::milliseconds{100});
    ASSERT_TRUE(migrate(old, {migrations().front()}));
    auto tables = sealed_tables{old};
    // As that version sealed them, without the table that came later.
    ASSERT_TRUE(tables.append("mode", {std::string{"paper"}}));
    ASSERT_TRUE(
      tables.append("nonce_mark", {std::string{"key"}, std::int64_t{7}}));
    ASSERT_TRUE(old.run("CREATE TABLE journal_mark (sum INTEGER)"));
    ASSERT_TRUE(tables.seal());
    ASSERT_TRUE(old.run("DROP TABLE journal_mark"));
  }
  EXPECT_EQ(**open().load_nonce("key"), 7U);
  EXPECT_FALSE(*open().load_journal_mark());
}

TEST_F(StateStore, IsNeverSharedBetweenModes) {
  open("paper");
  const auto got = refusal_of({.mode = "live"});
  EXPECT_EQ(got.code, ec::refused);
  EXPECT_EQ(got.text, "the state file belongs to mode paper and cannot serve "
                      "live; expected a data directory for each mode");
  open("paper");
}

TEST_F(StateStore, NeedsAMode) {
  EXPECT_EQ(refusal_of({}).code, ec::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(StateStore, KeepsItsFilesFromOthers) {
  auto store = open();
  ASSERT_TRUE(store.save_halt(true, ""));
  auto count = 0;
  for (const auto& x : std::filesystem::directory_iterator{place.path()}) {
    struct stat facts = {};
    ASSERT_EQ(stat(x.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U) << x.path();
    ++count;
  }
  EXPECT_EQ(count, 3) << "the database, its log and its shared index";
}

TEST_F(StateStore, TightensAFileThatWasLoose) {
  open();
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  open();
  struct stat facts = {};
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0600U);
}

TEST_F(StateStore, IsNotOpenedThroughALink) {
  const auto other = place.write("other", "precious");
  std::filesystem::create_symlink(other, file);
  EXPECT_EQ(refusal_of({.mode = "paper"}).code, ec::unavailable);
  EXPECT_EQ(std::filesystem::file_size(other), 8U);
}

TEST_F(StateStore, FaultP6_FullDiskIsAFaultAndLeavesTheLastSave) {
  auto got = state_store::open(file, {.mode = "paper", .pages_max = 16});
  ASSERT_TRUE(got) << got.error().text;
  ASSERT_TRUE(got->save_halt(true, "before"));
  const auto saved = got->save_halt(true, std::string(200'000, 'x'));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ec::unavailable);
  EXPECT_NE(saved.error().text.find("full"), std::string::npos);
  EXPECT_EQ(got->load_halt()->reason, "before");
  EXPECT_TRUE(got->save_halt(false, "after"));
}

TEST_F(StateStore, SaysWhenAnotherConnectionHoldsTheFile) {
  auto store = open();
  auto other = database::open(file, std::chrono::milliseconds{0});
  ASSERT_TRUE(other);
  ASSERT_TRUE(other->run("BEGIN IMMEDIATE"));
  auto impatient = state_store::open(
    file, {.mode = "paper", .busy_timeout = std::chrono::milliseconds{0}});
  ASSERT_TRUE(impatient) << impatient.error().text;
  EXPECT_EQ(impatient->save_halt(true, "").error().code, ec::unavailable);
  ASSERT_TRUE(other->run("ROLLBACK"));
  EXPECT_TRUE(impatient->save_halt(true, ""));
}

TEST_F(StateStore, SavesAllOfAStateOrNothing) {
  auto store = open();
  auto random = random_source{3};
  const auto before = random_budgets(random);
  ASSERT_TRUE(store.save_budgets("node", before));
  // The last statement of a save fails: what went before must not stay.
  auto other = database::open(file, std::chrono::milliseconds{100});
  ASSERT_TRUE(other->run("CREATE TRIGGER stop BEFORE UPDATE ON seal BEGIN "
                         "SELECT RAISE(ABORT, 'no'); END"));
  EXPECT_FALSE(store.save_budgets("node", random_budgets(random)));
  ASSERT_TRUE(other->run("DROP TRIGGER stop"));
  EXPECT_EQ(facts_of(**store.load_budgets("node")), facts_of(before));
}

} // namespace
} // namespace ballast::store
