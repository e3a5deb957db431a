// What is done to the journal behind our back must be seen: P8 of the fault
// sheet, W3.
#include "store/journal.hpp"
#include "tests/store/journal_samples.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

namespace ballast::store {
namespace {

using files = std::map<std::string, std::string>;

class JournalDamage : public journal_place {
protected:
  JournalDamage() {
    auto subject = opened();
    for (std::size_t i = 0; i < 12; ++i) {
      expected.push_back(small_entry(i));
      if (i == 10) // The eleventh.
        expected.back().trigger = decimal::whole(99);
      EXPECT_TRUE(subject.append({expected.back()}));
    }
  }

  /// What a copy of the directory would be. The log stays when we close.
  files content() const {
    auto all = files{};
    for (const auto* name : {"journal.db", "journal.db-wal", "journal.db.mark"})
      if (std::filesystem::exists(place.path() / name)) {
        auto in = std::ifstream{place.path() / name, std::ios::binary};
        all[name] = {std::istreambuf_iterator<char>{in}, {}};
      }
    return all;
  }

  void put(const files& all) {
    for (const auto* name :
         {"journal.db", "journal.db-wal", "journal.db-shm", "journal.db.mark"})
      std::filesystem::remove(place.path() / name);
    for (const auto& [name, text] : all)
      place.write(name, text);
  }

  /// Runs one statement as another program would.
  void change(const std::string& statement) {
    auto other = *database::open(file, std::chrono::milliseconds{100});
    const auto ran = other.run(statement);
    ASSERT_TRUE(ran) << statement << ": " << ran.error().text;
  }

