// Where `ballast check` keeps its nonce marks: the data directory that `run`
// would use, when it is there and nobody else has it. Never makes one.
#pragma once

#include "domain/result.hpp"
#include "store/data_directory.hpp"
#include "store/state_store.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace ballast::apps {

class nonce_vault {
public:
  /// @param path of the data directory; empty or not there: no vault.
  /// @param mode "paper"; of another one the store is refused.
  static nonce_vault open(const std::filesystem::path& path,
                          const std::string& mode);

  /// Why there is no vault though there is a directory; empty otherwise.
  const std::string& note() const noexcept { return note_; }
  /// "another ballast (pid 7)" when that one has the directory; else empty.
  const std::string& rival() const noexcept { return rival_; }
  explicit operator bool() const noexcept { return store_.has_value(); }

  /// The stored mark of a key; zero where none is, or no vault.
  result<std::uint64_t> mark(const std::string& key_id);
  /// Makes a mark durable; without a vault there is nothing to do.
  result<done> store(const std::string& key_id, std::uint64_t mark);

private:
  std::optional<store::data_directory> directory_; ///< Outlives the store.
  std::optional<store::state_store> store_;
  std::string note_;
  std::string rival_;
};

} // namespace ballast::apps
