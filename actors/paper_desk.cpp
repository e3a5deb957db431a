#include "actors/paper_desk.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace ballast {

namespace {

// An order in the book waits so long for whatever prices come by themselves.
constexpr auto patience = std::chrono::seconds{5};
constexpr auto remembered = std::size_t{10'000};
// As long as a portfolio waits until balances know of a fill.
constexpr auto settles_in = std::chrono::seconds{1};

} // namespace

/// An order as its journal has it.
struct paper_desk::record {
  journal_entry intent;
  bool is_accepted = false;
  order_report told;

  void take(const journal_entry& x) {
    if (x.kind == journal_kind::answer)
      is_accepted = is_accepted || x.fate == placement::accepted;
    else if (x.kind == journal_kind::report)
      take(report_of(x));
    else if (x.kind == journal_kind::fill)
      take(fill_of(x));
  }

  void take(const order_report& x) {
    is_accepted = true;
    if (is_over(x.state)) {
      told.state = x.state;
      told.reason = x.reason;
    }
  }

  void take(const fill& x) {
    is_accepted = true;
    told.filled += x.size;
    told.filled_cost += value_of(
      x.size, x.price, x.side == side::buy ? rounding::up : rounding::down);
    told.fee += x.fee;
    told.fee_currency = x.fee_currency;
  }

  /// Whether it stays in the book where it does not take.
  bool waits() const {
    return intent.type == order_type::limit
           && intent.lives != time_in_force::immediate_or_cancel
           && intent.lives != time_in_force::fill_or_kill;
  }

  /// Whether nothing of it can be open.
  bool is_done() const {
    return is_over(told.state)
           || (!intent.size.is_zero() && told.filled >= intent.size);
  }

