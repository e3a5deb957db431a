#include "sim/okx/wallets.hpp"

#include "sim/object_writer.hpp"
#include "sim/okx/instruments.hpp"
#include "sim/okx/market_data.hpp"
#include "sim/okx/replies.hpp"
#include "sim/signing.hpp"

#include <algorithm>

namespace ballast::sim::okx {

namespace {

/// Whether a comma list names it; an empty one names all.
bool is_named(std::string_view list, std::string_view name) {
  if (list.empty())
    return true;
  const auto all = ',' + std::string{list} + ',';
  return all.find(',' + std::string{name} + ',') != std::string::npos;
}

void append_detail(std::string& out, std::string_view currency,
                   const wallet& owned, unix_time now) {
  const auto total = owned.total().to_string();
  const auto available = owned.available.to_string();
  const auto held = owned.held.to_string();
  auto to = object_writer{out};
  to.text("ccy", currency)
    .text("eq", total)
    .text("cashBal", total)
    .text("availBal", available)
    .text("availEq", "")
    .text("frozenBal", held)
    .text("ordFrozen", held)
    .text("disEq", total)
    .text("eqUsd", total)
    .text("uTime", milliseconds_text(now));
  for (const auto* name :
       {"crossLiab", "isoEq", "isoLiab", "isoUpl", "liab", "upl", "uplLiab"})
    to.text(name, "");
  for (const auto* name : {"borrowFroz", "fixedBal", "interest", "rewardBal",
                           "spotIsoBal", "stgyEq", "twap", "maxLoan"})
    to.text(name, "0");
  for (const auto* name :
       {"imr", "mgnRatio", "mmr", "notionalLever", "spotInUseAmt", "spotBal",
        "openAvgPx", "accAvgPx", "spotUpl", "spotUplRatio", "totalPnl",
        "totalPnlRatio"})
    to.text(name, "");
  to.flag("collateralEnabled", false).end();
}

} // namespace

std::string uid_of(const account_key& whose) {
  auto out = std::string{"4470"};
  for (const auto x : sha512(whose.key).substr(0, 13))
    out += static_cast<char>('0' + static_cast<unsigned char>(x) % 10);
  return out;
}

std::string balance_json(const purse& owned, std::string_view only,
                         unix_time now, bool with_empty) {
  auto details = std::string{"["};
  for (const auto& [currency, amount] : owned.all())
    if ((with_empty || !amount.total().is_zero()) && is_named(only, currency))
      append_detail(details, currency, amount, now);
  auto out = std::string{};
  auto to = object_writer{out};
  for (const auto* name : {"adjEq", "availEq", "borrowFroz", "imr", "mgnRatio",
                           "mmr", "notionalUsd", "ordFroz", "upl"})
    to.text(name, "");
  to.bare("details", details + ']')
    .text("isoEq", "0")
    .text("totalEq", owned.of("USDT").total().to_string())
    .text("uTime", milliseconds_text(now))
    .end();
  return out;
}

net::reply balance_reply(const purse& owned, const request_target& what,
                         unix_time now) {
  constexpr auto named_max = std::ptrdiff_t{20};
  const auto only = what.first("ccy").value_or("");
  if (std::count(only.begin(), only.end(), ',') >= named_max)
    return wrong_parameter("ccy");
  return data_reply('[' + balance_json(owned, only, now) + ']');
}

net::reply config_reply(const account_key& whose, key_rights rights) {
  auto permissions = std::string{"read_only"};
  if (rights.can_withdraw)
    permissions += ",withdraw";
  if (rights.can_trade)
    permissions += ",trade";
  const auto uid = uid_of(whose);
  auto data = std::string{"["};
  object_writer{data}
    .text("acctLv", "1")
    .text("acctStpMode", "cancel_maker")
    .flag("autoLoan", false)
    .text("ctIsoMode", "automatic")
    .flag("enableSpotBorrow", false)
    .text("greeksType", "PA")
    .text("feeType", "0")
    .text("ip", "127.0.0.1")
    .text("type", "0")
    .text("kycLv", "3")
    .text("label", whose.account)
    .text("level", "Lv1")
    .text("levelTmp", "")
    .text("liquidationGear", "-1")
    .text("mainUid", uid)
    .text("mgnIsoMode", "automatic")
    .text("opAuth", "1")
    .text("perm", permissions)
    .text("posMode", "net_mode")
    .text("roleType", "0")
    .flag("spotBorrowAutoRepay", false)
    .text("spotOffsetType", "")
    .text("spotRoleType", "0")
    .bare("spotTraderInsts", "[]")
    .text("stgyType", "0")
    .bare("traderInsts", "[]")
    .text("uid", uid)
    .text("settleCcy", "USDT")
    .bare("settleCcyList", R"(["USD","USDC","USDG"])")
    .end();
  return data_reply(data + ']');
}

net::reply fee_reply(std::string_view group, unix_time now) {
  auto groups = std::string{"["};
  for (const auto* id : {"1", "2", "3", "4", "5", "8", "12", "13", "14"})
    if (group.empty() || group == id)
      object_writer{groups}
        .text("groupId", id)
        .text("maker", "-0.0008")
        .text("taker", "-0.001")
        .end();
  auto data = std::string{"["};
  object_writer{data}
    .text("category", "1")
    .text("delivery", "")
    .text("exercise", "")
    .bare("feeGroup", groups + ']')
    .bare("fiat", "[]")
    .text("instType", "SPOT")
    .text("level", "Lv1")
    .text("maker", "-0.0008")
    .text("makerU", "")
    .text("makerUSDC", "")
    .text("ruleType", "normal")
    .text("taker", "-0.001")
    .text("takerU", "")
    .text("takerUSDC", "")
    .text("ts", milliseconds_text(now))
    .end();
  return data_reply(data + ']');
}

net::reply currencies_reply(const request_target& what) {
  const auto only = what.first("ccy").value_or("");
  auto data = std::string{"["};
  for (const auto& x : all_currencies())
    if (is_named(only, x))
      object_writer{data}
        .text("ccy", x)
        .text("name", x)
        .text("chain", x + "-" + x)
        .flag("canDep", true)
        .flag("canWd", false)
        .flag("canInternal", true)
        .flag("mainNet", true)
        .flag("needTag", false)
        .text("logoLink", "")
        .text("maxFee", "0")
        .text("minFee", "0")
        .text("fee", "0")
        .text("maxWd", "0")
        .text("minDep", "0")
        .text("minWd", "0")
        .text("wdTickSz", "8")
        .text("wdQuota", "0")
        .text("usedWdQuota", "0")
        .text("minDepArrivalConfirm", "1")
        .text("minWdUnlockConfirm", "1")
        .end();
  return data_reply(data + ']');
}

} // namespace ballast::sim::okx
