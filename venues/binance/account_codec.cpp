// Answers about the account, the clock and the venue as a whole.
#include "domain/decimal.hpp"
#include "venues/binance/codec.hpp"
#include "venues/binance/reading.hpp"
#include "venues/text_number.hpp"
#include "venues/wallets.hpp"

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::optional<std::int64_t> count_at(const object& from,
                                     std::string_view name) {
  std::int64_t value = 0;
  if (from.at_key(name).get_int64().get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

std::optional<bool> flag_at(const object& from, std::string_view name) {
  bool value = false;
  if (from.at_key(name).get_bool().get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

content<unix_time> read_time(element body) {
  object members;
  if (body.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected serverTime"};
  const auto time = count_at(members, "serverTime");
  // A time of zero is the word of a server that does not know it.
  if (!time || *time <= 0 || *time > unix_seconds_max * 1000)
    return unfit{"expected serverTime in milliseconds"};
  return {unix_time{std::chrono::milliseconds{*time}}, {}, false};
}

content<market_state> read_status(element body) {
  object members;
  if (body.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected a status"};
  const auto status = count_at(members, "status");
  if (!status)
    return unfit{"expected a status that is a number"};
  return {*status == 0 ? market_state::tradable : market_state::halted,
          std::string{text_at(members, "msg")}, false};
}

std::optional<balance> read_balance(element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  std::string_view currency;
  if (members.at_key("asset").get_string().get(currency) != simdjson::SUCCESS
      || currency.empty())
    return std::nullopt;
  const auto available = decimal::parse(text_at(members, "free"));
  const auto held = decimal::parse(text_at(members, "locked"));
  if (!available || !held)
    return std::nullopt;
  return balance{std::string{currency}, *available, *held};
}

content<balance_page> read_balances(element body) {
  object members;
  array rows;
  if (body.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("balances").get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of balances"};
  wallets all;
  for (const auto x : rows) {
    auto wallet = read_balance(x);
    if (!wallet)
      return unfit{"a balance lacks asset, free or locked"};
    all.add(std::move(*wallet));
  }
  return std::move(all).page();
}

content<key_permissions> read_permissions(element body) {
  object members;
  if (body.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected the key's restrictions"};
  const auto view = flag_at(members, "enableReading");
  const auto trade = flag_at(members, "enableSpotAndMarginTrading");
  const auto withdraw = flag_at(members, "enableWithdrawals");
  if (view && trade && withdraw)
    return {key_permissions{*view, *trade, *withdraw}, {}, false};
  if (const auto trades = flag_at(members, "canTrade"))
    return {key_permissions{true, *trades, false},
            "of the account: this host does not tell the key's own", false};
  return unfit{"expected enableReading, enableSpotAndMarginTrading and "
               "enableWithdrawals"};
}

} // namespace

answer<unix_time> decode_time(const net::reply& x) {
  return read_reply<unix_time>(x, read_time);
}

answer<market_state> decode_status(const net::reply& x) {
  return read_reply<market_state>(x, read_status);
}

answer<balance_page> decode_balances(const net::reply& x) {
  return read_reply<balance_page>(x, read_balances);
}

answer<key_permissions> decode_permissions(const net::reply& x) {
  return read_reply<key_permissions>(x, read_permissions);
}

} // namespace ballast::venues::binance
