#include "sim/memory_sockets.hpp"

#include "sim/hash.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

namespace ballast::sim {

namespace {

using kind = net::failure::kind;

/// The call that asks for a WebSocket: "wss://host/path" as a GET.
net::call upgrade_of(const std::string& url) {
  net::call result;
  const auto authority = url.find("://");
  const auto path
    = url.find('/', authority == std::string::npos ? 0 : authority + 3);
  result.base = url.substr(0, path);
  if (result.base.starts_with("ws"))
    result.base.replace(0, 2, "http");
  result.target = path == std::string::npos ? "/" : url.substr(path);
  return result;
}

} // namespace

memory_sockets::memory_sockets(options opts) : opts_{std::move(opts)} {
  assert(opts_.now && opts_.calendar);
}

void memory_sockets::connect(const std::string& base,
                             std::shared_ptr<exchange> venue) {
  venues_.insert_or_assign(base, std::move(venue));
}

void memory_sockets::plan(time_point at, net::socket_id id, step what) {
  agenda_.emplace(std::pair{at, ++last_step_}, std::pair{id, std::move(what)});
}

void memory_sockets::plan_back(socket& x, net::socket_id id, time_point now,
                               net::socket_event what) {
  x.last_back = std::max(x.last_back, x.back.arrival(now));
  plan(x.last_back, id, std::move(what));
}

void memory_sockets::end(net::socket_id id, time_point now, kind why,
                         const char* text, unsigned status) {
  auto& x = sockets_.at(id);
  if (std::exchange(x.is_ending, true))
    return;
  net::socket_closed closed;
  closed.why = {why, true, text};
  closed.status = status;
  plan(std::max(x.last_back, now), id, net::socket_event{std::move(closed)});
}

// -- our side ----------------------------------------------------------------

net::socket_id memory_sockets::open(net::socket_options what,
                                    net::socket_handler then) {
  const auto id = ++last_socket_;
  const auto now = opts_.now();
  const auto random = random_source{hash_of(what.url, opts_.seed)}.derive(id);
  const auto venue
    = std::find_if(venues_.begin(), venues_.end(), [&](const auto& x) {
        return what.url.starts_with(x.first);
      });
  sockets_.emplace(id, socket{std::move(what), std::move(then),
                              venue == venues_.end() ? nullptr : venue->second,
                              nullptr, link_way{opts_.out, random.derive(1)},
                              link_way{opts_.back, random.derive(2)}});
  auto& x = sockets_.at(id);
  if (stopped_)
    end(id, now, kind::stopped, "stopped");
  else if (cut_ || x.venue == nullptr)
    end(id, now, kind::own_network, "no route");
  else
    plan(x.last_out = x.out.arrival(now), id, arrival{});
  return id;
}

void memory_sockets::say(net::socket_id to, std::string text) {
  const auto found = sockets_.find(to);
  if (found == sockets_.end() || !found->second.at_venue
      || found->second.is_ending)
    return;
  auto& x = found->second;
  x.last_out = std::max(x.last_out, x.out.arrival(opts_.now()));
  plan(x.last_out, to, outward{std::move(text)});
}

void memory_sockets::close(net::socket_id which) {
  if (sockets_.count(which) > 0)
    end(which, opts_.now(), kind::stopped, "closed");
}

void memory_sockets::cut_network(bool cut) {
  cut_ = cut;
  if (!cut)
    return;
  for (const auto& [id, x] : sockets_)
    end(id, opts_.now(), kind::own_network, "network unreachable");
}

void memory_sockets::cut_sockets() {
  for (const auto& [id, x] : sockets_)
    end(id, opts_.now(), kind::lost, "connection reset");
}

void memory_sockets::stop() {
  stopped_ = true;
  for (const auto& [id, x] : sockets_)
    end(id, opts_.now(), kind::stopped, "stopped");
}

// -- the agenda --------------------------------------------------------------

std::optional<time_point> memory_sockets::next_due() const {
  return agenda_.empty() ? std::nullopt
                         : std::optional{agenda_.begin()->first.first};
}

void memory_sockets::run_due(time_point now) {
  while (!agenda_.empty() && agenda_.begin()->first.first <= now) {
    auto next = agenda_.extract(agenda_.begin());
    take(next.mapped().first, next.mapped().second, next.key().first);
  }
}

void memory_sockets::take(net::socket_id id, step& what, time_point at) {
  const auto found = sockets_.find(id);
  if (found == sockets_.end())
    return; // It has ended.
  auto& x = found->second;
  if (std::holds_alternative<arrival>(what))
    return arrive(id, x, at);
  if (std::holds_alternative<look>(what))
    return look_at(id, x, at);
  if (const auto* text = std::get_if<outward>(&what)) {
    ++counts_.said;
    x.at_venue->receive(text->text, {at, opts_.calendar(at)});
    return;
  }
  auto& event = *std::get_if<net::socket_event>(&what);
  const auto is_end = std::holds_alternative<net::socket_closed>(event);
  // The handler may open and close others.
  auto then = is_end ? std::move(x.then) : x.then;
  if (const auto* message = std::get_if<net::socket_message>(&event)) {
    ++counts_.heard;
    counts_.received += message->text.size();
  }
  if (is_end)
    sockets_.erase(found);
  then(std::move(event));
}

void memory_sockets::arrive(net::socket_id id, socket& x, time_point at) {
  if (x.is_ending)
    return;
  auto opened
    = x.venue->open_stream(upgrade_of(x.what.url), {at, opts_.calendar(at)});
  if (auto* const refused = std::get_if<net::answer>(&opened)) {
    ++counts_.refused;
    return end(id, x.back.arrival(at), kind::refused, "refused by the venue",
               refused->content.status);
  }
  ++counts_.opened;
  x.spoke_at = at;
  x.at_venue = std::move(*std::get_if<0>(&opened));
  plan_back(x, id, at, net::socket_opened{});
  plan(at, id, look{});
}

void memory_sockets::look_at(net::socket_id id, socket& x, time_point at) {
  if (x.is_ending)
    return;
  auto said = x.at_venue->due({at, opts_.calendar(at)});
  if (!frozen_) {
    if (said.empty() && at - x.spoke_at >= opts_.ping_every)
      plan_back(x, id, x.spoke_at = at, net::socket_sign_of_life{});
    for (auto& text : said)
      plan_back(x, id, x.spoke_at = at, net::socket_message{std::move(text)});
  }
  if (x.at_venue->is_over())
    return end(id, x.back.arrival(at), kind::lost, "closed by the venue");
  plan(at + opts_.look_every, id, look{});
}

} // namespace ballast::sim
