// What is done to the file behind our back must be seen.
#include "store/schema.hpp"
#include "store/state_store.hpp"
#include "tests/config/temporary_directory.hpp"
#include "tests/store/samples.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>

namespace ballast::store {
namespace {

class Damage : public testing::Test {
protected:
  Damage() {
    auto random = random_source{5};
    auto store
      = *state_store::open(file, {.mode = "paper", .full_sync = false});
    for (const auto* owner : {"core", "node"}) {
      auto state = random_budgets(random);
      state.budgets.resize(3, random_budget(random));
      EXPECT_TRUE(store.save_budgets(owner, state));
    }
    EXPECT_TRUE(store.save_halt(true, "a reason that nobody else has"));
    EXPECT_TRUE(store.raise_nonce("fingerprint", 123'456'789'012));
    EXPECT_TRUE(store.raise_journal_mark({5, 70, 900}));
  }

  /// Everything that is stored, or the fault that stopped the reading.
  result<std::string> facts() {
    auto store = state_store::open(file, {.mode = "paper", .full_sync = false});
    if (!store)
      return store.error();
    auto text = std::string{};
    for (const auto* owner : {"core", "node"}) {
      const auto state = store->load_budgets(owner);
      if (!state)
        return state.error();
      text += *state ? facts_of(**state) : "nothing";
    }
    const auto halt = store->load_halt();
    if (!halt)
      return halt.error();
    const auto nonce = store->load_nonce("fingerprint");
    if (!nonce)
      return nonce.error();
    const auto mark = store->load_journal_mark();
    if (!mark)
      return mark.error();
    if (*mark)
      text += "journal " + std::to_string((*mark)->count);
    return text + (halt->halted ? "halted " : "running ") + halt->reason
           + (*nonce ? std::to_string(**nonce) : "no nonce");
  }

  std::string bytes() {
    auto in = std::ifstream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  void write(const std::string& text) {
    for (const auto* companion : {"state.db-wal", "state.db-shm"})
      std::filesystem::remove(place.path() / companion);
    place.write("state.db", text);
  }

  /// Runs one statement as another program would.
  void change(const std::string& statement) {
    auto other = database::open(file, std::chrono::milliseconds{100});
    const auto ran = other->run(statement);
    ASSERT_TRUE(ran) << ran.error().text;
  }

  test::temporary_directory place;
  std::filesystem::path file = place.path() / "state.db";
};

TEST_F(Damage, FlippedByteIsFoundOrChangesNothing) {
  const auto whole = bytes();
  const auto expected = *facts();
  auto random = random_source{6};
  auto found = 0;
  constexpr auto rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    // Most of the file is free space; take bytes that say something.
    auto at = random.below(whole.size());
    while (whole[at] == '\0')
      at = random.below(whole.size());
    auto damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ (1U << random.below(8)));
    write(damaged);
    const auto got = facts();
    if (!got)
      ++found;
    else
      EXPECT_EQ(*got, expected) << "byte " << at << " of " << whole.size();
  }
  EXPECT_GT(found, rounds / 2);
}

TEST_F(Damage, FlippedByteOfAValueIsCorruption) {
  const auto whole = bytes();
  for (const auto* value : {"a reason that nobody", "fingerprint"}) {
    const auto at = whole.find(value);
    ASSERT_NE(at, std::string::npos);
    auto damaged = whole;
    damaged[at + 3] = static_cast<char>(damaged[at + 3] ^ 1);
    write(damaged);
    const auto got = facts();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ec::corrupt);
  }
}

TEST_F(Damage, FileCutAnywhereIsRefused) {
  const auto whole = bytes();
  for (std::size_t size = 1; size < whole.size();
       size += size < 600 ? 61 : 997) {
    write(whole.substr(0, size));
    EXPECT_FALSE(facts()) << size;
  }
}

TEST_F(Damage, RowThatIsGoneAddedOrChangedIsCorruption) {
  const auto whole = bytes();
  for (const auto* statement :
       {"DELETE FROM nonce_mark", "DELETE FROM halt", "DELETE FROM budget_set",
        "DELETE FROM budget WHERE place = 1", "DELETE FROM mode",
        "DELETE FROM journal_mark", "UPDATE journal_mark SET entries = 69",
        "DELETE FROM seal", "UPDATE nonce_mark SET mark = mark - 1",
        "UPDATE halt SET halted = 0", "UPDATE budget SET debt = debt + 1",
        "UPDATE budget SET banned_for_ns = NULL WHERE banned_for_ns NOTNULL",
        "UPDATE budget SET factor = 1.0 WHERE factor < 1.0",
        "UPDATE mode SET mode = 'live'", "INSERT INTO halt SELECT * FROM halt",
        "UPDATE budget_set SET owner = 'other' WHERE owner = 'core'"}) {
    write(whole);
    change(statement);
    const auto got = facts();
    if (!got) {
      EXPECT_EQ(got.error().code, ec::corrupt) << statement;
      continue;
    }
    // A statement that met no row changed nothing.
    write(whole);
    EXPECT_EQ(*got, *facts()) << statement;
    EXPECT_NE(std::string{statement}.find("NOTNULL"), std::string::npos)
      << statement;
  }
}

TEST_F(Damage, DamageWhileOpenIsNotSealedByTheNextSave) {
  auto store = *state_store::open(file, {.mode = "paper", .full_sync = false});
  change("DELETE FROM nonce_mark");
  const auto saved = store.save_halt(false, "");
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ec::corrupt);
  EXPECT_EQ(store.load_nonce("fingerprint").error().code, ec::corrupt);
}

TEST_F(Damage, EmptyFileIsOneThatLostItsContent) {
  write("");
  const auto got = facts();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ec::corrupt);
  EXPECT_NE(got.error().text.find("remove it to begin anew"),
            std::string::npos);
}

TEST_F(Damage, LogThatIsLostOrDamagedTakesNothingWithIt) {
  auto store = *state_store::open(file, {.mode = "paper", .full_sync = false});
  ASSERT_TRUE(store.raise_nonce("fingerprint", 999'999'999'999));
  const auto log = place.path() / "state.db-wal";
  ASSERT_GT(std::filesystem::file_size(log), 0U) << "nothing to lose";
  // As a crash leaves it, seen from another place.
  const auto expected = *facts();
  const test::temporary_directory elsewhere;
  std::filesystem::copy_file(file, elsewhere.path() / "state.db");
  file = elsewhere.path() / "state.db";
  EXPECT_EQ(*facts(), expected);
  EXPECT_NE(expected.find("999999999999"), std::string::npos);
}

TEST_F(Damage, DraftOfAnEarlierStartIsNoState) {
  std::filesystem::remove(file);
  place.write("state.db.new", "half a file");
  EXPECT_EQ(*facts(), "nothingnothingrunning no nonce");
  EXPECT_FALSE(std::filesystem::exists(place.path() / "state.db.new"));
}

TEST_F(Damage, TextIsNoDatabase) {
  write(std::string(5000, 'x'));
  EXPECT_EQ(facts().error().code, ec::corrupt);
}

} // namespace
} // namespace ballast::store
