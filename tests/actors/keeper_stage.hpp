// A stream_keeper on a stage: a venue of words, sockets that only remember, and
// a test that says what happens.
#pragma once

#include "actors/stream_keeper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

using namespace std::chrono_literals;
using venues::channel;
using venues::socket_kind;

/// A venue whose messages are words: "ask A B", "told A", "candle A", "gap A",
/// "login", "closing", "?".
class wordy_dialect : public venues::stream_dialect {
public:
  std::optional<socket_kind> socket_of(channel x) const override {
    if (venues::is_private(x))
      return has_account ? std::optional{socket_kind::account} : std::nullopt;
    return x == channel::candles ? std::optional{socket_kind::candles}
                                 : std::nullopt;
  }
  bool has_candles(std::chrono::seconds timeframe) const override {
    return timeframe == 300s;
  }
  std::string url(socket_kind) const override { return "wss://words/candles"; }
  venues::socket_rules rules(socket_kind) const override { return limits; }
  std::vector<std::string> login(socket_kind, unix_time,
                                 const std::string& token) override {
    if (!token.empty())
      return {"token " + token};
    return logs_in ? std::vector<std::string>{"login"}
                   : std::vector<std::string>{};
  }
  std::vector<std::string> subscribe(channel what,
                                     std::span<const market> markets,
                                     std::chrono::seconds, unix_time) override {
    if (venues::is_private(what))
      return {std::string{"ask "} + to_string(what)};
    return words("ask", markets);
  }
  std::vector<std::string> unsubscribe(channel, std::span<const market> markets,
                                       std::chrono::seconds,
                                       unix_time) override {
    return words("end", markets);
  }
  std::string keep_alive(unix_time) override { return "ping"; }
  std::vector<venues::stream_event> read(socket_kind, std::string_view text,
                                         unix_time) override {
    const auto space = std::min(text.find(' '), text.size());
    const auto what = text.substr(0, space);
    const auto name
      = std::string{text.substr(std::min(space + 1, text.size()))};
    if (what == "told" && name == "orders")
      return {venues::stream_ack{channel::orders, {}, true}};
    if (what == "told")
      return {venues::stream_ack{channel::candles, name, true}};
    if (what == "gap")
      return {venues::stream_gap{channel::candles, name, "a hole"}};
    if (what == "login")
      return {venues::stream_login{}};
    if (what == "closing")
      return {venues::stream_closing{"maintenance"}};
    if (what == "candle")
      return {venues::stream_candle{{name, "USD"}, 300s, {}, false}};
    return what == "ping" ? std::vector<venues::stream_event>{}
                          : std::vector<venues::stream_event>{
                            venues::stream_malformed{std::string{text}}};
  }
  void restart(socket_kind) override { ++restarts; }

  venues::socket_rules limits;
  bool logs_in = false;
  bool has_account = false;
  int restarts = 0;

private:
  std::vector<std::string> words(const std::string& verb,
                                 std::span<const market> markets) const {
    std::vector<std::string> result;
    const auto most = std::max<std::size_t>(limits.per_message, 1);
    for (std::size_t i = 0; i < markets.size(); i += most) {
      result.push_back(verb);
      for (auto j = i; j < std::min(i + most, markets.size()); ++j)
        result.back() += ' ' + markets[j].venue_symbol;
    }
    return result;
  }
};

/// Remembers; the test says what happens.
class hand_sockets : public net::socket_transport {
public:
  net::socket_id open(net::socket_options, net::socket_handler then) override {
    handlers.push_back(std::move(then));
    said.emplace_back();
    closed.push_back(false);
    return handlers.size();
  }
  void say(net::socket_id to, std::string text) override {
    said.at(to - 1).push_back(std::move(text));
  }
  void close(net::socket_id which) override { closed.at(which - 1) = true; }

  std::vector<net::socket_handler> handlers;
  std::vector<std::vector<std::string>> said;
  std::vector<bool> closed;
};

class keeper_stage : public ::testing::Test {
protected:
  keeper_stage() {
    dialect.limits.per_message = 10;
    dialect.limits.silence_max = 30s;
    dialect.limits.ping_every = 10s;
  }

  stream_keeper& keeper() {
    if (!keeper_) {
      stream_keeper::options how;
      how.seed = 7;
      how.handler = [this](stream_keeper::line_id line) {
        return [this, line](net::socket_event what) {
          for (const auto& x : keeper_->heard(line, std::move(what), now))
            if (std::holds_alternative<venues::stream_candle>(x))
              ++candles;
        };
      };
      if (wants_token)
        how.ask_token = [this] { ++tokens_asked; };
      how.say = [this](bool is_warning, const std::string& text) {
        if (is_warning)
          warnings.push_back(text);
      };
      keeper_
        = std::make_unique<stream_keeper>(dialect, sockets, std::move(how));
    }
    return *keeper_;
  }

  static std::vector<market> markets(std::size_t count) {
    std::vector<market> result(count);
    for (std::size_t i = 0; i < count; ++i) {
      result[i].venue_symbol = "M" + std::to_string(100 + i);
      result[i].symbol = {result[i].venue_symbol, "USD"};
    }
    return result;
  }

  void pass(duration how_long) {
    for (const auto end = now.steady + how_long; now.steady < end;) {
      now.steady += 1s;
      now.wall += 1s;
      keeper().tick(now);
      dial();
    }
  }
  void dial() {
    if (!has_leave)
      return;
    for (const auto kind : venues::socket_kinds)
      while (keeper().waiting(kind, now.steady) > 0)
        keeper().dial(kind, now);
  }
  void opens(std::size_t which) {
    sockets.handlers.at(which)(net::socket_opened{});
  }
  void hears(std::size_t which, const std::string& text) {
    sockets.handlers.at(which)(net::socket_message{text});
  }
  void ends(std::size_t which) {
    sockets.handlers.at(which)(net::socket_closed{
      {net::failure::kind::lost, true, "connection reset"}, 0, 0});
  }
  /// The venue takes all that was asked for on a socket.
  void agrees(std::size_t which) {
    const auto all = sockets.said.at(which);
    for (const auto& text : all)
      if (text.starts_with("ask "))
        for (std::size_t at = 3; at < text.size();) {
          const auto next = std::min(text.find(' ', at + 1), text.size());
          hears(which, "told" + text.substr(at, next - at));
          at = next;
        }
  }
  std::size_t told() { return keeper().told(); }

  wordy_dialect dialect;
  hand_sockets sockets;
  instant now{time_point{1000s}, unix_time{1'768'214'307'000ms}};
  std::vector<std::string> warnings;
  int candles = 0;
  bool has_leave = true; ///< For whatever socket is wanted.
  bool wants_token = false;
  int tokens_asked = 0;

private:
  std::unique_ptr<stream_keeper> keeper_;
};

} // namespace ballast::test
