// The SCHEDULER's funnel: prices of everything choose whose candles are asked
// for.
//
//   wish ──▶ prices ──▶ survivors ──▶ their candles, or streams ──▶ wish …
//     │                                  └──▶ books of the best: candidates
//     └── not answered in time: the last survivors once more, and again;
//         all markets in turn where there have never been any
//
// A turn is one pass and the candles of what survived it. What a turn will take
// is said before it begins.
#include "actors/scheduler_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

std::vector<symbol> scheduler_state::scanned_by(const venue_scan& v) const {
  return scanned_by(v, [](std::vector<symbol> x) { return x; });
}

std::vector<symbol> scheduler_state::let_through(const venue_scan& v) const {
  const auto& all = shares.of(v.venue);
  // What the assignment took away since the last pass is scanned elsewhere.
  auto result = v.survivors;
  std::erase_if(result, [&](const symbol& x) {
    return !std::binary_search(all.begin(), all.end(), x);
  });
  std::sort(result.begin(), result.end());
  return result;
}

bool scheduler_state::is_through(const venue_scan& v) const {
  return options.funnel && !v.unpriced
         && v.markets.turns_completed() > v.turns_before;
}

void scheduler_state::wish_prices(venue_scan& v) {
  if (!options.funnel || draining || !can_scan(v))
    return;
  if (v.prices_wished != 0
      && now() - v.prices_wished_at < options.prices_deadline)
    return;
  if (v.prices_wished != 0)
    give_up_prices(v);
  const auto is_first = v.passed.passes == 0;
  const auto is_idle = v.markets.size() == 0 || is_through(v);
  const auto since = std::max(v.prices_at, v.prices_wished_at);
  if (!is_first && (!is_idle || now() - since < options.prices_every))
    return;
  v.prices_wished = ++last_wish;
  v.prices_wished_at = now();
  say_plan(v);
  self->send(v.brokers.at(v.scanner), ticker_wish{v.prices_wished});
}

// Prices that do not come keep nobody from the candles of the last survivors,
// nor, where there are none yet, from those of any market.
void scheduler_state::give_up_prices(venue_scan& v) {
  v.turns_before = v.markets.turns_completed();
  v.prices_wished = 0;
  if (v.passed.passes > 0 || v.unpriced)
    return;
  v.unpriced = true;
  give(v);
  say(v,
      fmt::format("no prices of {} have come in {:.0f}s: the candles of all {} "
                  "markets are asked for in turn until they do",
                  v.venue, seconds(options.prices_deadline), v.markets.size()),
      log_level::warning);
  tell_wish(v);
  hand_out(v);
}

void scheduler_state::priced(const ticker_list& x) {
  auto& v = venue_of(x.venue);
  if (x.id == 0 || x.id != v.prices_wished)
    return; // Of a wish that was given up.
  v.prices_wished = 0;
  v.prices_at = now();
  v.unpriced = false;
  const auto pass
    = pass_funnel(shares.of(v.venue), x.tickers, held(), v.survivors,
                  options.filters, shares.shares_of(v.venue));
  const auto to_poll = static_cast<std::size_t>(
    std::count_if(pass.survivors.begin(), pass.survivors.end(),
                  [&](const symbol& y) { return v.streamed.count(y) == 0; }));
  const auto plan = plan_of(v, to_poll);
  ++v.passed.passes;
  v.passed.known = pass.known;
  v.passed.no_price = pass.no_price;
  v.passed.wide = pass.wide;
  v.passed.quiet = pass.quiet;
  v.passed.ranked_out = pass.ranked_out;
  v.passed.survivors = pass.survivors.size();
  v.passed.calls = plan.size.calls();
  v.passed.seconds = plan.seconds();
  v.passed.limits = plan.limits;
  const auto is_new = [&](const symbol& y) {
    return std::find(v.survivors.begin(), v.survivors.end(), y)
           == v.survivors.end();
  };
  if (!v.scanner.empty() && v.accounts.at(v.scanner).streams
      && std::any_of(pass.survivors.begin(), pass.survivors.end(), is_new))
    pause(v, options.streams_agree_within);
  v.prices = x.tickers;
  v.survivors = pass.survivors;
  v.worths = pass.worths;
  rank(v);
  give(v);
  v.turns_before = v.markets.turns_completed();
  say_pass(v);
  tell_wish(v);
  hand_out(v);
}

// The liveliest counts as if it had waited for one more set of prices, so that
// one that has just survived does not come last.
void scheduler_state::rank(venue_scan& v) const {
  std::map<symbol, duration> interest;
  const auto count = static_cast<std::int64_t>(v.survivors.size());
  for (std::int64_t i = 0; i < count; ++i)
    interest.emplace(v.survivors[static_cast<std::size_t>(i)],
                     options.prices_every * (count - i) / count);
  v.markets.take_interest(std::move(interest));
}

turn_plan scheduler_state::plan_of(const venue_scan& v,
                                   std::size_t candle_calls) const {
  const double published
    = v.scanner.empty() ? 0.0 : v.accounts.at(v.scanner).scans_per_s.value;
  const auto left = published > 0 ? v.stands.scans_per_s / published : 1;
  const auto books
    = v.costs.book.empty()
        ? 0
        : std::min(options.books.books, options.filters.survivors_max);
  return plan_turn({v.costs.ticker_calls, candle_calls, books}, v.costs, left);
}

// Before anything is asked for: how many survive is not known yet, only how
// many may.
void scheduler_state::say_plan(const venue_scan& v) const {
  if (v.passed.passes > 0)
    return;
  const auto plan = plan_of(v, options.filters.survivors_max);
  say(v, fmt::format("a turn through the funnel will take at most {} calls "
                     "({} for prices, {} for candles, {} for books) and "
                     "{:.1f}s: {}",
                     plan.size.calls(), plan.size.ticker_calls,
                     plan.size.candle_calls, plan.size.book_calls,
                     plan.seconds(), to_string(plan.limits)));
}

void scheduler_state::say_pass(const venue_scan& v) const {
  constexpr std::uint64_t first_passes = 3;
  const auto& x = v.passed;
  say(v,
      fmt::format("funnel: {} markets, {} with a price, {} too wide, {} too "
                  "quiet, {} ranked out: candles of {}; a turn is {} calls, "
                  "{:.1f}s: {}",
                  x.known, x.known - x.no_price, x.wide, x.quiet, x.ranked_out,
                  x.survivors, x.calls, double(x.seconds), to_string(x.limits)),
      x.passes <= first_passes ? log_level::info : log_level::debug);
}

} // namespace ballast
