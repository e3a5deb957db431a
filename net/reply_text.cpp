#include "net/reply_text.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast::net {

namespace {

bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 3> names
    = {"content-length", "transfer-encoding", "connection"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view x) {
    return std::equal(x.begin(), x.end(), name.begin(), name.end(),
                      [](char a, char b) {
                        return a == std::tolower(static_cast<unsigned char>(b));
                      });
  });
}

bool is_clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char x) {
    return (x >= 0 && x < ' ' && x != '\t') || x == 0x7f;
  });
}

} // namespace

bool has_body(unsigned status) {
  return status >= 200 && status != 204 && status != 304;
}

std::string reply_head(const reply& x, std::size_t length, bool keeps_alive) {
  namespace http = boost::beast::http;
  const auto reason = http::obsolete_reason(http::int_to_status(x.status));
  std::string text;
  text.reserve(512);
  text.append("HTTP/1.1 ").append(std::to_string(x.status)).append(" ");
  text.append(reason.data(), reason.size()).append("\r\n");
  for (const auto& h : x.headers)
    if (!is_ours(h.name) && is_clean(h.name) && is_clean(h.value))
      text.append(h.name).append(": ").append(h.value).append("\r\n");
  if (has_body(x.status))
    text.append("Content-Length: ")
      .append(std::to_string(length))
      .append("\r\n");
  text.append("Connection: ").append(keeps_alive ? "keep-alive" : "close");
  return text.append("\r\n\r\n");
}

} // namespace ballast::net
