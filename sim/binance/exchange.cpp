#include "sim/binance/exchange.hpp"

#include "sim/binance/api_session.hpp"
#include "sim/binance/market_data.hpp"
#include "sim/binance/market_session.hpp"
#include "sim/binance/replies.hpp"
#include "sim/binance/routes.hpp"
#include "sim/binance/signature_gate.hpp"
#include "sim/binance/trading.hpp"
#include "sim/faulty_exchange.hpp"
#include "sim/limiter.hpp"
#include "sim/object_writer.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace ballast::sim {

namespace {

using binance::parameters;
using binance::route;
using binance::route_name;

std::string_view path_of(const net::call& what) {
  return std::string_view{what.target}.substr(0, what.target.find('?'));
}

void append_limit(std::string& out, std::string_view type,
                  std::string_view interval, std::int64_t count,
                  std::int64_t limit) {
  object_writer{out}
    .text("rateLimitType", type)
    .text("interval", interval)
    .number("intervalNum", count)
    .number("limit", limit)
    .end();
}

class binance_exchange : public faulty_exchange {
public:
  explicit binance_exchange(binance_options opts)
      : faulty_exchange{opts.seed}, opts_{std::move(opts)},
        signatures_{
          binance::make_accounts(opts_.seed, opts_.accounts, opts_.keys)},
        limits_{opts_.limits}, market_data_{opts_.seed, faults(),
                                            opts_.stories_begin},
        trading_{opts_.seed, opts_.accounts, opts_.balances, market_data_} {}

  std::string_view venue() const override { return "binance"; }
  std::vector<account_key> accounts() const override {
    auto result = std::vector<account_key>{};
    for (const auto& x : signatures_.accounts())
      result.push_back(x.credentials);
    return result;
  }

  std::variant<std::unique_ptr<stream>, net::answer>
  open_stream(const net::call& what, instant now) override {
    const auto path = std::string{path_of(what)};
    const auto enter = entrance(path);
    const auto lock = enter(now);
    const auto is_raw = path == "/ws" || path.starts_with("/ws/");
    const auto is_api = path == "/ws-api/v3";
    if (!is_raw && !is_api && path != "/stream")
      return net::answer{binance::no_such_route()};
    if (!connections_.has_room(1, now.steady))
      return net::answer{words().throttled};
    connections_.take(1, now.steady);
    constexpr auto api_weight = std::uint32_t{2};
    if (is_api)
      if (auto refused = spend(api_weight, now))
        return net::answer{*refused};
    if (is_api)
      return std::make_unique<binance::api_session>(enter, api_parts(), now);
    return std::make_unique<binance::market_session>(
      enter, market_data_, !is_raw, binance::streams_of(what.target), now);
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    const auto* const where = binance::route_of(what.method, path_of(what));
    const auto given = parameters::of(what);
    const auto weight = where != nullptr ? weight_of(*where, given) : 1U;
    const auto is_free = where != nullptr && is_free_on_success(*where);
    const auto of_wallet = where != nullptr && is_of_wallet(*where);
    auto refused
      = limits_.admit(of_wallet, is_free ? 0 : weight, weight, now.wall);
    if (refused) {
      for (auto& x : limits_.headers(of_wallet, now.wall))
        refused->reply.headers.push_back(std::move(x));
      return refusal{refused->is_ban ? refusal::reason::banned
                                     : refusal::reason::over_limit,
                     std::move(refused->reply)};
    }
    if (where == nullptr || !where->is_signed)
      return passport{};
    const auto found = signatures_.check(what, given, now.wall);
    if (const auto* reply = std::get_if<net::reply>(&found)) {
      if (is_free)
        limits_.charge(weight, now.wall);
      return refusal{refusal::reason::bad_signature, *reply};
    }
    return passport{std::get<std::size_t>(found), {}};
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto* const where = binance::route_of(what.method, path_of(what));
    auto reply = where == nullptr
                   ? binance::no_such_route()
                   : answer(*where, parameters::of(what), whose.account, now);
    if (where != nullptr && is_free_on_success(*where) && reply.status >= 400)
      limits_.charge(where->weight, now.wall);
    const auto of_wallet = where != nullptr && is_of_wallet(*where);
    for (auto& x : limits_.headers(of_wallet, now.wall))
      reply.headers.push_back(std::move(x));
    return reply;
  }

