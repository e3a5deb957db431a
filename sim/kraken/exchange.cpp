#include "sim/kraken/exchange.hpp"

#include "sim/faulty_exchange.hpp"
#include "sim/kraken/keys.hpp"
#include "sim/kraken/market_data.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/kraken/signature_gate.hpp"
#include "sim/kraken/stream.hpp"
#include "sim/kraken/trading.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim {

namespace {

using namespace std::chrono_literals;
using kraken::signature_gate;

constexpr auto public_root = std::string_view{"/0/public/"};
constexpr auto private_root = std::string_view{"/0/private/"};
constexpr auto stream_path = std::string_view{"/v2"};
constexpr auto stream_folder = std::string_view{"/v2/"};
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

/// Of an account in one pair. Source: kraken.md section 7.2.
std::size_t open_orders_max(kraken_tier tier) {
  return tier == kraken_tier::starter        ? 60
         : tier == kraken_tier::intermediate ? 80
                                             : 225;
}

/// The engine's counter of an account's orders in a pair. Source: as above.
limit_rule rate_rule(kraken_tier tier) {
  switch (tier) {
  case kraken_tier::starter:
    return {limit_kind::decaying_counter, 1, 1s, 60};
  case kraken_tier::intermediate:
    return {limit_kind::decaying_counter, 234, 100s, 125};
  case kraken_tier::pro:
    break;
  }
  return {limit_kind::decaying_counter, 375, 100s, 180};
}

/// Attempts to open a stream from one address, and how long they count; more
/// of them shut it out. Source: kraken.md section 7.3.
constexpr auto connect_rule
  = limit_rule{limit_kind::sliding_window, 150, 10min, 0};

/// What a private call adds to its key's counter. Source: kraken.md section
/// 7.1; history counts 2 or 4, the manual says both.
std::uint32_t cost_of(std::string_view name) {
  if (name == "AddOrder" || name == "AmendOrder" || name == "EditOrder"
      || name == "CancelOrder" || name == "CancelAll"
      || name == "CancelAllOrdersAfter")
    return 0;
  return name == "TradesHistory" ? 2 : 1;
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
      : faulty_exchange{opts.seed}, tier_{opts.tier}, tokens_{opts.seed},
        permissions_{std::move(opts.permissions)},
        signatures_{kraken::make_accounts(opts.seed, opts.accounts),
                    {opts.nonce_seen, opts.invalid_keys_max,
                     opts.invalid_nonces_max, opts.lockout}},
        market_data_{opts.seed, faults(), opts.stories_begin},
        trading_{opts.seed,
                 opts.accounts,
                 opts.balances,
                 open_orders_max(opts.tier),
                 rate_rule(opts.tier),
                 market_data_},
        address_limit_{opts.public_limit}, connect_limit_{connect_rule},
        counters_(opts.accounts, limiter{opts.private_limit.value_or(
                                   counter_rule(opts.tier))}) {}

  std::string_view venue() const override { return "kraken"; }
  std::vector<account_key> accounts() const override {
    return signatures_.accounts();
  }

  std::variant<std::unique_ptr<stream>, net::answer>
  open_stream(const net::call& what, instant now) override {
    const auto path = path_of(what);
    const auto enter = entrance(std::string{path});
    const auto lock = enter(now);
    if (path != stream_path && !path.starts_with(stream_folder))
      return net::answer{net::reply{404, {}, {}}};
    if (!connect_limit_.has_room(1, now.steady)) {
      count(refusal::reason::over_limit);
      return net::answer{net::reply{429, {}, {}}};
    }
    connect_limit_.take(1, now.steady);
    return std::make_unique<kraken::client_stream>(
      enter, kraken::channel_sources{market_data_, trading_}, tokens_, faults(),
      kraken::client_stream::options{++connections_, rate_rule(tier_).burst},
      now);
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    if (!path_of(what).starts_with(private_root))
      return spend(address_limit_, 1, 0,
                   kraken::error_reply("EGeneral:Too many requests"),
                   now.steady);
    const auto found = signatures_.check(what, now.steady);
    if (found.what != signature_gate::verdict::good)
      return refusal_of(found.what);
    return spend(counters_[found.account],
                 cost_of(path_of(what).substr(private_root.size())),
                 found.account, words().throttled, now.steady);
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto target = request_target::parse(what.target);
    const auto path = std::string_view{target.path};
    trading_.advance(now);
    if (what.method == "GET" && path.starts_with(public_root))
      return public_reply(path.substr(public_root.size()), target, now);
    if (what.method == "POST" && path.starts_with(private_root))
      return private_reply(path.substr(private_root.size()), what,
                           whose.account, now);
    return kraken::unknown_method();
  }

  const error_replies& words() const override {
    return kraken::common_replies();
  }
  const matching* engine() const override { return &trading_.engine(); }

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

  static std::variant<refusal, passport>
  spend(limiter& limit, std::uint32_t cost, std::size_t account,
        const net::reply& otherwise, time_point now) {
    if (!limit.has_room(cost, now)) {
      limit.refuse(cost, now);
      return refusal{refusal::reason::over_limit, otherwise};
    }
    limit.take(cost, now);
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
    if (name == "Depth")
      return market_data_.depth(target, now);
    if (name == "Trades")
      return market_data_.trades(target, now);
    return kraken::unknown_method();
  }

  net::reply private_reply(std::string_view name, const net::call& what,
                           std::size_t account, instant now) {
    const auto& whose = signatures_.accounts()[account];
    const auto rights = rights_of(whose.account, now.steady);
    if (name == "GetApiKeyInfo")
      return kraken::key_info_reply(whose, signatures_.nonce(account), rights);
    const auto needed = right_for(name);
    if (needed.empty())
      return kraken::unknown_method();
    if (std::find(rights.begin(), rights.end(), needed) == rights.end())
      return words().permission_denied;
    const auto dollars = faults().low_balance(whose.account, now.steady);
    if (name == "Balance" || name == "BalanceEx") {
      auto owned = trading_.balances(account);
      if (dollars)
        owned = kraken::left_with(std::move(owned), *dollars);
      return name == "Balance" ? kraken::balance_reply(owned)
                               : kraken::extended_balance_reply(owned);
    }
    if (name == "GetWebSocketsToken")
      return kraken::result_reply(R"({"token":")"
                                  + tokens_.issue(whose, account, now.steady)
                                  + R"(","expires":900})");
    const auto fields = kraken::fields_of(what);
    return needed == "modify-trades"
             ? order_reply(name, fields, account, dollars, now)
             : record_reply(name, fields, account);
  }

  /// The right that a private call needs; empty where there is no such call.
  static std::string_view right_for(std::string_view name) {
    if (name == "Balance" || name == "BalanceEx" || name == "TradeVolume")
      return "query-funds";
    if (name == "OpenOrders" || name == "QueryOrders")
      return "query-open-trades";
    if (name == "ClosedOrders" || name == "TradesHistory")
      return "query-closed-trades";
    if (name == "GetWebSocketsToken")
      return "create-ws-token";
    return cost_of(name) == 0 ? "modify-trades" : "";
  }

  net::reply order_reply(std::string_view name, const kraken::call_fields& what,
                         std::size_t account,
                         const std::optional<std::string>& dollars,
                         instant now) {
    if (name == "AddOrder")
      return trading_.add(account, what, dollars, now);
    if (name == "CancelOrder")
      return trading_.cancel(account, what, now);
    if (name == "CancelAll")
      return trading_.cancel_all(account, now);
    if (name == "AmendOrder")
      return trading_.amend(account, what, now);
    return name == "EditOrder" ? trading_.edit(account, what, now)
                               : trading_.cancel_all_after(account, what, now);
  }

  net::reply record_reply(std::string_view name,
                          const kraken::call_fields& what,
                          std::size_t account) const {
    if (name == "OpenOrders")
      return trading_.open_orders(account, what);
    if (name == "ClosedOrders")
      return trading_.closed_orders(account, what);
    if (name == "QueryOrders")
      return trading_.query_orders(account, what);
    return name == "TradesHistory" ? trading_.trades_history(account, what)
                                   : trading_.trade_volume(account, what);
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

  kraken_tier tier_;
  kraken::session_tokens tokens_;
  std::uint64_t connections_ = 0; ///< Streams ever opened.
  std::vector<std::string> permissions_;
  signature_gate signatures_;
  kraken::market_data market_data_;
  kraken::trading trading_;
  limiter address_limit_;
  limiter connect_limit_;
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
