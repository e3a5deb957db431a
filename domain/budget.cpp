#include "domain/budget.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace ballast {

namespace {

std::variant<held_window, held_bucket> meter_for(const limit_row& row) {
  if (row.kind == limit_kind::token_bucket
      || row.kind == limit_kind::decaying_counter)
    return held_bucket{row.units, row.window};
  return held_window{row.window};
}

/// The share of `units` in whole ones, at least one of several: a part that
/// left nothing to others would stop them for ever.
std::uint32_t part_of(std::uint32_t units, double share) {
  if (units < 2 || !(share > 0))
    return 0;
  const auto part = static_cast<std::uint32_t>(units * std::min(share, 1.0));
  return std::clamp(part, 1U, units - 1);
}

/// The later of two instants, either of which may be unknown.
void join(budget::answer& whole, const budget::answer& part) {
  whole.awaits_answer = whole.awaits_answer || part.awaits_answer;
  const auto later = !part.at || (whole.at && *part.at > *whole.at);
  if (later && part.cause != budget_cause::none)
    whole.cause = part.cause;
  if (!whole.at || !part.at)
    whole.at.reset();
  else
    whole.at = std::max(*whole.at, *part.at);
  if (part.cause != budget_cause::none && part.at)
    whole.holds_until
      = std::min(whole.holds_until.value_or(*part.at), *part.at);
}

} // namespace

held_meter::held_meter(const limit_row& row) : held_{meter_for(row)} {}

void held_meter::take(std::uint32_t units) {
  std::visit([&](auto& x) { x.take(units); }, held_);
}

void held_meter::refund(std::uint32_t units) {
  std::visit([&](auto& x) { x.refund(units); }, held_);
}

bool held_meter::answer(std::uint32_t units, time_point at) {
  if (auto* log = window())
    return log->answer(units, at);
  bucket()->answer(units);
  return false;
}

void held_meter::settle(time_point now, const limit_factor& factor) {
  if (auto* log = window())
    log->settle(now);
  else
    bucket()->settle(now, factor);
}

std::uint64_t held_meter::used(time_point now,
                               const limit_factor& factor) const {
  if (const auto* log = window())
    return log->used(now);
  return std::get<held_bucket>(held_).used(now, factor);
}

double held_meter::used_about(time_point now,
                              const limit_factor& factor) const {
  if (const auto* log = window())
    return static_cast<double>(log->used(now));
  return std::get<held_bucket>(held_).used_about(now, factor);
}

std::uint64_t held_meter::unanswered() const {
  return std::visit([](const auto& x) { return x.unanswered(); }, held_);
}

held_meter::room held_meter::room_at(std::uint64_t units, std::uint64_t limit,
                                     time_point now, const limit_factor& factor,
                                     std::optional<time_point> release) const {
  const auto* log = window();
  const auto at
    = log ? log->room_at(units, limit, now)
          : std::get<held_bucket>(held_).room_at(units, limit, now, factor);
  if (at || units > limit)
    return {at, false};
  // Even without an answer the oldest of them counts as answered one day.
  if (!release)
    return {std::nullopt, true};
  const auto released = std::max(now, *release);
  return {log ? log->room_after(released) : released, true};
}

budget::budget(std::string id, limit_row row, bool exits_spend, shares parts)
    : id_{std::move(id)}, row_{std::move(row)}, shares_{parts}, exit_share_{0},
      exit_part_{0}, brake_{row_}, all_{row_}, exits_{row_}, scans_{row_} {
  if (exits_spend)
    exit_share_ = exit_part_ = part_of(capacity(), shares_.exit);
}

bool budget::is_bucket() const noexcept {
  return row_.kind == limit_kind::token_bucket
         || row_.kind == limit_kind::decaying_counter;
}

std::uint32_t budget::capacity() const noexcept {
  return is_bucket() ? row_.burst : row_.units;
}

std::uint32_t budget::capacity_at(time_point now) const noexcept {
  if (brake_.factor().is_uncut())
    return capacity();
  const auto whole = std::int64_t{capacity()};
  const auto left = whole * brake_.factor().at(now) / limit_factor::whole;
  return static_cast<std::uint32_t>(std::max<std::int64_t>(1, left));
}

duration budget::memory(time_point now) const noexcept {
  if (!is_bucket())
    return row_.window;
  const auto full = static_cast<int128>(row_.window.count())
                    * limit_factor::whole * row_.burst;
  return brake_.factor().reached(now, (full + row_.units - 1) / row_.units)
         - now;
}

