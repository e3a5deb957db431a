#include "sim/coinbase/exchange.hpp"

#include "sim/coinbase/currencies.hpp"
#include "sim/coinbase/market_data.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/coinbase/stream.hpp"
#include "sim/coinbase/token_gate.hpp"
#include "sim/coinbase/trading.hpp"
#include "sim/faulty_exchange.hpp"
#include "sim/limiter.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim {

namespace {

using namespace std::chrono_literals;
using coinbase::json_reply;

constexpr auto root = std::string_view{"/api/v3/brokerage/"};
constexpr auto older_accounts = std::string_view{"/v2/accounts"};
constexpr auto products_prefix = std::string_view{"products/"};

/// Source: coinbase.md section 4. Kinds and bursts are
/// unconfirmed, a client must cope with either.
limit_rule public_rule(bool slides) {
  return slides ? limit_rule{limit_kind::sliding_window, 10, 1s, 0}
                : limit_rule{limit_kind::token_bucket, 10, 1s, 10};
}
/// Connections, and messages without a token, from one address.
constexpr auto stream_rule = limit_rule{limit_kind::sliding_window, 8, 1s, 0};
constexpr auto user_rule = limit_rule{limit_kind::token_bucket, 30, 1s, 30};
limit_rule key_rule(std::uint32_t calls_an_hour) {
  return {limit_kind::sliding_window, calls_an_hour, 1h, 0};
}

std::int64_t whole_seconds(duration x) {
  return std::chrono::ceil<std::chrono::seconds>(x).count();
}

std::vector<net::header> limit_headers(const limit_standing& x) {
  return {{"x-ratelimit-limit", std::to_string(x.limit)},
          {"x-ratelimit-remaining", std::to_string(x.remaining)},
          {"x-ratelimit-reset",
           std::to_string(std::max<std::int64_t>(1, whole_seconds(x.wait)))}};
}

net::reply time_reply(unix_time now) {
  const auto milliseconds = now.time_since_epoch().count();
  return json_reply(
    200, R"({"iso":")" + iso_seconds(now) + R"(","epochSeconds":")"
           + std::to_string(milliseconds / 1000) + R"(","epochMillis":")"
           + std::to_string(milliseconds) + "\"}");
}

/// Where a path leads: below "/api/v3/brokerage/", without "market/". What the
/// older API keeps for a key's owner has its whole path.
struct route {
  std::string_view path;
  bool is_public = true; ///< No token needed, limited by address.
};

route route_of(std::string_view path) {
  if (path == older_accounts)
    return {path, false};
  if (!path.starts_with(root))
    return {{}, true};
  path.remove_prefix(root.size());
  constexpr auto open = std::string_view{"market/"};
  if (path.starts_with(open))
    return {path.substr(open.size()), true};
  return {path, path == "time"};
}

class coinbase_exchange : public faulty_exchange {
public:
  explicit coinbase_exchange(coinbase_options opts)
      : faulty_exchange{opts.seed}, tokens_{make_coinbase_accounts(
                                      opts.seed, opts.accounts)},
        market_data_{opts.seed, faults(), opts.filler, opts.stories_begin},
        trading_{opts.seed, tokens_.accounts(), opts.balances, market_data_},
        address_limit_{public_rule(opts.public_limit_slides)},
        user_limits_(opts.accounts, limiter{user_rule}),
        key_limits_(opts.accounts, limiter{key_rule(opts.calls_an_hour)}) {}

  coinbase::market_data& market_data() noexcept { return market_data_; }
  coinbase::trading& trading() noexcept { return trading_; }

  std::string_view venue() const override { return "coinbase"; }
  std::vector<account_key> accounts() const override {
    auto result = std::vector<account_key>{};
    for (const auto& x : tokens_.accounts())
      result.push_back(x.credentials);
    return result;
  }

  std::variant<std::unique_ptr<stream>, net::answer>
  open_stream(const net::call& what, instant now) override {
    const auto enter = entrance(what.target.substr(0, what.target.find('?')));
    const auto lock = enter(now);
    if (!connect_limit_.has_room(1, now.steady)) {
      count(refusal::reason::over_limit);
      return net::answer{words().throttled};
    }
    connect_limit_.take(1, now.steady);
    return std::make_unique<coinbase::client_stream>(
      enter,
      coinbase::client_stream::sources{
        market_data_, trading_, tokens_, message_limit_,
        [this] { count(refusal::reason::over_limit); },
        [this] { count(refusal::reason::bad_signature); }},
      now);
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    const auto path
      = std::string_view{what.target}.substr(0, what.target.find('?'));
    if (route_of(path).is_public)
      return spend({&address_limit_}, 0, now.steady);
    const auto account = tokens_.account_of(what, now.wall);
    if (!account)
      return refusal{refusal::reason::bad_signature, words().unauthorised};
    return spend({&user_limits_[*account], &key_limits_[*account]}, *account,
                 now.steady);
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto target = request_target::parse(what.target);
    const auto where = route_of(target.path);
    trading_.advance(now);
    if (what.method == "POST" && !where.is_public)
      return order_reply(where.path, what.body, whose.account, now);
    if (what.method != "GET")
      return coinbase::no_such_route();
    if (target.path == std::string{root} + "time")
      return time_reply(now.wall);
    if (where.path == "products")
      return market_data_.products(target, now);
    if (where.path.starts_with(products_prefix))
      return product_reply(where.path.substr(products_prefix.size()), target,
                           now);
    if (where.path == "product_book")
      return market_data_.book(target, now);
    if (target.path == "/v2/exchange-rates")
      return market_data_.exchange_rates(target, now);
    return where.is_public
             ? coinbase::older_reply(target.path, now.wall)
             : private_reply(where.path, target, whose.account, now);
  }

