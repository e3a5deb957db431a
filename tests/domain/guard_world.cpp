#include "tests/domain/guard_world.hpp"

#include "domain/decision.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

using namespace std::chrono_literals;

constexpr auto step = 100ms;
const auto coin = symbol{"BTC", "USD"};

} // namespace

guard_world::counts& guard_world::counts::operator+=(const counts& x) noexcept {
  entries += x.entries;
  exits += x.exits;
  guards += x.guards;
  replaced += x.replaced;
  refused += x.refused;
  triggered += x.triggered;
  sold_while_away += x.sold_while_away;
  exits_after_guard += x.exits_after_guard;
  kills += x.kills;
  lost += x.lost;
  return *this;
}

guard_world::guard_world(const guard_world_plan& plan)
    : plan_{plan}, random_{plan.seed}, end_{now_ + 10min} {
  market_.symbol = coin;
  market_.price_increment = *decimal::parse("0.01");
  market_.size_increment = *decimal::parse("0.001");
  market_.size_min = *decimal::parse("0.01");
  market_.notional_min = decimal::whole(5);
}

// -- time and the wire -------------------------------------------------------

void guard_world::later(std::function<void()> what, bool is_for_node) {
  const auto delay = 5ms + std::chrono::milliseconds{random_.below(150)};
  queue_.emplace(now_ + delay, event{is_for_node ? life_ : 0, std::move(what)});
}

bool guard_world::chance(double p) {
  return now_ < end_ && random_.uniform() < p;
}

bool guard_world::is_lost() {
  const auto result = chance(plan_.lost);
  counts_.lost += result ? 1 : 0;
  return result;
}

void guard_world::run() {
  start();
  while (now_ < end_ + 2min && wrongs_.empty()) {
    now_ += step;
    while (!queue_.empty() && queue_.begin()->first <= now_) {
      const auto next = queue_.extract(queue_.begin()).mapped();
      if (next.life == 0 || (next.life == life_ && desk_))
        next.what();
    }
    trade();
    if (desk_ && chance(plan_.kills / 10))
      kill();
    if (!desk_ && now_ >= std::min(away_until_, end_))
      start();
    if (desk_)
      look();
  }
  check_end();
}

// -- the node ----------------------------------------------------------------

void guard_world::start() {
  ++life_;
  order_desk::options how;
  how.venue = "venue";
  how.account = "master";
  how.identity = plan_.seed;
  desk_ = std::make_unique<order_desk>(std::move(how));
  book_ = {};
  memory_ = {};
  guard_.clear();
  exit_.clear();
  due_since_.reset();
  exit_not_before_ = {};
  held_ = kept_;
  for (const auto& x : journal_)
    if (const auto counted = desk_->restore(x))
      book_.apply(*counted);
  desk_->restored(now_);
}

void guard_world::kill() {
  ++counts_.kills;
  desk_.reset();
  away_until_ = now_ + std::chrono::seconds{1 + random_.below(120)};
}

void guard_world::look() {
  take(desk_->tick(now_));
  const auto seen = price_range{low_, high_, price_};
  low_ = high_ = price_;
  const auto has_entry = desk_->has_live(coin, order_purpose::entry);
  if (held_ && held_->left > 0 && !has_entry) {
    held_ = advance(*held_, exit_rules::thirds(), seen, now_).plan;
    kept_ = held_;
  }
  if (!held_ && desk_->is_open() && !has_entry && now_ < end_
      && random_.below(20) == 0) {
    order_ticket ticket;
    ticket.size = part(decimal::whole(1), 0.2 + random_.uniform());
    ticket.price = round_to(amount(price_ * 1.01), market_.price_increment,
                            rounding::down);
    ticket.lives = time_in_force::immediate_or_cancel;
    intend(ticket, order_purpose::entry);
  }
  converge();
  carry_out();
}

