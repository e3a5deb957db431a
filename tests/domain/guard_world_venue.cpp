// The little venue of guard_world: it takes whatever it is asked for.
#include "domain/money.hpp"
#include "tests/domain/guard_world.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

using namespace std::chrono_literals;

const auto coin = symbol{"BTC", "USD"};

} // namespace

decimal guard_world::amount(double x) {
  return money_of(x).value_or(decimal{});
}

decimal guard_world::part(decimal x, double of) const {
  return round_to(value_of(x, amount(of), rounding::down),
                  market_.size_increment, rounding::down);
}

guard_world::venue_order* guard_world::find(const std::string& client_id) {
  const auto i = orders_.find(client_id);
  return i == orders_.end() ? nullptr : &i->second;
}

void guard_world::add(const order_ticket& ticket) {
  venue_order x;
  auto& report = x.report;
  report.venue_id = std::to_string(++ids_);
  report.client_id = ticket.client_id;
  report.symbol = coin;
  report.side = ticket.side;
  report.type = ticket.type;
  report.lives = ticket.lives;
  report.size = ticket.size;
  report.price = ticket.price;
  report.state = order_state::open;
  report.updated = now_;
  x.trigger = ticket.trigger;
  if (!orders_.emplace(ticket.client_id, x).second)
    return wrong("placed twice");
  check_promises("an order arrives");
  if (ticket.type == order_type::stop_limit)
    return;
  auto& order = *find(ticket.client_id);
  counts_.entries += ticket.side == side::buy ? 1 : 0;
  const auto is_in_reach = ticket.side == side::buy
                             ? ticket.price >= amount(price_)
                             : ticket.price <= amount(price_);
  if (is_in_reach)
    for (const auto of : {0.3, 1.0})
      if (random_.below(10) != 0)
        execute(order, of < 1 ? part(ticket.size, of)
                              : ticket.size - order.report.filled);
  if (!is_over(order.report.state))
    end(order, order_state::cancelled);
}

void guard_world::execute(venue_order& x, decimal size) {
  auto& report = x.report;
  size = std::min(size, report.size - report.filled);
  if (size <= decimal{})
    return;
  fill y;
  y.trade_id = std::to_string(++trades_);
  y.order_id = report.venue_id;
  y.client_id = report.client_id;
  y.symbol = coin;
  y.side = report.side;
  y.price = amount(price_);
  y.size = size;
  y.at = now_;
  report.filled += size;
  report.updated = now_;
  base_ += report.side == side::buy ? size : -size;
  x.fills.push_back(std::move(y));
  if (report.filled == report.size)
    report.state = order_state::filled;
  if (base_ < decimal{})
    wrong("G1: more was sold than there was");
  tell(x);
}

void guard_world::end(venue_order& x, order_state how) {
  x.report.state = how;
  x.report.updated = now_;
  tell(x);
}

void guard_world::tell(const venue_order& x) {
  if (!is_lost())
    later([this, told = x.report] { take(desk_->told(told, now_)); }, true);
  if (!x.fills.empty() && !is_lost())
    later([this, told = x.fills.back()] { take(desk_->told(told, now_)); },
          true);
}

void guard_world::trade() {
  price_ *= 1 + (random_.uniform() - 0.5) * 0.0016;
  if (random_.below(600) == 0)
    price_ *= random_.below(2) == 0 ? 0.985 : 1.012;
  price_ = amount(price_).to_double();
  low_ = std::min(low_, price_);
  high_ = std::max(high_, price_);
  for (auto& [id, x] : orders_) {
    if (is_over(x.report.state) || x.report.type != order_type::stop_limit)
      continue;
    if (!x.is_awake && amount(price_) <= x.trigger) {
      x.is_awake = true;
      ++counts_.triggered;
    }
    if (!x.is_awake || amount(price_) < x.report.price || random_.below(4) == 0)
      continue;
    counts_.sold_while_away += desk_ ? 0 : 1;
    execute(x,
            random_.below(2) == 0 ? x.report.size : part(x.report.size, 0.4));
  }
}

void guard_world::check_promises(const std::string& when) {
  auto promised = decimal{};
  auto guards = 0;
  for (const auto& [id, x] : orders_) {
    if (is_over(x.report.state) || x.report.side != side::sell)
      continue;
    promised += x.report.size - x.report.filled;
    guards += x.report.type == order_type::stop_limit ? 1 : 0;
  }
  if (promised > base_)
    wrong("G1: when " + when + ": " + promised.to_string() + " are promised of "
          + base_.to_string());
  if (guards > 1)
    wrong("G1: two guards at the venue");
}

void guard_world::check_end() {
  if (!wrongs_.empty())
    return;
  if (book_.of(coin).size != base_)
    wrong("the books say " + book_.of(coin).size.to_string() + " of "
          + base_.to_string());
  auto guards = std::vector<const venue_order*>{};
  for (const auto& [id, x] : orders_)
    if (!is_over(x.report.state))
      guards.push_back(&x);
  const auto x
    = held_ ? std::optional{view(due_exit().has_value())} : std::nullopt;
  if (!held_ && !guards.empty())
    wrong("a guard of nothing");
  if (!x || x->is_exit_due || x->has_live_exit || now_ - memory_.placed < 15s
      || x->price <= x->stop)
    return;
  const auto is_guarded
    = guards.size() == 1
      && guards[0]->report.size - guards[0]->report.filled == part(base_, 1);
  if (is_guarded != (plan_.takes_stops && base_ >= market_.size_min)
      && !is_out(x->guard))
    wrong("the position has no guard");
}

void guard_world::wrong(const std::string& text) {
  wrongs_.push_back("seed " + std::to_string(plan_.seed) + ", "
                    + std::to_string((now_ - end_).count() + 600'000)
                    + " ms: " + text);
}

} // namespace ballast
