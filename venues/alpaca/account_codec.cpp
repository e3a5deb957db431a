// Answers about the clock and the account.
#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"
#include "venues/wallets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

content<unix_time> read_time(element root) {
  object members;
  if (root.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected a clock"};
  const auto now = parse_rfc3339(text_at(members, "timestamp"));
  // A time of zero is the word of a server that does not know it.
  if (!now || *now <= unix_time{})
    return unfit{"expected a timestamp with a date, a time and an offset"};
  return {now, {}, false};
}

content<exchange_clock> read_clock(element root) {
  object members;
  exchange_clock result;
  if (root.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("is_open").get_bool().get(result.is_open)
           != simdjson::SUCCESS)
    return unfit{"expected whether stocks trade"};
  const auto at = parse_rfc3339(text_at(members, "timestamp"));
  if (!at || *at <= unix_time{})
    return unfit{"expected a timestamp with a date, a time and an offset"};
  result.at = *at;
  result.until = parse_rfc3339(
    text_at(members, result.is_open ? "next_close" : "next_open"));
  return {result, {}, false};
}

content<balance_page> read_account(const object& members) {
  const auto cash = decimal::parse(text_at(members, "cash"));
  const auto power = decimal::parse(text_at(members, "buying_power"));
  if (!cash || !power)
    return unfit{"expected the account's cash and buying power"};
  const auto covered
    = std::clamp(*power, decimal{}, std::max(*cash, decimal{}));
  const auto available = cash->is_negative() ? *cash : covered;
  const auto currency = text_at(members, "currency");
  balance_page page;
  page.balances.push_back({std::string{currency.empty() ? "USD" : currency},
                           available, *cash - available});
  page.next = positions_page;
  return {std::move(page), "buying power " + power->to_string(), false};
}

/// Amounts of a short position are below zero, however they are written.
decimal signed_by(std::string_view side, decimal amount) {
  return side == "short" && !amount.is_negative() ? -amount : amount;
}

std::optional<balance> read_position(element x, const coin_names& coins) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  const auto name = text_at(members, "symbol");
  const auto kind = text_at(members, "asset_class");
  const auto quantity = decimal::parse(text_at(members, "qty"));
  const auto free_text = text_at(members, "qty_available");
  const auto free = free_text.empty() ? quantity : decimal::parse(free_text);
  if (name.empty() || kind.empty() || !quantity || !free)
    return std::nullopt;
  const auto side = text_at(members, "side");
  const auto available = signed_by(side, *free);
  return balance{currency_of(name, kind != "crypto", coins), available,
                 signed_by(side, *quantity) - available};
}

content<balance_page> read_positions(const array& rows,
                                     const coin_names& coins) {
  wallets held;
  std::size_t count = 0;
  for (const auto x : rows) {
    ++count;
    auto read = read_position(x, coins);
    if (!read)
      return unfit{"position " + std::to_string(count) + " cannot be read"};
    held.add(std::move(*read));
  }
  auto found = std::move(held).page();
  found.text = std::to_string(count) + " positions";
  return found;
}

content<balance_page> read_balances(element root, const coin_names& coins) {
  object account;
  array positions;
  if (root.get_object().get(account) == simdjson::SUCCESS)
    return read_account(account);
  if (root.get_array().get(positions) == simdjson::SUCCESS)
    return read_positions(positions, coins);
  return unfit{"expected an account or a list of positions"};
}

// Source: "Account", the members that keep it from trading.
constexpr auto blocks = std::array<std::string_view, 3>{
  "account_blocked", "trading_blocked", "trade_suspended_by_user"};

/// Whether a flag is set; one that is neither true, false nor absent counts as
/// set.
bool is_set(const object& from, std::string_view name) {
  const auto value = member(from, name);
  bool flag = true;
  if (value && value->get_bool().get(flag) != simdjson::SUCCESS)
    flag = !value->is_null();
  return value && flag;
}

content<key_permissions> read_permissions(element root) {
  object members;
  if (root.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected an account"};
  const auto status = text_at(members, "status");
  if (status.empty())
    return unfit{"expected the account's status"};
  std::string obstacles;
  if (status != "ACTIVE")
    obstacles.append("Account status ").append(status);
  for (const auto name : blocks)
    if (is_set(members, name))
      obstacles.append(obstacles.empty() ? "Account is " : ", ").append(name);
  const auto can_trade = obstacles.empty();
  return {key_permissions{true, can_trade, false}, std::move(obstacles), false};
}

} // namespace

answer<unix_time> decode_time(const net::reply& x) {
  return read_reply<unix_time>(x, read_time);
}

answer<exchange_clock> decode_clock(const net::reply& x) {
  return read_reply<exchange_clock>(x, read_clock);
}

answer<balance_page> decode_balances(const net::reply& x,
                                     const coin_names& coins) {
  return read_exact_reply<balance_page>(
    x, [&](element root) { return read_balances(root, coins); });
}

answer<key_permissions> decode_permissions(const net::reply& x) {
  return read_reply<key_permissions>(x, read_permissions);
}

} // namespace ballast::venues::alpaca
