#include "apps/console.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <string_view>
#include <utility>

namespace ballast::apps {

namespace {

namespace level = spdlog::level;

level::level_enum level_of(log_level x) {
  switch (x) {
  case log_level::debug:
    return level::debug;
  case log_level::info:
    return level::info;
  case log_level::warning:
    return level::warn;
  case log_level::error:
    return level::err;
  }
  return level::info;
}

const char* name_of(level::level_enum x) {
  switch (x) {
  case level::debug:
    return "DEBUG";
  case level::warn:
    return "WARN";
  case level::err:
    return "ERROR";
  default:
    return "INFO";
  }
}

const char* color_of(level::level_enum x) {
  switch (x) {
  case level::warn:
    return "\x1b[33m";
  case level::err:
    return "\x1b[31m";
  default:
    return "";
  }
}

/// The contract's level names: upper case, five wide.
class level_flag : public spdlog::custom_flag_formatter {
public:
  void format(const spdlog::details::log_msg& x, const std::tm&,
              spdlog::memory_buf_t& out) override {
    fmt::format_to(std::back_inserter(out), "{:<5}", name_of(x.level));
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<level_flag>();
  }
};

std::unique_ptr<spdlog::formatter> text_formatter() {
  auto result = std::make_unique<spdlog::pattern_formatter>(
    spdlog::pattern_time_type::utc);
  result->add_flag<level_flag>('*');
  result->set_pattern("%Y-%m-%d %H:%M:%S.%e %* [%n] %v");
  return result;
}

} // namespace

class console::screen : public spdlog::sinks::base_sink<std::mutex> {
public:
  explicit screen(const console_options& options)
      : json_{options.json}, terminal_{options.terminal},
        color_{options.terminal && !options.no_color} {
    formatter_ = text_formatter();
  }

  void progress(const std::string& text) {
    const auto lock = std::lock_guard{mutex_};
    progress_ = text;
    draw();
  }

protected:
  void sink_it_(const spdlog::details::log_msg& x) override {
    clear();
    spdlog::memory_buf_t line;
    if (json_)
      format_json(x, line);
    else
      formatter_->format(x, line);
    const std::string_view text{line.data(), line.size()};
    const std::string_view color = color_ ? color_of(x.level) : "";
    fmt::print("{}{}{}", color, text, color.empty() ? "" : "\x1b[0m");
    draw();
    std::fflush(stdout);
  }
  void flush_() override { std::fflush(stdout); }

private:
  static void format_json(const spdlog::details::log_msg& x,
                          spdlog::memory_buf_t& out) {
    const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(
                      x.time.time_since_epoch())
                      .count();
    const nlohmann::ordered_json line
      = {{"time_ms", at},
         {"level", name_of(x.level)},
         {"who", std::string_view{x.logger_name.data(), x.logger_name.size()}},
         {"text", std::string_view{x.payload.data(), x.payload.size()}}};
    fmt::format_to(
      std::back_inserter(out), "{}\n",
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  void clear() const {
    if (terminal_ && !progress_.empty())
      fmt::print("\r\x1b[K");
  }
  void draw() const {
    if (!terminal_ || progress_.empty())
      return;
    fmt::print("\r\x1b[K{}", progress_);
    std::fflush(stdout);
  }

  bool json_;
  bool terminal_;
  bool color_;
  std::string progress_;
};

console::console(console_options options)
    : options_{std::move(options)}, screen_{
                                      std::make_shared<screen>(options_)} {
  // What net/ has to say goes the same way and looks the same.
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("net", screen_));
}

console::~console() { screen_->progress({}); }

void console::log(log_level x, const std::string& who,
                  const std::string& text) {
  if (x == log_level::debug && !options_.verbose)
    return;
  const auto safe_who = printable(who);
  const auto safe_text = printable(text);
  // Debian's spdlog takes the time of a line as an argument, so that the one
  // calendar of the run stamps it.
  screen_->log(spdlog::details::log_msg(
    spdlog::log_clock::time_point{options_.wall->now()}, {}, safe_who,
    level_of(x), safe_text));
}

log_sink console::sink(const std::shared_ptr<console>& self) {
  return [self](log_level x, const std::string& who, const std::string& text) {
    self->log(x, who, text);
  };
}

void console::progress(const std::string& text) {
  if (options_.terminal && !options_.json)
    screen_->progress(text);
}

std::string progress_line(const status_report& report) {
  constexpr std::size_t width = 20;
  std::string result;
  for (const auto& x : report.venues) {
    if (!x.has_scan_figures || x.rotation.markets == 0)
      continue;
    const auto markets = x.rotation.markets;
    const auto position = std::min(x.rotation.position, markets);
    const auto filled = width * position / markets;
    const auto score = x.health.score.get();
    result += fmt::format(
      "{}{} {}/{} [{:#<{}}{:-<{}}] {}%{}  {:.0f}% of the limit  score {}  "
      "batch {}",
      result.empty() ? "" : "   ", x.broker.venue, position, markets, "",
      filled, "", width - filled, 100 * position / markets,
      x.rotation.streamed == 0
        ? std::string{}
        : fmt::format("  {} stream", x.rotation.streamed),
      100 * double(x.permits.utilisation),
      score ? std::to_string(*score) : "unknown", x.health.batch_size);
  }
  return result;
}

std::string printable(const std::string& text) {
  auto result = text;
  std::replace_if(
    result.begin(), result.end(),
    [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte < 0x20 || byte == 0x7f;
    },
    '?');
  return result;
}

} // namespace ballast::apps
