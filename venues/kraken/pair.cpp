#include "venues/kraken/pair.hpp"

#include "venues/kraken/names.hpp"
#include "venues/row_fields.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::element;

constexpr auto text_fields = std::array{
  text_field<pair_row>{"wsname", &pair_row::wsname},
  text_field<pair_row>{"aclass_base", &pair_row::asset_class},
  text_field<pair_row>{"status", &pair_row::status},
  text_field<pair_row>{"tick_size", &pair_row::tick_size},
  text_field<pair_row>{"ordermin", &pair_row::ordermin},
  text_field<pair_row>{"costmin", &pair_row::costmin},
};

constexpr auto count_fields = std::array{
  count_field<pair_row>{"pair_decimals", &pair_row::pair_decimals},
  count_field<pair_row>{"lot_decimals", &pair_row::lot_decimals},
};

struct named_state {
  std::string_view name;
  market_state state;
};

constexpr auto states = std::array{
  named_state{"online", market_state::tradable},
  named_state{"post_only", market_state::post_only},
  named_state{"limit_only", market_state::limit_only},
  named_state{"cancel_only", market_state::cancel_only},
  named_state{"reduce_only", market_state::cancel_only},
  named_state{"delisted", market_state::delisted},
};

void read_member(pair_row& to, std::string_view name, element value) {
  read_text(to, text_fields, name, value);
  read_count(to, count_fields, name, value);
}

/// A unit of the last of so many decimals.
std::optional<decimal> increment_of(std::optional<std::uint64_t> decimals) {
  return decimals ? last_place(*decimals) : std::nullopt;
}

} // namespace

std::optional<pair_row> read_pair(std::string_view id, element x) {
  simdjson::dom::object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  pair_row result;
  result.id = id;
  for (const auto member : members)
    read_member(result, member.key, member.value);
  return result;
}

bool is_spot(const pair_row& x) noexcept {
  return !(x.id.ends_with(".d") && x.wsname.empty())
         && (x.asset_class.empty() || x.asset_class == "currency");
}

market_state state_of(std::string_view status) noexcept {
  const auto found
    = std::find_if(states.begin(), states.end(),
                   [&](const named_state& x) { return x.name == status; });
  return found == states.end() ? market_state::halted : found->state;
}

std::optional<market> market_of(const pair_row& x) {
  const auto symbol = symbol_of(x.wsname);
  const auto price_increment = x.tick_size.empty()
                                 ? increment_of(x.pair_decimals)
                                 : parse_positive(x.tick_size);
  const auto size_increment = increment_of(x.lot_decimals);
  const auto size_min = parse_bound(x.ordermin);
  const auto notional_min = parse_bound(x.costmin);
  if (!symbol || x.id.empty() || !price_increment || !size_increment
      || !size_min || !notional_min)
    return std::nullopt;
  market result;
  result.symbol = *symbol;
  result.venue_symbol = x.id;
  result.state = state_of(x.status);
  result.price_increment = *price_increment;
  result.size_increment = *size_increment;
  result.size_min = *size_min;
  result.notional_min = *notional_min;
  return result;
}

} // namespace ballast::venues::kraken
