// What the venue tells of an account's orders, and what follows from it.
#include "domain/order_desk.hpp"

#include <algorithm>
#include <iterator>

namespace ballast {

namespace {

std::chrono::milliseconds in_milliseconds(duration x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x);
}

} // namespace

struct order_desk::snapshot {
  explicit snapshot(const order_life& x)
      : stage{x.stage()}, ending{x.ending()}, filled{x.filled_size()},
        fills{x.fills_size()}, venue_id{x.venue_id()}, duty{x.duty()} {}
  bool operator==(const snapshot&) const = default;

  life_stage stage;
  order_state ending;
  decimal filled;
  decimal fills;
  std::string venue_id;
  life_duty duty;
};

journal_entry order_desk::about(journal_kind kind, const record& x) const {
  journal_entry result;
  result.kind = kind;
  result.client_id = x.intent.client_id;
  result.symbol = x.life.market();
  result.side = x.intent.side;
  return result;
}

journal_entry order_desk::stamped(journal_entry x, unix_time now) const {
  x.at = now;
  x.venue = how_.venue;
  x.account = how_.account;
  return x;
}

// -- one entry ---------------------------------------------------------------

order_desk::outcome order_desk::apply(const journal_entry& x) {
  if (x.kind == journal_kind::foreign) {
    foreign_.insert(x.venue_id);
    return {};
  }
  if (x.kind == journal_kind::contradiction)
    halted_.insert(x.symbol);
  if (x.kind == journal_kind::resume)
    halted_.erase(x.symbol);
  const auto i = records_.find(x.client_id);
  return i == records_.end() ? outcome{} : apply_to(i->second, x);
}

order_desk::outcome order_desk::apply_to(record& of, const journal_entry& x) {
  auto result = outcome{};
  const auto before = snapshot{of.life};
  switch (x.kind) {
  case journal_kind::unsent:
    result.wrong = of.life.never_left();
    of.reason = x.text;
    break;
  case journal_kind::answer:
    // As after a restart: an answer comes of what has left.
    of.life.leaves();
    result.wrong = of.life.answered(x.fate, x.venue_id);
    if (!x.text.empty())
      of.reason = x.text;
    break;
  case journal_kind::report:
    of.life.leaves();
    result.wrong = of.life.reported(report_of(x));
    if (!x.text.empty())
      of.reason = x.text;
    break;
  case journal_kind::fill: {
    of.life.leaves();
    const auto counted = of.life.fills_size();
    const auto told = fill_of(x);
    result.wrong = of.life.filled(told);
    if (of.life.fills_size() != counted) {
      result.counted = told;
      count_fee(of, told);
    }
    break;
  }
  case journal_kind::absent:
    // As after a restart: it was asked for because it may have left.
    of.life.leaves();
    of.life.answered(placement::unknown, {});
    result.wrong = of.life.not_found(x.until.value_or(x.at));
    break;
  case journal_kind::cancel_wish:
    of.life.wish_cancelled();
    break;
  case journal_kind::intent:
  case journal_kind::plan:
  case journal_kind::halt:
  case journal_kind::resume:
  case journal_kind::foreign:
  case journal_kind::contradiction:
  case journal_kind::marks:
    break;
  }
  result.changed = !(before == snapshot{of.life});
  if (!of.life.venue_id().empty())
    by_venue_id_[{of.life.market(), of.life.venue_id()}] = of.intent.client_id;
  return result;
}

void order_desk::count_fee(record& of, const fill& x) {
  // One order is charged in one currency; should a venue mix them, the first
  // stands here, and the fills tell all.
  if (of.fee_currency.empty())
    of.fee_currency = x.fee_currency;
  if (of.fee_currency == x.fee_currency)
    of.fee += x.fee;
}

desk_step order_desk::take(record& of, journal_entry x, unix_time now) {
  x = stamped(std::move(x), now);
  auto step = desk_step{};
  const auto had_id = !of.life.venue_id().empty();
  const auto came = apply_to(of, x);
  // What changes nothing needs no line, but every word to a request has one.
  const auto is_news
    = came.changed || came.counted || x.kind == journal_kind::answer;
  if (is_news)
    step.entries.push_back(x);
  if (came.counted)
    step.fills.push_back(*came.counted);
  if (came.changed)
    after_change(of, now);
  if (came.wrong != contradiction::none) {
    auto entry = stamped(about(journal_kind::contradiction, of), now);
    entry.text = to_string(came.wrong);
    if (halted_.insert(of.life.market()).second)
      step.alarms.push_back(of.life.market().to_string()
                            + " is halted: the venue says of order "
                            + of.intent.client_id + ": " + entry.text);
    step.entries.push_back(std::move(entry));
  }
  if (!had_id && !of.life.venue_id().empty())
    step.add(claim(of, now));
  return step;
}

void order_desk::after_change(record& of, unix_time now) {
  of.changed_at = now;
  of.asked = 0;
  of.absences = 0;
  if (is_final(of.life.stage())) {
    // The venue has told all that a question could bring, but fills.
    of.is_unsettled = false;
    active_.erase(of.intent.client_id);
  } else {
    active_.insert(of.intent.client_id);
  }
  of.ask_at = of.life.stage() == life_stage::working ? next_look(of, now) : now;
  hunt(of, now);
  settle();
}

