#include "venues/okx/instrument.hpp"

#include "venues/okx/symbols.hpp"
#include "venues/row_fields.hpp"
#include "venues/text_number.hpp"

#include <array>

namespace ballast::venues::okx {

namespace {

constexpr auto text_fields = std::array{
  text_field<instrument>{"instId", &instrument::id},
  text_field<instrument>{"instType", &instrument::type},
  text_field<instrument>{"state", &instrument::state},
  text_field<instrument>{"tickSz", &instrument::tick_size},
  text_field<instrument>{"lotSz", &instrument::lot_size},
  text_field<instrument>{"minSz", &instrument::size_min},
  text_field<instrument>{"maxLmtSz", &instrument::size_max},
};

} // namespace

std::optional<instrument> read_instrument(simdjson::dom::element x) {
  simdjson::dom::object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  instrument result;
  for (const auto member : members)
    read_text(result, text_fields, member.key, member.value);
  return result;
}

bool is_announced(const instrument& x) noexcept {
  return x.state == "preopen" && (x.tick_size.empty() || x.lot_size.empty());
}

market_state state_of(std::string_view state) noexcept {
  if (state == "live")
    return market_state::tradable;
  return state == "post_only" ? market_state::post_only : market_state::halted;
}

std::optional<market> market_of(const instrument& x) {
  const auto symbol = symbol_of(x.id);
  const auto price_increment = parse_positive(x.tick_size);
  const auto size_increment = parse_positive(x.lot_size);
  const auto size_min = parse_bound(x.size_min);
  const auto size_max = parse_bound(x.size_max);
  if (!symbol || !price_increment || !size_increment || !size_min || !size_max)
    return std::nullopt;
  market result;
  result.symbol = *symbol;
  result.venue_symbol = x.id;
  result.state = state_of(x.state);
  result.price_increment = *price_increment;
  result.size_increment = *size_increment;
  result.size_min = *size_min;
  result.size_max = *size_max;
  return result;
}

} // namespace ballast::venues::okx