  const matching* engine() const override { return &trading_.engine(); }

  const error_replies& words() const override {
    return binance::common_replies();
  }

  net::answer misbehave(const fault& x, const net::call& what,
                        instant now) override {
    const auto* const where = binance::route_of(what.method, path_of(what));
    // The status is what a client polls during maintenance, so it answers.
    if (x.kind == fault_kind::maintenance && where != nullptr
        && where->name == route_name::system_status)
      return {
        binance::json_reply(R"({"status":1,"msg":"system maintenance"})")};
    if (x.kind == fault_kind::ban)
      return {ban_of(x, now.wall)};
    return faulty_exchange::misbehave(x, what, now);
  }

private:
  binance::api_parts api_parts() {
    return {
      signatures_, trading_,
      [this](const route& where, const parameters& given,
             const binance::api_parts::who& who,
             instant now) { return ask(where, given, who, now); },
      [this](std::uint32_t weight, instant now) { return spend(weight, now); },
      [this](instant now) { return weight_json(now.wall); }};
  }

  std::optional<net::reply> spend(std::uint32_t weight, instant now) {
    auto refused = limits_.admit(false, weight, weight, now.wall);
    return refused ? std::optional{std::move(refused->reply)} : std::nullopt;
  }

  /// A call that came by WebSocket.
  net::reply ask(const route& where, const parameters& given,
                 const binance::api_parts::who& who, instant now) {
    const auto weight = weight_of(where, given);
    const auto is_free = is_free_on_success(where);
    auto refused = limits_.admit(false, is_free ? 0 : weight, weight, now.wall);
    if (refused)
      return std::move(refused->reply);
    const auto found
      = where.is_signed ? who() : std::variant<std::size_t, net::reply>{};
    const auto* const stranger = std::get_if<net::reply>(&found);
    auto reply = stranger != nullptr
                   ? *stranger
                   : answer(where, given, std::get<std::size_t>(found), now);
    if (is_free && reply.status >= 400)
      limits_.charge(weight, now.wall);
    return reply;
  }

  std::string weight_json(unix_time now) {
    auto out = std::string{"["};
    object_writer{out}
      .text("rateLimitType", "REQUEST_WEIGHT")
      .text("interval", "MINUTE")
      .number("intervalNum", 1)
      .number("limit", opts_.limits.weight_a_minute)
      .bare("count", limits_.headers(false, now).front().value)
      .end();
    return out + ']';
  }

  /// Until when is said twice, in the header and in words.
  static net::reply ban_of(const fault& x, unix_time now) {
    auto seconds = std::int64_t{120};
    std::from_chars(x.value.data(), x.value.data() + x.value.size(), seconds);
    const auto until = now + std::chrono::seconds{seconds};
    return binance::banned(until.time_since_epoch().count(), seconds);
  }

  net::reply answer(const route& where, const parameters& given,
                    std::size_t account, instant now) {
    if (!where.is_signed)
      return public_reply(where, given, now);
    const auto& whose = signatures_.accounts()[account];
    const auto rights = rights_of(whose.credentials.account, now.steady);
    if (needs_trading_right(where) && !rights.can_trade)
      return binance::rejected_key();
    switch (where.name) {
    case route_name::account:
      return account_reply(whose, balances_of(account, now), given, now.wall);
    case route_name::restrictions:
      return restrictions_reply(rights);
    case route_name::commission:
      return commission(given, now);
    case route_name::trade_fee:
      return trade_fee(given, now);
    case route_name::coins:
      return coins_reply(balances_of(account, now));
    default:
      return trading_.answer(where.name, given, account,
                             dollars_of(account, now), now);
    }
  }