std::uint32_t budget::exit_part_at(time_point now) const noexcept {
  return std::min(exit_part_, capacity_at(now) - 1);
}

void budget::expect_exit(std::uint32_t cost) noexcept {
  if (exit_share_ == 0 || cost <= exit_part_ || cost >= capacity())
    return;
  ++news_;
  exit_part_ = cost;
}

// Only the share is kept from a request that would never fit beside the rest.
std::uint32_t budget::kept_from(lane where, std::uint32_t cost,
                                time_point now) const noexcept {
  if (where == lane::exit)
    return 0;
  const auto limit = capacity_at(now);
  const auto beside = limit > cost ? limit - cost : 0U;
  return std::max(std::min(exit_share_, limit - 1),
                  std::min(exit_part_at(now), beside));
}

bool budget::fits(lane where, std::uint32_t cost,
                  time_point now) const noexcept {
  return cost <= capacity_at(now) - kept_from(where, cost, now);
}

bool budget::could_fit(lane where, std::uint32_t cost) const noexcept {
  const auto kept = where == lane::exit ? 0 : exit_share_;
  return cost <= capacity() - kept;
}

budget::answer budget::room_within(const held_meter& meter, std::uint64_t units,
                                   std::uint64_t limit, time_point now,
                                   std::optional<time_point> release) const {
  const auto room = meter.room_at(units, limit, now, brake_.factor(), release);
  auto result = answer{room.at, room.awaits_answer, budget_cause::none};
  if (result.at && *result.at <= now)
    return result;
  result.cause = budget_cause::room;
  // A limit that was cut grows again: what does not fit today may fit then.
  if (const auto rise = next_rise(now))
    result.at = std::min(result.at.value_or(*rise), *rise);
  return result;
}

std::optional<time_point> budget::next_rise(time_point now) const noexcept {
  if (brake_.factor().is_uncut())
    return std::nullopt;
  const auto more = std::int64_t{capacity_at(now)} + 1;
  const auto whole = std::int64_t{capacity()};
  const auto millionths = (more * limit_factor::whole + whole - 1) / whole;
  return brake_.factor().first_at(now, millionths);
}

budget::answer budget::past_hold(lane where, std::uint32_t cost, time_point now,
                                 std::optional<time_point> release) const {
  const auto held = brake_.held_until(now);
  if (!held && where != lane::exit && tries_since_ && brake_.is_unproved(now))
    return {release ? std::optional{std::max(now, *release)} : std::nullopt,
            true, budget_cause::hold};
  if (!held)
    return {now, false, budget_cause::none};
  const auto part = exit_part_at(now);
  if (where != lane::exit || part == 0)
    return {held, false, budget_cause::hold};
  // EXIT keeps its part even now; a ban is what silences it.
  auto result = room_within(exits_, cost, part, now, release);
  if (result.cause != budget_cause::none)
    result.cause = budget_cause::hold;
  result.at = std::min(result.at.value_or(*held), *held);
  return result;
}

bool budget::is_spread() const noexcept {
  return !is_bucket() && row_.window >= shares_.spread_from;
}

scan_spread::stock budget::stock_at(time_point now) const {
  auto result = scan_spread::stock{};
  result.whole = capacity_at(now) - exit_part_at(now);
  result.window = row_.window;
  const auto used = all_.used(now, brake_.factor());
  result.room = result.whole > used ? result.whole - used : 0;
  const auto& log = all_.window()->log();
  if (!log.empty())
    result.oldest = log.front().leaves;
  return result;
}

budget::answer budget::when_spread(std::uint32_t cost, time_point now) const {
  const auto none = answer{now, false, budget_cause::none};
  if (!is_spread())
    return none;
  const auto stock = stock_at(now);
  const auto is_free
    = [&](std::uint64_t used) { return used + cost <= stock.whole / 2; };
  auto used = all_.used(now, brake_.factor());
  if (is_free(used))
    return none;
  auto at = spread_.due(cost, stock);
  if (at <= now)
    return none;
  // What leaves until then may free the rest sooner.
  for (const auto& x : all_.window()->log()) {
    if (x.leaves >= at)
      break;
    used -= x.leaves > now ? x.units : 0;
    if (x.leaves > now && is_free(used))
      at = x.leaves;
  }
  if (const auto rise = next_rise(now))
    at = std::min(at, *rise);
  return {at, false, budget_cause::spread};
}

