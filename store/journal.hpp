// The journal: every fact about orders, in its order, for ever.
//
// One SQLite file that is only added to (WAL, flushed at each append). An
// append is one transaction: all of its entries are durable when it returns, or
// none is there. Entries are chained: each one's sum covers its cells and the
// sum of the one before, the first follows from the journal's own number and
// mode. So an entry that was changed, lost, doubled, moved or never ours is
// found when the file is opened, and so is a lost end, by the mark beside it
// (journal_mark.hpp). What is found damaged is refused and left as it is; only
// a file that was found whole is brought to the newest version.
//
// After an append that failed the journal takes no more: what a disk says after
// a failed flush proves nothing. Opened anew, it is what the disk has, and the
// entries of that append are all there or none.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/result.hpp"
#include "store/database.hpp"
#include "store/journal_mark.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ballast::store {

/// Of one thread at a time, and one at a time for a file (data_directory).
class journal {
public:
  struct options {
    std::string mode; ///< "demo", "paper" or "live"; they never share.
    /// Of a journal that is made now: a number that no other has.
    std::uint64_t identity = 0;
    /// How far it had come, as noted elsewhere (state_store): it must hold that
    /// much, and be the same.
    std::optional<journal_mark> least = std::nullopt;
    /// Off: a power cut may lose the last entries, and what then is left is
    /// refused.
    bool full_sync = true;
    std::chrono::milliseconds busy_timeout{2000};
    std::uint32_t pages_max = 0; ///< Of 4 KiB, as a cap; 0: none.
    /// After how many appends what is in the log goes into the file itself.
    std::uint32_t checkpoint_after = 500;
  };
  using reader = std::function<result<done>(const journal_entry&)>;

  /// Opens the file, or makes it (0600) together with `path`.mark, and reads
  /// all of it.
  /// @returns ec::refused for another program's database, one of a newer
  ///          ballast or of another mode; ec::corrupt when anything of it is
  ///          not as it was written, or gone; ec::unavailable when the disk is
  ///          full or does not obey; ec::invalid_argument without a mode. All
  ///          say what to do; none changes the file.
  static result<journal> open(const std::filesystem::path& path,
                              const options& opts);

  std::uint64_t identity() const noexcept { return mark_.identity; }
  /// How far it has come.
  const journal_mark& mark() const noexcept { return mark_; }

  /// Adds all of `x` in one transaction; many entries cost little more than
  /// one. None is nothing to do.
  /// @returns ec::unavailable or ec::corrupt when that failed, and
  ///          ec::unavailable ever after.
  result<done> append(const std::vector<journal_entry>& x);

  /// Hands over all entries in their order, until `each` returns a fault. It
  /// must not use the journal.
  /// @returns that fault; ec::corrupt when the file is no longer what was
  ///          opened, and then it takes no more appends.
  result<done> read(const reader& each);

private:
  journal(std::filesystem::path path, database file, mark_file beside,
          const options& opts);
  static result<journal> open_file(const std::filesystem::path& path,
                                   const options& opts);
  static result<done> create(const std::filesystem::path& path,
                             const options& opts);
  result<done> prepare(const options& opts);
  result<done> learn_identity(const std::string& mode);
  /// Reads all entries, each checked by the one before.
  /// @param known how far it has been; it must have come there again.
  result<journal_mark> walk(const std::vector<journal_mark>& known,
                            const reader& each);
  /// What must hold before anything is added: nobody else has.
  result<done> check_end();
  result<done> insert(const std::vector<journal_entry>& x, journal_mark& to);
  void checkpoint();
  fault damaged(const std::string& what) const;

  std::filesystem::path path_;
  database file_;
  mark_file beside_;
  std::int64_t start_ = 0;   ///< What the first entry is chained to.
  std::int64_t version_ = 0; ///< Of the file as it is.
  journal_mark mark_;
  std::optional<statement> last_;   ///< Reads the last entry's number and sum.
  std::optional<statement> insert_; ///< Adds one entry.
  std::uint32_t checkpoint_after_;
  std::uint32_t appends_ = 0; ///< Since the last checkpoint.
  std::string broken_;        ///< Why nothing more is taken; empty: it is.
};

/// Where the mark of the journal in `path` lies.
std::filesystem::path mark_path(const std::filesystem::path& path);

} // namespace ballast::store
