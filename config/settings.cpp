#include "config/settings.hpp"

#include <arpa/inet.h>

namespace ballast::config {

const char* to_string(run_mode x) noexcept {
  switch (x) {
  case run_mode::demo:
    return "demo";
  case run_mode::paper:
    return "paper";
  case run_mode::live:
    return "live";
  }
  return "?";
}

const char* to_string(scan_mode x) noexcept {
  switch (x) {
  case scan_mode::funnel:
    return "funnel";
  case scan_mode::rotation:
    return "rotation";
  }
  return "?";
}

bool is_loopback(std::string_view host) noexcept {
  if (host == "localhost")
    return true;
  // A host name such as 127.evil.example must not pass for an address.
  char text[64] = {};
  if (host.size() >= sizeof text)
    return false;
  host.copy(text, host.size());
  auto four = in_addr{};
  if (inet_pton(AF_INET, text, &four) == 1)
    return ntohl(four.s_addr) >> 24 == 127;
  auto six = in6_addr{};
  return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

} // namespace ballast::config