budget::answer budget::ask(lane where, std::uint32_t cost,
                           const budget_claims& claims, time_point now,
                           std::optional<time_point> release) const {
  auto result = answer{now, false, budget_cause::none};
  if (const auto banned = brake_.banned_until(now))
    join(result, {banned, false, budget_cause::ban});
  join(result, past_hold(where, cost, now, release));

  const auto limit = capacity_at(now);
  const auto kept = where == lane::exit
                      ? 0U
                      : std::max(kept_from(where, cost, now), claims.exits);
  const auto open = limit > kept ? limit - kept : 0U;
  const auto wanted = std::uint64_t{cost} + claims.starving;
  auto room = room_within(all_, wanted, open, now, release);
  if (room.cause == budget_cause::room && wanted > open
      && fits(where, cost, now))
    room.cause = budget_cause::claims;
  join(result, room);

  if (is_low(where))
    join(result, when_spread(cost, now));
  if (claims.scans_capped && is_low(where)) {
    const auto most = std::max(1U, part_of(limit, shares_.scan));
    auto share = room_within(scans_, cost, most, now, release);
    if (share.cause != budget_cause::none)
      share.cause = budget_cause::claims;
    join(result, share);
  }
  return result;
}

budget::answer budget::ask_again(lane where, std::uint32_t cost,
                                 const budget_claims& claims, time_point now,
                                 std::optional<time_point> release) {
  if (is_low(where) && is_spread()) {
    // Its pace follows what leaves the log.
    settle(now);
    return ask(where, cost, claims, now, release);
  }
  const auto lanes = static_cast<std::uint8_t>(where == lane::exit ? 0
                                               : is_low(where)     ? 2
                                                                   : 1);
  for (const auto& x : asked_) {
    if (x.news != news_ || x.cost != cost || x.lanes != lanes
        || !(x.claims == claims))
      continue;
    if (x.said.awaits_answer && (x.answers != answers_ || x.release != release))
      continue;
    if (x.said.cause == budget_cause::none)
      return {now, false, budget_cause::none};
    if (!x.said.holds_until || now < *x.said.holds_until)
      return x.said;
  }
  const auto said = ask(where, cost, claims, now, release);
  asked_[next_asked_] = {news_, answers_, release, cost, lanes, claims, said};
  next_asked_ = (next_asked_ + 1) % questions_kept;
  return said;
}

void budget::take(lane where, std::uint32_t cost, time_point now) {
  ++news_;
  if (where != lane::exit && !tries_since_ && brake_.is_unproved(now))
    tries_since_ = now;
  if (is_low(where) && is_spread()) {
    settle(now);
    spread_.took(cost, stock_at(now), now);
  }
  all_.take(cost);
  if (where == lane::exit)
    exits_.take(cost);
  if (is_low(where))
    scans_.take(cost);
}

void budget::refund(lane where, std::uint32_t cost, time_point now) {
  ++news_;
  all_.refund(cost);
  if (where == lane::exit)
    exits_.refund(cost);
  if (is_low(where))
    scans_.refund(cost);
  if (is_low(where) && is_spread()) {
    settle(now);
    spread_.refunded(cost, stock_at(now));
  }
}

// What was taken stays used until its time is over, so that an answer helps
// nobody but those who wait for one; unless the log has entries that stay for
// longer than a window, as after a restart: this one then leaves before them.
bool budget::answered(lane where, std::uint32_t cost, time_point at) {
  ++answers_;
  settle(at);
  const auto overtakes = all_.answer(cost, at);
  if (where == lane::exit)
    exits_.answer(cost, at);
  if (is_low(where))
    scans_.answer(cost, at);
  news_ += overtakes ? 1 : 0;
  return overtakes;
}

void budget::settle(time_point now) {
  all_.settle(now, brake_.factor());
  exits_.settle(now, brake_.factor());
  scans_.settle(now, brake_.factor());
}

bool budget::ended(time_point granted_at) noexcept {
  if (!tries_since_ || granted_at < *tries_since_)
    return false;
  tries_since_.reset();
  ++news_;
  return true;
}

bool budget::heard(std::uint64_t used, time_point now) {
  const auto theirs = std::min<std::uint64_t>(used, capacity());
  const auto ours = all_.used(now, brake_.factor());
  if (theirs <= ours)
    return false;
  ++news_;
  settle(now);
  if (auto* log = all_.window())
    log->keep(theirs - ours, now + row_.window);
  else
    all_.bucket()->owe(theirs - ours);
  return true;
}

} // namespace ballast
