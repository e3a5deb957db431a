#include "sim/alpaca/wallets.hpp"

#include "sim/alpaca/replies.hpp"
#include "sim/alpaca/sessions.hpp"
#include "sim/hash.hpp"
#include "sim/request_target.hpp"
#include "sim/wallet.hpp"

#include <nlohmann/json.hpp>

namespace ballast::sim::alpaca {

namespace {

using json = nlohmann::ordered_json;

/// 10^-decimals
decimal unit_of(int decimals) {
  auto units = decimal::whole(1).units();
  for (auto i = 0; i < decimals; ++i)
    units /= 10;
  return decimal::from_units(units);
}

decimal last_price(const position& x, std::int64_t now) {
  const auto unit = unit_of(x.of->facts().price_decimals).units();
  return decimal::from_units(x.of->last_price(now) * unit);
}

/// a / b for figures of display, to about 15 digits.
std::string ratio(decimal a, decimal b) {
  if (b.is_zero())
    return "0";
  const auto scaled = a.to_double() / b.to_double() * 1e9;
  return decimal::from_units(static_cast<int128>(scaled) * 1'000'000'000)
    .to_string();
}

decimal cents(decimal x) { return round_to(x, unit_of(2), rounding::down); }

json position_json(const position& x, std::int64_t now) {
  const auto& facts = x.of->facts();
  const auto price = last_price(x, now);
  const auto value = value_of(x, now);
  const auto gain = value - x.cost;
  return {{"asset_id", facts.id},
          {"symbol", facts.joined()},
          {"exchange", facts.exchange},
          {"asset_class", facts.is_crypto ? "crypto" : "us_equity"},
          {"asset_marginable", !facts.is_crypto},
          {"qty", x.quantity.to_string()},
          {"avg_entry_price", quotient(x.cost, x.quantity, 9).to_string()},
          {"side", "long"},
          {"market_value", value.to_string()},
          {"cost_basis", x.cost.to_string()},
          {"unrealized_pl", gain.to_string()},
          {"unrealized_plpc", ratio(gain, x.cost)},
          {"unrealized_intraday_pl", gain.to_string()},
          {"unrealized_intraday_plpc", ratio(gain, x.cost)},
          {"current_price", price.to_string()},
          {"lastday_price", price.to_string()},
          {"change_today", "0"},
          {"qty_available", x.available.to_string()}};
}

/// "PA3" and nine more, of a paper account.
std::string account_number(const account_key& whose) {
  return "PA3"
         + std::to_string(100'000'000 + hash_of(whose.key, 7) % 900'000'000);
}

/// Some UUID of the account, the same every time.
std::string account_id(const account_key& whose) {
  auto text = find_asset("AAPL")->id;
  const auto digits
    = std::to_string(1'000'000'000 + hash_of(whose.key, 8) % 1'000'000'000);
  return digits.substr(2) + text.substr(8);
}

} // namespace

decimal value_of(const position& x, std::int64_t now) {
  const auto value = multiply(x.quantity, last_price(x, now), rounding::down);
  return value ? *value : decimal::highest();
}

net::reply account_reply(const account_key& whose, const portfolio& owned,
                         std::int64_t now) {
  auto stocks = decimal{};
  for (const auto& x : owned.positions)
    stocks += value_of(x, now);
  const auto value = cents(stocks).to_string();
  const auto equity = cents(owned.cash + stocks).to_string();
  const auto power = cents(owned.spendable).to_string();
  // A cash account: what it may spend is what it has. Source of the members:
  // the recorded answer; those of the pattern day trader rule are gone.
  const auto body = json{
    {"id", account_id(whose)},
    {"admin_configurations", json::object()},
    {"user_configurations", nullptr},
    {"account_number", account_number(whose)},
    {"status", "ACTIVE"},
    {"crypto_status", "ACTIVE"},
    {"currency", "USD"},
    {"buying_power", power},
    {"regt_buying_power", power},
    {"effective_buying_power", power},
    {"non_marginable_buying_power", power},
    {"options_buying_power", power},
    {"bod_dtbp", "0"},
    {"cash", owned.cash.to_string()},
    {"accrued_fees", "0"},
    {"portfolio_value", equity},
    {"trading_blocked", false},
    {"transfers_blocked", false},
    {"account_blocked", false},
    {"created_at", "2024-06-13T14:59:18.318096Z"},
    {"trade_suspended_by_user", owned.is_suspended},
    {"multiplier", "1"},
    {"shorting_enabled", false},
    {"equity", equity},
    {"last_equity", equity},
    {"long_market_value", value},
    {"short_market_value", "0"},
    {"position_market_value", value},
    {"initial_margin", "0"},
    {"maintenance_margin", "0"},
    {"last_maintenance_margin", "0"},
    {"sma", "0"},
    {"balance_asof", date_text(new_york_date(now) - std::chrono::days{1})},
    {"crypto_tier", 1}};
  return good(body.dump());
}

net::reply positions_reply(const portfolio& owned, std::int64_t now) {
  auto body = json::array();
  for (const auto& x : owned.positions)
    if (!x.quantity.is_zero())
      body.push_back(position_json(x, now));
  return good(body.dump());
}

net::reply position_reply(const portfolio& owned, std::string_view name,
                          std::int64_t now) {
  const auto decoded
    = request_target::parse("?x=" + std::string{name}).first("x");
  const auto* const facts = find_asset(decoded.value_or(""));
  for (const auto& x : owned.positions)
    if (&x.of->facts() == facts && !x.quantity.is_zero())
      return good(position_json(x, now).dump());
  return trading_error(404, 40'410'000, "position does not exist");
}

net::reply configuration_reply(const portfolio& owned) {
  const auto body = json{
    {"no_shorting", false},          {"suspend_trade", owned.is_suspended},
    {"fractional_trading", true},    {"max_margin_multiplier", "1"},
    {"trade_confirm_email", "none"}, {"ptp_no_exception_entry", false}};
  return good(body.dump());
}

} // namespace ballast::sim::alpaca
