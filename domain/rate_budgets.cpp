#include "domain/rate_budgets.hpp"

#include "domain/rate_budgets_impl.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <tuple>
#include <utility>

namespace ballast {

namespace {

fault refusal(std::string text) {
  return {ec::invalid_argument, std::move(text)};
}

bool asks_the_same(const permit_wish& x, const permit_wish& y) {
  return x.lane == y.lane && x.account == y.account && x.spends == y.spends;
}

void add_up(std::vector<resolved_spend>& spends, std::size_t which,
            std::uint32_t cost) {
  const auto known
    = std::find_if(spends.begin(), spends.end(),
                   [&](const auto& x) { return x.budget == which; });
  if (known == spends.end())
    spends.push_back({which, cost, {}});
  else
    known->cost += std::min(cost, UINT32_MAX - known->cost);
}

} // namespace

rate_budgets::rate_budgets() : rate_budgets(options{}) {}

rate_budgets::rate_budgets(options opts) : impl_{std::make_unique<impl>()} {
  assert(opts.ageing > duration::zero());
  assert(opts.unanswered_hold > duration::zero());
  impl_->opts = opts;
}

rate_budgets::~rate_budgets() = default;
rate_budgets::rate_budgets(rate_budgets&&) noexcept = default;
rate_budgets& rate_budgets::operator=(rate_budgets&&) noexcept = default;

void rate_budgets::add(const std::string& id, const limit_row& row,
                       bool exits_spend) {
  const auto added = impl_->index.emplace(id, impl_->budgets.size()).second;
  if (!added)
    return;
  const auto parts = budget::shares{
    impl_->opts.scan_share, impl_->opts.exit_share, impl_->opts.spread_from};
  const auto group
    = impl_->group_of.emplace(row.venue, impl_->groups.size()).first->second;
  if (group == impl_->groups.size())
    impl_->groups.emplace_back();
  impl_->budgets.push_back({budget{id, row, exits_spend, parts}, group});
}

void rate_budgets::assume_spent(const std::string& id, time_point now) {
  const auto found = impl_->index.find(id);
  if (found == impl_->index.end())
    return;
  now = impl_->settle(now);
  impl_->tell_all();
  auto& x = impl_->budgets[found->second].limit;
  if (x.is_bucket() || x.row().window <= guessed_full_max) {
    impl_->fill(x, now, now);
    return;
  }
  const auto half = x.capacity() / 2 + x.capacity() % 2;
  x.change_held().window()->keep(half, now + x.row().window);
}

// -- wishes -------------------------------------------------------------------

result<done> rate_budgets::post(permit_wish wish, time_point now) {
  now = impl_->settle(now);
  if (wish.count == 0) {
    withdraw(wish.id);
    return done{};
  }
  if (wish.id == 0)
    return refusal("a wish needs an id above 0");
  if (wish.spends.empty())
    return refusal("a wish must spend from at least one budget");
  auto spends = std::vector<resolved_spend>{};
  for (const auto& x : wish.spends) {
    const auto found = impl_->index.find(x.budget);
    if (found == impl_->index.end())
      return refusal("unknown budget '" + x.budget + "'");
    if (x.cost == 0)
      return refusal("a request costs at least 1 of " + x.budget);
    add_up(spends, found->second, x.cost);
  }
  for (const auto& x : spends) {
    const auto& limit = impl_->budgets[x.budget].limit;
    if (!limit.could_fit(wish.lane, x.cost))
      return refusal("a cost of " + std::to_string(x.cost) + " never fits "
                     + limit.id() + ", which holds "
                     + std::to_string(limit.capacity()));
  }
  const auto before = impl_->wishes.find(wish.id);
  if (before == impl_->wishes.end() && impl_->is_owner_full(wish.id))
    return fault{ec::refused, "this owner has "
                                + std::to_string(impl_->opts.wishes_max)
                                + " wishes already"};
  if (wish.lane == lane::exit)
    for (const auto& x : spends)
      impl_->budgets[x.budget].limit.expect_exit(x.cost);
  auto since = now;
  if (before != impl_->wishes.end() && asks_the_same(before->second.wish, wish))
    since = before->second.since;
  const auto& venue = impl_->budgets[spends.front().budget].limit.row().venue;
  auto& shares = impl_->shares[venue];
  if (before != impl_->wishes.end())
    impl_->leave(before->second);
  auto& x = impl_->wishes[wish.id];
  x.group = impl_->join_groups(spends);
  x.where = wish.lane;
  x.since = since;
  x.starving = false;
  x.shares = &shares;
  x.turns = &shares.turns_of(wish.account);
  x.wish = std::move(wish);
  x.spends = std::move(spends);
  impl_->groups[x.group].wishes.push_back(&x);
  impl_->groups[x.group].has_news = true;
  return done{};
}

std::size_t
rate_budgets::impl::join_groups(const std::vector<resolved_spend>& spends) {
  const auto into = budgets[spends.front().budget].group;
  for (const auto& s : spends) {
    const auto from = budgets[s.budget].group;
    if (from == into)
      continue;
    for (auto& x : budgets)
      x.group = x.group == from ? into : x.group;
    for (auto& [venue, group] : group_of)
      group = group == from ? into : group;
    for (auto* x : groups[from].wishes) {
      x->group = into;
      groups[into].wishes.push_back(x);
    }
    groups[from] = {};
  }
  return into;
}

void rate_budgets::impl::leave(waiting_wish& x) {
  std::erase(groups[x.group].wishes, &x);
  groups[x.group].has_news = true;
}

void rate_budgets::impl::tell(const std::vector<resolved_spend>& spends) {
  for (const auto& s : spends)
    groups[budgets[s.budget].group].has_news = true;
}

void rate_budgets::impl::tell_all() {
  for (auto& x : groups)
    x.has_news = true;
}

bool rate_budgets::impl::is_owner_full(demand_id id) const {
  auto first = wishes.lower_bound((id >> 32U) << 32U);
  for (auto left = opts.wishes_max; left > 0; --left, ++first)
    if (first == wishes.end() || (first->first >> 32U) != (id >> 32U))
      return false;
  return true;
}

void rate_budgets::withdraw(demand_id id) {
  const auto found = impl_->wishes.find(id);
  if (found == impl_->wishes.end())
    return;
  impl_->leave(found->second);
  impl_->wishes.erase(found);
}

void rate_budgets::forget_owner(std::uint32_t owner) {
  for (auto& [id, x] : impl_->wishes)
    if ((id >> 32U) == owner)
      impl_->leave(x);
  std::erase_if(impl_->wishes,
                [&](const auto& x) { return (x.first >> 32U) == owner; });
}

std::size_t rate_budgets::waiting() const noexcept {
  std::size_t sum = 0;
  for (const auto& [id, x] : impl_->wishes)
    sum += x.wish.count;
  return sum;
}

// -- permits ------------------------------------------------------------------

time_point rate_budgets::impl::settle(time_point now) {
  latest = std::max(latest, now);
  while (const auto at = release()) {
    if (*at > latest)
      break;
    const auto& oldest = permits.begin()->second;
    given_up -= oldest.given_up ? 1 : 0;
    close(oldest, *at);
    over(oldest);
    permits.erase(permits.begin());
  }
  return latest;
}

std::optional<time_point> rate_budgets::impl::release() const {
  if (permits.empty())
    return std::nullopt;
  return permits.begin()->second.granted_at + opts.unanswered_hold;
}

void rate_budgets::impl::close(const open_permit& x, time_point answered_at) {
  for (const auto& s : x.spends) {
    auto& spent = budgets[s.budget];
    auto& group = groups[spent.group];
    if (spent.limit.answered(x.where, s.cost, answered_at)
        || group.awaits_answer)
      group.has_news = true;
  }
}

void rate_budgets::impl::over(const open_permit& x) {
  for (const auto& s : x.spends) {
    auto& spent = budgets[s.budget];
    if (spent.limit.ended(x.granted_at))
      groups[spent.group].has_news = true;
  }
}

void rate_budgets::end(permit_id id, permit_end how, time_point now) {
  now = impl_->settle(now);
  const auto found = impl_->permits.find(id);
  if (found == impl_->permits.end() || found->second.given_up)
    return;
  auto& permit = found->second;
  impl_->over(permit);
  if (how == permit_end::unknown) {
    // It may still arrive: `settle` closes it when its hold is over.
    permit.given_up = true;
    ++impl_->given_up;
    return;
  }
  if (how == permit_end::unsent) {
    for (const auto& s : permit.spends)
      impl_->budgets[s.budget].limit.refund(permit.where, s.cost, now);
    impl_->tell(permit.spends);
  } else {
    impl_->close(permit, now);
    for (const auto& s : permit.spends)
      if (!permit.throttled)
        impl_->budgets[s.budget].limit.answered_well(permit.granted_at);
  }
  impl_->permits.erase(found);
}

std::size_t rate_budgets::outstanding() const noexcept {
  return impl_->permits.size() - impl_->given_up;
}

// -- what is shown ------------------------------------------------------------

std::vector<budget_view> rate_budgets::view(time_point now) const {
  now = impl_->settle(now);
  auto result = std::vector<budget_view>{};
  result.reserve(impl_->budgets.size());
  for (const auto& tracked : impl_->budgets) {
    const auto& x = tracked.limit;
    const auto& factor = x.brake().factor();
    auto shown = budget_view{};
    shown.id = x.id();
    shown.row = x.row();
    shown.factor
      = static_cast<double>(factor.at(now)) / double{limit_factor::whole};
    shown.used = x.held().used_about(now, factor);
    shown.unanswered = static_cast<std::uint32_t>(x.held().unanswered());
    shown.held_until = x.brake().held_until(now);
    shown.banned_until = x.brake().banned_until(now);
    result.push_back(std::move(shown));
  }
  return result;
}

double rate_budgets::permitted(const std::vector<spend>& spends,
                               duration t) const {
  auto least = std::optional<double>{};
  for (const auto& x : spends) {
    const auto found = impl_->index.find(x.budget);
    if (found == impl_->index.end() || x.cost == 0)
      return 0;
    const auto& limit = impl_->budgets[found->second].limit;
    const auto& row = limit.row();
    // EXIT's part of a bucket is a part of its burst, not of its rate.
    const auto units
      = limit.is_bucket() ? row.units : row.units - limit.exit_part();
    const auto rate = units / seconds(row.window) / x.cost;
    least = std::min(least.value_or(rate), rate);
  }
  return least.value_or(0) * seconds(t);
}

std::optional<wait_reason> rate_budgets::why(demand_id id,
                                             time_point now) const {
  now = impl_->settle(now);
  const auto found = impl_->wishes.find(id);
  if (found == impl_->wishes.end())
    return std::nullopt;
  const auto& x = found->second;
  impl_->age(impl_->groups[x.group], now);
  impl_->weigh_claims(impl_->groups[x.group], now);
  const auto room = impl_->room_for(x, now);
  if (room.cause == budget_cause::none)
    return std::nullopt;
  auto reason = wait_reason{};
  reason.budget = impl_->budgets[room.budget].limit.id();
  if (!room.awaits_answer)
    reason.until = room.at;
  for (const auto& [other, y] : impl_->wishes)
    reason.place += impl_->served_before(y, x) ? 1 : 0;
  reason.wanted = x.wish.count;
  reason.text = impl_->describe(room, now);
  return reason;
}

bool rate_budgets::impl::served_before(const waiting_wish& x,
                                       const waiting_wish& y) const {
  const auto meet = [&](const resolved_spend& s) {
    return std::any_of(y.spends.begin(), y.spends.end(),
                       [&](const auto& t) { return t.budget == s.budget; });
  };
  return std::tie(x.where, x.since, x.wish.id)
           < std::tie(y.where, y.since, y.wish.id)
         && std::any_of(x.spends.begin(), x.spends.end(), meet);
}

std::string rate_budgets::impl::describe(const wish_room& room,
                                         time_point now) const {
  const auto& x = budgets[room.budget].limit;
  switch (room.cause) {
  case budget_cause::ban:
    return x.id() + ": banned by the venue";
  case budget_cause::hold:
    return x.id() + ": held after a 429";
  case budget_cause::claims:
    return x.id() + ": kept for those who come first";
  case budget_cause::spread:
    return x.id() + ": scans are spread over its "
           + std::to_string(
             std::chrono::ceil<std::chrono::seconds>(x.row().window).count())
           + " s";
  case budget_cause::none:
  case budget_cause::room:
    break;
  }
  auto text = x.id() + ": "
              + std::to_string(x.held().used(now, x.brake().factor())) + " of "
              + std::to_string(x.capacity_at(now)) + " in use";
  if (x.exit_part() > 0)
    text += ", " + std::to_string(x.exit_part()) + " kept for EXIT";
  if (room.awaits_answer)
    text += ", " + std::to_string(x.held().unanswered()) + " unanswered";
  return text;
}

} // namespace ballast
