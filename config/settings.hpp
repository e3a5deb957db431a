// What can be configured, as plain values with their defaults.
//
// apps/ maps these to the options of each owner; nobody else reads files,
// variables or flags. config/ballast.example.toml lists every key.
#pragma once

#include "config/secret.hpp"
#include "domain/decimal.hpp"
#include "domain/limit.hpp"
#include "domain/risk_rules.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::config {

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
  bool timeframe_told = false; ///< Somebody chose it; a demo has its own else.
  std::uint32_t candles = 100; ///< History kept a market; 90 to 350.
  /// Markets of a venue whose candles the funnel asks for; 1 to 1,000.
  std::uint32_t survivors = 20;
  std::uint32_t batch_min = 5;
  std::uint32_t batch_max = 15; ///< >= batch_min.
  duration delay{0};            ///< Between batches, beyond what permits ask.
  bool streams = true;          ///< A market that streams is not polled.
};

struct breaker_settings {
  std::uint32_t errors = 4; ///< In a row.
  duration cooldown = std::chrono::seconds{30};
};

struct paper_settings {
  /// What every account starts with at every venue, by currency; none negative.
  std::map<std::string, decimal> balance
    = {{"USD", decimal::whole(10'000)}, {"USDT", decimal::whole(10'000)}};
};

struct demo_settings {
  /// MASTER and N-1 users on every venue. 0, which nobody can write: MASTER and
  /// four users who show what can be.
  std::uint32_t accounts = 0;
  std::uint64_t seed = 1; ///< Brings the same demo back.
};

struct listen_settings {
  std::string address = "127.0.0.1"; ///< IPv4, IPv6 without brackets.
  std::uint16_t port = 8420;         ///< 0 takes a free one.
};

struct account_settings {
  std::string name;                     ///< "MASTER" or "USER_<NAME>".
  std::vector<std::string> venues = {}; ///< Empty: every enabled one.
  std::string follow = {}; ///< Account it copies; empty: independent.
  std::string strategy = "trend_pullback";
  risk_rules risk = {};
};

/// What a venue's credentials have beside a key and a secret.
struct credential_parts {
  bool passphrase = false;
  bool secret_is_pem = false; ///< It has several lines.
  bool paper = false;         ///< <VENUE>_PAPER says which host they are for.
};

struct venue_settings {
  /// In files, flags and metrics; in variables the same in capitals.
  std::string name;
  credential_parts credentials = {}; ///< The venue's, and no setting.
  bool enabled = true;
  std::string rest_url = {}; ///< "https://host[:port]"; empty: the venue's own.
  std::string ws_url = {};   ///< "wss://host[:port]"; empty: its own.
  /// What is known better than the venue's published limits. Whether the venue
  /// has such limits is for apps/ to check.
  limit_overrides limits = {};
};

/// All that one account needs at one venue. Move only, like its secrets.
struct venue_credentials {
  std::string venue;
  std::string account;
  secret key;
  secret secret_key;  ///< A PEM has real line ends.
  secret passphrase;  ///< Of venues that have one; else empty.
  bool paper = false; ///< Whether the key is for the venue's host for paper.
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

struct settings {
  run_mode mode = run_mode::demo;
  bool demo_by_default = false; ///< Nobody asked for it; say so at the start.
  scan_settings scan;
  breaker_settings breaker;
  demo_settings demo;
  paper_settings paper;
  /// MASTER first, always; then the others in the order of the file.
  std::vector<account_settings> accounts = {{.name = std::string{master}}};
  listen_settings listen;
  std::string data_dir; ///< Empty: ./data/<mode>, a temporary one for a demo.
  secret api_token;     ///< At least 22 characters, or empty.
  std::vector<std::string> allowed_hosts; ///< Extra Host headers taken.
  std::string ca_file; ///< PEM, trusted for loopback hosts only; may be empty.
  std::vector<venue_settings> venues; ///< Those that sources name, all of them.
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
