#include "net/url.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ballast::net {

namespace {

char lower(char x) {
  return x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x;
}

bool is_digit(char x) { return x >= '0' && x <= '9'; }

bool is_hex(char x) {
  return is_digit(x) || (lower(x) >= 'a' && lower(x) <= 'f');
}

bool is_name_char(char x) {
  return is_digit(x) || (lower(x) >= 'a' && lower(x) <= 'z') || x == '-'
         || x == '.' || x == '_';
}

/// "127.0.0.1" and nothing shorter: four numbers up to 255 in plain decimal.
bool is_dotted(std::string_view host) {
  int parts = 0;
  while (true) {
    const auto part = host.substr(0, host.find('.'));
    unsigned value = 0;
    const auto* const end = part.data() + part.size();
    const auto [stop, failed] = std::from_chars(part.data(), end, value);
    if (failed != std::errc{} || stop != end || value > 255 || part.size() > 3
        || (part.size() > 1 && part.front() == '0'))
      return false;
    ++parts;
    if (part.size() == host.size())
      return parts == 4;
    host.remove_prefix(part.size() + 1);
  }
}

bool is_colon_address(std::string_view host) {
  return std::count(host.begin(), host.end(), ':') >= 2
         && std::all_of(host.begin(), host.end(), [](char x) {
              return is_hex(x) || x == ':' || x == '.';
            });
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, port);
  if (failed != std::errc{} || stop != end || port == 0)
    return std::nullopt;
  return port;
}

/// Takes the host off the front of `rest`; what stays is empty or ":port".
std::optional<std::string> take_host(std::string_view& rest) {
  if (rest.starts_with('[')) {
    const auto close = rest.find(']');
    if (close == std::string_view::npos)
      return std::nullopt;
    const auto host = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    if (!is_colon_address(host))
      return std::nullopt;
    return std::string{host};
  }
  const auto host = rest.substr(0, rest.find(':'));
  rest.remove_prefix(host.size());
  if (host.empty() || !std::all_of(host.begin(), host.end(), is_name_char))
    return std::nullopt;
  return std::string{host};
}

} // namespace

std::string url::authority() const {
  auto text = is_colon_address(host) ? '[' + host + ']' : host;
  if (port != (secure ? 443 : 80))
    text += ':' + std::to_string(port);
  return text;
}

std::optional<url> parse_url(std::string_view base) {
  std::string text{base};
  std::transform(text.begin(), text.end(), text.begin(), lower);
  std::string_view rest = text;
  url result;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    result.secure = false;
    result.port = 80;
  } else {
    return std::nullopt;
  }
  auto host = take_host(rest);
  if (!host)
    return std::nullopt;
  result.host = std::move(*host);
  if (rest.empty())
    return result;
  const auto port
    = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
  if (!port)
    return std::nullopt;
  result.port = *port;
  return result;
}

bool is_loopback(std::string_view host) {
  if (host == "::1" || host == "[::1]")
    return true;
  if (host.starts_with("127.") && is_dotted(host))
    return true;
  constexpr std::string_view name = "localhost";
  return std::equal(host.begin(), host.end(), name.begin(), name.end(),
                    [](char x, char y) { return lower(x) == y; });
}

bool is_address(std::string_view host) {
  return is_dotted(host) || is_colon_address(host);
}

} // namespace ballast::net
