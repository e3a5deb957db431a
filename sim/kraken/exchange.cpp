#include "sim/kraken/exchange.hpp"

#include "sim/faulty_exchange.hpp"
#include "sim/kraken/keys.hpp"
#include "sim/kraken/market_data.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/kraken/signature_gate.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim {

namespace {

using namespace std::chrono_literals;
using kraken::signature_gate;

constexpr auto public_root = std::string_view{"/0/public/"};
constexpr auto private_root = std::string_view{"/0/private/"};
constexpr auto status_path = std::string_view{"/0/public/SystemStatus"};

/// Source: kraken.md section 7.1. That refused calls count as well is
/// unconfirmed; a client must cope with it.
limit_rule counter_rule(kraken_tier tier) {
  constexpr auto charges_refused = true;
  switch (tier) {
  case kraken_tier::starter:
    return {limit_kind::decaying_counter, 33, 100s, 15, charges_refused};
  case kraken_tier::intermediate:
    return {limit_kind::decaying_counter, 1, 2s, 20, charges_refused};
  case kraken_tier::pro:
    break;
  }
  return {limit_kind::decaying_counter, 1, 1s, 20, charges_refused};
}

std::string_view path_of(const net::call& what) {
  return std::string_view{what.target}.substr(0, what.target.find('?'));
}

net::reply time_reply(unix_time now) {
  const auto seconds
    = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  return kraken::result_reply(
    R"({"unixtime":)" + std::to_string(seconds.count()) + R"(,"rfc1123":")"
    + rfc1123_seconds(now) + "\"}");
}

net::reply status_reply(const std::string& status, unix_time now) {
  return kraken::result_reply(R"({"status":")" + status + R"(","timestamp":")"
                              + iso_seconds(now) + "\"}");
}

class kraken_exchange : public faulty_exchange {
public:
  explicit kraken_exchange(kraken_options opts)
      : faulty_exchange{opts.seed}, balances_{std::move(opts.balances)},
        permissions_{std::move(opts.permissions)},
        signatures_{kraken::make_accounts(opts.seed, opts.accounts),
                    {opts.nonce_seen, opts.invalid_keys_max,
                     opts.invalid_nonces_max, opts.lockout}},
        market_data_{opts.seed, faults()}, address_limit_{opts.public_limit},
        counters_(opts.accounts, limiter{opts.private_limit.value_or(
                                   counter_rule(opts.tier))}) {}

  std::string_view venue() const override { return "kraken"; }
  std::vector<account_key> accounts() const override {
    return signatures_.accounts();
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    if (!path_of(what).starts_with(private_root))
      return spend(address_limit_, 0,
                   kraken::error_reply("EGeneral:Too many requests"),
                   now.steady);
    const auto found = signatures_.check(what, now.steady);
    if (found.what != signature_gate::verdict::good)
      return refusal_of(found.what);
    return spend(counters_[found.account], found.account, words().throttled,
                 now.steady);
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto target = request_target::parse(what.target);
    const auto path = std::string_view{target.path};
    if (what.method == "GET" && path.starts_with(public_root))
      return public_reply(path.substr(public_root.size()), target, now);
    if (what.method == "POST" && path.starts_with(private_root))
      return private_reply(path.substr(private_root.size()), whose.account,
                           now.steady);
    return kraken::unknown_method();
  }

  const error_replies& words() const override {
    return kraken::common_replies();
  }

