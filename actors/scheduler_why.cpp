// Why a market is scanned, or not: the first rule that leaves it out, from the
// state that decides.
#include "actors/scheduler_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace ballast {

namespace {

why_part is_not(std::string rule, std::string text,
                std::vector<why_figure> figures = {}) {
  return {false, std::move(rule), std::move(text), std::move(figures)};
}

const ticker* price_of(const venue_scan& v, const symbol& which) {
  const auto found
    = std::find_if(v.prices.begin(), v.prices.end(),
                   [&](const ticker& x) { return x.symbol == which; });
  return found == v.prices.end() ? nullptr : &*found;
}

} // namespace

why_part scheduler_state::why(const why_question& x) const {
  const auto found = venues.find(x.venue);
  if (found == venues.end())
    return is_not("venue_unknown", "no account of this node uses " + x.venue);
  const auto& v = found->second;
  const auto& which = x.symbol;
  if (v.scanner.empty())
    return is_not("no_scanner",
                  "no account is connected that could scan " + v.venue);
  if (shares.home_of(v.venue, which) != v.venue)
    return why_not_assigned(v, which);
  if (!can_scan(v))
    return is_not("venue_out", v.venue
                                 + " is not asked at the moment: its breaker "
                                   "is open, or it has halted");
  if (v.markets.since(which))
    return how_scanned(v, which);
  if (v.streamed.count(which) > 0)
    return {
      true, "streamed", "its candles come by stream: it needs no request", {}};
  return why_not_left(v, which);
}

why_part scheduler_state::why_not_assigned(const venue_scan& v,
                                           const symbol& which) const {
  if (const auto home = shares.home_of(v.venue, which))
    return {true,
            "scanned_elsewhere",
            fmt::format("{} lists it too, and scans it for all", *home),
            {}};
  const auto left
    = std::find_if(v.left_out.begin(), v.left_out.end(),
                   [&](const market& y) { return y.symbol == which; });
  if (left == v.left_out.end())
    return v.known == 0
             ? is_not("list_not_read",
                      "the markets of " + v.venue + " are not yet known")
             : is_not("not_listed",
                      fmt::format("{} lists no {}", v.venue, which.to_string()),
                      {{"markets_known", static_cast<double>(v.known)}});
  if (!left->mirror_of.empty())
    return is_not("mirror", "it has the book of " + left->mirror_of
                              + ", which is scanned in its place");
  return is_not("not_tradable", fmt::format("{} says that it is {}", v.venue,
                                            to_string(left->state)));
}

why_part scheduler_state::why_not_left(const venue_scan& v,
                                       const symbol& which) const {
  if (v.passed.passes == 0)
    return is_not("no_prices_yet",
                  "the prices of " + v.venue + " have not come yet");
  // The same rules, of this market alone.
  const auto alone = pass_funnel({which}, v.prices, {}, {}, options.filters);
  const auto* price = price_of(v, which);
  if (alone.no_price > 0 || price == nullptr)
    return is_not("no_price", "the venue told no price of it");
  const auto bid = price->bid.to_double();
  const auto ask = price->ask.to_double();
  if (alone.wide > 0)
    return is_not(
      "spread_too_wide", "its spread is wider than what is scanned",
      {{"bid", bid}, {"ask", ask}, {"spread_max", options.filters.spread_max}});
  const auto volume = why_figure{"volume_quote", price->volume_quote};
  if (alone.quiet > 0)
    return is_not("too_quiet",
                  "it is traded for too little, or for a currency whose worth "
                  "is not known",
                  {volume, {"volume_min_usd", options.filters.volume_min}});
  return is_not("ranked_out",
                fmt::format("the {} liveliest are scanned, and it is none of "
                            "them (scan.survivors)",
                            v.survivors.size()),
                {volume,
                 {"survivors", static_cast<double>(v.survivors.size())},
                 {"ranked_out", static_cast<double>(v.passed.ranked_out)}});
}

why_part scheduler_state::how_scanned(const venue_scan& v,
                                      const symbol& which) const {
  const auto age = seconds(now() - *v.markets.since(which));
  const auto oldest = seconds(v.markets.oldest_age(now()));
  return {true,
          "scanned",
          fmt::format("{} asks for its candles in turn, last {:.0f}s ago",
                      v.venue, age),
          {{"age_s", age},
           {"oldest_age_s", oldest},
           {"markets", static_cast<double>(v.markets.size())},
           {"turns", static_cast<double>(v.markets.turns_completed())}}};
}

} // namespace ballast
