#include "venues/rest_url.hpp"

#include <algorithm>

namespace ballast::venues {

std::string_view authority_of(std::string_view base) {
  return base.substr(base.find("://") + 3);
}

result<std::string> base_of(std::string_view venue, std::string_view url,
                            std::string_view live_url) {
  auto base = std::string{url.empty() ? live_url : url};
  if (base.ends_with('/'))
    base.pop_back();
  const auto has_scheme
    = base.starts_with("https://") || base.starts_with("http://");
  const auto authority = has_scheme ? authority_of(base) : std::string_view{};
  const auto is_plain
    = std::all_of(authority.begin(), authority.end(), [](char x) {
        return '!' <= x && x <= '~'
               && std::string_view{"/?#@\\\"<>"}.find(x)
                    == std::string_view::npos;
      });
  if (authority.empty() || !is_plain)
    return fault{ec::invalid_argument,
                 std::string{venue}
                   + " rest_url: expected \"https://host\" or "
                     "\"http://host:port\", without a path"};
  return base;
}

result<std::string> stream_base_of(std::string_view venue,
                                   std::string_view url) {
  auto base = std::string{url};
  if (base.ends_with('/'))
    base.pop_back();
  if (base.empty())
    return base;
  // The same form as that of REST, but for its scheme.
  const auto is_stream
    = base.starts_with("ws://") || base.starts_with("wss://");
  if (!is_stream || !base_of(venue, "http" + base.substr(2), {}))
    return fault{ec::invalid_argument,
                 std::string{venue}
                   + " ws_url: expected \"wss://host\" or "
                     "\"ws://host:port\", without a path"};
  return base;
}

std::string escaped(std::string_view x) {
  constexpr auto unreserved = std::string_view{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"};
  constexpr auto digits = std::string_view{"0123456789ABCDEF"};
  std::string text;
  for (const auto c : x) {
    if (unreserved.find(c) != std::string_view::npos) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

} // namespace ballast::venues
