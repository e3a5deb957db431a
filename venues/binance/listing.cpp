#include "venues/binance/listing.hpp"

#include "venues/row_fields.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr auto text_fields = std::array{
  text_field<listing>{"symbol", &listing::id},
  text_field<listing>{"status", &listing::status},
  text_field<listing>{"baseAsset", &listing::base},
  text_field<listing>{"quoteAsset", &listing::quote},
};

constexpr auto count_fields = std::array{
  count_field<listing>{"baseAssetPrecision", &listing::base_decimals},
  count_field<listing>{"quoteAssetPrecision", &listing::quote_decimals},
};

struct filter_field {
  std::string_view filter;
  std::string_view name;
  std::string_view listing::*value;
};

constexpr auto filter_fields = std::array{
  filter_field{"PRICE_FILTER", "tickSize", &listing::price_increment},
  filter_field{"LOT_SIZE", "stepSize", &listing::size_increment},
  filter_field{"LOT_SIZE", "minQty", &listing::size_min},
  filter_field{"LOT_SIZE", "maxQty", &listing::size_max},
  filter_field{"NOTIONAL", "minNotional", &listing::notional_min},
  filter_field{"MIN_NOTIONAL", "minNotional", &listing::notional_min_older},
};

/// @returns false for what is no filter at all: what it would bind is unknown.
bool read_filter(listing& to, element x) {
  object members;
  std::string_view filter;
  if (x.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("filterType").get_string().get(filter)
           != simdjson::SUCCESS)
    return false;
  for (const auto& y : filter_fields)
    if (element value;
        y.filter == filter
        && members.at_key(y.name).get(value) == simdjson::SUCCESS)
      to.*y.value = text_of(value);
  return true;
}

void read_member(listing& to, std::string_view name, element value) {
  read_text(to, text_fields, name, value);
  read_count(to, count_fields, name, value);
  // What cannot be read forbids.
  if (name == "isSpotTradingAllowed"
      && value.get_bool().get(to.is_tradable_spot) != simdjson::SUCCESS)
    to.is_tradable_spot = false;
}

/// Whether it can be an id: what is no text reads as something with a space.
bool is_id(std::string_view x) noexcept {
  return !x.empty() && std::none_of(x.begin(), x.end(), [](unsigned char c) {
    return c <= ' ';
  });
}

/// An increment that is there, or a unit of the last of so many decimals.
std::optional<decimal> increment_of(std::string_view text,
                                    std::optional<std::uint64_t> decimals) {
  const auto given = parse_bound(text);
  if (!given || !given->is_zero())
    return given;
  return decimals ? last_place(*decimals) : std::nullopt;
}

} // namespace

std::optional<listing> read_listing(element x) {
  object members;
  array filters;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  listing result;
  auto has_filters = false;
  for (const auto member : members)
    if (member.key == "filters")
      has_filters = member.value.get_array().get(filters) == simdjson::SUCCESS;
    else
      read_member(result, member.key, member.value);
  if (!has_filters)
    return std::nullopt;
  for (const auto filter : filters)
    if (!read_filter(result, filter))
      return std::nullopt;
  return result;
}

market_state state_of(const listing& x) noexcept {
  if (x.status == "CANCEL_ONLY")
    return market_state::cancel_only;
  return x.status == "TRADING" && x.is_tradable_spot ? market_state::tradable
                                                     : market_state::halted;
}

std::optional<market> market_of(const listing& x) {
  const auto symbol
    = symbol::parse(std::string{x.base}.append("/").append(x.quote));
  const auto price_increment
    = increment_of(x.price_increment, x.quote_decimals);
  const auto size_increment = increment_of(x.size_increment, x.base_decimals);
  const auto size_min = parse_bound(x.size_min);
  const auto size_max = parse_bound(x.size_max);
  const auto notional_min = parse_bound(x.notional_min);
  const auto notional_min_older = parse_bound(x.notional_min_older);
  if (!symbol || !is_id(x.id) || !price_increment || !size_increment
      || !size_min || !size_max || !notional_min || !notional_min_older)
    return std::nullopt;
  market result;
  result.symbol = *symbol;
  result.venue_symbol = x.id;
  result.state = state_of(x);
  result.price_increment = *price_increment;
  result.size_increment = *size_increment;
  result.size_min = *size_min;
  result.size_max = *size_max;
  result.notional_min = std::max(*notional_min, *notional_min_older);
  return result;
}

} // namespace ballast::venues::binance
