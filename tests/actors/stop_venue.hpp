// A venue that takes stops, in place of a BROKER, and a journal in memory: what
// a PORTFOLIO needs to hold a position and guard it.
#pragma once

#include "actors/interfaces.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/actor_system.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

/// Keeps what is written, and hands it out again.
struct kept_journal {
  std::vector<journal_entry> entries;
};

inline ledger_actor spawn_journal(caf::actor_system& sys,
                                  std::shared_ptr<kept_journal> memory) {
  return sys.spawn(
    [memory](ledger_actor::pointer) -> ledger_actor::behavior_type {
      return {
        [](const wiring&) {},
        [](drain_atom) {},
        [](caf::close_atom) {},
        [](caf::tick_atom) {},
        [](const save_budgets&) { return caf::ok_atom_v; },
        [](const load_budgets&) { return stored_budgets{}; },
        [](const raise_nonce&) { return caf::ok_atom_v; },
        [memory](const append_entries& x) {
          memory->entries.insert(memory->entries.end(), x.entries.begin(),
                                 x.entries.end());
          return caf::ok_atom_v;
        },
        [memory](const load_entries&) {
          return stored_entries{7, memory->entries};
        },
        [](commit_atom) {},
      };
    });
}

/// One account with one coin. Sales at once are filled at the price, stops
/// sleep until the test wakes them.
struct stop_venue {
  struct order {
    order_ticket ticket;
    order_report report;
  };

  std::vector<order> open() const {
    auto result = std::vector<order>{};
    for (const auto& [id, x] : orders)
      if (!is_over(x.report.state))
        result.push_back(x);
    return result;
  }
  /// The stop that sleeps sells so much, and nobody is told.
  void trigger(unix_time now, decimal size) {
    for (auto& [id, x] : orders)
      if (!is_over(x.report.state))
        sell(x, size, now);
  }
  void sell(order& x, decimal size, unix_time now) {
    auto& report = x.report;
    fill y;
    y.trade_id = "t" + std::to_string(fills.size() + 2);
    y.order_id = report.venue_id;
    y.client_id = report.client_id;
    y.symbol = report.symbol;
    y.side = side::sell;
    y.price = x.ticket.price;
    y.size = size;
    y.at = now;
    fills.push_back(std::move(y));
    report.filled += size;
    report.updated = now;
    if (report.filled == report.size)
      report.state = order_state::filled;
    coins -= size;
    check();
  }
  void check() {
    auto promised = decimal{};
    for (const auto& x : open())
      promised += x.ticket.size - x.report.filled;
    if (promised > coins)
      oversold = promised.to_string() + " of " + coins.to_string();
  }
  void place(const order_request& x, order_answer& answer, unix_time now) {
    placed += x.duty.purpose == order_purpose::guard ? 1 : 0;
    const auto is_stop = x.ticket.type == order_type::stop_limit;
    if (is_stop && refuses_stops) {
      answer.fate = placement::refused;
      answer.text = "no stops today";
      return;
    }
    order y;
    y.ticket = x.ticket;
    y.report.venue_id = "v" + std::to_string(orders.size() + 2);
    y.report.client_id = x.ticket.client_id;
    y.report.symbol = x.duty.market;
    y.report.side = x.ticket.side;
    y.report.type = x.ticket.type;
    y.report.size = x.ticket.size;
    y.report.state = order_state::open;
    y.report.updated = now;
    auto& mine = orders[x.ticket.client_id] = y;
    check();
    if (!is_stop)
      sell(mine, mine.ticket.size, now);
    answer.fate = placement::accepted;
    answer.orders = {mine.report};
  }
  void answer_to(const order_request& x, order_answer& answer, unix_time now) {
    answer.how = duty_end::answered;
    switch (x.duty.kind) {
    case desk_duty_kind::place:
      return place(x, answer, now);
    case desk_duty_kind::ask:
      if (const auto i = orders.find(x.duty.client_id); i != orders.end())
        answer.orders = {i->second.report};
      return;
    case desk_duty_kind::cancel:
      ++cancels;
      answer.taken = true;
      if (auto& report = orders.at(x.duty.client_id).report;
          !is_over(report.state)) {
        report.state = order_state::cancelled;
        report.updated = now;
      }
      return;
    case desk_duty_kind::list_open:
      for (const auto& y : open())
        answer.orders.push_back(y.report);
      return;
    case desk_duty_kind::list_fills:
      answer.fills = fills;
      return;
    }
  }

  double price = 100;
  bool refuses_stops = false;
  decimal coins = decimal::whole(1);
  int placed = 0; ///< Guards that were asked for.
  int cancels = 0;
  std::string oversold; ///< Where more was promised than there was.
  std::map<std::string, order> orders; ///< By client id.
  std::vector<fill> fills;
};

inline broker_actor spawn_stop_venue(caf::actor_system& sys,
                                     std::shared_ptr<stop_venue> venue,
                                     std::shared_ptr<fixed_calendar> wall) {
  return sys.spawn(
    [=](broker_actor::pointer self) -> broker_actor::behavior_type {
      return {
        [](const wiring&) {},
        [](drain_atom) {},
        [](caf::close_atom) {},
        [](caf::tick_atom) {},
        [](const scan_batch&) {},
        [](const stream_wish&) {},
        [](const ticker_wish&) {},
        [](const book_wish&) {},
        [](const quote_question&) { return market_quote{}; },
        [](const socket_news&) {},
        [=](const order_request& x) {
          order_answer answer;
          answer.id = x.id;
          answer.venue = "okx";
          answer.account = "master";
          answer.asked_at = wall->now();
          venue->answer_to(x, answer, wall->now());
          self->send(caf::actor_cast<portfolio_actor>(self->current_sender()),
                     std::move(answer));
        },
        [](const market_question&) {},
        [](const permit_grant&) {},
        [](const venue_health&) {},
        [](const probe_request&) {},
        [](const transport_result&) {},
        [](retry_atom, std::uint64_t) {},
        [](wake_atom) {},
      };
    });
}

} // namespace ballast::test
