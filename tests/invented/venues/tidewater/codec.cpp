#include "venues/tidewater/codec.hpp"

#include "venues/candle_rows.hpp"
#include "venues/left_out.hpp"
#include "venues/rest_url.hpp"
#include "venues/text_number.hpp"
#include "venues/ticker_figures.hpp"
#include "venues/tidewater/replies.hpp"
#include "venues/tidewater/symbols.hpp"
#include "venues/wallets.hpp"

#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

namespace ballast::venues::tidewater {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// A row: start in minutes, open, low, high, close, volume in base units.
constexpr auto columns = std::array{
  candle_column{1, &candle::open, true},
  candle_column{2, &candle::low, true},
  candle_column{3, &candle::high, true},
  candle_column{4, &candle::close, true},
  candle_column{5, &candle::volume, false},
};

market_state state_of(std::string_view tide) noexcept {
  if (tide == "in")
    return market_state::tradable;
  return tide == "slack" ? market_state::post_only : market_state::halted;
}

std::optional<market> read_pool(const object& row) {
  const auto id = text_at(row, "pool");
  const auto which = symbol_of(id);
  const auto price_step = parse_positive(text_at(row, "price_step"));
  const auto size_step = parse_positive(text_at(row, "size_step"));
  const auto least = parse_bound(text_at(row, "least"));
  const auto most = parse_bound(text_at(row, "most"));
  const auto worth = parse_bound(text_at(row, "worth"));
  if (!which || !price_step || !size_step || !least || !most || !worth)
    return std::nullopt;
  market result;
  result.symbol = *which;
  result.venue_symbol = id;
  result.state = state_of(text_at(row, "tide"));
  result.price_increment = *price_step;
  result.size_increment = *size_step;
  result.size_min = *least;
  result.size_max = *most;
  result.notional_min = *worth;
  return result;
}

content<std::vector<market>> read_pools(const object& members) {
  array rows;
  if (members.at_key("pools").get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected pools"};
  std::vector<market> markets;
  std::set<symbol> seen;
  left_out others;
  for (const auto x : rows) {
    object row;
    const auto has_members = x.get_object().get(row) == simdjson::SUCCESS;
    auto made = has_members ? read_pool(row) : std::nullopt;
    if (made && seen.insert(made->symbol).second)
      markets.push_back(std::move(*made));
    else
      others.add(has_members ? text_at(row, "pool") : std::string_view{});
  }
  return listed(std::move(markets), "markets", others);
}

/// A figure of a level; empty where the row has none there.
std::string_view figure_at(const array& row, std::size_t place) {
  element value;
  return row.at(place).get(value) == simdjson::SUCCESS ? text_of(value)
                                                       : std::string_view{};
}

ticker read_level(symbol which, const array& row) {
  ticker result;
  result.symbol = std::move(which);
  result.last = parse_positive(figure_at(row, 0)).value_or(decimal{});
  result.bid = parse_positive(figure_at(row, 1)).value_or(decimal{});
  result.ask = parse_positive(figure_at(row, 2)).value_or(decimal{});
  result.volume_quote = day_figure(figure_at(row, 3));
  result.change = change_since(parse_positive(figure_at(row, 4)), result.last);
  return result;
}

content<std::vector<ticker>> read_levels(const object& members) {
  object rows;
  if (members.at_key("levels").get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected levels"};
  std::vector<ticker> tickers;
  left_out others;
  for (const auto x : rows) {
    array row;
    auto which = symbol_of(x.key);
    if (which && x.value.get_array().get(row) == simdjson::SUCCESS)
      tickers.push_back(read_level(std::move(*which), row));
    else
      others.add(x.key);
  }
  return listed(std::move(tickers), "tickers", others);
}

content<balance_page> read_holdings(const object& members) {
  array rows;
  if (members.at_key("holdings").get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected holdings"};
  wallets all;
  for (const auto x : rows) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      return unfit{"a holding is no object"};
    auto currency = std::string{text_at(row, "coin")};
    for (auto& c : currency)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const auto available = decimal::parse(text_at(row, "free"));
    const auto held = decimal::parse(text_at(row, "tied"));
    if (currency.empty() || !available || !held || held->is_negative())
      return unfit{"a holding lacks coin, free or tied"};
    if (all.has(currency))
      return unfit{"two holdings of " + currency};
    all.add({std::move(currency), *available, *held});
  }
  return std::move(all).page();
}

content<key_permissions> read_pass(const object& members) {
  array rights;
  if (members.at_key("may").get_array().get(rights) != simdjson::SUCCESS)
    return unfit{"expected may"};
  std::set<std::string_view> held;
  for (const auto x : rights)
    held.insert(text_of(x));
  std::string lacking;
  for (const auto* name : {"look", "trade"})
    if (!held.contains(name))
      lacking.append(lacking.empty() ? "lacks " : ", ").append(name);
  return {key_permissions{held.contains("look"), held.contains("trade"),
                          held.contains("move")},
          std::move(lacking), false};
}

content<unix_time> read_clock(const object& members) {
  const auto count = parse_whole(text_at(members, "now_us")).value_or(0);
  if (count <= 0 || count / 1'000'000 > unix_seconds_max)
    return unfit{"expected now_us"};
  return {unix_time{std::chrono::floor<std::chrono::milliseconds>(
            std::chrono::microseconds{count})},
          {},
          false};
}

std::string minutes_text(unix_time x) {
  const auto count = std::chrono::floor<std::chrono::minutes>(x);
  return std::to_string(count.time_since_epoch().count());
}

} // namespace

std::string waves_target(std::string_view pool, std::chrono::seconds timeframe,
                         unix_time from, unix_time to) {
  const auto span = std::chrono::floor<std::chrono::minutes>(timeframe);
  return std::string{"/w1/waves/"}
    .append(escaped(pool))
    .append("?span=")
    .append(std::to_string(span.count()))
    .append("&from=")
    .append(minutes_text(from))
    .append("&to=")
    .append(minutes_text(to));
}

answer<unix_time> decode_clock(const net::reply& x) {
  return read_reply<unix_time>(x, read_clock);
}

answer<std::vector<market>> decode_pools(const net::reply& x) {
  return read_reply<std::vector<market>>(x, read_pools);
}

answer<std::vector<ticker>> decode_levels(const net::reply& x) {
  return read_reply<std::vector<ticker>>(x, read_levels);
}

answer<std::vector<candle>> decode_waves(const net::reply& x,
                                         std::chrono::seconds timeframe,
                                         unix_time now) {
  using list = std::vector<candle>;
  return read_reply<list>(x, [&](const object& members) -> content<list> {
    array rows;
    if (members.at_key("waves").get_array().get(rows) != simdjson::SUCCESS)
      return unfit{"expected waves"};
    return read_candle_list(rows, timeframe, now, [](element row) {
      return read_candle_row<std::chrono::minutes>(row, columns);
    });
  });
}

answer<balance_page> decode_holdings(const net::reply& x) {
  return read_reply<balance_page>(x, read_holdings);
}

answer<key_permissions> decode_pass(const net::reply& x) {
  return read_reply<key_permissions>(x, read_pass);
}

} // namespace ballast::venues::tidewater
