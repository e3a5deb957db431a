#include "tests/domain/desk_world.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

using namespace std::chrono_literals;

constexpr auto request_life = 10s;
constexpr auto gives_up_after = 8s;

std::chrono::milliseconds in_milliseconds(duration x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x);
}

const std::vector<symbol>& markets() {
  static const auto all
    = std::vector<symbol>{{"BTC", "USD"}, {"ETH", "USD"}, {"SOL", "USD"}};
  return all;
}

} // namespace

desk_world::counts& desk_world::counts::operator+=(const counts& x) noexcept {
  intents += x.intents;
  placed += x.placed;
  too_late += x.too_late;
  lost += x.lost;
  late += x.late;
  overtaken += x.overtaken;
  doubled += x.doubled;
  kills += x.kills;
  unknown += x.unknown;
  absent += x.absent;
  filled += x.filled;
  cancelled += x.cancelled;
  foreign += x.foreign;
  forsaken += x.forsaken;
  return *this;
}

desk_world::desk_world(const desk_world_plan& plan)
    : plan_{plan}, random_{plan.seed}, end_{now_ + 1min} {}

// -- time and the wire -------------------------------------------------------

void desk_world::at(duration from_now, std::function<void()> what,
                    bool at_venue) {
  queue_.push({now_ + in_milliseconds(from_now), ++events_,
               at_venue ? 0 : life_, std::move(what)});
}

bool desk_world::chance(double p) {
  // When the plan is over, the faults are.
  return now_ < end_ && random_.uniform() < p;
}

