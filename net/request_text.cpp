#include "net/request_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast::net {

namespace {

/// RFC 9110, section 5.6.2.
bool is_token(std::string_view x) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !x.empty() && std::all_of(x.begin(), x.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
           || (c >= 'A' && c <= 'Z') || others.find(c) != others.npos;
  });
}

bool is_control(char x) { return (x >= 0 && x < ' ') || x == 0x7f; }

bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 6> names
    = {"host",       "user-agent",     "accept-encoding",
       "connection", "content-length", "transfer-encoding"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view x) {
    return std::equal(x.begin(), x.end(), name.begin(), name.end(),
                      [](char a, char b) {
                        return a == std::tolower(static_cast<unsigned char>(b));
                      });
  });
}

bool wants_length(const call& x) {
  return !x.body.empty() || x.method == "POST" || x.method == "PUT"
         || x.method == "PATCH";
}

} // namespace

std::optional<std::string> call_fault(const call& x) {
  if (!is_token(x.method))
    return "the method is not a token";
  if (!x.target.starts_with('/')
      || std::any_of(x.target.begin(), x.target.end(),
                     [](char c) { return is_control(c) || c == ' '; }))
    return "the target is not a path and query";
  for (const auto& h : x.headers) {
    if (!is_token(h.name))
      return "a header's name is not a token";
    if (std::any_of(h.value.begin(), h.value.end(),
                    [](char c) { return is_control(c) && c != '\t'; }))
      return "the header " + h.name + " holds a control character";
  }
  return std::nullopt;
}

std::string request_text(const call& x, std::string_view authority,
                         std::string_view user_agent) {
  std::string text;
  text.reserve(512 + x.target.size() + x.body.size());
  auto field = [&](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  text.append(x.method).append(" ").append(x.target).append(" HTTP/1.1\r\n");
  field("Host", authority);
  field("User-Agent", user_agent);
  field("Accept-Encoding", "gzip");
  field("Connection", "keep-alive");
  if (wants_length(x))
    field("Content-Length", std::to_string(x.body.size()));
  for (const auto& h : x.headers)
    if (!is_ours(h.name))
      field(h.name, h.value);
  text.append("\r\n").append(x.body);
  return text;
}

} // namespace ballast::net
