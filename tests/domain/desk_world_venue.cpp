// The venue of a desk_world, and the judge of what came of its orders.
#include "tests/domain/desk_world.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

using namespace std::chrono_literals;

// -- the venue ---------------------------------------------------------------

desk_world::venue_order* desk_world::find(const std::string& client_id) {
  const auto i = by_client_id_.find(client_id);
  return i == by_client_id_.end() ? nullptr : &orders_.at(i->second);
}

void desk_world::add_order(venue_order x) {
  const auto id = x.report.venue_id;
  if (!x.is_foreign)
    by_client_id_.emplace(x.report.client_id, id);
  open_.insert(id);
  orders_.emplace(id, std::move(x));
}

void desk_world::end_order(const std::string& venue_id, venue_order& x,
                           order_state how) {
  x.report.state = how;
  open_.erase(venue_id);
}

void desk_world::tell(const venue_order& x, const fill* of) {
  const auto send = [&](const std::function<void()>& what) {
    if (chance(plan_.lost)) {
      ++counts_.lost;
      return;
    }
    const auto copies = chance(plan_.doubled) ? 2 : 1;
    counts_.doubled += copies == 2;
    for (auto i = 0; i < copies; ++i)
      at(
        delay(),
        [this, what, number = ++told_] {
          if (!desk_)
            return; // Told while no process was there.
          counts_.overtaken += number < last_told_;
          last_told_ = std::max(last_told_, number);
          what();
        },
        false);
  };
  send([this, report = x.report] { take(desk_->told(report, now_)); });
  if (of != nullptr)
    send([this, fill = *of] { take(desk_->told(fill, now_)); });
}

void desk_world::trade() {
  at(
    50ms, [this] { trade(); }, true);
  if (chance(0.005)) {
    order_report other;
    other.venue_id = "v" + std::to_string(++ids_);
    other.client_id = random_.below(2) == 0 ? "" : "somebody";
    other.symbol = {"BTC", "USD"};
    other.size = decimal::whole(1);
    other.state = order_state::open;
    add_order({other, {}, true});
  }
  // A copy: what is filled ends.
  for (const auto& id : std::set{open_}) {
    auto& x = orders_.at(id);
    auto& report = x.report;
    if (x.is_foreign || random_.uniform() > 0.05)
      continue;
    const auto left = report.size - report.filled;
    const auto part
      = random_.below(2) == 0 ? left : std::min(left, decimal::whole(1));
    fill news;
    news.trade_id = "t" + std::to_string(++trades_);
    news.order_id = id;
    news.symbol = report.symbol;
    news.side = report.side;
    news.price = report.price;
    news.size = part;
    news.fee = *decimal::parse("0.01");
    news.fee_currency = "USD";
    news.at = now_;
    x.fills.push_back(news);
    ++counts_.filled;
    report.filled += part;
    report.updated = now_;
    if (report.filled == report.size)
      end_order(id, x, order_state::filled);
    else if (report.lives == time_in_force::immediate_or_cancel)
      end_order(id, x, order_state::cancelled);
    tell(x, &news);
  }
}

// -- the judge ---------------------------------------------------------------

void desk_world::wrong(const std::string& text) {
  if (wrongs_.size() < 20)
    wrongs_.push_back("seed " + std::to_string(plan_.seed) + ": " + text);
}

void desk_world::check() {
  if (!desk_ || !desk_->is_open())
    return wrong("the desk is not open when all faults have ended");
  // O2, by the venue's own record.
  auto living = std::map<std::string, unsigned>{};
  for (const auto& [id, x] : orders_)
    if (!x.is_foreign && ++living[x.report.client_id] > 1)
      wrong("two orders of " + x.report.client_id);
  for (const auto& [client_id, x] : living)
    if (desk_->find(client_id) == nullptr)
      wrong("lost: " + client_id);
  for (const auto& x : journal_)
    if (x.kind == journal_kind::intent)
      check_order(x);
}

void desk_world::check_order(const journal_entry& intent) {
  const auto* mine = desk_->find(intent.client_id);
  if (mine == nullptr)
    return wrong("forgotten: " + intent.client_id);
  const auto* theirs = find(intent.client_id);
  const auto what = intent.client_id + " is " + to_string(mine->stage());
  if (theirs == nullptr) {
    if (mine->stage() != life_stage::absent)
      wrong(what + ", the venue has none");
    return;
  }
  const auto is_over_there = is_over(theirs->report.state);
  if (mine->stage() != (is_over_there ? life_stage::over : life_stage::working))
    return wrong(what + ", the venue says " + to_string(theirs->report.state));
  if (is_over_there && mine->ending() != theirs->report.state)
    wrong(what + ", ended otherwise");
  if (mine->filled_size() != theirs->report.filled
      || mine->fills_size() != theirs->report.filled)
    wrong(what + ", filled " + mine->filled_size().to_string()
          + " and by trades " + mine->fills_size().to_string() + " of "
          + theirs->report.filled.to_string());
}

} // namespace ballast
