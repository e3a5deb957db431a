// Answers about the account, the clock and the venue as a whole.
#include "domain/decimal.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/names.hpp"
#include "venues/kraken/pair.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/text_number.hpp"
#include "venues/wallets.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

content<unix_time> read_time(element result) {
  object members;
  std::uint64_t seconds = 0;
  // A time of zero is the word of a server that does not know it.
  if (result.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("unixtime").get_uint64().get(seconds)
           != simdjson::SUCCESS
      || seconds == 0 || seconds > static_cast<std::uint64_t>(unix_seconds_max))
    return unfit{"expected unixtime"};
  return {unix_time{std::chrono::seconds{seconds}}, {}, false};
}

content<market_state> read_status(element result) {
  object members;
  const auto has_members
    = result.get_object().get(members) == simdjson::SUCCESS;
  const auto status = has_members ? member(members, "status") : std::nullopt;
  std::string_view text;
  if (!status || status->get_string().get(text) != simdjson::SUCCESS)
    return unfit{"expected a status"};
  return {state_of(text), std::string{text}, false};
}

/// An amount as text; zero where there is none.
std::optional<decimal> amount_at(const object& from, std::string_view name) {
  const auto value = member(from, name);
  return value ? parse_bound(text_of(*value)) : decimal{};
}

std::optional<balance> read_balance(std::string_view asset_id, element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  const auto whole = member(members, "balance");
  const auto total = whole ? decimal::parse(text_of(*whole))
                           : result<decimal>{fault{ec::not_found, {}}};
  const auto held = amount_at(members, "hold_trade");
  const auto credit = amount_at(members, "credit");
  const auto used = amount_at(members, "credit_used");
  if (asset_id.empty() || !total || !held || !credit || !used)
    return std::nullopt;
  return balance{currency_of(asset_id), *total + *credit - *used - *held,
                 *held};
}

content<balance_page> read_balances(element result) {
  object rows;
  if (result.get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected balances by their asset"};
  wallets all;
  for (const auto x : rows) {
    auto wallet = read_balance(x.key, x.value);
    if (!wallet)
      return unfit{"a balance that cannot be read: "
                   + std::string{x.key.substr(0, 32)}};
    all.add(std::move(*wallet));
  }
  return std::move(all).page();
}

// What a key that trades needs. Source: "Get API Key Info", permissions.
constexpr auto trading_permissions = std::array<std::string_view, 6>{
  "query-funds",   "query-open-trades", "query-closed-trades",
  "modify-trades", "close-trades",      "query-ledger"};

content<key_permissions> read_permissions(element result) {
  object members;
  array list;
  if (result.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("permissions").get_array().get(list)
           != simdjson::SUCCESS)
    return unfit{"expected a list of permissions"};
  std::set<std::string_view> held;
  for (const auto x : list) {
    std::string_view name;
    if (x.get_string().get(name) != simdjson::SUCCESS)
      return unfit{"a permission that is no text"};
    held.insert(name);
  }
  std::string lacking;
  for (const auto name : trading_permissions)
    if (!held.contains(name))
      lacking.append(lacking.empty() ? "lacks " : ", ").append(name);
  return {key_permissions{held.contains("query-funds"),
                          held.contains("modify-trades"),
                          held.contains("withdraw-funds")},
          std::move(lacking), false};
}

} // namespace

answer<unix_time> decode_time(const net::reply& x) {
  return read_reply<unix_time>(x, read_time);
}

answer<market_state> decode_status(const net::reply& x) {
  return read_reply<market_state>(x, read_status);
}

answer<balance_page> decode_balances(const net::reply& x) {
  return read_exactly<balance_page>(x, read_balances);
}

answer<key_permissions> decode_permissions(const net::reply& x) {
  return read_reply<key_permissions>(x, read_permissions);
}

} // namespace ballast::venues::kraken
