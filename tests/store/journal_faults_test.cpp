// The journal on a disk that fails at each of its writes and flushes in turn:
// P6, P7, P8 of the fault sheet, W1, W3.
#include "store/journal.hpp"
#include "tests/store/failing_disk.hpp"
#include "tests/store/journal_samples.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace ballast::store {
namespace {

using failure = failing_disk::failure;

class JournalFaults : public journal_place {
protected:
  static journal::options often() {
    auto opts = options();
    // So that checkpoints and a log that begins anew are among what fails.
    opts.checkpoint_after = 3;
    return opts;
  }

  /// Appends groups of entries until one fails or `groups` are done.
  /// @returns how many entries are confirmed, and how many were tried.
  static std::pair<std::size_t, std::size_t> fill(journal& x,
                                                  std::size_t groups) {
    auto count = static_cast<std::size_t>(x.mark().count);
    for (std::size_t i = 0; i < groups; ++i) {
      auto some = std::vector<journal_entry>{};
      for (std::size_t k = 0; k < 1 + i % 3; ++k)
        some.push_back(small_entry(count + k));
      if (!x.append(some))
        return {count, count + some.size()};
      count += some.size();
    }
    return {count, count};
  }

  /// That the journal holds the first `confirmed` entries, and of the last
  /// append, up to `tried`, all or nothing.
  void check(std::size_t confirmed, std::size_t tried,
             const std::string& what) {
    const auto got = stored();
    ASSERT_TRUE(got) << what << ": " << got.error().text;
    EXPECT_TRUE(got->size() == confirmed || got->size() == tried)
      << what << ": " << got->size() << " of " << confirmed << " or " << tried;
    for (std::size_t i = 0; i < got->size(); ++i)
      ASSERT_EQ((*got)[i], small_entry(i)) << what;
  }

  /// One run for each of its writes or flushes that can fail.
  /// @returns how many there were.
  std::uint64_t sweep(failure what, bool for_good) {
    for (std::uint64_t nth = 1;; ++nth) {
      const auto name = "failure " + std::to_string(nth);
      for (const auto& x : std::filesystem::directory_iterator{place.path()})
        std::filesystem::remove(x.path());
      auto disk = failing_disk{};
      auto confirmed = std::size_t{0};
      auto tried = std::size_t{0};
      auto ended = false;
      {
        auto subject = *open(often());
        disk.fail(what, nth, for_good);
        std::tie(confirmed, tried) = fill(subject, 8);
        ended = !disk.has_failed();
        if (!ended) {
          // Whatever failed, it is said, and nothing more is taken.
          const auto after = subject.append({small_entry(99)});
          EXPECT_TRUE(!after && after.error().code == ec::unavailable) << name;
        }
      }
      disk.heal();
      check(confirmed, tried, name);
      // Opened anew it goes on, also after a loss of power.
      {
        auto again = *open(often());
        std::tie(confirmed, tried) = fill(again, 5);
        EXPECT_EQ(confirmed, tried) << name;
      }
      auto random = random_source{nth};
      disk.leave_after_power_loss(place.path(), random);
      check(confirmed, tried, name + ", then a loss of power");
      if (ended || HasFailure())
        return nth - 1;
    }
  }
};

TEST_F(JournalFaults, FaultP7_FailedWriteLosesNothingThatWasConfirmed) {
  EXPECT_GT(sweep(failure::write, false), 20U);
  EXPECT_GT(sweep(failure::write, true), 20U);
}

TEST_F(JournalFaults, FaultP7_FailedFlushLosesNothingThatWasConfirmed) {
  EXPECT_GT(sweep(failure::flush, false), 8U);
  EXPECT_GT(sweep(failure::flush, true), 8U);
}

TEST_F(JournalFaults, FaultP6_FullDiskLosesNothingThatWasConfirmed) {
  EXPECT_GT(sweep(failure::full, false), 20U);
  EXPECT_GT(sweep(failure::full, true), 20U);
}

TEST_F(JournalFaults, FaultP7_JournalThatCannotBeMadeOrOpenedSaysSo) {
  for (auto what : {failure::write, failure::flush, failure::full}) {
    auto ended = false;
    for (std::uint64_t nth = 1; !ended && !HasFailure(); ++nth) {
      for (const auto& x : std::filesystem::directory_iterator{place.path()})
        std::filesystem::remove(x.path());
      auto disk = failing_disk{};
      disk.fail(what, nth, false);
      {
        const auto got = open(options());
        ended = !disk.has_failed();
        EXPECT_EQ(got.ok(), ended) << nth;
        if (!got) {
          EXPECT_EQ(got.error().code, ec::unavailable) << got.error().text;
        }
      }
      disk.heal();
      EXPECT_EQ(stored()->size(), 0U) << "the next start makes it";
    }
  }
}

TEST_F(JournalFaults, FaultP8_LossOfPowerLosesNothingThatWasConfirmed) {
  auto marks = std::vector<std::string>{};
  const auto mark_now = [&] {
    auto in = std::ifstream{mark_path(file), std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  auto ended = false;
  auto kept_all = 0;
  auto kept_less = 0;
  for (std::uint64_t nth = 1; !ended; ++nth) {
    auto random = random_source{nth};
    for (int again = 0; again < 4 && !HasFailure(); ++again) {
      for (const auto& x : std::filesystem::directory_iterator{place.path()})
        std::filesystem::remove(x.path());
      auto disk = failing_disk{};
      marks.clear();
      auto confirmed = std::size_t{0};
      auto tried = std::size_t{0};
      {
        auto subject = *open(often());
        marks.push_back(mark_now());
        disk.fail(failure::power, nth, true);
        for (int i = 0; i < 8 && confirmed == tried; ++i) {
          std::tie(confirmed, tried) = fill(subject, 1 + random.below(2));
          marks.push_back(mark_now());
        }
        ended = !disk.has_failed();
      }
      disk.leave_after_power_loss(place.path(), random);
      // The mark is not flushed: each of its places may be an older one.
      auto mark = marks[random.below(marks.size())].substr(0, 4096);
      mark += marks[random.below(marks.size())].substr(4096);
      place.write("journal.db.mark", mark);
      std::filesystem::remove(place.path() / "journal.db-shm");
      disk.heal();
      check(confirmed, tried, "change " + std::to_string(nth));
      ++(stored()->size() == tried ? kept_all : kept_less);
    }
    if (HasFailure())
      return;
  }
  // It has happened: appends that were not confirmed came out both ways.
  EXPECT_GT(kept_all, 0);
  EXPECT_GT(kept_less, 0);
}

} // namespace
} // namespace ballast::store
