// Answers about the account and the clock: small, so nlohmann's parser does.
#include "domain/decimal.hpp"
#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/reading.hpp"
#include "venues/text_number.hpp"
#include "venues/wallets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

/// A body as an object; null for anything else.
json parse_object(std::string_view body) {
  if (!objection(body).empty())
    return {};
  auto parsed = json::parse(body, nullptr, /*allow_exceptions=*/false);
  return parsed.is_object() ? std::move(parsed) : json{};
}

bool may_be_error(const json& body) {
  return std::any_of(error_members.begin(), error_members.end(),
                     [&](auto x) { return body.contains(x); });
}

/// The member of an object; nullptr where there is none.
const json* member(const json& from, const char* name) {
  if (!from.is_object())
    return nullptr;
  const auto found = from.find(name);
  return found == from.end() ? nullptr : &*found;
}

/// A member that is text; empty where it is not.
std::string_view text_at(const json& from, const char* name) {
  const auto* found = member(from, name);
  return found != nullptr && found->is_string()
           ? std::string_view{found->get_ref<const std::string&>()}
           : std::string_view{};
}

std::optional<bool> flag_at(const json& from, const char* name) {
  const auto* found = member(from, name);
  if (found == nullptr || !found->is_boolean())
    return std::nullopt;
  return found->get<bool>();
}

/// {"value":"1.23","currency":"BTC"}.
std::optional<decimal> amount_at(const json& from, const char* name) {
  const auto* found = member(from, name);
  if (found == nullptr)
    return std::nullopt;
  const auto value = decimal::parse(text_at(*found, "value"));
  return value ? std::optional{*value} : std::nullopt;
}

/// A whole number as text or as a number.
std::optional<std::int64_t> count_at(const json& from, const char* name) {
  const auto* found = member(from, name);
  if (found != nullptr && found->is_number_unsigned()) {
    const auto value = found->get<std::uint64_t>();
    if (value <= static_cast<std::uint64_t>(unix_seconds_max) * 1000)
      return static_cast<std::int64_t>(value);
    return std::nullopt;
  }
  return parse_whole(text_at(from, name));
}

content<unix_time> read_time(std::string_view body) {
  const auto parsed = parse_object(body);
  // A time of zero is the word of a server that does not know it.
  if (const auto x = count_at(parsed, "epochMillis");
      x && 0 < *x && *x <= unix_seconds_max * 1000)
    return {unix_time{std::chrono::milliseconds{*x}}, {}, may_be_error(parsed)};
  if (const auto x = count_at(parsed, "epochSeconds");
      x && 0 < *x && *x <= unix_seconds_max)
    return {unix_time{std::chrono::seconds{*x}}, {}, may_be_error(parsed)};
  return unfit{"expected epochMillis or epochSeconds"};
}

std::optional<balance> read_balance(const json& x) {
  const auto currency = text_at(x, "currency");
  const auto available = amount_at(x, "available_balance");
  const auto held = amount_at(x, "hold");
  if (currency.empty() || !available || !held)
    return std::nullopt;
  return balance{std::string{currency}, *available, *held};
}

content<balance_page> read_balances(std::string_view body) {
  const auto parsed = parse_object(body);
  const auto* accounts = member(parsed, "accounts");
  if (accounts == nullptr || !accounts->is_array())
    return unfit{"expected a list of accounts"};
  wallets all;
  for (const auto& x : *accounts) {
    auto wallet = read_balance(x);
    if (!wallet)
      return unfit{"an account lacks currency, available_balance or hold"};
    all.add(std::move(*wallet));
  }
  auto found = std::move(all).page();
  if (flag_at(parsed, "has_next").value_or(false)) {
    found.value->next = text_at(parsed, "cursor");
    if (found.value->next.empty())
      return unfit{"more accounts are announced, but there is no cursor"};
  }
  found.may_be_error = may_be_error(parsed);
  return found;
}

content<key_permissions> read_permissions(std::string_view body) {
  const auto parsed = parse_object(body);
  const auto view = flag_at(parsed, "can_view");
  const auto trade = flag_at(parsed, "can_trade");
  const auto transfer = flag_at(parsed, "can_transfer");
  if (!view || !trade || !transfer)
    return unfit{"expected can_view, can_trade and can_transfer"};
  return {key_permissions{*view, *trade, *transfer}, {}, may_be_error(parsed)};
}

} // namespace

answer<unix_time> decode_time(const net::reply& x) {
  return read_reply<unix_time>(x, subject::service, read_time);
}

answer<balance_page> decode_balances(const net::reply& x) {
  return read_reply<balance_page>(x, subject::service, read_balances);
}

answer<key_permissions> decode_permissions(const net::reply& x) {
  return read_reply<key_permissions>(x, subject::service, read_permissions);
}

} // namespace ballast::venues::coinbase