duration desk_world::delay() {
  auto result = 5ms + std::chrono::milliseconds{random_.below(120)};
  if (chance(plan_.late)) {
    ++counts_.late;
    result += std::chrono::seconds{random_.below(30)};
  }
  if (chance(plan_.overtaken))
    result += std::chrono::milliseconds{random_.below(1'000)};
  return result;
}

// A request to the venue, and its answer. Who waits gives up after a while,
// and whatever comes later falls on nobody.
void desk_world::call(std::function<std::function<void()>()> at_venue,
                      std::function<void()> on_loss) {
  const auto ended = std::make_shared<bool>(false);
  const auto is_heard = [this, ended, messenger = messenger_] {
    return !std::exchange(*ended, true) && messenger == messenger_;
  };
  at(
    gives_up_after,
    [is_heard, on_loss = std::move(on_loss)] {
      if (is_heard())
        on_loss();
    },
    false);
  if (chance(plan_.lost)) {
    ++counts_.lost;
    return;
  }
  const auto life = life_;
  at(
    delay(),
    [this, is_heard, life, at_venue = std::move(at_venue)] {
      auto answer = at_venue();
      if (chance(plan_.lost)) {
        ++counts_.lost;
        return;
      }
      queue_.push({now_ + in_milliseconds(delay()), ++events_, life,
                   [is_heard, answer = std::move(answer)] {
                     if (is_heard())
                       answer();
                   }});
    },
    true);
}

void desk_world::run() {
  start();
  at(
    100ms, [this] { trade(); }, true);
  const auto is_settled = [&] {
    return now_ > end_ + 1min && desk_ && desk_->is_open()
           && desk_->live() == 0;
  };
  while (now_ < end_ + 10min && !is_settled()) {
    const auto next = queue_.top();
    queue_.pop();
    now_ = std::max(now_, next.at);
    if (next.life != 0 && next.life != life_)
      continue; // That process is dead.
    next.what();
    if (next.life == life_ && desk_) {
      work();
      judge_opening();
    }
  }
  check();
}

// -- the process -------------------------------------------------------------

void desk_world::start() {
  ++life_;
  is_broken_ = false;
  writing_.clear();
  counted_.clear();
  order_desk::options how;
  how.venue = "venue";
  how.account = "master";
  how.identity = plan_.seed;
  desk_ = std::make_unique<order_desk>(how);
  for (const auto& x : journal_)
    if (const auto counted = desk_->restore(x))
      counted_.emplace(counted->order_id + '/' + counted->trade_id, "");
  desk_->restored(now_);
  is_listed_ = false;
  was_open_ = false;
  unsettled_.clear();
  for (const auto& x : desk_->orders())
    if (!is_final(x.stage))
      unsettled_.insert(x.intent.client_id);
  at(
    10ms, [this] { wish(); }, false);
}

void desk_world::kill() {
  ++counts_.kills;
  desk_.reset();
  ++life_;
  // What was being written is on the disk in part, in order.
  writing_.resize(random_.below(writing_.size() + 1));
  for (const auto& x : std::exchange(writing_, {}))
    keep(x);
  at(
    200ms, [this] { start(); }, false);
}

void desk_world::wish() {
  if (chance(plan_.kills * 0.1))
    return kill();
  if (chance(plan_.forsaken * 0.1))
    forsake();
  at(
    100ms, [this] { wish(); }, false);
  take(desk_->tick(now_));
  if (now_ >= end_ || counts_.intents >= plan_.orders)
    return;
  if (random_.uniform() < 0.1)
    if (const auto orders = desk_->orders(); !orders.empty())
      take(desk_->wish_cancelled(
        // One of the newest, which may still be open.
        orders[random_.below(std::min<std::size_t>(orders.size(), 6))]
          .intent.client_id,
        "wished", now_));
  if (random_.uniform() < 0.5)
    return;
  order_ticket ticket;
  ticket.side = random_.below(2) == 0 ? side::buy : side::sell;
  ticket.size = decimal::whole(static_cast<std::int64_t>(random_.below(9)) + 1);
  ticket.price = decimal::whole(100);
  ticket.lives = random_.below(2) == 0 ? time_in_force::good_till_cancelled
                                       : time_in_force::immediate_or_cancel;
  const auto intent
    = desk_->intend(markets()[random_.below(markets().size())], ticket,
                    order_purpose::entry, "wish", now_, now_ + request_life);
  if (!intent)
    return;
  ++counts_.intents;
  writing_.push_back(*intent);
  at(
    std::chrono::milliseconds{random_.below(5)}, [this] { commit(); }, false);
}

// What is under way arrives, and nobody hears of it.
void desk_world::forsake() {
  ++counts_.forsaken;
  ++messenger_;
  take(desk_->forsaken(now_));
}

// O7: before the first order the venue has listed what is open, and was heard
// of each order that was not over; all that was filled is known.
void desk_world::judge_opening() {
  if (was_open_ || !desk_->is_open())
    return;
  was_open_ = true;
  if (!is_listed_)
    wrong("open before the venue has listed its open orders");
  for (const auto& x : desk_->orders()) {
    const auto& id = x.intent.client_id;
    if (!is_final(x.stage) && unsettled_.count(id) > 0)
      wrong("open before the venue was asked for " + id);
    if (!desk_->find(id)->fills_complete())
      wrong("open while fills are missing of " + id);
  }
}

// All that waits, in one sync.
void desk_world::commit() {
  if (is_broken_ || chance(plan_.broken_commits)) {
    is_broken_ = true;
    for (const auto& x : writing_)
      if (x.kind == journal_kind::intent)
        desk_->not_committed(x.client_id);
    return kill();
  }
  for (const auto& x : std::exchange(writing_, {})) {
    keep(x);
    if (x.kind == journal_kind::intent)
      desk_->committed(x.client_id);
  }
}

void desk_world::keep(const journal_entry& x) {
  journal_.push_back(x);
  if (x.kind == journal_kind::intent
      && !committed_.emplace(x.client_id, x).second)
    wrong("two intents with one client id: " + x.client_id); // O2
}

void desk_world::take(const desk_step& x) {
  writing_.insert(writing_.end(), x.entries.begin(), x.entries.end());
  if (!x.entries.empty())
    at(
      std::chrono::milliseconds{random_.below(5)}, [this] { commit(); }, false);
  for (const auto& entry : x.entries) {
    counts_.unknown
      += entry.kind == journal_kind::answer && entry.fate == placement::unknown;
    counts_.absent += entry.kind == journal_kind::absent;
    counts_.foreign += entry.kind == journal_kind::foreign;
    if (entry.kind == journal_kind::contradiction)
      wrong("contradiction: " + entry.text + ", " + entry.client_id);
  }
  for (const auto& fill : x.fills)
    if (!counted_.emplace(fill.order_id + '/' + fill.trade_id, "").second)
      wrong("counted twice: trade " + fill.trade_id);
}

void desk_world::work() {
  for (const auto& x : desk_->duties(now_))
    carry_out(x);
}

void desk_world::carry_out(const desk_duty& x) {
  switch (x.kind) {
  case desk_duty_kind::place:
    return place(x);
  case desk_duty_kind::ask:
    return ask(x);
  case desk_duty_kind::cancel:
    return cancel(x);
  case desk_duty_kind::list_open:
    return list_open(x);
  case desk_duty_kind::list_fills:
    return list_fills(x);
  }
}

void desk_world::place(const desk_duty& x) {
  const auto committed = committed_.find(x.client_id);
  if (committed == committed_.end())
    return wrong("leaves without a commit: " + x.client_id); // O1
  if (++posts_[x.client_id] > 1)
    wrong("placed twice: " + x.client_id); // O5
  const auto intent = committed->second;
  call(
    [this, intent]() -> std::function<void()> {
      const auto id = intent.client_id;
      if (now_ > *intent.until) {
        ++counts_.too_late;
        return [this, id] {
          take(desk_->placed(id, placement::refused, std::nullopt, "too late",
                             now_));
        };
      }
      ++counts_.placed;
      auto report = report_of(intent);
      report.venue_id = "v" + std::to_string(++ids_);
      report.state = order_state::open;
      report.updated = now_;
      add_order({report, {}, false});
      return [this, id, report] {
        take(desk_->placed(id, placement::accepted, report, "", now_));
      };
    },
    [this, id = x.client_id] {
      take(
        desk_->placed(id, placement::unknown, std::nullopt, "no answer", now_));
    });
}

void desk_world::ask(const desk_duty& x) {
  const auto asked_at = now_;
  call(
    [this, x, asked_at]() -> std::function<void()> {
      const auto* found = find(x.client_id);
      auto told
        = found == nullptr ? std::nullopt : std::optional{found->report};
      return [this, x, asked_at, told] {
        unsettled_.erase(x.client_id);
        take(desk_->found(x.client_id, told, asked_at, now_));
      };
    },
    [this, x] { desk_->failed(x, now_); });
}

void desk_world::cancel(const desk_duty& x) {
  call(
    [this, x]() -> std::function<void()> {
      auto* found = find(x.client_id);
      if (found != nullptr && !is_over(found->report.state)) {
        ++counts_.cancelled;
        end_order(found->report.venue_id, *found, order_state::cancelled);
        found->report.updated = now_;
        tell(*found, nullptr);
      }
      return [this, x, is_known = found != nullptr] {
        desk_->cancel_ended(x.client_id, is_known, now_);
      };
    },
    [this, x] { desk_->failed(x, now_); });
}

void desk_world::list_open(const desk_duty& x) {
  const auto asked_at = now_;
  call(
    [this, asked_at]() -> std::function<void()> {
      auto page = std::vector<order_report>{};
      for (const auto& id : open_)
        page.push_back(orders_.at(id).report);
      return [this, page, asked_at] {
        is_listed_ = true;
        take(desk_->listed(page, {}, asked_at, now_));
      };
    },
    [this, x] { desk_->failed(x, now_); });
}

void desk_world::list_fills(const desk_duty& x) {
  call(
    [this, x]() -> std::function<void()> {
      auto page = std::vector<fill>{};
      // Two pages, so that paging is walked through as well.
      for (const auto& [id, y] : orders_)
        for (const auto& z : y.fills)
          if (z.symbol == x.market && z.at >= x.since.value_or(unix_time{}))
            page.push_back(z);
      const auto half = static_cast<std::ptrdiff_t>(page.size() / 2);
      auto next = std::string{};
      if (x.page.empty() && page.size() > 1) {
        page.erase(page.begin() + half, page.end());
        next = "second";
      } else if (!x.page.empty()) {
        page.erase(page.begin(), page.begin() + half);
      }
      return [this, x, page, next] {
        take(desk_->fills_listed(x.market, page, next, now_));
      };
    },
    [this, x] { desk_->failed(x, now_); });
}

} // namespace ballast
