// A child process whose output is read line by line. Everything waits for an
// event (a line, the end) and has a deadline; nothing sleeps.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace ballast::test {

class process {
public:
  /// Longer than anything takes here, on a machine that others keep busy as
  /// well. Nobody waits for it who is not about to fail.
  static constexpr auto long_enough = std::chrono::seconds{60};

  /// Starts a program with exactly this environment, standard output and error
  /// read together, in a working directory.
  process(std::vector<std::string> arguments,
          const std::map<std::string, std::string>& environment,
          const std::string& directory);
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  /// Kills what still runs.
  ~process();

  /// Reads until a line satisfies `wanted`.
  /// @returns that line; nothing when the output ends or time is over.
  std::optional<std::string>
  wait_for_line(const std::function<bool(const std::string&)>& wanted,
                std::chrono::milliseconds patience = long_enough);
  std::optional<std::string> wait_for_line(std::string_view part,
                                           std::chrono::milliseconds patience
                                           = long_enough);
  /// Reads for so long, whatever comes.
  void read_for(std::chrono::milliseconds how_long);

  void send_signal(int number) const;
  /// Reads to the end of the output and reaps.
  /// @returns the exit status, 128 + n for a signal n; nothing after the
  ///          deadline (then the process is killed).
  std::optional<int> wait_for_end(std::chrono::milliseconds patience
                                  = long_enough);

  pid_t id() const noexcept { return pid_; }
  /// Everything it has said so far.
  const std::string& output() const noexcept { return output_; }

private:
  /// @returns false when the output has ended or time is over.
  bool read_some(std::chrono::steady_clock::time_point until);

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string output_;
  std::size_t line_begin_ = 0;
};

} // namespace ballast::test
