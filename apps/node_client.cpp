#include "apps/node_client.hpp"

#include "apps/console.hpp"
#include "net/https_transport.hpp"
#include "net/url.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <future>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

net::outcome fetch(net::call call) {
  net::https_transport transport{{}};
  if (const auto* token = std::getenv("BALLAST_API_TOKEN"))
    call.headers.push_back({"Authorization", std::string{"Bearer "} + token});
  std::promise<net::outcome> promise;
  auto future = promise.get_future();
  net::deadlines when;
  // A halt waits for the disk.
  when.ready = std::chrono::seconds{10};
  transport.send(std::move(call), when, [&promise](net::outcome x) {
    promise.set_value(std::move(x));
  });
  return future.get();
}

/// The detail of a problem document, or nothing.
std::string detail_of(const std::string& body) {
  const auto read = json::parse(body, nullptr, false);
  if (!read.is_object() || !read.contains("detail")
      || !read["detail"].is_string())
    return {};
  return printable(read["detail"].get<std::string>());
}

int refused(std::string_view command, const std::string& base,
            const net::reply& reply) {
  const auto detail = detail_of(reply.body);
  if (reply.status == 401)
    fmt::print(stderr,
               "ballast {}: the node wants its token: set BALLAST_API_TOKEN{}"
               "{}\n",
               command, detail.empty() ? "" : ". It says: ", detail);
  else if (!detail.empty())
    fmt::print(stderr, "ballast {}: {}\n", command, detail);
  else
    fmt::print(stderr, "ballast {}: {} answered {}\n", command, base,
               reply.status);
  return reply.status == 400 || reply.status == 404 ? 2 : 1;
}

} // namespace

std::variant<json, int> ask_node(const node_address& where,
                                 std::string_view command,
                                 const std::string& target,
                                 const std::optional<json>& body) {
  if (!net::parse_url(where.url)) {
    fmt::print(stderr,
               "ballast {}: --url: expected http://HOST:PORT, for example "
               "http://127.0.0.1:8420\n",
               command);
    return 2;
  }
  auto base = where.url;
  while (base.ends_with('/'))
    base.pop_back();
  net::call call;
  call.base = base;
  call.target = target;
  if (body) {
    call.method = "POST";
    call.body = body->dump();
    call.headers.push_back({"Content-Type", "application/json"});
  }
  const auto end = fetch(std::move(call));
  if (const auto* why = std::get_if<net::failure>(&end)) {
    fmt::print(stderr,
               "ballast {}: no node answers at {} ({}). Is one running? "
               "`ballast run` starts it; --url names another.\n",
               command, base, printable(why->text));
    return 1;
  }
  const auto& reply = std::get<net::reply>(end);
  if (reply.status != 200)
    return refused(command, base, reply);
  auto read = json::parse(reply.body, nullptr, false);
  if (!read.is_object()) {
    fmt::print(stderr, "ballast {}: the answer is no JSON object\n", command);
    return 1;
  }
  return read;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const auto c : text) {
    const auto is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                          || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'
                          || c == '_' || c == '~';
    result += is_plain ? std::string{c}
                       : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

} // namespace ballast::apps
