// What the engine did to orders, told as the venue tells it.
#include "sim/alpaca/order_desk.hpp"

#include <algorithm>

namespace ballast::sim::alpaca {

namespace {

std::string_view ending_of(const desk_order& x) {
  if (x.replaced)
    return "replaced";
  switch (x.record->state) {
  case order_state::expired:
    return "expired";
  case order_state::rejected:
    return "rejected";
  default:
    return "canceled";
  }
}

} // namespace

void order_desk::note_news() {
  for (auto account = std::size_t{0}; account < heard_.size(); ++account) {
    if (engine_.last_event(account) == heard_[account])
      continue;
    const auto news = engine_.events(account, heard_[account]);
    heard_[account] = engine_.last_event(account);
    for (auto i = std::size_t{0}; i < news.size(); ++i)
      note(news, i);
  }
}

/// As the order was then: the engine's record has gone on since, and so may
/// have the desk's.
void order_desk::note(const std::vector<account_event>& news,
                      std::size_t which) {
  const auto& x = news[which];
  const auto* const known = find(news[which].order.account, x.order.venue_id);
  if (known == nullptr || x.what == account_event::kind::balance)
    return;
  auto then = *known;
  then.record = &x.order;
  if (x.what == account_event::kind::ended)
    return updates_.add(ending_of(then), then, false, x.at);
  then.replaced.reset();
  then.replaced_by.clear();
  if (x.what == account_event::kind::accepted) {
    updates_.add("pending_new", then, true, x.at);
    return updates_.add("new", then, false, x.at);
  }
  if (x.what != account_event::kind::traded)
    return;
  const auto& owned = engine_.market(x.order.market)->base;
  const auto after = std::find_if(
    news.begin() + static_cast<std::ptrdiff_t>(which), news.end(),
    [&](const account_event& y) {
      return y.what == account_event::kind::balance && y.currency == owned;
    });
  updates_.add(x.order.state == order_state::filled ? "fill" : "partial_fill",
               then, false, x.at,
               order_execution{*x.trade, after == news.end()
                                           ? decimal{}
                                           : after->balance.total()});
}

} // namespace ballast::sim::alpaca
