// Answers about the account and the clock.
#include "domain/decimal.hpp"
#include "venues/candle_rows.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/reading.hpp"
#include "venues/okx/rows.hpp"
#include "venues/text_number.hpp"
#include "venues/wallets.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

content<unix_time> read_time(const array& data) {
  const auto row = first_row(data);
  element value;
  // A time of zero is the word of a server that does not know it.
  const auto time = row && row->at_key("ts").get(value) == simdjson::SUCCESS
                      ? start_of<std::chrono::milliseconds>(value)
                      : std::nullopt;
  if (!time)
    return unfit{"expected ts"};
  return {*time, {}, false};
}

content<balance_page> read_balances(const array& data) {
  const auto account = first_row(data);
  array rows;
  if (!account
      || account->at_key("details").get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected the details of one account"};
  wallets all;
  for (const auto x : rows) {
    auto wallet = read_balance(x);
    if (!wallet)
      return unfit{"a balance lacks ccy, availBal or frozenBal"};
    if (all.has(wallet->currency))
      return unfit{"two balances of " + wallet->currency};
    all.add(std::move(*wallet));
  }
  return std::move(all).page();
}

/// The names in "read_only,withdraw,trade"; empty when one of them is.
std::set<std::string_view> names_in(std::string_view list) {
  std::set<std::string_view> names;
  for (;;) {
    const auto comma = std::min(list.find(','), list.size());
    if (comma == 0)
      return {};
    names.insert(list.substr(0, comma));
    if (comma == list.size())
      return names;
    list.remove_prefix(comma + 1);
  }
}

content<key_permissions> read_permissions(const array& data) {
  const auto account = first_row(data);
  std::string_view list;
  if (!account
      || account->at_key("perm").get_string().get(list) != simdjson::SUCCESS)
    return unfit{"expected perm"};
  const auto held = names_in(list);
  if (held.empty())
    return unfit{"a permission without a name"};
  std::string lacking;
  for (const auto* name : {"read_only", "trade"})
    if (!held.contains(name))
      lacking.append(lacking.empty() ? "lacks " : ", ").append(name);
  return {key_permissions{held.contains("read_only"), held.contains("trade"),
                          held.contains("withdraw")},
          std::move(lacking), false};
}

} // namespace

std::optional<balance> read_balance(element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  std::string_view currency;
  const auto is_named
    = members.at_key("ccy").get_string().get(currency) == simdjson::SUCCESS
      && !currency.empty();
  const auto available = amount_of(text_at(members, "availBal"));
  const auto held = amount_of(text_at(members, "frozenBal"));
  if (!is_named || !available || !held || held->is_negative())
    return std::nullopt;
  return balance{std::string{currency}, *available, *held};
}

answer<unix_time> decode_time(const net::reply& x) {
  return read_reply<unix_time>(x, read_time);
}

answer<balance_page> decode_balances(const net::reply& x) {
  return read_reply<balance_page>(x, read_balances);
}

answer<key_permissions> decode_permissions(const net::reply& x) {
  return read_reply<key_permissions>(x, read_permissions);
}

} // namespace ballast::venues::okx
