// The tables, and how an older file becomes a newer one.
//
// A migration is a list of statements; all that are missing run in one
// transaction together with the new version, so a kill leaves the old file or
// the new one. What stands here is never edited, only added to.
#pragma once

#include "domain/result.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast::store {

/// Which of our files it is, by SQLite's field for that, and in words.
struct file_kind {
  std::int64_t application_id;
  const char* name;
};
/// "ball" and "balj" in ASCII.
inline constexpr auto state_file = file_kind{0x62616c6c, "the state file"};
inline constexpr auto journal_file = file_kind{0x62616c6a, "the journal"};

using migration = std::vector<std::string>;

/// Of the state file: from an empty one (version 0) to the newest, one step a
/// version.
const std::vector<migration>& migrations();

/// The version that the file has; 0 for one without anything in it.
/// @returns as `migrate`, and changes nothing.
result<std::int64_t> version_of(database& file,
                                const std::vector<migration>& steps,
                                const file_kind& kind);

/// Brings the file to the version `steps.size()`.
/// @returns ec::refused when the file is another program's or of a newer
///          ballast; ec::corrupt when it names no version; whatever the
///          database says. The file is then as it was.
result<done> migrate(database& file, const std::vector<migration>& steps,
                     const file_kind& kind = state_file);

} // namespace ballast::store
