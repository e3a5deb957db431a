#include "sim/alpaca/exchange.hpp"

#include "sim/alpaca/data_stream.hpp"
#include "sim/alpaca/keys.hpp"
#include "sim/alpaca/market_data.hpp"
#include "sim/alpaca/order_desk.hpp"
#include "sim/alpaca/order_stream.hpp"
#include "sim/alpaca/replies.hpp"
#include "sim/alpaca/sessions.hpp"
#include "sim/faulty_exchange.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim {

namespace {

using alpaca::data_route;

constexpr auto crypto_root = std::string_view{"/v1beta3/crypto/"};
constexpr auto stocks_root = std::string_view{"/v2/stocks/"};
constexpr auto orders_stream = std::string_view{"/stream"};

std::string_view path_of(const net::call& what) {
  return std::string_view{what.target}.substr(0, what.target.find('?'));
}

bool is_data(std::string_view path) {
  return path.starts_with(crypto_root) || path.starts_with(stocks_root);
}

/// Source: alpaca.md section 4; "Reset" in whole seconds, rounded up.
std::vector<net::header> headers_of(const limit_standing& x, unix_time now) {
  const auto until_next
    = now.time_since_epoch()
      + std::chrono::ceil<std::chrono::milliseconds>(x.wait);
  return {{"X-Ratelimit-Limit", std::to_string(x.limit)},
          {"X-Ratelimit-Remaining", std::to_string(x.remaining)},
          {"X-Ratelimit-Reset",
           std::to_string(
             std::chrono::ceil<std::chrono::seconds>(until_next).count())}};
}

class alpaca_exchange : public faulty_exchange {
public:
  explicit alpaca_exchange(alpaca_options opts)
      : faulty_exchange{opts.seed}, accounts_{alpaca::make_accounts(
                                      opts.seed, opts.accounts)},
        market_data_{opts.seed, faults(), opts.stories_begin},
        desk_{opts.seed, opts.accounts, opts.balances, market_data_},
        trading_limits_(opts.accounts, limiter{opts.trading_limit}),
        data_limits_(opts.accounts, limiter{opts.data_limit}),
        nobodys_limit_{opts.data_limit} {}

  std::string_view venue() const override { return "alpaca"; }
  std::vector<account_key> accounts() const override { return accounts_; }

  std::variant<std::unique_ptr<stream>, net::answer>
  open_stream(const net::call& what, instant now) override {
    const auto path = path_of(what);
    const auto enter = entrance(std::string{path});
    const auto lock = enter(now);
    if (path == orders_stream)
      return std::make_unique<alpaca::order_stream>(enter, stream_sources());
    const auto* const where = alpaca::find_endpoint(path);
    if (where == nullptr)
      return net::answer{alpaca::no_such_route()};
    return std::make_unique<alpaca::data_stream>(enter, stream_sources(),
                                                 *where, what, now);
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    const auto path = path_of(what);
    const auto key = net::find_header(what.headers, "apca-api-key-id");
    const auto secret = net::find_header(what.headers, "apca-api-secret-key");
    // History of crypto is for everybody; a wrong key is refused all the same.
    if (!key && !secret && path.starts_with(crypto_root))
      return spend(nobodys_limit_, 0, alpaca::too_fast_data(), now);
    const auto account
      = alpaca::account_of(accounts_, key.value_or(""), secret.value_or(""));
    if (!account)
      return refusal{refusal::reason::bad_signature,
                     is_data(path) ? alpaca::forbidden()
                                   : alpaca::unauthorised()};
    return is_data(path) ? spend(data_limits_[*account], *account,
                                 alpaca::too_fast_data(), now)
                         : spend(trading_limits_[*account], *account,
                                 alpaca::too_fast(), now);
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto target = request_target::parse(what.target);
    if (auto found = order_reply(what, target, whose.account, now))
      return *found;
    if (what.method == "GET") {
      if (const auto route = alpaca::parse_route(target.path))
        return market_data_.answer(*route, target, now);
      if (auto found = public_reply(target, now))
        return *found;
      if (auto found = account_reply(target, whose.account, now))
        return *found;
    }
    return is_data(target.path) ? alpaca::data_error(404, "Not Found")
                                : alpaca::no_such_route();
  }

  const matching* engine() const override { return &desk_.engine(); }

  const error_replies& words() const override {
    return alpaca::common_replies();
  }

  net::answer misbehave(const fault& x, const net::call& what,
                        instant now) override {
    // The two halves of the API have different words for the same thing.
    if (is_data(path_of(what))) {
      if (x.kind == fault_kind::throttle)
        return {alpaca::too_fast_data()};
      if (x.kind == fault_kind::unauthorised)
        return {alpaca::forbidden()};
    }
    return faulty_exchange::misbehave(x, what, now);
  }

private:
  alpaca::stream_sources stream_sources() {
    return {accounts_, market_data_, desk_, seats_,
            [this] { count(refusal::reason::bad_signature); }};
  }

  static std::variant<refusal, passport> spend(limiter& limit,
                                               std::size_t account,
                                               net::reply otherwise,
                                               instant now) {
    if (limit.has_room(1, now.steady)) {
      limit.take(1, now.steady);
      return passport{account,
                      headers_of(limit.standing(now.steady), now.wall)};
    }
    limit.refuse(1, now.steady);
    for (auto& x : headers_of(limit.standing(now.steady), now.wall))
      otherwise.headers.push_back(std::move(x));
    return refusal{refusal::reason::over_limit, std::move(otherwise)};
  }

