#include "sim/misbehaviour.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <utility>

namespace ballast::sim {

namespace {

/// As a proxy in front of a venue sends it; longer than any log line.
net::reply html_page(unsigned status, const std::string& title) {
  auto page = "<!DOCTYPE html>\n<html><head><title>" + title
              + "</title></head>\n<body><h1>" + title + "</h1>\n";
  for (auto i = 0; i < 40; ++i)
    page += "<p>Please wait while we check your browser. { \"id\": 0 }</p>\n";
  page += "</body></html>\n";
  return {
    status, {{"content-type", "text/html; charset=utf-8"}}, std::move(page)};
}

net::reply with_retry_after(net::reply x, const std::string& value,
                            const char* otherwise) {
  x.headers.push_back({"retry-after", value.empty() ? otherwise : value});
  return x;
}

/// A venue whose throttling is otherwise an error under 200 sends this one from
/// the proxy in front of it.
net::reply as_429(net::reply x) {
  x.status = 429;
  return x;
}

/// A venue that bans under 200 says nothing in headers either.
net::reply ban(const fault& x, const net::reply& words) {
  return words.status == 200 ? words : with_retry_after(words, x.value, "120");
}

net::reply server_error(const fault& x, net::reply words) {
  words.status = 500;
  std::from_chars(x.value.data(), x.value.data() + x.value.size(),
                  words.status);
  return words;
}

} // namespace

bool replaces_handling(fault_kind x) {
  switch (x) {
  case fault_kind::truncated:
  case fault_kind::cut:
  case fault_kind::hang:
  case fault_kind::reset:
  case fault_kind::trickle:
  case fault_kind::slow:
    return false;
  default:
    return true;
  }
}

net::answer replacement(const fault& x, const error_replies& words) {
  switch (x.kind) {
  case fault_kind::throttle:
    return {words.throttled};
  case fault_kind::throttle_html:
    return {html_page(429, "429 Too Many Requests")};
  case fault_kind::retry_after:
    return {with_retry_after(as_429(words.throttled), x.value, "2")};
  case fault_kind::ban:
    return {ban(x, words.banned)};
  case fault_kind::server_error:
    return {server_error(x, words.internal)};
  case fault_kind::error_200:
    return {words.error_in_200};
  case fault_kind::html_200:
    return {html_page(200, "Just a moment...")};
  case fault_kind::deep_json:
    return {
      {200, {{"content-type", "application/json"}}, std::string(200'000, '[')}};
  case fault_kind::unauthorised:
    return {words.unauthorised};
  case fault_kind::permission_denied:
    return {words.permission_denied};
  case fault_kind::maintenance:
    return {words.maintenance};
  case fault_kind::invalid_nonce:
    return {words.invalid_nonce};
  default:
    assert(!"a fault that leaves the handling to the venue");
    return {words.internal};
  }
}

net::answer spoil(const fault& x, net::answer good) {
  using ending = net::answer::ending;
  switch (x.kind) {
  case fault_kind::truncated:
    good.content.body.resize(good.content.body.size() / 2);
    break;
  case fault_kind::cut:
    good.how = ending::cut;
    break;
  case fault_kind::hang:
    good.how = ending::hang;
    break;
  case fault_kind::reset:
    good.how = ending::reset;
    break;
  case fault_kind::trickle:
    good.how = ending::trickle;
    break;
  case fault_kind::slow: {
    const auto value = parse_duration(x.value);
    good.delay += value ? *value : duration{std::chrono::seconds{2}};
    break;
  }
  default:
    assert(!"a fault that replaces the handling");
  }
  return good;
}

} // namespace ballast::sim
