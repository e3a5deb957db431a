#include "sim/alpaca/tape.hpp"

#include "sim/alpaca/sessions.hpp"
#include "sim/market_story.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast::sim::alpaca {

namespace {

constexpr auto hour = std::int64_t{3'600};
/// Sessions begin and end on half hours of UTC.
constexpr auto half_hour = hour / 2;

/// Bars of a width that fits into the wanted one and into what the asset's
/// days begin and end with.
std::int64_t piece_width(const timeframe& wanted, bool is_crypto) {
  if (!wanted.is_intraday())
    return is_crypto ? hour : half_hour;
  return is_crypto ? wanted.seconds() : std::gcd(wanted.seconds(), half_hour);
}

/// What no bar of this width is longer than.
std::int64_t longest(const timeframe& x) {
  constexpr auto day = 24 * hour;
  switch (x.in) {
  case timeframe::unit::minute:
  case timeframe::unit::hour:
    return x.seconds();
  case timeframe::unit::day:
    return day + hour;
  case timeframe::unit::week:
    return 7 * day + hour;
  case timeframe::unit::month:
    break;
  }
  return x.count * 31 * day + hour;
}

} // namespace

tape::tape(const asset& facts, std::uint64_t seed,
           std::optional<unix_time> stories_begin)
    : facts_{&facts},
      bars_{bars_of(std::string{facts.base()}.append("-").append(facts.quote()),
                    life_of(facts, seed),
                    facts.is_crypto ? stories_begin : std::nullopt)} {}

std::vector<bar> tape::pieces(const timeframe& width, std::int64_t from,
                              std::int64_t to, std::int64_t now) const {
  const auto piece = piece_width(width, facts_->is_crypto);
  auto result = std::vector<bar>{};
  if (facts_->is_crypto) {
    bars_->append_bars(result, from, to, piece, now);
    return result;
  }
  for (const auto& x : sessions_between(from, to))
    bars_->append_bars(result, std::max(from, x.open),
                       std::min(to, x.close - 1), piece, now);
  return result;
}

void tape::append_bars(std::vector<bar>& out, const timeframe& width,
                       std::int64_t from, std::int64_t to,
                       std::int64_t now) const {
  to = std::min(to, now);
  const auto first = width.start_of(from, facts_->is_crypto);
  // The last bar counts whole, however long after `to` it ends.
  const auto end = std::min(to + longest(width), now);
  auto merged = std::vector<bar>{};
  for (const auto& x : pieces(width, first, end, now)) {
    const auto start = width.start_of(x.start, facts_->is_crypto);
    if (!merged.empty() && merged.back().start == start) {
      merge_later(merged.back(), x);
      continue;
    }
    merged.push_back(x);
    merged.back().start = start;
  }
  std::erase_if(merged, [to](const bar& x) { return x.start > to; });
  if (!facts_->is_crypto || !width.is_intraday()) {
    out.insert(out.end(), merged.begin(), merged.end());
    return;
  }
  auto price = bars_->last_price(first - 1);
  auto next = merged.begin();
  for (auto start = first; start <= to; start += width.seconds()) {
    const auto traded = next != merged.end() && next->start == start;
    out.push_back(traded ? *next++ : bar{start, price, price, price, price});
    price = out.back().close;
  }
}

void tape::append_bars(std::vector<bar>& out, std::int64_t from,
                       std::int64_t to, std::int64_t width,
                       std::int64_t now) const {
  if (facts_->is_crypto) {
    bars_->append_bars(out, from, to, width, now);
    return;
  }
  for (const auto& x : sessions_between(from, to))
    bars_->append_bars(out, std::max(from, x.open), std::min(to, x.close - 1),
                       width, now);
}

std::int64_t tape::last_traded(std::int64_t now) const {
  return facts_->is_crypto ? now : std::min(now, last_session(now).close - 1);
}

std::int64_t tape::last_price(std::int64_t now) const {
  return bars_->last_price(last_traded(now));
}

std::int64_t tape::quote_step() const {
  if (!facts_->is_crypto)
    return 1;
  const auto decimals = decimals_of(facts_->price_increment);
  auto step = std::int64_t{0};
  for (const auto x : facts_->price_increment)
    step = x == '.' ? step : step * 10 + (x - '0');
  for (auto i = decimals; i < facts_->price_decimals; ++i)
    step *= 10;
  return std::max<std::int64_t>(1, step);
}

} // namespace ballast::sim::alpaca