  net::answer misbehave(const fault& x, const net::call& what,
                        instant now) override {
    // The status is what a client polls during maintenance, so it answers.
    if (x.kind == fault_kind::maintenance && path_of(what) == status_path)
      return {status_reply("maintenance", now.wall)};
    if (x.kind == fault_kind::error_200 && !x.value.empty())
      return {kraken::error_reply(x.value)};
    return faulty_exchange::misbehave(x, what, now);
  }

private:
  refusal refusal_of(signature_gate::verdict why) const {
    using verdict = signature_gate::verdict;
    switch (why) {
    case verdict::locked_out:
      return {refusal::reason::banned, words().banned};
    case verdict::invalid_key:
      return {refusal::reason::bad_signature,
              kraken::error_reply("EAPI:Invalid key")};
    case verdict::invalid_nonce:
      return {refusal::reason::bad_nonce, words().invalid_nonce};
    case verdict::invalid_signature:
    case verdict::good:
      break;
    }
    return {refusal::reason::bad_signature, words().unauthorised};
  }

  static std::variant<refusal, passport> spend(limiter& limit,
                                               std::size_t account,
                                               const net::reply& otherwise,
                                               time_point now) {
    if (!limit.has_room(1, now)) {
      limit.refuse(1, now);
      return refusal{refusal::reason::over_limit, otherwise};
    }
    limit.take(1, now);
    return passport{account, {}};
  }

  net::reply public_reply(std::string_view name, const request_target& target,
                          instant now) {
    if (name == "Time")
      return time_reply(now.wall);
    if (name == "SystemStatus")
      return status_reply(
        faults().post_only({}, now.steady) ? "post_only" : "online", now.wall);
    if (name == "Assets")
      return kraken::assets_reply(target);
    if (name == "AssetPairs")
      return market_data_.asset_pairs(target, now);
    if (name == "Ticker")
      return market_data_.ticker(target, now);
    if (name == "OHLC")
      return market_data_.ohlc(target, now);
    return kraken::unknown_method();
  }

  net::reply private_reply(std::string_view name, std::size_t account,
                           time_point now) {
    const auto& whose = signatures_.accounts()[account];
    const auto rights = rights_of(whose.account, now);
    if (name == "GetApiKeyInfo")
      return kraken::key_info_reply(whose, signatures_.nonce(account), rights);
    const auto is_extended = name == "BalanceEx";
    if (name != "Balance" && !is_extended)
      return kraken::unknown_method();
    if (std::find(rights.begin(), rights.end(), "query-funds") == rights.end())
      return words().permission_denied;
    const auto dollars = faults().low_balance(whose.account, now);
    const auto owned
      = dollars ? kraken::left_with(balances_, *dollars) : balances_;
    return is_extended ? kraken::extended_balance_reply(owned)
                       : kraken::balance_reply(owned);
  }

  /// What the key of an account may do, in the words of GetApiKeyInfo.
  std::vector<std::string> rights_of(const std::string& account,
                                     time_point now) {
    auto rights = permissions_;
    if (faults().view_only(account, now))
      std::erase_if(rights, [](const auto& x) {
        return x == "modify-trades" || x == "close-trades";
      });
    if (faults().can_withdraw(account, now))
      rights.push_back("withdraw-funds");
    return rights;
  }

  kraken::endowment balances_;
  std::vector<std::string> permissions_;
  signature_gate signatures_;
  kraken::market_data market_data_;
  limiter address_limit_;
  std::vector<limiter> counters_; ///< By account.
};

bool is_sound(const limit_rule& x) {
  const auto is_window = x.kind == limit_kind::sliding_window
                         || x.kind == limit_kind::fixed_window;
  return x.units > 0 && x.window > duration::zero()
         && (is_window || x.burst > 0);
}

} // namespace

result<std::unique_ptr<exchange>> make_kraken(kraken_options opts) {
  if (opts.accounts == 0 || !is_sound(opts.public_limit)
      || opts.invalid_keys_max == 0 || opts.invalid_nonces_max == 0
      || opts.lockout <= duration::zero()
      || (opts.private_limit && !is_sound(*opts.private_limit)))
    return ballast::fault{ec::invalid_argument,
                          "an option of the simulated Kraken is zero"};
  return std::unique_ptr<exchange>{
    std::make_unique<kraken_exchange>(std::move(opts))};
}

} // namespace ballast::sim
