#include "domain/strategy.hpp"

#include "domain/strategies/baselines.hpp"
#include "domain/strategies/donchian_breakout.hpp"
#include "domain/strategies/dual_rsi.hpp"
#include "domain/strategies/ema_cross.hpp"
#include "domain/strategies/trend_pullback.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace ballast {

namespace {

double seconds_of(std::chrono::milliseconds x) {
  return std::chrono::duration<double>(x).count();
}

decision stay(decision_reason why, const figures& x) {
  return {why, x, {}, {}, {}};
}

double share_available(const account_figures& x) {
  return x.equity > decimal{} && x.available > decimal{}
           ? x.available.to_double() / x.equity.to_double()
           : 0;
}

figures figures_of(const exit_plan& x, const price_range& seen) {
  return {{"price", seen.last},
          {"paid", x.price},
          {"stop", x.stop},
          {"targets_reached", static_cast<double>(x.reached)},
          {"left", x.left}};
}

} // namespace

double stop_price(const market_view& market, const stop_rules& rules) {
  const auto price = market.last.close;
  const auto& x = market.now;
  const auto wanted = x.swing_low - rules.below_swing * x.atr;
  return std::clamp(wanted, price * (1 - rules.distance_max),
                    price * (1 - rules.distance_min));
}

decision strategy::evaluate(const situation& x) const {
  return x.position ? judge_held(x) : judge_free(x);
}

std::optional<strategy::ruling> strategy::judge_exit(const market_view&) const {
  return std::nullopt;
}

double strategy::first_stop(const market_view& market) const {
  return stop_price(market, options_.stop);
}

bool strategy::is_late(const situation& x) const {
  return x.market.closed == 0
         || x.market.age(x.now)
              > options_.candles_late_max * x.market.timeframe;
}

decision strategy::judge_free(const situation& x) const {
  const auto& market = x.market;
  if (!market.ready())
    return stay(decision_reason::too_few_candles,
                {{"candles", static_cast<double>(market.closed)},
                 {"candles_min", static_cast<double>(candles_min)}});
  if (market.broken)
    return stay(decision_reason::candle_unusable, {});
  if (is_late(x))
    return stay(decision_reason::data_stale,
                {{"age_s", seconds_of(market.age(x.now))},
                 {"age_max_s",
                  seconds_of(options_.candles_late_max * market.timeframe)}});
  if (x.judged_until && market.last.start <= *x.judged_until)
    return stay(decision_reason::no_new_candle,
                {{"age_s", seconds_of(market.age(x.now))}});
  const auto by = judge_entry(market);
  assert(kind_of(by.why) == decision_kind::enter
         || kind_of(by.why) == decision_kind::stay_out);
  if (kind_of(by.why) == decision_kind::stay_out)
    return stay(by.why, by.figures);
  return enter(x, by);
}

decision strategy::enter(const situation& x, const ruling& by) const {
  assert(by.size > 0 && by.size <= 1);
  const auto share = share_available(x.account);
  if (share < by.size)
    return stay(decision_reason::funds_too_small,
                {{"size", by.size}, {"available", share}});
  const auto price = x.market.last.close;
  auto plan = begin_plan(price, first_stop(x.market), x.now, options_.exits);
  entry wish;
  wish.size = by.size;
  wish.price = price;
  wish.stop = plan.stop;
  for (std::size_t i = 0; i < options_.exits.targets.size(); ++i)
    wish.targets.push_back(target_price(plan, options_.exits, i));
  return {by.why, by.figures, std::move(wish), {}, plan};
}

decision strategy::judge_held(const situation& x) const {
  const auto& market = x.market;
  const auto& held = *x.position;
  if (!x.seen || !is_usable(*x.seen)) {
    figures known{{"paid", held.price}, {"stop", held.stop}};
    if (market.closed > 0)
      known.add({"age_s", seconds_of(market.age(x.now))});
    return {decision_reason::held_without_data, known, {}, {}, held};
  }
  auto step = advance(held, options_.exits, *x.seen, x.now);
  const auto known = figures_of(step.plan, *x.seen);
  if (!step.legs.empty()) {
    const auto why = step.legs.back().why;
    const auto left
      = step.plan.left > 0 ? std::optional{step.plan} : std::nullopt;
    return {why, known, {}, std::move(step.legs), left};
  }
  if (!market.ready() || market.broken || is_late(x))
    return {decision_reason::held_on_prices_alone, known, {}, {}, step.plan};
  const auto is_new = !x.judged_until || market.last.start > *x.judged_until;
  if (const auto by = is_new ? judge_exit(market) : std::nullopt)
    return {
      by->why, by->figures, {}, {{step.plan.left, 0, by->why}}, std::nullopt};
  return {decision_reason::position_held, known, {}, {}, step.plan};
}

const std::vector<std::string_view>& strategy_names() {
  static const auto result = std::vector<std::string_view>{
    "trend_pullback",    "dual_rsi",     "ema_cross",
    "donchian_breakout", "buy_and_hold", "random_entry"};
  return result;
}

namespace {

/// The strategy's own options, with the exits that were asked for.
template <class Options>
Options with_exits(const std::optional<exit_rules>& x) {
  Options result;
  if (x)
    result.common.exits = *x;
  return result;
}

} // namespace

result<std::unique_ptr<strategy>> make_strategy(std::string_view name,
                                                const strategy_setup& setup) {
  if (setup.exits)
    if (const auto checked = validate(*setup.exits); !checked)
      return checked.error();
  using made = std::unique_ptr<strategy>;
  const auto& exits = setup.exits;
  if (name == "trend_pullback")
    return made{std::make_unique<trend_pullback>(
      with_exits<trend_pullback::options>(exits))};
  if (name == "dual_rsi")
    return made{
      std::make_unique<dual_rsi>(with_exits<dual_rsi::options>(exits))};
  if (name == "ema_cross")
    return made{
      std::make_unique<ema_cross>(with_exits<ema_cross::options>(exits))};
  if (name == "donchian_breakout")
    return made{std::make_unique<donchian_breakout>(
      with_exits<donchian_breakout::options>(exits))};
  if (name == "buy_and_hold")
    return made{std::make_unique<buy_and_hold>()};
  if (name == "random_entry") {
    auto opts = with_exits<random_entry::options>(exits);
    opts.seed = setup.seed;
    opts.chance = setup.chance.value_or(opts.chance);
    return made{std::make_unique<random_entry>(opts)};
  }
  return fault{ec::not_found, "no strategy is called " + std::string{name}};
}

} // namespace ballast
