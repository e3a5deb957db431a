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

/// "ball" in ASCII: SQLite's field for whose file this is.
inline constexpr std::int64_t application_id = 0x62616c6c;

using migration = std::vector<std::string>;

/// From an empty file (version 0) to the newest, one step a version.
const std::vector<migration>& migrations();

/// Brings the file to the version `steps.size()`.
/// @returns ec::refused when the file is another program's or of a newer
///          ballast; ec::corrupt when it names no version; whatever the
///          database says. The file is then as it was.
result<done> migrate(database& file, const std::vector<migration>& steps);

} // namespace ballast::store
