#include "venues/coinbase/product.hpp"

#include "venues/coinbase/symbols.hpp"
#include "venues/row_fields.hpp"
#include "venues/text_number.hpp"

#include <array>
#include <string>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::element;

constexpr auto text_fields = std::array{
  text_field<product>{"product_id", &product::product_id},
  text_field<product>{"product_type", &product::product_type},
  text_field<product>{"status", &product::status},
  text_field<product>{"alias", &product::alias},
  text_field<product>{"price", &product::price},
  text_field<product>{"price_increment", &product::price_increment},
  text_field<product>{"base_increment", &product::base_increment},
  text_field<product>{"base_min_size", &product::base_min_size},
  text_field<product>{"base_max_size", &product::base_max_size},
  text_field<product>{"quote_min_size", &product::quote_min_size},
  text_field<product>{"best_bid_price", &product::best_bid_price},
  text_field<product>{"best_ask_price", &product::best_ask_price},
  text_field<product>{"approximate_quote_24h_volume",
                      &product::approximate_quote_24h_volume},
  text_field<product>{"price_percentage_change_24h",
                      &product::price_percentage_change_24h},
};

struct flag_field {
  std::string_view name;
  bool product::*value;
};

constexpr auto flag_fields = std::array{
  flag_field{"is_disabled", &product::is_disabled},
  flag_field{"trading_disabled", &product::trading_disabled},
  flag_field{"view_only", &product::view_only},
  flag_field{"cancel_only", &product::cancel_only},
  flag_field{"limit_only", &product::limit_only},
  flag_field{"post_only", &product::post_only},
  flag_field{"auction_mode", &product::auction_mode},
};

/// Every flag forbids something, so what cannot be read forbids too.
bool is_set(element x) noexcept {
  bool value = true;
  if (x.get_bool().get(value) == simdjson::SUCCESS)
    return value;
  const auto text = text_of(x);
  return !text.empty() && text != "false";
}

void read_member(product& to, std::string_view name, element value) {
  read_text(to, text_fields, name, value);
  for (const auto& x : flag_fields)
    if (x.name == name) {
      to.*x.value = is_set(value);
      return;
    }
}

} // namespace

std::optional<product> read_product(element x) {
  simdjson::dom::object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  product result;
  for (const auto member : members)
    read_member(result, member.key, member.value);
  return result;
}

market_state state_of(const product& x) noexcept {
  if (x.status == "delisted")
    return market_state::delisted;
  if (x.status != "online" || x.is_disabled || x.trading_disabled
      || x.view_only)
    return market_state::halted;
  if (x.cancel_only)
    return market_state::cancel_only;
  if (x.post_only)
    return market_state::post_only;
  return x.limit_only || x.auction_mode ? market_state::limit_only
                                        : market_state::tradable;
}

std::optional<market> market_of(const product& x) {
  const auto symbol = symbol_of(x.product_id);
  const auto price_increment = parse_positive(x.price_increment);
  const auto size_increment = parse_positive(x.base_increment);
  const auto size_min = parse_bound(x.base_min_size);
  const auto size_max = parse_bound(x.base_max_size);
  const auto notional_min = parse_bound(x.quote_min_size);
  if (!symbol || !price_increment || !size_increment || !size_min || !size_max
      || !notional_min)
    return std::nullopt;
  market result;
  result.symbol = *symbol;
  result.venue_symbol = x.product_id;
  result.state = state_of(x);
  result.price_increment = *price_increment;
  result.size_increment = *size_increment;
  result.size_min = *size_min;
  result.size_max = *size_max;
  result.notional_min = *notional_min;
  if (x.alias != x.product_id)
    result.mirror_of = x.alias;
  return result;
}

std::optional<ticker> ticker_of(const product& x) {
  constexpr double percent = 0.01;
  const auto symbol = symbol_of(x.product_id);
  if (!symbol)
    return std::nullopt;
  ticker result;
  result.symbol = *symbol;
  result.last = parse_positive(x.price).value_or(decimal{});
  result.bid = parse_positive(x.best_bid_price).value_or(decimal{});
  result.ask = parse_positive(x.best_ask_price).value_or(decimal{});
  const auto volume = parse_finite(x.approximate_quote_24h_volume);
  result.volume_quote = volume && *volume > 0 ? *volume : 0;
  result.change
    = parse_finite(x.price_percentage_change_24h).value_or(0) * percent;
  return result;
}

} // namespace ballast::venues::coinbase