// What should be over in a moment is looked at soon, then less and less.
unix_time order_desk::next_look(const record& of, unix_time now) const {
  const auto is_brief = of.intent.type == order_type::market
                        || of.intent.lives == time_in_force::immediate_or_cancel
                        || of.intent.lives == time_in_force::fill_or_kill
                        || of.life.duty() == life_duty::cancel;
  if (is_brief)
    return now + in_milliseconds(pause(of.asked));
  // The list of open orders tells that it is still there, and whether it is
  // not.
  const auto sleeps = of.intent.purpose == order_purpose::guard
                      && of.life.filled_size().is_zero();
  return now + in_milliseconds(sleeps ? 5 * how_.list_every : how_.look_every);
}

// -- whose it is -------------------------------------------------------------

order_desk::record* order_desk::owner_of(const std::string& client_id,
                                         const std::string& venue_id,
                                         const symbol& market) {
  if (const auto i = records_.find(client_id); i != records_.end())
    return &i->second;
  const auto known = by_venue_id_.find({market, venue_id});
  if (venue_id.empty() || known == by_venue_id_.end())
    return nullptr;
  const auto i = records_.find(known->second);
  return i == records_.end() ? nullptr : &i->second;
}

desk_step order_desk::told(const order_report& x, unix_time now) {
  auto* of = owner_of(x.client_id, x.venue_id, x.symbol);
  if (of == nullptr)
    return {}; // Perhaps of one whose answer is still under way.
  auto entry = entry_of(x);
  entry.client_id = of->intent.client_id;
  return take(*of, std::move(entry), now);
}

desk_step order_desk::told(const fill& x, unix_time now) {
  auto* of = owner_of(x.client_id, x.order_id, x.symbol);
  if (of == nullptr) {
    unclaimed_.push_back(x);
    if (unclaimed_.size() > how_.unclaimed_max)
      unclaimed_.pop_front();
    return {};
  }
  auto entry = entry_of(x);
  entry.client_id = of->intent.client_id;
  auto step = take(*of, std::move(entry), now);
  if (is_complete(x.symbol) && hunts_.erase(x.symbol) > 0)
    settle();
  return step;
}

// A fill may be told before the answer that names its order.
desk_step order_desk::claim(record& of, unix_time now) {
  auto mine = std::vector<fill>{};
  for (auto i = unclaimed_.begin(); i != unclaimed_.end();) {
    if (i->order_id != of.life.venue_id() || i->symbol != of.life.market()) {
      ++i;
      continue;
    }
    mine.push_back(std::move(*i));
    i = unclaimed_.erase(i);
  }
  auto step = desk_step{};
  for (const auto& x : mine)
    step.add(told(x, now));
  return step;
}

// -- lists -------------------------------------------------------------------

desk_step order_desk::listed(const std::vector<order_report>& page,
                             const std::string& next, unix_time asked_at,
                             unix_time now) {
  is_listing_ = false;
  list_failures_ = 0;
  auto step = desk_step{};
  for (const auto& x : page) {
    if (auto* of = owner_of(x.client_id, x.venue_id, x.symbol)) {
      seen_open_.insert(of->intent.client_id);
      step.add(told(x, now));
    } else {
      step.add(judge_foreign(x, now));
    }
  }
  page_ = next;
  if (!next.empty()) {
    list_at_ = now;
    return step;
  }
  list_at_ = now + in_milliseconds(how_.list_every);
  is_listed_ = true;
  foreign_ = seen_foreign_;
  // One that worked before the list was asked for and is not in it has ended.
  for (const auto& id : active_)
    if (auto& x = records_.at(id);
        x.life.stage() == life_stage::working && x.changed_at < listed_from_
        && x.changed_at < asked_at && seen_open_.count(id) == 0)
      x.ask_at = std::min(x.ask_at, now);
  settle();
  return step;
}

desk_step order_desk::judge_foreign(const order_report& x, unix_time now) {
  // Without its client id it may be one whose answer has not come.
  const auto may_be_ours = [&](const auto& each) {
    const auto& [id, mine] = each;
    return mine.life.venue_id().empty() && !is_final(mine.life.stage())
           && mine.life.market() == x.symbol;
  };
  if (is_over(x.state)
      || (x.client_id.empty()
          && std::any_of(records_.begin(), records_.end(), may_be_ours)))
    return {};
  seen_foreign_.insert(x.venue_id);
  if (foreign_.count(x.venue_id) > 0)
    return {};
  auto entry = entry_of(x);
  entry.kind = journal_kind::foreign;
  entry = stamped(std::move(entry), now);
  apply(entry);
  auto step = desk_step{};
  step.alarms.push_back("an order at " + how_.venue
                        + " is none of ours: " + x.venue_id + ", "
                        + x.symbol.to_string() + "; it is left alone");
  step.entries.push_back(std::move(entry));
  return step;
}

