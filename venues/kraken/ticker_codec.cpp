#include "venues/kraken/codec.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/left_out.hpp"
#include "venues/text_number.hpp"
#include "venues/ticker_figures.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// Text at a place of the list under `name`; empty where there is none.
std::string_view text_at(const object& row, std::string_view name,
                         std::size_t place) {
  simdjson::dom::array list;
  element value;
  if (row.at_key(name).get_array().get(list) != simdjson::SUCCESS
      || list.at(place).get(value) != simdjson::SUCCESS)
    return {};
  return text_of(value);
}

/// The first of a list: the price.
decimal price_at(const object& row, std::string_view name) {
  return parse_positive(text_at(row, name, 0)).value_or(decimal{});
}

/// The second of a list: the figure of the last 24 hours.
double figure_at(const object& row, std::string_view name) {
  return day_figure(text_at(row, name, 1));
}

ticker ticker_of(const symbol& which, const object& row) {
  ticker result;
  result.symbol = which;
  result.last = price_at(row, "c");
  result.bid = price_at(row, "b");
  result.ask = price_at(row, "a");
  const auto volume = figure_at(row, "v") * figure_at(row, "p");
  result.volume_quote = std::isfinite(volume) ? volume : 0;
  element open;
  if (row.at_key("o").get(open) == simdjson::SUCCESS)
    result.change = change_since(parse_positive(text_of(open)), result.last);
  return result;
}

content<std::vector<ticker>> read_tickers(element result,
                                          const pair_names& names) {
  object rows;
  if (result.get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected tickers by the id of their pair"};
  std::vector<ticker> tickers;
  left_out strangers;
  for (const auto x : rows) {
    const auto* known = names.find(x.key);
    object row;
    if (known != nullptr && x.value.get_object().get(row) == simdjson::SUCCESS)
      tickers.push_back(ticker_of(*known, row));
    else
      strangers.add();
  }
  return listed(std::move(tickers), "tickers", strangers,
                "of no known market left out");
}

} // namespace

answer<std::vector<ticker>> decode_tickers(const net::reply& x,
                                           const pair_names& names) {
  return read_reply<std::vector<ticker>>(
    x, [&](element result) { return read_tickers(result, names); });
}

} // namespace ballast::venues::kraken
