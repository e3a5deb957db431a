#include "sim/coinbase/wallets.hpp"

#include "sim/coinbase/replies.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace ballast::sim::coinbase {

namespace {

using json = nlohmann::ordered_json;

bool is_fiat(std::string_view currency) {
  constexpr auto fiat = std::array<std::string_view, 3>{"USD", "EUR", "GBP"};
  return std::find(fiat.begin(), fiat.end(), currency) != fiat.end();
}

constexpr auto coin_places = 8;

json money(const std::string& currency, const std::string& amount) {
  return {{"value", amount}, {"currency", currency}};
}

std::string id_of(const coinbase_account& whose, const shown_wallet& x) {
  return uuid_of(whose.portfolio + '/' + x.currency);
}

json wallet_json(const coinbase_account& whose, const shown_wallet& x) {
  const auto& currency = x.currency;
  return {
    {"uuid", id_of(whose, x)},
    {"name", currency + " Wallet"},
    {"currency", currency},
    {"available_balance", money(currency, x.available)},
    {"default", true},
    {"active", true},
    {"created_at", "2025-01-01T00:00:00Z"},
    {"updated_at", "2025-01-01T00:00:00Z"},
    {"deleted_at", nullptr},
    {"type", is_fiat(currency) ? "ACCOUNT_TYPE_FIAT" : "ACCOUNT_TYPE_CRYPTO"},
    {"ready", true},
    {"hold", money(currency, x.hold)},
    {"retail_portfolio_id", whose.portfolio},
    {"platform", "ACCOUNT_PLATFORM_CONSUMER"}};
}

json older_wallet_json(const coinbase_account& whose, const shown_wallet& x) {
  const auto& code = x.currency;
  const auto is_money = is_fiat(code);
  const auto total = *decimal::parse(x.available) + *decimal::parse(x.hold);
  const auto places = is_money ? 2 : coin_places;
  return {
    {"id", id_of(whose, x)},
    {"name", code + " Wallet"},
    {"primary", true},
    {"type", is_money ? "fiat" : "wallet"},
    {"currency",
     {{"code", code},
      {"name", code},
      {"exponent", places},
      {"type", is_money ? "fiat" : "crypto"}}},
    {"balance", {{"amount", padded_text(total, places)}, {"currency", code}}},
    {"created_at", "2025-01-01T00:00:00Z"},
    {"updated_at", "2025-01-01T00:00:00Z"},
    {"resource", "account"},
    {"resource_path", "/v2/accounts/" + id_of(whose, x)},
    {"allow_deposits", true},
    {"allow_withdrawals", true}};
}

} // namespace

std::vector<shown_wallet> shown(const purse& x) {
  auto result = std::vector<shown_wallet>{};
  for (const auto& [currency, amount] : x.all())
    result.push_back(
      {currency,
       padded_text(amount.available, is_fiat(currency) ? 2 : coin_places),
       amount.held.to_string()});
  return result;
}

std::vector<shown_wallet> left_with(std::vector<shown_wallet> wallets,
                                    const std::string& dollars) {
  constexpr auto dollar = std::string_view{"USD"};
  std::erase_if(wallets, [&](const auto& x) { return x.currency == dollar; });
  for (auto& x : wallets)
    x = {x.currency, "0", "0"};
  wallets.push_back({std::string{dollar}, dollars, "0"});
  std::sort(wallets.begin(), wallets.end(), [](const auto& a, const auto& b) {
    return a.currency < b.currency;
  });
  return wallets;
}

net::reply accounts_reply(const coinbase_account& whose,
                          const std::vector<shown_wallet>& wallets,
                          const request_target& what) {
  constexpr auto page_max = std::int64_t{250};
  const auto limit = whole_number(what.first("limit").value_or("49"));
  if (!limit || *limit < 1 || *limit > page_max)
    return invalid_argument("limit argument is invalid");
  const auto cursor = what.first("cursor").value_or("");
  const auto size = wallets.size();
  // A cursor is the wallet that comes next, so that it means nothing to
  // whoever tries to count with it.
  auto first = std::size_t{0};
  if (!cursor.empty())
    while (first < size && id_of(whose, wallets[first]) != cursor)
      ++first;
  if (!cursor.empty() && first == size)
    return invalid_argument("cursor argument is invalid");
  const auto last = std::min(size, first + static_cast<std::size_t>(*limit));
  auto list = json::array();
  for (auto i = first; i < last; ++i)
    list.push_back(wallet_json(whose, wallets[i]));
  const auto next = last < size ? id_of(whose, wallets[last]) : "";
  const auto body = json{{"accounts", std::move(list)},
                         {"has_next", last < size},
                         {"cursor", next},
                         {"size", last - first}};
  return json_reply(200, body.dump());
}

net::reply older_accounts_reply(const coinbase_account& whose,
                                const std::vector<shown_wallet>& wallets,
                                const request_target& what) {
  constexpr auto page_max = std::int64_t{300};
  const auto limit = whole_number(what.first("limit").value_or("25"));
  const auto after = what.first("starting_after").value_or("");
  const auto size = wallets.size();
  auto first = std::size_t{0};
  if (!after.empty())
    while (first < size && id_of(whose, wallets[first++]) != after)
      ;
  if (!limit || *limit < 1)
    return invalid_argument("limit argument is invalid");
  const auto last = std::min(
    size, first + static_cast<std::size_t>(std::min(*limit, page_max)));
  auto list = json::array();
  for (auto i = first; i < last; ++i)
    list.push_back(older_wallet_json(whose, wallets[i]));
  auto next = json(nullptr);
  auto next_uri = json(nullptr);
  if (last < size) {
    const auto id = id_of(whose, wallets[last - 1]);
    next = id;
    next_uri = what.path + "?limit=" + std::to_string(*limit)
               + "&starting_after=" + id;
  }
  const auto pages = json{{"ending_before", nullptr},
                          {"starting_after", nullptr},
                          {"previous_ending_before", nullptr},
                          {"next_starting_after", next},
                          {"limit", *limit},
                          {"order", "desc"},
                          {"previous_uri", nullptr},
                          {"next_uri", next_uri}};
  return json_reply(
    200, json{{"pagination", pages}, {"data", std::move(list)}}.dump());
}

net::reply permissions_reply(const coinbase_account& whose, key_rights rights) {
  const auto body = json{{"can_view", true},
                         {"can_trade", rights.can_trade},
                         {"can_transfer", rights.can_transfer},
                         {"portfolio_uuid", whose.portfolio},
                         {"portfolio_type", "DEFAULT"}};
  return json_reply(200, body.dump());
}

net::reply fees_reply() {
  const auto tier = json{{"pricing_tier", "Advanced 1"},
                         {"usd_from", "0"},
                         {"usd_to", "1000"},
                         {"taker_fee_rate", "0.012"},
                         {"maker_fee_rate", "0.006"},
                         {"aop_from", ""},
                         {"aop_to", ""}};
  const auto body = json{{"total_volume", 0},
                         {"total_fees", 0},
                         {"fee_tier", tier},
                         {"margin_rate", nullptr},
                         {"goods_and_services_tax", nullptr},
                         {"advanced_trade_only_volume", 0},
                         {"advanced_trade_only_fees", 0},
                         {"coinbase_pro_volume", 0},
                         {"coinbase_pro_fees", 0},
                         {"total_balance", "0"},
                         {"has_promo_fee", false}};
  return json_reply(200, body.dump());
}

} // namespace ballast::sim::coinbase
