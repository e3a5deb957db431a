#include "sim/alpaca/market_data.hpp"

#include "sim/alpaca/figures_json.hpp"
#include "sim/alpaca/replies.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::alpaca {

namespace {

std::int64_t unix_seconds(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

/// Appends `"name":`, after a comma where something stands before it.
void append_key(std::string& out, std::string_view name) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += name;
  out += "\":";
}

/// What every stock route says of its feed. @returns an error, or nothing
std::optional<net::reply> objection(const data_route& route,
                                    const request_target& what,
                                    std::int64_t now) {
  constexpr auto feeds = std::array<std::string_view, 5>{
    "iex", "sip", "delayed_sip", "boats", "otc"};
  const auto feed = what.first("feed");
  if (route.is_crypto || !feed)
    return std::nullopt;
  if (std::find(feeds.begin(), feeds.end(), *feed) == feeds.end())
    return data_error(400, "invalid feed: " + *feed);
  constexpr auto delay = std::int64_t{15 * 60};
  const auto text = what.first("end");
  const auto end = text ? parse_time(*text) : std::nullopt;
  const auto is_latest
    = route.what.starts_with("latest/") || route.what == "snapshots";
  if (*feed == "sip" && (is_latest || (end && *end > now - delay)))
    return data_error(403,
                      "subscription does not permit querying recent SIP data");
  return std::nullopt;
}

void append_latest(std::string& out, const std::string& what, const tape& of,
                   std::int64_t now) {
  constexpr auto minutes = timeframe{timeframe::unit::minute, 1};
  if (what == "snapshots")
    append_snapshot(out, of, now);
  else if (what == "latest/trades")
    append_latest_trade(out, of, now);
  else if (what == "latest/quotes")
    append_latest_quote(out, of, now);
  else if (what == "latest/orderbooks")
    append_book_json(out, of, now);
  else
    append_latest_bar(out, of, minutes, now, 0);
}

} // namespace

market_data::market_data(std::uint64_t seed, fault_plan& faults,
                         std::optional<unix_time> stories_begin)
    : faults_{faults} {
  for (const auto& x : all_assets())
    tapes_.emplace(x.symbol, tape{x, seed, stories_begin});
}

const tape* market_data::find(std::string_view name, instant now) {
  const auto* const facts = find_asset(name);
  if (facts == nullptr || faults_.delisted(facts->symbol, now.steady))
    return nullptr;
  return &tapes_.at(facts->symbol);
}

net::reply market_data::assets(const request_target& what, instant now) {
  const auto status = what.first("status").value_or("active");
  // Without a class it is stocks.
  const auto kind = what.first("asset_class").value_or("us_equity");
  const auto exchange = what.first("exchange");
  auto body = std::string{"["};
  constexpr auto typical_size = std::size_t{360};
  body.reserve(all_assets().size() * typical_size);
  for (const auto& x : all_assets()) {
    if (status == "inactive" || kind != (x.is_crypto ? "crypto" : "us_equity")
        || (exchange && *exchange != x.exchange)
        || faults_.delisted(x.symbol, now.steady))
      continue;
    body += body.size() == 1 ? "" : ",";
    append_asset_json(body, x);
  }
  return good(body + ']');
}

net::reply market_data::one_asset(std::string_view name, instant now) {
  const auto decoded
    = request_target::parse("?x=" + std::string{name}).first("x");
  const auto* const found = find(decoded.value_or(""), now);
  if (found == nullptr)
    return trading_error(404, 40'410'000,
                         "asset not found for " + decoded.value_or(""));
  auto body = std::string{};
  append_asset_json(body, found->facts());
  return good(std::move(body));
}

net::reply market_data::answer(const data_route& route,
                               const request_target& what, instant now) {
  if (auto wrong = objection(route, what, unix_seconds(now.wall)))
    return *wrong;
  const auto is_latest
    = route.what.starts_with("latest/") || route.what == "snapshots";
  return is_latest ? latest(route, what, now) : history(route, what, now);
}

net::reply market_data::latest(const data_route& route,
                               const request_target& what, instant now) {
  const auto names = parse_symbols(route, what);
  if (!names)
    return data_error(400, names.error().text);
  const auto at = unix_seconds(now.wall);
  const auto is_snapshot = route.what == "snapshots";
  auto list = std::string{"{"};
  for (const auto& name : *names) {
    const auto* const of = find(name, now);
    // A snapshot names a stock that is not there, the other answers do not.
    if (of == nullptr && (route.is_crypto || !is_snapshot))
      continue;
    append_key(list, name);
    if (of == nullptr)
      list += "null";
    else
      append_latest(list, route.what, *of, at);
  }
  list += '}';
  if (!route.of_symbol.empty()) {
    // One symbol in the path: its members at the top.
    const auto* const of = find(route.of_symbol, now);
    if (of == nullptr)
      return data_error(404, "no data found for " + route.of_symbol);
    auto body = std::string{};
    append_latest(body, route.what, *of, at);
    if (is_snapshot)
      return good(R"({"symbol":")" + route.of_symbol + "\"," + body.substr(1));
    const auto kind = route.what.substr(route.what.find('/') + 1);
    return good(R"({"symbol":")" + route.of_symbol + "\",\""
                + kind.substr(0, kind.size() - 1) + "\":" + body + '}');
  }
  if (is_snapshot && !route.is_crypto)
    return good(std::move(list));
  const auto kind
    = is_snapshot ? route.what : route.what.substr(route.what.find('/') + 1);
  return good("{\"" + kind + "\":" + list + '}');
}

} // namespace ballast::sim::alpaca