  /// What every account sees alike.
  std::optional<net::reply> public_reply(const request_target& target,
                                         instant now) {
    constexpr auto one_asset = std::string_view{"/v2/assets/"};
    const auto path = std::string_view{target.path};
    if (path == "/v2/clock")
      return alpaca::clock_reply(now.wall);
    if (path == "/v2/calendar")
      return alpaca::calendar_reply(target);
    if (path == "/v2/assets")
      return market_data_.assets(target, now);
    if (path.starts_with(one_asset))
      return market_data_.one_asset(path.substr(one_asset.size()), now);
    return std::nullopt;
  }

  std::optional<net::reply> account_reply(const request_target& target,
                                          std::size_t account, instant now) {
    constexpr auto one_position = std::string_view{"/v2/positions/"};
    const auto path = std::string_view{target.path};
    const auto time
      = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch())
          .count();
    desk_.advance(now);
    if (path == "/v2/account/activities/FILL")
      return desk_.fills(account, target);
    const auto owned = portfolio_of(account, now);
    if (path == "/v2/account")
      return alpaca::account_reply(accounts_[account], owned, time);
    if (path == "/v2/account/configurations")
      return alpaca::configuration_reply(owned);
    if (path == "/v2/positions")
      return alpaca::positions_reply(owned, time);
    if (path.starts_with(one_position))
      return alpaca::position_reply(owned, path.substr(one_position.size()),
                                    time);
    return std::nullopt;
  }

  /// All that an account has, where a fault says so.
  std::optional<std::string> dollars_of(std::size_t account, instant now) {
    return faults().low_balance(accounts_[account].account, now.steady);
  }
  /// The venue's keys have no rights of their own; what comes nearest to one
  /// that may only look is an account whose user has suspended trading.
  bool is_suspended(std::size_t account, instant now) {
    return faults().view_only(accounts_[account].account, now.steady);
  }

  alpaca::portfolio portfolio_of(std::size_t account, instant now) {
    auto owned = alpaca::portfolio{};
    if (const auto dollars = dollars_of(account, now)) {
      owned.cash = *decimal::parse(*dollars);
      owned.spendable = owned.cash;
    } else {
      owned = desk_.owned(account, now);
    }
    owned.is_suspended = is_suspended(account, now);
    return owned;
  }

  std::optional<net::reply> order_reply(const net::call& what,
                                        const request_target& target,
                                        std::size_t account, instant now) {
    constexpr auto one_order = std::string_view{"/v2/orders/"};
    const auto path = std::string_view{target.path};
    if (!path.starts_with("/v2/orders"))
      return std::nullopt;
    desk_.advance(now);
    if (path == "/v2/orders:by_client_order_id" && what.method == "GET")
      return desk_.one_by_client(account,
                                 target.first("client_order_id").value_or(""));
    if (path == "/v2/orders") {
      if (what.method == "GET")
        return desk_.list(account, target);
      if (what.method == "DELETE")
        return desk_.cancel_all(account, now);
      if (what.method == "POST" && is_suspended(account, now))
        return alpaca::trading_error(403, 40'310'000,
                                     "new orders are rejected by user request");
      if (what.method == "POST")
        return desk_.place(account, what.body, dollars_of(account, now), now);
    }
    if (!path.starts_with(one_order))
      return std::nullopt;
    const auto id = path.substr(one_order.size());
    if (what.method == "GET")
      return desk_.one(account, id);
    if (what.method == "DELETE")
      return desk_.cancel(account, id, now);
    if (what.method == "PATCH")
      return desk_.replace(account, id, what.body, now);
    return std::nullopt;
  }

  std::vector<account_key> accounts_;
  alpaca::market_data market_data_;
  alpaca::order_desk desk_;
  alpaca::stream_seats seats_;
  std::vector<limiter> trading_limits_; ///< By account, like the next.
  std::vector<limiter> data_limits_;
  limiter nobodys_limit_;
};

bool is_sound(const limit_rule& x) {
  const auto is_window = x.kind == limit_kind::sliding_window
                         || x.kind == limit_kind::fixed_window;
  return x.units > 0 && x.window > duration::zero()
         && (is_window || x.burst > 0);
}

bool is_sound(const alpaca::endowment& x) {
  const auto is_amount = [](const std::string& text) {
    const auto amount = decimal::parse(text);
    return amount && !amount->is_negative();
  };
  if (!is_amount(x.cash))
    return false;
  for (const auto& y : x.holdings)
    if (!is_amount(y.quantity) || alpaca::find_asset(y.symbol) == nullptr)
      return false;
  return true;
}

} // namespace

result<std::unique_ptr<exchange>> make_alpaca(alpaca_options opts) {
  if (opts.accounts == 0 || !is_sound(opts.trading_limit)
      || !is_sound(opts.data_limit))
    return ballast::fault{ec::invalid_argument,
                          "an option of the simulated Alpaca is zero"};
  if (!is_sound(opts.balances))
    return ballast::fault{ec::invalid_argument,
                          "an amount of the simulated Alpaca is none, or of "
                          "nothing that it lists"};
  return std::unique_ptr<exchange>{
    std::make_unique<alpaca_exchange>(std::move(opts))};
}

} // namespace ballast::sim
