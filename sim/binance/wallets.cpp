#include "sim/binance/wallets.hpp"

#include "sim/binance/replies.hpp"
#include "sim/binance/symbols.hpp"
#include "sim/object_writer.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace ballast::sim::binance {

namespace {

constexpr auto places = 8;

bool is_money(std::string_view asset) {
  constexpr auto money = std::array<std::string_view, 13>{
    "ARS", "BRL", "COP", "CZK", "EUR", "IDRT", "JPY",
    "MXN", "PLN", "RON", "TRY", "UAH", "ZAR"};
  return std::find(money.begin(), money.end(), asset) != money.end();
}

void append_balance(std::string& out, const holding& x) {
  object_writer{out}
    .text("asset", x.asset)
    .text("free", padded(x.free, places))
    .text("locked", padded(x.locked, places))
    .end();
}

bool is_empty(const holding& x) {
  const auto has_digits = [](const std::string& text) {
    return text.find_first_not_of("0.") != std::string::npos;
  };
  return !has_digits(x.free) && !has_digits(x.locked);
}

/// Every asset, by name, with what is there of it.
std::map<std::string, holding> by_asset(const endowment& balances) {
  auto result = std::map<std::string, holding>{};
  for (const auto& name : all_assets())
    result[name] = {name, "0"};
  for (const auto& x : balances)
    result[x.asset] = x;
  return result;
}

std::string rates_json(std::string_view maker, std::string_view taker) {
  auto out = std::string{};
  object_writer{out}
    .text("maker", maker)
    .text("taker", taker)
    .text("buyer", "0.00000000")
    .text("seller", "0.00000000")
    .end();
  return out;
}

} // namespace

endowment left_with(endowment balances, const std::string& dollars) {
  constexpr auto dollar = std::string_view{"USDT"};
  std::erase_if(balances, [&](const auto& x) { return x.asset == dollar; });
  for (auto& x : balances)
    x = {x.asset, "0"};
  balances.push_back({std::string{dollar}, dollars});
  return balances;
}

net::reply account_reply(const account& whose, const endowment& balances,
                         const parameters& given, unix_time now) {
  const auto omits = given.first("omitZeroBalances") == "true";
  auto list = std::string{"["};
  for (const auto& [name, x] : by_asset(balances))
    if (!omits || !is_empty(x))
      append_balance(list, x);
  auto out = std::string{};
  object_writer{out}
    .number("makerCommission", 10)
    .number("takerCommission", 10)
    .number("buyerCommission", 0)
    .number("sellerCommission", 0)
    .bare("commissionRates", rates_json("0.00100000", "0.00100000"))
    .flag("canTrade", true)
    .flag("canWithdraw", true)
    .flag("canDeposit", true)
    .flag("brokered", false)
    .flag("requireSelfTradePrevention", false)
    .flag("preventSor", false)
    .number("updateTime", now.time_since_epoch().count())
    .text("accountType", "SPOT")
    .bare("balances", list + ']')
    .bare("permissions", R"(["SPOT"])")
    .number("uid", static_cast<std::int64_t>(whose.uid))
    .end();
  return json_reply(std::move(out));
}

net::reply restrictions_reply(key_rights rights) {
  auto out = std::string{};
  object_writer{out}
    .flag("ipRestrict", true)
    .number("createTime", 1'735'689'600'000)
    .flag("enableReading", true)
    .flag("enableWithdrawals", rights.can_withdraw)
    .flag("enableInternalTransfer", false)
    .flag("enableMargin", false)
    .flag("enableFutures", false)
    .flag("permitsUniversalTransfer", false)
    .flag("enableVanillaOptions", false)
    .flag("enableFixApiTrade", false)
    .flag("enableFixReadOnly", false)
    .flag("enableSpotAndMarginTrading", rights.can_trade)
    .flag("enablePortfolioMarginTrading", false)
    .end();
  return json_reply(std::move(out));
}

net::reply commission_reply(const std::string& symbol) {
  const auto none = rates_json("0.00000000", "0.00000000");
  auto discount = std::string{};
  object_writer{discount}
    .flag("enabledForAccount", false)
    .flag("enabledForSymbol", true)
    .text("discountAsset", "BNB")
    .text("discount", "0.75000000")
    .end();
  auto out = std::string{};
  object_writer{out}
    .text("symbol", symbol)
    .bare("standardCommission", rates_json("0.00100000", "0.00100000"))
    .bare("specialCommission", none)
    .bare("taxCommission", none)
    .bare("discount", discount)
    .end();
  return json_reply(std::move(out));
}

net::reply trade_fees_reply(const std::vector<std::string>& symbols) {
  auto out = std::string{"["};
  for (const auto& x : symbols)
    object_writer{out}
      .text("symbol", x)
      .text("makerCommission", "0.001")
      .text("takerCommission", "0.001")
      .end();
  return json_reply(out + ']');
}

net::reply coins_reply(const endowment& balances) {
  auto out = std::string{"["};
  for (const auto& [name, x] : by_asset(balances))
    object_writer{out}
      .text("coin", name)
      .flag("depositAllEnable", true)
      .flag("withdrawAllEnable", true)
      .text("name", name)
      .text("free", x.free)
      .text("locked", x.locked)
      .text("freeze", "0")
      .text("withdrawing", "0")
      .text("ipoing", "0")
      .text("ipoable", "0")
      .text("storage", "0")
      .flag("isLegalMoney", is_money(name))
      .flag("trading", true)
      .bare("networkList", "[]")
      .end();
  return json_reply(out + ']');
}

} // namespace ballast::sim::binance