  std::vector<journal_entry> expected;
};

TEST_F(JournalDamage, FaultP8_FlippedByteIsFoundOrChangesNothing) {
  auto random = random_source{6};
  auto whole = std::vector<files>{content()};
  // Once with all entries in the log, once with all of them in the file.
  ASSERT_EQ(*stored(), expected);
  whole.push_back(content());
  ASSERT_EQ(whole[1]["journal.db-wal"], "");
  auto found = 0;
  constexpr auto rounds = 700;
  for (int round = 0; round < rounds; ++round) {
    auto damaged = whole[random.below(2)];
    auto name = random.below(2) == 0 ? "journal.db" : "journal.db-wal";
    if (random.below(8) == 0)
      name = "journal.db.mark";
    auto& text = damaged[name];
    if (text.empty())
      continue;
    auto at = random.below(text.size());
    while (text[at] == '\0')
      at = random.below(text.size());
    text[at] = static_cast<char>(text[at] ^ (1U << random.below(8)));
    put(damaged);
    const auto got = stored();
    if (!got)
      ++found;
    else
      EXPECT_EQ(*got, expected) << name << ", byte " << at;
  }
  EXPECT_GT(found, rounds / 3);
}

TEST_F(JournalDamage, FaultP8_EveryFlippedByteOfAnEntryIsCorruption) {
  ASSERT_TRUE(stored());
  const auto whole = content();
  const auto& text = whole.at("journal.db");
  // The last of them, whose row is the first of its page, in full length.
  const auto begin = text.find("coinbasemastera11");
  ASSERT_NE(begin, std::string::npos);
  const auto end = text.find("entry 11", begin) + 8;
  for (auto at = begin; at < end; ++at) {
    auto damaged = whole;
    damaged["journal.db"][at] = static_cast<char>(text[at] ^ 1);
    put(damaged);
    const auto got = stored();
    ASSERT_FALSE(got) << at - begin;
    EXPECT_EQ(got.error().code, ec::corrupt);
    EXPECT_NE(got.error().text.find("Keep the file as it is"),
              std::string::npos);
  }
}

TEST_F(JournalDamage, FaultP8_EntryGoneAddedMovedOrChangedIsCorruption) {
  ASSERT_TRUE(stored());
  const auto whole = content();
  for (const auto* statement :
       {"DELETE FROM entry WHERE number = 5",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE number = 12",
        "DELETE FROM journal",
        "DELETE FROM entry WHERE number > 3",
        "DELETE FROM entry WHERE number = 1",
        "UPDATE entry SET number = -number WHERE number = 12",
        "UPDATE entry SET number = CASE number WHEN 5 THEN 60 ELSE 5 END "
        "WHERE number IN (5, 6)",
        "INSERT INTO entry SELECT 13, at_ms, kind, venue, account, client_id, "
        "venue_id, base, quote, side, type, lives, post_only, purpose, fate, "
        "state, size, cost, price, filled, filled_cost, fee, fee_currency, "
        "trade_id, expires_ms, until_ms, text, sum, trigger_price FROM entry "
        "WHERE number = "
        "12",
        "UPDATE entry SET size = '2' WHERE number = 1",
        "UPDATE entry SET size = size || '.0' WHERE number = 3",
        "UPDATE entry SET kind = 1 WHERE number = 3",
        "UPDATE entry SET expires_ms = 0 WHERE number = 3",
        "UPDATE entry SET trigger_price = '2' WHERE number = 3",
        "UPDATE entry SET trigger_price = '0' WHERE number = 3",
        "UPDATE entry SET trigger_price = NULL WHERE number = 11",
        "UPDATE entry SET trigger_price = '98' WHERE number = 11",
        "ALTER TABLE entry DROP COLUMN trigger_price",
        "UPDATE entry SET venue = 'kraken'",
        "UPDATE entry SET sum = sum + 1",
        "UPDATE journal SET mode = 'live'",
        "UPDATE journal SET identity = identity + 1",
        "INSERT INTO journal SELECT * FROM journal",
        "DROP TABLE entry",
        "UPDATE schema_version SET version = -1"}) {
    put(whole);
    change(statement);
    const auto got = stored();
    ASSERT_FALSE(got) << statement;
    EXPECT_EQ(got.error().code, ec::corrupt) << statement;
  }
}

TEST_F(JournalDamage, FaultP8_LogThatIsCutOrGoneIsCorruption) {
  const auto whole = content();
  const auto& log = whole.at("journal.db-wal");
  ASSERT_GT(log.size(), 12U * 4096U) << "nothing to lose";
  auto without = whole;
  without.erase("journal.db-wal");
  put(without);
  EXPECT_EQ(stored().error().code, ec::corrupt);
  for (auto size = std::size_t{0}; size < log.size(); size += 1999) {
    auto cut = whole;
    cut["journal.db-wal"].resize(size);
    put(cut);
    const auto got = stored();
    ASSERT_FALSE(got) << size;
    EXPECT_EQ(got.error().code, ec::corrupt);
    EXPECT_EQ(content(), cut) << "it is left as it was";
  }
}

TEST_F(JournalDamage, FaultP8_FileCutAnywhereIsRefused) {
  ASSERT_TRUE(stored());
  const auto whole = content();
  const auto size = whole.at("journal.db").size();
  for (std::size_t left = 0; left < size; left += left < 600 ? 61 : 997) {
    auto cut = whole;
    cut["journal.db"].resize(left);
    put(cut);
    EXPECT_EQ(stored().error().code, ec::corrupt) << left;
  }
}

TEST_F(JournalDamage, FaultP8_FileThatIsGoneIsNotBegunAnew) {
  auto whole = content();
  whole.erase("journal.db");
  whole.erase("journal.db-wal");
  put(whole);
  const auto got = stored();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ec::corrupt);
  EXPECT_NE(got.error().text.find("is gone, and with it 12 entries"),
            std::string::npos);
}

TEST_F(JournalDamage, FaultP8_MarkThatIsGoneOrUnreadableIsCorruption) {
  const auto whole = content();
  auto without = whole;
  without.erase("journal.db.mark");
  put(without);
  EXPECT_EQ(stored().error().code, ec::corrupt);
  auto emptied = whole;
  emptied["journal.db.mark"] = std::string(8192, '\0');
  put(emptied);
  EXPECT_EQ(stored().error().code, ec::corrupt);
}

TEST_F(JournalDamage, FaultP8_MarkThatIsTornLeavesTheOneBefore) {
  const auto whole = content();
  for (auto at : {20U, 4096U + 20U}) {
    auto torn = whole;
    torn["journal.db.mark"][at] ^= 1;
    put(torn);
    const auto got = stored();
    ASSERT_TRUE(got) << got.error().text;
    ASSERT_EQ(*got, expected);
    // The next appends mend it.
    ASSERT_TRUE(opened().append({small_entry(0)}));
    EXPECT_EQ(stored()->size(), expected.size() + 1);
  }
}

TEST_F(JournalDamage, FaultP8_OlderCopyOfEverythingIsFoundByAMarkElsewhere) {
  ASSERT_TRUE(stored());
  const auto older = content();
  auto opts = options();
  {
    auto subject = opened();
    ASSERT_TRUE(subject.append({small_entry(12)}));
    opts.least = subject.mark();
    ASSERT_TRUE(subject.append({small_entry(13)}));
  }
  EXPECT_TRUE(open(opts)) << "it may have more than that";
  put(older);
  EXPECT_TRUE(stored()) << "in itself it is whole";
  EXPECT_NE(refusal_of(opts).text.find("it holds 12 entries of at least 13"),
            std::string::npos);
  // One that took other entries since.
  ASSERT_TRUE(opened().append({small_entry(40), small_entry(41)}));
  EXPECT_NE(refusal_of(opts).text.find("entry 13 is another than before"),
            std::string::npos);
  put({});
  EXPECT_NE(refusal_of(opts).text.find("is gone"), std::string::npos);
  ASSERT_TRUE(open({.mode = "paper", .identity = 78}));
  EXPECT_NE(refusal_of(opts).text.find("it is another journal than before"),
            std::string::npos);
}

TEST_F(JournalDamage, EntriesOfAnotherJournalDoNotFit) {
  // The same entries, but for the journal's number.
  put({});
  ASSERT_TRUE(open({.mode = "paper", .identity = 78})->append(expected));
  change("UPDATE journal SET identity = 77");
  EXPECT_EQ(stored().error().code, ec::corrupt);
}

// A whole row that is right where it comes from: only the chain says no.
TEST_F(JournalDamage, EntryOfAnotherJournalInThePlaceOfOursDoesNotFit) {
  const auto elsewhere = (place.path() / "other.db").string();
  {
    auto other = *journal::open(elsewhere, {.mode = "paper", .identity = 77});
    for (std::size_t i = 0; i < 12; ++i)
      ASSERT_TRUE(other.append({small_entry(100 + i)}));
  }
  {
    auto ours = *database::open(file, std::chrono::milliseconds{100});
    ASSERT_TRUE(ours.run("ATTACH '" + elsewhere + "' AS other"));
    ASSERT_TRUE(ours.run(
      "REPLACE INTO entry SELECT * FROM other.entry WHERE number = 5"));
  }
  const auto got = stored();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ec::corrupt);
  EXPECT_NE(got.error().text.find("entry 5 does not follow"), std::string::npos)
    << got.error().text;
}