  /// The whole of it, for whoever asks.
  order_report report() const {
    auto x = told;
    x.client_id = intent.client_id;
    x.symbol = intent.symbol;
    x.side = intent.side;
    x.type = intent.type;
    x.lives = intent.lives;
    x.post_only = intent.post_only;
    x.size = intent.size;
    x.cost = intent.cost;
    x.price = intent.price;
    x.created = intent.at;
    x.updated = intent.at;
    if (const auto average = proportion(x.filled_cost, decimal::whole(1),
                                        x.filled, rounding::down))
      x.average_price = *average;
    if (!is_over(x.state) && is_done())
      x.state = order_state::filled;
    else if (!is_over(x.state) && waits())
      x.state = order_state::open;
    return x;
  }
};

paper_desk::paper_desk(paper_terms terms, std::string venue,
                       std::string account)
    : terms_{std::move(terms)}, venue_{std::move(venue)},
      account_{std::move(account)}, exchange_{terms_.rules, terms_.balances} {}

// -- the journal -------------------------------------------------------------

void paper_desk::restore(const std::vector<journal_entry>& entries,
                         const market_finder& find, unix_time now) {
  exchange_ = paper_exchange{terms_.rules, terms_.balances};
  for (const auto& [where, tier] : fees_)
    exchange_.charge(where, tier);
  fills_.clear();
  news_ = {};
  last_fill_.reset();
  auto order = std::vector<std::string>{}; // Of their intents.
  auto records = std::map<std::string, record>{};
  auto counted = std::set<std::pair<symbol, std::string>>{};
  for (const auto& x : entries) {
    if (x.venue != venue_ || x.account != account_)
      continue;
    if (x.kind == journal_kind::intent) {
      if (records.try_emplace(x.client_id, record{x, false, {}}).second)
        order.push_back(x.client_id);
      continue;
    }
    const auto is_known = x.kind == journal_kind::fill
                          && !counted.emplace(x.symbol, x.trade_id).second;
    const auto found = records.find(x.client_id);
    if (is_known || found == records.end())
      continue;
    found->second.take(x);
    if (x.kind == journal_kind::fill) {
      exchange_.recall(fill_of(x));
      remember(fill_of(x));
    }
  }
  for (const auto& id : order) {
    const auto& x = records.at(id);
    if (!x.is_accepted)
      continue; // Of what never came here nothing is known.
    auto report = x.report();
    const auto* what = find(report.symbol);
    if (!is_over(report.state)
        && (what == nullptr
            || exchange_.adopt(*what, ticket_of(x.intent), report, now).fate
                 != placement::accepted)) {
      report.state = order_state::cancelled;
      report.reason = "it cannot go on after the restart";
    }
    if (is_over(report.state))
      exchange_.recall(std::move(report));
  }
  settled_ = {exchange_.balances(), now};
}

// -- duties ------------------------------------------------------------------

order_answer paper_desk::answer(const order_request& x, const market& what,
                                unix_time now) {
  const auto& duty = x.duty;
  order_answer result;
  result.id = x.id;
  result.venue = venue_;
  result.account = account_;
  result.how = duty_end::answered;
  result.asked_at = now;
  take(exchange_.pass(now));
  switch (duty.kind) {
  case desk_duty_kind::place: {
    const auto told = exchange_.place(what, x.ticket, now);
    result.fate = told.fate;
    result.text = told.text;
    break;
  }
  case desk_duty_kind::cancel:
    result.taken = exchange_.cancel(duty.client_id, now)
                   || exchange_.find(duty.client_id).has_value();
    break;
  case desk_duty_kind::list_open:
    result.orders = exchange_.open_orders();
    break;
  case desk_duty_kind::list_fills:
    for (const auto& each : fills_)
      if (each.symbol == duty.market && each.at >= duty.since.value_or(each.at))
        result.fills.push_back(each);
    break;
  case desk_duty_kind::ask:
    break;
  }
  const auto is_about_one = duty.kind == desk_duty_kind::ask
                            || (duty.kind == desk_duty_kind::place
                                && result.fate == placement::accepted);
  if (is_about_one)
    if (auto found = exchange_.find(duty.client_id))
      result.orders.push_back(std::move(*found));
  for (const auto& each : result.orders)
    tell_fills_of(each);
  return result;
}

/// Whoever was told of them may be gone with what it heard.
void paper_desk::tell_fills_of(const order_report& x) {
  if (x.filled.is_zero())
    return;
  for (const auto& each : fills_)
    if (each.client_id == x.client_id)
      news_.fills.push_back(each);
}

// -- prices ------------------------------------------------------------------

void paper_desk::see(const ticker& x, unix_time at) {
  take(exchange_.see(x, at));
}

void paper_desk::see(const symbol& which, const std::vector<candle>& all,
                     std::chrono::seconds timeframe) {
  take(exchange_.see(which, all, timeframe));
}

void paper_desk::pass(unix_time now) { take(exchange_.pass(now)); }

void paper_desk::charge(market_kind where, const fee_tier& x) {
  fees_[where] = x;
  exchange_.charge(where, x);
}

void paper_desk::take(paper_news x) {
  for (auto& each : x.fills) {
    remember(each);
    news_.fills.push_back(std::move(each));
  }
  for (auto& each : x.orders)
    news_.orders.push_back(std::move(each));
}

void paper_desk::remember(const fill& x) {
  last_fill_ = std::max(last_fill_.value_or(x.at), x.at);
  fills_.push_back(x);
  if (fills_.size() > remembered)
    fills_.pop_front();
}

std::vector<order_news> paper_desk::take_news() {
  auto result = std::vector<order_news>{};
  auto all = std::exchange(news_, {});
  if (!all.fills.empty())
    result.push_back({venue_, account_, {}, std::move(all.fills)});
  if (!all.orders.empty())
    result.push_back({venue_, account_, std::move(all.orders), {}});
  return result;
}

// -- questions ---------------------------------------------------------------

std::vector<wanted_price> paper_desk::awaited(unix_time now) const {
  return exchange_.awaited(now, patience);
}

const paper_balances& paper_desk::settled(unix_time now) {
  if (!last_fill_ || *last_fill_ + settles_in < now)
    settled_ = {exchange_.balances(), now};
  return settled_;
}

} // namespace ballast
