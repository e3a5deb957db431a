// Looking at orders and fills: one, or pages of them, newest first.
#include "sim/coinbase/order_text.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/coinbase/trading.hpp"

#include <algorithm>
#include <vector>

namespace ballast::sim::coinbase {

namespace {

using json = nlohmann::ordered_json;

/// Whether a repeatable parameter is absent or has the value.
bool allows(const request_target& what, std::string_view name,
            const std::string& value) {
  const auto all = what.all(name);
  return all.empty() || std::find(all.begin(), all.end(), value) != all.end();
}

/// Whether a moment lies within two parameters, each of which may be absent.
bool is_between(const request_target& what, std::string_view first,
                std::string_view last, unix_time at) {
  const auto begin = parse_time(what.first(first).value_or(""));
  const auto end = parse_time(what.first(last).value_or(""));
  return (!begin || at >= *begin) && (!end || at < *end);
}

/// Which part of a list is asked for. A cursor is the number of the record that
/// comes next, in clear.
struct page {
  std::uint64_t before = 0; ///< 0: from the newest on.
  std::size_t size = 100;
};

std::optional<page> page_of(const request_target& what) {
  constexpr auto size_max = std::int64_t{1'000};
  const auto size = whole_number(what.first("limit").value_or("100"));
  const auto cursor = what.first("cursor").value_or("");
  const auto before = whole_number(cursor.empty() ? "0" : cursor);
  if (!size || *size < 1 || !before)
    return std::nullopt;
  return page{static_cast<std::uint64_t>(*before),
              static_cast<std::size_t>(std::min(*size, size_max))};
}

/// The records of a page, newest first, and the cursor of the next one.
template <class Records, class Wanted>
auto cut(const Records& all, const page& which, Wanted wanted) {
  auto chosen = std::vector<const typename Records::value_type*>{};
  auto next = std::uint64_t{0};
  for (auto i = all.rbegin(); i != all.rend(); ++i) {
    if ((which.before != 0 && i->number > which.before) || !wanted(*i))
      continue;
    if (chosen.size() == which.size) {
      next = i->number;
      break;
    }
    chosen.push_back(&*i);
  }
  return std::pair{std::move(chosen), next == 0 ? "" : std::to_string(next)};
}

} // namespace

net::reply trading::order(std::size_t account, std::string_view id) const {
  const auto* const x = engine_.find(account, id);
  if (x == nullptr)
    return error_reply(404, "unknown", "order with this orderID was not found");
  return json_reply(200,
                    json{{"order", order_json(*x, accounts_[account])}}.dump());
}

net::reply trading::orders(std::size_t account,
                           const request_target& what) const {
  const auto which = page_of(what);
  if (!which)
    return invalid_argument("limit or cursor argument is invalid");
  const auto statuses = what.all("order_status");
  if (statuses.size() > 1
      && std::find(statuses.begin(), statuses.end(), "OPEN") != statuses.end())
    return invalid_argument(
      "OPEN order_status cannot be combined with other statuses");
  const auto [chosen, cursor]
    = cut(engine_.orders(), *which, [&](const order_record& x) {
        return x.account == account && allows(what, "order_ids", x.venue_id)
               && allows(what, "order_status", status_of(x))
               && allows(what, "product_ids", x.market)
               && allows(what, "product_id", x.market)
               && allows(what, "order_side",
                         x.ticket.side == side::buy ? "BUY" : "SELL")
               && is_between(what, "start_date", "end_date", x.received);
      });
  auto list = json::array();
  for (const auto* x : chosen)
    list.push_back(order_json(*x, accounts_[account]));
  return json_reply(200, json{{"orders", list},
                              {"sequence", "0"},
                              {"has_next", !cursor.empty()},
                              {"cursor", cursor}}
                           .dump());
}

net::reply trading::fills(std::size_t account,
                          const request_target& what) const {
  const auto which = page_of(what);
  if (!which)
    return invalid_argument("limit or cursor argument is invalid");
  const auto [chosen, cursor]
    = cut(engine_.fills(), *which, [&](const fill_record& x) {
        return x.account == account
               && allows(what, "order_ids", x.what.order_id)
               && allows(what, "order_id", x.what.order_id)
               && allows(what, "trade_ids", x.what.trade_id)
               && allows(what, "product_ids", x.market)
               && allows(what, "product_id", x.market)
               && is_between(what, "start_sequence_timestamp",
                             "end_sequence_timestamp", x.what.at);
      });
  auto list = json::array();
  for (const auto* x : chosen)
    list.push_back(fill_json(*x, accounts_[account]));
  return json_reply(200, json{{"fills", list}, {"cursor", cursor}}.dump());
}

} // namespace ballast::sim::coinbase
