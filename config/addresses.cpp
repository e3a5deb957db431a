// Where to listen, whom to call: the part of values.hpp about hosts.
#include "config/values.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <optional>

namespace ballast::config {

namespace {

constexpr auto expected_rest
  = "expected https://host[:port] (http:// for loopback hosts only)";
constexpr auto expected_stream
  = "expected wss://host[:port] (ws:// for loopback hosts only)";
constexpr auto expected_listen
  = "expected an address and a port, like 127.0.0.1:8420 or [::1]:0";

bool is_ip(std::string_view host) {
  const auto text = std::string{host};
  auto room = in6_addr{};
  return inet_pton(AF_INET, text.c_str(), &room) == 1
         || inet_pton(AF_INET6, text.c_str(), &room) == 1;
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && host.front() != '-'
         && host.front() != '.'
         && std::all_of(host.begin(), host.end(), [](char x) {
              return std::isalnum(static_cast<unsigned char>(x)) != 0
                     || x == '-' || x == '.';
            });
}

struct authority {
  std::string_view host; ///< Without brackets.
  std::string_view port; ///< Digits; may be empty.
};

/// Reads `host`, `host:port`, `[v6]`, `[v6]:port`.
std::optional<authority> read_authority(std::string_view text) {
  auto result = authority{};
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos)
      return std::nullopt;
    result.host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (!is_ip(result.host) || result.host.find(':') == std::string_view::npos)
      return std::nullopt;
  } else {
    const auto end = std::min(text.find(':'), text.size());
    result.host = text.substr(0, end);
    text.remove_prefix(end);
    if (!is_host_name(result.host))
      return std::nullopt;
  }
  if (text.empty())
    return result;
  result.port = text.substr(1);
  if (text.front() != ':' || !parse_whole(result.port, 0, 65535))
    return std::nullopt;
  return result;
}

} // namespace

result<std::string> parse_url(std::string_view text, url_kind what) {
  const auto rest = what == url_kind::rest;
  const auto wrong
    = fault{ec::invalid_argument, rest ? expected_rest : expected_stream};
  const auto safe = std::string_view{rest ? "https://" : "wss://"};
  const auto plain = std::string_view{rest ? "http://" : "ws://"};
  const auto is_plain = text.starts_with(plain);
  if (!is_plain && !text.starts_with(safe))
    return wrong;
  while (text.ends_with('/'))
    text.remove_suffix(1);
  const auto scheme = is_plain ? plain.size() : safe.size();
  if (text.size() <= scheme)
    return wrong;
  // The path of each endpoint and socket is the venue's, whatever the host.
  const auto where = read_authority(text.substr(scheme));
  if (!where)
    return wrong;
  if (is_plain && !is_loopback(where->host))
    return wrong;
  return std::string{text};
}

result<std::string> parse_address(std::string_view text) {
  if (text == "localhost" || is_ip(text))
    return std::string{text};
  return fault{ec::invalid_argument,
               "expected an address like 127.0.0.1, 0.0.0.0 or ::1"};
}

result<listen_settings> parse_listen(std::string_view text) {
  const auto wrong = fault{ec::invalid_argument, expected_listen};
  const auto where = read_authority(text);
  if (!where || where->port.empty())
    return wrong;
  const auto address = parse_address(where->host);
  const auto port = parse_whole(where->port, 0, 65535);
  if (!address || !port)
    return wrong;
  return listen_settings{*address, static_cast<std::uint16_t>(*port)};
}

result<std::string> parse_host(std::string_view text) {
  if (!read_authority(text))
    return fault{ec::invalid_argument,
                 "expected a host name, perhaps with a port"};
  return std::string{text};
}

result<std::vector<std::string>> parse_hosts(std::string_view text) {
  auto hosts = std::vector<std::string>{};
  while (true) {
    const auto comma = std::min(text.find(','), text.size());
    auto host = parse_host(trimmed(text.substr(0, comma)));
    if (!host)
      return fault{ec::invalid_argument,
                   "expected host names between commas, like a.example,b:8420"};
    hosts.push_back(*host);
    if (comma == text.size())
      return hosts;
    text.remove_prefix(comma + 1);
  }
}

} // namespace ballast::config
