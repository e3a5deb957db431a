#include "venues/binance/codec.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/binance/reading.hpp"
#include "venues/left_out.hpp"
#include "venues/row_fields.hpp"
#include "venues/text_number.hpp"
#include "venues/ticker_figures.hpp"

#include <array>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// Views into the parsed body: one row of ticker/24hr.
struct day_row {
  std::string_view id;
  std::string_view last;
  std::string_view bid;
  std::string_view ask;
  std::string_view volume_quote;
  std::string_view change_percent;
  std::string_view opened_at;
  bool tells_change = false; ///< Even where it cannot be read.
};

constexpr auto text_fields = std::array{
  text_field<day_row>{"symbol", &day_row::id},
  text_field<day_row>{"lastPrice", &day_row::last},
  text_field<day_row>{"bidPrice", &day_row::bid},
  text_field<day_row>{"askPrice", &day_row::ask},
  text_field<day_row>{"quoteVolume", &day_row::volume_quote},
  text_field<day_row>{"priceChangePercent", &day_row::change_percent},
  text_field<day_row>{"openPrice", &day_row::opened_at},
};

day_row read_row(const object& members) {
  day_row result;
  for (const auto member : members) {
    read_text(result, text_fields, member.key, member.value);
    if (member.key == "priceChangePercent")
      result.tells_change = true;
  }
  return result;
}

/// By the venue's own figure; the shorter form of a day has none.
double change_of(const day_row& row, decimal last) {
  constexpr double percent = 0.01;
  if (row.tells_change)
    return parse_finite(row.change_percent).value_or(0) * percent;
  return change_since(parse_positive(row.opened_at), last);
}

ticker ticker_of(const symbol& which, const day_row& row) {
  ticker result;
  result.symbol = which;
  result.last = parse_positive(row.last).value_or(decimal{});
  result.bid = parse_positive(row.bid).value_or(decimal{});
  result.ask = parse_positive(row.ask).value_or(decimal{});
  result.volume_quote = day_figure(row.volume_quote);
  result.change = change_of(row, result.last);
  return result;
}

content<std::vector<ticker>> read_tickers(element body,
                                          const market_names& names) {
  array rows;
  if (body.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of tickers"};
  std::vector<ticker> tickers;
  left_out strangers;
  for (const auto x : rows) {
    object members;
    const auto row = x.get_object().get(members) == simdjson::SUCCESS
                       ? read_row(members)
                       : day_row{};
    if (const auto* known = names.find(row.id); known != nullptr)
      tickers.push_back(ticker_of(*known, row));
    else
      strangers.add();
  }
  return listed(std::move(tickers), "tickers", strangers,
                "of no known market left out");
}

content<ticker> read_ticker(element body, const market_names& names) {
  object members;
  const auto row = body.get_object().get(members) == simdjson::SUCCESS
                     ? read_row(members)
                     : day_row{};
  if (row.id.empty() || !decimal::parse(row.last))
    return unfit{"expected a ticker with symbol and lastPrice"};
  const auto* known = names.find(row.id);
  return {ticker_of(known != nullptr ? *known : symbol{}, row), {}, false};
}

} // namespace

answer<ticker> decode_ticker(const net::reply& x, const market_names& names) {
  return read_reply<ticker>(
    x, [&](element body) { return read_ticker(body, names); });
}

answer<std::vector<ticker>> decode_tickers(const net::reply& x,
                                           const market_names& names) {
  return read_reply<std::vector<ticker>>(
    x, [&](element body) { return read_tickers(body, names); });
}

} // namespace ballast::venues::binance
