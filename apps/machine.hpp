// The machine under a node: its calendar, its environment, its signals, its
// files. The one place that touches them.
#pragma once

#include "config/variables.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

std::shared_ptr<const calendar> machine_calendar();
/// Both clocks, now.
instant machine_now();

/// First thing in main: no core dumps, and none of the variables by which a
/// user, a library or a proxy could read what TLS protects.
void harden();

/// Every variable; values point into the process's own memory.
std::vector<config::environment_variable> environment();
/// Overwrites the values of these variables in place and removes them: an
/// unset variable alone would still stand in /proc/PID/environ.
void scrub(const std::vector<std::string>& names);

/// Blocks SIGINT, SIGTERM, SIGHUP in this and all later threads.
void block_signals();
/// Waits for one of them.
/// @returns its number, or nothing once the time is over.
std::optional<int> wait_for_signal(std::chrono::milliseconds how_long);

bool is_terminal();
bool has_variable(const char* name);

/// Writes a file whole or not at all.
result<done> write_file(const std::filesystem::path& path,
                        const std::string& text);
result<std::string> read_file(const std::filesystem::path& path);

/// A fresh directory of our own, removed with everything in it.
class temporary_directory {
public:
  /// @throws std::system_error when none can be made.
  temporary_directory();
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;
  ~temporary_directory();
  const std::filesystem::path& path() const noexcept { return path_; }

private:
  std::filesystem::path path_;
};

} // namespace ballast::apps
