#include "domain/order_desk.hpp"

#include "domain/random.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace ballast {

namespace {

// An order that works and that the venue does not know, so often in a row, is
// somebody's business.
constexpr auto missed_at_most = 5U;

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  // FNV-1a; the generator below spreads what it leaves alike.
  auto sum = 0xcbf29ce484222325ULL ^ seed;
  for (const auto c : text)
    sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return random_source{sum}.next();
}

std::string hexadecimal(std::uint64_t x) {
  auto result = std::string(16, '0');
  for (auto i = result.rbegin(); i != result.rend(); ++i, x >>= 4U)
    *i = "0123456789abcdef"[x & 0xfU];
  return result;
}

std::chrono::milliseconds in_milliseconds(duration x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x);
}

} // namespace

const char* to_string(desk_duty_kind x) noexcept {
  switch (x) {
  case desk_duty_kind::place:
    return "place";
  case desk_duty_kind::ask:
    return "ask";
  case desk_duty_kind::cancel:
    return "cancel";
  case desk_duty_kind::list_open:
    return "list_open";
  case desk_duty_kind::list_fills:
    return "list_fills";
  }
  return "?";
}

void desk_step::add(desk_step x) {
  std::move(x.entries.begin(), x.entries.end(), std::back_inserter(entries));
  std::move(x.fills.begin(), x.fills.end(), std::back_inserter(fills));
  std::move(x.alarms.begin(), x.alarms.end(), std::back_inserter(alarms));
}

order_desk::order_desk(options how) : how_{std::move(how)} {}

// The identity is the journal's, and each number is given out once in it.
std::string order_desk::id_of(std::uint64_t number) const {
  const auto text
    = how_.venue + '/' + how_.account + '/' + std::to_string(number);
  const auto high = hash_of(text, how_.identity);
  const auto low = hash_of(text, ~how_.identity);
  auto result = hexadecimal(high) + hexadecimal(low);
  result.front() = "abcdef"[(high >> 60U) % 6];
  return result;
}

duration order_desk::pause(unsigned attempts) const {
  const auto doublings = std::min(attempts, 16U);
  return std::min(how_.ask_first * (1U << doublings), how_.ask_most);
}

// -- recovery ----------------------------------------------------------------

std::optional<fill> order_desk::restore(const journal_entry& x) {
  if (x.venue != how_.venue || x.account != how_.account)
    return std::nullopt;
  if (x.kind == journal_kind::intent) {
    ++numbers_;
    add_record(x, true);
    return std::nullopt;
  }
  return apply(x).counted;
}

void order_desk::restored(unix_time now) {
  for (auto& [id, x] : records_) {
    // A byte of it may have left, whatever was written since.
    x.is_handed_out = true;
    x.changed_at = now;
    if (x.life.stage() == life_stage::intended) {
      x.life.leaves();
      x.life.answered(placement::unknown, {});
    }
  }
  reconcile(now);
}

void order_desk::reconcile(unix_time now) {
  is_open_ = false;
  is_listed_ = false;
  list_at_ = now;
  for (auto& [id, x] : records_) {
    if (is_final(x.life.stage())) {
      active_.erase(id);
    } else if (x.is_handed_out) {
      x.is_unsettled = true;
      x.ask_at = now;
    }
    hunt(x, now);
  }
}

// -- wishes ------------------------------------------------------------------

result<journal_entry> order_desk::intend(const symbol& market,
                                         order_ticket ticket,
                                         order_purpose purpose,
                                         const std::string& why, unix_time now,
                                         unix_time until) {
  if (is_broken_)
    return fault{ec::refused, "the journal could not keep an order; nothing "
                              "new is placed until it was read again"};
  if (!is_open_)
    return fault{ec::refused, "the orders at the venue are not yet compared "
                              "with the journal"};
  if (halted_.count(market) > 0)
    return fault{ec::refused, market.to_string()
                                + " is halted: the venue said what cannot be"};
  journal_entry entry;
  entry.kind = journal_kind::intent;
  entry.client_id = id_of(++numbers_);
  entry.symbol = market;
  entry.side = ticket.side;
  entry.type = ticket.type;
  entry.lives = ticket.lives;
  entry.post_only = ticket.post_only;
  entry.purpose = purpose;
  entry.size = ticket.size;
  entry.cost = ticket.cost;
  entry.price = ticket.price;
  entry.trigger = ticket.trigger;
  entry.expires = ticket.expires;
  entry.until = until;
  entry.text = why;
  entry = stamped(std::move(entry), now);
  add_record(entry, false);
  records_.at(entry.client_id).changed_at = now;
  return entry;
}

