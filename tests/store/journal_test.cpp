#include "store/journal.hpp"
#include "store/journal_rows.hpp"
#include "store/schema.hpp"
#include "tests/store/journal_samples.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

namespace ballast::store {
namespace {

using Journal = journal_place;

TEST(JournalRows, AreRefusedWhenACellIsOfAnotherKindOrRange) {
  auto entry = small_entry(1);
  entry.expires = unix_time{};
  entry.until = unix_time{};
  entry.trigger = decimal::whole(3);
  const auto good = journal_row(1, entry);
  ASSERT_EQ(good.size(), journal_columns(2));
  ASSERT_TRUE(read_journal_row(good));
  for (std::size_t column = 0; column < good.size(); ++column) {
    if (column == journal_sum_column)
      continue; // Whoever reads the row compares it.
    auto other = good;
    const auto is_text = std::holds_alternative<std::string>(good[column]);
    other[column] = is_text ? cell{std::int64_t{1}} : cell{std::string{"1"}};
    EXPECT_FALSE(read_journal_row(other)) << column;
    if (column > journal_sum_column)
      continue; // Older rows end before.
    other.resize(column);
    EXPECT_FALSE(read_journal_row(other)) << column;
  }
  // kind, side, type, lives, post_only, purpose, fate, state
  for (auto column : {2, 9, 10, 11, 12, 13, 14, 15})
    for (auto value : {-1, 1000}) {
      auto other = good;
      other[static_cast<std::size_t>(column)] = std::int64_t{value};
      EXPECT_EQ(read_journal_row(other).error().code, ec::corrupt) << column;
    }
  for (const auto* amount : {"", "1e", "NaN", "0.1234567890123456789"}) {
    auto other = good;
    other[16] = std::string{amount};
    EXPECT_FALSE(read_journal_row(other)) << amount;
  }
}

TEST_F(Journal, GivesBackEveryEntryAsItWasAndInOrder) {
  auto random = random_source{1};
  auto expected = std::vector<journal_entry>{};
  auto subject = std::optional{opened()};
  for (int round = 0; round < 60; ++round) {
    auto some = std::vector<journal_entry>{};
    for (auto left = random.below(5); left > 0; --left)
      some.push_back(random_entry(random));
    const auto added = subject->append(some);
    ASSERT_TRUE(added) << added.error().text;
    expected.insert(expected.end(), some.begin(), some.end());
    if (random.below(10) == 0) {
      subject.reset();
      subject.emplace(opened());
    }
    EXPECT_EQ(*entries_of(*subject), expected) << round;
    EXPECT_EQ(subject->mark().count, expected.size());
  }
}

TEST_F(Journal, KeepsItsNumberAndIgnoresALaterOne) {
  EXPECT_EQ(open({.mode = "paper", .identity = ~std::uint64_t{4}})->identity(),
            ~std::uint64_t{4});
  EXPECT_EQ(open({.mode = "paper", .identity = 5})->identity(),
            ~std::uint64_t{4});
}

TEST_F(Journal, HoldsMoreThanItsLogInTheEnd) {
  auto opts = options();
  opts.checkpoint_after = 3;
  auto subject = *open(opts);
  for (std::size_t i = 0; i < 40; ++i)
    ASSERT_TRUE(subject.append({small_entry(i)}));
  // The log begins anew each time that all of it has gone into the file.
  auto log = file;
  log += "-wal";
  EXPECT_LT(std::filesystem::file_size(log), 20U * 4096U);
  EXPECT_EQ(entries_of(subject)->size(), 40U);
}

TEST_F(Journal, StopsReadingWhenTheReaderDoes) {
  auto subject = opened();
  ASSERT_TRUE(subject.append({small_entry(0), small_entry(1)}));
  auto count = 0;
  const auto read = subject.read([&](const journal_entry&) -> result<done> {
    ++count;
    return fault{ec::invalid_argument, "enough"};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().text, "enough");
  EXPECT_EQ(count, 1);
  EXPECT_TRUE(subject.append({small_entry(2)})) << "that was no failure of its";
}

TEST_F(Journal, IsNeverSharedBetweenModes) {
  opened();
  const auto got = refusal_of(options("live"));
  EXPECT_EQ(got.code, ec::refused);
  EXPECT_NE(got.text.find("belongs to mode paper and cannot serve live"),
            std::string::npos);
  EXPECT_EQ(refusal_of({}).code, ec::invalid_argument);
  EXPECT_TRUE(open(options()));
}

TEST_F(Journal, KeepsItsFilesFromOthers) {
  auto subject = opened();
  ASSERT_TRUE(subject.append({small_entry(0)}));
  auto count = 0;
  for (const auto& x : std::filesystem::directory_iterator{place.path()}) {
    struct stat facts = {};
    ASSERT_EQ(stat(x.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U) << x.path();
    ++count;
  }
  EXPECT_EQ(count, 4) << "the database, its log, its shared index, the mark";
}

TEST_F(Journal, IsNotOpenedThroughALink) {
  const auto other = place.write("other", "precious");
  std::filesystem::create_symlink(other, file);
  EXPECT_EQ(refusal_of(options()).code, ec::unavailable);
  EXPECT_EQ(std::filesystem::file_size(other), 8U);
}

TEST_F(Journal, StateFileAndJournalAreNotTakenForEachOther) {
  const auto steps = migrations();
  auto other = *database::open(file, std::chrono::milliseconds{100});
  ASSERT_TRUE(migrate(other, steps));
  place.write("journal.db.mark", "");
  const auto got = refusal_of(options());
  EXPECT_EQ(got.code, ec::refused);
  EXPECT_EQ(got.text, "the journal is the database of another program; "
                      "expected one that ballast made");
}

TEST_F(Journal, FaultP13_NewerFileIsRefused) {
  opened();
  {
    auto other = *database::open(file, std::chrono::milliseconds{100});
    ASSERT_TRUE(other.run("UPDATE schema_version SET version = 3"));
  }
  const auto got = refusal_of(options());
  EXPECT_EQ(got.code, ec::refused);
  EXPECT_NE(got.text.find("the journal has version 3, made by a newer ballast"),
            std::string::npos);
}

TEST_F(Journal, FaultP1_DraftAndMarkOfAnEarlierStartAreNoJournal) {
  place.write("journal.db.new", "half a file");
  place.write("journal.db.mark", "half a mark");
  auto subject = open(options());
  ASSERT_TRUE(subject) << subject.error().text;
  EXPECT_EQ(subject->mark().count, 0U);
  EXPECT_FALSE(std::filesystem::exists(place.path() / "journal.db.new"));
}

TEST_F(Journal, FaultP6_FullFileTakesNothingOfAnAppendUntilOpenedWithRoom) {
  auto opts = options();
  opts.pages_max = 20;
  auto subject = std::optional{*open(opts)};
  ASSERT_TRUE(subject->append({small_entry(0)}));
  auto many = std::vector<journal_entry>(1000, small_entry(1));
  const auto added = subject->append(many);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ec::unavailable);
  EXPECT_NE(added.error().text.find("full"), std::string::npos);
  const auto after = subject->append({small_entry(2)});
  ASSERT_FALSE(after) << "nothing is taken after a failure";
  EXPECT_EQ(after.error().code, ec::unavailable);
  EXPECT_NE(after.error().text.find("opened anew"), std::string::npos);
  subject.reset();
  EXPECT_EQ(*stored(), std::vector{small_entry(0)});
  auto again = opened();
  EXPECT_TRUE(again.append(many));
  EXPECT_EQ(entries_of(again)->size(), 1001U);
}

TEST_F(Journal, FaultP6_FileThatMayNotGrowTakesNothingOfAnAppend) {
  auto subject = std::optional{opened()};
  ASSERT_TRUE(subject->append({small_entry(0)}));
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  auto little = before;
  little.rlim_cur = 64U * 1024U;
  // Else it would end the process.
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
  const auto added
    = subject->append(std::vector<journal_entry>(1000, small_entry(1)));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  static_cast<void>(std::signal(SIGXFSZ, handler));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ec::unavailable);
  subject.reset();
  EXPECT_EQ(*stored(), std::vector{small_entry(0)});
}

TEST_F(Journal, OneThatCannotHoldTheFileSaysSo) {
  opened();
  auto other = *database::open(file, std::chrono::milliseconds{0});
  ASSERT_TRUE(other.run("BEGIN IMMEDIATE"));
  auto opts = options();
  opts.busy_timeout = std::chrono::milliseconds{0};
  EXPECT_EQ(refusal_of(opts).code, ec::unavailable);
  ASSERT_TRUE(other.run("ROLLBACK"));
  EXPECT_TRUE(open(opts));
}

} // namespace
} // namespace ballast::store