std::optional<order_ticket> guard_world::due_exit() const {
  if (!held_ || !desk_->is_open() || desk_->is_halted(coin))
    return std::nullopt;
  const auto size = book_.of(coin).size;
  const auto surplus = surplus_of(*held_, size, entered_);
  order_ticket ticket;
  ticket.side = side::sell;
  ticket.size = round_to(held_->left > 0 ? std::min(surplus, size) : size,
                         market_.size_increment, rounding::down);
  if (surplus <= decimal{} || ticket.size < market_.size_min)
    return std::nullopt;
  ticket.price
    = round_to(amount(price_ * 0.995), market_.price_increment, rounding::down);
  ticket.lives = time_in_force::immediate_or_cancel;
  return ticket;
}

guard_view guard_world::view(bool is_exit_due) const {
  guard_view x;
  x.held = book_.of(coin).size;
  x.stop = held_->stop;
  x.price = price_;
  x.is_exit_due = is_exit_due;
  x.has_live_exit = has_live_exit();
  x.has_live_entry = desk_->has_live(coin, order_purpose::entry);
  x.can_order = desk_->is_open() && !desk_->is_halted(coin);
  x.takes_stops = plan_.takes_stops;
  x.market = market_;
  x.now = now_;
  if (const auto* life = desk_->find(guard_))
    x.guard = guard_order{life->ticket(), life->stage(), life->filled_size(),
                          life->fills_complete(), life->is_cancel_wished()};
  return x;
}

bool guard_world::has_live_exit() const {
  const auto* life = desk_->find(exit_);
  return desk_->has_live(coin, order_purpose::exit)
         || (life != nullptr && !life->fills_complete());
}

// What the PORTFOLIO does, with a venue that forgives nothing.
void guard_world::converge() {
  if (!held_)
    return;
  if (const auto live = desk_->live_of(order_purpose::guard); !live.empty()) {
    if (live.size() > 1)
      wrong("G1: two guards are live");
    guard_ = live.front();
  }
  const auto due = due_exit();
  const auto x = view(due.has_value());
  const auto placed = memory_.placed;
  const auto next = next_step(rules_, memory_, x);
  judge(x, next);
  if (next.action == guard_action::place) {
    intend(next.ticket, order_purpose::guard);
    memory_.intended(now_);
    ++counts_.guards;
  } else if (next.action == guard_action::cancel) {
    const auto is_replaced
      = next.state == guard_state::stop_rose
        || (next.state == guard_state::size_changed
            && x.guard->ticket.size - x.guard->filled <= x.held);
    counts_.replaced += is_replaced ? 1 : 0;
    counts_.exits_after_guard += next.state == guard_state::exit_first ? 1 : 0;
    if (is_replaced && now_ - placed < 10s)
      wrong("G3: replaced too soon");
    take(desk_->wish_cancelled(guard_, to_sentence(next.state), now_));
  }
  if (!due || is_out(x.guard) || next.action == guard_action::place
      || x.has_live_exit || now_ < exit_not_before_)
    return;
  ++counts_.exits;
  intend(*due, order_purpose::exit);
  exit_not_before_ = now_ + 2s;
}

void guard_world::judge(const guard_view& x, const guard_step& next) {
  if (next.action == guard_action::place) {
    if (x.is_exit_due || x.has_live_exit)
      wrong("G2: a guard beside an exit");
    if (next.ticket.trigger < highest_trigger_)
      wrong("G3: the guard went down");
    highest_trigger_ = next.ticket.trigger;
    if (next.ticket.size > x.held)
      wrong("G1: a guard of more than is held");
  }
  // However many messages are lost, an exit is never forgotten.
  if (!x.is_exit_due || x.has_live_exit)
    due_since_.reset();
  else if (!due_since_)
    due_since_ = now_;
  else if (now_ - *due_since_ > 90s)
    wrong("G2: an exit waits for ever");
}