void order_desk::add_record(const journal_entry& intent, bool is_committed) {
  auto added = record{intent};
  added.is_committed = is_committed;
  added.changed_at = intent.at;
  added.ask_at = intent.at;
  added.cancel_at = intent.at;
  records_.emplace(intent.client_id, std::move(added));
  active_.insert(intent.client_id);
}

void order_desk::committed(const std::string& client_id) {
  if (const auto i = records_.find(client_id); i != records_.end())
    i->second.is_committed = true;
}

void order_desk::not_committed(const std::string& client_id) {
  is_broken_ = true;
  const auto i = records_.find(client_id);
  if (i == records_.end() || i->second.is_handed_out)
    return;
  active_.erase(client_id);
  records_.erase(i);
}

desk_step order_desk::release(const symbol& market, unix_time now) {
  auto step = desk_step{};
  if (halted_.count(market) == 0)
    return step;
  journal_entry entry;
  entry.kind = journal_kind::resume;
  entry.symbol = market;
  step.entries.push_back(stamped(std::move(entry), now));
  apply(step.entries.back());
  return step;
}

desk_step order_desk::wish_cancelled(const std::string& client_id,
                                     const std::string& why, unix_time now) {
  const auto i = records_.find(client_id);
  if (i == records_.end() || is_final(i->second.life.stage()))
    return {};
  auto entry = about(journal_kind::cancel_wish, i->second);
  entry.text = why;
  i->second.cancel_at = now;
  return take(i->second, std::move(entry), now);
}

// -- duties ------------------------------------------------------------------

std::vector<desk_duty> order_desk::duties(unix_time now) {
  auto result = std::vector<desk_duty>{};
  for (const auto& id : active_)
    order_duties(result, records_.at(id), now);
  if (!is_listing_ && now >= list_at_) {
    is_listing_ = true;
    if (page_.empty()) {
      listed_from_ = now;
      seen_open_.clear();
      seen_foreign_.clear();
    }
    desk_duty list;
    list.kind = desk_duty_kind::list_open;
    list.page = page_;
    result.push_back(std::move(list));
  }
  for (auto& [market, x] : hunts_) {
    if (x.is_asked || now < x.ask_at)
      continue;
    x.is_asked = true;
    desk_duty list;
    list.kind = desk_duty_kind::list_fills;
    list.market = market;
    list.page = x.page;
    list.since = x.since;
    result.push_back(std::move(list));
  }
  return result;
}

void order_desk::order_duties(std::vector<desk_duty>& all, record& x,
                              unix_time now) {
  const auto add = [&](desk_duty_kind kind) {
    desk_duty duty;
    duty.kind = kind;
    duty.client_id = x.intent.client_id;
    duty.venue_id = x.life.venue_id();
    duty.market = x.life.market();
    duty.purpose = x.intent.purpose;
    if (kind == desk_duty_kind::ask)
      duty.since = x.intent.at - clocks_differ_at_most;
    all.push_back(std::move(duty));
  };
  if (x.life.stage() == life_stage::intended && x.is_committed
      && !x.is_handed_out) {
    x.is_handed_out = true;
    x.life.leaves();
    add(desk_duty_kind::place);
    return;
  }
  const auto is_asking = x.is_unsettled || x.life.stage() == life_stage::unknown
                         || x.life.stage() == life_stage::working;
  if (is_asking && !x.is_asked && now >= x.ask_at) {
    x.is_asked = true;
    add(desk_duty_kind::ask);
  }
  if (x.life.duty() == life_duty::cancel && !x.is_cancelling
      && now >= x.cancel_at) {
    x.is_cancelling = true;
    add(desk_duty_kind::cancel);
  }
}

desk_step order_desk::unsent(const std::string& client_id,
                             const std::string& why, unix_time now) {
  const auto i = records_.find(client_id);
  if (i == records_.end())
    return {};
  auto entry = about(journal_kind::unsent, i->second);
  entry.text = why;
  return take(i->second, std::move(entry), now);
}

