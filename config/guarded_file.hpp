// Reads a file that only its owner may read.
#pragma once

#include "config/secret.hpp"
#include "domain/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace ballast::config {

/// How closely a file is looked at before it is read.
enum class guard {
  none,       ///< A configuration without secrets: regular is enough.
  credential, ///< Handed over by the service manager: its mode is its affair.
  owner_only, ///< Ours, and nobody else's to read or write.
};

/// Why a file with these facts is refused, or nothing: "is readable by others
/// (chmod 600 it)". Pure, so that another owner can be told without root.
std::optional<std::string> objection(const struct stat& facts, uid_t us,
                                     guard how);

/// The whole file, at most 64 KiB (1 MiB unguarded). A guarded file must not
/// be a symbolic link (O_NOFOLLOW), and is judged by what was opened, not by
/// what stood there before.
/// @returns ec::invalid_argument with a sentence that begins with the path.
result<secret> read_file(const std::filesystem::path& path, guard how);

} // namespace ballast::config
