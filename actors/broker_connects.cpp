// The BROKER's sockets being opened: each is dialled on a permit, like any
// request, since the venue counts attempts by address over all accounts.
//
//   keeper ──waiting──▶ wish ──permit──▶ dial ──opened, closed──▶ outcome
//
// An attempt counts whether it succeeds or not. What comes of it says nothing
// of the health of the venue's API: the governor keeps it to itself.
#include "actors/broker_state.hpp"
#include "venues/http_status.hpp"

#include <utility>
#include <variant>

namespace ballast {

namespace {

using venues::socket_kind;

// A broker's lines count up from 1; these wishes count down from the end.
constexpr auto last_wish = 0xFFFF'FFFFU;

std::size_t index_of(socket_kind x) { return static_cast<std::size_t>(x); }

demand_id wish_of(std::uint32_t owner, socket_kind x) {
  return (demand_id{owner} << 32U) | (last_wish - index_of(x));
}

} // namespace

std::optional<socket_kind> broker_state::socket_of(demand_id wish) const {
  for (const auto x : venues::socket_kinds)
    if (wish_of(options.owner, x) == wish)
      return x;
  return std::nullopt;
}

void broker_state::post_connects() {
  for (const auto kind : venues::socket_kinds) {
    const auto wanted = streams ? streams->waiting(kind, now()) : 0;
    auto& wished = connects_wished.at(index_of(kind));
    if (wanted == 0 && wished == 0)
      continue;
    auto spends = options.adapter->connect_spends(kind);
    if (spends.empty()) { // The venue has no rule.
      while (streams->dial(kind, both()) != 0) {
      }
      continue;
    }
    if (!governor)
      continue;
    wished = wanted;
    // Also when nothing has changed: a wish can be lost with its governor.
    self->send(
      governor,
      permit_demand{std::string{options.adapter->venue()},
                    {wish_of(options.owner, kind),
                     std::string{options.adapter->account()},
                     kind == socket_kind::account ? lane::account : lane::scan,
                     std::move(spends), static_cast<std::uint32_t>(wanted)}});
  }
}

bool broker_state::dial(socket_kind kind, const granted_permit& permit) {
  const auto line = streams ? streams->dial(kind, both()) : 0;
  if (line == 0)
    return false;
  dialled.emplace(
    line, dialled_socket{permit.id,
                         options.adapter->connect_spends(kind).front().budget,
                         now()});
  return true;
}

void broker_state::dial_ended(stream_keeper::line_id line,
                              const net::socket_event& what) {
  const auto i = dialled.find(line);
  if (i == dialled.end())
    return;
  const auto record = std::move(i->second);
  dialled.erase(i);
  request_outcome x;
  x.venue = std::string{options.adapter->venue()};
  x.account = std::string{options.adapter->account()};
  x.scope = record.scope;
  x.permit = record.permit;
  x.latency = now() - record.at;
  if (const auto* end = std::get_if<net::socket_closed>(&what)) {
    const auto is_answer = end->status != 0;
    x.kind = is_answer ? venues::kind_of_status({end->status, {}, {}})
                       : kind_of(end->why.what);
    x.text = end->why.text;
    // Who refuses a connection has counted it.
    x.byte_left = !is_unsent(x.kind) || end->why.byte_left;
    x.answered = is_answer || end->why.what == net::failure::kind::refused
                 || end->why.what == net::failure::kind::lost;
  }
  if (governor)
    self->send(governor, std::move(x));
}

} // namespace ballast
