// The PORTFOLIO's money: what the account is worth, and what is free.
#include "actors/portfolio_state.hpp"
#include "domain/free_money.hpp"
#include "domain/money.hpp"

namespace ballast {

namespace {

std::optional<decimal> price_of(const venue_seat& seat, const symbol& market) {
  const auto found = seat.sights.find(market);
  if (found == seat.sights.end() || !is_usable(found->second.seen))
    return std::nullopt;
  return money_of(found->second.seen.last);
}

} // namespace

decimal portfolio_state::value_of_position(const venue_seat& seat,
                                           const symbol& market,
                                           const position& x) const {
  const auto price = price_of(seat, market);
  return price ? value_of(x.size, *price, rounding::down) : x.cost;
}

bool portfolio_state::is_worth_selling(const venue_seat& seat,
                                       const symbol& market,
                                       const position& x) const {
  if (x.size <= decimal{})
    return false;
  const auto found = seat.sights.find(market);
  if (found == seat.sights.end())
    return true; // Nobody knows better yet.
  const auto& facts = found->second.market;
  const auto size = round_to(x.size, facts.size_increment, rounding::down);
  return !size.is_zero() && size >= facts.size_min
         && value_of_position(seat, market, x) >= facts.notional_min;
}

decimal portfolio_state::equity() const {
  auto sum = decimal{};
  for (const auto& [venue, seat] : seats)
    sum += equity_at(seat);
  return sum;
}

decimal portfolio_state::equity_at(const venue_seat& seat) const {
  auto sum = dollars_of(seat.status.balances, seat.unseen);
  for (const auto& [market, x] : seat.book.positions())
    if (x.is_open() && is_dollar(market.quote))
      sum += value_of_position(seat, market, x);
  return sum;
}

// While an order is out, or a fill may not be in the balances yet, money is
// neither here nor there: the sum of both would look like a loss. So it would
// before the venue's orders are compared with the journal.
bool portfolio_state::is_worth_known(const venue_seat& seat) const {
  return seat.desk && seat.desk->is_open() && seat.desk->is_settled()
         && seat.unseen.empty() && is_guarded_there(seat)
         && seat.status.phase == broker_phase::connected
         && seat.status.balances_of.value != unix_time{}
         && std::all_of(
           seat.holdings.begin(), seat.holdings.end(),
           [&](const auto& x) { return price_of(seat, x.first).has_value(); });
}

// A guard may have sold at the venue while its fills are still on their way:
// what it brought is in the balances then, and the position in our books. The
// sum of both would look like a gain, and its end like a loss.
bool portfolio_state::is_guarded_there(const venue_seat& seat) const {
  for (const auto& [market, held] : seat.holdings) {
    if (!has_live_order(seat, market, order_purpose::guard))
      continue;
    auto there = decimal{};
    for (const auto& x : seat.status.balances)
      if (x.currency == market.base)
        there += x.available + x.held;
    // Venues round what they tell.
    const auto size = seat.book.of(market).size;
    const auto nearly = value_of(size, percent(99), rounding::down);
    if (there < nearly)
      return false;
  }
  return true;
}

decimal portfolio_state::available(const venue_seat& seat,
                                   const std::string& currency) const {
  return free_of(currency, seat.status.balances, seat.unseen,
                 seat.desk ? seat.desk->reserved(currency) : decimal{});
}

risk_view portfolio_state::view(const venue_seat& where,
                                const symbol& market) const {
  risk_view result;
  result.equity = equity();
  result.available = available(where, market.quote);
  for (const auto& [venue, seat] : seats) {
    for (const auto& [each, x] : seat.book.positions()) {
      if (!x.is_open() || !is_worth_selling(seat, each, x))
        continue;
      risk_position row;
      row.market = each;
      row.value = value_of_position(seat, each, x);
      if (price_of(seat, each) && x.cost > decimal{})
        row.gain = row.value.to_double() / x.cost.to_double() - 1;
      result.positions.push_back(std::move(row));
    }
    if (!seat.desk)
      continue;
    for (const auto& x : seat.desk->orders()) {
      if (is_final(x.stage))
        continue;
      risk_order row;
      row.market = x.intent.symbol;
      row.purpose = x.intent.purpose;
      row.value
        = x.intent.cost.is_zero()
            ? value_of(x.intent.size - x.filled, x.intent.price, rounding::up)
            : x.intent.cost - x.fills_cost;
      result.orders.push_back(std::move(row));
    }
  }
  if (const auto sight = where.sights.find(market); sight != where.sights.end())
    // Another account's clock may be half a second off at a venue that tells
    // whole ones: what has just been said is no older than now.
    result.data_age
      = std::max<duration>(venue_now(where) - sight->second.at, duration{0});
  return result;
}

} // namespace ballast