  const error_replies& words() const override {
    return coinbase::common_replies();
  }
  const matching* engine() const override { return &trading_.engine(); }

private:
  /// Spends one from all limits, or from none when any of them is spent.
  std::variant<refusal, passport> spend(std::initializer_list<limiter*> limits,
                                        std::size_t account, time_point now) {
    for (auto* x : limits) {
      if (x->has_room(1, now))
        continue;
      auto refused = refusal{refusal::reason::over_limit, words().throttled};
      for (auto& header : limit_headers(x->standing(now)))
        refused.reply.headers.push_back(std::move(header));
      return refused;
    }
    for (auto* x : limits)
      x->take(1, now);
    return passport{account, limit_headers((*limits.begin())->standing(now))};
  }

  net::reply product_reply(std::string_view path, const request_target& target,
                           instant now) {
    const auto slash = path.find('/');
    const auto id = path.substr(0, slash);
    const auto rest = slash == std::string_view::npos ? std::string_view{}
                                                      : path.substr(slash);
    if (rest == "/candles")
      return market_data_.candles(id, target, now);
    if (rest == "/ticker")
      return market_data_.ticker(id, target, now);
    return rest.empty() ? market_data_.product(id, now)
                        : coinbase::no_such_route();
  }

  net::reply private_reply(std::string_view path, const request_target& target,
                           std::size_t account, instant now) {
    const auto& whose = tokens_.accounts()[account];
    constexpr auto history = std::string_view{"orders/historical/"};
    if (path == "accounts")
      return coinbase::accounts_reply(whose, wallets_of(account, now.steady),
                                      target);
    if (path == older_accounts)
      return coinbase::older_accounts_reply(
        whose, wallets_of(account, now.steady), target);
    if (path == "orders/historical/batch")
      return trading_.orders(account, target);
    if (path == "orders/historical/fills")
      return trading_.fills(account, target);
    if (path.starts_with(history))
      return trading_.order(account, path.substr(history.size()));
    if (path == "best_bid_ask")
      return market_data_.best_bid_ask(target, now);
    if (path == "key_permissions")
      return coinbase::permissions_reply(
        whose, rights_of(whose.credentials.account, now.steady));
    if (path == "transaction_summary")
      return coinbase::fees_reply();
    return coinbase::no_such_route();
  }

  /// What changes something: only for a key that may trade.
  net::reply order_reply(std::string_view path, const std::string& body,
                         std::size_t account, instant now) {
    const auto& name = tokens_.accounts()[account].credentials.account;
    const auto dollars = faults().low_balance(name, now.steady);
    if (!path.starts_with("orders"))
      return coinbase::no_such_route();
    if (faults().view_only(name, now.steady))
      return words().permission_denied;
    if (path == "orders")
      return trading_.place(account, body, dollars, now);
    if (path == "orders/preview")
      return trading_.preview(account, body, now);
    if (path == "orders/batch_cancel")
      return trading_.cancel(account, body, now);
    if (path == "orders/edit")
      return trading_.edit(account, body, now);
    return coinbase::no_such_route();
  }

  std::vector<coinbase::shown_wallet> wallets_of(std::size_t account,
                                                 time_point now) {
    auto all = coinbase::shown(trading_.wallets(account));
    const auto& name = tokens_.accounts()[account].credentials.account;
    const auto dollars = faults().low_balance(name, now);
    return dollars ? coinbase::left_with(std::move(all), *dollars) : all;
  }

  coinbase::key_rights rights_of(const std::string& account, time_point now) {
    return {!faults().view_only(account, now),
            faults().can_withdraw(account, now)};
  }

  token_gate tokens_;
  coinbase::market_data market_data_;
  coinbase::trading trading_;
  limiter address_limit_;
  limiter connect_limit_{stream_rule};
  limiter message_limit_{stream_rule};
  std::vector<limiter> user_limits_; ///< By account, like the next.
  std::vector<limiter> key_limits_;
};

} // namespace

result<std::unique_ptr<exchange>> make_coinbase(coinbase_options opts) {
  const auto directory = opts.candles;
  auto ends_at = std::optional<std::int64_t>{};
  if (opts.candles_end)
    ends_at = std::chrono::floor<std::chrono::seconds>(
                opts.candles_end->time_since_epoch())
                .count();
  auto made = std::make_unique<coinbase_exchange>(std::move(opts));
  if (!directory.empty()) {
    const auto used = made->market_data().use_recordings(directory, ends_at);
    if (!used)
      return used.error();
  }
  made->trading().list_markets();
  return std::unique_ptr<exchange>{std::move(made)};
}

} // namespace ballast::sim