desk_step order_desk::placed(const std::string& client_id, placement fate,
                             const std::optional<order_report>& told,
                             const std::string& text, unix_time now) {
  const auto i = records_.find(client_id);
  if (i == records_.end())
    return {};
  auto& of = i->second;
  auto entry = about(journal_kind::answer, of);
  entry.fate = fate;
  entry.text = text;
  if (told)
    entry.venue_id = told->venue_id;
  auto step = take(of, std::move(entry), now);
  if (fate != placement::accepted || !told)
    return step;
  // The answer need not repeat what was asked for.
  auto report = *told;
  report.client_id = client_id;
  report.symbol = of.life.market();
  report.side = of.intent.side;
  step.add(this->told(report, now));
  return step;
}

desk_step order_desk::found(const std::string& client_id,
                            const std::optional<order_report>& what,
                            unix_time asked_at, unix_time now) {
  const auto i = records_.find(client_id);
  if (i == records_.end())
    return {};
  auto& of = i->second;
  of.is_asked = false;
  of.is_unsettled = false;
  of.ask_at = now + in_milliseconds(pause(of.asked++));
  auto step = desk_step{};
  if (what) {
    of.absences = 0;
    step = told(*what, now);
    of.ask_at = next_look(of, now);
  } else if (of.life.stage() == life_stage::unknown) {
    // Asked again as soon as the answer proves something.
    of.ask_at = std::min(of.ask_at, std::max(now, of.life.ask_after())
                                      + in_milliseconds(how_.ask_first));
    if (asked_at > of.life.ask_after() && ++of.absences >= how_.absences) {
      auto entry = about(journal_kind::absent, of);
      entry.until = asked_at;
      step = take(of, std::move(entry), now);
    }
  } else if (of.life.stage() == life_stage::working
             && ++of.absences == missed_at_most) {
    step.alarms.push_back("order " + client_id + " in "
                          + of.life.market().to_string()
                          + " works, and the venue does not know it");
  }
  settle();
  return step;
}

void order_desk::cancel_ended(const std::string& client_id, bool taken,
                              unix_time now) {
  const auto i = records_.find(client_id);
  if (i == records_.end())
    return;
  i->second.is_cancelling = false;
  i->second.cancel_at
    = now + in_milliseconds(taken ? how_.ask_most : how_.ask_first);
  // Only the order itself tells how it ended, and what was filled before.
  i->second.ask_at = std::min(i->second.ask_at, now);
}

void order_desk::failed(const desk_duty& x, unix_time now) {
  if (x.kind == desk_duty_kind::list_open) {
    is_listing_ = false;
    list_at_ = now + in_milliseconds(pause(list_failures_++));
    return;
  }
  if (x.kind == desk_duty_kind::list_fills) {
    const auto i = hunts_.find(x.market);
    if (i == hunts_.end())
      return;
    i->second.is_asked = false;
    i->second.ask_at = now + in_milliseconds(pause(i->second.asked));
    return;
  }
  const auto i = records_.find(x.client_id);
  if (i == records_.end())
    return;
  auto& of = i->second;
  if (x.kind == desk_duty_kind::ask) {
    of.is_asked = false;
    of.ask_at = now + in_milliseconds(pause(of.asked++));
  } else if (x.kind == desk_duty_kind::cancel) {
    of.is_cancelling = false;
    of.cancel_at = now + in_milliseconds(how_.ask_first);
  }
}

desk_step order_desk::forsaken(unix_time now) {
  auto step = desk_step{};
  for (auto& [id, x] : records_) {
    x.is_asked = false;
    x.is_cancelling = false;
    if (x.life.stage() == life_stage::sent)
      step.add(placed(id, placement::unknown, std::nullopt,
                      "whoever sent it is gone", now));
  }
  is_listing_ = false;
  page_.clear();
  for (auto& [market, x] : hunts_) {
    x.is_asked = false;
    x.page.clear();
  }
  return step;
}

desk_step order_desk::tick(unix_time now) {
  auto step = desk_step{};
  // A copy: what follows may end an order.
  for (const auto& id : std::set{active_})
    if (const auto& x = records_.at(id);
        x.life.stage() == life_stage::sent && now > x.life.ask_after())
      step.add(placed(id, placement::unknown, std::nullopt,
                      "no answer came of the request", now));
  forget(now);
  return step;
}

void order_desk::forget(unix_time now) {
  const auto before = now - in_milliseconds(how_.remember);
  for (auto i = records_.begin(); i != records_.end();) {
    const auto& x = i->second;
    if (!is_final(x.life.stage()) || !x.life.fills_complete()
        || x.changed_at >= before) {
      ++i;
      continue;
    }
    by_venue_id_.erase({x.life.market(), x.life.venue_id()});
    i = records_.erase(i);
  }
}

} // namespace ballast
