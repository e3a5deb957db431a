// Asks a transport and waits for what comes of it.
#pragma once

#include "net/http_server.hpp"
#include "net/https_transport.hpp"
#include "net/tls_identity.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace ballast::net::test {

using namespace std::chrono_literals;

/// Longer than anything takes, the slowest sanitizer included.
constexpr auto patience = 30s;

/// Deadlines that no test reaches unless it sets one of them itself.
inline deadlines unhurried() { return {patience, patience, patience}; }

inline call get(const std::string& base, const std::string& target = "/") {
  call x;
  x.base = base;
  x.target = target;
  return x;
}

inline std::future<outcome> send(transport& by, call what,
                                 deadlines when = unhurried()) {
  auto promise = std::make_shared<std::promise<outcome>>();
  auto result = promise->get_future();
  by.send(std::move(what), when,
          [promise](outcome x) { promise->set_value(std::move(x)); });
  return result;
}

/// What came of it; a failure named "the test ran out of patience" else.
inline outcome wait(std::future<outcome> x) {
  if (x.wait_for(patience) != std::future_status::ready)
    return failure{failure::kind::stopped, false,
                   "the test ran out of patience"};
  return x.get();
}

inline outcome ask(transport& by, call what, deadlines when = unhurried()) {
  return wait(send(by, std::move(what), when));
}

/// The failure in `x`; one that says "a reply came" when it is none.
inline failure failure_of(const outcome& x) {
  if (const auto* found = std::get_if<failure>(&x))
    return *found;
  return {failure::kind::stopped, false, "a reply came"};
}

/// The reply in `x`; status 0 and the failure's text when it is none.
inline reply reply_of(const outcome& x) {
  if (const auto* found = std::get_if<reply>(&x))
    return *found;
  return {0, {}, std::get<failure>(x).text};
}

inline std::string body_of(const outcome& x) { return reply_of(x).body; }

inline bool mentions(const failure& x, std::string_view word) {
  return x.text.find(word) != std::string::npos;
}

inline std::string http_base(const http_server& x) {
  return "http://127.0.0.1:" + std::to_string(x.port());
}

inline std::string https_base(const http_server& x,
                              const std::string& host = "127.0.0.1") {
  return "https://" + host + ":" + std::to_string(x.port());
}

inline answer say(std::string body, unsigned status = 200) {
  answer x;
  x.content.status = status;
  x.content.body = std::move(body);
  return x;
}

/// A handler that gives the same answer to every call.
inline request_handler always(answer x) {
  return [x](const call&, const respond& then) { then(x); };
}

inline server_options tls_options(const tls_identity& x) {
  server_options opts;
  opts.certificate_pem = x.certificate;
  opts.key_pem = x.key;
  return opts;
}

inline https_transport_options trusting(const tls_identity& x) {
  https_transport_options opts;
  opts.loopback_ca_pem = x.ca;
  return opts;
}

} // namespace ballast::net::test
