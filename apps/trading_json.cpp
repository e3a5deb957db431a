#include "apps/trading_json.hpp"

#include "apps/status_json.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

json figure(decimal x) { return x.to_string(); }

/// Rows of all accounts that are wanted, by `newer`, as many as are wanted.
template <class Row, class Newer>
std::vector<const Row*>
chosen(const status_report& report, const list_query& which,
       const std::vector<Row> portfolio_status::*list, Newer newer) {
  auto result = std::vector<const Row*>{};
  for (const auto& x : report.portfolios)
    if (which.account.empty() || which.account == x.account)
      for (const auto& row : x.*list)
        result.push_back(&row);
  std::stable_sort(result.begin(), result.end(),
                   [&](const Row* a, const Row* b) { return newer(*a, *b); });
  if (result.size() > which.limit)
    result.resize(which.limit);
  return result;
}

std::size_t open_positions(const portfolio_status& of) {
  return static_cast<std::size_t>(
    std::count_if(of.positions.begin(), of.positions.end(),
                  [](const auto& x) { return !x.size.is_zero(); }));
}

/// What every list's rows begin with, and then `rest`.
json row(std::uint64_t id, unix_time at, const std::string& venue,
         const std::string& account, const std::string& symbol,
         const json& rest) {
  auto result = json{{"id", id},
                     {"at", iso_time(at)},
                     {"venue", venue},
                     {"account", account},
                     {"symbol", symbol}};
  result.update(rest);
  return result;
}

constexpr auto by_time
  = [](const auto& a, const auto& b) { return a.at > b.at; };

} // namespace

json orders_json(const status_report& report, const list_query& which) {
  auto result = json::array();
  for (const auto* x :
       chosen(report, which, &portfolio_status::orders, by_time))
    result.push_back(row(x->id, x->at, x->venue, x->account, x->symbol,
                         {{"client_id", x->client_id},
                          {"venue_id", x->venue_id},
                          {"side", x->side},
                          {"type", x->type},
                          {"purpose", x->purpose},
                          {"quantity", figure(x->quantity)},
                          {"price", figure(x->price)},
                          {"filled", figure(x->filled)},
                          {"cost", figure(x->cost)},
                          {"fee", figure(x->fee)},
                          {"fee_currency", x->fee_currency},
                          {"state", x->state},
                          {"reason", x->reason}}));
  return result;
}

json fills_json(const status_report& report, const list_query& which) {
  auto result = json::array();
  const auto newer = [](const fill_row& a, const fill_row& b) {
    return a.what.at > b.what.at;
  };
  for (const auto* x : chosen(report, which, &portfolio_status::fills, newer))
    result.push_back(row(x->id, x->what.at, x->venue, x->account,
                         x->what.symbol.to_string(),
                         {{"trade_id", x->what.trade_id},
                          {"client_id", x->what.client_id},
                          {"venue_id", x->what.order_id},
                          {"side", x->what.side == side::buy ? "buy" : "sell"},
                          {"quantity", figure(x->what.size)},
                          {"price", figure(x->what.price)},
                          {"fee", figure(x->what.fee)},
                          {"fee_currency", x->what.fee_currency}}));
  return result;
}

json positions_json(const status_report& report, const list_query& which) {
  auto result = json::array();
  for (const auto* x :
       chosen(report, which, &portfolio_status::positions, by_time))
    result.push_back(row(x->id, x->at, x->venue, x->account, x->symbol,
                         {{"quantity", figure(x->size)},
                          {"cost", figure(x->cost)},
                          {"realised", figure(x->realised)},
                          {"unrealised", figure(x->unrealised)},
                          {"reason", x->reason}}));
  return result;
}

json signals_json(const status_report& report, const list_query& which) {
  auto result = json::array();
  for (const auto* x :
       chosen(report, which, &portfolio_status::signals, by_time))
    result.push_back(row(x->id, x->at, x->venue, x->account, x->symbol,
                         {{"strategy", x->strategy},
                          {"kind", x->kind},
                          {"reason", x->reason},
                          {"outcome", x->came}}));
  return result;
}

json opportunities_json(const status_report& report, const list_query& which) {
  auto result = json::array();
  auto all = which;
  all.limit = std::numeric_limits<std::size_t>::max();
  for (const auto* x :
       chosen(report, all, &portfolio_status::signals, by_time)) {
    if (x->kind != "enter" || result.size() == which.limit)
      continue;
    result.push_back(row(x->id, x->at, x->venue, x->account, x->symbol,
                         {{"strategy", x->strategy},
                          {"reason", x->reason},
                          {"price", x->price},
                          {"stop", x->stop},
                          {"part_of_equity", x->part},
                          {"figures", x->figures},
                          {"taken", x->came == "ordered"},
                          {"outcome", x->came}}));
  }
  return result;
}

json copies_json(const status_report& report, const list_query& which) {
  auto result = json::array();
  const auto rows = chosen(report, which, &portfolio_status::copies, by_time);
  for (const auto* x : rows)
    result.push_back(
      row(x->id, x->at, x->venue, x->leader, x->symbol,
          {{"accounts", x->asked},
           {"filled", x->filled},
           {"price_min", figure(x->price_min)},
           {"price_max", figure(x->price_max)},
           {"spread", x->spread},
           {"delay_ms",
            std::chrono::duration<double, std::milli>(x->delay).count()},
           {"slowest", x->slowest}}));
  return result;
}

json accounts_json(const status_report& report) {
  auto result = json::array();
  for (const auto& x : report.portfolios) {
    auto reasons = json::object();
    for (const auto& each : x.reasons)
      reasons[each.reason] = each.count;
    result.push_back({{"account", x.account},
                      {"strategy", x.strategy},
                      {"follows", x.follows},
                      {"halted", x.halted},
                      {"equity", figure(x.equity)},
                      {"realised", figure(x.realised)},
                      {"positions", open_positions(x)},
                      {"evaluations", x.evaluations},
                      {"reasons", std::move(reasons)},
                      {"venues", x.venues}});
  }
  return result;
}

} // namespace ballast::apps
