#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/orders.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/left_out.hpp"
#include "venues/text_number.hpp"
#include "venues/ticker_figures.hpp"

#include <cmath>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// The text under `name` of the object under `part`; empty where there is none.
std::string_view text_in(const object& snapshot, std::string_view part,
                         std::string_view name) {
  object members;
  const auto value = member(snapshot, part);
  if (!value || value->get_object().get(members) != simdjson::SUCCESS)
    return {};
  return text_at(members, name);
}

decimal price_in(const object& snapshot, std::string_view part,
                 std::string_view name) {
  return parse_positive(text_in(snapshot, part, name)).value_or(decimal{});
}

/// A figure above zero, else zero.
double figure_in(const object& snapshot, std::string_view part,
                 std::string_view name) {
  return day_figure(text_in(snapshot, part, name));
}

ticker ticker_of(const symbol& which, const object& snapshot) {
  ticker result;
  result.symbol = which;
  result.last = price_in(snapshot, "latestTrade", "p");
  result.bid = price_in(snapshot, "latestQuote", "bp");
  result.ask = price_in(snapshot, "latestQuote", "ap");
  const auto volume = figure_in(snapshot, "dailyBar", "v")
                      * figure_in(snapshot, "dailyBar", "vw");
  result.volume_quote = std::isfinite(volume) ? volume : 0;
  result.change = change_since(
    parse_positive(text_in(snapshot, "prevDailyBar", "c")), result.last);
  return result;
}

content<std::vector<ticker>> read_tickers(element root) {
  object rows;
  if (root.get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected snapshots by their symbol"};
  // Of coins under a name; of shares at the top, null where there is none.
  const auto inner = member(rows, "snapshots");
  if (inner && inner->get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected snapshots by their symbol"};
  std::vector<ticker> tickers;
  left_out others;
  for (const auto x : rows) {
    const auto name = symbol_of(x.key);
    object row;
    const auto is_object = x.value.get_object().get(row) == simdjson::SUCCESS;
    if (!inner && !is_object && !x.value.is_null())
      return unfit{"expected snapshots by their symbol"};
    if (is_object && name && is_crypto(x.key) == inner.has_value())
      tickers.push_back(ticker_of(*name, row));
    else if (!x.value.is_null() || inner)
      others.add();
  }
  return listed(std::move(tickers), "tickers", others,
                "left out as unreadable");
}

/// One market's snapshot: of crypto under "snapshots", of shares by its name at
/// the top; null or nothing at all where the venue has none.
answer<ticker> read_ticker(limit_feedback limits, element root) {
  object rows;
  object row;
  if (root.get_object().get(rows) != simdjson::SUCCESS)
    return malformed<ticker>(limits, "expected a snapshot by its symbol");
  if (const auto inner = member(rows, "snapshots");
      inner && inner->get_object().get(rows) != simdjson::SUCCESS)
    return malformed<ticker>(limits, "expected a snapshot by its symbol");
  if (rows.size() > 1)
    return malformed<ticker>(limits, "expected the snapshot of one market");
  if (rows.size() == 0 || (*rows.begin()).value.is_null())
    return without_value<ticker>(
      {outcome_kind::unknown_symbol, "no snapshot of it", limits});
  const auto name = symbol_of((*rows.begin()).key);
  if (!name || (*rows.begin()).value.get_object().get(row) != simdjson::SUCCESS)
    return malformed<ticker>(limits, "a snapshot cannot be read");
  return {outcome_kind::ok, {}, limits, ticker_of(*name, row)};
}

} // namespace

answer<ticker> decode_ticker(const net::reply& x) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<ticker>(judge_status(x));
  const auto limits = limits_of(x);
  const auto broken
    = [&](const std::string& why) { return malformed<ticker>(limits, why); };
  if (const auto why = objection(x.body); !why.empty())
    return broken(why);
  return with_json(
    numbers_as_text(without_mark(x.body)),
    [&](element root) { return read_ticker(limits, root); }, broken);
}

answer<std::vector<ticker>> decode_tickers(const net::reply& x) {
  return read_exact_reply<std::vector<ticker>>(x, read_tickers);
}

} // namespace ballast::venues::alpaca
