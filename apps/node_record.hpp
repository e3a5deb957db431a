// What a node leaves in its data directory that `ballast check` must respect:
// nonce marks, bans, and the lock of a node that is running now. Nothing is
// made here: a directory without a state has nothing to say.
#pragma once

#include "domain/rate_budgets.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"
#include "store/data_directory.hpp"
#include "store/state_store.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

class node_record {
public:
  struct ban {
    std::string budget; ///< "kraken.public"
    duration left{};
  };

  node_record() = default;
  /// @param directories that a node may keep its state in; those without one
  ///        are passed over.
  static node_record open(const std::vector<std::filesystem::path>& directories,
                          unix_time now);

  /// What a person should know of the directories.
  const std::vector<std::string>& notes() const noexcept { return notes_; }
  /// "another ballast (pid 7)" when that one has one of them; else empty. Its
  /// limits, keys and nonces are not ours to use.
  const std::string& rival() const noexcept { return rival_; }

  /// The highest stored mark of a key; zero where none is.
  result<std::uint64_t> mark(const std::string& key_id);
  /// Makes a mark durable wherever there is a state.
  result<done> store(const std::string& key_id, std::uint64_t mark);

  /// Bans that go on.
  const std::vector<ban>& bans() const noexcept { return bans_; }
  /// Leaves word for the next node of what was spent, and of bans that were
  /// met: it then counts its budgets as after a crash.
  void leave_word(const std::vector<budget_view>& budgets, instant now);

private:
  struct place {
    store::data_directory directory; ///< Outlives the state.
    store::state_store state;
  };
  void add(const std::filesystem::path& path, unix_time now);

  std::vector<place> places_;
  std::vector<ban> bans_;
  std::vector<std::string> notes_;
  std::string rival_;
};

} // namespace ballast::apps