TEST_F(JournalDamage, ChangeWhileOpenStopsTheAppends) {
  const auto whole = content();
  for (const auto* statement :
       {"DELETE FROM entry WHERE number = 12", "DELETE FROM entry",
        "UPDATE entry SET sum = sum + 1 WHERE number = 12"}) {
    put(whole);
    auto subject = opened();
    change(statement);
    const auto added = subject.append({small_entry(12)});
    ASSERT_FALSE(added) << statement;
    EXPECT_EQ(added.error().code, ec::corrupt);
    EXPECT_EQ(subject.append({small_entry(12)}).error().code, ec::unavailable);
  }
}

TEST_F(JournalDamage, ChangeWhileOpenIsFoundByReading) {
  auto subject = opened();
  change("UPDATE entry SET price = '1' WHERE number = 2");
  EXPECT_EQ(entries_of(subject).error().code, ec::corrupt);
  EXPECT_EQ(subject.append({small_entry(12)}).error().code, ec::unavailable);
}

TEST_F(JournalDamage, FaultP12_SecondWriterStopsTheFirst) {
  auto first = opened();
  ASSERT_TRUE(opened().append({small_entry(12)}));
  const auto added = first.append({small_entry(13)});
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().text.find("somebody else has written in it"),
            std::string::npos);
  EXPECT_EQ(stored()->size(), 13U);
}

} // namespace
} // namespace ballast::store
