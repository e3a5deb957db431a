// What must survive a restart and is no journal: budgets, the kill switch,
// nonces, how far the journal has come, and which mode all of it belongs to.
//
// One small SQLite file (WAL). Each save is one transaction that is on the disk
// when it returns, and moved out of the log into the file itself, so that a
// damaged or lost log takes nothing with it. Each row and the whole are checked
// when they are read: a damaged file is refused and never half believed. The
// file comes into being whole, under another name first, so an empty one is
// damage too.
#pragma once

#include "domain/rate_budgets.hpp"
#include "domain/result.hpp"
#include "store/database.hpp"
#include "store/journal_mark.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace ballast::store {

/// The kill switch as it was left.
struct halt_state {
  bool halted = false;
  std::string reason; ///< For a person; may be empty.
};

/// All methods fail with ec::corrupt when the file is damaged, and with
/// ec::unavailable when the disk is full, the file locked or not writable: then
/// nothing of that save is stored. Of one thread at a time.
class state_store {
public:
  struct options {
    std::string mode;      ///< "demo", "paper" or "live"; they never share.
    bool full_sync = true; ///< Off: a power cut may lose the last saves.
    std::chrono::milliseconds busy_timeout{2000};
    std::uint32_t pages_max = 0; ///< Of 4 KiB, as a cap; 0: none.
  };

  /// Opens or creates the file (0600) and brings it to the newest schema.
  /// @returns ec::refused for another program's database, one of a newer
  ///          ballast or of another mode; ec::invalid_argument without a mode.
  static result<state_store> open(const std::filesystem::path& path,
                                  const options& opts);

  /// Replaces what is stored for `owner`, a node or a key's governor.
  /// @returns ec::invalid_argument when a figure is not finite.
  result<done> save_budgets(const std::string& owner, const budgets_state& x);
  /// What was saved last for `owner`, if anything was.
  result<std::optional<budgets_state>> load_budgets(const std::string& owner);

  result<done> save_halt(bool halted, const std::string& reason);
  /// Not halted when nothing was ever saved.
  result<halt_state> load_halt();

  /// Raises the highest nonce used with a key; a lower one changes nothing.
  /// @param key a fingerprint of the key, never the key.
  /// @returns the mark that now stands.
  result<std::uint64_t> raise_nonce(const std::string& key, std::uint64_t mark);
  result<std::optional<std::uint64_t>> load_nonce(const std::string& key);

  /// Remembers how far the journal has come, so that an older copy of it is
  /// found when it is opened (journal::options::least). A lower mark changes
  /// nothing. To be raised now and then, and when the node stops.
  /// @returns ec::refused when the mark is another journal's.
  result<done> raise_journal_mark(const journal_mark& x);
  result<std::optional<journal_mark>> load_journal_mark();

private:
  explicit state_store(database file);
  static result<state_store> open_file(const std::filesystem::path& path,
                                       const options& opts);
  static result<done> create(const std::filesystem::path& path,
                             const options& opts);
  result<done> stamp(const std::string& mode);
  /// One save: the seal checked, `body` (a callable that returns
  /// result<done>) run, the seal renewed; or nothing at all.
  template <class Body>
  result<done> save(Body body);

  database file_;
};

} // namespace ballast::store