bool order_desk::is_complete(const symbol& market) const {
  return std::all_of(records_.begin(), records_.end(), [&](const auto& each) {
    const auto& life = each.second.life;
    return life.market() != market || life.fills_complete();
  });
}

void order_desk::hunt(const record& for_what, unix_time now) {
  if (for_what.life.fills_complete()
      || halted_.count(for_what.life.market()) > 0)
    return;
  const auto since = for_what.intent.at - clocks_differ_at_most;
  auto [i, is_new] = hunts_.try_emplace(for_what.life.market());
  if (is_new) {
    i->second.since = since;
    // A stream tells of the fill in a moment, if there is one.
    i->second.ask_at = is_open_ ? now + in_milliseconds(how_.ask_first) : now;
  }
  i->second.since = std::min(i->second.since, since);
}

desk_step order_desk::fills_listed(const symbol& market,
                                   const std::vector<fill>& page,
                                   const std::string& next, unix_time now) {
  auto step = desk_step{};
  for (const auto& x : page)
    // Of somebody else's orders nothing is kept: what is listed once is listed
    // again.
    if (owner_of(x.client_id, x.order_id, x.symbol) != nullptr)
      step.add(told(x, now));
  const auto i = hunts_.find(market);
  if (i != hunts_.end()) {
    auto& x = i->second;
    x.is_asked = false;
    x.page = next;
    x.ask_at = now;
    if (next.empty()) {
      x.ask_at = now + in_milliseconds(pause(x.asked++));
      if (is_complete(market))
        hunts_.erase(i);
      else if (x.asked >= how_.hunts_max)
        step.add(misses_fills(market, now));
    }
  }
  settle();
  return step;
}

desk_step order_desk::misses_fills(const symbol& market, unix_time now) {
  hunts_.erase(market);
  halted_.insert(market);
  journal_entry entry;
  entry.kind = journal_kind::contradiction;
  entry.symbol = market;
  entry.text = "the venue's fills do not add up to what it says is filled";
  entry = stamped(std::move(entry), now);
  auto step = desk_step{};
  step.alarms.push_back(market.to_string() + " is halted: " + entry.text);
  step.entries.push_back(std::move(entry));
  return step;
}

// -- the whole ---------------------------------------------------------------

void order_desk::settle() {
  if (is_open_ || !is_listed_ || !hunts_.empty())
    return;
  is_open_ = std::none_of(records_.begin(), records_.end(),
                          [](const auto& x) { return x.second.is_unsettled; });
}

const order_life* order_desk::find(const std::string& client_id) const {
  const auto i = records_.find(client_id);
  return i == records_.end() ? nullptr : &i->second.life;
}

std::vector<desk_order> order_desk::orders() const {
  auto result = std::vector<desk_order>{};
  for (const auto& [id, x] : records_)
    result.push_back({x.intent, x.life.venue_id(), x.life.stage(),
                      x.life.ending(), x.life.filled_size(),
                      x.life.fills_cost(), x.fee, x.fee_currency,
                      x.reason.empty() ? x.intent.text : x.reason});
  std::stable_sort(result.begin(), result.end(),
                   [](const desk_order& a, const desk_order& b) {
                     return a.intent.at > b.intent.at;
                   });
  return result;
}

bool order_desk::has_live(const symbol& market, order_purpose purpose) const {
  return std::any_of(active_.begin(), active_.end(), [&](const auto& id) {
    const auto& x = records_.at(id);
    return x.life.market() == market && x.intent.purpose == purpose
           && !is_final(x.life.stage());
  });
}

std::size_t order_desk::live() const noexcept {
  return static_cast<std::size_t>(
    std::count_if(records_.begin(), records_.end(), [](const auto& x) {
      return !is_final(x.second.life.stage());
    }));
}

std::vector<std::string> order_desk::live_of(order_purpose purpose) const {
  auto result = std::vector<std::string>{};
  for (const auto& id : active_)
    if (records_.at(id).intent.purpose == purpose)
      result.push_back(id);
  return result;
}

bool order_desk::is_settled() const noexcept {
  return std::all_of(records_.begin(), records_.end(), [](const auto& x) {
    const auto& life = x.second.life;
    const auto sleeps = x.second.intent.purpose == order_purpose::guard
                        && life.stage() == life_stage::working
                        && life.filled_size().is_zero();
    return sleeps || (is_final(life.stage()) && life.fills_complete());
  });
}

decimal order_desk::reserved(const std::string& currency) const {
  auto sum = decimal{};
  for (const auto& [id, x] : records_) {
    if (is_final(x.life.stage()))
      continue;
    const auto& ticket = x.life.ticket();
    const auto left = ticket.size - x.life.filled_size();
    if (ticket.side == side::sell) {
      if (x.life.market().base == currency)
        sum += left;
    } else if (x.life.market().quote == currency) {
      const auto cost = ticket.cost.is_zero()
                          ? multiply(left, ticket.price, rounding::up)
                          : result<decimal>{ticket.cost - x.life.fills_cost()};
      sum += cost ? *cost : decimal::highest();
    }
  }
  return std::max(sum, decimal{});
}

} // namespace ballast
