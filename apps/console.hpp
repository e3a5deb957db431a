// What a person sees: log lines, and on a terminal one line of progress under
// them that is redrawn in place.
#pragma once

#include "actors/log.hpp"
#include "actors/status_board.hpp"
#include "domain/time.hpp"

#include <memory>
#include <string>

namespace ballast::apps {

struct console_options {
  bool json = false;     ///< JSON lines instead of text.
  bool terminal = false; ///< Progress line; colours unless `no_color`.
  bool no_color = false; ///< NO_COLOR is set.
  bool verbose = false;  ///< Debug lines too.
  std::shared_ptr<const calendar> wall;
};

/// Writes to standard output; from any thread.
class console {
public:
  explicit console(console_options options);
  console(const console&) = delete;
  console& operator=(const console&) = delete;
  ~console();

  void log(log_level level, const std::string& who, const std::string& text);
  /// A log_sink that keeps the console alive through `self`.
  static log_sink sink(const std::shared_ptr<console>& self);
  /// Redraws the line of progress; does nothing off a terminal.
  void progress(const std::string& text);

private:
  class screen;
  console_options options_;
  std::shared_ptr<screen> screen_;
};

/// "coinbase 410/647 [########----] 63%  9.9/s  score 100" for each scanner.
std::string progress_line(const status_report& report);

/// One line of text: what would move a cursor or forge a line becomes '?'.
std::string printable(const std::string& text);

} // namespace ballast::apps
