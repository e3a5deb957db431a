#include "venues/alpaca/codec.hpp"
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
  object members;
  object rows;
  if (root.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("snapshots").get_object().get(rows)
           != simdjson::SUCCESS)
    return unfit{"expected snapshots by their symbol"};
  std::vector<ticker> tickers;
  left_out others;
  for (const auto x : rows) {
    const auto name = symbol_of(x.key);
    object row;
    if (is_crypto(x.key) && name
        && x.value.get_object().get(row) == simdjson::SUCCESS)
      tickers.push_back(ticker_of(*name, row));
    else
      others.add();
  }
  return listed(std::move(tickers), "tickers", others,
                "left out as unreadable");
}

} // namespace

answer<std::vector<ticker>> decode_tickers(const net::reply& x) {
  return read_exact_reply<std::vector<ticker>>(x, read_tickers);
}

} // namespace ballast::venues::alpaca
