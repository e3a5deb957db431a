// What travels: plain values, so that a codec needs no socket and a simulator
// no HTTP library.
#pragma once

#include <algorithm>
#include <cctype>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::net {

struct header {
  std::string name;
  std::string value;
};

/// One HTTP request. Deliberately without a formatter: headers carry
/// signatures.
struct call {
  std::string method = "GET";
  std::string base;   ///< Scheme and authority, "https://api.coinbase.com".
  std::string target; ///< Path and query, "/api/v3/brokerage/time".
  std::vector<header> headers;
  std::string body;
};

/// One HTTP answer, decompressed.
struct reply {
  unsigned status = 0;
  std::vector<header> headers;
  std::string body;
};

/// First value of a header, its name compared without case.
inline std::optional<std::string_view>
find_header(const std::vector<header>& headers, std::string_view name) {
  auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a))
           == std::tolower(static_cast<unsigned char>(b));
  };
  for (const auto& x : headers)
    if (std::equal(x.name.begin(), x.name.end(), name.begin(), name.end(),
                   same))
      return x.value;
  return std::nullopt;
}

/// What a server does with a call: answers, late or never. Simulated venues
/// and the fault tests need all of them, the monitoring endpoint only `send`.
struct answer {
  enum class ending {
    send,    ///< The whole reply after `delay`.
    hang,    ///< Nothing, until the other side gives up.
    reset,   ///< The connection is reset after `delay`.
    trickle, ///< The body one byte a second.
    cut,     ///< Half of the body, then the connection closes.
  };
  reply content;
  ending how = ending::send;
  std::chrono::nanoseconds delay{0};
};

} // namespace ballast::net