void guard_world::intend(const order_ticket& ticket, order_purpose purpose) {
  auto intent = desk_->intend(coin, ticket, purpose, "", now_, now_ + 10s);
  if (!intent)
    return;
  const auto id = intent->client_id;
  journal_.push_back(std::move(*intent));
  desk_->committed(id);
  if (purpose == order_purpose::guard)
    guard_ = id;
  else if (purpose == order_purpose::exit)
    exit_ = id;
}

void guard_world::carry_out() {
  for (const auto& x : desk_->duties(now_)) {
    if (x.kind == desk_duty_kind::place)
      place(x);
    else if (x.kind == desk_duty_kind::ask)
      ask(x);
    else if (x.kind == desk_duty_kind::cancel)
      cancel(x);
    else
      list(x);
  }
}

void guard_world::place(const desk_duty& x) {
  const auto ticket = desk_->find(x.client_id)->ticket();
  const auto refuses
    = x.purpose == order_purpose::guard && chance(plan_.refused);
  if (is_lost()) // The desk itself sees that nobody answers.
    return;
  later(
    [this, x, ticket, refuses] {
      if (refuses)
        ++counts_.refused;
      else
        add(ticket);
      if (is_lost())
        return;
      const auto told = refuses ? std::optional<order_report>{}
                                : std::optional{find(x.client_id)->report};
      later(
        [this, x, told] {
          take(desk_->placed(x.client_id,
                             told ? placement::accepted : placement::refused,
                             told, "", now_));
        },
        true);
    },
    false);
}

void guard_world::ask(const desk_duty& x) {
  if (is_lost())
    return desk_->failed(x, now_);
  later(
    [this, x, asked = now_] {
      const auto* order = find(x.client_id);
      const auto told = order == nullptr ? std::optional<order_report>{}
                                         : std::optional{order->report};
      later([this, x, told,
             asked] { take(desk_->found(x.client_id, told, asked, now_)); },
            true);
    },
    false);
}

void guard_world::cancel(const desk_duty& x) {
  if (is_lost())
    return desk_->failed(x, now_);
  later(
    [this, x] {
      auto* order = find(x.client_id);
      if (order != nullptr && !is_over(order->report.state))
        end(*order, order_state::cancelled);
      const auto is_heard = !is_lost();
      later(
        [this, x, is_heard] {
          if (is_heard)
            desk_->cancel_ended(x.client_id, true, now_);
          else
            desk_->failed(x, now_);
        },
        true);
    },
    false);
}

void guard_world::list(const desk_duty& x) {
  later(
    [this, x, asked = now_] {
      auto open = std::vector<order_report>{};
      auto fills = std::vector<fill>{};
      for (const auto& [id, order] : orders_) {
        fills.insert(fills.end(), order.fills.begin(), order.fills.end());
        if (!is_over(order.report.state))
          open.push_back(order.report);
      }
      later(
        [this, x, asked, open, fills] {
          take(x.kind == desk_duty_kind::list_open
                 ? desk_->listed(open, {}, asked, now_)
                 : desk_->fills_listed(x.market, fills, {}, now_));
        },
        true);
    },
    false);
}

void guard_world::take(const desk_step& x) {
  journal_.insert(journal_.end(), x.entries.begin(), x.entries.end());
  for (const auto& alarm : x.alarms)
    wrong(alarm);
  for (const auto& each : x.fills)
    take_fill(each);
}

void guard_world::take_fill(const fill& x) {
  book_.apply(x);
  const auto size = book_.of(coin).size;
  if (x.side == side::buy && !held_) {
    const auto price = x.price.to_double();
    held_ = begin_plan(price, price * 0.99, now_, exit_rules::thirds());
    entered_ = {};
    highest_trigger_ = {};
  } else if (x.side == side::sell && held_ && x.client_id == guard_) {
    held_->left = 0; // The stop is hit, whoever saw it.
  }
  entered_ = x.side == side::buy ? std::max(entered_, size) : entered_;
  if (size < market_.size_min && x.side == side::sell)
    held_.reset();
  kept_ = held_;
}

} // namespace ballast
