#include "sim/kraken/wallets.hpp"

#include "sim/kraken/replies.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

} // namespace

endowment left_with(endowment balances, const std::string& dollars) {
  constexpr auto dollar = std::string_view{"ZUSD"};
  std::erase_if(balances, [&](const auto& x) { return x.asset == dollar; });
  for (auto& x : balances)
    x = {x.asset, "0.0000", "0.0000"};
  balances.push_back({std::string{dollar}, dollars, "0.0000"});
  return balances;
}

net::reply balance_reply(const endowment& balances) {
  auto body = json::object();
  for (const auto& x : balances)
    body[x.asset] = x.balance;
  return result_reply(body.dump());
}

net::reply extended_balance_reply(const endowment& balances) {
  auto body = json::object();
  for (const auto& x : balances)
    body[x.asset] = {{"balance", x.balance},
                     {"credit", "0.0000"},
                     {"credit_used", "0.0000"},
                     {"hold_trade", x.hold_trade}};
  return result_reply(body.dump());
}

net::reply key_info_reply(const account_key& whose, std::uint64_t nonce,
                          const std::vector<std::string>& permissions) {
  const auto body = json{{"api_key_name", whose.account},
                         {"api_key", whose.key},
                         {"nonce", std::to_string(nonce)},
                         {"nonce_window", "0"},
                         {"permissions", permissions},
                         {"valid_until", "0"},
                         {"query_from", "0"},
                         {"query_to", "0"},
                         {"created_time", "1735689600"},
                         {"modified_time", "1735689600"},
                         {"ip_allowlist", json::array()},
                         {"last_used", "1735689600"}};
  return result_reply(body.dump());
}

} // namespace ballast::sim::kraken
