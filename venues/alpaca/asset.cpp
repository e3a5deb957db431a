#include "venues/alpaca/asset.hpp"

#include "domain/money.hpp"
#include "venues/alpaca/names.hpp"
#include "venues/row_fields.hpp"
#include "venues/text_number.hpp"

#include <array>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::element;

constexpr auto text_fields = std::array{
  text_field<asset_row>{"class", &asset_row::kind},
  text_field<asset_row>{"symbol", &asset_row::symbol},
  text_field<asset_row>{"status", &asset_row::status},
  text_field<asset_row>{"price_increment", &asset_row::price_increment},
  text_field<asset_row>{"min_trade_increment", &asset_row::min_trade_increment},
  text_field<asset_row>{"min_order_size", &asset_row::min_order_size},
};

struct flag_field {
  std::string_view name;
  bool asset_row::*value;
};

constexpr auto flag_fields = std::array{
  flag_field{"tradable", &asset_row::tradable},
  flag_field{"fractionable", &asset_row::fractionable},
};

constexpr auto cent = decimal::from_units(10'000'000'000'000'000);
constexpr auto least_fraction = decimal::from_units(1'000'000'000);

void read_member(asset_row& to, std::string_view name, element value) {
  read_text(to, text_fields, name, value);
  for (const auto& x : flag_fields)
    if (bool flag = false;
        x.name == name && value.get_bool().get(flag) == simdjson::SUCCESS)
      to.*x.value = flag;
}

/// What no crypto order may be worth less than.
decimal least_value_in(std::string_view quote) noexcept {
  constexpr std::int64_t dollars = 10;
  return decimal::whole(is_dollar(quote) ? dollars : 0);
}

bool add_increments(market& to, const asset_row& x) {
  const auto price_increment = parse_positive(x.price_increment);
  const auto size_increment = parse_positive(x.min_trade_increment);
  const auto size_min = parse_bound(x.min_order_size);
  if (!price_increment || !size_increment || !size_min)
    return false;
  to.price_increment = *price_increment;
  to.size_increment = *size_increment;
  to.size_min = *size_min;
  to.notional_min = least_value_in(to.symbol.quote);
  return true;
}

void add_rules_of_stocks(market& to, bool fractionable) {
  to.price_increment = cent;
  to.size_increment = fractionable ? least_fraction : decimal::whole(1);
  to.size_min = to.size_increment;
  to.notional_min = decimal::whole(fractionable ? 1 : 0);
}

} // namespace

std::optional<asset_row> read_asset(element x) {
  simdjson::dom::object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  asset_row result;
  for (const auto field : members)
    read_member(result, field.key, field.value);
  return result;
}

bool is_listed(const asset_row& x) noexcept {
  return (x.kind == "us_equity" || x.kind == "crypto")
         && x.status != "inactive";
}

std::optional<market> market_of(const asset_row& x) {
  const auto symbol = symbol_of(x.symbol);
  const auto crypto = x.kind == "crypto";
  if (!symbol || crypto != is_crypto(x.symbol))
    return std::nullopt;
  market result;
  result.symbol = *symbol;
  result.venue_symbol = x.symbol;
  result.state = x.tradable && x.status == "active" ? market_state::tradable
                                                    : market_state::halted;
  result.kind = crypto ? market_kind::crypto : market_kind::equity;
  if (!crypto)
    add_rules_of_stocks(result, x.fractionable);
  else if (!add_increments(result, x))
    return std::nullopt;
  return result;
}

} // namespace ballast::venues::alpaca
