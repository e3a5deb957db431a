// Bars, trades and quotes of the past, page by page.
#include "sim/alpaca/figures_json.hpp"
#include "sim/alpaca/market_data.hpp"
#include "sim/alpaca/replies.hpp"
#include "sim/alpaca/sessions.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace ballast::sim::alpaca {

namespace {

/// Nothing is older, whatever is asked for. Source: the manual's remarks on
/// how far stocks and crypto reach back, rounded.
constexpr auto stocks_since = std::int64_t{1'451'606'400}; // 2016
constexpr auto crypto_since = std::int64_t{1'609'459'200}; // 2021

/// Finds what began in [from, to], and may add a bar that began before.
using reader
  = std::function<std::vector<bar>(std::int64_t from, std::int64_t to)>;

/// The first `count` bars of [from, to], or its last ones, in that order.
/// @param stretch how much is looked at in one go, in seconds
std::vector<bar> collect(const reader& read, std::int64_t from, std::int64_t to,
                         std::size_t count, bool descending,
                         std::int64_t stretch) {
  auto result = std::vector<bar>{};
  while (from <= to && result.size() < count) {
    const auto low = descending ? std::max(from, to - stretch + 1) : from;
    const auto high = descending ? to : std::min(to, from + stretch - 1);
    auto found = read(low, high);
    std::erase_if(
      found, [&](const bar& x) { return x.start < low || x.start > high; });
    if (descending)
      std::reverse(found.begin(), found.end());
    result.insert(result.end(), found.begin(), found.end());
    (descending ? to : from) = descending ? low - 1 : high + 1;
  }
  if (result.size() > count)
    result.resize(count);
  return result;
}

/// How far to look at once for about so many items.
std::int64_t stretch_of(const timeframe& width, std::size_t count) {
  constexpr auto day = std::int64_t{86'400};
  constexpr auto century = 36'500 * day;
  return width.is_intraday()
           ? width.seconds() * static_cast<std::int64_t>(count + 1)
           : century;
}

/// One answer in the making.
struct page {
  std::string list = "{";
  std::string token = "null";
  std::size_t room = 0;
};

/// What is asked of every symbol of a page.
struct question {
  std::string what;
  timeframe width; ///< Bars alone.
  data_window window;
  std::int64_t now = 0;

  bool is_bars() const { return what == "bars"; }
  std::string letter() const {
    return is_bars() ? width.letter() : what.substr(0, 1);
  }
};

void append_item(std::string& out, const question& asked, const tape& of,
                 const bar& x) {
  if (asked.is_bars())
    append_bar_json(out, x, of.facts());
  else if (asked.what == "trades")
    append_trade_json(out, x, of.facts());
  else
    append_quote_json(out, of, x.start, x.close);
}

/// The items of a symbol that fit, and one more if there is one.
std::vector<bar> items_of(const question& asked, const tape& of,
                          std::size_t room) {
  const auto& window = asked.window;
  const auto& name = of.facts().symbol;
  auto from
    = std::max(window.from, of.facts().is_crypto ? crypto_since : stocks_since);
  auto to = std::min(window.to, asked.now);
  if (name == window.after_symbol && window.descending)
    to = std::min(to, window.after - 1);
  else if (name == window.after_symbol)
    from = std::max(from, window.after + 1);
  constexpr auto hour = std::int64_t{3'600};
  const auto stretch = asked.is_bars() ? stretch_of(asked.width, room) : hour;
  const auto read = [&](std::int64_t low, std::int64_t high) {
    auto found = std::vector<bar>{};
    if (asked.is_bars())
      of.append_bars(found, asked.width, low, high, asked.now);
    else
      of.append_bars(found, low, high, 1, asked.now);
    return found;
  };
  return collect(read, from, to, room + 1, window.descending, stretch);
}

/// @returns whether there is room for another symbol
bool append_symbol(page& out, const question& asked, const tape& of) {
  const auto found = items_of(asked, of, out.room);
  const auto& name = of.facts().symbol;
  const auto taken = std::min(out.room, found.size());
  if (taken > 0) {
    out.list += out.list.back() == '{' ? "\"" : ",\"";
    out.list += name + "\":[";
    for (auto i = std::size_t{0}; i < taken; ++i) {
      out.list += i == 0 ? "" : ",";
      append_item(out.list, asked, of, found[i]);
    }
    out.list += ']';
  }
  out.room -= taken;
  if (found.size() == taken)
    return true;
  const auto before_first = asked.window.descending ? 1 : -1;
  const auto at
    = taken > 0 ? found[taken - 1].start : found.front().start + before_first;
  out.token = '"' + page_token(name, asked.letter(), at) + '"';
  return false;
}

/// One symbol in the path: its list alone, null where it is empty.
std::string only_list(const std::string& list) {
  const auto start = list.find('[');
  return start == std::string::npos
           ? "null"
           : list.substr(start, list.size() - start - 1);
}

} // namespace

net::reply market_data::history(const data_route& route,
                                const request_target& what, instant now) {
  const auto time
    = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch())
        .count();
  constexpr auto days = timeframe{timeframe::unit::day, 1};
  const auto width = parse_timeframe(what.first("timeframe").value_or("1Min"));
  if (!width)
    return data_error(400, "Invalid format for parameter timeframe: "
                             + what.first("timeframe").value_or(""));
  const auto names = parse_symbols(route, what);
  if (!names)
    return data_error(400, names.error().text);
  const auto window
    = parse_window(what, time, days.start_of(time, route.is_crypto));
  if (!window)
    return data_error(400, window.error().text);
  const auto asked = question{route.what, *width, *window, time};
  auto out = page{};
  out.room = window->limit;
  for (const auto& name : *names) {
    const auto* const of = find(name, now);
    if (of == nullptr || name < window->after_symbol)
      continue;
    if (!append_symbol(out, asked, *of))
      break;
  }
  out.list += '}';
  const auto head = "{\"" + route.what + "\":";
  const auto tail = ",\"next_page_token\":" + out.token + '}';
  if (route.of_symbol.empty())
    return good(head + out.list + tail);
  return good(head + only_list(out.list) + ",\"symbol\":\"" + route.of_symbol
              + '"' + tail);
}

} // namespace ballast::sim::alpaca
