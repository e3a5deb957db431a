// A journal of an earlier ballast, as that one wrote it, in this one's hands:
// it keeps every sum, and is touched only where it is whole.
#include "store/journal.hpp"
#include "store/schema.hpp"
#include "tests/store/journal_samples.hpp"

#include <gtest/gtest.h>

namespace ballast::store {
namespace {

// Copied from where it was when files had version 1: the tables and the rows
// have to be what they were, whatever became of the sources since.
const migration first_version = {
  R"(CREATE TABLE journal (identity INTEGER NOT NULL, mode TEXT NOT NULL,
                           sum INTEGER NOT NULL) STRICT)",
  R"(CREATE TABLE entry (
       number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL,
       kind INTEGER NOT NULL, venue TEXT NOT NULL, account TEXT NOT NULL,
       client_id TEXT NOT NULL, venue_id TEXT NOT NULL, base TEXT NOT NULL,
       quote TEXT NOT NULL, side INTEGER NOT NULL, type INTEGER NOT NULL,
       lives INTEGER NOT NULL, post_only INTEGER NOT NULL,
       purpose INTEGER NOT NULL, fate INTEGER NOT NULL,
       state INTEGER NOT NULL, size TEXT NOT NULL, cost TEXT NOT NULL,
       price TEXT NOT NULL, filled TEXT NOT NULL,
       filled_cost TEXT NOT NULL, fee TEXT NOT NULL,
       fee_currency TEXT NOT NULL, trade_id TEXT NOT NULL,
       expires_ms INTEGER, until_ms INTEGER, text TEXT NOT NULL,
       sum INTEGER NOT NULL) STRICT)",
};

/// Of a small_entry: number to text, and the sum over all of it.
row first_row(std::int64_t number, std::int64_t before,
              const journal_entry& x) {
  const auto none = std::string{"0"};
  const auto empty = std::string{};
  const auto zero = std::int64_t{0};
  auto cells = row{number,
                   zero,
                   zero,
                   x.venue,
                   x.account,
                   x.client_id,
                   empty,
                   x.symbol.base,
                   x.symbol.quote,
                   zero,
                   std::int64_t{1}, // limit
                   zero,
                   zero,
                   zero,
                   std::int64_t{2}, // unknown
                   zero,
                   x.size.to_string(),
                   none,
                   none,
                   none,
                   none,
                   none,
                   empty,
                   empty,
                   std::monostate{},
                   std::monostate{},
                   x.text};
  auto sum = checksum{};
  sum.add(cell{before});
  for (const auto& y : cells)
    sum.add(y);
  cells.emplace_back(sum.value());
  return cells;
}

class JournalUpgrade : public journal_place {
protected:
  JournalUpgrade() {
    auto old = raw();
    EXPECT_TRUE(migrate(old, {first_version}, journal_file));
    EXPECT_TRUE(old.run("PRAGMA journal_mode = WAL"));
    auto sum = sum_of("journal", {std::int64_t{77}, std::string{"paper"}});
    EXPECT_TRUE(old.run("INSERT INTO journal VALUES (77, 'paper', ?)", {sum}));
    auto places = std::string{"?"};
    for (int i = 1; i < 28; ++i)
      places += ", ?";
    for (std::size_t i = 0; i < 9; ++i) {
      expected.push_back(small_entry(i));
      const auto cells
        = first_row(static_cast<std::int64_t>(i) + 1, sum, expected.back());
      sum = std::get<std::int64_t>(cells.back());
      EXPECT_TRUE(old.run("INSERT INTO entry VALUES (" + places + ')', cells));
    }
    mark = {77, 9, sum};
    EXPECT_TRUE(mark_file::create(mark_path(file), mark));
  }

  database raw() {
    return *database::open(file, std::chrono::milliseconds{100});
  }
  void change(const std::string& statement) {
    const auto ran = raw().run(statement);
    ASSERT_TRUE(ran) << statement << ": " << ran.error().text;
  }
  std::int64_t version() {
    return std::get<std::int64_t>(
      raw().run("SELECT version FROM schema_version")->at(0).at(0));
  }

  std::vector<journal_entry> expected;
  journal_mark mark;
};

TEST_F(JournalUpgrade, FaultP13_OlderFileKeepsItsSumsAndGoesOn) {
  auto opts = options();
  opts.least = mark;
  {
    auto subject = open(opts);
    ASSERT_TRUE(subject) << subject.error().text;
    EXPECT_EQ(subject->mark(), mark);
    const auto before = entries_of(*subject);
    ASSERT_TRUE(before) << before.error().text;
    EXPECT_EQ(*before, expected);
    auto guard = small_entry(9);
    guard.type = order_type::stop_limit;
    guard.purpose = order_purpose::guard;
    guard.trigger = *decimal::parse("97.25");
    for (const auto& x : {guard, small_entry(10)}) {
      expected.push_back(x);
      ASSERT_TRUE(subject->append({x}));
    }
  }
  EXPECT_EQ(version(), 2);
  const auto again = stored();
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(*again, expected);
  // What was added is chained to what was there.
  change("UPDATE entry SET text = 'other' WHERE number = 2");
  EXPECT_EQ(stored().error().code, ec::corrupt);
}

TEST_F(JournalUpgrade, FaultP8_OlderFileThatIsDamagedIsNotTouched) {
  for (const auto* statement :
       {"UPDATE entry SET size = '7' WHERE number = 3",
        "DELETE FROM entry WHERE number = 9",
        "ALTER TABLE entry ADD COLUMN trigger_price TEXT"}) {
    ASSERT_NO_FATAL_FAILURE(change(statement));
    const auto got = stored();
    ASSERT_FALSE(got) << statement;
    EXPECT_EQ(got.error().code, ec::corrupt) << statement;
    EXPECT_EQ(version(), 1) << statement;
  }
}

TEST_F(JournalUpgrade, TriggerPutWhereAnOlderEntryHadNoneIsCorruption) {
  opened();
  change("UPDATE entry SET trigger_price = '5' WHERE number = 4");
  EXPECT_EQ(stored().error().code, ec::corrupt);
}

} // namespace
} // namespace ballast::store