  net::reply public_reply(const route& where, const parameters& given,
                          instant now) {
    switch (where.name) {
    case route_name::ping:
      return binance::json_reply("{}");
    case route_name::time:
      return binance::json_reply(
        R"({"serverTime":)"
        + std::to_string(now.wall.time_since_epoch().count()) + '}');
    case route_name::system_status:
      return binance::json_reply(R"({"status":0,"msg":"normal"})");
    case route_name::exchange_info:
      return market_data_.exchange_info(given, limits_json(), now);
    case route_name::depth:
      return market_data_.depth(given, now);
    case route_name::trades:
      return market_data_.trades(given, now);
    case route_name::agg_trades:
      return market_data_.agg_trades(given, now);
    case route_name::klines:
      return market_data_.klines(given, now);
    case route_name::average_price:
      return market_data_.average_price(given, now);
    case route_name::ticker_24h:
      return market_data_.ticker_24h(given, now);
    case route_name::ticker_price:
      return market_data_.ticker_price(given, now);
    case route_name::book_ticker:
      return market_data_.book_ticker(given, now);
    case route_name::ticker_window:
    case route_name::ticker_day:
      return market_data_.ticker_window(
        given, where.name == route_name::ticker_day, now);
    default:
      return binance::no_such_route();
    }
  }

  std::string limits_json() const {
    auto out = std::string{"["};
    append_limit(out, "REQUEST_WEIGHT", "MINUTE", 1,
                 opts_.limits.weight_a_minute);
    for (const auto& x : binance::order_windows)
      append_limit(out, "ORDERS", x.interval, x.count, x.limit);
    append_limit(out, "RAW_REQUESTS", "MINUTE", 5, opts_.limits.raw_requests);
    return out + ']';
  }

  net::reply commission(const parameters& given, instant now) {
    const auto symbol = given.filled("symbol");
    if (!symbol)
      return binance::missing("symbol");
    return market_data_.find(*symbol, now) == nullptr
             ? binance::unknown_symbol()
             : binance::commission_reply(*symbol);
  }

  net::reply trade_fee(const parameters& given, instant now) {
    if (const auto symbol = given.filled("symbol"))
      return market_data_.find(*symbol, now) == nullptr
               ? binance::unknown_symbol()
               : binance::trade_fees_reply({*symbol});
    auto all = std::vector<std::string>{};
    for (const auto& x : binance::all_symbols())
      all.push_back(x.id);
    return binance::trade_fees_reply(all);
  }

  binance::endowment balances_of(std::size_t account, instant now) {
    auto owned = trading_.balances_of(account, now);
    const auto dollars = dollars_of(account, now);
    return dollars ? binance::left_with(std::move(owned), *dollars) : owned;
  }

  std::optional<std::string> dollars_of(std::size_t account, instant now) {
    return faults().low_balance(
      signatures_.accounts()[account].credentials.account, now.steady);
  }

  binance::key_rights rights_of(const std::string& account, time_point now) {
    return {!faults().view_only(account, now),
            faults().can_withdraw(account, now)};
  }

  binance_options opts_;
  binance::signature_gate signatures_;
  binance::address_limits limits_;
  binance::market_data market_data_;
  binance::trading trading_;
  limiter connections_{
    {limit_kind::sliding_window, 300, std::chrono::minutes{5}, 0}};
};

} // namespace

result<std::unique_ptr<exchange>> make_binance(binance_options opts) {
  const auto& limits = opts.limits;
  if (opts.accounts == 0 || limits.weight_a_minute == 0
      || limits.raw_requests == 0 || limits.wallet_weight == 0
      || limits.refusals_max == 0)
    return ballast::fault{ec::invalid_argument,
                          "an option of the simulated Binance is zero"};
  return std::unique_ptr<exchange>{
    std::make_unique<binance_exchange>(std::move(opts))};
}

} // namespace ballast::sim
