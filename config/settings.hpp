// What can be configured, as plain values with their defaults.
//
// apps/ maps these to the options of each owner; nobody else reads files,
// variables or flags. config/ballast.example.toml lists every key.
#pragma once

#include "config/secret.hpp"
#include "domain/decimal.hpp"
#include "domain/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::config {

/// Every venue by the name it has in files, flags and metrics. The name in
/// variables is the same in capitals.
inline constexpr std::array<std::string_view, 5> venue_names
  = {"coinbase", "kraken", "okx", "binance", "alpaca"};

/// The account that exists by itself.
inline constexpr std::string_view master = "MASTER";

enum class run_mode : std::uint8_t {
  demo,  ///< Simulated venues inside the process; nothing leaves the machine.
  paper, ///< Real market data, orders filled locally.
  live,  ///< Real orders. Only when asked for by name.
};
const char* to_string(run_mode x) noexcept;

enum class scan_mode : std::uint8_t {
  funnel,   ///< Tickers choose whose candles are worth a request.
  rotation, ///< Every market's candles in turn.
};
const char* to_string(scan_mode x) noexcept;

struct scan_settings {
  scan_mode mode = scan_mode::funnel;
  /// One of 1, 5, 15, 30 minutes, 1, 2, 4, 6 hours, 1 day.
  std::chrono::seconds timeframe = std::chrono::minutes{5};
  std::uint32_t candles = 100; ///< History kept a market; 90 to 350.
  std::uint32_t batch_min = 5;
  std::uint32_t batch_max = 15; ///< >= batch_min.
  duration delay{0};            ///< Between batches, beyond what permits ask.
  bool streams = true;          ///< A market that streams is not polled.
};

struct breaker_settings {
  std::uint32_t errors = 4; ///< In a row.
  duration cooldown = std::chrono::seconds{30};
};

struct demo_settings {
  std::uint32_t accounts = 1; ///< MASTER and N-1 users on every venue.
  std::uint64_t seed = 1;     ///< Brings the same demo back.
};

struct listen_settings {
  std::string address = "127.0.0.1"; ///< IPv4, IPv6 without brackets.
  std::uint16_t port = 8420;         ///< 0 takes a free one.
};

struct risk_settings {
  std::uint32_t max_positions = 8;
  decimal min_balance = decimal::whole(1); ///< In the account's dollars.
};

struct account_settings {
  std::string name;                     ///< "MASTER" or "USER_<NAME>".
  std::vector<std::string> venues = {}; ///< Empty: every enabled one.
  std::string follow = {}; ///< Account it copies; empty: independent.
  std::string strategy = "trend_pullback";
  risk_settings risk = {};
};

struct venue_settings {
  std::string name; ///< One of venue_names.
  bool enabled = true;
  std::string rest_url = {}; ///< "https://host[:port]"; empty: the venue's own.
  std::string ws_url = {};   ///< "wss://host[:port][/path]"; empty: its own.
};

/// All that one account needs at one venue. Move only, like its secrets.
struct venue_credentials {
  std::string venue;
  std::string account;
  secret key;
  secret secret_key; ///< Coinbase: a PEM with real line ends.
  secret passphrase; ///< OKX alone.
  bool paper = true; ///< Alpaca alone: which of its hosts the key is for.
};

/// An account that cannot authenticate at a venue: skipped with one line.
struct credential_gap {
  std::string venue;
  std::string account;
  std::vector<std::string> missing; ///< Names of variables.
  bool half = false; ///< Some are there, which `load` refuses by default.
  /// "place: variable: expectation" of one that cannot be used, without its
  /// value; `load` refuses that by default too. Empty otherwise.
  std::string broken = {};
};

/// The five venues, enabled, at their own hosts.
std::vector<venue_settings> default_venues();

struct settings {
  run_mode mode = run_mode::demo;
  bool demo_by_default = false; ///< Nobody asked for it; say so at the start.
  scan_settings scan;
  breaker_settings breaker;
  demo_settings demo;
  /// MASTER first, always; then the others in the order of the file.
  std::vector<account_settings> accounts = {{.name = std::string{master}}};
  listen_settings listen;
  std::string data_dir; ///< Empty: ./data/<mode>, a temporary one for a demo.
  secret api_token;     ///< At least 22 characters, or empty.
  std::vector<std::string> allowed_hosts; ///< Extra Host headers taken.
  std::string ca_file; ///< PEM, trusted for loopback hosts only; may be empty.
  std::vector<venue_settings> venues = default_venues();
  /// "kraken/MASTER": keys that may withdraw and are used in live all the same.
  std::vector<std::string> accept_withdrawal_keys;
  bool log_json = false;
  bool suppress_single_exchange_warning = false;
  std::vector<venue_credentials> credentials;
  std::vector<credential_gap> gaps;
  /// Sentences for the log: variables that nobody reads. Without values.
  std::vector<std::string> warnings;
};

/// Whether `host` (no brackets, no port) can only be this machine.
bool is_loopback(std::string_view host) noexcept;

} // namespace ballast::config
