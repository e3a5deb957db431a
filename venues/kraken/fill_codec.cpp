// The account's trades, and what it pays for them.
#include "venues/kraken/order_codec.hpp"
#include "venues/kraken/order_forms.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/left_out.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::optional<bool> flag_at(const object& from, std::string_view name) {
  bool flag = false;
  return from.at_key(name).get_bool().get(flag) == simdjson::SUCCESS
           ? std::optional{flag}
           : std::nullopt;
}

/// A fill, or whose market it is that we do not know.
struct found_fill {
  std::optional<fill> told;
  bool is_strange = false;
  std::optional<unix_time> at;
};

found_fill read_fill(std::string_view id, element x, const pair_names& names) {
  object row;
  if (id.empty() || x.get_object().get(row) != simdjson::SUCCESS)
    return {};
  const auto pair = text_at(row, "pair");
  const auto* which = names.find(pair);
  const auto at = moment_of(text_at(row, "time"));
  if (which == nullptr)
    return {std::nullopt, !pair.empty(), at};
  const auto way = side_of(text_at(row, "type"));
  const auto price = parse_positive(text_at(row, "price"));
  const auto size = parse_positive(text_at(row, "vol"));
  const auto fee = decimal::parse(text_at(row, "fee"));
  const auto order = text_at(row, "ordertxid");
  if (!way || !price || !size || !fee || !at || order.empty())
    return {};
  return {fill{std::string{id},
               std::string{order},
               {},
               *which,
               *way,
               *price,
               *size,
               *fee,
               which->quote,
               flag_at(row, "maker"),
               *at},
          false, at};
}

/// The trades of whatever answer: under a name of theirs, or the whole.
std::optional<object> rows_in(element result) {
  object members;
  if (result.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  element list;
  if (members.at_key("trades").get(list) != simdjson::SUCCESS)
    return members;
  object rows;
  return list.get_object().get(rows) == simdjson::SUCCESS ? std::optional{rows}
                                                          : std::nullopt;
}

content<fill_page> read_fills(element result, const pair_names& names) {
  const auto rows = rows_in(result);
  if (!rows)
    return unfit{"expected trades by their id"};
  fill_page page;
  left_out strangers;
  std::string earliest;
  std::optional<unix_time> earliest_at;
  for (const auto x : *rows) {
    auto found = read_fill(x.key, x.value, names);
    if (found.at && (!earliest_at || *found.at < *earliest_at)) {
      earliest_at = found.at;
      earliest = x.key;
    }
    if (found.told)
      page.fills.push_back(std::move(*found.told));
    else if (found.is_strange)
      strangers.add(x.key);
    else
      return unfit{"a trade that cannot be read: "
                   + std::string{x.key.substr(0, 32)}};
  }
  std::stable_sort(page.fills.begin(), page.fills.end(),
                   [](const fill& a, const fill& b) { return a.at > b.at; });
  if (rows->size() >= rows_per_page)
    page.next = std::move(earliest);
  auto remark
    = strangers.beside(page.fills.size(), "trades", "of no known market:");
  return {std::move(page), std::move(remark), false};
}

/// The fee of the one pair in a list, as a fraction of what is told in percent.
std::optional<decimal> fee_in(const object& members, std::string_view name) {
  constexpr int128 percent = 100;
  element list;
  object row;
  if (members.at_key(name).get(list) != simdjson::SUCCESS)
    return std::nullopt;
  const auto pair = only_pair(list);
  if (!pair || pair->value.get_object().get(row) != simdjson::SUCCESS)
    return std::nullopt;
  const auto fee = decimal::parse(text_at(row, "fee"));
  if (!fee || fee->units() % percent != 0)
    return std::nullopt;
  return decimal::from_units(fee->units() / percent);
}

content<fee_tier> read_fees(element result) {
  object members;
  if (result.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected fees"};
  const auto taker = fee_in(members, "fees");
  const auto told = member(members, "fees_maker");
  const auto maker = told ? fee_in(members, "fees_maker") : taker;
  if (!taker || !maker)
    return unfit{"expected the fees of one pair"};
  return {fee_tier{*maker, *taker}, {}, false};
}

} // namespace

answer<fill_page> decode_fills(const net::reply& x, const pair_names& names) {
  return read_exactly<fill_page>(
    x, [&](element result) { return read_fills(result, names); });
}

answer<fee_tier> decode_fees(const net::reply& x) {
  return read_exactly<fee_tier>(x, read_fees);
}

} // namespace ballast::venues::kraken
